//! The levels of a list whose numbers are of several kinds: `a)`, `i)`, `(1)`.

/// The most levels that are told apart.
const MAX_LEVELS: usize = 5;

/// The Roman numbers that lists need.
const ROMAN: [&str; 20] = [
    "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv", "xv",
    "xvi", "xvii", "xviii", "xix", "xx",
];

/// How a number is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Digits,
    Letter,
    Roman,
    /// `-`, which counts nothing.
    Bullet,
}

/// How the numbers of a level are written: the kind, whether in capitals, and the signs around them.
type Form<'m> = (Kind, bool, (&'m str, &'m str));

/// The level and the number of each mark; none if they are of one level, or don't count on.
pub(super) fn levels(marks: &[&str]) -> Option<Vec<(usize, u32)>> {
    let mut stack: Vec<(Form<'_>, u32)> = Vec::new();
    let mut found = Vec::new();
    for mark in marks {
        let readings = readings(mark);
        let next = (0..stack.len()).rev().find(|level| {
            let (form, last) = stack[*level];
            readings.contains(&(form, if form.0 == Kind::Bullet { 1 } else { last + 1 }))
        });
        if let Some(level) = next {
            stack.truncate(level + 1);
            stack[level].1 += 1;
            found.push((level, stack[level].1));
            continue;
        }
        let (form, _) = *readings.iter().find(|(_, number)| *number == 1)?;
        if stack.len() == MAX_LEVELS || stack.iter().any(|(known, _)| *known == form) {
            return None;
        }
        stack.push((form, 1));
        found.push((stack.len() - 1, 1));
    }
    let is_list = found.iter().any(|(level, _)| *level > 0) && found.iter().any(|it| it.1 == 2);
    is_list.then_some(found)
}

/// What a mark may be: `i)` is a letter or a Roman number.
fn readings(mark: &str) -> Vec<(Form<'_>, u32)> {
    if matches!(mark, "-" | "*" | "+") {
        return vec![((Kind::Bullet, false, (mark, "")), 1)];
    }
    let inner = mark.trim_matches(|c: char| !c.is_ascii_alphanumeric());
    let Some((open, close)) = mark.split_once(inner).filter(|_| !inner.is_empty()) else {
        return Vec::new();
    };
    let is_capital = inner.starts_with(|c: char| c.is_ascii_uppercase());
    let lower = inner.to_ascii_lowercase();
    let mut readings = Vec::new();
    let mut add = |kind, number| readings.push(((kind, is_capital, (open, close)), number));
    if let Ok(number) = inner.parse() {
        add(Kind::Digits, number);
    }
    if let [letter @ b'a'..=b'z'] = lower.as_bytes() {
        add(Kind::Letter, u32::from(letter - b'a') + 1);
    }
    if let Some((_, number)) = ROMAN.iter().zip(1..).find(|(roman, _)| **roman == lower) {
        add(Kind::Roman, number);
    }
    readings
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_of_number_is_a_level() {
        let levels = |marks: &str| levels(&marks.split(' ').collect::<Vec<_>>());
        let of = |marks: &str| levels(marks).map(|all| all.iter().map(|it| it.0).collect());
        assert_eq!(of("a) i. ii. b) i. c)"), Some(vec![0, 1, 1, 0, 1, 0]));
        assert_eq!(of("(a) (1) (i) (ii) (2) (b)"), Some(vec![0, 1, 2, 2, 1, 0]));
        assert_eq!(of("A. a. b. B. a."), Some(vec![0, 1, 1, 0, 1]));
        assert_eq!(of("i) a) b) ii)"), Some(vec![0, 1, 1, 0]));
        assert_eq!(of("A. 1. 2. B. 1."), Some(vec![0, 1, 1, 0, 1]));
        assert_eq!(of("A. - - B. -"), Some(vec![0, 1, 1, 0, 1]));
        assert_eq!(of("g) h) i) j)"), None);
        assert_eq!(of("a) b) c)"), None);
        assert_eq!(of("a) b) a) b)"), None);
        assert_eq!(levels("a) i) ii) b)").map(|it| it[3]), Some((0, 2)));
    }
}
