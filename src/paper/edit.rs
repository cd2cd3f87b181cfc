//! Changes to a paper's front matter that leave every other byte alone: comments, order, quotes and
//! line ends stay as the author wrote them.

use super::Paper;
use crate::text::finding::Edit;
use crate::text::source::{Span, line_end};

/// The edit that sets the field `key` to `value`, which is YAML; an empty value leaves the field
/// empty. A missing field is added at the end of the block.
pub fn set_field(paper: &Paper, key: &str, value: &str) -> Edit {
    let text = paper.file.text();
    if let Some(entry) = paper.front().get(key) {
        let span = entry.value.span;
        if !span.is_empty() {
            let mut span = value_span(text, span, entry.key.span);
            if value.is_empty() {
                span.start = text[..span.start].trim_end_matches(' ').len();
            }
            return Edit { span, text: value.to_owned() };
        }
        let colon =
            entry.key.span.end + text[entry.key.span.end..].find(':').map_or(0, |at| at + 1);
        let separator = if value.is_empty() { "" } else { " " };
        return Edit { span: Span::at(colon), text: format!("{separator}{value}") };
    }
    let separator = if value.is_empty() { "" } else { " " };
    let line_end = line_end(paper.file.slice(paper.front().span));
    Edit {
        span: Span::at(paper.front().end.start),
        text: format!("{key}:{separator}{value}{line_end}"),
    }
}

/// The edit that removes the field `key` with its whole lines; none if the field is missing.
pub fn remove_field(paper: &Paper, key: &str) -> Option<Edit> {
    let text = paper.file.text();
    let entry = paper.front().get(key)?;
    let lines = paper.file.lines();
    let last = entry.value.span.end.max(entry.key.span.end);
    let last = text[..last].trim_end().len();
    let start = lines.line_span(text, lines.line_of(entry.key.span.start)).start;
    let end = lines.line_span(text, lines.line_of(last)).end.min(paper.front().end.start);
    Some(Edit { span: Span::new(start, end.max(start)), text: String::new() })
}

/// The span of the value, up to the end of its last line if it begins below its key.
fn value_span(text: &str, value: Span, key: Span) -> Span {
    let between = &text[key.end..value.start];
    let start = if between.contains(['\n', '\r', '|', '>']) {
        key.end + between.find(':').map_or(0, |at| at + 1)
    } else {
        return value;
    };
    Span::new(start, start + text[start..value.end].trim_end().len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::fixes;
    use crate::text::source::SourceFile;

    fn set(text: &str, key: &str, value: &str) -> String {
        let paper = Paper::new(SourceFile::new("a.md", text));
        fixes::edited(text, &[set_field(&paper, key, value)])
    }

    #[test]
    fn only_the_value_changes() {
        let text = "---\r\ntitle:  'A' # keep\r\nstage: draft\r\n---\r\n";
        assert_eq!(set(text, "title", "B"), "---\r\ntitle:  B # keep\r\nstage: draft\r\n---\r\n");
        assert_eq!(
            set(text, "date", "2024-05-21"),
            "---\r\ntitle:  'A' # keep\r\nstage: draft\r\ndate: 2024-05-21\r\n---\r\n"
        );
    }

    #[test]
    fn a_field_can_be_emptied_and_filled() {
        assert_eq!(set("---\nnumber: \"1\"\n---\n", "number", ""), "---\nnumber:\n---\n");
        assert_eq!(set("---\nnumber:\n---\n", "number", "2"), "---\nnumber: 2\n---\n");
    }

    #[test]
    fn a_value_below_its_key_is_replaced_whole() {
        let text = "---\nby:\n  name: A\n  office: B\nstage: draft\n---\n";
        assert_eq!(set(text, "by", " C"), "---\nby: C\nstage: draft\n---\n");
    }

    #[test]
    fn a_field_is_removed_with_its_lines() {
        let text = "---\na: 1\nnote: >-\n  two\n  lines\nb: 2\n---\n";
        let paper = Paper::new(SourceFile::new("a.md", text));
        let edits: Vec<Edit> = remove_field(&paper, "note").into_iter().collect();
        assert_eq!(fixes::edited(text, &edits), "---\na: 1\nb: 2\n---\n");
        assert_eq!(remove_field(&paper, "other"), None);
    }
}
