use issuepaper::paper::{Paper, front_matter};
use issuepaper::series::Role;
use issuepaper::text::source::SourceFile;
use issuepaper::yaml::{Kind, Node};

use super::papers::{assert_place, text};

/// Front matter is read without a panic, each place is in the text, and a field that is read alone is the one that
/// reading it whole finds.
pub fn front_matter(bytes: &[u8]) {
    let Some(text) = text(bytes) else { return };
    let file = SourceFile::new("a.md", text.as_str());
    let (front, body) = front_matter::parse(&text);
    assert!(text.get(body..).is_some(), "the body begins at {body}");
    for span in [front.span, front.end] {
        assert_place(&file, span, "the front matter");
    }
    for entry in &front.entries {
        assert_place(&file, entry.key.span, "a key");
        assert_place(&file, entry.place(), "an entry");
        assert_places(&file, &entry.value);
    }
    for problem in &front.problems {
        assert_place(&file, problem.span, &problem.message);
    }
    let whole = Paper::new(file.clone());
    whole.front();
    for field in CORE_FIELDS.map(Role::key) {
        let glance = Paper::new(file.clone());
        assert_eq!(glance.text_field(field), whole.text_field(field), "{field:?}");
        assert_eq!(glance.has_field(field), whole.has_field(field), "{field:?}");
        let is_broken = glance.is_broken_over_lines(field);
        assert_eq!(is_broken, whole.is_broken_over_lines(field), "{field:?}");
    }
    if let Some(cut) = whole.cut() {
        assert_eq!(cut.front(), whole.front(), "without its body");
    }
}

/// The fields that can be read alone.
pub const CORE_FIELDS: [Role; 8] = [
    Role::Series,
    Role::Number,
    Role::Stage,
    Role::Title,
    Role::Period,
    Role::Previous,
    Role::Supersedes,
    Role::Related,
];

fn assert_places(file: &SourceFile, node: &Node) {
    assert_place(file, node.span, "a value");
    match &node.kind {
        Kind::Scalar(_) => {}
        Kind::Sequence(items) => items.iter().for_each(|item| assert_places(file, item)),
        Kind::Mapping(pairs) => {
            for (key, value) in pairs {
                assert_places(file, key);
                assert_places(file, value);
            }
        }
    }
}
