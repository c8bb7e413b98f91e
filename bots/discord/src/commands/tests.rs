use serde_json::Map;

use super::*;

fn definitions() -> Definitions {
    Definitions::new(&Phrasebook::new(), &Signals::default(), &Lang::BUILT_IN)
}

fn text_of(data: &Value) -> Given {
    given(data, |message| message["content"].as_str().map(ToOwned::to_owned)).unwrap()
}

#[test]
fn definitions_keep_discords_rules() {
    let definitions = definitions();
    for list in [definitions.everywhere(), definitions.on_server()] {
        let list = list.as_array().unwrap();
        assert!(!list.is_empty() && list.len() <= 100);
        for command in list {
            let name = command["name"].as_str().unwrap();
            assert!((1..=32).contains(&name.chars().count()), "{name}");
            if command["type"] == 1 {
                check(command, name);
            } else {
                assert_eq!(command["description"], Value::Null, "{name}");
            }
        }
    }
}

/// How many characters of a command Discord counts: of its names, descriptions and values, and of
/// each that is translated the longest.
fn counted(part: &Value) -> usize {
    let length = |text: &Value| text.as_str().map_or(0, |text| text.chars().count());
    let field = |name: &str| {
        let others = part[format!("{name}_localizations")].as_object().into_iter();
        others.flat_map(Map::values).chain([&part[name]]).map(length).max().unwrap_or_default()
    };
    let own = field("name") + field("description") + length(&part["value"]);
    let inner = [&part["options"], &part["choices"]];
    own + inner.into_iter().filter_map(Value::as_array).flatten().map(counted).sum::<usize>()
}

#[test]
fn everything_is_described_in_every_language() {
    fn assert_translated(part: &Value, at: &str) {
        let translated = part["description_localizations"].as_object().unwrap();
        let langs: Vec<&str> = translated.keys().map(String::as_str).collect();
        assert_eq!(langs, ["de", "pl", "ro", "ru"], "{at}");
        for option in part["options"].as_array().into_iter().flatten() {
            assert_translated(option, &format!("{at} {}", option["name"]));
        }
    }
    let definitions = definitions();
    for list in [definitions.everywhere(), definitions.on_server()] {
        for command in list.as_array().unwrap() {
            if command["type"] == 1 {
                assert_translated(command, command["name"].as_str().unwrap());
            } else {
                let names = command["name_localizations"].as_object().unwrap();
                assert_eq!(names.len(), 4, "{command}");
                assert!(names.values().all(|name| name.as_str().unwrap().chars().count() <= 32));
            }
        }
    }
    let take = &definitions.on_server()[0];
    assert_eq!(take["description_localizations"]["de"], "Fall übernehmen");
    let case = &take["options"][0]["description_localizations"]["ru"];
    assert_eq!(*case, "Номер вопроса; в его теме не нужен");
}

#[test]
fn no_command_is_too_large() {
    let definitions = definitions();
    for list in [definitions.everywhere(), definitions.on_server()] {
        for command in list.as_array().unwrap() {
            assert!(counted(command) <= 8_000, "{}: {}", command["name"], counted(command));
        }
    }
}

fn check(part: &Value, name: &str) {
    let is_legal = |it: char| it.is_ascii_lowercase() || it == '_';
    assert!(part["name"].as_str().unwrap().chars().all(is_legal), "{name}");
    let texts = part["description_localizations"].as_object().into_iter().flat_map(Map::values);
    for text in texts.chain([&part["description"]]) {
        let length = text.as_str().unwrap().chars().count();
        assert!((1..=100).contains(&length), "{name}: {text}");
    }
    let options = part["options"].as_array().map(Vec::as_slice).unwrap_or_default();
    let required = options.iter().map(|it| it["required"].as_bool().unwrap_or_default());
    let required: Vec<bool> = required.collect();
    assert!(required.is_sorted_by(|a, b| a >= b), "{name}: required options come first");
    for option in options {
        check(option, name);
    }
}

