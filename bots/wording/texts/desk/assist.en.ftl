### When one colleague asks another for help.

assist_asked = { $by } asks for your help with { $case } by { $due }: { $question }
assist_load = { $n ->
    [0] (You have no open cases.)
    [one] (You have 1 open case.)
   *[other] (You have { $n } open cases.)
}
assist_how = Answer here: Join, or write a line that begins with //. { $by } stays with the customer, who hears nothing of it.
assist_answered = { $by } has answered.
assist_due = { $case }: the answer was agreed on for { $due } and hasn't come: { $question }
assist_whom = Who is to help? /assist @ion by 15:00 which plate did she have?
assist_time = Agree a time with { $name }: add by 15:00
assist_question = What do you want to know from { $name }? One question: /assist @ion by 15:00 which plate did she have?
assist_too_long = That is too long for one question: { $most } characters at most.
assist_yourself = That's you. Ask somebody else.
assist_already = { $name } was asked already, and answers by { $due }.
history_asked_for_help = { $by } asked { $to } for help: { $question }
history_helped = { $by } answered
card_assist = ⇠ { $name } is asked for help, until { $due }
