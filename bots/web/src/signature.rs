//! Who speaks: Standard Webhooks signatures, or a bearer key.

use axum::http::{HeaderMap, header};
use base64::{
    Engine,
    alphabet::STANDARD,
    engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig},
    prelude::BASE64_STANDARD,
};
use hmac::{Hmac, Mac};
use jiff::Timestamp;
use secrecy::{ExposeSecret, SecretSlice, SecretString};
use sha2::Sha256;
use subtle::ConstantTimeEq;
use thiserror::Error;

pub use crate::pace::Sender;

/// Name of the header with the id of the delivery.
pub const ID: &str = "webhook-id";
/// Name of the header with the time of the delivery, in whole seconds.
pub const TIMESTAMP: &str = "webhook-timestamp";
/// Name of the header with the signatures.
pub const SIGNATURE: &str = "webhook-signature";
/// How far the sender's clock may be from ours, in seconds.
const TOLERANCE: u64 = 300;
/// What a secret begins with.
const PREFIX: &str = "whsec_";

/// Base64 as senders write it, with or without its padding.
const LENIENT: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// What senders are known by. None of it ever reaches an output.
#[derive(Clone, Debug, Default)]
pub struct Credentials {
    secrets: Vec<SecretSlice<u8>>,
    key: Option<SecretString>,
}

/// A secret can't be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum BadSecret {
    /// It has another form.
    #[error(
        "a secret is `whsec_` and base64, several are separated by commas; make one with: \
         echo \"whsec_$(openssl rand -base64 32)\""
    )]
    Form,
    /// It is so short that it can be guessed.
    #[error(
        "a secret has at least 16 random bytes; make one with: \
         echo \"whsec_$(openssl rand -base64 32)\""
    )]
    Short,
}

/// Why a call was not believed.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum NotBelieved {
    /// Neither a secret nor a key was ever set.
    #[error("no secret and no key are set")]
    NotConfigured,
    /// The call carries no proof, or only a part of it.
    #[error(
        "send `webhook-id`, `webhook-timestamp` and `webhook-signature` (Standard Webhooks), \
         or `Authorization: Bearer KEY`"
    )]
    Missing,
    /// A header of the proof stands there twice or can't be read.
    #[error("send the header `{0}` once, in plain characters")]
    Header(&'static str),
    /// A full stop in the id would let the parts of what is signed be shifted.
    #[error("`webhook-id` has no full stop in it")]
    DottedId,
    /// The time is not a number of seconds.
    #[error("`webhook-timestamp` is the time in whole seconds since 1970")]
    BadTimestamp,
    /// The time is too far from ours.
    #[error(
        "`webhook-timestamp` is {0} s away from the clock here, {TOLERANCE} s are allowed: sign \
         again at every try and set the clocks right"
    )]
    OutOfTime(u64),
    /// No signature fits.
    #[error(
        "no signature fits: sign `id.timestamp.body`, byte for byte as sent, with the secret in \
         AMENDS_INTAKE_SECRET or one that /webhook gave"
    )]
    Mismatch,
    /// It is not our key.
    #[error("the key is not the one in AMENDS_INTAKE_KEY")]
    WrongKey,
}

impl Credentials {
    /// Reads what is configured: secrets separated by commas, and a bearer key.
    pub fn new(
        secrets: Option<&SecretString>,
        key: Option<&SecretString>,
    ) -> Result<Self, BadSecret> {
        let listed = secrets.map_or("", ExposeSecret::expose_secret);
        let secrets = listed
            .split(',')
            .map(str::trim)
            .filter(|secret| !secret.is_empty())
            .map(secret_bytes)
            .collect::<Result<_, _>>()?;
        Ok(Self { secrets, key: key.cloned() })
    }

    /// The same, and secrets that were minted in the chat. One that can't be used is left out.
    #[must_use]
    pub fn with(mut self, minted: &[SecretString]) -> Self {
        let minted = minted.iter().map(ExposeSecret::expose_secret);
        self.secrets.extend(minted.filter_map(|secret| secret_bytes(secret).ok()));
        self
    }

    /// Whether anybody at all can be known.
    pub fn is_empty(&self) -> bool {
        self.secrets.is_empty() && self.key.is_none()
    }

    /// Finds out who sent this. The time is ours, and is what the sender's is held against.
    pub fn check(
        &self,
        headers: &HeaderMap,
        body: &[u8],
        now: Timestamp,
    ) -> Result<Sender, NotBelieved> {
        if self.is_empty() {
            return Err(NotBelieved::NotConfigured);
        }
        if let Some(signature) = once(headers, SIGNATURE)? {
            return self.check_signature(headers, signature, body, now);
        }
        match once(headers, header::AUTHORIZATION.as_str())? {
            Some(authorization) => self.check_key(authorization),
            None => Err(NotBelieved::Missing),
        }
    }

