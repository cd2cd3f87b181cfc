//! Each kind of edit on each kind of block comes back as that edit and nothing else.

use super::{PAPER, Sent, tracked};

const TEXT: &str = "The word alpha is in a paragraph. It has two sentences.

Next paragraph is here.

- The word delta is an item of a list.
- Another item stands here.
  1. The word echo is an inner item.
  2. Inner second item is this.
- Last item.

> The word foxtrot is quoted here.
>
> Second quoted paragraph.

| What | How many |
|:-----|---------:|
| Golf one | 12 |
| Rest two | 3 |

Table: The word hotel is a caption

### The heading india is long

The word kappa.[^n]

```text
juliet = one two
other = line
```

The word mike is last here.

[^n]: The word lima is a note.";

/// The paper with that text as its background.
fn paper() -> String {
    let (head, _) = PAPER.split_once("The word alpha").unwrap();
    format!("{head}{TEXT}\n\n## Issue\n\nNone.\n\n## Current Status\n\nNone.\n")
}

/// Where the element `tag` with `word` in it begins and ends.
fn unit(xml: &str, word: &str, tag: &str) -> std::ops::Range<usize> {
    let at = xml.find(word).unwrap();
    let start = xml[..at].rfind(&format!("<w:{tag}>")).unwrap();
    let close = format!("</w:{tag}>");
    start..at + xml[at..].find(&close).unwrap() + close.len()
}

/// The properties of the element that `xml` is.
fn properties<'x>(xml: &'x str, tag: &str) -> &'x str {
    let (start, end) = (format!("<w:{tag}>"), format!("</w:{tag}>"));
    let Some(from) = xml.find(&start) else { return "" };
    &xml[from..xml.find(&end).unwrap() + end.len()]
}

/// The run with `word`, in three: the word has other properties.
fn in_other_look(xml: &str, word: &str, property: &str) -> String {
    let range = unit(xml, word, "r");
    let run = &xml[range.clone()];
    let own = properties(run, "rPr");
    let inner = own.trim_start_matches("<w:rPr>").trim_end_matches("</w:rPr>");
    let (before, after) = run.split_once(word).unwrap();
    let new = format!(
        "{before}</w:t></w:r><w:r><w:rPr>{inner}{property}</w:rPr><w:t>{word}</w:t></w:r>\
         <w:r>{own}<w:t xml:space=\"preserve\">{after}"
    );
    format!("{}{new}{}", &xml[..range.start], &xml[range.end..])
}

pub(super) fn edited(xml: &str, kind: &str, word: &str) -> String {
    let paragraph = unit(xml, word, "p");
    let (before, block, after) =
        (&xml[..paragraph.start], &xml[paragraph.clone()], &xml[paragraph.end..]);
    let own = properties(block, "pPr");
    match kind {
        "gone" => format!("{before}{after}"),
        "added" => {
            let run = properties(&xml[unit(xml, word, "r")], "rPr");
            format!("{before}{block}<w:p>{own}<w:r>{run}<w:t>Zulu now.</w:t></w:r></w:p>{after}")
        }
        "split" => {
            let run = properties(&xml[unit(xml, word, "r")], "rPr");
            let middle =
                format!("{word}</w:t></w:r></w:p><w:p>{own}<w:r>{run}<w:t xml:space=\"preserve\">");
            xml.replacen(&format!("{word} "), &middle, 1)
        }
        "joined" => {
            let next = after.find("</w:p>").unwrap() + "</w:p>".len();
            let content = after[..next].replacen(properties(&after[..next], "pPr"), "", 1);
            let content = content.strip_prefix("<w:p>").unwrap();
            let block = block.strip_suffix("</w:p>").unwrap();
            let space = "<w:r><w:t xml:space=\"preserve\"> </w:t></w:r>";
            format!("{before}{block}{space}{content}{}", &after[next..])
        }
        "row gone" => {
            let row = unit(xml, word, "tr");
            format!("{}{}", &xml[..row.start], &xml[row.end..])
        }
        "row added" => {
            let row = unit(xml, word, "tr");
            let new = xml[row.clone()].replacen("Golf one", "Zulu", 1).replacen("12", "7", 1);
            format!("{}{new}{}", &xml[..row.end], &xml[row.end..])
        }
        "bold" => in_other_look(xml, word, "<w:b/>"),
        "struck" => in_other_look(xml, word, "<w:strike/>"),
        "word gone" => xml.replacen(&format!("{word} "), "", 1),
        "tracked" => tracked(xml, word, "zulu"),
        kind => unreachable!("{kind}"),
    }
}

