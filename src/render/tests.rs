use std::collections::BTreeSet;

use super::*;
use crate::document::{CoverLine, Field, Metadata, Places, Section, from_markdown, headings};
use crate::series::{Library, Marking};

/// The templates of a series, those of the general one where it has none of its own.
fn templates(own: &[(&str, &str)]) -> TemplateSet {
    let mut all = Library::default().templates("issue-paper");
    all.extend(own.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())));
    TemplateSet::new(all)
}

fn coac() -> TemplateSet {
    templates(&[("paper.md", include_str!("../../templates/coac/paper.md"))])
}

/// The formats that can be read here.
fn texts() -> impl Iterator<Item = &'static Format> {
    available().filter(|format| format.is_text())
}

fn page(document: &Document, format: &str, templates: &TemplateSet) -> String {
    let format = by_name(format).unwrap_or(&FORMATS[0]);
    match render(document, format, templates, Options::default()) {
        Ok(page) => String::from_utf8_lossy(&page).into_owned(),
        Err(error) => error.to_string(),
    }
}

fn section(id: &str, heading: &str, body: &str) -> Section {
    let mut blocks: Vec<_> =
        from_markdown::blocks(body).blocks.into_iter().map(|(_, block)| block).collect();
    headings::nest(&mut blocks, 2);
    Section {
        id: id.to_owned(),
        anchor: None,
        heading: Some(heading.to_owned()),
        blocks,
        places: Places::default(),
    }
}

fn field(id: &str, label: &str, value: &str, machine: Option<&str>) -> Field {
    Field {
        id: id.to_owned(),
        label: label.to_owned(),
        value: value.to_owned(),
        machine: machine.map(str::to_owned),
        ..Field::default()
    }
}

/// The front of a paper of the COAC series.
fn front() -> Document {
    let group = "Centers of Excellence and Expertise Working Group";
    let cover = [
        ("committee", "Commercial Customs Operations Advisory Committee"),
        ("kind", "Government Issue Paper"),
        ("unit", "Secure Trade Lanes Subcommittee"),
        ("unit", group),
        ("period", "June 2024"),
        ("agency", "U.S. Customs and\nBorder Protection"),
    ];
    let office = "Office of Field Operations, Cargo and Conveyance Security";
    Document {
        cover: cover
            .map(|(role, text)| CoverLine { role: role.to_owned(), text: text.to_owned() })
            .into(),
        number: Some("Pub# 3733-0624".to_owned()),
        masthead: [office, "Secure Trade Lanes Subcommittee", group, "June 2024"]
            .map(str::to_owned)
            .into(),
        head_fields: vec![field("action_required", "Action Required", "Informational", None)],
        foot_fields: vec![
            field(
                "submitted_by",
                "Submitted by",
                "Ann Marie Paul, Office of Field Operations",
                None,
            ),
            field("date", "Date", "May 21, 2024", Some("2024-05-21")),
        ],
        meta: Metadata {
            has_own_title: true,
            title: format!("{group}, Government Issue Paper, June 2024"),
            lang: "en-US".to_owned(),
            identifier: Some("3733-0624".to_owned()),
            author: Some("Ann Marie Paul".to_owned()),
            author_office: Some("Office of Field Operations".to_owned()),
            publisher: Some("U.S. Customs and Border Protection".to_owned()),
            kind: Some("Government Issue Paper".to_owned()),
            date: Some("2024-05-21".to_owned()),
            period: Some("2024-06".to_owned()),
            subjects: vec!["Secure Trade Lanes Subcommittee".to_owned(), group.to_owned()],
            stage: Some("published".to_owned()),
        },
        ..Document::default()
    }
}

/// A paper that uses everything a body can hold.
fn rich() -> Document {
    let parsed = from_markdown::blocks(include_str!("tests/rich.md"));
    let mut blocks: Vec<_> = parsed.blocks.into_iter().map(|(_, block)| block).collect();
    headings::nest(&mut blocks, 2);
    let background = Section {
        id: "background".to_owned(),
        anchor: None,
        heading: Some("Background".to_owned()),
        blocks,
        places: Places::default(),
    };
    let status = section("status", "Current Status", "One **step** <is> left.\n\n- a & b\n");
    let front = front();
    let title = "Fees & \"levies\" <2024> {{ 7*7 }}".to_owned();
    Document {
        meta: Metadata { title, ..front.meta },
        marking: Some(Marking { text: "DRAFT".to_owned(), ..Marking::default() }),
        sections: vec![background, status],
        notes: parsed.notes,
        ..front
    }
}