#[test]
fn customers_may_speak_in_private_and_staff_on_the_server_only() {
    let definitions = definitions();
    let names = |list: &Value| -> Vec<String> {
        let list = list.as_array().unwrap().iter();
        list.map(|command| command["name"].as_str().unwrap().to_owned()).collect()
    };
    let everywhere = names(definitions.everywhere());
    let expected = [
        "feedback",
        "complain",
        "status",
        "board",
        "language",
        "stop",
        "resume",
        "privacy",
        "mydata",
        "forget",
        "link",
        "Tell the team",
    ];
    assert_eq!(everywhere, expected);
    for command in definitions.everywhere().as_array().unwrap() {
        let in_private = command["type"] == 1;
        let contexts = if in_private { json!([0, 1]) } else { json!([0]) };
        assert_eq!(command["contexts"], contexts);
    }
    let staff = names(definitions.on_server());
    for name in grammar::CASE.iter().chain(&grammar::BUSINESS).chain(&["Ask how it was"]) {
        assert!(staff.iter().any(|known| known == name), "{name}");
    }
    // Discord takes them for commands of all servers only.
    assert!(definitions.on_server().as_array().unwrap().iter().all(|it| it["contexts"].is_null()));
}

/// What has a field here can be named where everything is typed.
#[test]
fn every_option_is_known_to_the_grammar() {
    let definitions = definitions();
    let options = |it: &Value| it["options"].as_array().cloned().unwrap_or_default();
    let name = |it: &Value| it["name"].as_str().unwrap().to_owned();
    for list in [definitions.everywhere(), definitions.on_server()] {
        for command in list.as_array().unwrap().iter().filter(|it| it["type"] == 1) {
            for option in options(command) {
                let (command, option_name) = (name(command), name(&option));
                if option["type"] != 1 {
                    assert!(
                        grammar::has_option(&command, None, &option_name),
                        "/{command} {option_name}"
                    );
                    continue;
                }
                // A file can't be typed.
                for inner in options(&option).iter().filter(|it| it["type"] != 11) {
                    let inner = name(inner);
                    let is_known = grammar::has_option(&command, Some(&option_name), &inner);
                    assert!(is_known, "/{command} {option_name} {inner}");
                }
            }
        }
    }
}

#[test]
fn digest_follows_definitions_and_server() {
    let digest = |definitions: &Definitions, guild| {
        definitions.digest(ApplicationId::new(1), GuildId::new(guild))
    };
    let ours = definitions();
    let mut other = ours.clone();
    other.on_server[0]["description"] = "other".into();
    assert_eq!(digest(&ours, 2), digest(&definitions(), 2));
    assert_ne!(digest(&ours, 2), digest(&ours, 3));
    assert_ne!(digest(&ours, 2), digest(&other, 2));
}

#[test]
fn options_become_the_one_grammar() {
    let option = |name: &str, value: &str| json!({ "name": name, "type": 3, "value": value });
    for (name, options, expected, of) in [
        ("feedback", json!([]), "/feedback", Of::Customer),
        (
            "complain",
            json!([option("text", "third time late")]),
            "/complain third time late",
            Of::Customer,
        ),
        ("language", json!([option("lang", "ro")]), "/language ro", Of::Customer),
        ("take", json!([]), "/take", Of::Staff),
        ("take", json!([option("case", "1042")]), "/take R-1042", Of::Staff),
        (
            "note",
            json!([option("text", "ask Ion"), option("case", "r-1042 x")]),
            "/note r-1042 ask Ion",
            Of::Staff,
        ),
        (
            "resolve",
            json!([option("done", "new card is ready")]),
            "/resolve new card is ready",
            Of::Staff,
        ),
        ("escalate", json!([option("why", "angry")]), "/escalate angry", Of::Staff),
        ("cases", json!([]), "/cases", Of::Staff),
        ("duty", json!([{ "name": "off", "type": 1, "options": [] }]), "/duty off", Of::Staff),
        (
            "duty",
            json!([{ "name": "on", "type": 1, "options": [option("until", "18:00")] }]),
            "/duty on until 18:00",
            Of::Staff,
        ),
        ("done", json!([option("topic", "order 118")]), "/done order 118", Of::Contact),
        (
            "language",
            json!([{ "name": "default", "type": 1, "options": [option("lang", "ro")] }]),
            "/language default ro",
            Of::Staff,
        ),
        (
            "language",
            json!([{ "name": "offer", "type": 1, "options": [option("langs", "ro, ru,en")] }]),
            "/language offer ro, ru,en",
            Of::Staff,
        ),
        ("link", json!([]), "/link", Of::Customer),
        ("link", json!([option("code", "k7qm-2xva")]), "/link k7qm-2xva", Of::Customer),
        (
            "merge",
            json!([{ "name": "with", "type": 1,
                "options": [option("case", "1042"), option("other", "C-5512")] }]),
            "/merge R-1042 with C-5512",
            Of::Staff,
        ),
        (
            "merge",
            json!([{ "name": "undo", "type": 1, "options": [option("case", "1042")] }]),
            "/merge R-1042 undo",
            Of::Staff,
        ),
    ] {
        let found = text_of(&json!({ "type": 1, "name": name, "options": options }));
        assert_eq!((found.text.as_str(), found.of), (expected, of));
    }
}

