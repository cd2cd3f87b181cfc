//! What a published paper shows is sealed with it: a picture that is replaced is told, and revised like a text.

use std::fs;

use super::record::PAPER;
use super::{Run, run_in};
use crate::support::{Folder, git};

const SERIES: &str = "series: issue-paper\nformats: [html]\n";
const REGISTER: &str = "blocks:\n  - { from: \"3725\", to: \"3744\", received: 2024-04-02, source: Desk }\nassigned:\n  \
                        - { number: \"3733-0624\", paper: a.md, on: 2024-05-20 }\n";

fn drawing(width: u32) -> String {
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"40\" height=\"20\">\n<rect width=\"{width}\" height=\"9\"/>\n\
         </svg>\n"
    )
}

/// A project with a paper that shows three pictures, one of them twice.
fn project() -> Folder {
    let folder = Folder::new();
    let shown = "![Bars of 2023, falling](pictures/a.svg)\n\n![Bars of 2024, rising](pictures/b%20c.svg)\n\n\
                 - ![Bars of 2025][bars]\n\n![Bars of 2023 again](pictures/a.svg)\n\n[bars]: d.svg\n";
    folder.write("issuepaper.yaml", SERIES);
    folder.write("numbers.yaml", REGISTER);
    folder.write("a.md", PAPER.replace("Volume has doubled.", shown));
    for (path, width) in [("pictures/a.svg", 3), ("pictures/b c.svg", 4), ("d.svg", 5)] {
        folder.write(path, drawing(width));
    }
    folder
}

fn published() -> Folder {
    let folder = project();
    let done = run(&folder, &["publish", "a.md", "--on", "2024-06-12"]);
    assert_eq!(done.code, Some(0), "{}", done.stderr);
    folder
}

fn run(folder: &Folder, arguments: &[&str]) -> Run {
    run_in(folder.path(), arguments)
}

/// The places and rules that a check reports.
fn found(folder: &Folder, options: &[&str]) -> Vec<String> {
    let run = run(folder, &[&["check", "--format", "concise", "-q"], options].concat());
    let place = |line: &str| Some(line.split_once(']')?.0.replace("error[", ""));
    run.stdout.lines().filter_map(place).collect()
}

#[test]
fn a_picture_that_is_replaced_is_told_where_it_is_shown() {
    let folder = published();
    assert_eq!(found(&folder, &[]), [""; 0]);
    folder.write("pictures/a.svg", drawing(9));
    assert_eq!(found(&folder, &[]), ["a.md:17:26: broken-seal", "a.md:23:23: broken-seal"]);
    folder.write("pictures/a.svg", drawing(4));
    folder.write("pictures/b c.svg", drawing(3));
    assert_eq!(found(&folder, &[]).len(), 3, "two pictures swapped their names");
    folder.write("pictures/a.svg", drawing(3).replace('\n', "\r\n"));
    folder.write("pictures/b c.svg", drawing(4));
    assert_eq!(found(&folder, &[]), [""; 0], "a checkout has other line ends");
    folder.write("d.svg", drawing(9));
    let text = folder.read("a.md");
    folder.write("a.md", text.replace("A pilot", "The pilot"));
    assert_eq!(found(&folder, &[]).len(), 2, "text and picture");
    folder.write("a.md", text);
    fs::remove_file(folder.path().join("d.svg")).unwrap();
    let missing = found(&folder, &[]);
    assert_eq!(missing.len(), 1, "what is missing comes back first: {missing:?}");
    assert!(missing[0].ends_with("broken-link"), "{missing:?}");
    let without = found(&folder, &["--allow", "broken-link", "--allow", "unusable-picture"]);
    assert_eq!(without.len(), 1, "a rule that is off tells nothing: {without:?}");
    assert!(without[0].ends_with("broken-seal"), "{without:?}");
}

