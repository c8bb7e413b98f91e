//! Long polling: one poll waits at a time, and a later one ends it.

use std::{sync::Arc, time::Duration};

use serde_json::Value;
use tokio::time::{Instant, sleep, sleep_until};

use super::{
    params::Params,
    refusal::Refusal,
    shared::{Reply, Shared},
};

const LONGEST_SECONDS: i64 = 50;
/// Two clients that fight over the updates are held back this long each time.
const CONFLICT_HOLD: Duration = Duration::from_secs(3);

/// Answers a poll, at once or when something happens.
pub(crate) async fn get_updates(shared: &Arc<Shared>, params: &Params) -> Reply {
    let wanted = params.list("allowed_updates");
    let Ok(wanted) = wanted else { return wanted.map(Value::Array).into() };
    let number = |key: &str, default: i64, least: i64, most: i64| {
        params.int(key).unwrap_or(default).clamp(least, most)
    };
    let offset = number("offset", 0, i64::MIN + 1, i64::MAX);
    let limit = usize::try_from(number("limit", 100, 1, 100)).unwrap_or(100);
    let timeout = u64::try_from(number("timeout", 0, 0, LONGEST_SECONDS)).unwrap_or(0);
    let deadline = Instant::now() + Duration::from_secs(timeout);
    let ticket = shared.change(|state| {
        if params.has("allowed_updates") {
            let kinds = wanted.iter().filter_map(Value::as_str).map(str::to_owned).collect();
            state.world.queue.allow(kinds);
        }
        state.poll += 1;
        state.poll
    });
    let mut changes = shared.changes.subscribe();
    let mut stopping = shared.stopping.subscribe();
    loop {
        changes.mark_unchanged();
        let Some(updates) = look(shared, ticket, offset, limit) else {
            return conflict(shared, params).await;
        };
        let is_over = deadline <= Instant::now() || *stopping.borrow();
        if !updates.is_empty() || is_over {
            let is_empty = updates.is_empty();
            let reply: Reply = Ok(Value::Array(updates)).into();
            if !is_empty {
                shared.record("getUpdates", params, reply.body.clone(), None);
            }
            return reply;
        }
        tokio::select! {
            _ = changes.changed() => (),
            _ = stopping.changed() => (),
            () = sleep_until(deadline) => (),
        }
    }
}

/// Returns the updates at hand, or nothing if a later poll took over.
fn look(shared: &Shared, ticket: u64, offset: i64, limit: usize) -> Option<Vec<Value>> {
    let mut state = shared.lock();
    if state.poll != ticket {
        return None;
    }
    let now_ms = state.world.now_ms();
    Some(state.world.queue.fetch(offset, limit, now_ms))
}

async fn conflict(shared: &Shared, params: &Params) -> Reply {
    let is_repeated = {
        let mut state = shared.lock();
        let last = state.last_conflict.replace(Instant::now());
        last.is_some_and(|last| last.elapsed() < CONFLICT_HOLD)
    };
    if is_repeated {
        let mut stopping = shared.stopping.subscribe();
        tokio::select! {
            () = sleep(CONFLICT_HOLD) => (),
            _ = stopping.wait_for(|is_stopping| *is_stopping) => (),
        }
    }
    let reply: Reply = Err(Refusal::new(
        409,
        "Conflict: terminated by other getUpdates request; make sure that only one bot instance is \
         running",
    ))
    .into();
    shared.record("getUpdates", params, reply.body.clone(), None);
    reply
}
