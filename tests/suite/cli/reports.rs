//! Machine-readable reports: their paths, their escaping, and where they go.

use std::collections::BTreeSet;
use std::fs;

use serde_json::Value;

use super::{program, run_in};
use crate::support::{Folder, repository};

/// A repository with the papers that the rules fail, some names that no format may stumble over, and a paper
/// of control characters.
fn repository_of_faults() -> Folder {
    let folder = Folder::new();
    folder.write(".git/HEAD", "ref: refs/heads/main\n");
    folder.copy_rule_papers("papers/");
    for odd in ["fees #2, a: 50%.md", "\u{fc}ber q.md"] {
        folder.write(&format!("papers/{odd}"), "---\n\"a\\u001b[31m\": b\n---\n\u{1b}[31m\n");
    }
    folder.write("papers/emoji.md", "---\ntitle: A\n---\n\n## Issue\n\n🚚🚚 [a](javascript:b) x\n");
    folder
}

fn sarif(folder: &Folder, below: &str, paths: &[&str]) -> Value {
    let paths = ["check", "--format", "sarif"].iter().chain(paths).copied().collect::<Vec<_>>();
    let run = run_in(&folder.path().join(below), &paths);
    serde_json::from_str(&run.stdout).unwrap()
}

fn results(log: &Value) -> &Vec<Value> {
    log["runs"][0]["results"].as_array().unwrap()
}

#[test]
fn sarif_paths_are_relative_to_the_repository() {
    let folder = repository_of_faults();
    let whole = folder.path().join("papers");
    let expected = sarif(&folder, "", &["papers"]);
    assert!(results(&expected).len() > 100);
    let uris: BTreeSet<&str> = results(&expected)
        .iter()
        .flat_map(|result| {
            let place = |location: &'static str| &result[location];
            place("locations").as_array().into_iter().chain(place("relatedLocations").as_array())
        })
        .flatten()
        .map(|location| location["physicalLocation"]["artifactLocation"]["uri"].as_str().unwrap())
        .collect();
    assert!(uris.contains("papers/fees%20%232%2C%20a%3A%2050%25.md"), "{uris:?}");
    for uri in uris {
        assert!(uri.starts_with("papers/") && !uri.contains(".."), "{uri}");
        let decoded = percent_encoding::percent_decode_str(uri).decode_utf8().unwrap();
        assert!(folder.path().join(&*decoded).is_file(), "{uri}");
    }
    // A message is for people and names other papers as they do.
    let without_messages = |log: &Value| {
        let mut results = results(log).clone();
        for result in &mut results {
            result["message"] = Value::Null;
        }
        results
    };
    for (below, path) in [("", "./papers"), ("papers", "."), ("", whole.to_str().unwrap())] {
        let log = sarif(&folder, below, &[path]);
        assert_eq!(without_messages(&log), without_messages(&expected), "{path} in {below}");
    }
}

#[test]
fn sarif_describes_each_rule_and_points_at_it() {
    let folder = repository_of_faults();
    let log = sarif(&folder, "", &["papers", "no.md"]);
    let run = &log["runs"][0];
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    for result in results(&log) {
        let at = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
        assert_eq!(rules[at]["id"], result["ruleId"]);
        assert!(!rules[at]["help"]["markdown"].as_str().unwrap().is_empty());
    }
    let has = |key: &str| results(&log).iter().any(|result| result[key][0].is_object());
    assert!(has("fixes") && has("relatedLocations"));
    let mark = results(&log)
        .iter()
        .find(|result| result["ruleId"] == "unsafe-url" && result.to_string().contains("emoji.md"))
        .unwrap();
    // Two trucks are four code units.
    assert_eq!(mark["locations"][0]["physicalLocation"]["region"]["startColumn"], 10);
    let invocation = &run["invocations"][0];
    assert_eq!(invocation["executionSuccessful"], false);
    assert!(invocation["toolExecutionNotifications"][0].to_string().contains("no.md"));
    let empty = Folder::new();
    empty.copy(&repository("papers"), "papers");
    assert_eq!(*results(&sarif(&empty, "", &["papers"])), Vec::<Value>::new());
}

#[test]
fn junit_is_valid_xml_and_has_one_case_per_paper() {
    let folder = repository_of_faults();
    let run = run_in(folder.path(), &["check", "papers", "no.md", "--format", "junit"]);
    let xml = roxmltree::Document::parse(&run.stdout).unwrap();
    let named = |element: &'static str| {
        xml.descendants().filter(move |node| node.tag_name().name() == element)
    };
    let papers = fs::read_dir(folder.path().join("papers")).unwrap().count();
    assert_eq!(named("testcase").count(), papers + 1, "the papers and the missing file");
    let suite = named("testsuite").next().unwrap();
    let count = |name: &str| suite.attribute(name).unwrap().parse::<usize>().unwrap();
    let failed = named("testcase")
        .filter(|case| case.children().any(|node| node.tag_name().name() == "failure"))
        .count();
    assert_eq!((count("tests"), count("failures"), count("errors")), (papers + 1, failed, 1));
    assert!(failed > 10 && failed < papers);
}

