//! What must hold after every crash, checked against what was seen from outside.

use std::collections::{BTreeMap, BTreeSet};

use amends_core::fact::Fact;
use amends_storage::answers::Line;
use serde_json::Value;

use crate::customer::{Seen, text};

/// What is found once everything has come to rest.
#[derive(Clone, Debug, Default)]
pub(crate) struct Evidence {
    /// What the service says about each contact.
    pub(crate) views: BTreeMap<String, Value>,
    /// The open cases.
    pub(crate) cases: Vec<Value>,
    /// How often the question of each survey arrived at the customer.
    pub(crate) delivered: BTreeMap<String, usize>,
    /// The words that each case is shown with.
    pub(crate) said: BTreeMap<String, Vec<String>>,
    /// The answer record.
    pub(crate) record: Vec<Line>,
    /// What stands twice where the platform lets everything stand once.
    pub(crate) doubled: Vec<String>,
}

/// Everything that is wrong; nothing if all that was acknowledged is there, once.
pub(crate) fn faults(seen: &[Seen], evidence: &Evidence) -> Vec<String> {
    let mut faults = evidence.doubled.clone();
    for one in seen {
        match evidence.views.get(&one.id) {
            Some(view) => {
                answer_faults(one, view, &mut faults);
                word_faults(one, view, evidence, &mut faults);
                question_faults(one, view, evidence, &mut faults);
                record_faults(one, view, &evidence.record, &mut faults);
            }
            None if one.taken_in => faults.push(format!("{}: was taken in and is lost", one.id)),
            None => (),
        }
    }
    case_faults(seen, evidence, &mut faults);
    faults
}

fn answer_faults(one: &Seen, view: &Value, faults: &mut Vec<String>) {
    let id = &one.id;
    let rating = view["rating"].as_u64();
    match (one.tapped, rating) {
        (Some(tapped), Some(rating)) if tapped == rating => (),
        (Some(_), _) if one.is_acknowledged() => {
            faults.push(format!("{id}: an acknowledged answer is lost: {one:?} {view}"));
        }
        (Some(_), _) => faults.push(format!("{id}: an answer is lost: {one:?} {view}")),
        (None, Some(_)) => faults.push(format!("{id}: nobody gave this answer: {view}")),
        (None, None) => (),
    }
    if one.is_unhappy() != view["case"].is_string() {
        faults.push(format!("{id}: a case for every unhappy answer and no other: {view}"));
    }
}

