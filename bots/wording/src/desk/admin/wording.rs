//! What admins read about the texts of customers.

use amends_core::{
    admin::{AddedLang, Mistake, Shown, Unsaid, Usage, VersionLine, WordingSay},
    lang::Lang,
    wording::{
        ROOM, Scope, Slot, VARIANTS, VERSIONS, Wordings,
        catalogue::{self, Kind},
        check::{Advice, BUTTON_SEEN, Flaw},
        verdict::{Tally, Verdict, verdict},
    },
};

use super::super::lists::Keep;
use crate::{
    Context, Phrasebook,
    clean::{clean_text, one_line_text},
    desk::COMMAND_LIMIT,
};

/// The longest beginning of a text in a list.
const BEGINNING: usize = 48;
const KILO: usize = 1_024;

impl Phrasebook {
    pub(super) fn wording(&self, say: &WordingSay, context: &Context<'_>) -> String {
        match say {
            WordingSay::Help => {
                let values = [
                    ("versions", VERSIONS.to_string()),
                    ("variants", VARIANTS.to_string()),
                    ("room", (ROOM / KILO).to_string()),
                ];
                self.desk_text("wording_help", &values)
            }
            WordingSay::Groups { groups, changed } => self.groups(groups, changed),
            WordingSay::List { lang, texts } => self.beginnings(*lang, texts),
            WordingSay::Shown(shown) => self.shown(shown),
            WordingSay::Saved { slot, text, advice } => {
                let text = self.previewed(slot, text.as_deref(), context);
                let saved = self.desk_text("wording_saved", &[("text", text)]);
                self.advised(saved, &slot.key, advice)
            }
            WordingSay::VariantSaved { slot, text, nr, count, advice } => {
                let values = [
                    ("letter", letter(*nr)),
                    ("count", count.to_string()),
                    ("text", self.previewed(slot, Some(text), context)),
                ];
                let saved = self.desk_text("wording_variant_saved", &values);
                self.advised(saved, &slot.key, advice)
            }
            WordingSay::Wanted(wanted) => self.text_wanted(wanted),
            WordingSay::Same => self.line("wording_same"),
            WordingSay::Unchanged => self.line("wording_form_same"),
            WordingSay::History { slot, versions } => {
                let head = self.desk_text("wording_history", &named(slot));
                let own = versions.iter().map(|version| self.version(version));
                let lines = own.chain([self.line("wording_version_default")]);
                self.list(&head, lines.collect(), Keep::First)
            }
            WordingSay::Exported(lang) => {
                let all = catalogue::GROUPS.iter().map(|(_, texts)| texts.len()).sum();
                let is_new = !lang.is_built_in() && context.wording.count_in(*lang) < all;
                let key = if is_new { "wording_exported_new" } else { "wording_exported" };
                self.desk_text(key, &[spoken(*lang)])
            }
            WordingSay::FileComes => self.line("wording_file_comes"),
            WordingSay::Reading => self.line("wording_reading"),
            WordingSay::Imported { lang, count, added, advice } => {
                self.imported(*lang, *count, added.as_ref(), advice)
            }
            WordingSay::TakenBack { count, stay, mute } => self.taken_back(*count, stay, *mute),
            WordingSay::Refused(unsaid) => self.unsaid(unsaid, context.wording),
        }
    }

    fn groups(&self, groups: &[(String, usize)], changed: &[(String, Lang)]) -> String {
        let group = |(name, count): &(String, usize)| {
            let values = [("name", name.clone()), ("count", count.to_string())];
            self.desk_text("wording_group", &values)
        };
        let groups = groups.iter().map(group).collect::<Vec<_>>().join(" · ");
        let groups = self.desk_text("wording_groups", &[("groups", groups)]);
        let changed = if changed.is_empty() {
            self.line("wording_unchanged")
        } else {
            self.desk_text("wording_changed", &[("texts", listed(changed))])
        };
        format!("{groups}\n{changed}")
    }

    /// What became of a file, and what to think of still.
    fn imported(
        &self,
        lang: Lang,
        count: usize,
        added: Option<&AddedLang>,
        advice: &[(String, Advice)],
    ) -> String {
        let key = match count {
            0 => "wording_imported_none",
            1 => "wording_imported_one",
            _ => "wording_imported",
        };
        let mut lines = vec![self.desk_text(key, &[("count", count.to_string()), spoken(lang)])];
        if let Some(AddedLang { texts, of, offer }) = added {
            if texts < of {
                let values = [("texts", texts.to_string()), ("of", of.to_string()), spoken(lang)];
                lines.push(self.desk_text("wording_lacks", &values));
            }
            if !offer.is_empty() {
                let values = [("offer", codes(offer, ",")), spoken(lang)];
                lines.push(self.desk_text("wording_not_offered", &values));
            }
        }
        lines.extend(advice.iter().map(|(name, advice)| {
            let key = name.split('@').next().unwrap_or_default();
            let why = self.advice(key, advice);
            self.desk_text("wording_mistake", &[("name", name.clone()), ("why", why)])
        }));
        lines.join("\n")
    }

