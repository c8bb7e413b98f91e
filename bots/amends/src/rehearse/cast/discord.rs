//! Discord: the server of the business, with the channels that its bot works in.

use amends_platforms::discord::{
    people::{NewChannel, NewGuild, NewRole, NewUser, People, Refused},
    permissions::Permissions,
    world::{ChannelKind, Guild, Id, World},
};

use super::{ANNA, BUSINESS, CAST, CEM, DANA, Member, ORDER, PIOTR, TALK, colleagues};

const WELCOME: &str = "welcome";
const CARE: &str = "care";
const DESK: &str = "care-desk";
const HELP: &str = "help";
const STAFF: &str = "staff";

const GREETING: &str =
    "Welcome! We help in #help. If something is wrong, give the command /complain.";

/// What only the bot and staff may do in channels that everybody reads.
const SPEAKS: Permissions = Permissions(
    Permissions::SEND_MESSAGES.0
        | Permissions::CREATE_PUBLIC_THREADS.0
        | Permissions::CREATE_PRIVATE_THREADS.0,
);
/// What staff may do beyond what everyone may. Who looks after messages is shown staff's commands.
const LEADS: Permissions = Permissions(
    Permissions::MANAGE_THREADS.0 | Permissions::MANAGE_MESSAGES.0 | Permissions::PIN_MESSAGES.0,
);

/// The places of the server, by the ids that they got when it was made.
#[derive(Clone, Copy, Debug)]
pub(in crate::rehearse) struct Server {
    pub(in crate::rehearse) guild: Id,
    pub(in crate::rehearse) care: Id,
    pub(in crate::rehearse) desk: Id,
    pub(in crate::rehearse) staff: Id,
}

impl Server {
    /// Finds the places in a world where everybody has gathered.
    pub(in crate::rehearse) fn find(world: &World) -> Option<Self> {
        let guild = world.guilds.values().next()?;
        Some(Self {
            guild: guild.id,
            care: channel(world, guild, CARE)?,
            desk: channel(world, guild, DESK)?,
            staff: guild.role_named(STAFF)?.id,
        })
    }
}

/// The first of that name: threads and later channels may have it too.
fn channel(world: &World, guild: &Guild, name: &str) -> Option<Id> {
    let is_meant = |id: &&Id| {
        world.channel(**id).is_some_and(|it| {
            it.guild == Some(guild.id) && it.kind == ChannelKind::Text && it.name == name
        })
    };
    world.channels.keys().find(is_meant).copied()
}

/// Brings everybody together in a new world: Dana was just helped with an order, in a thread that
/// everybody can read; Cem has closed his direct messages.
pub(in crate::rehearse) fn gather(people: &People) -> Result<(), Refused> {
    for member in CAST {
        let user = NewUser::new(member.discord_id, member.name).username(member.username);
        people.create_user(user)?;
    }
    let guild = people.create_guild(&NewGuild::new(BUSINESS, id(PIOTR)))?;
    let staff = people.create_role(guild, &NewRole::new(STAFF).may(LEADS).mentionable())?;
    let bot = people.invite_bot(guild, Permissions::DESK_BOT)?;
    // Piotr founded it.
    for member in CAST.into_iter().filter(|member| member.name != PIOTR.name) {
        people.join(id(member), guild)?;
    }
    for colleague in colleagues() {
        people.give_role(guild, id(colleague), staff)?;
    }
    people.set_dms(id(CEM), false)?;
    for (name, text) in [(WELCOME, Some(GREETING)), (CARE, None)] {
        let channel = people.create_channel(guild, &NewChannel::text(name))?;
        people.set_overwrite(channel, guild, Permissions::NONE, SPEAKS)?;
        people.set_overwrite(channel, bot, SPEAKS, Permissions::NONE)?;
        if let Some(text) = text {
            people.write(id(PIOTR), channel, text)?;
        }
    }
    people.create_channel(guild, &NewChannel::text(DESK).only_for(&[staff, bot]))?;
    let help = people.create_channel(guild, &NewChannel::text(HELP))?;
    let order = people.start_thread(id(DANA), help, ORDER, false)?;
    people.add_to_thread(id(DANA), order, id(ANNA))?;
    for (member, text) in TALK {
        people.write(id(member), order, text)?;
    }
    Ok(())
}

fn id(member: Member) -> Id {
    Id(member.discord_id)
}

#[cfg(test)]
mod tests {
    use amends_platforms::discord::{DiscordStandIn, Options};

    use super::*;

    #[tokio::test]
    async fn everybody_sees_what_is_meant_for_them() {
        let stand_in = DiscordStandIn::start(Options { spec: None, ..Options::default() });
        let stand_in = stand_in.await.unwrap();
        gather(&stand_in.people()).unwrap();
        let server = stand_in.look(Server::find).unwrap();
        stand_in.look(|world| {
            let order = world.channel_named(ORDER).unwrap().id;
            for (member, sees_desk) in [(DANA, false), (CEM, false), (ANNA, true), (PIOTR, true)] {
                assert_eq!(world.sees(id(member), server.desk), sees_desk, "{}", member.name);
                assert!(world.sees(id(member), server.care), "{}", member.name);
                assert!(world.sees(id(member), order), "{}", member.name);
            }
            let may = |member: Member, channel: Id, what: Permissions| {
                world.permissions(id(member), channel).include(what)
            };
            assert!(!may(DANA, server.care, Permissions::SEND_MESSAGES));
            assert!(may(ANNA, server.care, Permissions::MANAGE_THREADS));
            assert!(world.permissions(world.bot(), server.care).include(SPEAKS));
        });
    }
}
