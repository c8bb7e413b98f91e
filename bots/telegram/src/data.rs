//! The data of a button: what it asks for, and a proof that the button is one of ours.
//!
//! A client can send data that no message of ours carries, so each code is authenticated with a
//! key that only the holder of the bot's token has. Who pressed, and whether they may, is decided
//! by the core.

use std::fmt;

use amends_core::action::Action;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use hmac::{Hmac, Mac};
use sha2::Sha256;
use subtle::ConstantTimeEq;

/// How many characters of the authentication travel: 60 bits.
const TAG_LENGTH: usize = 10;

/// The longest data that Telegram takes, in bytes.
pub const DATA_LIMIT: usize = 64;

/// The key that authenticates the data of buttons.
#[derive(Clone)]
pub struct Keys {
    data: [u8; 32],
}

impl Keys {
    /// Derives the key from the bot's token: the same token always gives the same key, so that
    /// buttons outlive a restart.
    pub fn of(token: &str) -> Self {
        Self { data: authenticate(token.as_bytes(), b"amends: data of buttons") }
    }

    /// Writes the data of the button that asks for this.
    pub fn write(&self, action: Action) -> String {
        let code = action.code();
        let data = format!("{code}.{}", self.tag(&code));
        debug_assert!(data.len() <= DATA_LIMIT, "the core keeps codes short enough");
        data
    }

    /// Reads what a button asks for; nothing if it is not one of ours or was tampered with.
    pub fn read(&self, data: &str) -> Option<Action> {
        let (code, tag) = data.rsplit_once('.')?;
        let is_ours: bool = self.tag(code).as_bytes().ct_eq(tag.as_bytes()).into();
        if is_ours { Action::parse(code) } else { None }
    }

    fn tag(&self, code: &str) -> String {
        let mut tag = URL_SAFE_NO_PAD.encode(authenticate(&self.data, code.as_bytes()));
        tag.truncate(TAG_LENGTH);
        tag
    }
}

impl fmt::Debug for Keys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Keys(…)")
    }
}

fn authenticate(key: &[u8], message: &[u8]) -> [u8; 32] {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("HMAC takes keys of any length");
    mac.update(message);
    mac.finalize().into_bytes().into()
}

#[cfg(test)]
mod tests {
    use amends_core::{action::Verdict, ids::CaseNumber, ids::SurveyId};
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;

    fn action() -> impl Strategy<Value = Action> {
        let survey = any::<u128>().prop_map(|bits| SurveyId(Uuid::from_u128(bits)));
        let case = any::<u32>().prop_map(CaseNumber);
        prop_oneof![
            (survey.clone(), 0..=10_u8).prop_map(|(survey, value)| Action::Rate { survey, value }),
            survey.clone().prop_map(|survey| Action::Change { survey }),
            survey.prop_map(|survey| Action::NoAction { survey }),
            case.clone().prop_map(|case| Action::Take { case }),
            (case.clone(), any::<bool>()).prop_map(|(case, yes)| Action::GoOn { case, yes }),
            (case, any::<u16>()).prop_map(|(case, resolution)| Action::Right {
                case,
                resolution,
                verdict: Verdict::Partly
            }),
        ]
    }

    proptest! {
        #[test]
        fn data_reads_back_and_fits(action in action(), token in "[0-9]{8,10}:[A-Za-z0-9_-]{35}") {
            let keys = Keys::of(&token);
            let data = keys.write(action);
            prop_assert!(data.len() <= DATA_LIMIT);
            prop_assert_eq!(keys.read(&data), Some(action));
        }

        #[test]
        fn no_byte_can_be_changed(action in action(), byte: u8) {
            let keys = Keys::of("123:token");
            let data = keys.write(action);
            for at in 0..data.len() {
                let mut forged = data.clone().into_bytes();
                forged[at] = byte;
                let Ok(forged) = String::from_utf8(forged) else { continue };
                if forged != data {
                    prop_assert_eq!(keys.read(&forged), None, "{}", forged);
                }
            }
        }

        #[test]
        fn strange_data_is_nobodys(data in "\\PC{0,64}") {
            prop_assert_eq!(Keys::of("123:token").read(&data), None);
        }
    }

    #[test]
    fn data_of_another_bot_is_not_ours() {
        let data = Keys::of("123:other").write(Action::Take { case: CaseNumber(1042) });
        assert_eq!(Keys::of("123:token").read(&data), None);
    }

    #[test]
    fn cut_or_bare_codes_are_not_ours() {
        let keys = Keys::of("123:token");
        let data = keys.write(Action::Take { case: CaseNumber(1042) });
        for cut in ["T.1042", "T.1042.", &data[..data.len() - 1], &format!("{data}A")] {
            assert_eq!(keys.read(cut), None, "{cut}");
        }
    }
}
