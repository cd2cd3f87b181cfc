//! What is no YAML, in the words of a person who wrote the file.

use granit_parser::ErrorKind;

use super::Fault;
use crate::text::suggest;

/// What is wrong, and what to write instead, where the parser stopped with an error of this kind.
pub(super) fn fault(kind: &ErrorKind) -> Fault {
    use ErrorKind as Kind;
    match kind {
        Kind::UnexpectedCharacter { character } => Fault::new(
            format!("a value can't begin with {} in YAML", suggest::shown(&character.to_string())),
            "put the value into quotes",
        ),
        Kind::UnclosedFlowCollection { open } => Fault::new(
            "the bracket is not closed",
            format!("end what it opens with `{}`", closing(*open)),
        ),
        Kind::MismatchedFlowCollectionEnd { open, close } => Fault::new(
            format!("what `{open}` opens is closed with `{close}`"),
            format!("close it with `{}`", closing(*open)),
        ),
        _ => {
            let (message, help) = collection(kind)
                .or_else(|| quoted(kind))
                .or_else(|| mark(kind))
                .or_else(|| line(kind))
                .unwrap_or((
                    "this can't be read as YAML",
                    "write `key: value` lines in one column and lists with `- `, and put a value with marks in it into \
                     quotes",
                ));
            Fault::new(message, help)
        }
    }
}

const fn closing(open: char) -> char {
    if open == '{' { '}' } else { ']' }
}

type Words = (&'static str, &'static str);

/// Lists and groups of keys, in brackets or in lines.
const fn collection(kind: &ErrorKind) -> Option<Words> {
    use ErrorKind as Kind;
    Some(match kind {
        Kind::MisplacedFlowCollectionEnd => (
            "a bracket is closed here that none opens",
            "delete it, or put the value that it belongs to into quotes",
        ),
        Kind::ExpectedFlowMappingSeparator
        | Kind::ExpectedFlowSequenceSeparator
        | Kind::UnexpectedEofFlowSequence
        | Kind::UnexpectedEofFlowMapping
        | Kind::UnexpectedEofImplicitFlowMapping
        | Kind::FlowMappingValueAdjacentCollection => (
            "what is in the brackets can't be read",
            "put a comma between its entries, and close it with the bracket that fits the first",
        ),
        Kind::BlockEntryInFlowCollection | Kind::PlainScalarStartsWithDashFlowIndicator => (
            "an entry in brackets has no `-` before it",
            "delete the `-`, and put commas between the entries",
        ),
        Kind::BlockSequenceEntryNotAllowed => (
            "a list can't begin on the line of its key",
            "begin it on the next line: each entry on a line of its own, after `- `",
        ),
        Kind::InvalidFlowScalarIndent | Kind::InvalidIndentation => (
            "this line belongs to what is above it, and begins too far left",
            "indent it below its key, and close the quotes and brackets that are open above it",
        ),
        Kind::ExpectedBlockMappingKey | Kind::ExpectedBlockSequenceEntry => (
            "this line does not go on with the group or the list above it",
            "begin all its keys, or all its `- `, in one column",
        ),
        Kind::MappingValueNotAllowed | Kind::MappingKeyNotAllowed => (
            "a `:` is not expected here",
            "begin the keys of a group in one column, and put a value that has `: ` in it into quotes",
        ),
        Kind::InvalidColonPlacement => (
            "a `:` is not expected here",
            "close the bracket above that is still open, or put a value that has `: ` in it into quotes",
        ),
        Kind::SimpleKeyExpected | Kind::InvalidSimpleKey => (
            "there is no colon with a space after it behind this key",
            "write `key: value`, with a plain space after the colon",
        ),
        Kind::RecursionLimitExceeded => (
            "values are nested too deeply here",
            "keep to the lists and groups of keys that belong here",
        ),
        _ => return None,
    })
}

/// Values in quotes.
const fn quoted(kind: &ErrorKind) -> Option<Words> {
    use ErrorKind as Kind;
    Some(match kind {
        Kind::UnclosedQuotedScalar
        | Kind::DocumentIndicatorInQuotedScalar
        | Kind::InvalidQuotedScalarIndent => {
            ("the quotes are not closed", "end the value with the quotation mark it begins with")
        }
        Kind::InvalidTrailingSingleQuotedScalar => (
            "there is more after the quotation mark that ends the value",
            "put the whole value into quotes, and write an apostrophe inside as `''`",
        ),
        Kind::InvalidTrailingDoubleQuotedScalar => (
            "there is more after the quotation mark that ends the value",
            "put the whole value into quotes, and write a quotation mark inside as `\\\"`",
        ),
        Kind::UnknownQuotedScalarEscape
        | Kind::InvalidQuotedScalarHexEscape
        | Kind::InvalidLowSurrogateHexEscape
        | Kind::InvalidLowSurrogate
        | Kind::MissingLowSurrogate
        | Kind::UnpairedLowSurrogate
        | Kind::InvalidUnicodeEscape => (
            "a backslash in double quotes begins an escape, and YAML knows none that goes on like this",
            "put the value into single quotes, where a backslash is a backslash, or write it as `\\\\`",
        ),
        _ => return None,
    })
}

