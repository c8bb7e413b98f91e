//! Anything at any time: old buttons, every command, things that come too late. Whatever state a
//! survey or a case is in, everything that can be pressed or said has to meet it.

use amends_core::{
    action::{Action, OfferDoes, Verdict},
    case::{Promise, Stage as CaseStage},
    catalogue::sum_of,
    duplicates,
    effect::{Form, Purpose, Receipt, Refusal},
    event::Event,
    grammar,
    ids::{CaseNumber, CustomerId, SurveyId},
    incident::IncidentNumber,
    merging::Asked,
    place::{Actor, Address, Content, Place},
    policy::Policy,
    recommending::Recommends,
    survey::{Stage, Survey},
};
use rand::{Rng, seq::IndexedRandom};

use crate::{setting::person, world::World};

/// What is typed behind a command that wants more.
const MORE: &[(&str, &str)] = &[
    ("promise", "+2h a voucher by post"),
    ("kept", "1 it is there"),
    ("move", "1 +3h"),
    ("progress", "it is on the van next +1h"),
    ("offer", "12.50 free delivery"),
    ("delivered", "by hand"),
    ("handover", "52 done: apologised, next: the right dish"),
    ("assist", "52 by +10m which plate?"),
    ("resolve", "the right dish was served prevent: we read orders back cause: late anyway: no"),
    ("why", "2 recurring ours"),
    ("cause", "late"),
    ("close", "nothing more can be done"),
    ("tastes", "no alcohol"),
    ("flag", "asked for a refund three times"),
    ("pause", "10m"),
    ("say", "we are on it"),
    ("note", "internal-secret, once more"),
    ("escalate", "please"),
];

impl World {
    /// Something stands as it seldom does, so that it has to meet more than usual.
    pub(crate) fn is_rare(&self) -> bool {
        let customer = self.customer();
        let case = customer.cases.last().is_some_and(|case| {
            let waits = matches!(case.stage, CaseStage::Waiting { .. });
            waits || case.paused_until.is_some() || case.handover.is_some()
        });
        case || customer.surveys.iter().any(|survey| match survey.stage {
            Stage::Planned { .. }
            | Stage::Superseded
            | Stage::Expired
            | Stage::MaybeAsked { .. } => true,
            Stage::Suppressed { .. }
            | Stage::Sending
            | Stage::Asked { .. }
            | Stage::Undeliverable { .. }
            | Stage::Answered { .. }
            | Stage::Finished
            | Stage::Erased => false,
        })
    }

    /// Something that no button that can be seen asks for.
    pub(crate) fn anything(&mut self) {
        match self.rng.random_range(0..28) {
            0..5 => self.old_button_of_case(),
            5..8 => self.old_button_of_survey(),
            8..11 => self.any_command(),
            11..13 => self.customer_writes(),
            13 => self.comes_late(),
            14 | 25..27 => self.is_a_duplicate(),
            15..17 => self.promises_pile_up(),
            27 => self.goes_up(),
            17..21 => self.offers_meet(),
            21 => self.is_given_something(),
            22 => self.staff_edit(),
            23 => self.any_form(),
            _ => self.something_is_taken_back(),
        }
    }

    /// Everything that can be done about an offer, in whatever state it is.
    fn offers_meet(&mut self) {
        let Some(case) = self.customer().cases.iter().rfind(|case| !case.offers.is_empty()) else {
            return self.promises_pile_up();
        };
        let (number, offer) = (case.number, case.offers.last().map_or(1, |offer| offer.number));
        let owner = case.owner().map_or("52", |owner| owner.account.as_str());
        let by = self.setting.staff(owner);
        let place = self.setting.desk();
        match self.rng.random_range(0..8) {
            0..3 => self.offered(number, offer, true),
            3 => self.offered(number, offer, false),
            4 => self.staff_types(number, by, &place, "/delivered by hand"),
            5 => self.staff_fills_form(number, Form::Instead(number, offer)),
            6 => self.somebody_decides(number, offer),
            _ => {
                let texts = ["/offer 12.50 free delivery", "/offer 45 value:60 new shoes"];
                let text = *texts.choose(&mut self.rng).unwrap();
                self.staff_types(number, by, &place, text);
            }
        }
    }

