//! Three texts: the one that was sent, the one that came back, and the one that is here now.

use std::ops::Range;

use similar::{Algorithm, DiffOp, capture_diff_slices};

use super::tokens::{Gap, Token};

/// What became of the words of a range of the text that was sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Hunk {
    /// The words that were sent.
    pub(super) base: Range<usize>,
    /// The words in their place.
    pub(super) new: Range<usize>,
}

/// A change that came back, and where it belongs now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Merged {
    pub(super) base: Range<usize>,
    pub(super) ours: Range<usize>,
    pub(super) theirs: Range<usize>,
    pub(super) state: State,
}

/// What becomes of a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum State {
    /// It fits.
    Fits,
    /// The text says so already.
    Done,
    /// The text was changed there, too.
    Conflict,
}

/// What differs between two texts. Changes with at most one word between them are one.
pub(super) fn hunks(base: &[Token<'_>], new: &[Token<'_>]) -> Vec<Hunk> {
    let mut out: Vec<Hunk> = Vec::new();
    for op in capture_diff_slices(Algorithm::Histogram, base, new) {
        if matches!(op, DiffOp::Equal { .. }) {
            continue;
        }
        let hunk = Hunk { base: op.old_range(), new: op.new_range() };
        match out.last_mut() {
            Some(last) if is_near(&base[last.base.end..hunk.base.start]) => {
                last.base.end = hunk.base.end;
                last.new.end = hunk.new.end;
            }
            _ => out.push(hunk),
        }
    }
    let mut out = whole_tables(&out, (base, new));
    for at in 0..out.len() {
        let before = at
            .checked_sub(1)
            .and_then(|at| out.get(at))
            .map_or((0, 0), |hunk| (hunk.base.end, hunk.new.end));
        let after = out
            .get(at + 1)
            .map_or((base.len(), new.len()), |hunk| (hunk.base.start, hunk.new.start));
        out[at] = slid(out[at].clone(), (base, new), before, after);
    }
    out
}

/// The changes with one for all of a table that has other columns, or the same in another order: none of its rows
/// means anything without the others.
fn whole_tables(hunks: &[Hunk], (base, new): (&[Token<'_>], &[Token<'_>])) -> Vec<Hunk> {
    let columns = |tokens: &[Token<'_>]| -> Vec<&str> {
        tokens.iter().filter(|it| it.is_delimiter()).map(Token::alignment).collect()
    };
    let mut out: Vec<Hunk> = Vec::new();
    for table in tables(base) {
        let touches = |hunk: &&Hunk| table.start <= hunk.base.end && hunk.base.start <= table.end;
        let own: Vec<&Hunk> = hunks.iter().filter(touches).collect();
        let (Some(first), Some(last)) = (own.first(), own.last()) else { continue };
        let (start, end) = (table.start.min(first.base.start), table.end.max(last.base.end));
        let whole = Hunk {
            base: start..end,
            new: first.new.start - (first.base.start - start)..last.new.end + end - last.base.end,
        };
        let (before, after) =
            (columns(&base[whole.base.clone()]), columns(&new[whole.new.clone()]));
        // Columns that changed places take their alignment with them.
        let head = base[table.clone()].iter().position(Token::is_delimiter).unwrap_or_default();
        let is_head_changed = first.base.start < table.start + head;
        if before.len() != after.len() || is_head_changed && before != after {
            out.push(whole);
        }
    }
    let is_inside = |hunk: &Hunk| {
        let is_part =
            |whole: &Hunk| whole.base.start <= hunk.base.start && hunk.base.end <= whole.base.end;
        out.iter().any(is_part)
    };
    let rest: Vec<Hunk> = hunks.iter().filter(|hunk| !is_inside(hunk)).cloned().collect();
    out.extend(rest);
    out.sort_by_key(|hunk| hunk.base.start);
    out
}

