//! The architecture: which module may use which, and how large a file may be.

use std::path::Path;

use crate::support::{name, repository, rust_files};

/// The library's modules, from the lowest layer up. A module may use only modules that come before it in this list.
const LAYERS: [&str; 26] = [
    "text", "workers", "assets", "word", "yaml", "paper", "series", "project", "git", "schema",
    "document", "compare", "render", "pages", "check", "live", "report", "numbers", "assist",
    "drafting", "learn", "import", "review", "meeting", "publish", "preview",
];

/// Modules that must not be used although they come before. Rules see neither rendering nor git: they depend on the
/// project and the day alone, and anything else they need is computed beforehand.
const FORBIDDEN: [(&str, &[&str]); 2] =
    [("check/rules", &["git", "document", "render", "pages"]), ("render", &["paper", "project"])];

/// The maximum length of a file, in lines.
const MAX_LINES: usize = 400;

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
            let is_forbidden = FORBIDDEN.iter().any(|(folder, names)| {
                file.starts_with(repository("src").join(folder)) && names.contains(&used.as_str())
            });
            assert!(!is_forbidden, "{}: must not use `{used}`", file.display());
        }
        seen.push(module);
    }
    for layer in LAYERS {
        assert!(seen.iter().any(|module| module == layer), "`{layer}` is listed but has no file");
    }
}

/// What others wrote is printed by few functions, so that no terminal and no log acts on it.
#[test]
fn commands_print_lines_in_one_way() {
    let folder = repository("src/commands");
    let own = ["shared/mod.rs", "new/ask.rs", "verify.rs"].map(|path| folder.join(path));
    for file in rust_files(&folder).iter().filter(|file| !own.contains(file)) {
        let text = std::fs::read_to_string(file).unwrap();
        for way in ["writeln!(", "write!(", "::to_writer", "print!(", "println!("] {
            assert!(!text.contains(way), "{}: {way}…) instead of `put`", file.display());
        }
    }
}

/// A command has arguments, terminal output and exit codes; what two of them need is in `shared` or in the
/// library.
#[test]
fn no_command_uses_another() {
    let folder = repository("src/commands");
    let table = std::fs::read_to_string(folder.join("mod.rs")).unwrap();
    let rows = table.split("commands! {").nth(1).unwrap().split('}').next().unwrap();
    let commands: Vec<&str> =
        rows.lines().filter_map(|row| row.split("=> ").nth(1)?.strip_suffix(',')).collect();
    assert!(commands.len() > 10, "{commands:?}");
    for file in rust_files(&folder) {
        let path = file.strip_prefix(&folder).unwrap();
        let own = path.components().next().unwrap().as_os_str().to_str().unwrap();
        let own = own.trim_end_matches(".rs");
        if own == "mod" {
            continue;
        }
        // In a command's own folder, `super` is the command itself.
        let is_nested = path.components().count() > 1 && name(&file) != "mod.rs";
        let up = if is_nested { "super::super::" } else { "super::" };
        let text = std::fs::read_to_string(&file).unwrap();
        for command in commands.iter().filter(|command| **command != own) {
            for prefix in [up, "crate::commands::"] {
                let uses = text.contains(&format!("{prefix}{command}::"));
                assert!(!uses, "{}: uses the command `{command}`", path.display());
            }
        }
    }
}

#[test]
fn the_library_neither_prints_nor_ends_the_program() {
    for file in rust_files(&repository("src")).iter().filter(|file| module_of(file).is_some()) {
        let text = std::fs::read_to_string(file).unwrap();
        let program = text.split("#[cfg(test)]").next().unwrap();
        for call in [
            "println!",
            "eprint",
            "io::stdout",
            "io::stderr",
            "process::exit",
            "Local::now",
            "Utc::now",
        ] {
            assert!(!program.contains(call), "{}: {call}", file.display());
        }
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

/// The Markdown is parsed in one place, so that rules and pages can't disagree on what a paper says.
#[test]
fn only_one_module_uses_the_markdown_parser() {
    let home = repository("src/paper/markdown");
    for file in rust_files(&repository("src")).iter().filter(|file| !file.starts_with(&home)) {
        let text = std::fs::read_to_string(file).unwrap();
        assert!(!text.contains("pulldown_cmark"), "{}", file.display());
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
fn only_two_modules_start_a_process() {
    for file in rust_files(&repository("src")).iter().filter(|file| module_of(file).is_some()) {
        let text = std::fs::read_to_string(file).unwrap();
        let program = text.split("#[cfg(test)]").next().unwrap();
        let may = file.ends_with("workers/process.rs") || module_of(file).unwrap() == "git";
        assert!(may || !program.contains("Command::new"), "{}", file.display());
    }
}

#[test]
fn files_stay_small() {
    for file in rust_files(&repository("src")).into_iter().chain(rust_files(&repository("tests"))) {
        let lines = std::fs::read_to_string(&file).unwrap().lines().count();
        assert!(lines <= MAX_LINES, "{} has {lines} lines", file.display());
    }
}

/// The formats of pages that no other module may name: whatever is special about one is in its row. `md` is also
/// the extension of the papers themselves.
const PAGE_FORMATS: [&str; 5] = ["html", "fragment", "txt", "docx", "pdf"];

/// Where they may be named nevertheless: the project reads the files of a series, some of which are templates, and files
/// of others are known by their endings.
const MAY_NAME_FORMATS: [&str; 2] = ["src/project/open.rs", "src/import/kind.rs"];

#[test]
fn only_rendering_names_a_page_format() {
    let formats: Vec<&str> = issuepaper::render::FORMATS.iter().map(|format| format.name).collect();
    for name in PAGE_FORMATS {
        assert!(formats.contains(&name) && formats.len() == PAGE_FORMATS.len() + 1, "{formats:?}");
    }
    let is_named = |line: &str, name: &str| {
        !line.trim_start().starts_with("//")
            && !line.contains("feature = ")
            && line.contains(&format!("\"{name}\""))
    };
    for file in rust_files(&repository("src")) {
        let path = file.strip_prefix(repository("")).unwrap();
        if path.starts_with("src/render")
            || MAY_NAME_FORMATS.iter().any(|known| path == Path::new(known))
        {
            continue;
        }
        let makes_pages = ["src/pages", "src/commands/render"];
        let is_page_maker = makes_pages.iter().any(|folder| path.starts_with(folder));
        let text = std::fs::read_to_string(&file).unwrap();
        for line in text.split("#[cfg(test)]\nmod tests").next().unwrap().lines() {
            let markdown = is_page_maker.then_some("md");
            for name in PAGE_FORMATS.into_iter().chain(markdown) {
                assert!(!is_named(line, name), "{}: {line}", path.display());
            }
        }
    }
}

/// The module of the library that a file belongs to; none for the binary, the build script and `lib.rs`.
fn module_of(file: &Path) -> Option<String> {
    let relative = file.strip_prefix(repository("src")).unwrap();
    let first = relative.components().next().unwrap().as_os_str().to_str().unwrap();
    let module = first.trim_end_matches(".rs");
    (!matches!(module, "build" | "main" | "lib" | "commands")).then(|| module.to_owned())
}

/// The modules that a file names after `crate::`.
fn used_modules(text: &str) -> Vec<String> {
    let word = |rest: &str| {
        rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect::<String>()
    };
    let code = text.lines().filter(|line| !line.trim_start().starts_with("//"));
    code.flat_map(|line| line.split("crate::").skip(1).map(word))
        .filter(|word| !word.is_empty())
        .collect()
}
