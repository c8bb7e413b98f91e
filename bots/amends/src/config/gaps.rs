//! What is no mistake, and yet leaves unhappy customers alone.

use std::fmt;

use amends_core::{
    place::{Address, Platform},
    policy::Workspace,
};

use super::{Config, MessageContent};

const NO_DESK: &str = "neither telegram.desk nor discord.desk_channel is set, so unhappy customers \
    would reach nobody: make a group with topics for your staff on Telegram, make the bot admin \
    there and say /setup in it, or set AMENDS_TELEGRAM_DESK to its id; or make a channel that only \
    staff can see on Discord and say /setup in it, or set AMENDS_DISCORD_DESK_CHANNEL to its id";
const NO_TELEGRAM: &str = "the desk is on Telegram and no bot runs there, so unhappy customers \
    would reach nobody: set AMENDS_TELEGRAM_TOKEN to the token that @BotFather gave you";
const NO_DISCORD: &str = "the desk is on Discord and no bot runs there, so unhappy customers would \
    reach nobody: set AMENDS_DISCORD_TOKEN to the token from the developer portal";
const NO_STAFF: &str = "staff is empty, so nobody could take a case and unhappy customers would \
    reach nobody: list who works here, as in \
    AMENDS_STAFF=telegram:50:agent,telegram:51:senior";
const NO_STAFF_ON_DISCORD: &str = "the desk is on Discord and nobody is staff there, so nobody \
    could take a case and unhappy customers would reach nobody: set AMENDS_DISCORD_STAFF_ROLE to \
    the id of the role of your staff, or list them, as in AMENDS_STAFF=discord:7002:agent";
const NO_GUILD: &str = "discord.guild is not set, so no commands are offered on Discord, and \
    whatever server the bot is added to counts as yours: set AMENDS_DISCORD_GUILD to the id of your \
    server";
const NO_CARE: &str = "discord.care_channel is not set, so customers on Discord whose private \
    messages are closed can't be reached, and unhappy ones get no room to talk in: make a channel \
    that customers can see and not write in, and set AMENDS_DISCORD_CARE_CHANNEL to its id";
const CUSTOMERS_UNREAD: &str = "the desk is on Telegram and the bot may not read what is written \
    on your Discord server: direct messages of customers reach the desk all the same, but what \
    they write in a private thread does not, unless it mentions the bot. Switch on 'Message \
    Content Intent' in the developer portal under Bot, with discord.message_content = auto";
const STAFF_UNREAD: &str = "the desk is on Discord and the bot may not read what is written \
    there: customers on Telegram, and those on Discord who have no room because \
    discord.care_channel is not set, get only what staff write in a message that mentions the bot, \
    or with /say. Switch on 'Message Content Intent' in the developer portal under Bot, with \
    discord.message_content = auto";

/// Which bots run, and what they may do.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Bots {
    /// One runs on Telegram.
    pub(crate) telegram: bool,
    /// One runs on Discord.
    pub(crate) discord: Option<OnDiscord>,
}

/// What the bot on Discord knows and may do.
#[derive(Clone, Copy, Debug)]
pub(crate) struct OnDiscord {
    /// It knows which server it serves.
    pub(crate) knows_guild: bool,
    /// It may not read what people write on servers, as far as is known.
    pub(crate) is_kept_from_reading: bool,
}

impl Bots {
    /// What the configuration says; what the owner of the Discord bot allowed is not known yet.
    pub(crate) fn of(config: &Config) -> Self {
        Self {
            telegram: config.telegram.token.is_some(),
            discord: config.discord.token.as_ref().map(|_| OnDiscord {
                knows_guild: config.guild.is_some(),
                is_kept_from_reading: config.message_content == MessageContent::Off,
            }),
        }
    }
}

/// Something that a business lacks, and what to do about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Gap {
    /// What it is about.
    pub(crate) subject: &'static str,
    /// Both, in words.
    pub(crate) says: &'static str,
    /// It must be put right before customers are asked.
    pub(crate) is_grave: bool,
}

impl fmt::Display for Gap {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.says)
    }
}

