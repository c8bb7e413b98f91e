### What staff read about saying sorry before anybody complains.

sorry_how = Say sorry before anybody complains: to whom, what went wrong, and what you do about it.
sorry_lacks_whom = To whom? Name one customer, or a time in which contacts ended; not both.
sorry_lacks_since = Since when did it go wrong? Name the time: since 18:00
sorry_lacks_what = What went wrong? Customers read it behind what:
sorry_lacks_fix = What do you do about it? Customers read it behind fix:
sorry_form_many = All of an incident: /sorry since 18:00 until 20:00 topic:delivery what: food came 50 minutes late fix: two more couriers are on the road makegood:dessert
sorry_form_one = One customer: /sorry R-1042 what: … fix: … – or /sorry @dana what: … fix: …
sorry_bad_time = I can't read '{ $typed }' as a time that is over. Write 18:00, yesterday 18:00 or 17.11. 18:00
sorry_ahead = { $at } has not come yet. Say sorry for what is over; for what goes on, leave 'until' out.
sorry_backwards = It would end at { $until }, before it begins at { $since }.
sorry_gifts = The catalogue has { $known }.
sorry_no_gifts = The catalogue is empty so far: admins fill it with /makegood.
sorry_above = { $cost } for each is above your { $most }. This may say it: { $may }.
sorry_above_all = { $cost } for each is above your { $most }, and nobody here may give more.
sorry_asks = { $number }: say sorry to { $n ->
    [one] 1 customer
   *[other] { $n } customers
} ({ $langs })?
sorry_asks_cases = { $number }: nobody is written to. Shall whoever has the open { $n ->
    [one] case
   *[other] cases
} say sorry?
sorry_reads = Customers read, with a button 'I need help':
sorry_reads_in = { $lang }: { $text }
sorry_as_typed = Your own words go out as you typed them, in every language.
sorry_costs = The gift costs { $cost } for each, { $all } in all.
sorry_left_opted_out = { $n ->
    [one] 1 wants no messages
   *[other] { $n } want no messages
}
sorry_left_unreachable = { $n ->
    [one] 1 can't be written to
   *[other] { $n } can't be written to
}
sorry_left = Left out: { $who }.
sorry_left_cases = { $n ->
    [one] 1 has an open case: whoever has it is told instead, and says it.
   *[other] { $n } have an open case: whoever has it is told instead, and says it.
}
sorry_not_asked = Once it is sent, contacts that ended from { $since } to { $until }{ $only } are not asked about.
sorry_only = { " " }({ $what })
sorry_nobody = Nobody is written to.
sorry_nobody_then = No contact ended then that I know of. Nothing is sent.
sorry_sending = { $number }: on its way to { $n ->
    [one] 1 customer.
   *[other] { $n } customers, one after the other.
}
sorry_sending_cases = { $number }: whoever has an open case is told.
sorry_not_sent = Not sent. When you want to, say the same again.
sorry_sent = { $number }: we said sorry to { $n ->
    [one] 1 customer
   *[other] { $n } customers
}.
sorry_sent_cases = { $n ->
    [one] In 1 open case whoever has it was told to say it.
   *[other] In { $n } open cases whoever has them was told to say it.
}
say_sorry = { $case }: say sorry to this customer for what went wrong: { $what }. What we do about it: { $fix }. With an open case they get no message from me.
say_sorry_gift = Give this with it: /offer { $gift }
card_apology = We said sorry before they complained – { $apology }
form_sorry_title = Say sorry first
form_sorry_whom = To whom
form_sorry_whom_hint = since 18:00 until 20:00 topic:delivery – or R-1042
form_sorry_what = What went wrong
form_sorry_what_hint = food came 50 minutes late
form_sorry_fix = What you do about it
form_sorry_fix_hint = two more couriers are on the road
form_sorry_gift = What each gets, from /makegood
form_sorry_gift_hint = dessert
