//! Numbers, forms and stages of series that a project makes of data alone.

use super::{Run, run_in};
use crate::support::Folder;

const PROPOSALS: &str = "\
name: Proposal
files: [\"text/p-{number}.md\"]
roles: { number: pip, stage: status, title: title }
stages: { order: [Draft, Final, Withdrawn, Moved], default: Draft, frozen_from: Final }
number: { label: P-, pattern: \"[1-9][0-9]*\", form: N, example: \"1559\", allowed_from: Draft }
fields:
  - { id: pip, label: Number, type: integer, required_from: Draft }
  - { id: title, label: Title, required_from: Draft }
  - { id: status, label: Status, required_from: Draft }
sections: [{ id: summary, heading: Summary, required_from: Draft }]
";

fn project(series: &str) -> Folder {
    let folder = Folder::new();
    folder.write("issuepaper.yaml", "series: proposal\nformats: [html]\n");
    folder.write("numbers.yaml", "");
    folder.write("templates/proposal/series.yaml", series);
    folder
}

fn paper(head: &str) -> String {
    format!("---\n{head}title: One\nstatus: Draft\n---\n\n## Summary\n\nText.\n")
}

fn number(folder: &Folder, arguments: &[&str]) -> Run {
    run_in(folder.path(), &[&["number"], arguments].concat())
}

#[test]
fn a_number_is_written_into_a_field_that_is_empty() {
    for empty in ["pip:", "pip: ", "pip: # later", "pip: ~", "pip: null", "pip: \"\"", ""] {
        let after = if empty.ends_with("later") { " # later" } else { "" };
        let line = |number: &str| format!("pip: {number}{after}\n");
        let head = if empty.is_empty() { String::new() } else { format!("{empty}\n") };
        let folder = project(PROPOSALS);
        folder.write("text/p-2.md", paper(&head));
        let assign = number(&folder, &["assign", "text/p-2.md"]);
        assert_eq!((assign.code, &*assign.stdout), (Some(0), "2\n"), "{}", assign.stderr);
        assert!(folder.read("text/p-2.md").contains(&line("2")), "{}", folder.read("text/p-2.md"));
        let check = run_in(folder.path(), &["check"]);
        assert_eq!(check.code, Some(0), "{empty}: {}", check.stdout);
        if empty.is_empty() {
            continue;
        }
        folder.write("numbers.yaml", "");
        folder.write("text/p-2.md", paper(&head));
        let renumber = number(&folder, &["renumber", "text/p-2.md", "5"]);
        assert_eq!(renumber.code, Some(0), "{}", renumber.stderr);
        assert!(folder.read("text/p-5.md").contains(&line("5")), "{}", folder.read("text/p-5.md"));
        let check = run_in(folder.path(), &["check"]);
        assert_eq!(check.code, Some(0), "{empty}: {}", check.stdout);
    }
}

#[test]
fn the_next_number_is_the_one_that_is_assigned() {
    for (pattern, example, block, next) in [
        ("[0-9]{3}", "007", "001..009", "001"),
        ("[0-9]+", "12", "3..9", "3"),
        ("[1-9][0-9]*", "1559", "3..9", "3"),
        ("(?P<n>[0-9]{3})", "007", "003..009", "003"),
        ("P-[0-9]+", "P-12", "3..9", "P-3"),
    ] {
        let series = format!(
            "name: Memo\nroles: {{ number: no }}\nstages: {{ order: [open], default: open }}\n\
             number: {{ pattern: \"{pattern}\", example: \"{example}\", allowed_from: open }}\n\
             fields: [{{ id: no, label: Number }}, {{ id: title, label: Title }}]\n"
        );
        let folder = project(&series);
        folder.write("a.md", "---\ntitle: A\nno:\n---\n\nText.\n");
        let receive = number(&folder, &["receive", block, "--from", "Desk"]);
        assert_eq!(receive.code, Some(0), "{pattern}: {}", receive.stderr);
        let serial = next.trim_start_matches("P-");
        assert_eq!(number(&folder, &["next"]).stdout.trim(), serial, "{pattern}");
        let assign = number(&folder, &["assign", "a.md"]);
        assert_eq!(assign.stdout.trim(), next, "{pattern}: {}", assign.stderr);
        assert!(folder.read("a.md").contains(&format!("no: \"{next}\"\n")), "{pattern}");
    }
}

#[test]
fn a_series_whose_numbers_are_not_counted_says_what_to_name() {
    let series = "name: Memo\nroles: { number: no }\nstages: { order: [open], default: open }\n\
                  number: { pattern: \"[A-Z]-[0-9]+\", form: A-N, example: G-1 }\n\
                  fields: [{ id: no, label: Number }]\n";
    let folder = project(series);
    folder.write("a.md", "---\nno:\n---\n\nText.\n");
    for arguments in [&["next"][..], &["assign", "a.md"], &["receive", "1..9", "--from", "Desk"]] {
        let run = number(&folder, arguments);
        let has_help = run.stderr.contains("as in `(?P<serial>[0-9]+)`");
        assert!(run.code == Some(2) && has_help, "{arguments:?}: {}", run.stderr);
    }
    let named = number(&folder, &["assign", "a.md", "G-7"]);
    assert_eq!((named.code, named.stdout.trim()), (Some(0), "G-7"), "{}", named.stderr);
}

#[test]
fn a_number_in_the_name_alone_is_in_the_register_and_stays_in_the_name() {
    let folder = Folder::new();
    folder.write(
        "docs/adr/0001-use-two-desks.md",
        "# Use two desks\n\n## Context\n\nOne is full.\n\n## Decision\n\nWe use two.\n",
    );
    assert_eq!(run_in(folder.path(), &["init", "--series", "adr"]).code, Some(0));
    for arguments in [&["rebuild"][..], &["assign", "docs/adr/0001-use-two-desks.md"]] {
        let run = number(&folder, arguments);
        assert_eq!(run.code, Some(0), "{}", run.stderr);
        let check = run_in(folder.path(), &["check"]);
        assert!(check.stdout.contains("no findings"), "{}", check.stdout);
    }
    folder.write(
        "docs/adr/0002-use-three.md",
        "# Use three desks\n\n## Context\n\nTwo are full.\n\n## Decision\n\nWe use three.\n",
    );
    let check = run_in(folder.path(), &["check"]);
    assert!(check.stdout.contains("the register has no number `0002`"), "{}", check.stdout);
    number(&folder, &["assign", "docs/adr/0002-use-three.md"]);
    let check = run_in(folder.path(), &["check"]);
    assert!(check.stdout.contains("no findings"), "{}", check.stdout);
    let back = number(&folder, &["unassign", "docs/adr/0002-use-three.md"]);
    assert!(back.stderr.contains("still has the number 0002 in its name"), "{}", back.stderr);
}

#[test]
fn a_withdrawn_paper_is_at_the_stage_of_that_name() {
    for (stages, expected) in
        [("", "status: Withdrawn\n"), (", withdrawn: Moved", "status: Moved\n")]
    {
        let end = "frozen_from: Final";
        let folder = project(&PROPOSALS.replace(end, &format!("{end}{stages}")));
        let text = paper("pip: 2\n").replace("status: Draft", "status: Final");
        folder.write("text/p-2.md", text);
        number(&folder, &["rebuild"]);
        let publish = run_in(folder.path(), &["publish", "text/p-2.md"]);
        assert_eq!(publish.code, Some(0), "{}", publish.stderr);
        let run = run_in(folder.path(), &["withdraw", "text/p-2.md", "--why", "It is gone"]);
        assert_eq!(run.code, Some(0), "{}", run.stderr);
        assert!(folder.read("text/p-2.md").contains(expected), "{}", folder.read("text/p-2.md"));
    }
    let folder = project(&PROPOSALS.replace("frozen_from: Final", "frozen_from: never"));
    folder.write("text/p-2.md", paper("pip: 2\n"));
    let run = run_in(folder.path(), &["withdraw", "text/p-2.md", "--why", "It is gone"]);
    assert!(
        run.stderr.contains("does not say at which stage papers are published"),
        "{}",
        run.stderr
    );
}

#[test]
fn keys_of_a_mapping_are_there_by_stage_alone() {
    let field = "  - id: release\n    type: mapping\n    fields:\n      - { id: name, required_from: Draft }\n      \
                 - { id: day, type: date, required_from: Final }\nsections";
    let folder = project(&PROPOSALS.replace("sections", field));
    folder.write("text/p-2.md", paper("pip: 2\nrelease: { name: a }\n"));
    let check = run_in(folder.path(), &["check"]);
    assert!(check.stdout.contains("the register has no number"), "{}", check.stdout);
    assert!(!check.stdout.contains("`day`"), "{}", check.stdout);
    let text = folder.read("text/p-2.md").replace("status: Draft", "status: Final");
    folder.write("text/p-2.md", text);
    let check = run_in(folder.path(), &["check"]);
    assert!(check.stdout.contains("`day`"), "{}", check.stdout);
    for key in
        ["required_when: { status: Final }", "allowed_when: { status: Final }", "unique: true"]
    {
        let field = field.replace("required_from: Final", key);
        folder.write("templates/proposal/series.yaml", PROPOSALS.replace("sections", &field));
        let check = run_in(folder.path(), &["check"]);
        assert!(check.stdout.contains("has no effect"), "{key}: {}{}", check.stdout, check.stderr);
    }
}

#[test]
fn a_form_has_what_a_condition_asks_for_that_holds_for_it() {
    let more = "  - { id: reviewers, label: Reviewers, required_when: { status: Draft } }\n  \
                - { id: reason, label: Reason, required_when: { status: Withdrawn } }\nsections";
    let series = PROPOSALS.replace("sections", more).replace(
        "required_from: Draft }]",
        "required_from: Draft }, { id: open, heading: Open Questions, required_when: { status: Draft } }]",
    );
    let folder = project(&series);
    let new = run_in(folder.path(), &["new", "Two desks"]);
    assert_eq!(new.stdout.trim(), "text/p-1.md", "{}", new.stderr);
    let text = folder.read("text/p-1.md");
    assert!(text.contains("\nreviewers:\n") && text.contains("\n## Open Questions\n"), "{text}");
    assert!(!text.contains("reason:"), "{text}");
}

#[test]
fn a_form_is_a_paper_of_its_series_or_is_not_written() {
    let series = PROPOSALS
        .replace("text/p-{number}.md", "keps/{owning-sig}/{number}-*/README.md")
        .replace("sections", "  - { id: owning-sig, label: Group, required_from: Draft }\n  - { id: kind, label: Kind }\nsections")
        .replace("roles", "papers_when: { kind: Standard }\nfront_matter_file: kep.yaml\nroles");
    let folder = project(&series);
    let new = run_in(folder.path(), &["new", "Foo bar"]);
    let message = "nothing says what stands for `{owning-sig}`; name the file with --output";
    assert!(new.code == Some(2) && new.stderr.contains(message), "{}", new.stderr);
    assert!(!folder.path().join("foo-bar.md").exists());
    let path = "keps/net/7-foo-bar/README.md";
    let new = run_in(folder.path(), &["new", "Foo bar", "-o", path]);
    assert_eq!(new.code, Some(0), "{}", new.stderr);
    let front = folder.read("keps/net/7-foo-bar/kep.yaml");
    for line in ["pip: 7\n", "owning-sig: net\n", "kind: Standard\n", "title: Foo bar\n"] {
        assert!(front.contains(line), "{line}{front}");
    }
    let check = run_in(folder.path(), &["check", path]);
    assert!(check.stdout.contains("1 paper checked"), "{}{}", check.stdout, check.stderr);
    let check = run_in(folder.path(), &["check", "keps/net/7-foo-bar/kep.yaml"]);
    let message = "is the front matter of `keps/net/7-foo-bar/README.md`";
    assert!(check.stderr.contains(message), "{}{}", check.stdout, check.stderr);
    folder.write("keps/net/8-other/README.md", paper("pip: 8\nkind: Other\n"));
    let check = run_in(folder.path(), &["check", "keps/net/8-other/README.md"]);
    let message = "one at such a path is of `proposal` if `kind` is `Standard`";
    assert!(check.stderr.contains(message), "{}{}", check.stdout, check.stderr);
}

#[test]
fn a_paper_that_is_carried_forward_has_the_next_number_in_its_name() {
    let folder = Folder::new();
    folder.write(
        "docs/adr/0003-use-bar.md",
        "# Use bar\n\n## Context\n\nText.\n\n## Decision\n\nWe use it.\n",
    );
    run_in(folder.path(), &["init", "--series", "adr"]);
    let new = run_in(folder.path(), &["new", "--from", "docs/adr/0003-use-bar.md"]);
    assert!(new.stdout.starts_with("docs/adr/0004-use-bar.md\n"), "{}{}", new.stdout, new.stderr);
    assert!(folder.read("docs/adr/0004-use-bar.md").starts_with("# Use bar\n"));
    let new = run_in(folder.path(), &["new", "Use baz"]);
    assert_eq!(new.stdout.trim(), "docs/adr/0005-use-baz.md", "{}", new.stderr);
    let folder = project(PROPOSALS);
    folder.write("text/p-2.md", paper("pip: 2\n"));
    let new = run_in(folder.path(), &["new", "--from", "text/p-2.md"]);
    assert!(new.stdout.starts_with("text/p-3.md\n"), "{}{}", new.stdout, new.stderr);
    assert!(folder.read("text/p-3.md").contains("pip: 3\n"));
}

#[test]
fn a_number_with_zeros_is_in_quotes_and_a_form_without_fields_has_no_fences() {
    let series = PROPOSALS.replace("[1-9][0-9]*", "[0-9]{4}").replace("1559", "0119");
    let folder = project(&series);
    run_in(folder.path(), &["new", "One"]);
    assert!(folder.read("text/p-0001.md").contains("pip: \"0001\"\n"));
    let series = "name: Record\nfiles: [\"{number}-*.md\"]\nroles: { title: title }\n\
                  stages: { order: [open], default: open }\nheadings: { title: true }\n\
                  number: { pattern: \"[0-9]{4}\", example: \"0012\" }\nfields: [{ id: title }]\n";
    let folder = project(series);
    let new = run_in(folder.path(), &["new", "Use foo"]);
    assert_eq!(new.code, Some(0), "{}", new.stderr);
    assert_eq!(folder.read("0001-use-foo.md"), "# Use foo\n");
}

#[test]
fn a_built_in_series_in_a_project_s_own_words_keeps_its_place() {
    let folder = Folder::new();
    run_in(folder.path(), &["init", "--series", "eip"]);
    folder.write("templates/eip/series.yaml", "extends: eip\nname: Our Proposal\n");
    folder.write("README.md", "# About\n");
    folder.write("notes.md", "# Notes\n");
    let check = run_in(folder.path(), &["check"]);
    assert!(check.stdout.contains("1 paper checked, no findings"), "{}", check.stdout);
    folder.write("templates/other/series.yaml", "extends: eip\nname: Other\n");
    folder.write("issuepaper.yaml", "series: other\n");
    let check = run_in(folder.path(), &["check"]);
    assert!(check.stdout.contains("2 papers checked"), "{}", check.stdout);
}

#[test]
fn messages_and_pages_have_the_keys_and_labels_of_the_series() {
    let more = "  - { id: see-also, type: list, items: { type: reference } }\nlook: { facts: [number] }\nsections";
    let series = PROPOSALS
        .replace("allowed_from: Draft", "allowed_from: Final")
        .replace("title: title }", "title: title, related: see-also }")
        .replace("label: Number", "label: Proposal")
        .replace("sections", more);
    let folder = project(&series);
    folder.write("text/p-1.md", paper("pip: 1\nsee-also: [2]\n"));
    folder.write("text/p-2.md", paper("pip: 2\n"));
    let check = run_in(folder.path(), &["check"]);
    assert!(check.stdout.contains("add it to `see-also` there"), "{}", check.stdout);
    let assign = number(&folder, &["assign", "text/p-1.md"]);
    assert!(assign.stderr.contains("set `status: Final`"), "{}", assign.stderr);
    let page = run_in(folder.path(), &["render", "text/p-1.md", "--to", "html", "-o", "-"]);
    assert!(page.stdout.contains("<dt>Proposal</dt>"), "{}", page.stderr);
}
