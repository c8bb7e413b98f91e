//! Every row of a store: whether it can be read, and whether what it leads to is there.

use std::collections::BTreeSet;

use amends_core::{
    case::Stage,
    customer::Customer,
    ids::{CaseNumber, CustomerId},
    inbox::Item,
    policy::{Policy, Workspace},
    venue::Venue,
};
use jiff::Timestamp;
use serde::de::DeserializeOwned;

use super::{Checked, RESTORE};
use crate::{
    audit::{AuditCheck, AuditEntry, AuditHead, AuditVerdict},
    keys::{self, Keys, Kind},
    port::{
        Counters, Erasure, JournalEntry, LinkRow, OutboxRow, ReceiptRow, Result, StoreError,
        Subject,
    },
    record::{
        self, StoredArrival, StoredCustomer, StoredDeadline, StoredInteraction, StoredLetter,
    },
    sled_store::{guard, reader::Reader, tree::Row},
};

/// So many rows are read at once.
const AT_ONCE: usize = 512;
/// What an index forgot is found again only in a whole copy.
const INDEX: &str = "restore a backup (`amends restore DIR --replace`); until then whoever it leads \
    to may not be found by it";
const DATES: &str = "start amends, and look again when it is idle: dates are derived anew when rules \
    change; if it stays, restore a backup";
const ALTERED: &str = "somebody altered the store behind amends: find out who; `amends audit export` \
    of an earlier day shows what was";

/// Everything that must be known to judge a row.
struct Look<'a> {
    reader: &'a Reader<'a>,
    checked: &'a mut Checked,
    policy: Policy,
    counters: Counters,
    trail: AuditCheck,
}

/// Looks at every row.
pub(super) fn look(reader: &Reader<'_>, checked: &mut Checked) -> Result<()> {
    let counters = reader.counters()?;
    let workspace: Option<Workspace> =
        reader.value("workspace", &reader.keys.all(Kind::Workspace))?;
    let policy = Policy::new(workspace.unwrap_or_else(|| Workspace::new("our team")));
    for kind in ["customers", "open cases", "surveys", "outbox", "deadlines", "dead letters"] {
        checked.add(kind, 0);
    }
    let mut look = Look { reader, checked, policy, counters, trail: AuditCheck::default() };
    let mut next = Vec::new();
    loop {
        let rows = reader.tree.scan_from(next, AT_ONCE);
        let rows = rows.map_err(|failure| guard::error(reader.disk, failure))?;
        let Some((last, _)) = rows.last() else { break };
        next = [last.as_slice(), &[0]].concat();
        for row in &rows {
            look.at(row)?;
        }
    }
    let head: AuditHead = reader.audit_head()?;
    match look.trail.verdict(Some(&head)) {
        AuditVerdict::Whole { entries } => look.checked.add("changes in the audit trail", entries),
        AuditVerdict::Broken { first } => {
            let what = format!("the audit trail is broken: change {first} is not what it was");
            look.checked.wrong(what, ALTERED);
        }
    }
    Ok(())
}

