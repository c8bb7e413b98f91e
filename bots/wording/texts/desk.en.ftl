### What staff read. `{ $name }` is a placeholder.

## Buttons
take = Take it
join = Join
history = History
wait_for_answer = Waiting for answer
call_senior = Call senior
put_right = Put right ✓
promise_button = Promise
progress_button = Progress
offer_button = Offer
delivered_button = Delivered
send_offer = Send it
adjust_offer = Adjust
reopen = Reopen
just_thanks = Just thanks
open_recovery = Open recovery
no_action = No action
close_mistap = Close as mis-tap

## Words that stand in for something
nobody = nobody
a_customer = a customer
the_customer = The customer
a_colleague = a colleague
one_of_us = A colleague
customer = the customer
nothing_yet = –
quoted = "{ $text }"
and = { $first } and { $last }
more_lines = { $n ->
    [one] … 1 more line
   *[other] … { $n } more lines
}

## Levels
level_agent = agent
level_senior = senior
level_director = director
level_none = not on the staff list

## Promises
promise_first_reply = first reply
promise_senior = word from level { $n }
promise_progress = next word
promise_delivery = what was offered
promise_explicit = what staff promised
promise_by = { $what } by { $due }
promise_quoted = promise '{ $what }' { $due }

## How a case began
origin_answer = unhappy answer
origin_late_change = changed to unhappy later
origin_asked_contact = asked to be contacted
origin_complaint = complaint
origin_staff = opened by staff
origin_senior = asked for someone senior
origin_sorry = needs help after our apology

## How a case ended
outcome_recovered = recovered
outcome_partly = partly put right
outcome_not_recovered = not put right
outcome_unconfirmed = unconfirmed
outcome_silent = paused, the customer went silent
outcome_unreachable = the customer could not be reached
outcome_declined = no contact wanted
outcome_mistap = mis-tap
outcome_duplicate = duplicate
outcome_forgotten = everything deleted at the customer's wish

## The card
card_recovered = { $title } recovered in { $duration }
card_closed = { $title } closed after { $duration }: { $outcome }
card_level = level { $n }
card_has = { $staff } has it
card_waiting = { $staff } · the customer's turn
card_closer = { $staff }
card_aside = I can't use the desk, so this case comes to you. Take it here, write with /say { $case } and your words, and let me in at the desk again.
card_asks_at = { $staff } · the customer is asked at { $due }
card_checking = { $staff } · the customer was asked
card_agent = agent { $agent }
card_contact = { NUMBER($n, type: "ordinal") ->
    [one] { $n }st contact
    [two] { $n }nd contact
    [few] { $n }rd contact
   *[other] { $n }th contact
}
card_before = before: { $faces }
card_cases = { $n ->
    [0] no cases
    [one] 1 case
   *[other] { $n } cases
}
card_case_last = case { $case }
card_case_last_of = case { $case } ({ $cause })
card_cases_last = { $n } cases, the last { $case }
card_cases_last_of = { $n } cases, the last { $case } ({ $cause })
card_said = Said: { $said }
card_promised = Promised: { $promised }
card_deed = { $n }) { $what } – { $stands }
card_deed_moved = { $line } · moved { $n ->
    [one] once
    [2] twice
   *[other] { $n } times
}
stands_open = by { $due }
stands_kept = kept { $at } (by { $due })
stands_broken = broken: it was due { $due }
stands_late = broken: it was due { $due }, done { $at }
stands_elsewhere = goes on in another case
stands_cancelled = not wanted any more
card_joined = Joined: { $names }
card_reopened = { $n ->
    [one] Reopened once
   *[other] Reopened { $n } times
}
card_tastes = Tastes: { $tastes }
card_repeat = Repeat: { $case } was put right a short while ago
card_goes_on_at = The account they used does not work any more: it goes on at their other one on { $platform }
card_left_server = They left the server and can’t read their room
card_changed = Answer changed to { $rating } – look and close

