//! Start tokens of links: which kind one is, and whether a printed one is ours.

use amends_core::grammar;
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use hmac::{Hmac, Mac};
use sha2::Sha256;
use subtle::ConstantTimeEq;

/// The characters of the authentication at the end of a printed link: 96 bits.
const SEAL: usize = 16;
/// The longest start token that there can be.
const LONGEST: usize = 64;

/// The key that printed links are sealed with.
#[derive(Clone)]
pub(crate) struct LinkKey([u8; 32]);

/// What a start token looks like. What it stands for is looked up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Link {
    /// A receipt.
    Receipt,
    /// A printed link of this place, sealed by us.
    Visit(String),
    /// A case to be opened in private.
    Private,
    /// Something else.
    Unknown,
}

impl LinkKey {
    /// The name under which the store keeps it.
    pub(crate) const NOTE: &'static str = "link_key";

    pub(crate) fn new(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The start token printed for a place; none if the name can't stand in a link.
    pub(crate) fn visit(&self, place: &str) -> Option<String> {
        grammar::is_place(place).then(|| format!("q_{place}_{}", self.seal(place)))
    }

    /// Tells what a start token is.
    pub(crate) fn read(&self, token: &str) -> Link {
        if LONGEST < token.len() {
            return Link::Unknown;
        }
        if token.starts_with("r_") {
            return Link::Receipt;
        }
        if token.starts_with("c_") {
            return Link::Private;
        }
        let sealed = token.strip_prefix("q_").and_then(|rest| {
            let (place, seal) = rest.split_at_checked(rest.len().checked_sub(SEAL)?)?;
            Some((place.strip_suffix('_')?, seal))
        });
        let Some((place, seal)) = sealed else { return Link::Unknown };
        let ours: bool = self.seal(place).as_bytes().ct_eq(seal.as_bytes()).into();
        if ours { Link::Visit(place.to_owned()) } else { Link::Unknown }
    }

    fn seal(&self, place: &str) -> String {
        let mut mac =
            Hmac::<Sha256>::new_from_slice(&self.0).expect("a key of any length is accepted");
        mac.update(place.as_bytes());
        URL_SAFE_NO_PAD.encode(&mac.finalize().into_bytes()[..12])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_printed_link_reads_back_and_fits() {
        let key = LinkKey::new([7; 32]);
        for place in ["t", "table_4", "_", "sixteen-letters-"] {
            let token = key.visit(place).unwrap();
            assert!(token.len() <= 35, "{token} is too long");
            assert_eq!(key.read(&token), Link::Visit(place.to_owned()));
        }
        assert_eq!(key.visit(""), None);
        assert_eq!(key.visit("seventeen-letters"), None);
        assert_eq!(key.visit("tisch 4"), None);
    }

    #[test]
    fn a_link_that_is_not_ours_is_unknown() {
        let key = LinkKey::new([7; 32]);
        let other = LinkKey::new([8; 32]).visit("table_4").unwrap();
        let moved = key.visit("table_4").unwrap().replace("table_4", "table_5");
        let long = format!("r_{}", "A".repeat(63));
        for token in
            [other.as_str(), moved.as_str(), "q_", "q_table", "", "é", "q_ééééééééé", &long]
        {
            assert_eq!(key.read(token), Link::Unknown, "{token}");
        }
    }
}