#[test]
fn an_annotation_is_one_line_and_there_are_ten_of_a_kind_at_most() {
    let folder = repository_of_faults();
    let summary = folder.write("summary.md", "before\n");
    let mut command = program(folder.path());
    command.args(["check", "papers", "no.md", "--format", "github"]);
    let output = command.env("GITHUB_STEP_SUMMARY", &summary).output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let of = |kind: &str| text.lines().filter(|line| line.starts_with(kind)).count();
    assert_eq!((of("::error "), of("::warning ")), (10, 10), "{text}");
    assert!(text.starts_with("::error file=no.md,title=unreadable::"), "{text}");
    assert!(
        text.contains(" more errors not shown") && text.contains(" papers checked, "),
        "{text}"
    );
    let plain = text.lines().filter(|line| !line.starts_with("::")).count();
    assert_eq!(plain, 3, "{text}");
    let table = fs::read_to_string(summary).unwrap();
    assert!(table.starts_with("before\n### issuepaper\n"), "existing contents are kept");
    let rows = table.lines().filter(|line| line.starts_with("| ")).count();
    assert!(rows > 100 && table.contains("| error | unreadable | no.md |"), "{rows}");
    let one = run_in(folder.path(), &["check", "papers/fees #2, a: 50%.md", "--format", "github"]);
    assert!(one.stdout.contains("file=papers/fees #2%2C a%3A 50%25.md,line="), "{}", one.stdout);
}

#[test]
fn gitlab_gets_each_finding_with_a_place_and_a_fingerprint_of_its_own() {
    let folder = repository_of_faults();
    let run = run_in(folder.path(), &["check", "papers", "no.md", "--format", "gitlab"]);
    let issues: Vec<Value> = serde_json::from_str(&run.stdout).unwrap();
    let mut fingerprints = BTreeSet::new();
    for issue in &issues {
        assert!(issue["location"]["lines"]["begin"].as_u64() >= Some(1), "{issue}");
        assert!(["minor", "major", "blocker"].contains(&issue["severity"].as_str().unwrap()));
        assert!(issue["description"].is_string() && issue["check_name"].is_string());
        assert!(issue["location"]["path"].is_string());
        assert!(fingerprints.insert(issue["fingerprint"].as_str().unwrap()), "{issue}");
    }
    assert!(issues.len() > 100);
}

/// The fingerprints of all findings, with their rules.
fn fingerprints(folder: &Folder, format: &str) -> BTreeSet<(String, String)> {
    let run = run_in(folder.path(), &["check", ".", "--format", format]);
    let report: Value = serde_json::from_str(&run.stdout).unwrap();
    let (findings, rule, fingerprint) = match format {
        "json" => (&report["findings"], "/rule", "/fingerprint"),
        "sarif" => {
            (&report["runs"][0]["results"], "/ruleId", "/partialFingerprints/issuepaper~1v1")
        }
        _ => (&report, "/check_name", "/fingerprint"),
    };
    let text =
        |finding: &Value, path: &str| finding.pointer(path).unwrap().as_str().unwrap().to_owned();
    let findings = findings.as_array().unwrap().iter();
    findings.map(|finding| (text(finding, rule), text(finding, fingerprint))).collect()
}

#[test]
fn a_finding_that_moves_is_the_same_finding() {
    let folder = Folder::new();
    let paper = |extra: &str, date: &str| {
        format!(
            "---\ntitle: A\n{extra}date: {date}\n---\n\n{extra}## Issue\n\nWe utilize this. We utilize \
             that.\n\nThe QQX said so.\n"
        )
    };
    folder.write("a.md", paper("", "2024-13-01"));
    let before = fingerprints(&folder, "json");
    assert!(before.iter().filter(|(rule, _)| rule == "missing-field").count() >= 2, "{before:?}");
    for format in ["sarif", "gitlab"] {
        assert_eq!(fingerprints(&folder, format), before, "{format}");
    }
    folder.write("a.md", paper("# moved\n", "2024-13-01"));
    let moved = fingerprints(&folder, "json");
    let known = before.intersection(&moved).count();
    assert_eq!(known, before.len(), "{before:?} {moved:?}");
    folder.write("a.md", paper("", "2024-14-01"));
    let changed = fingerprints(&folder, "json");
    let gone: Vec<_> = before.difference(&changed).map(|(rule, _)| rule.as_str()).collect();
    assert_eq!(gone, ["invalid-date"], "another date is another finding");
}

#[test]
fn alike_findings_in_papers_of_one_name_outside_a_project_are_told_apart() {
    let folder = Folder::new();
    let paper = "---\ntitle: A\ndate: 2024-13-01\n---\n\n## Issue\n\nWe utilize this.\n";
    folder.write("old/a.md", paper);
    folder.write("new/a.md", paper);
    let run = run_in(folder.path(), &["check", "old/a.md", "new/a.md", "--format", "gitlab"]);
    let issues: Vec<Value> = serde_json::from_str(&run.stdout).unwrap();
    let fingerprints: BTreeSet<&str> =
        issues.iter().map(|issue| issue["fingerprint"].as_str().unwrap()).collect();
    assert_eq!(fingerprints.len(), issues.len(), "{}", run.stdout);
}

