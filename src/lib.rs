//! Write, check and render the numbered issue papers of an advisory committee.
//!
//! # The tour
//!
//! A paper is a file with YAML front matter and a Markdown body. It is read into a
//! [`Paper`](paper::Paper), judged by its [`Series`](series::Series) and the project around it, and
//! published through a [`Document`](document::Document).
//!
//! ```text
//! bytes ── project ──▶ Paper ─┬─ check ────▶ findings ─▶ report: text, JSON
//!                             └─ document ─▶ tree ─────▶ render: Markdown, HTML, text, Word, PDF
//! ```
//!
//! The modules below stand in layers; each may use only those above it, which a test enforces.
//!
//! | layer | modules |
//! |---|---|
//! | text | [`text`]: sources, findings, fixes; [`workers`] |
//! | what papers use besides text | [`assets`]: pictures, fonts |
//! | reading | [`yaml`], [`paper`], [`series`], [`project`]: settings, units, register, baseline; [`git`], [`schema`] |
//! | rendering, which never sees checking | [`document`], [`render`]: a document to bytes, [`pages`]: a project to files |
//! | checking, whose rules never see rendering | [`check`], [`report`] |
//! | policy | [`numbers`], [`drafting`], [`meeting`], [`publish`] |
//!
//! The binary's `commands` put them together. Three habits hold everywhere:
//!
//! - **Bytes in the whole file are the only currency of place.** [`text::source::LineIndex`] turns them into
//!   lines and columns, for the reports alone.
//! - **Two channels.** What is wrong in a paper or a project's files is a [`text::finding::Finding`] at a
//!   place; what stops the program is an error of its module.
//! - **The outside world is an argument.** Only [`project`] reads and writes files, and nothing in the
//!   library looks at a clock.
//!
//! # Where a new thing goes
//!
//! | to add | write | and a line in |
//! |---|---|---|
//! | a rule | `src/check/rules/<family>/<name>.rs`, papers in `tests/rules/<name>/` | the family's `mod.rs` |
//! | a demand of a series | – | `templates/<series>/series.yaml` |
//! | a series | `templates/<series>/` | – |
//! | a page format | `src/render/<name>/` with its row, a template | [`render::FORMATS`] |
//! | a report format | `src/report/<name>.rs` | [`report::FORMATS`] |
//! | a command | `src/commands/<name>.rs`, `tests/cli/<name>.trycmd` | the table in `commands/mod.rs` |

pub mod text;

pub mod workers;

pub mod assets;

pub mod yaml;

pub mod paper;

pub mod series;

pub mod project;

pub mod git;

pub mod schema;

pub mod document;

pub mod render;

pub mod pages;

pub mod check;

pub mod report;

pub mod numbers;

pub mod drafting;

pub mod meeting;

pub mod publish;
