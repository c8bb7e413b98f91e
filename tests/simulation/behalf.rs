//! Chats of one of staff with the customer, in which we write on their behalf: what is typed there,
//! and that nothing is sent there that could only be pressed, changed or marked (S-26).

use amends_core::{
    case::Case,
    customer::Customer,
    effect::{Body, Effect, To},
    event::Event,
    interaction::{Interaction, Source},
    place::{Content, Place},
};
use rand::{Rng, seq::IndexedRandom};

use crate::world::World;

/// What the thread of such a chat is called.
pub(crate) const MARK: &str = "b:50";
/// What the customer types there.
const TYPED: &[&str] = &["1", "2", "3", " 3 ", "0", "10", "99", "thanks", "the soup was cold"];

impl World {
    /// The contact was in a chat of one of staff.
    pub(crate) fn held_on_behalf(&mut self, interaction: &mut Interaction) {
        let account = self.accounts()[0].clone();
        interaction.held_at = Some(crate::setting::Setting::private(&account).thread(MARK));
        interaction.held_in_private = true;
        interaction.ask_here = true;
        interaction.on_behalf = true;
        interaction.source = Source::Done;
        interaction.agent_account = Some(self.setting.staff("50").address);
        self.reference.seen.count("held on behalf");
    }

    /// One of the two writes there. What is not for us never comes to us.
    pub(crate) fn somebody_writes_on_behalf(&mut self) {
        let mut contacts = self.customer().contacts.iter();
        let found = contacts.find_map(|it| Some((it.address.clone(), it.behalf.clone()?)));
        let Some((address, behalf)) = found else { return self.customer_writes() };
        let message = self.message(&behalf.place);
        let text = (*TYPED.choose(&mut self.rng).unwrap()).to_owned();
        let content = Content::Text(text);
        let case = behalf.case.and_then(|case| self.customer().case(case));
        let case = case.filter(|case| case.is_open()).map(|case: &Case| case.number);
        if let Some(case) = case.filter(|_| self.rng.random_range(0..4) == 0) {
            let (by, load) = (self.setting.staff("50"), self.load());
            return self.happens(Event::StaffWrote {
                case,
                by,
                message,
                reply_to: None,
                answers_us: false,
                content,
                press: None,
                form: None,
                load,
            });
        }
        if !self.customer().means_us(&self.policy, &behalf.place, &content, self.now) {
            return;
        }
        self.reference.seen.count("meant for us");
        let by = crate::setting::person(address);
        let (reply_to, token, press, form) = (None, None, None, None);
        self.happens(Event::CustomerWrote { by, message, reply_to, content, token, press, form });
    }
}

/// Something is asked for that can't be done there, or that the customer could only press.
pub(crate) fn breaches(after: &Customer, effects: &[Effect]) -> Vec<String> {
    let is_there = |place: &Place| after.behalf_at(place).is_some();
    let wrong = effects.iter().filter(|effect| match &effect.body {
        Body::Send { to: To::Place(place), buttons, .. } => is_there(place) && !buttons.is_empty(),
        Body::Edit { message, .. }
        | Body::React { message, .. }
        | Body::MarkDelivered { message }
        | Body::Pin { message } => is_there(&message.place),
        Body::Answer { press, .. } => press.id == "typed",
        Body::RenameThread { thread, .. }
        | Body::CloseThread { thread }
        | Body::DeleteThread { thread, .. }
        | Body::ReopenThread { thread, .. } => is_there(thread),
        Body::Send { .. }
        | Body::Copy { .. }
        | Body::SendFile { .. }
        | Body::Form { .. }
        | Body::Delete { .. }
        | Body::OpenRoom { .. }
        | Body::Seat { .. }
        | Body::OpenThread { .. }
        | Body::Fetch { .. }
        | Body::Inspect { .. }
        | Body::Signal { .. }
        | Body::Withdraw { .. } => false,
    });
    wrong.map(|effect| format!("S-26: that can't be done on behalf: {:?}", effect.body)).collect()
}
