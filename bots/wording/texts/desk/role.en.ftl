## Who may do what
role_list = Who may do what:
role_list_none = Nobody has a role yet. Give one like this: /role add @anna agent
role_line = { $who }: { $ranks }
role_line_by_role = { $who }: { $ranks } (by a role of the server)
role_line_configured = { $who }: { $ranks } (by the configuration)
role_line_mapped = who holds the role { $role }: { $level }
role_given = { $who } is { $ranks } from now on.
role_already = { $who } is { $rank } already.
role_taken = { $who } has no role any more.
role_taken_left = { $who } is only { $ranks } from now on.
role_cases = { $who } still has { $cases }: somebody else has to take over.
role_nothing = { $who } has no role.
role_nothing_such = { $who } is no { $rank }.
role_not_seen = I haven't seen { $typed } yet – let her write here once, or reply to her message.
role_several = Several people are called { $typed }: { $accounts }. Use the number, or reply to a message of theirs.
role_last_admin = That would leave no admin.
role_configured = { $who } is named in the configuration and stays admin: take them out of 'admins' there first.
role_by_role = { $who } is staff by a role of the server: take it from them there, or map it to none.
role_unknown_rank = I don't know '{ $typed }'. There are { $known }.
role_unknown_rank_near = I don't know '{ $typed }'. Did you mean { $nearest }? There are { $known }.
role_unknown_level = I don't know '{ $typed }'. A role makes people agent, senior, director or none.
role_mapped = Who holds { $role } is { $level } from now on.
role_unmapped = Who holds { $role } is no longer staff by it.
role_unknown_role = I don't know this role. Pick one of the server: /role map level: role:
role_how = Say it like this: /role list, /role add @anna agent, /role remove @anna – or reply to somebody's message: /role add agent
role_first_admin = { $who } is admin from now on: nobody was, and this place is theirs.

## Menu of commands
cmd_role = Who may do what: /role list, add, remove (admins)
opt_role_list = See who may do what
opt_role_add = Make somebody agent, senior, director or admin
opt_role_remove = Take from somebody what they are
opt_role_map = Make the holders of a role staff
opt_member = Who
opt_rank = What they are; nothing: all of it
opt_mapped_role = Which role of the server
