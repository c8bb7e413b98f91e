### Lists of open cases.

take_case = Take { $case }

cases = { $n ->
    [one] 1 open case:
   *[other] { $n } open cases:
}
cases_none = No open cases.
cases_mine = { $n ->
    [one] You have 1 open case:
   *[other] You have { $n } open cases:
}
cases_mine_none = You have no open cases.
cases_open = { $n ->
    [one] 1 case waits for somebody:
   *[other] { $n } cases wait for somebody:
}
cases_open_none = No case waits: each open one has somebody.
cases_late = { $n ->
    [one] 1 case is late – what was promised has not come:
   *[other] { $n } cases are late – what was promised has not come:
}
cases_late_none = Nothing is late.
cases_how = I don't know "{ $typed }". Use /cases, /cases mine, /cases open, /cases late, or the number of one: /cases R-1042

cases_waiting = Waiting for level { $n }:
cases_had = Somebody has these:
case_line = { $title } · level { $n } · { $owner }
case_level = level { $n }
case_nobodys = nobody since { $since }
case_owners = { $owner } since { $since }
case_customers = { $owner } · the customer's turn since { $since }
case_asked = { $owner } · the customer was asked { $since }
case_next = next by { $due }
case_late = late: was due { $due }
case_decides = an offer waits for level { $n }
case_handed = ⇄ { $name } is asked to take it
