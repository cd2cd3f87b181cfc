//! The schemas say what the program says, as far as they can see.

mod keys;

use issuepaper::check::{self, Selection};
use issuepaper::paper::Paper;
use issuepaper::project::Project;
use issuepaper::project::register::Register;
use issuepaper::project::settings::Settings;
use issuepaper::project::units::Registry;
use issuepaper::schema;
use issuepaper::series::Library;
use issuepaper::text::finding::Finding;
use issuepaper::text::source::SourceFile;
use issuepaper::yaml;
use serde_json::Value;

use crate::cli::run_in;
use crate::support::{Folder, repository, today};

/// The rules that are about the shape of the front matter alone.
const SHAPE: [&str; 10] = [
    "invalid-date",
    "invisible-character",
    "malformed-number",
    "missing-field",
    "missing-number",
    "missing-submitter",
    "number-in-draft",
    "unknown-choice",
    "unknown-field",
    "wrong-type",
];

fn validator(schema: &Value) -> jsonschema::Validator {
    jsonschema::options().should_validate_formats(true).build(schema).unwrap()
}

/// The front matter as another reader of YAML has it; none if no reader could parse it.
fn front_matter(paper: &Paper) -> Option<Value> {
    let has_problem = paper.front().unread || !paper.front().problems.is_empty();
    let text = paper.file.slice(paper.front().span);
    (!has_problem).then(|| yaml::read(&SourceFile::new("front", text)).ok()).flatten()
}

/// How many papers the schema and the program agree on, and on how many of them by a fault.
fn agreement(project: &Project) -> (usize, usize) {
    let verdict = check::check(project, &Selection::new(project).unwrap(), today());
    let (mut papers, mut faulty, mut differ) = (0, 0, Vec::new());
    for file in project.selected() {
        let Some(series) = project.series_of(&file.paper) else { continue };
        let named = file.paper.text_field("series");
        let Some(front) = front_matter(&file.paper) else { continue };
        // A series that does not exist is judged by no schema.
        if named.is_some_and(|name| name != series.id) || !front.is_object() {
            continue;
        }
        let source = &file.paper.file;
        let reported: Vec<&str> = verdict
            .findings
            .iter()
            .filter(|finding| finding.file.name() == source.name() && SHAPE.contains(&finding.rule))
            .filter(|finding| finding.span.start <= file.paper.front().end.start)
            .map(|finding| finding.message.as_str())
            .collect();
        let validator = validator(&schema::front_matter(series));
        let errors: Vec<String> =
            validator.iter_errors(&front).map(|error| error.to_string()).collect();
        if reported.is_empty() != errors.is_empty() {
            let front = source.slice(file.paper.front().span);
            let name = source.name();
            differ.push(format!("{name}:\n{front}\nprogram: {reported:?}\nschema: {errors:?}"));
        }
        papers += 1;
        faulty += usize::from(!reported.is_empty());
    }
    assert!(differ.is_empty(), "{}", differ.join("\n\n"));
    (papers, faulty)
}

#[test]
fn schema_and_program_agree_on_every_paper_and_fixture() {
    let folder = Folder::new();
    folder.copy(&repository("papers"), ".");
    assert_eq!(agreement(&folder.load()), (10, 0));
    let folder = Folder::new();
    folder.copy(&repository("tests/rules/_project"), ".");
    folder.copy_rule_papers("");
    let (papers, faulty) = agreement(&folder.load());
    assert!(papers > 150 && faulty > 20, "{faulty} of {papers}");
}

/// Whether schema and program accept a file, for each of `texts`.
fn verdicts(
    schema: &Value,
    texts: &[&str],
    read: impl Fn(SourceFile) -> bool,
) -> Vec<(bool, bool)> {
    let validator = validator(schema);
    let verdict = |text: &&str| {
        let file = SourceFile::new("file.yaml", *text);
        let value = yaml::read(&file).unwrap_or(Value::from("unreadable"));
        (validator.is_valid(&value), read(file))
    };
    texts.iter().map(verdict).collect()
}

