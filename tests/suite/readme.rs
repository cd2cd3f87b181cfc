//! What the README says is true.

use std::collections::BTreeSet;

use issuepaper::text::source::SourceFile;
use issuepaper::yaml;
use serde_json::Value;

use crate::support::{Folder, repository};

fn readme() -> String {
    std::fs::read_to_string(repository("README.md")).unwrap()
}

/// The fenced blocks of a language.
fn blocks(language: &str) -> Vec<String> {
    let readme = readme();
    let parts = readme.split("\n```");
    parts
        .filter_map(|part| part.strip_prefix(&format!("{language}\n")))
        .map(str::to_owned)
        .collect()
}

#[test]
fn its_paper_settings_registry_and_series_work_together() {
    let folder = Folder::new();
    for block in blocks("yaml") {
        let path = match block.lines().next().unwrap() {
            "# issuepaper.yaml" => "issuepaper.yaml",
            "# units.yaml" => "units.yaml",
            "extends: issue-paper" => "templates/certification/series.yaml",
            "name: Proposal" => "templates/proposal/series.yaml",
            other => panic!("a block that no test reads: {other}"),
        };
        folder.write(path, block);
    }
    for (index, block) in blocks("markdown").into_iter().enumerate() {
        folder.write(&format!("2024-06/paper-{index}.md"), block);
    }
    folder.copy(&repository("tests/fonts"), "fonts");
    folder.write(
        "text/0007-index.md",
        "---\nproposal: 7\ntitle: A shorter index\nauthors: Alex Doe (@alex), Robin Roe (@robin)\n\
         status: Open\nkind: Process\ncreated: 2024-03-12\n---\n\n## Summary\n\nOne entry.\n",
    );
    folder.write("certification.md", "---\nseries: certification\nstage: draft\n---\n");
    let findings: Vec<String> = folder
        .check()
        .iter()
        .map(|finding| format!("{}: {}", finding.rule, finding.message))
        .collect();
    // A form lacks its fields, and the archive that the settings have a waiver and an override for does not exist.
    let is_expected = |finding: &&String| {
        ["missing-", "unused-waiver", "unmatched-pattern"].iter().any(|it| finding.starts_with(it))
    };
    let of_readme: Vec<&String> = findings.iter().filter(|finding| !is_expected(finding)).collect();
    assert!(of_readme.is_empty(), "{of_readme:?}");
    assert!(
        findings.iter().any(|finding| finding == "missing-field: the field `area` is missing"),
        "{findings:?}"
    );
}

#[test]
fn its_finding_is_what_the_program_prints() {
    let folder = Folder::new();
    folder.write("issuepaper.yaml", "series: coac\n");
    let paper = blocks("markdown").remove(0).replace("period: 2024-06", "period: 2024-09");
    folder.write("2024-09/bond.md", paper);
    let findings = folder.check_only("number-period-mismatch");
    let shown = blocks("text").into_iter().find(|block| block.starts_with("error[")).unwrap();
    assert_eq!(folder.text(findings).trim_end(), shown.trim_end());
}

#[test]
fn every_dependency_is_in_the_table() {
    let manifest = std::fs::read_to_string(repository("Cargo.toml")).unwrap();
    let dependencies =
        manifest.split("[dependencies]").nth(1).unwrap().split("\n[").next().unwrap();
    let named: BTreeSet<&str> = dependencies
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.split_once(" ="))
        .map(|(name, _)| name)
        .collect();
    let readme = readme();
    let table: String = readme.lines().filter(|line| line.starts_with('|')).collect();
    for name in &named {
        assert!(table.contains(name), "{name} is missing in the README's table");
    }
    assert!(named.len() > 10);
}

/// The pages for people: the README, and what contributors and users are told elsewhere.
const PAGES: [&str; 6] = [
    "README.md",
    "tests/README.md",
    "benches/README.md",
    ".github/COMPATIBILITY.md",
    ".github/CONTRIBUTING.md",
    ".github/SECURITY.md",
];

/// Where a link leads, and what is in backticks and looks like a path of this repository.
fn paths(page: &str) -> Vec<String> {
    let links = page.split("](").skip(1).filter_map(|rest| rest.split(')').next());
    let links = links.filter(|link| !link.contains("://") && !link.starts_with('#'));
    let words = page.split('`').skip(1).step_by(2).filter(|word| {
        let is_whole = word.chars().all(|c| c.is_ascii_alphanumeric() || "./_-".contains(c));
        let folders = [".ci/", ".github/", "benches/", "src/", "tests/"];
        is_whole && folders.iter().any(|folder| word.starts_with(folder))
    });
    let links = links.map(|link| format!("link {}", link.split('#').next().unwrap()));
    links.chain(words.map(|word| format!("path {word}"))).collect()
}

