### What an app shows beside the commands of staff and admins, in Romanian. What is typed stays as it is.

## Commands of staff
cmd_take = Preluați cazul
cmd_join = Intrați în conversația unui caz
cmd_leave = Ieșiți din conversația unui caz
cmd_note = Notiță pe care o vede doar echipa
cmd_say = Cuvinte pentru client – ca și cum le-ați scrie în subiect
cmd_promise = Promite ceva până la o oră: /promise 15:00 cardul nou e gata
cmd_kept = O promisiune e ținută: spune ce s-a făcut
cmd_move = Mută o promisiune înainte de termen: /move 16:30
cmd_progress = Spune cum stau lucrurile și când vine următoarea veste
cmd_offer = Oferă ceva ca să îndrepți lucrurile: /offer dessert, /offer 12.50 livrare gratuită
cmd_delivered = Clientul are ce a acceptat
cmd_resolve = Rezolvat: scrieți ce s-a făcut, apoi întrebăm clientul dacă e bine
cmd_close = Închideți un caz, cu motiv (coordonare)
cmd_reopen = Redeschideți un caz închis
cmd_escalate = Chemați conducerea
cmd_cases = Toate cazurile deschise
cmd_merge = Două fișe, un singur om: /merge R-1042 with R-1050, /merge undo R-1042 (coordonare)
cmd_duty = Începeți tura, încheiați tura, vedeți cine e de serviciu: /duty on, off, who
cmd_why = Ce întrebare a primit un client sau de ce nu: /why R-1042, /why @dana (coordonare, admin)
cmd_done = Întrebați un client cum a fost

## Commands of admins
cmd_setup = Pregătiți locul de lucru al echipei, pas cu pas (admin)
cmd_health = Vedeți dacă totul funcționează (admin)
cmd_test = Întrebarea așa cum o primesc clienții, trimisă dumneavoastră; nu se numără nicăieri (admin)
cmd_zone = Fusul orar al firmei (admin)
cmd_hours = Programul anunțat: mon-fri 09:00-21:00, always, closed 25.12. (admin)
cmd_scale = Scala întrebărilor noi (admin)
cmd_languages = Limbile clienților: cea implicită și cele din care pot alege (admin)
cmd_ask = Pe cine întrebăm și când: delay, gap, sample, quiet, off topic:billing, dry-run (admin)
cmd_reply = Cât de repede răspunde un om (admin)
cmd_wording = Toate textele pe care le citesc clienții
cmd_role = Cine ce are voie să facă: /role list, add, remove (admin)
cmd_signals = De unde știm că s-a încheiat un contact: /signals, /signals topic_closed on (admin)
cmd_audit = Cine ce a schimbat (admin)
cmd_retention = Cât timp se păstrează ce spun clienții
cmd_export = Răspunsurile, ca fișier
cmd_authority = Cât se poate oferi la fiecare nivel fără a întreba (admin)
cmd_makegood = Ce se poate oferi ca să ne revanșăm (admin)
cmd_cause = Ce nu merge, cine se ocupă și cum s-a rezolvat (admin)
cmd_value = Cât costă un client pierdut (admin)
cmd_webhook = Sistemele care ne pot apela și secretele lor (admin)
cmd_qr = Linkul și codul QR al unui loc, de tipărit (admin)

## What staff fill in
opt_case = Numărul cazului; în subiectul lui nu e nevoie
opt_customer = Al cui contact s-a încheiat
opt_topic = Despre ce a fost vorba
opt_note = Ce e bine să știe colegii
opt_words = Ce va citi clientul
opt_what = Ce s-a făcut, în cuvintele pe care le va citi clientul
opt_reason = De ce
opt_when = Până când: 15:00, tomorrow 9:00, +30m, 17.11. 09:00
opt_deed = Ce promiți, în cuvinte pe care le citește clientul
opt_deed_number = Care promisiune, dacă sunt mai multe
opt_kept_how = Ce s-a făcut
opt_standing = Cum stau lucrurile, în cuvinte pe care le citește clientul
opt_next_word = Când aud din nou de la noi: 15:00, tomorrow 9:00
opt_offer_item = Ceva din catalog
opt_offer_amount = Cât ne costă: 12.50
opt_offer_text = Ce este, în cuvintele pe care le citește clientul
opt_offer_value = Cât valorează pentru client, dacă e mai mult decât costă
opt_delivered_how = Cum a fost predat
opt_until = Până când: 18:00, +30m
opt_duty_on = Începeți tura
opt_duty_off = Încheiați tura
opt_duty_who = Vedeți cine e de serviciu
opt_merge_with = Două fișe, un singur om
opt_merge_other = Alt caz al aceleiași persoane sau numărul ei în sistemul dumneavoastră
opt_merge_undo = Sunt totuși doi oameni
opt_why_customer = Clientul, dacă se află pe acest server
opt_why_number = Un caz (R-1042) sau numărul clientului în sistemul dumneavoastră