#[test]
fn settings_are_accepted_by_both_or_by_neither() {
    let run = run_in(Folder::new().path(), &["schema", "--settings"]);
    let schema = serde_json::from_str(&run.stdout).unwrap();
    let own = std::fs::read_to_string(repository("papers/issuepaper.yaml")).unwrap();
    let fits = [
        own.as_str(),
        "# nothing\n",
        "rules:\n",
        "acronyms: [CBP]\nformats: docx\nexclude: a/**\n",
        "acronyms: CBP\nformats:\nexclude:\n",
        "rules: { long-sentence: off, wordy-phrase: { level: error, since: 2025-01 } }\n",
        "formats: [md, docx]\npaper_size: a4\nfonts: fonts\nexclude: ['a/**']\n",
        "overrides: [{ paths: ['a'], series: coac, rules: { bare-url: warning } }]\n",
        "waivers: [{ rule: bare-url, reason: a, by: b, until: 2026-01-01 }]\n",
        "meetings: [{ period: 2024-06, date: 2024-06-26 }]\ndeadlines: [{ what: Papers due, days: 0 }]\n",
    ];
    let fails = [
        "serie: coac\n",
        "series: [coac]\n",
        "paper_size: a5\n",
        "rules: { long-sentence: loud }\n",
        "rules: { long-sentence: { since: 2025-13 } }\n",
        "rules: { long-sentence: { from: 2025-01 } }\n",
        "overrides: [{ path: a }]\n",
        "waivers: [{ reason: a }]\n",
        "acronyms: [[CBP]]\n",
        "exclude: { a: b }\n",
        "meetings: [{ period: June 2024, date: 2024-06-26 }]\n",
        "meetings: [{ period: 2024-06, date: 2024-06-31 }]\n",
        "meetings: [{ period: 2024-06 }]\n",
        "deadlines: [{ what: Papers due, days: -1 }]\n",
        "deadlines: [{ what: Papers due, days: 367 }]\n",
        "deadlines: [{ what: ' !', days: 7 }]\n",
        "deadlines: [{ what: Papers due, weeks: 1 }]\n",
        "meetings: [{ period: 2024-06, date: 2024-06-26, room: A }]\n",
    ];
    let read = |file: SourceFile| Settings::read(file).is_ok();
    assert_eq!(verdicts(&schema, &fits, read), [(true, true); 10]);
    assert_eq!(verdicts(&schema, &fails, read), [(false, false); 18]);
}

#[test]
fn a_registry_is_accepted_by_both_or_by_neither() {
    let own = std::fs::read_to_string(repository("papers/units.yaml")).unwrap();
    let fits = [
        own.as_str(),
        "units: []\n",
        "units: [{ name: A, kind: group, short: [B], aliases: [C], valid: { from: 2024-01, paused: [{ to: 2024-02 }] } }]\n",
    ];
    let fails = [
        "unit: []\n",
        "units: [{ kind: group }]\n",
        "units: [{ name: A, valid: { from: 2024 } }]\n",
        "units: [{ name: A, valid: { since: 2024-01 } }]\n",
    ];
    let read = |file: SourceFile| Registry::read(file).is_ok();
    assert_eq!(verdicts(&schema::registry(), &fits, read), [(true, true); 3]);
    assert_eq!(verdicts(&schema::registry(), &fails, read), [(false, false); 4]);
}

#[test]
fn a_register_is_accepted_by_both_or_by_neither() {
    let block = "blocks: [{ from: '3725', to: '3744', received: 2024-04-02, source: Desk }]\n";
    let fits = [
        "blocks: []\n",
        block,
        "reserved: [{ number: '3734', by: Robin Roe, on: 2024-05-20, series: coac }]\n",
        "assigned: [{ number: 3733-0624, paper: a.md, on: 2024-05-21 }]\n",
        "void: [{ number: '3735', why: lost, on: 2024-05-22 }]\n",
    ];
    let fails = [
        "block: []\n".to_owned(),
        block.replace("'3725'", "first"),
        block.replace("04-02", "04-31"),
        block.replace(", source: Desk", ""),
        fits[2].replace("by: Robin Roe", "for: Robin Roe"),
        fits[3].replace(", on: 2024-05-21", ""),
        fits[4].replace("why: lost", "why: [lost]"),
    ];
    let read = |file: SourceFile| Register::read(file, "issue-paper").is_ok();
    assert_eq!(verdicts(&schema::register(), &fits, read), [(true, true); 5]);
    let fails: Vec<&str> = fails.iter().map(String::as_str).collect();
    assert_eq!(verdicts(&schema::register(), &fails, read), [(false, false); 7]);
}

fn series_findings(file: SourceFile) -> Vec<Finding> {
    let own = [("own/series.yaml".to_owned(), file)].into();
    Library::new(own).series("own").unwrap().err().unwrap_or_default()
}

#[test]
fn a_series_is_accepted_by_both_or_by_neither() {
    let own = |name: &str| {
        std::fs::read_to_string(repository(&format!("templates/{name}/series.yaml"))).unwrap()
    };
    let (general, coac) = (own("issue-paper"), own("coac"));
    let fits = [
        general.as_str(),
        coac.as_str(),
        "extends: issue-paper\nrules: { bare-url: off, long-sentence: { since: 2025-01 } }\n",
        "extends: issue-paper\nfields: [{ id: unit, type: unit, place: head }]\nlimits: { sentence_words: 30 }\n",
    ];
    let fails = [
        "extend: issue-paper\n",
        "fields: [{ label: Unit }]\n",
        "fields: [{ id: unit, type: units }]\n",
        "sections: [{ id: a, min_words: -1 }]\n",
        "revisions: [{ kind: note, form: Note }]\n",
        "headings: { bold_labels: refuse }\n",
        "rules: { bare-url: { level: loud } }\n",
        "number: { binds: [{ group: month }] }\n",
    ];
    let read = |file| series_findings(file).is_empty();
    assert_eq!(verdicts(&schema::series(), &fits, read), [(true, true); 4]);
    assert_eq!(verdicts(&schema::series(), &fails, read), [(false, false); 8]);
}

