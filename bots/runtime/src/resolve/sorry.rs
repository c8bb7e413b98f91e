//! Whom `/sorry` names, if it is one customer.

use amends_core::{
    admin::may_not_say_sorry,
    customer::Customer,
    desk::DeskSay,
    grammar::{self, Whose},
    ids::CustomerId,
    place::Address,
};
use amends_storage::port::Result;

use super::Written;
use crate::draft::Draft;

impl Draft<'_> {
    /// Whom we are to say sorry to, or why they can't be found. Nobody is looked for on behalf of
    /// somebody who may not.
    pub(super) fn to_say_sorry_to(
        &self,
        wrote: &Written,
    ) -> Result<std::result::Result<Option<CustomerId>, DeskSay>> {
        let Some(whose) = wrote.content.words().and_then(grammar::sorry).and_then(|it| it.whose)
        else {
            return Ok(Ok(None));
        };
        if may_not_say_sorry(&self.policy().workspace, &wrote.by).is_some() {
            return Ok(Ok(None));
        }
        let (found, who) = match whose {
            Whose::Here => match self.case_of(&wrote.message, wrote.reply_to.as_ref())? {
                Some((_, id)) => (self.customer(id)?, String::new()),
                None => return Ok(Ok(None)),
            },
            Whose::Case(case) => match self.customer_of_case(case)? {
                Some(id) => (self.customer(id)?, case.to_string()),
                None => return Ok(Err(DeskSay::NoSuchCase { case })),
            },
            Whose::Username(name) => (self.mentioned(wrote, name)?, format!("@{name}")),
            Whose::Named(name) => {
                let account = Address::new(wrote.by.address.platform, name);
                (self.known_by(&account, name)?, name.to_owned())
            }
            Whose::Cause => return Ok(Ok(None)),
        };
        Ok(match found {
            Some(customer) if customer.erased_at.is_some() => Err(DeskSay::Forgotten),
            Some(customer) => Ok(Some(customer.id)),
            None => Err(DeskSay::NobodyKnown { who }),
        })
    }

    /// The customer with this user name: as the platform knows whom the message names, else as they
    /// were seen lately.
    fn mentioned(&self, wrote: &Written, username: &str) -> Result<Option<Customer>> {
        let is_it = |name: &String| name.eq_ignore_ascii_case(username);
        let mut people = wrote.named.people.iter();
        let named = people.find(|actor| actor.username.as_ref().is_some_and(is_it));
        if let Some(actor) = named {
            return self.known_by(&actor.address, &actor.address.account);
        }
        self.known_by_username(username)
    }
}
