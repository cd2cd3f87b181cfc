//! All integration tests, in one binary to link.

#![expect(unreachable_pub, reason = "in a test binary nothing is reachable from outside")]
// What the program may not do, a test may.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

/// Which module may use which.
mod architecture;
/// The real paper and the sample papers, checked by all rules.
mod published;
/// The rule table, its pages and examples, and the papers under `tests/rules/`.
mod rules;
/// Folders, projects and runs for all tests.
mod support;
