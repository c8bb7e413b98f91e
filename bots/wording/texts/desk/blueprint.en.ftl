### What whoever runs the service reads about a file with everything that admins set.

made_by_file = amends config import
blueprint_wrong = { $at }: { $why }
blueprint_unread = line { $line }: { $said }
blueprint_layout = This file is of another version of amends: it says { $is }, and 1 is what is read here.
blueprint_unknown = There is no setting of this name.
blueprint_unknown_near = There is no setting of this name. Did you mean { $nearest }?
blueprint_switch = Write on or off.
blueprint_account = Write an account with its platform, such as telegram:77, and no name.
blueprint_place = Write a chat with its platform, such as telegram:-1001234, or none.
blueprint_level = Write agent, senior or director.
blueprint_kind = Write one of { $known }.
blueprint_day = Write a day, such as 2026-12-24.
blueprint_twice = It is there twice: leave one out.
blueprint_too_many = That is too much: { $most } at most.
blueprint_last_admin = Nobody would administer any more: write admin = true for somebody.
blueprint_nobody = An unhappy customer would reach nobody: name a desk and staff first, or write off.
