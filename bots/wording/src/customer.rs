//! What customers read.

mod board;

use amends_core::{
    hours::Due,
    ids::CaseNumber,
    lang::Lang,
    place::{Address, Platform},
    policy::Level,
    say::{Button, Label, Question, Say, Status, What},
    scale::Rating,
    wording::{Slot, key_of_question},
};
use jiff::SignedDuration;

use crate::{
    Context, Phrasebook, called,
    clean::{clean_name, clean_text, one_line_text},
    own,
    time::counted,
};

/// The longest piece of staff's words within a sentence of ours.
const QUOTE_LIMIT: usize = 1_000;
/// The longest topic in a question, and the longest latest word in a status.
const PHRASE_LIMIT: usize = 200;

impl Phrasebook {
    /// The text for a customer in their language. [`Say::Words`] keeps its full length: whether it
    /// is too long is the platform's to say.
    pub fn say(&self, say: &Say, lang: Lang, context: &Context<'_>) -> String {
        Voice { book: self, lang, context }.say(say)
    }
}

/// One language, speaking for one business.
struct Voice<'a> {
    book: &'a Phrasebook,
    lang: Lang,
    context: &'a Context<'a>,
}

impl Voice<'_> {
    #[expect(clippy::too_many_lines, reason = "one arm for each thing that is said to customers")]
    fn say(&self, say: &Say) -> String {
        match say {
            Say::Ask { question, name, call } => {
                self.asked(None, question, name.as_deref(), call.as_ref())
            }
            Say::Answered { question, rating, then } => {
                self.answered(None, question, *rating, then)
            }
            Say::Worded { text, say } => self.worded(text, say),
            Say::Both(first, second) => format!("{}\n{}", self.say(first), self.say(second)),
            Say::Numbered { say, choices } => self.numbered(say, choices),
            Say::Words { name, text, .. } => words(name.as_deref(), text),
            Say::RecommendAsk => self.plain("recommend_ask"),
            Say::RecommendedAsk => self.plain("recommended_ask"),
            Say::RecommendThanks => self.plain("recommend_thanks"),
            Say::ThanksHappy => self.plain("thanks_happy"),
            Say::WhyAnswer { n } => self.fill("why_answer", &[("n", n.to_string())]),
            Say::ThanksNeutral => self.plain("thanks_neutral"),
            Say::SorryUnhappy { within } => self.within("sorry_unhappy", *within),
            Say::SorryUnhappyLater { due } => self.by("sorry_unhappy_later", due),
            Say::OpenPrivate { token } => self.open_private(token),
            Say::NoTalkAck => self.plain("no_talk_ack"),
            Say::CommentThanks => self.plain("comment_thanks"),
            Say::ChangedAck { rating } => self.changed(*rating),
            Say::TapAck => self.plain("tap_ack"),
            Say::ChangeClosed => self.plain("change_closed"),
            Say::LateAck => self.plain("late_ack"),
            Say::NotForYou => self.plain("not_for_you"),
            Say::Start { name } => self.start(name.as_deref()),
            Say::FeedbackOff => self.plain("feedback_off"),
            Say::CodePrompt => self.plain("code_title"),
            Say::Panel => self.fill("panel", &[("business", self.business())]),
            Say::ComplainPrompt => self.plain("complain_prompt"),
            Say::ComplainAck { within } => self.within("complain_ack", *within),
            Say::ComplainAckLater { due } => self.by("complain_ack_later", due),
            Say::StatusNone => self.plain("status_none"),
            Say::StatusOpen { case, status, staff, latest, due } => {
                self.status(*case, *status, staff.as_deref(), latest.as_deref(), due)
            }
            Say::StopAck => self.plain("stop_ack"),
            Say::ResumeAck => self.plain("resume_ack"),
            Say::LanguageSet => self.language_set(),
            Say::Privacy { days } => self.privacy(*days),
            Say::MyData => self.plain("mydata"),
            Say::ForgetConfirm => self.plain("forget_confirm"),
            Say::ForgetDone => self.plain("forget_done"),
            Say::ForgetReceipt { deleted, kept } => self.forget_receipt(*deleted, *kept),
            Say::Error => self.plain("error"),
            Say::Joined { staff } => self.person("joined", staff),
            Say::ReplyMissed { said, level, due } => self.missed(*said, *level, due),
            Say::Promised { what, due } => {
                self.fill("promise", &[("what", deed(what)), ("due", self.book.due(due))])
            }
            Say::PromiseKept { what } => self.fill("promise_kept", &[("what", self.what(what))]),
            Say::PromiseMoved { what, due } => {
                let values = [("what", self.what(what)), ("due", self.book.due(due))];
                self.fill("promise_moved", &values)
            }
            Say::PromiseBroken { what, due, level, next } => {
                self.promise_broken(what, due, *level, next.as_ref())
            }
            Say::Progress { text, due } => self.progress(text, due),
            Say::ProgressHold { staff, due } => {
                let values = [("staff", self.staff(staff)), ("due", self.book.due(due))];
                self.fill("progress_hold", &values)
            }
            Say::Handover { from, to } => {
                self.fill("handover", &[("from", self.staff(from)), ("to", self.staff(to))])
            }
            Say::Offer { what } => self.offer(what),
            Say::OfferAccepted { how, due } => self.accepted(how, due),
            Say::OfferDeclined => self.plain("offer_declined"),
            Say::OfferDone { what, how } => self.offer_done(what, how.as_deref()),
            Say::OfferBy { due } => self.by("offer_by", due),
            Say::Escalated { level } => self.fill("escalated", &[("role", self.role(*level))]),
            Say::SeniorAck { level, due } => self.role_by("senior_ack", *level, due),
            Say::DirectorHere { staff } => self.director(staff),
            Say::Nudge1 => self.plain("nudge_1"),
            // A day that may be days away is never told as a bare time.
            Say::Nudge2 { due } => self.by("nudge_2", &Due { today: false, ..*due }),
            Say::ClosedSilent => self.plain("closed_silent"),
            Say::Reopened { within } => self.within("reopened", *within),
            Say::WelcomeBack => self.plain("welcome_back"),
            Say::RelayFailed => self.plain("relay_failed"),
            Say::ThreadHere { room } => {
                self.fill("thread_here", &[("thread", (self.context.room)(room))])
            }
            Say::ThreadIntro { customer } => {
                self.fill("thread_intro", &[("mention", (self.context.call)(customer))])
            }
            Say::LinkCode { code, valid, platform } => self.link_code(code, *valid, *platform),
            Say::LinkDone => self.plain("link_done"),
            Say::LinkBad => self.plain("link_bad"),
            Say::Recheck { staff, done, prevent } => self.recheck(staff, done, prevent.as_deref()),
            Say::RightYes { staff } => self.right_yes(staff),
            Say::LastTouch { gift, how } => self.gift("last_touch", gift, how.as_deref()),
            Say::RightPartly { staff } => self.person("right_partly", staff),
            Say::RightNo { level, due } => self.role_by("right_no", *level, due),
            Say::SorryFirst { name, what, fix } => self.sorry_first(name.as_deref(), what, fix),
            Say::SorryGift { gift, how } => self.gift("sorry_gift", gift, how.as_deref()),
            Say::CauseFixed { name, topic, fix } => self.cause_fixed(name.as_deref(), topic, fix),
            Say::Board { items } => self.board(items),
        }
    }

    fn link_code(&self, code: &str, valid: SignedDuration, platform: Platform) -> String {
        let platform = called(platform);
        let duration = self.duration(valid);
        let values =
            [("code", code.to_owned()), ("duration", duration), ("platform", platform.to_owned())];
        self.fill("link_code", &values)
    }

    /// The text names its language, so that it can't be read in English where a language lacks it.
    fn language_set(&self) -> String {
        let own = Slot::everywhere("language_set", self.lang);
        let is_there = self.lang.is_built_in() || self.context.wording.now(&own).0.is_some();
        if is_there { self.plain("language_set") } else { format!("✓ {}", self.lang.own_name()) }
    }

    fn privacy(&self, days: u32) -> String {
        let kept = self.fill("privacy", &[("days", days.to_string())]);
        let by = self.fill("privacy_more", &[("business", self.business())]);
        format!("{kept}\n{by}")
    }

    fn forget_receipt(&self, deleted: u32, kept: u32) -> String {
        let receipt = self.fill("forget_receipt", &[("deleted", deleted.to_string())]);
        if kept == 0 {
            return receipt;
        }
        let more = self.fill("forget_kept", &[("kept", kept.to_string())]);
        format!("{receipt}\n{more}")
    }

    /// What may be chosen stands below what is said, each after its number; a scale of numbers says
    /// only how far it goes.
    fn numbered(&self, say: &Say, choices: &[(u8, Button)]) -> String {
        let label =
            |button: &Button| self.book.label_in(button.label, self.lang, self.context.wording);
        let is_bare = |(number, button): &&(u8, Button)| label(button) == number.to_string();
        let shown = match choices {
            [first, .., last] if choices.iter().all(|choice| is_bare(&choice)) => {
                vec![format!("{} – {}", first.0, last.0)]
            }
            all => all.iter().map(|(number, one)| format!("{number} – {}", label(one))).collect(),
        };
        let (said, how) = (self.say(say), self.plain("reply_number"));
        format!("{said}\n\n{}\n{how}", shown.join("\n"))
    }

    fn plain(&self, key: &str) -> String {
        self.fill(key, &[])
    }

    fn fill(&self, key: &str, values: &[(&str, String)]) -> String {
        match self.context.wording.in_force(key, self.lang) {
            Some(text) => own::fill(text, values),
            None => self.book.customer_text(self.lang, key, values),
        }
    }

    fn duration(&self, duration: SignedDuration) -> String {
        let (key, number) = counted(duration);
        self.fill(key, &[("n", number.to_string())])
    }

    fn within(&self, key: &str, within: SignedDuration) -> String {
        self.fill(key, &[("duration", self.duration(within))])
    }

    fn by(&self, key: &str, due: &Due) -> String {
        self.fill(key, &[("due", self.book.due(due))])
    }

    fn role_by(&self, key: &str, level: Level, due: &Due) -> String {
        let due = self.book.due(due);
        self.fill(key, &[("role", self.role(level)), ("due", due)])
    }

    fn person(&self, key: &str, staff: &str) -> String {
        self.fill(key, &[("staff", self.staff(staff))])
    }

    fn hello(&self, name: Option<&str>) -> String {
        match name.and_then(clean_name) {
            Some(name) => self.fill("hello_named", &[("name", name)]),
            None => self.plain("hello"),
        }
    }

    /// The name of somebody of ours, or of all of us where none is left of it.
    fn staff(&self, name: &str) -> String {
        clean_name(name).unwrap_or_else(|| self.role(Level::Agent))
    }

    fn business(&self) -> String {
        self.staff(&self.context.business)
    }

    fn role(&self, level: Level) -> String {
        self.plain(match level {
            Level::Agent => "role_1",
            Level::Senior => "role_2",
            Level::Director => "role_3",
        })
    }

    /// The same in other words: those of the question, or of the one text that is said.
    fn worded(&self, text: &str, say: &Say) -> String {
        if let Say::Ask { question, name, call } = say {
            return self.asked(Some(text), question, name.as_deref(), call.as_ref());
        }
        if let Say::Answered { question, rating, then } = say {
            return self.answered(Some(text), question, *rating, then);
        }
        if let Say::SorryUnhappy { within } = say {
            return own::fill(text, &[("duration", self.duration(*within))]);
        }
        if let Say::SorryUnhappyLater { due } = say {
            return own::fill(text, &[("due", self.book.due(due))]);
        }
        if matches!(say, Say::ThanksHappy | Say::ThanksNeutral) {
            return text.to_owned();
        }
        // Nothing else is said in other words than those in force.
        self.say(say)
    }

    fn asked(
        &self,
        text: Option<&str>,
        question: &Question,
        name: Option<&str>,
        call: Option<&Address>,
    ) -> String {
        let asked = self.ask(text, question, self.hello(name));
        let asked = asked.trim_start();
        let call = call.map(|who| (self.context.call)(who)).unwrap_or_default();
        if call.is_empty() { asked.to_owned() } else { format!("{call} {asked}") }
    }

    /// A question is put as it was put the first time: in its own words, or in those that come with
    /// amends, but never in words that came into force afterwards.
    fn ask(&self, text: Option<&str>, question: &Question, hello: String) -> String {
        let mut values = vec![("hello", hello)];
        let mut key = key_of_question(question);
        if let Question::Topic(topic) = question {
            let topic = one_line_text(topic, PHRASE_LIMIT);
            if topic.is_empty() {
                key = key_of_question(&Question::JustNow);
                return self.book.customer_text(self.lang, key, &values);
            }
            values.push(("topic", topic));
        }
        match text {
            Some(text) => own::fill(text, &values),
            None => self.book.customer_text(self.lang, key, &values),
        }
    }

    /// The question stands there without its greeting once it is answered.
    fn answered(
        &self,
        text: Option<&str>,
        question: &Question,
        rating: Option<Rating>,
        then: &Say,
    ) -> String {
        let then = self.say(then);
        let Some(rating) = rating else { return then };
        let question = self.ask(text, question, String::new());
        format!("{}  {}\n{then}", question.trim_start(), self.rating(rating))
    }

    fn rating(&self, rating: Rating) -> String {
        self.book.label_in(Label::Rating(rating), self.lang, self.context.wording)
    }

    fn changed(&self, rating: Rating) -> String {
        self.fill("changed_ack", &[("answer", self.rating(rating))])
    }

    /// Where no link can be had, the sentence ends before it: the button is there all the same.
    fn open_private(&self, token: &str) -> String {
        if let Some(link) = (self.context.link)(token) {
            return self.fill("open_private", &[("link", link)]);
        }
        let text = self.fill("open_private", &[("link", String::new())]);
        format!("{}.", text.trim_end().trim_end_matches(':'))
    }

    fn start(&self, name: Option<&str>) -> String {
        self.fill("start", &[("hello", self.hello(name)), ("business", self.business())])
    }

    fn status(
        &self,
        case: CaseNumber,
        status: Status,
        staff: Option<&str>,
        latest: Option<&str>,
        due: &Due,
    ) -> String {
        let status = self.plain(match status {
            Status::Open => "st_open",
            Status::Working => "st_working",
            Status::Waiting => "st_waiting",
            Status::Checking => "st_check",
        });
        let latest = latest.map(|text| sentence_part(&one_line_text(text, PHRASE_LIMIT)));
        let latest = latest.filter(|text| !text.is_empty()).unwrap_or_else(|| "–".to_owned());
        one_stop(&self.fill(
            "status_open",
            &[
                ("case", case.to_string()),
                ("status", status),
                ("staff", self.staff(staff.unwrap_or_default())),
                ("text", latest),
                ("due", self.book.due(due)),
            ],
        ))
    }

    fn missed(&self, said: SignedDuration, level: Level, due: &Due) -> String {
        let duration = self.duration(said);
        let due = self.book.due(due);
        self.fill(
            "reply_missed",
            &[("duration", duration), ("role", self.role(level)), ("due", due)],
        )
    }

    /// What was promised or offered, as a part of a sentence.
    fn what(&self, what: &What) -> String {
        match what {
            What::Words(words) => deed(words),
            What::Gift { gift } => {
                sentence_part(&self.book.gift(gift, self.lang, self.context.wording))
            }
        }
    }

    fn offer(&self, what: &[What]) -> String {
        let what: Vec<String> = what.iter().map(|what| self.what(what)).collect();
        self.fill("offer", &[("offer", what.join(" + "))])
    }

    /// With what is to be done to get it, and the time in a line of its own.
    fn accepted(&self, how: &[String], due: &Due) -> String {
        let how: Vec<String> = how.iter().map(|how| one_line_text(how, QUOTE_LIMIT)).collect();
        let accepted = self.fill("offer_accepted", &[("how", how.join(" "))]);
        format!("{}\n{}", accepted.trim_end(), self.by("offer_by", due))
    }

    fn offer_done(&self, what: &What, how: Option<&str>) -> String {
        let how = how.map(|how| one_line_text(how, QUOTE_LIMIT)).unwrap_or_default();
        let done = self.fill("offer_done", &[("offer", self.what(what)), ("how", how)]);
        done.trim_end().to_owned()
    }

    /// Somebody else steps in, and the customer hears from them by the next time.
    fn promise_broken(&self, what: &What, due: &Due, level: Level, next: Option<&Due>) -> String {
        let due = self.book.due(due);
        let values = [("what", self.what(what)), ("due", due), ("role", self.role(level))];
        let broken = self.fill("promise_broken", &values);
        match next {
            Some(next) => format!("{broken} {}", self.by("promise_broken_next", next)),
            None => broken,
        }
    }

    fn progress(&self, text: &str, due: &Due) -> String {
        let text = sentence_part(&clean_text(text, QUOTE_LIMIT));
        one_stop(&self.fill("progress", &[("text", text), ("due", self.book.due(due))]))
    }

    fn director(&self, staff: &str) -> String {
        let role = self.role(Level::Director);
        self.fill("director_here", &[("staff", self.staff(staff)), ("role", role)])
    }

    fn recheck(&self, staff: &str, done: &str, prevent: Option<&str>) -> String {
        let part = |text: &str| sentence_part(&clean_text(text, QUOTE_LIMIT));
        let done = match prevent {
            Some(prevent) => {
                self.fill("reask_prevent", &[("what", part(done)), ("prevent", part(prevent))])
            }
            None => part(done),
        };
        one_stop(&self.fill("reask", &[("staff", self.staff(staff)), ("what", done)]))
    }

    /// Something that is given without any condition, and how they get it.
    fn gift(&self, key: &str, gift: &What, how: Option<&str>) -> String {
        let line = self.fill(key, &[("gift", self.what(gift))]);
        match how {
            Some(how) => format!("{line}\n{}", one_line_text(how, QUOTE_LIMIT)),
            None => line,
        }
    }

    fn right_yes(&self, staff: &str) -> String {
        self.fill("right_yes", &[("staff", self.staff(staff)), ("business", self.business())])
    }
}

/// Somebody's own words, at full length, after their name.
pub(crate) fn words(name: Option<&str>, text: &str) -> String {
    let text = clean_text(text, usize::MAX);
    match name.and_then(clean_name) {
        Some(name) => format!("{name}: {text}"),
        None => text,
    }
}

/// What was promised, as a part of a sentence.
fn deed(what: &str) -> String {
    sentence_part(&one_line_text(what, QUOTE_LIMIT))
}

/// A sentence that ends in a question or exclamation mark needs no full stop of ours.
fn one_stop(text: &str) -> String {
    text.replace("?. ", "? ").replace("!. ", "! ")
}

/// Words that stand before a full stop of ours bring none of their own.
pub(crate) fn sentence_part(text: &str) -> String {
    let text = text.trim();
    let shorter = text.strip_suffix('.').filter(|rest| !rest.ends_with('.'));
    shorter.unwrap_or(text).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_before_our_full_stop_bring_none() {
        for (text, part) in
            [("done.", "done"), (" done ", "done"), ("well...", "well..."), ("", "")]
        {
            assert_eq!(sentence_part(text), part);
        }
    }
}
