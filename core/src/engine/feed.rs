//! What staff hear of questions, answers and words that open no case: praise, the feed of the desk,
//! and why a customer is not asked.

use super::{
    inbox::item_buttons,
    step::{Step, button, since},
};
use crate::{
    action::Action,
    desk::DeskSay,
    effect::{Body, Class, OnUnknown, To, Words},
    ids::ItemNumber,
    inbox::ItemWhat,
    interaction::Interaction,
    say::Label,
    scale::Rating,
    survey::Suppressed,
};

impl Step<'_> {
    /// The agent who served hears about it, if they are one of us.
    pub(crate) fn praise(&mut self, index: usize, rating: Rating) {
        let survey = &self.customer.surveys[index];
        let Some(agent) = survey.interaction.agent_account.clone() else { return };
        if self.policy.staff(&agent).is_none() {
            return;
        }
        let (name, topic) = (self.customer.name.clone(), survey.interaction.topic.clone());
        let words = Words::Desk(DeskSay::Praise { rating, name, topic });
        let to = To::Private(agent);
        let body = Body::Send {
            to,
            words,
            buttons: Vec::new(),
            reply_to: None,
            ask_reply: false,
            purpose: None,
        };
        self.effect(Class::Digest, OnUnknown::Leave, body);
    }

    /// A so-so answer, or words, for the desk to look at.
    pub(crate) fn feed(&mut self, index: usize, comment: Option<String>, item: Option<ItemNumber>) {
        let survey = &self.customer.surveys[index];
        let say = DeskSay::Feed {
            rating: survey.rating(),
            name: self.customer.name.clone(),
            topic: survey.interaction.topic.clone(),
            agent: survey.interaction.agent.clone(),
            comment,
        };
        let id = survey.id;
        let Some(desk) = self.policy.desk().cloned() else { return };
        let buttons = match item {
            Some(item) => item_buttons(item, ItemWhat::Comment),
            None => vec![vec![
                button(Label::OpenRecovery, Action::OpenRecovery { survey: id }),
                button(Label::NoAction, Action::NoAction { survey: id }),
            ]],
        };
        self.post(desk, say, buttons, None, None);
    }

    /// Answers staff who asked for the question. Why a customer is not asked is for staff only, and
    /// the customer reads along where the contact was.
    pub(crate) fn tell_requester(&mut self, interaction: &Interaction, refusal: Option<DeskSay>) {
        let Some(message) = &interaction.requested_by else { return };
        if let Some(press) = interaction.requested_press.clone() {
            return self.answer_command(press, refusal);
        }
        match (refusal, self.policy.desk().cloned()) {
            (Some(refusal), Some(desk)) => self.post(desk, refusal, Vec::new(), None, None),
            // Without a desk there is no place for it that the customer can't read.
            (Some(_), None) => (),
            // What they wrote there is taken back; the question is the answer.
            (None, _) if interaction.on_behalf => (),
            (None, _) => self.answer_staff(message, None),
        }
    }

    pub(crate) fn wont_ask(&self, index: usize, why: Suppressed) -> DeskSay {
        let name = self.customer.name.clone();
        let interaction = &self.customer.surveys[index].interaction;
        let rules = &self.policy.workspace.asking;
        match why {
            Suppressed::CaseOpen => match self.customer.open_case() {
                Some(case) => DeskSay::WontAskCaseOpen { name, case: case.number },
                None => DeskSay::WontAskDuplicate,
            },
            Suppressed::Gap => {
                let next = self.gap_until(index).unwrap_or(self.now);
                let asked =
                    self.customer.surveys[..index].iter().rev().find_map(|survey| survey.asked_at);
                let ago = since(asked.unwrap_or(self.now), self.now);
                DeskSay::WontAskGap { ago, next: self.policy.due(next, self.now) }
            }
            Suppressed::Paused => DeskSay::WontAskPaused,
            Suppressed::Incident => DeskSay::WontAskIncident,
            Suppressed::OptedOut => DeskSay::WontAskOptedOut { name },
            Suppressed::Stale => DeskSay::WontAskStale,
            Suppressed::NoChannel => DeskSay::WontAskNoChannel { name },
            Suppressed::Withdrawn | Suppressed::SameContact => DeskSay::WontAskDuplicate,
            Suppressed::TopicOff | Suppressed::TagOff | Suppressed::OutcomeOff => {
                let what = rules.left_out(interaction).map(ToString::to_string);
                DeskSay::WontAskLeftOut { what: what.unwrap_or_default() }
            }
            Suppressed::FewMessages => DeskSay::WontAskFewMessages {
                wrote: interaction.messages.unwrap_or(0),
                least: rules.messages,
            },
            Suppressed::NotSampled => DeskSay::WontAskNotSampled {
                share: rules.sample.map(|share| share.to_string()).unwrap_or_default(),
            },
            Suppressed::QuietHours => DeskSay::WontAskQuietHours {
                quiet: rules.quiet.map(|quiet| quiet.to_string()).unwrap_or_default(),
            },
        }
    }

    /// S-3: staff of the open case learn about another contact.
    pub(crate) fn note_contact(&mut self, interaction: &Interaction) {
        let Some(case) = self.open_case_index() else { return };
        let say = DeskSay::AnotherContact {
            topic: interaction.topic.clone(),
            agent: interaction.agent.clone(),
        };
        self.desk(case, say);
    }
}
