//! Progress on long runs.

use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// A shorter run needs no progress bar.
const PATIENCE: Duration = Duration::from_secs(1);

/// A progress bar if stderr is a terminal, once a run has taken a while; otherwise nothing.
pub struct Progress {
    bar: ProgressBar,
    started: Instant,
}

impl Progress {
    /// One for so many files.
    pub fn new(files: usize) -> Self {
        let bar = ProgressBar::hidden();
        bar.set_length(files as u64);
        if let Ok(style) = ProgressStyle::with_template("{bar:40} {pos} of {len} files, {eta} left")
        {
            bar.set_style(style);
        }
        Self { bar, started: Instant::now() }
    }

    /// Counts a file that is done.
    pub fn count(&self) {
        if self.bar.is_hidden() && self.started.elapsed() > PATIENCE {
            // It stays hidden if stderr is not a terminal.
            self.bar.set_draw_target(ProgressDrawTarget::stderr());
        }
        self.bar.inc(1);
    }

    /// Does `work`, which prints, without the bar in between.
    pub fn suspend<T>(&self, work: impl FnOnce() -> T) -> T {
        self.bar.suspend(work)
    }

    /// Takes the bar away.
    pub fn finish(&self) {
        self.bar.finish_and_clear();
    }
}
