use super::*;
use crate::paper::html::Element;

/// The events of `text` but those of blocks, each with the part of the source that it is about.
fn inlines(text: &str) -> Vec<(Kind, String)> {
    let markdown = Markdown::parse(text, 0);
    let reading = markdown.reading(text);
    let is_inline = |event: &Event| !matches!(event.kind, Kind::Start(_) | Kind::End(_));
    let events = reading.events().filter(is_inline);
    events.map(|event| (event.kind, text[event.span.range()].to_owned())).collect()
}

fn of(kind: Kind, source: &str) -> (Kind, String) {
    (kind, source.to_owned())
}

const START: Tag = Tag::Start(Element::Bold);
const END: Tag = Tag::End(Element::Bold);
const IN_PLACE: Kind = Kind::Text(TextId::IN_PLACE);

#[test]
fn elements_are_in_balance_with_each_other_and_with_markdown() {
    assert_eq!(
        inlines("**<b>a** b</b>"),
        [
            of(Kind::Open(Inline::Strong), "**<b>a**"),
            of(Kind::Html(START, false), "<b>"),
            of(IN_PLACE, "a"),
            of(Kind::ImpliedEnd, ""),
            of(Kind::Close(Inline::Strong), "**<b>a**"),
            of(IN_PLACE, " b"),
            of(Kind::PrintedTag(END, false, TextId::IN_PLACE), "</b>"),
        ]
    );
    let italic = Tag::Start(Element::Italic);
    assert_eq!(
        inlines("<b>a<i>c</b>"),
        [
            of(Kind::Html(START, true), "<b>"),
            of(IN_PLACE, "a"),
            of(Kind::Html(italic, false), "<i>"),
            of(IN_PLACE, "c"),
            of(Kind::ImpliedEnd, ""),
            of(Kind::Html(END, true), "</b>"),
        ]
    );
}

#[test]
fn a_block_of_html_with_a_tag_that_is_refused_is_printed() {
    let printed = |tag, is_paired| Kind::PrintedTag(tag, is_paired, TextId::IN_PLACE);
    assert_eq!(
        inlines("<div a='>'>\r\n <b>&amp;</b><!-- <i> --> <p b\n"),
        [
            of(printed(Tag::Refused, true), "<div a='>'>"),
            of(Kind::SoftBreak, "\n"),
            of(printed(START, true), "<b>"),
            of(IN_PLACE, "&amp;"),
            of(printed(END, true), "</b>"),
            of(Kind::Comment, "<!-- <i> -->"),
            of(IN_PLACE, " "),
            of(printed(Tag::Refused, true), "<p"),
            of(IN_PLACE, " b"),
            of(Kind::SoftBreak, "\n"),
        ]
    );
}

#[test]
fn places_are_found_in_a_block_of_html_in_a_quotation() {
    let text = "> <b>\n> é &amp;\n>   a <\n> ö</b>\n";
    let ampersand = Kind::Text(TextId(0));
    assert_eq!(
        inlines(text),
        [
            of(Kind::Html(START, true), "<b>"),
            of(Kind::SoftBreak, "\n"),
            of(IN_PLACE, "é "),
            of(ampersand, "&amp;"),
            of(Kind::SoftBreak, "\n"),
            of(IN_PLACE, "a <"),
            of(Kind::SoftBreak, "\n"),
            of(IN_PLACE, "ö"),
            of(Kind::Html(END, true), "</b>"),
            of(Kind::SoftBreak, "\n"),
        ]
    );
    assert_eq!(Markdown::parse(text, 0).reading(text).text_of(TextId(0), Span::default()), "&");
}

#[test]
fn an_alternative_text_is_text() {
    let text = "![a <b>*c*</b> [d](e)<br><x>![f](g)](h)";
    let events: Vec<_> = inlines(text).into_iter().map(|(_, source)| source).collect();
    assert_eq!(events, [text, "a ", "c", " ", "d", "<br>", "<x>", "f", text]);
}

#[test]
fn text_that_the_file_has_is_not_kept_twice() {
    let text = "## A\n\nb *c*\n\n- e\n\n| f |\n|--|\n| g |\n\n    h\n";
    assert_eq!(Markdown::parse(text, 0).texts, ["".into()]);
}

#[test]
fn a_list_without_empty_lines_has_text_blocks_too() {
    let text = "- a *b*\n  - c\n";
    let markdown = Markdown::parse(text, 0);
    let blocks = markdown.reading(text).events().filter_map(|event| match event.kind {
        Kind::Start(Block::ItemText) => Some((true, &text[event.span.range()])),
        Kind::End(Block::ItemText) => Some((false, &text[event.span.range()])),
        _ => None,
    });
    let blocks: Vec<_> = blocks.collect();
    assert_eq!(blocks, [(true, "a "), (false, "a *b*"), (true, "c"), (false, "c")]);
}

#[test]
fn one_side_of_a_conflict_is_read_at_its_place() {
    let text = "x\n\n<<<<<<< a\nö\n=======\nü\n>>>>>>> b\n";
    let markdown = Markdown::parse(text, 0);
    let reading = markdown.reading(text);
    let texts = reading.events().filter_map(|event| match event.kind {
        Kind::Text(id) => Some((reading.text_of(id, event.span), event.span.start)),
        _ => None,
    });
    assert_eq!(texts.collect::<Vec<_>>(), [("x", 0), ("ö", 13)]);
}
