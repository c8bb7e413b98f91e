//! A shell that answers what it is told to, for the tests of the HTTP interface.

use std::{
    future::pending,
    sync::{Arc, Mutex},
};

use amends_core::{
    case::{
        AtDesk, Case, Origin, Promise, PromiseKind, PromiseState, Stage as CaseStage, Wakes, Why,
    },
    event::Known,
    ids::{CaseNumber, CustomerId, SurveyId},
    interaction::{Interaction, InteractionId},
    place::{Address, Platform},
    policy::{Level, Policy, Workspace},
    scale::Scale,
};
use amends_runtime::{
    entrances::WayIn,
    figures::Measured,
    port::Pending,
    views::{CaseView, InteractionView},
};
use amends_web::intake::{Answer, Intake, NotStored, Printed, Registered, Taken};
use jiff::{SignedDuration, Timestamp};
use secrecy::SecretString;

/// A shell that answers what it is told to, and remembers what it was handed.
pub(crate) struct Fake {
    pub(crate) taken: Result<Taken, NotStored>,
    pub(crate) registered: Registered,
    pub(crate) business: &'static str,
    pub(crate) platforms: Vec<Platform>,
    pub(crate) hangs: bool,
    pub(crate) reasons: Vec<String>,
    pub(crate) measured: Measured,
    pub(crate) minted: Mutex<Vec<String>>,
    pub(crate) handed: Mutex<Vec<(Known, Interaction, u64)>>,
}

impl Fake {
    pub(crate) fn answers(taken: Taken) -> Self {
        Self {
            taken: Ok(taken),
            registered: Registered::Conflict,
            business: "Luma",
            platforms: vec![Platform::Telegram, Platform::Discord],
            hangs: false,
            reasons: Vec::new(),
            measured: Measured::default(),
            minted: Mutex::default(),
            handed: Mutex::default(),
        }
    }
}

impl Intake for Fake {
    fn interaction_ended(
        &self,
        known: Known,
        interaction: Interaction,
        digest: u64,
    ) -> Answer<'_, Taken> {
        Box::pin(async move {
            if self.hangs {
                pending::<()>().await;
            }
            self.handed.lock().unwrap().push((known, interaction, digest));
            self.taken.clone()
        })
    }

    fn receipt(
        &self,
        known: Known,
        interaction: Interaction,
        digest: u64,
    ) -> Answer<'_, Registered> {
        Box::pin(async move {
            self.handed.lock().unwrap().push((known, interaction, digest));
            match &self.taken {
                Ok(_) => Ok(self.registered.clone()),
                Err(why) => Err(why.clone()),
            }
        })
    }

    fn place(&self, name: &str) -> Result<Printed, NotStored> {
        Ok(match (name, &self.registered) {
            (_, Registered::NoLinks(why)) => Printed::NoLinks(*why),
            ("till2", _) => Printed::Link("https://t.me/lumabot?start=q_till2_A".to_owned()),
            (_, _) => Printed::Unfit,
        })
    }

    fn ways_in(&self, code: &str) -> Vec<WayIn> {
        let link = |platform| match platform {
            Platform::Telegram => format!("https://t.me/lumabot?start={code}"),
            Platform::Discord => "https://discord.com/channels/1/2".to_owned(),
        };
        let way = |platform| {
            let brings_code = platform == Platform::Telegram;
            WayIn { platform, link: link(platform), brings_code }
        };
        self.platforms.iter().copied().map(way).collect()
    }

    fn policy(&self) -> Arc<Policy> {
        Arc::new(Policy::new(Workspace::new(self.business)))
    }

    fn interaction(&self, id: InteractionId) -> Answer<'_, Option<InteractionView>> {
        let found = match id.0.as_str() {
            "web:rated" => Some(rated()),
            "web:stale" | "tg:topic:-100:7:1" => Some(suppressed("stale")),
            _ => None,
        };
        Box::pin(async move { Ok(found) })
    }

    fn reopened(&self, id: InteractionId) -> Answer<'_, Option<InteractionView>> {
        let found = (id.0 == "web:planned").then(|| suppressed("withdrawn"));
        Box::pin(async move { Ok(found) })
    }

    fn open_cases(&self, after: CaseNumber, limit: usize) -> Answer<'_, Vec<CaseView>> {
        let cases = (1_001..=1_150).filter(|number| after.0 < *number).take(limit).map(case);
        let cases = cases.collect();
        Box::pin(async move { Ok(cases) })
    }

    fn case(&self, number: CaseNumber) -> Answer<'_, Option<CaseView>> {
        let found = (number.0 == 1_042).then(|| case(1_042));
        Box::pin(async move { Ok(found) })
    }

    fn secrets(&self) -> Vec<SecretString> {
        self.minted.lock().unwrap().iter().map(|secret| secret.as_str().into()).collect()
    }

    fn not_ready(&self) -> Vec<String> {
        self.reasons.clone()
    }

    fn measure(&self) -> Pending<'_, Measured> {
        Box::pin(async move { self.measured.clone() })
    }
}

pub(crate) fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn suppressed(why: &'static str) -> InteractionView {
    InteractionView {
        id: InteractionId("web:some".to_owned()),
        survey: SurveyId::mint(at("2026-11-16T09:20:00Z"), &[7; 10]),
        status: "suppressed",
        why: Some(why),
        rating: None,
        satisfaction: None,
        comments: Vec::new(),
        case: None,
    }
}

fn rated() -> InteractionView {
    let rating = Scale::Faces3.rating(1).unwrap();
    InteractionView {
        status: "answered",
        why: None,
        rating: Some(rating),
        satisfaction: Some(rating.satisfaction()),
        comments: vec!["Cold soup.".to_owned()],
        case: Some(CaseNumber(1_042)),
        ..suppressed("")
    }
}

fn case(number: u32) -> CaseView {
    CaseView {
        customer: CustomerId::mint(at("2026-11-16T09:20:00Z"), &[7; 10]),
        case: working(number),
        owner: Some("Anna".to_owned()),
        ratings: vec![Scale::Faces3.rating(1).unwrap()],
    }
}

fn working(number: u32) -> Case {
    let opened_at = at("2026-11-16T09:21:00Z");
    let owner = Address::new(Platform::Telegram, "50");
    let promise = Promise {
        kind: PromiseKind::FirstReply,
        made_at: opened_at,
        due: at("2026-11-16T09:31:00Z"),
        said: SignedDuration::from_mins(10),
        state: PromiseState::Kept { at: at("2026-11-16T09:25:00Z") },
        raised: false,
        deed: None,
        warn_at: None,
        warned_at: None,
    };
    Case {
        number: CaseNumber(number),
        opened_at,
        origin: Origin::Answer,
        surveys: Vec::new(),
        level: Level::Agent,
        stage: CaseStage::Working { owner, since: opened_at },
        offers: Vec::new(),
        promises: vec![promise],
        joined: Vec::new(),
        handover: None,
        assists: Vec::new(),
        came_back: 0,
        first_word_at: None,
        last_word_at: opened_at,
        senior_asked: 0,
        resolutions: Vec::new(),
        reopened: 0,
        unreachable_since: None,
        wakes: Wakes::default(),
        desk: AtDesk::default(),
        lines: Vec::new(),
        next_line: 1,
        burst: None,
        said: Vec::new(),
        heard_at: None,
        words_thanked: false,
        held: false,
        history: Vec::new(),
        private_token: None,
        repeat_of: None,
        paused_until: None,
        left: None,
        why: Why::default(),
        cause: None,
        unsure: None,
        spoken: 0,
        senior_word_at: None,
    }
}
