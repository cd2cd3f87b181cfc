//! JSON Schemas of the types that files of a fixed shape are read into.
//!
//! The types derive them, so a schema can't disagree with the reader; its descriptions are the
//! comments on the types. What a type can't express, because it depends on the program's rules and
//! formats, is added by [`schema`](crate::schema).

use std::borrow::Cow;

use schemars::generate::SchemaSettings;
use schemars::transform::RecursiveTransform;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde_json::{Map, Value};

use crate::text::source::Spanned;

/// Where a schema has the types that others refer to.
const DEFINITIONS: &str = "$defs";
/// The prefix of the names of types that hold a file as it is written.
const RAW: &str = "Raw";

/// A text that is a day, `YYYY-MM-DD`.
#[derive(Debug)]
pub enum DayText {}

/// A text that is a month, `YYYY-MM`.
#[derive(Debug)]
pub enum MonthText {}

/// The schema of a day; `format` is what requires that it exists.
pub fn day() -> Schema {
    json_schema!({ "type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$", "format": "date" })
}

/// The schema of a month.
pub fn month() -> Schema {
    json_schema!({ "type": "string", "pattern": "^[0-9]{4}-(0[1-9]|1[0-2])$" })
}

impl JsonSchema for DayText {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Day".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        day()
    }
}

impl JsonSchema for MonthText {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Month".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        month()
    }
}

impl<T: JsonSchema> JsonSchema for Spanned<T> {
    fn inline_schema() -> bool {
        T::inline_schema()
    }

    fn schema_name() -> Cow<'static, str> {
        T::schema_name()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        T::json_schema(generator)
    }
}

/// The schema of a file that is read into a `T`, of draft 2020-12.
pub fn schema<T: JsonSchema>() -> Value {
    let settings = SchemaSettings::draft2020_12().with_transform(RecursiveTransform(tidy));
    let mut schema = settings.into_generator().into_root_schema_for::<T>().to_value();
    if let Some(Value::Object(definitions)) = schema.get_mut(DEFINITIONS) {
        let named = std::mem::take(definitions).into_iter();
        *definitions =
            named.map(|(name, value)| (public(&name).to_owned(), value)).collect::<Map<_, _>>();
    }
    schema
}

/// Removes what only matters to Rust: the width of an integer, the value of a type that is left
/// out.
fn tidy(schema: &mut Schema) {
    schema.remove("default");
    let is_width = |format: &Value| format.as_str().is_some_and(|name| name.starts_with("uint"));
    if schema.get("format").is_some_and(is_width) {
        schema.remove("format");
        // The largest value of the type is not a limit that anybody set.
        let is_type_limit =
            |most: &Value| most.as_u64().is_some_and(|most| [255, 65_535].contains(&most));
        if schema.get("maximum").is_some_and(is_type_limit) {
            schema.remove("maximum");
        }
    }
    if let Some(target) = schema.get("$ref").and_then(Value::as_str)
        && let Some(name) = target.strip_prefix("#/$defs/")
    {
        let target = format!("#/{DEFINITIONS}/{}", public(name));
        schema.insert("$ref".to_owned(), target.into());
    }
}

fn public(name: &str) -> &str {
    name.strip_prefix(RAW).unwrap_or(name)
}
