//! Whom an arrival concerns: from what happened on a platform to the steps of the engine.

mod at_desk;
mod inbox;
mod looking;
mod prompts;
mod receipts;
mod reporting;
mod seen;
mod sorry;
mod venues;
mod whose;

use amends_core::{
    action::{Action, Subject as About},
    admin,
    case::Way,
    customer::Customer,
    effect::{Form, PressRef},
    event::{Event, Known, VenueEvent, WorkspaceEvent},
    grammar::{self, Merging},
    ids::{CaseNumber, CustomerId},
    interaction::{Interaction, InteractionId},
    merging::{Asked, MergedBy},
    place::{Actor, Address, Content, MessageRef, Named, Place},
};
use amends_storage::port::{Identity, IndexRow, Result};

use crate::{arrival::Loop, draft::Draft, index, port::Incoming};

/// A message, whoever wrote it.
struct Written {
    by: Actor,
    message: MessageRef,
    reply_to: Option<MessageRef>,
    content: Content,
    named: Named,
    press: Option<PressRef>,
    form: Option<Form>,
}

impl Written {
    /// What staff wrote about a case.
    fn by_staff(self, case: CaseNumber, load: Vec<(Address, u32)>) -> Event {
        let Self { by, message, reply_to, content, named, press, form } = self;
        let answers_us = named.answers_us;
        Event::StaffWrote { case, by, message, reply_to, answers_us, content, press, form, load }
    }
}