/// What a business lacks for an unhappy customer to reach somebody.
pub(crate) fn gaps(business: &Workspace, bots: Bots) -> Vec<Gap> {
    let desk = business.desk.as_ref().map(|desk| desk.platform);
    let (on_telegram, on_discord) =
        (desk == Some(Platform::Telegram), desk == Some(Platform::Discord));
    let is_reached = |address: &Address| desk.is_none_or(|desk| desk == address.platform);
    let has_role = on_discord && !business.roles.is_empty();
    let has_staff = has_role || business.staff.iter().any(|member| is_reached(&member.address));
    let is_unread = bots.discord.is_some_and(|discord| discord.is_kept_from_reading);
    // Whoever has no room on Discord is written to in private.
    let is_relayed = bots.telegram || business.care.is_none();
    let has_no_guild = bots.discord.is_some_and(|discord| !discord.knows_guild);
    let gaps = [
        (desk.is_none(), true, "desk", NO_DESK),
        (on_telegram && !bots.telegram, true, "desk", NO_TELEGRAM),
        (on_discord && bots.discord.is_none(), true, "desk", NO_DISCORD),
        (!has_staff && !on_discord, true, "staff", NO_STAFF),
        (!has_staff && on_discord, true, "staff", NO_STAFF_ON_DISCORD),
        (has_no_guild, true, "discord", NO_GUILD),
        (bots.discord.is_some() && business.care.is_none(), false, "discord", NO_CARE),
        (is_unread && on_telegram, true, "message content", CUSTOMERS_UNREAD),
        (is_unread && on_discord && is_relayed, true, "message content", STAFF_UNREAD),
    ];
    let open = gaps.into_iter().filter(|(is_open, ..)| *is_open);
    open.map(|(_, is_grave, subject, says)| Gap { subject, says, is_grave }).collect()
}

#[cfg(test)]
mod tests {
    use amends_core::{
        place::Place,
        policy::{Level, RoleLevel, StaffMember},
    };

    use super::*;

    const DISCORD: OnDiscord = OnDiscord { knows_guild: true, is_kept_from_reading: false };
    const BOTH: Bots = Bots { telegram: true, discord: Some(DISCORD) };

    fn gaps(business: &Workspace, bots: Bots) -> Vec<&'static str> {
        super::gaps(business, bots).iter().map(|gap| gap.says).collect()
    }

    fn business(platform: Platform) -> Workspace {
        let member = StaffMember {
            address: Address::new(platform, "50"),
            name: None,
            username: None,
            level: Level::Agent,
            on_duty: true,
            duty_until: None,
            by_role: false,
        };
        let desk = Some(Place::chat(platform, "1001"));
        let care = Some(Place::chat(Platform::Discord, "7"));
        Workspace { desk, care, staff: vec![member], ..Workspace::new("Luma") }
    }

    #[test]
    fn a_desk_with_staff_lacks_nothing() {
        for platform in [Platform::Telegram, Platform::Discord] {
            assert_eq!(gaps(&business(platform), BOTH), Vec::<&str>::new());
        }
        let alone = Bots { discord: None, ..BOTH };
        let business = Workspace { care: None, ..business(Platform::Telegram) };
        assert_eq!(gaps(&business, alone), Vec::<&str>::new(), "Discord is not missed");
    }

    #[test]
    fn whatever_keeps_unhappy_customers_alone_is_told() {
        let whole = business(Platform::Telegram);
        let lost = OnDiscord { knows_guild: false, ..DISCORD };
        assert_eq!(gaps(&Workspace { desk: None, ..whole.clone() }, BOTH), [NO_DESK]);
        assert_eq!(gaps(&Workspace { staff: Vec::new(), ..whole.clone() }, BOTH), [NO_STAFF]);
        assert_eq!(gaps(&Workspace { care: None, ..whole.clone() }, BOTH), [NO_CARE]);
        assert_eq!(gaps(&whole, Bots { telegram: false, ..BOTH }), [NO_TELEGRAM]);
        assert_eq!(gaps(&whole, Bots { discord: Some(lost), ..BOTH }), [NO_GUILD]);
        let on_discord = business(Platform::Discord);
        assert_eq!(gaps(&on_discord, Bots { discord: None, ..BOTH }), [NO_DISCORD]);
        let staff = whole.staff;
        assert_eq!(gaps(&Workspace { staff, ..on_discord }, BOTH), [NO_STAFF_ON_DISCORD]);
    }

    #[test]
    fn a_role_is_staff() {
        let agent =
            RoleLevel { platform: Platform::Discord, role: "9".to_owned(), level: Level::Agent };
        let mut business = business(Platform::Discord);
        (business.staff, business.roles) = (Vec::new(), vec![agent]);
        assert_eq!(gaps(&business, BOTH), Vec::<&str>::new());
        business.desk = Some(Place::chat(Platform::Telegram, "-1001"));
        assert_eq!(gaps(&business, BOTH), [NO_STAFF], "roles of Discord are none of Telegram");
    }

    #[test]
    fn what_can_not_be_read_matters_where_it_is_relayed() {
        let kept = OnDiscord { is_kept_from_reading: true, ..DISCORD };
        let kept = Bots { discord: Some(kept), ..BOTH };
        assert_eq!(gaps(&business(Platform::Telegram), kept), [CUSTOMERS_UNREAD]);
        assert_eq!(gaps(&business(Platform::Discord), kept), [STAFF_UNREAD]);
        let alone = Bots { telegram: false, ..kept };
        let whole = business(Platform::Discord);
        assert_eq!(gaps(&whole, alone), Vec::<&str>::new(), "they talk in rooms");
        let without_rooms = Workspace { care: None, ..whole };
        assert_eq!(gaps(&without_rooms, alone), [NO_CARE, STAFF_UNREAD]);
    }
}
