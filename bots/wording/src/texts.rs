//! Where the texts are kept and filled.

use std::collections::{BTreeMap, BTreeSet};

use amends_core::lang::Lang;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue, concurrent::FluentBundle};
use unic_langid::LanguageIdentifier;

use crate::TextError;

type Bundle = FluentBundle<FluentResource>;

/// What customers read, by language.
const CUSTOMERS: [(Lang, &str); 5] = [
    (Lang::EN, include_str!("../texts/en.ftl")),
    (Lang::RU, include_str!("../texts/ru.ftl")),
    (Lang::RO, include_str!("../texts/ro.ftl")),
    (Lang::DE, include_str!("../texts/de.ftl")),
    (Lang::PL, include_str!("../texts/pl.ftl")),
];

/// What staff read, by subject.
const DESK: [&str; 20] = [
    include_str!("../texts/desk.en.ftl"),
    include_str!("../texts/desk/assist.en.ftl"),
    include_str!("../texts/desk/cases.en.ftl"),
    include_str!("../texts/desk/handing.en.ftl"),
    include_str!("../texts/desk/inbox.en.ftl"),
    include_str!("../texts/desk/offers.en.ftl"),
    include_str!("../texts/desk/why.en.ftl"),
    include_str!("../texts/desk/sorry.en.ftl"),
    include_str!("../texts/desk/story.en.ftl"),
    include_str!("../texts/desk/transcript.en.ftl"),
    include_str!("../texts/desk/report.en.ftl"),
    include_str!("../texts/desk/rota.en.ftl"),
    include_str!("../texts/desk/admin.en.ftl"),
    include_str!("../texts/desk/wording.en.ftl"),
    include_str!("../texts/desk/role.en.ftl"),
    include_str!("../texts/desk/catalogue.en.ftl"),
    include_str!("../texts/desk/asking.en.ftl"),
    include_str!("../texts/desk/setup.en.ftl"),
    include_str!("../texts/desk/data.en.ftl"),
    include_str!("../texts/desk/blueprint.en.ftl"),
];

/// What apps show beside the commands of staff and admins.
const MENUS: [(Lang, &str); 5] = [
    (Lang::EN, include_str!("../texts/menu/en.ftl")),
    (Lang::RU, include_str!("../texts/menu/ru.ftl")),
    (Lang::RO, include_str!("../texts/menu/ro.ftl")),
    (Lang::DE, include_str!("../texts/menu/de.ftl")),
    (Lang::PL, include_str!("../texts/menu/pl.ftl")),
];

/// One bundle for each language and each menu, and one for staff.
pub(crate) struct Texts {
    customers: BTreeMap<Lang, Bundle>,
    menus: BTreeMap<Lang, Bundle>,
    desk: Bundle,
    keys: BTreeSet<String>,
}

