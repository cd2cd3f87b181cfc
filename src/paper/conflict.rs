//! What a failed merge leaves in a file.

/// A line that git writes around the two sides of a conflict.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Marker {
    /// `<<<<<<< HEAD`
    Ours,
    /// `||||||| 1a2b3c4`
    Base,
    /// `=======`
    Separator,
    /// `>>>>>>> branch`
    Theirs,
}

/// Reads a line, without its line end, as a conflict marker: exactly seven marks, then a blank and a
/// name, or nothing. A separator alone proves nothing, since it also underlines a heading.
pub fn marker(line: &str) -> Option<Marker> {
    let marker = match line.get(..7)? {
        "<<<<<<<" => Marker::Ours,
        "|||||||" => Marker::Base,
        "=======" => Marker::Separator,
        ">>>>>>>" => Marker::Theirs,
        _ => return None,
    };
    let rest = &line[7..];
    (rest.is_empty() || rest.starts_with(' ')).then_some(marker)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exactly_seven_marks_at_the_start_of_a_line() {
        assert_eq!(marker(">>>>>>> branch"), Some(Marker::Theirs));
        assert_eq!(marker("======="), Some(Marker::Separator));
        assert_eq!(marker(">>>>>>>>> nine"), None);
        assert_eq!(marker("> > > > > > > deep"), None);
    }
}
