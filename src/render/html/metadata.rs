//! Machine-readable data of a page.

use serde_json::{Map, Value, json};

use crate::document::Document;

/// The paper as [JSON-LD](https://www.w3.org/TR/json-ld11/) in the vocabulary of
/// [schema.org](https://schema.org/Report), safe inside a `script` element.
pub(super) fn json_ld(document: &Document) -> String {
    let meta = &document.meta;
    let name = |kind: &str, name: &Option<String>| {
        name.as_ref().map(|name| json!({ "@type": kind, "name": name }))
    };
    let author = meta.author.as_ref().map(|author| {
        let office = name("Organization", &meta.author_office);
        object([
            ("@type", Some(json!("Person"))),
            ("name", Some(json!(author))),
            ("affiliation", office),
        ])
    });
    let subjects = (!meta.subjects.is_empty()).then(|| json!(meta.subjects));
    let text = |text: &Option<String>| text.as_ref().map(|text| json!(text));
    let data = object([
        ("@context", Some(json!("https://schema.org"))),
        ("@type", Some(json!("Report"))),
        ("name", Some(json!(meta.title))),
        ("inLanguage", Some(json!(meta.lang))),
        ("reportNumber", text(&meta.identifier)),
        ("genre", text(&meta.kind)),
        ("dateCreated", text(&meta.date)),
        ("temporalCoverage", text(&meta.period)),
        ("author", author),
        ("publisher", name("GovernmentOrganization", &meta.publisher)),
        ("about", subjects),
        ("creativeWorkStatus", text(&meta.stage)),
    ]);
    escaped(&data.to_string())
}

fn object<const N: usize>(entries: [(&str, Option<Value>); N]) -> Value {
    let known = entries.into_iter().filter_map(|(key, value)| Some((key.to_owned(), value?)));
    Value::Object(known.collect::<Map<_, _>>())
}

/// JSON in which nothing looks like HTML: such characters are only in strings, where JSON has its
/// own way to write them.
fn escaped(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    for c in json.chars() {
        match c {
            '<' | '>' | '&' | '\u{2028}' | '\u{2029}' => {
                out.push_str(&format!("\\u{:04x}", u32::from(c)));
            }
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Metadata;

    #[test]
    fn no_title_can_leave_the_data_block() {
        let title = "</script><!-- & \u{2028}\"".to_owned();
        let json = json_ld(&Document {
            meta: Metadata { title: title.clone(), ..Metadata::default() },
            ..Document::default()
        });
        assert!(!json.contains(['<', '>', '&', '\u{2028}']), "{json}");
        let data: Value = serde_json::from_str(&json).unwrap_or_default();
        assert_eq!(data["name"], title);
    }
}
