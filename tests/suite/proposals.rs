//! A series of strangers, whose papers have other keys, other files and other demands: from data alone.

use issuepaper::check::{CheckOptions, Checker};
use issuepaper::project::{Input, Overlay};
use issuepaper::schema;
use issuepaper::series::Library;
use issuepaper::text::finding::Severity;
use issuepaper::text::source::SourceFile;
use serde_json::Value;

use crate::cli::run_in;
use crate::support::{Folder, repository, today};

const FIRST: &str = "text/0001-shorter-index.md";
const SECOND: &str = "areas/0003-search/README.md";

fn project() -> Folder {
    let folder = Folder::new();
    folder.copy(&repository("tests/series/proposals"), ".");
    folder
}

/// What is found when `old` in the first paper is `new`: rule and text at each place.
fn found(old: &str, new: &str) -> Vec<(&'static str, String)> {
    let folder = project();
    let text = std::fs::read_to_string(folder.path().join(FIRST)).unwrap();
    assert!(text.contains(old), "{old}");
    folder.write(FIRST, text.replace(old, new));
    let findings = folder.check();
    findings.iter().map(|it| (it.rule, it.file.slice(it.span).to_owned())).collect()
}

#[test]
fn papers_that_are_as_the_series_wants_them_are_clean() {
    let folder = project();
    assert_eq!(folder.text(folder.check()), "");
}

#[test]
fn what_is_wrong_in_a_value_is_found_at_its_part() {
    for (old, new, rule, at) in [
        ("pip: 1", "pip: 2", "wrong-file-name", "2"),
        ("pip: 1", "pip: one", "wrong-type", "one"),
        ("Robin Roe (@robin)", "Robin Roe", "malformed-value", "Robin Roe"),
        ("status: Open", "status: open", "unknown-choice", "open"),
        ("layer: Storage", "layer: Disk", "unknown-choice", "Disk"),
        ("layer: Storage\n", "", "missing-field", ""),
        (
            "kind: Standard",
            "kind: Process\ndeadline: 2024-05-01T00:00:00Z",
            "forbidden-field",
            "layer",
        ),
        ("2024-03-12", "2024-02-30", "invalid-date", "2024-02-30"),
        ("alex@example.org", "alex at example.org", "wrong-type", "alex at example.org"),
        ("requires: 3", "requires: 3, 9", "wrong-reference", "9"),
        ("stable: false", "stable: no", "wrong-type", "no"),
        ("version: v2.0", "version: 2.0", "malformed-value", "2.0"),
        ("version: v2.0", "stable: true", "missing-field", "stable: true"),
        ("stable: false", "stabel: false", "unknown-field", "stabel"),
        (
            "public domain",
            "public library",
            "changed-section-text",
            "This proposal is in the\npublic library.",
        ),
        ("## Effects on Users", "### Effects on Users", "heading-level", "### Effects on Users"),
        (
            "name: A shorter index",
            &format!("name: {}", "Index ".repeat(9)),
            "malformed-value",
            "Index ",
        ),
    ] {
        let found = found(old, new);
        let is_it = |it: &&(&str, String)| it.0 == rule && it.1.starts_with(at.trim_end());
        assert!(found.iter().any(|it| is_it(&it)), "{old:?} → {new:?}: {found:?}");
    }
}

#[test]
fn fields_have_an_order() {
    let found = found("pip: 1\nname: A shorter index", "name: A shorter index\npip: 1");
    assert_eq!(found.iter().map(|it| it.0).collect::<Vec<_>>(), ["field-order"]);
}

#[test]
fn a_paper_whose_file_has_its_number_needs_none_in_it() {
    let folder = project();
    let list = run_in(
        folder.path(),
        &["list", "--format", "csv", "--columns", "number,stage,date,title,path"],
    );
    assert_eq!(list.code, Some(0), "{}", list.stderr);
    assert!(list.stdout.contains("3,Open,2024-02-20,Search by prefix"), "{}", list.stdout);
    assert!(list.stdout.contains("1,Open,2024-03-12,A shorter index"), "{}", list.stdout);
    let page = run_in(folder.path(), &["render", SECOND, "--to", "txt", "-o", "-"]);
    assert!(page.stdout.contains("PIP-3"), "{}{}", page.stdout, page.stderr);
    folder.write("text/003-other.md", std::fs::read_to_string(folder.path().join(SECOND)).unwrap());
    let rules: Vec<&str> = folder.check().iter().map(|it| it.rule).collect();
    assert_eq!(rules, ["duplicate-number", "duplicate-number"]);
}

#[test]
fn what_no_series_has_is_not_judged_and_naming_it_is_an_error() {
    let folder = project();
    let run = run_in(folder.path(), &["check", "notes.md"]);
    assert_eq!(run.code, Some(2));
    assert!(
        run.stderr.contains(
            "notes.md: is a paper of no series: `proposal` has its papers at `text/{number}-*.md`"
        ),
        "{}",
        run.stderr
    );
    let run = run_in(folder.path(), &["check", SECOND]);
    assert_eq!((run.code, run.stdout.contains("no findings")), (Some(0), true), "{}", run.stderr);
}

