use super::*;
use crate::document::{Section, from_markdown, headings};

/// The text of a paper in `lang` whose one section has the Markdown `body`.
fn article(lang: &str, body: &str) -> String {
    with(lang, body, Options::default())
}

fn with(lang: &str, body: &str, options: Options) -> String {
    let parsed = from_markdown::blocks(body);
    let starts = parsed.blocks.iter().map(|(span, _)| span.start);
    let places = std::iter::once(0).chain(starts).collect();
    let mut blocks: Vec<_> = parsed.blocks.into_iter().map(|(_, block)| block).collect();
    headings::nest(&mut blocks, 2);
    let heading = Some("A".to_owned());
    let section = Section { id: "a".to_owned(), anchor: None, heading, blocks, places };
    let (notes, note_places) = (parsed.notes, parsed.note_places);
    let mut document =
        Document { sections: vec![section], notes, note_places, ..Document::default() };
    document.meta.lang = lang.to_owned();
    let anchors = Anchors::new(&document);
    let mut walker = Walker::new(&document, &anchors, 1, options);
    let text = walker.section(&document.sections[0]);
    text + &walker.notes()
}

#[test]
fn every_element_says_where_it_is_if_it_is_asked() {
    let body = "Ünö\n\n### Sub\n\n- a\n  1. b\n- c[^n]\n\n> q\n\n```\nx\n```\n\n| h |\n|---|\n| r |\n| s |\n\n***\n\n![p](p.png \"t\")\n\n[^n]: note\n";
    let options = Options { has_places: true, ..Options::default() };
    let html = with("en", body, options);
    let said: Vec<(&str, &str)> = html
        .match_indices(" data-at=\"")
        .map(|(at, mark)| {
            let tag = html[..at].rsplit('<').next().unwrap_or_default();
            let tag = tag.split(' ').next().unwrap_or_default();
            let place = html[at + mark.len()..].split('"').next().unwrap_or_default();
            let place: usize = place.parse().unwrap_or(usize::MAX);
            (tag, body.get(place..).and_then(|rest| rest.lines().next()).unwrap_or("nowhere"))
        })
        .collect();
    let expected = [
        ("p", "Ünö"),
        ("h3", "### Sub"),
        ("ul", "- a"),
        ("li", "- a"),
        ("li", "1. b"),
        ("li", "- c[^n]"),
        ("blockquote", "> q"),
        ("div", "```"),
        ("div", "| h |"),
        ("tr", "| h |"),
        ("tr", "| r |"),
        ("tr", "| s |"),
        ("hr", "***"),
        ("figure", "![p](p.png \"t\")"),
        ("li", "[^n]: note"),
    ];
    assert_eq!(said, expected, "{html}");
    assert!(!article("en", body).contains("data-at"));
}

#[test]
fn a_task_is_named_for_those_who_do_not_see_its_box() {
    for body in ["- [x] a\n- [ ] b\n", "- [x] a\n\n  c\n\n- [ ] b\n", "> 1. [x] a\n> 2. [ ] b\n"] {
        let html = article("en", body);
        for name in ["done", "to do"] {
            assert_eq!(
                html.matches(&format!("role=\"img\" aria-label=\"{name}\"")).count(),
                1,
                "{html}"
            );
        }
    }
}

#[test]
fn rows_and_columns_have_heads_and_an_empty_corner_is_none() {
    let html = article("en", "| | 2023 |\n|---|---|\n| North | 1 |\n| South | 2 |\n");
    assert!(html.contains("<tr><td></td><th scope=\"col\">2023</th></tr>"), "{html}");
    assert!(
        html.contains("<tr><th scope=\"row\">South</th><td class=\"digits\">2</td></tr>"),
        "{html}"
    );
    let alike = article("en", "| Port | Year |\n|---|---|\n| North | a |\n| North | b |\n");
    assert!(!alike.contains("scope=\"row\""), "{alike}");
}