    /// What became of the texts that a file had replaced.
    fn taken_back(&self, count: usize, stay: &[(String, Lang)], mute: Option<Lang>) -> String {
        let mut lines = vec![match count {
            0 => self.line("wording_taken_back_none"),
            1 => self.line("wording_taken_back_one"),
            _ => self.desk_text("wording_taken_back", &[("count", count.to_string())]),
        }];
        if 0 < count && !stay.is_empty() {
            lines.push(self.desk_text("wording_stays", &[("texts", listed(stay))]));
        }
        lines.extend(mute.map(|lang| self.desk_text("wording_mute", &[spoken(lang)])));
        lines.join("\n")
    }

    fn beginnings(&self, lang: Lang, texts: &[(String, Option<String>)]) -> String {
        let line = |(key, own): &(String, Option<String>)| {
            let mark = if own.is_some() { "*" } else { "" };
            let text = own.clone().or_else(|| self.built_in(key, lang)).unwrap_or_default();
            format!("{key}{mark}: {}", one_line_text(&text, BEGINNING))
        };
        let head = self.desk_text("wording_list", &[spoken(lang)]);
        self.list(&head, texts.iter().map(line).collect(), Keep::First)
    }

    fn shown(&self, shown: &Shown) -> String {
        let Shown { slot, text, variants, tallies, last, placeholders } = shown;
        let default = self.built_in(&slot.key, slot.lang).unwrap_or_default();
        let in_force = ("text", kept(text.as_deref().unwrap_or(&default)));
        let [name, lang] = named(slot);
        let mut lines = vec![self.desk_text("wording_shown", &[name, lang, in_force])];
        for (index, text) in variants.iter().enumerate() {
            let values = [("letter", letter(index + 1)), ("text", kept(text))];
            lines.push(self.desk_text("wording_variant", &values));
        }
        lines.push(match text {
            Some(_) => self.desk_text("wording_default", &[("text", default)]),
            None => self.line("wording_is_default"),
        });
        if !placeholders.is_empty() {
            let names = braced(placeholders);
            lines.push(self.desk_text("wording_placeholders", &[("names", names)]));
        }
        if let Some(last) = last {
            let values = [
                ("at", self.due(&last.at)),
                ("by", self.changed_by(last.by.as_deref())),
                ("number", last.number.to_string()),
            ];
            lines.push(self.desk_text("wording_last", &values));
        }
        lines.extend(self.compared(tallies));
        lines.join("\n")
    }

    /// A text that has variants, and what was answered to them.
    pub(in crate::desk) fn variants_of(&self, slot: &Slot, tallies: &[Tally]) -> String {
        let head = self.desk_text("report_variants", &named(slot));
        [vec![head], self.compared(tallies)].concat().join("\n")
    }

    /// What was answered to each variant, and what that says.
    fn compared(&self, tallies: &[Tally]) -> Vec<String> {
        let mut lines = Vec::new();
        for (index, tally) in tallies.iter().enumerate() {
            let values = [
                ("letter", letter(index)),
                ("answers", tally.answers.to_string()),
                ("happy", tally.happy.to_string()),
                ("share", format!("{:.0}", tally.share().seen * 100.0)),
            ];
            lines.push(self.desk_text("wording_answers", &values));
        }
        let Some((own, others)) = tallies.split_first() else { return lines };
        for (index, tally) in others.iter().enumerate() {
            if own.answers == 0 || tally.answers == 0 {
                continue;
            }
            let between = tally.ahead_of(*own);
            let values = [
                ("letter", letter(index + 1)),
                ("other", letter(0)),
                ("seen", points(between.seen)),
                ("low", points(between.low)),
                ("high", points(between.high)),
            ];
            lines.push(self.desk_text("wording_ahead", &values));
        }
        lines.push(match verdict(tallies) {
            Verdict::Best { variant } => {
                self.desk_text("wording_best", &[("letter", letter(variant.into()))])
            }
            Verdict::NotYet => self.line("wording_not_yet"),
        });
        lines
    }

    fn version(&self, version: &VersionLine) -> String {
        let text = match &version.text {
            Some(text) => one_line_text(text, BEGINNING),
            None => self.line("wording_as_it_comes"),
        };
        let values = [
            ("number", version.number.to_string()),
            ("at", self.due(&version.at)),
            ("by", self.changed_by(version.by.as_deref())),
            ("text", text),
            ("variants", version.variants.to_string()),
        ];
        let key =
            if version.variants == 0 { "wording_version" } else { "wording_version_variants" };
        self.desk_text(key, &values)
    }

