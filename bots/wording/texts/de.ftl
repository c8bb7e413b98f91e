### What customers read in German. `{ $name }` is a placeholder: every text keeps all of its own.

## Greeting and the one question
hello_named = Hallo { $name }!
hello = Hallo!
ask = { $hello } Wie war es gerade bei uns?
ask_topic = { $hello } Wie lief es mit „{ $topic }“?
ask_visit = { $hello } Bevor Sie gehen: Wie war Ihr Besuch?
visit_print = Wie war es? Scannen Sie den Code und antworten Sie mit einem Tipp. Wenn etwas schiefging, kümmert sich ein Mensch darum.
visit_page = Sagen Sie es { $business } mit einem Tipp. Wenn etwas schiefging, kümmert sich ein Mensch darum.
visit_code = Auf Discord steht unter unserer Nachricht ein Knopf: „{ $button }“. Tippen Sie darauf und fügen Sie diesen Code ein:
btn_answer_on = Auf { $platform } antworten
ask_expect = { $hello } Verglichen mit dem, was Sie erwartet haben: Wie war es?
reminder = { $hello } Ein Tipp genügt: Wie war es?
btn_happy = 🙂 Gut
btn_neutral = 😐 Geht so
btn_unhappy = 🙁 Nicht gut
btn_better = 🙂 Besser
btn_same = 😐 Wie erwartet
btn_worse = 🙁 Schlechter
btn_5 = 😍 Ausgezeichnet
btn_4 = 🙂 Gut
btn_3 = 😐 Geht so
btn_2 = 🙁 Schlecht
btn_1 = 😞 Sehr schlecht
nps_ask = { $hello } Wie wahrscheinlich ist es, dass Sie uns weiterempfehlen, von 0 bis 10?

## Straight after the tap
thanks_happy = Danke, das freut uns sehr! Was könnten wir noch besser machen? Wenn Sie mögen, schreiben Sie es einfach hier.
thanks_neutral = Danke für die ehrliche Antwort. Es tut uns leid, dass es nicht besser war. Was hat gefehlt? Schreiben Sie es hier – ein Mensch liest es.
sorry_unhappy = Das tut uns leid – und danke, dass Sie es uns sagen. Jemand aus unserem Team ist in spätestens { $duration } hier bei Ihnen. Was ist passiert? Schreiben Sie es einfach, in Ihren Worten.
sorry_unhappy_later = Das tut uns leid – und danke, dass Sie es uns sagen. Ganz ehrlich: Gerade ist niemand da. Bis { $due } meldet sich jemand hier bei Ihnen. Schreiben Sie uns schon jetzt, was passiert ist – damit fangen wir an.
thread_here = Ihr privates Gespräch mit uns: { $thread }. Nur Sie und unser Team können es lesen.
open_private = Lassen Sie uns privat sprechen – hier tippen, ein Mensch antwortet: { $link }
btn_tell = Erzählen, was passiert ist
panel = Stimmt etwas nicht, oder möchten Sie { $business } etwas sagen? Ein Mensch liest es, und nur unser Team sieht es.
feedback_off = Hier fragen wir gerade nicht. Wenn Sie uns etwas sagen möchten: /complain – ein Mensch liest es.
btn_tell_us = Erzählen Sie
btn_complain = Stimmt etwas nicht?
btn_feedback = Wie war es?
btn_code = Ich habe einen Code
code_title = Ihr Code
code_hint = Von der Seite oder vom Beleg: r_…
btn_contact_me = Bitte melden Sie sich
btn_no_talk = Keine Antwort nötig
no_talk_ack = In Ordnung, wir schreiben Ihnen dazu nicht. Wir gehen der Sache trotzdem nach. Wenn Sie doch sprechen möchten: einfach hier schreiben.
comment_title = Was ist passiert?
comment_hint = In Ihren Worten – gern auch ganz kurz
comment_thanks = Danke. Ihre Worte sind jetzt bei den Menschen, die das ändern können.
why_answer = Es lohnt sich – in den letzten 30 Tagen dank solcher Antworten behoben: { $n }. Siehe /board
last_touch = Und noch eine Kleinigkeit zum Schluss: { $gift }
btn_change = Antwort ändern
changed_ack = Notiert: { $answer }. Danke.
tap_ack = Danke!
change_closed = Diese Antwort ist schon abgeschlossen. Wenn etwas nicht stimmt, schreiben Sie uns einfach hier.
late_ack = Danke – dafür ist es nie zu spät.
not_for_you = Diese Frage gilt jemand anderem. Möchten Sie uns auch etwas sagen? Schreiben Sie mir direkt.
reply_number = Bitte antworten Sie mit der Zahl.

## Recommend question (off by default)
recommend_ask = Würden Sie uns weiterempfehlen?
btn_yes = Ja
btn_no = Nein
recommended_ask = Und haben Sie uns schon einmal weiterempfohlen?
recommend_thanks = Vielen Dank!