#[test]
fn every_file_that_a_page_names_exists() {
    for page in PAGES {
        let file = repository(page);
        let text = std::fs::read_to_string(&file).unwrap();
        for place in paths(&text) {
            let target = match place.split_once(' ').unwrap() {
                ("link", link) => file.parent().unwrap().join(link),
                (_, path) => repository(path),
            };
            assert!(target.exists(), "{page}: {place}");
        }
    }
    assert_eq!(paths("See [a](b.md#c), `src/x.rs` and `x/y`."), ["link b.md", "path src/x.rs"]);
}

#[test]
fn every_command_it_shows_exists() {
    let help = crate::cli::run(&["--help"]);
    for line in readme().lines().filter_map(|line| line.split("`issuepaper ").nth(1)) {
        let command: String = line.chars().take_while(char::is_ascii_lowercase).collect();
        assert!(help.stdout.contains(&format!("\n  {command} ")), "{command}");
    }
}

fn value(text: &str) -> Value {
    yaml::read(&SourceFile::new("a.yaml", text.to_owned())).unwrap()
}

#[test]
fn its_workflows_use_the_action_as_it_is() {
    let action = std::fs::read_to_string(repository(".github/actions/check/action.yml")).unwrap();
    let action = value(&action);
    let own = format!("OWNER/issuepaper/.github/actions/check@v{}", env!("CARGO_PKG_VERSION"));
    let mut uses = 0;
    for workflow in blocks("yml").iter().map(|block| value(block)) {
        let jobs = workflow["jobs"].as_object().into_iter().flatten();
        for (_, job) in jobs {
            // Without the history there is nothing to compare with.
            let steps = job["steps"].as_array().unwrap();
            let step = steps.iter().find(|step| step["uses"] == own.as_str()).unwrap();
            let inputs = step["with"].as_object().unwrap();
            for name in inputs.keys() {
                assert!(action["inputs"].get(name).is_some(), "there is no input {name}");
            }
            assert!(!inputs.contains_key("base") || steps[0]["with"]["fetch-depth"] == 0);
            assert_eq!(job["permissions"]["security-events"], "write");
            uses += 1;
        }
    }
    assert_eq!(uses, 2);
}

#[test]
fn its_jobs_and_hooks_are_those_of_the_repository() {
    let version = env!("CARGO_PKG_VERSION");
    let block = |name: &str| {
        blocks("yml").into_iter().find(|block| block.starts_with(&format!("# {name}\n"))).unwrap()
    };
    let job = block(".gitlab-ci.yml");
    assert!(job.contains(&format!("/v{version}/.gitlab/issuepaper.yml\n")));
    let template = std::fs::read_to_string(repository(".gitlab/issuepaper.yml")).unwrap();
    let variables = value(&job);
    for name in variables["variables"].as_object().unwrap().keys() {
        assert!(template.contains(&format!("${{{name}")), "{name}");
    }
    let hook = &value(&block(".pre-commit-config.yaml"))["repos"][0]["hooks"][0];
    let hooks = std::fs::read_to_string(repository(".pre-commit-hooks.yaml")).unwrap();
    let own = &value(&hooks)[0];
    for key in ["id", "name", "entry", "files", "pass_filenames"] {
        assert_eq!(hook[key], own[key], "{key}");
    }
    assert_eq!(hook["additional_dependencies"][0], format!("issuepaper=={version}"));
}

#[test]
fn its_editor_settings_name_the_schemas_that_its_commands_write() {
    let settings: Value = serde_json::from_str(&blocks("json")[0]).unwrap();
    let schemas = settings["yaml.schemas"].as_object().unwrap();
    let commands = blocks("sh").into_iter().find(|block| block.contains("> .vscode")).unwrap();
    let lines: Vec<&str> = commands.lines().filter(|line| line.contains(" > ")).collect();
    assert_eq!(lines.len(), schemas.len());
    for line in lines {
        let (command, file) = line.split_once(" > ").unwrap();
        assert!(schemas.contains_key(file), "{file}");
        let arguments: Vec<&str> = command.split(' ').skip(1).collect();
        let run = crate::cli::run(&arguments);
        assert_eq!(run.code, Some(0), "{command}");
        let schema: Value = serde_json::from_str(&run.stdout).unwrap();
        assert!(jsonschema::meta::is_valid(&schema), "{command}");
    }
}
