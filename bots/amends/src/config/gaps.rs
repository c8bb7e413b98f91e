//! What is no mistake, and yet leaves unhappy customers alone.

use amends_core::{
    place::{Address, Platform},
    policy::Workspace,
};

const NO_DESK: &str = "telegram.desk is not set, so unhappy customers would reach nobody: make a \
    group with topics for your staff, make the bot admin there, and set AMENDS_TELEGRAM_DESK to \
    the id of the group";
const NO_STAFF: &str = "staff is empty, so nobody could take a case and unhappy customers would \
    reach nobody: list who works here, as in \
    AMENDS_STAFF=telegram:50:agent,telegram:51:senior";

/// What a business lacks for an unhappy customer to reach somebody: a sentence for each.
pub(crate) fn gaps(business: &Workspace) -> Vec<&'static str> {
    let is_ours = |platform: Platform| platform == Platform::Telegram;
    let has_desk = business.desk.as_ref().is_some_and(|desk| is_ours(desk.platform));
    let is_reached = |address: &Address| is_ours(address.platform);
    let has_staff = business.staff.iter().any(|member| is_reached(&member.address));
    let gaps = [(has_desk, NO_DESK), (has_staff, NO_STAFF)];
    gaps.into_iter().filter(|(is_there, _)| !is_there).map(|(_, gap)| gap).collect()
}

#[cfg(test)]
mod tests {
    use amends_core::{
        place::Place,
        policy::{Level, StaffMember},
    };

    use super::*;

    fn business(platform: Platform) -> Workspace {
        let member = StaffMember {
            address: Address::new(platform, "50"),
            name: None,
            username: None,
            level: Level::Agent,
            on_duty: true,
            duty_until: None,
        };
        let desk = Some(Place::chat(platform, "-1001"));
        Workspace { desk, staff: vec![member], ..Workspace::new("Luma") }
    }

    #[test]
    fn a_desk_with_staff_lacks_nothing() {
        assert_eq!(gaps(&business(Platform::Telegram)), Vec::<&str>::new());
    }

    #[test]
    fn whatever_keeps_unhappy_customers_alone_is_told() {
        let whole = business(Platform::Telegram);
        assert_eq!(gaps(&Workspace { desk: None, ..whole.clone() }), [NO_DESK]);
        assert_eq!(gaps(&Workspace { staff: Vec::new(), ..whole }), [NO_STAFF]);
        assert_eq!(gaps(&business(Platform::Discord)), [NO_DESK, NO_STAFF], "not in this version");
    }
}
