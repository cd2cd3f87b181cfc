//! The paths of files in machine-readable reports.

use std::path::{Component, Path, PathBuf};

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::project::paths::normal;

/// The characters that are not encoded in the path of a URI: the unreserved characters of
/// [RFC 3986](https://www.rfc-editor.org/rfc/rfc3986#section-2.3) and the slash. A colon is encoded, so
/// that the first part of a path is never taken for a scheme.
const ENCODED: &AsciiSet =
    &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b'/');

/// The folder that paths in a report are relative to, however they were written: the root of the
/// repository, so that whatever reads the report finds the files.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Base {
    /// The folder that the program runs in, absolute.
    here: PathBuf,
    root: PathBuf,
}

impl Base {
    /// Paths relative to `root`, or to the nearest folder above it that holds all files of `names`, which
    /// are relative to `here`. Both folders are absolute.
    pub fn new<'a>(here: &Path, root: &Path, names: impl IntoIterator<Item = &'a str>) -> Self {
        let mut base = Self { here: here.to_owned(), root: normal(root) };
        for name in names {
            let path = base.absolute(name);
            while !path.starts_with(&base.root) && base.root.pop() {}
        }
        base
    }

    /// The path of a file from its name in messages, with `/` between parts, and no `..`.
    pub fn path(&self, name: &str) -> String {
        let path = self.absolute(name);
        let inner = path.strip_prefix(&self.root).unwrap_or(&path);
        let parts = inner.components().filter_map(|part| match part {
            Component::Normal(part) => part.to_str(),
            _ => None,
        });
        parts.collect::<Vec<_>>().join("/")
    }

    /// The same as a relative reference of a URI.
    pub fn uri(&self, name: &str) -> String {
        utf8_percent_encode(&self.path(name), ENCODED).to_string()
    }

    fn absolute(&self, name: &str) -> PathBuf {
        normal(&self.here.join(name))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_has_one_path_however_it_was_named() {
        let root = Path::new("/home/site");
        for (here, name) in [
            ("/home/site", "papers/a.md"),
            ("/home/site", "./papers/a.md"),
            ("/home/site/papers", "a.md"),
            ("/home/site/papers", "../papers/a.md"),
            ("/tmp", "/home/site/papers/a.md"),
        ] {
            assert_eq!(Base::new(Path::new(here), root, [name]).path(name), "papers/a.md");
        }
    }

    #[test]
    fn a_file_outside_widens_the_base_and_never_needs_two_dots() {
        let base = Base::new(Path::new("/home/site"), Path::new("/home/site"), ["../other/b.md"]);
        assert_eq!(base.path("../other/b.md"), "other/b.md");
        assert_eq!(base.path("a.md"), "site/a.md");
    }

    #[test]
    fn a_uri_decodes_to_the_name() {
        let base = Base::default();
        for (name, uri) in [
            ("p/fees #2.md", "p/fees%20%232.md"),
            ("100% done?.md", "100%25%20done%3F.md"),
            ("co:lon.md", "co%3Alon.md"),
            ("already%20named.md", "already%2520named.md"),
            ("\u{fc}ber.md", "%C3%BCber.md"),
        ] {
            assert_eq!(base.uri(name), uri);
            let decoded = percent_encoding::percent_decode_str(uri).decode_utf8_lossy();
            assert_eq!(decoded, name);
        }
    }

    #[test]
    #[cfg(unix)]
    fn a_backslash_in_a_name_is_not_a_separator() {
        assert_eq!(Base::default().uri(r"papers/back\slash.md"), "papers/back%5Cslash.md");
    }
}
