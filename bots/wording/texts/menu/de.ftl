### What an app shows beside the commands of staff and admins, in German. What is typed stays as it is.

## Commands of staff
cmd_take = Fall übernehmen
cmd_join = Dem Gespräch zu einem Fall beitreten
cmd_leave = Das Gespräch zu einem Fall verlassen
cmd_note = Notiz, die nur das Team sieht
cmd_say = Worte an die Kundschaft – so gut wie direkt im Thema geschrieben
cmd_promise = Etwas bis zu einer Zeit versprechen: /promise 15:00 neue Karte ist fertig
cmd_kept = Ein Versprechen ist gehalten: was getan wurde
cmd_move = Ein Versprechen verschieben, bevor es fällig ist: /move 16:30
cmd_progress = Sagen, wie es steht und wann das nächste Wort kommt
cmd_offer = Etwas zur Wiedergutmachung anbieten: /offer dessert, /offer 12.50 Gratislieferung
cmd_delivered = Das Angenommene ist übergeben
cmd_resolve = Erledigt: sagen, was getan wurde – dann fragen wir die Kundschaft, ob es so passt
cmd_close = Fall mit Begründung schließen (Leitung)
cmd_reopen = Geschlossenen Fall wieder öffnen
cmd_escalate = Die Leitung dazuholen
cmd_cases = Alle offenen Fälle
cmd_merge = Zwei Einträge, ein Mensch: /merge R-1042 with R-1050, /merge undo R-1042 (Leitung)
cmd_duty = Dienst beginnen, beenden, sehen, wer Dienst hat: /duty on, off, who
cmd_why = Was jemand gefragt wurde oder warum nicht: /why R-1042, /why @dana (Leitung, Admins)
cmd_done = Jemanden fragen, wie es war

## Commands of admins
cmd_setup = Den Arbeitsplatz des Teams einrichten, Schritt für Schritt (Admins)
cmd_health = Ob alles funktioniert (Admins)
cmd_test = Die Frage, wie die Kundschaft sie sieht, an Sie zum Ausprobieren; zählt nirgends (Admins)
cmd_zone = Zeitzone des Unternehmens (Admins)
cmd_hours = Veröffentlichte Öffnungszeiten: mon-fri 09:00-21:00, always, closed 25.12. (Admins)
cmd_scale = Skala neuer Fragen (Admins)
cmd_languages = Sprachen der Kundschaft: Standardsprache und angebotene Sprachen (Admins)
cmd_ask = Wer wann gefragt wird: delay, gap, sample, quiet, off topic:billing, dry-run (Admins)
cmd_reply = Wie bald ein Mensch antwortet (Admins)
cmd_wording = Alle Texte für die Kundschaft
cmd_role = Wer was darf: /role list, add, remove (Admins)
cmd_signals = Woher wir wissen, dass ein Kontakt zu Ende ist: /signals, /signals topic_closed on (Admins)
cmd_audit = Wer was geändert hat (Admins)
cmd_retention = Wie lange aufbewahrt wird, was die Kundschaft sagt
cmd_export = Die Antworten als Datei
cmd_authority = Wie viel jede Ebene ohne Rückfrage geben darf (Admins)
cmd_makegood = Was als Wiedergutmachung gegeben werden darf (Admins)
cmd_cause = Was schiefgeht, wer sich kümmert und wie es behoben ist (Admins)
cmd_value = Was es kostet, wenn jemand nicht wiederkommt (Admins)
cmd_webhook = Systeme, die sich hier melden dürfen, und ihre Geheimnisse (Admins)
cmd_qr = Link und QR-Code eines Ortes, zum Drucken (Admins)

## What staff fill in
opt_case = Die Nummer des Falls; in seinem Thema nicht nötig
opt_customer = Wessen Kontakt zu Ende ist
opt_topic = Worum es ging
opt_note = Was das Team wissen sollte
opt_words = Was die Kundschaft lesen wird
opt_what = Was getan wurde, in Worten für die Kundschaft
opt_reason = Warum
opt_when = Bis wann: 15:00, tomorrow 9:00, +30m, 17.11. 09:00
opt_deed = Was versprochen wird, in Worten für die Kundschaft
opt_deed_number = Welches Versprechen, wenn es mehrere sind
opt_kept_how = Was getan wurde
opt_standing = Wie es steht, in Worten für die Kundschaft
opt_next_word = Wann sie wieder von uns hören: 15:00, tomorrow 9:00
opt_offer_item = Etwas aus dem Katalog
opt_offer_amount = Was es uns kostet: 12.50
opt_offer_text = Was es ist, in den Worten, die man beim Lesen sieht
opt_offer_value = Was es der anderen Seite wert ist, wenn es mehr ist als die Kosten
opt_delivered_how = Wie es übergeben wurde
opt_until = Bis wann: 18:00, +30m
opt_duty_on = Dienst beginnen
opt_duty_off = Dienst beenden
opt_duty_who = Sehen, wer Dienst hat
opt_merge_with = Zwei Einträge, ein Mensch
opt_merge_other = Ein anderer Fall derselben Person oder ihre Nummer in Ihrem System
opt_merge_undo = Es sind doch zwei Menschen
opt_why_customer = Um wen es geht, falls auf diesem Server
opt_why_number = Ein Fall (R-1042) oder die Nummer der Person in Ihrem System

