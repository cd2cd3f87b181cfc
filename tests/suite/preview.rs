//! The preview as a process, asked as a browser does.

mod browser;
mod folders;
mod guarded;

use browser::{Browser, told};

use crate::support::Folder;

const HEAD: &str = "---\nseries: coac\ntitle: A paper\npublication_number: \"3733-0624\"\nperiod: 2024-06\n\
     subcommittee: Secure Trade Lanes Subcommittee\nworking_group: Example Working Group\n\
     office: Office of Field Operations\naction_required: Informational\nsubmitted_by:\n  name: Alex Doe\n  \
     office: Office of Field Operations\ndate: 2024-05-21\nstage: published\n---\n";
const BODY: &str = "\n## Background\n\nThe desk keeps a list of öpen entries.\n\n- One is new.\n- See [the \
     plan](missing.md).\n\n## Issue\n\nThe list is kept by hand.\n\n## Current Status\n\nA form is tested.\n";

fn paper() -> String {
    format!("{HEAD}{BODY}")
}

/// A project with one paper, `2024-06/a.md`.
fn project(text: &str) -> Folder {
    let folder = Folder::new();
    folder.write("issuepaper.yaml", "series: coac\n");
    folder.write("2024-06/a.md", text);
    folder
}

#[test]
fn a_page_has_its_findings_beside_it_and_says_where_they_are() {
    let text = paper().replace("Informational", "informational");
    let folder = project(&text);
    let browser = Browser::new(folder.path(), &["2024-06/a.md"]);
    let page = browser.get("");
    assert_eq!((page.status, page.rules()), (200, vec!["unknown-choice", "broken-link"]));
    assert!(page.body.contains("role=\"status\">2 errors</p>"), "{}", page.body);
    assert!(page.main().contains("<article class=\"issue-paper"), "{}", page.body);
    let of =
        |rule: &str, name: &str| page.attribute(&format!("data-rule=\"{rule}\""), name).unwrap();
    // The innermost element that says where it is: the second item.
    let item = text.find("- See").unwrap();
    assert_eq!(of("broken-link", "data-to"), format!("at:{item}"));
    assert!(page.main().contains(&format!("<li data-at=\"{item}\">See ")), "{}", page.body);
    assert_eq!(of("broken-link", "data-copy"), "2024-06/a.md:22");
    assert_eq!(of("unknown-choice", "data-to"), "field:action_required");
    assert!(page.main().contains("data-field=\"action_required\""), "{}", page.body);
    // The page that anybody else gets says nothing of it.
    let address = page.attribute("name=\"preview-address\"", "content").unwrap();
    assert_eq!(address, format!("{}2024-06/a.html", browser.root));
    assert_eq!(browser.get("2024-06/a.html").main(), page.main());
}

#[test]
fn paths_are_those_of_the_folder_where_it_was_started() {
    let folder = project(&paper());
    folder.write("2024-06/sub/b.md", paper().replace("3733", "3734"));
    let browser = Browser::new(&folder.path().join("2024-06/sub"), &["../a.md"]);
    let page = browser.get("");
    assert_eq!(
        page.attribute("data-rule=\"broken-link\"", "data-copy").as_deref(),
        Some("../../2024-06/a.md:22")
    );
    assert_eq!(browser.get("2024-06/sub/b.html").status, 200);
}

#[test]
fn a_save_is_told_and_shown() {
    let folder = project(&paper());
    let browser = Browser::new(folder.path(), &["2024-06/a.md"]);
    browser.wait("", |page| page.rules() == ["broken-link"]);
    let mut changes = browser.listen();
    for round in 1..4 {
        let text = paper().replace("kept by hand", &format!("kept in ROUND {round}"));
        folder.write("2024-06/a.md", text.replace("missing.md", "a.md"));
        told(&mut changes);
        let shown = format!("ROUND {round}");
        let page = browser.wait("", |page| page.main().contains(&shown));
        assert_eq!(page.rules(), [""; 0]);
    }
    // As editors save: another file takes its place.
    folder.write("2024-06/a.md~", paper());
    std::fs::rename(folder.path().join("2024-06/a.md~"), folder.path().join("2024-06/a.md"))
        .unwrap();
    browser.wait("", |page| page.rules() == ["broken-link"]);
}

