//! Which files are the papers of a series, and what their names say.

use regex::Regex;

/// A pattern for the paths of papers, from the folder of the project and with `/` between parts: `*` stands for any
/// characters of a name, `**` for any folders, `{field}` for what the paper has in that field, `{number}` for its number.
#[derive(Debug, Clone)]
pub struct FilePattern {
    /// The pattern as its author wrote it.
    pub written: String,
    /// The names in it, in order.
    names: Vec<String>,
    /// The whole path, with a group for each name.
    regex: Regex,
}

/// What a name stands for that is that of no field.
pub(super) const NUMBER: &str = "number";

impl FilePattern {
    /// Reads a pattern; none if `compile`, which is given it as a regular expression, returns none. `inner` is the regular
    /// expression for what a name may stand for; none for anything in one part of the path.
    ///
    /// # Errors
    ///
    /// What is wrong with it, in a sentence.
    pub(super) fn new(
        written: &str,
        inner: impl Fn(&str) -> Option<String>,
        compile: impl FnOnce(&str) -> Option<Regex>,
    ) -> Result<Option<Self>, &'static str> {
        let mut names = Vec::new();
        let mut regex = String::from("^");
        let mut rest = written;
        while let Some(first) = rest.chars().next() {
            if let Some(after) = rest.strip_prefix("**/") {
                regex.push_str("(?:.*/)?");
                rest = after;
            } else if let Some(after) = rest.strip_prefix("**") {
                regex.push_str(".*");
                rest = after;
            } else if let Some(after) = rest.strip_prefix('{') {
                let Some((name, after)) = after.split_once('}') else {
                    return Err("a `{` is not closed");
                };
                let inner = inner(name).unwrap_or_else(|| "[^/]+?".to_owned());
                // A number's pattern may have groups of its own.
                regex.push_str(&format!("(?P<p{}>", names.len()));
                regex.push_str(&inner);
                regex.push(')');
                names.push(name.to_owned());
                rest = after;
            } else {
                match first {
                    '*' => regex.push_str("[^/]*"),
                    '?' => regex.push_str("[^/]"),
                    other => regex.push_str(&regex::escape(other.encode_utf8(&mut [0; 4]))),
                }
                rest = &rest[first.len_utf8()..];
            }
        }
        regex.push('$');
        let written = written.to_owned();
        Ok(compile(&regex).map(|regex| Self { written, names, regex }))
    }

    /// The names in it, in order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.names.iter().map(String::as_str)
    }

    /// How many parts of a path come after the first of these names.
    pub(super) fn folders_below(&self, names: &[&str]) -> usize {
        let places = names.iter().filter_map(|name| self.written.find(&format!("{{{name}}}")));
        let after = places.min().map_or("", |at| &self.written[at..]);
        after.matches('/').count()
    }

    /// Whether `path` is that of a paper.
    pub fn is_match(&self, path: &str) -> bool {
        self.regex.is_match(path)
    }

    /// What one of these names stands for in a path that ends like `path`, which may have folders before it.
    pub(super) fn part<'t>(&self, path: &'t str, names: [&str; 2]) -> Option<&'t str> {
        if !self.names().any(|name| names.contains(&name)) {
            return None;
        }
        let ends = path.match_indices('/').map(|(at, _)| &path[at + 1..]);
        let found = std::iter::once(path).chain(ends).find_map(|end| self.read(end))?;
        found.into_iter().find(|(name, _)| names.contains(name)).map(|(_, text)| text)
    }

    /// The names with what they stand for in `path`; none if it is not that of a paper.
    pub fn read<'t>(&self, path: &'t str) -> Option<Vec<(&str, &'t str)>> {
        let found = self.regex.captures(path)?;
        let group = |at: usize| found.name(&format!("p{at}")).map_or("", |group| group.as_str());
        Some(self.names().enumerate().map(|(at, name)| (name, group(at))).collect())
    }

    /// The path of a new paper for which `value` returns what the names stand for, and whose own name is `name`: that
    /// stands where any would do. None where `value` returns nothing, or what one character stands for is open.
    pub fn new_path(&self, value: impl Fn(&str) -> Option<String>, name: &str) -> Option<String> {
        let folders = self.written.replace("**/", "").replace("**", "*");
        let named = Self { written: folders.replacen('*', name, 1), ..self.clone() };
        named.written_with(value)
    }

    /// The path of a paper for which `value` returns what the names stand for; none where it returns nothing, or what any
    /// name would do for.
    pub fn written_with(&self, value: impl Fn(&str) -> Option<String>) -> Option<String> {
        let (mut path, mut rest) = (String::new(), self.written.as_str());
        while let Some((before, after)) = rest.split_once('{') {
            let (name, after) = after.split_once('}')?;
            path.push_str(before);
            path.push_str(&value(name)?);
            rest = after;
        }
        path.push_str(rest);
        (!path.contains(['*', '?'])).then_some(path)
    }
}

/// Patterns are the same if they are written alike.
impl PartialEq for FilePattern {
    fn eq(&self, other: &Self) -> bool {
        self.written == other.written
    }
}

impl Eq for FilePattern {}

#[cfg(test)]
mod tests {
    use super::*;

    fn pattern(written: &str) -> FilePattern {
        let inner = |name: &str| (name == NUMBER).then(|| "0*(?:[0-9]+)".to_owned());
        let pattern = FilePattern::new(written, inner, |regex| Regex::new(regex).ok());
        pattern.ok().flatten().unwrap_or_else(|| unreachable!("{written}"))
    }

    #[test]
    fn a_path_is_read_by_its_pattern() {
        let read = |written: &str, path: &str| -> Option<Vec<String>> {
            let pattern = pattern(written);
            let found = pattern.read(path)?;
            Some(found.into_iter().map(|(name, value)| format!("{name}={value}")).collect())
        };
        let some = |values: &[&str]| Some(values.iter().map(|it| (*it).to_owned()).collect());
        assert_eq!(read("EIPS/eip-{number}.md", "EIPS/eip-1559.md"), some(&["number=1559"]));
        assert_eq!(read("EIPS/eip-{number}.md", "EIPS/eip-draft.md"), None);
        assert_eq!(read("EIPS/eip-{number}.md", "old/EIPS/eip-1.md"), None);
        assert_eq!(read("**/{number}-*.md", "text/2020/0123-name.md"), some(&["number=0123"]));
        assert_eq!(read("**/{number}-*.md", "0123-name.md"), some(&["number=0123"]));
        assert_eq!(
            read("keps/**/{number}-*/README.md", "keps/sig/1-a/README.md"),
            some(&["number=1"])
        );
        assert_eq!(
            read("{area}/{year}-{slug}.md", "tax/2024-a-b.md"),
            some(&["area=tax", "year=2024", "slug=a-b"])
        );
        assert_eq!(read("a.md", "axmd"), None);
    }

    #[test]
    fn a_path_is_written_by_its_pattern() {
        let value = |name: &str| (name == "number").then(|| "7".to_owned());
        assert_eq!(
            pattern("EIPS/eip-{number}.md").written_with(value).as_deref(),
            Some("EIPS/eip-7.md")
        );
        assert_eq!(pattern("{number}-*.md").written_with(value), None);
        assert_eq!(pattern("{year}.md").written_with(value), None);
    }

    #[test]
    fn what_is_not_closed_is_no_pattern() {
        assert!(FilePattern::new("eip-{number.md", |_| None, |_| None).is_err());
    }
}
