//! The only file that draws randomness.

use std::fmt;

use amends_core::ids::CustomerId;
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use jiff::Timestamp;
use rand::{RngCore, SeedableRng, TryRngCore, rngs::OsRng};
use rand_chacha::ChaCha12Rng;

/// Where ids, tokens and the entropy inside events come from.
pub struct Entropy {
    rng: ChaCha12Rng,
}

impl Entropy {
    /// Entropy that nobody can guess.
    ///
    /// # Panics
    ///
    /// If the system has no randomness to give: nothing that is minted could be trusted.
    pub fn system() -> Self {
        let mut seed = [0; 32];
        OsRng.try_fill_bytes(&mut seed).expect("the system gives randomness");
        Self { rng: ChaCha12Rng::from_seed(seed) }
    }

    /// The same entropy each time, for tests and simulations.
    pub fn seeded(seed: u64) -> Self {
        Self { rng: ChaCha12Rng::seed_from_u64(seed) }
    }

    /// Thirty-two fresh bytes.
    pub fn bytes(&mut self) -> [u8; 32] {
        let mut bytes = [0; 32];
        self.rng.fill_bytes(&mut bytes);
        bytes
    }

    /// A fresh id for a customer met at this moment.
    pub fn customer(&mut self, at: Timestamp) -> CustomerId {
        let mut bytes = [0; 10];
        self.rng.fill_bytes(&mut bytes);
        CustomerId::mint(at, &bytes)
    }

    /// A token of 128 random bits, in 22 characters that stand in links.
    pub fn token(&mut self) -> String {
        let mut bytes = [0; 16];
        self.rng.fill_bytes(&mut bytes);
        URL_SAFE_NO_PAD.encode(bytes)
    }
}

impl fmt::Debug for Entropy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Entropy")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_gives_the_same_bytes_and_another_seed_does_not() {
        let first = Entropy::seeded(7).bytes();
        assert_eq!(first, Entropy::seeded(7).bytes());
        assert_ne!(first, Entropy::seeded(8).bytes());
        assert_ne!(Entropy::system().bytes(), Entropy::system().bytes());
    }

    #[test]
    fn a_token_fits_into_a_start_link() {
        let token = Entropy::seeded(1).token();
        assert_eq!(token.len(), 22);
        assert!(token.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte)));
    }
}
