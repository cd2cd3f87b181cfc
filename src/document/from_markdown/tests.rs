use super::*;
use crate::document::{Inline, Item, List, Places, Style};

fn tree(body: &str) -> Vec<Block> {
    blocks(body).blocks.into_iter().map(|(_, block)| block).collect()
}

fn text(text: &str) -> Inline {
    Inline::Text(text.to_owned())
}

fn styled(style: Style, content: &str) -> Inline {
    Inline::Styled(style, vec![text(content)])
}

fn paragraph(content: &[Inline]) -> Block {
    Block::Paragraph(content.to_vec())
}

#[test]
fn spans_are_bytes_in_the_body() {
    let body = "## Ä\n\ntext\n\n- a\n- b\n";
    let spans: Vec<_> = blocks(body).blocks.iter().map(|(s, _)| &body[s.range()]).collect();
    assert_eq!(spans, ["## Ä\n", "text\n", "- a\n- b\n"]);
}

#[test]
fn harmless_html_becomes_inlines() {
    let expected = [
        text("a 21"),
        styled(Style::Superscript, "st"),
        Inline::HardBreak,
        text("b"),
        Inline::WordBreak,
        text("c"),
    ];
    assert_eq!(tree("a 21<sup>st</sup><br>\n b<wbr>c <!-- note -->"), [paragraph(&expected)]);
}

#[test]
fn headings_that_nobody_sees_are_left_out() {
    for blank in ["", "&nbsp;", "\u{200b}", "**&nbsp;**", "<br>", "<span lang=\"fr\">&#xad;</span>"]
    {
        assert_eq!(tree(&format!("## {blank}\n\nx")), [paragraph(&[text("x")])], "{blank}");
    }
    for seen in ["`a`", "&nbsp;a", "[](a.md)", "![](a.png)", "x[^1]\n\n[^1]: y"] {
        assert!(matches!(tree(&format!("## {seen}"))[..], [Block::Heading { .. }]), "{seen}");
    }
}

#[test]
fn elements_are_balanced() {
    let bold = Inline::Styled(Style::Strong, vec![text("b"), styled(Style::Superscript, "c")]);
    assert_eq!(tree("a **b<sup>c** d"), [paragraph(&[text("a "), bold, text(" d")])]);
    assert_eq!(tree("<sub>a"), [paragraph(&[styled(Style::Subscript, "a")])]);
    assert_eq!(tree("a</sup>"), [paragraph(&[text("a</sup>")])]);
    let crossed = [styled(Style::Strong, "a"), text(" b</b>")];
    assert_eq!(tree("<b>a</b> b</b>"), [paragraph(&crossed)]);
    assert_eq!(tree("**<b>a** b</b>"), [paragraph(&crossed)]);
}

#[test]
fn refused_html_is_shown_as_text() {
    assert_eq!(tree("x <a onclick=\"y\">z</a>"), [paragraph(&[text("x <a onclick=\"y\">z</a>")])]);
    let lines = [
        text("<div>"),
        Inline::SoftBreak,
        text("<b>x</b> &amp;"),
        Inline::SoftBreak,
        text("</div>"),
    ];
    assert_eq!(tree("<div>\n  <b>x</b> &amp;<!-- c -->\n</div>\n"), [paragraph(&lines)]);
}

#[test]
fn an_html_block_of_harmless_tags_is_a_paragraph_and_one_of_comments_is_nothing() {
    let small = Inline::Styled(Style::Small, vec![text("a & b"), Inline::SoftBreak, text("c")]);
    assert_eq!(tree("<small>\na &amp; b\nc\n</small>\n"), [paragraph(&[small])]);
    assert_eq!(tree("<!-- a\n\nb -->\n\n<br>\n"), []);
}

#[test]
fn an_unsafe_or_empty_link_is_its_text() {
    for url in ["javascript:x", "data:text/html,x", "", "<  >", "//host/x", "C:\\x"] {
        assert_eq!(
            tree(&format!("[*a*]({url})")),
            [paragraph(&[styled(Style::Emphasis, "a")])],
            "{url}"
        );
    }
    assert_eq!(tree("![a *b*](data:image/png,x)"), [paragraph(&[text("a b")])]);
    let link = Inline::Link {
        url: "mailto:a@example.org".to_owned(),
        title: String::new(),
        content: vec![text("a@example.org")],
    };
    assert_eq!(tree("<a@example.org>"), [paragraph(&[link])]);
}

