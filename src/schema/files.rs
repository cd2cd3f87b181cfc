//! The project's own files: derived from the types that they are read into.

use serde_json::{Map, Value, json};

use super::examples;
use crate::project::register::Register;
use crate::project::settings::{RULE_SETTINGS, Settings};
use crate::project::units::Registry;
use crate::series::Series;

/// The schema of `issuepaper.yaml`, with the names of the formats and of the rules that can be set.
pub fn settings(formats: &[&str], rules: &[&str]) -> Value {
    let mut schema =
        titled(Settings::schema(), "Settings of an issuepaper project (issuepaper.yaml)");
    // A file of comments alone leaves every setting as it is.
    schema["type"] = json!(["object", "null"]);
    let one_or_more = &mut schema["properties"]["formats"]["anyOf"];
    one_or_more[0] = json!({ "enum": formats });
    one_or_more[1]["items"] = json!({ "enum": formats });
    let definitions = &mut schema["$defs"];
    definitions["Waiver"]["properties"]["rule"] =
        json!({ "enum": rules, "description": "The rule." });
    let set = &mut definitions[RULE_SETTINGS];
    let setting = set["additionalProperties"].take();
    let by_name: Map<String, Value> =
        rules.iter().map(|rule| ((*rule).to_owned(), setting.clone())).collect();
    set["properties"] = by_name.into();
    set["additionalProperties"] = false.into();
    schema
}

/// The schema of `units.yaml`.
pub fn registry() -> Value {
    titled(Registry::schema(), "Registry of units of an issuepaper project (units.yaml)")
}

/// The schema of `numbers.yaml`.
pub fn register() -> Value {
    let title = "Register of publication numbers of an issuepaper project (numbers.yaml)";
    titled(Register::schema(), title)
}

/// The schema of `series.yaml`, with an example of each key.
pub fn series() -> Value {
    let mut schema = titled(Series::schema(), "Series of an issuepaper project (series.yaml)");
    examples::add(&mut schema, EVERY_KEY);
    schema
}

/// A series that uses every key, as an example of each.
pub const EVERY_KEY: &str = include_str!("every-key.yaml");

fn titled(mut schema: Value, title: &str) -> Value {
    schema["title"] = title.into();
    schema
}
