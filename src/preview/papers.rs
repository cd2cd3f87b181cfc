//! The list of papers: those of a meeting with who owes one, those of a folder, or all.

use minijinja::{Value, context};

use super::address::page_of;
use super::around::Around;
use super::notes::{summary, words};
use super::templates::fill;
use super::{Preview, Reply, Subject};
use crate::document::Metadata;
use crate::meeting::{self, Line, Periods};
use crate::paper::fields::{Month, print_date};
use crate::project::{PaperFile, paths};
use crate::series::Values;
use crate::text::finding::Finding;
use crate::text::suggest::counted;

/// How many papers are judged at a time for a list: the others are judged while nobody waits.
const AT_ONCE: usize = 64;

/// A list of papers.
struct List {
    title: String,
    columns: &'static [&'static str],
    rows: Vec<Value>,
    /// What is due when.
    due: Vec<String>,
    /// How many papers there are of each kind, in words.
    summary: String,
}

impl Preview {
    /// The list of the papers that the preview was started for.
    pub(super) fn papers(&mut self) -> Reply {
        self.live.settle_some(AT_ONCE);
        let list = match &self.options.subject {
            Subject::Meeting(period) => self.of_meeting(*period),
            Subject::Folder(folder) => {
                let name = paths::display(folder);
                self.of_folder(&format!("Papers in {name}"), |it| {
                    paths::is_inside(&it.path, folder)
                })
            }
            Subject::All | Subject::Paper(_) => self.of_folder("Papers", |_| true),
        };
        let project = self.live.project();
        let errors: Vec<String> = project.unreadable().map(ToString::to_string).collect();
        let faults = self.live.findings_elsewhere();
        let faults = faults.iter().map(|finding| {
            let line = finding.file.position(finding.span.start).line + 1;
            format!("{}:{line}: {}", self.shown(finding.file.name()), finding.message)
        });
        let errors: Vec<String> = errors.into_iter().chain(faults).collect();
        let List { title, columns, rows, due, summary } = list;
        let (root, is_settling) = (&self.options.root, !self.live.is_settled());
        let html = fill(
            "papers.html",
            context! { title => &title, columns => columns.to_vec(), rows, due, errors, root, is_settling },
        );
        let around = Around { summary, ..Around::of_no_paper(&self.options, "Papers") };
        Reply::html(around.put(&html))
    }

    fn of_folder(&self, title: &str, is_in: impl Fn(&PaperFile) -> bool) -> List {
        let project = self.live.project();
        let files = project.judged().filter(|file| is_in(file));
        let rows: Vec<Value> = files.map(|file| self.row(file)).collect();
        let columns = &["Paper", "File", "Number", "Period", "Stage", "Findings"];
        let summary = counted(rows.len(), "paper");
        List { title: title.to_owned(), columns, rows, due: Vec::new(), summary }
    }

    fn row(&self, file: &PaperFile) -> Value {
        let name = file.paper.file.name();
        let findings = if self.live.is_judged() {
            summary(&self.live.findings(name))
        } else {
            "not checked".to_owned()
        };
        let paper = file.paper.unread();
        let series = self.live.project().series_of(&paper);
        let facts =
            series.map(|series| Metadata::new(&paper, series, &Values::new(&paper, series)));
        let Metadata { title, identifier, period, stage, .. } = facts.unwrap_or_default();
        let title = if title.is_empty() { name.to_owned() } else { title };
        let or_none = |text: Option<String>| text.unwrap_or_default();
        let cells =
            [self.shown(name), or_none(identifier), or_none(period), or_none(stage), findings];
        context! { title, address => page_of(name), cells => cells.to_vec() }
    }

    fn of_meeting(&self, period: Month) -> List {
        let project = self.live.project();
        let periods = Periods::new(project);
        let is_of_meeting = |(at, _): &(usize, &PaperFile)| periods.of(*at) == Some(period);
        let papers = project.papers.iter().enumerate().filter(is_of_meeting);
        let findings: Vec<Finding> =
            papers.flat_map(|(_, file)| self.live.findings(file.paper.file.name())).collect();
        let today = self.live.today();
        let overview = meeting::overview(project, &periods, period, &findings, today);
        let day = overview.date.map(|date| format!(", on {}", print_date(date)));
        let title = format!("Meeting of {}{}", period.printed(), day.unwrap_or_default());
        let due = overview.due.iter().map(|due| format!("{}: {}", print_date(due.on), due.what));
        let count = overview.groups.count();
        let papers = counted(overview.groups.lines.len() - count.missing(), "paper");
        List {
            title,
            columns: &["Group", "Number", "Stage", "Findings", "File", "Note"],
            rows: overview.groups.lines.iter().map(|line| self.line(line)).collect(),
            due: due.collect(),
            summary: format!("{papers}, {} missing", count.missing()),
        }
    }

    fn line(&self, line: &Line) -> Value {
        let findings = match (line.errors, line.warnings) {
            (Some(errors), Some(warnings)) => words(errors, warnings),
            _ => String::new(),
        };
        let file = line.paper.as_deref().map(|name| self.shown(name)).unwrap_or_default();
        let title = if line.group.is_empty() { file.clone() } else { line.group.clone() };
        let (number, stage, note) = (line.number.clone(), line.stage.clone(), line.note.clone());
        let cells = vec![number, stage, findings, file, note];
        context! { title, address => line.paper.as_deref().map(page_of), cells }
    }
}
