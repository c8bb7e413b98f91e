//! The configuration as it is shown: in force, or as a reference to start from.

use std::fmt::Write;

use super::{Loaded, keys, timers};

/// What stands in the place of a secret.
const MASK: &str = "********";

impl Loaded {
    /// Every key with its value and where that comes from; secrets are masked.
    pub(crate) fn shown(&self) -> String {
        let mut out = String::from("# The configuration in force; secrets are masked.\n");
        for key in &self.keys {
            let name = &key.name;
            match (self.layers.values.get(name), &key.default) {
                (Some(written), _) if key.secret => {
                    line(&mut out, name, MASK, &written.origin.to_string());
                }
                (Some(written), _) => {
                    line(&mut out, name, &written.text, &written.origin.to_string());
                }
                (None, Some(default)) => line(&mut out, name, default, "default"),
                (None, None) => {
                    writeln!(out, "# {name} is not set").expect("a text takes all");
                }
            }
        }
        out
    }
}

fn line(out: &mut String, name: &str, value: &str, origin: &str) {
    let value = toml::Value::from(value);
    writeln!(out, "{name} = {value} # {origin}").expect("a text takes all");
}

/// A file with every key, its meaning and its default, to start from.
pub(crate) fn reference() -> String {
    let mut out = String::from(
        "# Every key of amends.toml with its default. The variable beside a key wins over it.\n",
    );
    let mut section = "";
    let keys = keys::all();
    for key in &keys {
        let (of, name) = key.name.split_once('.').unwrap_or(("", &key.name));
        if of != section {
            section = of;
            writeln!(out, "\n[{of}]").expect("a text takes all");
        }
        let value = toml::Value::from(key.default.as_deref().unwrap_or_default());
        writeln!(out, "# {} ({})\n#{name} = {value}", key.meaning, key.variable)
            .expect("a text takes all");
    }
    out
}

/// The same as a table of Markdown, without keys that have no effect yet. Secrets may come from files.
pub(crate) fn reference_table() -> String {
    let mut out =
        String::from("| key | variable | default | meaning |\n| --- | --- | --- | --- |\n");
    for key in keys::all().into_iter().filter(|key| !timers::is_for_later(&key.name)) {
        let default = match key.default.as_deref() {
            None => "none".to_owned(),
            Some("") => "empty".to_owned(),
            Some(default) => format!("`{default}`"),
        };
        let file = if key.secret { ", or `…_FILE`" } else { "" };
        let (name, variable, meaning) = (&key.name, &key.variable, key.meaning.replace('|', "\\|"));
        writeln!(out, "| `{name}` | `{variable}`{file} | {default} | {meaning} |")
            .expect("a text takes all");
    }
    out
}
