//! What came of an order, for whoever gave it: text on standard output, and on a terminal how far it
//! is.

use std::{
    io::{self, IsTerminal, Write},
    time::Duration,
};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::Word;

/// So often the bar is drawn at least, so that one sees that it lives.
const DRAWN_EVERY: Duration = Duration::from_millis(200);

/// Says it.
#[derive(Debug, Default)]
pub(crate) struct Telling {
    bar: Option<ProgressBar>,
}

impl Telling {
    /// Nothing was said yet.
    pub(crate) fn new() -> Self {
        Self::default()
    }

    /// Says a word.
    pub(crate) fn hear(&mut self, word: &Word) -> anyhow::Result<()> {
        match word {
            Word::Text(text) => {
                let say = || io::stdout().lock().write_all(text.as_bytes());
                // What scrolls through a terminal does not mix with a bar.
                self.bar.as_ref().map_or_else(say, |bar| bar.suspend(say))?;
            }
            Word::Progress { done, total } => {
                if self.bar.is_none() && io::stderr().is_terminal() {
                    self.bar = Some(bar(*total));
                }
                if let Some(bar) = &self.bar {
                    if *total == 0 {
                        bar.set_message(format!("{done} records"));
                    } else {
                        bar.set_length(*total);
                        bar.set_position(*done);
                    }
                }
            }
            Word::Ended { .. } | Word::Failed(_) => (),
        }
        Ok(())
    }
}

impl Drop for Telling {
    fn drop(&mut self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}

/// A bar; of what nobody knows how much it is, only how much was done.
fn bar(total: u64) -> ProgressBar {
    let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr());
    let template =
        if total == 0 { "{spinner} {msg}" } else { "{wide_bar} {percent:>3} %  {eta} left" };
    if let Ok(style) = ProgressStyle::with_template(template) {
        bar.set_style(style);
    }
    bar.enable_steady_tick(DRAWN_EVERY);
    bar
}
