//! The `custom_id` of a button or form: what it asks for, and a proof that it is one of ours.
//!
//! A client can send an id that no message of ours carries, so each code is authenticated with a
//! key that only the holder of the bot's token has. Who pressed, and whether they may, is decided
//! by the core.

use std::fmt;

use amends_core::{
    action::{Action, Subject},
    effect::Form,
    ids::CaseNumber,
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use hmac::{Hmac, Mac};
use sha2::Sha256;
use subtle::ConstantTimeEq;

/// How many characters of the authentication travel: 60 bits.
const TAG_LENGTH: usize = 10;

/// The longest `custom_id` that Discord takes, in characters.
pub const ID_LIMIT: usize = 100;

/// The key that authenticates the ids of buttons and forms.
#[derive(Clone)]
pub struct Keys {
    id: [u8; 32],
}

impl Keys {
    /// Derives the key from the bot's token: the same token always gives the same key, so that
    /// buttons outlive a restart.
    pub fn of(token: &str) -> Self {
        Self { id: authenticate(token.as_bytes(), b"amends: ids of components") }
    }

    /// Writes the id of the button that asks for this.
    pub fn write(&self, action: Action) -> String {
        self.sign(&action.code())
    }

    /// Reads what a button asks for; nothing if it is not one of ours or was tampered with.
    pub fn read(&self, id: &str) -> Option<Action> {
        Action::parse(self.verified(id)?)
    }

    /// Writes the id of a form.
    pub fn write_form(&self, form: Form) -> String {
        self.sign(&form_code(form))
    }

    /// Reads which form was filled in; nothing if it is not one of ours or was tampered with.
    pub fn read_form(&self, id: &str) -> Option<Form> {
        parse_form(self.verified(id)?)
    }

    fn sign(&self, code: &str) -> String {
        let id = format!("{code}.{}", self.tag(code));
        debug_assert!(id.len() <= ID_LIMIT, "the core keeps codes short enough");
        id
    }

    fn verified<'a>(&self, id: &'a str) -> Option<&'a str> {
        let (code, tag) = id.rsplit_once('.')?;
        let is_ours: bool = self.tag(code).as_bytes().ct_eq(tag.as_bytes()).into();
        is_ours.then_some(code)
    }

    fn tag(&self, code: &str) -> String {
        let mut tag = URL_SAFE_NO_PAD.encode(authenticate(&self.id, code.as_bytes()));
        tag.truncate(TAG_LENGTH);
        tag
    }
}

impl fmt::Debug for Keys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Keys(…)")
    }
}

/// The code of a form. No action's code begins like it, so that neither stands in for the other.
fn form_code(form: Form) -> String {
    match form {
        Form::Comment(survey) => format!("form.c.{survey}"),
        Form::Story(case) => format!("form.s.{}", case.0),
        Form::Complaint => "form.p".to_owned(),
        Form::Code => "form.k".to_owned(),
        Form::Done(case) => format!("form.d.{}", case.0),
        Form::Promise(case) => format!("form.u.{}", case.0),
        Form::Progress(case) => format!("form.g.{}", case.0),
        Form::Handover(case) => format!("form.h.{}", case.0),
        Form::Return(case) => format!("form.r.{}", case.0),
        Form::Offer(case) => format!("form.o.{}", case.0),
        Form::Instead(case, offer) => format!("form.i.{}.{offer}", case.0),
        Form::Why(case) => format!("form.y.{}", case.0),
        Form::Anyway(case) => format!("form.a.{}", case.0),
        Form::Wording(nr) => format!("form.w.{nr}"),
        Form::Sorry => "form.f".to_owned(),
    }
}

fn parse_form(code: &str) -> Option<Form> {
    let form = match code.strip_prefix("form.")?.split_once('.') {
        None if code.ends_with('k') => Form::Code,
        None if code.ends_with('f') => Form::Sorry,
        None => Form::Complaint,
        // The id of an action is read in the one strict way there is.
        Some(("c", survey)) => {
            let Subject::Survey(survey) = Action::parse(&format!("w.{survey}"))?.subject() else {
                return None;
            };
            Form::Comment(survey)
        }
        Some(("w", nr)) => Form::Wording(nr.parse().ok()?),
        Some(("i", about)) => {
            let (case, offer) = about.split_once('.')?;
            Form::Instead(CaseNumber(case.parse().ok()?), offer.parse().ok()?)
        }
        Some((kind, case)) => {
            let case = case.parse().ok().map(CaseNumber)?;
            match kind {
                "s" => Form::Story(case),
                "d" => Form::Done(case),
                "u" => Form::Promise(case),
                "g" => Form::Progress(case),
                "h" => Form::Handover(case),
                "r" => Form::Return(case),
                "o" => Form::Offer(case),
                "y" => Form::Why(case),
                "a" => Form::Anyway(case),
                _ => return None,
            }
        }
    };
    // Nothing but what we write ourselves is read.
    (form_code(form) == code).then_some(form)
}

