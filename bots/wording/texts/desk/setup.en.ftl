### What admins read while a business is set up, tried and looked after.

check_again = Check again
test_me = Send me a test
start_asking = Start asking
pause_asking = Stop asking

setup_where = Add me to the group or channel where your team works, and say /setup there. On Telegram: a group with topics, where I am admin with 'Manage topics' and 'Pin messages'. On Discord: a text channel that only staff can see.
setup_looking = One moment: I'm looking at what I may do here.
setup_no_channel = I can't read '{ $typed }'. Say /setup where your team works; /setup care:#care names the channel for private rooms; /setup start and /setup pause switch the asking on and off.
setup_title = Setting up { $business }
setup_desk = The desk: I can work here.
setup_no_desk = There is no desk yet, or I can't see it: say /setup where your team works.
setup_staff = Staff: { $counts }.
setup_by_role = whoever has the role
setup_no_staff = Nobody works here yet, so unhappy customers would reach nobody: let them write here once, then add them with /role add
setup_no_senior = Nobody is above the agents, so nobody can be called when a promise breaks: add somebody with /role add
setup_nobody_on_duty = Nobody is on duty right now: /duty on
setup_zone = Zone { $zone } (it is { $time } there), hours { $hours }. Change: /zone, /hours
setup_language = Customers whose language isn't known read { $language }. Change: /language default ro
setup_is_asking = Customers are asked.
setup_asks_in_vain = Customers are asked, and unhappy ones may reach nobody: put right what is marked ❌, or stop asking.
setup_may_ask = Everything is in order: press 'Send me a test', then 'Start asking'.
setup_not_asking = Customers aren't asked yet: first what is marked ❌, then 'Check again'.
setup_refused = Not yet: an unhappy customer would reach nobody.
setup_asking = From now on customers are asked. Whoever is unhappy reaches your team here.
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
health_desk_lost = I can't use the desk: make me admin there again, then /setup
health_no_desk = There is no desk: say /setup where your team works.
health_nobody = Nobody is on duty. /duty on
health_no_senior = Nobody senior is on duty: a promise that is about to break calls nobody.
health_closed = Closed until { $due }.
health_waiting = Waiting: { $inbox } came in, { $outbox } to be sent. Given up: { $given_up }.
health_cases = Open cases: { $open }. Hanging: { $hanging }.
health_paused = Customers aren't asked: /setup start
health_backup = Last backup: none yet, and I make none by myself. Stop the service, copy its data directory to another disk, and start it again.
wont_ask_paused = I won't ask: asking is switched off. An admin can switch it on: /setup start

cmd_setup = Set the desk up, step by step (admins)
cmd_health = Whether everything works (admins)
cmd_test = The question as customers get it, to you; counted nowhere (admins)
opt_care = The channel under which private rooms are opened
opt_path = Which answer
opt_lang = In which language