#[test]
fn several_reports_go_to_files_and_the_text_stays_on_the_terminal() {
    let folder = repository_of_faults();
    let alone = run_in(folder.path(), &["check", "papers"]);
    let run = run_in(
        folder.path(),
        &["check", "papers", "--report", "sarif=made/a.sarif", "--report", "junit=a.xml"],
    );
    assert_eq!((run.code, &run.stdout), (Some(1), &alone.stdout));
    let log: Value =
        serde_json::from_slice(&fs::read(folder.path().join("made/a.sarif")).unwrap()).unwrap();
    assert_eq!(log, sarif(&folder, "", &["papers"]));
    assert!(fs::read_to_string(folder.path().join("a.xml")).unwrap().starts_with("<?xml"));
    let quiet = run_in(folder.path(), &["check", "papers", "--format", "json", "-o", "a.json"]);
    assert_eq!(quiet.stdout, "");
    let direct = run_in(folder.path(), &["check", "papers", "--format", "json"]);
    assert_eq!(fs::read_to_string(folder.path().join("a.json")).unwrap(), direct.stdout);
}

#[test]
#[cfg(unix)]
fn a_report_goes_into_a_pipe_or_a_device_and_never_replaces_it() {
    use std::os::unix::fs::FileTypeExt;
    let folder = Folder::new();
    folder.write("a.md", "---\ntitle: A\n---\n");
    let pipe = folder.path().join("pipe");
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let reader = std::thread::spawn({
        let pipe = pipe.clone();
        move || fs::read_to_string(pipe).unwrap()
    });
    assert_eq!(run_in(folder.path(), &["check", "a.md", "--report", "json=pipe"]).code, Some(1));
    assert!(serde_json::from_str::<Value>(&reader.join().unwrap()).is_ok());
    assert!(fs::metadata(&pipe).unwrap().file_type().is_fifo());
    let run = run_in(folder.path(), &["check", "a.md", "-o", "/dev/null"]);
    assert_eq!((run.code, run.stdout.as_str()), (Some(1), ""));
    assert!(fs::metadata("/dev/null").unwrap().file_type().is_char_device());
    let run = run_in(folder.path(), &["check", "a.md", "-o", "-"]);
    assert!(run.stdout.contains("1 paper checked") && !folder.path().join("-").exists());
}

#[test]
#[cfg(target_os = "linux")]
fn a_full_device_is_a_failure() {
    let folder = Folder::new();
    folder.write("a.md", "---\ntitle: A\n---\n");
    let run = run_in(folder.path(), &["check", "a.md", "--report", "json=/dev/full"]);
    assert_eq!(run.code, Some(2));
    assert!(run.stderr.contains("/dev/full: no space left"), "{}", run.stderr);
}

#[test]
fn a_report_that_can_t_be_written_is_a_failure_and_hides_nothing() {
    let folder = repository_of_faults();
    for path in ["papers", "a.txt/b.json"] {
        folder.write("a.txt", "a file");
        let run = run_in(folder.path(), &["check", "papers", "--report", &format!("json={path}")]);
        assert_eq!(run.code, Some(2), "{path}");
        assert!(run.stderr.contains(path), "{}", run.stderr);
        assert!(run.stdout.contains("papers checked"), "{}", run.stdout);
    }
    for wrong in ["sarif", "sarif=", "serif=a", "=a"] {
        assert_eq!(run_in(folder.path(), &["check", "--report", wrong]).code, Some(2), "{wrong}");
    }
}

#[test]
fn every_report_is_the_same_on_one_core_and_on_two() {
    let folder = repository_of_faults();
    for format in ["text", "json", "sarif", "github", "gitlab", "junit"] {
        let made = |cores: &str| {
            let mut command = program(folder.path());
            command.args(["check", "papers", "--format", format]).env("RAYON_NUM_THREADS", cores);
            command.output().unwrap().stdout
        };
        let one = made("1");
        assert!(!one.is_empty());
        assert!(one == made("2") && one == made("2"), "{format}");
    }
}

#[test]
fn a_label_far_from_its_finding_is_shown_in_its_own_line() {
    let folder = Folder::new();
    let filler = "This line of the text says nothing that matters, and it is long.\n\n".repeat(100);
    let first = "The sealed transactions (STs) wait.\n\n";
    let again = "A sealed transaction (ST) waits.\n";
    for (between, marks) in [(filler.as_str(), "  7 | The sealed"), ("", "7 | The sealed")] {
        let text = format!("---\ntitle: A\n---\n\n## Background\n\n{first}{between}{again}");
        folder.write("a.md", text);
        let report = run_in(folder.path(), &["check", "a.md"]).stdout;
        let found = report.split("\n\n").find(|part| part.contains("[acronym-redefined]")).unwrap();
        let lines: Vec<&str> = found.lines().collect();
        let label = lines.iter().position(|line| line.contains("introduced here")).unwrap();
        assert!(lines[label - 1].starts_with(marks), "{found}");
        let column = lines[label].find("---").unwrap();
        assert!(lines[label - 1][column..].starts_with("STs"), "{found}");
    }
}