## What admins fill in
opt_setting = Welche Einstellung; leer: alle zeigen
opt_asking = Fragen starten oder anhalten; leer: Einrichtung durchgehen
opt_value = Der neue Wert; leer: den jetzigen zeigen
opt_count = Wie viele Zeilen
opt_language_default = Die Sprache, wenn die eigene nicht bekannt ist
opt_language_offer = Die Sprachen, die zur Wahl stehen
opt_offered_langs = ro,ru,en – oder all
opt_source = Welche Quelle; leer: alle zeigen
opt_channel = Ein Sprachkanal, für voice
opt_care = Der Kanal, unter dem private Gespräche geöffnet werden
opt_path = Welche Antwort
opt_lang = In welcher Sprache
opt_role_list = Sehen, wer was darf
opt_role_add = Jemanden zu agent, senior, director oder admin machen
opt_role_remove = Jemandem die Rolle wieder entziehen
opt_role_map = Alle mit einer Rolle ins Team nehmen
opt_member = Wer
opt_rank = Welche Ebene; leer: alle
opt_mapped_role = Welche Rolle des Servers

## Parts of /wording
opt_wording_list = Welche Texte es gibt
opt_wording_show = Ein Text, seine Varianten und was darauf geantwortet wurde
opt_wording_set = Einen Text ändern
opt_wording_variant = Eine Variante eines Textes hinzufügen
opt_wording_reset = Änderungen an einem Text zurücknehmen
opt_wording_history = Die Versionen eines Textes
opt_wording_rollback = Zu einer Version eines Textes zurückkehren
opt_wording_export = Alle Texte in einer Datei
opt_wording_import = Texte aus einer Datei übernehmen
opt_wording_file = Eine Datei, wie sie /wording export liefert
opt_wording_group = Welche Texte; leer: die Gruppen zeigen
opt_wording_key = Welcher Text
opt_wording_lang = In welcher Sprache
opt_wording_text = Der neue Text; ohne ihn öffnet sich ein Formular mit mehr Platz
opt_wording_number = Die Nummer einer Version

## Parts of the commands about the catalogue
part_level = Welche Ebene; leer: alle zeigen
part_amount = Wie viel, etwa 30.00, oder none für unbegrenzt
part_currency = Die Währung, etwa EUR
part_makegood_add = Hinzufügen oder ändern
part_makegood_list = Alles, was gegeben werden darf
part_makegood_remove = Entfernen
part_makegood_template = Mit dem beginnen, was zur Branche passt
part_makegood_how = Wie etwas übergeben wird
part_item = Der Name, ein Wort
part_cost = Was es Sie kostet
part_worth = Was es der Kundschaft wert ist
part_kind = Wie es die Erwartungen übertrifft
part_text = In Worten, die die Kundschaft liest
part_trade = Welche Branche
part_hand = Wie es übergeben wird, mit { "{" }case{ "}" } für die Nummer des Falls, oder off
part_cause_list = Alle Ursachen und ihr Stand
part_cause_new = Etwas Neues festhalten, das schiefgeht
part_cause_own = Sagen, wer sich kümmert
part_cause_fixing = Es wird behoben
part_cause_fixed = Es ist behoben
part_cause_public = Wie es für die Kundschaft heißt
part_cause = Der Name der Ursache
part_owner = Wer sich kümmert
part_due = Bis wann, etwa 30.11.
part_fix = Wie es behoben wurde
part_public = In Worten für die Kundschaft, oder off
part_trouble = Was schiefgeht, in wenigen Worten
part_value_part = Ein Betrag
part_tellers = Wie vielen Menschen davon erzählt wird
part_webhook_list = Wer sich hier melden darf
part_webhook_new = Neu anlegen, mit Geheimnis
part_webhook_rotate = Ein neues Geheimnis; das alte gilt noch eine Weile
part_webhook_off = Die Geheimnisse gelten ab sofort nicht mehr
part_webhook = Der Name des Systems
part_place = Der Ort, etwa till2
part_lang = Die Sprache der gedruckten Worte

## Entries in the menus of a person and of a message
menu_ask = Fragen, wie es war
menu_tell = Dem Team sagen
