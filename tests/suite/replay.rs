//! What fuzzers found, and where they begin: each file of the corpus is put in again.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;

use crate::fuzz;
use crate::support::{entries, name, repository};

/// What is done with the bytes of a file.
type Target = fn(&[u8]);

/// The fuzz targets.
const TARGETS: [(&str, Target); 9] = [
    ("body", fuzz::body),
    ("document", fuzz::document),
    ("fixes", fuzz::fixes),
    ("front_matter", fuzz::front_matter),
    ("reference", fuzz::reference),
    ("register", fuzz::register),
    ("seal", fuzz::seal),
    ("settings", fuzz::settings),
    ("word", fuzz::word),
];

/// The largest file of the corpus, in bytes.
const MAX_BYTES: usize = 8 * 1024;

#[test]
fn the_corpus_of_the_fuzzers_has_no_fault() {
    let mut faulty = Vec::new();
    for (target, run) in TARGETS {
        let files = entries(&repository("tests/fuzz/corpus").join(target));
        assert!(!files.is_empty(), "{target}");
        for file in files {
            let bytes = std::fs::read(&file).unwrap();
            assert!(bytes.len() <= MAX_BYTES, "{} is too large", file.display());
            if catch_unwind(AssertUnwindSafe(|| run(&bytes))).is_err() {
                faulty.push(format!("{target}/{}", name(&file)));
            }
        }
    }
    assert_eq!(faulty, [] as [&str; 0], "files below tests/fuzz/corpus");
}

#[test]
fn every_target_is_built_and_has_a_corpus() {
    let names = TARGETS.map(|(target, _)| target.to_owned());
    let files = |folder: &str| entries(&repository(folder));
    let stem = |path: &PathBuf| path.file_stem().unwrap().to_str().unwrap().to_owned();
    assert_eq!(files("tests/fuzz/corpus").iter().map(stem).collect::<Vec<_>>(), names);
    assert_eq!(files(".fuzz/targets").iter().map(stem).collect::<Vec<_>>(), names);
    let manifest = std::fs::read_to_string(repository(".fuzz/Cargo.toml")).unwrap();
    let workflow = std::fs::read_to_string(repository(".github/workflows/fuzz.yml")).unwrap();
    for target in names {
        assert!(manifest.contains(&format!("path = \"targets/{target}.rs\"")), "{target}");
        assert!(workflow.contains(&target), "{target}");
    }
}