    fn advised(&self, saved: String, key: &str, advice: &[Advice]) -> String {
        let advice = advice.iter().map(|advice| self.advice(key, advice));
        [vec![saved], advice.collect()].concat().join("\n")
    }

    fn advice(&self, key: &str, advice: &Advice) -> String {
        let word = |word: &String| [("word", one_line_text(word, COMMAND_LIMIT))];
        match advice {
            Advice::NoApology => self.desk_text("wording_no_apology", &[("key", key.to_owned())]),
            Advice::NoThanks => self.desk_text("wording_no_thanks", &[("key", key.to_owned())]),
            Advice::RuleBook(found) => self.desk_text("wording_rule_book", &word(found)),
            Advice::Vague(found) => self.desk_text("wording_vague", &word(found)),
            Advice::LongButton(length) => {
                let values = [("length", length.to_string()), ("seen", BUTTON_SEEN.to_string())];
                self.desk_text("wording_long_button", &values)
            }
        }
    }

    pub(super) fn unsaid(&self, unsaid: &Unsaid, wording: &Wordings) -> String {
        let typed = |typed: &str| ("typed", one_line_text(typed, COMMAND_LIMIT));
        let room = || ("room", (ROOM / KILO).to_string());
        match unsaid {
            Unsaid::Word { typed: word } => self.desk_text("wording_unknown_word", &[typed(word)]),
            Unsaid::Usage(usage) => {
                self.desk_text("wording_use", &[("command", written(*usage).to_owned())])
            }
            Unsaid::Key { typed: key, nearest: Some(nearest) } => self
                .desk_text("wording_unknown_key_near", &[typed(key), ("nearest", nearest.clone())]),
            Unsaid::Key { typed: key, nearest: None } => {
                self.desk_text("wording_unknown_key", &[typed(key)])
            }
            Unsaid::Group { typed: group } => {
                let known = catalogue::GROUPS.map(|(name, _)| name).join(", ");
                self.desk_text("wording_unknown_group", &[typed(group), ("known", known)])
            }
            Unsaid::NoLang { typed: lang } => self.desk_text("wording_no_lang", &[typed(lang)]),
            Unsaid::Lang { typed: lang } => {
                let known = codes(&wording.languages(), ", ");
                self.desk_text("wording_unknown_lang", &[typed(lang), ("known", known)])
            }
            Unsaid::Scope { typed: scope } => {
                let known = Scope::SOURCES.map(|(name, _)| name).join(", @");
                self.desk_text("wording_unknown_scope", &[typed(scope), ("known", known)])
            }
            Unsaid::NotPlaced { key } => {
                self.desk_text("wording_not_placed", &[("key", key.clone())])
            }
            Unsaid::Flaws { flaws } => {
                flaws.iter().map(|flaw| self.flaw(flaw)).collect::<Vec<_>>().join("\n")
            }
            Unsaid::NotVaried { key, apology } => {
                let said =
                    if *apology { "wording_apology_not_varied" } else { "wording_not_varied" };
                self.desk_text(said, &[("key", key.clone())])
            }
            Unsaid::VariantsFull => {
                self.desk_text("wording_variants_full", &[("count", VARIANTS.to_string())])
            }
            Unsaid::Untouched(slot) => self.desk_text("wording_untouched", &named(slot)),
            Unsaid::Version { typed: number, there_are: (oldest, newest) } => {
                let values =
                    [typed(number), ("oldest", oldest.to_string()), ("newest", newest.to_string())];
                self.desk_text("wording_no_version", &values)
            }
            Unsaid::NoRoom => self.desk_text("wording_no_room", &[room()]),
            Unsaid::AskedOf { by, slot, variant } => {
                let by = ("by", self.colleague(by));
                self.desk_text("wording_asked_of", &[by, ("command", command_for(slot, *variant))])
            }
            Unsaid::AskedLongAgo { slot, variant } => {
                let command = command_for(slot, *variant);
                self.desk_text("wording_asked_long_ago", &[("command", command)])
            }
            Unsaid::NoFile => self.line("wording_no_file"),
            Unsaid::NotFetched { too_large: true } => {
                self.desk_text("wording_file_too_large", &[("room", "256".to_owned())])
            }
            Unsaid::NotFetched { too_large: false } => self.line("wording_file_unread"),
            Unsaid::NotRead { line } => {
                self.desk_text("wording_file_toml", &[("line", line.to_string())])
            }
            Unsaid::NothingInFile => self.line("wording_file_empty"),
            Unsaid::Mistakes { mistakes, more } => self.mistakes(mistakes, *more, wording),
        }
    }

