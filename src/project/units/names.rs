//! Short forms and aliases that are the names of two units at once.

use super::raw::RawUnit;
use super::{NameKind, Registry, overlaps};
use crate::text::finding::{Finding, INVALID_SETTINGS};
use crate::text::source::Spanned;
use crate::text::suggest;

/// A short form or an alias, with the index of its unit.
pub(super) struct OtherName {
    unit: usize,
    name: Spanned<String>,
}

/// All short forms and aliases.
pub(super) fn others(units: &[RawUnit]) -> Vec<OtherName> {
    let of_unit = |(unit, raw): (usize, &RawUnit)| {
        let names = raw.other_names().cloned().collect::<Vec<_>>();
        names.into_iter().map(move |name| OtherName { unit, name })
    };
    units.iter().enumerate().flat_map(of_unit).collect()
}

impl Registry {
    /// Reports names that are empty, and those that mean another unit at the same time as well.
    pub(super) fn check_others(&self, others: &[OtherName], findings: &mut Vec<Finding>) {
        let mut report = |name: &Spanned<String>, message: String, help: &str| {
            let finding = Finding::error(INVALID_SETTINGS, &self.file, name.span, message);
            findings.push(finding.help(help));
        };
        for OtherName { unit, name } in others {
            if name.value.trim().is_empty() {
                report(name, "the name is empty".to_owned(), "write the name, or delete it");
                continue;
            }
            if let Some(holder) = self.holder(*unit, &name.value) {
                let shown = suggest::shown(&name.value);
                let message = if holder.eq_ignore_ascii_case(&name.value) {
                    format!("{shown} is also the name of another unit")
                } else {
                    format!("{shown} is also a name of `{holder}`")
                };
                report(
                    name,
                    message,
                    "delete it where it is not meant, or give both units the months they are valid in",
                );
            }
        }
    }

    /// Another unit that has the name at the same time: by its official name, or as an earlier one does.
    fn holder(&self, at: usize, name: &str) -> Option<&str> {
        let unit = self.units.get(at)?;
        let known = self.index.names.get(&name.to_lowercase())?;
        let mut others = known.iter().filter_map(|(other, kind)| {
            let is_first = *kind == NameKind::Official || *other < at;
            self.units.get(*other).filter(|_| *other != at && is_first)
        });
        let holder =
            others.find(|other| other.name != unit.name && overlaps(&other.valid, &unit.valid));
        holder.map(|other| other.name.as_str())
    }
}
