//! What was imported, as JSON: described by `import.schema.json` beside this file.

use std::path::Path;

use issuepaper::import::{Imported, Place, Remark};
use issuepaper::pages;
use issuepaper::project::paths;
use issuepaper::schema::Tool;
use serde::Serialize;

/// What was imported, as it is printed.
#[derive(Debug, Serialize)]
pub(super) struct Answer {
    version: u32,
    tool: Tool,
    dry_run: bool,
    files: Vec<File>,
}

/// A file to import, and what became of it.
#[derive(Debug, Serialize)]
pub(super) struct File {
    #[serde(rename = "file")]
    from: String,
    source: Option<String>,
    pictures: Vec<String>,
    text: Option<String>,
    blocks: usize,
    taken_over: usize,
    error: Option<String>,
    remarks: Vec<JsonRemark>,
}

#[derive(Debug, Serialize)]
struct JsonRemark {
    line: Option<usize>,
    paragraph: Option<usize>,
    field: Option<String>,
    open: bool,
    text: String,
}

impl Answer {
    pub(super) fn new(files: Vec<File>, dry_run: bool) -> Self {
        let tool = Tool::THIS;
        Self { version: 1, tool, dry_run, files }
    }
}

impl File {
    /// The file at `from`, whose source goes to `to`; `shows_text` says that it is not, or not only, on disk.
    pub(super) fn imported(from: &Path, to: &Path, imported: &Imported, shows_text: bool) -> Self {
        let folder = to.parent().unwrap_or(Path::new(""));
        let is_file = !pages::is_stdout(to);
        let picture = |(path, _): &(String, Vec<u8>)| paths::display(&folder.join(path));
        let pictures = imported.pictures.iter().filter(|_| is_file).map(picture);
        Self {
            from: paths::display(from),
            source: is_file.then(|| paths::display(to)),
            pictures: pictures.collect(),
            text: (shows_text || !is_file).then(|| imported.text.clone()),
            blocks: imported.read,
            taken_over: imported.placed,
            error: None,
            remarks: imported.remarks.iter().map(remark).collect(),
        }
    }

    /// One that could not be imported.
    pub(super) fn failed(from: &Path, error: String) -> Self {
        Self {
            from: paths::display(from),
            source: None,
            pictures: Vec::new(),
            text: None,
            blocks: 0,
            taken_over: 0,
            error: Some(error),
            remarks: Vec::new(),
        }
    }
}

fn remark(remark: &Remark) -> JsonRemark {
    let (line, paragraph) = match remark.place {
        Place::File => (None, None),
        Place::Line(line) => (Some(line), None),
        Place::Paragraph(paragraph) => (None, Some(paragraph)),
    };
    let field = remark.empty.as_ref().map(|empty| empty.field.clone());
    JsonRemark { line, paragraph, field, open: remark.is_open, text: remark.message.clone() }
}
