### What customers read in English. `{ $name }` is a placeholder: every text keeps all of its own.

## Greeting and the one question
hello_named = Hi { $name }!
hello = Hi!
ask = { $hello } How did we do just now?
ask_topic = { $hello } How did we do with “{ $topic }”?
ask_visit = { $hello } Before you go: how was your visit?
visit_print = How was it? Scan this and tell us with one tap. If something went wrong, a person takes care of it.
visit_page = Tell { $business } with one tap. If something went wrong, a person takes care of it.
visit_code = On Discord there is a button under our message: “{ $button }”. Press it and paste this code:
btn_answer_on = Answer on { $platform }
ask_expect = { $hello } Compared with what you expected, how was it?
reminder = { $hello } One tap is enough: how was it?
btn_happy = 🙂 Good
btn_neutral = 😐 So-so
btn_unhappy = 🙁 Not good
btn_better = 🙂 Better
btn_same = 😐 As expected
btn_worse = 🙁 Worse
btn_5 = 😍 Excellent
btn_4 = 🙂 Good
btn_3 = 😐 OK
btn_2 = 🙁 Poor
btn_1 = 😞 Very poor
nps_ask = { $hello } How likely are you to recommend us to a friend, from 0 to 10?

## Straight after the tap
thanks_happy = Thank you – that makes our day! What could we do even better? If you like, just write it here.
thanks_neutral = Thank you for being honest. Sorry it wasn’t better than that. What was missing? Write it here – a real person reads it.
sorry_unhappy = We’re sorry – and thank you for telling us. Someone from our team will be with you here within { $duration }. What happened? Just write it, in your own words.
sorry_unhappy_later = We’re sorry – and thank you for telling us. Honestly: nobody is here right now. Someone will write to you here by { $due }. Tell us what happened and we’ll start with exactly that.
thread_here = Your private conversation with us: { $thread }. Only you and our team can read it.
open_private = Let’s talk in private – tap here and a person will answer: { $link }
btn_tell = Tell us what happened
panel = Something wrong, or something to tell { $business }? A real person reads it, and only our team sees it.
feedback_off = We don’t ask here at the moment. If you have something to tell us: /complain – a real person reads it.
btn_tell_us = Tell us
btn_complain = Something wrong?
btn_feedback = How was it?
btn_code = I have a code
code_title = Your code
code_hint = From the page or the receipt: r_…
btn_contact_me = Please contact me
btn_no_talk = No reply needed
no_talk_ack = All right, we won’t write to you about this. We’ll still look into it. If you change your mind, just write here.
comment_title = What happened?
comment_hint = In your own words – as short as you like
comment_thanks = Thank you. Your words have gone to the people who can change it.
why_answer = It’s worth it – fixed in the last 30 days thanks to answers like yours: { $n }. See /board
last_touch = One small thing before you go: { $gift }
btn_change = Change my answer
changed_ack = Noted: { $answer }. Thank you.
tap_ack = Thank you!
change_closed = This answer is closed now. If something is wrong, just write to us here.
late_ack = Thank you – it’s never too late to tell us.
not_for_you = This question is for someone else. Want to tell us something too? Write to me directly.
reply_number = Please reply with the number.

## Recommend question (off by default)
recommend_ask = Would you recommend us to a friend?
btn_yes = Yes
btn_no = No
recommended_ask = And have you already recommended us to someone?
recommend_thanks = Thank you!

## Starting, complaining, status, settings
start = { $hello } I’m the feedback bot of { $business }. After you’ve been in touch with us I ask one short question, and if something went wrong, a real person takes care of it. Something wrong right now? /complain
receipt_expired = { $hello } This code has expired – your opinion hasn’t. How was it?
complain_prompt = We’re listening. What’s wrong? Just write it here – words, photo or voice.
complain_ack = Thank you for speaking up – and sorry about this. Someone from our team will be here within { $duration }.
complain_ack_later = Thank you for speaking up – and sorry about this. Nobody is here right now; someone will write to you here by { $due }.
status_none = Nothing is open with us right now. If something is wrong, just write here.
status_open = { $case }: { $status }. With you: { $staff }. Latest: { $text }. Next word from us by { $due }.
st_open = someone is on the way
st_working = we’re working on it
st_waiting = waiting for your answer
st_check = done – please tell us if it’s right
stop_ack = No more questions from us. You can still write here any time – /resume turns the questions back on.
resume_ack = Thank you – we’ll ask again, one short question each time.
language_set = We’ll write in English from now on.
privacy = We keep your answers, your messages about them and your name here for up to { $days } days, only to put things right and get better. /forget deletes everything, /stop ends the questions.
privacy_more = It is kept by { $business }. /mydata sends you a copy of everything.
forget_confirm = Delete everything we have about you here? An open case would end too.
forget_done = Done, everything is deleted. Thank you for your time with us.
forget_receipt = Deleted: your name and accounts, what you wrote, what was said with you, and of our messages and threads: { $deleted }. Kept, without a name: how often we asked and what was rated. Backups from before today are not changed; if one is ever used, this is deleted again.
forget_kept = We couldn’t delete { $kept } messages or threads: the platform didn’t let us, or they are too long ago. What stands in a thread of our team is deleted by hand; this chat you can delete yourself.
mydata = Everything we have stored about you.
link_code = Your code: { $code } (valid { $duration }). Send it to our bot on { $platform }: /link { $code }
link_done = Linked. From now on we know it’s you in both places.
link_bad = That code isn’t valid any more. Get a new one with /link.
error = That went wrong on our side, sorry. Please try again – or /complain and a person will answer.

