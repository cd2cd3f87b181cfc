//! The command, and how it writes what differs.

use issuepaper::compare;
use issuepaper::compare::report::{Compared, html, json, markdown, text};
use issuepaper::project;
use scraper::{Html, Selector};
use serde_json::Value;

use crate::cli::run_in;
use crate::support::{Folder, git, repository};

/// Every two papers of the repository, compared.
fn pairs() -> Vec<Compared> {
    let project = project::load_all(&project::discover(&[repository("papers")])).remove(0);
    let mut all = Vec::new();
    for old in &project.papers {
        for new in &project.papers {
            let (old, new) = (&old.paper, &new.paper);
            let side = |paper| (paper, project.series_of(paper).unwrap());
            all.push(Compared {
                old: old.file.name().to_owned(),
                new: new.file.name().to_owned(),
                title: new.file.name().to_owned(),
                lang: "en-US".to_owned(),
                comparison: compare::papers(side(old), side(new)),
            });
        }
    }
    all
}

const HOSTILE: &str = "<script>alert(1)</script> & \u{1b}[2J **b** | `c` @all";

/// Two papers that try to get markup into a report.
fn hostile(folder: &Folder) {
    let paper = |text: &str| {
        format!(
            "---\ntitle: '{}'\ndate: 2024-05-21\n---\n\n## Issue {HOSTILE}\n\n{text}\n\n| {HOSTILE} |\n|---|\n| {text} |\n",
            HOSTILE.replace('\u{1b}', "")
        )
    };
    folder.write("a.md", paper("One."));
    folder.write("b.md", paper(&format!("Two. {}", HOSTILE.replace('|', "\\|"))));
}

#[test]
fn json_fits_its_schema() {
    let schema =
        std::fs::read_to_string(repository("src/compare/report/compare.schema.json")).unwrap();
    let schema = jsonschema::validator_for(&serde_json::from_str(&schema).unwrap()).unwrap();
    let pairs = pairs();
    let mut report = serde_json::to_value(json::json(&pairs)).unwrap();
    let errors: Vec<String> = schema.iter_errors(&report).map(|error| error.to_string()).collect();
    assert_eq!(errors, [] as [&str; 0]);
    report["comparisons"][1]["sections"][0]["state"] = "gone".into();
    assert!(!schema.is_valid(&report));
}

#[test]
fn a_page_announces_what_differs_and_is_whole() {
    let pairs = pairs();
    for compared in &pairs {
        let page = html::html(std::slice::from_ref(compared));
        let tree = Html::parse_document(&page);
        assert_eq!(tree.errors, [] as [&str; 0], "{}", compared.new);
        let all = |selector: &str| tree.select(&Selector::parse(selector).unwrap()).count();
        assert_eq!((all("html[lang]"), all("title"), all("h1"), all("main")), (1, 1, 1, 1));
        assert_eq!(
            all("main section ins"),
            all("main section ins > .said:first-child") + all("h2 > ins")
        );
        assert_eq!(
            all("main section del"),
            all("main section del > .said:first-child") + all("h2 > del")
        );
    }
    let all = html::html(&pairs);
    let tree = Html::parse_document(&all);
    assert_eq!(tree.errors, [] as [&str; 0]);
    let ids = Selector::parse("[id]").unwrap();
    let ids: Vec<_> = tree.select(&ids).map(|it| it.value().id().unwrap()).collect();
    let unique: std::collections::BTreeSet<_> = ids.iter().collect();
    assert_eq!(unique.len(), ids.len());
}

#[test]
fn nested_lists_are_nested() {
    let folder = Folder::new();
    let paper = |list: &str| format!("---\ntitle: A\n---\n\n## Issue\n\n{list}\n");
    let list = "- One.\n\n  More of one.\n\n  - Two.\n\n    1. Three.\n\n- Four.\n\nAfter.\n\n> - Quoted.\n>\n> End.";
    folder.write("a.md", paper(list));
    folder.write(
        "b.md",
        paper(&list.replace("Three.", "Three of it.").replace("- Four.", "- Four.\n- Five.")),
    );
    let page = run_in(folder.path(), &["diff", "a.md", "b.md", "--format", "html"]).stdout;
    let tree = Html::parse_document(&page);
    assert_eq!(tree.errors, [] as [&str; 0], "{page}");
    let texts = |selector: &str| -> Vec<String> {
        let selector = Selector::parse(selector).unwrap();
        let own = |it: scraper::ElementRef<'_>| {
            let texts = it.children().filter_map(|child| child.value().as_text().cloned());
            texts.map(|text| text.trim().to_owned()).collect::<String>()
        };
        tree.select(&selector).map(own).collect()
    };
    assert_eq!(texts("section > ul > li"), ["One.", "Four.", "", "Quoted."], "{page}");
    assert_eq!(texts("section > ul > li > p"), ["More of one."], "{page}");
    assert_eq!(texts("section > ul > li > ul > li"), ["Two."], "{page}");
    assert_eq!(texts("section > ul > li > ul > li > ul > li").len(), 1, "{page}");
    assert_eq!(texts("section > p:not(.note)"), ["After."], "{page}");
    assert_eq!(texts("section > blockquote"), ["End."], "{page}");
}

#[test]
fn nothing_in_a_paper_is_markup_of_a_report() {
    let folder = Folder::new();
    hostile(&folder);
    let run = |format: &str| run_in(folder.path(), &["diff", "a.md", "b.md", "--format", format]);
    let page = run("html").stdout;
    let tree = Html::parse_document(&page);
    assert_eq!(tree.select(&Selector::parse("script, b, strong").unwrap()).count(), 0, "{page}");
    for format in ["html", "text", "markdown", "json"] {
        let run = run(format);
        assert_eq!((run.code, run.stderr.as_str()), (Some(0), ""), "{format}");
        assert!(!run.stdout.contains('\u{1b}'), "{format}: {}", run.stdout);
    }
    let markdown = run("markdown").stdout;
    assert!(!markdown.contains("<script") && !markdown.contains("@all"), "{markdown}");
    let json: Value = serde_json::from_str(&run("json").stdout).unwrap();
    assert_eq!(json["comparisons"][0]["same"], false);
}

