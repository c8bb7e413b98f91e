//! What buttons say.

use amends_core::{
    catalogue::ShortName,
    ids::{CaseNumber, ItemNumber},
    inbox::Because,
    lang::Lang,
    say::Label,
    scale::{Rating, Satisfaction, Scale},
    wording::Wordings,
};

use crate::Phrasebook;

/// Where the words of a button come from.
enum Words {
    /// From the customers' texts.
    Customer(&'static str),
    /// From the texts for staff.
    Desk(&'static str),
    /// From the texts for staff, about one case of several.
    OfCase(&'static str, CaseNumber),
    /// From the texts for staff, about an item of the inbox.
    OfItem(&'static str, ItemNumber),
    /// It is the name of a cause.
    Cause(ShortName),
    /// It is a number.
    Number(u8),
}

impl Phrasebook {
    /// What a button says as it comes with amends: for customers in their language, for staff in
    /// English.
    pub fn label(&self, label: Label, lang: Lang) -> String {
        self.label_in(label, lang, &Wordings::default())
    }

    /// What a button says in a business whose admins may have changed it.
    pub fn label_in(&self, label: Label, lang: Lang, wording: &Wordings) -> String {
        match words(label) {
            Words::Customer(key) => match wording.in_force(key, lang) {
                Some(own) => own.to_owned(),
                None => self.customer_text(lang, key, &[]),
            },
            Words::Desk(key) => self.desk_text(key, &[]),
            Words::OfCase(key, case) => self.desk_text(key, &[("case", case.to_string())]),
            Words::OfItem(key, item) => self.desk_text(key, &[("item", item.to_string())]),
            Words::Cause(name) => name.as_str().replace('_', " "),
            Words::Number(number) => number.to_string(),
        }
    }
}

fn words(label: Label) -> Words {
    use Words::{Customer, Desk};
    match label {
        Label::Rating(rating) => option(rating),
        Label::Tell => Customer("btn_tell"),
        Label::TellUs => Customer("btn_tell_us"),
        Label::Complain => Customer("btn_complain"),
        Label::Feedback => Customer("btn_feedback"),
        Label::Code => Customer("btn_code"),
        Label::ContactMe => Customer("btn_contact_me"),
        Label::NoTalk => Customer("btn_no_talk"),
        Label::Change => Customer("btn_change"),
        Label::Senior => Customer("btn_senior"),
        Label::StillNeed => Customer("btn_still_need"),
        Label::NeedHelp => Customer("btn_need_help"),
        Label::Accept => Customer("btn_accept"),
        Label::Decline => Customer("btn_decline"),
        Label::RightYes => Customer("btn_right_yes"),
        Label::RightPartly => Customer("btn_right_partly"),
        Label::RightNo => Customer("btn_right_no"),
        Label::Yes => Customer("btn_yes"),
        Label::No => Customer("btn_no"),
        Label::Take => Desk("take"),
        Label::Join => Desk("join"),
        Label::History => Desk("history"),
        Label::WaitForAnswer => Desk("wait_for_answer"),
        Label::Promise => Desk("promise_button"),
        Label::Progress => Desk("progress_button"),
        Label::HandOver => Desk("hand_over"),
        Label::HandOverCase(case) => Words::OfCase("hand_over_case", case),
        Label::ItemCause => Desk("item_cause_button"),
        Label::PassOnPraise => Desk("pass_on_praise"),
        Label::Because(Because::Nothing) => Desk("because_nothing"),
        Label::Because(Because::Known) => Desk("because_known"),
        Label::Because(Because::NotOurs) => Desk("because_not_ours"),
        Label::Back => Desk("back_button"),
        Label::ShowItem(item) => Words::OfItem("show_item", item),
        Label::TakeCase(case) => Words::OfCase("take_case", case),
        Label::AcceptCase => Desk("accept"),
        Label::ReturnCase => Desk("give_back"),
        Label::Offer => Desk("offer_button"),
        Label::Delivered => Desk("delivered_button"),
        Label::SendOffer => Desk("send_offer"),
        Label::AdjustOffer => Desk("adjust_offer"),
        Label::CallSenior => Desk("call_senior"),
        Label::PutRight => Desk("put_right"),
        Label::Reopen => Desk("reopen"),
        Label::JustThanks => Desk("just_thanks"),
        Label::OpenRecovery => Desk("open_recovery"),
        Label::NoAction => Desk("no_action"),
        Label::CloseMistap => Desk("close_mistap"),
        Label::Undo => Desk("undo"),
        Label::Send => Desk("send"),
        Label::NotNow => Desk("not_now"),
        Label::SaveAnyway => Desk("save_anyway"),
        Label::CheckAgain => Desk("check_again"),
        Label::TestMe => Desk("test_me"),
        Label::StartAsking => Desk("start_asking"),
        Label::PauseAsking => Desk("pause_asking"),
        Label::WriteAgain => Desk("write_again"),
        Label::Why => Desk("why_button"),
        Label::Anyway => Desk("anyway_button"),
        Label::Skip => Desk("skip_button"),
        Label::Cause(name) => Words::Cause(name),
        Label::Preview => Desk("preview"),
    }
}

/// One option of a scale.
fn option(rating: Rating) -> Words {
    use Satisfaction::{Dissatisfied, Neutral, Satisfied};
    Words::Customer(match (rating.scale(), rating.satisfaction()) {
        (Scale::Faces3, Satisfied) => "btn_happy",
        (Scale::Faces3, Neutral) => "btn_neutral",
        (Scale::Faces3, Dissatisfied) => "btn_unhappy",
        (Scale::Expect3, Satisfied) => "btn_better",
        (Scale::Expect3, Neutral) => "btn_same",
        (Scale::Expect3, Dissatisfied) => "btn_worse",
        (Scale::Thumbs, Satisfied | Neutral) => "btn_yes",
        (Scale::Thumbs, Dissatisfied) => "btn_no",
        (Scale::Csat5, _) => match rating.value() {
            5 => "btn_5",
            4 => "btn_4",
            3 => "btn_3",
            2 => "btn_2",
            _ => "btn_1",
        },
        (Scale::Nps11, _) => return Words::Number(rating.value()),
    })
}

/// The face of a rating, for staff; a long scale says its value too.
pub(crate) fn face(rating: Rating) -> String {
    let face = match rating.satisfaction() {
        Satisfaction::Satisfied => "🙂",
        Satisfaction::Neutral => "😐",
        Satisfaction::Dissatisfied => "🙁",
    };
    match rating.scale() {
        Scale::Faces3 | Scale::Expect3 | Scale::Thumbs => face.to_owned(),
        Scale::Csat5 => format!("{face} {}/5", rating.value()),
        Scale::Nps11 => format!("{face} {}/10", rating.value()),
    }
}
