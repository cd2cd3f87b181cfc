//! Pages on disk: where they go, what they may not replace, what they hold.

use std::fs;

use super::{program, run_in};
use crate::support::{Folder, repository};

fn papers() -> Folder {
    let folder = Folder::new();
    folder.copy(&repository("papers"), "papers");
    folder
}

#[test]
fn the_readme_s_command_writes_every_paper_in_three_formats() {
    let folder = papers();
    let run = run_in(folder.path(), &["render", "papers"]);
    assert_eq!((run.code, run.stderr.lines().count()), (Some(0), 1), "{}", run.stderr);
    for name in ["md", "html", "txt"] {
        let path =
            folder.path().join(format!("out/2024-06/centers-of-excellence-and-expertise.{name}"));
        let page = fs::read_to_string(path).unwrap();
        assert!(page.contains("Pub# 3733-0624"), "{name}");
    }
    assert!(
        run.stdout.lines().all(|line| folder.path().join(line).is_file()),
        "each line is a file written"
    );
}

#[test]
fn time_zone_and_language_of_the_machine_change_nothing() {
    let mut pages = Vec::new();
    for (zone, language) in [
        ("Pacific/Kiritimati", "tr_TR.UTF-8"),
        ("America/Los_Angeles", "fr_FR.UTF-8"),
        ("UTC", "C"),
    ] {
        let folder = papers();
        let mut command = program(folder.path());
        let output = command
            .args(["render", "papers"])
            .env("TZ", zone)
            .env("LC_ALL", language)
            .output()
            .unwrap();
        assert!(output.status.success());
        let page = "out/2024-06/centers-of-excellence-and-expertise.html";
        pages.push(fs::read_to_string(folder.path().join(page)).unwrap());
    }
    assert!(pages[0].contains("May 21, 2024") && pages[0].contains("June 2024"));
    assert!(pages.iter().all(|page| *page == pages[0]));
}

#[test]
fn a_paper_is_never_overwritten_by_its_page() {
    let folder = papers();
    let before = fs::read(folder.path().join("papers/2024-09/in-bond.md")).unwrap();
    let run = run_in(folder.path(), &["render", "papers", "--to", "md", "-o", "papers"]);
    assert_eq!(run.code, Some(2));
    assert!(run.stderr.contains("is not overwritten"), "{}", run.stderr);
    assert_eq!(fs::read(folder.path().join("papers/2024-09/in-bond.md")).unwrap(), before);
}

#[test]
fn papers_that_would_share_a_page_are_told() {
    let folder = papers();
    folder.copy(&repository("papers/2024-09/in-bond.md"), "papers/a b.md");
    folder.copy(&repository("papers/2024-09/in-bond.md"), "papers/a-b.md");
    let run = run_in(folder.path(), &["render", "papers", "--to", "txt"]);
    assert_eq!(run.code, Some(2));
    assert!(run.stderr.contains("rename one of them"), "{}", run.stderr);
}

#[test]
#[cfg(target_os = "linux")]
fn a_folder_that_can_t_be_written_leaves_nothing_half_done() {
    let folder = papers();
    folder.write("file", "");
    for output in ["file", "/proc/out", "file/below"] {
        let run = run_in(folder.path(), &["render", "papers/2024-06", "--to", "txt", "-o", output]);
        assert_eq!(run.code, Some(2), "{output}");
        assert!(run.stderr.starts_with("error: "), "{output}: {}", run.stderr);
    }
    assert_eq!(fs::read_to_string(folder.path().join("file")).unwrap(), "");
}

#[test]
fn one_page_goes_to_a_file_or_to_standard_output() {
    let folder = papers();
    let paper = "papers/2024-06/forced-labor.md";
    assert_eq!(
        run_in(folder.path(), &["render", paper, "--to", "html", "-o", "page.html"]).code,
        Some(0)
    );
    assert!(folder.path().join("page.html").is_file());
    let run = run_in(folder.path(), &["render", paper, "--fragment", "-o", "-"]);
    assert!(run.stdout.contains("<article") && !run.stdout.contains("<html"), "{}", run.stdout);
    assert_eq!(run_in(folder.path(), &["render", "papers", "-o", "-"]).code, Some(2));
}

#[test]
fn a_wrong_name_in_a_template_is_an_error_at_its_place_and_writes_nothing() {
    let folder = papers();
    folder.write("papers/templates/coac/paper.html", "<h1>{{ paper.titel }}</h1>\n");
    for command in ["render", "check"] {
        let run = run_in(folder.path(), &[command, "papers"]);
        assert_eq!(run.code, Some(2), "{command}");
        let told = format!("{}{}", run.stdout, run.stderr);
        assert!(told.contains("papers/templates/coac/paper.html:1:"), "{told}");
        assert!(told.contains("titel") && told.contains("title"), "{told}");
    }
    assert!(!folder.path().join("out").exists());
}

#[test]
fn text_is_never_a_template() {
    let folder = Folder::new();
    let text = "Inline {{ 7*7 }}, {% include '/etc/passwd' %}, ${HOME}, <%= 7*7 %>, $5 to $10 and $$x$$ 50 %.";
    folder.write(
        "a.md",
        format!("---\ntitle: \"Notes {{{{ 7*7 }}}}\"\nsubmitted_by: \"{{% include 'x' %}}\"\n---\n\n## Issue\n\n{text}\n"),
    );
    for format in ["md", "html", "txt"] {
        let page = run_in(folder.path(), &["render", "a.md", "--to", format, "-o", "-"]).stdout;
        let page = page.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(page.contains("7*7") || page.contains("7\\*7"), "{format}: {page}");
        let is_evaluated =
            ["Notes 49", "Inline 49", "root:"].iter().any(|trace| page.contains(trace));
        assert!(!is_evaluated, "{format}: {page}");
        assert!(page.contains("$5 to $10") && page.contains("50 %"), "{format}: {page}");
    }
}
