//! Opening the place of a finding in an editor.

use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;

use anyhow::ensure;

use super::super::Session;

/// The editors that open a file beside what the terminal shows, and what each wants to be told.
const EDITORS: [(&[&str], &[&str]); 7] = [
    (
        &["code", "code-insiders", "codium", "vscodium", "cursor", "windsurf"],
        &["--goto", "{path}:{line}:{column}"],
    ),
    (&["subl", "sublime_text", "zed", "zeditor", "lapce"], &["{path}:{line}:{column}"]),
    (&["gvim", "mvim", "gedit", "pluma", "mousepad"], &["+{line}", "{path}"]),
    (&["emacsclient"], &["--no-wait", "+{line}:{column}", "{path}"]),
    (&["kate", "kwrite"], &["--line", "{line}", "--column", "{column}", "{path}"]),
    (&["idea", "webstorm", "pycharm", "rustrover"], &["--line", "{line}", "{path}"]),
    (&["mate"], &["--line", "{line}:{column}", "{path}"]),
];

/// A command that opens a place in an editor: the program and its arguments.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Editor(Vec<String>);

impl Editor {
    /// The editor of the option, or of the environment; none if it would need the terminal.
    ///
    /// # Errors
    ///
    /// The option names none that can be opened.
    pub(super) fn of(option: Option<&str>, session: &Session) -> anyhow::Result<Option<Self>> {
        let variable = |name: &str| std::env::var(name).ok().filter(|text| !text.trim().is_empty());
        let named = option.map(str::to_owned).or_else(|| variable("ISSUEPAPER_EDITOR"));
        if let Some(command) = named {
            let editor = Self::read(&command);
            ensure!(
                editor.is_some(),
                "`{command}` does not say how to open a line; write it with {{path}} and {{line}}, \
                 for example 'code --goto {{path}}:{{line}}'"
            );
            return Ok(editor);
        }
        let Some(visual) = variable("VISUAL") else { return Ok(None) };
        let editor = Self::read(&visual);
        if editor.is_none() {
            session.message(&format!(
                "a click copies the place of a finding: `{visual}` needs a terminal of its own, or is not known; \
                 --editor says how to open a line in it"
            ));
        }
        Ok(editor)
    }

    fn read(command: &str) -> Option<Self> {
        let mut words = shell_words::split(command).ok()?;
        let program = words.first()?;
        if words.iter().skip(1).any(|word| word.contains("{path}")) {
            return Some(Self(words));
        }
        let name = Path::new(program).file_stem()?.to_str()?.to_ascii_lowercase();
        let (_, arguments) = EDITORS.iter().find(|(names, _)| names.contains(&name.as_str()))?;
        words.extend(arguments.iter().map(|word| (*word).to_owned()));
        Some(Self(words))
    }

    /// Opens a line of the file at `path`, both counted from 1.
    ///
    /// # Errors
    ///
    /// The program can't be started.
    pub(super) fn open(&self, path: &Path, line: usize, column: usize) -> std::io::Result<()> {
        let path = path.to_string_lossy();
        // The path last: what is in it is no placeholder.
        let fill = |word: &String| {
            word.replace("{line}", &line.to_string())
                .replace("{column}", &column.to_string())
                .replace("{path}", &path)
        };
        let words: Vec<String> = self.0.iter().map(fill).collect();
        let [program, arguments @ ..] = words.as_slice() else { return Ok(()) };
        let mut command = Command::new(program);
        command.args(arguments).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        let mut child = command.spawn()?;
        // Who waits for nobody leaves a dead process behind.
        thread::spawn(move || drop(child.wait()));
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_editor_is_told_as_it_wants_to_be() {
        let words = |command: &str| Editor::read(command).map(|editor| editor.0.join(" "));
        for (command, expected) in [
            ("code", Some("code --goto {path}:{line}:{column}")),
            ("/usr/bin/code --wait", Some("/usr/bin/code --wait --goto {path}:{line}:{column}")),
            ("mine -l {line} {path}", Some("mine -l {line} {path}")),
            ("'/opt/my editor' {path}", Some("/opt/my editor {path}")),
            ("\"/usr/bin/code\"", Some("/usr/bin/code --goto {path}:{line}:{column}")),
            ("'mine {path}", None),
            ("emacsclient -c", Some("emacsclient -c --no-wait +{line}:{column} {path}")),
            ("vim", None),
            ("nano -w", None),
            ("{path}", None),
            ("  ", None),
        ] {
            assert_eq!(words(command).as_deref(), expected, "{command}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_path_is_one_argument_whatever_is_in_it() -> anyhow::Result<()> {
        let folder = tempfile::tempdir()?;
        let out = folder.path().join("out");
        let script = folder.path().join("editor");
        std::fs::write(
            &script,
            format!("#!/bin/sh\nprintf '%s\\n' \"$@\" > '{}'\n", out.display()),
        )?;
        std::fs::set_permissions(&script, std::os::unix::fs::PermissionsExt::from_mode(0o755))?;
        let Some(editor) = Editor::read(&format!("{} {{path}} +{{line}}", script.display())) else {
            unreachable!("it has a place for the path")
        };
        editor.open(Path::new("/a b/$(touch x){line}.md"), 7, 3)?;
        let written = || std::fs::read_to_string(&out).unwrap_or_default();
        for _ in 0..500 {
            if written().lines().count() == 2 {
                break;
            }
            thread::sleep(std::time::Duration::from_millis(10));
        }
        assert_eq!(written(), "/a b/$(touch x){line}.md\n+7\n");
        Ok(())
    }
}
