### When a case goes from one colleague to another.

hand_over = Hand over
hand_over_case = Hand over { $case }
accept = Accept
give_back = Return

handover_asked = { $by } hands { $case } to you. Do you take it? Until you say so, { $by } stays with it – please answer by { $until }.
handover_note = What you need to know:
handover_accepted = { $by } has it from now on, from { $from }. What was promised is now { $by }'s to keep.
handover_returned = { $case } came back from { $by }: { $reason }
handover_unanswered = { $case }: { $by } didn't answer in time, so it stays with you.
handover_up_returned = { $case } came back from { $by } ({ $reason }) and needs someone on level { $n }.
handover_up_unanswered = { $case }: { $by } didn't answer in time. It needs someone on level { $n }.
handover_nobody = Nobody has it now. Please take it.
handover_until = Whoever has it stays with it until then.
nobody_has_it = { $case }: nobody has it at the moment. Level { $n }: please take it.

ask_note = To whom, and what do they need to know? Reply to this message: @mihai Done: … Not done: … Promised: … Next: …
ask_reason = Why does it go back? Reply to this message in a few words.
form_handover_title = Hand over
form_handover_whom = To whom?
form_handover_hint = @mihai, or their name
handover_done = Done
handover_open = Not done
handover_promised = Promised
handover_next = Next
form_return_title = Why does it go back?

handover_whom = Who is to have it? /handover @mihai done / not done / promised / next
handover_unknown = I know no colleague called { $typed }. /duty who shows who is here.
handover_unknown_near = I know no colleague called { $typed }. Did you mean { $nearest }?
handover_several = Several colleagues are called { $typed }: name them by @name.
note_too_short = A few words please: done / not done / promised / next (20 characters at least).
note_too_long = That is too long to be read at a glance: { $n } characters at most. Put the rest into /note.
handover_has_it = { $name } has it already.
handover_customer = { $name } is the customer of this case.
handover_off_duty = { $name } is off duty.
handover_busy = { $name } has { $n } open cases.
handover_try = Try { $others } or /escalate.
handover_escalate = Nobody else is free: /escalate calls someone senior.
handover_elsewhere = { $name } doesn't work at this desk.
handover_not_yours = It was handed to { $name }: only they can say.
handover_over = That hand-over is over.
reason_missing = Why does it go back? A few words please.

card_handed_to = ⇄ { $name } is asked to take it over, until { $due }
history_handed_to = { $by } hands it to { $name }: { $note }
history_handed_over = { $name } accepted it
history_came_back = it came back from { $name }: { $reason }
history_came_back_unanswered = { $name } didn't answer in time
duty_refused_promise = { $case } (promise { $due })