## Calls
please_take = { $who } on duty – please take.
please_take_nobody = { $case }: nobody is on duty – whoever reads this, please take.
still_waits = { $case } still waits – promised { $due }.
needs_you = { $who } { $case } needs you – { $left } left.
needs_level = { $case } needs someone of level { $n } – { $left } left.
promise_broken = { $case }: our time has passed, and the customer was told so. Level { $n }, new promise { $due }.
promise_broken_deed = { $case }: { $what } – our time has passed, and the customer was told so. Level { $n }, new promise { $due }.
promise_near = { $case }: '{ $what }' is promised by { $due } – { $left } left. /kept what you did, or /move 16:30 before then.
promise_near_word = { $case }: the customer was promised the next word by { $due } – { $left } left.
promise_moved_again = { $case }: '{ $what }' was moved for the second time, to { $due }. Level { $n }.
hold_sent = { $case }: nobody wrote, so I told the customer that they're not forgotten, and promised the next word by { $due }. Please see to it.
aged = { $case } has been open for a long time – now level { $n }. Please help to finish it.
senior_asked = { $case }: the customer asks for someone senior. Level { $n }.
senior_asked_due = { $case }: the customer asks for someone senior. Level { $n }, promised { $due }.
senior_called = { $case }: a colleague asks for someone senior. Level { $n }.
senior_called_due = { $case }: a colleague asks for someone senior. Level { $n }, promised { $due }.
why = Why: { $why }
progress_due = { $case }: the customer has heard nothing for a while – please send a word.
nobody_on_duty = Nobody is on duty, and { $case } waits. Come on duty: /duty on

## Who has the case
taken = { $by } has it.
taken_over = { $by } took over from { $from }.
so_far_done = Done: { $what }
so_far_done_yes = Done: { $what } – 🙂
so_far_done_partly = Done: { $what } – 😐 partly
so_far_done_no = Done: { $what } – 🙁 not right
joined_desk = { $by } joined.
left_desk = { $by } left.
already_taken = { $by } was { $ago } faster. /join to help.
own_case = This is your own case – a colleague takes it.

## The conversation
words = { $name }: { $text }
spoke_themselves = { $name }, in a chat of their own: { $text }
edited = { $name } edited: { $text }
offer_wait = Is it the customer's turn now?
now_waiting = Waiting for the customer's answer.
not_sent_join_first = not sent – Join first
not_sent_unclear = not sent – this answers a message of mine, and I can't tell what it is for. For the customer, write it without answering me.
not_sent_unreadable = not sent – I can't read what is written here. Use /say, or mention me in the message.
on_its_way = On its way to the customer.
not_sent_closed = not sent – { $case } is closed. Reopen it first.
not_delivered_unreachable = not delivered – the customer can't be reached here
not_delivered_unsupported = not delivered – I can't copy this kind of message. Send it as text or a photo.
not_delivered_too_large = not delivered – too long or too large. Send it in parts.
not_delivered_unknown = I can't tell whether this arrived, so I didn't send it again.
not_shown_too_large = { $name } sent a file that is too large to show here ({ $size }).
not_shown_unsupported = { $name } sent something that can't be shown here.
reacted = { $name } reacted with { $emoji }
customer_deleted = { $name } took a message back.
card_thread = Write in the thread: that goes to the customer. A line that begins with // stays among us.
card_room = Talk to them in { $room }. What is written here stays among us.
unreachable = The customer can't be reached here.
unreachable_otherwise = The customer can't be reached here – { $otherwise }
back = The customer is back and can be reached again.

## Promises of staff
looks_promised = Is that a promise? Then say so, and I keep an eye on it: /promise { $at } …
which_one = { $n }) { $what } { $due }
which_kept = Which one? { $promises } – /kept { $n }
which_move = Which one? { $promises } – /move { $n } 16:30
nothing_promised = Nothing is promised here that could be kept or moved. /promise 15:00 new card is ready
ask_promise = What do you promise, and by when? Reply to this message: 15:00 new card is ready
ask_progress = How does it stand, and when will they hear from us again? Reply to this message: it is on the van next 15:00
form_promise_title = What do you promise, and by when?
form_promise_hint = 15:00 new card is ready
form_progress_title = How does it stand, and the next word?
form_progress_hint = it is on the van next 15:00
promise_what = What do you promise? /promise 15:00 new card is ready
kept_how = What did you do? Say it in a few words: /kept { $n } new card handed over
done_late = It was due { $due }; it stays broken, but I'll note it as done { $at }.
too_late_to_move = It was due { $at } and can't be moved any more. Promise a new time: /promise 16:30 …
progress_next = When will they hear from us again? add: next 15:00
form_promise = /promise 15:00 new card is ready
form_move = /move 16:30
form_progress = next 15:00
time_vague = Give a time, not '{ $typed }': { $form }
time_missing = Give a time: { $form }
time_passed = { $at } has passed.
time_too_soon = { $at } is too soon to be kept: promise 2 minutes at least.
closed_then = We're closed at { $at }; the next good time is { $next }.
closed_then_tomorrow = We're closed at { $at }; the next good time is { $next } tomorrow.

