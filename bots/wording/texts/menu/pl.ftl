### What an app shows beside the commands of staff and admins, in Polish. What is typed stays as it is.

## Commands of staff
cmd_take = Przejmij sprawę
cmd_join = Dołącz do rozmowy w danej sprawie
cmd_leave = Wyjdź z rozmowy w danej sprawie
cmd_note = Notatka, którą widzi tylko zespół
cmd_say = Słowa do klienta – tak samo jak napisane w wątku
cmd_promise = Obiecać coś na termin: /promise 15:00 nowa karta gotowa
cmd_kept = Obietnica dotrzymana: powiedz, co zrobiono
cmd_move = Przesunąć obietnicę przed terminem: /move 16:30
cmd_progress = Powiedzieć, na czym stoimy i kiedy następna wiadomość
cmd_offer = Zaproponować coś na przeprosiny: /offer dessert, /offer 12.50 darmowa dostawa
cmd_delivered = Klient ma to, co przyjął
cmd_resolve = Naprawione: napisz, co zrobiono, a zapytamy klienta, czy jest dobrze
cmd_close = Zamknij sprawę, podając powód (kierownictwo)
cmd_reopen = Otwórz ponownie zamkniętą sprawę
cmd_escalate = Wezwij kierownictwo
cmd_cases = Wszystkie otwarte sprawy
cmd_merge = Dwa wpisy, jedna osoba: /merge R-1042 with R-1050, /merge undo R-1042 (kierownictwo)
cmd_duty = Zacznij dyżur, zakończ go, zobacz, kto ma dyżur: /duty on, off, who
cmd_why = O co kogoś zapytano lub dlaczego nie: /why R-1042, /why @dana (kierownictwo, admin)
cmd_done = Zapytaj kogoś, jak było

## Commands of admins
cmd_setup = Przygotuj miejsce pracy zespołu, krok po kroku (admin)
cmd_health = Czy wszystko działa (admin)
cmd_test = Pytanie, jakie dostają klienci, wysłane do Ciebie; nigdzie się nie liczy (admin)
cmd_zone = Strefa czasowa firmy (admin)
cmd_hours = Ogłoszone godziny otwarcia: mon-fri 09:00-21:00, always, closed 25.12. (admin)
cmd_scale = Skala nowych pytań (admin)
cmd_languages = Języki klientów: domyślny i te do wyboru (admin)
cmd_ask = Kogo i kiedy pytamy: delay, gap, sample, quiet, off topic:billing, dry-run (admin)
cmd_reply = Jak szybko odpowiada człowiek (admin)
cmd_wording = Wszystkie teksty, które czytają klienci
cmd_role = Komu co wolno: /role list, add, remove (admin)
cmd_signals = Skąd wiemy, że kontakt się zakończył: /signals, /signals topic_closed on (admin)
cmd_audit = Historia zmian: kto i co (admin)
cmd_retention = Jak długo przechowujemy to, co mówią klienci
cmd_export = Odpowiedzi w pliku
cmd_authority = Ile na każdym szczeblu można dać bez pytania (admin)
cmd_makegood = Co można dać na przeprosiny (admin)
cmd_cause = Co idzie nie tak, kto się tym zajmuje i jak to naprawiono (admin)
cmd_value = Ile kosztuje utrata jednego klienta (admin)
cmd_webhook = Systemy, które mogą się z nami łączyć, i ich sekrety (admin)
cmd_qr = Link i kod QR miejsca, do druku (admin)

## What staff fill in
opt_case = Numer sprawy; w jej wątku niepotrzebny
opt_customer = Czyj kontakt się zakończył
opt_topic = O co chodziło
opt_note = Co powinien wiedzieć zespół
opt_words = Co przeczyta klient
opt_what = Co zrobiono, słowami, które przeczyta klient
opt_reason = Dlaczego
opt_when = Na kiedy: 15:00, tomorrow 9:00, +30m, 17.11. 09:00
opt_deed = Co obiecujesz, słowami, które przeczyta klient
opt_deed_number = Która obietnica, jeśli jest ich kilka
opt_kept_how = Co zrobiono
opt_standing = Na czym stoimy, słowami, które przeczyta klient
opt_next_word = Kiedy znów się odezwiemy: 15:00, tomorrow 9:00
opt_offer_item = Coś z katalogu
opt_offer_amount = Ile nas to kosztuje: 12.50
opt_offer_text = Co to jest, słowami, które przeczyta klient
opt_offer_value = Ile to jest warte dla klienta, jeśli więcej, niż kosztuje
opt_delivered_how = Jak to zostało przekazane
opt_until = Do kiedy: 18:00, +30m
opt_duty_on = Zacznij dyżur
opt_duty_off = Zakończ dyżur
opt_duty_who = Zobacz, kto ma dyżur
opt_merge_with = Dwa wpisy, jedna osoba
opt_merge_other = Inna sprawa tej samej osoby lub jej numer w Twoim systemie
opt_merge_undo = To jednak dwie osoby
opt_why_customer = O kogo chodzi, jeśli jest na tym serwerze
opt_why_number = Sprawa (R-1042) lub numer klienta w Twoim systemie

