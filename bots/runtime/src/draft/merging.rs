//! Two customers become one, or two again: two states in one draft, so that both are durable or
//! none.

use amends_core::{
    action::Subject as About,
    customer::Customer,
    desk::DeskSay,
    effect::Purpose,
    event::{Event, Token, WorkspaceEvent},
    grammar::{Merging, Party},
    ids::{CaseNumber, CustomerId},
    merging::{self, Asked, MergedBy},
    place::Address,
};
use amends_storage::port::{Identity, IndexRow, LinkRow, NewState, Result, Subject};

use super::Draft;

/// How often a code may be tried in vain.
const TRIES: u8 = 5;

/// What became of a code that somebody typed.
pub(crate) struct Typed {
    /// Who typed it, as they are known by now.
    pub(crate) by: CustomerId,
    /// What the core is told about it.
    pub(crate) token: Option<Token>,
    /// The rows that keep it from being used again.
    pub(crate) rows: Vec<IndexRow>,
}

impl Draft<'_> {
    /// Makes two customers one. Whoever was met first takes the other in; returns who that is.
    pub(crate) fn merge(
        &mut self,
        one: CustomerId,
        other: CustomerId,
        by: MergedBy,
        asked: Option<Asked>,
    ) -> Result<CustomerId> {
        let (Some(one), Some(other)) = (self.customer(one)?, self.customer(other)?) else {
            return Ok(one);
        };
        if one.id == other.id {
            return Ok(one.id);
        }
        let (older, newer) = if one.id < other.id { (one, other) } else { (other, one) };
        let into = older.id;
        // What leads to the other customer goes on doing so, and from there to this one.
        let known = merging::united(&older, &newer);
        let emptied = merging::emptied(newer.id, into);
        let event = Event::Merged { other: Box::new(newer), by, asked };
        self.step_from(&older, &known, event, Vec::new())?;
        let counters = self.counters()?;
        let subject = Subject::Customer(emptied.id);
        self.top.customers.insert(emptied.id, emptied.clone());
        let state = Some(NewState::Customer(Box::new(emptied), None));
        self.conclude(state, subject, "taken_in", Vec::new(), Vec::new(), Vec::new(), counters);
        Ok(into)
    }

    /// Carries out what staff want to be made of two customers, or says why not.
    pub(crate) fn merge_asked(&mut self, wanted: Merging<'_>, asked: Asked) -> Result<()> {
        let policy = self.policy().clone();
        let one = self.customer_with(asked.case)?;
        let other = match wanted {
            Merging::With(_, Party::Case(case)) => self.customer_with(case)?,
            Merging::With(_, Party::External(id)) => {
                match self.customer_of(&Identity::External(id.to_owned()))? {
                    Some(id) => self.customer(id)?,
                    None => None,
                }
            }
            Merging::Undo(_) | Merging::Unclear => None,
        };
        let concerned: Vec<&Customer> = one.iter().chain(&other).collect();
        if let Some(say) = merging::refusal(&policy, &asked.by, &concerned) {
            return self.refuse(asked, say);
        }
        let case = asked.case;
        match (wanted, one, other) {
            (Merging::Unclear, _, _) => self.refuse(asked, DeskSay::MergeHow),
            (_, None, _) => self.refuse(asked, DeskSay::NoSuchCase { case }),
            (Merging::Undo(_), Some(one), _) => self.take_apart(&one, asked),
            (Merging::With(_, Party::Case(case)), Some(_), None) => {
                self.refuse(asked, DeskSay::NoSuchCase { case })
            }
            (Merging::With(_, Party::External(who)), Some(_), None) => {
                self.refuse(asked, DeskSay::NobodyKnown { who: who.to_owned() })
            }
            (Merging::With(_, _), Some(one), Some(other)) => {
                let by = MergedBy::Staff(asked.by.address.clone());
                self.merge(one.id, other.id, by, Some(asked)).map(|_| ())
            }
        }
    }

    /// The customer who has a case.
    fn customer_with(&self, case: CaseNumber) -> Result<Option<Customer>> {
        let Some(id) = self.customer_of_case(case)? else { return Ok(None) };
        Ok(self.customer(id)?.filter(|customer| customer.case(case).is_some()))
    }

    /// The customers whom the fate of an effect concerns: whoever asked for it, or, if they were
    /// taken apart since, whoever has what it was for, and whose the room is.
    pub(crate) fn concerned(
        &self,
        asked_by: CustomerId,
        purpose: Purpose,
        to: Option<&Address>,
    ) -> Result<Vec<CustomerId>> {
        let Some(customer) = self.customer(asked_by)? else { return Ok(Vec::new()) };
        let found = match purpose.about() {
            About::Survey(survey) if customer.survey(survey).is_none() => {
                self.customer_of_survey(survey)?
            }
            About::Case(case) if customer.case(case).is_none() => self.customer_of_case(case)?,
            About::Survey(_)
            | About::Case(_)
            | About::Item(_)
            | About::Customer(_)
            | About::Presser
            | About::Business => None,
        };
        let mut concerned = vec![found.unwrap_or(customer.id)];
        let is_room = matches!(purpose, Purpose::Room(_) | Purpose::RoomToAsk(_));
        if let Some(address) = to.filter(|address| is_room && !customer.is(address))
            && let Some(guest) = self.customer_of(&Identity::Account(address.clone()))?
            && !concerned.contains(&guest)
        {
            concerned.push(guest);
        }
        Ok(concerned)
    }

    fn refuse(&mut self, asked: Asked, say: DeskSay) -> Result<()> {
        let Asked { message, press, .. } = asked;
        self.workspace_step(WorkspaceEvent::Refused { message, press, say: Box::new(say) })
    }

    /// Makes one customer two again.
    fn take_apart(&mut self, one: &Customer, asked: Asked) -> Result<()> {
        // What is due is still due for both.
        let one = self.customer_step(one.id, Event::DeadlineReached, Vec::new())?;
        let split = merging::split(&one, self.ground.now);
        self.customer_step(one.id, Event::Split { asked }, Vec::new())?;
        let Some(split) = split else { return Ok(()) };
        let id = split.newer.id;
        let emptied = self.exactly(id)?.unwrap_or_else(|| merging::emptied(id, one.id));
        let customer = Box::new(split.newer);
        let event = Event::Restored { customer, reopens: split.reopens };
        self.step_from(&emptied, &emptied, event, Vec::new()).map(|_| ())
    }

    /// Somebody typed a code: if it is good, they are one with whoever got it.
    pub(crate) fn typed_code(&mut self, by: CustomerId, code: &str) -> Result<Typed> {
        let now = self.ground.now;
        let bad = |rows| Typed { by, token: None, rows };
        let typist = self.customer(by)?;
        if typist.as_ref().is_some_and(|typist| !typist.may_try_code(now)) {
            return Ok(bad(Vec::new()));
        }
        let Some(link) = self.link(code)? else { return Ok(bad(Vec::new())) };
        let owner = self.customer(link.customer)?.filter(|owner| owner.erased_at.is_none());
        let owner = owner.map(|owner| owner.id);
        let own = typist.as_ref().map(|typist| typist.id) == owner;
        let is_good = !link.used && now <= link.expires_at && link.tries < TRIES && !own;
        let Some(owner) = owner.filter(|_| is_good) else {
            let link = LinkRow { tries: link.tries.saturating_add(1), ..link };
            return Ok(bad(vec![IndexRow::Link(code.to_owned(), link)]));
        };
        let by = match typist {
            Some(typist) => self.merge(owner, typist.id, MergedBy::Link, None)?,
            None => owner,
        };
        let rows = vec![IndexRow::Link(code.to_owned(), LinkRow { used: true, ..link })];
        Ok(Typed { by, token: Some(Token::Linked), rows })
    }
}
