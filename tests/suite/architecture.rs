//! The house: which module may use which, and how large a file may be.

use std::path::{Path, PathBuf};

use crate::support::{entries, name, repository};

/// The library's modules from the ground up. A module may use only what stands above it in this list.
const LAYERS: [&str; 15] = [
    "text", "workers", "assets", "yaml", "paper", "series", "project", "git", "schema", "check",
    "report", "document", "render", "drafting", "meeting",
];

/// Modules that may not be used although they stand above: checking and rendering never see each other.
const FORBIDDEN: [(&str, &[&str]); 3] = [
    ("check", &["report"]),
    ("document", &["check", "report"]),
    ("render", &["check", "report", "paper", "project"]),
];

/// The longest a file may be, in lines.
const MAX_LINES: usize = 420;

#[test]
fn no_module_reaches_up() {
    let mut seen = Vec::new();
    for file in rust_files(&repository("src")) {
        let Some(module) = module_of(&file).filter(|_| name(&file) != "tests.rs") else { continue };
        let text = std::fs::read_to_string(&file).unwrap();
        for used in used_modules(&text) {
            let at = |name: &str| LAYERS.iter().position(|layer| *layer == name);
            let (Some(own), Some(other)) = (at(&module), at(&used)) else {
                panic!("{}: `{module}` or `{used}` is in no layer", file.display());
            };
            assert!(other <= own, "{}: `{module}` reaches up to `{used}`", file.display());
            let forbidden = FORBIDDEN
                .iter()
                .find(|(name, _)| *name == module)
                .map_or(&[][..], |(_, names)| names);
            assert!(
                !forbidden.contains(&used.as_str()),
                "{}: `{module}` may not see `{used}`",
                file.display()
            );
        }
        seen.push(module);
    }
    for layer in LAYERS {
        assert!(seen.iter().any(|module| module == layer), "`{layer}` is listed and has no file");
    }
}

#[test]
fn only_the_binary_uses_anyhow_and_clap() {
    for file in rust_files(&repository("src")) {
        if module_of(&file).is_some() {
            let text = std::fs::read_to_string(&file).unwrap();
            assert!(!text.contains("anyhow::") && !text.contains("clap::"), "{}", file.display());
        }
    }
}

#[test]
fn only_project_touches_the_file_system() {
    for file in rust_files(&repository("src")) {
        if module_of(&file).is_some_and(|module| module != "project") {
            let text = std::fs::read_to_string(&file).unwrap();
            let program = text.split("#[cfg(test)]").next().unwrap();
            assert!(!program.contains("std::fs"), "{}", file.display());
        }
    }
}

#[test]
fn files_stay_small() {
    for file in rust_files(&repository("src")).into_iter().chain(rust_files(&repository("tests"))) {
        let lines = std::fs::read_to_string(&file).unwrap().lines().count();
        assert!(lines <= MAX_LINES, "{} has {lines} lines", file.display());
    }
}

/// The module of the library that a file belongs to; none for the binary and `lib.rs`.
fn module_of(file: &Path) -> Option<String> {
    let relative = file.strip_prefix(repository("src")).unwrap();
    let first = relative.components().next().unwrap().as_os_str().to_str().unwrap();
    let module = first.trim_end_matches(".rs");
    (!matches!(module, "main" | "lib" | "commands")).then(|| module.to_owned())
}

/// The modules that a file names behind `crate::`.
fn used_modules(text: &str) -> Vec<String> {
    let word = |rest: &str| {
        rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect::<String>()
    };
    let code = text.lines().filter(|line| !line.trim_start().starts_with("//"));
    code.flat_map(|line| line.split("crate::").skip(1).map(word))
        .filter(|word| !word.is_empty())
        .collect()
}

fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in entries(folder) {
        if entry.is_dir() {
            files.extend(rust_files(&entry));
        } else if name(&entry).ends_with(".rs") {
            files.push(entry);
        }
    }
    files
}
