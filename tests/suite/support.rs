//! A folder to test in, and ways to run the program on it.

#[cfg(feature = "pdf")]
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;
#[cfg(feature = "pdf")]
use std::process::Stdio;

use chrono::NaiveDate;
use issuepaper::check::{self, Outcome, Selection};
use issuepaper::git::Repository;
use issuepaper::project::{self, Project};
use issuepaper::render::TemplateSet;
use issuepaper::report::{self, Base, Options};
use issuepaper::text::finding::Finding;

/// The branch where the work began.
const BASE: &str = "base";
/// The branch on which others continued.
const THEIRS: &str = "theirs";

/// The date that all tests run with.
pub fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2025, 6, 30).unwrap()
}

/// A file or folder of the repository.
pub fn repository(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// A folder that is deleted with the value.
pub struct Folder(tempfile::TempDir);

impl Folder {
    /// An empty folder.
    pub fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    /// The folder's path.
    pub fn path(&self) -> &Path {
        self.0.path()
    }

    /// Writes a file, creating its folders.
    pub fn write(&self, path: &str, contents: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, contents).unwrap();
        path
    }

    /// The text of a file.
    pub fn read(&self, path: &str) -> String {
        std::fs::read_to_string(self.path().join(path)).unwrap()
    }

    /// Copies a file or a whole folder of the repository to `to`.
    pub fn copy(&self, from: &Path, to: &str) {
        if from.is_dir() {
            for entry in std::fs::read_dir(from).unwrap() {
                let entry = entry.unwrap();
                self.copy(&entry.path(), &format!("{to}/{}", entry.file_name().to_str().unwrap()));
            }
        } else {
            self.write(to, std::fs::read(from).unwrap());
        }
    }

    /// Copies the papers that the rules pass and fail into the folder `below`, or here if it is empty.
    pub fn copy_rule_papers(&self, below: &str) {
        for rule in entries(&repository("tests/rules")).iter().filter(|path| path.is_dir()) {
            for paper in entries(rule).iter().filter(|path| name(path).ends_with(".md")) {
                self.copy(paper, &format!("{below}{}-{}", name(rule), name(paper)));
            }
        }
    }

    /// Loads the project or the papers in the folder.
    pub fn load(&self) -> Project {
        let inputs = project::discover(&[self.path().to_owned()]);
        assert_eq!(inputs.errors, []);
        let mut projects = project::load_all(&inputs);
        assert_eq!(projects.len(), 1, "one project");
        projects.remove(0)
    }

    /// Checks everything in the folder with all rules.
    pub fn check(&self) -> Vec<Finding> {
        let project = self.load();
        match Selection::new(&project) {
            Ok(selection) => check::check(&project, &selection, today()).findings,
            Err(findings) => findings,
        }
    }

    /// Checks everything in the folder with one rule alone.
    ///
    /// In a repository it is checked against the base.
    pub fn check_only(&self, rule: &str) -> Vec<Finding> {
        let project = self.load_with_base();
        let mut findings =
            check::check(&project, &Selection::only(&project, rule), today()).findings;
        // A rule on waivers needs all the others.
        if rule.ends_with("-waiver") {
            findings.retain(|finding| finding.rule == rule);
        }
        findings
    }

    /// Checks everything in the folder with all rules; in a repository, against the base.
    pub fn check_against_base(&self) -> Vec<Finding> {
        let project = self.load_with_base();
        match Selection::new(&project) {
            Ok(selection) => check::check(&project, &selection, today()).findings,
            Err(findings) => findings,
        }
    }

    fn load_with_base(&self) -> Project {
        let mut project = self.load();
        if self.path().join(".git").exists() {
            let revision = if self.has_branch(THEIRS) { THEIRS } else { BASE };
            let repository = Repository::around(self.path()).unwrap();
            project.set_base(repository.base_snapshot(revision, self.path()).unwrap());
        }
        project
    }

    /// Runs a command in the folder as it would be typed: the program, git, `mv` or `rm`.
    ///
    /// # Errors
    ///
    /// What the program says.
    pub fn run(&self, command: &str) -> Result<(), String> {
        let words = words(command);
        let [program, arguments @ ..] = words.as_slice() else { return Ok(()) };
        match program.as_str() {
            "git" => {
                let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
                git(self.path(), &arguments);
                Ok(())
            }
            "issuepaper" => {
                let output = crate::cli::program(self.path()).args(arguments).output().unwrap();
                let errors = String::from_utf8_lossy(&output.stderr);
                let is_done = output.status.success();
                if is_done { Ok(()) } else { Err(format!("{command}: {errors}")) }
            }
            "mv" => {
                let at = |at: usize| self.path().join(&arguments[at]);
                std::fs::rename(at(0), at(1)).map_err(|error| error.to_string())
            }
            "rm" => {
                let path = self.path().join(&arguments[0]);
                std::fs::remove_file(path).map_err(|error| error.to_string())
            }
            other => Err(format!("{other} is neither `issuepaper` nor `git`, `mv` or `rm`")),
        }
    }

    /// Commits everything as the base of a branch of work.
    pub fn commit_base(&self) {
        git(self.path(), &["init", "-q"]);
        self.commit();
        git(self.path(), &["branch", BASE]);
    }

    /// Commits what `write` does as the changes of others on the base, and returns to the work.
    pub fn commit_theirs(&self, write: impl FnOnce(&Self)) {
        git(self.path(), &["switch", "-q", "-c", THEIRS, BASE]);
        write(self);
        self.commit();
        git(self.path(), &["switch", "-q", "main"]);
    }

    /// Commits everything.
    pub fn commit(&self) {
        git(self.path(), &["add", "-A"]);
        git(self.path(), &["commit", "-q", "--allow-empty", "-m", "Change"]);
    }

    fn has_branch(&self, name: &str) -> bool {
        !git(self.path(), &["branch", "--list", name]).is_empty()
    }

    /// The findings as a person sees them, with the folder's path left out.
    pub fn text(&self, findings: Vec<Finding>) -> String {
        let outcome = Outcome { findings, ..Outcome::default() };
        let mut out = Vec::new();
        let text = report::by_name("text").unwrap();
        let options =
            Options { color: false, width: 100, has_summary: false, base: Base::default() };
        (text.write)(&outcome, &options, &mut out).unwrap();
        let text = String::from_utf8(out).unwrap();
        text.replace(&format!("{}/", self.path().display()), "")
    }
}

