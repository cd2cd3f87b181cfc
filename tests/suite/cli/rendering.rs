//! Pages on disk: where they go, what they must not replace, what they contain.

use std::fs;
use std::path::Path;

use super::{program, run_in};
use crate::support::{Folder, entries, name, repository};

fn papers() -> Folder {
    let folder = Folder::new();
    folder.copy(&repository("papers"), "papers");
    folder
}

#[test]
fn the_readme_s_command_writes_every_paper_in_every_format() {
    let folder = papers();
    let run = run_in(folder.path(), &["render", "papers"]);
    assert_eq!((run.code, run.stderr.lines().count()), (Some(0), 1), "{}", run.stderr);
    for name in ["md", "html", "txt"] {
        let path =
            folder.path().join(format!("out/2024-06/centers-of-excellence-and-expertise.{name}"));
        let page = fs::read_to_string(path).unwrap();
        assert!(page.contains("Pub# 3733-0624"), "{name}");
    }
    let files = |ending: &str| run.stdout.lines().filter(|line| line.ends_with(ending)).count();
    for ending in [
        ".md",
        ".html",
        ".txt",
        ".docx",
        #[cfg(feature = "pdf")]
        ".pdf",
    ] {
        assert_eq!(files(ending), 10, "{ending}");
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
    let page = pages[0].replace('\u{a0}', " ");
    assert!(page.contains("May 21, 2024") && page.contains("June 2024"));
    assert!(pages.iter().all(|page| *page == pages[0]));
}

#[test]
fn a_page_is_placed_like_its_paper_from_any_folder() {
    let folder = papers();
    let from = |below: &str, path: &str, output: &str| {
        let run =
            run_in(&folder.path().join(below), &["render", path, "--to", "txt", "-o", output]);
        run.stdout.lines().next().unwrap_or_default().to_owned()
    };
    let page = "2024-06/forced-labor.txt";
    assert_eq!(from("", "papers/2024-06/forced-labor.md", "out"), format!("out/{page}"));
    assert_eq!(from("papers/2024-06", "forced-labor.md", "o"), format!("o/{page}"));
    assert_eq!(from("papers", "./2024-06/forced-labor.md", "o"), format!("o/{page}"));
}

#[test]
fn no_output_overwrites_a_source() {
    let folder = papers();
    folder.write("papers/templates/coac/page.html.j2", "{{ title }}");
    let paper = "papers/2024-09/in-bond.md";
    for (arguments, source) in [
        (&["render", "papers", "--to", "md", "-o", "papers"][..], paper),
        (&["render", paper, "--to", "md", "-o", paper], paper),
        (&["check", "papers", "-o", paper], paper),
        (&["check", "papers", "--report", "json=papers/./units.yaml"], "papers/units.yaml"),
        (&["export", "--nara", "papers", "-o", paper], paper),
        (
            &["export", "--nara", "papers", "-o", "papers/templates/coac/page.html.j2"],
            "papers/templates/coac/page.html.j2",
        ),
    ] {
        let before = fs::read(folder.path().join(source)).unwrap();
        let run = run_in(folder.path(), arguments);
        assert_eq!(run.code, Some(2), "{arguments:?}: {}", run.stderr);
        assert!(run.stderr.contains("is not overwritten"), "{arguments:?}: {}", run.stderr);
        assert_eq!(fs::read(folder.path().join(source)).unwrap(), before, "{arguments:?}");
    }
}

#[test]
fn papers_that_would_share_a_page_are_reported() {
    let folder = papers();
    folder.copy(&repository("papers/2024-09/in-bond.md"), "papers/a b.md");
    folder.copy(&repository("papers/2024-09/in-bond.md"), "papers/a-b.md");
    let run = run_in(folder.path(), &["render", "papers", "--to", "txt"]);
    assert_eq!(run.code, Some(2));
    assert!(run.stderr.contains("rename one of them"), "{}", run.stderr);
}

#[test]
fn a_format_that_is_named_twice_is_made_once() {
    let folder = papers();
    let (paper, settings) = ("papers/2024-09/in-bond.md", "papers/issuepaper.yaml");
    let run = run_in(folder.path(), &["render", paper, "--to", "html,txt,html"]);
    assert_eq!(run.stdout.lines().count(), 2, "{}{}", run.stdout, run.stderr);
    let text = fs::read_to_string(folder.path().join(settings)).unwrap();
    let text = text.lines().filter(|line| !line.starts_with("formats:")).collect::<Vec<_>>();
    folder.write(settings, format!("{}\nformats: [txt, txt]\n", text.join("\n")));
    let run = run_in(folder.path(), &["render", paper]);
    assert_eq!(run.stdout.lines().count(), 1, "{}{}", run.stdout, run.stderr);
}

#[test]
#[cfg(target_os = "linux")]
fn a_read_only_folder_leaves_no_partial_files() {
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
    let formats: &[&str] = if cfg!(feature = "pdf") { &["docx", "pdf"] } else { &["docx"] };
    for format in formats {
        let name = format!("page.{format}");
        run_in(folder.path(), &["render", paper, "--to", format, "-o", &name]);
        let mut command = program(folder.path());
        let printed = command.args(["render", paper, "--to", format, "-o", "-"]).output().unwrap();
        let written = fs::read(folder.path().join(name)).unwrap();
        assert!(printed.stdout == written, "{format} is printed byte for byte");
    }
}

#[test]
fn a_wrong_name_in_a_template_is_an_error_at_its_place_and_writes_nothing() {
    let folder = papers();
    folder.write("papers/templates/coac/paper.html", "<h1>{{ paper.titel }}</h1>\n");
    for command in ["render", "check"] {
        let run = run_in(folder.path(), &[command, "papers"]);
        assert_eq!(run.code, Some(2), "{command}");
        let output = format!("{}{}", run.stdout, run.stderr);
        assert!(output.contains("papers/templates/coac/paper.html:1:"), "{output}");
        assert!(output.contains("titel") && output.contains("title"), "{output}");
    }
    assert!(!folder.path().join("out").exists());
}

#[test]
fn check_finds_each_fault_of_a_template_that_render_refuses() {
    let cases = [
        ("coac/article.html", "<h1>{{ paper.titel }}</h1>\n", "`paper.title`"),
        ("coac/article.html", "<h1>{{ title }}</h1>\n", "`paper.title`"),
        ("coac/article.html", "<h1>{{ paper.titel </h1>\n", "article.html:1:"),
        ("issue-paper/article.html", "<h1>{{ paper.titel }}</h1>\n", "`paper.title`"),
        ("issue-paper/issuer.html", "<p>{{ paper.head.comittee }}</p>\n", "`paper.head.committee`"),
        (
            "issue-paper/facts.html",
            "{% for fact in facts %}{{ fact.valu }}{% endfor %}",
            "`fact.value`",
        ),
        #[cfg(feature = "pdf")]
        ("issue-paper/blocks.typ", "#let blocks = [\n", "unclosed"),
        #[cfg(feature = "pdf")]
        ("coac/table.typ", "#let table = nothing\n", "nothing"),
    ];
    for (name, text, said) in cases {
        let folder = papers();
        folder.write(&format!("papers/templates/{name}"), text);
        let formats = ["--to", if name.ends_with(".typ") { "pdf" } else { "html" }];
        for (command, formats) in [("render", &formats[..]), ("check", &[])] {
            let run = run_in(folder.path(), &[&[command, "papers"], formats].concat());
            let output = format!("{}{}", run.stdout, run.stderr);
            assert_eq!(run.code, Some(2), "{command} with {name}: {output}");
            let count = output.matches(&format!("templates/{name}:")).count();
            assert!(count == 1 && output.contains(said), "{command} with {name}: {output}");
        }
    }
}

#[test]
fn templates_are_tried_out_before_a_paper_needs_them() {
    let folder = Folder::new();
    folder.write("issuepaper.yaml", "series: issue-paper\n");
    folder.write("a.md", "---\ntitle: Fees\n---\n\n## Background\n\nText.\n");
    folder.write("templates/coac/article.html", "{{ paper.titel }}\n");
    let run = run_in(folder.path(), &["check", "."]);
    let output = format!("{}{}", run.stdout, run.stderr);
    assert!(run.code == Some(2) && output.contains("`paper.title`"), "{output}");
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

#[test]
fn the_environment_sets_the_date_of_a_file() {
    let folder = papers();
    let paper = "papers/2024-06/forced-labor.md";
    let made = |epoch: Option<&str>, name: &str| {
        let mut command = program(folder.path());
        command.args(["render", paper, "--to", "docx", "-o", name]).env_remove("SOURCE_DATE_EPOCH");
        if let Some(epoch) = epoch {
            command.env("SOURCE_DATE_EPOCH", epoch);
        }
        let output = command.output().unwrap();
        (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
    };
    assert_eq!(made(None, "day.docx").0, Some(0));
    assert_eq!(made(Some(""), "empty.docx").0, Some(0));
    assert_eq!(made(Some("1719800000"), "epoch.docx").0, Some(0));
    let bytes = |name: &str| fs::read(folder.path().join(name)).unwrap();
    assert_eq!(bytes("day.docx"), bytes("empty.docx"));
    let core = |name: &str| crate::docx::parts(&bytes(name))["docProps/core.xml"].clone();
    assert!(core("day.docx").contains("2024-05-28T00:00:00Z"), "{}", core("day.docx"));
    assert!(core("epoch.docx").contains("2024-07-01T02:13:20Z"), "{}", core("epoch.docx"));
    for wrong in ["yesterday", "-5", "99999999999999"] {
        let (exit, stderr) = made(Some(wrong), "wrong.docx");
        assert_eq!(exit, Some(2), "{wrong}");
        assert!(stderr.contains("SOURCE_DATE_EPOCH is `"), "{stderr}");
        assert!(!folder.path().join("wrong.docx").exists());
    }
}

#[test]
fn the_report_shows_what_passed_what_failed_and_what_is_left() {
    let folder = papers();
    folder.write(
        "papers/issuepaper.yaml",
        "series: coac\nrules:\n  bare-url: off\n  undefined-acronym: off\n",
    );
    let path = "papers/2024-06/forced-labor.md";
    let text = fs::read_to_string(folder.path().join(path)).unwrap();
    folder.write(
        path,
        text.replacen("## Issue\n", "## Issue\n\n[Click here](https://a.example).\n", 1),
    );
    let run = run_in(folder.path(), &["render", path, "--report"]);
    let has = |start: &str, part: &str| {
        run.stdout.lines().any(|line| line.trim().starts_with(start) && line.contains(part))
    };
    assert!(has("papers/2024-06", "forced-labor.md"), "{}", run.stdout);
    assert!(
        has("passed", "missing-alt-text") && !has("passed", "vague-link-text"),
        "{}",
        run.stdout
    );
    assert!(has("failed", "vague-link-text (1)"), "{}", run.stdout);
    assert!(has("switched off", "bare-url") && !has("passed", "bare-url"), "{}", run.stdout);
    assert!(has("unchecked", "md, html, txt, docx"), "{}", run.stdout);
    assert_eq!(has("passed", "PDF/UA-1"), cfg!(feature = "pdf"), "{}", run.stdout);
    assert!(has("ask", "each of the 4 links"), "{}", run.stdout);
    assert!(!has("ask", "picture"), "{}", run.stdout);
    assert!(!run.stdout.contains("ompliant"), "{}", run.stdout);
    assert!(folder.path().join("out/2024-06/forced-labor.docx").is_file());
    let both = run_in(folder.path(), &["render", path, "--to", "txt", "--report", "-o", "-"]);
    assert_eq!((both.code, both.stdout.as_str()), (Some(2), ""));
}

#[test]
fn only_the_summary_goes_to_stderr_without_a_terminal() {
    let folder = papers();
    let run = run_in(folder.path(), &["render", "papers", "--to", "txt"]);
    assert_eq!(run.stderr, "10 papers checked, 10 files written\n");
}

#[cfg(unix)]
#[test]
fn a_page_that_is_replaced_keeps_its_permissions() {
    use std::os::unix::fs::PermissionsExt;
    let folder = Folder::new();
    folder.copy(&repository("papers/2024-06/forced-labor.md"), "a.md");
    let page = folder.write("out/a.html", "old");
    fs::set_permissions(&page, fs::Permissions::from_mode(0o600)).unwrap();
    run_in(folder.path(), &["render", "a.md", "--to", "html"]);
    let text = fs::read_to_string(&page).unwrap();
    assert!(text.contains("<!doctype html>") || text.contains("<!DOCTYPE html>"), "{text}");
    assert_eq!(fs::metadata(&page).unwrap().permissions().mode() & 0o777, 0o600);
}

#[cfg(unix)]
#[test]
fn an_interrupted_run_leaves_no_partial_files() {
    let folder = Folder::new();
    for at in 0..400 {
        folder.copy(&repository("papers/2024-06/forced-labor.md"), &format!("{at}.md"));
    }
    let mut render = program(folder.path()).args(["render", ".", "--to", "html"]).spawn().unwrap();
    while !folder.path().join("out").exists() && render.try_wait().unwrap().is_none() {
        std::thread::sleep(std::time::Duration::from_millis(1));
    }
    let kill = std::process::Command::new("kill").args(["-INT", &render.id().to_string()]).status();
    assert!(kill.unwrap().success());
    let status = render.wait().unwrap();
    // The last page may have been written before the signal came.
    assert!(matches!(status.code(), Some(130 | 0 | 1)), "{status}");
    let left: Vec<_> = entries(&folder.path().join("out"))
        .into_iter()
        .filter(|path| name(path).starts_with('.'))
        .collect();
    assert!(left.is_empty(), "{left:?}");
}

#[test]
fn no_page_in_an_output_folder_becomes_a_paper() {
    let folder = Folder::new();
    folder.write("issuepaper.yaml", "series: issue-paper\nformats: [md, html]\n");
    let papers = repository("papers/2024-06");
    folder.copy(&papers, "2024-06");
    let papers = format!("{} papers checked", entries(&papers).len());
    let checked = |at: &Path, options: &[&str]| {
        let run = run_in(at, &[&["check"], options].concat());
        assert!(run.stdout.contains(&papers), "{options:?}: {}", run.stdout);
    };
    for (at, output) in [("", "pages"), ("", "2024-06/sub"), ("2024-06", "out"), ("", "out")] {
        let at = folder.path().join(at);
        for _ in 0..2 {
            let run = run_in(&at, &["render", "-o", output]);
            assert_ne!(run.code, Some(2), "{output}: {}", run.stderr);
            checked(&at, &[]);
        }
        checked(folder.path(), &["--no-ignore"]);
    }
    // Among papers they can't be told apart.
    let refused = run_in(folder.path(), &["render", "-o", "2024-06"]);
    assert_eq!(refused.code, Some(2));
    assert!(refused.stderr.contains("would be taken for a paper"), "{}", refused.stderr);
    checked(folder.path(), &[]);
    // Nor can a single one.
    let paper = "2024-06/forced-labor.md";
    for output in ["page.md", "2024-06/page.md", "./x/page.md"] {
        let run = run_in(folder.path(), &["render", paper, "--to", "md", "-o", output]);
        assert_eq!(run.code, Some(2), "{output}: {}", run.stdout);
        assert!(run.stderr.contains("would be taken for a paper"), "{output}: {}", run.stderr);
    }
    let diff = run_in(folder.path(), &["diff", paper, paper, "-o", "d.md"]);
    assert!(diff.stderr.contains("d.md: would be taken for a paper"), "{}", diff.stderr);
    folder.write(".gitignore", "build/\n");
    for output in ["out/page.md", "pages/page.md", "README.md", "build/page.md", "page.html"] {
        let format = if output.ends_with("html") { "html" } else { "md" };
        let run = run_in(folder.path(), &["render", paper, "--to", format, "-o", output]);
        assert_eq!(run.code, Some(0), "{output}: {}", run.stderr);
    }
    checked(folder.path(), &[]);
}
