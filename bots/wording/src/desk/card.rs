//! The card of a case, and the title of its thread.

use amends_core::{
    case::{Origin, Outcome, PromiseKind},
    desk::{Card, CardState, LedgerLine, Mark, Title},
    hours::Due,
};

use super::why::cause_name;
use crate::{
    Context, Phrasebook,
    clean::{clean_name, one_line_text},
    label::face,
};

/// The longest title a platform takes, counted the way it counts.
const TITLE_LIMIT: usize = 128;
/// The longest topic, place or way to reach somebody on a card.
const PART_LIMIT: usize = 80;
/// The longest piece of the customer's words on a card.
const SAID_LIMIT: usize = 150;
/// Between two things on one line.
pub(super) const DOT: &str = " · ";

impl Phrasebook {
    /// The title of a case's thread: `🔴 R-1042 Dana`.
    pub fn title(&self, title: &Title) -> String {
        let mut text = numbered(title);
        if let Some(name) = title.name.as_deref().and_then(clean_name) {
            text.push(' ');
            text.push_str(&name);
        }
        while TITLE_LIMIT < text.encode_utf16().count() {
            text.pop();
        }
        text
    }

    /// The card, line by line; what is not known is left out.
    pub(super) fn card(&self, card: &Card, context: &Context<'_>) -> String {
        let lines = [
            Some(self.head(card)),
            self.gained(&card.gained),
            Some(self.contact(card)),
            Some(self.before(card)),
            card.apology.as_ref().map(|apology| {
                let apology = one_line_text(apology, SAID_LIMIT);
                self.desk_text("card_apology", &[("apology", apology)])
            }),
            Some(self.card_said(&card.said)),
            self.promised(&card.promised),
            (!card.ledger.is_empty()).then(|| self.deeds(&card.ledger)),
            (!card.offers.is_empty()).then(|| self.offered(&card.offers)),
            Some(self.card_reasons(&card.reasons).join("\n")),
            self.with(card),
            card.handed_to.as_ref().map(|(name, due)| {
                let values = [("name", self.first(name)), ("due", self.due(due))];
                self.desk_text("card_handed_to", &values)
            }),
            (!card.assists.is_empty()).then(|| {
                let one = |(name, due): &(String, Due)| {
                    let values = [("name", self.first(name)), ("due", self.due(due))];
                    self.desk_text("card_assist", &values)
                };
                card.assists.iter().map(one).collect::<Vec<_>>().join("\n")
            }),
            card.room
                .as_ref()
                .map(|room| self.desk_text("card_room", &[("room", (context.room)(room))])),
            (card.thread && card.room.is_none()).then(|| self.line("card_thread")),
            (0 < card.reopened).then(|| self.counted("card_reopened", card.reopened)),
            Some(self.card_beside(&card.beside).join("\n")),
            card.unreachable.as_ref().map(|otherwise| self.unreachable(otherwise.as_deref())),
            card.changed_to
                .map(|rating| self.desk_text("card_changed", &[("rating", face(rating))])),
        ];
        let lines: Vec<String> =
            lines.into_iter().flatten().filter(|line| !line.is_empty()).collect();
        lines.join("\n")
    }

    fn head(&self, card: &Card) -> String {
        let (title, state) = match &card.state {
            CardState::Open => (numbered(&card.title), None),
            CardState::Working(staff) => (numbered(&card.title), Some(("card_has", staff))),
            CardState::Waiting(staff) => (numbered(&card.title), Some(("card_waiting", staff))),
            CardState::Checking(staff) => (numbered(&card.title), Some(("card_checking", staff))),
            CardState::AsksAt { staff, .. } => {
                (numbered(&card.title), Some(("card_asks_at", staff)))
            }
            CardState::Closed { outcome, after, owner } => {
                let values = [
                    ("title", numbered(&card.title)),
                    ("duration", self.length(*after)),
                    ("outcome", self.outcome(*outcome)),
                ];
                let key =
                    if *outcome == Outcome::Recovered { "card_recovered" } else { "card_closed" };
                (self.desk_text(key, &values), owner.as_ref().map(|owner| ("card_closer", owner)))
            }
        };
        let origin = (card.origin != Origin::Answer).then(|| self.origin(card.origin));
        let parts = [
            Some(title),
            card.title.name.as_deref().and_then(clean_name),
            card.rating.map(face),
            origin,
            Some(self.counted("card_level", card.level.number().into())),
            state.map(|(key, staff)| {
                let due = match &card.state {
                    CardState::AsksAt { due, .. } => Some(("due", self.due(due))),
                    CardState::Open
                    | CardState::Working(_)
                    | CardState::Waiting(_)
                    | CardState::Checking(_)
                    | CardState::Closed { .. } => None,
                };
                let values: Vec<_> =
                    [("staff", self.colleague(staff))].into_iter().chain(due).collect();
                self.desk_text(key, &values)
            }),
        ];
        joined(parts)
    }

    fn contact(&self, card: &Card) -> String {
        let agent = card.agent.as_deref().and_then(clean_name);
        joined([
            card.topic.as_deref().map(|topic| one_line_text(topic, PART_LIMIT)),
            card.amount.as_ref().map(|(amount, currency)| money(*amount, currency)),
            agent.map(|agent| self.desk_text("card_agent", &[("agent", agent)])),
            card.place.as_deref().map(|place| one_line_text(place, PART_LIMIT)),
        ])
    }

