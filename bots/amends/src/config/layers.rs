//! The two layers of the configuration, file and environment: every value with where it stands.

use std::{
    collections::BTreeMap,
    fmt, fs,
    ops::Range,
    path::{Path, PathBuf},
};

use toml::{Spanned, de::DeTable, de::DeValue};

use super::{
    Mistake,
    keys::{self, Key, PREFIX},
};

/// Variables of ours that are no configuration.
const OTHERS: &[&str] = &["AMENDS_CONFIG", "AMENDS_REHEARSAL"];
/// What Kubernetes sets in every container beside a service that is called amends.
const FOREIGN: &[&str] = &["AMENDS_SERVICE_", "AMENDS_PORT"];
/// What variables of a section of the file begin with.
const SECTIONS: &[&str] =
    &["POLICY_", "TELEGRAM_", "DISCORD_", "SIGNALS_", "INTAKE_", "HTTP_", "DASHBOARD_"];
/// Above this likeness an unknown variable is a slip of the pen.
const ALIKE: f64 = 0.6;

/// Where a value stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Origin {
    /// In the file, at this line.
    File(PathBuf, usize),
    /// In this variable.
    Variable(String),
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File(path, line) => write!(f, "{}:{line}", path.display()),
            Self::Variable(name) => f.write_str(name),
        }
    }
}

/// A value as it was written. It may be a secret, so it can't be printed by accident.
pub(crate) struct Written {
    pub(crate) text: String,
    pub(crate) origin: Origin,
}

/// Everything that was written, and what was wrong with it already.
#[derive(Default)]
pub(crate) struct Layers {
    pub(crate) values: BTreeMap<String, Written>,
    pub(crate) mistakes: Vec<Mistake>,
    pub(crate) warnings: Vec<Mistake>,
}

impl Layers {
    fn mistake(&mut self, origin: &Origin, what: impl Into<String>) {
        self.mistakes.push(Mistake { origin: origin.to_string(), what: what.into() });
    }

    fn warning(&mut self, origin: &Origin, what: impl Into<String>) {
        self.warnings.push(Mistake { origin: origin.to_string(), what: what.into() });
    }

    /// Reads the file. What it says is below what the environment says.
    pub(crate) fn file(&mut self, path: &Path, keys: &[Key]) {
        let text = match fs::read_to_string(path) {
            Ok(text) => text,
            Err(error) => {
                let origin = path.display().to_string();
                let what = format!("can't be read: {error}");
                self.mistakes.push(Mistake { origin, what });
                return;
            }
        };
        let file = File { path, text: &text };
        let (table, errors) = DeTable::parse_recoverable(&text);
        for error in errors {
            // The error's own text would show the line, and a line may hold a secret.
            let origin = file.origin(&error.span().unwrap_or_default());
            self.mistake(&origin, format!("this is no TOML: {}", error.message()));
        }
        self.table(&file, "", table.get_ref(), keys);
    }

    fn table(&mut self, file: &File<'_>, section: &str, table: &DeTable<'_>, keys: &[Key]) {
        for (name, value) in table {
            let full = format!("{section}{}", name.get_ref());
            let inner = format!("{full}.");
            let origin = file.origin(&name.span());
            if keys.iter().any(|key| key.name == full) {
                self.value(full, value.get_ref(), origin);
            } else if !keys.iter().any(|key| key.name.starts_with(&inner)) {
                self.unknown_key(&full, &origin, keys);
            } else if let DeValue::Table(table) = value.get_ref() {
                self.table(file, &inner, table, keys);
            } else {
                self.mistake(&origin, format!("`{full}` is a section: write [{full}]"));
            }
        }
    }

    fn value(&mut self, name: String, value: &DeValue<'_>, origin: Origin) {
        match plain(value) {
            Some(text) => {
                self.values.insert(name, Written { text, origin });
            }
            None => self.mistake(
                &origin,
                format!("`{name}` is a text, a number or a list of them, in quotes"),
            ),
        }
    }

