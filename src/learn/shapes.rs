//! The shape that texts share: fixed words with digits between them.

/// A run of digits, or what is between two.
#[derive(Debug, PartialEq, Eq)]
enum Run<'t> {
    Digits(&'t str),
    Other(&'t str),
}

fn runs(text: &str) -> Vec<Run<'_>> {
    let mut runs = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let is_digit = first.is_ascii_digit();
        let end = rest.find(|c: char| c.is_ascii_digit() != is_digit).unwrap_or(rest.len());
        let (run, after) = rest.split_at(end);
        runs.push(if is_digit { Run::Digits(run) } else { Run::Other(run) });
        rest = after;
    }
    runs
}

/// A regular expression that all of `texts` match: the same words, with digits that may differ. None if they have no
/// digits, or differ in more.
pub(super) fn pattern<'t>(texts: impl IntoIterator<Item = &'t str>) -> Option<String> {
    let rows: Vec<Vec<Run<'_>>> = texts.into_iter().map(runs).collect();
    let first = rows.first()?;
    if rows.iter().any(|row| row.len() != first.len()) {
        return None;
    }
    let mut pattern = String::new();
    let mut has_digits = false;
    for (at, run) in first.iter().enumerate() {
        let column = rows.iter().filter_map(|row| row.get(at));
        match run {
            Run::Other(text) => {
                if !column.into_iter().all(|run| run == first.get(at).unwrap_or(run)) {
                    return None;
                }
                pattern += &regex::escape(text);
            }
            Run::Digits(_) => {
                let digits: Option<Vec<&str>> = column
                    .map(|run| match run {
                        Run::Digits(digits) => Some(*digits),
                        Run::Other(_) => None,
                    })
                    .collect();
                pattern += &of_digits(&digits?);
                has_digits = true;
            }
        }
    }
    has_digits.then_some(pattern)
}

/// An expression for whole numbers: with zeros before them only where these have.
fn of_digits(digits: &[&str]) -> String {
    let lengths = digits.iter().map(|digits| digits.len());
    let (least, most) = (lengths.clone().min().unwrap_or(1), lengths.max().unwrap_or(1));
    let has_zeros = digits.iter().any(|digits| digits.len() > 1 && digits.starts_with('0'));
    let has_zero = digits.contains(&"0");
    if least == most && has_zeros {
        return format!("[0-9]{{{most}}}");
    }
    match (has_zeros, has_zero) {
        (true, _) => "[0-9]+".to_owned(),
        (false, true) => "(?:0|[1-9][0-9]*)".to_owned(),
        (false, false) => "[1-9][0-9]*".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_of_one_shape_have_a_pattern() {
        for (texts, expected) in [
            (&["SEP-0001", "SEP-0420"][..], Some("SEP\\-[0-9]{4}")),
            (&["7", "1559", "20"], Some("[1-9][0-9]*")),
            (&["0", "12"], Some("(?:0|[1-9][0-9]*)")),
            (&["v1.0", "v1.25"], Some("v[1-9][0-9]*\\.(?:0|[1-9][0-9]*)")),
            (&["001", "12"], Some("[0-9]+")),
            (&["SEP-1", "PEP-1"], None),
            (&["Draft", "Draft"], None),
            (&["1-2", "1"], None),
            (&[], None),
        ] {
            assert_eq!(pattern(texts.iter().copied()).as_deref(), expected, "{texts:?}");
        }
    }
}
