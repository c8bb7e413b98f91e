### What admins read about the texts of customers.

wording_help =
    Every text that customers read is yours to change.
    /wording list – what there is · /wording list recovery
    /wording show ask ro
    /wording set ask ro {"{"}hello{"}"} Cum v-a plăcut?
    Long texts: /wording set ask ro – then I ask for the words
    After contacts of one kind: ask@done – done, topic, link, customer, webhook, manual. At one place: ask@place:till2.
    /wording variant ask ro … – customers are split evenly; /wording show ask ro tells which is answered more happily
    /wording reset ask ro · /wording history ask ro · /wording rollback ask ro 3
    /wording export ro · /wording import ro under a file, or as the answer to one
    { $versions } versions of each text are kept, { $variants } variants, { $room } KB in all.
wording_groups = { $groups }. Write /wording list recovery.
wording_group = { $name } ({ $count })
wording_changed = Changed so far: { $texts }
wording_unchanged = Nothing is changed so far.
wording_list = Texts in { $lang }; * is changed:
wording_shown = { $name } ({ $lang }): { $text }
wording_default = As it comes with amends: { $text }
wording_is_default = That is how it comes with amends.
wording_placeholders = Placeholders: { $names }
wording_last = Last change: { $at }, { $by }, version { $number }.
wording_variant = { $letter }: { $text }
wording_answers = { $letter }: { $answers } answers, { $happy } happy ({ $share } %).
wording_ahead = { $letter } against { $other }: { $seen } points [{ $low }, { $high }].
wording_best = { $letter } is answered more happily.
wording_not_yet = Not enough answers yet.
wording_saved = Saved. Preview: { $text }
wording_variant_saved = Saved as variant { $letter }: customers are split evenly between { $count }. Preview: { $text }
wording_ask_text = Answer this message with the new text of { $name } ({ $lang }). It says now:
wording_ask_variant = Answer this message with a variant of { $name } ({ $lang }). The text itself says:
wording_form = { $name } ({ $lang })
wording_form_variant = Variant of { $name } ({ $lang })
wording_same = It says that already.
wording_form_same = You sent the text as it was, so nothing was changed.
wording_history = Versions of { $name } ({ $lang }), the newest first:
wording_version = { $number } · { $at } · { $by }: { $text }
wording_version_variants = { $number } · { $at } · { $by }: { $text } (+{ $variants })
wording_as_it_comes = as it comes with amends
wording_exported_new = Every text, in English where { $lang } has none yet. Translate what you like, take away the # before it, and send the file back with /wording import { $lang }: under it, or on Discord in the command's own field.
wording_exported = Every text in { $lang }. Change it, and send the file back with /wording import { $lang }: under it, or on Discord in the command's own field.
wording_file_comes = Here it comes.
wording_reading = Reading the file …
wording_imported = Saved { $count } texts in { $lang }.
wording_imported_one = Saved one text in { $lang }.
wording_imported_none = Nothing in it differs from what is in force.
wording_mute = Customers whose language isn't known read { $lang }, which has no texts any more, so they read English: /language default en
wording_taken_back = Undone. { $count } texts are as they were before that file.
wording_taken_back_one = Undone. One text is as it was before that file.
wording_taken_back_none = All texts of that file were changed once more since, so they stay.
wording_stays = Changed once more since, so they stay: { $texts }

wording_no_apology = The apology is gone from { $key } – keep it?
wording_no_thanks = The thanks are gone from { $key } – keep them?
wording_rule_book = '{ $word }' sounds like the rule book.
wording_vague = '{ $word }' promises nothing: say by when.
wording_long_button = { $length } characters: narrow screens cut a button after { $seen }.

