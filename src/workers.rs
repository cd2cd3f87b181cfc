//! Work on all cores, one item at a time on each.
//!
//! Rayon is made for small pieces of work: a thread that waits for one picks up another. Typst
//! waits like this while it makes a PDF, so with whole papers as pieces a thread would begin one
//! paper inside another, and hold the memory of them all. Here a thread that waits can pick up only
//! pieces of its own paper.

pub mod process;

use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use rayon::ThreadPoolBuilder;

/// The stack of a thread, in bytes; only the part that is used takes memory. Laying out a PDF
/// recurses deeper than the usual stack allows.
const STACK_SIZE: usize = 64 * 1024 * 1024;

/// Calls `work` with each of `items` on all cores; the results are in the order of the items.
///
/// # Panics
///
/// If `work` panics, as it would without threads.
pub fn map<T: Sync, R: Send>(items: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let next = AtomicUsize::new(0);
    let run = || {
        // Without a thread pool, the work is done on this thread.
        let _pool = ThreadPoolBuilder::new().num_threads(1).use_current_thread().build();
        let mut results = Vec::new();
        loop {
            let at = next.fetch_add(1, Ordering::Relaxed);
            let Some(item) = items.get(at) else { return results };
            results.push((at, work(item)));
        }
    };
    let mut results = thread::scope(|scope| {
        let count = rayon::current_num_threads().min(items.len());
        let start = || thread::Builder::new().stack_size(STACK_SIZE).spawn_scoped(scope, run);
        let threads: Vec<_> = (0..count).filter_map(|_| start().ok()).collect();
        let mut results = Vec::new();
        for thread in threads {
            match thread.join() {
                Ok(part) => results.extend(part),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
        results
    });
    // Nothing is left to do unless no thread could be started at all.
    if results.len() < items.len() {
        results.extend(run());
    }
    results.sort_by_key(|(at, _)| *at);
    results.into_iter().map(|(_, result)| result).collect()
}

/// Calls `work` where it finds a stack as [`map`] provides.
///
/// # Panics
///
/// If `work` panics.
pub fn on_large_stack<R: Send>(work: impl Fn() -> R + Sync) -> R {
    let made = map(&[()], |()| work()).pop();
    // There is one result for one item.
    made.unwrap_or_else(work)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_are_in_the_order_of_the_items() {
        let items: Vec<usize> = (0..1000).collect();
        assert_eq!(
            map(&items, |item| item * 2),
            items.iter().map(|item| item * 2).collect::<Vec<_>>()
        );
        assert!(map(&[] as &[usize], |item| *item).is_empty());
    }

    #[test]
    fn a_thread_that_waits_begins_no_other_item() {
        thread_local! {
            static DEPTH: std::cell::Cell<usize> = const { std::cell::Cell::new(0) };
        }
        let deepest = map(&[(); 64], |()| {
            DEPTH.set(DEPTH.get() + 1);
            let mut deepest = DEPTH.get();
            for _ in 0..100 {
                rayon::spawn(|| {});
                rayon::yield_now();
                deepest = deepest.max(DEPTH.get());
            }
            DEPTH.set(DEPTH.get() - 1);
            deepest
        });
        assert!(deepest.iter().all(|depth| *depth == 1), "{deepest:?}");
    }
}