/// Marks that have a meaning of their own.
const fn mark(kind: &ErrorKind) -> Option<Words> {
    use ErrorKind as Kind;
    Some(match kind {
        Kind::UnknownAnchor | Kind::MissingAnchorOrAliasName | Kind::AnchorCountOverflow => (
            "`*` or `&` at the beginning of a value is a reference in YAML",
            "put the value into quotes",
        ),
        Kind::ExpectedTagBang
        | Kind::ExpectedTagDirectiveBang
        | Kind::InvalidGlobalTagCharacter
        | Kind::InvalidTagTerminator
        | Kind::MissingTagUri
        | Kind::UnclosedVerbatimTag
        | Kind::InvalidTagEscape
        | Kind::InvalidTagUtf8LeadingByte
        | Kind::InvalidTagUtf8TrailingByte
        | Kind::InvalidTagUtf8
        | Kind::UndeclaredTagHandle => {
            ("`!` at the beginning of a value is a tag in YAML", "put the value into quotes")
        }
        Kind::DuplicateVersionDirective
        | Kind::UnsupportedYamlMajorVersion
        | Kind::DuplicateTagDirective
        | Kind::MissingDocumentEndBeforeDirective
        | Kind::InvalidDirectiveTerminator
        | Kind::DirectiveDisallowed
        | Kind::MissingYamlVersionSeparator
        | Kind::MissingDirectiveName
        | Kind::InvalidDirectiveName
        | Kind::DirectiveByteLimitExceeded { .. }
        | Kind::TooManyReservedDirectiveParams { .. }
        | Kind::YamlVersionTooLong
        | Kind::MissingYamlVersion
        | Kind::InvalidTagDirectiveTerminator => (
            "a line that begins with `%` is an instruction to readers of YAML",
            "delete the line, or put a `#` before it to make it a comment",
        ),
        Kind::ZeroBlockScalarIndent | Kind::InvalidBlockScalarHeader => (
            "`|` or `>` at the beginning of a value announces lines of text below it",
            "begin the text on the next line, indented, or put the value into quotes",
        ),
        Kind::InvalidBlockScalarIndent => (
            "the lines of this text are not indented alike",
            "put the same number of spaces before each, more than before its key",
        ),
        _ => return None,
    })
}

/// Tabs, comments and ends.
const fn line(kind: &ErrorKind) -> Option<Words> {
    use ErrorKind as Kind;
    Some(match kind {
        Kind::TabNotAllowed
        | Kind::TabInBlockIndentation
        | Kind::TabInIndentation
        | Kind::TabAtBlockScalarStart
        | Kind::TabInPlainScalar
        | Kind::InvalidBlockEntryWhitespace
        | Kind::InvalidMappingValueWhitespace => {
            ("a tab is not allowed here", "write spaces in its place")
        }
        Kind::CommentInterceptedScalar => (
            "a comment stands inside a value, which goes on in the line below it",
            "move the comment to a line above the key; if the line below is no part of the value, begin it in the \
             column of the key",
        ),
        Kind::CommentNotSeparated | Kind::ExpectedWhitespace => (
            "there is no space before the `#` of a comment",
            "put a space before the `#`, or put the value that it belongs to into quotes",
        ),
        Kind::ExpectedNodeContent => (
            "there is a mark here where a value is expected",
            "write a value, in quotes if it begins with this mark",
        ),
        Kind::ExpectedDocumentStart | Kind::InvalidDocumentEnd => (
            "what is above ends here, and this does not go on with it",
            "begin all keys in one column, and delete lines of `---` and `...`",
        ),
        Kind::UnexpectedEof
        | Kind::UnexpectedEofBlockSequence
        | Kind::UnexpectedEofBlockMapping
        | Kind::UnexpectedEndOfPlainScalar => {
            ("the file ends where more is expected", "write what is missing in the last line")
        }
        _ => return None,
    })
}
