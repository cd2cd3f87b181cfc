//! The front matter of a series' papers.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use crate::series::{
    Bounds, Condition, Constraints, Field, FieldType, NumberRule, OfficeNeed, Requirement, Role,
    Series, Stages,
};
use crate::yaml;

/// The schema of the front matter of `series`.
///
/// Values are those of the YAML 1.2 core schema: a day in it is a text. A text may be written so
/// that YAML takes it for a number or a boolean, as `title: 1984`; the program reads it as it is.
pub fn front_matter(series: &Series) -> Value {
    let keys = |field: &'_ Field| {
        let keys = std::iter::once(&field.id).chain(&field.aliases);
        keys.map(|key| (key.clone(), property(field, series))).collect::<Vec<_>>()
    };
    let properties: Map<String, Value> = series.fields.iter().flat_map(keys).collect();
    let mut schema = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": format!("Front matter of the series {}", series.id),
        "description": format!("{}: checked by `issuepaper check`.", series.name),
        "type": "object",
        "properties": properties,
        "additionalProperties": false,
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
    });
    // An empty list is no schema.
    let demands = demands(series);
    if !demands.is_empty() {
        schema["allOf"] = demands.into();
    }
    schema
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
    let value = match field.field_type {
        // A paper of another series has another schema.
        FieldType::Text if field.role == Some(Role::Series) => json!({ "const": series.id }),
        FieldType::Text | FieldType::Unit | FieldType::Reference => text(),
        FieldType::Integer if field.role == Some(Role::Number) => {
            let quoted = series.number.as_ref().map_or_else(text, number);
            json!({ "anyOf": [{ "type": "integer" }, quoted] })
        }
        FieldType::Integer => integer(field.constraints.range),
        FieldType::Boolean => json!({ "enum": [true, false, "true", "false"] }),
        FieldType::Date => of_a_paper(yaml::day().to_value()),
        FieldType::Timestamp => json!({ "type": "string", "format": "date-time" }),
        FieldType::Month => of_a_paper(yaml::month().to_value()),
        FieldType::Url => json!({ "type": "string", "pattern": r"^\s*https?://[^\s/?#]\S*\s*$" }),
        FieldType::Email => {
            json!({ "type": "string", "pattern": r"^\s*[^@\s]+@[^@\s]+\.[^@\s]+\s*$" })
        }
        FieldType::Choice => json!({ "enum": field.choices }),
        FieldType::Stage => stages(&series.stages, &series.stages.order),
        FieldType::Person => person(field.office),
        FieldType::List => list(field, series),
        FieldType::Mapping => mapping(field, series),
        FieldType::Any => json!({}),
        FieldType::Number => series.number.as_ref().map_or_else(text, number),
    };
    let limits = limits(&field.constraints);
    // Of a list it is the text that is measured, which a schema does not see.
    if limits.is_empty() || field.field_type == FieldType::List {
        value
    } else {
        json!({ "allOf": [value, limits] })
    }
}

/// A whole number; one in quotes is read as the number, too.
/// The name of one of these stages, and what may follow it.
fn stages(stages: &Stages, names: &[String]) -> Value {
    let escaped: Vec<String> = names.iter().map(|stage| regex::escape(stage)).collect();
    let names = json!({ "enum": names });
    let Some(suffix) = &stages.suffix else { return names };
    let inner = Stages::written(suffix);
    let followed = format!("^({}) (?:{inner})$", escaped.join("|"));
    json!({ "anyOf": [names, { "type": "string", "pattern": followed }] })
}

fn integer(range: Bounds) -> Value {
    let mut number = json!({ "type": "integer" });
    for (key, bound) in [("minimum", range.min), ("maximum", range.max)] {
        if let Some(bound) = bound {
            number[key] = bound.into();
        }
    }
    json!({ "anyOf": [number, { "type": "string", "pattern": r"^\s*[-+]?[0-9]+\s*$" }] })
}

