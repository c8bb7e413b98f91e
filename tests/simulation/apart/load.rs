//! What happens at a business: contacts end, people tap, write, work, and set things; platforms do
//! what they are asked, time passes, the service crashes.

use amends_core::{
    action::{Action, Subject},
    case::Case,
    effect::PressRef,
    event::Known,
    ids::CaseNumber,
    interaction::{Interaction, Source},
    place::{Actor, Address, Content, FileRef, MediaKind, MessageRef, Named, Place, Platform},
};
use amends_runtime::port::Incoming;
use jiff::SignedDuration;
use rand::{Rng, seq::IndexedRandom};

use super::business::Business;
use crate::{admins::commands, rules, setting::Setting};

fn press_of(platform: Platform, id: &str) -> PressRef {
    match platform {
        Platform::Telegram => PressRef::new(platform, id),
        Platform::Discord => PressRef::whispering(platform, id),
    }
}

/// The accounts of customers: the same at every business.
const CUSTOMERS: [&str; 3] = ["7", "8", "9"];
const STAFF: [&str; 5] = ["50", "51", "52", "53", "40"];

impl Business {
    /// One thing happens.
    pub(super) async fn turn(&mut self) {
        match self.rng.random_range(0..100) {
            0..10 => self.contact_ends().await,
            10..30 => {
                for _ in 0..self.rng.random_range(1..6) {
                    self.platform_works(false).await;
                }
            }
            30..42 => self.somebody_presses(|_| true).await,
            42..48 => self.somebody_presses(|action| matches!(action, Action::Rate { .. })).await,
            48..58 => self.customer_writes().await,
            58..67 => self.staff_write().await,
            67..83 => self.admin_types().await,
            83..88 => self.somebody_presses(|it| it.subject() == Subject::Business).await,
            88..94 => self.time_jumps().await,
            94..97 => {
                let by = SignedDuration::from_secs(self.rng.random_range(1..7_200));
                self.time_passes(by).await;
            }
            97 => self.crashes().await,
            _ => self.customer_takes_a_command().await,
        }
    }

    fn customer(&mut self) -> Actor {
        let id = CUSTOMERS.choose(&mut self.rng).unwrap();
        self.person(self.setting.customer, id)
    }

    fn staff(&mut self) -> Actor {
        let id = STAFF.choose(&mut self.rng).unwrap();
        self.person(self.setting.desk, id)
    }

    /// Somebody with an account; what they are called is the business's own.
    fn person(&self, platform: Platform, id: &str) -> Actor {
        Actor {
            name: Some(format!("{} {id}", self.word)),
            username: Some(format!("staff{id}")),
            ..Actor::new(Address::new(platform, id))
        }
    }

    async fn contact_ends(&mut self) {
        self.contacts += 1;
        let customer = self.customer();
        let id = format!("{}:{}", self.word, self.contacts);
        let mut interaction = Interaction::new(id, Source::Webhook, self.clock.now());
        rules::decorate(&mut self.rng, &mut interaction);
        interaction.topic = interaction.topic.map(|topic| format!("{topic} of {}", self.word));
        interaction.agent = Some(format!("Anna of {}", self.word));
        let known = Known {
            addresses: vec![customer.address],
            name: customer.name,
            external: Some(format!("{}-C{}", self.word, self.contacts % 2)),
            ..Known::default()
        };
        self.handle().interaction_ended(known, interaction, 0).await.unwrap();
        self.rests().await;
    }

    /// An update comes from a platform.
    pub(super) async fn brings(&mut self, platform: Platform, update: Vec<u8>) {
        self.updates += 1;
        let updates = vec![(self.updates.to_string(), update)];
        self.handle().receive(platform, updates).await.unwrap();
        self.rests().await;
    }

    async fn happens(&mut self, platform: Platform, incoming: Incoming) {
        let update = serde_json::to_vec(&incoming).unwrap();
        self.brings(platform, update).await;
    }

    async fn somebody_presses(&mut self, wanted: impl Fn(&Action) -> bool) {
        let newest = self.rng.random_range(0..2) == 0;
        let found = if newest { self.stands.newest(&wanted) } else { self.some_button(&wanted) };
        let Some((message, action)) = found else { return };
        let platform = message.place.platform;
        let customers = CUSTOMERS.map(|id| self.person(self.setting.customer, id));
        let mut owners = customers.into_iter();
        let owner = owners.find(|who| Setting::private(&who.address) == message.place);
        let somebody =
            if self.rng.random_range(0..12) == 0 { self.customer() } else { self.staff() };
        let by = owner.unwrap_or(somebody);
        if by.address.platform != platform {
            return;
        }
        let press = press_of(platform, &format!("p.{}.token", self.updates));
        let incoming =
            Incoming::Pressed { press, by, message: Some(message), action: Some(action) };
        self.happens(platform, incoming).await;
    }

    fn some_button(&mut self, wanted: &impl Fn(&Action) -> bool) -> Option<(MessageRef, Action)> {
        (0..8).find_map(|_| self.stands.button(&mut self.rng).filter(|(_, it)| wanted(it)))
    }