## Starting, complaining, status, settings
start = { $hello } Ich bin der Feedback-Bot von { $business }. Nach einem Kontakt mit uns stelle ich eine einzige kurze Frage – und wenn etwas schiefging, kümmert sich ein Mensch darum. Stimmt gerade etwas nicht? /complain
receipt_expired = { $hello } Dieser Code ist abgelaufen – Ihre Meinung nicht. Wie war es?
complain_prompt = Wir hören zu. Was stimmt nicht? Schreiben Sie es hier – als Text, Foto oder Sprachnachricht.
complain_ack = Danke, dass Sie sich melden – und Entschuldigung dafür. Jemand aus unserem Team ist in spätestens { $duration } hier.
complain_ack_later = Danke, dass Sie sich melden – und Entschuldigung dafür. Gerade ist niemand da; bis { $due } meldet sich jemand hier bei Ihnen.
status_none = Bei uns ist gerade nichts offen. Wenn etwas nicht stimmt, schreiben Sie einfach hier.
status_open = { $case }: { $status }. Für Sie da: { $staff }. Stand: { $text }. Nächste Nachricht bis { $due }.
st_open = gleich ist jemand da
st_working = wir arbeiten daran
st_waiting = wir warten auf Ihre Antwort
st_check = erledigt – passt es so?
stop_ack = Keine Fragen mehr von uns. Schreiben können Sie hier jederzeit – /resume schaltet die Fragen wieder ein.
resume_ack = Danke – wir fragen wieder, jedes Mal nur eine kurze Frage.
language_set = Ab jetzt schreiben wir auf Deutsch.
privacy = Wir speichern Ihre Antworten, Ihre Nachrichten dazu und Ihren Namen hier höchstens { $days } Tage – nur um Dinge in Ordnung zu bringen. /forget löscht alles, /stop beendet die Fragen.
privacy_more = Aufbewahrt wird es von { $business }. /mydata schickt Ihnen eine Kopie von allem.
forget_confirm = Alles löschen, was wir hier über Sie haben? Ein offener Fall endet damit auch.
forget_done = Erledigt, alles ist gelöscht. Danke für Ihre Zeit bei uns.
forget_receipt = Gelöscht: Ihr Name und Ihre Konten, was Sie geschrieben haben, was mit Ihnen besprochen wurde, und von unseren Nachrichten und Themen: { $deleted }. Ohne Namen bleibt: wie oft wir gefragt haben und wie bewertet wurde. Sicherungen von früher werden nicht geändert; wird je eine verwendet, wird dies erneut gelöscht.
forget_kept = { $kept } Nachrichten oder Themen konnten wir nicht löschen: die Plattform ließ es nicht zu, oder sie liegen zu weit zurück. Was in einem Thema unseres Teams steht, wird von Hand gelöscht; diesen Chat können Sie selbst löschen.
mydata = Alles, was wir über Sie gespeichert haben.
link_code = Ihr Code: { $code } (gültig { $duration }). Senden Sie ihn unserem Bot auf { $platform }: /link { $code }
link_done = Verknüpft. Ab jetzt erkennen wir Sie an beiden Orten.
link_bad = Dieser Code gilt nicht mehr. Einen neuen gibt es mit /link.
error = Da ist bei uns etwas schiefgegangen, Entschuldigung. Bitte noch einmal versuchen – oder /complain, dann antwortet ein Mensch.

## Recovery conversation
joined = { $staff } ist jetzt hier und hat alles gelesen – Sie müssen nichts noch einmal erklären.
thread_intro = { $mention } Das ist ein privates Gespräch: Nur Sie und unser Team können es lesen. Schreiben Sie, wie Sie mögen – es tut uns leid, und wir möchten es gutmachen.
btn_senior = Mit der Leitung sprechen
role_1 = unser Team
role_2 = die Teamleitung
role_3 = die Geschäftsleitung
reply_missed = Wir hatten { $duration } versprochen und es nicht geschafft. Das ist unser Fehler, Entschuldigung. Jetzt übernimmt: { $role }. Sie hören bis { $due } von uns.
promise = Unser Versprechen: { $what } – bis { $due }.
promise_kept = Erledigt, wie versprochen: { $what }.
promise_moved = „{ $what }“ dauert länger als gesagt. Lieber sagen wir es jetzt als hinterher: neuer Termin { $due }. Entschuldigung.
promise_broken = Wir hatten „{ $what }“ bis { $due } versprochen und nicht gehalten. Das ist unser Fehler, Entschuldigung. Jetzt übernimmt: { $role }.
promise_broken_next = Sie hören bis { $due } von uns.
progress = Stand der Dinge: { $text }. Nächste Nachricht bis { $due }.
progress_hold = Noch nichts Neues, aber Sie sind nicht vergessen: { $staff } ist dran. Nächste Nachricht bis { $due }.
handover = { $from } übergibt: Ab jetzt ist { $to } für Sie da, mit allen Notizen. Sie müssen nicht von vorn anfangen.
escalated = Wir haben Verstärkung geholt. Jetzt für Sie da: { $role }.
senior_ack = Natürlich. Bis { $due } meldet sich hier: { $role }.
director_here = { $staff } ({ $role }) ist persönlich hier.
offer = Als Wiedergutmachung für Sie: { $offer }. Ohne Bedingungen.
btn_accept = Ja, gern
btn_decline = Nein, danke
offer_accepted = Sehr gern! { $how }
offer_declined = Verstanden, danke für die Offenheit. Was würde es für Sie gutmachen? Sagen Sie es uns einfach.
offer_done = Es ist für Sie bereit: { $offer }. { $how }
offer_by = Wir kümmern uns bis { $due } darum.
nudge_1 = Wir sind weiter für Sie da und warten auf Ihre Antwort – ohne Eile.
nudge_2 = Wir möchten es weiterhin gutmachen. Antworten Sie, wann es passt; ohne Antwort pausieren wir am { $due }.
closed_silent = Wir pausieren das erst einmal. Es tut uns weiterhin leid – ein Tipp, und wir machen weiter.
btn_still_need = Ich brauche noch Hilfe
reopened = Es ist wieder offen. Jemand, der die ganze Geschichte kennt, ist in spätestens { $duration } hier.
welcome_back = Schön, Sie wiederzusehen. Letztes Mal konnten wir es nicht mehr gutmachen – machen wir weiter?
relay_failed = Diese Nachricht hat unser Team nicht erreicht, Entschuldigung. Können Sie sie noch einmal als Text oder Foto senden?

