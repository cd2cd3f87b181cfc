//! Tracked changes: who accepts all has the new document, who rejects all the old one.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read};

use issuepaper::pages::Page;
use issuepaper::project::{self, Project};
use issuepaper::render::{Revision, TRACKED};
use issuepaper::word::{Block, View, WordFile};
use roxmltree::{Document, Node};

use crate::support::{Folder, repository};

/// The parts of a file by name.
type File = BTreeMap<String, String>;

pub(super) fn unpacked(bytes: &[u8]) -> File {
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut parts = File::new();
    for at in 0..zip.len() {
        let mut file = zip.by_index(at).unwrap();
        let name = file.name().unwrap().into_owned();
        if name.ends_with(".xml") || name.ends_with(".rels") {
            let mut text = String::new();
            file.read_to_string(&mut text).unwrap();
            parts.insert(name, text);
        } else {
            parts.insert(name, String::new());
        }
    }
    parts
}

/// Which of two documents is read out of one with tracked changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Wanted {
    Old,
    New,
}

impl Wanted {
    /// Whether it lacks what is in an element of this name.
    fn drops(self, name: &str) -> bool {
        match self {
            Self::Old => matches!(name, "ins" | "moveTo"),
            Self::New => matches!(name, "del" | "moveFrom"),
        }
    }
}

fn child<'a>(node: Node<'a, 'a>, name: &str) -> Option<Node<'a, 'a>> {
    node.children().find(|it| it.tag_name().name() == name)
}

fn value<'a>(node: Node<'a, 'a>) -> Option<&'a str> {
    node.attributes().find(|it| it.name() == "val").map(|it| it.value())
}

/// All paragraphs of a part as lines: where they are, their properties, their text with its formats.
fn lines(file: &File, name: &str, wanted: Wanted) -> Vec<String> {
    let xml = Document::parse(&file[name]).unwrap();
    let notes = file.get("word/footnotes.xml").map(|text| Document::parse(text).unwrap());
    let mut reader =
        Reader { wanted, notes: notes.as_ref(), lines: Vec::new(), open: String::new() };
    reader.blocks(xml.root_element());
    assert_eq!(reader.open, "", "a paragraph is joined to none");
    reader.lines
}

struct Reader<'a> {
    wanted: Wanted,
    notes: Option<&'a Document<'a>>,
    lines: Vec<String>,
    /// The text of paragraphs whose marks are gone.
    open: String,
}

