//! The settings and the registry of units.

use serde_json::{Map, Value, json};

use super::{DIALECT, day, month, object};

/// The schema of `issuepaper.yaml`, with the names of the formats and of the rules that can be set.
pub fn settings(formats: &[&str], rules: &[&str]) -> Value {
    let names = |description: &str| json!({ "type": "array", "items": { "type": "string" }, "description": description });
    let level = json!({ "enum": ["off", "warning", "error"] });
    let setting = json!({
        "anyOf": [level, object(&json!({ "level": level, "since": month() }), &[])]
    });
    let all: Map<String, Value> =
        rules.iter().map(|rule| ((*rule).to_owned(), setting.clone())).collect();
    let set = json!({
        "type": ["object", "null"],
        "properties": all,
        "additionalProperties": false,
    });
    let paths = names("Patterns for paths, from the project's folder.");
    let waiver = object(
        &json!({
            "rule": { "enum": rules },
            "paths": paths,
            "reason": { "type": "string", "minLength": 1 },
            "by": { "type": "string", "minLength": 1, "description": "Who answers for it." },
            "until": day(),
        }),
        &["rule", "reason", "by", "until"],
    );
    let over = json!({ "paths": paths, "series": { "type": "string" }, "rules": set });
    let deadline = json!({
        "what": { "type": "string", "pattern": "[\\p{L}\\p{N}]" },
        "days": { "type": "integer", "minimum": 0, "maximum": 366, "description": "Days before the meeting." },
    });
    let mut schema = object(
        &json!({
            "series": { "type": "string", "description": "What a paper is that names no series." },
            "formats": {
                "type": "array",
                "items": { "enum": formats },
                "description": "What `render` makes.",
            },
            "paper_size": { "enum": ["letter", "a4"] },
            "fonts": { "type": "string", "description": "A folder of fonts, from the project's folder." },
            "rules": set,
            "overrides": {
                "type": "array",
                "items": object(&over, &[]),
                "description": "Levels for some papers, or one series; the last one wins.",
            },
            "waivers": { "type": "array", "items": waiver },
            "acronyms": {
                "type": "object",
                "additionalProperties": { "type": "string" },
                "description": "Short forms that need no expansion, with their long forms.",
            },
            "meetings": {
                "type": "array",
                "items": object(&json!({ "period": month(), "date": day() }), &["period", "date"]),
                "description": "The committee's meetings.",
            },
            "deadlines": {
                "type": "array",
                "items": object(&deadline, &["what", "days"]),
                "description": "What is due before each meeting.",
            },
            "exclude": names("Patterns for files that are no papers."),
        }),
        &[],
    );
    describe(&mut schema, "Settings of an issuepaper project (issuepaper.yaml)");
    // A file of comments alone leaves every setting as it is.
    schema["type"] = json!(["object", "null"]);
    schema
}

/// The schema of `units.yaml`.
pub fn registry() -> Value {
    let names = json!({ "type": "array", "items": { "type": "string" } });
    let spell = object(&json!({ "from": month(), "to": month() }), &[]);
    let valid = object(
        &json!({
            "from": month(),
            "to": month(),
            "paused": { "type": "array", "items": spell },
            "renamed_to": { "type": "string" },
        }),
        &[],
    );
    let unit = object(
        &json!({
            "name": { "type": "string" },
            "kind": { "type": "string" },
            "parent": { "type": "string", "description": "The name of the unit that it belongs to." },
            "short": names,
            "aliases": names,
            "valid": valid,
        }),
        &["name"],
    );
    let mut schema = object(&json!({ "units": { "type": "array", "items": unit } }), &["units"]);
    describe(&mut schema, "Registry of units of an issuepaper project (units.yaml)");
    schema
}

/// The schema of `numbers.yaml`.
pub fn register() -> Value {
    let text = |description: &str| json!({ "type": "string", "description": description });
    let serial = |description: &str| json!({ "type": "string", "pattern": "^[0-9]{1,9}$", "description": description });
    let series = text("The series; the project's own without.");
    let list = |entry: Value| json!({ "type": "array", "items": entry });
    let entry = |key: &str, description: &str| {
        let mut entry = json!({ "series": series, "number": { "type": "string" }, "on": day() });
        entry[key] = text(description);
        list(object(&entry, &["number", key, "on"]))
    };
    let block = json!({
        "series": series,
        "from": serial("The first serial."),
        "to": serial("The last serial."),
        "received": day(),
        "source": text("Who gave the block out."),
    });
    let event = |key: &[(&str, &str)]| {
        let mut event = json!({
            "paper": text("The paper's path, from the project's folder."),
            "on": day(),
            "seal": { "type": "string", "pattern": "^[0-9a-f]{64}$", "description": "The SHA-256 of the paper's text." },
            "lines": { "type": "string", "pattern": "^([A-Za-z0-9_-]{2})*$", "description": "Two characters for each line of the text." },
        });
        let mut required = vec!["paper", "on", "seal"];
        for (key, description) in key {
            event[key] = text(description);
            required.push(key);
        }
        list(object(&event, &required))
    };
    let why = ("why", "Why.");
    let mut schema = object(
        &json!({
            "blocks": list(object(&block, &["from", "to", "received", "source"])),
            "reserved": entry("by", "Who will need it."),
            "assigned": entry("paper", "The paper's path, from the project's folder."),
            "void": entry("why", "Why nobody may use it."),
            "renumbered": list(object(&json!({
                "series": series,
                "number": text("The number that was."),
                "to": text("The number that took its place."),
                "on": day(),
                "why": text("Why."),
                "from": text("The path that the paper had."),
                "paper": text("The path that the paper has."),
            }), &["number", "to", "on"])),
            "published": event(&[]),
            "revised": event(&[("revision", "What the new text is called."), why]),
            "withdrawn": event(&[why]),
        }),
        &[],
    );
    describe(
        &mut schema,
        "Register of publication numbers of an issuepaper project (numbers.yaml)",
    );
    schema
}

fn describe(schema: &mut Value, title: &str) {
    schema["$schema"] = DIALECT.into();
    schema["title"] = title.into();
}