#[test]
fn a_paper_that_can_t_be_shown_says_why_and_comes_back() {
    let folder = project(&paper());
    let browser = Browser::new(folder.path(), &["2024-06/a.md"]);
    assert!(browser.get("").main().contains("kept by hand"));
    folder.write("2024-06/a.md", "---\ntitle: [\n\n## Issue\n\nHalf a paper.\n");
    let page = browser.wait("", |page| page.main().contains("can&#x27;t be read"));
    assert!(!page.rules().is_empty() && page.main().contains("Half a paper."), "{}", page.body);
    let at = page.attribute("data-rule=", "data-to").unwrap().replace("at:", "data-at=\"");
    assert!(page.main().contains(&at), "{}", page.body);
    std::fs::remove_file(folder.path().join("2024-06/a.md")).unwrap();
    let page = browser.wait("", |page| page.status == 404);
    assert!(page.main().contains("is gone"), "{}", page.body);
    folder.write("2024-06/a.md", paper());
    browser.wait("", |page| page.main().contains("kept by hand"));
    std::fs::rename(folder.path().join("2024-06"), folder.path().join("2024-09")).unwrap();
    browser.wait("", |page| page.status == 404);
    browser.wait("2024-09/a.html", |page| page.main().contains("kept by hand"));
    folder.write("2024-09/bin.md", b"\0\x01\x02\0\xff\0\0");
    let page = browser.wait("2024-09/bin.html", |page| page.status == 200);
    assert!(page.body.contains("preview-error") && page.main().contains("can&#x27;t be read"));
    std::fs::remove_file(folder.path().join("2024-09/bin.md")).unwrap();
    // Settings with a fault keep no page from being shown, and the fault is told.
    folder.write("issuepaper.yaml", "series: coac\nnonsense: 1\n");
    let page = browser.wait("2024-09/a.html", |page| page.rules().contains(&"invalid-settings"));
    assert!(page.main().contains("kept by hand"), "{}", page.body);
}

#[test]
fn the_other_views_are_of_the_same_paper() {
    let folder = project(&paper());
    folder.run("git init --quiet").unwrap();
    folder.run("git add .").unwrap();
    folder.run("git -c user.name=a -c user.email=a@b commit --quiet -m x").unwrap();
    let new = paper()
        .replace("3733-0624", "3801-0924")
        .replace("2024-06", "2024-09")
        .replace("2024-05-21", "2024-08-20");
    let new = new.replace("stage: published", "stage: published\nprevious: ../2024-06/a.md");
    folder.write("2024-09/b.md", new.replace("kept by hand", "kept by a machine"));
    folder.write("2024-06/a.md", paper().replace("kept by hand", "kept by two desks"));
    let browser = Browser::new(folder.path(), &["2024-09/b.md"]);
    let changes = browser.get("?view=changes");
    assert!(changes.main().contains("machine</span>") || changes.main().contains("machine"));
    assert!(
        changes.main().contains("<ins><span") && changes.main().contains("<del><span"),
        "{}",
        changes.body
    );
    assert_eq!(changes.rules(), ["broken-link"]);
    let commit = browser.get("2024-06/a.html?view=commit");
    assert!(
        commit.main().contains("two desks") && commit.main().contains("<del><span"),
        "{}",
        commit.body
    );
    let none = browser.get("2024-06/a.html?view=changes");
    assert!(none.main().contains("names no previous paper"), "{}", none.body);
    let none = browser.get("?view=commit");
    assert!(none.main().contains("is not in `HEAD`"), "{}", none.body);
    let word = browser.get("?view=word");
    let item = "<th scope=\"row\">list bullet</th><td dir=\"auto\"><span class=\"preview-mark\">•</span> One is new.</td>";
    assert!(word.main().contains(item), "{}", word.body);
    let frame = browser.get("?view=page&width=320");
    let inside = frame.attribute("<iframe", "src").unwrap();
    let inside = browser.get(inside.strip_prefix(&browser.root).unwrap());
    assert!(inside.main().contains("kept by a machine") && inside.rules().is_empty());
    assert!(inside.headers.iter().any(|it| it.contains("frame-ancestors 'self'")));
}

