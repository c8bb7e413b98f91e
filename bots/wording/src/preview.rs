//! A text as a customer will read it, with somebody's name and some case in it.

use std::iter;

use amends_core::{
    hours::Due,
    lang::Lang,
    say::Label,
    scale::Scale,
    wording::{Scope, Slot, Wordings, catalogue},
};
use jiff::{SignedDuration, civil};

use crate::{Context, Phrasebook, own, time::counted};

/// The customer of previews.
const CUSTOMER: &str = "Dana";
/// Who takes care of them.
const STAFF: &str = "Anna";

impl Phrasebook {
    /// The text with sample values, exactly as a customer reads it.
    pub(crate) fn previewed(
        &self,
        slot: &Slot,
        text: Option<&str>,
        context: &Context<'_>,
    ) -> String {
        let built_in = || self.built_in(&slot.key, slot.lang).unwrap_or_default();
        let text = text.map_or_else(built_in, str::to_owned);
        let names = catalogue::entry(&slot.key).map_or(&[][..], |entry| entry.placeholders);
        let values: Vec<_> =
            names.iter().map(|name| (*name, self.sample(name, slot.lang, context))).collect();
        own::fill(&text, &values).trim_start().to_owned()
    }

    fn sample(&self, name: &str, lang: Lang, context: &Context<'_>) -> String {
        let wording = context.wording;
        let said = |key| self.in_force(key, lang, wording).unwrap_or_default();
        match name {
            "hello" => self.own_or("hello_named", lang, wording, &[("name", CUSTOMER.to_owned())]),
            "name" => CUSTOMER.to_owned(),
            "business" => context.business.clone(),
            "topic" => "Order 118".to_owned(),
            "duration" => {
                let (unit, number) = counted(SignedDuration::from_mins(10));
                self.own_or(unit, lang, wording, &[("n", number.to_string())])
            }
            "due" => {
                let civil = civil::date(2026, 11, 16).at(9, 30, 0, 0);
                self.due(&Due { civil, today: true })
            }
            "answer" => {
                let best = Scale::Faces3.ratings().next();
                let label = best.map(|best| self.label_in(Label::Rating(best), lang, wording));
                label.unwrap_or_default()
            }
            "staff" | "from" | "who" => STAFF.to_owned(),
            "to" => "Mihai".to_owned(),
            "role" => said("role_2"),
            "status" => said("st_working"),
            "case" => "R-1042".to_owned(),
            "n" | "days" => "30".to_owned(),
            "code" => "K7QF2M".to_owned(),
            "link" => (context.link)("c_preview").unwrap_or_else(|| "https://…".to_owned()),
            "button" => said("btn_code"),
            "platform" => "Discord".to_owned(),
            "mention" => format!("@{CUSTOMER}"),
            // What staff type stands there in their own words.
            _ => "…".to_owned(),
        }
    }

    pub(crate) fn own_or(
        &self,
        key: &str,
        lang: Lang,
        wording: &Wordings,
        values: &[(&str, String)],
    ) -> String {
        match wording.in_force(key, lang) {
            Some(text) => own::fill(text, values),
            None => self.customer_text(lang, key, values),
        }
    }

    /// Every text that customers read in a language, as a file that can be changed and taken in
    /// again.
    pub fn wording_file(&self, lang: Lang, wording: &Wordings) -> String {
        let heads = ["wording_file_head", "wording_file_more"].map(|key| self.desk_text(key, &[]));
        let mut lines = vec![heads.join("\n"), String::new()];
        lines.push(format!("language = {}", quoted(lang.code())));
        for (group, entries) in catalogue::GROUPS {
            lines.extend([String::new(), format!("# {group}")]);
            for entry in entries {
                lines.extend(self.in_file(entry.key, lang, wording));
            }
        }
        lines.push(String::new());
        lines.join("\n")
    }

    /// The lines of a key: what was changed, and the text that comes with amends where it was not.
    fn in_file(&self, key: &str, lang: Lang, wording: &Wordings) -> Vec<String> {
        let own = wording.all();
        let own = own.filter(|text| text.slot.key == key && text.slot.lang == lang);
        let own: Vec<_> = own
            .filter_map(|text| Some((&text.slot, text.now()?)))
            .filter(|(_, version)| !version.is_default())
            .collect();
        let mut lines = Vec::new();
        if !own.iter().any(|(slot, _)| slot.scope == Scope::Everywhere) {
            let default = self.built_in(key, lang).unwrap_or_default();
            lines.push(format!("# {key} = {}", quoted(&default)));
        }
        for (slot, version) in own {
            let name = slot.name();
            let name = if name == key { name } else { quoted(&name) };
            let text = quoted(version.text.as_deref().unwrap_or_default());
            let variants = version.variants.iter().map(|text| quoted(text));
            let texts: Vec<_> = iter::once(text).chain(variants).collect();
            lines.push(match &texts[..] {
                [text] => format!("{name} = {text}"),
                texts => format!("{name} = [{}]", texts.join(", ")),
            });
        }
        lines
    }
}

/// A text as TOML has it, on one line. No text holds any other character that would have to be
/// written differently.
fn quoted(text: &str) -> String {
    let text = text.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n");
    format!("\"{text}\"")
}
