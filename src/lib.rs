//! Write, check and render the numbered issue papers of an advisory committee.
//!
//! # The tour
//!
//! A paper is a file with YAML front matter and a Markdown body. It is read into a
//! [`Paper`](paper::Paper), judged by its [`Series`](series::Series) and the project around it, and
//! published through a [`Document`](document::Document).
//!
//! ```text
//! files ── project ──▶ Paper ─┬─ check ────▶ Outcome ──▶ report: text, JSON, SARIF, GitHub, GitLab, JUnit
//!                             └─ document ─▶ tree ─────▶ render: Markdown, HTML, text, Word, PDF
//! ```
//!
//! The modules are layers; each may use only those before it. Inside a module, no two files or folders beside each other
//! need each other. Tests enforce both.
//!
//! | layer | modules |
//! |---|---|
//! | text | [`text`]: sources, findings, fixes, wording; [`workers`]: all cores, and processes with limits |
//! | what papers use besides text | [`assets`]: pictures, fonts; [`word`]: Word files that others made |
//! | reading | [`yaml`], [`paper`], [`series`], [`project`]: settings, units, register, baseline, changes to files; [`git`], [`schema`] |
//! | rendering, which never sees checking | [`document`]: the tree of a page; [`compare`]: what differs between two; [`render`]: a document to bytes; [`pages`]: a project to files |
//! | checking, whose rules see neither rendering nor git | [`check`]; [`live`]: a project that stays open; [`report`] |
//! | what is done with papers | [`numbers`]: the register's policy; [`assist`]: what an editor offers at a place; [`drafting`]: new projects and papers; [`learn`]: a series from papers; [`import`]: papers from published ones; [`review`]: what reviewers changed in Word; [`meeting`]; [`publish`]; [`preview`]: pages with their findings, for a browser |
//!
//! # The front doors
//!
//! Each thing that the program does is a typed call that takes a project and options and returns data.
//! None prints, none exits, none asks for the time, so an editor or a web page can use them as the
//! commands do.
//!
//! | to | call |
//! |---|---|
//! | open a project, with unsaved texts laid over its files | [`project::Project::open`] |
//! | compare two papers | [`compare::papers`] |
//! | check it, once or again after each change | [`check::run`], [`check::Checker`] |
//! | keep it open while it is edited | [`live::Live`] |
//! | know what is at a place in a paper, and what can be written or done there | [`assist`] |
//! | fix it | [`check::fix_until_stable`] |
//! | make its pages, and find out what made a file | [`pages::plan`] and [`pages::write`], [`pages::verify`] |
//! | change its register | [`numbers`] on a [`project::LockedProject`] |
//! | begin a project or a paper | [`drafting`] |
//! | learn a series from papers that exist | [`learn::learn`], [`learn::try_out`] |
//! | take in a paper from Word, Markdown or text | [`import::import`] |
//! | take back what reviewers changed in Word | [`review::review`] |
//! | publish, revise, withdraw | [`publish`] |
//! | see who owes a paper | [`meeting::overview`] |
//! | look at pages while they are written | [`preview::Preview`] |
//!
//! Whatever changes files returns a [`project::ChangeSet`], which is shown as a patch or committed as
//! one: a file that is not what it was when it was read is never overwritten.
//!
//! # Habits
//!
//! - **Bytes in the whole file are the only currency of place.** [`text::source::LineIndex`] turns them
//!   into lines and columns, for the reports alone.
//! - **Two channels.** What is wrong in a paper or a project's files is a [`text::finding::Finding`] at a
//!   place; what stops the program is an error of its module.
//! - **The outside world is an argument.** Only [`project`] reads and writes files, only [`git`] asks git,
//!   only [`workers::process`] starts this program again, and nothing in the library looks at a
//!   clock. A rule depends on the project and the day alone.
//! - **Each fact is computed once.** There is one reading of the Markdown, for rules and pages; which paper
//!   carries which number is known by [`project::Project::carried_numbers`]; what papers of a project have
//!   in common, by [`check::ProjectIndex`].
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
//! | a format of a comparison | `src/compare/report/<name>.rs` | `commands/diff` |
//! | a kind of entry in the register | a variant of [`project::register::RegisterChange`] | – |
//! | a command | `src/commands/<name>.rs`, `tests/cli/<name>.trycmd` | the table in `commands/mod.rs` |

pub mod text;

pub mod workers;

pub mod assets;

pub mod word;

pub mod yaml;

pub mod paper;

pub mod series;

pub mod project;

pub mod git;

pub mod schema;

pub mod document;

pub mod compare;

pub mod render;

pub mod pages;

pub mod check;

pub mod live;

pub mod report;

pub mod numbers;

pub mod assist;

pub mod drafting;

pub mod learn;

pub mod import;

pub mod review;

pub mod meeting;

pub mod publish;

pub mod preview;
