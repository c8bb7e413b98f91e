### What customers read in Polish. `{ $name }` is a placeholder: every text keeps all of its own.

## Greeting and the one question
hello_named = Dzień dobry, { $name }!
hello = Dzień dobry!
ask = { $hello } Jak nam poszło?
ask_topic = { $hello } Jak nam poszło: „{ $topic }”?
ask_visit = { $hello } Zanim wyjdziesz: jak było u nas?
visit_print = Jak było? Zeskanuj kod i odpowiedz jednym dotknięciem. Jeśli coś poszło nie tak, zajmie się tym człowiek.
visit_page = Powiedz { $business } jednym dotknięciem. Jeśli coś poszło nie tak, zajmie się tym człowiek.
visit_code = Na Discordzie pod naszą wiadomością jest przycisk „{ $button }”. Naciśnij go i wklej ten kod:
btn_answer_on = Odpowiedz na { $platform }
ask_expect = { $hello } W porównaniu z oczekiwaniami: jak było?
reminder = { $hello } Wystarczy jedno dotknięcie: jak było?
btn_happy = 🙂 Dobrze
btn_neutral = 😐 Tak sobie
btn_unhappy = 🙁 Źle
btn_better = 🙂 Lepiej
btn_same = 😐 Zgodnie z oczekiwaniami
btn_worse = 🙁 Gorzej
btn_5 = 😍 Doskonale
btn_4 = 🙂 Dobrze
btn_3 = 😐 Tak sobie
btn_2 = 🙁 Źle
btn_1 = 😞 Bardzo źle
nps_ask = { $hello } Na ile prawdopodobne jest, że polecisz nas znajomym, od 0 do 10?

## Straight after the tap
thanks_happy = Dziękujemy, to dla nas dużo znaczy! Co możemy robić jeszcze lepiej? Jeśli chcesz, napisz tutaj.
thanks_neutral = Dziękujemy za szczerość. Przepraszamy, że nie było lepiej. Czego zabrakło? Napisz tutaj – przeczyta to człowiek.
sorry_unhappy = Bardzo przepraszamy – i dziękujemy za szczerą odpowiedź. W ciągu { $duration } odezwie się tu ktoś z naszego zespołu. Co się stało? Napisz po prostu, swoimi słowami.
sorry_unhappy_later = Bardzo przepraszamy – i dziękujemy za szczerą odpowiedź. Mówimy wprost: teraz nikogo tu nie ma. Odezwiemy się tutaj do { $due }. Napisz, co się stało – od tego zaczniemy.
thread_here = Prywatna rozmowa z nami: { $thread }. Widzisz ją tylko Ty i nasz zespół.
open_private = Porozmawiajmy prywatnie – kliknij, a odpowie człowiek: { $link }
btn_tell = Opowiedz, co się stało
panel = Coś nie tak albo chcesz coś powiedzieć zespołowi { $business }? Czyta to człowiek i widzi tylko nasz zespół.
feedback_off = Na razie o nic tu nie pytamy. Jeśli chcesz nam coś powiedzieć: /complain – czyta to człowiek.
btn_tell_us = Opowiedz
btn_complain = Coś nie tak?
btn_feedback = Jak było?
btn_code = Mam kod
code_title = Twój kod
code_hint = Ze strony lub z paragonu: r_…
btn_contact_me = Proszę o kontakt
btn_no_talk = Nie trzeba odpowiadać
no_talk_ack = Dobrze, nie będziemy o tym pisać. I tak to sprawdzimy. Jeśli zmienisz zdanie, po prostu napisz tutaj.
comment_title = Co się stało?
comment_hint = Swoimi słowami, może być krótko
comment_thanks = Dziękujemy. Twoje słowa trafiły do osób, które mogą to zmienić.
why_answer = Warto – naprawione w ostatnich 30 dniach dzięki takim odpowiedziom: { $n }. Zobacz /board
last_touch = I jeszcze drobiazg na koniec: { $gift }
btn_change = Zmień odpowiedź
changed_ack = Zapisane: { $answer }. Dziękujemy.
tap_ack = Dziękujemy!
change_closed = Ta odpowiedź jest już zamknięta. Jeśli coś jest nie tak, po prostu napisz do nas tutaj.
late_ack = Dziękujemy – na szczerą odpowiedź nigdy nie jest za późno.
not_for_you = To pytanie jest do kogoś innego. Też chcesz nam coś powiedzieć? Napisz do mnie prywatnie.
reply_number = Prosimy odpowiedzieć liczbą.

## Recommend question (off by default)
recommend_ask = Czy polecisz nas znajomym?
btn_yes = Tak
btn_no = Nie
recommended_ask = A czy ktoś już o nas od Ciebie słyszał?
recommend_thanks = Dziękujemy!