wording_unknown_word = I don't know /wording { $typed }. There are list, show, set, variant, reset, history, rollback, export, import.
wording_use = Write { $command }
wording_unknown_key = Unknown key '{ $typed }'. See /wording list.
wording_unknown_key_near = Unknown key '{ $typed }'. Did you mean { $nearest }?
wording_unknown_group = I don't know the group '{ $typed }'. There are { $known }.
wording_lacks = { $texts } of { $of } texts are in { $lang } now: customers read the others in English.
wording_not_offered = Customers are not offered { $lang } yet: /language offer { $offer }
wording_no_lang = I don't know the language '{ $typed }'. Write its code, such as fr – three letters only where there are no two, such as kea.
wording_unknown_lang = '{ $typed }' is no language of mine. I speak { $known }. Add another with /wording import.
wording_unknown_scope = I can't read '@{ $typed }'. Write @{ $known }, or @place:till2.
wording_not_placed = { $key } is the same everywhere: only questions, and what is said straight after the tap, can differ.
wording_not_varied = Variants are for questions and thanks_happy: { $key } has none.
wording_apology_not_varied = { $key } says sorry: an apology has no variants.
wording_variants_full = { $count } variants are the most. /wording reset takes them all away.
wording_untouched = { $name } ({ $lang }) was never changed.
wording_no_version = There is no version '{ $typed }'. There are { $oldest } to { $newest }.
wording_no_room = All changed texts together may take { $room } KB, with their history. Nothing was changed.
wording_asked_of = { $by } was asked for that. Ask for it yourself: { $command }
wording_asked_long_ago = I asked for that more than an hour ago, so nothing was changed. Ask for it again: { $command }
wording_no_file = Send the file with /wording import ro under it, or answer the message that has it with /wording import ro. On Discord /wording import also has a field for the file.
wording_file_too_large = That file is too large: texts take { $room } KB at most. Nothing was changed.
wording_file_unread = I couldn't read that file: it must be text, as /wording export gives it. Nothing was changed.
wording_file_toml = I couldn't read line { $line } of that file. Write: ask = "…". Nothing was changed.
wording_file_empty = There is no text in that file. Nothing was changed.
wording_mistakes = Nothing was changed. Put these right first:
wording_mistake = { $name }: { $why }
wording_more_mistakes = and { $more } more

wording_empty = There is nothing to say.
wording_unknown_placeholder = {"{"}{ $typed }{"}"} is not a placeholder here. Allowed: { $allowed }.
wording_no_placeholders = {"{"}{ $typed }{"}"} is not a placeholder here. This text has none.
wording_missing = {"{"}{ $name }{"}"} is missing: without it { $why }.
wording_brace = The brace at character { $at } belongs to no placeholder.
wording_hidden = Character { $at } can't be seen or turns the text around ({ $code }). Take it out.
wording_too_long = { $length } characters; a { $kind } holds { $most }.
wording_too_short = { $length } characters; a { $kind } has { $least } at least.
wording_lines = A { $kind } has one line.
wording_questions = Two question marks: the survey asks one question. Save anyway: add !

wording_kind_question = question
wording_kind_message = message
wording_kind_button = button
wording_kind_toast = toast
wording_kind_title = title
wording_kind_hint = hint
wording_kind_menu = menu line
wording_kind_part = short text

without_answer = customers don't see which answer was noted
without_button = customers don't learn what to press
without_case = customers don't learn their number
without_code = customers can't connect their accounts
without_days = customers don't learn how long we keep what they say
without_did = customers don't learn what we did
without_deleted = customers don't learn how much was deleted
without_due = customers don't learn when we answer
without_duration = customers don't learn how soon we answer
without_fix = customers don't learn what we changed
without_from = customers don't learn who is leaving
without_gift = customers don't learn what it is
without_how = customers don't learn how to get it
without_kept = customers don't learn how much is left
without_link = customers can't get there
without_mention = customers don't learn that it is for them
without_n = there is no number
without_name = nobody is called by name
without_offer = customers don't learn what we offer
without_platform = customers don't learn where to write it
without_prevent = customers don't learn what prevents it from now on
without_role = customers don't learn who steps in
without_said = nobody learns what was said
without_staff = customers don't learn who is with them
without_status = customers don't learn where it stands
without_text = customers don't learn the latest
without_thread = customers don't find the conversation
without_to = customers don't learn who comes
without_topic = customers don't learn what it is about
without_what = customers don't learn what is meant
without_who = nobody learns who did it

wording_file_head = # Every text that customers read. A line with # in front of it is as it comes with amends: take the # away to change it.
wording_file_more = # In square brackets stand a text and its variants. ask@done is for contacts that /done told of, ask@place:till2 for one place.

save_anyway = Save anyway
write_again = Write it again
wording_version_default = 0 · as it comes with amends
