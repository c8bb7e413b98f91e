use axum::http::{HeaderName, HeaderValue};

use super::*;

const OLD: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const NEW: &str = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oDAQIDBAUGBwg=";
const BODY: &[u8] = br#"{"id":"zd-88123-2"}"#;
const NOW: i64 = 1_795_000_000;

fn now() -> Timestamp {
    Timestamp::from_second(NOW).unwrap()
}

fn credentials(secrets: &str) -> Credentials {
    Credentials::new(Some(&SecretString::from(secrets)), None).unwrap()
}

/// What the reference implementation sends.
fn reference(secret: &str, id: &str, at: i64, body: &[u8]) -> HeaderMap {
    let signer = standardwebhooks::Webhook::new(secret).unwrap();
    let signature = signer.sign(id, at, body).unwrap();
    headers(&[(ID, id), (TIMESTAMP, &at.to_string()), (SIGNATURE, &signature)])
}

fn headers(pairs: &[(&str, &str)]) -> HeaderMap {
    pairs
        .iter()
        .map(|(name, value)| {
            (name.parse::<HeaderName>().unwrap(), HeaderValue::from_str(value).unwrap())
        })
        .collect()
}

fn changed(base: &HeaderMap, name: &'static str, value: &str) -> HeaderMap {
    let mut changed = base.clone();
    changed.insert(name, HeaderValue::from_str(value).unwrap());
    changed
}

#[test]
fn what_the_reference_implementation_signs_is_believed() {
    let known = credentials(NEW);
    for body in [BODY, b"", "{\"name\":\"Zoë\"}".as_bytes(), b"{\"x\": 1.5}"] {
        let sent = reference(NEW, "msg_1", NOW, body);
        assert_eq!(known.check(&sent, body, now()), Ok(Sender::Secret(0)));
    }
}

#[test]
fn the_reference_implementation_believes_what_we_sign() {
    // It reads the system's clock by itself.
    let now = amends_runtime::clock::Clock::system().now();
    let sent = headers(
        &credentials(NEW)
            .sign("msg_1", BODY, now)
            .iter()
            .map(|(name, value)| (*name, value.as_str()))
            .collect::<Vec<_>>(),
    );
    let verifier = standardwebhooks::Webhook::new(NEW).unwrap();
    verifier.verify(BODY, &sent).unwrap();
}

#[test]
fn both_secrets_count_while_they_are_rotated_and_any_of_several_signatures() {
    let known = credentials(&format!("{NEW}, {OLD}"));
    let old = reference(OLD, "msg_1", NOW, BODY);
    assert_eq!(known.check(&old, BODY, now()), Ok(Sender::Secret(1)));
    let good = old.get(SIGNATURE).unwrap().to_str().unwrap().to_owned();
    let several = changed(&old, SIGNATURE, &format!("v1a,xx v1,AAAA {good}"));
    assert_eq!(known.check(&several, BODY, now()), Ok(Sender::Secret(1)));
    assert_eq!(credentials(NEW).check(&old, BODY, now()), Err(NotBelieved::Mismatch));
}

