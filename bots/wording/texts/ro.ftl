### What customers read in Romanian. `{ $name }` is a placeholder: every text keeps all of its own.

## Greeting and the one question
hello_named = Bună ziua, { $name }!
hello = Bună ziua!
ask = { $hello } Cum a fost?
ask_topic = { $hello } Cum a fost: „{ $topic }”?
ask_visit = { $hello } Înainte să plecați: cum a fost vizita?
visit_print = Cum a fost? Scanați codul și spuneți-ne cu o singură atingere. Dacă ceva n-a mers bine, se ocupă un om de asta.
visit_page = Spuneți-i echipei { $business } cu o singură atingere. Dacă ceva n-a mers bine, se ocupă un om de asta.
visit_code = Pe Discord, sub mesajul nostru este un buton: „{ $button }”. Apăsați-l și lipiți acest cod:
btn_answer_on = Răspundeți pe { $platform }
ask_expect = { $hello } Față de așteptări, cum a fost?
reminder = { $hello } Ajunge o singură atingere: cum a fost?
btn_happy = 🙂 Bine
btn_neutral = 😐 Așa și așa
btn_unhappy = 🙁 Rău
btn_better = 🙂 Mai bine
btn_same = 😐 Cum mă așteptam
btn_worse = 🙁 Mai rău
btn_5 = 😍 Excelent
btn_4 = 🙂 Bine
btn_3 = 😐 Acceptabil
btn_2 = 🙁 Rău
btn_1 = 😞 Foarte rău
nps_ask = { $hello } Cât de probabil este să ne recomandați mai departe, de la 0 la 10?

## Straight after the tap
thanks_happy = Mulțumim, ne bucură mult! Ce am putea face și mai bine? Dacă doriți, scrieți aici.
thanks_neutral = Mulțumim pentru sinceritate. Ne pare rău că nu a fost mai bine. Ce a lipsit? Scrieți aici – citește un om, nu un robot.
sorry_unhappy = Ne pare rău – și vă mulțumim că ne-ați spus. Cineva din echipă vă răspunde aici în cel mult { $duration }. Ce s-a întâmplat? Scrieți cu cuvintele dumneavoastră.
sorry_unhappy_later = Ne pare rău – și vă mulțumim că ne-ați spus. Sincer: acum nu e nimeni aici. Vă scriem aici până la { $due }. Spuneți-ne ce s-a întâmplat și cu asta începem.
thread_here = Conversația privată cu noi: { $thread }. O vedeți doar dumneavoastră și echipa noastră.
open_private = Haideți să vorbim în privat – apăsați aici și vă răspunde un om: { $link }
btn_tell = Spuneți-ne ce s-a întâmplat
panel = E ceva în neregulă sau aveți ceva de spus echipei { $business }? Citește un om și vede doar echipa noastră.
feedback_off = Momentan nu punem întrebări aici. Dacă aveți ceva de spus: /complain – citește un om.
btn_tell_us = Spuneți-ne
btn_complain = E ceva în neregulă?
btn_feedback = Cum a fost?
btn_code = Am un cod
code_title = Codul dumneavoastră
code_hint = De pe pagină sau de pe bon: r_…
btn_contact_me = Contactați-mă
btn_no_talk = Nu e nevoie de răspuns
no_talk_ack = Bine, nu vă scriem despre asta. Dar tot ne ocupăm. Dacă vă răzgândiți, scrieți aici.
comment_title = Ce s-a întâmplat?
comment_hint = Cu cuvintele dumneavoastră, oricât de scurt
comment_thanks = Mulțumim. Cuvintele dumneavoastră au ajuns la echipa care poate schimba asta.
why_answer = Merită – lucruri rezolvate în ultimele 30 de zile datorită unor astfel de răspunsuri: { $n }. Vedeți /board
last_touch = Și o mică atenție la final: { $gift }
btn_change = Schimb răspunsul
changed_ack = Am notat: { $answer }. Mulțumim.
tap_ack = Mulțumim!
change_closed = Acest răspuns e deja închis. Dacă ceva nu e în regulă, scrieți-ne aici.
late_ack = Mulțumim – nu e niciodată prea târziu să ne spuneți.
not_for_you = Întrebarea e pentru altcineva. Vreți să ne spuneți și dumneavoastră ceva? Scrieți-mi direct.
reply_number = Vă rugăm să răspundeți cu numărul.

## Recommend question (off by default)
recommend_ask = Ne-ați recomanda mai departe?
btn_yes = Da
btn_no = Nu
recommended_ask = Și ne-ați recomandat deja cuiva?
recommend_thanks = Mulțumim!

