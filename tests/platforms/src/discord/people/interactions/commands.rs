//! Slash commands and the menus over people and messages.

use serde_json::{Map, Value, json};

use super::{Given, NewInteraction};
use crate::discord::{
    people::{People, Refused, refused},
    permissions::Permissions,
    world::{Id, InteractionKind, World},
};

const CHAT_INPUT: u64 = 1;
const USER_MENU: u64 = 2;
const MESSAGE_MENU: u64 = 3;
const SUBCOMMAND: u64 = 1;
const GROUP: u64 = 2;
const IN_BOT_DM: u64 = 1;
const IN_GUILD: u64 = 0;

impl People {
    /// Uses a slash command. Behind its name may stand a subcommand, as in `desk join`.
    pub fn slash(
        &self,
        user: Id,
        channel: Id,
        command: &str,
        options: &[(&str, Given)],
    ) -> Result<Id, Refused> {
        self.act(|world| {
            let data = world.command_data(user, channel, command, options, None)?;
            Ok(world.command(user, channel, InteractionKind::Command, data))
        })
    }

    /// Types in an option that offers suggestions; the interaction holds them once they came.
    pub fn type_option(
        &self,
        user: Id,
        channel: Id,
        command: &str,
        option: &str,
        typed: &str,
    ) -> Result<Id, Refused> {
        self.act(|world| {
            let given = [(option, Given::from(typed))];
            let data = world.command_data(user, channel, command, &given, Some(option))?;
            Ok(world.command(user, channel, InteractionKind::Autocomplete, data))
        })
    }

    /// Uses a menu over a person.
    pub fn user_menu(&self, user: Id, channel: Id, name: &str, target: Id) -> Result<Id, Refused> {
        self.act(|world| {
            let command = world.registered_for(user, channel, (USER_MENU, name), None)?;
            world.user_mut(target)?;
            let guild = world.seen_by(user, channel)?.guild;
            let mut resolved = Map::new();
            world.resolve(&mut resolved, guild, &Given::User(target));
            let mut data = head(&command);
            data["target_id"] = json!(target);
            data["resolved"] = Value::Object(resolved);
            Ok(world.command(user, channel, InteractionKind::Command, data))
        })
    }

    /// Uses a menu over a message.
    pub fn message_menu(
        &self,
        user: Id,
        channel: Id,
        name: &str,
        message: Id,
    ) -> Result<Id, Refused> {
        self.act(|world| {
            let command = world.registered_for(user, channel, (MESSAGE_MENU, name), None)?;
            world.message_seen_by(user, channel, message)?;
            let mut data = head(&command);
            data["target_id"] = json!(message);
            // The text of a message that was handed over like this is shown to any bot.
            let shown = world.wire_message(channel, message);
            data["resolved"] = json!({ "messages": { message.to_string(): shown } });
            Ok(world.command(user, channel, InteractionKind::Command, data))
        })
    }

    /// Returns what the app offers a person behind a slash in a channel, by name.
    pub fn commands_offered(&self, user: Id, channel: Id) -> Vec<String> {
        let names = self.offered(user, channel).into_iter();
        names.filter_map(|command| command["name"].as_str().map(str::to_owned)).collect()
    }

    /// Returns what the app offers a person behind a slash in a channel, as it was registered.
    pub fn offered(&self, user: Id, channel: Id) -> Vec<Value> {
        let state = self.shared.lock();
        let world = &state.world;
        let offered = world.commands_in(channel).into_iter();
        let offered = offered.filter(|command| {
            command["type"].as_u64() == Some(CHAT_INPUT) && world.may_use(user, channel, command)
        });
        offered.collect()
    }
}

fn head(command: &Value) -> Value {
    let mut data = json!({ "id": command["id"], "name": command["name"], "type": command["type"] });
    if let Some(guild) = command.get("guild_id") {
        data["guild_id"] = guild.clone();
    }
    data
}

/// Whether a command has this part, or none if none is wanted.
fn has_part(command: &Value, part: Option<&str>) -> bool {
    let options = command["options"].as_array().map_or(&[][..], Vec::as_slice);
    let mut parts =
        options.iter().filter(|it| matches!(it["type"].as_u64(), Some(SUBCOMMAND | GROUP)));
    match part {
        Some(part) => parts.any(|it| it["name"] == part),
        None => parts.next().is_none(),
    }
}

impl World {
    fn command(&mut self, user: Id, channel: Id, kind: InteractionKind, data: Value) -> Id {
        let new = NewInteraction { kind, user, channel, message: None, opened_by: None, data };
        self.interact(new)
    }