/// Every edit, and the words of the source with those that they become.
const CELLS: [(&str, &str, &str, &str); 62] = [
    ("gone", "alpha", "The word alpha is in a paragraph. It has two sentences.\n\n", ""),
    ("gone", "delta", "- The word delta is an item of a list.\n", ""),
    ("gone", "echo", "The word echo is an inner item.\n  2. Inner", "Inner"),
    ("gone", "Golf", "| Golf one | 12 |", "| | 12 |"),
    ("gone", "hotel", "Table: The word hotel is a caption\n\n", ""),
    ("gone", "india", "### The heading india is long\n\n", ""),
    ("gone", "juliet", "```text\njuliet = one two\nother = line\n```\n\n", ""),
    ("gone", "mike", "The word mike is last here.\n\n", ""),
    ("added", "alpha", "sentences.\n", "sentences.\n\nZulu now.\n"),
    ("added", "delta", "of a list.\n", "of a list.\n- Zulu now.\n"),
    ("added", "echo", "inner item.\n", "inner item.\n  2. Zulu now.\n"),
    ("added", "foxtrot", "quoted here.\n", "quoted here.\n>\n> Zulu now.\n"),
    ("added", "Golf", "Golf one", "Golf one<br>Zulu now."),
    ("added", "india", "is long\n", "is long\n\n### Zulu now.\n"),
    ("added", "mike", "last here.\n", "last here.\n\nZulu now.\n"),
    ("added", "lima", "a note.\n", "a note.\n\n    Zulu now.\n"),
    ("split", "alpha", "alpha is", "alpha\n\nis"),
    ("split", "delta", "delta is", "delta\n- is"),
    ("split", "echo", "echo is", "echo\n  2. is"),
    ("split", "foxtrot", "foxtrot is", "foxtrot\n>\n> is"),
    ("split", "Golf", "Golf one", "Golf<br>one"),
    ("split", "india", "india is", "india\n\n### is"),
    ("split", "mike", "mike is", "mike\n\nis"),
    ("split", "lima", "lima is", "lima\n\n    is"),
    ("joined", "alpha", "sentences.\n\nNext", "sentences.\nNext"),
    ("joined", "delta", "of a list.\n- Another", "of a list. Another"),
    ("joined", "echo", "inner item.\n  2. Inner", "inner item. Inner"),
    ("joined", "foxtrot", "quoted here.\n>\n> Second", "quoted here.\n> Second"),
    ("joined", "india", "is long\n\nThe word kappa", "is long The word kappa"),
    ("row gone", "Golf", "| Golf one | 12 |\n", ""),
    ("row added", "Golf", "| Golf one | 12 |\n", "| Golf one | 12 |\n| Zulu | 7 |\n"),
    ("bold", "alpha", "alpha", "**alpha**"),
    ("bold", "delta", "delta", "**delta**"),
    ("bold", "echo", "echo", "**echo**"),
    ("bold", "foxtrot", "foxtrot", "**foxtrot**"),
    ("bold", "Golf", "Golf", "**Golf**"),
    ("bold", "hotel", "hotel", "**hotel**"),
    ("bold", "india", "india", "**india**"),
    ("bold", "mike", "mike", "**mike**"),
    ("bold", "lima", "lima", "**lima**"),
    ("struck", "alpha", "alpha", "~~alpha~~"),
    ("struck", "delta", "delta", "~~delta~~"),
    ("struck", "Golf", "Golf", "~~Golf~~"),
    ("struck", "india", "india", "~~india~~"),
    ("struck", "lima", "lima", "~~lima~~"),
    ("word gone", "alpha", "alpha ", ""),
    ("word gone", "delta", "delta ", ""),
    ("word gone", "echo", "echo ", ""),
    ("word gone", "foxtrot", "foxtrot ", ""),
    ("word gone", "Golf", "Golf ", ""),
    ("word gone", "hotel", "hotel ", ""),
    ("word gone", "india", "india ", ""),
    ("word gone", "juliet", "juliet ", ""),
    ("word gone", "mike", "mike ", ""),
    ("word gone", "lima", "lima ", ""),
    ("tracked", "alpha", "alpha", "zulu"),
    ("tracked", "delta", "delta", "zulu"),
    ("tracked", "echo", "echo", "zulu"),
    ("tracked", "foxtrot", "foxtrot", "zulu"),
    ("tracked", "Golf", "Golf", "zulu"),
    ("tracked", "hotel", "hotel", "zulu"),
    ("tracked", "india", "india", "zulu"),
];

#[test]
fn each_kind_on_each_block() {
    let paper = paper();
    let mut sent = Sent::new(&paper);
    for (kind, word, old, new) in CELLS {
        sent.reset();
        sent.folder.write("a.md", &paper);
        let part = if word == "lima" { "word/footnotes.xml" } else { "word/document.xml" };
        sent.edit(part, |xml| edited(xml, kind, word));
        let run = sent.review(&["--apply"]);
        let what = format!("{kind} {word}: {}{}", run.stdout, run.stderr);
        assert_eq!(sent.folder.read("a.md"), paper.replacen(old, new, 1), "{what}");
        assert!(paper.contains(old) && run.code == Some(0), "{what}");
    }
}

#[test]
fn what_would_come_back_as_something_else_is_held_back() {
    for (text, old, new) in [
        // The words of a link are its label.
        ("See [india][] here.\n\n[india]: https://example.org/i", "india", "zulu"),
        ("See [india] here.\n\n[india]: https://example.org/i", "india", "zulu"),
    ] {
        let paper = paper().replacen(TEXT, text, 1);
        let mut sent = Sent::new(&paper);
        sent.edit("word/document.xml", |xml| {
            tracked(xml, old, new).replacen(">None.<", ">Some.<", 1)
        });
        let json = sent.json();
        let changes = json["changes"].as_array().unwrap();
        let states: Vec<&str> = changes.iter().map(|it| it["state"].as_str().unwrap()).collect();
        assert!(states.contains(&"held") && states.contains(&"open"), "{text}: {json:#}");
        let run = sent.review(&["--apply"]);
        assert_eq!(run.code, Some(1), "{text}: {}", run.stderr);
        assert!(run.stdout.contains("make the change by hand"), "{text}: {}", run.stdout);
        // What can be applied is.
        assert_eq!(sent.folder.read("a.md"), paper.replacen("None.", "Some.", 1), "{text}");
    }
}
