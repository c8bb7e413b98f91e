### /report: what was heard, put right and won back in a period.

report_title = { $business } · { $period } · sent · fixed · delighted
report_today = today { $day }
report_week = week { $n }
report_open = Unhappy right now: { $n }
report_open_oldest = Unhappy right now: { $n } (oldest { $age })
report_hanging = Hanging: { $n }
report_duty = On duty now: { $names }
report_duty_nobody = On duty now: nobody
report_until = Counted up to { $until } so far; the rest is being counted – ask again in a moment.

## The names of its parts
report_sent = SENT
report_fixed = FIXED
report_delighted = DELIGHTED
report_causes = CAUSES
report_money = MONEY
report_silence = SILENCE

report_seconds = { $n } s
report_minutes = { $n } min
report_hours = { $n } h

## What was heard
report_no_contacts = no contact ended
report_of_segment = { $period } · segment { $segment }
report_few = fewer than five: not shown
report_few_in_all = Fewer than five contacts and cases of segment { $segment } in this time: figures of so few are not shown.
report_asked = asked { $k } of { $n } contacts ({ $pct } %)
report_asked_in = in { $p50 } (p50)
report_answered = answered { $k } ({ $pct } % { $range })
report_late = { $n } late, counted apart
report_no_answers = no answers in time
report_moods = 🙂 { $happy } ({ $pct } % { $range }) 😐 { $neutral } 🙁 { $unhappy }
report_small = small sample
report_up = ▲ { $points } vs { $before }
report_down = ▼ { $points } vs { $before }
report_same = the same as { $before }
report_before_today = yesterday
report_before_week = last week
report_before_month = the month before
report_not_asked = not asked: { $why }
report_not_reached = not reached: { $why }
report_reason = { $why } ({ $n })

## What was put right
report_no_cases = nobody was unhappy
report_word = first human word { $p50 } (p50), { $p90 } (p90)
report_no_word = no human word so far
report_promises = promises kept { $k } of { $n } ({ $pct } %)
report_moved = { $promises }, { $n } moved
report_no_promises = no promise came due
report_recovered = recovered { $k } of { $n } ({ $pct } % { $range })
report_of_told = of those who told us { $k } of { $n }
report_reopened = reopened { $n }
report_none_closed = no case closed so far
report_taken = taken after { $p50 } (p50), { $p90 } (p90)
report_resolved = resolved after { $p50 } (p50), { $p90 } (p90)
report_share = { $what } { $k } of { $n } ({ $pct } % { $range })
report_share_reopened = reopened
report_share_level = above level 1
report_share_offered = something offered
report_share_at_once = right at once
report_share_double = still wrong at the first check
report_share_of_told = recovered, of those who told us

## Whether a recovery makes customers happier than nothing going wrong
report_after = after recovery { $pct } % 🙂
report_no_after = after recovery nobody answered so far
report_calm = without any trouble { $pct } %
report_no_calm = without any trouble nobody answered
report_points = { $points } points [{ $lo }, { $hi }]
report_observed = → observed
report_opposite = → opposite
report_not_enough = → not enough answers yet

## What went wrong
report_cause = { $name } { $n }
report_cause_about = { $name } { $n } ({ $about })
report_cause_due = fix due { $day }, { $owner }
report_cause_fixing = being fixed
report_cause_fixed = fixed
report_cause_fixed_told = fixed, { $told } of { $n } told
report_cause_back = back after its fix
report_cause_other = other { $n }
report_no_causes = none noted

## What it costs
report_at_risk = at risk { $n } × { $value }
report_protected = protected { $n } × { $value }
report_at_risk_all = at risk { $n } × { $value } = { $all }
report_protected_all = protected { $n } × { $value } = { $all }
report_no_value = at risk { $n }, protected { $protected } (say what one is worth: /value)
report_given = given { $given } = { $each } per recovered customer
report_given_nobody = given { $given }, nobody recovered so far
report_given_nothing = nothing given
report_worth = worth { $worth } to them ({ $times } × what it cost)
report_money_aside = not where others read along: ask me in private, /report money

## Those who say nothing
report_one_in_26 = by "1 in 26": { $n }
report_twenty = by "20 per complaint": { $n }
report_own = by our own numbers: { $n } [{ $lo }-{ $hi }]
report_own_if = (our own number, if those who say nothing are like those who answer)
report_own_none = by our own numbers: nobody answered, so nobody can say

report_how = I don't know “{ $typed }”. A report is of today, of this week, of this month or of a month that you name, and may be about one thing: /report [today|week|month|2026-11] [money|recovery|causes|wording] [segment:new]
report_no_variants = No text has variants that are compared. One is added with /wording variant ask en How was it?
report_variants = { $name } ({ $lang })