impl Look<'_> {
    fn at(&mut self, row: &Row) -> Result<()> {
        let looked = self.kinds(row);
        match looked {
            Err(StoreError::Damaged { kind, reason }) => {
                self.checked.wrong(format!("a stored {kind} can't be read: {reason}"), RESTORE);
                Ok(())
            }
            other => other,
        }
    }

    fn kinds(&mut self, (key, value): &Row) -> Result<()> {
        let keys: Keys = self.reader.keys;
        let is = |kind| keys.is(key, kind);
        if is(Kind::Customer) {
            self.customer(key, value)
        } else if is(Kind::Deadline) {
            self.deadline(key)
        } else if is(Kind::Identity) {
            self.leads("identities", "an identity", read("identity", value)?)
        } else if is(Kind::Survey) {
            self.leads("surveys", "a survey", read("survey", value)?)
        } else if is(Kind::Interaction) {
            let stored: StoredInteraction = read("interaction", value)?;
            self.leads("contacts", "a contact", stored.customer)
        } else if is(Kind::Case) {
            self.leads("cases", "a case", read("case", value)?)
        } else if is(Kind::OpenCase) {
            self.open_case(key, read("open case", value)?)
        } else if is(Kind::Item) {
            self.item(key, read("item", value)?)
        } else if is(Kind::Thread) {
            self.thread(read("thread", value)?)
        } else if is(Kind::Receipt) {
            let receipt: ReceiptRow = read("receipt", value)?;
            self.leads("receipts", "a receipt", receipt.customer)
        } else if is(Kind::Link) {
            let link: LinkRow = read("link", value)?;
            self.leads("codes of /link", "a code of /link", link.customer)
        } else if is(Kind::Outbox) {
            self.outbox(&read("outbox row", value)?)
        } else if is(Kind::Journal) {
            self.entry(&read("journal entry", value)?);
            Ok(())
        } else if is(Kind::Audit) {
            self.trail.next(&read::<AuditEntry>("change", value)?);
            Ok(())
        } else {
            self.others(key, value)
        }
    }

    /// Rows that lead nowhere: they must only be readable.
    fn others(&mut self, key: &[u8], value: &[u8]) -> Result<()> {
        let is = |kind| self.reader.keys.is(key, kind);
        let kind = if is(Kind::Venue) {
            read::<Venue>("venue", value)?;
            "places"
        } else if is(Kind::Inbox) {
            read::<StoredArrival>("inbox row", value)?;
            "arrivals that wait"
        } else if is(Kind::Handled) {
            read::<Timestamp>("handled arrival", value)?;
            "arrivals remembered"
        } else if is(Kind::DeadLetter) {
            read::<StoredLetter>("dead letter", value)?;
            "dead letters"
        } else if is(Kind::Erasure) {
            read::<Erasure>("erasure", value)?;
            "forgotten, not taken out of all yet"
        } else if is(Kind::Note) {
            record::decode_raw("note", value)?;
            return Ok(());
        } else if is(Kind::InboxCeiling) {
            read::<u64>("counter", value)?;
            return Ok(());
        } else if is(Kind::Counters) || is(Kind::Workspace) || is(Kind::AuditHead) {
            // They were read before.
            return Ok(());
        } else {
            let what = "a row of a kind that this release does not know";
            self.checked.wrong(what, "use the release of amends that wrote it, or a later one");
            return Ok(());
        };
        self.checked.count(kind);
        Ok(())
    }

    fn customer(&mut self, key: &[u8], value: &[u8]) -> Result<()> {
        self.checked.count("customers");
        let StoredDeadline { deadline } = read("customer", value)?;
        let customer: Customer = read::<StoredCustomer>("customer", value)?.customer;
        let id = customer.id;
        if keys::read_customer(key) != Some(id) {
            self.checked.wrong(format!("the row of another customer holds {id}"), RESTORE);
        }
        if let Some(into) = customer.merged_into {
            if self.reader.customer(into)?.is_none() {
                let what = format!("customer {id} was taken in by {into}, who is not there");
                self.checked.wrong(what, RESTORE);
            }
            return Ok(());
        }
        let derived = customer.next_deadline(&self.policy).map(|it| it.at);
        if derived != deadline {
            let shown = |at: Option<Timestamp>| at.map_or("none".to_owned(), |at| at.to_string());
            let what = format!(
                "the deadline of customer {id} is {}, and should be {}",
                shown(deadline),
                shown(derived)
            );
            self.checked.wrong(what, DATES);
        }
        if let Some(at) = deadline
            && self.reader.raw(&self.reader.keys.deadline(at, id))?.is_none()
        {
            let what = format!("the deadline of customer {id} is not in the index");
            self.checked.wrong(what, DATES);
        }
        for case in &customer.cases {
            let is_listed = self.reader.raw(&self.reader.keys.open_case(case.number))?.is_some();
            if is_open(&case.stage) && !is_listed {
                let what = format!("case {} is open, and is not in the list", case.number);
                self.checked.wrong(what, INDEX);
            }
        }
        for item in customer.open_items() {
            if self.reader.raw(&self.reader.keys.item(item.number))?.is_none() {
                let what = format!("item {} stands, and is not in the list", item.number);
                self.checked.wrong(what, INDEX);
            }
        }
        Ok(())
    }

    fn deadline(&mut self, key: &[u8]) -> Result<()> {
        self.checked.count("deadlines");
        let Some((at, id)) = keys::read_deadline(key) else {
            self.checked.wrong("the key of a deadline can't be read", RESTORE);
            return Ok(());
        };
        let key = self.reader.keys.customer(id);
        let stored: Option<StoredDeadline> = self.reader.value("customer", &key)?;
        if stored.and_then(|stored| stored.deadline) != Some(at) {
            let what = format!("a deadline at {at} leads to customer {id}, who does not want it");
            self.checked.wrong(what, DATES);
        }
        Ok(())
    }

    fn leads(&mut self, kind: &'static str, one: &str, id: CustomerId) -> Result<()> {
        self.checked.count(kind);
        if self.reader.raw(&self.reader.keys.customer(id))?.is_none() {
            let what = format!("{one} leads to customer {id}, who is not there");
            self.checked.wrong(what, INDEX);
        }
        Ok(())
    }

    /// An item that stands is listed, and one that is listed stands.
    fn item(&mut self, key: &[u8], id: CustomerId) -> Result<()> {
        self.checked.count("items of the inbox");
        let customer = self.taken_in(id)?;
        let number = keys::read_item(key);
        let item = number.and_then(|number| customer.as_ref()?.item(number));
        if !item.is_some_and(Item::is_open) {
            let number = number.map(|number| number.to_string()).unwrap_or_default();
            let what = format!("item {number} is listed, and customer {id} has no such item");
            self.checked.wrong(what, INDEX);
        }
        Ok(())
    }

    /// A customer, or whoever took them in.
    fn taken_in(&self, id: CustomerId) -> Result<Option<Customer>> {
        let mut seen = BTreeSet::new();
        let mut customer = self.reader.customer(id)?;
        while let Some(into) = customer.as_ref().and_then(|it| it.merged_into)
            && seen.insert(into)
        {
            customer = self.reader.customer(into)?;
        }
        Ok(customer)
    }

    fn open_case(&mut self, key: &[u8], id: CustomerId) -> Result<()> {
        self.checked.count("open cases");
        let number = keys::read_case(key);
        // Whoever was taken in by somebody has their cases there.
        let customer = self.taken_in(id)?;
        let case = number.and_then(|number| customer.as_ref()?.case(number));
        if !case.is_some_and(|case| is_open(&case.stage)) {
            let number = number.unwrap_or(CaseNumber(0));
            let what =
                format!("case {number} is listed as open, and customer {id} has no such case");
            self.checked.wrong(what, INDEX);
        }
        Ok(())
    }

    fn thread(&mut self, number: CaseNumber) -> Result<()> {
        self.checked.count("threads");
        if self.reader.raw(&self.reader.keys.case(number))?.is_none() {
            let what = format!("a thread leads to case {number}, which is not there");
            self.checked.wrong(what, INDEX);
        }
        Ok(())
    }

    fn outbox(&mut self, row: &OutboxRow) -> Result<()> {
        self.checked.count("outbox");
        let Subject::Customer(id) = row.subject else { return Ok(()) };
        if self.reader.raw(&self.reader.keys.customer(id))?.is_none() {
            let what = format!("effect {} is of customer {id}, who is not there", row.key);
            self.checked.wrong(what, RESTORE);
        }
        Ok(())
    }

    fn entry(&mut self, entry: &JournalEntry) {
        self.checked.count("entries of the journal");
        if self.counters.next_seq <= entry.seq {
            let what = format!("entry {} of the journal counts as not written yet", entry.seq);
            self.checked.wrong(what, RESTORE);
        }
    }
}

fn read<T: DeserializeOwned>(kind: &'static str, value: &[u8]) -> Result<T> {
    record::decode(kind, value)
}

fn is_open(stage: &Stage) -> bool {
    match stage {
        Stage::Closed { .. } => false,
        Stage::Open | Stage::Working { .. } | Stage::Waiting { .. } | Stage::Checking { .. } => {
            true
        }
    }
}
