//! How contacts are noticed to have ended, and how people ask to be heard: what is switched on, and
//! what each way needs.

use std::io;

use amends_core::{
    place::{Place, Platform},
    policy::{Signals, Workspace},
};

use super::{Findings, Verdict};
use crate::config::{Bots, OnDiscord};

/// A channel of the server on Discord, as far as signals are about it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Channel {
    /// Its id.
    pub(super) id: String,
    /// Its name.
    pub(super) name: String,
    /// People talk there.
    pub(super) is_voice: bool,
    /// The names of the tags that posts there may have.
    pub(super) tags: Vec<String>,
}

/// Tells of each signal whether it is on and what it needs; `seen` are the channels of the server,
/// if they are known.
pub(super) fn tell(
    business: &Workspace,
    bots: Bots,
    seen: Option<&[Channel]>,
    out: &mut Findings,
) -> io::Result<()> {
    for (verdict, says) in lines(business, bots, seen) {
        match verdict {
            Verdict::Fine => out.fine("signals", says)?,
            Verdict::Note => out.note("signals", says)?,
            Verdict::Wrong => out.wrong("signals", says)?,
        }
    }
    Ok(())
}

fn lines(business: &Workspace, bots: Bots, seen: Option<&[Channel]>) -> Vec<(Verdict, String)> {
    let signals = &business.signals;
    let mut lines = vec![
        closed(signals, bots),
        idle(signals, bots),
        solved(signals, bots, seen),
        ticket(signals, bots, seen),
        voice(signals, bots, seen),
    ];
    lines.extend(watched(signals, seen));
    lines.extend([panel(business, bots), done(business, bots), feedback(signals, bots)]);
    lines
}

fn off(key: &str) -> (Verdict, String) {
    (Verdict::Fine, format!("{key}: off"))
}

fn on(key: &str, what: &str) -> (Verdict, String) {
    (Verdict::Fine, format!("{key}: on, {what}"))
}

fn missing(verdict: Verdict, key: &str, what: &str) -> (Verdict, String) {
    (verdict, format!("{key}: on, and nothing comes of it: {what}"))
}

const NO_BOT: &str = "no bot runs";
const NO_DISCORD: &str = "Discord alone has this, and no bot runs there: set AMENDS_DISCORD_TOKEN, \
    or switch it off";

fn runs(bots: Bots) -> bool {
    bots.telegram || bots.discord.is_some()
}

fn closed(signals: &Signals, bots: Bots) -> (Verdict, String) {
    const KEY: &str = "closed";
    if !signals.closed {
        return off(KEY);
    }
    if !runs(bots) {
        return missing(Verdict::Note, KEY, NO_BOT);
    }
    on(
        KEY,
        "a topic or thread that somebody closes is an end; needs: the bot is admin of the group on \
         Telegram, sees the channels on Discord ('View Channel'), and a customer wrote there",
    )
}

fn idle(signals: &Signals, bots: Bots) -> (Verdict, String) {
    const KEY: &str = "idle";
    match (signals.idle, bots.discord) {
        (false, _) => off(KEY),
        (true, None) => missing(Verdict::Note, KEY, NO_DISCORD),
        (true, Some(_)) => on(
            KEY,
            "a thread that Discord puts away after a silence is an end; needs: the bot sees the \
             channels ('View Channel')",
        ),
    }
}

fn solved(signals: &Signals, bots: Bots, seen: Option<&[Channel]>) -> (Verdict, String) {
    const KEY: &str = "solved";
    let Some(tag) = &signals.solved else { return off(KEY) };
    if bots.discord.is_none() {
        return missing(Verdict::Note, KEY, NO_DISCORD);
    }
    let tags = seen.map(|seen| seen.iter().flat_map(|channel| &channel.tags));
    let is_it = |other: &String| other.to_lowercase() == tag.to_lowercase();
    if tags.is_some_and(|mut tags| !tags.any(is_it)) {
        let what = format!(
            "no forum that the bot sees has the tag `{tag}`: add it in the forum's settings, allow \
             the bot 'View Channel' there, or correct signals.solved"
        );
        return missing(Verdict::Wrong, KEY, &what);
    }
    on(KEY, &format!("a forum post with the tag `{tag}` is an end; needs: a forum with that tag"))
}

