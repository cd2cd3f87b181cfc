//! All that the front matter says, as it is printed, wherever a page has it.

use super::Field;
use super::printer::Printer;
use crate::paper::Paper;
use crate::series::values::as_typed;
use crate::series::{Role, Series, Values};

/// The fields of a paper that have a value: those of its series, in their order, then others, as they are typed.
pub fn front_fields(paper: &Paper, series: &Series) -> Vec<Field> {
    let values = Values::new(paper, series);
    let printer = Printer { paper, series, values: &values, lead: &|_| None };
    let mut fields: Vec<Field> =
        series.fields.iter().filter_map(|field| printer.labeled(field)).collect();
    let others = paper
        .front()
        .entries
        .iter()
        .filter(|entry| series.field(entry.key.value.as_str()).is_none());
    for entry in others {
        let id = entry.key.value.clone();
        let value = as_typed(&entry.value);
        if !value.is_empty() && !fields.iter().any(|field| field.id == id) {
            let label = if id == Role::Series.key() { "Series".to_owned() } else { id.clone() };
            fields.push(Field { id, label, value, ..Field::default() });
        }
    }
    fields
}
