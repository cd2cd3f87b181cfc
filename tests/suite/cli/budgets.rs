//! Templates of a project that need too much: they cost the pages that they make, and nothing else.

use super::{Run, program};
use crate::support::{Folder, repository};

/// Papers of two series; `coac` has a template of its own, `name` with `text`.
fn project(name: &str, text: &str) -> Folder {
    let folder = Folder::new();
    folder.copy(&repository("papers/issuepaper.yaml"), "issuepaper.yaml");
    folder.copy(&repository("papers/units.yaml"), "units.yaml");
    folder.write("a.md", "---\nunit: IPR\n---\n\n## Issue\n\nOne.\n");
    folder.write("b.md", "---\nseries: issue-paper\ntitle: Other\n---\n\n## Issue\n\nTwo.\n");
    folder.write(&format!("templates/coac/{name}"), text);
    folder
}

fn run(folder: &Folder, arguments: &[&str], seconds: &str) -> Run {
    let mut program = program(folder.path());
    program.args(arguments).env("ISSUEPAPER_TEMPLATE_SECONDS", seconds);
    program.output().unwrap().into()
}

/// Asserts that a template is stopped, by whichever limit comes first, in `check` and in `render`.
fn assert_stopped(name: &str, text: &str, format: &str) {
    let folder = project(name, text);
    let stopped = |stderr: &str, place: &str| {
        let file = format!("templates/coac/{name}");
        let line = stderr.lines().find(|line| line.starts_with(&format!("error: {place}")));
        let line = line.unwrap_or_else(|| panic!("{text}: {stderr}"));
        let is_limit = line.contains(&format!("{file} takes more than 1 s"))
            || line.contains(&format!("{file}: takes more than 1 s"))
            || line.contains("needs more than 2 GiB of memory");
        assert!(is_limit && line.contains(&file) && line.contains("look for"), "{text}: {line}");
    };
    let check = run(&folder, &["check"], "1");
    assert_eq!(check.code, Some(2), "{text}: {}", check.stderr);
    stopped(&check.stderr, &format!("templates/coac/{name}"));
    assert!(check.stdout.contains("2 papers checked"), "{text}: {}", check.stdout);

    let render = run(&folder, &["render", "--to", format, "-o", "out"], "1");
    assert_eq!(render.code, Some(2), "{text}: {}", render.stderr);
    stopped(&render.stderr, "a.md: no page is made");
    let made = |paper: &str| folder.path().join(format!("out/{paper}.{format}")).exists();
    assert!(made("b") && !made("a"), "{text}: {}", render.stderr);
}

#[test]
fn a_template_that_grows_or_does_not_end_is_stopped_and_the_others_go_on() {
    for text in [
        "{% set ns = namespace(x=[1]) %}{% for i in range(99) %}{% set ns.x = ns.x + ns.x %}{% endfor %}\
         {{ ns.x | length }}",
        "{% set ns = namespace(x=[1]) %}{% for i in range(99) %}{% set ns.x = [ns.x, ns.x] %}{% endfor %}{{ ns.x }}",
    ] {
        assert_stopped("paper.html", text, "html");
    }
}

#[cfg(feature = "pdf")]
#[test]
fn so_is_one_in_typst() {
    for text in [
        "#for i in range(1000000000) [x]",
        "#let a = (1,) * 2000000000\n#a.len()",
        "#let x = (1,)\n#while x.len() > 0 { x = x + x }",
        "#for i in range(99999) { for j in range(99999) { let x = 1 } }",
    ] {
        assert_stopped("paper.typ", text, "pdf");
    }
}

/// A template that asks for too much with one paper alone.
#[cfg(feature = "pdf")]
#[test]
fn a_paper_that_needs_too_much_of_a_sound_template_is_the_only_one_without_a_page() {
    let text = std::fs::read_to_string(repository("templates/issue-paper/paper.typ")).unwrap();
    let data = "json(\"paper.json\").paper.sections";
    let text = format!(
        "#if repr({data}).contains(\"needle\") {{ for i in range(1000000000) [x] }}\n{text}"
    );
    let folder = project("paper.typ", &text);
    folder.write("c.md", "---\nunit: IPR\n---\n\n## Issue\n\nThe needle.\n");
    let check = run(&folder, &["check"], "8");
    assert_eq!(check.code, Some(1), "{}", check.stderr);
    let render = run(&folder, &["render", "--to", "pdf", "-o", "out"], "8");
    assert_eq!(render.code, Some(2), "{}", render.stderr);
    assert!(render.stderr.contains("error: c.md: no page is made: templates/coac/paper.typ"));
    let made = |paper: &str| folder.path().join(format!("out/{paper}.pdf")).exists();
    assert!(made("a") && made("b") && !made("c"), "{}", render.stderr);
}

#[test]
fn a_template_makes_the_same_page_in_a_worker_as_a_built_in_one_does_without() {
    let template = repository("templates/issue-paper/paper.html");
    let own = project(
        "paper.html",
        std::fs::read(template).map(|it| String::from_utf8(it).unwrap()).unwrap().as_str(),
    );
    let built_in = project("series.yaml.bak", "");
    let pages = [own, built_in].map(|folder| {
        run(&folder, &["render", "--to", "html", "-o", "out"], "20");
        std::fs::read_to_string(folder.path().join("out/a.html")).unwrap()
    });
    assert_eq!(pages[0], pages[1]);
}

#[test]
fn a_limit_that_is_no_number_is_an_error() {
    let run = run(&Folder::new(), &["check"], "soon");
    assert_eq!(run.code, Some(2));
    assert!(run.stderr.contains("ISSUEPAPER_TEMPLATE_SECONDS is `soon`"), "{}", run.stderr);
}

/// However this program ends, its worker ends with it.
#[cfg(all(target_os = "linux", feature = "pdf"))]
#[test]
fn a_worker_ends_with_the_program_that_started_it() {
    use std::process::Stdio;
    let null = Stdio::null;
    let folder = project("paper.typ", "#for i in range(1000000000) [x]");
    let mut program = program(folder.path());
    program.arg("check").env("ISSUEPAPER_TEMPLATE_SECONDS", "600");
    let mut program = program.stdout(null()).stderr(null()).spawn().unwrap();
    let tasks = format!("/proc/{}/task", program.id());
    let worker = wait_for(|| {
        let tasks = std::fs::read_dir(&tasks).ok()?.filter_map(Result::ok);
        let mut children =
            tasks.filter_map(|task| std::fs::read_to_string(task.path().join("children")).ok());
        children.find_map(|children| children.split_whitespace().next().map(str::to_owned))
    });
    program.kill().unwrap();
    program.wait().unwrap();
    let command = format!("/proc/{worker}/cmdline");
    wait_for(|| {
        let arguments = std::fs::read_to_string(&command).unwrap_or_default();
        (!arguments.contains("__worker")).then_some(())
    });
}

#[cfg(all(target_os = "linux", feature = "pdf"))]
fn wait_for<T>(mut found: impl FnMut() -> Option<T>) -> T {
    for _ in 0..1200 {
        if let Some(found) = found() {
            return found;
        }
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
    panic!("it takes longer than a minute")
}
