//! Every word of a Word file is in the source or in what is told, wherever in the file it is.

use super::foreign::{W, background, p, r, word, word_with};
use super::import;

/// What is told of a file with `inner` in its Background and with these other parts.
fn told(inner: &str, others: &[(&str, &str)]) -> String {
    let imported = import("a.docx", &word_with(inner, others, W));
    let remarks = imported.remarks.iter().map(|remark| remark.message.as_str());
    format!("{}\n{}", imported.text, remarks.collect::<Vec<_>>().join("\n"))
}

fn drawing(inner: &str) -> String {
    format!("<w:p><w:r><w:drawing><wp:docPr descr=\"alternative\"/>{inner}</w:drawing></w:r></w:p>")
}

#[test]
fn words_outside_of_the_text_are_told() {
    let run = |text: &str| format!("<a:p><a:r><a:t>{text}</a:t></a:r></a:p>");
    let boxed = |text: &str| {
        format!(
            "<wps:wsp><wps:txbx><w:txbxContent>{}</w:txbxContent></wps:txbx></wps:wsp>",
            p(text)
        )
    };
    let drawn = "<w:p><w:r><w:pict><v:textpath string=\"drawn words\"/></w:pict></w:r></w:p>";
    for (inner, kind, part, expected) in [
        (
            drawing("<chart r:id=\"r0\"/>"),
            "chart",
            format!("<title>{}</title><pt><v>series</v></pt><pt><v>4711</v></pt>", run("about")),
            "a chart is left out: alternative about series 4711",
        ),
        (
            drawing("<relIds r:dm=\"r0\"/>"),
            "diagramData",
            run("one box") + &run("other"),
            "a diagram is left out: alternative one box other",
        ),
        (
            drawing(&format!("<wps:wsp><a:txBody>{}</a:txBody></wps:wsp>", run("in a shape"))),
            "",
            String::new(),
            "a drawing is left out: alternative in a shape",
        ),
        (drawing(&boxed("in a box")), "", String::new(), "**in a box**"),
        (drawing(&boxed("in a box")), "", String::new(), "a drawing is left out: alternative"),
        (
            p("x"),
            "header",
            format!("<w:p>{}{}</w:p>", r("he"), r("ad")),
            "a header is left out: head",
        ),
        (p("x"), "header", drawn.to_owned(), "a header is left out: drawn words"),
        (drawn.to_owned(), "", String::new(), "text that is drawn is left out: drawn words"),
        (
            p("x"),
            "glossaryDocument",
            p("Choose an item."),
            "the list of building blocks is left out: Choose an item.",
        ),
    ] {
        let others = [(kind, part.as_str())];
        let told = told(&inner, if kind.is_empty() { &[] } else { &others });
        assert!(told.contains(expected), "{expected}: {told}");
    }
}

#[test]
fn a_field_without_a_result_says_what_it_shows() {
    let field = |instruction: &str| {
        format!(
            "<w:p>{}<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText>{instruction}</w:instrText></w:r>\
             <w:r><w:fldChar w:fldCharType=\"end\"/></w:r></w:p>",
            r("Now ")
        )
    };
    for (instruction, expected, is_told) in [
        ("MACROBUTTON NoMacro [click here]", "Now \\[click here]", ""),
        ("EQ \\f(one,two)", "Now", "a formula is left out: \\f(one,two)"),
        ("FORMTEXT", "Now", ""),
        ("XE \"an index\"", "Now", ""),
    ] {
        let (text, open) = background(&word(&field(instruction)));
        assert_eq!(text, expected, "{instruction}");
        assert_eq!(open.join("\n"), is_told, "{instruction}");
    }
}