## Recovery conversation
joined = { $staff } is here now and has read everything – no need to explain again.
thread_intro = { $mention } This is a private conversation: only you and our team can read it. Write as you like – we’re sorry, and we want to put it right.
btn_senior = Talk to someone senior
role_1 = our team
role_2 = the team lead on duty
role_3 = the management
reply_missed = We said { $duration } and didn’t make it. That’s on us, and we’re sorry. Now stepping in: { $role }. You’ll hear from us by { $due }.
promise = Our promise: { $what } – by { $due }.
promise_kept = Done, as promised: { $what }.
promise_moved = “{ $what }” will take longer than we said. Better to tell you now than afterwards: new time { $due }. We’re sorry.
promise_broken = We promised “{ $what }” by { $due } and didn’t keep it. That’s on us, and we’re sorry. Now stepping in: { $role }.
promise_broken_next = You’ll hear from us by { $due }.
progress = Where we are: { $text }. Next word from us by { $due }.
progress_hold = No news yet, but you’re not forgotten: { $staff } is on it. Next word from us by { $due }.
handover = { $from } is handing over: from here on { $to } is with you and has all the notes. No need to start again.
escalated = We’ve brought in more help. Now with you: { $role }.
senior_ack = Of course. You’ll hear from us here by { $due } – from: { $role }.
director_here = { $staff } ({ $role }) is here in person.
offer = To make up for it, this is for you: { $offer }. No conditions.
btn_accept = Yes, please
btn_decline = No, thank you
offer_accepted = With pleasure! { $how }
offer_declined = Understood, thank you for saying so. Is there something else that would put it right? Just tell us.
offer_done = It’s ready for you: { $offer }. { $how }
offer_by = We’ll see to it by { $due }.
nudge_1 = We’re still here for you and waiting for your answer – no rush.
nudge_2 = We’d still like to put this right. Just answer here whenever it suits you; without an answer we’ll pause on { $due }.
closed_silent = We’ve paused this for now. We’re still sorry it happened – one tap and we carry on.
btn_still_need = I still need help
reopened = It’s open again. Someone from our team will be here within { $duration } – and knows the whole story.
welcome_back = Good to see you again. We never got to put things right last time – shall we go on?
relay_failed = That message didn’t reach our team, sorry. Could you send it again as text or a photo?

## Did we put it right – and the last touch
reask = { $staff }: done – { $what }. Did we put it right?
reask_prevent = { $what }; from now on: { $prevent }
btn_right_yes = 🙂 Yes, all good
btn_right_partly = 😐 Partly
btn_right_no = 🙁 No
right_yes = Thank you for giving us the chance to put it right – we’re glad you’re with us. Warmly, { $staff } and { $business }
right_partly = Thank you – then we’re not finished. What’s still missing? { $staff } stays with you.
right_no = Then we haven’t done it yet, and we’re sorry. Now joining: { $role }, by { $due }. What would put it right?
cause_fixed = { $hello } You told us about “{ $topic }”. It’s fixed: { $fix }. Thank you – it got better because you spoke up.
sorry_first = { $hello } We got something wrong: { $what }. You didn’t have to tell us, we noticed. We’re sorry. What we’re doing: { $fix }.
sorry_gift = And this is on us: { $gift }
btn_need_help = I need help

## Make-goods that come with a template
gift_dessert = a dessert of your choice
gift_drinks = a round of drinks for your table
gift_fresh = the dish made anew, by the chef
gift_table = a table without waiting, next time
gift_delivery = delivery by tomorrow, on us
gift_replacement = a new one brought to you, without sending anything back
gift_surprise = something small on top, chosen for you
gift_discount = a part of the price back
gift_callback = a call from your doctor today
gift_checkup = a check-up, on us
gift_next_visit = the next visit without waiting
gift_fee = this visit without a charge
gift_engineer = an hour with one of our engineers
gift_first_fix = the fix before anybody else has it
gift_free_month = a month without a charge
gift_training = a training for your team
gift_data = more data this month
gift_loan_device = a device on loan until yours works
gift_technician = a technician at the hour you choose

## You said – we did
board_title = You said – we did
board_item = “{ $said }” → { $did } ({ $who }, { $status })
board_planned = planned for { $due }
board_doing = in progress
board_done = done { $due }
board_told = people told: { $n }
board_empty = Nothing here yet – your idea could be the first.

## Command menu (short descriptions shown by the app)
cmd_feedback = Tell us how it was
cmd_complain = Something is wrong – a person will answer
cmd_status = Where things stand
cmd_board = You said – we did
cmd_language = Change the language
cmd_stop = No more questions, please
cmd_resume = Ask me again
cmd_privacy = What we store about you
cmd_mydata = A copy of everything about me
cmd_forget = Delete everything about me
cmd_link = Connect Telegram and Discord

## Units
unit_s = { $n } s
unit_min = { $n } min
unit_h = { $n } h
unit_d = { $n } days
