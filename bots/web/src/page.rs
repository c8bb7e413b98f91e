//! The page behind a printed link: a button for each platform on which its code is good. One piece of
//! HTML, without scripts and without anything from elsewhere.

use std::fmt::Write;

use amends_core::{grammar, lang::Lang, policy::Workspace};
use amends_runtime::entrances::WayIn;
use amends_wording::Phrasebook;
use axum::{
    http::{HeaderName, HeaderValue, header},
    response::{IntoResponse, Response},
};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use sha2::{Digest, Sha256};

/// The code of a receipt without its kind: 128 bits.
const RECEIPT: usize = 22;
/// So many languages of a browser are looked at.
const WISHES: usize = 20;

/// How it looks. Its digest stands in the policy of the page, so that no other style is taken.
const STYLE: &str = "\
:root{color-scheme:light dark}\
body{font:1.125rem/1.5 system-ui,sans-serif;margin:0 auto;max-width:32rem;padding:2rem 1.25rem;\
background:#fff;color:#1a1a1a}\
h1{font-size:1.75rem;line-height:1.2;margin:0 0 .75rem}\
a{background:#0b57d0;border-radius:.75rem;color:#fff;display:block;font-weight:600;\
margin:1.25rem 0;padding:1rem;text-align:center;text-decoration:none}\
a:focus-visible{outline:.2rem solid #e37400;outline-offset:.2rem}\
code{border:1px solid #767676;border-radius:.5rem;display:block;font:1.125rem/1.5 monospace;\
overflow-wrap:anywhere;padding:.75rem;user-select:all;-webkit-user-select:all}\
@media(prefers-color-scheme:dark){body{background:#121212;color:#eee}\
a{background:#a8c7fa;color:#062e6f}}";

/// Whether it looks like a code of a receipt or place. Whether it is one is not asked here.
pub(crate) fn is_code(code: &str) -> bool {
    let is_plain =
        |text: &str| text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte));
    match code.split_once('_') {
        Some(("r", rest)) => rest.len() == RECEIPT && is_plain(rest),
        Some(("q", rest)) => {
            (SEALED + 1..=SEALED + grammar::PLACE).contains(&rest.len()) && is_plain(rest)
        }
        Some(_) | None => false,
    }
}

/// What stands behind the name of a place: a line and 96 bits.
const SEALED: usize = 17;

/// The language of the page: the first one that the browser wishes for and customers are offered.
pub(crate) fn language(wishes: Option<&HeaderValue>, business: &Workspace) -> Lang {
    let wishes = wishes.and_then(|wishes| wishes.to_str().ok()).unwrap_or_default();
    let mut tags: Vec<(f32, &str)> = wishes.split(',').take(WISHES).map(wish).collect();
    tags.retain(|(weight, _)| 0.0 < *weight);
    tags.sort_by(|(one, _), (other, _)| other.total_cmp(one));
    let mut spoken = tags.into_iter().filter_map(|(_, tag)| business.spoken(tag));
    spoken.find(|lang| business.offers(*lang)).unwrap_or(business.language)
}

/// One language of a browser and how much it is wished for: `de-AT;q=0.8`.
fn wish(part: &str) -> (f32, &str) {
    let (tag, detail) = part.split_once(';').unwrap_or((part, ""));
    let weight = match detail.trim().strip_prefix("q=") {
        Some(weight) => weight.trim().parse().unwrap_or(0.0),
        None => 1.0,
    };
    (weight, tag.trim())
}

