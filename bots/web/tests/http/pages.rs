//! The page behind a printed link.

use amends_core::place::Platform;
use amends_web::intake::Taken;
use axum::{
    body::{Body, to_bytes},
    http::{HeaderMap, Request, StatusCode},
};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use sha2::{Digest, Sha256};
use tower::ServiceExt;

use crate::{fake::Fake, send};

const RECEIPT: &str = "/r/AAAAAAAAAAAAAAAAAAAA-_";
const PLACE: &str = "/q/till2_AAAAAAAAAAAAAAAA";

fn get(path: &str) -> Request<Body> {
    Request::get(path).body(Body::empty()).unwrap()
}

async fn page(fake: Fake, request: Request<Body>) -> (StatusCode, HeaderMap, String) {
    let (server, _) = crate::server(fake);
    let response = server.router().oneshot(request).await.unwrap();
    let (head, body) = response.into_parts();
    let bytes = to_bytes(body, 1 << 20).await.unwrap();
    (head.status, head.headers, String::from_utf8(bytes.to_vec()).unwrap())
}

fn fake() -> Fake {
    Fake::answers(Taken::Duplicate)
}

#[tokio::test]
async fn the_page_offers_each_platform_and_the_code() {
    let (status, _, html) = page(fake(), get(RECEIPT)).await;
    assert_eq!(status, 200);
    insta::assert_snapshot!(without_style(&html), @r#"
    <!doctype html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>How was it?</title>
    </head>
    <body>
    <main>
    <h1>How was it?</h1>
    <p>Tell Luma with one tap. If something went wrong, a person takes care of it.</p>
    <a href="https://t.me/lumabot?start=r_AAAAAAAAAAAAAAAAAAAA-_" rel="noreferrer">Answer on Telegram</a>
    <a href="https://discord.com/channels/1/2" rel="noreferrer">Answer on Discord</a>
    <p>On Discord there is a button under our message: “I have a code”. Press it and paste this code:</p>
    <code translate="no">r_AAAAAAAAAAAAAAAAAAAA-_</code>
    </main>
    </body>
    </html>
    "#);
    let (status, _, place) = page(fake(), get(PLACE)).await;
    assert_eq!(status, 200);
    assert!(place.contains(">q_till2_AAAAAAAAAAAAAAAA</code>"), "{place}");
    let alone = Fake { platforms: vec![Platform::Telegram], ..fake() };
    let (_, _, html) = page(alone, get(RECEIPT)).await;
    assert!(html.contains("start=r_AAAA") && !html.contains("<code"), "{html}");
}

/// The style is looked at elsewhere.
fn without_style(html: &str) -> String {
    let (before, rest) = html.split_once("<style>").unwrap();
    format!("{before}{}", rest.split_once("</style>\n").unwrap().1)
}

#[tokio::test]
async fn the_page_takes_nothing_from_elsewhere_and_leaves_no_trace() {
    let (_, headers, html) = page(fake(), get(RECEIPT)).await;
    let style = html.split_once("<style>").unwrap().1.split_once("</style>").unwrap().0;
    let digest = STANDARD.encode(Sha256::digest(style));
    let policy = headers["content-security-policy"].to_str().unwrap();
    assert_eq!(
        policy,
        format!(
            "default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; \
             form-action 'none'; frame-ancestors 'none'"
        )
    );
    for (name, value) in [
        ("content-type", "text/html; charset=utf-8"),
        ("content-language", "en"),
        ("referrer-policy", "no-referrer"),
        ("cache-control", "no-store"),
        ("x-content-type-options", "nosniff"),
        ("x-robots-tag", "noindex"),
    ] {
        assert_eq!(headers[name], value, "{name}");
    }
    for word in ["<script", "src=", "url(", "@import", "<img", "<link", "onclick"] {
        assert!(!html.contains(word), "{word}");
    }
}

#[tokio::test]
async fn the_page_speaks_the_readers_language() {
    for (lang, words) in [
        ("de-AT,en;q=0.3", "Auf Discord antworten"),
        ("ro", "Răspundeți pe Discord"),
        ("ru", "Ответить в Discord"),
        ("pl", "Odpowiedz na Discord"),
        ("fr", "Answer on Discord"),
    ] {
        let mut request = get(RECEIPT);
        request.headers_mut().insert("accept-language", lang.parse().unwrap());
        let (_, _, html) = page(fake(), request).await;
        assert!(html.contains(words), "{lang}: {html}");
        let code = if lang == "fr" { "en" } else { &lang[..2] };
        assert!(html.contains(&format!("<html lang=\"{code}\">")), "{html}");
    }
}

#[tokio::test]
async fn names_and_codes_are_never_markup() {
    let named = Fake { business: "<b>\"Luma\" & Söhne's</b>", ..fake() };
    let (_, _, html) = page(named, get(RECEIPT)).await;
    assert!(html.contains("&lt;b&gt;&quot;Luma&quot; &amp; Söhne&#39;s&lt;/b&gt;"), "{html}");
    assert!(!html.contains("<b>"), "{html}");
    let long = format!("/r/{}", "A".repeat(5_000));
    for path in [
        "/r/",
        "/q/",
        "/r",
        "/r/..",
        "/r/%2e%2e%2fetc%2fpasswd%41%41%41%41%41%41",
        "/r/AAAAAAAAAAAAAAAAAAAAA",
        "/r/%3Cb%3EAAAAAAAAAAAAAAAAAAA",
        "/r/%22onclick=AAAAAAAAAAAAA",
        "/r/%ff%ff",
        "/r/AAAAAAAAAAAAAAAAAAAA-_/more",
        "/q/till2",
        "/q/..%2f_AAAAAAAAAAAAAAAA",
        "/q/seventeen-letters_AAAAAAAAAAAAAAAAA",
        "/c/AAAAAAAAAAAAAAAAAAAAAA",
        "/x",
        long.as_str(),
    ] {
        let (server, _) = crate::server(fake());
        let got = send(&server, get(path)).await;
        assert_eq!(got.status, 404, "{path}");
    }
}

#[tokio::test]
async fn the_page_is_for_reading_and_not_for_flooding() {
    let (server, _) = crate::server(fake());
    let post = Request::post(RECEIPT).body(Body::empty()).unwrap();
    assert_eq!(send(&server, post).await.status, 405);
    let mut slowed = None;
    for _ in 0..1_000 {
        let response = server.router().oneshot(get(RECEIPT)).await.unwrap();
        if response.status() == 429 {
            slowed = Some(response.headers()["retry-after"].clone());
            break;
        }
    }
    assert!(slowed.is_some(), "an address has its allowance");
}

#[tokio::test]
async fn where_nobody_can_answer_the_page_says_so() {
    let nowhere = Fake { platforms: Vec::new(), ..fake() };
    let (server, _) = crate::server(nowhere);
    let got = send(&server, get(RECEIPT)).await;
    assert_eq!((got.status.as_u16(), got.retry_after.as_deref()), (503, Some("60")));
    let shut = amends_web::server::Server::new(
        crate::credentials(),
        amends_runtime::clock::Clock::system(),
        None,
    );
    assert_eq!(send(&shut, get(RECEIPT)).await.status, 503);
}