#[cfg(feature = "pdf")]
#[test]
fn the_pages_of_the_pdf_are_drawings() {
    let folder = project(&paper());
    let browser = Browser::new(folder.path(), &["2024-06/a.md"]);
    let page = browser.get("?view=print");
    let source = page.attribute("<img", "src").unwrap();
    let source = source.strip_prefix(&browser.root).unwrap().to_owned();
    let drawn = browser.get(&source);
    assert!(drawn.status == 200 && drawn.body.contains("<svg"), "{source}");
    assert!(drawn.headers.contains(&"content-type: image/svg+xml".to_owned()));
    assert!(browser.get("2024-06/a.pdf").body.contains("%PDF"));
    assert_eq!(browser.get("2024-06/a.svg?page=9").status, 404);
    std::fs::remove_file(folder.path().join("2024-06/a.md")).unwrap();
    browser.wait("?view=print", |page| page.status == 404);
    assert_eq!(browser.get("2024-06/a.pdf").status, 404);
    assert_eq!(browser.get(&source).status, 404);
}

#[cfg(feature = "pdf")]
#[test]
fn a_long_layout_keeps_no_other_page_waiting() {
    let items =
        "- One more item of a list that nobody reads, though it says something.\n".repeat(300);
    let folder = project(&paper().replace("- One is new.\n", &items));
    let browser = Browser::new(folder.path(), &["2024-06/a.md"]);
    let done = std::sync::Mutex::new(Vec::new());
    let get = |address: &'static str, holds: &str| {
        let page = browser.get(address);
        assert!(page.body.contains(holds), "{address}");
        done.lock().unwrap().push(address);
    };
    std::thread::scope(|scope| {
        // Both are of the same layout.
        scope.spawn(|| get("?view=print", "<img"));
        scope.spawn(|| get("2024-06/a.svg?page=2", "<svg"));
        // The first of them has come by now, or this shows nothing.
        std::thread::sleep(std::time::Duration::from_millis(100));
        for _ in 0..3 {
            get("-/papers", ">A paper</a>");
        }
    });
    assert_eq!(done.lock().unwrap()[..3], ["-/papers"; 3]);
}

#[test]
fn links_between_papers_lead_to_their_previews() {
    let folder =
        project(&paper().replace("missing.md", "../2024-09/b c.md").replace("b c", "b%20c"));
    folder.write("2024-09/b c.md", paper().replace("3733", "3734"));
    let browser = Browser::new(folder.path(), &["2024-06/a.md"]);
    let page = browser.get("2024-06/a.html");
    assert_eq!(page.attribute("See <a", "href").as_deref(), Some("../2024-09/b%20c.html"));
    assert_eq!(browser.get("2024-09/b%20c.html").status, 200);
    let list = browser.get("-/papers");
    assert_eq!(
        list.attribute("scope=\"row\"><a", "href").as_deref(),
        Some(format!("{}2024-06/a.html", browser.root).as_str())
    );
}

