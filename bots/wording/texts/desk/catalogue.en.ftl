### What admins read about authority, make-goods, causes, value, webhooks and printed links.

## Amounts and words
money_bad = I can't read '{ $typed }' as an amount. Write it like { $example }.
money_too_much = That is too much: at most { $most }.
money_no_currency = I don't know the currency '{ $typed }'. Write its three letters, like EUR.
money_other = Amounts here are in { $is }, and a business counts in one currency. To count in { $typed }, remove first what has a price (/makegood remove, /value off), then: /authority agent { $example } { $typed }
text_none = Some words are missing there.
text_too_long = { $length } characters; at most { $most }.
text_unseen = There is something in it that nobody can see, a line break or a mark that turns the writing around: type it by hand, on one line.
text_no_name = '{ $typed }' can't be a name: letters, digits, - and _, at most { $most }.

## /authority
authority = To give without asking ({ $currency }): level 1 { $agent }, level 2 { $senior }, level 3 { $director }.
authority_up_to = up to { $most }
authority_no_limit = without limit
authority_something = Level 1 must be able to give something: at least { $least }.
authority_below = Level { $higher } can't give less than level { $lower } ({ $below }).
authority_below_none = Level { $higher } can't give less than level { $lower }, which gives without limit.
authority_above = Level { $lower } can't give more than level { $higher } ({ $above }): change level { $higher } first, with /authority { $name }

## /makegood
makegood_list = What may be given ({ $currency }):
makegood_line = { $name }: { $text } – { $kind }, costs you { $cost }, feels like { $worth }
makegood_line_how = { $line } – { $how }
makegood_none = Nothing yet. Begin with /makegood template restaurant (or shop, clinic, software, telecom), or with /makegood add dessert 3.50 9.00 gift a dessert and coffee of your choice
makegood_dear = Costs you { $cost }, feels like { $worth } – something they value more?
makegood_removed = Removed: { $name }.
makegood_added = Added. The prices are examples: set yours with /makegood add.
makegood_nothing_new = All of { $template } is there already.
makegood_unknown = I don't know '{ $typed }'. List: /makegood
makegood_unknown_near = I don't know '{ $typed }'. Did you mean { $nearest }? List: /makegood
makegood_add_how = Name it, then what it costs you, what it is worth to them, its kind (price, time, service, gift) and its words: /makegood add dessert 3.50 9.00 gift a dessert and coffee of your choice
makegood_last = Whoever says that it is right reads of it in the last line: { $name }. That ends with /makegood last off
makegood_last_off = The last word comes without a gift.
makegood_last_how = Say which comes with the last word to whoever was put right: /makegood last dessert, or /makegood last off
makegood_hand_how = Say which, and how it is handed over: /makegood how dessert Show { "{" }case{ "}" } at the counter
makegood_full = { $most } are as many as there can be: remove one first.
makegood_placeholder = { "{" }{ $typed }{ "}" } is not a placeholder here. Allowed: { "{" }case{ "}" }.
makegood_brace = A brace belongs to no placeholder. Allowed: { "{" }case{ "}" }.

## /cause
preview = Preview
cause_list = What goes wrong, and where it stands:
cause_line = { $name }: { $parts }
cause_public = “{ $public }”
cause_owner = { $owner } by { $day }
cause_noted = noted
cause_named = named
cause_owned = owned
cause_fixing = being fixed
cause_fixed = fixed
cause_stage_back = back after it was fixed
cause_tell = { $n ->
    [one] Tell 1 person?
   *[other] Tell { $n } people ({ $langs ->
        [one] 1 language
       *[other] { $langs } languages
    })?
}
cause_tell_more = { $n ->
    [one] Others were told already. Tell 1 person more?
   *[other] Others were told already. Tell { $n } people more?
}
cause_all_told = Everybody who complained of it and wants to hear from us was told already.
cause_nobody_to_tell = Nobody complained of it who could be told.
cause_telling = { $n ->
    [one] Telling 1 person that '{ $name }' is fixed.
   *[other] Telling { $n } people that '{ $name }' is fixed. They go out one after the other; /cause list says how many it reached.
}
cause_not_told = Nobody is told for now. When you want to, say the same again: /cause fixed { $name } …
cause_not_named = Customers read the name of the cause. In better words: /cause public { $name } "Food came late"
cause_told = told { $n } of { $of }
cause_unknown = I don't know '{ $typed }'. List: /cause list
cause_unknown_near = I don't know '{ $typed }'. Did you mean { $nearest }? List: /cause list
cause_similar = { $n } similar: { $names }, take one or repeat with new!
cause_exists = There is { $name } already.
cause_no_staff = I don't know '{ $typed }' here. There are { $known }.
cause_bad_day = I can't read '{ $typed }' as a day. Write 30.11. or 30.11.2027.
cause_past_day = { $day } has passed.
cause_board_on = "You said – we did" stands here now, and changes by itself. What it shows: /cause public late "Food came late"
cause_board_off = "You said – we did" stays as it is from now on. You may delete it.
cause_how_new = Say what goes wrong: /cause new wrong address label
cause_how_own = Say which, who and until when: /cause own late @katrin 30.11.
cause_how_fixing = Say which: /cause fixing late
cause_how_fixed = Say which, and how: /cause fixed late orders are read back
cause_how_public = Say which, and how customers read it: /cause public late "Food came late"
cause_full = { $most } are as many as there can be.

## /value
value = One lost customer ≈ { $lost }; told on ≈ { $risk }.
value_parts = primary { $primary }, secondary { $secondary }, potential { $potential } { $currency }; they tell { $tellers }. The customer's own { $lost } is not counted once more.
value_unset = Not set. Say what a customer is worth to you ({ $currency }): /value primary:10 secondary:10 potential:500 tellers:7
value_off = Not set any more.
value_tellers = '{ $typed }' can't be: they tell from 1 to { $most } people.
value_too_many = '{ $typed }' is one number too many: /value primary:10 secondary:10 potential:500 tellers:7
value_twice = You wrote { $part } twice.

## /webhook
webhook_list = May call in by a secret:
webhook_line = { $name }: secret of { $since }
webhook_line_old = { $line }, the one before is good until { $until }
webhook_none = No system calls in by a secret made here. /webhook new helpdesk makes one.
webhook_new = { $name } may call in now. Its secret, shown this once:
webhook_new_how = It signs calls to /v1/interactions (Standard Webhooks).
webhook_rotated = The new secret of { $name }, shown this once:
webhook_rotated_how = The old one is good for { $length } more.
webhook_off = { $name } is off: its secrets are good for nothing from now on.
webhook_exists = There is { $name } already: /webhook rotate { $name } makes a new secret.
webhook_unknown = I don't know '{ $typed }'. List: /webhook
webhook_unknown_near = I don't know '{ $typed }'. Did you mean { $nearest }? List: /webhook
webhook_in_private = A secret is shown in private only, and others read here. Write to me in private: { $command }
webhook_full = { $most } are as many as there can be: switch one off first.
webhook_out = Calls from here to your systems come with a later version.

## /qr
qr_link = The link of { $place }: { $link }
qr_print = To print beside it: { $text }
qr_picture = The QR code of { $place }, to print.
qr_how = Name the place: /qr till2 – or /qr till2 ro for the words in Romanian.
qr_place = '{ $typed }' can't stand in a link: a-z, A-Z, 0-9, - and _, at most { $most } characters.
qr_language = I speak { $known }: /qr till2 ro
qr_no_link = There is nowhere for a link to lead: it takes a bot on Telegram; or, for Discord, the panel in the channel that customers see and an address for the page that leads there (http.public_url).