#[test]
fn a_list_of_texts_is_measured_item_by_item() {
    let declared = "  - id: contact\n";
    let folder = project();
    let path = "templates/proposal/series.yaml";
    let series = std::fs::read_to_string(folder.path().join(path)).unwrap();
    let tags = "  - { id: tags, type: list, length: { max: 4 } }\n";
    folder.write(path, series.replace(declared, &format!("{tags}{declared}")));
    let text = std::fs::read_to_string(folder.path().join(FIRST)).unwrap();
    folder.write(FIRST, text.replace("contact:", "tags: [disk, network]\ncontact:"));
    let findings = folder.check();
    let found: Vec<_> = findings.iter().map(|it| it.file.slice(it.span)).collect();
    assert_eq!(found, ["network"], "{findings:?}");
}

#[test]
fn an_open_paper_that_the_series_no_longer_claims_is_not_judged() {
    let folder = project();
    let path = "templates/proposal/series.yaml";
    let series = std::fs::read_to_string(folder.path().join(path)).unwrap();
    folder.write(
        path,
        series.replace(
            "rules_when:",
            "papers_when: { not: { contact: old@example.org } }\n\nrules_when:",
        ),
    );
    let options = CheckOptions::on(today());
    let mut open = Checker::open(Some(folder.path()), Input::everything(), Overlay::new(), options);
    let text = std::fs::read_to_string(folder.path().join(FIRST)).unwrap();
    let count = |open: &mut Checker| open.outcome().reported().count();
    assert_eq!(count(&mut open), 0);
    let wrong = text.replace("kind: Standard", "kind: Memo");
    open.set(&folder.path().join(FIRST), wrong.as_str());
    assert_ne!(count(&mut open), 0, "the kind is no choice");
    open.set(&folder.path().join(FIRST), wrong.replace("alex@example", "old@example"));
    assert_eq!(count(&mut open), 0, "it is no proposal");
}

#[test]
fn levels_depend_on_the_stage() {
    let folder = project();
    let text = std::fs::read_to_string(folder.path().join(FIRST)).unwrap();
    let text = text.replace("requires: 3\n", "").replace("layer: Storage", "layer: Disk");
    let severities = |text: String| {
        folder.write(FIRST, text);
        folder.check().iter().map(|it| it.severity).collect::<Vec<_>>()
    };
    assert_eq!(severities(text.clone()), [Severity::Error]);
    assert_eq!(severities(text.replace("status: Open", "status: Stalled")), [Severity::Warning]);
}

#[test]
fn references_form_no_circle_and_lead_to_no_earlier_stage() {
    let folder = project();
    let second = std::fs::read_to_string(folder.path().join(SECOND)).unwrap();
    let idea = second
        .replace("status: Open", "status: Idea")
        .replace("deadline: 2024-06-01T12:00:00Z\n", "");
    folder.write(SECOND, idea);
    let findings = folder.check();
    assert_eq!(findings.iter().map(|it| it.rule).collect::<Vec<_>>(), ["wrong-reference"]);
    folder.write(SECOND, second.replace("---\n\n## Summary", "requires: [1]\n---\n\n## Summary"));
    let findings = folder.check();
    assert!(findings[0].message.contains("in a circle"), "{findings:?}");
}

/// The page of the first paper in a format, with references and a mailbox among its facts.
fn page(requires: &str, format: &str) -> Vec<u8> {
    let folder = project();
    let path = "templates/proposal/series.yaml";
    let series = std::fs::read_to_string(folder.path().join(path)).unwrap();
    folder.write(path, format!("{series}\nlook: {{ facts: [number, requires, contact] }}\n"));
    let text = std::fs::read_to_string(folder.path().join(FIRST)).unwrap();
    folder.write(FIRST, text.replace("requires: 3\n", requires));
    let run = run_in(folder.path(), &["render", FIRST, "--to", format]);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    let page = FIRST.replace(".md", &format!(".{format}"));
    std::fs::read(folder.path().join("out").join(page)).unwrap()
}

