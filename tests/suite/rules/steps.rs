//! What an author does who follows the advice word by word: the edits and commands in `<paper>.steps`,
//! one for each finding that has no fix, must lead to a clean paper.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use issuepaper::text::finding::Finding;

use crate::support::{Folder, name, repository};

/// What an author does about one finding, in this order.
struct Step {
    text: String,
    /// Commands of the program and of git.
    commands: Vec<String>,
    edits: Vec<Edit>,
}

/// In a file, `old` becomes `new`.
struct Edit {
    /// The file, if it is not the paper.
    file: Option<String>,
    /// The file below `tests/rules/` that it becomes a copy of.
    copied: Option<String>,
    old: Vec<u8>,
    new: Vec<u8>,
}

/// Follows the steps of a paper whose fixes have been applied and which has `findings` left; `before` are those
/// of all rules on the paper as it was.
///
/// # Errors
///
/// What leads nowhere.
pub(super) fn follow(
    rule: &str,
    fixture: &Path,
    folder: &Folder,
    mut findings: Vec<Finding>,
    before: &[Finding],
) -> Result<(), String> {
    let text = fs::read_to_string(fixture.with_extension("steps")).unwrap_or_default();
    for step in steps(&text) {
        take(&step, fixture, folder)?;
        let after = folder.check_only(rule);
        if after.len() >= findings.len() {
            let after = folder.text(after);
            return Err(format!("this step leads nowhere:\n{}\n\n{after}", step.text));
        }
        findings = after;
    }
    if !findings.is_empty() {
        let left = folder.text(findings);
        return Err(format!("say what an author does who follows this advice\n{left}"));
    }
    see_nothing_new(&allowed(&text), folder, before)
}

/// With all rules on, the advice of one must not lead to findings of another.
fn see_nothing_new(allowed: &[&str], folder: &Folder, before: &[Finding]) -> Result<(), String> {
    let count = |findings: &[Finding]| {
        let mut counts: BTreeMap<&'static str, usize> = BTreeMap::new();
        for finding in findings {
            *counts.entry(finding.rule).or_default() += 1;
        }
        counts
    };
    let (before, mut after) = (count(before), folder.check_against_base());
    let counts = count(&after);
    let is_new = |rule: &&str| counts[rule] > before.get(rule).copied().unwrap_or_default();
    let new: Vec<&str> = counts.keys().copied().filter(is_new).collect();
    if new == allowed {
        return Ok(());
    }
    after.retain(|finding| new.contains(&finding.rule));
    let after = folder.text(after);
    Err(format!("the advice leads to findings of {new:?}, and not of {allowed:?}\n{after}"))
}

/// Does what a step says.
fn take(step: &Step, fixture: &Path, folder: &Folder) -> Result<(), String> {
    for command in &step.commands {
        folder.run(command)?;
    }
    for Edit { file, copied, old, new } in &step.edits {
        let file = file.as_deref().unwrap_or(name(fixture));
        if let Some(copied) = copied {
            folder.copy(&repository(&format!("tests/rules/{copied}")), file);
            continue;
        }
        let before = fs::read(folder.path().join(file)).unwrap_or_default();
        let found = [old.clone(), with_returns(old)]
            .into_iter()
            .find_map(|old| Some((memchr::memmem::find(&before, &old)?, old.len())));
        let Some((start, length)) = found else {
            return Err(format!("{file} has no `{}`", String::from_utf8_lossy(old)));
        };
        // A paper may have the line ends of Windows, or some of them.
        let line = before[..start].iter().rposition(|byte| *byte == b'\n').unwrap_or_default();
        let new = if before[..line].ends_with(b"\r") { with_returns(new) } else { new.clone() };
        folder.write(file, [&before[..start], &new, &before[start + length..]].concat());
    }
    Ok(())
}

/// A text with the line ends of Windows.
fn with_returns(text: &[u8]) -> Vec<u8> {
    text.split(|byte| *byte == b'\n').collect::<Vec<_>>().join(&b"\r\n"[..])
}

/// The rules that find something after the steps which they did not find before, in order: `# then RULE: why`.
fn allowed(text: &str) -> Vec<&str> {
    let notes = text.lines().filter_map(|line| line.strip_prefix("# then "));
    notes.filter_map(|note| Some(note.split_once(": ")?.0)).collect()
}

/// Steps are separated by empty lines.
fn steps(text: &str) -> impl Iterator<Item = Step> {
    let is_step = |part: &&str| part.lines().any(|line| !line.starts_with('#'));
    text.trim_end().split("\n\n").filter(is_step).map(|text| {
        let commands = text.lines().filter_map(|line| line.strip_prefix("$ "));
        let commands = commands.map(str::to_owned).collect();
        let lines = format!("\n{text}");
        let mut parts = lines.split("\n@ ");
        let own = parts.next().and_then(|part| edit(None, part));
        let others = parts.filter_map(|part| {
            let (file, rest) = part.split_once('\n')?;
            edit(Some(file), rest)
        });
        let edits = own.into_iter().chain(others).collect();
        Step { text: text.to_owned(), commands, edits }
    })
}

/// The edit that the lines of a step describe.
fn edit(file: Option<&str>, text: &str) -> Option<Edit> {
    let lines = |mark: &str| -> Vec<&str> {
        text.lines().filter_map(|line| line.strip_prefix(mark)).collect()
    };
    let [copied, old, new] = ["= ", "- ", "+ "].map(lines);
    let copied = copied.first().map(|path| (*path).to_owned());
    let is_none = copied.is_none() && old.is_empty() && new.is_empty();
    let [old, new] = [old, new].map(|lines| unescaped(&lines.join("\n")));
    (!is_none).then(|| Edit { file: file.map(str::to_owned), copied, old, new })
}

/// The bytes of a text in which `\xE9` is one that is no UTF-8.
fn unescaped(text: &str) -> Vec<u8> {
    let mut parts = text.split("\\x");
    let mut bytes = parts.next().unwrap_or_default().as_bytes().to_vec();
    for part in parts {
        match part.get(..2).and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
            Some(byte) => bytes.extend([&[byte][..], &part.as_bytes()[2..]].concat()),
            None => bytes.extend(format!("\\x{part}").bytes()),
        }
    }
    bytes
}
