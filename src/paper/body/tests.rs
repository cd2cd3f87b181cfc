use std::fmt::Write as _;

use super::*;
use crate::paper::markdown::Markdown;

fn body(text: &str) -> Body {
    let body = Body::new(Markdown::parse(text, 0).reading(text));
    assert_spans(text, &body);
    body
}

/// Every span is in the text on character boundaries, and every byte of running text leads back to
/// it.
fn assert_spans(text: &str, body: &Body) {
    let mut spans = Vec::new();
    spans.extend(body.headings.iter().flat_map(|heading| [heading.span, heading.content]));
    spans.extend(body.labels.iter().flat_map(|label| [label.span, label.paragraph]));
    for lookalike in &body.lookalikes {
        spans.push(lookalike.span);
        if let LookalikeKind::OddSpace(_, span) | LookalikeKind::Indented(span) = lookalike.kind {
            spans.push(span);
        }
    }
    spans.extend(body.links.iter().flat_map(|link| [link.span, link.url_span]));
    spans.extend(body.images.iter().flat_map(|image| [image.span, image.url_span]));
    spans.extend(body.html.iter().map(|html| html.span));
    spans.extend(body.comments.iter().copied().chain(body.code.iter().map(|code| code.span)));
    for table in &body.tables {
        spans.extend([table.span, table.header.span]);
        spans.extend(table.rows.iter().map(|row| row.span));
        spans.extend(table.header_cells.iter().map(|cell| cell.span));
    }
    spans.extend(body.note_refs.iter().chain(&body.notes).map(|name| name.span));
    for prose in &body.prose {
        spans.push(prose.span);
        for (at, c) in prose.text.char_indices() {
            spans.push(prose.span_of(at, at + c.len_utf8()));
            spans.push(prose.span_of(at, at));
            assert!(prose.text.is_char_boundary(prose.offset_of(prose.span_of(at, at).start)));
        }
        spans.push(prose.span_of(0, prose.text.len()));
        spans.push(prose.span_of(prose.text.len(), prose.text.len()));
    }
    for span in spans {
        assert!(text.get(span.range()).is_some(), "{span:?} of {text:?}");
    }
    let starts: Vec<_> = body.prose.iter().map(|prose| prose.span.start).collect();
    assert!(starts.is_sorted(), "running text in order: {starts:?}");
}

fn slice(text: &str, span: Span) -> &str {
    text.get(span.range()).unwrap_or("no such text")
}

fn prose(text: &str) -> Vec<String> {
    body(text).prose.into_iter().map(|prose| prose.text).collect()
}

fn lookalikes(text: &str) -> Vec<(LookalikeKind, String)> {
    let found = body(text).lookalikes;
    found.into_iter().map(|lookalike| (lookalike.kind, lookalike.text)).collect()
}

#[test]
fn headings_have_the_text_that_a_reader_sees() {
    let text = "## **Issue** ##\r\n\r\n  ## The `queue` & [more](x)![i](y) <!-- no -->\r\n\r\nOne\ntwo\n---\n";
    let found = body(text);
    let headings: Vec<_> = found
        .headings
        .iter()
        .map(|heading| (heading.level, heading.text.as_str(), slice(text, heading.span)))
        .collect();
    assert_eq!(
        headings,
        [
            (2, "Issue", "## **Issue** ##"),
            (2, "The queue & more", "## The `queue` & [more](x)![i](y) <!-- no -->"),
            (2, "One two", "One\ntwo\n---"),
        ]
    );
}

#[test]
fn headings_in_containers_are_lookalikes() {
    let text = "> ## A\n\n- ## B\n\n[^1]: note\n\n    ## C\n\nx[^1]\n\n<!--\n ## D\n--> \n\n<!-- ## E -->\n";
    let kinds = lookalikes(text);
    let of = |kind, text: &str| (kind, text.to_owned());
    let comment = |source: &str| {
        let start = text.find(source).unwrap_or(text.len());
        LookalikeKind::Comment(Span::new(start, start + source.len()))
    };
    assert_eq!(
        kinds,
        [
            of(LookalikeKind::Quote, "A"),
            of(LookalikeKind::List, "B"),
            of(LookalikeKind::Note, "C"),
            of(comment("<!--\n ## D\n-->"), "D"),
            of(comment("<!-- ## E -->"), "E"),
        ]
    );
    assert_eq!(body(text).headings, []);
}

