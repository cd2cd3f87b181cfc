use std::path::Path;

use crate::check::rule::rule;
use crate::check::{PaperContext, Sink};
use crate::git::Repository;
use crate::paper::seal::{self, Change, Seal};
use crate::register::Event;
use crate::source::Span;
use crate::suggest;

rule! {
    /// A paper must stay as it was sealed when it was published, revised or withdrawn.
    ///
    /// ## Why
    ///
    /// A published paper is what the committee was told. Whoever cites it must find the same words again. The
    /// register keeps a hash of its text, the seal, which any change breaks; line ends and blank lines at
    /// the end are no change. The places that changed are told by the marks beside the seal, and what stood
    /// there by git, where a commit has the sealed text.
    ///
    /// ## Example
    ///
    /// ```yaml
    /// stage: published
    /// ```
    ///
    /// ```yaml numbers.yaml
    /// published:
    ///   - { paper: paper-0.md, on: 2024-06-12, seal: 87428fc522803d31065e7bce3cf03fe475096631e5e07bbd7a0fde60c4cf25c7 }
    /// ```
    ///
    /// ## How to fix
    ///
    /// Put the old text back. If the change is meant, `issuepaper revise PAPER --why TEXT` makes a revision
    /// of it, which the page and the register tell of; `issuepaper withdraw` takes the paper back.
    "broken-seal", Error => Paper(check)
}

/// How many of the changes are pointed at.
const SHOWN: usize = 5;

fn check(cx: &PaperContext<'_>, out: &mut Sink<'_>) {
    let Some(register) = &cx.project.register else { return };
    let path = cx.project.relative(&cx.file.path);
    let Some(event) = register.record(&path).last() else { return };
    let text = cx.paper.file.text();
    if Seal::of(text) == event.seal {
        return;
    }
    let sealed = sealed_text(&cx.file.path, &event.seal);
    let marks = sealed.as_deref().map(seal::marks);
    let marks = marks.as_deref().unwrap_or(&event.marks);
    // Without marks everything would look new.
    let changes = if marks.is_empty() { Vec::new() } else { seal::changes(marks, text) };
    let places: Vec<Place> =
        changes.iter().map(|change| Place::new(change, sealed.as_deref(), text)).collect();
    let fallback = cx.place_of("stage").unwrap_or(Span::at(cx.paper.front.end.start));
    let place = places.first().map_or(fallback, |place| place.span);
    let message =
        format!("the paper was changed since it was {} on {}", event.described(), event.on);
    let mut report = out.at(place, message);
    for place in places.iter().take(SHOWN) {
        report = report.label(place.span, place.told.as_str());
    }
    report.label_in(&register.file, event.paper.span, "sealed here").help(help(
        event,
        &path,
        places.len(),
    ));
}

fn help(event: &Event, path: &str, changes: usize) -> String {
    let more = if changes > SHOWN {
        format!("{} in all; ", suggest::counted(changes, "change"))
    } else {
        String::new()
    };
    match event.step {
        crate::register::Step::Withdrawn { .. } => {
            format!("{more}put the old text back: it was withdrawn")
        }
        _ => format!(
            "{more}put the old text back, or make a revision: `issuepaper revise {path} --why …`"
        ),
    }
}

/// The text that was sealed, where git has it.
fn sealed_text(path: &Path, sealed: &Seal) -> Option<String> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    let repository = Repository::around(folder.unwrap_or(Path::new("."))).ok()?;
    Some(repository.version(path, |text| Seal::of(text) == *sealed)?.text)
}

/// A change and what it is.
struct Place {
    span: Span,
    told: String,
}

impl Place {
    fn new(change: &Change, sealed: Option<&str>, text: &str) -> Self {
        let sealed = sealed.map(seal::canonical);
        let before = sealed.as_deref().map(|sealed| {
            let lines = sealed.lines().skip(change.before.start).take(change.before.len());
            lines.collect::<Vec<_>>().join("\n")
        });
        let now = &text[change.now.range()];
        let lines = suggest::counted(change.before.len(), "line");
        let (span, told) = match (before, change.before.is_empty(), change.now.is_empty()) {
            (_, true, _) => (change.now, "added".to_owned()),
            (Some(before), false, true) => {
                (change.now, format!("taken out here: {}", suggest::shown(&before)))
            }
            (None, false, true) => (change.now, format!("{lines} taken out here")),
            (None, false, false) => (change.now, "changed".to_owned()),
            (Some(before), false, false) => {
                let (start, old_end, end) = differing(&before, now);
                let span = Span::new(change.now.start + start, change.now.start + end);
                let old = &before[start..old_end];
                let told = if old.is_empty() {
                    "added".to_owned()
                } else {
                    format!("was {}", suggest::shown(old))
                };
                (span, told)
            }
        };
        Self { span, told }
    }
}

/// Where two texts begin to differ, and where the difference ends in each, in whole words.
fn differing(before: &str, now: &str) -> (usize, usize, usize) {
    let is_word = |c: char| c.is_alphanumeric();
    let same = |pair: &(char, char)| pair.0 == pair.1;
    let start: usize =
        before.chars().zip(now.chars()).take_while(same).map(|(c, _)| c.len_utf8()).sum();
    let start = now[..start].trim_end_matches(is_word).len();
    let (old, new) = (&before[start..], &now[start..]);
    let tail: usize =
        old.chars().rev().zip(new.chars().rev()).take_while(same).map(|(c, _)| c.len_utf8()).sum();
    let kept = &new[new.len() - tail..];
    let tail = kept.trim_start_matches(is_word).len();
    (start, before.len() - tail, now.len() - tail)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_difference_is_told_in_whole_words() {
        let told = |before: &str, now: &str| {
            let (start, old, new) = differing(before, now);
            (before[start..old].to_owned(), now[start..new].to_owned())
        };
        let pair = |old: &str, new: &str| (old.to_owned(), new.to_owned());
        assert_eq!(told("runs 10 Centers", "runs 11 Centers"), pair("10", "11"));
        assert_eq!(told("all papers", "all new papers"), pair("", "new "));
        assert_eq!(told("Zoë", "Zoé"), pair("Zoë", "Zoé"));
        assert_eq!(told("a", "b"), pair("a", "b"));
        assert_eq!(told("aa", "a"), pair("aa", "a"));
        assert_eq!(told("a a", "a a a"), pair("", " a"));
    }
}