#[test]
fn what_fields_name_is_linked_on_pages() {
    let html = |requires: &str| String::from_utf8(page(requires, "html")).unwrap();
    let link = |text: &str| format!("<a href=\"../areas/0003-search/README.html\">{text}</a>");
    let own = html("requires: 3\n");
    assert!(own.contains(&format!("<dd>{}</dd>", link("3"))), "{own}");
    let mailbox = "<a href=\"mailto:alex@example.org\" class=\"address\">alex@example.org</a>";
    assert!(own.contains(mailbox), "{own}");
    let both = html("requires: [PIP-3, ../areas/0003-search/README.md]\n");
    let [number, path] = [link("PIP-3"), link("../areas/0003-search/README.md")];
    assert!(both.contains(&format!("<dd>{number}, {path}</dd>")), "{both}");
    for path in ["/areas/0003-search", "../areas/0003-search/", "/areas/0003-search/README.md"] {
        let page = html(&format!("requires: {path}\n"));
        assert!(page.contains(&format!("<dd>{}</dd>", link(path))), "{page}");
    }
    let address = "<a href=\"https://example.org/a?b&amp;c\" class=\"address\">";
    assert!(html("requires: [\"https://example.org/a?b&c\"]\n").contains(address));
    let word = crate::fuzz::package::parts(&page("requires: 3\n", "docx"));
    let relations = &word["word/_rels/document.xml.rels"];
    assert!(relations.contains("../areas/0003-search/README.docx"), "{relations}");
    let text = String::from_utf8(page("requires: 3\n", "txt")).unwrap();
    assert!(!text.contains("README"), "{text}");
}

/// The faults in the declaration after a change.
fn faults(old: &str, new: &str) -> String {
    let folder = project();
    let path = "templates/proposal/series.yaml";
    let text = std::fs::read_to_string(folder.path().join(path)).unwrap();
    assert!(text.contains(old), "{old}");
    folder.write(path, text.replace(old, new));
    let run = run_in(folder.path(), &["check", "--format", "concise"]);
    assert_ne!(run.code, Some(0), "{old} → {new}");
    run.stdout
}

#[test]
fn what_means_nothing_in_a_declaration_is_said() {
    for (old, new, message) in [
        (
            "number: pip",
            "number: pip, office: pip",
            "the field `pip` is `publication_number` and `office` at once",
        ),
        ("date: created", "date: creation", "the series has no field `creation`"),
        (
            "  - id: contact\n    type: email",
            "  - id: contact\n    type: stage",
            "the type `stage` has no meaning for the field `contact`",
        ),
        ("  - id: status\n", "  - id: status\n    type: choice\n", "can't be of the type `choice`"),
        ("{ status: Stalled }", "{ status: Stale }", "`status` is never `Stale`"),
        ("{ kind: Standard }", "{ kindd: Standard }", "the series has no field `kindd`"),
        ("{ max: 44 }", "{ min: 50, max: 44 }", "`min` is more than `max`"),
        ("text/{number}-*.md", "text/{number-*.md", "this is no pattern"),
        ("text/{number}-*.md", "text/{serial}-*.md", "the series has no field `serial`"),
        ("items: { type: reference }", "items: { type: list }", "can't be of the type `list`"),
        (
            "  - id: contact\n    type: email",
            "  - id: contact\n    type: email\n    in_text: Contact",
            "this is no place in a text",
        ),
        (
            "  - id: contact\n",
            "  - id: contact\n    aliases: [pip]\n",
            "`pip` is the key of two fields",
        ),
        ("v[0-9]+", "v[0-9+", "a `[` of the pattern is not closed"),
        ("[Final]]", "[Fina]]", "there is no stage `Fina`"),
        ("at_most: warning", "rules: { wrong-typ: off }", "there is no rule `wrong-typ`"),
    ] {
        let said = faults(old, new);
        assert!(said.contains(message), "{old} → {new}: {said}");
    }
}

#[test]
fn the_schema_says_what_the_check_says() {
    let text = std::fs::read_to_string(repository(
        "tests/series/proposals/templates/proposal/series.yaml",
    ))
    .unwrap();
    let file = SourceFile::new("series.yaml", text);
    let own = std::iter::once(("proposal/series.yaml".to_owned(), file)).collect();
    let series = Library::new(own).series("proposal").unwrap().unwrap();
    let validator = jsonschema::options().build(&schema::front_matter(&series)).unwrap();
    let paper =
        std::fs::read_to_string(repository(&format!("tests/series/proposals/{FIRST}"))).unwrap();
    let front = paper.split("---\n").nth(1).unwrap();
    let is_valid = |front: &str| {
        let value: Value = serde_yaml::from_str(front).unwrap();
        validator.is_valid(&value)
    };
    assert!(is_valid(front));
    for (old, new) in [
        ("pip: 1", "pip: one"),
        ("status: Open", "status: open"),
        ("layer: Storage\n", ""),
        ("kind: Standard", "kind: Process\ndeadline: 2024-05-01T00:00:00Z"),
        ("status: Open\nkind: Standard\nlayer: Storage", "status: Open\nkind: Process"),
        ("stable: false", "stable: maybe"),
        ("version: v2.0", "version: x2.0"),
        ("version: v2.0", "stable: true"),
        ("stable: false", "stabel: false"),
        ("name: A shorter index", "name: An index that is shorter than the one that we have"),
    ] {
        assert!(front.contains(old), "{old}");
        assert!(!is_valid(&front.replace(old, new)), "{old} → {new}");
    }
}