#[test]
fn only_lines_of_paragraphs_look_like_headings() {
    assert_eq!(lookalikes("##Issue\n"), [(LookalikeKind::NoSpace, "Issue".to_owned())]);
    let odd = LookalikeKind::OddSpace('\u{a0}', Span::new(6, 8));
    assert_eq!(lookalikes("text\n#\u{a0}Issue"), [(odd, "Issue".to_owned())]);
    let indented = LookalikeKind::Indented(Span::new(5, 9));
    assert_eq!(lookalikes("text\n    ## Issue"), [(indented, "Issue".to_owned())]);
    for text in [
        "\\## Issue",
        "a ##Issue",
        "*##Issue*",
        "####### Issue",
        "- ##Issue\n- b\n  ##Issue",
        "> ##Issue",
        "| ##Issue |\n|--|\n",
        "    ##Issue",
        "```\n##Issue\n```",
        "##",
    ] {
        assert_eq!(lookalikes(text), [], "{text}");
    }
}

#[test]
fn a_label_is_bold_text_with_a_colon_or_alone() {
    let labels = |text: &str| -> Vec<(String, bool)> {
        let found = body(text).labels;
        found.into_iter().map(|label| (label.text, label.is_run_in)).collect()
    };
    assert_eq!(labels("**Issue:**\n\nx"), [("Issue:".to_owned(), false)]);
    assert_eq!(labels("**Issue**: x"), [("Issue".to_owned(), true)]);
    assert_eq!(labels("__Öl:__ x"), [("Öl:".to_owned(), true)]);
    assert_eq!(labels("**Issue** x"), []);
    assert_eq!(labels("> **Issue:** x\n\n- **Issue:** x\n"), []);
}

#[test]
fn addresses_are_found_where_they_are() {
    for (text, address) in [
        ("[y](y \"y\")", "y"),
        ("[a](<b c> 'b c')", "b c"),
        ("[a](  java&#115;cript:x )", "java&#115;cript:x"),
        ("[a\\]](f(x))", "f(x)"),
        ("![](é.png)", "é.png"),
        ("[`](x)`](y)", "y"),
        ("<https://example.org/é>", "https://example.org/é"),
        ("<a@example.org>", "a@example.org"),
        ("[a]\n\n[a]: x", "[a]"),
        ("[a]()", "[a]()"),
    ] {
        let found = body(text);
        let spans: Vec<_> = found
            .links
            .iter()
            .map(|link| link.url_span)
            .chain(found.images.iter().map(|image| image.url_span))
            .collect();
        assert!(spans.iter().any(|span| slice(text, *span) == address), "{text}: {spans:?}");
    }
}

#[test]
fn a_definition_has_its_address_wherever_it_is() {
    for (text, url, address) in [
        ("[a]: x \"t\"\n", "x", "x"),
        ("[a\\]]:\n  <b c>\n", "b c", "b c"),
        ("é\n\n> [a]:\n> x&amp;y\n", "x&y", "x&amp;y"),
        ("- b\n\n  [a]: <x> 't'\n", "x", "x"),
        ("```\n[a]: no\n```\n\n[a]: x\r\n", "x", "x"),
    ] {
        let found = body(text).definitions;
        let addresses: Vec<_> = found.iter().map(|it| (&*it.value, slice(text, it.span))).collect();
        assert_eq!(addresses, [(url, address)], "{text}");
    }
    assert_eq!(body("[a]: <>\n[^b]: c\n").definitions, []);
}

#[test]
fn a_picture_in_a_link_is_part_of_its_text() {
    let found = body("[![A `b` *c*](e.png) more](f) ![no [link](x)](y)");
    let links: Vec<_> = found.links.iter().map(|link| (&*link.url, &*link.text)).collect();
    assert_eq!(links, [("f", "A b c more")]);
    let alts: Vec<_> = found.images.iter().map(|image| &*image.alt).collect();
    assert_eq!(alts, ["A b c", "no link"]);
}

#[test]
fn running_text_is_what_a_reader_sees() {
    assert_eq!(
        prose("A &amp; *b*\r\n`c`  \r\nd<br>e<wbr>f[^1]\r\n\r\n[^1]: n\r\n"),
        ["A & b \u{fffc}\nd\nef\u{fffc}", "n"]
    );
    assert_eq!(prose("- [x] *a* b\n  - c\n\n    d\n- e\n"), ["a b", "c", "d", "e"]);
    assert_eq!(prose("| a | b\\|c |\n|--|--|\n| `d` |"), ["a", "b|c", "\u{fffc}", ""]);
    assert_eq!(prose("<sup>\r\nöne &lt;\r\n</sup>\r\n"), [" öne <  "]);
    assert_eq!(
        prose("<div>\n&lt; <b>shown</b>\n</div>\n"),
        ["\u{fffc} &lt; \u{fffc}shown\u{fffc} \u{fffc} "]
    );
    assert_eq!(prose("<div>\n</div>\n\n<!-- c -->\n"), [""; 0]);
}