    fn mistakes(&self, mistakes: &[Mistake], more: usize, wording: &Wordings) -> String {
        let line = |mistake: &Mistake| {
            let name = one_line_text(&mistake.name, COMMAND_LIMIT);
            let why = self.unsaid(&mistake.why, wording);
            self.desk_text("wording_mistake", &[("name", name), ("why", why)])
        };
        let mut lines = vec![self.line("wording_mistakes")];
        lines.extend(mistakes.iter().map(line));
        if 0 < more {
            lines.push(self.desk_text("wording_more_mistakes", &[("more", more.to_string())]));
        }
        lines.join("\n")
    }

    fn flaw(&self, flaw: &Flaw) -> String {
        let kind = |kind: &Kind| ("kind", self.line(kind_key(*kind)));
        match flaw {
            Flaw::Empty => self.line("wording_empty"),
            Flaw::Placeholder { typed, allowed } => {
                let typed = ("typed", one_line_text(typed, COMMAND_LIMIT));
                if allowed.is_empty() {
                    return self.desk_text("wording_no_placeholders", &[typed]);
                }
                let allowed = ("allowed", braced(allowed));
                self.desk_text("wording_unknown_placeholder", &[typed, allowed])
            }
            Flaw::Missing { name } => {
                let why = self.line(&format!("without_{name}"));
                self.desk_text("wording_missing", &[("name", name.clone()), ("why", why)])
            }
            Flaw::Brace { at } => self.desk_text("wording_brace", &[("at", at.to_string())]),
            Flaw::Hidden { at, code } => {
                let values = [("at", at.to_string()), ("code", format!("U+{code:04X}"))];
                self.desk_text("wording_hidden", &values)
            }
            Flaw::TooLong { kind: of, length } => {
                let most = ("most", of.longest().to_string());
                self.desk_text(
                    "wording_too_long",
                    &[kind(of), ("length", length.to_string()), most],
                )
            }
            Flaw::TooShort { kind: of, length } => {
                let least = ("least", of.shortest().to_string());
                let length = ("length", length.to_string());
                self.desk_text("wording_too_short", &[kind(of), length, least])
            }
            Flaw::Lines { kind: of } => self.desk_text("wording_lines", &[kind(of)]),
            Flaw::Questions => self.line("wording_questions"),
        }
    }
}

/// The command that asks for a text.
fn command_for(slot: &Slot, variant: bool) -> String {
    let word = if variant { "variant" } else { "set" };
    format!("/wording {word} {} {}", slot.name(), slot.lang.code())
}

fn kind_key(kind: Kind) -> &'static str {
    match kind {
        Kind::Question => "wording_kind_question",
        Kind::Message | Kind::Apology => "wording_kind_message",
        Kind::Button => "wording_kind_button",
        Kind::Toast => "wording_kind_toast",
        Kind::Title => "wording_kind_title",
        Kind::Hint => "wording_kind_hint",
        Kind::Menu => "wording_kind_menu",
        Kind::Part => "wording_kind_part",
    }
}

fn written(usage: Usage) -> &'static str {
    match usage {
        Usage::Show => "/wording show ask ro",
        Usage::Set => "/wording set ask ro, and the text behind it",
        Usage::Variant => "/wording variant ask ro, and the text behind it",
        Usage::Reset => "/wording reset ask ro",
        Usage::History => "/wording history ask ro",
        Usage::Rollback => "/wording rollback ask ro 3",
        Usage::Export => "/wording export ro",
        Usage::Import => {
            "/wording import ro, with the language of the file, and send the file again"
        }
    }
}

pub(super) fn named(slot: &Slot) -> [(&'static str, String); 2] {
    [("name", slot.name()), spoken(slot.lang)]
}

/// Texts with their languages, one after the other.
fn listed(texts: &[(String, Lang)]) -> String {
    let texts: Vec<_> =
        texts.iter().map(|(name, lang)| format!("{name} {}", lang.code())).collect();
    one_line_text(&texts.join(", "), 1_000)
}

/// The codes of languages, one after the other.
pub(super) fn codes(langs: &[Lang], between: &str) -> String {
    langs.iter().map(|lang| lang.code()).collect::<Vec<_>>().join(between)
}

fn spoken(lang: Lang) -> (&'static str, String) {
    ("lang", lang.code().to_owned())
}

fn kept(text: &str) -> String {
    clean_text(text, usize::MAX)
}

pub(super) fn braced(names: &[String]) -> String {
    names.iter().map(|name| format!("{{{name}}}")).collect::<Vec<_>>().join(", ")
}

/// A is the text itself.
fn letter(index: usize) -> String {
    u8::try_from(index).map_or('?', |index| char::from(b'A'.saturating_add(index))).to_string()
}

/// A share in points, with its sign.
fn points(share: f64) -> String {
    let points = share * 100.0;
    // What rounds to nothing has no sign.
    if points.abs() < 0.05 { "0.0".to_owned() } else { format!("{points:+.1}").replace('-', "−") }
}
