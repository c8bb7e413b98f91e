### What an app shows beside the commands of staff and admins, in English.

## Commands of staff
cmd_take = Take the case
cmd_join = Join the conversation of a case
cmd_leave = Leave the conversation of a case
cmd_note = A note that the customer doesn't see
cmd_say = Words to the customer, as good as writing them in the thread
cmd_promise = Promise something by a time: /promise 15:00 new card is ready
cmd_kept = A promise is kept: say what you did
cmd_move = Move a promise before it is due: /move 16:30
cmd_progress = Tell how it stands, and when the next word comes
cmd_offer = Offer something to make up for it: /offer dessert, /offer 12.50 free delivery
cmd_delivered = The customer has what they accepted
cmd_resolve = Put right: say what was done, and the customer is asked
cmd_close = Close a case with a reason (seniors)
cmd_reopen = Open a closed case again
cmd_escalate = Call somebody senior
cmd_cases = All open cases
cmd_merge = Two customers are one person: /merge R-1042 with R-1050, /merge undo R-1042 (seniors)
cmd_duty = Come on duty, go off duty, see who is on: /duty on, off, who
cmd_why = What a customer was asked, or why not: /why R-1042, /why @dana (seniors, admins)
cmd_done = Ask a customer how it was

## Commands of admins
cmd_setup = Set the desk up, step by step (admins)
cmd_health = Whether everything works (admins)
cmd_test = The question as customers get it, to you; counted nowhere (admins)
cmd_zone = The time zone of the business (admins)
cmd_hours = Published hours: mon-fri 09:00-21:00, always, closed 25.12. (admins)
cmd_scale = The scale of new questions (admins)
cmd_languages = Languages of customers: which is read by default, and which are offered (admins)
cmd_ask = Who is asked, and when: delay, gap, sample, quiet, off topic:billing, dry-run (admins)
cmd_reply = How soon customers hear from a person (admins)
cmd_wording = Every text that customers read
cmd_role = Who may do what: /role list, add, remove (admins)
cmd_signals = Where it is known from that a contact ended: /signals, /signals topic_closed on (admins)
cmd_audit = Who changed what (admins)
cmd_retention = How long what customers say is kept
cmd_export = Answers as a file
cmd_authority = How much each level may give without asking (admins)
cmd_makegood = What may be given (admins)
cmd_cause = What goes wrong, who sees to it, how it was fixed (admins)
cmd_value = What one lost customer costs (admins)
cmd_webhook = Systems that may call in, and their secrets (admins)
cmd_qr = Link and QR code of a place, to print (admins)

## What staff fill in
opt_case = The number of the case; not needed in its thread
opt_customer = Whose contact ended
opt_topic = What it was about
opt_note = What colleagues should know
opt_words = What the customer will read
opt_what = What was done, in words that the customer will read
opt_reason = Why
opt_when = By when: 15:00, tomorrow 9:00, +30m, 17.11. 09:00
opt_deed = What you promise, in words that the customer will read
opt_deed_number = Which promise, if there are several
opt_kept_how = What you did
opt_standing = How it stands, in words that the customer will read
opt_next_word = When they hear from us again: 15:00, tomorrow 9:00
opt_offer_item = Something of the catalogue
opt_offer_amount = What it costs us: 12.50
opt_offer_text = What it is, in words that the customer reads
opt_offer_value = What it is worth to the customer, if that is more than it costs
opt_delivered_how = How it was handed over
opt_until = Until when: 18:00, +30m
opt_duty_on = Come on duty
opt_duty_off = Go off duty
opt_duty_who = See who is on duty
opt_merge_with = Two customers are one person
opt_merge_other = Another case of theirs, or their number in your system
opt_merge_undo = They are two people after all
opt_why_customer = The customer, if they are on this server
opt_why_number = A case (R-1042), or their number in your system

## What admins fill in
opt_setting = Which setting; nothing shows all
opt_asking = Start or pause asking; nothing: go through the set-up
opt_value = Its new value; nothing shows it
opt_count = How many lines
opt_language_default = The language of customers whose own isn't known
opt_language_offer = The languages that customers choose from
opt_offered_langs = ro,ru,en – or all
opt_source = Which source; nothing lists all
opt_channel = A voice channel, for voice
opt_care = The channel under which private rooms are opened
opt_path = Which answer
opt_lang = In which language
opt_role_list = See who may do what
opt_role_add = Make somebody agent, senior, director or admin
opt_role_remove = Take from somebody what they are
opt_role_map = Make the holders of a role staff
opt_member = Who
opt_rank = What they are; nothing: all of it
opt_mapped_role = Which role of the server

## Parts of /wording
opt_wording_list = What texts there are
opt_wording_show = A text, its variants and what was answered to them
opt_wording_set = Change a text
opt_wording_variant = Add a variant of a text
opt_wording_reset = Take back what was changed about a text
opt_wording_history = The versions of a text
opt_wording_rollback = Go back to a version of a text
opt_wording_export = Every text in a file
opt_wording_import = Take texts in from a file
opt_wording_file = A file as /wording export gives it
opt_wording_group = Which texts; nothing shows the groups
opt_wording_key = Which text
opt_wording_lang = In which language
opt_wording_text = The new words of a text; without them a form opens that holds more
opt_wording_number = The number of a version

## Parts of the commands about the catalogue
part_level = Which level; nothing shows all
part_amount = How much, such as 30.00, or none for no limit
part_currency = The currency, such as EUR
part_makegood_add = Add one, or change it
part_makegood_list = Everything that may be given
part_makegood_remove = Remove one
part_makegood_template = Begin with what suits a trade
part_makegood_how = How one is handed over
part_item = Its name, one word
part_cost = What it costs you
part_worth = What it is worth to them
part_kind = In which way it exceeds what they expected
part_text = In words that the customer reads
part_trade = Which trade
part_hand = How it is handed over, with { "{" }case{ "}" } for the number of the case, or off
part_cause_list = Every cause, and where it stands
part_cause_new = Note something new that goes wrong
part_cause_own = Somebody sees to it
part_cause_fixing = It is being fixed
part_cause_fixed = It is fixed
part_cause_public = How customers read it
part_cause = Its name
part_owner = Who sees to it
part_due = Until when, such as 30.11.
part_fix = How it was fixed
part_public = In words that customers read, or off
part_trouble = What goes wrong, in a few words
part_value_part = An amount
part_tellers = How many people they tell
part_webhook_list = Who may call in
part_webhook_new = A new one, with its secret
part_webhook_rotate = A new secret; the old one is good for a while
part_webhook_off = Its secrets are good for nothing from now on
part_webhook = Its name
part_place = The place, such as till2
part_lang = The language of the printed words

## Entries in the menus of a person and of a message
menu_ask = Ask how it was
menu_tell = Tell the team