fn ticket(signals: &Signals, bots: Bots, seen: Option<&[Channel]>) -> (Verdict, String) {
    const KEY: &str = "ticket";
    let Some(prefix) = &signals.ticket else { return off(KEY) };
    if bots.discord.is_none() {
        return missing(Verdict::Note, KEY, NO_DISCORD);
    }
    let needs = format!(
        "the end of a channel whose name begins with `{prefix}` is one; needs: the bot sees such \
         channels (allow it 'View Channel' in the category of the ticket bot), and the customer is \
         let in by name, as ticket bots do"
    );
    let is_it = |channel: &Channel| channel.name.starts_with(prefix.as_str());
    match seen {
        Some(seen) if !seen.iter().any(is_it) => {
            let says = format!("{KEY}: on, {needs}. The bot sees no such channel at the moment");
            (Verdict::Note, says)
        }
        Some(_) | None => on(KEY, &needs),
    }
}

fn voice(signals: &Signals, bots: Bots, seen: Option<&[Channel]>) -> (Verdict, String) {
    const KEY: &str = "voice";
    if signals.voice.is_empty() {
        return off(KEY);
    }
    if bots.discord.is_none() {
        return missing(Verdict::Note, KEY, NO_DISCORD);
    }
    let is_heard = |place: &&Place| {
        let found = seen.map(|seen| seen.iter().find(|channel| channel.id == place.chat));
        found.is_none_or(|channel| channel.is_some_and(|channel| channel.is_voice))
    };
    if let Some(place) = signals.voice.iter().find(|place| !is_heard(place)) {
        let what = format!(
            "the bot sees no voice channel {}: check signals.voice, and allow the bot 'View \
             Channel' there",
            place.chat
        );
        return missing(Verdict::Wrong, KEY, &what);
    }
    let count = signals.voice.len();
    on(
        KEY,
        &format!(
            "a customer who leaves one of {count} voice channels is asked; needs: they were there \
             with staff for a minute"
        ),
    )
}

/// Places that alone count, and are not there.
fn watched(signals: &Signals, seen: Option<&[Channel]>) -> Vec<(Verdict, String)> {
    let Some(seen) = seen else { return Vec::new() };
    let ours = signals.watched.iter().filter(|place| place.platform == Platform::Discord);
    let lost = ours.filter(|place| !seen.iter().any(|channel| channel.id == place.chat));
    let says = |place: &Place| {
        format!("the bot sees no channel {} on the server: check signals.watched", place.chat)
    };
    lost.map(|place| (Verdict::Wrong, says(place))).collect()
}

fn panel(business: &Workspace, bots: Bots) -> (Verdict, String) {
    const KEY: &str = "panel";
    match (business.signals.panel, bots.discord, &business.care) {
        (false, ..) => off(KEY),
        (true, None, _) => {
            (Verdict::Fine, format!("{KEY}: on, for Discord alone, where no bot runs"))
        }
        (true, Some(_), None) => missing(
            Verdict::Note,
            KEY,
            "it stands in discord.care_channel, which is not set: set it, or set signals.panel to \
             off",
        ),
        (true, Some(_), Some(_)) => on(
            KEY,
            "a message with buttons stands in discord.care_channel; needs: customers see that \
             channel, and the bot may write there",
        ),
    }
}

fn done(business: &Workspace, bots: Bots) -> (Verdict, String) {
    const KEY: &str = "done";
    let OnDiscord { knows_guild, .. } =
        bots.discord.unwrap_or(OnDiscord { knows_guild: true, is_kept_from_reading: false });
    if !business.signals.done {
        return off(KEY);
    }
    if !runs(bots) {
        return missing(Verdict::Note, KEY, NO_BOT);
    }
    if business.staff.is_empty() && business.roles.is_empty() {
        return missing(Verdict::Wrong, KEY, "nobody is staff: set staff or discord.staff_role");
    }
    if !knows_guild {
        let what = "commands are offered on one server alone, and discord.guild is not set";
        return missing(Verdict::Wrong, KEY, what);
    }
    on(KEY, "staff ask with /done, on Discord also with the menu of a person; needs: staff")
}

fn feedback(signals: &Signals, bots: Bots) -> (Verdict, String) {
    const KEY: &str = "feedback";
    match (signals.feedback, runs(bots)) {
        (false, _) => off(KEY),
        (true, false) => missing(Verdict::Note, KEY, NO_BOT),
        (true, true) => on(KEY, "customers are asked when they say /feedback; needs: nothing"),
    }
}

