### The inbox of comments: each ends as a cause, as praise, or with a reason.

item_cause_button = Cause
pass_on_praise = Pass on praise
back_button = Back
show_item = Show { $item }
because_nothing = Nothing to change
because_known = Known already
because_not_ours = Not about us

inbox_none = The inbox is empty: everything that was said has been looked at.
inbox = { $n ->
    [one] 1 item waits to be looked at, the oldest first:
   *[other] { $n } items wait to be looked at, the oldest first:
}
inbox_old = { $old ->
    [one] 1 of them waits for more than a day.
   *[other] { $old } of them wait for more than a day.
}
inbox_how_many = Each ends as a cause, as praise, or with a reason: /inbox I-17 shows one.
item_line = { $item } · { $what } · since { $since }
item_line_old = { $item } · { $what } · since { $since } – for more than a day
item_comment = comment
item_out_of_the_blue = out of the blue
item_look_into = look into { $case }: no reply wanted

item_task = { $case }: the customer wants no reply. Please look into it all the same.
item_task_said = { $task } They said: "{ $words }"
item_voice = (a picture, a voice message or a file)
item_ended = ✓ { $how }
item_ended_by = ✓ { $by }: { $how }
item_is_cause = cause: { $cause }
item_is_praise = praise, passed on
item_is_nothing = nothing to change
item_is_known = known already
item_is_not_ours = not about us
item_is_reason = no action, because: { $reason }
item_is_no_reason = no action
item_is_case = goes on in { $case }
item_is_forgotten = the customer had everything deleted

item_done = { $item } ended – { $how }
item_over = { $item } has ended already – { $how }
item_over_by = { $by } has ended { $item } already – { $how }
item_unknown = I can't find { $typed }. What waits is in /inbox
item_how = What is it? /inbox { $item } cause late · /inbox { $item } praise · /inbox { $item } open · /inbox { $item } no and why
item_no_cause = I don't know the cause '{ $typed }'. All of them: /cause list
item_no_cause_nearest = I don't know the cause '{ $typed }'. Did you mean { $nearest }?
item_reason_missing = Why is nothing done? A few words please: /inbox { $item } no the shop next door was meant
item_reason_too_long = That is too long: { $most } characters at most.
item_no_praise = { $item } is to be looked into: it ends as a cause, or with a reason.
item_no_reply = { $case }: the customer wants no reply, so nobody opens a case. If they write, theirs opens again.
praise_passed = { $by } passes on praise for you: { $said }
praise_at_desk = { $by } passes on praise: { $said }
