//! The list of bundled licenses against what is bundled.

use std::collections::BTreeSet;

use crate::cli::run;
use crate::support::repository;

/// The crates that the list names, `name version`.
fn listed(text: &str) -> BTreeSet<String> {
    let lines: Vec<&str> = text.lines().collect();
    let is_rule = |line: &str| line.len() == 80 && line.chars().all(|c| c == '=');
    let heads = lines.windows(3).filter(|lines| is_rule(lines[0]) && is_rule(lines[2]));
    let names = heads.filter_map(|lines| lines[1].split_once(": ")).flat_map(|it| it.1.split(", "));
    names.filter(|name| name.contains(' ') && !name.contains("Sans")).map(str::to_owned).collect()
}

#[test]
fn every_bundled_crate_is_listed_in_its_version() {
    let output = run(&["--licenses"]);
    assert_eq!((output.code, output.stderr.as_str()), (Some(0), ""));
    let listed = listed(&output.stdout);
    let lock = std::fs::read_to_string(repository("Cargo.lock")).unwrap();
    let value = |line: &str| line.split('"').nth(1).unwrap_or_default().to_owned();
    let packages: Vec<[String; 2]> = lock
        .split("[[package]]")
        .skip(1)
        .map(|package| {
            let mut lines = package.trim().lines().map(value);
            std::array::from_fn(|_| lines.next().unwrap_or_default())
        })
        .collect();
    let locked: BTreeSet<String> = packages.iter().map(|package| package.join(" ")).collect();
    let gone: Vec<_> = listed.difference(&locked).collect();
    assert!(gone.is_empty(), "run `.ci/licenses`: {gone:?} are no longer used");

    let manifest = std::fs::read_to_string(repository("Cargo.toml")).unwrap();
    let dependencies = manifest.split("[dependencies]").nth(1).unwrap();
    let dependencies = dependencies.split("[dev-dependencies]").next().unwrap();
    for line in dependencies.lines().filter(|line| !line.starts_with(['#', '['])) {
        let Some((name, value)) = line.split_once(" = ") else { continue };
        let name =
            value.split("package = \"").nth(1).map_or(name, |it| it.split('"').next().unwrap());
        let is_listed = listed.iter().any(|it| it.split(' ').next() == Some(name));
        assert!(is_listed, "run `.ci/licenses`: {name} is not listed");
    }
    assert!(listed.len() > 300, "{}", listed.len());
}

#[test]
fn the_licenses_of_fonts_are_printed() {
    let text = run(&["--licenses"]).stdout;
    for part in
        ["MIT License", "Public Sans", "Libertinus Serif", "DejaVu", "SIL OPEN FONT LICENSE"]
    {
        assert!(text.contains(part), "{part}");
    }
}
