//! A bar for long work; only a person at a terminal sees it.

use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// A bar that appears on standard error and goes away when it is dropped.
pub(super) struct Progress(ProgressBar);

impl Progress {
    /// A bar that appears with the first word of how much there is to do.
    pub(super) fn new(what: &'static str) -> Progress {
        let bar = ProgressBar::hidden();
        let style = ProgressStyle::with_template("{msg} {bar:32} {pos}/{len}, noch {eta}");
        bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
        bar.set_message(what);
        Progress(bar)
    }

    /// Work without a count: a moving sign only.
    pub(super) fn busy(what: &'static str) -> Progress {
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr_with_hz(10));
        bar.set_message(what);
        bar.enable_steady_tick(Duration::from_millis(200));
        Progress(bar)
    }

    /// Tells how far it is.
    pub(super) fn at(&self, done: u64, of: u64) {
        if self.0.length() != Some(of) {
            self.0.set_length(of);
            self.0
                .set_draw_target(ProgressDrawTarget::stderr_with_hz(10));
        }
        self.0.set_position(done);
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.0.finish_and_clear();
    }
}
