//! Who is on duty when, by plan.

use amends_core::desk::{RotaLine, RotaSay};

use super::lists::Keep;
use crate::Phrasebook;

impl Phrasebook {
    pub(super) fn about_rota(&self, say: &RotaSay) -> String {
        match say {
            RotaSay::List { lines, without } => self.rota(lines, without),
            RotaSay::None { name } => self.about_colleague("rota_none", name),
            RotaSay::Set { line, keeps } => {
                let mut said = vec![self.rota_line(line), self.line("rota_set")];
                if !keeps.is_empty() {
                    let cases: Vec<String> = keeps.iter().map(ToString::to_string).collect();
                    let values = [("name", self.first(&line.name)), ("cases", self.listed(&cases))];
                    said.push(self.desk_text("rota_keeps", &values));
                }
                said.join("\n")
            }
            RotaSay::Ended { name, on: true } => self.about_colleague("rota_ended_on", name),
            RotaSay::Ended { name, on: false } => self.about_colleague("rota_ended_off", name),
            RotaSay::Duty { on, until, hours } => {
                let key = if *on { "rota_duty_on" } else { "rota_duty_off" };
                self.desk_text(key, &[("due", self.due(until)), ("hours", hours.clone())])
            }
            RotaSay::BadHours => self.line("rota_bad_hours"),
            RotaSay::Always => self.line("rota_always"),
        }
    }

    fn rota(&self, lines: &[RotaLine], without: &[String]) -> String {
        if lines.is_empty() {
            return self.line("rota_nobody");
        }
        let mut lines: Vec<String> = lines.iter().map(|line| self.rota_line(line)).collect();
        if !without.is_empty() {
            let names: Vec<String> = without.iter().map(|name| self.colleague(name)).collect();
            lines.push(self.desk_text("rota_without", &[("names", names.join(", "))]));
        }
        self.list(&self.line("rota_head"), lines, Keep::First)
    }

    fn rota_line(&self, line: &RotaLine) -> String {
        let RotaLine { name, hours, on, until } = line;
        let values = [("name", self.first(name)), ("hours", hours.clone())];
        match until {
            Some(until) => {
                let [name, hours] = values;
                let key = if *on { "rota_on" } else { "rota_off" };
                self.desk_text(key, &[name, hours, ("due", self.due(until))])
            }
            None => self.desk_text(if *on { "rota_on_always" } else { "rota_off_always" }, &values),
        }
    }
}