/// Where the tables are among `tokens`: from the row above the dashes to the last row.
pub(super) fn tables(tokens: &[Token<'_>]) -> Vec<Range<usize>> {
    let mut out: Vec<Range<usize>> = Vec::new();
    let mut at = 0;
    while let Some(dashes) = tokens[at..].iter().position(Token::is_delimiter) {
        let dashes = at + dashes;
        let head = tokens[..dashes].iter().rposition(Token::begins_block).unwrap_or_default();
        let rest = &tokens[dashes..];
        let is_end = |it: &Token<'_>| it.begins_block() && !it.text().starts_with('|');
        let next_table = |it: &Token<'_>| it.gap() == Gap::Paragraph;
        let end = rest.iter().position(|it| is_end(it) || next_table(it));
        let end = end.map_or(tokens.len(), |end| dashes + end);
        out.push(head..end);
        at = end.max(dashes + 1);
    }
    out
}

/// The same change at the place, of all where it could be, at which most of a block begins: of "a b" in "a b a b" nobody
/// can say which went, but not "b a".
fn slid(
    hunk: Hunk,
    (base, new): (&[Token<'_>], &[Token<'_>]),
    before: (usize, usize),
    after: (usize, usize),
) -> Hunk {
    let (tokens, range) = match (hunk.base.is_empty(), hunk.new.is_empty()) {
        (true, false) => (new, hunk.new.clone()),
        (false, true) => (base, hunk.base.clone()),
        _ => return hunk,
    };
    let is_there = |range: &Range<usize>| tokens.get(range.start).map_or(0, Token::rank);
    let mut best = (is_there(&range), 0_usize, 0_usize);
    let room_before = (hunk.base.start - before.0).min(hunk.new.start - before.1);
    let room_after = (after.0 - hunk.base.end).min(after.1 - hunk.new.end);
    for by in 1..=room_before {
        let (start, end) = (range.start - by, range.end - by);
        if tokens[start] != tokens[end] {
            break;
        }
        if is_there(&(start..end)) > best.0 {
            best = (is_there(&(start..end)), by, 0);
        }
    }
    for by in 1..=room_after {
        let (start, end) = (range.start + by, range.end + by);
        if tokens[start - 1] != tokens[end - 1] {
            break;
        }
        if is_there(&(start..end)) > best.0 {
            best = (is_there(&(start..end)), 0, by);
        }
    }
    let moved = |range: Range<usize>| range.start + best.2 - best.1..range.end + best.2 - best.1;
    Hunk { base: moved(hunk.base), new: moved(hunk.new) }
}

/// Whether what is between two changes is too little to be read as text that stays.
fn is_near(between: &[Token<'_>]) -> bool {
    between.iter().filter(|token| token.is_word()).count() == 0 && between.len() <= 1
}

/// Where the changes `theirs` belong in a text that has the changes `ours`.
pub(super) fn merge(
    texts: (&[Token<'_>], &[Token<'_>], &[Token<'_>]),
    ours: &[Hunk],
    theirs: &[Hunk],
) -> Vec<Merged> {
    let (base, own, returned) = texts;
    let mut out = Vec::new();
    let mut theirs = theirs.iter().peekable();
    while let Some(hunk) = theirs.next() {
        let (mut whole, mut new) = (hunk.base.clone(), hunk.new.clone());
        // All that touches each other, on either side, is one question.
        let touching = loop {
            let own: Vec<&Hunk> = ours.iter().filter(|it| overlap(&it.base, &whole)).collect();
            let start = own.iter().map(|it| it.base.start).min().unwrap_or(whole.start);
            let end = own.iter().map(|it| it.base.end).max().unwrap_or(whole.end);
            let grown = start.min(whole.start)..end.max(whole.end);
            let has_grown = grown != whole;
            new.start -= whole.start - grown.start;
            let mut last = whole.end;
            whole = grown;
            let mut took = false;
            while let Some(next) = theirs.next_if(|next| overlap(&next.base, &whole)) {
                new.end = next.new.end;
                last = next.base.end;
                whole.end = whole.end.max(next.base.end);
                took = true;
            }
            new.end += whole.end.saturating_sub(last);
            if !has_grown && !took {
                break own;
            }
        };
        let own_range = mapped(ours, &whole);
        let state = match touching.as_slice() {
            [] => State::Fits,
            _ if own[own_range.clone()] == returned[new.clone()] => State::Done,
            // They differ in how they are written, not in what they say.
            _ if words(&own[own_range.clone()]) == words(&base[whole.clone()]) => State::Fits,
            _ if words(&own[own_range.clone()]) == words(&returned[new.clone()]) => State::Done,
            _ => State::Conflict,
        };
        out.push(Merged { base: whole, ours: own_range, theirs: new, state });
    }
    out
}

/// Whether two ranges share a word, or one is a place at the edge of or inside the other.
fn overlap(one: &Range<usize>, other: &Range<usize>) -> bool {
    match (one.is_empty(), other.is_empty()) {
        (true, true) => one.start == other.start,
        (true, false) => other.start < one.start && one.start < other.end,
        (false, true) => one.start < other.start && other.start < one.end,
        (false, false) => one.start < other.end && other.start < one.end,
    }
}

/// The range of a changed text in the place of `base`, which no change of it begins or ends inside of.
pub(super) fn mapped(hunks: &[Hunk], base: &Range<usize>) -> Range<usize> {
    let place = |at: usize, is_end: bool| {
        let mut before = hunks.iter().filter(|hunk| {
            if hunk.base.is_empty() && hunk.base.start == at {
                // An insertion at the edge of a range is outside of it.
                return !is_end || base.is_empty();
            }
            hunk.base.end <= at
        });
        let last = before.next_back();
        last.map_or(at, |hunk| hunk.new.end + at - hunk.base.end)
    };
    let start = place(base.start, false);
    start..place(base.end, true).max(start)
}

/// The place in a changed text of the word before the word `at`; none if that was changed, or there is none.
pub(super) fn before(hunks: &[Hunk], at: usize) -> Option<usize> {
    let last = at.checked_sub(1)?;
    let hunk = hunks.iter().rfind(|hunk| hunk.base.start <= last);
    match hunk {
        // An insertion before the word.
        Some(hunk) if hunk.base.end <= last => Some(hunk.new.end + last - hunk.base.end),
        Some(_) => None,
        None => Some(last),
    }
}

/// The words that a reader sees: without markup, and without what a link or a reference leads to.
fn words(tokens: &[Token<'_>]) -> Vec<String> {
    let mut words = Vec::new();
    // How many brackets of a target are open, and which end it.
    let mut target: Option<(&str, usize)> = None;
    for (at, token) in tokens.iter().enumerate() {
        let text = token.text();
        if let Some((end, depth)) = &mut target {
            if text == *end {
                *depth -= 1;
            } else if text == "(" && *end == ")" {
                *depth += 1;
            }
            if *depth == 0 {
                target = None;
            }
            continue;
        }
        let follows = at > 0 && tokens[at - 1].text() == "]" && token.gap() == Gap::None;
        match text {
            "(" if follows || at == 0 => target = Some((")", 1)),
            "[" if follows => target = Some(("]", 1)),
            text if token.is_word() => words.push(text.to_owned()),
            _ => {}
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::super::tokens::tokens;
    use super::*;

    fn states(base: &str, ours: &str, theirs: &str) -> Vec<(State, String, String)> {
        let (base, own, returned) = (tokens(base, &[]), tokens(ours, &[]), tokens(theirs, &[]));
        let merged = merge((&base, &own, &returned), &hunks(&base, &own), &hunks(&base, &returned));
        let text = |tokens: &[Token<'_>]| {
            tokens.iter().map(|it| it.text().to_owned()).collect::<Vec<_>>().join(" ")
        };
        merged
            .into_iter()
            .map(|it| (it.state, text(&own[it.ours]), text(&returned[it.theirs])))
            .collect()
    }

    #[test]
    fn changes_find_their_places_in_a_text_that_has_moved_on() {
        let one =
            |state, ours: &str, theirs: &str| vec![(state, ours.to_owned(), theirs.to_owned())];
        let base = "the old desk opened in 2012 on a Monday";
        assert_eq!(states(base, base, base), []);
        assert_eq!(
            states(base, base, "the new desk opened in 2012 on a Monday"),
            one(State::Fits, "old", "new")
        );
        // Ours was changed elsewhere.
        assert_eq!(
            states(
                base,
                "all in all the old desk opened in 2014 on a Monday",
                "the new desk opened in 2012 on a Monday"
            ),
            one(State::Fits, "old", "new")
        );
        // In the same way already, and in another way.
        let theirs = "the new desk opened in 2012 on a Monday";
        assert_eq!(states(base, theirs, theirs), one(State::Done, "new", "new"));
        assert_eq!(
            states(base, "the grand desk opened in 2012 on a Monday", theirs),
            one(State::Conflict, "grand", "new")
        );
        // A table with another column is one change.
        let (two, three) = (
            "a\n\n| b | c |\n|---|---|\n| d | e |\n\nf",
            "a\n\n| b | x | c |\n|---|---|---|\n| d | y | e |\n\nf",
        );
        for (base, theirs) in [(two, three), (three, two)] {
            let [(state, before, after)] = &states(base, base, theirs)[..] else {
                unreachable!("{theirs}")
            };
            assert_eq!(*state, State::Fits);
            assert!(before.starts_with("| b") && before.ends_with("e |"), "{before}");
            assert!(after.starts_with("| b") && after.ends_with("e |"), "{after}");
        }
        // Only written in another way.
        assert_eq!(states("a _b_ c", "a *b* c", "a _d_ c"), one(State::Fits, "b", "d"));
    }
}
