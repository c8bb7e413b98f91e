### What staff read about why a case is one, what went wrong, and what is missing before it is resolved.

why_button = Why
anyway_button = Resolve anyway
skip_button = Skip

## Why it went wrong
why_how = Say how bad it is for the customer (1, 2 or 3), whether it comes again (once, may recur, recurring), in whose hands it lay (ours, partner, nobody, customer), and what it is about (outcome, handling, manner) – as much of it as you know: /why 2 recurring ours manner
ask_why = Why did it go wrong? Say how bad it is for the customer (1, 2 or 3), whether it comes again (once, may recur, recurring), in whose hands it lay (ours, partner, nobody, customer), and what it is about (outcome, handling, manner). Reply to this message: 2 recurring ours manner
why_unknown = I can't read '{ $typed }' here.
why_unknown_near = I can't read '{ $typed }' here. Did you mean { $nearest }?
why_twice = '{ $typed }' is one too many of its kind: say each thing once.
why_recurring = Recurring: link a cause and say what prevents it before you resolve – /cause late, and then /resolve … prevent: …
why_about_owner = It is about how { $name } treated them: hand it over to somebody else, with /handover
why_severe = { $case } is very bad for the customer, says { $by } (3 of 3): somebody senior is needed here, and writes to them before it is resolved.
why_about_you = It is about how you treated them: somebody else takes it.
why_about_them = It is about how { $name } treated them: somebody else takes it.
severity_1 = a small thing (1 of 3)
severity_2 = bad (2 of 3)
severity_3 = very bad (3 of 3)
stability_once = once
stability_may_recur = may recur
stability_recurring = recurring
control_ours = ours
control_partner = a partner's
control_nobody = nobody's
control_customer = the customer's own
about_outcome = about the outcome
about_handling = about how it was handled
about_manner = about how they were treated
card_why = Why: { $why }
card_cause = Cause: { $cause }
card_worked = Worked before for { $cause }: { $worked }
worked_item = { $n ->
    [1] { $item } 🙂
   *[other] { $item } 🙂 × { $n }
}
history_why = { $by } on why: { $why }

## What went wrong
cause_which = What went wrong? There are { $known }. Name it: /cause { $first } – or note a new one: /cause new wrong address label
cause_which_none = What went wrong? No cause is noted so far: /cause new wrong address label
cause_unknown_here = I don't know '{ $typed }'. A new one? /cause new { $typed }
cause_unknown_here_near = I don't know '{ $typed }'. Did you mean { $nearest }? A new one: /cause new { $typed }
cause_back = { $case }: '{ $cause }' is back. We said that it is fixed ({ $how }), and it did not hold.
cause_fixed_its = { $case }: its cause '{ $cause }' is fixed: { $how }. Tell the customer, and resolve it if that puts it right: /resolve
cause_fixed_other = { $case }: '{ $cause }', of which this customer complained before, is fixed: { $how }. Tell them here: they get no other message about it.
history_cause = { $by } named the cause: { $cause }

## Before it is resolved
needs_both = Recurring: link a cause and say what prevents it before you resolve – /resolve what was done prevent: what is different from now on cause: late
needs_cause = Recurring: link a cause before you resolve – /cause late
needs_prevent = Recurring cause: say what prevents it – /resolve what was done prevent: what is different from now on
needs_senior = Not yet: { $case } is very bad for the customer (3 of 3), and somebody senior must write to them first. Call them: /escalate
checklist = { $case }: sorry { $sorry } · effort { $effort } · given { $given } · cause { $cause }
checked = ✓
missing_make_good = Nothing was offered to make up for it.
missing_cause = Cause is empty: press one, or name another with /cause.
missing_progress = The customer heard from a person only once, and the case is old.
missing_apology = The text that the customer got does not say sorry any more.
resolve_anyway = Resolve anyway? Then say why.
ask_anyway = Why is it resolved all the same? Reply to this message with a few words.
nothing_to_resolve = Nothing waits to be resolved: /resolve what was done
history_anyway = { $by } resolved it all the same: { $why }
history_prevented = what prevents it: { $prevent }
form_why_title = Why did it go wrong?
form_why_hint = 2 recurring ours manner
form_anyway_title = Why all the same?
form_prevent = What prevents it from now on
form_prevent_hint = needed if it comes again and again
form_cause = Cause
form_cause_hint = late
