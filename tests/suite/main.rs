//! All integration tests, in one binary to link.

#![expect(unreachable_pub, reason = "in a test binary nothing is reachable from outside")]
// What the program may not do, a test may.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

/// The GitHub action.
#[cfg(target_os = "linux")]
mod action;
/// Which module may use which.
mod architecture;
/// Papers whose front matter is in another file.
mod beside;
/// Where words are on a page.
#[cfg(feature = "pdf")]
mod boxes;
/// The series that come with the program.
mod built_in;
/// Which modules need each other.
mod circles;
/// The program as a process.
mod cli;
/// Two papers, compared.
mod compare;
/// What an earlier version wrote.
mod compatibility;
/// What the language rules find in ordinary prose.
mod corpus;
/// Word documents.
mod docx;
/// Series of other forms than ours.
mod forms;
/// What fuzzers do with any bytes.
#[path = "../fuzz/mod.rs"]
mod fuzz;
/// Papers that are read in part.
mod glance;
/// Papers that are taken in.
mod import;
/// A series that is learned from papers.
mod learn;
/// What is learned from papers of less usual forms.
mod learned;
/// What is bundled, and under which licenses.
mod licenses;
/// The language server.
#[cfg(unix)]
mod lsp;
/// The marking of a paper that is not published.
mod markings;
/// The project in `papers/`.
mod papers;
/// PDF.
#[cfg(feature = "pdf")]
mod pdf;
/// Pictures, in checks and on pages.
mod pictures;
mod preview;
mod proposals;
/// A real paper against its published form.
mod published;
/// What the README says.
mod readme;
/// Projects that stay open, with unsaved texts.
mod recheck;
/// The register, changed at random and read back.
mod register;
/// The corpus of the fuzzers, replayed.
mod replay;
/// Word files that came back.
mod review;
/// The rule table, its pages and examples, and the papers under `tests/rules/`.
mod rules;
/// The schemas against what the program reads.
mod schema;
/// A project's own series.
mod series;

/// Rule levels by project, series and path.
mod settings;
/// The parts of a check on several machines.
mod shards;
/// What is new since the base of the work.
mod since;
/// Folders, projects and runs for all tests.
mod support;
/// What a screen reader gets of a PDF.
#[cfg(feature = "pdf")]
mod tags;
/// Papers that break off anywhere.
mod totality;
/// What readers find in a finished document.
mod words;