    /// Returns the commands that the bot registered for a channel: of its guild, then for all.
    fn commands_in(&self, channel: Id) -> Vec<Value> {
        let guild = self.channel(channel).and_then(|channel| channel.guild);
        let of_guild = guild.map(|guild| self.registered(guild)).unwrap_or_default();
        let context = if guild.is_some() { IN_GUILD } else { IN_BOT_DM };
        let fits = |command: &Value| {
            let contexts = command["contexts"].as_array();
            let is_open_in_dms = command["dm_permission"] != json!(false);
            contexts.map_or(context == IN_GUILD || is_open_in_dms, |contexts| {
                contexts.iter().any(|it| it.as_u64() == Some(context))
            })
        };
        let for_all = self.registered(Id(0)).into_iter().filter(fits);
        of_guild.into_iter().chain(for_all).collect()
    }

    fn may_use(&self, user: Id, channel: Id, command: &Value) -> bool {
        if self.channel(channel).is_none_or(|channel| channel.guild.is_none()) {
            return true;
        }
        let held = self.permissions(user, channel);
        let wanted = command["default_member_permissions"].as_str();
        let wanted = wanted.and_then(|bits| bits.parse().ok()).map(Permissions);
        let is_met = match wanted {
            // An empty set leaves it to administrators.
            Some(Permissions::NONE) => held == Permissions::ALL,
            Some(wanted) => held.include(wanted),
            None => true,
        };
        is_met && held.include(Permissions::USE_APPLICATION_COMMANDS)
    }

    /// Returns a command by its kind and name. A guild may have one of the same name as that for
    /// everyone: the app shows both, and people pick the one with the part that they want.
    fn registered_for(
        &self,
        user: Id,
        channel: Id,
        (kind, name): (u64, &str),
        part: Option<&str>,
    ) -> Result<Value, Refused> {
        self.seen_by(user, channel)?;
        let all = self.commands_in(channel).into_iter();
        let found = all.filter(|it| it["name"] == name && it["type"].as_u64() == Some(kind));
        let mut found: Vec<Value> = found.collect();
        if found.is_empty() {
            return refused(format!("the app offers no command `{name}` here"));
        }
        found.retain(|command| self.may_use(user, channel, command));
        if found.is_empty() {
            return refused(format!("the app does not offer user {user} the command `{name}`"));
        }
        let meant = found.iter().position(|command| has_part(command, part)).unwrap_or_default();
        Ok(found.swap_remove(meant))
    }

    /// Returns the data of a slash command, with what the app checks before it sends them.
    fn command_data(
        &mut self,
        user: Id,
        channel: Id,
        path: &str,
        given: &[(&str, Given)],
        focused: Option<&str>,
    ) -> Result<Value, Refused> {
        let mut names = path.split(' ').peekable();
        let name = names.next().unwrap_or_default();
        let part = names.peek().copied();
        let command = self.registered_for(user, channel, (CHAT_INPUT, name), part)?;
        let mut wanted = &command["options"];
        let mut way = Vec::new();
        for name in names {
            let parts = wanted.as_array().into_iter().flatten();
            let is_part = |it: &&Value| matches!(it["type"].as_u64(), Some(SUBCOMMAND | GROUP));
            let Some(part) = parts.filter(is_part).find(|it| it["name"] == name) else {
                return refused(format!("the command `{path}` has no part `{name}`"));
            };
            way.push((part["name"].clone(), part["type"].clone()));
            wanted = &part["options"];
        }
        let wanted = wanted.as_array().map_or(&[][..], Vec::as_slice);
        if wanted.iter().any(|it| matches!(it["type"].as_u64(), Some(SUBCOMMAND | GROUP))) {
            return refused(format!("the command `{path}` needs one of its parts"));
        }
        let given = &self.upload(given);
        let mut options = check_options(wanted, given, focused)?;
        for (name, kind) in way.into_iter().rev() {
            options = vec![json!({ "name": name, "type": kind, "options": options })];
        }
        let mut resolved = Map::new();
        let guild = self.seen_by(user, channel)?.guild;
        for (_, value) in given {
            self.resolve(&mut resolved, guild, value);
        }
        let mut data = head(&command);
        if !options.is_empty() {
            data["options"] = json!(options);
        }
        if !resolved.is_empty() {
            data["resolved"] = Value::Object(resolved);
        }
        Ok(data)
    }

