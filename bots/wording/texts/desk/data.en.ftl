### What admins read about what is kept and what leaves the house.

setting_retention = Kept at most: { $retention }. This holds for everything stored, also from before: what is over its time is removed by itself and for good; counts stay.
unknown_class = I don't know '{ $typed }'. There are answers, talks: /retention answers 400d talks 180d
unknown_class_near = I don't know '{ $typed }'. Did you mean { $nearest }? There are answers, talks: /retention answers 400d talks 180d
retention_audit = The trail of changes stays: each change carries the hash of the one before, and one that were taken out would look like one that was hidden. There are answers, talks: /retention answers 400d talks 180d
retention_contacts = Names and accounts go by themselves once nothing was heard of a customer for as long as answers are kept. There are answers, talks: /retention answers 400d talks 180d
not_days = I can't read '{ $typed }' as days. Write /retention answers 400d talks 180d
retention_range = { $wished } days can't be for { $class }: from { $least } to { $most } days.
export_sent = On its way to you in private. If nothing arrives, write to me there once and ask again.
export_how = Use /export csv, /export jsonl 2026-11, or /export audit.
export_answers = The answers. They hold names: keep this file safe, and delete it when you are done. This export was noted in /audit.
export_audit = Who changed what, from the first change on. Each line carries the hash of the one before; amends audit verify checks it.
forgotten = This customer had everything deleted: nothing can be done in their cases any more.