    async fn customer_writes(&mut self) {
        let texts = [
            "the soup of {w} was lukewarm",
            "thanks, {w}!",
            "/complain cold soup at {w}",
            "is anybody at {w} there?",
        ];
        let text = texts.choose(&mut self.rng).unwrap().replace("{w}", self.word);
        self.customer_says(text).await;
    }

    async fn customer_takes_a_command(&mut self) {
        let commands = [
            "/start",
            "/status",
            "/feedback",
            "/stop",
            "/resume",
            "/language ro",
            "/link",
            "/privacy",
            "/mydata",
            "/forget",
        ];
        let text = (*commands.choose(&mut self.rng).unwrap()).to_owned();
        let forgets = text == "/forget";
        self.customer_says(text).await;
        if forgets {
            self.platform_works_off().await;
            self.somebody_presses(|action| matches!(action, Action::Forget { yes: true, .. }))
                .await;
        }
    }

    async fn customer_says(&mut self, mut text: String) {
        if let Some(slip) = self.slip.take() {
            text.pop();
            text.push(char::from(slip));
        }
        let by = self.customer();
        let platform = by.address.platform;
        let message = self.stands.message_in(&Setting::private(&by.address));
        let is_command = text.starts_with('/');
        let content = Content::Text(text);
        let (reply_to, token, press, form) = (None, None, None, None);
        let named = Named::default();
        let incoming =
            Incoming::Wrote { by, message, reply_to, content, token, named, press, form };
        if !is_command {
            self.said = Some((platform, serde_json::to_vec(&incoming).unwrap()));
        }
        self.happens(platform, incoming).await;
    }

    /// Staff write into the thread of a case, or where everybody reads.
    async fn staff_write(&mut self) {
        let cases = self.handle().cases(CaseNumber(0), 20).unwrap();
        let case: Option<Case> = cases.choose(&mut self.rng).map(|view| view.case.clone());
        let owner = case.as_ref().and_then(|case| case.owner().cloned());
        let texts = [
            "I am sorry, says {w}. It is being made now.",
            "/resolve {w} made it anew at once anyway: no wish",
            "What would help, asks {w}?",
            "// {w} among ourselves",
            "/take",
            "/join",
            "/resolve {w} served the right dish anyway: no wish",
            "/note {w} knows",
            "/escalate {w} is late",
            "/close {w} gave up",
            "/cases",
            "/why",
            "/duty on",
            "/duty off",
        ];
        let text = texts.choose(&mut self.rng).unwrap().replace("{w}", self.word);
        let desk = self.setting.desk();
        let thread = case.and_then(|case| case.thread().cloned());
        let place = thread.unwrap_or(desk);
        let somebody = self.staff();
        let owner = owner.map(|owner| self.person(owner.platform, &owner.account));
        let by = owner.filter(|_| self.rng.random_range(0..3) != 0).unwrap_or(somebody);
        self.at_desk(by, &place, Content::Text(text)).await;
    }

    async fn admin_types(&mut self) {
        if self.rng.random_range(0..12) == 0 {
            return self.admin_sends_a_file().await;
        }
        let text = commands::draw(&mut self.rng, self.word);
        // Most of those who type are admins, unless they took it from one another.
        let id = ["53", "53", "40", "40", "50"].choose(&mut self.rng).unwrap();
        let by = self.person(self.setting.desk, id);
        let content = Content::Text(text);
        if self.rng.random_range(0..3) != 0 {
            let desk = self.setting.desk();
            return self.at_desk(by, &desk, content).await;
        }
        let (platform, place) = (by.address.platform, Setting::private(&by.address));
        let message = self.stands.message_in(&place);
        let (reply_to, token, press, form) = (None, None, None, None);
        let named = Named::default();
        let incoming =
            Incoming::Wrote { by, message, reply_to, content, token, named, press, form };
        self.happens(platform, incoming).await;
    }

    async fn admin_sends_a_file(&mut self) {
        let text = commands::file(&mut self.rng, self.word);
        self.stands.has_file(text);
        let file = FileRef { id: "F".to_owned(), name: None, mime: None, size: None };
        let caption = Some("/wording import".to_owned());
        let content = Content::Media { kind: MediaKind::Document, caption, files: vec![file] };
        let (by, desk) = (self.person(self.setting.desk, "40"), self.setting.desk());
        self.at_desk(by, &desk, content).await;
    }

    async fn at_desk(&mut self, by: Actor, place: &Place, content: Content) {
        let platform = place.platform;
        let message = self.stands.message_in(place);
        let is_command = content.words().is_some_and(|text| text.starts_with('/'));
        let whispers = platform == Platform::Discord && is_command;
        let press = whispers.then(|| press_of(platform, &format!("s.{}.token", self.updates)));
        let (named, reply_to, form) = (Named::default(), None, None);
        let incoming = Incoming::Desk { by, message, reply_to, content, named, press, form };
        self.happens(platform, incoming).await;
    }
}