#[test]
fn parts_stand_in_the_order_of_the_grammar() {
    let option = |name: &str, value: &str| json!({ "name": name, "type": 3, "value": value });
    for (name, options, expected) in [
        (
            "duty",
            json!([{ "name": "rota", "type": 1, "options": [
                option("hours", "mon-fri 09:00-17:00"), option("who", "70"),
            ] }]),
            "/duty rota <@70> mon-fri 09:00-17:00",
        ),
        (
            "makegood",
            json!([{ "name": "add", "type": 1, "options": [
                option("text", "a cake of your choice"), option("kind", "gift"),
                option("name", "cake"), option("worth", "9"), option("cost", "3.50"),
            ] }]),
            "/makegood add cake 3.50 9 gift a cake of your choice",
        ),
        (
            "value",
            json!([option("currency", "EUR"), option("tellers", "7"), option("primary", "10")]),
            "/value tellers:7 primary:10 EUR",
        ),
        (
            "cause",
            json!([{ "name": "own", "type": 1, "options": [
                option("due", "30.11."), option("cause", "late"),
                { "name": "owner", "type": 6, "value": "52" },
            ] }]),
            "/cause own late 52 30.11.",
        ),
    ] {
        let found = text_of(&json!({ "type": 1, "name": name, "options": options }));
        assert_eq!((found.text.as_str(), found.of), (expected, Of::Staff));
    }
}

#[test]
fn file_is_given_beside_the_words() {
    let options = json!([{ "name": "import", "type": 1, "options": [
        { "name": "file", "type": 11, "value": "77" },
        { "name": "lang", "type": 3, "value": "ro" },
    ] }]);
    let found = text_of(&json!({ "type": 1, "name": "wording", "options": options }));
    assert_eq!((found.text.as_str(), found.file.as_deref()), ("/wording import ro", Some("77")));
    assert_eq!(found.of, Of::Staff);
}

#[test]
fn command_names_its_customer() {
    let options = json!([{ "name": "customer", "type": 6, "value": "7" }]);
    let found = text_of(&json!({ "type": 1, "name": "done", "options": options }));
    assert_eq!((found.text.as_str(), found.customer.as_deref()), ("/done", Some("7")));
    let found = text_of(&json!({ "type": 2, "name": "Ask how it was", "target_id": "8" }));
    assert_eq!((found.text.as_str(), found.customer.as_deref()), ("/done", Some("8")));
    assert_eq!(found.of, Of::Contact);
}

#[test]
fn options_of_handling_become_the_one_grammar() {
    let option = |name: &str, value: &str| json!({ "name": name, "type": 3, "value": value });
    for (name, options, expected) in [
        ("duplicate", json!([option("of", "1040")]), "/duplicate R-1040"),
        (
            "duplicate",
            json!([option("of", "R-1040"), option("case", "1042")]),
            "/duplicate R-1042 R-1040",
        ),
        ("tastes", json!([option("text", "no alcohol")]), "/tastes no alcohol"),
        ("pause", json!([option("for", "30m")]), "/pause 30m"),
        ("find", json!([option("words", "cold soup")]), "/find cold soup"),
        ("flag", json!([]), "/flag"),
        ("undo", json!([option("case", "1042")]), "/undo R-1042"),
    ] {
        let found = text_of(&json!({ "type": 1, "name": name, "options": options }));
        assert_eq!((found.text.as_str(), found.of), (expected, Of::Staff));
    }
}

#[test]
fn message_menu_tells_what_the_message_says() {
    let data = json!({ "type": 3, "name": "Tell the team", "target_id": "5",
        "resolved": { "messages": { "5": { "content": "still broken" } } } });
    let found = text_of(&data);
    assert_eq!((found.text.as_str(), found.of), ("/complain still broken", Of::Customer));
    let silent = json!({ "type": 3, "name": "Tell the team", "target_id": "5", "resolved": {} });
    assert_eq!(text_of(&silent).text, "/complain");
    // What is offered on the server alone is for staff.
    let back = json!({ "type": 3, "name": "Take back", "target_id": "5", "guild_id": "1" });
    let found = text_of(&back);
    assert_eq!((found.text.as_str(), found.of), ("/undo", Of::Staff));
    assert_eq!(found.about.as_deref(), Some("5"));
}