## What admins fill in
opt_setting = Ce setare; gol: arată toate
opt_asking = Porniți sau opriți întrebările; gol: pregătirea pas cu pas
opt_value = Noua valoare; gol: arată valoarea actuală
opt_count = Câte rânduri
opt_language_default = Limba clienților a căror limbă nu se cunoaște
opt_language_offer = Limbile din care aleg clienții
opt_offered_langs = ro,ru,en – sau all
opt_source = Ce sursă; gol: arată toate
opt_channel = Un canal de voce, pentru voice
opt_care = Canalul sub care se deschid conversațiile private
opt_path = Ce răspuns
opt_lang = În ce limbă
opt_role_list = Vedeți cine ce are voie să facă
opt_role_add = Numiți pe cineva agent, senior, director sau admin
opt_role_remove = Retrageți cuiva rolul
opt_role_map = Puneți-i în echipă pe toți cei cu un anumit rol
opt_member = Cine
opt_rank = Ce nivel; gol: toate
opt_mapped_role = Ce rol al serverului

## Parts of /wording
opt_wording_list = Ce texte există
opt_wording_show = Un text, variantele lui și ce s-a răspuns la ele
opt_wording_set = Schimbați un text
opt_wording_variant = Adăugați o variantă a unui text
opt_wording_reset = Renunțați la schimbările unui text
opt_wording_history = Versiunile unui text
opt_wording_rollback = Reveniți la o versiune a unui text
opt_wording_export = Toate textele, într-un fișier
opt_wording_import = Preluați texte dintr-un fișier
opt_wording_file = Un fișier așa cum îl dă /wording export
opt_wording_group = Ce texte; gol: arată grupele
opt_wording_key = Ce text
opt_wording_lang = În ce limbă
opt_wording_text = Noul text; fără el se deschide un formular în care încape mai mult
opt_wording_number = Numărul unei versiuni

## Parts of the commands about the catalogue
part_level = Ce nivel; gol: arată toate
part_amount = Cât, de exemplu 30.00, sau none = fără limită
part_currency = Moneda, de exemplu EUR
part_makegood_add = Adăugați sau schimbați
part_makegood_list = Tot ce se poate oferi
part_makegood_remove = Ștergeți
part_makegood_template = Începeți cu ce se potrivește domeniului
part_makegood_how = Cum se predă
part_item = Numele, un singur cuvânt
part_cost = Cât vă costă
part_worth = Cât valorează pentru client
part_kind = Prin ce întrece așteptările
part_text = În cuvintele pe care le citește clientul
part_trade = Ce domeniu
part_hand = Cum se predă, cu { "{" }case{ "}" } pentru numărul cazului, sau off
part_cause_list = Toate cauzele și în ce stadiu sunt
part_cause_new = Notați ceva nou care nu merge
part_cause_own = Spuneți cine se ocupă
part_cause_fixing = Se lucrează la asta
part_cause_fixed = S-a rezolvat
part_cause_public = Cum apare pentru clienți
part_cause = Numele cauzei
part_owner = Cine se ocupă
part_due = Până când, de exemplu 30.11.
part_fix = Cum s-a rezolvat
part_public = În cuvintele pe care le citesc clienții, sau off
part_trouble = Ce nu merge, în câteva cuvinte
part_value_part = O sumă
part_tellers = Câtor oameni li se povestește
part_webhook_list = Cine ne poate apela
part_webhook_new = Unul nou, cu secretul lui
part_webhook_rotate = Un secret nou; cel vechi mai e valabil puțin
part_webhook_off = Secretele nu mai sunt valabile de acum
part_webhook = Numele sistemului
part_place = Locul, de exemplu till2
part_lang = Limba cuvintelor tipărite

## Entries in the menus of a person and of a message
menu_ask = Întrebați cum a fost
menu_tell = Spuneți echipei
