use proptest::prelude::*;

use super::*;

fn plain(text: &str) -> String {
    Rich::plain(text).cut(2_000)
}

fn mark(from: u32, to: u32, style: Style) -> Emphasis {
    Emphasis { from, to, style }
}

fn styled(text: &str, marks: &[Emphasis]) -> String {
    Rich::styled(text, marks).cut(2_000)
}

#[test]
fn words_never_become_markup() {
    for (said, sent) in [
        ("**bold** _it_ ~~no~~", r"\*\*bold\*\* \_it\_ \~\~no\~\~"),
        ("`code` ||spoiler||", r"\`code\` \|\|spoiler\|\|"),
        ("<@1> <@&2> <#3> <t:4> </x:5>", r"\<@1> \<@&2> \<#3> \<t:4> \</x:5>"),
        ("@everyone @Here @dana", r"\@everyone \@Here @dana"),
        ("[bank](https://evil.example)", r"\[bank](https://evil.example)"),
        (
            "# big\n-# small\n > quote\n- list\n1. one",
            "\\# big\n\\-# small\n \\> quote\n\\- list\n1\\. one",
        ),
        ("a # b - c > d 1.5", "a # b - c > d 1.5"),
        (r"C:\*", r"C:\\\*"),
        ("¯\\_(ツ)_/¯", r"¯\\\_(ツ)\_/¯"),
    ] {
        assert_eq!(plain(said), sent, "{said}");
    }
}

#[test]
fn address_leads_where_it_says() {
    for (said, sent) in [
        ("see https://luma.example/a_b_c?x=1.", "see https://luma.example/a_b_c?x=1."),
        ("https://luma.example/*a*", r"https://luma.example/\*a\*"),
        ("https://", "https://"),
        ("_https://a.example/_x_ y_", r"\_https://a.example/_x\_ y\_"),
    ] {
        assert_eq!(plain(said), sent, "{said}");
    }
}

#[test]
fn what_is_emphasised_on_purpose_is_marked() {
    let bold = |from, to| mark(from, to, Style::Bold);
    for (text, marks, sent) in [
        ("not good", vec![bold(0, 3)], "**not** good"),
        ("not good", vec![bold(0, 4)], "**not** good"),
        ("a*b", vec![bold(0, 3)], r"**a\*b**"),
        ("one\ntwo", vec![bold(0, 7)], "**one**\n**two**"),
        ("abc", vec![bold(0, 2), mark(1, 3, Style::Italic)], "**a*b***\u{200b}*c*"),
        ("ab", vec![bold(0, 1), bold(1, 2)], "**a**\u{200b}**b**"),
        ("a b", vec![mark(0, 1, Style::Underline), mark(2, 3, Style::Strike)], "__a__ ~~b~~"),
        ("x", vec![mark(0, 1, Style::Spoiler)], "||x||"),
        ("let a_b", vec![mark(4, 7, Style::Code)], "let `a_b`"),
        ("a`b", vec![mark(0, 3, Style::Code)], "``a`b``"),
        ("`", vec![mark(0, 1, Style::Code)], "`` ` ``"),
        ("a\n```b", vec![mark(0, 6, Style::Pre)], "```\na\n`\u{200b}`\u{200b}`b\n```"),
        ("said\nwell\nso", vec![mark(0, 9, Style::Quote)], "> said\n> well\nso"),
        ("Dana: hm\nso", vec![mark(6, 8, Style::Quote)], "Dana: \n> hm\nso"),
        ("", vec![bold(0, 3)], ""),
    ] {
        assert_eq!(styled(text, &marks), sent, "{text} {marks:?}");
    }
}

#[test]
fn link_shows_where_it_leads() {
    let link = |to: &str| vec![mark(0, 4, Style::Link(to.to_owned()))];
    let sent = styled("here it is", &link("https://luma.example/a_b"));
    assert_eq!(sent, "here (https://luma.example/a_b) it is");
    let long = styled("here", &link(&format!("https://a.example/{}", "b".repeat(3_000))));
    assert!(long.ends_with("…)") && utf16(&long) < 1_100, "{long}");
}

#[test]
fn markup_of_ours_goes_out_as_it_is() {
    let mut rich = Rich::default();
    rich.push_whole("<@7>".to_owned());
    rich.push_str(" please_take");
    assert_eq!(rich.cut(2_000), r"<@7> please\_take");
}

#[test]
fn text_that_is_too_long_is_cut_in_the_platforms_units() {
    let cut = Rich::plain(&"🙂".repeat(1_001)).cut(2_000);
    assert_eq!(cut, format!("{}…", "🙂".repeat(999)));
    assert_eq!(Rich::plain(&"*".repeat(1_001)).cut(2_000), format!("{}…", r"\*".repeat(999)));
}

#[test]
fn text_is_divided_between_words_if_it_can_be() {
    let words = format!("{} {}", "a".repeat(1_990), "b".repeat(1_990));
    let pieces = ["a".repeat(1_990), format!("… {}", "b".repeat(1_990))];
    assert_eq!(Rich::plain(&words).divide(2_000), pieces);
    assert_eq!(Rich::plain(&"a".repeat(2_001)).divide(2_000).len(), 2);
    assert_eq!(Rich::plain("short").divide(2_000), ["short"]);
    assert!(Rich::plain(" \n").divide(2_000).is_empty());
}

#[test]
fn mark_goes_on_in_the_next_piece() {
    let text = format!("{} {}", "a".repeat(1_500), "b".repeat(1_500));
    let marks = [mark(0, 3_001, Style::Bold)];
    let pieces = Rich::styled(&text, &marks).divide(2_000);
    let expected = [format!("**{}**", "a".repeat(1_500)), format!("… **{}**", "b".repeat(1_500))];
    assert_eq!(pieces, expected);
}

fn style() -> impl Strategy<Value = Style> {
    prop_oneof![
        Just(Style::Bold),
        Just(Style::Italic),
        Just(Style::Code),
        Just(Style::Pre),
        Just(Style::Quote),
        Just(Style::Link("https://a.example/".to_owned())),
    ]
}

proptest! {
    #[test]
    fn nothing_is_ever_too_long(
        text in "\\PC{0,120}",
        marks in prop::collection::vec((0..120_u32, 0..120_u32, style()), 0..4),
    ) {
        let marks: Vec<_> =
            marks.into_iter().map(|(from, to, style)| mark(from, to, style)).collect();
        let rich = Rich::styled(&text, &marks);
        prop_assert!(utf16(&rich.cut(60)) <= 60);
        for piece in rich.divide(80) {
            prop_assert!(utf16(&piece) <= 80, "{}", piece);
        }
    }

    #[test]
    fn divided_text_is_complete(text in "[ \\n/a🙂é*_`]{0,600}") {
        let pieces = Rich::plain(&text).divide(100);
        let whole: String = pieces
            .iter()
            .enumerate()
            .map(|(index, piece)| if index == 0 { piece } else { &piece[LEAD.len()..] })
            .collect();
        let bare = |text: &str| {
            text.chars().filter(|it| !it.is_whitespace() && *it != '\\').collect::<String>()
        };
        prop_assert_eq!(bare(&whole), bare(&text));
    }

    #[test]
    fn nobodys_words_hold_a_live_mark(text in "[<>@#*_~`|a1.:/ \\n\\[\\]()]{0,60}") {
        let sent = plain(&text);
        let mut letters = sent.chars();
        while let Some(letter) = letters.next() {
            if letter == '\\' {
                prop_assert!(letters.next().is_some());
                continue;
            }
            prop_assert!(!"*~`|<[".contains(letter), "{}", sent);
        }
    }
}