#[test]
fn an_item_reaches_from_its_first_mark_to_its_last() {
    let text = "- *a* b **c**\n- [d](e)\n";
    let items: Vec<_> = body(text).prose.iter().map(|prose| slice(text, prose.span)).collect();
    assert_eq!(items, ["*a* b **c**", "[d](e)"]);
}

#[test]
fn places_lead_back_through_entities_and_wide_letters() {
    let text = "Zoë &amp; 🚚 *co*";
    let found = body(text);
    let prose = &found.prose[0];
    let of = |word: &str| {
        let at = prose.text.find(word).unwrap_or_default();
        slice(text, prose.span_of(at, at + word.len()))
    };
    assert_eq!((of("ë"), of("&"), of("🚚"), of("co")), ("ë", "&amp;", "🚚", "co"));
    assert_eq!(
        prose.offset_of(text.find('🚚').unwrap_or_default()),
        prose.text.find('🚚').unwrap_or_default()
    );
    assert_eq!(prose.offset_of(text.len()), prose.text.len());
}

#[test]
fn harmless_tags_are_paired_within_their_block() {
    let pairs =
        |text: &str| -> Vec<bool> { body(text).html.iter().map(|html| html.is_paired).collect() };
    assert_eq!(pairs("a<sup>b</sup>"), [true, true]);
    assert_eq!(pairs("a<sup>b"), [false]);
    // An end tag also closes what is still open inside its element, and one that closes nothing is
    // printed.
    assert_eq!(pairs("a<b>b<i>c</b>d</i>"), [true, false, true, false]);
    assert_eq!(pairs("**<b>a** b</b>"), [false, false]);
    assert_eq!(pairs("<b>\n\nx</b>"), [false, false]);
    assert_eq!(pairs("<b>\nx</b>\n"), [true, true]);
    assert_eq!(pairs("a<br>b<script>c</script>"), [true, true, true]);
}

#[test]
fn tables_count_the_cells_that_were_typed() {
    let found = body("| a |  |\r\n|:--|--|\r\n| 1 \\| 2 |\r\n3 | 4 | 5 |\r\n");
    let table = &found.tables[0];
    assert_eq!(table.header.cells, 2);
    assert_eq!(table.rows.iter().map(|row| row.cells).collect::<Vec<_>>(), [1, 3]);
    assert_eq!(table.header_cells.iter().map(|cell| cell.value).collect::<Vec<_>>(), [true, false]);
}

#[test]
fn a_conflict_is_not_a_heading_and_its_sections_are_read_once() {
    let text = "<<<<<<< HEAD\n## Issue\n=======\n## Issue\n>>>>>>> x\n\nb\n";
    assert_eq!(body(text).headings.len(), 1);
    assert_eq!(prose(text), ["Issue", "b"]);
}

/// A bit of everything, to be cut off at every place.
const AWKWARD: &str = "\u{feff}# É &copy; **b** `c`\r\n\r\n>- ##\u{a0}q\r\n>  1. [![ä](b \"c\")](<d e>)\n\n\
    **Öl:** x\\\ny<sup>1</sup> <b\n a>\n\n| a\\|b | `|` |\r|:-|-:|\r| ~~c~~ | <i> |\r\n\n\
    [^é]: n\n\n    ## in\n\nt[^é]![^x] &nvap; &#0;\0\t<!-- ## z\n\n-->\n\n<div a='>\n## w\n>\n\n\
    - [ ] **a**\n\t- b\n\n      c\n***\n```x\n## no\n```\n[r]: <u> 't'\n[r] <a@b.c> <x:y>\nA\n==\n\
    <<<<<<< a\nö\n=======\nü\n>>>>>>> b\n    ##i\n👩‍👩‍👧 e\u{301}\u{200b}\n~~~";

#[test]
fn nothing_panics_wherever_a_text_ends() {
    for (at, _) in AWKWARD.char_indices() {
        body(&AWKWARD[..at]);
        body(&AWKWARD[at..]);
    }
}

proptest::proptest! {
    #[test]
    fn nothing_panics_on_odd_marks(parts in proptest::collection::vec(0..PARTS.len(), 0..24)) {
        let text = parts.iter().fold(String::new(), |mut text, part| {
            let _ = write!(text, "{}", PARTS[*part]);
            text
        });
        body(&text);
    }
}

const PARTS: [&str; 34] = [
    "# ",
    "##",
    "\u{a0}",
    "é",
    "🚚",
    "\n",
    "\r\n",
    "\r",
    "\t",
    "    ",
    "> ",
    "- ",
    "1. ",
    "**",
    "*",
    "`",
    "```\n",
    "|",
    "|--|\n",
    "[",
    "](",
    ")",
    "![",
    "<b>",
    "</b>",
    "<!--",
    "-->",
    "<div>",
    "&amp;",
    "[^a]",
    "[^a]: ",
    "\\",
    "===\n",
    "<<<<<<< x\n",
];