/// The words of a command line, in which single quotes keep a word with spaces together.
fn words(command: &str) -> Vec<String> {
    let parts = command.split('\'').enumerate();
    parts
        .flat_map(|(at, part)| match at % 2 {
            0 => part.split_whitespace().map(str::to_owned).collect(),
            _ => vec![part.to_owned()],
        })
        .collect()
}

/// The templates of a series.
pub fn templates(project: &Project, series: &str) -> TemplateSet {
    TemplateSet::new(project.library.templates(series))
}

/// All Rust files below `folder`.
pub fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in entries(folder) {
        if entry.is_dir() {
            files.extend(rust_files(&entry));
        } else if name(&entry).ends_with(".rs") {
            files.push(entry);
        }
    }
    files
}

/// The subfolders and files of a folder, sorted.
pub fn entries(folder: &Path) -> Vec<PathBuf> {
    let mut entries: Vec<PathBuf> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    entries
}

/// The last part of a path.
pub fn name(path: &Path) -> &str {
    path.file_name().unwrap().to_str().unwrap()
}

/// Runs git in `folder`, independent of the machine's settings; returns its output.
pub fn git(folder: &Path, arguments: &[&str]) -> String {
    let output = Command::new("git")
        .args(["-c", "user.name=Alex Doe", "-c", "user.email=alex@example.org"])
        .args(["-c", "init.defaultBranch=main", "-c", "protocol.file.allow=always"])
        .args(arguments)
        .current_dir(folder)
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        // The same commits have the same ids on every run.
        .env("GIT_AUTHOR_DATE", "2024-06-01T12:00:00Z")
        .env("GIT_COMMITTER_DATE", "2024-06-01T12:00:00Z")
        .output()
        .unwrap();
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// What the first section of a paper may say: nothing that is wrong, acronyms and links that depend on other papers,
/// waivers, text that takes rules long.
pub const BODIES: [&str; 10] = [
    "We met.",
    "The Central Desk Office (CDO) met; the CDO closed. See [it](b.md#the-part).\n\n### The part\n\nIt is.",
    "The CDO met. See [the part](a.md#the-part) and [gone](e.md).",
    "The Customs Data Order (CDO) holds, and the CDO is old.\n\n### The part",
    "The Central Desk Office (C**D**O) met, and the CDO closed.",
    "The Central Desk Office (&#67;DO) met, and the CDO closed.",
    "<!-- issuepaper waive broken-link: soon there; by Alex Doe; until 2025-12-31 -->\nSee [gone](gone.md).",
    "<!-- issuepaper waive broken-link: soon there; by Alex Doe; until 2025-12-31 -->\nSee [gone](e.md).",
    "See [gone](gone.md), in order to see. ![](x.png)",
    "One word after another is what makes a sentence so long that nobody who reads it to the end knows how it \
     began or why it was written at all by somebody who had nothing to say on that day at the desk.",
];

/// A paper with more front matter and this text in its first section.
pub fn paper(index: usize, head: &str, body: &str) -> String {
    format!(
        "---\ntitle: Paper {index}\nstage: draft\naction_required: Informational\nsubmitted_by: Alex Doe, Office\n{head}---\n\n\
         ## Background\n\n{body}\n\n## Issue\n\nNone.\n\n## Current Status\n\nOpen.\n"
    )
}

/// The text of a PDF, as `pdftotext` of Poppler reads it with those options.
#[cfg(feature = "pdf")]
pub fn pdftotext(options: &[&str], file: &[u8]) -> String {
    let mut reader = Command::new("pdftotext")
        .args(options)
        .args(["-", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("pdftotext, of Debian's poppler-utils");
    reader.stdin.take().unwrap().write_all(file).unwrap();
    let output = reader.wait_with_output().unwrap();
    assert!(output.status.success());
    String::from_utf8(output.stdout).unwrap()
}
