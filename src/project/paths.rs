//! Paths: as the user writes them, inside and outside a project, from one file to another.

use std::borrow::Cow;
use std::fmt::Write;
use std::path::{Component, Path, PathBuf};

/// A path as the user would write it, with `/` between its parts on every system. Names that differ only in bytes that
/// are no text are different names: such a byte is written `\xE9`.
pub fn display(path: &Path) -> String {
    let text = path.to_str().map_or_else(|| Cow::Owned(spelled(path)), with_slashes);
    text.strip_prefix("./").map_or_else(|| text.clone().into_owned(), str::to_owned)
}

/// The name of a path that is no text.
fn spelled(path: &Path) -> String {
    let mut text = String::new();
    for chunk in path.as_os_str().as_encoded_bytes().utf8_chunks() {
        text.push_str(&with_slashes(chunk.valid()));
        for byte in chunk.invalid() {
            let _ = write!(text, "\\x{byte:02X}");
        }
    }
    text
}

fn with_slashes(text: &str) -> Cow<'_, str> {
    match std::path::MAIN_SEPARATOR {
        '/' => Cow::Borrowed(text),
        separator => Cow::Owned(text.replace(separator, "/")),
    }
}

/// The canonical path of an existing file, however it was named.
pub fn canonical(path: &Path) -> Option<PathBuf> {
    std::fs::canonicalize(path).ok()
}

/// The path with `.` and `..` resolved by name alone, as it is written from the current folder: the path does not
/// leave that folder and enter it again, as `../2024-06/a.md` does in `2024-06`. So a file below the root of a project
/// has one path, whichever folder the root was found from.
pub fn normal(path: &Path) -> PathBuf {
    let path = by_name(path);
    if !leads_up(&path) {
        return path;
    }
    match std::env::current_dir() {
        Ok(here) => from_here(&path, &here),
        Err(_) => path,
    }
}

/// A path in a project, as a file of the project names it, in the one form that it has: `./a.md` is `a.md`.
pub(in crate::project) fn inner(path: String) -> String {
    let is_odd = |part: &str| matches!(part, "" | "." | "..");
    if path.split('/').any(is_odd) { display(&by_name(Path::new(&path))) } else { path }
}