#[test]
fn open_cases_are_suggested_by_what_is_typed() {
    let typing = |name: &str, typed: &str| {
        json!({ "id": "9", "token": "t", "data": { "name": "take", "options":
            [{ "name": name, "type": 3, "value": typed, "focused": true }] } })
    };
    let cases = ["R-1042 Dana".to_owned(), "R-1043 Gil".to_owned()];
    let choices = |typing: &Value| {
        let (_, token, response) = suggestions(typing, &cases, (&[], &[])).unwrap();
        assert_eq!((token.as_str(), &response["type"]), ("t", &json!(8)));
        response["data"]["choices"].clone()
    };
    let gil = json!([{ "name": "R-1043 Gil", "value": "R-1043" }]);
    assert_eq!(choices(&typing("case", "1043")), gil);
    assert_eq!(choices(&typing("case", "gil")), gil);
    assert_eq!(choices(&typing("case", "")).as_array().unwrap().len(), 2);
    assert_eq!(choices(&typing("topic", "")), json!([]));
    let many: Vec<String> = (0..40).map(|it| format!("R-{it}")).collect();
    let (_, _, response) = suggestions(&typing("case", ""), &many, (&[], &[])).unwrap();
    assert_eq!(response["data"]["choices"].as_array().unwrap().len(), 25);
}

#[test]
fn languages_are_suggested_and_may_be_others() {
    let typing = |typed: &str| {
        json!({ "id": "9", "token": "t", "data": { "name": "language", "options": [
            { "name": "default", "type": 1, "options":
                [{ "name": "lang", "type": 3, "value": typed, "focused": true }] },
        ] } })
    };
    let choices = |typed: &str| {
        suggestions(&typing(typed), &[], (&Lang::BUILT_IN, &[])).unwrap().2["data"]["choices"]
            .clone()
    };
    let romanian = json!([{ "name": "Română", "value": "ro" }]);
    assert_eq!(choices("ro"), romanian);
    assert_eq!(choices("Rom"), romanian);
    assert_eq!(choices("").as_array().unwrap().len(), 5);
    assert_eq!(choices("fr"), json!([]));
    let data = |lang: &str| {
        json!({ "type": 1, "name": "wording", "options": [{ "name": "set", "type": 1, "options": [
            { "name": "key", "type": 3, "value": "ask" },
            { "name": "lang", "type": 3, "value": lang },
        ] }] })
    };
    assert_eq!(text_of(&data("fr")).text, "/wording set ask fr");
    assert_eq!(text_of(&data("ro hello")).text, "/wording set ask rohello");
}

#[test]
fn what_is_switched_off_is_not_offered() {
    let names = |definitions: &Value| -> Vec<String> {
        let all = definitions.as_array().unwrap().iter();
        all.map(|it| it["name"].as_str().unwrap().to_owned()).collect()
    };
    let all = definitions();
    let off = Signals { done: false, feedback: false, ..Signals::default() };
    let fewer = Definitions::new(&Phrasebook::new(), &off, &Lang::BUILT_IN);
    let missing = |all: &Value, fewer: &Value| -> Vec<String> {
        let fewer = names(fewer);
        names(all).into_iter().filter(|name| !fewer.contains(name)).collect()
    };
    assert_eq!(missing(all.everywhere(), fewer.everywhere()), ["feedback"]);
    assert_eq!(missing(all.on_server(), fewer.on_server()), ["done", "Ask how it was"]);
}

#[test]
fn customers_choose_from_the_languages_of_the_business() {
    let langs = [Lang::EN, Lang::RO, Lang::parse("fr").unwrap()];
    let definitions = Definitions::new(&Phrasebook::new(), &Signals::default(), &langs);
    let all = definitions.everywhere().as_array().unwrap();
    let command = all.iter().find(|it| it["name"] == "language").unwrap();
    let choices = command["options"][0]["choices"].as_array().unwrap();
    let choices: Vec<_> =
        choices.iter().map(|it| (it["name"].clone(), it["value"].clone())).collect();
    let wanted = [("English", "en"), ("Română", "ro"), ("français", "fr")];
    assert_eq!(choices, wanted.map(|(name, value)| (name.into(), value.into())));
}