    /// A case is handed over, nobody accepts it, and whoever had it is gone: with something that waits
    /// for somebody's word, or that is held back.
    fn goes_up(&mut self) {
        let Some(case) = self.customer().open_case() else { return };
        let Some(owner) = case.owner() else { return };
        let (number, account) = (case.number, owner.account.clone());
        let by = self.setting.staff(&account);
        let place = self.setting.desk();
        let before = ["/pause 60m", "/offer 45 value:60 new shoes", "// internal-secret"];
        let before = *before.choose(&mut self.rng).unwrap();
        self.staff_types(number, by.clone(), &place, before);
        self.staff_types(number, by, &place, "/handover 52 done: apologised, next: the right dish");
        self.goes_off_duty(&account);
        let due = self.customer().case(number).and_then(|case| Some(case.handover.as_ref()?.due));
        if let Some(due) = due {
            self.now = self.now.max(due);
            self.happens(Event::DeadlineReached);
        }
        let paused = self.customer().case(number).and_then(|case| case.paused_until);
        if let Some(until) = paused.filter(|_| self.rng.random_range(0..2) == 0) {
            self.now = self.now.max(until);
            return self.happens(Event::DeadlineReached);
        }
        self.anything();
    }

    fn goes_off_duty(&mut self, account: &str) {
        let mut workspace = self.policy.workspace.clone();
        for member in workspace.staff.iter_mut().filter(|it| it.address.account == account) {
            member.on_duty = false;
        }
        self.policy = Policy::new(workspace);
    }

    fn offered(&mut self, case: CaseNumber, offer: u32, yes: bool) {
        let (me, place) = self.stands();
        let message = self.message(&place);
        self.presses(me, message, Action::Offered { case, offer, yes });
    }

    /// Whoever said something in a case edits it.
    fn staff_edit(&mut self) {
        let Some(case) = self.customer().cases.last() else { return };
        let ours = case.lines.iter().filter(|line| line.by.is_some());
        let ours: Vec<_> =
            ours.filter_map(|line| Some((line.by.clone()?, line.from.first()?.clone()))).collect();
        let number = case.number;
        let desk = self.setting.desk();
        let other = (self.some_staff().address, self.message(&desk));
        let (by, message) = ours.choose(&mut self.rng).cloned().unwrap_or(other);
        let content = Content::Text("I am very sorry. Your dish is being made now.".to_owned());
        self.happens(Event::StaffEdited { case: number, by: person(by), message, content });
    }

    /// A form that was opened long ago is sent off now.
    fn any_form(&mut self) {
        let (case, survey) = (self.customer().cases.last(), self.customer().surveys.last());
        let of_survey = survey.map(|survey| Form::Comment(survey.id));
        let Some(case) = case.map(|case| case.number) else {
            let form = of_survey.unwrap_or(Form::Complaint);
            return self.customer_fills_form(form);
        };
        let all = [
            Form::Promise(case),
            Form::Progress(case),
            Form::Handover(case),
            Form::Return(case),
            Form::Offer(case),
            Form::Instead(case, 1),
            Form::Done(case),
            Form::Why(case),
            Form::Anyway(case),
            Form::Story(case),
            Form::Complaint,
        ];
        let all: Vec<Form> = all.into_iter().chain(of_survey).collect();
        let form = *all.choose(&mut self.rng).unwrap();
        self.stage.forms.push(form);
        self.form_is_filled_in();
    }

    /// A button of this customer's newest case, whenever it was drawn.
    fn old_button_of_case(&mut self) {
        let case = self.customer().cases.last();
        let offer = case.and_then(|case| case.offers.last()).map_or(1, |offer| offer.number);
        let times = case.map_or(0, |case| case.resolutions.len());
        let case = case.map_or(CaseNumber::FIRST, |case| case.number);
        let all = buttons_of_case(case, offer, u16::try_from(times).unwrap());
        let action = *all.choose(&mut self.rng).unwrap();
        self.presses_old(action);
    }

    /// A button about one of this customer's newest contacts, or about the customer.
    fn old_button_of_survey(&mut self) {
        let customer = self.customer();
        let newest: Vec<SurveyId> = customer.surveys.iter().rev().take(4).map(|it| it.id).collect();
        let id = customer.id;
        let survey = newest.choose(&mut self.rng).copied();
        let value = self.rng.random_range(0..5);
        let all = match survey {
            Some(survey) => buttons_of_survey(survey, value, id),
            None => buttons_of_customer(value, id),
        };
        let action = *all.choose(&mut self.rng).unwrap();
        self.presses_old(action);
    }

