//! The addresses of a preview: which paper is shown, and how.

use std::fmt::Write as _;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

/// What an address need not escape in a path, besides letters and digits.
const PATH: &AsciiSet =
    &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~').remove(b'/');

/// The path of the list of papers. What is no page of a paper is below a name that no folder of papers has.
pub(super) const PAPERS: &str = "-/papers";

/// The ending of the address of a paper's page.
pub(super) const PAGE: &str = ".html";

/// The widths, in pixels, that a page can be looked at in, besides that of the window.
pub(super) const WIDTHS: [u16; 3] = [320, 768, 1280];

/// What is shown of a paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum View {
    /// The page.
    #[default]
    Page,
    /// What changed since the previous paper.
    Changes,
    /// What changed since the last commit.
    Commit,
    /// The pages of the PDF.
    Print,
    /// The text of the Word file.
    Word,
}

impl View {
    /// All views, with the value and the words for each.
    pub(super) const ALL: [(Self, &'static str, &'static str); 5] = [
        (Self::Page, "page", "Page"),
        (Self::Changes, "changes", "Since previous"),
        (Self::Commit, "commit", "Since commit"),
        (Self::Print, "print", "PDF"),
        (Self::Word, "word", "Word"),
    ];
}

/// The colors of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Colors {
    /// Those that the reader prefers.
    #[default]
    Preferred,
    /// Light ones.
    Light,
    /// Dark ones.
    Dark,
}

impl Colors {
    /// All of them, with the value and the words for each.
    pub(super) const ALL: [(Self, &'static str, &'static str); 3] = [
        (Self::Preferred, "", "Auto"),
        (Self::Light, "light", "Light"),
        (Self::Dark, "dark", "Dark"),
    ];
}

/// Where in a preview: the part of an address after the secret.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Address {
    /// The path, decoded; empty for what the preview was started for.
    pub path: String,
    /// What is shown.
    pub view: View,
    /// In which colors.
    pub colors: Colors,
    /// The width of the frame that the page is in, in pixels; none without a frame.
    pub width: Option<u16>,
    /// Whether the page is in such a frame, without anything around it.
    pub is_framed: bool,
    /// The page of the PDF, from 1.
    pub page: usize,
}

impl Address {
    /// Reads an address. What it does not know makes no difference.
    pub fn parse(path: &str, query: &str) -> Self {
        let path = percent_decode_str(path).decode_utf8_lossy().into_owned();
        let mut address = Self { path, ..Self::default() };
        for (key, value) in form_urlencoded::parse(query.as_bytes()) {
            match &*key {
                "view" => {
                    let known = View::ALL.iter().find(|(_, name, _)| *name == value);
                    address.view = known.map_or(View::Page, |(view, _, _)| *view);
                }
                "colors" => {
                    let known = Colors::ALL.iter().find(|(_, name, _)| *name == value);
                    address.colors = known.map_or(Colors::Preferred, |(colors, _, _)| *colors);
                }
                "width" => address.width = value.parse().ok().filter(|it| WIDTHS.contains(it)),
                "framed" => address.is_framed = true,
                "page" => address.page = value.parse().unwrap_or_default(),
                _ => {}
            }
        }
        address
    }

    /// What follows the path of an address, with a question mark. Never empty: a link to it stays on its page.
    pub(super) fn query(&self) -> String {
        let name = View::ALL.iter().find(|(view, _, _)| *view == self.view);
        let mut query = format!("?view={}", name.map_or("page", |(_, name, _)| name));
        let colors = Colors::ALL.iter().find(|(colors, _, _)| *colors == self.colors);
        if let Some((_, name, _)) = colors.filter(|(_, name, _)| !name.is_empty()) {
            let _ = write!(query, "&colors={name}");
        }
        if let Some(width) = self.width {
            let _ = write!(query, "&width={width}");
        }
        if self.is_framed {
            query.push_str("&framed=1");
        }
        query
    }

    /// Whether it is a page with a frame that another one is in.
    pub(super) fn has_frame(&self) -> bool {
        self.width.is_some() && !self.is_framed
    }

    /// The name of a paper without its ending, and the ending of the address.
    pub(super) fn of_paper(&self) -> Option<(&str, &str)> {
        let at = self.path.rfind('.').filter(|at| !self.path[*at..].contains('/'))?;
        Some(self.path.split_at(at))
    }
}

/// The path of the page of the paper called `name`, encoded.
pub(super) fn page_of(name: &str) -> String {
    encoded(&format!("{}{PAGE}", stem(name)))
}

/// A path as an address has it.
pub(super) fn encoded(path: &str) -> String {
    utf8_percent_encode(path, PATH).to_string()
}

/// The name of a paper without its ending.
pub(super) fn stem(name: &str) -> &str {
    let at = name.rfind('.').filter(|at| !name[*at..].contains('/'));
    at.map_or(name, |at| &name[..at])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_says_what_it_was_made_from() {
        for view in View::ALL.map(|it| it.0) {
            for colors in Colors::ALL.map(|it| it.0) {
                for width in [None, Some(320)] {
                    for is_framed in [false, true] {
                        let path = "2024 06/ä%?.html".to_owned();
                        let address = Address { path, view, colors, width, is_framed, page: 0 };
                        let query = address.query();
                        let read = Address::parse(&encoded(&address.path), &query[1..]);
                        assert_eq!(read, address, "{query}");
                    }
                }
            }
        }
    }

    #[test]
    fn what_is_unknown_makes_no_difference() {
        for query in ["", "view=", "view=x&width=7&colors=red&page=-1", "&&=&=x", "width=99999999"]
        {
            assert_eq!(Address::parse("", query), Address::default(), "{query}");
        }
        assert_eq!(Address::parse("%ff%00", "").path, "\u{fffd}\0");
    }

    #[test]
    fn a_paper_has_the_address_of_its_page() {
        assert_eq!(page_of("2024-06/a b.md"), "2024-06/a%20b.html");
        assert_eq!(page_of("v1.2/README"), "v1.2/README.html");
        let address = Address::parse("v1.2/a.b.html", "");
        assert_eq!(address.of_paper(), Some(("v1.2/a.b", ".html")));
        assert_eq!(Address::parse("v1.2/README", "").of_paper(), None);
    }
}