#[test]
fn every_format_says_what_it_must() {
    let unique = |values: Vec<&str>| values.iter().collect::<BTreeSet<_>>().len() == values.len();
    assert!(unique(FORMATS.iter().map(|format| format.name).collect()));
    assert!(unique(FORMATS.iter().map(|format| format.template).collect()));
    // Pages that are made together would overwrite each other.
    let made_together = FORMATS.iter().filter(|format| format.is_default);
    assert!(unique(made_together.map(|format| format.extension).collect()));
    for format in FORMATS {
        let name = format.name;
        assert!(!name.is_empty() && !format.about.is_empty(), "{name}");
        assert!(!format.extension.is_empty() && !format.extension.starts_with('.'), "{name}");
        assert!(format.media_type.contains('/') && format.template.contains('.'), "{name}");
        assert!(format.standard.is_none_or(|standard| !standard.is_empty()), "{name}");
        assert!(format.is_text() || !format.signature.is_empty(), "{name} can't be recognized");
        if let Some(carrier) = format.provenance {
            assert!(!carrier.place.is_empty(), "{name}");
            assert_eq!(format.is_text(), carrier.append.is_some(), "{name}");
        }
    }
}

#[test]
fn a_file_says_where_it_comes_from_if_its_format_carries_it() {
    let revision = Some("Rev. 1".to_owned());
    let provenance = Provenance::new("Zo\u{eb} -- <a>.md".to_owned(), revision, "text");
    let other = section("a", "A", "`<!-- issuepaper/1;paper=b.md -->` <!-- issuepaper/1 -->\n");
    let document =
        Document { provenance: Some(provenance.clone()), sections: vec![other], ..rich() };
    for format in available() {
        let page = render(&document, format, &coac(), Options::default());
        let page = page.unwrap_or_default();
        assert!(!page.is_empty(), "{}", format.name);
        let found = identify(&page).map(|(format, found)| (format.name, found));
        let expected = format.provenance.map(|_| (format.name, provenance.clone()));
        assert_eq!(found, expected, "{}", format.name);
    }
}

#[test]
fn the_shipped_templates_have_no_fault() {
    for templates in [templates(&[]), coac()] {
        for format in available() {
            assert_eq!(verify(&templates, format), Ok(Vec::new()), "{}", format.template);
        }
    }
}

#[test]
fn a_rich_paper_in_every_format() {
    for format in texts() {
        let page = page(&rich(), format.name, &coac());
        insta::assert_snapshot!(format.name, page);
    }
    insta::assert_snapshot!("general_md", page(&rich(), "md", &templates(&[])));
}

#[test]
fn a_bare_paper_in_every_format() {
    let pages = texts().filter(|format| format.name != "html").map(|format| {
        format!("--- {}\n{}", format.name, page(&sample::bare(), format.name, &templates(&[])))
    });
    insta::assert_snapshot!("bare", pages.collect::<String>());
}

#[test]
fn lines_of_text_are_no_wider_than_asked_for() {
    use unicode_width::UnicodeWidthStr;
    let text = page(&rich(), "txt", &coac());
    for line in text.lines() {
        let is_exempt = line.contains("://") || line.contains("to the letter");
        assert!(is_exempt || line.width() <= TEXT_WIDTH, "{line}");
    }
}

#[test]
fn what_a_template_lacks_is_an_error() {
    let none = TemplateSet::new([]);
    let result = render(&rich(), &FORMATS[0], &none, Options::default());
    assert_eq!(result, Err(RenderError::NoTemplate { file: "paper.md".to_owned() }));
}

#[test]
fn template_syntax_in_a_paper_is_text() {
    for format in texts() {
        let page = page(&rich(), format.name, &coac());
        assert!(page.contains("{{ 7*7 }}") || page.contains("{{ 7\\*7 }}"), "{page}");
        assert!(!page.contains("2024> 49") && !page.contains("2024&gt; 49"), "{page}");
    }
}