## Putting it right
ask_what_was_done = What was done? Reply to this message.
done_too_short = A few words please: what was done (10 characters at least).
not_yet_promises = Not yet: { $promises } { $n ->
    [one] is open.
   *[other] are open.
}
customer_asked_at = The customer is asked at { $due }: done – { $done }
customer_asked = Asked the customer: done – { $done }
verdict_yes = 🙂 { $case } recovered in { $duration }.
verdict_partly = 😐 { $case }: partly. I asked what is still missing.
verdict_no = 🙁 { $case }: not put right yet. Level { $n }, promised { $due }.
wrote_after = { $case }: the customer wrote again. Reopen, or just thanks?
just_thanks_noted = Just thanks – nothing changes.
reopened_desk = { $case } is open again – promised { $due }.
only_customer_closes = Only the customer's 🙂 closes this, or a senior with a reason.
already_top = Already with the management.

## Other things that happen to a case
no_reply_wanted = { $case }: the customer wants no reply. Please look into it all the same.
closed_mistap = { $case } closed: a mis-tap, the customer changed the answer.
changed_answer = changed to { $rating } – look and close
closed_quiet = { $case } closed: { $outcome }.
delete_by_hand = Please delete the thread of { $case } by hand: its customer had everything deleted, and I may not delete threads here.
closed_by = { $by } closed { $case } ({ $outcome }): { $reason }
another_contact = another contact – no question was asked
another_contact_about = another contact: { $about } – no question was asked
another_answer = another answer belongs to this case
another_answer_rating = another answer belongs to this case: { $rating }
close_with_resolve = { $case } is still open – close with /resolve
room_gone = Nobody shares a room with the customer any more. From now on what you write here goes to the customer. A line that begins with // stays among us.
left_server = { $name } left the server and can’t read the room any more. What is for them goes another way now, if there is one. Once they are back, write in the room, and I let them in again.
not_seated = I can’t let { $who } into the room. Add them by hand, or give me the right to manage threads.
thread_recreated = The thread was lost; this is the new one. The last lines:
thread_recreated_empty = The thread was lost; this is the new one.
no_thread = I couldn't create a topic for { $case }, so it goes on here.
no_thread_rights = I can't create topics here: make me admin with 'Manage topics'. Until then { $case } goes on here.
no_channel_rights = I can't start threads here: allow me Create Public Threads in this channel. Until then { $case } goes on here.

## History
history_of = { $case } so far:
history_empty = { $case }: nothing has happened yet.
history_line = { $at } { $what }
history_opened = opened: { $origin }
history_taken = { $by } took it
history_joined = { $by } joined
history_level = level { $n }
history_broken = promise broken: { $what }
history_promised = { $by } promised: { $what }
history_promise_kept = promise kept: { $what } – { $done }
history_promise_late = promise done late: { $what } – { $done }
history_promise_moved = promise moved: { $what }
history_promise_moved_why = promise moved: { $what } – { $why }
history_promise_cancelled = promise not wanted any more: { $what }
history_first_word = first word by { $by }
history_resolved = resolved: { $done }
history_verdict_yes = 🙂 the customer says: all good
history_verdict_partly = 😐 the customer says: partly
history_verdict_no = 🙁 the customer says: no
history_reopened = reopened
history_note = note by { $by }: { $text }
history_closed = closed: { $outcome }
history_duplicate_of = the same as { $case }: it goes on there
history_duplicate_here = { $by } closed { $case } as the same: it goes on here
history_paused = { $by } paused what the customer writes
history_merged = known from two places: both histories are here now
history_merged_with = known from two places: { $case } goes on here
history_split = taken apart again: this is one of two customers

