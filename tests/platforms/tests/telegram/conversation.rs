//! Questions, taps, topics and copies: how a bot and people talk.

use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};

use amends_platforms::telegram::{
    Options,
    people::{Line, NewGroup, NewUser, Tapped},
    world::{Kind, Mark, Rights, Role, Standing},
};
use serde_json::{Value, json};

use crate::bench::{ANNA, BEN, Bench, question};

#[tokio::test]
async fn a_question_is_asked_tapped_and_edited() {
    let (mut bench, _) = Bench::new().await;
    let people = bench.stand_in.people();
    people.start(ANNA, Some("receipt-7")).unwrap();
    let updates = bench.updates().await;
    let start = &updates.last().unwrap()["message"];
    assert_eq!(start["text"], "/start receipt-7");
    assert_eq!(start["entities"], json!([{ "type": "bot_command", "offset": 0, "length": 6 }]));
    assert_eq!(start["from"]["language_code"], "de");

    let ask = json!({ "chat_id": ANNA, "text": "How was it?", "reply_markup": question() });
    let asked = bench.call("sendMessage", ask).await["message_id"].as_i64().unwrap();
    let link = people.tap(ANNA, ANNA, asked, "Terms").unwrap();
    assert_eq!(link, Tapped::Link("https://example.com/terms".to_owned()));
    let no_button = people.tap(ANNA, ANNA, asked, "Maybe").unwrap_err().to_string();
    assert_eq!(no_button, "no button says `Maybe`, only `Good`, `Bad`, `Terms`");
    let Tapped::Query(query) = people.tap(ANNA, ANNA, asked, "Bad").unwrap() else { panic!() };

    let tap = bench.updates().await[0]["callback_query"].clone();
    assert_eq!((&tap["id"], &tap["data"]), (&json!(query), &json!("v1.1")));
    assert_eq!(tap["message"]["message_id"], asked);
    let answer = json!({ "callback_query_id": query, "text": "Thank you", "show_alert": true });
    bench.call("answerCallbackQuery", answer.clone()).await;
    assert_eq!(
        bench.refused("answerCallbackQuery", answer).await.1,
        "Bad Request: query is too old and response timeout expired or query ID is invalid"
    );
    let toasts = bench.stand_in.look(|world| world.toasts.clone());
    assert_eq!(
        (toasts[0].user_id, toasts[0].text.as_str(), toasts[0].alert),
        (ANNA, "Thank you", true)
    );

    let edit = json!({ "chat_id": ANNA, "message_id": asked, "text": "Sorry to hear that." });
    assert!(bench.call("editMessageText", edit.clone()).await["edit_date"].is_i64());
    assert!(
        bench
            .refused("editMessageText", edit)
            .await
            .1
            .starts_with("Bad Request: message is not modified: ")
    );
    let chat = bench.stand_in.chat(ANNA).unwrap();
    let shown = chat.from_bot()[0];
    assert_eq!((shown.text.as_str(), shown.is(Mark::Edited)), ("Sorry to hear that.", true));
    assert!(shown.buttons.is_empty());
    bench.done().await;
}

#[tokio::test]
async fn an_old_tap_is_neither_kept_nor_answered() {
    let offset = Arc::new(AtomicI64::new(0));
    let options = Options { clock_offset_ms: Arc::clone(&offset), ..Options::default() };
    let mut bench = Bench::with(options).await;
    let people = bench.stand_in.people();
    people.create_user(NewUser::new(ANNA, "Anna")).unwrap();
    people.start(ANNA, None).unwrap();
    let ask = json!({ "chat_id": ANNA, "text": "How?", "reply_markup": question() });
    let asked = bench.call("sendMessage", ask).await["message_id"].as_i64().unwrap();
    let Tapped::Query(query) = people.tap(ANNA, ANNA, asked, "Good").unwrap() else { panic!() };
    offset.store(150_000, Ordering::SeqCst);
    let answer = json!({ "callback_query_id": query });
    assert_eq!(bench.refused("answerCallbackQuery", answer).await.0, 400);
    let kept = bench.updates().await;
    assert!(kept.len() == 1 && kept[0]["message"]["text"] == "/start", "{kept:?}");
    people.write(ANNA, ANNA, "hello?").unwrap();
    offset.store(48 * 3_600_000 + 1, Ordering::SeqCst);
    assert!(bench.updates().await.is_empty());
    let delete = json!({ "chat_id": ANNA, "message_id": asked });
    let (_, why) = bench.refused("deleteMessage", delete).await;
    assert_eq!(why, "Bad Request: message can't be deleted for everyone");
    bench.done().await;
}

