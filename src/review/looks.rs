//! What looks otherwise than what was sent, and can't be said in Markdown.

use std::collections::{BTreeMap, HashSet};

use similar::{Algorithm, DiffOp, capture_diff_slices};

use crate::word::{Block, Content, Look, Paragraph, Spacing, WordFile};

/// The least number of paragraphs of a style that a program changes all alike.
const MANY: usize = 3;

/// A change of looks: the paragraph that came back, from 1, the words, and what is another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Looks {
    pub(super) paragraph: usize,
    pub(super) words: String,
    pub(super) what: String,
}

/// A paragraph, and whether it is in a table.
struct Line<'a> {
    paragraph: &'a Paragraph,
    in_table: bool,
    text: String,
}

/// What of `returned`, whose changes are accepted, looks otherwise than `sent`.
pub(super) fn looks(sent: &WordFile, returned: &WordFile) -> Vec<Looks> {
    let (base, back) = (lines(sent), lines(returned));
    let texts = |lines: &[Line<'_>]| -> Vec<String> {
        lines.iter().map(|line| line.text.clone()).collect()
    };
    let mut found: Vec<(usize, Looks)> = Vec::new();
    for op in capture_diff_slices(Algorithm::Patience, &texts(&base), &texts(&back)) {
        let (old, new) = (op.old_range(), op.new_range());
        if !matches!(op, DiffOp::Equal { .. } | DiffOp::Replace { .. }) || old.len() != new.len() {
            continue;
        }
        for (old, new) in old.zip(new) {
            let of_pair = pair(&base[old], &back[new], Some(&sent.styled));
            found.extend(of_pair.into_iter().map(|looks| (new, looks)));
        }
    }
    without_programs(&found, &back, returned)
}

/// Takes out what all paragraphs of a style have: a program did that, unless it is one that does not.
fn without_programs(
    found: &[(usize, Looks)],
    back: &[Line<'_>],
    returned: &WordFile,
) -> Vec<Looks> {
    let group = |line: &Line<'_>| (line.paragraph.style.name.clone(), line.in_table);
    let mut sizes: BTreeMap<(String, bool), usize> = BTreeMap::new();
    for line in back {
        *sizes.entry(group(line)).or_default() += 1;
    }
    let mut counts: BTreeMap<((String, bool), &str), HashSet<usize>> = BTreeMap::new();
    for (at, looks) in found {
        counts.entry((group(&back[*at]), &looks.what)).or_default().insert(*at);
    }
    let application = returned.properties.application.as_deref().unwrap_or_default();
    let is_careful = application.contains("Word") || returned.properties.is_untouched();
    let mut told: HashSet<((String, bool), String)> = HashSet::new();
    let mut out = Vec::new();
    for (at, looks) in found {
        let group = group(&back[*at]);
        let size = sizes.get(&group).copied().unwrap_or_default();
        let count = counts.get(&(group.clone(), looks.what.as_str())).map_or(0, HashSet::len);
        if size < MANY || count * 10 < size * 9 {
            out.push(looks.clone());
        } else if is_careful && told.insert((group, looks.what.clone())) {
            let words = format!("{} (and all paragraphs like it)", looks.words);
            out.push(Looks { words, ..looks.clone() });
        }
    }
    out
}

fn lines(file: &WordFile) -> Vec<Line<'_>> {
    let mut out = Vec::new();
    add(&file.blocks, false, &mut out);
    file.notes.iter().for_each(|note| add(note, false, &mut out));
    out
}

fn add<'a>(blocks: &'a [Block], in_table: bool, out: &mut Vec<Line<'a>>) {
    for block in blocks {
        match block {
            Block::Paragraph(paragraph) => {
                let text = paragraph.text().split_whitespace().collect::<Vec<_>>().join(" ");
                if !text.is_empty() {
                    out.push(Line { paragraph, in_table, text });
                }
            }
            Block::Table(table) => {
                let cells = table.rows.iter().flat_map(|row| &row.cells);
                cells.for_each(|cell| add(&cell.blocks, true, out));
            }
        }
    }
}