/// A list, or the text of a list of one, or of several with separators between them.
fn list(field: &Field, series: &Series) -> Value {
    let item = match &field.items {
        Some(items) => value(items, series),
        None => json!({ "type": ["string", "number", "boolean"] }),
    };
    let mut list = json!({ "type": "array", "items": item });
    for (key, bound) in
        [("minItems", field.constraints.count.min), ("maxItems", field.constraints.count.max)]
    {
        if let Some(bound) = bound {
            list[key] = bound.into();
        }
    }
    let single = match (&field.items, &field.separator) {
        (Some(_), None) => item,
        _ => json!({ "$ref": "#/$defs/text" }),
    };
    json!({ "anyOf": [single, list] })
}

/// Keys with values of their own.
fn mapping(field: &Field, series: &Series) -> Value {
    let properties: Map<String, Value> =
        field.fields.iter().map(|key| (key.id.clone(), property(key, series))).collect();
    // What later stages ask for may still be missing.
    let needed: Vec<&Field> = field.fields.iter().filter(|key| key.required.holds_at(0)).collect();
    let mut mapping = filled(&needed);
    mapping["type"] = "object".into();
    mapping["additionalProperties"] = false.into();
    for (key, value) in properties {
        let demanded = mapping["properties"][&key].take();
        let parts = if demanded.is_null() { value } else { json!({ "allOf": [demanded, value] }) };
        mapping["properties"][&key] = parts;
    }
    mapping
}

/// What a text must be besides of its type; a schema measures the characters as the program does.
fn limits(constraints: &Constraints) -> Map<String, Value> {
    let mut limits = Map::new();
    let length = constraints.length;
    for (key, bound) in [("minLength", length.min), ("maxLength", length.max)] {
        limits.extend(bound.map(|bound| (key.to_owned(), bound.into())));
    }
    if let Some(pattern) = &constraints.pattern {
        limits.insert(
            "pattern".to_owned(),
            format!("^\\s*(?:{})\\s*$", ecma(&pattern.written)).into(),
        );
    }
    let forbidden = constraints.forbidden.iter().map(|it| json!({ "pattern": ecma(&it.written) }));
    let forbidden: Vec<Value> = forbidden.collect();
    if !forbidden.is_empty() {
        limits.insert("not".to_owned(), json!({ "type": "string", "anyOf": forbidden }));
    }
    limits
}

/// The schema of a day or a month for those since [`FIRST_YEAR`](crate::paper::fields::FIRST_YEAR).
fn of_a_paper(mut schema: Value) -> Value {
    let pattern = schema["pattern"].as_str().unwrap_or_default();
    schema["pattern"] = pattern.replace("^[0-9]{4}", "^(19|[2-9][0-9])[0-9]{2}").into();
    schema
}

/// A text, so that no program takes it for a number or a day.
fn number(rule: &NumberRule) -> Value {
    let pattern = ecma(rule.pattern.as_str());
    json!({ "type": "string", "pattern": format!("^(?:{pattern})$"), "examples": [rule.example] })
}

