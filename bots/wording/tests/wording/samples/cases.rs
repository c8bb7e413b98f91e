//! Samples of lists of cases.

use amends_core::{
    desk::{CaseLine, CaseStands, DeskSay, Listed, Mark, OneCase, Turn},
    policy::Level,
};
use jiff::Timestamp;

use super::{
    card,
    desk::{anna, text, title},
    due, names,
};

names!(listed_name, LISTED: Listed { All, Mine, Open, Late });
names!(turn_name, TURNS: Turn { Nobodys, Owners, Customers, Asked });

/// Every list of cases.
pub(super) fn says() -> Vec<DeskSay> {
    let stands = |turn| CaseStands {
        turn,
        since: due(true),
        next: Some(due(true)),
        late: None,
        decides: None,
        handed_to: None,
    };
    let line = |mark, owner, stands: CaseStands| CaseLine {
        title: title(mark),
        owner,
        level: Level::Agent,
        opened_at: Timestamp::UNIX_EPOCH,
        stands: Some(Box::new(stands)),
    };
    let free = line(Mark::Red, None, stands(Turn::Nobodys));
    let late = CaseStands { late: Some(due(false)), ..stands(Turn::Nobodys) };
    let late = CaseLine { level: Level::Senior, ..line(Mark::Red, None, late) };
    let decided = CaseStands { decides: Some(Level::Director), ..stands(Turn::Owners) };
    let decided = line(Mark::Yellow, Some(anna()), decided);
    let owned = line(Mark::Yellow, Some(anna()), stands(Turn::Owners));
    let handed =
        CaseStands { handed_to: Some(text("Mihai")), next: None, ..stands(Turn::Customers) };
    let handed = line(Mark::Yellow, Some(anna()), handed);
    let asked = line(Mark::Yellow, Some(anna()), stands(Turn::Asked));
    let plain = CaseLine { stands: None, ..owned.clone() };
    let all = vec![decided, late.clone(), free.clone(), owned.clone(), handed, asked];
    super::assert_covered(
        all.iter().filter_map(|line| line.stands.as_ref()).map(|it| turn_name(&it.turn)),
        TURNS,
    );
    let list = |which, lines: Vec<CaseLine>| DeskSay::Cases { lines, which, left_out: 0 };
    let mut says = vec![
        list(Listed::All, all),
        list(Listed::Mine, vec![owned.clone()]),
        list(Listed::Open, vec![free.clone()]),
        list(Listed::Late, vec![late]),
        DeskSay::Cases { lines: vec![plain, owned], which: Listed::All, left_out: 40 },
        DeskSay::CasesHow { typed: text("mien") },
    ];
    let every = [Listed::All, Listed::Mine, Listed::Open, Listed::Late];
    super::assert_covered(every.iter().map(listed_name), LISTED);
    says.extend(every.map(|which| list(which, Vec::new())));
    says.push(DeskSay::OneCase(Box::new(OneCase {
        card: card(),
        stands: Some(stands(Turn::Nobodys)),
    })));
    says.push(DeskSay::OneCase(Box::new(OneCase { card: card(), stands: None })));
    says
}
