//! What editors and other programs need to know of the files: a [JSON Schema](https://json-schema.org/)
//! of draft 2020-12 for each.
//!
//! A schema sees the shape of one file. What takes the paper's text, another paper or the day of the check
//! is left to `check`.

mod front_matter;
mod settings;

pub use front_matter::front_matter;
pub use settings::{register, registry, settings};

use serde_json::{Value, json};

/// The dialect that all schemas are written in.
const DIALECT: &str = "https://json-schema.org/draft/2020-12/schema";

/// A month, `YYYY-MM`.
const MONTH: &str = "^[0-9]{4}-(0[1-9]|1[0-2])$";
/// A day, `YYYY-MM-DD`; that it exists is the business of `format`.
const DAY: &str = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$";

fn month() -> Value {
    json!({ "type": "string", "pattern": MONTH })
}

fn day() -> Value {
    json!({ "type": "string", "pattern": DAY, "format": "date" })
}

/// An object with these properties and no others.
fn object(properties: &Value, required: &[&str]) -> Value {
    json!({
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": false,
    })
}