#[test]
fn a_link_has_a_name() {
    let link =
        Inline::Link { url: "/x".to_owned(), title: String::new(), content: vec![text("/x")] };
    assert_eq!(tree("[](/x)"), [paragraph(&[link])]);
}

#[test]
fn notes_are_numbered_by_first_reference_and_none_is_lost() {
    let parsed = blocks(
        "[^loose]: unreferenced\n\na[^b] b[^A] c[^b] d[^none]\n\n[^a]: first\n\n[^a]: second\n\n[^b]: see [^c]\n\n[^c]: back to [^b]\n",
    );
    let content = [
        text("a"),
        Inline::NoteRef(1),
        text(" b"),
        Inline::NoteRef(2),
        text(" c"),
        Inline::NoteRef(1),
        text(" d[^none]"),
    ];
    assert_eq!(parsed.blocks[0].1, paragraph(&content));
    let notes = [
        vec![paragraph(&[text("see "), Inline::NoteRef(3)])],
        vec![paragraph(&[text("first")])],
        vec![paragraph(&[text("back to "), Inline::NoteRef(1)])],
        vec![paragraph(&[text("unreferenced")])],
        vec![paragraph(&[text("second")])],
    ];
    assert_eq!(parsed.notes, notes);
}

#[test]
fn headings_keep_their_level_and_get_anchors() {
    let heading =
        |level, id: &str| Block::Heading { level, id: id.to_owned(), content: vec![text("A B")] };
    assert_eq!(
        tree("## A B\n\nA\nB\n===\n\n### <!-- c -->\n"),
        [heading(2, "a-b"), heading(1, "a-b-1")]
    );
}

#[test]
fn a_language_is_a_name_or_nothing() {
    let language = |body| match tree(body).pop() {
        Some(Block::Code { language, .. }) => language,
        _ => None,
    };
    assert_eq!(language("```c++,no\nx\n```").as_deref(), Some("c++"));
    assert_eq!(language("```\"><script>\nx\n```"), None);
    assert_eq!(
        tree("```\r\na\r\n\r\nb\r\n```"),
        [Block::Code { language: None, text: "a\n\nb\n".to_owned() }]
    );
}

#[test]
fn a_list_is_tight_or_loose_and_knows_its_tasks() {
    let item = |done, words| Item { done, blocks: vec![paragraph(&[text(words)])] };
    let list = |tight| {
        Block::List(List {
            start: None,
            tight,
            items: vec![item(None, "a"), item(Some(true), "b")],
            places: Places::default(),
        })
    };
    assert_eq!(tree("- a\n- [x] b"), [list(true)]);
    assert_eq!(tree("- a\n\n- [x] b"), [list(false)]);
}

#[test]
fn no_depth_overflows_the_stack() {
    let deep = 10_000;
    let quotes = format!("{} x [^n]\n\n[^n]: y", ">".repeat(deep));
    let lists = (0..300).fold(String::new(), |all, n| all + &"  ".repeat(n) + "- a\n");
    let one_line_lists = format!("{}x", "- ".repeat(deep));
    let elements = format!("{}x", "<b><sup>".repeat(deep));
    let emphasis = format!("{}x{}", "*a **b ".repeat(deep), "** *".repeat(deep));
    for body in [quotes, lists, one_line_lists, elements, emphasis] {
        let parsed = blocks(&body);
        let shown = format!("{parsed:?}");
        assert!(shown.contains('x') || shown.contains('a'), "{shown}");
        assert!(depth(&parsed.blocks[0].1) <= MAX_DEPTH + 1);
    }
}

fn depth(block: &Block) -> usize {
    let below = match block {
        Block::Quote(blocks) => blocks.iter().map(depth).max(),
        Block::List(list) => {
            list.items.iter().flat_map(|item| &item.blocks).map(|block| depth(block) + 1).max()
        }
        _ => None,
    };
    below.unwrap_or(0) + 1
}