## Starting, complaining, status, settings
start = { $hello } Jestem botem { $business } od opinii. Po kontakcie z nami zadaję jedno krótkie pytanie, a jeśli coś poszło nie tak, zajmie się tym człowiek. Coś jest nie tak już teraz? /complain
receipt_expired = { $hello } Ten kod wygasł, ale Twoja opinia nie. Jak było?
complain_prompt = Słuchamy. Co jest nie tak? Napisz tutaj – tekst, zdjęcie albo wiadomość głosowa.
complain_ack = Dziękujemy za zgłoszenie – i przepraszamy. W ciągu { $duration } odezwie się tu ktoś z naszego zespołu.
complain_ack_later = Dziękujemy za zgłoszenie – i przepraszamy. Teraz nikogo tu nie ma; odezwiemy się tutaj do { $due }.
status_none = Nie ma teraz otwartych spraw. Jeśli coś jest nie tak, po prostu napisz tutaj.
status_open = { $case }: { $status }. Pomaga: { $staff }. Ostatnio: { $text }. Następna wiadomość do { $due }.
st_open = zaraz ktoś odpisze
st_working = pracujemy nad tym
st_waiting = czekamy na Twoją odpowiedź
st_check = zrobione – daj znać, czy jest dobrze
stop_ack = Nie będzie więcej pytań. Napisać możesz zawsze – /resume włączy pytania z powrotem.
resume_ack = Dziękujemy – znów będziemy pytać, za każdym razem jedno krótkie pytanie.
language_set = Od teraz piszemy po polsku.
privacy = Przechowujemy odpowiedzi, wiadomości na ich temat i imię najwyżej { $days } dni – tylko po to, by naprawiać i ulepszać. /forget usuwa wszystko, /stop kończy pytania.
privacy_more = Dane przechowuje { $business }. /mydata prześle kopię wszystkiego.
forget_confirm = Usunąć wszystko, co tu o Tobie mamy? Otwarta sprawa też się wtedy zakończy.
forget_done = Gotowe, wszystko usunięte. Dziękujemy za wspólny czas.
forget_receipt = Usunięte: imię i konta, wszystko, co napisano i o czym rozmawialiśmy, oraz nasze wiadomości lub wątki: { $deleted }. Zostaje, bez imienia: ile razy pytaliśmy i jaka była ocena. Wcześniejsze kopie zapasowe się nie zmieniają; jeśli któraś zostanie użyta, to wszystko usuniemy ponownie.
forget_kept = Nie udało się usunąć wiadomości lub wątków: { $kept }. Platforma na to nie pozwoliła albo są zbyt dawne. To, co jest w wątku naszego zespołu, usuwamy ręcznie; ten czat można usunąć samodzielnie.
mydata = Wszystko, co o Tobie przechowujemy.
link_code = Kod: { $code } (ważny { $duration }). Wyślij go naszemu botowi na { $platform }: /link { $code }
link_done = Połączone. Od teraz rozpoznamy Cię w obu miejscach.
link_bad = Ten kod już nie działa. Nowy dostaniesz po /link.
error = Coś poszło nie tak po naszej stronie, przepraszamy. Spróbuj ponownie – albo /complain, a odpowie człowiek.

## Recovery conversation
joined = { $staff } już tu jest i zna całą rozmowę – nie trzeba nic powtarzać.
thread_intro = { $mention } To prywatna rozmowa: widzisz ją tylko Ty i nasz zespół. Pisz, jak Ci wygodnie – przepraszamy i chcemy to naprawić.
btn_senior = Rozmowa z kierownictwem
role_1 = nasz zespół
role_2 = kierownictwo zmiany
role_3 = dyrekcja
reply_missed = Obiecaliśmy odpowiedź w ciągu { $duration } i nie zdążyliśmy. To nasza wina, przepraszamy. Sprawę przejmuje: { $role }. Odezwiemy się do { $due }.
promise = Obiecujemy: { $what } – do { $due }.
promise_kept = Zrobione, zgodnie z obietnicą: { $what }.
promise_moved = „{ $what }” potrwa dłużej. Wolimy powiedzieć to teraz niż po fakcie: nowy termin { $due }. Przepraszamy.
promise_broken = Obiecaliśmy „{ $what }” do { $due } i nie dotrzymaliśmy słowa. To nasza wina, przepraszamy. Sprawę przejmuje: { $role }.
promise_broken_next = Odezwiemy się do { $due }.
progress = Na czym stoimy: { $text }. Następna wiadomość do { $due }.
progress_hold = Na razie bez nowości, ale pamiętamy: zajmuje się tym { $staff }. Następna wiadomość do { $due }.
handover = { $from } przekazuje rozmowę: dalej pomaga { $to }, ze wszystkimi notatkami. Nie trzeba zaczynać od nowa.
escalated = Wezwaliśmy wsparcie. Teraz pomaga: { $role }.
senior_ack = Oczywiście. Do { $due } odezwie się tutaj: { $role }.
director_here = { $staff } ({ $role }) jest tu osobiście.
offer = Na przeprosiny, dla Ciebie: { $offer }. Bez żadnych warunków.
btn_accept = Tak, poproszę
btn_decline = Nie, dziękuję
offer_accepted = Z przyjemnością! { $how }
offer_declined = Rozumiemy, dziękujemy za szczerość. Co innego by to naprawiło? Po prostu napisz.
offer_done = Gotowe: { $offer }. { $how }
offer_by = Zajmiemy się tym do { $due }.
nudge_1 = Jesteśmy tu i czekamy na odpowiedź – bez pośpiechu.
nudge_2 = Nadal chcemy to naprawić. Odpisz, kiedy Ci wygodnie; bez odpowiedzi wstrzymamy sprawę { $due }.
closed_silent = Na razie wstrzymujemy sprawę. Nadal przepraszamy – jedno dotknięcie i wracamy do niej.
btn_still_need = Nadal potrzebuję pomocy
reopened = Sprawa znów otwarta. W ciągu { $duration } odezwie się tu ktoś, kto zna całą historię.
welcome_back = Dobrze znów Cię widzieć. Ostatnio nie udało się nam wszystkiego naprawić – wracamy do tego?
relay_failed = Ta wiadomość nie dotarła do naszego zespołu, przepraszamy. Czy możesz wysłać ją jeszcze raz jako tekst lub zdjęcie?

