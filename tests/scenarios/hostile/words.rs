//! Names and texts that try to be something else.

use amends_core::place::Platform;

use crate::luma::{ANNA, DANA, Kind, Line, Luma, platform};

/// Names that hide, reorder, mention or mark up, and what a reader may see of them.
const NAMES: [(&str, &str); 6] = [
    ("Dana\u{202e}gpj.exe", "Danagpj.exe"),
    ("\u{200b}Da\u{200d}na\u{2066}", "Dana"),
    ("<b>Dana</b> *x* _y_ `z`", "<b>Dana</b> *x* _y_ `z`"),
    ("@katrin", "@katrin"),
    ("Dana\n🟢 R-1001 recovered", "Dana 🟢 R-1001 recovered"),
    ("[Dana](tg://user?id=50)", "[Dana](tg://user?id=50)"),
];

/// 7 … 10: a name is shown without what could trick a reader, in topic, card, line and greeting.
#[tokio::test(flavor = "multi_thread")]
async fn a_hostile_name_is_shown_harmless() {
    for (id, (name, shown)) in (20..).zip(NAMES) {
        let mut luma = Luma::without_rooms().await;
        luma.welcomes(id, name, "en").await;
        luma.contact_ends_known(id, "Order 1", |_| (), |known| known.name = None).await;
        luma.taps(id, "🙁 Not good").await.writes(id, "cold soup").await.waits("2s").await;
        assert_eq!(luma.back().thread_name(), format!("🔴 R-1001 {shown}"));
        let said = luma.said_in(luma.desk);
        assert!(said[0].starts_with(&format!("🔴 R-1001 · {shown} · 🙁 · level 1\n")), "{said:#?}");
        assert!(said.contains(&format!("{shown}: cold soup")), "{said:#?}");
        let told = luma.said_in(id);
        let greeting = told.iter().find(|text| text.starts_with("Hi"));
        assert!(greeting.is_none_or(|text| text.starts_with(&format!("Hi {shown}!"))), "{told:?}");
        no_entities_of_ours(&luma);
    }
}

/// 8, 13: markup, commands and mentions of both platforms arrive as the plain words they are.
#[tokio::test(flavor = "multi_thread")]
async fn hostile_words_arrive_as_plain_words() {
    let markup = match platform() {
        Platform::Telegram => {
            "*bold* _it_ __u__ ~s~ ||spoiler|| `code` [link](https://example.com) <b>x</b> &amp;"
        }
        // There the rest is markup, and is passed on as what it is.
        Platform::Discord => {
            "a*b a_b ~s~ |x| ` [link] <b>x</b> &amp; 1. # > - \u{2a} <@x> <#> http://x"
        }
    };
    let words = [
        markup,
        "@everyone @here @katrin",
        "/resolve all done, thank you",
        "// not a note of yours",
        "🟢 R-1001 recovered in 2 s\nPromised: –",
    ];
    let mut luma = Luma::relaying().await;
    for text in words {
        luma.writes(DANA, text).await.waits("2s").await;
        luma.replies(ANNA, "Dana: ", text.trim_start_matches(['/', ' '])).await;
    }
    let desk = luma.said_in(luma.desk);
    let told = luma.said_in(DANA);
    for text in words {
        assert!(desk.contains(&format!("Dana: {text}")), "{desk:#?}");
        let answer = format!("Anna: {}", text.trim_start_matches(['/', ' ']));
        assert!(told.contains(&answer), "{answer}: {told:#?}");
    }
    assert!(luma.customer(DANA).cases[0].is_open());
    no_entities_of_ours(&luma);
}

/// Directional and invisible characters within words: what reorders goes, the words stay.
#[tokio::test(flavor = "multi_thread")]
async fn words_cannot_be_turned_around() {
    let mut luma = Luma::relaying().await;
    luma.writes(DANA, "pay \u{202e}99 \u{2066}EUR\u{2069}\u{0} now 👩‍👩‍👧").await.waits("2s").await;
    assert!(luma.said_in(luma.desk).contains(&"Dana: pay 99 EUR now 👩‍👩‍👧".to_owned()));
}

/// 23: a text as long as the platform takes arrives whole, in two messages, both ways. When it is
/// changed nothing is said anew: the first message shows as much of the change as it can.
#[tokio::test(flavor = "multi_thread")]
async fn a_text_of_full_length_arrives_whole() {
    let mut luma = Luma::relaying().await;
    let most = luma.front().longest_text();
    let mut long: String = (0..).map(|number| format!("{number:04} ")).take(820).collect();
    long.truncate(most);
    luma.writes(DANA, &long).await.waits("2s").await;
    whole(&luma.said_in(luma.desk), "Dana: ", &long);
    luma.says(ANNA, &long).await;
    whole(&luma.said_in(DANA), "Anna: ", &long);
    let solid = "x".repeat(most);
    luma.writes(DANA, &solid).await.waits("2s").await;
    whole(&luma.said_in(luma.desk), "Dana: ", &solid);
    let before = luma.said_in(luma.desk).len();
    luma.edits(DANA, DANA, &solid, &solid.replace('x', "§")).await;
    let said = luma.said_in(luma.desk);
    assert_eq!(said.len(), before, "nothing is said anew");
    let changed: Vec<&String> = said.iter().filter(|line| line.contains('§')).collect();
    assert!(matches!(changed[..], [line] if line.ends_with('…')), "{changed:?}");
}

/// 23: a burst of long texts arrives whole and in order.
#[tokio::test(flavor = "multi_thread")]
async fn a_burst_of_long_texts_arrives_whole() {
    let mut luma = Luma::relaying().await;
    let times = luma.front().longest_text() / 5;
    let texts: Vec<String> =
        ["one ", "two ", "six "].map(|word| word.repeat(times).trim_end().to_owned()).to_vec();
    for text in &texts {
        luma.front_mut().tells(DANA, Line::text(text));
    }
    luma.settle().await.waits("2s").await;
    let all = luma.said_in(luma.desk).concat();
    for word in ["one", "two", "six"] {
        assert_eq!(all.matches(word).count(), times, "{word}");
    }
}

/// The words under a picture may be longer than fits with a name before them.
#[tokio::test(flavor = "multi_thread")]
async fn long_words_under_a_picture_arrive_whole() {
    let mut luma = Luma::relaying().await;
    let words = "soup ".repeat(204);
    luma.writes_at_desk(ANNA, Line::attachment(Kind::Photo, words.trim_end())).await;
    assert_eq!(luma.said_in(DANA).concat().matches("soup").count(), 204);
}

/// The last messages that bring a text, without what we put around it.
fn whole(said: &[String], before: &str, text: &str) {
    let last = said.iter().rposition(|piece| piece.starts_with(before)).unwrap();
    let mut found = said[last].trim_start_matches(before).to_owned();
    for piece in said[last + 1..].iter().take_while(|piece| piece.starts_with("… ")) {
        found.push_str(piece.trim_start_matches("… "));
    }
    let bare = |text: &str| text.split_whitespace().collect::<String>();
    assert!(said.iter().all(|piece| piece.encode_utf16().count() <= 4_096));
    assert_eq!(bare(&found), bare(text));
}

/// No call of ours carries markup that is not about a colleague we call ourselves.
fn no_entities_of_ours(luma: &Luma) {
    let marked = luma.front().marked_up();
    assert!(marked.is_empty(), "{marked:#?}");
}
