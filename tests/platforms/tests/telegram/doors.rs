//! The other doors: the typed client, and people over HTTP.

use amends_platforms::telegram::{faults::Fault, people::Line, world::Kind};
use serde_json::{Value, json};
use teloxide_core::{
    ApiError, Bot, RequestError,
    payloads::{CopyMessageSetters, SendDocumentSetters, SendMessageSetters},
    requests::Requester,
    types::{
        ChatId, FileId, ForumTopic, InlineKeyboardButton, InlineKeyboardMarkup, InputFile,
        MessageId, ReplyParameters, UpdateKind, UserId,
    },
};

use crate::bench::{ANNA, BEN, Bench, question};

#[tokio::test]
async fn people_act_over_http() {
    let (mut bench, desk) = Bench::new().await;
    let base = bench.stand_in.base_url();
    let act = |deed: &str, body: Value| {
        bench.client.post(format!("{base}/people/{deed}")).json(&body).send()
    };
    let ask = json!({ "chat_id": ANNA, "text": "How?", "reply_markup": question() });
    let asked = bench.call("sendMessage", ask).await["message_id"].clone();
    let tap = json!({ "user": ANNA, "chat": ANNA, "message": asked, "label": "Good" });
    let tapped: Value = act("tap", tap).await.unwrap().json().await.unwrap();
    assert!(tapped["query"].is_string(), "{tapped}");
    let line = json!({ "user": ANNA, "chat": ANNA, "text": "thanks", "reply_to": asked });
    let written: Value = act("write", line).await.unwrap().json().await.unwrap();
    assert!(written["message"].is_i64(), "{written}");
    let refused = act("write", json!({ "user": ANNA, "chat": desk, "text": "hi" })).await.unwrap();
    assert_eq!(refused.status(), 409);
    let unknown = act("fly", json!({})).await.unwrap();
    assert_eq!(unknown.status(), 400);

    let state = bench.client.get(format!("{base}/people/state")).send().await.unwrap();
    let state: Value = state.json().await.unwrap();
    let shown = &state["chats"][ANNA.to_string()]["messages"][asked.to_string()];
    assert_eq!(shown["buttons"][0][1]["label"], "Bad");
    let since = &state["version"];
    let later = bench.client.get(format!("{base}/people/state?since={since}")).send();
    let (later, ()) = tokio::join!(later, async {
        bench.stand_in.people().write(ANNA, ANNA, "one more").unwrap();
    });
    assert!(later.unwrap().text().await.unwrap().contains("one more"));
    assert_eq!(bench.updates().await.len(), 5);
    bench.done().await;
}

#[tokio::test]
async fn the_typed_client_understands_everything() {
    let (bench, desk) = Bench::new().await;
    let people = bench.stand_in.people();
    let url = bench.stand_in.base_url().parse().unwrap();
    let bot = Bot::new(bench.stand_in.token()).set_api_url(url);
    let (anna, group) = (ChatId(ANNA), ChatId(desk));
    assert_eq!(bot.get_me().await.unwrap().username(), "amends_bot");
    assert!(bot.get_chat(group).await.unwrap().is_supergroup());
    assert!(bot.get_chat(anna).await.unwrap().is_private());
    assert_eq!(bot.get_chat_administrators(group).await.unwrap().len(), 2);
    bot.get_chat_member(group, UserId(50)).await.unwrap();

    let good = InlineKeyboardButton::callback("Good", "v1.5");
    let markup = InlineKeyboardMarkup::new([[good]]);
    let asked = bot.send_message(anna, "How was it?").reply_markup(markup).await.unwrap();
    people.tap(ANNA, ANNA, i64::from(asked.id.0), "Good").unwrap();
    bot.edit_message_text(anna, asked.id, "Thank you.").await.unwrap();
    let topic: ForumTopic = bot.create_forum_topic(group, "R-1042").await.unwrap();
    let photo = people.write(ANNA, ANNA, Line::attachment(Kind::Photo, "torn")).unwrap();
    let photo = MessageId(i32::try_from(photo).unwrap());
    bot.copy_message(group, anna, photo).message_thread_id(topic.thread_id).await.unwrap();
    let report = InputFile::memory("a,b\n1,2\n").file_name("report.csv");
    let sent = bot
        .send_document(group, report)
        .caption("Figures")
        .message_thread_id(topic.thread_id)
        .reply_parameters(ReplyParameters::new(MessageId(topic.thread_id.0.0)))
        .await
        .unwrap();
    let file = sent.document().unwrap().file.id.clone();
    assert_eq!(bench.stand_in.file_content(&file.0).unwrap(), b"a,b\n1,2\n");
    bot.send_document(group, InputFile::file_id(FileId(file.0.clone()))).await.unwrap();
    assert_eq!(bot.get_file(file).await.unwrap().meta.size, 8);
    bot.close_forum_topic(group, topic.thread_id).await.unwrap();
    bot.pin_chat_message(group, sent.id).await.unwrap();

    for kind in [Kind::Document, Kind::Voice, Kind::Sticker, Kind::Location, Kind::Video] {
        people.write(ANNA, ANNA, Line::attachment(kind, "")).unwrap();
    }
    people.forge_tap(ANNA, desk, 999, "v1.9").unwrap();
    people.write(BEN, desk, Line::text("psst").anonymously()).unwrap();
    people.block(ANNA).unwrap();
    let updates = bot.get_updates().await.unwrap();
    let unread = |kind: &UpdateKind| matches!(kind, UpdateKind::Error(_));
    assert!(updates.iter().all(|update| !unread(&update.kind)), "{updates:#?}");
    assert_eq!(updates.len(), 15, "{updates:#?}");

    let blocked = bot.send_message(anna, "Hello?").await.unwrap_err();
    assert!(matches!(blocked, RequestError::Api(ApiError::BotBlocked)), "{blocked:?}");
    bench.stand_in.faults().next("sendMessage", Fault::TooMany { retry_after: 7 });
    let later = bot.send_message(anna, "Hello?").await.unwrap_err();
    assert!(matches!(later, RequestError::RetryAfter(wait) if wait.seconds() == 7), "{later:?}");
    bench.done().await;
}