    /// Keeps the files among the values: they are uploaded before the rest is sent.
    fn upload<'a>(&mut self, given: &[(&'a str, Given)]) -> Vec<(&'a str, Given)> {
        let uploaded = given.iter().map(|(name, value)| {
            let Given::File(file) = value else { return (*name, value.clone()) };
            (*name, Given::Uploaded(self.store(&file.name, None, &file.bytes).id))
        });
        uploaded.collect()
    }

    /// Adds the object that a value names.
    fn resolve(&self, resolved: &mut Map<String, Value>, guild: Option<Id>, value: &Given) {
        let mut add = |kind: &str, id: Id, object: Value| {
            let all = resolved.entry(kind).or_insert_with(|| json!({}));
            all[id.to_string()] = object;
        };
        match value {
            Given::User(user) => {
                add("users", *user, self.wire_user(*user));
                let Some(guild) = guild else { return };
                let Some(mut member) = self.wire_bare_member(guild, *user) else { return };
                if let Some(member) = member.as_object_mut() {
                    // Resolved members leave these out.
                    member.remove("mute");
                    member.remove("deaf");
                }
                let held = self.guilds.get(&guild).and_then(|guild| guild.permissions_of(*user));
                member["permissions"] = json!(held.unwrap_or_default());
                add("members", *user, member);
            }
            Given::Channel(channel) => add("channels", *channel, self.wire_channel(*channel)),
            Given::Role(role) => {
                if let Some(guild) = guild {
                    add("roles", *role, self.wire_role(guild, *role));
                }
            }
            Given::Uploaded(file) => {
                if let Some(told) = self.wire_upload(*file) {
                    add("attachments", *file, told);
                }
            }
            Given::Text(_)
            | Given::Integer(_)
            | Given::Number(_)
            | Given::Flag(_)
            | Given::File(_) => (),
        }
    }
}

fn check_options(
    wanted: &[Value],
    given: &[(&str, Given)],
    focused: Option<&str>,
) -> Result<Vec<Value>, Refused> {
    if let Some((name, _)) =
        given.iter().find(|(name, _)| !wanted.iter().any(|it| it["name"] == *name))
    {
        return refused(format!("the command has no option `{name}`"));
    }
    let mut options = Vec::new();
    for option in wanted {
        let name = option["name"].as_str().unwrap_or_default();
        let Some((_, value)) = given.iter().find(|(it, _)| *it == name) else {
            if option["required"] == json!(true) && focused.is_none() {
                return refused(format!("the option `{name}` must be given"));
            }
            continue;
        };
        let mut told = json!({ "name": name, "type": option["type"], "value": plain(value) });
        if focused == Some(name) {
            if option["autocomplete"] != json!(true) {
                return refused(format!("the option `{name}` offers no suggestions"));
            }
            told["focused"] = json!(true);
        } else {
            check_value(option, name, value)?;
        }
        options.push(told);
    }
    Ok(options)
}

fn plain(value: &Given) -> Value {
    match value {
        Given::Text(text) => json!(text),
        Given::Integer(number) => json!(number),
        Given::Number(number) => json!(number),
        Given::Flag(flag) => json!(flag),
        Given::User(id) | Given::Channel(id) | Given::Role(id) | Given::Uploaded(id) => json!(id),
        // It has no id before it is uploaded.
        Given::File(_) => Value::Null,
    }
}

fn check_value(option: &Value, name: &str, value: &Given) -> Result<(), Refused> {
    let kind = match value {
        Given::Text(_) => 3,
        Given::Integer(_) => 4,
        Given::Flag(_) => 5,
        Given::User(_) => 6,
        Given::Channel(_) => 7,
        Given::Role(_) => 8,
        Given::Number(_) => 10,
        Given::File(_) | Given::Uploaded(_) => 11,
    };
    if option["type"].as_u64() != Some(kind) {
        return refused(format!("the option `{name}` takes another type than {value:?}"));
    }
    let choices = option["choices"].as_array().filter(|choices| !choices.is_empty());
    if choices.is_some_and(|all| !all.iter().any(|it| it["value"] == plain(value))) {
        return refused(format!("the option `{name}` does not offer {value:?}"));
    }
    let bound = |key: &str| option[key].as_i64();
    let (least, most, size) = match value {
        Given::Text(text) => {
            let size = i64::try_from(text.chars().count()).unwrap_or(i64::MAX);
            (bound("min_length"), bound("max_length").or(Some(6000)), size)
        }
        Given::Integer(number) => (bound("min_value"), bound("max_value"), *number),
        Given::Number(_)
        | Given::Flag(_)
        | Given::User(_)
        | Given::Channel(_)
        | Given::Role(_)
        | Given::File(_)
        | Given::Uploaded(_) => return Ok(()),
    };
    if least.is_some_and(|least| size < least) || most.is_some_and(|most| most < size) {
        return refused(format!("the option `{name}` does not take {value:?}"));
    }
    Ok(())
}