    fn check_signature(
        &self,
        headers: &HeaderMap,
        signature: &str,
        body: &[u8],
        now: Timestamp,
    ) -> Result<Sender, NotBelieved> {
        let id = once(headers, ID)?.ok_or(NotBelieved::Missing)?;
        let sent_at = once(headers, TIMESTAMP)?.ok_or(NotBelieved::Missing)?;
        if id.contains('.') {
            return Err(NotBelieved::DottedId);
        }
        let plain = !sent_at.is_empty() && sent_at.bytes().all(|byte| byte.is_ascii_digit());
        let seconds: i64 =
            sent_at.parse().ok().filter(|_| plain).ok_or(NotBelieved::BadTimestamp)?;
        let away = now.as_second().abs_diff(seconds);
        if TOLERANCE < away {
            return Err(NotBelieved::OutOfTime(away));
        }
        let given: Vec<Vec<u8>> = signature
            .split_ascii_whitespace()
            .filter_map(|one| LENIENT.decode(one.strip_prefix("v1,")?).ok())
            .collect();
        self.secrets
            .iter()
            .position(|secret| {
                let wanted = mac(secret, id, sent_at, body);
                // The MAC's own comparison takes the same time wherever they differ.
                given.iter().any(|given| wanted.clone().verify_slice(given).is_ok())
            })
            .map(Sender::Secret)
            .ok_or(NotBelieved::Mismatch)
    }

    fn check_key(&self, authorization: &str) -> Result<Sender, NotBelieved> {
        let (scheme, given) = authorization.split_once(' ').ok_or(NotBelieved::Missing)?;
        if !scheme.eq_ignore_ascii_case("bearer") {
            return Err(NotBelieved::Missing);
        }
        let key = self.key.as_ref().ok_or(NotBelieved::WrongKey)?.expose_secret();
        // Lengths are compared openly by `ct_eq`, so MACs of equal length stand in for the keys.
        let same = stand_in(key).ct_eq(&stand_in(given.trim()));
        if bool::from(same) { Ok(Sender::Key) } else { Err(NotBelieved::WrongKey) }
    }

    /// The headers with which these credentials call us: the key if there is one, else a signature
    /// with the first secret; nothing without either.
    pub fn sign(&self, id: &str, body: &[u8], now: Timestamp) -> Vec<(&'static str, String)> {
        if let Some(key) = &self.key {
            return vec![("authorization", format!("Bearer {}", key.expose_secret()))];
        }
        let Some(secret) = self.secrets.first() else { return Vec::new() };
        let sent_at = now.as_second().to_string();
        let signature = mac(secret, id, &sent_at, body).finalize().into_bytes();
        let signature = format!("v1,{}", BASE64_STANDARD.encode(signature));
        vec![(ID, id.to_owned()), (TIMESTAMP, sent_at), (SIGNATURE, signature)]
    }
}

fn secret_bytes(secret: &str) -> Result<SecretSlice<u8>, BadSecret> {
    let encoded = secret.strip_prefix(PREFIX).ok_or(BadSecret::Form)?;
    let bytes = LENIENT.decode(encoded).map_err(|_| BadSecret::Form)?;
    if bytes.len() < 16 { Err(BadSecret::Short) } else { Ok(bytes.into()) }
}

/// The one value of a header; a header that stands there twice is nobody's.
fn once<'a>(headers: &'a HeaderMap, name: &'static str) -> Result<Option<&'a str>, NotBelieved> {
    let mut values = headers.get_all(name).iter();
    let Some(value) = values.next() else { return Ok(None) };
    match (value.to_str(), values.next()) {
        (Ok(text), None) => Ok(Some(text)),
        (Ok(_) | Err(_), _) => Err(NotBelieved::Header(name)),
    }
}

fn mac(secret: &SecretSlice<u8>, id: &str, sent_at: &str, body: &[u8]) -> Hmac<Sha256> {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.expose_secret())
        .expect("HMAC takes keys of any length");
    for part in [id.as_bytes(), b".", sent_at.as_bytes(), b".", body] {
        mac.update(part);
    }
    mac
}

fn stand_in(key: &str) -> [u8; 32] {
    let mac = Hmac::<Sha256>::new_from_slice(b"amends bearer key").expect("any length is fine");
    mac.chain_update(key.as_bytes()).finalize().into_bytes().into()
}

#[cfg(test)]
#[path = "signature/tests.rs"]
mod tests;
