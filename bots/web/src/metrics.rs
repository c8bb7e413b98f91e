//! The figures of the service as OpenMetrics text: each with its help, and its unit where it has
//! one. Labels come from closed sets only, never an id or anybody's words.

use std::{
    collections::BTreeMap,
    fmt, fs,
    sync::{Mutex, MutexGuard, PoisonError},
};

use amends_runtime::figures::{Measured, Spread, Stored};
use jiff::Timestamp;
use prometheus_client::{
    collector::Collector,
    encoding::{DescriptorEncoder, EncodeGaugeValue, text},
    metrics::{MetricType, exemplar::Exemplar},
    registry::{Registry, Unit},
};

/// The media type of the text.
pub(crate) const MEDIA_TYPE: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

type Page<'a> = DescriptorEncoder<'a>;
const NO_EXEMPLAR: Option<&Exemplar<Vec<(&str, &str)>, f64>> = None;

/// How calls to the intake were answered, by status.
#[derive(Debug, Default)]
pub(crate) struct Calls(Mutex<BTreeMap<u16, u64>>);

impl Calls {
    pub(crate) fn count(&self, status: u16) {
        *self.lock().entry(status).or_default() += 1;
    }

    fn read(&self) -> Vec<([String; 1], u64)> {
        self.lock().iter().map(|(status, count)| ([status.to_string()], *count)).collect()
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<u16, u64>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Everything that is shown.
#[derive(Debug)]
struct Shown {
    calls: Vec<([String; 1], u64)>,
    started_at: Timestamp,
    resident: Option<u64>,
    /// Nothing before the store is open.
    measured: Option<Measured>,
}

/// The figures as text. Before the store is open only those of the process are there.
pub(crate) fn page(
    calls: &Calls,
    started_at: Timestamp,
    measured: Option<Measured>,
) -> Result<String, fmt::Error> {
    let resident = resident();
    let shown = Shown { calls: calls.read(), started_at, resident, measured };
    let mut registry = Registry::default();
    registry.register_collector(Box::new(shown));
    let mut page = String::new();
    text::encode(&mut page, &registry)?;
    Ok(page)
}

/// The memory that this process holds, where the system tells.
fn resident() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    let kilobytes: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    kilobytes.checked_mul(1024)
}

impl Collector for Shown {
    fn encode(&self, mut page: DescriptorEncoder<'_>) -> fmt::Result {
        let page = &mut page;
        process(page, self.started_at, self.resident)?;
        counter(
            page,
            "amends_intake_calls",
            "Calls to the intake under /v1, by the status of the answer",
            ["status"],
            &self.calls,
        )?;
        let ready = self.measured.as_ref().is_some_and(|measured| measured.ready);
        flag(page, "amends_ready", "1 if the service can do its work", ready)?;
        let Some(measured) = &self.measured else { return Ok(()) };
        counted(page, measured)?;
        spread(
            page,
            "amends_group_steps",
            "Steps that were made durable together",
            None,
            &measured.group,
        )?;
        let help = "Time to make a group of steps durable";
        spread(page, "amends_commit", help, Some(&Unit::Seconds), &measured.commit)?;
        let help = "From the arrival of a press or command to the platform's word that it was \
                    acknowledged";
        spread(page, "amends_press_acknowledged", help, Some(&Unit::Seconds), &measured.press)?;
        waiting(page, measured)?;
        health(page, measured)?;
        measured.stored.as_ref().map_or(Ok(()), |stored| of_the_store(page, stored))
    }
}

fn process(page: &mut Page<'_>, started_at: Timestamp, resident: Option<u64>) -> fmt::Result {
    let since = started_at.as_duration().as_secs_f64();
    let help = "When the process started, since the beginning of 1970";
    gauge(page, "process_start_time", help, Some(&Unit::Seconds), &since)?;
    if let Some(bytes) = resident {
        let help = "Memory that the process holds";
        gauge(page, "process_resident_memory", help, Some(&Unit::Bytes), &signed(bytes))?;
    }
    Ok(())
}

fn counted(page: &mut Page<'_>, measured: &Measured) -> fmt::Result {
    counter(
        page,
        "amends_contacts",
        "Contacts taken in, by what told of them and what became of them at once",
        ["source", "outcome"],
        &measured.contacts,
    )?;
    let help = "Questions that were put in front of customers";
    counter(page, "amends_questions_asked", help, [], &[([""; 0], measured.asked)])?;
    counter(
        page,
        "amends_answers",
        "Answers of customers, by what they say and whether one was changed",
        ["satisfaction", "answer"],
        &measured.answers,
    )?;
    counter(
        page,
        "amends_sends",
        "Tries to carry something out on a platform, by urgency and how they ended",
        ["platform", "class", "outcome"],
        &measured.sends,
    )?;
    counter(
        page,
        "amends_rate_limited",
        "Answers 429 of a platform: it told the service to wait",
        ["platform"],
        &measured.told_to_wait,
    )?;
    counter(
        page,
        "amends_promises",
        "Times told to customers: made, kept, broken",
        ["state"],
        &measured.promises,
    )?;
    let help = "What somebody who runs the service should look at, by kind; the log says more";
    counter(page, "amends_errors", help, ["kind"], &measured.failures)?;
    let help = "What needed a human at the desk or beside it, by kind; the log says more";
    counter(page, "amends_alarms", help, ["kind"], &measured.alarms)
}

fn waiting(page: &mut Page<'_>, measured: &Measured) -> fmt::Result {
    if measured.waiting.is_empty() {
        return Ok(());
    }
    gauges(
        page,
        "amends_effects_waiting",
        "What waits to be carried out on a platform, or is under way",
        ["platform", "class"],
        None,
        measured.waiting.iter().map(|(labels, count)| (*labels, signed(*count))),
    )?;
    gauges(
        page,
        "amends_oldest_effect_age",
        "How long the oldest of what waits has waited, by urgency; 0 if nothing waits",
        ["class"],
        Some(&Unit::Seconds),
        measured.oldest.iter().copied(),
    )
}

fn health(page: &mut Page<'_>, measured: &Measured) -> fmt::Result {
    let works = measured.store_works;
    flag(page, "amends_store_healthy", "1 if the store takes everything in", works)?;
    gauges(
        page,
        "amends_platform_connected",
        "1 if a platform brings updates and takes messages",
        ["platform"],
        None,
        measured.connected.iter().map(|(labels, is_so)| (*labels, i64::from(*is_so))),
    )
}

fn of_the_store(page: &mut Page<'_>, stored: &Stored) -> fmt::Result {
    let help = "Arrivals that wait to be worked on";
    gauge(page, "amends_inbox_waiting", help, None, &signed(stored.inbox))?;
    gauges(
        page,
        "amends_cases_open",
        "Open cases, by level",
        ["level"],
        None,
        stored.open_cases.iter().map(|(labels, count)| (*labels, signed(*count))),
    )?;
    let help = "Open cases for which nobody would ever be woken; always 0 unless something broke";
    gauge(page, "amends_cases_hanging", help, None, &signed(stored.hanging))?;
    let help = "Open cases that nobody takes, though the management is called every five minutes";
    gauge(page, "amends_cases_unanswered", help, None, &signed(stored.unanswered))?;
    let help = "What was given up after three tries and lies there for a human, up to 10000";
    gauge(page, "amends_dead_letters", help, None, &signed(stored.given_up))?;
    let Some(room) = stored.room else { return Ok(()) };
    let help = "What the store takes on the disk";
    gauge(page, "amends_store", help, Some(&Unit::Bytes), &signed(room.used))?;
    let help = "What is free on the disk of the store";
    gauge(page, "amends_disk_free", help, Some(&Unit::Bytes), &signed(room.free))
}

/// Numbers that only grow, by labels.
fn counter<const N: usize, L: AsRef<str>>(
    page: &mut Page<'_>,
    name: &str,
    help: &str,
    keys: [&'static str; N],
    counts: &[([L; N], u64)],
) -> fmt::Result {
    let mut family = page.encode_descriptor(name, help, None, MetricType::Counter)?;
    for (labels, count) in counts {
        if N == 0 {
            family.encode_counter(count, NO_EXEMPLAR)?;
            continue;
        }
        let labels = with_keys(keys, labels);
        family.encode_family(&labels)?.encode_counter(count, NO_EXEMPLAR)?;
    }
    Ok(())
}

/// Values of the moment, by labels.
fn gauges<const N: usize>(
    page: &mut Page<'_>,
    name: &str,
    help: &str,
    keys: [&'static str; N],
    unit: Option<&Unit>,
    values: impl Iterator<Item = ([&'static str; N], impl EncodeGaugeValue)>,
) -> fmt::Result {
    let mut family = page.encode_descriptor(name, help, unit, MetricType::Gauge)?;
    for (labels, value) in values {
        family.encode_family(&with_keys(keys, &labels))?.encode_gauge(&value)?;
    }
    Ok(())
}

fn gauge(
    page: &mut Page<'_>,
    name: &str,
    help: &str,
    unit: Option<&Unit>,
    value: &impl EncodeGaugeValue,
) -> fmt::Result {
    page.encode_descriptor(name, help, unit, MetricType::Gauge)?.encode_gauge(value)
}

fn flag(page: &mut Page<'_>, name: &str, help: &str, is_so: bool) -> fmt::Result {
    gauge(page, name, help, None, &i64::from(is_so))
}

fn spread(
    page: &mut Page<'_>,
    name: &str,
    help: &str,
    unit: Option<&Unit>,
    spread: &Spread,
) -> fmt::Result {
    if spread.buckets.is_empty() {
        return Ok(());
    }
    let mut family = page.encode_descriptor(name, help, unit, MetricType::Histogram)?;
    let Spread { buckets, sum, count } = spread;
    family.encode_histogram::<Vec<(&str, &str)>>(*sum, *count, buckets, None)
}

fn with_keys<const N: usize, L: AsRef<str>>(
    keys: [&'static str; N],
    labels: &[L; N],
) -> Vec<(&'static str, String)> {
    keys.into_iter().zip(labels.iter().map(|label| label.as_ref().to_owned())).collect()
}

fn signed(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