/// A regular expression as ECMA 262 writes it, whose expressions JSON Schema has: named groups and flags differ.
fn ecma(pattern: &str) -> String {
    pattern.replace("(?P<", "(?<")
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
    let mut needed: BTreeMap<usize, Vec<&Field>> = BTreeMap::new();
    for field in series.fields.iter().filter(|field| !series.is_in_text(field)) {
        if let Requirement::From(stage) = field.required {
            needed.entry(stage).or_default().push(field);
        }
    }
    let number = series.field(Role::Number);
    if let (Some(rule), Some(field)) = (&series.number, number)
        && let Requirement::From(stage) = rule.required
    {
        let fields = needed.entry(stage).or_default();
        if !fields.iter().any(|known| known.id == field.id) {
            fields.push(field);
        }
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
    demands.extend(series.fields.iter().flat_map(|field| presence(field, series)));
    demands
}

/// When a field must be there, and when it may not.
fn presence(field: &Field, series: &Series) -> Vec<Value> {
    let blank = json!({ "properties": { &field.id: { "$ref": "#/$defs/blank" } } });
    let mut demands = Vec::new();
    if let Some(required) = field.when.required.as_ref().and_then(|it| condition(it, series)) {
        demands.push(conditional(&required, &filled(&[field])));
    }
    if let Some(forbidden) = field.when.forbidden.as_ref().and_then(|it| condition(it, series)) {
        demands.push(conditional(&forbidden, &blank));
    }
    if let Some(allowed) = field.when.allowed.as_ref().and_then(|it| condition(it, series)) {
        demands.push(json!({ "if": allowed, "else": blank }));
    }
    demands
}

/// A condition as a schema; none where it depends on what a schema does not see.
fn condition(condition: &Condition, series: &Series) -> Option<Value> {
    let each = |all: &[Condition]| -> Option<Vec<Value>> {
        all.iter().map(|it| self::condition(it, series)).collect()
    };
    Some(match condition {
        Condition::All(all) => json!({ "allOf": each(all)? }),
        Condition::Any(any) => json!({ "anyOf": each(any)? }),
        Condition::Not(inner) => json!({ "not": self::condition(inner, series)? }),
        Condition::Has(field) => filled(&[series.field(field)?]),
        Condition::Is { field, values } => {
            let declared = series.field(field)?;
            if declared.field_type == FieldType::Stage {
                let stages = values.iter().filter_map(|name| series.stages.index(name));
                json!({ "anyOf": stages.map(|stage| at(series, stage..stage + 1)).collect::<Vec<_>>() })
            } else if declared.field_type == FieldType::List {
                let one = json!({ "enum": values });
                let any = json!({ "anyOf": [one, { "type": "array", "contains": one }] });
                json!({ "properties": { field: any }, "required": [field] })
            } else {
                json!({ "properties": { field: { "enum": values } }, "required": [field] })
            }
        }
        Condition::FromStage(stage) => at(series, *stage..series.stages.order.len()),
        Condition::Since(_) => return None,
    })
}

/// The condition that a paper is at one of these stages, by their indexes; a paper that names none
/// is at the series' default.
fn at(series: &Series, stages: std::ops::Range<usize>) -> Value {
    let Some(key) = series.key(Role::Stage) else {
        // Without a field every paper is at the default.
        return stages.contains(&series.stages.default).into();
    };
    let names = series.stages.order.get(stages.clone()).unwrap_or_default();
    let one = self::stages(&series.stages, names);
    if stages.contains(&series.stages.default) {
        let stage = json!({ "anyOf": [one, { "$ref": "#/$defs/blank" }] });
        json!({ "properties": { key: stage } })
    } else {
        json!({ "properties": { key: one }, "required": [key] })
    }
}

/// All these fields are there and not empty.
fn filled(fields: &[&Field]) -> Value {
    let has = |keys: &[&String]| {
        let is_filled =
            |key: &&String| ((*key).clone(), json!({ "not": { "$ref": "#/$defs/blank" } }));
        let properties: Map<String, Value> = keys.iter().map(is_filled).collect();
        json!({ "required": keys, "properties": properties })
    };
    let (plain, aliased): (Vec<&Field>, Vec<&Field>) =
        fields.iter().partition(|field| field.aliases.is_empty());
    let mut all = has(&plain.iter().map(|field| &field.id).collect::<Vec<_>>());
    let any = |field: &&Field| {
        let keys = std::iter::once(&field.id).chain(&field.aliases);
        json!({ "anyOf": keys.map(|key| has(&[key])).collect::<Vec<_>>() })
    };
    if !aliased.is_empty() {
        all["allOf"] = aliased.iter().map(any).collect();
    }
    all
}

fn conditional(condition: &Value, demand: &Value) -> Value {
    json!({ "if": condition, "then": demand })
}
