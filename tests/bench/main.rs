//! Everything that is measured about amends, each figure beside its aim: ratios within one run, or
//! sizes. `tests/bench/run` runs it all; `tests/bench/run commits pace` only some of it.

#![expect(clippy::unwrap_used, reason = "what a benchmark sets up may fail it")]
#![expect(clippy::print_stdout, reason = "the figures are what it is for")]

mod bare;
mod commits;
mod discord;
mod engine;
mod figures;
mod growth;
mod house;
mod luma;
mod memory;
mod pace;
mod presses;
mod service;
mod soak;
mod table;
mod telegram;
mod through;

use std::{env, fs};

use tokio::runtime;

use self::table::Table;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Where the figures go as JSON.
const JSON: &str = "AMENDS_BENCH_JSON";
const PARTS: [&str; 7] = ["commits", "presses", "through", "pace", "memory", "growth", "soak"];

fn main() {
    let asked: Vec<String> = env::args().skip(1).filter(|arg| !arg.starts_with("--")).collect();
    if let [first, rest @ ..] = asked.as_slice()
        && first == growth::CHILD
    {
        return growth::is_child(rest);
    }
    for part in &asked {
        assert!(PARTS.contains(&part.as_str()), "{part}: there is {}", PARTS.join(", "));
    }
    let is_wanted = |part: &str| asked.is_empty() || asked.iter().any(|asked| asked == part);
    let runtime = runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    let table = runtime.block_on(async {
        let mut table = Table::default();
        for part in PARTS.into_iter().filter(|part| is_wanted(part)) {
            match part {
                "commits" => commits::run(&mut table).await,
                "presses" => presses::run(&mut table).await,
                "through" => through::run(&mut table).await,
                "pace" => {
                    pace::run(&mut table).await;
                    pace::on_discord(&mut table).await;
                }
                "memory" => memory::run(&mut table).await,
                "growth" => growth::run(&mut table).await,
                "soak" => soak::run(&mut table).await,
                other => panic!("{other}"),
            }
        }
        table
    });
    let missed = table.missed();
    say(&format!("\naims missed: {}", missed.len()));
    for row in &missed {
        say(row);
    }
    if let Some(path) = env::var_os(JSON) {
        fs::write(path, format!("{:#}\n", table.to_json())).unwrap();
    }
}

pub(crate) fn say(line: &str) {
    println!("{line}");
}
