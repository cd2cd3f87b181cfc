//! A live preview: pages of papers with their findings beside them, as they are while somebody writes.
//!
//! ```text
//! Address ─▶ Preview ─▶ a finished page of the project ─▶ bar and findings put around it ─▶ Reply
//! ```
//!
//! Pages are those that [`pages`](crate::pages) makes, with the [places](crate::pages::Page::with_places) of their
//! elements, and comparisons those of [`compare`](crate::compare); nothing is rendered here. Who may ask, and how, is up to
//! a server.

mod address;
mod around;
mod changes;
mod notes;
mod papers;
mod print;
mod templates;
mod word;

use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};
use std::path::PathBuf;

use minijinja::context;

pub use address::{Address, Colors, View};
use address::{PAGE, PAPERS, stem};
use around::Around;
use notes::{PlacesOnPage, notes, summary};
use print::LaidOut;
pub use print::{FinishedFile, PendingFile};
use templates::fill;

use crate::live::{Live, files_of};
use crate::pages::{Page, PageError};
use crate::paper::Paper;
use crate::paper::fields::Month;
use crate::project::{PaperFile, has_ending_of_papers, paths};
use crate::render::{self, Format};
use crate::text::finding::Finding;

/// The style sheet and the program of its pages.
const ASSETS: [(&str, &str, &str); 2] = [
    ("-/look.css", "text/css; charset=utf-8", include_str!("look.css")),
    ("-/live.js", "text/javascript; charset=utf-8", include_str!("live.js")),
];

const HTML: &str = "text/html; charset=utf-8";

/// What a preview was started for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Subject {
    /// All papers.
    All,
    /// The papers in a folder, as the project names it.
    Folder(PathBuf),
    /// The papers for the meeting of a month.
    Meeting(Month),
    /// One paper, by the name that the project reports it under.
    Paper(String),
}

/// How a preview is told.
#[derive(Debug, Clone)]
pub struct PreviewOptions {
    /// What it was started for.
    pub subject: Subject,
    /// The path before all of its addresses: it begins and ends with `/`.
    pub root: String,
    /// The folder of the project from that in which the preview was started: paths are copied from there.
    pub folder: PathBuf,
    /// Whether the server opens an editor.
    pub has_editor: bool,
}

/// What is sent for an address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reply {
    /// Whether there is such a thing.
    pub is_found: bool,
    /// The media type.
    pub media_type: &'static str,
    /// The file.
    pub body: Vec<u8>,
}

/// What follows from a request.
#[derive(Debug)]
pub enum Answer {
    /// The answer.
    Ready(Reply),
    /// A file has to be laid out first; when it is [kept](Preview::keep), the same request gets its answer.
    Later(Box<PendingFile>),
    /// The same, but another one is laid out.
    Busy,
}

impl Reply {
    fn html(body: String) -> Self {
        Self { is_found: true, media_type: HTML, body: body.into_bytes() }
    }
}

/// A project that is looked at while it is edited.
#[derive(Debug)]
pub struct Preview {
    live: Live,
    options: PreviewOptions,
    laid_out: LaidOut,
}

/// A page without what is around it.
struct Content {
    html: String,
    /// Whether the paper is there.
    is_found: bool,
}

impl Content {
    fn of(html: String) -> Self {
        Self { html, is_found: true }
    }
}

impl Preview {
    /// A preview of a project.
    pub fn new(live: Live, options: PreviewOptions) -> Self {
        Self { live, options, laid_out: LaidOut::default() }
    }

    /// The project.
    pub const fn live(&self) -> &Live {
        &self.live
    }

    /// The project, to tell it what changed.
    pub const fn live_mut(&mut self) -> &mut Live {
        &mut self.live
    }

    /// The path of the file called `file`, if it is one of the project that findings can be in.
    pub fn source(&self, file: &str) -> Option<PathBuf> {
        let is_of_paper =
            |paper: &PaperFile| files_of(&paper.paper.file).any(|part| part.name() == file);
        let is_known = self.live.project().papers.iter().any(is_of_paper)
            || self.live.findings_elsewhere().iter().any(|finding| finding.file.name() == file);
        is_known.then(|| PathBuf::from(file))
    }