#[test]
fn an_equation_keeps_its_terms_apart() {
    let run = |text: &str| format!("<m:r><m:t>{text}</m:t></m:r>");
    for (inner, expected) in [
        (format!("<m:f><m:num>{}</m:num><m:den>{}</m:den></m:f>", run("a"), run("b")), "a/b"),
        (format!("<m:sSup><m:e>{}</m:e><m:sup>{}</m:sup></m:sSup>", run("x"), run("2")), "x^2"),
        (format!("<m:d><m:e>{}</m:e></m:d>{}", run("a") + &run("+b"), run("=c")), "(a+b)=c"),
        (format!("<m:m><m:mr><m:e>{0}</m:e><m:e>{0}</m:e></m:mr></m:m>", run("aa")), "aa aa"),
    ] {
        let (text, _) = background(&word(&format!("<w:p><m:oMath>{inner}</m:oMath></w:p>")));
        assert_eq!(text.replace('\\', ""), expected, "{inner}");
    }
}

#[test]
fn the_words_of_a_mark_are_text() {
    let item = |level: u8, text: &str| {
        format!(
            "<w:p><w:pPr><w:numPr><w:ilvl w:val=\"{level}\"/><w:numId w:val=\"1\"/></w:numPr></w:pPr>{}</w:p>",
            r(text)
        )
    };
    let heading = item(0, "Forms").replace("<w:pPr>", "<w:pPr><w:outlineLvl w:val=\"2\"/>");
    let definition = |kind: &str, text: &str| {
        format!(
            "<w:abstractNum w:abstractNumId=\"0\"><w:lvl w:ilvl=\"0\"><w:start w:val=\"1\"/><w:numFmt w:val=\"{kind}\"/>\
             <w:lvlText w:val=\"{text}\"/></w:lvl></w:abstractNum><w:num w:numId=\"1\"><w:abstractNumId w:val=\"0\"/></w:num>"
        )
    };
    for (inner, kind, mark, expected) in [
        (item(0, "a") + &item(0, "b"), "decimal", "Finding %1:", "Finding 1: a\n\nFinding 2: b"),
        (item(0, "a") + &item(0, "b"), "upperRoman", "Part %1.", "Part I. a\n\nPart II. b"),
        (item(0, "a"), "bullet", "Note:", "Note: a"),
        (heading, "upperLetter", "Annex %1", "## Annex A Forms"),
        (item(0, "a") + &item(0, "b"), "decimal", "%1)", "1. a\n2. b"),
        (item(0, "a") + &item(0, "b"), "bullet", "o", "- a\n- b"),
    ] {
        let numbering = definition(kind, mark);
        let (text, open) = background(&word_with(&inner, &[("numbering", &numbering)], W));
        assert!(text.contains(expected), "{mark}: {text}");
        assert_eq!(open, [""; 0], "{mark}");
    }
    let letters = definition("lowerLetter", "%1)");
    let (text, open) =
        background(&word_with(&(item(0, "a") + &item(0, "b")), &[("numbering", &letters)], W));
    assert_eq!(text, "1. a\n2. b");
    assert!(open.len() == 1 && open[0].contains("numbered with letters"), "{open:?}");
}

#[test]
fn typed_lists_are_inside_each_other() {
    let line = |text: &str| {
        let inner = text.trim_start_matches('>');
        let indent = 360 * (text.len() - inner.len());
        format!("<w:p><w:pPr><w:ind w:left=\"{indent}\"/></w:pPr>{}</w:p>", r(inner))
    };
    for (lines, expected) in [
        (&["1. a", "2. b"][..], "1. a\n2. b"),
        (&["- a", ">- b", ">- c", "- d"], "- a\n  - b\n  - c\n- d"),
        (&["\u{2022} a", "o\tb", "\u{2022} c"], "- a\n  - b\n- c"),
        (&["1. a", "a. b", "b. c", "2. d"], "1. a\n\n   a. b\n\n   b. c\n\n2. d"),
        (&["1. a", ">1. b", ">2. c", "2. d"], "1. a\n   1. b\n   2. c\n2. d"),
        (&["a) a", "b) b"], "a) a\n\nb) b"),
    ] {
        let inner: String = lines.iter().map(|text| line(text)).collect();
        let (text, open) = background(&word(&inner));
        assert_eq!(text, expected, "{lines:?}");
        assert_eq!(open, [""; 0], "{lines:?}");
    }
}