#[cfg(test)]
mod tests {
    use amends_core::policy::{Level, RoleLevel};

    use super::*;

    const ALL: Bots = Bots {
        telegram: true,
        discord: Some(OnDiscord { knows_guild: true, is_kept_from_reading: false }),
    };

    fn discord(id: &str) -> Place {
        Place::chat(Platform::Discord, id)
    }

    /// A business with everything switched on.
    fn business() -> Workspace {
        let role =
            RoleLevel { platform: Platform::Discord, role: "9".to_owned(), level: Level::Agent };
        let signals = Signals {
            idle: true,
            solved: Some("Solved".to_owned()),
            ticket: Some("ticket-".to_owned()),
            voice: vec![discord("50")],
            watched: vec![discord("60")],
            ..Signals::default()
        };
        let (care, roles) = (Some(discord("40")), vec![role]);
        Workspace { care, roles, signals, ..Workspace::new("Luma") }
    }

    fn server() -> Vec<Channel> {
        let channel = |id: &str, name: &str| Channel {
            id: id.to_owned(),
            name: name.to_owned(),
            ..Channel::default()
        };
        vec![
            Channel { tags: vec!["solved".to_owned()], ..channel("30", "questions") },
            channel("31", "ticket-0001"),
            Channel { is_voice: true, ..channel("50", "Support") },
            channel("60", "help"),
        ]
    }

    /// The names of what is not as it should be, with how bad that is.
    fn amiss(lines: Vec<(Verdict, String)>) -> Vec<(Verdict, String)> {
        let bad = lines.into_iter().filter(|(verdict, _)| *verdict != Verdict::Fine);
        let name = |says: String| says.split(':').next().unwrap_or_default().to_owned();
        bad.map(|(verdict, says)| (verdict, name(says))).collect()
    }

    fn named(verdict: Verdict, names: &[&str]) -> Vec<(Verdict, String)> {
        names.iter().map(|name| (verdict, (*name).to_owned())).collect()
    }

    #[test]
    fn each_signal_has_one_line() {
        let keys = ["closed", "idle", "solved", "ticket", "voice", "panel", "done", "feedback"];
        let lines = lines(&business(), ALL, Some(&server()));
        assert_eq!(amiss(lines.clone()), []);
        for (key, (_, says)) in keys.iter().zip(&lines) {
            assert!(
                says.starts_with(&format!("{key}: on, ")) && says.contains("needs: "),
                "{says}"
            );
        }
        assert_eq!(lines.len(), keys.len());
        let signals = Signals {
            closed: false,
            panel: false,
            done: false,
            feedback: false,
            ..Signals::default()
        };
        let lines = super::lines(&Workspace { signals, ..business() }, ALL, Some(&server()));
        let says: Vec<&str> = lines.iter().map(|(_, says)| says.as_str()).collect();
        assert_eq!(says, keys.map(|key| format!("{key}: off")));
    }

    #[test]
    fn what_a_signal_lacks_is_told() {
        let whole = business();
        let bare = lines(&whole, ALL, Some(&[]));
        let mut wrong = amiss(bare);
        wrong.retain(|(verdict, _)| *verdict == Verdict::Wrong);
        let lost = "the bot sees no channel 60 on the server";
        assert_eq!(wrong, named(Verdict::Wrong, &["solved", "voice", lost]));
        let mute: Vec<Channel> =
            server().into_iter().map(|it| Channel { is_voice: false, ..it }).collect();
        let told = amiss(lines(&whole, ALL, Some(&mute)));
        assert_eq!(told, named(Verdict::Wrong, &["voice"]), "words are no talk");
        let alone = Bots { discord: None, ..ALL };
        let told = amiss(lines(&whole, alone, None));
        assert_eq!(told, named(Verdict::Note, &["idle", "solved", "ticket", "voice"]));
        let nowhere = Workspace { care: None, roles: Vec::new(), ..whole.clone() };
        let told = amiss(lines(&nowhere, ALL, Some(&server())));
        let panel = named(Verdict::Note, &["panel"]);
        assert_eq!(told, [panel, named(Verdict::Wrong, &["done"])].concat());
        let lost = OnDiscord { knows_guild: false, is_kept_from_reading: false };
        let told = amiss(lines(&whole, Bots { discord: Some(lost), ..ALL }, None));
        assert_eq!(told, named(Verdict::Wrong, &["done"]));
    }
}