## Handling a case
duplicate_how = Which case is it the same as? Say so in the thread of the one that closes: /duplicate R-1040
duplicate_itself = { $case } is this case itself. Name the one that goes on: /duplicate R-1040
duplicate_unknown = I can't find { $of }. Open cases are in /cases, others in /find.
duplicate_closed = { $of } is closed, so nothing can go on there. Go on here, or first /reopen { $of }
duplicate_checked = { $of } is put right, and its customer is being asked. Go on here, or first /reopen { $of }
duplicate_marked = { $by } closed { $case }: it is the same as { $of }, and goes on there with all that was promised. The customer was told nothing of it.
duplicate_taken = { $by } closed { $case }: it is the same as this one, and goes on here.
duplicate_taken_promises = { $by } closed { $case }: it is the same as this one, and goes on here. What was promised there counts here: { $promises }.
tastes_how = What do they like, or not? I keep it on their card: /tastes no alcohol
tastes_known = On their card stands: { $tastes }. Write anew what they like, or take it off: /tastes off
tastes_too_long = That is more than a card can show: { $n } characters at most.
flagged = The customer is flagged. They are told nothing, and nothing changes for them; seniors see it in /find, and /flag takes it off.
flagged_no_longer = The customer is not flagged any more.
pause_how = I can't read '{ $typed }' as a length of time. /pause 30m – at most an hour; /pause off ends it.
pause_too_long = An hour at most: /pause 60m. If that is not enough, a colleague may take over: /escalate
pause_in_room = You and the customer share a room, where I pass nothing on. A colleague may take over: /escalate
not_paused = Nothing is paused in { $case }.
paused = { $case }: { $by } paused what the customer writes until { $due }. I keep it and show it then; /pause off shows it at once.
pause_over = The pause is over in { $case }: what the customer writes is shown at once again.
taken_back = { $by } took this back: the customer doesn't see it any more.
undo_too_late = Older than 60 s – better write a correction.
undo_nothing = I passed nothing on here that you could take back. Answer the line with /undo, or give it right after your own.
undo_not_yours = A colleague said that; only they can take it back.
find_how = What do you look for? /find cold soup – by number, name, words that were said, or what was done
nothing_found = I find no case with '{ $typed }'. Try fewer or shorter words: a number, a name, a word that was said, or what was done.
found = { $n ->
    [one] 1 case, the newest first:
   *[other] { $n } cases, the newest first:
}
found_more = The { $n } newest cases of more; add a word to find fewer:
found_line = { $title } · { $opened } · { $stands } · { $owner }
found_flagged = { $title } · { $opened } · { $stands } · { $owner } · flagged

## Feed
feed_about = { $who } ({ $about })
feed_said = { $head }: "{ $comment }"
praise = { $rating } from { $name }.
praise_topic = { $rating } from { $name } for { $topic }.

## Asking
owner_stays = You answer for this case. Somebody else has to take it first, or /escalate.
nobody_left = Nobody is on duty, and we are open. Who comes on? /duty on
wont_ask_case_open = { $name } has an open case ({ $case }), so I won't ask now.
wont_ask_gap = Asked { $ago } ago; next possible { $due }.
wont_ask_opted_out = { $name } wants no questions, so I won't ask.
wont_ask_stale = That contact ended too long ago, so I won't ask.
wont_ask_duplicate = I know this contact already, so I won't ask twice.
wont_ask_no_channel = I can't write to { $name }, so I can't ask.
whose_contact = Whose contact ended? Reply to one of their messages or name them: /done @dana