## Starting, complaining, status, settings
start = { $hello } Sunt botul de feedback { $business }. După ce vorbiți cu noi, pun o singură întrebare scurtă, iar dacă ceva nu a mers, se ocupă un om. Ceva nu e bine chiar acum? /complain
receipt_expired = { $hello } Codul a expirat, părerea dumneavoastră nu. Cum a fost?
complain_prompt = Vă ascultăm. Ce nu e în regulă? Scrieți aici – text, poză sau mesaj vocal.
complain_ack = Mulțumim că ne-ați spus – și ne pare rău. Cineva din echipă vă răspunde aici în cel mult { $duration }.
complain_ack_later = Mulțumim că ne-ați spus – și ne pare rău. Acum nu e nimeni aici; vă scriem aici până la { $due }.
status_none = Acum nu e nimic deschis la noi. Dacă ceva nu e în regulă, scrieți aici.
status_open = { $case }: { $status }. Vă ajută: { $staff }. Ultima noutate: { $text }. Vă scriem din nou până la { $due }.
st_open = cineva ajunge imediat
st_working = lucrăm la asta
st_waiting = așteptăm răspunsul dumneavoastră
st_check = gata – spuneți-ne dacă e bine
stop_ack = Nu vă mai întrebăm. Puteți scrie aici oricând – /resume repornește întrebările.
resume_ack = Mulțumim – vă întrebăm din nou, câte o singură întrebare scurtă.
language_set = De acum vă scriem în română.
privacy = Păstrăm răspunsurile, mesajele legate de ele și numele de aici cel mult { $days } de zile, doar ca să îndreptăm lucrurile. /forget șterge tot, /stop oprește întrebările.
privacy_more = Datele se păstrează la { $business }. /mydata vă trimite o copie a tot.
forget_confirm = Ștergem tot ce avem aici despre dumneavoastră? Se închide și cazul deschis, dacă există.
forget_done = Gata, totul e șters. Vă mulțumim.
forget_receipt = Șters: numele și conturile dumneavoastră, ce ați scris, ce s-a vorbit cu dumneavoastră și, dintre mesajele și subiectele noastre: { $deleted }. Rămâne, fără nume: de câte ori am întrebat și ce notă s-a dat. Copiile de siguranță mai vechi nu se schimbă; dacă se folosește vreodată una, acestea se șterg din nou.
forget_kept = Nu am putut șterge { $kept } mesaje sau subiecte: platforma nu ne-a lăsat sau sunt prea vechi. Ce se află într-un subiect al echipei noastre se șterge manual; acest chat îl puteți șterge singur.
mydata = Tot ce am păstrat despre dumneavoastră.
link_code = Codul: { $code } (valabil { $duration }). Trimiteți-l botului nostru pe { $platform }: /link { $code }
link_done = Conectat. De acum vă recunoaștem în ambele locuri.
link_bad = Codul nu mai e valabil. Cereți altul cu /link.
error = A fost o eroare la noi, ne pare rău. Încercați din nou – sau /complain și vă răspunde un om.

## Recovery conversation
joined = { $staff } este aici și a citit tot – nu trebuie să explicați din nou.
thread_intro = { $mention } Aceasta e o conversație privată: o vedeți doar dumneavoastră și echipa noastră. Scrieți cum vă e mai ușor – ne pare rău și vrem să îndreptăm lucrurile.
btn_senior = Vorbesc cu conducerea
role_1 = echipa noastră
role_2 = coordonarea echipei
role_3 = conducerea
reply_missed = Am promis un răspuns în { $duration } și nu am reușit. E vina noastră, ne cerem scuze. Intervine acum: { $role }. Vă scriem până la { $due }.
promise = Promisiunea noastră: { $what } – până la { $due }.
promise_kept = Gata, așa cum am promis: { $what }.
promise_moved = „{ $what }” durează mai mult decât am spus. Mai bine vă spunem acum decât după: termen nou { $due }. Ne pare rău.
promise_broken = Am promis „{ $what }” până la { $due } și nu ne-am ținut de cuvânt. E vina noastră, ne cerem scuze. Intervine acum: { $role }.
promise_broken_next = Vă scriem până la { $due }.
progress = Unde suntem: { $text }. Vă scriem din nou până la { $due }.
progress_hold = Încă nu avem noutăți, dar nu v-am uitat: se ocupă { $staff }. Vă scriem din nou până la { $due }.
handover = { $from } predă conversația: de acum vă ajută { $to }, cu toate notițele. Nu trebuie să o luați de la capăt.
escalated = Am chemat ajutor. Acum vă ajută: { $role }.
senior_ack = Desigur. Vă scrie aici până la { $due }: { $role }.
director_here = { $staff } ({ $role }) este aici personal.
offer = Ca să ne revanșăm, aceasta e pentru dumneavoastră: { $offer }. Fără condiții.
btn_accept = Da, mulțumesc
btn_decline = Nu, mulțumesc
offer_accepted = Cu plăcere! { $how }
offer_declined = Am înțeles, mulțumim că ne-ați spus. Ce altceva ar îndrepta lucrurile? Spuneți-ne.
offer_done = E gata: { $offer }. { $how }
offer_by = Ne ocupăm de asta până la { $due }.
nudge_1 = Suntem aici și așteptăm răspunsul dumneavoastră – fără grabă.
nudge_2 = Încă vrem să îndreptăm lucrurile. Răspundeți când puteți; fără răspuns, facem o pauză pe { $due }.
closed_silent = Deocamdată facem o pauză. Ne pare rău în continuare – o atingere și continuăm.
btn_still_need = Mai am nevoie de ajutor
reopened = E din nou deschis. Cineva din echipă, care știe toată povestea, vă răspunde aici în cel mult { $duration }.
welcome_back = Ne bucurăm să vă revedem. Data trecută nu am apucat să îndreptăm lucrurile – continuăm?
relay_failed = Mesajul nu a ajuns la echipa noastră, ne pare rău. Îl puteți trimite din nou ca text sau poză?

