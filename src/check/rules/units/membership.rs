//! The units that a paper names, looked up in the registry.

use crate::check::PaperContext;
use crate::paper::fields::Month;
use crate::paper::front_matter::Entry;
use crate::project::units::{NameKind, Registry, Unit, UnitStatus};
use crate::series::values::{FieldValue, Value};
use crate::series::{Field, FieldType};

/// A name of a unit in a field of the paper.
pub(super) struct Named<'a> {
    pub(super) registry: &'a Registry,
    pub(super) field: &'a Field,
    pub(super) entry: &'a Entry,
    /// The name as written.
    pub(super) text: &'a str,
    /// The unit it refers to, and the kind of name.
    pub(super) found: Option<(&'a Unit, NameKind)>,
    /// The month that the paper is for.
    pub(super) period: Option<Month>,
}

/// The units that the paper names, field by field; none without a registry.
pub(super) fn named<'a>(cx: &'a PaperContext<'_>) -> Vec<Named<'a>> {
    let Some(registry) = cx.registry() else { return Vec::new() };
    let period = cx.period();
    let of_field = |(field, field_value): (&'a Field, &'a FieldValue<'_>)| match field_value {
        FieldValue::Value(entry, Value::Text(text))
            // Text of several lines is not a name; another rule reports it.
            if field.field_type == FieldType::Unit && !text.contains('\n') =>
        {
            let entry: &Entry = entry;
            let found = registry.find(text, period);
            Some(Named { registry, field, entry, text, found, period })
        }
        _ => None,
    };
    cx.values.iter().filter_map(of_field).collect()
}

impl<'a> Named<'a> {
    /// The unit, if it is of a kind that the field accepts.
    pub(super) fn unit(&self) -> Option<(&'a Unit, NameKind)> {
        self.found.filter(|(unit, _)| is_of_kind(unit, self.field))
    }

    /// The unit with its status in the paper's month.
    pub(super) fn status(&self) -> Option<(&'a Unit, UnitStatus<'a>, Month)> {
        let (unit, _) = self.unit()?;
        let period = self.period?;
        Some((unit, unit.valid.status(period), period))
    }

    /// The unit's new name, if the given one was no longer its name in the paper's month.
    pub(super) fn renamed_to(&self) -> Option<(&'a Unit, &'a str, Month)> {
        let (unit, status, period) = self.status()?;
        let UnitStatus::Renamed(_, last) = status else { return None };
        Some((unit, &self.registry.at(unit, period).name, last))
    }
}

/// Whether the field accepts units of this kind.
pub(super) fn is_of_kind(unit: &Unit, field: &Field) -> bool {
    field.kinds.is_empty() || unit.kind.as_ref().is_none_or(|kind| field.kinds.contains(kind))
}
