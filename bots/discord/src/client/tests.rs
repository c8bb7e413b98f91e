use reqwest::Method;
use serenity::model::id::{ChannelId, MessageId};

use super::*;

const TOKEN: &str = "MTAcanary.canary.canary-canary_canary";

fn client(api_url: &str) -> Client {
    Client::new(SecretString::from(TOKEN), api_url).unwrap()
}

#[test]
fn address_is_built_from_any_base() {
    for (base, expected) in [
        ("https://discord.com", "https://discord.com/api/v10/"),
        ("http://127.0.0.1:8081/", "http://127.0.0.1:8081/api/v10/"),
        ("http://localhost/proxy/", "http://localhost/proxy/api/v10/"),
    ] {
        let path = ["messages", &MessageId::new(5).to_string(), "reactions", "✅", "@me"];
        let route = Route::channel(Method::PUT, "PUT reaction", ChannelId::new(7), &path);
        let request = client(base).request(&route, Body::None).unwrap();
        let rest = "channels/7/messages/5/reactions/%E2%9C%85/@me";
        assert_eq!(request.url().as_str(), format!("{expected}{rest}"));
    }
}

#[test]
fn strange_settings_are_refused_before_anything_is_sent() {
    for token in ["", "hello", "a.b", "a..c", "a.b.c.d", "a.b.c d", "a.b.\nc"] {
        let refused = Client::new(SecretString::from(token), API_URL);
        assert_eq!(refused.unwrap_err(), ClientError::Token, "{token}");
    }
    for address in ["", "discord.com", "ftp://example.com", "mailto:a@example.com"] {
        let refused = Client::new(SecretString::from(TOKEN), address);
        assert_eq!(refused.unwrap_err(), ClientError::Address, "{address}");
    }
}

#[test]
fn debug_shows_no_token() {
    let client = client(API_URL);
    assert_eq!(format!("{client:?}"), r#"Client { host: "discord.com", .. }"#);
    let route = Route::own(Method::GET, "GET me", &["users", "@me"]);
    let request = client.request(&route, Body::None).unwrap();
    assert!(!format!("{request:?}").contains("canary"), "{request:?}");
    assert_eq!(request.headers()[AUTHORIZATION], format!("Bot {TOKEN}"));
}

#[test]
fn answers_to_interactions_carry_their_own_token_only() {
    let route =
        Route::interaction(Method::POST, "POST answer", &["interactions", "1", "t", "callback"]);
    let request = client(API_URL).request(&route, Body::None).unwrap();
    assert_eq!(request.headers().get(AUTHORIZATION), None);
}