/// Words belong to the answer and to the record; after an unhappy answer to its case as well, and
/// there to the answer only until a human has spoken.
fn word_faults(one: &Seen, view: &Value, evidence: &Evidence, faults: &mut Vec<String>) {
    let id = &one.id;
    let written = &one.words;
    let kept: Vec<&str> =
        view["comments"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    let is_sure = |words: &&&str| !one.perhaps.iter().any(|perhaps| perhaps == **words);
    let comments: Vec<&str> = kept.iter().filter(is_sure).copied().collect();
    if one.is_unhappy() {
        let said = evidence.said.get(text(view, "case")).cloned().unwrap_or_default();
        if said != *written {
            faults.push(format!("{id}: wrote {written:?}, the case has {said:?}"));
        }
    }
    let first =
        if one.is_unhappy() { comments.len().max(1).min(written.len()) } else { written.len() };
    if comments != written[..first] {
        faults.push(format!("{id}: wrote {written:?}, kept {comments:?}"));
    }
    let about = |fact: &Fact| {
        let Fact::Commented { survey: Some(survey), words } = fact else { return None };
        words.clone().filter(|_| survey.to_string() == one.survey)
    };
    let recorded: Vec<String> =
        evidence.record.iter().filter_map(|line| about(&line.fact)).collect();
    if recorded != kept {
        faults.push(format!("{id}: wrote {written:?}, the record says {recorded:?}"));
    }
}

fn question_faults(one: &Seen, view: &Value, evidence: &Evidence, faults: &mut Vec<String>) {
    let (id, status) = (&one.id, text(view, "status"));
    let delivered = evidence.delivered.get(&one.survey).copied().unwrap_or(0);
    if 1 < delivered {
        faults.push(format!("{id}: asked {delivered} times"));
    }
    if ["planned", "sending"].contains(&status) {
        faults.push(format!("{id}: stuck at {status}"));
    }
    if delivered == 0 && ["asked", "answered"].contains(&status) {
        faults.push(format!("{id}: {status}, and the question never arrived"));
    }
}

fn record_faults(one: &Seen, view: &Value, record: &[Line], faults: &mut Vec<String>) {
    let id = &one.id;
    let about = |fact: &Fact| {
        let Fact::Answered { survey, rating, .. } = fact else { return None };
        (survey.to_string() == one.survey).then(|| u64::from(rating.value()))
    };
    let answers: Vec<u64> = record.iter().filter_map(|line| about(&line.fact)).collect();
    let wanted: Vec<u64> = view["rating"].as_u64().into_iter().collect();
    if answers != wanted {
        faults.push(format!("{id}: the record says {answers:?}, the store {wanted:?}"));
    }
}

fn case_faults(seen: &[Seen], evidence: &Evidence, faults: &mut Vec<String>) {
    let mut of_answers = BTreeSet::new();
    for one in seen.iter().filter(|one| one.is_unhappy()) {
        let case = evidence.views.get(&one.id).map(|view| text(view, "case").to_owned());
        let Some(case) = case.filter(|case| !case.is_empty()) else { continue };
        if !of_answers.insert(case.clone()) {
            faults.push(format!("{}: shares case {case} with another answer", one.id));
        }
    }
    let open: Vec<String> =
        evidence.cases.iter().map(|case| text(case, "number").to_owned()).collect();
    if open.iter().cloned().collect::<BTreeSet<_>>() != of_answers || open.len() != of_answers.len()
    {
        faults.push(format!("open cases {open:?}, cases of answers {of_answers:?}"));
    }
    for case in &evidence.cases {
        if case["ratings"] != serde_json::json!([1]) {
            faults.push(format!("a case of one unhappy answer: {case}"));
        }
    }
    let opened = |line: &Line| {
        let Fact::CaseOpened { case, .. } = &line.fact else { return None };
        Some(case.to_string())
    };
    let mut recorded: Vec<String> = evidence.record.iter().filter_map(opened).collect();
    recorded.sort();
    if recorded != of_answers.into_iter().collect::<Vec<_>>() {
        faults.push(format!("cases in the record {recorded:?}, open {open:?}"));
    }
}

#[cfg(test)]
mod tests {
    use amends_core::{
        case::Origin,
        ids::{CaseNumber, CustomerId, SurveyId},
        policy::Level,
        scale::Scale,
    };
    use amends_storage::port::Subject;
    use jiff::Timestamp;
    use serde_json::json;
    use uuid::Uuid;

    use super::*;
    use crate::customer::Told;

    fn line(seq: u64, fact: Fact) -> Line {
        let subject = Subject::Customer(CustomerId(Uuid::from_u128(7)));
        Line { seq, at: Timestamp::UNIX_EPOCH, subject, fact }
    }

    fn survey(number: u128) -> SurveyId {
        SurveyId(Uuid::from_u128(number))
    }

    fn answered(number: u128, value: u8) -> Fact {
        let rating = Scale::Faces3.rating(value).unwrap();
        Fact::Answered {
            survey: survey(number),
            rating,
            late: false,
            change: 0,
            clouds: Vec::new(),
        }
    }

    fn opened(case: u32) -> Fact {
        let case = CaseNumber(case);
        Fact::CaseOpened {
            case,
            origin: Origin::Answer,
            survey: None,
            level: Level::Agent,
            clouds: Vec::new(),
        }
    }

    fn seen(number: u128, value: u64) -> Seen {
        Seen {
            id: format!("c{number}"),
            taken_in: true,
            survey: survey(number).to_string(),
            tapped: Some(value),
            told: Some(Told::Kept),
            ..Seen::default()
        }
    }

    /// Two unhappy customers and a happy one who had something to say, all as it should be.
    fn history() -> (Vec<Seen>, Evidence) {
        let mut seen = vec![seen(1, 1), seen(2, 3), seen(3, 1)];
        seen[1].words.push("more plugs".to_owned());
        seen[2].words.push("cold".to_owned());
        let view = |rating: u64, case: Option<&str>, comments: &[&str]| json!({"status": "answered", "rating": rating, "case": case, "comments": comments});
        let views = BTreeMap::from([
            ("c1".to_owned(), view(1, Some("R-1001"), &[])),
            ("c2".to_owned(), view(3, None, &["more plugs"])),
            ("c3".to_owned(), view(1, Some("R-1002"), &["cold"])),
        ]);
        let cases = ["R-1001", "R-1002"].map(|number| json!({"number": number, "ratings": [1]}));
        let said = BTreeMap::from([("R-1002".to_owned(), vec!["cold".to_owned()])]);
        let delivered = (1..=3).map(|number| (survey(number).to_string(), 1)).collect();
        let words = Some("more plugs".to_owned());
        let facts = [
            answered(1, 1),
            opened(1001),
            answered(2, 3),
            Fact::Commented { survey: Some(survey(2)), words },
            answered(3, 1),
            opened(1002),
            Fact::Commented { survey: Some(survey(3)), words: Some("cold".to_owned()) },
        ];
        let record = (1..).zip(facts).map(|(seq, fact)| line(seq, fact)).collect();
        let doubled = Vec::new();
        (seen, Evidence { views, cases: cases.to_vec(), delivered, said, record, doubled })
    }

    /// What doctors a history, and what has to be said about it.
    type Doctored = (&'static str, fn(&mut Vec<Seen>, &mut Evidence));

    #[test]
    fn every_fault_is_found() {
        let (good, evidence) = history();
        assert_eq!(faults(&good, &evidence), [""; 0]);
        let doctored: [Doctored; 17] = [
            ("was taken in and is lost", |_, found| drop(found.views.remove("c2"))),
            ("an acknowledged answer is lost", |_, found| {
                found.views.get_mut("c2").unwrap()["rating"] = Value::Null;
            }),
            ("an acknowledged answer is lost", |seen, _| seen[1].tapped = Some(2)),
            ("an answer is lost", |seen, _| {
                (seen[1].tapped, seen[1].told) = (Some(2), None);
            }),
            ("nobody gave this answer", |seen, _| seen[1].tapped = None),
            ("wrote [\"more plugs\"], kept []", |_, found| {
                found.views.get_mut("c2").unwrap()["comments"] = json!([]);
            }),
            ("the record says []", |_, found| drop(found.record.remove(3))),
            ("the case has []", |_, found| drop(found.said.remove("R-1002"))),
            ("wrote [\"cold\"], kept []", |_, found| {
                found.views.get_mut("c3").unwrap()["comments"] = json!([]);
            }),
            ("a case for every unhappy answer", |_, found| {
                found.views.get_mut("c3").unwrap()["case"] = Value::Null;
            }),
            ("asked 2 times", |_, found| {
                *found.delivered.get_mut(&survey(1).to_string()).unwrap() += 1;
            }),
            ("stuck at sending", |_, found| {
                found.views.get_mut("c1").unwrap()["status"] = json!("sending");
            }),
            ("the question never arrived", |_, found| {
                found.delivered.remove(&survey(1).to_string());
            }),
            ("open cases", |_, found| {
                found.cases.push(json!({"number": "R-1003", "ratings": [1]}));
            }),
            ("the record says []", |_, found| drop(found.record.remove(2))),
            ("cases in the record", |_, found| found.record.push(line(9, opened(1003)))),
            ("twice", |_, found| found.doubled.push("twice: card R-1001".to_owned())),
        ];
        for (wanted, doctor) in doctored {
            let (mut seen, mut evidence) = history();
            doctor(&mut seen, &mut evidence);
            let said = faults(&seen, &evidence);
            assert!(said.iter().any(|fault| fault.contains(wanted)), "{wanted}: {said:#?}");
        }
    }

    #[test]
    fn what_nobody_was_promised_may_be_missing() {
        let (mut seen, mut evidence) = history();
        seen.push(Seen { id: "c4".to_owned(), ..Seen::default() });
        let maybe = json!({"status": "maybe_asked", "comments": []});
        evidence.views.insert("c5".to_owned(), maybe);
        seen.push(Seen { id: "c5".to_owned(), taken_in: true, ..Seen::default() });
        // Nobody knows whether these were heard: one was, one was not.
        seen[1].perhaps = vec!["and a lamp".to_owned(), "and a chair".to_owned()];
        evidence.views.get_mut("c2").unwrap()["comments"] = json!(["more plugs", "and a lamp"]);
        let words = Some("and a lamp".to_owned());
        evidence.record.push(line(9, Fact::Commented { survey: Some(survey(2)), words }));
        assert_eq!(faults(&seen, &evidence), [""; 0]);
    }
}
