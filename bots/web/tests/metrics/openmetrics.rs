//! Reads OpenMetrics text, and bears nothing that the format does not allow.

use std::collections::{BTreeMap, BTreeSet};

/// One family of metrics.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Family {
    pub(crate) kind: String,
    pub(crate) help: String,
    pub(crate) unit: Option<String>,
    /// Each sample with its whole name and its labels.
    pub(crate) samples: BTreeMap<(String, Labels), f64>,
}

pub(crate) type Labels = BTreeMap<String, String>;

/// Reads a whole page, or says what is wrong with it.
pub(crate) fn parse(page: &str) -> Result<BTreeMap<String, Family>, String> {
    let lines =
        page.strip_suffix("# EOF\n").ok_or("it does not end with `# EOF` and a line feed")?;
    let mut families = BTreeMap::new();
    let mut current: Option<(String, Family)> = None;
    for line in lines.lines() {
        let is_about = |line: &str| -> Option<(String, String, String)> {
            let mut parts = line.strip_prefix("# ")?.splitn(3, ' ');
            let mut next = || parts.next().map(str::to_owned);
            Some((next()?, next()?, next()?))
        };
        if line.starts_with('#') {
            let (what, name, says) =
                is_about(line).ok_or_else(|| format!("`{line}` says nothing"))?;
            if current.as_ref().is_none_or(|(current, _)| *current != name) {
                finish(current.take(), &mut families)?;
                current = Some((name.clone(), Family::default()));
            }
            let (_, family) = current.as_mut().expect("it was just set");
            if !family.samples.is_empty() {
                return Err(format!("`{line}` comes after samples"));
            }
            match what.as_str() {
                "HELP" if family.help.is_empty() => family.help = says,
                "TYPE" if family.kind.is_empty() => family.kind = says,
                "UNIT" if family.unit.is_none() => family.unit = Some(says),
                _ => return Err(format!("`{line}` is not known, or is there twice")),
            }
            continue;
        }
        let (name, family) = current.as_mut().ok_or_else(|| format!("`{line}` has no family"))?;
        let (sample, labels, value) = sample(line)?;
        let suffix = sample.strip_prefix(name.as_str());
        let suffix = suffix.ok_or_else(|| format!("`{sample}` is not of `{name}`"))?;
        let fits = match family.kind.as_str() {
            "counter" => suffix == "_total" && 0.0 <= value,
            "gauge" => suffix.is_empty(),
            "histogram" => matches!(suffix, "_bucket" | "_count" | "_sum"),
            _ => false,
        };
        if !fits {
            return Err(format!("`{line}` does not fit a {}", family.kind));
        }
        if family.samples.insert((sample, labels), value).is_some() {
            return Err(format!("`{line}` is there twice"));
        }
    }
    finish(current, &mut families)?;
    Ok(families)
}

/// Checks a family as a whole.
fn finish(
    family: Option<(String, Family)>,
    families: &mut BTreeMap<String, Family>,
) -> Result<(), String> {
    let Some((name, family)) = family else { return Ok(()) };
    let is_name = |it: &str| it.chars().all(|it| it.is_ascii_lowercase() || it == '_');
    if !is_name(&name) {
        return Err(format!("`{name}` is no name"));
    }
    if family.help.is_empty() || family.kind.is_empty() {
        return Err(format!("`{name}` has no help or no type"));
    }
    let ends = |unit: &String| name.ends_with(&format!("_{unit}"));
    if family.unit.as_ref().is_some_and(|unit| !ends(unit)) {
        return Err(format!("`{name}` does not end with its unit"));
    }
    if ["_seconds", "_bytes"].iter().any(|it| name.ends_with(it)) && family.unit.is_none() {
        return Err(format!("`{name}` does not say its unit"));
    }
    if family.kind == "histogram" {
        histogram(&name, &family)?;
    }
    let keys = |(sample, labels): &(String, Labels)| {
        (sample.clone(), labels.keys().cloned().collect::<BTreeSet<_>>())
    };
    let shapes: BTreeSet<_> = family.samples.keys().map(keys).collect();
    let names: BTreeSet<_> = shapes.iter().map(|(sample, _)| sample).collect();
    if shapes.len() != names.len() {
        return Err(format!("samples of `{name}` have different labels"));
    }
    match families.insert(name.clone(), family) {
        Some(_) => Err(format!("`{name}` is there twice, or in pieces")),
        None => Ok(()),
    }
}

fn histogram(name: &str, family: &Family) -> Result<(), String> {
    let mut buckets = Vec::new();
    for ((sample, labels), value) in &family.samples {
        if sample.ends_with("_bucket") {
            let bound =
                labels.get("le").ok_or_else(|| format!("a bucket of `{name}` has no bound"))?;
            buckets.push((number(bound)?, *value));
        }
    }
    buckets.sort_by(|one, other| one.0.total_cmp(&other.0));
    let count = family.samples.get(&(format!("{name}_count"), Labels::new()));
    let last = buckets.last().filter(|(bound, _)| *bound == f64::INFINITY);
    let sum = family.samples.get(&(format!("{name}_sum"), Labels::new()));
    if last.map(|(_, value)| value) != count || count.is_none() || sum.is_none() {
        return Err(format!("`{name}` has no sum, no count, or no last bucket that equals it"));
    }
    if buckets.windows(2).any(|pair| pair[1].1 < pair[0].1) {
        return Err(format!("the buckets of `{name}` fall"));
    }
    Ok(())
}

/// The name, labels and value of a line. Labels are plain: no value may need an escape.
fn sample(line: &str) -> Result<(String, Labels, f64), String> {
    let wrong = || format!("`{line}` is no sample");
    let (head, value) = line.rsplit_once(' ').ok_or_else(wrong)?;
    let (name, inside) = match head.split_once('{') {
        Some((name, rest)) => (name, rest.strip_suffix('}').ok_or_else(wrong)?),
        None => (head, ""),
    };
    let mut labels = Labels::new();
    for label in inside.split(',').filter(|label| !label.is_empty()) {
        let (key, value) = label.split_once('=').ok_or_else(wrong)?;
        let value =
            value.strip_prefix('"').and_then(|it| it.strip_suffix('"')).ok_or_else(wrong)?;
        let is_plain = |it: char| it.is_ascii_alphanumeric() || "_.+-".contains(it);
        if !value.chars().all(is_plain) || labels.insert(key.to_owned(), value.to_owned()).is_some()
        {
            return Err(wrong());
        }
    }
    Ok((name.to_owned(), labels, number(value)?))
}

fn number(text: &str) -> Result<f64, String> {
    if text == "+Inf" {
        return Ok(f64::INFINITY);
    }
    text.parse().map_err(|_| format!("`{text}` is no number"))
}

/// The value of a sample.
pub(crate) fn value(
    families: &BTreeMap<String, Family>,
    sample: &str,
    labels: &[(&str, &str)],
) -> f64 {
    let labels: Labels =
        labels.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect();
    let wanted = (sample.to_owned(), labels);
    let mut found = families.values().filter_map(|family| family.samples.get(&wanted));
    *found.next().unwrap_or_else(|| panic!("there is no {wanted:?}"))
}