#[test]
fn whatever_is_tampered_with_is_refused() {
    let known = credentials(NEW);
    let good = reference(NEW, "msg_1", NOW, BODY);
    let check = |headers: &HeaderMap, body: &[u8]| known.check(headers, body, now()).unwrap_err();
    assert_eq!(check(&good, br#"{"id":"zd-88123-3"}"#), NotBelieved::Mismatch);
    assert_eq!(check(&changed(&good, ID, "msg_2"), BODY), NotBelieved::Mismatch);
    let later = (NOW + 1).to_string();
    assert_eq!(check(&changed(&good, TIMESTAMP, &later), BODY), NotBelieved::Mismatch);
    let padded = format!("0{NOW}");
    assert_eq!(check(&changed(&good, TIMESTAMP, &padded), BODY), NotBelieved::Mismatch);
    let signature = good.get(SIGNATURE).unwrap().to_str().unwrap();
    for wrong in ["", "v1,", "v1,!!!", "v2", &signature.replace("v1,", "v2,"), &signature[3..]] {
        assert_eq!(check(&changed(&good, SIGNATURE, wrong), BODY), NotBelieved::Mismatch);
    }
}

#[test]
fn parts_can_not_be_shifted_across_a_full_stop() {
    let known = credentials(NEW);
    let body = format!("{NOW}.{{}}");
    let good = reference(NEW, "msg", NOW, body.as_bytes());
    // The same bytes are signed: id `msg.NOW`, and the body without its head.
    let shifted = changed(&good, ID, &format!("msg.{NOW}"));
    assert_eq!(known.check(&shifted, b"{}", now()), Err(NotBelieved::DottedId));
}

#[test]
fn duplicate_and_missing_headers_are_refused() {
    let known = credentials(NEW);
    let good = reference(NEW, "msg_1", NOW, BODY);
    for name in [ID, TIMESTAMP, SIGNATURE] {
        let mut twice = good.clone();
        twice.append(name, good.get(name).unwrap().clone());
        assert_eq!(known.check(&twice, BODY, now()), Err(NotBelieved::Header(name)));
        let mut none = good.clone();
        none.remove(name);
        assert_eq!(known.check(&none, BODY, now()), Err(NotBelieved::Missing));
    }
}

#[test]
fn the_time_counts_by_our_clock_to_the_second() {
    let known = credentials(NEW);
    for at in [NOW - 300, NOW + 300] {
        assert!(known.check(&reference(NEW, "m", at, BODY), BODY, now()).is_ok());
    }
    for at in [NOW - 301, NOW + 301] {
        let refused = known.check(&reference(NEW, "m", at, BODY), BODY, now());
        assert_eq!(refused, Err(NotBelieved::OutOfTime(301)));
    }
    let good = reference(NEW, "m", NOW, BODY);
    for wrong in ["", "now", "-5", "+1795000000", "1795000000.0", "99999999999999999999"] {
        let refused = known.check(&changed(&good, TIMESTAMP, wrong), BODY, now());
        assert_eq!(refused, Err(NotBelieved::BadTimestamp), "{wrong}");
    }
}

#[test]
fn a_bearer_key_is_compared_as_a_whole() {
    let key = SecretString::from("k-123456");
    let known = Credentials::new(None, Some(&key)).unwrap();
    let check = |value: &str| known.check(&headers(&[("authorization", value)]), BODY, now());
    assert_eq!(check("Bearer k-123456"), Ok(Sender::Key));
    assert_eq!(check("bearer k-123456"), Ok(Sender::Key));
    for wrong in ["Bearer k-12345", "Bearer k-1234567", "Bearer K-123456", "Bearer x"] {
        assert_eq!(check(wrong), Err(NotBelieved::WrongKey), "{wrong}");
    }
    for other in ["Basic k-123456", "k-123456"] {
        assert_eq!(check(other), Err(NotBelieved::Missing), "{other}");
    }
}

#[test]
fn a_wrong_signature_is_not_saved_by_a_key() {
    let key = SecretString::from("k-123456");
    let known = Credentials::new(Some(&SecretString::from(NEW)), Some(&key)).unwrap();
    let mut both = changed(&reference(OLD, "m", NOW, BODY), ID, "m");
    both.insert("authorization", HeaderValue::from_static("Bearer k-123456"));
    assert_eq!(known.check(&both, BODY, now()), Err(NotBelieved::Mismatch));
}

#[test]
fn nothing_configured_is_told_apart() {
    let none = Credentials::default();
    let refused = none.check(&reference(NEW, "m", NOW, BODY), BODY, now());
    assert_eq!(refused, Err(NotBelieved::NotConfigured));
}

#[test]
fn secrets_of_another_form_are_refused() {
    let read = |text: &str| Credentials::new(Some(&SecretString::from(text)), None).unwrap_err();
    assert_eq!(read("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"), BadSecret::Form);
    assert_eq!(read("whsec_not base64"), BadSecret::Form);
    assert_eq!(read("whsec_c2hvcnQ="), BadSecret::Short);
    assert_eq!(read(&format!("{NEW},oops")), BadSecret::Form);
}
