//! Pictures: what the checks accept, every page shows, and nothing else.

use std::fs;

use crate::cli::run_in;
use crate::support::Folder;

/// A square of 96 pixels.
const DRAWING: &str = "<svg xmlns='http://www.w3.org/2000/svg' width='96' height='96'><rect width='9' height='9'/></svg>";

fn paper(address: &str) -> String {
    format!(
        "---\ntitle: Plan\ndate: 2024-05-21\naction_required: Informational\nsubmitted_by: Alex Doe\n\
         stage: draft\n---\n\n## Background\n\n![The lanes of the port]({address})\n\n\
         ## Issue\n\nVolume doubled.\n\n## Current Status\n\nA pilot began.\n"
    )
}

/// A folder with a project in `project/` and pictures in and around it.
fn folder() -> Folder {
    let folder = Folder::new();
    folder.write("project/issuepaper.yaml", "series: issue-paper\n");
    for path in ["outside.svg", "project/pictures/a.svg", "project/papers/b.svg"] {
        folder.write(path, DRAWING);
    }
    folder.write("project/papers/x.png/inside.txt", "a folder");
    let linked = "<image href='b.svg' width='9' height='9'/></svg>";
    folder.write("project/papers/linked.svg", DRAWING.replace("</svg>", linked));
    let foreign = "<foreignObject width='9' height='9'/></svg>";
    folder.write("project/papers/foreign.svg", DRAWING.replace("</svg>", foreign));
    #[cfg(unix)]
    for (link, target) in [
        ("out.svg", "../../outside.svg"),
        ("in.svg", "../pictures/a.svg"),
        ("loop.svg", "loop.svg"),
        ("gone.svg", "nowhere.svg"),
    ] {
        std::os::unix::fs::symlink(target, folder.path().join("project/papers").join(link))
            .unwrap();
    }
    folder
}

/// Whether the checks accept the picture at `address`, and the formats whose page shows it.
fn verdict(folder: &Folder, paper_path: &str, address: &str) -> (bool, Vec<&'static str>) {
    let path = folder.write(paper_path, paper(address));
    let run = run_in(path.parent().unwrap(), &["check", path.to_str().unwrap()]);
    let rules = ["unusable-picture", "broken-link", "unsafe-url"];
    let is_accepted = !rules.iter().any(|rule| run.stdout.contains(&format!("[{rule}]")));
    let output = folder.path().join("out");
    let arguments = ["render", path.to_str().unwrap(), "-o", output.to_str().unwrap()];
    let run = run_in(path.parent().unwrap(), &arguments);
    let pages = run.stdout.lines().map(|line| path.parent().unwrap().join(line));
    let shown = pages.filter_map(|page| {
        let bytes = fs::read(&page).unwrap_or_default();
        let has = |mark: &[u8]| bytes.windows(mark.len()).any(|window| window == mark);
        match page.extension()?.to_str()? {
            "md" => has(b"![").then_some("md"),
            "html" => has(b"<img").then_some("html"),
            "docx" => has(b"word/media/").then_some("docx"),
            "pdf" => has(b"/Figure").then_some("pdf"),
            _ => None,
        }
    });
    let shown = shown.collect();
    fs::remove_dir_all(output).unwrap();
    fs::remove_file(path).unwrap();
    (is_accepted, shown)
}

fn all() -> Vec<&'static str> {
    let mut all = vec!["md", "html", "docx"];
    if cfg!(feature = "pdf") {
        all.push("pdf");
    }
    all
}

#[test]
fn every_page_shows_what_the_checks_accept() {
    let folder = folder();
    for address in ["b.svg", "../pictures/a.svg", "b.svg?raw=1", "<./b.svg> \"Plan\""] {
        let verdict = verdict(&folder, "project/papers/paper.md", address);
        assert_eq!(verdict, (true, all()), "{address}");
    }
    #[cfg(unix)]
    assert_eq!(verdict(&folder, "project/papers/paper.md", "in.svg"), (true, all()));
}

#[test]
fn no_page_shows_what_the_checks_refuse() {
    let folder = folder();
    for address in [
        "https://example.org/a.png",
        "//example.org/a.png",
        "x.png",
        "x.png/",
        "linked.svg",
        "foreign.svg",
        "none.svg",
        "../../outside.svg",
        "/outside.svg",
        "#background",
        "paper.md",
        "",
        "data:image/png;base64,AAAA",
        #[cfg(unix)]
        "out.svg",
        #[cfg(unix)]
        "loop.svg",
        #[cfg(unix)]
        "gone.svg",
    ] {
        let verdict = verdict(&folder, "project/papers/paper.md", address);
        assert_eq!(verdict, (false, vec![]), "{address}");
    }
}

#[test]
fn a_paper_without_a_project_has_the_pictures_of_its_folder() {
    let folder = folder();
    folder.write("lone/deep/a.svg", DRAWING);
    for (address, expected) in [
        ("deep/a.svg", (true, all())),
        ("../outside.svg", (false, vec![])),
        ("b.svg", (false, vec![])),
    ] {
        assert_eq!(verdict(&folder, "lone/paper.md", address), expected, "{address}");
    }
}

#[test]
fn a_picture_that_would_leave_the_output_folder_is_an_error() {
    let folder = folder();
    let path = folder.write("project/papers/paper.md", paper("../pictures/a.svg"));
    let run = run_in(
        path.parent().unwrap(),
        &["render", "paper.md", "--to", "md", "-o", "../../page.md"],
    );
    assert_eq!(run.code, Some(2), "{}", run.stderr);
    assert!(run.stderr.contains("name a folder with `-o`"), "{}", run.stderr);
}