#[test]
fn no_part_of_a_text_is_a_landmark() {
    let html =
        article("en", "| a | b |\n|---|---|\n| 1 | 2 |\n\n```\ncode\n```\n\nA.[^1]\n\n[^1]: B.\n");
    for landmark in ["<section", "<nav", "<aside", "<main", "\"region\"", "doc-endnotes"] {
        assert!(!html.contains(landmark), "{landmark} in {html}");
    }
}

#[test]
fn what_runs_the_other_way_says_so_once() {
    let html = article("en", "\u{5d0} b\n\n- \u{5d0}\n- \u{5d1}\n  - \u{5d2}\n- c\n");
    assert!(html.contains("<p dir=\"rtl\">"), "{html}");
    assert!(html.contains("<ul dir=\"rtl\">\n<li>"), "{html}");
    assert!(html.contains("<li dir=\"ltr\">c"), "{html}");
    assert_eq!(html.matches("dir=").count(), 3, "{html}");
    let html = article("he", "\u{5d0} b\n\nEnglish <span lang=\"he\">\u{5d0}</span>\n");
    assert!(html.starts_with("<p>") && html.contains("<p dir=\"ltr\">English"), "{html}");
    // The bar of a quotation is where its lines begin, and code runs from left to right.
    let html = article("en", "> \u{5d0}\n>\n> - \u{5d1}\n\n> b\n");
    assert_eq!(html.matches("dir=").count(), 1, "{html}");
    assert!(html.contains("<blockquote dir=\"rtl\">\n<p>\u{5d0}</p>"), "{html}");
    let html = article("he", "> b\n\n```\nx = 1;\n```\n");
    assert!(html.contains("<blockquote dir=\"ltr\">\n<p>b</p>"), "{html}");
    assert!(html.contains("<pre dir=\"ltr\">"), "{html}");
}

#[test]
fn the_mark_of_a_list_says_how_deep_it_is() {
    let marks = |body: &str| -> Vec<String> {
        let html = article("en", body);
        let lists = html.split("<ul").skip(1);
        lists.map(|list| list.split_once('>').unwrap_or_default().0.trim().to_owned()).collect()
    };
    let deep = "- a\n  - b\n    - c\n      - d\n";
    assert_eq!(marks(deep), ["", "class=\"dash\"", "class=\"dot\"", ""]);
    assert_eq!(marks("1. a\n   - b\n     1. c\n        - d\n"), ["class=\"dash\"", ""]);
    // A list in a note is in no list.
    assert_eq!(marks("a[^1]\n\n[^1]: b\n\n    - c\n"), [""]);
    assert_eq!(marks("> - a\n>   - b\n"), ["", "class=\"dash\""]);
}

#[test]
fn a_link_that_shows_its_address_is_not_printed_twice() {
    let html = article(
        "en",
        "<https://example.org/> [example.org](https://example.org) [here](https://example.org)\n",
    );
    assert_eq!(html.matches("class=\"address\"").count(), 2, "{html}");
}

#[test]
fn wide_code_and_tables_leave_the_column_but_not_a_list() {
    let code = format!("```\n{}\n```\n", "x".repeat(90));
    assert!(article("en", &code).contains("<div class=\"code hanging wide\">"));
    let inside =
        code.replace("```", "   ```").replace("xxx", "   xxx").replacen("   ```", "1. ```", 1);
    assert!(
        article("en", &inside).contains("<div class=\"code\">\n<div class=\"scroll\" tabindex")
    );
    let row = |cell: &str| format!("|{}\n", format!(" {cell} |").repeat(8));
    let table = format!("{}{}{}", row("Requirements"), row("---"), row("2024-10-01"));
    let html = article("en", &table);
    assert!(html.contains("<div class=\"table hanging step-3 wide whole\">"), "{html}");
    assert!(html.contains("tabindex=\"0\" role=\"group\" aria-label=\"Table 1\""), "{html}");
}
