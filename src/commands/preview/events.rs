//! Telling pages that something changed, as [server-sent events](https://html.spec.whatwg.org/multipage/server-sent-events.html).

use std::io::Write;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// A page that is gone is noticed when something is sent to it.
const BEAT: Duration = Duration::from_secs(15);

/// The most pages that listen at once.
const MOST_PAGES: usize = 200;

/// The head of the answer, which goes on for as long as the page is there.
const HEAD: &str = "HTTP/1.1 200 OK\r\n\
    Content-Type: text/event-stream\r\n\
    Cache-Control: no-store\r\n\
    X-Content-Type-Options: nosniff\r\n\
    Connection: close\r\n\r\n";

/// The pages that are open.
#[derive(Debug, Default)]
pub(super) struct Pages(Mutex<Vec<Sender<u64>>>);

impl Pages {
    /// Tells all pages the number of a change.
    pub(super) fn tell(&self, number: u64) {
        let mut pages = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        pages.retain(|page| page.send(number).is_ok());
    }

    /// A page from which changes are told; none if there are too many.
    pub(super) fn add(&self) -> Option<Receiver<u64>> {
        let mut pages = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (sender, receiver) = channel();
        (pages.len() < MOST_PAGES).then(|| {
            pages.push(sender);
            receiver
        })
    }
}

/// Tells one page what changes, until it is gone.
pub(super) fn tell(mut page: Box<dyn Write + Send>, changes: &Receiver<u64>) {
    let mut send = |text: &str| page.write_all(text.as_bytes()).and_then(|()| page.flush());
    let mut is_there = send(HEAD).is_ok();
    while is_there {
        is_there = match changes.recv_timeout(BEAT) {
            // Those that came meanwhile are in the page that is fetched now.
            Ok(number) => {
                let number = changes.try_iter().last().unwrap_or(number);
                send(&format!("data: {number}\n\n")).is_ok()
            }
            Err(RecvTimeoutError::Timeout) => send(": beat\n\n").is_ok(),
            Err(RecvTimeoutError::Disconnected) => return,
        };
    }
}
