### Who is on duty when, by plan.

rota_head = By the rota, on our clock and not on days on which we are closed:
rota_on = { $name }: { $hours } – on duty until { $due }
rota_on_always = { $name }: { $hours } – on duty
rota_off = { $name }: { $hours } – off duty until { $due }
rota_off_always = { $name }: { $hours } – off duty
rota_without = Without a rota: { $names }
rota_nobody = Nobody has a rota. /duty rota mon-fri 09:00-17:00 sets yours, /duty rota @anna mon-sat 10:00-18:00 that of a colleague.
rota_none = { $name } has no rota.
rota_set = The rota counts on our clock, and not on days on which we are closed. /duty on and /duty off hold until it changes the next time.
rota_keeps = { $name } still has { $cases }, and stays on duty until then. Once that is handed over, /duty off ends it.
rota_ended_on = { $name } has no rota any more, and is on duty until they say /duty off.
rota_ended_off = { $name } has no rota any more, and is off duty until they say /duty on.
rota_duty_on = You're on duty until { $due }. Your rota: { $hours }.
rota_duty_off = You're off duty until { $due }. Your rota: { $hours }.
rota_bad_hours = Use mon-fri 09:00-17:00, or for nights mon-fri 22:00-24:00, tue-sat 00:00-06:00. For a colleague: /duty rota @anna mon-fri 09:00-17:00
rota_always = That is always, and needs no rota: /duty on, once.