## Did we put it right – and the last touch
reask = { $staff }: gotowe – { $what }. Czy udało nam się to naprawić?
reask_prevent = { $what }; od teraz: { $prevent }
btn_right_yes = 🙂 Tak, jest dobrze
btn_right_partly = 😐 Częściowo
btn_right_no = 🙁 Nie
right_yes = Dziękujemy za szansę, by to naprawić – cieszymy się, że jesteś z nami. Serdecznie, { $staff } i { $business }
right_partly = Dziękujemy – czyli to jeszcze nie koniec. Czego brakuje? { $staff } zostaje z Tobą.
right_no = Czyli jeszcze się nie udało, przepraszamy. Dołącza: { $role }, do { $due }. Co by to naprawiło?
cause_fixed = { $hello } Wiemy od Ciebie o: „{ $topic }”. Naprawione: { $fix }. Dziękujemy – jest lepiej dzięki Tobie.
sorry_first = { $hello } Coś nam nie wyszło: { $what }. Widzimy to sami, bez zgłoszenia. Przepraszamy. Co robimy: { $fix }.
sorry_gift = A to od nas: { $gift }
btn_need_help = Potrzebuję pomocy

## Make-goods that come with a template
gift_dessert = deser do wyboru
gift_drinks = napoje dla całego stolika
gift_fresh = danie przygotowane od nowa przez szefa kuchni
gift_table = następnym razem stolik bez czekania
gift_delivery = dostawa do jutra na nasz koszt
gift_replacement = nowy egzemplarz do Ciebie, bez odsyłania
gift_surprise = mały dodatek wybrany dla Ciebie
gift_discount = zwrot części ceny
gift_callback = telefon od lekarza jeszcze dziś
gift_checkup = badanie kontrolne na nasz koszt
gift_next_visit = następna wizyta bez czekania
gift_fee = ta wizyta bez opłat
gift_engineer = godzina z kimś z naszych inżynierów
gift_first_fix = poprawka przed wszystkimi innymi
gift_free_month = miesiąc bez opłat
gift_training = szkolenie dla Twojego zespołu
gift_data = więcej danych w tym miesiącu
gift_loan_device = urządzenie zastępcze, aż Twoje zadziała
gift_technician = wizyta technika o wybranej godzinie

## You said – we did
board_title = Mówicie – robimy
board_item = „{ $said }” → { $did } ({ $who }, { $status })
board_planned = plan: do { $due }
board_doing = w toku
board_done = gotowe { $due }
board_told = poinformowane osoby: { $n }
board_empty = Na razie pusto – Twój pomysł może być pierwszy.

## Command menu (short descriptions shown by the app)
cmd_feedback = Powiedz, jak było
cmd_complain = Coś jest nie tak – odpowie człowiek
cmd_status = Na czym stoimy
cmd_board = Mówicie – robimy
cmd_language = Zmień język
cmd_stop = Bez kolejnych pytań
cmd_resume = Znów pytaj
cmd_privacy = Co o Tobie przechowujemy
cmd_mydata = Kopia wszystkiego o mnie
cmd_forget = Usuń wszystko o mnie
cmd_link = Połącz Telegram i Discord

## Units
unit_s = { $n } s
unit_min = { $n } min
unit_h = { $n } godz.
unit_d = { $n } dni
