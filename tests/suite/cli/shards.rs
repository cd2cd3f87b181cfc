//! `check --shard K/N`: arguments, exit codes, the summary, reports side by side.

use serde_json::Value;

use super::run_in;
use crate::support::{Folder, repository};

fn sample() -> Folder {
    let folder = Folder::new();
    folder.copy(&repository("papers"), ".");
    folder
}

#[test]
fn a_shard_is_one_of_those_that_there_are() {
    let folder = sample();
    for (shard, what) in [
        ("0/8", "counted from 1"),
        ("9/8", "no part 9 of 8"),
        ("1/0", "N is 1 or more"),
        ("a/b", "write it as K/N"),
        ("3", "write it as K/N"),
        ("-1/8", "write it as K/N"),
    ] {
        let run = run_in(folder.path(), &["check", &format!("--shard={shard}")]);
        assert_eq!(run.code, Some(2), "{shard}");
        assert!(run.stderr.contains(what), "{shard}: {}", run.stderr);
    }
}

#[test]
fn what_changes_or_lists_papers_has_no_shards() {
    let folder = sample();
    for options in [
        &["--fix"][..],
        &["--diff"],
        &["--watch"],
        &["--waivers"],
        &["--update-baseline"],
        &["-", "--stdin-path", "2024-06/a.md"],
        &["-"],
    ] {
        let run = run_in(folder.path(), &[&["check", "--shard", "1/2"], options].concat());
        assert_eq!(run.code, Some(2), "{options:?}: {}", run.stdout);
        assert!(run.stderr.contains("--shard"), "{options:?}: {}", run.stderr);
    }
}

#[test]
fn the_summary_and_the_category_say_which_shard_it_is() {
    let folder = sample();
    let mut count = 0;
    for number in 1..=3 {
        let shard = format!("{number}/3");
        let run = run_in(folder.path(), &["check", "--shard", &shard, "--report", "sarif=c.sarif"]);
        assert_eq!(run.code, Some(0), "{}", run.stdout);
        let summary = run.stdout.lines().last().unwrap().to_owned();
        assert!(summary.contains(&format!(" checked in shard {shard}, no findings")), "{summary}");
        count += summary.split(' ').next().unwrap().parse::<usize>().unwrap();
        let text = std::fs::read_to_string(folder.path().join("c.sarif")).unwrap();
        let sarif: Value = serde_json::from_str(&text).unwrap();
        let id = &sarif["runs"][0]["automationDetails"]["id"];
        assert_eq!(*id, format!("issuepaper/shard-{number}-of-3/"));
        // The next run may replace what this one made.
        let text = run_in(folder.path(), &["check", "--shard", &shard, "-o", "check.txt"]);
        assert_eq!(text.code, Some(0), "{}", text.stderr);
    }
    let whole = run_in(folder.path(), &["check"]).stdout;
    assert_eq!(whole.lines().last(), Some(&*format!("{count} papers checked, no findings")));
}

#[test]
fn a_shard_without_papers_finds_nothing() {
    let folder = sample();
    let paper = "2024-06/forced-labor.md";
    let run =
        |number: u32| run_in(folder.path(), &["check", paper, "--shard", &format!("{number}/2")]);
    let counts: Vec<String> = [run(1), run(2)].map(|run| run.stdout).into_iter().collect();
    let has = |count: &str| counts.iter().any(|text| text.starts_with(count));
    assert!(has("0 papers checked in shard") && has("1 paper checked in shard"), "{counts:?}");
}

#[test]
fn faults_in_the_settings_stop_every_shard_and_are_reported_by_the_first() {
    let folder = sample();
    folder.write("issuepaper.yaml", "series: coac\nrules:\n  no-such-rule: off\n");
    for number in 1..=2 {
        let run = run_in(folder.path(), &["check", "--shard", &format!("{number}/2")]);
        assert_eq!(run.code, Some(2));
        let is_first = number == 1;
        assert_eq!(run.stdout.contains("there is no rule `no-such-rule`"), is_first);
        assert_eq!(run.stderr.contains("which shard 1 reports"), !is_first, "{}", run.stderr);
    }
}

#[test]
fn a_body_that_is_no_text_is_an_error_of_its_shard_alone() {
    let folder = sample();
    let path = folder.path().join("2024-06/forced-labor.md");
    let mut bytes = std::fs::read(&path).unwrap();
    bytes.extend([0, 1, 0xff].repeat(4_000));
    std::fs::write(&path, bytes).unwrap();
    let codes: Vec<_> = ["1/2", "2/2"]
        .map(|shard| run_in(folder.path(), &["check", "--shard", shard]))
        .into_iter()
        .map(|run| (run.code, run.stderr.contains("2024-06/forced-labor.md: is not a text file")))
        .collect();
    assert!(codes.contains(&(Some(2), true)) && codes.contains(&(Some(0), false)), "{codes:?}");
    let whole = run_in(folder.path(), &["check"]);
    assert_eq!(whole.code, Some(2));
    assert!(whole.stderr.contains("2024-06/forced-labor.md: is not a text file"));
}

#[cfg(unix)]
#[test]
fn what_belongs_to_no_paper_and_cannot_be_read_is_an_error_of_the_first_shard() {
    let folder = sample();
    let elsewhere = Folder::new();
    let link = folder.path().join("2024-06/linked");
    std::os::unix::fs::symlink(elsewhere.path(), link).unwrap();
    for number in 1..=3 {
        let run = run_in(folder.path(), &["check", "--shard", &format!("{number}/3")]);
        let is_first = number == 1;
        assert_eq!(run.code, Some(if is_first { 2 } else { 0 }), "{number}: {}", run.stderr);
        assert_eq!(run.stderr.contains("2024-06/linked"), is_first, "{}", run.stderr);
    }
    let run = run_in(folder.path(), &["check", "none.md", "--shard", "2/3"]);
    assert_eq!(run.code, Some(2), "{}", run.stdout);
}