## What admins fill in
opt_setting = Które ustawienie; puste: pokaż wszystkie
opt_asking = Włącz lub wstrzymaj pytania; puste: przejdź przez przygotowanie
opt_value = Nowa wartość; puste: pokaż obecną
opt_count = Ile wierszy
opt_language_default = Język klientów, których język nie jest znany
opt_language_offer = Języki, spośród których wybierają klienci
opt_offered_langs = ro,ru,en – albo all
opt_source = Które źródło; puste: pokaż wszystkie
opt_channel = Kanał głosowy, dla voice
opt_care = Kanał, pod którym otwierają się prywatne rozmowy
opt_path = Która odpowiedź
opt_lang = W jakim języku
opt_role_list = Zobacz, komu co wolno
opt_role_add = Nadaj komuś rolę agent, senior, director lub admin
opt_role_remove = Odbierz komuś rolę
opt_role_map = Włącz do zespołu wszystkich z daną rolą
opt_member = Kto
opt_rank = Jaki szczebel; puste: wszystkie
opt_mapped_role = Która rola na serwerze

## Parts of /wording
opt_wording_list = Jakie są teksty
opt_wording_show = Tekst, jego warianty i jak na nie odpowiadano
opt_wording_set = Zmień tekst
opt_wording_variant = Dodaj wariant tekstu
opt_wording_reset = Cofnij zmiany tekstu
opt_wording_history = Wersje tekstu
opt_wording_rollback = Wróć do wersji tekstu
opt_wording_export = Wszystkie teksty w pliku
opt_wording_import = Wczytaj teksty z pliku
opt_wording_file = Plik taki, jaki daje /wording export
opt_wording_group = Które teksty; puste: pokaż grupy
opt_wording_key = Który tekst
opt_wording_lang = W jakim języku
opt_wording_text = Nowy tekst; bez niego otworzy się formularz, w którym zmieści się więcej
opt_wording_number = Numer wersji

## Parts of the commands about the catalogue
part_level = Który szczebel; puste: pokaż wszystkie
part_amount = Ile, na przykład 30.00, albo none, czyli bez limitu
part_currency = Waluta, na przykład EUR
part_makegood_add = Dodaj lub zmień
part_makegood_list = Wszystko, co można dać
part_makegood_remove = Usuń
part_makegood_template = Zacznij od tego, co pasuje do branży
part_makegood_how = Jak się to przekazuje
part_item = Nazwa, jedno słowo
part_cost = Ile Cię to kosztuje
part_worth = Ile to warte dla klienta
part_kind = Czym to przekracza oczekiwania
part_text = Słowami, które przeczyta klient
part_trade = Jaka branża
part_hand = Jak się to przekazuje, z { "{" }case{ "}" } jako numerem sprawy, albo off
part_cause_list = Wszystkie przyczyny i ich stan
part_cause_new = Zapisz coś nowego, co idzie nie tak
part_cause_own = Wskaż, kto się tym zajmuje
part_cause_fixing = Trwa naprawa
part_cause_fixed = To jest naprawione
part_cause_public = Jak to brzmi dla klientów
part_cause = Nazwa przyczyny
part_owner = Kto się tym zajmuje
part_due = Do kiedy, na przykład 30.11.
part_fix = Jak to naprawiono
part_public = Słowami, które przeczytają klienci, albo off
part_trouble = Co idzie nie tak, w kilku słowach
part_value_part = Kwota
part_tellers = Ilu osobom się o tym opowiada
part_webhook_list = Kto może się z nami łączyć
part_webhook_new = Dodaj nowy, z jego sekretem
part_webhook_rotate = Nowy sekret; stary jeszcze przez chwilę działa
part_webhook_off = Sekrety od tej chwili nie działają
part_webhook = Nazwa systemu
part_place = Miejsce, na przykład till2
part_lang = Język drukowanych słów

## Entries in the menus of a person and of a message
menu_ask = Zapytaj, jak było
menu_tell = Powiedz zespołowi
