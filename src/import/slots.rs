//! The lines that a series prints above the text, to recognize them in a paper that was printed.

use regex::Regex;

use super::values::{Fit, Meaning};
use crate::series::{Field, Role, Series};

/// A line that may be in the head of a paper.
pub(super) enum Slot<'s> {
    /// Always the same words.
    Fixed(String),
    /// The value of a field.
    Value(&'s Field),
    /// Values of fields among words.
    Mixed(Regex, Vec<&'s Field>),
}

/// The lines that may be in the head of a paper of `series`, in their order.
pub(super) fn slots(series: &Series) -> Vec<Slot<'_>> {
    let cover = series.cover.iter().map(|line| line.text.as_str());
    let look = &series.look;
    let fixed = [series.name.as_str(), "{agency}"];
    let all = cover
        .chain(look.title.iter().map(String::as_str))
        .chain([series.title.as_str(), look.issuer.as_str()])
        .chain(fixed)
        .chain(series.masthead.iter().map(String::as_str));
    let mut slots = Vec::new();
    for template in all {
        if template.contains('\n') {
            slots.extend(slot(series, &template.replace('\n', " ")));
        }
        slots.extend(template.lines().filter_map(|line| slot(series, line)));
    }
    slots
}

fn slot<'s>(series: &'s Series, template: &str) -> Option<Slot<'s>> {
    let filled = template
        .replace("{name}", &series.name)
        .replace("{agency}", series.agency.as_deref().unwrap_or_default());
    let filled = filled.trim();
    if !filled.contains('{') {
        return (!filled.is_empty()).then(|| Slot::Fixed(plain(filled)));
    }
    let whole = filled.strip_prefix('{').and_then(|it| it.strip_suffix('}'));
    if let Some(name) = whole.filter(|name| !name.contains(['{', '}'])) {
        return field(series, name).map(Slot::Value);
    }
    let (mut pattern, mut fields, mut rest) = (String::from("(?i)^"), Vec::new(), filled);
    while let Some((before, after)) = rest.split_once('{') {
        let (name, after) = after.split_once('}')?;
        pattern.push_str(&regex::escape(before));
        pattern.push_str("(.+?)");
        fields.push(field(series, name)?);
        rest = after;
    }
    pattern.push_str(&regex::escape(rest));
    pattern.push('$');
    Some(Slot::Mixed(Regex::new(&pattern).ok()?, fields))
}

fn field<'s>(series: &'s Series, name: &str) -> Option<&'s Field> {
    let by_name = series.fields.iter().find(|field| field.id == name);
    let by_role = || (name == "period").then(|| series.field(Role::Period)).flatten();
    by_name.or_else(by_role)
}

/// Whether papers of the series have no title of their own.
pub(super) fn is_derived(series: &Series, field: &Field) -> bool {
    field.role == Some(Role::Title)
        && field.required == crate::series::Requirement::Never
        && series.title.contains('{')
}

/// What a line of the head is by one slot: the values of fields that it has.
pub(super) type Reading<'s> = Vec<(&'s Field, String)>;

impl<'s> Slot<'s> {
    /// How well `line` fits, and what it then says.
    pub(super) fn read(&self, line: &str, meaning: Meaning<'_>) -> (Fit, Reading<'s>) {
        match self {
            Self::Fixed(text) => (12 * u32::from(plain(line) == *text), Vec::new()),
            Self::Value(field) => {
                // Most papers of such a series have no title of their own.
                let most = if is_derived(meaning.series, field) { 1 } else { Fit::MAX };
                (meaning.fit(field, line).min(most), vec![(*field, line.to_owned())])
            }
            Self::Mixed(pattern, fields) => {
                let Some(found) = pattern.captures(line) else { return (0, Vec::new()) };
                let texts = found.iter().skip(1).flatten().map(|it| it.as_str().to_owned());
                let values: Reading<'s> = fields.iter().copied().zip(texts).collect();
                let fits = values.iter().map(|(field, text)| meaning.fit(field, text));
                let least = fits.min().unwrap_or_default();
                (if least > 1 { 5 } else { 0 }, values)
            }
        }
    }
}

/// A line in small letters, with one space between words and plain quotation marks and dashes.
pub(super) fn plain(line: &str) -> String {
    let line = line.to_lowercase().replace(['\u{2018}', '\u{2019}'], "'");
    line.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The slot of each of `lines`, in order, so that they fit best together.
pub(super) fn align(fits: &[Vec<Fit>]) -> Vec<Option<usize>> {
    let columns = fits.first().map_or(0, Vec::len);
    // best[i][j]: the best sum for the lines from `i` on with the slots from `j` on.
    let mut best = vec![vec![0_u32; columns + 1]; fits.len() + 1];
    for (i, row) in fits.iter().enumerate().rev() {
        for (j, fit) in row.iter().enumerate().rev() {
            let taken = if *fit > 0 { fit + best[i + 1][j + 1] } else { 0 };
            best[i][j] = taken.max(best[i + 1][j]).max(best[i][j + 1]);
        }
    }
    let (mut out, mut j) = (vec![None; fits.len()], 0);
    for (i, row) in fits.iter().enumerate() {
        while j < columns && best[i][j] == best[i][j + 1] {
            j += 1;
        }
        let Some(fit) = row.get(j) else { break };
        if *fit > 0 && best[i][j] == fit + best[i + 1][j + 1] {
            out[i] = Some(j);
            j += 1;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_take_the_slots_that_fit_best_together() {
        // The second line fits the first slot better, but then nothing is left for the first line.
        let fits = vec![vec![2, 0, 0], vec![3, 2, 0], vec![0, 0, 9]];
        assert_eq!(align(&fits), [Some(0), Some(1), Some(2)]);
        assert_eq!(align(&[vec![0, 5], vec![0, 0]]), [Some(1), None]);
        assert_eq!(align(&[]), []);
    }
}
