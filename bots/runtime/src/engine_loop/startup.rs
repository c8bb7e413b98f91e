//! What the engine thread finds when it starts: effects that were begun, deadlines that passed.

use std::collections::BTreeMap;

use amends_core::{
    effect::{Body, Refusal},
    place::Platform,
};
use amends_storage::port::{OutboxRow, StoreError};
use jiff::SignedDuration;
use tracing::{error, warn};

use super::{EngineLoop, GROUP};
use crate::{
    fate::{self, Verdict},
    item::Settled,
    target,
};

/// Presses older than this are forgotten by the platform: an answer would be refused.
const PRESS: SignedDuration = SignedDuration::from_secs(15);

impl EngineLoop {
    /// Takes up what an earlier run left: effects, then overdue deadlines in due order, then the
    /// inbox. Nothing that came since is read before.
    pub(super) fn start_up(&mut self) {
        if let Err(error) = self.take_up_effects() {
            error!(%error, "Could not take up the effects of the last run");
            self.store_failed(&error);
        }
        if let Err(error) = self.find_erasures() {
            error!(%error, "Could not look for those who are forgotten");
        }
        if let Err(error) = self.find_dates() {
            error!(%error, "Could not look by which rules dates were derived");
        }
        if let Err(error) = self.find_figures() {
            error!(%error, "Could not look how far figures are counted");
        }
        self.deadlines();
        self.state.inbox = true;
    }

    fn take_up_effects(&mut self) -> Result<(), StoreError> {
        let (mut after, mut waiting) = (None, Vec::new());
        loop {
            let rows = self.store.outbox(after, GROUP)?;
            let Some(last) = rows.last() else { break };
            after = Some(last.key);
            waiting.extend(rows.into_iter().filter_map(|row| self.take_up(row)));
        }
        let begun: Vec<_> = waiting.iter().filter(|row| row.1).map(|row| row.0.clone()).collect();
        if !begun.is_empty() {
            self.store.outbox_update(&begun)?;
        }
        self.send_out(waiting.into_iter().map(|(row, _)| row).collect());
        Ok(())
    }

    /// Decides about one effect: it is sent, with whether its row changed, or it is settled.
    fn take_up(&mut self, mut row: OutboxRow) -> Option<(OutboxRow, bool)> {
        let age = self.clock.now().duration_since(row.not_before);
        let verdict = if matches!(row.effect.body, Body::Answer { .. }) && PRESS < age {
            Verdict::Settle(Err(Refusal::Expired))
        } else if row.sending {
            let id = row.cause();
            warn!(%id, effect.key = %row.key, "Nobody knows whether an effect was carried out");
            // By now the platform may have forgotten the first try.
            fate::after_unknown(&row, 1, false)
        } else {
            return Some((row, false));
        };
        match verdict {
            Verdict::Settle(fate) => {
                self.state.settled.push_back(Settled { row, fate, failures: 0 });
                None
            }
            Verdict::Again { .. }
            | Verdict::PutOff { .. }
            | Verdict::Follow { .. }
            | Verdict::Stop { .. } => {
                row.sending = false;
                Some((row, true))
            }
        }
    }

    /// Hands effects to the platforms that carry them out.
    pub(super) fn send_out(&mut self, rows: Vec<OutboxRow>) {
        let mut by_platform: BTreeMap<Platform, Vec<OutboxRow>> = BTreeMap::new();
        for row in rows {
            let (platform, _) = target::target(&row.effect.body);
            by_platform.entry(platform).or_default().push(row);
        }
        for (platform, rows) in by_platform {
            let Some(outbox) = self.outboxes.get(&platform) else {
                warn!(platform = platform.name(), "Nobody can carry out effects there");
                let fate = Err(Refusal::Other);
                let refused =
                    rows.into_iter().map(|row| Settled { row, fate: fate.clone(), failures: 0 });
                self.state.settled.extend(refused);
                continue;
            };
            // Nobody takes them any more only while the service stops: they stay in the store.
            outbox.send(rows).ok();
        }
    }
}
