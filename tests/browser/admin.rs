//! An admin makes a working desk of nothing, and changes what customers read.

use super::{ANNA, BAR, DESK, PHONE, Rehearsal, interaction_ends, open_with};

const PIOTR: &str = "Piotr · director";

#[tokio::test(flavor = "multi_thread")]
async fn desk_is_made_of_nothing_although_everything_is_killed() {
    let Some((mut rehearsal, page)) = open_with(Rehearsal::from_nothing).await else { return };
    page.act_as(PIOTR).await;
    page.give(DESK, "/setup").await;
    page.sees(DESK, "Nobody works here yet, so unhappy customers would reach nobody.").await;
    page.press(DESK, "Start asking").await;
    page.sees(DESK, "Not yet: an unhappy customer would reach nobody.").await;
    page.give(DESK, "/role add @anna agent").await;
    page.sees(DESK, "I haven't seen @anna yet – let her write here once").await;
    page.act_as(ANNA).await;
    page.write(DESK, "Good morning!").await;
    page.act_as(PIOTR).await;
    page.give(DESK, "/role add @anna agent").await;
    page.sees(DESK, "is agent from now on.").await;

    rehearsal.kill();
    page.sees_trouble("The rehearsal does not answer").await;
    rehearsal.start_again();
    page.sees(BAR, "Service running").await;

    page.give(DESK, "/setup start").await;
    page.sees(DESK, "From now on customers are asked.").await;
    page.give(DESK, "/wording set ask ro {nmae} Cum a fost?").await;
    page.sees(DESK, "{nmae} is not a placeholder here. Allowed: {hello}.").await;
    page.give(DESK, "/wording set ask ro {hello} Ce mai faceți?").await;
    page.sees(DESK, "Preview: Bună ziua, Dana! Ce mai faceți?").await;
    page.write(PHONE, "/language ro").await;
    page.sees(PHONE, "De acum vă scriem în română.").await;
    interaction_ends(&page, "Dana").await;
    page.sees(PHONE, "Bună ziua, Dana! Ce mai faceți?").await;
    page.give(DESK, "/wording rollback ask ro 0").await;
    page.sees(DESK, "Preview: Bună ziua, Dana! Cum a fost?").await;
    page.press(PHONE, "🙂 Bine").await;
    page.sees_notice(PHONE, "Mulțumim!").await;
    page.press(BAR, "1 day").await;
    page.sees(BAR, "Moved forward by 1 day.").await;
    interaction_ends(&page, "Dana").await;
    page.sees(PHONE, "Bună ziua, Dana! Cum a fost?").await;
    page.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn texts_leave_and_come_in_as_a_file() {
    let Some((rehearsal, page)) = open_with(Rehearsal::start).await else { return };
    page.act_as(PIOTR).await;
    page.go_to("General").await;
    page.give(DESK, "/wording export fr").await;
    page.sees(DESK, "Every text, in English where fr has none yet.").await;
    let file = page.read_file(DESK, "wording-fr.toml").await;
    let line = file.lines().find(|line| line.starts_with("# btn_happy = ")).unwrap();
    let translated = file.replace(line, "btn_happy = \"🙂 Très bien\"");
    let path = rehearsal.file("wording-fr.toml", &translated.replace("\"fr\"", "\"french\""));
    page.send_file(DESK, &path, "/wording import").await;
    page.sees(DESK, "I don't know the language 'french'.").await;
    let path = rehearsal.file("wording-fr.toml", &translated);
    page.send_file(DESK, &path, "/wording import").await;
    page.sees(DESK, "Saved one text in fr.").await;
    page.write(PHONE, "/language fr").await;
    interaction_ends(&page, "Dana").await;
    page.press(PHONE, "🙂 Très bien").await;
    page.sees_notice(PHONE, "Thank you!").await;
    page.close().await;
}