#[tokio::test]
async fn lines_are_copied_into_a_topic_and_back() {
    let (mut bench, desk) = Bench::new().await;
    let people = bench.stand_in.people();
    let topic = bench.call("createForumTopic", json!({ "chat_id": desk, "name": "R-1042" })).await;
    let topic = topic["message_thread_id"].as_i64().unwrap();
    bench.updates().await;
    let kinds =
        [Kind::Photo, Kind::Document, Kind::Voice, Kind::Sticker, Kind::Location, Kind::Contact];
    for kind in kinds.into_iter().chain([Kind::Video, Kind::Text]) {
        let source = people.write(ANNA, ANNA, Line::attachment(kind, "look")).unwrap();
        let copy = json!({
            "chat_id": desk, "from_chat_id": ANNA, "message_id": source,
            "message_thread_id": topic, "protect_content": true,
        });
        let copied = bench.call("copyMessage", copy).await["message_id"].as_i64().unwrap();
        let chat = bench.stand_in.chat(desk).unwrap();
        let copy = &chat.messages[&copied];
        assert_eq!(
            (copy.kind, copy.thread_id, copy.is(Mark::Protected)),
            (kind, Some(topic), true)
        );
        let again = json!({ "chat_id": ANNA, "from_chat_id": desk, "message_id": copied });
        let (_, why) = bench.refused("copyMessage", again).await;
        assert_eq!(why, "Bad Request: message can't be copied");
    }
    bench.updates().await;
    let card = bench.stand_in.chat(desk).unwrap().from_bot().last().unwrap().id;
    let answer = people.write(BEN, desk, Line::text("On it.").replying_to(card)).unwrap();
    let seen = bench.updates().await[0]["message"].clone();
    assert_eq!(seen["reply_to_message"]["message_id"], card);
    assert_eq!(
        (&seen["message_thread_id"], &seen["is_topic_message"]),
        (&json!(topic), &json!(true))
    );
    let copy = json!({ "chat_id": ANNA, "from_chat_id": desk, "message_id": answer });
    bench.call("copyMessage", copy).await;
    assert_eq!(bench.stand_in.chat(ANNA).unwrap().from_bot()[0].text, "On it.");

    people.write(BEN, desk, Line::text("psst").in_topic(topic).anonymously()).unwrap();
    let hidden = bench.updates().await[0]["message"].clone();
    assert_eq!(
        (&hidden["from"]["id"], &hidden["sender_chat"]["id"]),
        (&json!(1_087_968_824), &json!(desk))
    );
    // Without a reply of its own it answers the topic's first message.
    assert_eq!(hidden["reply_to_message"]["forum_topic_created"]["name"], "R-1042");
    bench.done().await;
}

#[tokio::test]
async fn a_topic_lives_and_dies() {
    let (mut bench, desk) = Bench::new().await;
    let people = bench.stand_in.people();
    let made = bench.call("createForumTopic", json!({ "chat_id": desk, "name": "R-1" })).await;
    let topic = made["message_thread_id"].as_i64().unwrap();
    let within = json!({ "chat_id": desk, "message_thread_id": topic });
    bench.updates().await;
    people.close_topic(BEN, desk, topic).unwrap();
    assert_eq!(bench.updates().await[0]["message"]["forum_topic_closed"], json!({}));
    let closed = (400, "Bad Request: TOPIC_NOT_MODIFIED".to_owned());
    assert_eq!(bench.refused("closeForumTopic", within.clone()).await, closed);
    people.set_bot(BEN, desk, Standing::Admin(Rights::NONE)).unwrap();
    let send = json!({ "chat_id": desk, "message_thread_id": topic, "text": "Anyone?" });
    assert_eq!(bench.refused("sendMessage", send.clone()).await.1, "Bad Request: TOPIC_CLOSED");
    let (_, why) =
        bench.refused("createForumTopic", json!({ "chat_id": desk, "name": "R-2" })).await;
    assert_eq!(why, "Bad Request: not enough rights to create a topic");
    people.set_bot(BEN, desk, Standing::Admin(Rights::ALL)).unwrap();
    bench.call("reopenForumTopic", within.clone()).await;
    bench.updates().await;
    people.delete_topic(BEN, desk, topic).unwrap();
    assert!(bench.updates().await.is_empty());
    assert_eq!(bench.refused("sendMessage", send).await.1, "Bad Request: message thread not found");
    let general = json!({ "chat_id": desk, "message_thread_id": 1, "text": "Anyone?" });
    assert_eq!(
        bench.refused("sendMessage", general).await.1,
        "Bad Request: message thread not found"
    );
    assert_eq!(bench.refused("closeForumTopic", within).await.1, "Bad Request: TOPIC_DELETED");
    bench.say(desk, "General hears this.").await;
    bench.done().await;
}

