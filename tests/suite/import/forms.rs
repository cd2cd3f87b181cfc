//! Fields and styles of Word that decide what of a file is text.

use super::foreign::word;
use super::{body, import, open};

fn run(inner: &str) -> String {
    format!("<w:r>{inner}</w:r>")
}

fn text(text: &str) -> String {
    run(&format!("<w:t xml:space=\"preserve\">{text}</w:t>"))
}

fn mark(kind: &str, data: &str) -> String {
    run(&format!("<w:fldChar w:fldCharType=\"{kind}\">{data}</w:fldChar>"))
}

fn instruction(text: &str) -> String {
    run(&format!("<w:instrText>{text}</w:instrText>"))
}

fn paragraph(inner: &[String]) -> String {
    format!("<w:p>{}</w:p>", inner.concat())
}

#[test]
fn a_field_that_is_never_ended_takes_no_text_with_it() {
    let link = [
        mark("begin", ""),
        instruction("HYPERLINK \"https://example.org/a\""),
        mark("separate", ""),
        text("page"),
        mark("end", ""),
    ];
    let first = [text("Before "), mark("begin", ""), instruction("PAGE"), text("after.")];
    let inner = paragraph(&first) + &paragraph(&[text("Next.")]) + &paragraph(&link);
    let imported = import("a.docx", &word(&inner));
    let body = body(&imported);
    assert!(body.contains("Before after.\n\nNext.\n\n[page](https://example.org/a)"), "{body}");
}

#[test]
fn what_was_chosen_in_a_form_is_text() {
    let list = "<w:ffData><w:ddList><w:result w:val=\"1\"/><w:listEntry w:val=\"old\"/>\
        <w:listEntry w:val=\"new\"/></w:ddList></w:ffData>";
    let check =
        "<w:ffData><w:checkBox><w:default w:val=\"0\"/><w:checked/></w:checkBox></w:ffData>";
    let inner = paragraph(&[
        text("The desk is "),
        mark("begin", list),
        instruction("FORMDROPDOWN"),
        mark("end", ""),
        text(" and ordered "),
        mark("begin", check),
        instruction("FORMCHECKBOX"),
        mark("end", ""),
    ]);
    let imported = import("a.docx", &word(&inner));
    let body = body(&imported);
    assert!(body.contains("The desk is new and ordered \u{2612}"), "{body}");
}

#[test]
fn what_is_drawn_or_elsewhere_is_told() {
    let drawn = run("<w:pict><v:shape><v:textpath string=\"Big words\"/></v:shape></w:pict>");
    let inner = paragraph(&[text("One."), drawn, "<w:subDoc r:id=\"x\"/>".to_owned()]);
    let imported = import("a.docx", &word(&inner));
    let told = open(&imported).join("; ");
    assert!(told.contains("text that is drawn is left out: Big words"), "{told}");
    assert!(told.contains("another file that is shown in it is left out"), "{told}");
}

#[test]
fn links_that_lead_other_readers_nowhere_are_text() {
    for target in ["file:///C:/a.docx", "javascript:alert(1)", "C:/a.docx"] {
        let link = [
            mark("begin", ""),
            instruction(&format!("HYPERLINK \"{target}\"")),
            mark("separate", ""),
            text("page"),
            mark("end", ""),
        ];
        let imported = import("a.docx", &word(&paragraph(&link)));
        assert!(body(&imported).contains("\npage\n"), "{target}: {}", imported.text);
        let told = open(&imported).join("; ");
        assert!(told.contains(&format!("a link to `{target}`")), "{told}");
    }
}
