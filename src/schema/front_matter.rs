//! The front matter of a series' papers.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use crate::series::{Field, FieldType, NumberRule, OfficeNeed, Requirement, Series};
use crate::yaml;

/// The schema of the front matter of `series`.
///
/// Values are those of the YAML 1.2 core schema: a day in it is a text. A text may be written so
/// that YAML takes it for a number or a boolean, as `title: 1984`; the program reads it as it is.
pub fn front_matter(series: &Series) -> Value {
    let properties: Map<String, Value> =
        series.fields.iter().map(|field| (field.id.clone(), property(field, series))).collect();
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": format!("Front matter of the series {}", series.id),
        "description": format!("{}: checked by `issuepaper check`.", series.name),
        "type": "object",
        "properties": properties,
        "additionalProperties": false,
        "allOf": demands(series),
        "$defs": {
            "blank": { "anyOf": [{ "type": "null" }, { "type": "string", "pattern": "^\\s*$" }] },
            "text": {
                "anyOf": [
                    // One line; spaces around it don't matter.
                    { "type": "string", "pattern": "^\\s*[^\\r\\n]*\\s*$" },
                    { "type": ["number", "boolean"] },
                ]
            },
        },
    })
}

/// A field that is not required may be empty.
fn property(field: &Field, series: &Series) -> Value {
    json!({
        "title": field.label,
        "description": field.description(),
        "anyOf": [{ "$ref": "#/$defs/blank" }, value(field, series)],
    })
}

fn value(field: &Field, series: &Series) -> Value {
    let text = || json!({ "$ref": "#/$defs/text" });
    match field.field_type {
        // A paper of another series has another schema.
        FieldType::Text if field.id == "series" => json!({ "const": series.id }),
        FieldType::Text | FieldType::Unit => text(),
        FieldType::Date => of_a_paper(yaml::day().to_value()),
        FieldType::Month => of_a_paper(yaml::month().to_value()),
        FieldType::Choice => json!({ "enum": field.choices }),
        FieldType::Stage => json!({ "enum": series.stages.order }),
        FieldType::Person => person(field.office),
        FieldType::List => json!({
            "anyOf": [text(), { "type": "array", "items": { "type": ["string", "number", "boolean"] } }]
        }),
        FieldType::Number => series.number.as_ref().map_or_else(text, number),
    }
}

/// The schema of a day or a month for those since [`FIRST_YEAR`](crate::paper::fields::FIRST_YEAR).
fn of_a_paper(mut schema: Value) -> Value {
    let pattern = schema["pattern"].as_str().unwrap_or_default();
    schema["pattern"] = pattern.replace("^[0-9]{4}", "^(19|[2-9][0-9])[0-9]{2}").into();
    schema
}

/// A text, so that no program takes it for a number or a day.
fn number(rule: &NumberRule) -> Value {
    // ECMA 262, whose expressions JSON Schema has, writes named groups in another way.
    let pattern = rule.pattern.as_str().replace("(?P<", "(?<");
    json!({ "type": "string", "pattern": format!("^(?:{pattern})$"), "examples": [rule.example] })
}

fn person(office: OfficeNeed) -> Value {
    let line = |pattern: &str| json!({ "type": "string", "pattern": pattern });
    let line = match office {
        OfficeNeed::Required => line(r"^\s*[^,\s][^,\r\n]*,[^\r\n]*\S\s*$"),
        OfficeNeed::Optional => json!({
            "anyOf": [line(r"^\s*[^,\s][^\r\n]*\s*$"), { "type": ["number", "boolean"] }]
        }),
    };
    let filled = json!({
        "anyOf": [
            { "type": "string", "pattern": r"^\s*\S[^\r\n]*\s*$" },
            { "type": ["number", "boolean"] },
        ]
    });
    json!({
        "anyOf": [
            line,
            {
                "type": "object",
                "properties": { "name": filled, "office": filled },
                "required": ["name", "office"],
                "additionalProperties": false,
            },
        ]
    })
}

/// What each stage asks for, and forbids.
fn demands(series: &Series) -> Vec<Value> {
    let mut needed: BTreeMap<usize, Vec<&str>> = BTreeMap::new();
    for field in series.fields.iter().filter(|field| field.field_type != FieldType::Number) {
        if let Requirement::From(stage) = field.required {
            needed.entry(stage).or_default().push(&field.id);
        }
    }
    let number = series.fields.iter().find(|field| field.field_type == FieldType::Number);
    if let (Some(rule), Some(field)) = (&series.number, number)
        && let Requirement::From(stage) = rule.required
    {
        needed.entry(stage).or_default().push(&field.id);
    }
    let mut demands: Vec<Value> = needed
        .into_iter()
        .map(|(stage, fields)| {
            conditional(&at(series, stage..series.stages.order.len()), &filled(&fields))
        })
        .collect();
    if let (Some(rule), Some(field)) = (&series.number, number)
        && rule.allowed_from > 0
    {
        let blank = json!({ "properties": { &field.id: { "$ref": "#/$defs/blank" } } });
        demands.push(conditional(&at(series, 0..rule.allowed_from), &blank));
    }
    demands
}

/// The condition that a paper is at one of these stages, by their indexes; a paper that names none
/// is at the series' default.
fn at(series: &Series, stages: std::ops::Range<usize>) -> Value {
    let named = json!({ "enum": series.stages.order.get(stages.clone()).unwrap_or_default() });
    if stages.contains(&series.stages.default) {
        let stage = json!({ "anyOf": [named, { "$ref": "#/$defs/blank" }] });
        json!({ "properties": { "stage": stage } })
    } else {
        json!({ "properties": { "stage": named }, "required": ["stage"] })
    }
}

/// All these fields are there and not empty.
fn filled(fields: &[&str]) -> Value {
    let properties: Map<String, Value> = fields
        .iter()
        .map(|field| ((*field).to_owned(), json!({ "not": { "$ref": "#/$defs/blank" } })))
        .collect();
    json!({ "required": fields, "properties": properties })
}

fn conditional(condition: &Value, demand: &Value) -> Value {
    json!({ "if": condition, "then": demand })
}
