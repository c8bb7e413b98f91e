//! What was measured, beside what it should be: as a table on the screen, and as JSON.

use serde_json::{Value, json};

use crate::say;

/// What a figure should be.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Aim {
    /// It is there to be read.
    None,
    /// At least this.
    AtLeast(f64),
    /// At most this.
    AtMost(f64),
}

/// One figure.
#[derive(Clone, Debug)]
pub(crate) struct Figure {
    of: &'static str,
    what: String,
    value: f64,
    unit: &'static str,
    aim: Aim,
}

/// All figures of a run, told as they come.
#[derive(Debug, Default)]
pub(crate) struct Table {
    figures: Vec<Figure>,
    /// What was left out, and why.
    left_out: Vec<String>,
}

impl Table {
    /// Adds a figure.
    pub(crate) fn add(
        &mut self,
        of: &'static str,
        what: impl Into<String>,
        value: f64,
        unit: &'static str,
        aim: Aim,
    ) {
        let figure = Figure { of, what: what.into(), value, unit, aim };
        say(&figure.row());
        self.figures.push(figure);
    }

    /// Says what could not be measured.
    pub(crate) fn leave_out(&mut self, what: String) {
        say(&format!("  left out: {what}"));
        self.left_out.push(what);
    }

    /// The aims that were missed.
    pub(crate) fn missed(&self) -> Vec<String> {
        self.figures.iter().filter(|figure| !figure.is_met()).map(Figure::row).collect()
    }

    /// Everything, for other programs.
    pub(crate) fn to_json(&self) -> Value {
        let figures: Vec<_> = self.figures.iter().map(Figure::to_json).collect();
        json!({"figures": figures, "left_out": self.left_out})
    }
}

impl Figure {
    fn is_met(&self) -> bool {
        match self.aim {
            Aim::None => true,
            Aim::AtLeast(aim) => aim <= self.value,
            Aim::AtMost(aim) => self.value <= aim,
        }
    }

    fn row(&self) -> String {
        let Self { what, value, unit, aim, .. } = self;
        let met = if self.is_met() { "met" } else { "MISSED" };
        let aim = match aim {
            Aim::None => String::new(),
            Aim::AtLeast(aim) => format!("| at least {} {met}", digits(*aim)),
            Aim::AtMost(aim) => format!("| at most {} {met}", digits(*aim)),
        };
        format!("  {what:<62} {:>10} {unit:<14} {aim}", digits(*value))
    }

    fn to_json(&self) -> Value {
        let aim = match self.aim {
            Aim::None => Value::Null,
            Aim::AtLeast(aim) => json!({"at_least": aim}),
            Aim::AtMost(aim) => json!({"at_most": aim}),
        };
        let Self { of, what, value, unit, .. } = self;
        json!({
            "of": of, "what": what, "value": value, "unit": unit, "aim": aim, "met": self.is_met(),
        })
    }
}

/// Three digits that count.
fn digits(value: f64) -> String {
    let places = match value.abs() {
        size if size < 1.0 => 3,
        size if size < 10.0 => 2,
        size if size < 100.0 => 1,
        _ => 0,
    };
    format!("{value:.places$}")
}