#[tokio::test]
async fn privacy_mode_hides_what_is_not_meant_for_the_bot() {
    let (mut bench, desk) = Bench::new().await;
    let people = bench.stand_in.people();
    people.set_bot(BEN, desk, Standing::Member).unwrap();
    let own = bench.say(desk, "I am here.").await;
    bench.updates().await;
    people.write(BEN, desk, "among ourselves").unwrap();
    people.write(BEN, desk, "/report@other_bot").unwrap();
    assert!(bench.updates().await.is_empty());
    people.write(BEN, desk, "/report").unwrap();
    people.write(BEN, desk, "ask @amends_bot").unwrap();
    people.write(BEN, desk, Line::text("thanks").replying_to(own)).unwrap();
    assert_eq!(bench.updates().await.len(), 3);
    bench.done().await;
}

#[tokio::test]
async fn members_reactions_edits_and_looks_are_told() {
    let (mut bench, desk) = Bench::new().await;
    let people = bench.stand_in.people();
    let kinds = ["message", "edited_message", "chat_member", "my_chat_member", "message_reaction"];
    bench.call("getUpdates", json!({ "allowed_updates": kinds })).await;
    bench.updates().await;
    people.set_role(BEN, desk, ANNA, Role::Member).unwrap();
    let line = people.write(ANNA, desk, "Good mornin").unwrap();
    people.edit(ANNA, desk, line, "Good morning").unwrap();
    people.react(BEN, desk, line, &["👍"]).unwrap();
    people
        .set_bot(BEN, desk, Standing::Admin(Rights { pin_messages: false, ..Rights::ALL }))
        .unwrap();
    let updates = bench.updates().await;
    let key = |update: &Value| {
        update.as_object().unwrap().keys().find(|key| *key != "update_id").cloned()
    };
    let seen: Vec<String> = updates.iter().filter_map(key).collect();
    let wanted = ["chat_member", "message", "edited_message", "message_reaction", "my_chat_member"];
    assert_eq!(seen, wanted);
    let pin = json!({ "chat_id": desk, "message_id": line });
    let (_, why) = bench.refused("pinChatMessage", pin.clone()).await;
    assert_eq!(why, "Bad Request: not enough rights to manage pinned messages in the chat");
    people.set_bot(BEN, desk, Standing::Admin(Rights::ALL)).unwrap();
    bench.call("pinChatMessage", pin).await;
    assert_eq!(
        bench.call("getChat", json!({ "chat_id": desk })).await["pinned_message"]["message_id"],
        line
    );
    let member = json!({ "chat_id": desk, "user_id": ANNA });
    assert_eq!(bench.call("getChatMember", member).await["status"], "member");
    let leads = bench.call("getChatAdministrators", json!({ "chat_id": desk })).await;
    assert_eq!(leads.as_array().unwrap().len(), 2);
    let react = json!({ "chat_id": desk, "message_id": line, "reaction": [{ "type": "emoji", "emoji": "👀" }] });
    bench.call("setMessageReaction", react).await;
    let commands = json!([{ "command": "report", "description": "The figures" }]);
    let scope = json!({ "type": "chat", "chat_id": desk });
    bench.call("setMyCommands", json!({ "commands": commands, "scope": scope })).await;
    assert_eq!(bench.call("getMyCommands", json!({ "scope": scope })).await, commands);
    bench.call("leaveChat", json!({ "chat_id": desk })).await;
    let (_, why) = bench.refused("sendMessage", json!({ "chat_id": desk, "text": "bye" })).await;
    assert_eq!(why, "Forbidden: bot is not a member of the supergroup chat");
    bench.done().await;
}

#[tokio::test]
async fn a_basic_group_becomes_a_supergroup() {
    let (mut bench, _) = Bench::new().await;
    let people = bench.stand_in.people();
    let old = people.create_group(&NewGroup::basic("Desk", BEN).members(&[ANNA])).unwrap();
    bench.say(old, "Hello, all.").await;
    bench.updates().await;
    let new = people.migrate(BEN, old).unwrap();
    let updates = bench.updates().await;
    assert_eq!(updates[0]["message"]["migrate_to_chat_id"], new);
    assert_eq!(updates[1]["message"]["migrate_from_chat_id"], old);
    let reply = bench.raw("sendMessage", json!({ "chat_id": old, "text": "Still here?" })).await;
    assert_eq!(reply["description"], "Bad Request: group chat was upgraded to a supergroup chat");
    assert_eq!(reply["parameters"]["migrate_to_chat_id"], new);
    bench.say(new, "Still here.").await;
    bench.done().await;
}