impl Reader<'_> {
    fn blocks(&mut self, node: Node<'_, '_>) {
        for child in node.children().filter(Node::is_element) {
            match child.tag_name().name() {
                "p" => self.paragraph(child),
                "tr" if self.is_dropped(child, "trPr") => {}
                "tbl" | "tr" | "tc" => {
                    let before = self.lines.len();
                    self.blocks(child);
                    if self.lines.len() > before {
                        self.lines.insert(before, format!("<{}>", child.tag_name().name()));
                    }
                }
                "body" | "sdt" | "sdtContent" => self.blocks(child),
                _ => {}
            }
        }
    }

    /// Whether a row, or the mark of a paragraph, is one that is not wanted.
    fn is_dropped(&self, node: Node<'_, '_>, properties: &str) -> bool {
        let properties = node.children().find(|it| it.tag_name().name() == properties);
        let mut children = properties.into_iter().flat_map(|it| it.children());
        children.any(|it| self.wanted.drops(it.tag_name().name()))
    }

    fn paragraph(&mut self, node: Node<'_, '_>) {
        let properties = node.children().find(|it| it.tag_name().name() == "pPr");
        let mark = properties.and_then(|it| it.children().find(|it| it.tag_name().name() == "rPr"));
        let is_gone =
            mark.is_some_and(|it| it.children().any(|it| self.wanted.drops(it.tag_name().name())));
        let mut text = String::new();
        self.text(node, &mut text);
        self.open.push_str(&text);
        if !is_gone {
            let change = properties
                .and_then(|it| it.children().find(|it| it.tag_name().name() == "pPrChange"));
            let before = change.filter(|_| self.wanted == Wanted::Old);
            let own = before.and_then(|it| it.children().find(Node::is_element)).or(properties);
            let style = own.map(Self::properties).unwrap_or_default();
            self.lines.push(format!("{style}: {}", std::mem::take(&mut self.open)));
        }
    }

    /// The style, and whatever else a paragraph has, but for which list it is in and what sections are.
    fn properties(node: Node<'_, '_>) -> String {
        let own = node.children().filter(Node::is_element);
        let own = own.filter(|it| !["rPr", "sectPr", "pPrChange"].contains(&it.tag_name().name()));
        own.flat_map(|it| it.descendants())
            .filter(|it| it.tag_name().name() != "numId")
            .map(|it| {
                let attributes = it.attributes().map(|it| format!(" {}={}", it.name(), it.value()));
                format!("<{}{}>", it.tag_name().name(), attributes.collect::<String>())
            })
            .collect()
    }

    fn text(&self, node: Node<'_, '_>, out: &mut String) {
        for child in node.children().filter(Node::is_element) {
            match child.tag_name().name() {
                "pPr" => {}
                name if self.wanted.drops(name) => {}
                "r" => self.run(child, out),
                _ => self.text(child, out),
            }
        }
    }

    fn run(&self, run: Node<'_, '_>, out: &mut String) {
        let format = run.children().find(|it| it.tag_name().name() == "rPr");
        let change =
            format.and_then(|it| it.children().find(|it| it.tag_name().name() == "rPrChange"));
        let before = change.filter(|_| self.wanted == Wanted::Old);
        let own = before.and_then(|it| it.children().find(Node::is_element)).or(format);
        let own: String = own
            .into_iter()
            .flat_map(|it| it.children().filter(Node::is_element))
            .filter(|it| it.tag_name().name() != "rPrChange")
            .map(|it| {
                format!(
                    "<{}={:?}>",
                    it.tag_name().name(),
                    it.attributes().map(|it| it.value()).collect::<Vec<_>>()
                )
            })
            .collect();
        for child in run.children().filter(Node::is_element) {
            let text = match child.tag_name().name() {
                "rPr" => continue,
                "t" | "delText" | "instrText" | "delInstrText" => {
                    child.text().unwrap_or_default().replace("old_", "")
                }
                "footnoteReference" => self.note(child),
                name => format!("<{name}>"),
            };
            // Runs of one format are one, however they were cut.
            text.chars().for_each(|c| out.push_str(&format!("{own}{c}")));
        }
    }

    /// The text of the footnote that is referred to.
    fn note(&self, reference: Node<'_, '_>) -> String {
        let id = |node: Node<'_, '_>| {
            node.attributes().find(|it| it.name() == "id").map(|it| it.value().to_owned())
        };
        let notes = self.notes.unwrap().root_element();
        let note = notes.children().find(|it| it.is_element() && id(*it) == id(reference)).unwrap();
        let mut text = String::new();
        for paragraph in note.descendants().filter(|it| it.tag_name().name() == "p") {
            self.text(paragraph, &mut text);
        }
        format!("<note {text}>")
    }
}

/// Compares what comes out of one document with tracked changes with the two that went in.
pub(super) fn assert_tracked(tracked: &[u8], old: &[u8], new: &[u8], names: &str) {
    let [tracked, old, new] = [tracked, old, new].map(unpacked);
    for (wanted, alone) in [(Wanted::New, &new), (Wanted::Old, &old)] {
        for part in tracked.keys().filter(|name| is_text(name) && alone.contains_key(*name)) {
            let (found, expected) = (lines(&tracked, part, wanted), lines(alone, part, wanted));
            for (found, expected) in found.iter().zip(&expected) {
                assert_eq!(found, expected, "{names}: {part}, {wanted:?}");
            }
            assert_eq!(found.len(), expected.len(), "{names}: {part}, {wanted:?}");
        }
    }
    assert_whole(&tracked, names);
}

fn is_text(name: &str) -> bool {
    name == "word/document.xml"
        || name.starts_with("word/")
            && name.ends_with(".xml")
            && (name.contains("header") || name.contains("footer"))
}

/// The footnotes stand in the order of their references, and are counted from 1: `LibreOffice` takes them so.
fn assert_notes_in_order(file: &File, names: &str) {
    let ids = |part: &str, element: &str| -> Vec<String> {
        let marks = file[part].split(element).skip(1).map(|it| it.split('>').next().unwrap());
        let ids = marks
            .filter(|it| !it.contains("w:type="))
            .map(|it| it.split("w:id=\"").nth(1).unwrap());
        ids.map(|it| it.split('"').next().unwrap().to_owned()).collect()
    };
    let notes = ids("word/footnotes.xml", "<w:footnote ");
    assert_eq!(ids("word/document.xml", "<w:footnoteReference "), notes, "{names}");
    assert!(notes.iter().zip(1..).all(|(id, at)| *id == at.to_string()), "{names}: {notes:?}");
}

