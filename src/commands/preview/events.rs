//! Telling pages that something changed, as [server-sent events](https://html.spec.whatwg.org/multipage/server-sent-events.html).

use std::io::Write;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError, Weak};
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
pub(super) struct Pages(Mutex<Vec<Page>>);

/// A page as long as somebody is told for it.
#[derive(Debug)]
struct Page {
    changes: Sender<u64>,
    is_there: Weak<()>,
}

/// What a page is told.
#[derive(Debug)]
pub(super) struct Changes {
    changes: Receiver<u64>,
    /// Its end says that the page is gone.
    _is_there: Arc<()>,
}

impl Pages {
    /// Tells all pages the number of a change.
    pub(super) fn tell(&self, number: u64) {
        let mut pages = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        pages.retain(|page| page.changes.send(number).is_ok());
    }

    /// A page that is told of changes from now on; none if there are too many.
    pub(super) fn add(&self) -> Option<Changes> {
        let mut pages = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        pages.retain(|page| page.is_there.strong_count() > 0);
        let (sender, changes) = channel();
        let is_there = Arc::new(());
        (pages.len() < MOST_PAGES).then(|| {
            pages.push(Page { changes: sender, is_there: Arc::downgrade(&is_there) });
            Changes { changes, _is_there: is_there }
        })
    }
}

/// Tells one page what changes, until it is gone.
pub(super) fn tell(mut page: impl Write, changes: &Changes) {
    let changes = &changes.changes;
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_that_are_gone_take_no_place() {
        let pages = Pages::default();
        let open: Vec<_> = (0..MOST_PAGES).map_while(|_| pages.add()).collect();
        assert_eq!(open.len(), MOST_PAGES);
        assert!(pages.add().is_none());
        drop(open);
        assert!(pages.add().is_some());
    }
}
