//! What staff read about saying sorry before anybody complains.

use amends_core::{
    admin::{SorryDraft, SorryPart, SorrySay},
    event::LeftOut,
};

use super::catalogue::{grouped, typed};
use crate::{Context, Phrasebook, clean::one_line_text};

/// The longest list of what may be given.
const KNOWN_LIMIT: usize = 500;
/// The longest name of a topic or place that is shown.
const ONLY_LIMIT: usize = 100;

impl Phrasebook {
    pub(super) fn sorry(&self, say: &SorrySay, context: &Context<'_>) -> String {
        match say {
            SorrySay::How { lacks } => self.how_sorry_is_said(*lacks),
            SorrySay::Form => self.how_sorry_is_said(None),
            SorrySay::BadTime { typed: time } => self.desk_text("sorry_bad_time", &[typed(time)]),
            SorrySay::Ahead { at } => self.desk_text("sorry_ahead", &[("at", self.due(at))]),
            SorrySay::Backwards { since, until } => self.desk_text(
                "sorry_backwards",
                &[("since", self.due(since)), ("until", self.due(until))],
            ),
            SorrySay::UnknownGift { typed: gift, nearest, known } => {
                let unknown = match nearest {
                    Some(nearest) => {
                        let nearest = ("nearest", one_line_text(nearest, ONLY_LIMIT));
                        self.desk_text("offer_unknown_near", &[typed(gift), nearest])
                    }
                    None => self.desk_text("offer_unknown", &[typed(gift)]),
                };
                let names = one_line_text(&known.join(", "), KNOWN_LIMIT);
                let known = if names.is_empty() {
                    self.line("sorry_no_gifts")
                } else {
                    self.desk_text("sorry_gifts", &[("known", names)])
                };
                format!("{unknown} {known}")
            }
            SorrySay::AboveYours { cost, most, currency, may } => {
                let may: Vec<String> = may.iter().map(|name| self.colleague(name)).collect();
                let key = if may.is_empty() { "sorry_above_all" } else { "sorry_above" };
                let values = [
                    ("cost", grouped(*cost, currency)),
                    ("most", grouped(*most, currency)),
                    ("may", may.join(", ")),
                ];
                self.desk_text(key, &values)
            }
            SorrySay::Asks(draft) => self.sorry_draft(draft, context),
            SorrySay::Nobody { left_out } if left_out.is_nobody() => self.line("sorry_nobody_then"),
            SorrySay::Nobody { left_out } => {
                let lines = [Some(self.line("sorry_nobody")), self.left_out(*left_out)];
                lines.into_iter().flatten().collect::<Vec<_>>().join("\n")
            }
            SorrySay::Sending { number, people } => {
                let key = if *people == 0 { "sorry_sending_cases" } else { "sorry_sending" };
                let values = [("number", number.to_string()), ("n", people.to_string())];
                self.desk_text(key, &values)
            }
            SorrySay::NotSent => self.line("sorry_not_sent"),
            SorrySay::Sent { number, people, cases } => {
                let values = [("number", number.to_string()), ("n", people.to_string())];
                let sent = self.desk_text("sorry_sent", &values);
                let told = self.counted("sorry_sent_cases", *cases);
                match (people, cases) {
                    (_, 0) => sent,
                    (0, _) => format!("{number}: {told}"),
                    (_, _) => format!("{sent} {told}"),
                }
            }
        }
    }

    /// What is missing, and the right form.
    fn how_sorry_is_said(&self, lacks: Option<SorryPart>) -> String {
        let lacks = self.line(match lacks {
            None => "sorry_how",
            Some(SorryPart::Whom) => "sorry_lacks_whom",
            Some(SorryPart::Since) => "sorry_lacks_since",
            Some(SorryPart::What) => "sorry_lacks_what",
            Some(SorryPart::Fix) => "sorry_lacks_fix",
        });
        [lacks, self.line("sorry_form_many"), self.line("sorry_form_one")].join("\n")
    }

    /// What would be sent to whom: everything that whoever says that it is sent must know.
    fn sorry_draft(&self, draft: &SorryDraft, context: &Context<'_>) -> String {
        let SorryDraft { number, people, left_out, says, gift, ended, only } = draft;
        let langs: Vec<&str> = says.iter().map(|(lang, _)| lang.code()).collect();
        let asks = if *people == 0 {
            let cases = ("n", left_out.case_open.to_string());
            self.desk_text("sorry_asks_cases", &[("number", number.to_string()), cases])
        } else {
            let values = [
                ("number", number.to_string()),
                ("n", people.to_string()),
                ("langs", langs.join(", ")),
            ];
            self.desk_text("sorry_asks", &values)
        };
        let mut lines = vec![asks];
        if 0 < *people {
            lines.push(self.line("sorry_reads"));
            lines.extend(says.iter().map(|(lang, say)| {
                let text = self.say(say, *lang, context);
                let values = [("lang", lang.code().to_owned()), ("text", text)];
                self.desk_text("sorry_reads_in", &values)
            }));
            lines.extend((1 < says.len()).then(|| self.line("sorry_as_typed")));
            lines.extend(gift.as_ref().map(|(_, cost, currency)| {
                let all = cost.saturating_mul((*people).into());
                let values = [("cost", grouped(*cost, currency)), ("all", grouped(all, currency))];
                self.desk_text("sorry_costs", &values)
            }));
        }
        lines.extend(self.left_out(*left_out));
        if 0 < left_out.case_open && 0 < *people {
            lines.push(self.counted("sorry_left_cases", left_out.case_open));
        }
        lines.extend(ended.as_ref().map(|(since, until)| {
            let only = one_line_text(&only.join(", "), ONLY_LIMIT);
            let only = if only.is_empty() {
                only
            } else {
                self.desk_text("sorry_only", &[("what", only)])
            };
            let values = [("since", self.due(since)), ("until", self.due(until)), ("only", only)];
            self.desk_text("sorry_not_asked", &values)
        }));
        lines.join("\n")
    }

    /// Who is not written to, and why.
    fn left_out(&self, left_out: LeftOut) -> Option<String> {
        let counts = [
            ("sorry_left_opted_out", left_out.opted_out),
            ("sorry_left_unreachable", left_out.unreachable),
        ];
        let who: Vec<String> = counts
            .into_iter()
            .filter(|(_, count)| 0 < *count)
            .map(|(key, count)| self.counted(key, count))
            .collect();
        (!who.is_empty()).then(|| self.desk_text("sorry_left", &[("who", who.join(" · "))]))
    }
}