## Replies to commands
anonymous = I can't see who you are – switch off 'remain anonymous'
not_allowed = That's for { $needs }s. You are: { $is }.
wrong_place = Use this inside a case, or add its number: { $command } R-1042 …
wrong_place_time = Use this inside a case, or add its number: { $command } R-1042 15:00 …
unknown_command = I don't know { $command }.
unknown_command_nearest = I don't know { $command }. Did you mean { $nearest }?
switched_off = { $command } is switched off here.
no_such_case = I can't find { $case }.
already_closed = { $case } is closed already.
duty_who = On duty now: { $names }
duty_on = You're on duty.
duty_on_until = You're on duty until { $due }.
duty_off = You're off duty.
on_call = You're on call: out of hours you are called about what is very bad for a customer (/why 3).
not_on_call = You're not on call: out of hours nobody calls you.
duty_refused = You still have { $cases }. Hand over or agree a later time with the customer first.
admins_only = That's for admins. You are: { $is }.
setting_zone = Zone: { $zone }. The clock there shows { $time }.
setting_hours = Hours: { $hours }.
setting_language = Customers whose language isn't known read { $language }.
setting_offer = Languages that customers are offered: { $languages }.
setting_scale = Scale: { $scale }.
setting_timer = { $name }: { $length }
saved = Saved. { $setting }
saved_scale = From now on. Earlier answers keep their scale.
setting_reply_new = reply within segment:new: { $length }
saved_reply_new = New customers now read '{ $length }'.
saved_reply = Customers now read '{ $length }'.
unknown_zone = I don't know the zone '{ $typed }'. Write it like Europe/Bucharest.
unknown_zone_near = I don't know the zone '{ $typed }'. Did you mean { $nearest }?
bad_hours = Use mon-fri 09:00-21:00.
unknown_language = I speak { $known }. Add another with /wording import.
default_not_offered = Customers whose language isn’t known read { $default }: it must be among them. Change it first with /language default.
unknown_scale = I don't know the scale '{ $typed }'. There are { $known }.
bad_length = I can't read '{ $typed }' as a length of time. Write 90s, 10m, 4h or 30d.
asks_too_late = { $wished } is too late: people leave with their anger. At most { $most }.
out_of_range = { $wished } can't be: from { $least } to { $most }.
unknown_setting = I don't know '{ $typed }'. There are { $known }.
unknown_setting_near = I don't know '{ $typed }'. Did you mean { $nearest }? There are { $known }.
audit = Who changed what, the newest first:
audit_line = { $at } { $by }: { $what } { $from } → { $to }
audit_line_done = { $at } { $by }: { $what } { $to }
audit_none = Nothing was changed in the chat so far.
bad_time = I can't read '{ $typed }' as a time. Write 15:00, tomorrow 9:00, +30m or 17.11. 09:00
merged = Done: they are one customer now, with both histories. Within 30 days this takes it back: /merge undo { $case }
split = Done: they are two customers again.
same_already = They are one customer already.
nobody_known = I know no customer { $who }.
merge_how = Say who is the same: /merge R-1042 with R-1050, or with the customer's number in your system: /merge R-1042 with C-5512
nothing_to_split = There is nothing to take back: nobody was merged with the customer of { $case } in the last 30 days.
duplicate_of = { $case } is closed: it is the same customer as in { $of }, and goes on there with all that was promised.
duplicate_here_empty = { $case } was the same customer and goes on here, with all that was promised.
duplicate_here = { $case } was the same customer and goes on here, with all that was promised. They said there:

## To admins
desk_gone = I can't use the desk any more: I was removed from it or lack a right there. Cases keep running, but nobody sees them. Please make me admin there again.
not_stored = I couldn't store that (disk). Nothing was changed. Admins are informed.
in_the_log = In the log: { $id }
store_fails = I can't store anything at the moment: the disk of the service is full or broken. Taps and commands are refused until that is mended. Please free some space there, or have its disk looked at.

## What is missing at the desk
gap_no_group = I can't see this group: add me to it, and check the id of the desk.
gap_no_forum = Topics are off in this group: switch them on in the group's settings.
gap_no_topics = I can't create topics here: make me admin with 'Manage topics'.
gap_no_pins = I can't pin the card of a case here: allow me 'Pin messages'.
gap_public = This group is public, so anybody can read what customers say: make it private in the group's settings.
gap_unseen = I could not look at this group: { $why }.

## The form that asks what was done
form_what = What was done?

## What is missing in a channel
channel_desk = the desk
channel_care = the channel of private conversations
channel_none = I can't see { $channel }: check its id, and allow me 'View Channel' there.
channel_kind = I can't open threads in { $channel }: choose a text channel instead.
channel_right = I lack a right in { $channel }: allow me '{ $right }' there.
channel_public = Everybody on the server can see the desk, so anybody can read what customers say: deny 'View Channel' for everyone there and allow it for staff.
channel_no_rooms = Customers whose private messages are closed reach nobody in private: choose a channel for private rooms, /setup care:#care
channel_hidden = #{ $name } is invisible to customers: people can't see private threads under it. Allow 'View Channel' for everyone, deny 'Send Messages'.
channel_role = Nobody is called at the desk: make the role { $role } mentionable (Server settings, Roles, { $role }: Allow anyone to @mention this role).
channel_unseen = I could not look at { $channel }: { $why }.