/// No two changes or bookmarks have one id, and whatever is referred to is there.
fn assert_whole(file: &File, names: &str) {
    assert_notes_in_order(file, names);
    let mut ids = BTreeSet::new();
    for (name, text) in
        file.iter().filter(|(name, _)| name.starts_with("word/") && name.ends_with(".xml"))
    {
        let xml = Document::parse(text).unwrap();
        for node in xml.descendants().filter(Node::is_element) {
            let has_id =
                ["ins", "del", "moveFrom", "moveTo", "pPrChange", "rPrChange", "bookmarkStart"];
            if has_id.contains(&node.tag_name().name()) {
                let id = node.attributes().find(|it| it.name() == "id").unwrap().value().to_owned();
                assert!(ids.insert(id.clone()), "{names}: {id} is twice in {name}");
            }
        }
        let relationships = name.replacen("word/", "word/_rels/", 1) + ".rels";
        let known = file.get(&relationships).cloned().unwrap_or_default();
        for node in xml.descendants() {
            let used = node
                .attributes()
                .filter(|it| it.namespace().is_some_and(|it| it.ends_with("/relationships")));
            for id in used {
                assert!(
                    known.contains(&format!("Id=\"{}\"", id.value())),
                    "{names}: {name} {}",
                    id.value()
                );
            }
        }
    }
    let lists = Document::parse(&file["word/numbering.xml"]).unwrap();
    let text = Document::parse(&file["word/document.xml"]).unwrap();
    for used in text.descendants().filter(|it| it.tag_name().name() == "numId") {
        let is_it = |list: Node<'_, '_>| {
            list.tag_name().name() == "num"
                && list
                    .attributes()
                    .any(|it| it.name() == "numId" && Some(it.value()) == value(used))
        };
        assert!(lists.root_element().children().any(is_it), "{names}: {:?}", value(used));
    }
    let root = lists.root_element();
    let is_list = |it: &Node<'_, '_>| it.tag_name().name() == "num";
    let last_kind = root
        .children()
        .collect::<Vec<_>>()
        .iter()
        .rposition(|it| it.tag_name().name() == "abstractNum");
    assert!(
        root.children().position(|it| is_list(&it)) > last_kind || child(root, "num").is_none()
    );
}

pub(super) fn revision() -> Revision {
    Revision { author: "Robin <Roe> & \"Co\"".to_owned(), date: "2025-06-30T00:00:00Z".to_owned() }
}

/// Tries every two papers of a project.
fn assert_all_pairs(project: &Project) {
    let page = |at: usize| Page::of(project, &project.papers[at], TRACKED, None).unwrap();
    let made: Vec<Vec<u8>> =
        (0..project.papers.len()).map(|at| page(at).make().unwrap().bytes).collect();
    for (old, before) in made.iter().enumerate() {
        for (new, after) in made.iter().enumerate() {
            let names = format!(
                "{} {}",
                project.papers[old].path.display(),
                project.papers[new].path.display()
            );
            let tracked = page(new).redline(&page(old), &revision()).unwrap();
            assert_tracked(&tracked, before, after, &names);
            let text = &unpacked(&tracked)["word/document.xml"];
            let is_marked =
                ["ins", "del", "moveTo"].iter().any(|it| text.contains(&format!("<w:{it} ")));
            assert_eq!(is_marked, old != new, "{names}");
        }
    }
}

#[test]
fn all_papers_of_the_repository_come_out_as_they_went_in() {
    assert_all_pairs(&project::load_all(&project::discover(&[repository("papers")])).remove(0));
}

