//! Which described objects the events of the gateway are made of.

use serde_json::Value;

/// An object within an event.
#[derive(Debug)]
pub(super) struct Part {
    pub(super) path: String,
    pub(super) schema: &'static str,
    pub(super) value: Value,
}

/// What an event adds to a described object, and is therefore laid aside.
const MESSAGE_EXTRAS: [&str; 3] = ["guild_id", "member", "channel_type"];

/// Returns the described objects of an event.
pub(super) fn parts(event: &str, body: &Value) -> Vec<Part> {
    let whole = |schema, extras: &[&str]| vec![part(event, schema, body, extras)];
    match event {
        "MESSAGE_CREATE" | "MESSAGE_UPDATE" => vec![message(event, body)],
        "CHANNEL_CREATE" | "CHANNEL_UPDATE" | "CHANNEL_DELETE" => {
            let is_private = body.get("guild_id").is_none();
            whole(if is_private { "PrivateChannelResponse" } else { "GuildChannelResponse" }, &[])
        }
        "THREAD_CREATE" | "THREAD_UPDATE" => whole("ThreadResponse", &["newly_created"]),
        "THREAD_MEMBER_UPDATE" => whole("ThreadMemberResponse", &["guild_id"]),
        "THREAD_MEMBERS_UPDATE" => {
            list(event, "ThreadMemberResponse", &body["added_members"], &["presence"])
        }
        "GUILD_MEMBER_ADD" | "GUILD_MEMBER_UPDATE" => whole("GuildMemberResponse", &["guild_id"]),
        "GUILD_MEMBER_REMOVE" => vec![part(event, "UserResponse", &body["user"], &[])],
        "GUILD_ROLE_CREATE" | "GUILD_ROLE_UPDATE" => {
            vec![part(event, "GuildRoleResponse", &body["role"], &[])]
        }
        "VOICE_STATE_UPDATE" => whole("VoiceStateResponse", &[]),
        "GUILD_CREATE" => guild(event, body),
        "INTERACTION_CREATE" => interaction(event, body),
        _ => Vec::new(),
    }
}

fn guild(event: &str, body: &Value) -> Vec<Part> {
    let mut parts = list(event, "GuildRoleResponse", &body["roles"], &[]);
    parts.extend(list(event, "GuildMemberResponse", &body["members"], &[]));
    parts.extend(list(event, "ThreadResponse", &body["threads"], &[]));
    // Within its guild a channel does not say which guild that is.
    for (schema, key) in
        [("GuildChannelResponse", "channels"), ("VoiceStateResponse", "voice_states")]
    {
        for mut part in list(event, schema, &body[key], &[]) {
            part.value["guild_id"] = body["id"].clone();
            parts.push(part);
        }
    }
    parts
}

fn interaction(event: &str, body: &Value) -> Vec<Part> {
    let mut parts = Vec::new();
    if let Some(member) = body.get("member") {
        parts.push(part(event, "GuildMemberResponse", member, &["permissions"]));
    }
    if let Some(user) = body.get("user") {
        parts.push(part(event, "UserResponse", user, &[]));
    }
    if let Some(shown) = body.get("message") {
        parts.push(message(event, shown));
    }
    let resolved = &body["data"]["resolved"];
    for user in resolved["users"].as_object().into_iter().flatten().map(|(_, user)| user) {
        parts.push(part(event, "UserResponse", user, &[]));
    }
    for file in resolved["attachments"].as_object().into_iter().flatten().map(|(_, file)| file) {
        parts.push(part(event, "AttachmentResponse", file, &[]));
    }
    for shown in resolved["messages"].as_object().into_iter().flatten().map(|(_, shown)| shown) {
        parts.push(message(event, shown));
    }
    parts
}

fn message(event: &str, body: &Value) -> Part {
    let mut part = part(event, "MessageResponse", body, &MESSAGE_EXTRAS);
    for user in part.value["mentions"].as_array_mut().into_iter().flatten() {
        remove(user, &["member"]);
    }
    if let Some(answered) = part.value.get_mut("referenced_message").filter(|it| it.is_object()) {
        remove(answered, &MESSAGE_EXTRAS);
    }
    part
}

fn list(event: &str, schema: &'static str, items: &Value, extras: &[&str]) -> Vec<Part> {
    let items = items.as_array().into_iter().flatten();
    items.map(|item| part(event, schema, item, extras)).collect()
}

fn part(event: &str, schema: &'static str, value: &Value, extras: &[&str]) -> Part {
    let mut value = value.clone();
    remove(&mut value, extras);
    Part { path: format!("{event} ({schema})"), schema, value }
}

fn remove(value: &mut Value, keys: &[&str]) {
    // What is no object at all the check of its kind will tell.
    if let Some(object) = value.as_object_mut() {
        object.retain(|key, _| !keys.contains(&key.as_str()));
    }
}
