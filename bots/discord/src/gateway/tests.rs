use secrecy::SecretString;

use super::*;

fn client(api_url: &str) -> Client {
    Client::new(SecretString::from("a.b.c"), api_url).unwrap()
}

#[test]
fn token_goes_only_where_it_belongs() {
    let (stand_in, discord) = (client("http://127.0.0.1:9"), client("https://discord.com"));
    for (client, address) in [
        (&stand_in, "ws://127.0.0.1:9/gateway"),
        (&stand_in, "ws://localhost:9"),
        (&stand_in, "ws://[::1]:9"),
        (&discord, "wss://gateway.discord.gg"),
    ] {
        assert_eq!(checked(address, client).as_deref(), Ok(address));
    }
    for (client, address) in [
        (&stand_in, "wss://gateway.discord.gg"),
        (&stand_in, "ws://192.168.0.7:9"),
        (&discord, "ws://gateway.discord.gg"),
        (&discord, "https://gateway.discord.gg"),
        (&discord, "nonsense"),
    ] {
        let refused = checked(address, client).unwrap_err();
        assert!(matches!(refused, GatewayError::Address { .. }), "{address}: {refused}");
    }
}

#[test]
fn no_privileged_intent_but_the_one_that_may_be_wanted() {
    assert!((intents(false) & GatewayIntents::privileged()).is_empty());
    assert_eq!(intents(true) & GatewayIntents::privileged(), GatewayIntents::MESSAGE_CONTENT);
}