    fn before(&self, card: &Card) -> String {
        let faces: Vec<String> = card.before.iter().map(|rating| face(*rating)).collect();
        let faces = (!faces.is_empty()).then(|| faces.join(" "));
        joined([
            Some(card.language.code().to_owned()),
            (0 < card.contacts).then(|| self.counted("card_contact", card.contacts)),
            faces.map(|faces| self.desk_text("card_before", &[("faces", faces)])),
            Some(self.cases_before(card)),
        ])
    }

    /// `no cases`, `case R-0990 (late)`, `3 cases, the last R-0990 (late)`.
    fn cases_before(&self, card: &Card) -> String {
        let Some((last, cause)) = &card.last_case else {
            return self.counted("card_cases", card.cases);
        };
        let key = match (card.cases, cause) {
            (..=1, None) => "card_case_last",
            (..=1, Some(_)) => "card_case_last_of",
            (2.., None) => "card_cases_last",
            (2.., Some(_)) => "card_cases_last_of",
        };
        let cause = ("cause", cause.as_deref().map(cause_name).unwrap_or_default());
        self.desk_text(key, &[("n", card.cases.to_string()), ("case", last.to_string()), cause])
    }

    pub(super) fn card_said(&self, said: &[String]) -> String {
        let quoted: Vec<String> = said
            .iter()
            .map(|text| one_line_text(text, SAID_LIMIT))
            .filter(|text| !text.is_empty())
            .map(|text| self.desk_text("quoted", &[("text", text)]))
            .collect();
        let said = if quoted.is_empty() { self.line("nothing_yet") } else { quoted.join(DOT) };
        self.desk_text("card_said", &[("said", said)])
    }

    pub(super) fn promised(&self, promised: &[(PromiseKind, Due)]) -> Option<String> {
        let promised: Vec<String> = promised
            .iter()
            .map(|(kind, due)| {
                let values = [("what", self.promise(*kind)), ("due", self.due(due))];
                self.desk_text("promise_by", &values)
            })
            .collect();
        (!promised.is_empty())
            .then(|| self.desk_text("card_promised", &[("promised", promised.join(DOT))]))
    }

    /// What staff said they would do, each in a line of its own.
    pub(super) fn deeds(&self, ledger: &[LedgerLine]) -> String {
        let lines: Vec<String> = ledger.iter().map(|line| self.deed_line(line)).collect();
        lines.join("\n")
    }

    fn with(&self, card: &Card) -> Option<String> {
        let names: Vec<String> = card.joined.iter().map(|name| self.colleague(name)).collect();
        let names = one_line_text(&names.join(", "), SAID_LIMIT);
        (!names.is_empty()).then(|| self.desk_text("card_joined", &[("names", names)]))
    }

    pub(super) fn counted(&self, key: &str, count: u32) -> String {
        self.desk_text(key, &[("n", count.to_string())])
    }
}

/// The colour and the number of a case.
fn numbered(title: &Title) -> String {
    let mark = match title.mark {
        Mark::Red => "🔴",
        Mark::Yellow => "🟡",
        Mark::Green => "🟢",
        Mark::Grey => "⚪",
    };
    format!("{mark} {}", title.case)
}

fn joined<const N: usize>(parts: [Option<String>; N]) -> String {
    let parts: Vec<String> = parts.into_iter().flatten().filter(|part| !part.is_empty()).collect();
    parts.join(DOT)
}

/// An amount given in the smallest unit of its currency.
fn money(amount: i64, currency: &str) -> String {
    let code: String = currency.chars().filter(char::is_ascii_alphabetic).take(3).collect();
    let code = code.to_ascii_uppercase();
    let digits = match code.as_str() {
        "CLP" | "ISK" | "JPY" | "KRW" | "PYG" | "UGX" | "VND" | "XAF" | "XOF" => 0,
        "BHD" | "IQD" | "JOD" | "KWD" | "LYD" | "OMR" | "TND" => 3,
        _ => 2,
    };
    let sign = if amount < 0 { "−" } else { "" };
    let unit = 10_u64.pow(digits);
    let (whole, part) = (amount.unsigned_abs() / unit, amount.unsigned_abs() % unit);
    let width = usize::try_from(digits).expect("there are at most three digits");
    let number = if digits == 0 { whole.to_string() } else { format!("{whole}.{part:0width$}") };
    let symbol = if code == "EUR" { "€" } else { &code };
    format!("{sign}{number} {symbol}").trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_amount_has_the_digits_of_its_currency() {
        let cases = [
            (1_450, "EUR", "14.50 €"),
            (5, "ron", "0.05 RON"),
            (-250, "USD", "−2.50 USD"),
            (1_200, "JPY", "1200 JPY"),
            (1_005, "KWD", "1.005 KWD"),
            (i64::MIN, "<b>\u{202e}", "−92233720368547758.08 B"),
            (100, "", "1.00"),
        ];
        for (amount, currency, text) in cases {
            assert_eq!(money(amount, currency), text);
        }
    }
}