#[test]
fn text_and_markdown_tell_every_section() {
    for compared in pairs() {
        let stat = text::Options { color: false, width: 80, is_stat: true };
        let count = compared.comparison.sections.len();
        let one = std::slice::from_ref(&compared);
        let lines = text::text(one, stat);
        assert_eq!(lines.lines().count(), count + 3, "{lines}");
        for color in [false, true] {
            let written = text::text(one, text::Options { color, is_stat: false, ..stat });
            assert_eq!(written.contains('\u{1b}'), color);
            assert!(
                written.lines().skip(1).all(|line| color
                    || line.chars().count() <= 80
                    || !line.contains(' ')
                    || line.contains('\u{a0}')
                    || line.contains("://")),
                "{written}"
            );
        }
        assert!(markdown::markdown(one).ends_with('\n'));
    }
}

/// A repository with a paper that was changed, and a previous one.
fn repository_of_papers() -> Folder {
    let folder = Folder::new();
    let paper = |date: &str, more: &str, word: &str| {
        format!(
            "---\ndate: {date}\naction_required: Informational\n{more}---\n\n## Issue\n\nOne {word} fox.\n"
        )
    };
    folder.write("issuepaper.yaml", "series: issue-paper\n");
    folder.write("2024-06/a.md", paper("2024-05-21", "", "red"));
    folder.write("2024-09/a.md", paper("2024-08-21", "previous: ../2024-06/a.md\n", "blue"));
    git(folder.path(), &["init", "--quiet"]);
    folder.commit();
    folder.write("2024-09/a.md", paper("2024-08-21", "previous: ../2024-06/a.md\n", "green"));
    folder
}

#[test]
fn a_paper_is_compared_with_its_previous_and_with_revisions() {
    let folder = repository_of_papers();
    let run = |args: &[&str]| run_in(folder.path(), &[&["diff"], args].concat());
    for (args, expected) in [
        (&["2024-09/a.md"][..], "[-red-]{+green+}"),
        (&["2024-06/a.md", "2024-09/a.md"], "[-red-]{+green+}"),
        (&["2024-09/a.md", "2024-06/a.md"], "[-green-]{+red+}"),
        (&["2024-09/a.md", "--rev", "HEAD"], "[-blue-]{+green+}"),
        (&["HEAD:2024-06/a.md", "HEAD:2024-09/a.md"], "[-red-]{+blue+}"),
        (&["HEAD:2024-09/a.md"], "[-red-]{+blue+}"),
    ] {
        let run = run(args);
        assert_eq!((run.code, run.stderr.as_str()), (Some(0), ""), "{args:?}");
        assert!(run.stdout.contains(expected), "{args:?}: {}", run.stdout);
    }
    let inside = folder.path().join("2024-09");
    assert!(run_in(&inside, &["diff", "a.md", "--rev", "HEAD"]).stdout.contains("[-blue-]"));
    // A path from the root of the repository, as git writes it.
    assert!(run_in(&inside, &["diff", "HEAD:2024-06/a.md", "a.md"]).stdout.contains("[-red-]"));
    assert_eq!(run(&["2024-06/a.md", "2024-09/a.md", "--exit-code"]).code, Some(1));
    assert_eq!(run(&["2024-06/a.md", "2024-06/a.md", "--exit-code"]).code, Some(0));
}

#[test]
fn what_can_t_be_read_is_told() {
    let folder = repository_of_papers();
    for (args, expected) in [
        (&["2024-06/a.md"][..], "names no previous paper"),
        (&["no.md"], "no.md"),
        (&["2024-06/a.md", "no.md"], "no.md"),
        (&["2024-09/a.md", "--rev", "nope"], "is not a commit"),
        (&["2024-09/a.md", "--rev=-x"], "is not a commit"),
        (&["HEAD:no.md", "2024-09/a.md"], "is not in `HEAD`"),
        (&["2024-06", "2024-09/a.md", "--stat", "--format", "json"], "--stat"),
        (&["2024-06/a.md", "2024-09/a.md", "-o", "2024-06/a.md"], "is a source"),
        (&["2024-06/a.md", "2024-09/a.md", "-o", "units.txt"], "exists"),
        (&["--period", "2030-01"], "no paper is for the meeting"),
    ] {
        folder.write("units.txt", "mine");
        let run = run_in(folder.path(), &[&["diff"], args].concat());
        assert_eq!(run.code, Some(2), "{args:?}: {}", run.stdout);
        assert!(run.stderr.contains(expected), "{args:?}: {}", run.stderr);
        assert_eq!(std::fs::read_to_string(folder.path().join("units.txt")).unwrap(), "mine");
    }
}

#[test]
fn a_file_is_written_over_if_asked() {
    let folder = repository_of_papers();
    let args = ["diff", "2024-09/a.md", "-o", "a.html"];
    assert_eq!(run_in(folder.path(), &args).code, Some(0));
    assert_eq!(run_in(folder.path(), &args).code, Some(2));
    let force = [&args[..], &["--force"]].concat();
    assert_eq!(run_in(folder.path(), &force).code, Some(0));
    let page = std::fs::read_to_string(folder.path().join("a.html")).unwrap();
    assert!(page.starts_with("<!DOCTYPE html>"));
}