impl Draft<'_> {
    /// Takes the steps that something on a platform asks for.
    pub(crate) fn take(&mut self, incoming: Incoming) -> Result<()> {
        match ordered(incoming) {
            Incoming::Wrote { by, message, reply_to, content, token, named, press, form } => {
                self.seen(&by, self.are_roles_told(&by, Some(&message.place)))?;
                let wrote = Written { by, message, reply_to, content, named, press, form };
                self.wrote(wrote, token.as_deref())
            }
            Incoming::Room { by, message, reply_to, content } => {
                self.seen(&by, true)?;
                let (named, press, form) = (Named::default(), None, None);
                self.in_room(Written { by, message, reply_to, content, named, press, form })
            }
            Incoming::Deleted { message } => self.deleted(message),
            Incoming::Reacted { by, message, emoji, on } => self.reacted(by, message, emoji, on),
            Incoming::Edited { by, message, content } => {
                if let Some(nr) = self.policy().workspace.answered_in(&message) {
                    return self.corrected(by, message, content, nr);
                }
                match self.customer_of(&Identity::Account(by.address))? {
                    Some(id) => self.event(id, Event::CustomerEdited { message, content }),
                    None => Ok(()),
                }
            }
            Incoming::Pressed { press, by, message, action } => {
                let place = message.as_ref().map(|message| &message.place);
                self.seen(&by, self.are_roles_told(&by, place))?;
                self.pressed(press, by, message, action)
            }
            Incoming::Reach { address, reachable } => {
                let id = self.customer_of(&Identity::Account(address.clone()))?;
                match (id, reachable) {
                    (Some(id), true) => self.event(id, Event::CustomerReachable { address }),
                    (Some(id), false) => self.event(id, Event::CustomerUnreachable { address }),
                    (None, _) => Ok(()),
                }
            }
            Incoming::Desk { by, message, reply_to, content, named, press, form } => {
                self.seen_at_desk(&by, &message.place)?;
                self.desk(Written { by, message, reply_to, content, named, press, form })
            }
            Incoming::DeskEdited { by, message, content } => self.desk_edited(by, message, content),
            Incoming::DeskThreadClosed { by, thread, gone } => {
                let Some(case) = self.case_of_thread(&thread)? else { return Ok(()) };
                match self.customer_of_case(case)? {
                    Some(id) => {
                        self.event(id, Event::ThreadClosed { case, by, thread: Some(thread), gone })
                    }
                    None => Ok(()),
                }
            }
            Incoming::Venue { place, event } => self.in_venue(&place, event),
            Incoming::Migrated { from, to } => {
                self.workspace_step(WorkspaceEvent::ChatMigrated { from, to })
            }
            Incoming::Standing { place, usable } => self.standing(&place, usable),
        }
    }

    /// The command of an admin who sets the business up where there is no desk yet.
    fn begins_here(&self, event: &VenueEvent) -> Option<Written> {
        let VenueEvent::Wrote { by, message, content, press, .. } = event else { return None };
        let begins = admin::begins_there(content.words()?, &self.policy().workspace, by);
        begins.then(|| Written {
            by: by.clone(),
            message: message.clone(),
            reply_to: None,
            content: content.clone(),
            named: Named::default(),
            press: press.clone(),
            form: None,
        })
    }

    /// Somebody who was asked in a place where customers are served goes on about it there: that is
    /// no new contact.
    fn said_in_place(
        &mut self,
        place: &Place,
        event: &VenueEvent,
    ) -> Result<Option<(CustomerId, Event)>> {
        let VenueEvent::Wrote { by, message, content, press: None, on_behalf, .. } = event else {
            return Ok(None);
        };
        let is_command = content.words().is_some_and(|words| words.trim_start().starts_with('/'));
        if is_command || content.is_unreadable() {
            return Ok(None);
        }
        let Some(id) = self.customer_of(&Identity::Account(by.address.clone()))? else {
            return Ok(None);
        };
        let now = self.ground.now;
        let policy = self.policy();
        let listens = self.customer(id)?.is_some_and(|customer| {
            if *on_behalf {
                customer.means_us(policy, place, content, now)
            } else {
                customer.listens_at(place, now)
            }
        });
        let said = Event::CustomerWrote {
            by: by.clone(),
            message: message.clone(),
            reply_to: None,
            content: content.clone(),
            token: None,
            press: None,
            form: None,
        };
        Ok(listens.then_some((id, said)))
    }

    /// Takes the steps of an event that an earlier step asked for.
    pub(crate) fn take_loop(&mut self, event: Loop) -> Result<()> {
        match event {
            Loop::Signal { customer, name, language, interaction } => {
                if self.customer_of_interaction(&interaction.id)?.is_some() {
                    return Ok(());
                }
                let known = Known { addresses: vec![customer], name, language, ..Known::default() };
                let digest = index::digest(&interaction);
                self.ended(known, *interaction, digest).map(|_| ())
            }
            Loop::Withdraw { customer, interaction } => self.reopened(interaction, Some(customer)),
        }
    }

    /// Brings a contact that ended to its customer, who is met now if nobody knows them.
    pub(crate) fn ended(
        &mut self,
        known: Known,
        interaction: Interaction,
        digest: u64,
    ) -> Result<Customer> {
        let mut identities: Vec<Identity> =
            known.addresses.iter().cloned().map(Identity::Account).collect();
        identities.extend(known.external.clone().map(Identity::External));
        let (mut id, mut unknown) = (None, Vec::new());
        for identity in identities {
            match (self.customer_of(&identity)?, id) {
                // The source vouches for it that whoever has these ids is one person.
                (Some(leads), Some(one)) => {
                    id = Some(self.merge(one, leads, MergedBy::Source, None)?);
                }
                (Some(leads), None) => id = Some(leads),
                (None, _) => unknown.push(identity),
            }
        }
        let id = id.unwrap_or_else(|| self.new_customer());
        let mut rows = vec![IndexRow::Interaction(interaction.id.clone(), id, digest)];
        rows.extend(unknown.into_iter().map(|identity| IndexRow::Identity(identity, id)));
        let event = Event::InteractionEnded { interaction: Box::new(interaction), known };
        self.customer_step(id, event, rows)
    }

    /// Brings word to its customer that a contact goes on.
    pub(crate) fn reopened(
        &mut self,
        interaction: InteractionId,
        customer: Option<Address>,
    ) -> Result<()> {
        let mut id = self.customer_of_interaction(&interaction)?.map(|(id, _)| id);
        if let (None, Some(address)) = (id, customer) {
            id = self.customer_of(&Identity::Account(address))?;
        }
        match id {
            Some(id) => self.event(id, Event::InteractionReopened { interaction }),
            None => Ok(()),
        }
    }

    fn event(&mut self, id: CustomerId, event: Event) -> Result<()> {
        self.customer_step(id, event, Vec::new()).map(|_| ())
    }

    fn wrote(&mut self, wrote: Written, token: Option<&str>) -> Result<()> {
        let admins = &self.policy().workspace.admins;
        // As long as nobody administers, whoever the desk belongs to may become the first to.
        let may_be_first = admins.is_empty() && wrote.by.founder;
        let is_admin = may_be_first || admins.contains(&wrote.by.address);
        let works_here = is_admin || self.is_staff(&wrote.by, &wrote.message.place);
        let is_meant = |words: &str| {
            grammar::is_about_business(words) || (is_admin && grammar::is_no_customers(words))
        };
        if let Some(nr) = self.prompted(&wrote) {
            return self.answered_admin(wrote, nr, true);
        }
        if works_here && self.names_known_case(&wrote)? {
            // Without a desk, staff work on cases from here.
            return self.desk(wrote);
        }
        if works_here && wrote.content.words().is_some_and(is_meant) {
            // What is answered so that nobody else reads it is as good as private.
            return self.about_business(wrote, true);
        }
        let Written { by, message, reply_to, content, press, form, .. } = wrote;
        let identity = Identity::Account(by.address.clone());
        let mut rows = Vec::new();
        let known = self.customer_of(&identity)?;
        let mut id = known.unwrap_or_else(|| self.new_customer());
        let code = content.words().filter(|_| form.is_none()).and_then(grammar::link_code);
        let token = match (token, code) {
            (_, Some(code)) => {
                let typed = self.typed_code(id, &code)?;
                id = typed.by;
                rows.extend(typed.rows);
                typed.token
            }
            (Some(token), None) => {
                id = self.customer(id)?.map_or(id, |customer| customer.id);
                Some(self.redeem(token, id, &mut rows)?)
            }
            (None, None) => None,
        };
        if known.is_none() {
            rows.push(IndexRow::Identity(identity, id));
        }
        let event = Event::CustomerWrote { by, message, reply_to, content, token, press, form };
        self.customer_step(id, event, rows).map(|_| ())
    }

    fn pressed(
        &mut self,
        press: PressRef,
        by: Actor,
        message: Option<MessageRef>,
        action: Option<Action>,
    ) -> Result<()> {
        let Some(action) = action else { return self.confirm(press) };
        let id = match action.subject() {
            About::Survey(survey) => self.customer_of_survey(survey)?,
            About::Case(case) => self.customer_of_case(case)?,
            About::Customer(customer) => Some(customer),
            About::Item(item) => self.customer_of_item(item)?,
            About::Presser => return self.pressed_by_anybody(press, by, message, action),
            About::Business => {
                return self.workspace_step(WorkspaceEvent::Pressed { press, by, message, action });
            }
        };
        let Some(id) = id else { return self.confirm(press) };
        let Some(customer) = self.customer(id)? else { return self.confirm(press) };
        let exists = match action.subject() {
            About::Survey(survey) => customer.survey(survey).is_some(),
            About::Case(case) => customer.case(case).is_some(),
            About::Customer(_) | About::Item(_) | About::Presser | About::Business => true,
        };
        if !exists {
            return self.confirm(press);
        }
        self.event(id, Event::Pressed { press, by, message, action })
    }

    fn about_business(&mut self, wrote: Written, in_private: bool) -> Result<()> {
        if let Some(wanted) = wrote.content.words().and_then(grammar::merging) {
            let Written { by, message, press, .. } = &wrote;
            let case = match wanted {
                Merging::With(case, _) | Merging::Undo(case) => case,
                Merging::Unclear => CaseNumber(0),
            };
            let (by, message, press) = (by.clone(), message.clone(), press.clone());
            return self.merge_asked(wanted, Asked { by, message, press, case });
        }
        let words = wrote.content.words();
        if words.is_some_and(|it| admin::makes_first(it, &self.policy().workspace, &wrote.by)) {
            // Before anything else: rights are looked up from here on.
            let (by, message) = (wrote.by.clone(), wrote.message.clone());
            self.workspace_step(WorkspaceEvent::FirstAdmin { by, message })?;
        }
        if let Some(meant) = self.on_item(&wrote)? {
            return self.said_on_item(meant, wrote);
        }
        if let Some(found) = self.looked_up(&wrote, in_private)? {
            return self.answer_found(found, (wrote.message, wrote.press), None);
        }
        let mut wrote = wrote;
        match self.to_say_sorry_to(&wrote)? {
            Ok(customer) => wrote.named.customer = customer,
            Err(say) => {
                let Written { message, press, .. } = wrote;
                let say = Box::new(say);
                return self.workspace_step(WorkspaceEvent::Refused { message, press, say });
            }
        }
        let mut open_cases = self.open_cases()?;
        let words = wrote.content.words();
        if let Some(who) = words.and_then(|text| self.policy().may_leave(&wrote.by.address, text)) {
            // However many others there are: nobody leaves one behind.
            open_cases.extend(self.open_cases_of(&who, &open_cases)?);
        }
        let Written { by, message, content, named, press, .. } = wrote;
        let place = content.words().and_then(grammar::printed_place);
        let link = place.and_then(|place| self.visit_link(place));
        let asks = content.words().and_then(grammar::command) == Some("health");
        let vitals = if asks { Some(Box::new(self.vitals()?)) } else { None };
        let event = WorkspaceEvent::StaffWrote {
            by,
            message,
            content,
            open_cases,
            named: Box::new(named),
            press,
            in_private,
            vitals,
            link,
            answers: None,
        };
        self.workspace_step(event)
    }

    /// Somebody wrote in a private room: its customer, or staff; nobody else is heard.
    fn in_room(&mut self, wrote: Written) -> Result<()> {
        let Written { by, message, reply_to, content, press, form, .. } = wrote;
        let case = self.case_of_thread(&message.place)?;
        let its = match case {
            Some(case) => self.customer_of_case(case)?,
            None => None,
        };
        let writer = self.customer_of(&Identity::Account(by.address.clone()))?;
        let is_staff = self.policy().staff(&by.address).is_some();
        let (its, writer) = (self.current(its)?, self.current(writer)?);
        match (case, its, writer) {
            // A room that was only opened to ask has no case yet.
            // Whoever works here and is the customer of the case speaks as the customer.
            (_, its, Some(writer)) if its.map_or(!is_staff, |its| its == writer) => {
                let token = None;
                let event =
                    Event::CustomerWrote { by, message, reply_to, content, token, press, form };
                self.event(writer, event)
            }
            (Some(case), Some(its), _) if is_staff => {
                // Nothing is relayed here, so that it makes no difference whom they answer.
                let named = Named::default();
                let wrote = Written { by, message, reply_to, content, named, press, form };
                self.staff_wrote(its, wrote, case)
            }
            (Some(_) | None, Some(_) | None, Some(_) | None) => Ok(()),
        }
    }

    /// Who somebody is by now.
    fn current(&self, id: Option<CustomerId>) -> Result<Option<CustomerId>> {
        let Some(id) = id else { return Ok(None) };
        Ok(Some(self.customer(id)?.map_or(id, |customer| customer.id)))
    }

    /// A button that is for anybody was pressed: whoever presses is the customer.
    fn pressed_by_anybody(
        &mut self,
        press: PressRef,
        by: Actor,
        message: Option<MessageRef>,
        action: Action,
    ) -> Result<()> {
        let identity = Identity::Account(by.address.clone());
        let mut rows = Vec::new();
        let id = if let Some(id) = self.customer_of(&identity)? {
            id
        } else {
            let id = self.new_customer();
            rows.push(IndexRow::Identity(identity, id));
            id
        };
        let event = Event::Pressed { press, by, message, action };
        self.customer_step(id, event, rows).map(|_| ())
    }

    /// A message was taken back: whose line it was is known by where it stands.
    fn deleted(&mut self, message: MessageRef) -> Result<()> {
        let Some((case, id, way)) = self.line_of(&message)? else { return Ok(()) };
        match way {
            Way::ToDesk => self.event(id, Event::CustomerDeleted { message }),
            Way::ToCustomer => self.event(id, Event::StaffDeleted { case, message }),
        }
    }

    /// An emoji was put on a message or taken off it.
    fn reacted(&mut self, by: Actor, message: MessageRef, emoji: String, on: bool) -> Result<()> {
        // Platforms don't tell roles of those who take an emoji off.
        self.seen(&by, !by.roles.is_empty())?;
        if self.policy().staff(&by.address).is_some()
            && let Some((case, id)) = self.case_at(&message)?
        {
            return self.event(id, Event::StaffReacted { case, by, message, emoji, on });
        }
        match self.customer_of(&Identity::Account(by.address.clone()))? {
            Some(id) => self.event(id, Event::CustomerReacted { by, message, emoji, on }),
            None => Ok(()),
        }
    }

    fn standing(&mut self, place: &Place, usable: bool) -> Result<()> {
        if !self.is_desk(place) {
            return Ok(());
        }
        self.workspace_step(WorkspaceEvent::DeskUsable { usable })
    }
}

/// The same with the options of a typed command at their places. Where options have fields of their
/// own, they are there already, and what stands in a field is nobody's syntax.
fn ordered(mut incoming: Incoming) -> Incoming {
    if let Incoming::Wrote { content, press: None, .. }
    | Incoming::Desk { content, press: None, .. }
    | Incoming::DeskEdited { content, .. }
    | Incoming::Room { content, .. }
    | Incoming::Venue { event: VenueEvent::Wrote { content, press: None, .. }, .. } =
        &mut incoming
    {
        let typed = std::mem::replace(content, Content::Unsupported);
        *content = typed.in_order();
    }
    incoming
}
