//! Word files of other programs, made here part by part.

use std::io::{Cursor, Write};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::{body, import, open};

pub(super) const W: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const STRICT: &str = "http://purl.oclc.org/ooxml/wordprocessingml/main";
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// A zip file of these parts.
pub(super) fn zip(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn part(root: &str, namespace: &str, inner: &str) -> String {
    format!(
        "<?xml version=\"1.0\"?><w:{root} xmlns:w=\"{namespace}\" xmlns:r=\"{OFFICE}\" \
         xmlns:mc=\"mc\" xmlns:wp=\"wp\" xmlns:a=\"a\" xmlns:v=\"v\" xmlns:wps=\"wps\" xmlns:m=\"m\">{inner}</w:{root}>"
    )
}

/// A Word file whose Background is `inner`, with these other parts: their kinds, and what is in their roots.
pub(super) fn word_with(inner: &str, others: &[(&str, &str)], namespace: &str) -> Vec<u8> {
    let text = format!("<w:body>{}{inner}</w:body>", p("Background:"));
    let mut parts = vec![("word/document.xml".to_owned(), part("document", namespace, &text))];
    let mut rels = String::new();
    for (at, (kind, inner)) in others.iter().enumerate() {
        if let Some(target) = kind.strip_prefix("link ") {
            rels += &format!(
                "<Relationship Id=\"link\" Type=\"{OFFICE}/hyperlink\" Target=\"{target}\" TargetMode=\"External\"/>"
            );
            continue;
        }
        rels +=
            &format!("<Relationship Id=\"r{at}\" Type=\"{OFFICE}/{kind}\" Target=\"{kind}.xml\"/>");
        parts.push((format!("word/{kind}.xml"), part(kind, namespace, inner)));
    }
    let wrap = |rels: &str| {
        format!(
            "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">{rels}</Relationships>"
        )
    };
    parts.push(("word/_rels/document.xml.rels".to_owned(), wrap(&rels)));
    let root = format!(
        "<Relationship Id=\"r\" Type=\"{OFFICE}/officeDocument\" Target=\"/word/document.xml\"/>"
    );
    parts.push(("_rels/.rels".to_owned(), wrap(&root)));
    let parts: Vec<(&str, &[u8])> =
        parts.iter().map(|(name, text)| (name.as_str(), text.as_bytes())).collect();
    zip(&parts)
}

pub(super) fn word(inner: &str) -> Vec<u8> {
    word_with(inner, &[], W)
}

/// A file with an open comment on a word, one without an author on a cell, and one that is done.
pub(super) fn word_with_comments() -> Vec<u8> {
    let on = |id: usize, text: &str| {
        format!("<w:commentRangeStart w:id=\"{id}\"/>{}<w:commentRangeEnd w:id=\"{id}\"/>", r(text))
    };
    let plain = |inner: &str| format!("<w:p>{inner}</w:p>");
    let cell = |inner: &str| format!("<w:tc>{}</w:tc>", plain(inner));
    let row = |one: &str, other: &str| format!("<w:tr>{}{}</w:tr>", cell(one), cell(other));
    let table = row(&r("A"), &on(2, "B")) + &row(&r("1"), &r("2"));
    let first = plain(&[r("The "), on(1, "desks"), r(" opened.")].concat());
    let text = format!("{first}<w:tbl>{table}</w:tbl>{}", plain(&on(3, "More.")));
    let comment = |id: usize, author: &str, text: &str| {
        format!(
            "<w:comment w:id=\"{id}\" w:author=\"{author}\" w:date=\"2024-06-03T10:00:00Z\"><w:p w:paraId=\"{id}\">{}</w:p></w:comment>",
            r(text)
        )
    };
    let comments = comment(1, "Robin Roe", "Which - all?")
        + &comment(2, "", "A cell")
        + &comment(3, "Alex Doe", "Settled.");
    let done = "<w:commentEx w:paraId=\"3\" w:done=\"1\"/>";
    word_with(&text, &[("comments", &comments), ("commentsExtended", done)], W)
}

pub(super) fn p(text: &str) -> String {
    format!("<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>{text}</w:t></w:r></w:p>")
}

pub(super) fn r(text: &str) -> String {
    format!("<w:r><w:t xml:space=\"preserve\">{text}</w:t></w:r>")
}

/// The Background of a file, and what is left to do beside the other sections.
pub(super) fn background(bytes: &[u8]) -> (String, Vec<String>) {
    let imported = import("a.docx", bytes);
    let text = body(&imported).strip_prefix("## Background\n").unwrap();
    let text = text.split("\n## Issue").next().unwrap().trim().to_owned();
    let notes = body(&imported).split("imported file. -->\n\n[^").nth(1);
    let text = notes.map_or(text.clone(), |notes| format!("{text}\n\n[^{notes}"));
    let missing = |it: &&str| !it.contains("there is no section");
    let open = open(&imported).into_iter().filter(missing).map(str::to_owned).collect();
    assert_eq!(imported.read, imported.placed, "{}", imported.text);
    (text, open)
}

#[test]
fn text_is_read_as_it_is_shown() {
    let bold = |text: &str| {
        format!("<w:r><w:rPr><w:b/></w:rPr><w:t xml:space=\"preserve\">{text}</w:t></w:r>")
    };
    let field = |instruction: &str, result: &str| {
        format!(
            "<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText>{instruction}</w:instrText></w:r>\
             <w:r><w:fldChar w:fldCharType=\"separate\"/></w:r>{}<w:r><w:fldChar w:fldCharType=\"end\"/></w:r>",
            r(result)
        )
    };
    for (inner, expected) in [
        // Spaces at the edges of bold text are outside of it.
        (r("A ") + &bold("b ") + &r("c"), "A **b** c"),
        (r("with") + &bold("hold") + &bold("ing") + &r("."), "with**holding**."),
        ("<w:r><w:rPr><w:b w:val=\"0\"/></w:rPr><w:t>plain</w:t></w:r>".into(), "plain"),
        ("<w:r><w:rPr><w:i/><w:b/></w:rPr><w:t>both</w:t></w:r>".into(), "**_both_**"),
        ("<w:r><w:t>21</w:t></w:r><w:r><w:rPr><w:vertAlign w:val=\"superscript\"/></w:rPr><w:t>st</w:t></w:r>".into(), "21<sup>st</sup>"),
        ("<w:r><w:t>a</w:t><w:noBreakHyphen/><w:t>b co</w:t><w:softHyphen/><w:t>operate x\u{ad}y</w:t></w:r>".into(), "a-b cooperate xy"),
        ("<w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br w:type=\"page\"/><w:t>c</w:t><w:cr/><w:t>d</w:t></w:r>".into(), "a b  \nc  \nd"),
        ("<w:r><w:br w:type=\"page\"/><w:t>a</w:t><w:br w:type=\"column\"/></w:r><w:r><w:t>b</w:t><w:br w:type=\"page\"/></w:r>".into(), "a  \nb"),
        ("<w:r><w:rPr><w:rFonts w:ascii=\"Wingdings\"/></w:rPr><w:t>\u{f0fc} a</w:t></w:r>".into(), "\u{2713} a"),
        ("<w:r><w:sym w:font=\"Wingdings\" w:char=\"F0FC\"/></w:r>".into(), "\u{2713}"),
        ("<w:r><w:sym w:font=\"Symbol\" w:char=\"F0B3\"/><w:t> 5</w:t></w:r>".into(), "\u{2265} 5"),
        (field("PAGE", "7"), "7"),
        (field("NOTEREF nowhere", "7"), "7"),
        (field("HYPERLINK \"https://example.org/\"", "here"), "[here](https://example.org/)"),
        (format!("<w:fldSimple w:instr=\"DATE\">{}</w:fldSimple>", r("May 21")), "May 21"),
        (format!("<w:hyperlink r:id=\"link\">{}{}</w:hyperlink>", r("one "), bold("two")), "[one **two**](https://example.org/a?b=1)"),
        (format!("<w:sdt><w:sdtContent>{}</w:sdtContent></w:sdt>", r("in a control")), "in a control"),
        (format!("<w:smartTag>{}</w:smartTag>", r("tagged")), "tagged"),
        (r("*no* [link](x) # 1 &amp;amp; &lt;b&gt;"), "\\*no\\* \\[link](x) # 1 \\&amp; \\<b>"),
        ("<w:ruby><w:rubyBase><w:r><w:t>x</w:t></w:r></w:rubyBase></w:ruby>".into(), ""),
        (r("\u{201c}Gift\u{201d}\u{a0}1"), "\u{201c}Gift\u{201d}\u{a0}1"),
    ] {
        let bytes = word_with(
            &format!("<w:p>{inner}</w:p><w:p>{}</w:p>", r("End.")),
            &[("link https://example.org/a?b=1", "")],
            W,
        );
        let (text, open) = background(&bytes);
        assert_eq!(text.trim_end_matches("End.").trim(), expected, "{inner}");
        assert_eq!(open, [""; 0], "{inner}");
    }
}

#[test]
fn what_is_not_text_is_told() {
    let boxed = format!("<w:txbxContent><w:p>{}</w:p></w:txbxContent>", r("In a box."));
    for (inner, expected, told) in [
        ("<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>secret</w:t></w:r><w:r><w:t>shown</w:t></w:r></w:p>".to_owned(), "shown", "hidden text is left out: secret"),
        ("<w:altChunk r:id=\"x\"/>".to_owned(), "", "a file inside the file is left out"),
        ("<w:p><w:r><w:object/></w:r></w:p>".to_owned(), "", "an embedded object is left out"),
        ("<w:p><m:oMath><m:r><m:t>x+1</m:t></m:r></m:oMath></w:p>".to_owned(), "x+1", "the form of an equation is left out: x+1"),
        (
            format!("<w:p>{}<m:oMathPara><m:oMath><m:r><m:t>x</m:t></m:r></m:oMath></m:oMathPara>{}</w:p>", r("a"), r("b")),
            "a  \nx  \nb",
            "the form of an equation is left out: x",
        ),
        (format!("<w:p>{}<w:r><w:pgNum/></w:r></w:p>", r("Page")), "Page", "a page number is left out"),
        ("<w:p><w:r><w:sym w:font=\"Odd\" w:char=\"F041\"/></w:r></w:p>".to_owned(), "", "the symbol F041 of the font Odd is left out"),
        ("<w:p><w:r><w:drawing><a:blip r:embed=\"none\"/></w:drawing></w:r></w:p>".to_owned(), "\\[Image]", "a picture that is not in the file"),
        (
            format!(
                "<w:p>{}<w:r><mc:AlternateContent><mc:Choice><w:drawing><wps:txbx>{boxed}</wps:txbx></w:drawing></mc:Choice>\
                 <mc:Fallback><w:pict><v:textbox>{boxed}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>",
                r("Before.")
            ),
            "Before.\n\nIn a box.",
            "",
        ),
        (format!("<w:p>{}</w:p><w:p>{}</w:p>", r("Typed [1]."), r("[1] Below.")), "Typed [1].\n\n\\[1] Below.", "looks like a footnote that was typed"),
    ] {
        let (text, open) = background(&word(&inner));
        assert_eq!(text, expected, "{inner}");
        match told {
            "" => assert_eq!(open, [""; 0], "{inner}"),
            told => assert!(open.iter().any(|it| it.contains(told)), "{inner}: {open:?}"),
        }
    }
}

#[test]
fn tracked_changes_are_settled() {
    let author = "w:id=\"1\" w:author=\"Robin Roe\" w:date=\"2024-05-01T00:00:00Z\"";
    let ins = |inner: &str| format!("<w:ins {author}>{inner}</w:ins>");
    let del =
        |text: &str| format!("<w:del {author}><w:r><w:delText>{text}</w:delText></w:r></w:del>");
    let mark = |kind: &str| format!("<w:pPr><w:rPr><w:{kind} {author}/></w:rPr></w:pPr>");
    for (inner, expected) in [
        (format!("<w:p>{}{}{}</w:p>", r("20"), del("12"), ins(&r("14"))), "2014"),
        (format!("<w:p>{}{}</w:p>", r("a"), ins(&del("never"))), "a"),
        // The first half of a paragraph that was split, and one that was joined to the next.
        (
            format!("<w:p>{}{}</w:p><w:p>{}</w:p>", mark("ins"), r("One."), r("Two.")),
            "One.\n\nTwo.",
        ),
        (format!("<w:p>{}{}</w:p><w:p>{}</w:p>", mark("del"), r("One. "), r("Two.")), "One. Two."),
        (format!("<w:p>{}{}</w:p><w:p>{}</w:p>", mark("del"), del("gone"), r("Two.")), "Two."),
        (
            format!(
                "<w:p><w:moveFrom {author}>{0}</w:moveFrom></w:p><w:p><w:moveTo {author}>{0}</w:moveTo></w:p>",
                r("Moved.")
            ),
            "Moved.",
        ),
        (
            format!(
                "<w:tbl><w:tr><w:tc><w:p>{}</w:p></w:tc><w:tc><w:p>{}</w:p></w:tc></w:tr>\
                 <w:tr><w:trPr><w:del {author}/></w:trPr><w:tc><w:p>{}</w:p></w:tc><w:tc><w:p/></w:tc></w:tr>\
                 <w:tr><w:tc><w:p>{}</w:p></w:tc><w:tc><w:p/></w:tc></w:tr></w:tbl>",
                r("a"),
                r("b"),
                del("gone"),
                r("c")
            ),
            "| a | b |\n| --- | --- |\n| c |  |",
        ),
    ] {
        let (text, open) = background(&word(&inner));
        assert_eq!(text, expected, "{inner}");
        assert_eq!(open, ["it has tracked changes, which were accepted"], "{inner}");
    }
}

#[test]
fn lists_headings_and_notes_are_what_their_definitions_say() {
    let numbering = "<w:abstractNum w:abstractNumId=\"0\"><w:lvl w:ilvl=\"0\"><w:start w:val=\"1\"/><w:numFmt w:val=\"decimal\"/></w:lvl>\
        <w:lvl w:ilvl=\"1\"><w:numFmt w:val=\"bullet\"/><w:lvlText w:val=\"o\"/></w:lvl></w:abstractNum>\
        <w:num w:numId=\"1\"><w:abstractNumId w:val=\"0\"/></w:num>\
        <w:num w:numId=\"2\"><w:abstractNumId w:val=\"0\"/><w:lvlOverride w:ilvl=\"0\"><w:startOverride w:val=\"4\"/></w:lvlOverride></w:num>";
    let styles = "<w:style w:type=\"paragraph\" w:styleId=\"b2\"><w:name w:val=\"Überschrift 2\"/><w:pPr><w:outlineLvl w:val=\"1\"/></w:pPr></w:style>\
        <w:style w:type=\"paragraph\" w:styleId=\"Own\"><w:name w:val=\"Agency Head\"/><w:basedOn w:val=\"b2\"/></w:style>\
        <w:style w:type=\"paragraph\" w:styleId=\"Fake\"><w:name w:val=\"Heading Note\"/></w:style>\
        <w:style w:type=\"paragraph\" w:styleId=\"L\"><w:name w:val=\"Steps\"/><w:pPr><w:numPr><w:numId w:val=\"1\"/></w:numPr></w:pPr></w:style>\
        <w:style w:type=\"character\" w:styleId=\"S\"><w:name w:val=\"Strong\"/><w:rPr><w:b/></w:rPr></w:style>";
    let notes = "<w:footnote w:type=\"separator\" w:id=\"0\"><w:p/></w:footnote>\
        <w:footnote w:id=\"5\"><w:p><w:r><w:footnoteRef/></w:r><w:r><w:t xml:space=\"preserve\"> A note.</w:t></w:r></w:p><w:p><w:r><w:t>More.</w:t></w:r></w:p></w:footnote>\
        <w:footnote w:id=\"6\"><w:p><w:r><w:t>Lost.</w:t></w:r></w:p></w:footnote>";
    let item = |list: u8, level: u8, text: &str| {
        format!(
            "<w:p><w:pPr><w:numPr><w:ilvl w:val=\"{level}\"/><w:numId w:val=\"{list}\"/></w:numPr></w:pPr>{}</w:p>",
            r(text)
        )
    };
    let in_style = |style: &str, text: &str| {
        format!("<w:p><w:pPr><w:pStyle w:val=\"{style}\"/></w:pPr>{}</w:p>", r(text))
    };
    let parts = [("numbering", numbering), ("styles", styles), ("footnotes", notes)];
    for (inner, expected) in [
        (item(1, 0, "one") + &item(1, 1, "deep") + &item(1, 0, "two"), "1. one\n   - deep\n2. two"),
        (item(2, 0, "four") + &item(2, 0, "five"), "4. four\n5. five"),
        (item(0, 0, "no list"), "no list"),
        (in_style("L", "a") + &in_style("L", "b"), "1. a\n2. b"),
        (in_style("Own", "Deep") + &in_style("Fake", "Text"), "### Deep\n\nText"),
        (
            "<w:p><w:r><w:t>Opened</w:t></w:r><w:r><w:footnoteReference w:id=\"5\"/></w:r></w:p>".to_owned(),
            "Opened[^1]\n\n[^1]: A note.\n\n    More.",
        ),
        ("<w:p><w:r><w:rPr><w:rStyle w:val=\"S\"/></w:rPr><w:t>now</w:t></w:r><w:r><w:t>.</w:t></w:r></w:p>".to_owned(), "**now**."),
    ] {
        for namespace in [W, STRICT] {
            let (text, _) = background(&word_with(&inner, &parts, namespace));
            assert_eq!(text, expected, "{inner}");
        }
    }
    let (_, open) = background(&word_with("", &parts, W));
    assert!(
        open.iter().any(|it| it.contains("nothing refers to is left out") && it.contains("Lost.")),
        "{open:?}"
    );
}

#[test]
fn a_large_first_letter_is_of_its_word() {
    let cap = |text: &str| {
        format!("<w:p><w:pPr><w:framePr w:dropCap=\"drop\"/></w:pPr>{}</w:p>", r(text))
    };
    let paragraph = |text: &str| format!("<w:p>{}</w:p>", r(text));
    for (inner, expected) in [
        (cap("T") + &paragraph("he desks.") + &paragraph("More."), "The desks.\n\nMore."),
        // Nothing is lost where no paragraph follows.
        (paragraph("The desks.") + &cap("T") + "<w:tbl/>", "The desks.\n\nT"),
    ] {
        assert_eq!(background(&word(&inner)).0, expected, "{inner}");
    }
}

#[test]
fn tables_keep_every_cell() {
    let cell = |properties: &str, text: &str| {
        format!("<w:tc><w:tcPr>{properties}</w:tcPr><w:p>{}</w:p></w:tc>", r(text))
    };
    let table = format!(
        "<w:tbl><w:tr>{}{}</w:tr><w:tr>{}</w:tr><w:tr>{}{}</w:tr></w:tbl>",
        cell("", "a"),
        cell("<w:vMerge w:val=\"restart\"/>", "b|c"),
        cell("<w:gridSpan w:val=\"2\"/>", "wide"),
        cell("", "d"),
        cell("<w:vMerge/>", ""),
    );
    let (text, open) = background(&word(&table));
    assert_eq!(text, "| a | b\\|c |\n| --- | --- |\n| wide |  |\n| d |  |");
    assert!(open.iter().any(|it| it.contains("merged cells")), "{open:?}");
    // A table of one column only places what is in it.
    let boxed = format!(
        "<w:tbl><w:tr>{}</w:tr><w:tr>{}</w:tr></w:tbl>",
        cell("", "One."),
        cell("", "Two.")
    );
    assert_eq!(background(&word(&boxed)).0, "One.\n\nTwo.");
}
