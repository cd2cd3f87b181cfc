//! Changes to a paper's front matter that leave every other byte alone: comments, order, quotes and
//! line ends stay as the author wrote them.

use super::Paper;
use super::fields::Person;
use super::front_matter::quoting;
use crate::text::finding::Edit;
use crate::text::source::{Span, line_end};
use crate::yaml::{Kind, Node, Style};

/// The edit that sets the field `key` to `value`, which is YAML; an empty value leaves the field
/// empty. A missing field is added at the end of the block, in a paper without one to a block of its own.
pub fn set_field(paper: &Paper, key: &str, value: &str) -> Edit {
    let text = paper.file.text();
    let separator = if value.is_empty() { "" } else { " " };
    if let Some(entry) = paper.front().get(key) {
        let span = entry.value.span;
        if !span.is_empty() {
            let mut span = value_span(text, span, entry.key.span);
            if value.is_empty() {
                span.start = text[..span.start].trim_end_matches(' ').len();
            }
            let separator = if text[..span.start].ends_with(':') { separator } else { "" };
            return Edit { span, text: format!("{separator}{value}") };
        }
        let colon =
            entry.key.span.end + text[entry.key.span.end..].find(':').map_or(0, |at| at + 1);
        // Spaces that end the line were all there was of a value.
        let rest = &text[colon..];
        let spaces = rest.len() - rest.trim_start_matches(' ').len();
        let ends_line = rest[spaces..].is_empty() || rest[spaces..].starts_with(['\n', '\r']);
        let span = Span::new(colon, if ends_line { colon + spaces } else { colon });
        return Edit { span, text: format!("{separator}{value}") };
    }
    if paper.front().is_absent && !paper.file.is_joined() {
        let (place, end) = (paper.front().end.start, line_end(text));
        let block = format!("---{end}{key}:{separator}{value}{end}---{end}{end}");
        return Edit { span: Span::at(place), text: block };
    }
    let line_end = line_end(paper.file.slice(paper.front().span));
    Edit {
        span: Span::at(paper.front().end.start),
        text: format!("{key}:{separator}{value}{line_end}"),
    }
}

/// The edit that makes the field `key`, which has the keys `name` and `office`, say the `printed` person, and leaves those
/// keys where they are; none if it is written in another way, or if the person has no office.
pub fn set_person(paper: &Paper, key: &str, printed: &str) -> Option<Edit> {
    let text = paper.file.text();
    let mapping = &paper.front().get(key)?.value;
    let Kind::Mapping(pairs) = &mapping.kind else { return None };
    let is_in_braces = paper.file.slice(mapping.span).starts_with('{');
    let part = |wanted: &str| {
        let is_it = |(key, _): &&(Node, Node)| key.scalar().is_some_and(|it| it.text == wanted);
        let (_, value) = pairs.iter().find(is_it)?;
        let scalar = value.scalar()?;
        let is_on_line = scalar.style != Style::Block && !value.span.is_empty();
        is_on_line.then_some((value.span, scalar.text.as_str()))
    };
    let (name, office) = (part("name")?, part("office")?);
    // A name with a comma in it is told from the office by the one of the two that stays.
    let before = printed.strip_suffix(office.1).and_then(|name| name.strip_suffix(", "));
    let after = printed.strip_prefix(name.1).and_then(|office| office.strip_prefix(", "));
    let person = match (before, after) {
        (Some(own), _) => (own.to_owned(), office.1.to_owned()),
        (None, Some(own)) => (name.1.to_owned(), own.to_owned()),
        (None, None) => {
            let Person { name, office } = Person::parse(printed);
            (name, office?)
        }
    };
    let mut changed: Vec<(Span, String)> = [(name, person.0), (office, person.1)]
        .into_iter()
        .filter(|((_, old), new)| old != new)
        .map(|((span, _), new)| {
            let old = if is_in_braces { "\"" } else { paper.file.slice(span) };
            (span, quoting::like(old, &new))
        })
        .collect();
    changed.sort_by_key(|(span, _)| span.start);
    let Some((last, end)) = changed.pop() else {
        return Some(Edit { span: Span::at(name.0.start), text: String::new() });
    };
    let Some((first, start)) = changed.pop() else { return Some(Edit { span: last, text: end }) };
    let between = &text[first.end..last.start];
    Some(Edit { span: Span::new(first.start, last.end), text: format!("{start}{between}{end}") })
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
    fn a_paper_without_front_matter_gets_one() {
        assert_eq!(set("# T\n", "number", "2"), "---\nnumber: 2\n---\n\n# T\n");
    }

    #[test]
    fn a_field_can_be_emptied_and_filled() {
        assert_eq!(set("---\nnumber: \"1\"\n---\n", "number", ""), "---\nnumber:\n---\n");
        for (empty, filled) in [
            ("number:", "number: 2"),
            ("number: ", "number: 2"),
            ("number: # later", "number: 2 # later"),
            ("number: ~", "number: 2"),
            ("number: ''", "number: 2"),
        ] {
            let text = |line: &str| format!("---\n{line}\nb: 3\n---\n");
            assert_eq!(set(&text(empty), "number", "2"), text(filled));
        }
    }

    #[test]
    fn a_value_below_its_key_is_replaced_whole() {
        let text = "---\nby:\n  name: A\n  office: B\nstage: draft\n---\n";
        assert_eq!(set(text, "by", "C"), "---\nby: C\nstage: draft\n---\n");
        for value in ["\n  long", " >-\n  long\n  text", " |\n  long", " # why\n  long"] {
            let text = format!("---\nby:{value}\nstage: draft\n---\n");
            assert_eq!(set(&text, "by", "C"), "---\nby: C\nstage: draft\n---\n", "{text}");
            assert_eq!(set(&text, "by", ""), "---\nby:\nstage: draft\n---\n", "{text}");
        }
    }

    #[test]
    fn a_person_keeps_the_keys_and_the_quotes() {
        let set = |text: &str, printed: &str| {
            let paper = Paper::new(SourceFile::new("a.md", text));
            set_person(&paper, "by", printed).map(|edit| fixes::edited(text, &[edit]))
        };
        let text =
            "---\nby:\n  name: Alex Doe # the author\n  office: 'Trade'\nstage: draft\n---\n";
        for (printed, from, to) in [
            ("Robin Doe, Trade", "Alex", "Robin"),
            ("Alex Doe, Trade Policy", "Trade", "Trade Policy"),
            ("Alex Doe, PhD, Trade", "Alex Doe", "Alex Doe, PhD"),
            ("Alex Doe, Trade", "", ""),
        ] {
            assert_eq!(set(text, printed), Some(text.replacen(from, to, 1)), "{printed}");
        }
        let both = text.replace("Alex", "Robin").replace("Trade", "Policy");
        assert_eq!(set(text, "Robin Doe, Policy"), Some(both));
        let flow = "---\nby: {name: Alex Doe, office: Trade}\n---\n";
        assert_eq!(set(flow, "Robin Roe, Trade"), Some(flow.replace("Alex Doe", "\"Robin Roe\"")));
        assert_eq!(set(text, "Robin Roe"), None);
        assert_eq!(set("---\nby: Alex Doe, Trade\n---\n", "Robin Roe, Trade"), None);
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
