//! Who is in the rehearsal, and where they meet on each platform.

mod discord;
mod telegram;

use amends_core::place::Platform;
use serde_json::{Value, json};

pub(super) use self::{
    discord::{Server, gather as gather_on_discord},
    telegram::{DESK, HELP, gather as gather_on_telegram},
};

/// The business that people rehearse with, unless the environment names another.
pub(super) const BUSINESS: &str = "Luma Café";
/// What is being talked about from the start, on both platforms.
pub(super) const ORDER: &str = "Order 118";

const DANA: Member = member(1001, 804_100_000_000_001_001, "Dana", "dana", None);
const CEM: Member = member(1002, 804_100_000_000_001_002, "Cem", "cemi", None);
const ANNA: Member = member(2001, 804_100_000_000_002_001, "Anna", "anna", Some("agent"));
const MIHAI: Member = member(2002, 804_100_000_000_002_002, "Mihai", "mihai", Some("agent"));
const KATRIN: Member = member(2003, 804_100_000_000_002_003, "Katrin", "katrin", Some("senior"));
const PIOTR: Member = member(2004, 804_100_000_000_002_004, "Piotr", "piotr", Some("director"));

/// Everybody.
const CAST: [Member; 6] = [DANA, CEM, ANNA, MIHAI, KATRIN, PIOTR];

/// What everybody said about the order.
const TALK: [(Member, &str); 3] = [
    (DANA, "Hello, could I have order 118 without onions?"),
    (ANNA, "Of course, Dana. The kitchen knows – it is on its way."),
    (DANA, "Perfect, thanks!"),
];

/// Somebody in the rehearsal, with an account on each platform.
#[derive(Clone, Copy, Debug)]
pub(super) struct Member {
    /// The account on Telegram.
    pub(super) id: i64,
    /// The account on Discord.
    pub(super) discord_id: u64,
    pub(super) name: &'static str,
    pub(super) username: &'static str,
    /// The level on the staff; none means a customer.
    pub(super) level: Option<&'static str>,
}

const fn member(
    id: i64,
    discord_id: u64,
    name: &'static str,
    username: &'static str,
    level: Option<&'static str>,
) -> Member {
    Member { id, discord_id, name, username, level }
}

/// Finds somebody by the id of their account on Telegram.
pub(super) fn find(id: i64) -> Option<&'static Member> {
    CAST.iter().find(|member| member.id == id)
}

/// The staff as the configuration wants them: `telegram:2001:agent,…`.
pub(super) fn staff() -> String {
    let accounts = CAST.iter().filter_map(|member| {
        let level = member.level?;
        let account = |platform: Platform, id: String| format!("{}:{id}:{level}", platform.name());
        Some([
            account(Platform::Telegram, member.id.to_string()),
            account(Platform::Discord, member.discord_id.to_string()),
        ])
    });
    accounts.flatten().collect::<Vec<_>>().join(",")
}

/// Who administers, as the configuration wants it: the owner of the business.
pub(super) fn admins() -> String {
    format!("telegram:{},discord:{}", PIOTR.id, PIOTR.discord_id)
}

/// The cast for the page.
pub(super) fn to_json() -> Value {
    let members = CAST.iter().map(|member| {
        json!({
            "id": member.id, "discord_id": member.discord_id.to_string(),
            "name": member.name, "level": member.level,
        })
    });
    members.collect()
}

fn colleagues() -> impl Iterator<Item = Member> {
    CAST.into_iter().filter(|member| member.level.is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn staff_work_on_both_platforms() {
        let staff = staff();
        assert!(staff.starts_with("telegram:2001:agent,discord:804100000000002001:agent,"));
        assert_eq!(staff.split(',').count(), 8, "{staff}");
        assert!(!staff.contains("1001"), "customers are no staff: {staff}");
    }
}
