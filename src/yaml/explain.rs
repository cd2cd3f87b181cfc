//! What a reader of YAML complains about, in the words of a person who wrote the file.

use serde_yaml::{Error, ExternalMessageSource};

use super::{Fault, syntax};
use crate::text::suggest;

/// Explains an `error` of the reader about `value`, the characters at the place of the problem.
pub(super) fn explain(error: &Error, value: &str) -> Fault {
    match error {
        Error::WithSnippet { error, .. } | Error::AliasError { error, .. } => explain(error, value),
        Error::ExternalMessage { source, .. } => match &**source {
            ExternalMessageSource::Parser(error) => syntax::fault(error.kind()),
            _ => unreadable(),
        },
        // The words of the types that are read, whose readers are the program's own.
        Error::Message { msg, .. } => match msg.split_once("; ") {
            Some((message, help)) => Fault::new(message, help),
            None => Fault { message: msg.clone(), help: None },
        },
        Error::SerdeUnknownVariant { variant, expected, .. } => unknown_word(variant, expected),
        Error::SerdeMissingField { field, .. } => {
            Fault::new(format!("the key `{field}` is missing"), "add it, with its value")
        }
        Error::DuplicateMappingKey { key, .. } => {
            let key = key.as_ref().map_or_else(String::new, |key| suggest::shown(key) + " ");
            Fault::new(format!("the key {key}is there twice"), "keep one of them")
        }
        Error::MultipleDocuments { .. } => second_document(),
        Error::Eof { .. } => {
            Fault::new("the file is empty", "write what it is for, or delete the file")
        }
        Error::Unexpected { .. }
        | Error::SerdeInvalidType { .. }
        | Error::SerdeInvalidValue { .. }
        | Error::InvalidScalar { .. }
        | Error::InvalidBooleanStrict { .. } => wrong_kind(error, value),
        _ => fixed(error),
    }
}

/// What is wrong with a line that ends the file for its readers.
pub(super) fn second_document() -> Fault {
    Fault::new(
        "a line of `---` or `...` ends the file for readers of YAML, and there is more below it",
        "delete the line, and keep each key once",
    )
}

/// A value in brackets or below its key has no short name.
fn subject(value: &str) -> String {
    let value = value.trim();
    let is_word = !value.is_empty() && !value.starts_with(['[', '{', '-', '|', '>']);
    let is_number = value.parse::<f64>().is_ok();
    if is_word || is_number { suggest::shown(value) } else { "what is here".to_owned() }
}

/// A value that is a text where a list belongs, or the like.
fn wrong_kind(error: &Error, value: &str) -> Fault {
    let subject = subject(value);
    match error {
        Error::InvalidBooleanStrict { .. } | Error::InvalidScalar { ty: "bool", .. } => {
            not_a_switch(&subject, value)
        }
        Error::InvalidScalar { .. } => not_a_number(&subject, value),
        Error::Unexpected { expected, .. } if expected.starts_with("sequence") => Fault::new(
            format!("{subject} is not a list"),
            "write each entry on a line of its own that begins with `- `",
        ),
        Error::Unexpected { expected, .. } if expected.starts_with("mapping") => Fault::new(
            format!("{subject} is not a group of keys"),
            "write each entry as `key: value` on a line of its own, indented below its group",
        ),
        Error::SerdeInvalidType { expected, .. } | Error::SerdeInvalidValue { expected, .. } => {
            Fault::new(format!("{subject} is not {expected}"), format!("write {expected}"))
        }
        _ => one_value(),
    }
}

fn one_value() -> Fault {
    Fault::new(
        "one value belongs here, not a list or a group of keys",
        "write one value after the colon; put it into quotes if it begins with `[` or `{`",
    )
}

fn not_a_switch(subject: &str, value: &str) -> Fault {
    let help = match value.trim().trim_matches(['"', '\'']).to_ascii_lowercase().as_str() {
        "true" | "yes" | "on" | "y" => "write `true`",
        "false" | "no" | "off" | "n" => "write `false`",
        _ => "write `true` or `false`",
    };
    Fault::new(format!("{subject} is neither `true` nor `false`"), help)
}

fn not_a_number(subject: &str, value: &str) -> Fault {
    let digits = value.trim().trim_start_matches(['-', '+']);
    let is_whole = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    match (is_whole, value.trim().starts_with('-')) {
        (true, true) => Fault::new(format!("{subject} is less than 0"), "write 0 or more"),
        (true, false) => Fault::new(format!("{subject} is too large"), "write a smaller number"),
        _ => Fault::new(
            format!("{subject} is not a whole number"),
            "write it in digits, such as `21`",
        ),
    }
}

fn unknown_word(wrong: &str, known: &[&str]) -> Fault {
    let help = suggest::nearest(wrong, known.iter().copied()).map_or_else(
        || format!("write one of {}", suggest::listed(known.iter().copied())),
        |near| format!("did you mean `{near}`?"),
    );
    Fault::new(format!("{} can't be set here", suggest::shown(wrong)), help)
}

/// What is wrong and what to do about it, where that is the same for every value.
fn fixed(error: &Error) -> Fault {
    match error {
        Error::NullIntoString { .. } | Error::InvalidCharNull { .. } => {
            Fault::new("there is no value here", "write one after the colon, or delete the line")
        }
        Error::UnknownAnchor { .. } => syntax::fault(&granit_parser::ErrorKind::UnknownAnchor),
        Error::Budget { .. }
        | Error::AliasReplayCounterOverflow { .. }
        | Error::AliasReplayLimitExceeded { .. }
        | Error::AliasExpansionLimitExceeded { .. }
        | Error::AliasReplayStackDepthExceeded { .. }
        | Error::RecursiveReferencesRequireWeakTypes { .. } => Fault::new(
            "the file is too large, or its values are nested too deeply or refer to each other too often",
            "write each value out where it belongs, without `&name` and `*name`",
        ),
        Error::MergeValueNotMapOrSeqOfMaps { .. } | Error::MergeKeyNotAllowed { .. } => {
            Fault::new("`<<` takes in another group of keys in YAML", "write its keys out instead")
        }
        Error::UnsupportedTag { .. }
        | Error::TaggedEnumMismatch { .. }
        | Error::TaggedStructFieldName { .. }
        | Error::TaggedScalarCannotDeserializeIntoString { .. }
        | Error::InvalidBinaryBase64 { .. }
        | Error::BinaryNotUtf8 { .. }
        | Error::BytesNotSupportedMissingBinaryTag { .. } => Fault::new(
            "`!` at the beginning of a value is a tag in YAML, which means nothing here",
            "delete the tag, or put the value into quotes if the `!` is part of it",
        ),
        Error::ExpectedStringKeyForExternallyTaggedEnum { .. }
        | Error::ExternallyTaggedEnumExpectedScalarOrMapping { .. }
        | Error::UnexpectedValueForUnitEnumVariant { .. }
        | Error::ExpectedMappingEndAfterEnumVariantValue { .. } => one_value(),
        _ => unreadable(),
    }
}

fn unreadable() -> Fault {
    Fault::new(
        "what is here can't be read",
        "write `key: value` lines in one column, and put a value with marks in it into quotes",
    )
}
