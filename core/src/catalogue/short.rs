//! Names of causes in little room: on buttons, and in what their buttons carry.

use serde::{Deserialize, Serialize};

/// The most that a button says of a name, in bytes.
const BYTES: usize = 40;

/// A name, or how it begins.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub struct ShortName([u8; BYTES]);

impl From<&str> for ShortName {
    fn from(name: &str) -> Self {
        let mut bytes = [0; BYTES];
        let end = name.floor_char_boundary(BYTES);
        bytes[..end].copy_from_slice(&name.as_bytes()[..end]);
        Self(bytes)
    }
}

impl From<String> for ShortName {
    fn from(name: String) -> Self {
        Self::from(name.as_str())
    }
}

impl From<ShortName> for String {
    fn from(name: ShortName) -> Self {
        name.as_str().to_owned()
    }
}

impl ShortName {
    /// The name as it is typed.
    pub fn as_str(&self) -> &str {
        let end = self.0.iter().position(|byte| *byte == 0).unwrap_or(BYTES);
        str::from_utf8(&self.0[..end]).unwrap_or_default()
    }
}

impl std::fmt::Debug for ShortName {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:?}", self.as_str())
    }
}

/// What stands for a name where there is no room for it.
pub fn sum_of(name: &str) -> u32 {
    let step = |sum: u32, byte: u8| (sum ^ u32::from(byte)).wrapping_mul(16_777_619);
    name.bytes().fold(2_166_136_261, step)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_kept_as_far_as_there_is_room() {
        assert_eq!(ShortName::from("not_as_ordered").as_str(), "not_as_ordered");
        let long = "ж".repeat(40);
        assert_eq!(ShortName::from(long.as_str()).as_str(), "ж".repeat(20));
        assert_ne!(sum_of("late"), sum_of("rude"));
    }
}