/// Which text.
#[derive(Clone, Copy)]
pub(crate) enum Text<'a> {
    /// One that customers read.
    Customer(Lang, &'a str),
    /// One that staff read.
    Desk(&'a str),
    /// One that an app shows beside the commands of staff and admins.
    Menu(Lang, &'a str),
}

impl Texts {
    /// The texts that come with the crate.
    pub(crate) fn built_in() -> Self {
        Self::load(&CUSTOMERS, &DESK.join("\n"))
    }

    fn load(customers: &[(Lang, &str)], desk: &str) -> Self {
        let keys = customers.iter().flat_map(|(_, source)| keys(source)).collect();
        let each = |sources: &[(Lang, &str)]| -> BTreeMap<Lang, Bundle> {
            sources.iter().map(|(lang, source)| (*lang, bundle(*lang, source))).collect()
        };
        let (customers, menus) = (each(customers), each(&MENUS));
        Self { customers, menus, desk: bundle(Lang::EN, desk), keys }
    }

    pub(crate) fn keys(&self) -> Vec<&str> {
        self.keys.iter().map(String::as_str).collect()
    }

    /// The text with its values in place.
    pub(crate) fn fill(
        &self,
        text: Text<'_>,
        values: &[(&str, String)],
    ) -> Result<String, TextError> {
        let (key, bundles) = match text {
            Text::Customer(lang, key) => {
                (key, [self.customers.get(&lang), self.customers.get(&Lang::EN)])
            }
            Text::Menu(lang, key) => (key, [self.menus.get(&lang), self.menus.get(&Lang::EN)]),
            Text::Desk(key) => (key, [Some(&self.desk), None]),
        };
        let found = bundles.into_iter().flatten().find_map(|bundle| {
            bundle.get_message(key).and_then(|message| message.value()).map(|text| (bundle, text))
        });
        let Some((bundle, pattern)) = found else {
            return Err(TextError::UnknownKey {
                key: key.to_owned(),
                nearest: self.nearest(key).to_owned(),
            });
        };
        let args: FluentArgs<'_> =
            values.iter().map(|(name, value)| (*name, argument(value))).collect();
        let mut errors = Vec::new();
        let filled = bundle.format_pattern(pattern, Some(&args), &mut errors).into_owned();
        errors.first().map_or(Ok(filled), |error| {
            Err(TextError::MissingValue { key: key.to_owned(), problem: error.to_string() })
        })
    }

    fn nearest(&self, key: &str) -> &str {
        self.keys
            .iter()
            .min_by_key(|known| strsim::damerau_levenshtein(known, key))
            .map_or("", String::as_str)
    }
}

fn keys(source: &str) -> impl Iterator<Item = String> {
    source
        .lines()
        .filter(|line| line.starts_with(|first: char| first.is_ascii_lowercase()))
        .filter_map(|line| line.split_once('=').map(|(key, _)| key.trim().to_owned()))
}

fn bundle(lang: Lang, source: &str) -> Bundle {
    let id: LanguageIdentifier =
        lang.code().parse().expect("a two-letter code is a language identifier");
    let mut bundle = Bundle::new_concurrent(vec![id]);
    // Marks around values would make the text another one than what is written.
    bundle.set_use_isolating(false);
    bundle.add_builtins().expect("a new bundle has no functions yet");
    let resource = FluentResource::try_new(source.to_owned())
        .map_err(|(_, errors)| errors)
        .expect("the texts are tested to parse");
    bundle.add_resource(resource).expect("the texts are tested to have no key twice");
    bundle
}

/// A whole number is handed over as one, so that a text can choose its plural.
fn argument(value: &str) -> FluentValue<'_> {
    match value.parse::<i32>() {
        Ok(number) if number.to_string() == value => FluentValue::from(number),
        _ => FluentValue::from(value),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Shows INV 16.
    #[test]
    fn a_text_that_a_language_lacks_is_english() {
        let texts = Texts::load(
            &[(Lang::EN, "one = One\ntwo = Two { $n }"), (Lang::PL, "one = Jeden")],
            "take = Take it",
        );
        let fill = |lang, key| texts.fill(Text::Customer(lang, key), &[("n", "2".to_owned())]);
        assert_eq!(fill(Lang::PL, "one").unwrap(), "Jeden");
        assert_eq!(fill(Lang::PL, "two").unwrap(), "Two 2");
        assert_eq!(
            fill(Lang::DE, "two").unwrap(),
            "Two 2",
            "a language that is missing as a whole"
        );
    }

    #[test]
    fn an_unknown_key_names_the_nearest_one() {
        let error = Texts::built_in().fill(Text::Customer(Lang::EN, "aks"), &[]).unwrap_err();
        assert_eq!(
            error,
            TextError::UnknownKey { key: "aks".to_owned(), nearest: "ask".to_owned() }
        );
    }

    /// Shows INV 16.
    #[test]
    fn a_missing_value_is_an_error_not_a_hole() {
        let error = Texts::built_in().fill(Text::Customer(Lang::DE, "promise"), &[]).unwrap_err();
        assert!(matches!(error, TextError::MissingValue { .. }), "{error}");
    }

    #[test]
    fn a_value_that_looks_like_a_placeholder_stays_data() {
        let texts = Texts::load(&[(Lang::EN, "hi = Hi { $name }!")], "");
        for name in ["{name}", "{ $name }", "{\"x\"}", "007", "1e3", "-0", "99999999999999999999"] {
            let filled = texts.fill(Text::Customer(Lang::EN, "hi"), &[("name", name.to_owned())]);
            assert_eq!(filled.unwrap(), format!("Hi {name}!"));
        }
    }
}
