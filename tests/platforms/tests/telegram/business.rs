//! Accounts to which people connect the bot: what it reads there, and what it may write.

use std::sync::atomic::{AtomicI64, Ordering};

use amends_platforms::telegram::{
    Options,
    business::AccountRights,
    people::{Line, NewUser},
    world::{Author, Mark},
};
use serde_json::json;

use crate::bench::{ANNA, BEN, Bench};

const DAY_MS: i64 = 24 * 3_600_000;

/// Ben owns the account, Anna writes to him; only she has ever started the bot.
async fn bench() -> (Bench, std::sync::Arc<AtomicI64>) {
    let options = Options { enforce_limits: false, ..Options::default() };
    let clock = std::sync::Arc::clone(&options.clock_offset_ms);
    let bench = Bench::with(options).await;
    let people = bench.stand_in.people();
    people.create_user(NewUser::new(ANNA, "Anna")).unwrap();
    people.create_user(NewUser::new(BEN, "Ben")).unwrap();
    people.start(ANNA, None).unwrap();
    (bench, clock)
}

#[tokio::test]
async fn an_account_is_read_and_written_in_apart_from_the_private_chat() {
    let (mut bench, _) = bench().await;
    let people = bench.stand_in.people();
    people.write_to_owner(ANNA, BEN, "anybody there?").unwrap();
    let connection = people.connect_bot(BEN, AccountRights::ALL).unwrap();
    let asked = people.write_to_owner(ANNA, BEN, "my soup was cold").unwrap();
    people.write_as_owner(BEN, ANNA, Line::text("sorry!").replying_to(asked)).unwrap();
    let ask =
        json!({ "business_connection_id": connection, "chat_id": ANNA, "text": "How was it?" });
    let sent = bench.call("sendMessage", ask).await;
    assert_eq!(sent["business_connection_id"], json!(connection));
    assert_eq!(
        (&sent["from"]["id"], &sent["sender_business_bot"]["is_bot"]),
        (&json!(BEN), &json!(true))
    );

    let updates = bench.updates().await;
    let kinds: Vec<_> = updates
        .iter()
        .map(|update| update.as_object().unwrap().keys().next().unwrap().as_str())
        .collect();
    let message = "business_message";
    assert_eq!(kinds, ["message", "business_connection", message, message, message], "{updates:?}");
    let from: Vec<_> =
        updates[2..].iter().map(|update| update[message]["from"]["id"].clone()).collect();
    assert_eq!(from, [ANNA, BEN, BEN]);
    assert_eq!(updates[3][message]["reply_to_message"]["message_id"], asked);
    assert_eq!(updates[4][message], sent);
    for update in &updates[2..] {
        assert_eq!(update[message]["chat"]["id"], ANNA);
        assert_eq!(update[message]["business_connection_id"], json!(connection));
    }

    let chat = bench.stand_in.account_chat(BEN, ANNA).unwrap();
    let stands: Vec<_> =
        chat.shown(None).into_iter().map(|it| (it.from, it.text.as_str())).collect();
    let (anna, ben) = (Author::Person(ANNA), Author::Person(BEN));
    assert_eq!(
        stands,
        [
            (anna, "anybody there?"),
            (anna, "my soup was cold"),
            (ben, "sorry!"),
            (Author::Bot, "How was it?")
        ]
    );
    assert_eq!(bench.stand_in.chat(ANNA).unwrap().shown(None).len(), 1, "only the start");

    let id = sent["message_id"].clone();
    let edit = json!({ "business_connection_id": connection, "chat_id": ANNA, "message_id": id,
        "text": "Thank you." });
    assert_eq!(bench.call("editMessageText", edit).await["text"], "Thank you.");
    let delete = json!({ "business_connection_id": connection, "message_ids": [id, asked] });
    bench.call("deleteBusinessMessages", delete).await;
    let chat = bench.stand_in.account_chat(BEN, ANNA).unwrap();
    assert!(chat.messages[&asked].is(Mark::Deleted));
    assert_eq!(chat.shown(None).len(), 2);
    bench.done().await;
}

#[tokio::test]
async fn what_the_bot_may_not_do_in_an_account_is_refused() {
    let (mut bench, clock) = bench().await;
    let people = bench.stand_in.people();
    let connection = people.connect_bot(BEN, AccountRights::REPLY).unwrap();
    let say = |connection: &str, chat: i64| json!({ "business_connection_id": connection, "chat_id": chat, "text": "How was it?" });
    let why = async |method: &str, params| bench.refused(method, params).await.1;
    let silent = "Bad Request: BUSINESS_PEER_USAGE_MISSING";
    assert_eq!(why("sendMessage", say(&connection, ANNA)).await, silent);
    people.write_as_owner(BEN, ANNA, "hello?").unwrap();
    assert_eq!(why("sendMessage", say(&connection, ANNA)).await, silent);
    let asked = people.write_to_owner(ANNA, BEN, "hello").unwrap();
    bench.call("sendMessage", say(&connection, ANNA)).await;
    let self_talk = "Bad Request: messages must not be sent to self";
    assert_eq!(why("sendMessage", say(&connection, BEN)).await, self_talk);
    assert_eq!(why("sendMessage", say(&connection, 7)).await, "Bad Request: chat not found");
    let gone = "Bad Request: BUSINESS_CONNECTION_INVALID";
    assert_eq!(why("sendMessage", say("bc_other", ANNA)).await, gone);
    let mut with_buttons = say(&connection, ANNA);
    with_buttons["reply_markup"] = crate::bench::question();
    let no_buttons = "Bad Request: reply markup is not allowed on behalf of an account";
    assert_eq!(why("sendMessage", with_buttons).await, no_buttons);
    let delete = json!({ "business_connection_id": connection, "message_ids": [asked] });
    let no_right = "Forbidden: MESSAGE_DELETE_FORBIDDEN";
    assert_eq!(why("deleteBusinessMessages", delete).await, no_right);
    let pin = json!({ "business_connection_id": connection, "chat_id": ANNA, "message_id": asked });
    let unknown = "Bad Request: the stand-in does not do this in an account";
    assert_eq!(why("pinChatMessage", pin).await, unknown);

    clock.store(DAY_MS + 60_000, Ordering::SeqCst);
    assert_eq!(why("sendMessage", say(&connection, ANNA)).await, silent);
    people.write_to_owner(ANNA, BEN, "hello again").unwrap();
    people.set_account_rights(BEN, AccountRights::NONE).unwrap();
    let no_right = "Forbidden: BOT_ACCESS_FORBIDDEN";
    assert_eq!(why("sendMessage", say(&connection, ANNA)).await, no_right);

    people.disconnect_bot(BEN).unwrap();
    assert_eq!(why("sendMessage", say(&connection, ANNA)).await, gone);
    bench.updates().await;
    people.write_to_owner(ANNA, BEN, "and now?").unwrap();
    assert!(bench.updates().await.is_empty());
    let anew = people.connect_bot(BEN, AccountRights::ALL).unwrap();
    assert_ne!(anew, connection);
    assert_eq!(bench.refused("sendMessage", say(&connection, ANNA)).await.1, gone);
    bench.call("sendMessage", say(&anew, ANNA)).await;
    bench.done().await;
}