#[test]
fn a_paper_with_other_pictures_is_revised_and_nothing_else() {
    let folder = published();
    let page = fs::read(folder.path().join("out/a.html")).unwrap();
    folder.write("pictures/a.svg", drawing(9));
    let before = folder.read("numbers.yaml");
    for arguments in [&["publish", "a.md"][..], &["withdraw", "a.md", "--why", "old"]] {
        let refused = run(&folder, arguments);
        assert_eq!(refused.code, Some(2), "{arguments:?}");
        assert!(refused.stderr.contains("shows other pictures"), "{}", refused.stderr);
        assert_eq!(folder.read("numbers.yaml"), before);
    }
    let shown = run(&folder, &["verify", "out/a.html"]);
    assert_eq!(shown.code, Some(1));
    assert!(shown.stdout.contains("a picture was changed since"), "{}", shown.stdout);
    let revise = ["revise", "a.md", "--why", "new data", "--on", "2024-07-01"];
    let done = run(&folder, &revise);
    assert_eq!(done.code, Some(0), "{}", done.stderr);
    assert_eq!(found(&folder, &[]), [""; 0]);
    assert_eq!(run(&folder, &["verify", "out/a.html"]).code, Some(0));
    assert_eq!(run(&folder, &revise).code, Some(2), "nothing is left to revise");
    // The page of the first edition has the same text.
    folder.write("old.html", page);
    let old = run(&folder, &["verify", "old.html"]);
    assert_eq!(old.code, Some(1));
    assert!(old.stdout.contains("published on 2024-06-12"), "{}", old.stdout);
    assert!(old.stdout.contains("since then the paper was revised as R1"), "{}", old.stdout);
    let gone = run(&folder, &["withdraw", "a.md", "--why", "old", "--on", "2024-08-01"]);
    assert_eq!(gone.code, Some(0), "{}", gone.stderr);
    folder.write("pictures/a.svg", drawing(3));
    assert_eq!(found(&folder, &[]).len(), 2, "a withdrawn paper keeps its pictures, too");
}

#[test]
fn a_register_without_seals_of_pictures_means_what_it_meant() {
    let folder = published();
    let register = folder.read("numbers.yaml");
    let (kept, _) = register.split_once(", pictures: ").unwrap();
    folder.write("numbers.yaml", format!("{kept} }}\n"));
    folder.write("pictures/a.svg", drawing(9));
    assert_eq!(found(&folder, &[]), [""; 0]);
    folder.write("pictures/a.svg", drawing(3));
    folder.commit_base();
    folder.write("pictures/a.svg", drawing(9));
    let told = ["a.md:17:26: changed-published-paper", "a.md:23:23: changed-published-paper"];
    assert_eq!(found(&folder, &["--base", "base"]), told, "the base shows what the seal does not");
    let done = run(&folder, &["revise", "a.md", "--why", "new data", "--on", "2024-07-01"]);
    assert_eq!(done.code, Some(0), "{}", done.stderr);
    assert_eq!(found(&folder, &["--base", "base"]), [""; 0]);
}

#[test]
fn a_picture_of_a_published_paper_stays_since_the_base() {
    let folder = project();
    fs::remove_file(folder.path().join("numbers.yaml")).unwrap();
    let text = folder.read("a.md").replace("stage: cleared", "stage: published");
    folder.write("a.md", text);
    folder.commit_base();
    assert_eq!(found(&folder, &["--base", "base"]), [""; 0]);
    folder.write("d.svg", drawing(9));
    assert_eq!(found(&folder, &["--base", "base"]), ["a.md:20:3: changed-published-paper"]);
    folder.commit();
    let run = run(&folder, &["check", "--base", "base"]);
    let restore = run.stdout.split_once("restore it with `").unwrap().1.split('`').next().unwrap();
    let words: Vec<&str> = restore.split(' ').skip(1).collect();
    git(folder.path(), &words);
    assert_eq!(found(&folder, &["--base", "base"]), [""; 0]);
    // A picture that was replaced before the paper was sealed is not what was published.
    folder.write("d.svg", drawing(9));
    folder.write("numbers.yaml", REGISTER);
    assert_eq!(self::run(&folder, &["publish", "a.md", "--on", "2024-06-12"]).code, Some(0));
    assert_eq!(found(&folder, &["--base", "base"]), ["a.md:20:3: changed-published-paper"]);
}

#[test]
fn a_seal_of_pictures_that_is_written_by_hand_is_told() {
    let folder = published();
    folder.commit_base();
    folder.write("d.svg", drawing(9));
    let register = folder.read("numbers.yaml");
    assert_eq!(run(&folder, &["revise", "a.md", "--why", "new data"]).code, Some(0));
    let revised = folder.read("numbers.yaml");
    let seals = |register: &str| {
        register.rsplit_once("pictures: ").unwrap().1.trim_end().trim_end_matches(" }").to_owned()
    };
    let forged = register.replace(&seals(&register), &seals(&revised));
    folder.write("numbers.yaml", forged);
    assert_eq!(found(&folder, &[]), [""; 0], "the register and the picture agree");
    let told = found(&folder, &["--base", "base"]);
    assert!(told.iter().any(|it| it.ends_with("rewritten-record")), "{told:?}");
}