#[test]
fn papers_are_listed_with_what_is_found_in_them() {
    let folder = project(&paper());
    folder.write(
        "2024-09/b.md",
        paper().replace("3733-0624", "3801-0924").replace("2024-06", "2024-09"),
    );
    let units = "units:\n\
        \x20 - { name: Secure Trade Lanes Subcommittee, kind: subcommittee }\n\
        \x20 - { name: Example Working Group, kind: working group, parent: Secure Trade Lanes Subcommittee }\n\
        \x20 - { name: Another Working Group, kind: working group, parent: Secure Trade Lanes Subcommittee }\n";
    folder.write("units.yaml", units);
    let rows = |browser: &Browser| {
        let page = browser.wait("", |page| !page.main().contains("still being checked"));
        let rows = page.main().split("<tr>").skip(2);
        rows.map(|row| row.split(['<', '>']).step_by(2).collect::<Vec<_>>().join(" "))
            .collect::<Vec<_>>()
    };
    let all = rows(&Browser::new(folder.path(), &[]));
    assert!(
        all.len() == 2 && all[0].contains("3733-0624") && all[0].contains("1 error"),
        "{all:?}"
    );
    let folder_alone = rows(&Browser::new(folder.path(), &["2024-09/"]));
    assert!(folder_alone.len() == 1 && folder_alone[0].contains("3801-0924"), "{folder_alone:?}");
    let meeting = rows(&Browser::new(folder.path(), &["2024-06"]));
    assert!(
        meeting.iter().any(|row| row.contains("Another Working Group") && row.contains("missing")),
        "{meeting:?}"
    );
    assert!(
        meeting.iter().any(|row| row.contains("3733-0624") && row.contains("1 error")),
        "{meeting:?}"
    );
    assert!(!meeting.iter().any(|row| row.contains("3801-0924")), "{meeting:?}");
}

#[test]
fn a_paper_outside_any_project_is_shown() {
    let folder = Folder::new();
    folder.write("x/a.md", paper().replace("coac", "issue-paper"));
    let page = Browser::new(folder.path(), &["x/a.md"]).get("");
    assert!(
        page.main().contains("kept by hand") && page.rules().contains(&"broken-link"),
        "{}",
        page.body
    );
    assert_eq!(
        page.attribute("data-rule=\"broken-link\"", "data-copy").as_deref(),
        Some("x/a.md:22")
    );
}

#[test]
fn pictures_of_a_paper_outside_any_project_are_watched() {
    let folder = Folder::new();
    let text = paper().replace("coac", "issue-paper");
    let text = text.replace("[the plan](missing.md)", "![the plan](plans/b/map.svg)");
    folder.write("x/a.md", text);
    let browser = Browser::new(folder.path(), &["x/a.md"]);
    let is_shown = |color: &str| {
        let page = browser.wait("", |page| page.main().contains("data:image/svg+xml"));
        let svg = page.attribute("<img", "src").unwrap();
        let (_, encoded) = svg.split_once("base64,").unwrap();
        let bytes = base64::Engine::decode(&base64::prelude::BASE64_STANDARD, encoded).unwrap();
        String::from_utf8_lossy(&bytes).contains(color)
    };
    // The folder of the picture comes later than the paper.
    let mut changes = browser.listen();
    for color in ["red", "blue", "green"] {
        folder.write("x/plans/b/map.svg", format!("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"><rect width=\"9\" height=\"9\" fill=\"{color}\"/></svg>"));
        told(&mut changes);
        let start = std::time::Instant::now();
        while !is_shown(color) {
            assert!(start.elapsed().as_secs() < 30, "{color}");
        }
    }
}

#[test]
fn front_matter_in_a_file_beside_has_its_own_findings() {
    let folder = Folder::new();
    folder.write("issuepaper.yaml", "series: plan\n");
    folder.write("templates/plan/series.yaml", crate::beside::SERIES);
    folder.write("plans/7-index/plan.yaml", "title: Faster\nplan: 7\nstatus: opne\n");
    folder
        .write("plans/7-index/README.md", "# PLAN-7: Faster\n\n## Summary\n\nSee [it](none.md).\n");
    let browser = Browser::new(folder.path(), &["plans/7-index/README.md"]);
    let page = browser.get("");
    let place = |rule: &str| page.attribute(&format!("data-rule=\"{rule}\""), "data-copy");
    assert_eq!(
        place("unknown-choice").as_deref(),
        Some("plans/7-index/plan.yaml:3"),
        "{}",
        page.body
    );
    assert_eq!(place("broken-link").as_deref(), Some("plans/7-index/README.md:5"));
    let to = page.attribute("data-rule=\"broken-link\"", "data-to").unwrap();
    assert!(
        page.main().contains(&format!("<p {}\">See", to.replace("at:", "data-at=\""))),
        "{}",
        page.body
    );
}
