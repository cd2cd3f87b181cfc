//! Paths: as the user writes them, inside and outside a project, from one file to another.

use std::path::{Component, Path, PathBuf};

/// A path as the user would write it, with `/` between its parts on every system.
pub fn display(path: &Path) -> String {
    let text = path.to_string_lossy();
    let text = if std::path::MAIN_SEPARATOR == '/' {
        text.into_owned()
    } else {
        text.replace(std::path::MAIN_SEPARATOR, "/")
    };
    text.strip_prefix("./").map_or(text.clone(), str::to_owned)
}

/// The canonical path of an existing file, however it was named.
pub fn canonical(path: &Path) -> Option<PathBuf> {
    std::fs::canonicalize(path).ok()
}

/// The path with `.` and `..` resolved by name alone.
pub fn normal(path: &Path) -> PathBuf {
    let mut parts = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir
                if matches!(parts.components().next_back(), Some(Component::Normal(_))) =>
            {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    parts
}

/// Whether `path` is below `root`, which is empty for the current folder; by name alone.
pub fn is_inside(path: &Path, root: &Path) -> bool {
    let leads_up = matches!(path.components().next(), Some(Component::ParentDir))
        && root.as_os_str().is_empty();
    path.starts_with(root) && !leads_up
}

/// The path of `target` relative to the file at `from`, as in a link, with `/` between its parts.
pub fn relative_link(from: &Path, target: &Path) -> String {
    let (from, target) = (normal(from), normal(target));
    let folder: Vec<Component<'_>> = from.parent().unwrap_or(Path::new("")).components().collect();
    let parts: Vec<Component<'_>> = target.components().collect();
    let common = folder.iter().zip(&parts).take_while(|(a, b)| a == b).count();
    let up = std::iter::repeat_n(Component::ParentDir, folder.len() - common);
    display(&up.chain(parts[common..].iter().copied()).collect::<PathBuf>())
}

/// The root of the repository around `folder`, an absolute path.
pub fn repository(folder: &Path) -> Option<PathBuf> {
    // A worktree or a submodule has a file with that name.
    folder.ancestors().find(|folder| folder.join(".git").exists()).map(Path::to_owned)
}

/// Names that Windows reserves for devices, with any extension.
const DEVICES: [&str; 4] = ["con", "prn", "aux", "nul"];

/// A file name, without its extension, that is safe on every system and in a URL: letters,
/// digits, `-`, `_` and `.`; each run of anything else becomes one `-`.
pub fn safe_file_name(stem: &str) -> String {
    let mut name = String::with_capacity(stem.len());
    for c in stem.chars() {
        if c.is_alphanumeric() || matches!(c, '-' | '_' | '.') {
            name.push(c);
        } else if !name.ends_with('-') {
            name.push('-');
        }
    }
    let name = name.trim_matches(['-', '.']).to_owned();
    let lower = name.to_lowercase();
    let is_device = DEVICES.contains(&lower.as_str())
        || (lower.len() == 4
            && (lower.starts_with("com") || lower.starts_with("lpt"))
            && lower.ends_with(|c: char| c.is_ascii_digit()));
    if name.is_empty() || is_device {
        format!("paper-{name}").trim_end_matches('-').to_owned()
    } else {
        name
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_safe_everywhere() {
        assert_eq!(safe_file_name("fees, duties: 2024"), "fees-duties-2024");
        assert_eq!(safe_file_name("../../etc/passwd"), "etc-passwd");
        assert_eq!(safe_file_name("CON"), "paper-CON");
        assert_eq!(safe_file_name("???"), "paper");
        assert_eq!(safe_file_name("Zürich"), "Zürich");
    }

    #[test]
    fn a_link_leads_from_one_folder_to_another() {
        let link = |from: &str, to: &str| relative_link(Path::new(from), Path::new(to));
        assert_eq!(link("2024-09/a.md", "2024-06/a.md"), "../2024-06/a.md");
        assert_eq!(link("a.md", "./b.md"), "b.md");
        assert_eq!(link("x/../a.md", "b/c.md"), "b/c.md");
    }
}
