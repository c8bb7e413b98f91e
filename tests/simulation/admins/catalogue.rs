//! What admins put into the catalogue, as the audit trail writes it.

use amends_core::{
    catalogue::{Cause, MakeGood},
    money::Currency,
    policy::Workspace,
};

/// What stands for something that is not there.
pub(super) const NONE: &str = "none";
/// What the names of parts begin with that come and go.
const PARTS: [&str; 3] = ["makegood.", "cause.", "webhook."];

/// Every part of the catalogue that is there, by its name in the audit trail.
pub(super) fn in_force(workspace: &Workspace) -> Vec<(String, String)> {
    let catalogue = &workspace.catalogue;
    let currency = &catalogue.currency;
    let of = |name: &str, most: Option<u64>| {
        let most = most.map_or_else(|| NONE.to_owned(), |most| currency.written(most));
        format!("{name} {most}")
    };
    let authority = &catalogue.authority;
    let authority = [
        of("agent", authority.agent),
        of("senior", authority.senior),
        of("director", authority.director),
    ];
    let authority = format!("{} {}", authority.join(", "), currency.code());
    let value = catalogue.value.map_or_else(
        || NONE.to_owned(),
        |value| {
            let [one, two, three] =
                [value.primary, value.secondary, value.potential].map(|it| currency.written(it));
            let (tellers, code) = (value.tellers, currency.code());
            format!("primary:{one} secondary:{two} potential:{three} tellers:{tellers} {code}")
        },
    );
    let mut all = vec![("authority".to_owned(), authority), ("value".to_owned(), value)];
    let make_goods = catalogue.make_goods.iter();
    all.extend(make_goods.map(|it| (format!("makegood.{}", it.name), make_good(it, currency))));
    let causes = catalogue.causes.iter();
    all.extend(causes.map(|it| (format!("cause.{}", it.name), cause(it))));
    all.extend(catalogue.webhooks.iter().map(|webhook| {
        let newest = webhook.secrets.last();
        let since = newest.map_or_else(|| NONE.to_owned(), |it| format!("secret of {}", it.since));
        (format!("webhook.{}", webhook.name), since)
    }));
    all
}

/// What a part is by which nothing is there.
pub(super) fn absent(what: &str) -> Option<&'static str> {
    PARTS.iter().any(|part| what.starts_with(part)).then_some(NONE)
}

/// A line of the trail, taken apart: a template brings several make-goods in one.
pub(super) fn apart(what: &str, from: &str, to: &str) -> Vec<(String, String, String)> {
    if what != "makegood" {
        return vec![(what.to_owned(), said(what, from), said(what, to))];
    }
    let items = |written: &str| -> Vec<(String, String)> {
        let items = written.split("; ").filter_map(|item| item.split_once(' '));
        items.map(|(name, item)| (name.to_owned(), item.to_owned())).collect()
    };
    let both = items(from).into_iter().zip(items(to));
    both.map(|((name, from), (_, to))| (format!("makegood.{name}"), from, to)).collect()
}

/// What a line says that stays true: whoever owns a cause may get another name.
fn said(what: &str, written: &str) -> String {
    if !what.starts_with("cause.") {
        return written.to_owned();
    }
    let parts = written.split(", ").map(|part| {
        let due = part.strip_prefix("own @").and_then(|owned| owned.rsplit_once(' '));
        due.map_or_else(|| part.to_owned(), |(_, due)| format!("own {due}"))
    });
    parts.collect::<Vec<_>>().join(", ")
}

fn make_good(item: &MakeGood, currency: &Currency) -> String {
    let (cost, worth) = (currency.written(item.cost), currency.written(item.worth));
    let texts = [&item.text, &item.how].into_iter().flatten().cloned();
    let written = [cost, worth, item.kind.name().to_owned()].into_iter().chain(texts);
    written.collect::<Vec<_>>().join(" ")
}

fn cause(cause: &Cause) -> String {
    let public = cause.public.as_ref().map(|public| format!("public \"{public}\""));
    let owned = cause.owned.as_ref().map(|owned| format!("own {}", owned.due.strftime("%d.%m.%Y")));
    let fixing = cause.fixing.then(|| "fixing".to_owned());
    let fixed = cause.fixed.as_ref().map(|fixed| format!("fixed {}", fixed.how));
    let back = cause.back.then(|| "back".to_owned());
    let parts: Vec<String> = [public, owned, fixing, fixed, back].into_iter().flatten().collect();
    if parts.is_empty() { "noted".to_owned() } else { parts.join(", ") }
}