/// The page for whoever has this code.
pub(crate) fn answer(
    phrasebook: &Phrasebook,
    business: &Workspace,
    lang: Lang,
    code: &str,
    ways: &[WayIn],
) -> Response {
    let html = html(phrasebook, business, lang, code, ways);
    let mut response = html.into_response();
    let digest = STANDARD.encode(Sha256::digest(STYLE));
    let policy = format!(
        "default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'; \
         frame-ancestors 'none'"
    );
    let policy = HeaderValue::from_str(&policy).expect("it is ASCII");
    let language = HeaderValue::from_str(lang.code()).expect("codes of languages are ASCII");
    let headers: [(HeaderName, HeaderValue); 7] = [
        (header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8")),
        (header::CONTENT_LANGUAGE, language),
        (header::CONTENT_SECURITY_POLICY, policy),
        (header::REFERRER_POLICY, HeaderValue::from_static("no-referrer")),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
        (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
        (HeaderName::from_static("x-robots-tag"), HeaderValue::from_static("noindex")),
    ];
    for (name, value) in headers {
        response.headers_mut().insert(name, value);
    }
    response
}

fn html(
    phrasebook: &Phrasebook,
    business: &Workspace,
    lang: Lang,
    code: &str,
    ways: &[WayIn],
) -> String {
    let wording = &business.wording;
    let page = phrasebook.code_page(&business.business, lang, wording);
    let (title, intro) = (escaped(&page.title), escaped(&page.intro));
    let mut html = format!(
        "<!doctype html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>{title}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<main>\n\
         <h1>{title}</h1>\n<p>{intro}</p>\n",
        escaped(lang.code())
    );
    for way in ways {
        let says = escaped(&phrasebook.answer_on(way.platform, lang, wording));
        let link = escaped(&way.link);
        writeln!(html, "<a href=\"{link}\" rel=\"noreferrer\">{says}</a>").expect(IN_MEMORY);
        if !way.brings_code {
            let (how, code) = (escaped(&page.code), escaped(code));
            writeln!(html, "<p>{how}</p>\n<code translate=\"no\">{code}</code>").expect(IN_MEMORY);
        }
    }
    html.push_str("</main>\n</body>\n</html>\n");
    html
}

const IN_MEMORY: &str = "memory takes everything";

/// Text as HTML shows it, between tags and in quotes.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            other => escaped.push(other),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spoken(wishes: &str) -> &'static str {
        let wishes = HeaderValue::from_str(wishes).unwrap();
        language(Some(&wishes), &Workspace::new("Luma")).code()
    }

    #[test]
    fn the_page_speaks_what_the_browser_wishes_for() {
        for (wishes, lang) in [
            ("de-AT,de;q=0.9,en;q=0.5", "de"),
            ("en;q=0.5, ro ;q=0.7", "ro"),
            ("fr,pl;q=0.1", "pl"),
            ("ru;q=0,pl;q=0.2", "pl"),
            ("*", "en"),
            ("", "en"),
            ("de;q=x", "en"),
            (";;,,=,q=1", "en"),
        ] {
            assert_eq!(spoken(wishes), lang, "{wishes}");
        }
        let few = Workspace { offered: vec![Lang::RO], ..Workspace::new("Luma") };
        let german = HeaderValue::from_static("de,ro;q=0.1");
        assert_eq!(language(Some(&german), &few), Lang::RO, "what customers are offered");
        assert_eq!(language(None, &few), Lang::EN);
    }

    #[test]
    fn only_what_may_be_a_code_is_one() {
        for code in [
            "r_AAAAAAAAAAAAAAAAAAAA-_",
            "q_t_AAAAAAAAAAAAAAAA",
            "q_sixteen-letters-_AAAAAAAAAAAAAAAA",
        ] {
            assert!(is_code(code), "{code}");
        }
        for other in [
            "r_",
            "r_AAAAAAAAAAAAAAAAAAAAA",
            "r_AAAAAAAAAAAAAAAAAAAAAAA",
            "r_<b>AAAAAAAAAAAAAAAAAAA",
            "r_../AAAAAAAAAAAAAAAAAAA",
            "q__AAAAAAAAAAAAAAAA",
            "q_seventeen-letters_AAAAAAAAAAAAAAAAA",
            "c_AAAAAAAAAAAAAAAAAAAAAA",
            "rAAAA",
            "",
        ] {
            assert!(!is_code(other), "{other}");
        }
    }
}