    fn presses_old(&mut self, action: Action) {
        let (me, place) = self.stands();
        let senior = self.setting.staff("52");
        let (by, place) = match self.rng.random_range(0..5) {
            0..3 if action.is_for_staff() => (senior, self.setting.desk()),
            0 => (self.some_staff(), self.setting.desk()),
            1 => (person(Address::new(place.platform, "666")), place),
            _ => (me, place),
        };
        let message = self.message(&place);
        self.presses(by, message, action);
    }

    /// Any command of staff, in this customer's newest case.
    fn any_command(&mut self) {
        let Some(case) = self.customer().cases.last() else { return };
        let number = case.number;
        let owner = case.owner().map(|owner| owner.account.clone());
        let command = *grammar::CASE.choose(&mut self.rng).unwrap();
        let more = MORE.iter().find(|(name, _)| *name == command).map_or("", |(_, more)| *more);
        let text = format!("/{command} {more}");
        let by = owner.filter(|_| self.rng.random_range(0..2) == 0);
        let by = match by {
            Some(owner) => self.setting.staff(&owner),
            None => self.some_staff(),
        };
        let place = self.setting.desk();
        self.staff_types(number, by, &place, text.trim_end());
    }

    fn staff_types(&mut self, case: CaseNumber, by: Actor, place: &Place, text: &str) {
        let message = self.message(place);
        let load = self.load();
        self.happens(Event::StaffWrote {
            case,
            by,
            message,
            reply_to: None,
            answers_us: false,
            content: Content::Text(text.to_owned()),
            press: None,
            form: None,
            load,
        });
    }

    /// What a platform says of something that it was asked to do long ago.
    fn comes_late(&mut self) {
        if self.rng.random_range(0..6) == 0 {
            // Whoever wants to be forgotten said so elsewhere.
            return self.happens(Event::ErasureConfirmed);
        }
        let customer = self.customer();
        // What is on its way gets its one answer from the platform.
        let is_settled = |survey: &&Survey| survey.stage != Stage::Sending;
        let newest = customer.surveys.iter().rev().filter(is_settled).take(4);
        let newest: Vec<Purpose> = newest.map(|survey| Purpose::Question(survey.id)).collect();
        let case = customer.cases.last().map(|case| case.number);
        let of_case = case.map(Purpose::ToCustomer);
        let all: Vec<Purpose> = newest.into_iter().chain(of_case).collect();
        let Some(purpose) = all.choose(&mut self.rng).copied() else { return };
        let (me, place) = self.stands();
        let message = self.message(&place);
        let refusals = [Refusal::Unknown, Refusal::Expired, Refusal::Other];
        let fate = match self.rng.random_range(0..2) {
            0 => Ok(Receipt::Message(message)),
            _ => Err(*refusals.choose(&mut self.rng).unwrap()),
        };
        self.happens(Event::Settled { purpose, to: Some(me.address), fate, refused: None });
    }

    /// Staff say that the case of one customer is about the same as that of the other one.
    fn is_a_duplicate(&mut self) {
        if self.customers.len() < 2 || self.is_one() {
            return;
        }
        let first = self.rng.random_range(0..2);
        let (one, two) = (first, 1 - first);
        for turn in [two, one] {
            self.turn = turn;
            if self.customer().open_case().is_none() && self.rng.random_range(0..2) == 0 {
                self.complains();
            }
        }
        if self.rng.random_range(0..2) == 0 {
            self.is_given_something();
        }
        for turn in [two, one] {
            self.turn = turn;
            self.happens(Event::DeadlineReached);
        }
        let newest = |turn: usize| self.customers[turn].cases.last().map(|case| case.number);
        let (Some(case), Some(of)) = (newest(one), newest(two)) else { return };
        let asked = Asked { case, ..self.asked() };
        let (before, other) = (self.customers[one].clone(), self.customers[two].clone());
        let judged =
            duplicates::refusal(&self.policy, &asked.by, (&before, case), (Some(of), Some(&other)));
        if judged.is_some() {
            return;
        }
        let by = self.policy.staff_name(&asked.by.address);
        self.happens(Event::Duplicate { of, asked });
        let closed = self.customers[one].case(case).unwrap().clone();
        let promises: Vec<Promise> = duplicates::going_over(before.case(case).unwrap(), &closed);
        self.turn = two;
        self.happens(Event::TakesOver { case: of, from: case, by, level: closed.level, promises });
    }