## Did we put it right – and the last touch
reask = { $staff }: gata – { $what }. Am îndreptat lucrurile?
reask_prevent = { $what }; de acum înainte: { $prevent }
btn_right_yes = 🙂 Da, e bine
btn_right_partly = 😐 Parțial
btn_right_no = 🙁 Nu
right_yes = Vă mulțumim că ne-ați dat șansa să îndreptăm lucrurile. Ne bucurăm că sunteți cu noi. Cu drag, { $staff } și { $business }
right_partly = Mulțumim – atunci nu am terminat. Ce mai lipsește? { $staff } rămâne cu dumneavoastră.
right_no = Atunci încă nu am reușit și ne pare rău. Intervine { $role }, până la { $due }. Ce ar îndrepta lucrurile?
cause_fixed = { $hello } Ne-ați spus despre „{ $topic }”. S-a rezolvat: { $fix }. Mulțumim – e mai bine pentru că ne-ați spus.
sorry_first = { $hello } Am greșit: { $what }. Am observat fără să ne spuneți. Ne pare rău. Ce facem: { $fix }.
sorry_gift = Și din partea noastră: { $gift }
btn_need_help = Am nevoie de ajutor

## Make-goods that come with a template
gift_dessert = un desert la alegere
gift_drinks = un rând de băuturi pentru masa dumneavoastră
gift_fresh = felul pregătit din nou, de bucătarul-șef
gift_table = o masă fără așteptare data viitoare
gift_delivery = livrare până mâine, din partea noastră
gift_replacement = unul nou adus la dumneavoastră, fără retur
gift_surprise = ceva mic în plus, ales pentru dumneavoastră
gift_discount = o parte din preț înapoi
gift_callback = un telefon de la medicul dumneavoastră azi
gift_checkup = un control, din partea noastră
gift_next_visit = următoarea vizită fără așteptare
gift_fee = această vizită fără plată
gift_engineer = o oră cu un inginer de la noi
gift_first_fix = remedierea înaintea tuturor
gift_free_month = o lună fără plată
gift_training = un curs pentru echipa dumneavoastră
gift_data = mai multe date luna aceasta
gift_loan_device = un dispozitiv împrumutat până merge al dumneavoastră
gift_technician = un tehnician la ora aleasă de dumneavoastră

## You said – we did
board_title = Ați spus – am făcut
board_item = „{ $said }” → { $did } ({ $who }, { $status })
board_planned = planificat până la { $due }
board_doing = în lucru
board_done = gata din { $due }
board_told = persoane anunțate: { $n }
board_empty = Încă nimic aici – ideea dumneavoastră poate fi prima.

## Command menu (short descriptions shown by the app)
cmd_feedback = Spuneți-ne cum a fost
cmd_complain = Ceva nu e bine – vă răspunde un om
cmd_status = În ce stadiu suntem
cmd_board = Ați spus – am făcut
cmd_language = Schimbați limba
cmd_stop = Fără alte întrebări
cmd_resume = Reluați întrebările
cmd_privacy = Ce păstrăm despre dumneavoastră
cmd_mydata = O copie a tot ce păstrați despre mine
cmd_forget = Ștergeți tot despre mine
cmd_link = Conectați Telegram și Discord

## Units
unit_s = { $n } s
unit_min = { $n } min
unit_h = { $n } h
unit_d = { $n } zile
