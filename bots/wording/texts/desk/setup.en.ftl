### What admins read while a business is set up, tried and looked after.

check_again = Check again
test_me = Send me a test
start_asking = Start asking
pause_asking = Stop asking

setup_where = Add me to the group or channel where your team works, and say /setup there. On Telegram: a group with topics, where I am admin with 'Manage topics' and 'Pin messages'. On Discord: a text channel that only staff can see.
setup_looking = One moment: I'm looking at what I may do here.
setup_no_channel = I can't find a channel in '{ $typed }'. Say /setup alone where your team works. On Discord pick the channel for private rooms from the list that /setup care shows; Telegram has no private rooms. /setup start and /setup pause switch the asking on and off.
setup_title = Setting up { $business }
setup_desk = The desk: I can work here.
setup_no_desk = There is no desk yet, or I can't see it.
setup_staff = Staff: { $counts }.
setup_by_role = whoever has the role
setup_no_staff = Nobody works here yet, so unhappy customers would reach nobody.
setup_no_senior = Nobody is above the agents, so nobody can be called when a promise breaks.
setup_nobody_on_duty = Nobody is on duty right now, so nobody is called for unhappy customers.
setup_zone = Zone { $zone } (it is { $time } there), hours { $hours }. Change: /zone, /hours
setup_language = Customers whose language isn't known read { $language }. Change: /language default ro
setup_is_asking = Customers are asked.
setup_asks_in_vain = Customers are asked, and unhappy ones may reach nobody. You can stop asking until that is put right.
setup_not_asking = Customers aren't asked yet.
setup_next_desk = Next: say /setup in the group or channel where your team works.
setup_next_right = Next: give me what the first ❌ asks for, then press 'Check again'.
setup_next_staff = Next: say who answers customers: /role add @anna agent – it may be you. If I haven't met them yet, let them write a line here first. Then press 'Check again'.
setup_next_zone = Next: tell me your time zone, so that promised times are right: /zone Europe/Bucharest. Then press 'Check again'.
setup_next_hours = Next: tell me when somebody is there for customers: /hours mon-fri 09:00-21:00, or /hours always. Then press 'Check again'.
setup_next_duty = Next: let whoever answers customers now say /duty on here. Then press 'Check again'.
setup_next_ask = Next: press 'Send me a test' to see what customers see. If you like it, press 'Start asking'.
setup_next_senior = Next: name somebody to call when a promise breaks: /role add @katrin senior
setup_next_nothing = Nothing is left to do here. /health tells how everything does.
setup_refused = Not yet: an unhappy customer would reach nobody.
setup_asking = From now on customers are asked. Whoever is unhappy reaches your team here. Next: see how I learn that a contact has ended: /signals
setup_paused = Customers aren't asked any more. What is open goes on. Switch it on again: /setup start

trial = 🧪 A test: counted nowhere.
trial_would_open = 🧪 A test by { $by }: an unhappy answer came. A case would open here now. Called: { $called }. A person would answer by { $due }.
trial_no_desk = 🧪 Nobody would hear of it: there is no desk. Say /setup where your team works.
trial_unknown = I don't know '{ $typed }'. Use /test, /test happy, neutral or unhappy, and a language: /test unhappy ro

health_platform = { $platform }: connected.
health_platform_down = { $platform }: { $why }
health_store = The store takes everything.
health_store_down = The store: { $why }
health_desk = The desk is there.
health_desk_lost = I can't use the desk: let me in there again with my rights, or say /setup where your team works now.
health_no_desk = There is no desk: say /setup where your team works.
health_nobody = Nobody is on duty: whoever is there for customers says /duty on
health_no_senior = Nobody senior is on duty: a promise that is about to break calls nobody.
health_closed = Closed until { $due }.
health_waiting = Waiting: { $inbox } came in, { $outbox } to be sent. Given up: { $given_up }.
health_cases = Open cases: { $open }. Hanging: { $hanging }.
health_unanswered = Nobody takes { $cases }, and the management is called every five minutes.
health_items = Comments to be looked at: { $n }, for more than a day: { $old }. See /inbox
health_paused = Customers aren't asked: /setup start
health_no_backup = No backup was made yet, and I make none by myself: on the machine where I run, amends backup DIR makes one while I go on.
health_backup = { $days ->
    [0] Last backup: { $at }.
    [one] Last backup: { $at }, 1 day ago.
   *[other] Last backup: { $at }, { $days } days ago.
}
health_backup_old = Last backup: { $at }, { $days } days ago. On the machine where I run, amends backup DIR makes a fresh one while I go on.
wont_ask_paused = I won't ask: asking is switched off. An admin can switch it on: /setup start
