//! Whether a customer would recommend the business, asked of a share of the happy (F29).

use super::step::{Step, button};
use crate::{
    action::Action,
    effect::{Body, Class, OnUnknown, PressRef, Purpose, Words},
    fact::Fact,
    place::MessageRef,
    recommending::{After, REST, Recommending, Recommends},
    say::{Button, Label, Say},
};

impl Step<'_> {
    /// S-14, K-28: asks, if this contact or case is among the share that admins wish for. `what`
    /// names it: the same one always is, or never.
    pub(crate) fn ask_to_recommend(&mut self, what: &str, after: After) {
        let asked_at = self.customer.recommending.as_ref().map(|last| last.asked_at);
        let is_rested = asked_at.is_none_or(|at| super::step::later(at, REST) <= self.now);
        let is_left_alone = self.customer.opted_out || self.customer.open_case().is_some();
        let is_wanted = self.policy.workspace.asking.recommends(what);
        if !is_wanted || !is_rested || is_left_alone {
            return;
        }
        let Some(to) = self.customer_way() else { return };
        let recommending = Recommending { asked_at: self.now, after, would: None, did: None };
        self.customer.recommending = Some(recommending);
        let words = Words::Customer(Say::RecommendAsk, self.language());
        let buttons = self.answers_to(Recommends::Would);
        // Where it stands is remembered, so that it can be deleted.
        let purpose = Some(Purpose::Told);
        let body = Body::Send { to, words, buttons, reply_to: None, ask_reply: false, purpose };
        // As every question: rather not at all than twice, or when nobody remembers.
        let until = self.later(self.policy.timers().ask_stale);
        self.effect_until(until, Class::Question, OnUnknown::Leave, body);
    }

    fn answers_to(&self, asked: Recommends) -> Vec<Vec<Button>> {
        let customer = self.customer.id;
        let answer = |label, yes| button(label, Action::Recommend { customer, asked, yes });
        vec![vec![answer(Label::Yes, true), answer(Label::No, false)]]
    }

    /// The customer answered one of the two. The first answer stands, and whoever would is asked the
    /// other one in its place.
    pub(crate) fn recommend_pressed(
        &mut self,
        press: &PressRef,
        message: Option<&MessageRef>,
        (asked, yes): (Recommends, bool),
    ) {
        self.toast(press, None);
        let Some(recommending) = &mut self.customer.recommending else { return };
        let goes_on = match asked {
            Recommends::Would if recommending.would.is_none() => {
                recommending.would = Some(yes);
                yes
            }
            Recommends::Did if recommending.would == Some(true) && recommending.did.is_none() => {
                recommending.did = Some(yes);
                false
            }
            Recommends::Would | Recommends::Did => return,
        };
        let after = recommending.after;
        self.fact(Fact::Recommended { asked, yes, after });
        let Some(message) = message.cloned() else { return };
        if goes_on {
            self.edit(message, Say::RecommendedAsk, self.answers_to(Recommends::Did));
        } else {
            self.edit(message, Say::RecommendThanks, Vec::new());
        }
    }
}