#[test]
fn papers_with_everything_in_them_come_out_as_they_went_in() {
    let bodies = [
        "",
        "## Issue\n\nOne two three four. Five six seven.\n\n## Current Status\n\nEnd.\n",
        "## Issue\n\nOne *two* three **four**. Five six seven eight.\n\n## Current Status\n\nEnd.\n",
        "## Issue\n\nOne two\u{a0}three \u{201c}four\u{201d}. Five --- six.\n\n- a\n- b\n  1. c\n  2. d\n\n## Current Status\n\nEnd.\n",
        "## Issue\n\nOne two three \"four\". Five \u{2014} six.\n\n1. a\n2. b\n   - c\n   - d\n\n> Said.\n\n## Current Status\n\nEnd.\n",
        "## Issue\n\n| A | B |\n|---|---|\n| 1 | 2 |\n| 3 | 4 |\n\n## Current Status\n\n| A | B |\n|---|--:|\n| 1 | 2 |\n",
        "## Issue\n\n| A | C | B |\n|---|---|---|\n| 1 | 0 | 2 |\n\n## Current Status\n\n| A | B |\n|---|---|\n| 0 | 0 |\n| 1 | 3<br>4[^n] |\n\n[^n]: In a cell, see [it](http://c.example/).\n",
        "## Issue\n\nA note[^a] and another[^b], again[^a].\n\n[^a]: First *note*.\n[^b]: Second.\n\n    Its second paragraph.\n",
        "## Issue\n\nA note[^b] and another[^a].\n\n[^a]: First note.\n[^b]: Third, see [here](http://a.example/).\n",
        "## Issue\n\nSee [here](http://a.example/) and [there](#current-status).\n\n### Part\n\n```\nx = 1\n```\n\n* * *\n\n## Current Status\n\n![Alt](p.svg \"Shown\")\n",
        "## Issue\n\nSee [here](http://b.example/) and [there](#part).\n\n### Part\n\n```\nx = 2\ny\n```\n\n## Current Status\n\n![Alt](q.svg)\n\n- [ ] open\n- [x] done\n",
        "## Issue\n\nOne two three four.\n\nFive six seven.\n\nH<sub>2</sub>O <kbd>Ctrl</kbd> `code` \u{f0001} <span lang=\"fr\">oui</span>\n\n## New\n\n### Deep\n\n#### Deeper\n",
    ];
    let folder = Folder::new();
    folder.write("issuepaper.yaml", "series: coac\n");
    let svg = |width: u32| {
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"9\"><rect width=\"5\" height=\"5\"/></svg>"
        )
    };
    folder.write("p.svg", svg(10));
    folder.write("q.svg", svg(20));
    for (at, body) in bodies.iter().enumerate() {
        let stage = ["draft", "published", "review"][at % 3];
        let office = if at % 2 == 0 { "office: Desk\n" } else { "" };
        folder.write(&format!("paper-{at:02}.md"), format!("---\nstage: {stage}\nworking_group: Group {at}\nperiod: 2024-0{}\n{office}---\n\n{body}", at % 9 + 1));
    }
    assert_all_pairs(&folder.load());
}

#[test]
fn a_paragraph_with_the_same_words_elsewhere_is_moved() {
    let one = "The first paragraph is about desks and officers.";
    let two = "The second one tells of *trucks* and of trains.";
    let three = "Nothing that the third says is said elsewhere.";
    let list = "- An item about the first of all\n- Another item that is moved away\n- The last item of this list";
    let folder = Folder::new();
    folder.write("issuepaper.yaml", "series: coac\n");
    for (name, blocks, moves) in [
        ("whole", [two, three, one, list], 2),
        // The last paragraph has no mark of its own to insert.
        ("last", [one, two, list, three], 0),
        ("changed", [&two.replace("trains", "boats"), one, three, list], 0),
        ("same", [one, two, three, list], 0),
    ] {
        for (file, text) in [("a-old.md", [one, two, three, list]), ("b-new.md", blocks)] {
            folder.write(
                file,
                format!("---\nstage: draft\n---\n\n## Issue\n\n{}\n", text.join("\n\n")),
            );
        }
        let project = folder.load();
        let page = |at: usize| Page::of(&project, &project.papers[at], TRACKED, None).unwrap();
        let bytes = page(1).redline(&page(0), &revision()).unwrap();
        let text = &unpacked(&bytes)["word/document.xml"];
        for half in ["moveFrom", "moveTo"] {
            for part in ["RangeStart ", "RangeEnd "] {
                let found = text.matches(&format!("<w:{half}{part}")).count();
                assert_eq!(found, moves / 2, "{name}: {half}{part}");
            }
            assert_eq!(text.matches(&format!("<w:{half} ")).count() > 0, moves > 0, "{name}");
        }
        assert_eq!(text.matches("w:name=\"move1\"").count(), moves, "{name}");
        // The program reads its own moves.
        let file = WordFile::read(&bytes).unwrap();
        assert_eq!(file.authors().iter().any(|author| author.is_move), moves > 0, "{name}");
        for (view, at) in [(View::Rejected, 0), (View::Accepted, 1)] {
            let alone = WordFile::read(&page(at).make().unwrap().bytes).unwrap();
            let texts = |file: &WordFile| file.blocks.iter().map(Block::text).collect::<Vec<_>>();
            assert_eq!(texts(&file.clone().settled(view)), texts(&alone), "{name}: {view:?}");
        }
    }
}