    fn complains(&mut self) {
        let (by, place) = self.stands();
        let message = self.message(&place);
        self.happens(Event::CustomerWrote {
            by,
            message,
            reply_to: None,
            content: Content::Text("/complain the soup was cold".to_owned()),
            token: None,
            press: None,
            form: None,
        });
    }

    /// Whoever has the case, or takes it, offers something, and the customer answers.
    fn is_given_something(&mut self) {
        let Some(case) = self.customer().open_case() else { return };
        let (number, owner) = (case.number, case.owner().map(|owner| owner.account.clone()));
        let by = self.setting.staff(owner.as_deref().unwrap_or("52"));
        let place = self.setting.desk();
        let yes = self.rng.random_range(0..2) == 0;
        for text in ["/take", "/offer 12.50 free delivery"] {
            self.staff_types(number, by.clone(), &place, text);
        }
        let offer = self.customer().case(number).and_then(|case| Some(case.offers.last()?.number));
        self.offered(number, offer.unwrap_or(1), yes);
        if self.rng.random_range(0..3) == 0 {
            self.staff_types(number, by, &place, "/delivered by hand");
        }
    }

    /// Whoever has the case promises and offers more than one thing.
    fn promises_pile_up(&mut self) {
        let Some(case) = self.customer().open_case() else { return };
        let Some(owner) = case.owner() else { return };
        let (number, by) = (case.number, self.setting.staff(&owner.account));
        let last = case.offers.last().filter(|offer| offer.is_undelivered()).cloned();
        let texts = ["/promise +3m a call", "/promise +2h a card", "/move 1 +90m", "/kept 1 done"];
        let text = match last {
            Some(_) => "/delivered by hand",
            None => texts.choose(&mut self.rng).copied().unwrap(),
        };
        let place = self.setting.desk();
        self.staff_types(number, by, &place, text);
    }
}

/// Every button that a case may have had.
fn buttons_of_case(case: CaseNumber, offer: u32, resolution: u16) -> Vec<Action> {
    let verdicts = [Verdict::Yes, Verdict::Partly, Verdict::No];
    let verdicts = verdicts.map(|verdict| Action::Right { case, resolution, verdict });
    let gifts = [OfferDoes::Ask, OfferDoes::Send, OfferDoes::Adjust, OfferDoes::Delivered];
    let gifts = gifts.map(|does| Action::MakeGood { case, offer, does });
    let others = [
        Action::Senior { case },
        Action::StillNeed { case },
        Action::Offered { case, offer, yes: true },
        Action::Offered { case, offer, yes: false },
        Action::GoOn { case, yes: true },
        Action::GoOn { case, yes: false },
        Action::Take { case },
        Action::Join { case },
        Action::History { case },
        Action::WaitForAnswer { case },
        Action::Promise { case },
        Action::Progress { case },
        Action::HandOver { case },
        Action::Accept { case },
        Action::Return { case },
        Action::CallSenior { case },
        Action::PutRight { case },
        Action::Reopen { case },
        Action::JustThanks { case },
        Action::CloseMistap { case },
        Action::Why { case },
        Action::Anyway { case },
        Action::NameCause { case, cause: sum_of("late") },
        Action::TellInCase { case },
    ];
    verdicts.into_iter().chain(gifts).chain(others).collect()
}

/// Every button that may stand under something said about a contact, or about the customer.
fn buttons_of_survey(survey: SurveyId, value: u8, customer: CustomerId) -> Vec<Action> {
    let mut all = vec![
        Action::Rate { survey, value },
        Action::Change { survey },
        Action::NoTalk { survey },
        Action::ContactMe { survey },
        Action::OpenRecovery { survey },
        Action::NoAction { survey },
        Action::Tell { survey },
    ];
    all.extend(buttons_of_customer(value, customer));
    all
}

/// Every button that is about the customer.
fn buttons_of_customer(value: u8, customer: CustomerId) -> Vec<Action> {
    vec![
        Action::Contact { customer },
        Action::OpenFor { customer },
        Action::Recommend { customer, asked: Recommends::Would, yes: value.is_multiple_of(2) },
        Action::Recommend { customer, asked: Recommends::Did, yes: value.is_multiple_of(2) },
        Action::NeedHelp { customer, incident: IncidentNumber(u16::from(value)) },
        Action::Forget { customer, yes: false },
        Action::Forget { customer, yes: true },
    ]
}
