//! Masks what looks like a secret: tokens of bots and of interactions, and webhook secrets.

use std::io::{self, Write};

const MASK: &str = "[masked]";
const WEBHOOK: &str = "whsec_";
/// A Telegram token: at least this many digits, a colon, this many characters.
const TOKEN_DIGITS: usize = 6;
const TOKEN_REST: usize = 35;
/// A token of Discord: at least so many characters in each of its three parts.
const PARTS: [usize; 3] = [18, 5, 25];
/// The token of an interaction or webhook: an id of at least this many digits, a slash or dot, this
/// many characters.
const ID_DIGITS: usize = 15;
const INTERACTION: usize = 32;

/// A writer that masks secrets. The log hands it one whole event at a time.
pub(super) struct Scrubbed<W> {
    inner: W,
}

impl<W: Write> Scrubbed<W> {
    pub(super) fn new(inner: W) -> Self {
        Self { inner }
    }
}

impl<W: Write> Write for Scrubbed<W> {
    fn write(&mut self, event: &[u8]) -> io::Result<usize> {
        self.inner.write_all(scrubbed(&String::from_utf8_lossy(event)).as_bytes())?;
        Ok(event.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

/// The text with everything masked that looks like a secret.
fn scrubbed(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    let mut in_word = false;
    while !rest.is_empty() {
        let taken = secret_at(rest).max(if in_word { 0 } else { discord_at(rest) });
        in_word = rest.bytes().next().is_some_and(is_plain);
        if 0 < taken {
            out.push_str(MASK);
            rest = rest.get(taken..).unwrap_or_default();
            continue;
        }
        // A run of digits is passed over as a whole: the end of it is no token either.
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let step = if digits == 0 { rest.chars().next().map_or(1, char::len_utf8) } else { digits };
        let (passed, left) = rest.split_at(step);
        out.push_str(passed);
        rest = left;
    }
    out
}

/// How many bytes of a secret stand at the beginning of the text.
fn secret_at(text: &str) -> usize {
    if let Some(secret) = text.strip_prefix(WEBHOOK) {
        let base64 = |byte: &u8| byte.is_ascii_alphanumeric() || b"+/=-_".contains(byte);
        return WEBHOOK.len() + secret.bytes().take_while(base64).count();
    }
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let after = text.get(digits..).unwrap_or_default();
    if ID_DIGITS <= digits
        && let Some(token) = after.strip_prefix(['/', '.'])
    {
        let token = token.bytes().take_while(|byte| is_plain(*byte)).count();
        if INTERACTION <= token {
            return digits + 1 + token;
        }
    }
    // The colon may have been encoded for a URL.
    let colon = [":", "%3A", "%3a"].into_iter().find(|colon| after.starts_with(colon));
    let (Some(colon), true) = (colon, TOKEN_DIGITS <= digits) else { return 0 };
    let rest = after.get(colon.len()..).unwrap_or_default();
    let rest = rest.bytes().take_while(|byte| is_plain(*byte)).count();
    if TOKEN_REST <= rest { digits + colon.len() + rest } else { 0 }
}

/// How many bytes of a bot's token of Discord stand at the beginning of the text.
fn discord_at(text: &str) -> usize {
    let mut taken = 0;
    for (index, least) in PARTS.into_iter().enumerate() {
        let mut rest = text.get(taken..).unwrap_or_default();
        if 0 < index {
            let Some(after) = rest.strip_prefix('.') else { return 0 };
            rest = after;
            taken += 1;
        }
        let part = rest.bytes().take_while(|byte| is_plain(*byte)).count();
        if part < least {
            return 0;
        }
        taken += part;
    }
    taken
}

fn is_plain(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"-_".contains(&byte)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TOKEN: &str = "123456:AAbbCCddEEffGGhhIIjjKKllMMnnOOppQQr";

    fn written(text: &str) -> String {
        let mut out = Vec::new();
        Scrubbed::new(&mut out).write_all(text.as_bytes()).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn tokens_and_secrets_are_masked_wherever_they_stand() {
        for text in [
            TOKEN.to_owned(),
            format!("GET https://api.telegram.org/bot{TOKEN}/getMe failed"),
            format!("é{TOKEN}\"é"),
            TOKEN.replace(':', "%3A"),
            format!("a 12:30 {TOKEN} {TOKEN}"),
            "secret=whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw== ".to_owned(),
        ] {
            let out = written(&text);
            assert!(out.contains(MASK), "{out}");
            assert!(!out.contains("CCdd") && !out.contains("MfKQ"), "{out}");
        }
        assert_eq!(written(&format!("bot{TOKEN}/getMe")), "bot[masked]/getMe");
    }

    #[test]
    fn tokens_of_discord_are_masked_wherever_they_stand() {
        let token = "MTE3NDgzOTU3NDgxMjM0NTY3OA.Gcanry.canarycanarycanarycanarycanary";
        let interaction = "aW50ZXJhY3Rpb246canarycanarycanarycanary";
        for text in [
            format!("Bot {token}"),
            format!("token={token}\"é"),
            format!(
                "POST https://discord.com/api/v10/interactions/1174839574812345678/{interaction}/callback"
            ),
            format!("/webhooks/1174839574812345678/{interaction}/messages/@original"),
            format!("press c.1174839574812345678.{interaction} is old"),
        ] {
            let out = written(&text);
            assert!(out.contains(MASK) && !out.contains("canary"), "{out}");
        }
        let rest = written(&format!("/interactions/1174839574812345678/{interaction}/callback"));
        assert_eq!(rest, "/interactions/[masked]/callback");
    }

    #[test]
    fn everything_else_stays_as_it_is() {
        for text in [
            "2026-11-16T09:20:30.123456Z  INFO Opened case R-1042",
            "123456:short",
            "12345:AAbbCCddEEffGGhhIIjjKKllMMnnOOppQQr",
            "chat -1001234567890:12 привет 🙂",
            "channel 1174839574812345678/1174839574812345679 amends_discord::gateway v0.1.0",
            "https://discord.com/api/v10/channels/1174839574812345678/messages",
            "the-first-of-many-words.second.third-of-them",
            "",
        ] {
            assert_eq!(written(text), text);
        }
    }
}