/// What differs between a paragraph that was sent and the one that came back.
fn pair(old: &Line<'_>, new: &Line<'_>, styled: Option<&HashSet<String>>) -> Vec<Looks> {
    let mut out = Vec::new();
    let paragraph = new.paragraph.number;
    let mut add = |words: String, what: String| out.push(Looks { paragraph, words, what });
    let start = shortened(&new.text);
    let (was, is) = (alignment(old.paragraph), alignment(new.paragraph));
    if was != is {
        let what = if is == "center" {
            "is centered".to_owned()
        } else {
            format!("is aligned to the {is}")
        };
        add(start.clone(), what);
    }
    // The style of a table says more of it than its paragraphs do.
    let spacing = |line: &Line<'_>| {
        let Spacing { before, after, line } = line.paragraph.spacing;
        (before.unwrap_or_default(), after.unwrap_or_default(), line.unwrap_or(240))
    };
    if !new.in_table && old.paragraph.style.name == new.paragraph.style.name {
        let ((before, after, line), now) = (spacing(old), spacing(new));
        if (before, after) != (now.0, now.1) {
            add(start.clone(), "has other space around it".to_owned());
        }
        if line != now.2 {
            add(start, "has other space between its lines".to_owned());
        }
    }
    let in_table = new.in_table;
    let (old, new) = (letters(old.paragraph), letters(new.paragraph));
    let same = |letters: &[(char, &Look)]| letters.iter().map(|it| it.0).collect::<Vec<char>>();
    for op in capture_diff_slices(Algorithm::Myers, &same(&old), &same(&new)) {
        let DiffOp::Equal { old_index, new_index, len } = op else { continue };
        let pairs = old[old_index..old_index + len].iter().zip(&new[new_index..new_index + len]);
        runs(pairs, styled.filter(|_| in_table), &mut add);
    }
    out
}

/// Tells of the runs of letters that have another look.
fn runs<'a>(
    pairs: impl Iterator<Item = (&'a (char, &'a Look), &'a (char, &'a Look))>,
    styled: Option<&HashSet<String>>,
    add: &mut impl FnMut(String, String),
) {
    let mut open: BTreeMap<String, String> = BTreeMap::new();
    for ((_, old), (c, new)) in pairs {
        let differences = new.differences(old).into_iter();
        // What the style of a table says, a program may say again in its cells.
        let own = differences.filter(|(_, value)| {
            value.is_none_or(|it| styled.is_none_or(|styled| !styled.contains(it)))
        });
        let whats: Vec<String> = own.map(|(what, value)| in_words(what, value)).collect();
        let ended: Vec<String> = open.keys().filter(|it| !whats.contains(it)).cloned().collect();
        for what in ended {
            if let Some(words) = open.remove(&what) {
                add(shortened(&words), what);
            }
        }
        for what in whats {
            open.entry(what).or_default().push(*c);
        }
    }
    let mut rest: Vec<(String, String)> = open.into_iter().collect();
    rest.retain(|(_, words)| !words.trim().is_empty());
    for (what, words) in rest {
        add(shortened(&words), what);
    }
}

fn in_words(what: &str, value: Option<&str>) -> String {
    match (what, value) {
        ("font", Some(font)) => format!("is in the font {font}"),
        ("size", Some(size)) => {
            let half: u32 = size.parse().unwrap_or_default();
            format!("has a size of {}{} points", half / 2, if half % 2 == 1 { ".5" } else { "" })
        }
        ("color", Some(color)) => format!("has the color {color}"),
        ("highlight", Some(color)) => format!("is highlighted in {color}"),
        ("highlight", None) => "is highlighted no more".to_owned(),
        (what, _) => format!("has no {what} of its own any more"),
    }
}

/// The letters of a paragraph with their looks.
fn letters(paragraph: &Paragraph) -> Vec<(char, &Look)> {
    let mut out = Vec::new();
    for run in &paragraph.runs {
        if let Content::Text(text) = &run.content {
            out.extend(text.chars().map(|c| (c, &run.look)));
        }
    }
    out
}

fn alignment(paragraph: &Paragraph) -> &str {
    match paragraph.alignment.as_deref() {
        None | Some("left" | "start") => "left",
        Some("right" | "end") => "right",
        Some("both" | "distribute") => "left and the right",
        Some(other) => other,
    }
}

/// The first words of a text.
fn shortened(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().take(6).collect();
    let rest = if text.split_whitespace().count() > words.len() { " …" } else { "" };
    format!("{}{rest}", words.join(" "))
}