fn authenticate(key: &[u8], message: &[u8]) -> [u8; 32] {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("HMAC takes keys of any length");
    mac.update(message);
    mac.finalize().into_bytes().into()
}

#[cfg(test)]
mod tests {
    use amends_core::{action::Verdict, ids::SurveyId};
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;

    fn survey() -> impl Strategy<Value = SurveyId> {
        any::<u128>().prop_map(|bits| SurveyId(Uuid::from_u128(bits)))
    }

    fn case() -> impl Strategy<Value = CaseNumber> {
        any::<u32>().prop_map(CaseNumber)
    }

    fn action() -> impl Strategy<Value = Action> {
        prop_oneof![
            (survey(), 0..=10_u8).prop_map(|(survey, value)| Action::Rate { survey, value }),
            survey().prop_map(|survey| Action::Tell { survey }),
            case().prop_map(|case| Action::Take { case }),
            (case(), any::<u16>()).prop_map(|(case, resolution)| Action::Right {
                case,
                resolution,
                verdict: Verdict::Partly
            }),
            Just(Action::Complain),
            Just(Action::Feedback),
            Just(Action::Code),
        ]
    }

    fn form() -> impl Strategy<Value = Form> {
        prop_oneof![
            survey().prop_map(Form::Comment),
            case().prop_map(Form::Story),
            case().prop_map(Form::Done),
            case().prop_map(Form::Promise),
            case().prop_map(Form::Progress),
            case().prop_map(Form::Handover),
            case().prop_map(Form::Return),
            case().prop_map(Form::Offer),
            case().prop_map(Form::Why),
            case().prop_map(Form::Anyway),
            (case(), any::<u32>()).prop_map(|(case, offer)| Form::Instead(case, offer)),
            any::<u32>().prop_map(Form::Wording),
            Just(Form::Complaint),
            Just(Form::Code),
            Just(Form::Sorry),
        ]
    }

    proptest! {
        #[test]
        fn ids_read_back_and_fit(action in action(), form in form(), token in "[A-Za-z0-9_.-]{60}") {
            let keys = Keys::of(&token);
            let (button, modal) = (keys.write(action), keys.write_form(form));
            prop_assert!(button.len() <= ID_LIMIT && modal.len() <= ID_LIMIT);
            prop_assert_eq!(keys.read(&button), Some(action));
            prop_assert_eq!(keys.read_form(&modal), Some(form));
        }

        #[test]
        fn button_is_no_form_and_form_no_button(action in action(), form in form()) {
            let keys = Keys::of("a.b.c");
            prop_assert_eq!(keys.read_form(&keys.write(action)), None);
            prop_assert_eq!(keys.read(&keys.write_form(form)), None);
        }

        #[test]
        fn no_byte_can_be_changed(action in action(), form in form(), byte: u8) {
            let keys = Keys::of("a.b.c");
            for id in [keys.write(action), keys.write_form(form)] {
                for at in 0..id.len() {
                    let mut forged = id.clone().into_bytes();
                    forged[at] = byte;
                    let Ok(forged) = String::from_utf8(forged) else { continue };
                    if forged != id {
                        prop_assert_eq!(keys.read(&forged), None, "{}", forged);
                        prop_assert_eq!(keys.read_form(&forged), None, "{}", forged);
                    }
                }
            }
        }

        #[test]
        fn strange_ids_are_nobodys(id in "\\PC{0,100}") {
            let keys = Keys::of("a.b.c");
            prop_assert_eq!(keys.read(&id), None);
            prop_assert_eq!(keys.read_form(&id), None);
        }
    }

    #[test]
    fn id_of_another_bot_is_not_ours() {
        let id = Keys::of("a.b.other").write(Action::Take { case: CaseNumber(1042) });
        assert_eq!(Keys::of("a.b.c").read(&id), None);
    }

    #[test]
    fn cut_or_bare_codes_are_not_ours() {
        let keys = Keys::of("a.b.c");
        let id = keys.write(Action::Take { case: CaseNumber(1042) });
        for cut in ["T.1042", "T.1042.", &id[..id.len() - 1], &format!("{id}A")] {
            assert_eq!(keys.read(cut), None, "{cut}");
        }
    }
}
