### What admins read, whatever the subject.

undo = Undo
send = Send
not_now = Not now
undone = Undone. { $what }: { $to }
changed_since = That was changed once more since, so it stays. { $what }: { $to }
over = That is over: give the command once more.
not_asked = That is for { $asked } alone, who was asked. Give the command yourself.