#[test]
fn every_key_that_a_file_can_have_is_in_its_schema_and_no_other() {
    let run = run_in(Folder::new().path(), &["schema", "--settings"]);
    let settings: Value = serde_json::from_str(&run.stdout).unwrap();
    let findings = |read: Result<(), Vec<Finding>>| read.err().unwrap_or_default();
    let read = |file| findings(Settings::read(file).map(drop));
    assert_eq!(keys::compare(&settings, &read), 7);
    let read = |file| findings(Registry::read(file).map(drop));
    assert_eq!(keys::compare(&schema::registry(), &read), 4);
    let read = |file| findings(Register::read(file, "coac").map(drop));
    assert_eq!(keys::compare(&schema::register(), &read), 9);
    assert_eq!(keys::compare(&schema::series(), &series_findings), 47);
}

#[test]
fn every_key_of_a_schema_has_a_description() {
    let run = run_in(Folder::new().path(), &["schema", "--settings"]);
    let settings: Value = serde_json::from_str(&run.stdout).unwrap();
    for schema in [settings, schema::registry(), schema::register(), schema::series()] {
        assert_eq!(keys::without_description(&schema), Vec::<String>::new());
    }
}

#[test]
fn every_key_of_a_series_has_an_example_and_the_examples_make_a_series() {
    assert_eq!(keys::without_example(&schema::series()), Vec::<String>::new());
    let folder = Folder::new();
    folder.write("issuepaper.yaml", "series: note\n");
    folder.write("templates/note/series.yaml", schema::EVERY_KEY);
    folder.copy(
        &repository("tests/rules/unusable-picture/pass-whole/pictures/bar.svg"),
        "templates/note/seal.svg",
    );
    let head = "title: Faster index\ndate: 2024-05-21\naction_required: Informational\n\
        submitted_by: Alex Doe, Branch\nnote: 2024-07\nstatus: review (second edition)\n\
        created: 2024-05-21\nauthors: Alex Doe (@alex), Robin Roe\n";
    folder.write("notes/2024-07-index/note.yaml", head);
    let section = |name: &str| format!("\n## {name}\n\nThe index is slow.\n");
    let body = ["Background", "Issue", "Current Status", "Summary"].map(section).concat();
    folder.write("notes/2024-07-index/README.md", format!("# TN-2024-07: Faster index\n{body}"));
    let check = run_in(folder.path(), &["check"]);
    assert_eq!(check.code, Some(0), "{}{}", check.stdout, check.stderr);
    assert!(check.stdout.contains("1 paper checked, no findings"), "{}", check.stdout);
}

#[test]
fn a_broken_series_is_named_where_it_keeps_papers_from_being_found() {
    let folder = Folder::new();
    folder.write("issuepaper.yaml", "series: note\n");
    folder.write("templates/note/series.yaml", "files: [\"*/README.md\"]\nnme: Note\n");
    folder.write("a/README.md", "# A\n");
    let check = run_in(folder.path(), &["check"]);
    let expected = "templates/note/series.yaml:2:1: unknown key `nme`";
    assert_eq!((check.code, check.stderr.contains(expected)), (Some(2), true), "{}", check.stderr);
}

#[test]
fn the_command_prints_a_schema_of_the_dialect_it_names() {
    let folder = Folder::new();
    folder.copy(&repository("papers"), ".");
    for arguments in [
        &["schema"][..],
        &["schema", "issue-paper"],
        &["schema", "--settings"],
        &["schema", "--registry"],
        &["schema", "--register"],
        &["schema", "--series-file"],
    ] {
        let run = run_in(folder.path(), arguments);
        assert_eq!(run.code, Some(0), "{}", run.stderr);
        let schema: Value = serde_json::from_str(&run.stdout).unwrap();
        assert!(schema["$schema"].as_str().unwrap().contains("2020-12"));
        jsonschema::meta::validate(&schema).unwrap();
    }
    let own = run_in(folder.path(), &["schema"]);
    assert!(own.stdout.contains("Front matter of the series coac"), "{}", own.stdout);
    let run = run_in(folder.path(), &["schema", "coca"]);
    assert_eq!(run.code, Some(2));
    assert!(run.stderr.contains("the series are"), "{}", run.stderr);
    assert_eq!(run_in(folder.path(), &["schema", "coac", "--settings"]).code, Some(2));
}