    /// What is at an address, asked for when the project was at [generation](Live::generation) `since`. While `is_busy`
    /// no other file can be laid out.
    pub fn reply(&mut self, address: &Address, since: u64, is_busy: bool) -> Answer {
        if let Some((_, media_type, text)) = ASSETS.iter().find(|asset| asset.0 == address.path) {
            let body = text.as_bytes().to_vec();
            return Answer::Ready(Reply { is_found: true, media_type, body });
        }
        self.live.refresh();
        let Some((name, ending)) = self.paper_at(address) else {
            let is_list = address.path.is_empty() || address.path == PAPERS;
            return Answer::Ready(if is_list {
                self.papers()
            } else {
                self.nothing(&address.path)
            });
        };
        if let Some(format) = print::format_for(ending, address)
            && self.is_outdated(&name, format, since)
        {
            if is_busy {
                return Answer::Busy;
            }
            if let Some(pending) = self.start_layout(&name, format) {
                return Answer::Later(Box::new(pending));
            }
        }
        Answer::Ready(match ending {
            ".html" => self.paper(&name, address),
            ".svg" => self.drawn_page(&name, address.page),
            ".pdf" => self.pdf(&name),
            _ => self.nothing(&address.path),
        })
    }

    /// The name of the paper that an address is of, and the ending of the address.
    fn paper_at<'a>(&self, address: &'a Address) -> Option<(String, &'a str)> {
        if address.path.is_empty() {
            return match &self.options.subject {
                Subject::Paper(name) => Some((name.clone(), PAGE)),
                _ => None,
            };
        }
        let (stem, ending) = address.of_paper().filter(|_| address.path != PAPERS)?;
        let name = self.name_of(stem).or_else(|| self.started_for(stem))?;
        Some((name, ending))
    }

    /// The name of the paper with this name before its ending, whether or not it can be read.
    fn name_of(&self, wanted: &str) -> Option<String> {
        let project = self.live.project();
        let papers = project.papers.iter().map(|file| file.paper.file.name());
        let unread = project.unreadable().map(|error| error.path.as_str());
        let mut names = papers.chain(unread.filter(|name| has_ending_of_papers(name)));
        names.find(|name| stem(name) == wanted).map(str::to_owned)
    }

    /// The paper that the preview was started for, which may be gone for a moment.
    fn started_for(&self, wanted: &str) -> Option<String> {
        match &self.options.subject {
            Subject::Paper(name) if stem(name) == wanted => Some(name.clone()),
            _ => None,
        }
    }

    fn paper(&mut self, name: &str, address: &Address) -> Reply {
        self.live.judge_named(name);
        // Who asked knows of it now.
        self.live.take_changed();
        let content = if address.has_frame() {
            Content::of(self.frame(name, address))
        } else {
            self.content(name, address.view)
        };
        let Content { html, is_found } = content;
        let reply = |html| Reply { is_found, ..Reply::html(html) };
        let file = self.file(name);
        let findings = self.findings_of(name, file);
        let elsewhere = self.live.findings_elsewhere();
        let places = PlacesOnPage::of(&html);
        let (paper, folder) = (file.map(|file| &file.paper), self.options.folder.as_path());
        let own = notes(&findings, paper, &places, folder);
        let others = notes(&elsewhere, None, &places, folder);
        let all: Vec<Finding> = findings.into_iter().chain(elsewhere).collect();
        let around = Around {
            options: &self.options,
            address,
            name,
            summary: summary(&all),
            groups: vec![("", own), ("In other files", others)],
            errors: self.errors_of(name),
            canonical: address.path.is_empty().then(|| address::page_of(name)),
            is_of_paper: true,
        };
        reply(around.put(&html))
    }

    /// The findings in the files of a paper.
    fn findings_of(&self, name: &str, file: Option<&PaperFile>) -> Vec<Finding> {
        match file {
            Some(file) => {
                let files = files_of(&file.paper.file);
                files.flat_map(|part| self.live.findings(part.name())).collect()
            }
            None => self.live.findings(name),
        }
    }

    /// Why a paper, or all of them, can't be read.
    fn errors_of(&self, name: &str) -> Vec<String> {
        let project = self.live.project();
        // What is wrong with another paper stands beside that one.
        let concerns = |path: &str| path == name || !has_ending_of_papers(path);
        project
            .unreadable()
            .filter(|error| concerns(&error.path))
            .map(ToString::to_string)
            .collect()
    }

    /// What is shown of a paper.
    fn content(&mut self, name: &str, view: View) -> Content {
        let Some(file) = self.file(name) else { return self.missing(name) };
        if file.paper.front().unread {
            let reason = "Its front matter can't be read. The page comes back as soon as it can.";
            return Content::of(message(name, reason, Some(&file.paper)));
        }
        let shown = match view {
            View::Page => {
                let page = self.made(file, render::WEB_PAGE);
                page.map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
            }
            View::Changes => self.since_previous(file),
            View::Commit => self.since_commit(file),
            View::Print => return self.print(name),
            View::Word => self.word(file),
        };
        Content::of(shown.unwrap_or_else(|reason| message(name, &reason, Some(&file.paper))))
    }

    /// The paper called `name`, if it can be read.
    fn file(&self, name: &str) -> Option<&PaperFile> {
        self.live.project().index_of(name).map(|at| &self.live.project().papers[at])
    }

    /// The page of a paper in a format.
    fn made(&self, file: &PaperFile, format: &'static Format) -> Result<Vec<u8>, String> {
        self.page(file, format)?.make().map(|made| made.bytes).map_err(in_words)
    }

    /// A page that was not made yet.
    fn page<'a>(
        &'a self,
        file: &'a PaperFile,
        format: &'static Format,
    ) -> Result<Page<'a>, String> {
        if !format.is_available() {
            return Err(format!(
                "There is no page: {}; {}.",
                format.not_built(),
                render::HOW_TO_GET
            ));
        }
        let page = Page::of(self.live.project(), file, format, None);
        Ok(page.ok_or("Its series can't be read; the findings say why.")?.with_places())
    }

    /// In place of a paper that is not there, or can't be read.
    fn missing(&self, name: &str) -> Content {
        let project = self.live.project();
        if project.unreadable().any(|error| error.path == name) {
            let reason = "It can't be read. The page comes back as soon as it can.";
            return Content::of(message(name, reason, None));
        }
        let reason = "There is no such paper now. The page comes back as soon as there is one.";
        let html = message(&format!("{name} is gone"), reason, None);
        Content { html, is_found: false }
    }

    fn frame(&self, name: &str, address: &Address) -> String {
        let framed = Address { is_framed: true, width: None, ..address.clone() };
        let root = &self.options.root;
        let query = format!("{root}{}{}", address::page_of(name), framed.query());
        fill("frame.html", context! { title => name, query, width => address.width })
    }

    fn nothing(&self, path: &str) -> Reply {
        let title = "Not found";
        let html = message(title, &format!("There is nothing at {path}."), None);
        let around = Around::of_no_paper(&self.options, title);
        Reply { is_found: false, ..Reply::html(around.put(&html)) }
    }

    /// The name of the files of the project, as they are shown.
    fn shown(&self, name: &str) -> String {
        paths::display(&self.options.folder.join(name))
    }
}

/// A page that says why there is no other, with the source of the paper.
fn message(name: &str, reason: &str, paper: Option<&Paper>) -> String {
    let mut at = 0;
    let text = paper.map_or("", |paper| paper.file.text());
    let lines: Vec<_> = text
        .split_inclusive('\n')
        .enumerate()
        .map(|(index, line)| {
            let start = at;
            at += line.len();
            context! { at => start, number => index + 1, text => line.trim_end_matches(['\r', '\n']) }
        })
        .collect();
    fill("message.html", context! { title => name, reason, lines })
}

/// Why a page was not made.
fn in_words(error: PageError) -> String {
    match error {
        PageError::Input(error) => error.to_string(),
        PageError::Template(finding) => {
            let line = finding.file.position(finding.span.start).line + 1;
            format!("{}:{line}: {}", finding.file.name(), finding.message)
        }
    }
}

/// A number that is another for another text.
fn hash(text: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    hasher.finish()
}
