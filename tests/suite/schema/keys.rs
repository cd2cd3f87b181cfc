//! The keys of a schema, compared with those that the program reads.

use std::collections::BTreeSet;

use issuepaper::text::finding::Finding;
use issuepaper::text::source::SourceFile;
use serde_json::{Map, Value, json};

/// A key that nothing has.
const UNKNOWN: &str = "zzzzzzzzzzzzzzzz";
/// The definition whose keys are the names of rules, which are data to the reader.
const RULES: &str = "RuleSettings";

/// The definition whose keys are fields, which are data to the reader.
const CONDITION: &str = "Condition";

/// An object of a schema: how a file gets there, and the object.
struct Object<'s> {
    /// Wraps what is inside into the values around it, the innermost last.
    way: Vec<Step>,
    schema: &'s Map<String, Value>,
}

#[derive(Debug, Clone)]
enum Step {
    Key(String),
    Item,
}

/// Puts a key that nothing has into each object of `schema`, and compares the keys that `read` then
/// offers with those of the schema. Returns the number of objects.
pub(super) fn compare(schema: &Value, read: &impl Fn(SourceFile) -> Vec<Finding>) -> usize {
    let objects = objects(schema);
    for Object { way, schema } in &objects {
        let value = way.iter().rev().fold(json!({ UNKNOWN: 1 }), |inner, step| match step {
            Step::Key(key) => json!({ key: inner }),
            Step::Item => json!([inner]),
        });
        let findings = read(SourceFile::new("file.yaml", value.to_string()));
        let [finding] = &findings[..] else { panic!("{value}: {findings:?}") };
        assert_eq!(finding.message, format!("unknown key `{UNKNOWN}`"), "{value}");
        let help = finding.help.as_deref().unwrap();
        let read: BTreeSet<&str> = help.split('`').skip(1).step_by(2).collect();
        let keys: BTreeSet<&str> = properties(schema).keys().map(String::as_str).collect();
        assert_eq!(keys, read, "{way:?}");
        assert_eq!(schema.get("additionalProperties"), Some(&Value::Bool(false)), "{way:?}");
    }
    objects.len()
}

/// The keys without a description, by the way to them.
pub(super) fn without_description(schema: &Value) -> Vec<String> {
    keys_where(schema, |key| key["description"].as_str().is_none_or(str::is_empty))
}

/// The keys without an example.
pub(super) fn without_example(schema: &Value) -> Vec<String> {
    keys_where(schema, |key| key["examples"].as_array().is_none_or(Vec::is_empty))
}

fn keys_where(schema: &Value, is_such: impl Fn(&Value) -> bool) -> Vec<String> {
    let mut keys = Vec::new();
    for object in objects(schema) {
        for (key, value) in properties(object.schema) {
            if is_such(value) {
                keys.push(format!("{:?}: {key}", object.way));
            }
        }
    }
    keys
}

fn properties(schema: &Map<String, Value>) -> &Map<String, Value> {
    schema["properties"].as_object().unwrap()
}

fn objects(schema: &Value) -> Vec<Object<'_>> {
    let mut found = Vec::new();
    visit(schema, schema, (&[], &[]), &mut found);
    found
}

/// `within` are the definitions on the way, which may hold themselves.
fn visit<'s>(
    root: &'s Value,
    schema: &'s Value,
    (way, within): (&[Step], &[&str]),
    found: &mut Vec<Object<'s>>,
) {
    let with = |step: Step| [way, &[step]].concat();
    if let Some(target) = schema["$ref"].as_str() {
        if target.ends_with(CONDITION) || within.contains(&target) {
            return;
        }
        let within = &[within, &[target]].concat()[..];
        let definition = root.pointer(target.trim_start_matches('#')).unwrap();
        if target.ends_with(RULES) {
            let rules = properties(definition.as_object().unwrap());
            let (rule, setting) = rules.iter().next().unwrap();
            visit(root, setting, (&with(Step::Key(rule.clone())), within), found);
        } else {
            visit(root, definition, (way, within), found);
        }
    }
    for choice in ["anyOf", "oneOf"].iter().filter_map(|key| schema[key].as_array()).flatten() {
        visit(root, choice, (way, within), found);
    }
    if let Some(properties) = schema["properties"].as_object() {
        found.push(Object { way: way.to_vec(), schema: schema.as_object().unwrap() });
        for (key, value) in properties {
            visit(root, value, (&with(Step::Key(key.clone())), within), found);
        }
    }
    let each = [("items", Step::Item), ("additionalProperties", Step::Key("any".to_owned()))];
    for (key, step) in each {
        if schema[key].is_object() {
            visit(root, &schema[key], (&with(step), within), found);
        }
    }
}
