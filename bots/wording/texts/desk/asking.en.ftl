### Whom the business asks and when, where contacts are known from, and what a customer was asked.

## Settings
setting_sample = ask sample: { $share }
setting_recommend = ask recommend: { $share }
saved_recommend = Saved. ask recommend: { $share }
    Of so many happy customers, and of those for whom it was put right, I ask whether they would recommend you; whoever would, whether they already did. Nobody twice in 90 days.
setting_messages = ask messages: { $n }
setting_quiet = ask quiet: { $quiet }
setting_skips = ask off: { $what }
saved_quiet = Saved. ask quiet: { $quiet }
    On the customer's clock where I know it, else on ours. What falls into these hours is asked when they end, if it is still fresh then (ask stale), else not at all.
saved_messages = Saved. ask messages: { $n }
    This counts where the source tells how much a customer wrote.
scale_is = Scale: { $scale }. There are also { $others }.
    Customers see these buttons; here they do nothing:
bad_share = I can't read '{ $typed }' as a share. Write 1% to 100%.
bad_count = '{ $typed }' can't be: write a number from 0 to { $most }.
bad_quiet = I can't read '{ $typed }' as quiet hours. Write 21:00-08:00, or off.
bad_skip = I can't read '{ $typed }'. Write topic:billing, tag:vip or outcome:refused.
not_skipped = { $typed } isn't switched off. Switched off: { $known }.
not_skipped_none = { $typed } isn't switched off: nothing is.
too_many_skips = That is too much: at most { $most } can be switched off. Switch one on first: /ask on topic:billing
comes_later = /ask { $typed } comes with a later version. Nothing was changed.
incomplete = Say what to try: /ask dry-run { $typed } needs a value, like /ask dry-run gap 24h.

## Why staff's wish is not carried out
wont_ask_left_out = I won't ask: { $what } is switched off (/ask).
wont_ask_few_messages = I won't ask: the customer wrote { $wrote ->
    [one] 1 message
   *[other] { $wrote } messages
}, and at least { $least } are wanted (/ask messages).
wont_ask_not_sampled = I won't ask: this contact isn't among the { $share } that are asked about (/ask sample).
wont_ask_quiet_hours = I won't ask: it is quiet hours for the customer ({ $quiet }), and too late to ask when they end (/ask quiet, /ask stale).
wont_ask_incident = I won't ask: something went wrong while it ended, and we said sorry (/sorry).
will_ask_later = I'll ask when the customer's quiet hours end: { $due }.

## Why a customer was not asked
why_opted_out = they want no questions
why_case_open = a case was open
why_gap = asked a short while before
why_stale = it had ended too long ago
why_no_channel = no way to write to them
why_withdrawn = the contact went on
why_same_contact = another source had told of it
why_topic_off = its topic is switched off
why_tag_off = its tag is switched off
why_outcome_off = its outcome is switched off
why_few_messages = they wrote too little
why_not_sampled = not in the sample
why_quiet_hours = quiet hours
why_paused = asking was paused
why_incident = we said sorry for what went wrong then

## Trying rules out
tried = The last 7 days, by the rules in force: { $contacts ->
    [one] 1 contact
   *[other] { $contacts } contacts
} ended. Asked: { $asked } → { $would }.
tried_with = The last 7 days with { $name } { $value }: { $contacts ->
    [one] 1 contact
   *[other] { $contacts } contacts
} ended. Asked: { $asked } → { $would }.
tried_none = No contact ended in the last 7 days, so there is nothing to try it on.
tried_reason = not asked, { $why }: { $was } → { $would }
tried_example = { $at } { $who }: { $was } → { $would }
tried_asked = asked
tried_not_asked = not asked ({ $why })
tried_nothing_changed = Nothing was changed or sent.
tried_part = There were more contacts than I look at; these are the latest.
who_about = { $who }, { $about }

## What a customer was asked
ledger = What { $name } was asked, the newest first:
ledger_empty = { $name } was never asked: I know of no contact that ended.
ledger_line = { $at } { $about }: { $what }
ledger_line_bare = { $at }: { $what }
ledger_opted_out = { $name } wants no questions.
ledger_case = { $case } is open, so nothing is asked now.
ledger_older = { $n ->
    [one] 1 older contact is not shown.
   *[other] { $n } older contacts are not shown.
}
ledger_in_the_log = In the log this answer is { $id }, and each contact the id at its end.
ledger_of_whom = Whose? Use it in the thread of a case or as an answer to the customer's words, or name them: /why R-1042, /why @dana, or their number in your system.
ledger_not_asked = not asked – { $why }
ledger_planned = will be asked at { $due }
ledger_on_its_way = the question is on its way
ledger_asked = asked at { $due }, no answer yet
ledger_maybe_asked = sent; nobody can tell whether it arrived
ledger_expired = asked, not answered in time
ledger_superseded = asked, then a newer question took its place
ledger_answered = asked and answered { $rating }
ledger_answered_erased = asked and answered
ledger_erased = erased on the customer's wish
ledger_not_delivered = could not be delivered – { $why }
undelivered_blocked = they blocked the bot
undelivered_not_started = the bot may not write to them
undelivered_deactivated = the account is gone
undelivered_refused = the platform refused it

## Sources of signals
signals = Where I know from that a contact ended:
signals_part = There were more contacts than I look at; the counts are of the latest.
source_line = { $source }: { $state }. { $heard }
source_silent = Nothing in the last 7 days.
source_heard = Last { $at }; { $contacts ->
    [one] 1 contact
   *[other] { $contacts } contacts
} in 7 days{ $not_asked ->
    [0] .
   *[other] , not asked about: { $not_asked }.
}
source_needs = { $state } ({ $needs })
setting_signal = { $source }: { $value }
saved_signal_menu = Saved. { $source }: { $value }
    Menus and the message with buttons follow within a minute.
needs_topic_closed = a topic or thread closed by hand
needs_idle = a thread that the platform put away after silence
needs_solved = a forum post that gets this tag
needs_ticket_closed = a channel whose name begins so goes away
needs_voice = somebody leaves one of these voice channels
needs_done = staff say /done
needs_feedback = customers say /feedback
needs_panel = a message with buttons for customers
needs_webhook = POST /v1/interactions, once intake.secret or intake.key is configured
needs_deep_link = links of receipts and printed codes
needs_manual = amends ask on the command line
lacks_panel = it needs a channel that customers can see: discord.care_channel
unknown_source = I don't know the signal '{ $typed }'. There are { $known }.
unknown_source_near = I don't know the signal '{ $typed }'. Did you mean { $nearest }? There are { $known }.
bad_source_switch = Write /signals { $source } on, or off.
bad_source_solved = Write the tag: /signals solved Done, or /signals solved off.
bad_source_ticket_closed = Write how the names begin: /signals ticket_closed pattern:ticket-, or /signals ticket_closed off.
bad_source_voice = Name a voice channel, by choosing it or by its id: /signals voice on 123456789012345678, /signals voice off 123456789012345678, or /signals voice off.
source_not_switched = { $source } isn't switched here: { $needs }.
own_silence = I can't count silence myself yet, so '{ $typed }' is nothing I could keep. What works: /signals idle on takes a thread that Discord put away after the time of silence that is set there, and /signals topic_closed on one that somebody closed.
no_segments = Only customers whom your signals tag as 'new' can be promised another time: /reply within 5m segment:new, or /reply within half segment:new