/// The path with `.` and `..` resolved by name alone.
fn by_name(path: &Path) -> PathBuf {
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

/// Whether a path begins with a step out of the folder that it starts at.
pub(super) fn leads_up(path: &Path) -> bool {
    matches!(path.components().next(), Some(Component::ParentDir))
}

/// `path`, which is resolved by name and relative to the folder `here`, without the steps out of that folder that it
/// takes back.
fn from_here(path: &Path, here: &Path) -> PathBuf {
    let is_up = |part: &Component<'_>| matches!(part, Component::ParentDir);
    let ups = path.components().take_while(is_up).count();
    let names: Vec<Component<'_>> = here.components().collect();
    let Some(left) = names.len().checked_sub(ups).map(|kept| &names[kept..]) else {
        return path.to_owned();
    };
    let below: Vec<Component<'_>> = path.components().skip(ups).collect();
    let back = left.iter().zip(&below).take_while(|(a, b)| a == b).count();
    let up = std::iter::repeat_n(Component::ParentDir, ups - back);
    up.chain(below[back..].iter().copied()).collect()
}

/// The path from the folder `root` to `path`, by name alone; none if it is not below. An empty path is the current
/// folder.
pub fn within(path: &Path, root: &Path) -> Option<PathBuf> {
    let (path, root) = alike(path, root);
    path.strip_prefix(root).ok().map(Path::to_owned)
}

/// Whether `path` is below `root`, which is empty for the current folder; by name alone.
pub fn is_inside(path: &Path, root: &Path) -> bool {
    within(path, root).is_some()
}

/// Both paths resolved by name, and from the root of the file system unless both are below the current folder.
fn alike(one: &Path, other: &Path) -> (PathBuf, PathBuf) {
    let (one, other) = (normal(one), normal(other));
    let is_below = |path: &Path| !path.is_absolute() && !leads_up(path);
    if is_below(&one) && is_below(&other) {
        return (one, other);
    }
    (absolute(&one), absolute(&other))
}

/// The path from the root of the file system, by name alone.
pub fn absolute(path: &Path) -> PathBuf {
    let path = if path.as_os_str().is_empty() { Path::new(".") } else { path };
    by_name(&std::path::absolute(path).unwrap_or_else(|_| path.to_owned()))
}

/// The path of `target` relative to the file at `from`, as in a link, with `/` between its parts.
pub fn relative_link(from: &Path, target: &Path) -> String {
    let (from, target) = alike(from, target);
    let folder: Vec<Component<'_>> = from.parent().unwrap_or(Path::new("")).components().collect();
    let parts: Vec<Component<'_>> = target.components().collect();
    let common = folder.iter().zip(&parts).take_while(|(a, b)| a == b).count();
    let up = std::iter::repeat_n(Component::ParentDir, folder.len() - common);
    display(&up.chain(parts[common..].iter().copied()).collect::<PathBuf>())
}

/// What makes a folder a repository: a folder with this name, or a file in a worktree or a submodule.
pub const GIT: &str = ".git";

/// The root of the repository around `folder`, an absolute path.
pub fn repository(folder: &Path) -> Option<PathBuf> {
    folder.ancestors().find(|folder| folder.join(GIT).exists()).map(Path::to_owned)
}

/// The most bytes of a file that names the folder of a repository.
const MAX_GIT_FILE: u64 = 64 * 1024;

/// The folder with the state of the working tree of the repository in `root`: its `.git`, or what that file names in a
/// worktree or a submodule ([gitrepository-layout](https://git-scm.com/docs/gitrepository-layout)).
pub fn git_folder(root: &Path) -> Option<PathBuf> {
    let git = root.join(GIT);
    if git.is_dir() {
        return Some(git);
    }
    // Nothing else is opened: a pipe would wait for ever.
    let length = std::fs::metadata(&git).ok().filter(std::fs::Metadata::is_file)?.len();
    let text = (length <= MAX_GIT_FILE).then(|| std::fs::read_to_string(git).ok()).flatten()?;
    let folder = text.strip_prefix("gitdir:")?.trim();
    let folder = Some(root.join(folder)).filter(|_| !folder.is_empty());
    folder.filter(|folder| folder.is_dir())
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
    #[cfg(unix)]
    fn names_that_are_no_text_differ() {
        use std::ffi::OsStr;
        use std::os::unix::ffi::OsStrExt;
        let shown = |bytes: &[u8]| display(Path::new(OsStr::from_bytes(bytes)));
        assert_eq!(shown(b"./2024/a\xe9.md"), "2024/a\\xE9.md");
        assert_eq!(shown(b"\xe8\xe9"), "\\xE8\\xE9");
        assert_eq!(display(Path::new(&shown(b"a\xe9.md"))), shown(b"a\xe9.md"), "a name stays");
        assert_eq!(shown("Z\u{fc}rich.md".as_bytes()), "Z\u{fc}rich.md");
    }

    #[test]
    fn a_path_in_a_project_has_one_form() {
        let inner = |path: &str| inner(path.to_owned());
        for same in ["b/a.md", "./b/a.md", "b//a.md", "b/./a.md", "b/c/../a.md", "././b/a.md"] {
            assert_eq!(inner(same), "b/a.md");
        }
        assert_eq!(inner("../a.md"), "../a.md");
        assert_eq!(inner("a.b/c..md"), "a.b/c..md");
    }

    #[test]
    fn a_link_leads_from_one_folder_to_another() {
        let link = |from: &str, to: &str| relative_link(Path::new(from), Path::new(to));
        assert_eq!(link("2024-09/a.md", "2024-06/a.md"), "../2024-06/a.md");
        assert_eq!(link("a.md", "./b.md"), "b.md");
        assert_eq!(link("x/../a.md", "b/c.md"), "b/c.md");
        assert_eq!(link("../2024-09/a.md", "../2024-06/b.md"), "../2024-06/b.md");
        assert_eq!(link("/papers/2024-09/a.md", "/papers/b.md"), "../b.md");
    }

    #[test]
    fn a_path_never_leaves_the_current_folder_to_enter_it_again() {
        let from = |path: &str| display(&from_here(&by_name(Path::new(path)), Path::new("/p/x/y")));
        assert_eq!(from("../y/a.md"), "a.md");
        assert_eq!(from("../../x/y/z/a.md"), "z/a.md");
        assert_eq!(from("../../x/z/a.md"), "../z/a.md");
        assert_eq!(from("../z/../y/a.md"), "a.md");
        assert_eq!(from("../.."), "../..");
        assert_eq!(from("../../.."), "../../..");
        assert_eq!(from("../../../../a.md"), "../../../../a.md");
        assert_eq!(from("../y"), "");
    }

    #[test]
    fn what_is_below_a_folder_is_found_whichever_way_both_are_written() {
        let here = std::env::current_dir().unwrap_or_default();
        let name = here.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let inner = |path: &Path, root: &str| within(path, Path::new(root));
        let root = format!("../{name}");
        for path in [Path::new("b/a.md"), &here.join("b/a.md"), Path::new("c/.././b/a.md")] {
            assert_eq!(inner(path, ""), Some(PathBuf::from("b/a.md")));
            assert_eq!(inner(path, &root), Some(PathBuf::from("b/a.md")));
            assert_eq!(inner(path, ".."), Some(Path::new(&name).join("b/a.md")));
            assert_eq!(inner(path, "c"), None);
        }
        assert_eq!(inner(Path::new("../a.md"), ""), None);
    }
}