## Did we put it right – and the last touch
reask = { $staff }: erledigt – { $what }. Haben wir es wieder gutgemacht?
reask_prevent = { $what }; von jetzt an: { $prevent }
btn_right_yes = 🙂 Ja, alles gut
btn_right_partly = 😐 Teilweise
btn_right_no = 🙁 Nein
right_yes = Danke, dass wir es gutmachen durften – schön, dass Sie bei uns sind. Herzlich, { $staff } und { $business }
right_partly = Danke – dann sind wir noch nicht fertig. Was fehlt noch? { $staff } bleibt bei Ihnen.
right_no = Dann haben wir es noch nicht geschafft, Entschuldigung. Jetzt kommt dazu: { $role }, bis { $due }. Was würde es gutmachen?
cause_fixed = { $hello } Sie hatten uns „{ $topic }“ gemeldet. Das ist behoben: { $fix }. Danke – es ist besser, weil Sie es gesagt haben.
sorry_first = { $hello } Uns ist ein Fehler passiert: { $what }. Sie mussten nichts melden, wir haben es selbst bemerkt. Es tut uns leid. Was wir tun: { $fix }.
sorry_gift = Und das geht auf uns: { $gift }
btn_need_help = Ich brauche Hilfe

## Make-goods that come with a template
gift_dessert = ein Dessert Ihrer Wahl
gift_drinks = eine Runde Getränke für Ihren Tisch
gift_fresh = das Gericht ganz neu, vom Küchenchef
gift_table = nächstes Mal ein Tisch ohne Warten
gift_delivery = Lieferung bis morgen, auf unsere Kosten
gift_replacement = ein neues zu Ihnen gebracht, ohne Rücksendung
gift_surprise = eine Kleinigkeit obendrauf, für Sie ausgesucht
gift_discount = ein Teil des Preises zurück
gift_callback = heute ein Anruf aus Ihrer Praxis
gift_checkup = eine Vorsorgeuntersuchung, auf unsere Kosten
gift_next_visit = der nächste Besuch ohne Warten
gift_fee = dieser Besuch ohne Kosten
gift_engineer = eine Stunde mit unserer Technik
gift_first_fix = die Lösung, bevor sie sonst jemand hat
gift_free_month = ein Monat ohne Kosten
gift_training = eine Schulung für Ihr Team
gift_data = mehr Datenvolumen in diesem Monat
gift_loan_device = ein Leihgerät, bis Ihres wieder geht
gift_technician = ein Technikbesuch zu Ihrer Wunschzeit

## You said – we did
board_title = Sie haben gesagt – wir haben gemacht
board_item = „{ $said }“ → { $did } ({ $who }, { $status })
board_planned = geplant bis { $due }
board_doing = in Arbeit
board_done = erledigt am { $due }
board_told = Menschen informiert: { $n }
board_empty = Hier steht noch nichts – Ihre Idee könnte die erste sein.

## Command menu (short descriptions shown by the app)
cmd_feedback = Sagen, wie es war
cmd_complain = Etwas stimmt nicht – ein Mensch antwortet
cmd_status = Stand der Dinge
cmd_board = Sie haben gesagt – wir haben gemacht
cmd_language = Sprache ändern
cmd_stop = Keine Fragen mehr
cmd_resume = Wieder fragen
cmd_privacy = Was wir über Sie speichern
cmd_mydata = Eine Kopie von allem über mich
cmd_forget = Alles über mich löschen
cmd_link = Telegram und Discord verknüpfen

## Units
unit_s = { $n } Sek.
unit_min = { $n } Min.
unit_h = { $n } Std.
unit_d = { $n } Tg.
