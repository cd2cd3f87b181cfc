//! No circles: of two modules beside each other, in whatever folder, at most one needs the other.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use crate::support::{name, repository, rust_files};

/// The path of a module: its names from the root of the library.
type Module = Vec<String>;

#[test]
fn no_two_modules_beside_each_other_need_each_other() {
    let texts: BTreeMap<Module, String> = rust_files(&repository("src"))
        .iter()
        .filter(|file| name(file) != "tests.rs")
        .map(|file| (module(file), code_of(file)))
        .collect();
    let mut needs: BTreeMap<(Module, String), BTreeSet<String>> = BTreeMap::new();
    for (module, text) in &texts {
        for used in used(text, module) {
            let used = (0..=used.len()).rev().map(|end| &used[..end]);
            let Some(used) = used.into_iter().find(|used| texts.contains_key(*used)) else {
                continue;
            };
            let shared = module.iter().zip(used).take_while(|(one, other)| one == other).count();
            if let (Some(own), Some(other)) = (module.get(shared), used.get(shared)) {
                let key = (module[..shared].to_vec(), own.clone());
                needs.entry(key).or_default().insert(other.clone());
            }
        }
    }
    assert!(needs.len() > 100, "modules are found");
    for (folder, own) in needs.keys() {
        let mut path = vec![own.clone()];
        if let Some(circle) = circle(&needs, folder, &mut path, &mut BTreeSet::new()) {
            panic!("in {}: {}", folder.join("/"), circle.join(" needs "));
        }
    }
}

/// The way back to the first module of `path`, if there is one.
fn circle(
    needs: &BTreeMap<(Module, String), BTreeSet<String>>,
    folder: &Module,
    path: &mut Vec<String>,
    seen: &mut BTreeSet<String>,
) -> Option<Vec<String>> {
    let key = (folder.clone(), path.last()?.clone());
    for next in needs.get(&key).into_iter().flatten() {
        path.push(next.clone());
        if path.first() == Some(next) {
            return Some(path.clone());
        }
        if seen.insert(next.clone()) {
            let found = circle(needs, folder, path, seen);
            if found.is_some() {
                return found;
            }
        }
        path.pop();
    }
    None
}

fn module(file: &Path) -> Module {
    let relative = file.strip_prefix(repository("src")).unwrap().with_extension("");
    let mut parts: Module = relative.iter().map(|part| part.to_str().unwrap().to_owned()).collect();
    if ["mod", "lib", "main"].iter().any(|root| parts.last().is_some_and(|part| part == root)) {
        parts.pop();
    }
    parts
}

/// The text of a file without its tests and comments.
fn code_of(file: &Path) -> String {
    let text = std::fs::read_to_string(file).unwrap();
    let text = text.split("#[cfg(test)]\nmod ").next().unwrap_or_default();
    let code = text.lines().map(|line| line.split("//").next().unwrap_or_default());
    code.collect::<Vec<_>>().join("\n")
}

/// What the text of `module` names, as paths from the root of the library.
fn used(text: &str, module: &Module) -> Vec<Module> {
    let mut all = Vec::new();
    for root in ["crate::", "super::", "self::"] {
        for (at, _) in text.match_indices(root) {
            let is_whole = !text[..at].ends_with(|c: char| c.is_alphanumeric() || ":_".contains(c));
            if is_whole {
                expand(&mut text[at..].chars().peekable(), &mut Vec::new(), &mut all);
            }
        }
    }
    all.into_iter().map(|path| from_root(&path, module)).collect()
}

/// Reads one path, with the groups in it: `a::{b, c::d}` is two.
fn expand(
    text: &mut std::iter::Peekable<std::str::Chars<'_>>,
    prefix: &mut Module,
    all: &mut Vec<Module>,
) {
    let depth = prefix.len();
    loop {
        while text.next_if(|c| c.is_whitespace()).is_some() {}
        if text.next_if_eq(&'{').is_some() {
            while text.peek().is_some_and(|c| *c != '}') {
                expand(text, prefix, all);
                while text.next_if(|c| *c != ',' && *c != '}').is_some() {}
                while text.next_if(|c| *c == ',' || c.is_whitespace()).is_some() {}
            }
            text.next();
            break;
        }
        let word: String =
            std::iter::from_fn(|| text.next_if(|c| c.is_alphanumeric() || *c == '_')).collect();
        if !word.is_empty() {
            prefix.push(word);
        }
        if text.next_if_eq(&':').is_none() || text.next_if_eq(&':').is_none() {
            all.push(prefix.clone());
            break;
        }
    }
    prefix.truncate(depth);
}

fn from_root(path: &[String], module: &Module) -> Module {
    let mut base = if path[0] == "crate" { Vec::new() } else { module.clone() };
    let rest = path.iter().skip_while(|part| {
        if *part == "super" {
            base.pop();
        }
        ["crate", "self", "super"].contains(&part.as_str())
    });
    let rest: Module = rest.cloned().collect();
    base.extend(rest);
    base
}

#[test]
fn groups_and_roots_are_read() {
    let module = ["project", "walk"].map(str::to_owned).to_vec();
    let text = "use super::{a::{B, c}, d};\nlet x = crate::e::f(super::super::g::h);";
    let found: BTreeSet<String> =
        used(text, &module).into_iter().map(|path| path.join("/")).collect();
    let expected = ["e/f", "g/h", "project/a/B", "project/a/c", "project/d"];
    assert_eq!(found.into_iter().collect::<Vec<_>>(), expected);
}