    fn unknown_key(&mut self, name: &str, origin: &Origin, keys: &[Key]) {
        let sections = keys.iter().filter_map(|key| key.name.split_once('.'));
        let known = keys.iter().map(|key| key.name.as_str());
        let known = known.chain(sections.map(|(section, _)| section));
        let (nearest, _) = keys::nearest(name, known);
        self.mistake(origin, format!("`{name}` is not a key: did you mean `{nearest}`?"));
    }

    /// Reads the environment. It wins over the file.
    pub(crate) fn environment(
        &mut self,
        variables: impl IntoIterator<Item = (String, Option<String>)>,
        keys: &[Key],
    ) {
        let given: BTreeMap<String, Option<String>> =
            variables.into_iter().filter(|(name, _)| name.starts_with(PREFIX)).collect();
        for (name, value) in &given {
            let origin = Origin::Variable(name.clone());
            let direct = keys.iter().find(|key| key.variable == *name);
            let by_file = keys.iter().find(|key| {
                key.secret && name.strip_suffix("_FILE") == Some(key.variable.as_str())
            });
            let Some(value) = value else {
                self.mistake(&origin, "is not UTF-8");
                continue;
            };
            match (direct, by_file) {
                // An empty variable is how compose files write "not set".
                (Some(_), _) | (_, Some(_)) if value.is_empty() => {}
                (Some(key), _) => self.put(key, value.clone(), origin),
                (None, Some(key)) => {
                    let direct = given.get(&key.variable).and_then(Option::as_deref);
                    if direct.is_some_and(|direct| !direct.is_empty()) {
                        let what = format!("`{}` is set too: keep one of them", key.variable);
                        self.mistake(&origin, what);
                    } else {
                        self.secret_file(key, value, origin);
                    }
                }
                (None, None) => self.unknown_variable(name, &origin, keys),
            }
        }
    }

    fn put(&mut self, key: &Key, text: String, origin: Origin) {
        self.values.insert(key.name.clone(), Written { text, origin });
    }

    fn secret_file(&mut self, key: &Key, path: &str, origin: Origin) {
        match fs::read_to_string(path) {
            Ok(text) => self.put(key, text.trim().to_owned(), origin),
            Err(error) => self.mistake(&origin, format!("`{path}` can't be read: {error}")),
        }
    }

    fn unknown_variable(&mut self, name: &str, origin: &Origin, keys: &[Key]) {
        let foreign = FOREIGN.iter().any(|prefix| name.starts_with(prefix));
        if foreign || OTHERS.contains(&name) {
            return;
        }
        let stem = |name: &str| name.strip_prefix(PREFIX).unwrap_or(name).to_owned();
        let variables: Vec<_> = keys.iter().map(|key| stem(&key.variable)).collect();
        let (nearest, likeness) = keys::nearest(&stem(name), variables.iter().map(String::as_str));
        let in_section = SECTIONS.iter().any(|section| stem(name).starts_with(section));
        let what = format!("is not a variable of amends: did you mean `{PREFIX}{nearest}`?");
        if in_section || ALIKE <= likeness {
            self.mistake(origin, what);
        } else {
            self.warning(origin, what);
        }
    }
}

/// A file being read.
struct File<'a> {
    path: &'a Path,
    text: &'a str,
}

impl File<'_> {
    fn origin(&self, span: &Range<usize>) -> Origin {
        let before = self.text.get(..span.start).unwrap_or(self.text);
        Origin::File(self.path.to_owned(), before.matches('\n').count() + 1)
    }
}

/// The text of a value; the items of a list are joined by commas.
fn plain(value: &DeValue<'_>) -> Option<String> {
    match value {
        DeValue::String(text) => Some(text.to_string()),
        DeValue::Integer(number) if number.radix() == 10 => Some(number.as_str().to_owned()),
        DeValue::Array(items) => {
            let items: Option<Vec<_>> = items.iter().map(Spanned::get_ref).map(plain).collect();
            items.map(|items| items.join(","))
        }
        DeValue::Integer(_)
        | DeValue::Float(_)
        | DeValue::Boolean(_)
        | DeValue::Datetime(_)
        | DeValue::Table(_) => None,
    }
}
