//! What a preview puts around a page: a bar above it, the findings beside it.

use minijinja::value::Serde;
use minijinja::{Value, context};

use super::address::{Address, Colors, PAPERS, View, WIDTHS};
use super::notes::{Note, Target};
use super::templates::fill;
use super::{PreviewOptions, Subject};

/// What is put around a page.
pub(super) struct Around<'a> {
    pub(super) options: &'a PreviewOptions,
    pub(super) address: &'a Address,
    /// What is shown.
    pub(super) name: &'a str,
    /// How many findings there are, in words.
    pub(super) summary: String,
    /// The findings, in groups with titles; the title of the paper's own is empty.
    pub(super) groups: Vec<(&'static str, Vec<Note>)>,
    /// What can't be read.
    pub(super) errors: Vec<String>,
    /// The address of the page, where it was asked for at another.
    pub(super) canonical: Option<String>,
    /// Whether it is a paper, with findings and several views.
    pub(super) is_of_paper: bool,
}

/// The address of pages that are there in one way alone.
static PLAIN: Address = Address {
    path: String::new(),
    view: View::Page,
    colors: Colors::Preferred,
    width: None,
    is_framed: false,
    page: 0,
};

impl<'a> Around<'a> {
    /// What is put around a page that is of no paper.
    pub(super) const fn of_no_paper(options: &'a PreviewOptions, name: &'a str) -> Self {
        Self {
            options,
            address: &PLAIN,
            name,
            summary: String::new(),
            groups: Vec::new(),
            errors: Vec::new(),
            canonical: None,
            is_of_paper: false,
        }
    }

    /// The finished page `html` with all that around it. A page that a template of a project's own made may have neither
    /// head nor body, which browsers then supply.
    pub(super) fn put(&self, html: &str) -> String {
        let head = self.head();
        let (bar, findings) = match (self.address.is_framed, self.is_of_paper) {
            (true, _) => (String::new(), String::new()),
            (false, true) => (self.bar(), self.findings()),
            (false, false) => (self.bar(), String::new()),
        };
        let head_end = find(html, "</head>", 0).unwrap_or_default();
        let body = find(html, "<body", head_end);
        let body_start = body.and_then(|at| Some(at + html[at..].find('>')? + 1));
        let body_start = after_skip_link(html, body_start.unwrap_or(head_end));
        let body_end = html.to_ascii_lowercase().rfind("</body>").unwrap_or(html.len());
        let body_end = body_end.max(body_start);
        [
            &html[..head_end],
            &head,
            &html[head_end..body_start],
            &bar,
            &html[body_start..body_end],
            &findings,
            &html[body_end..],
        ]
        .concat()
    }

    fn head(&self) -> String {
        let root = &self.options.root;
        fill("head.html", context! { root, canonical => &self.canonical, marked => self.marked() })
    }

    /// The elements that findings are about, each once.
    fn marked(&self) -> Vec<Value> {
        let mut known: Vec<(String, &Note)> = Vec::new();
        for note in self.groups.iter().flat_map(|(_, notes)| notes) {
            let element = match note.target() {
                Target::At(at) => format!("[data-at=\"{at}\"]"),
                Target::Field(key) => format!("[data-field={}]", string(key)),
                Target::Nothing => continue,
            };
            match known.iter_mut().find(|(other, _)| *other == element) {
                Some((_, other)) if other.severity() < note.severity() => *other = note,
                Some(_) => {}
                None => known.push((element, note)),
            }
        }
        let value = |(element, note): (String, &Note)| {
            context! { element => Value::from_safe_string(element), severity => note.severity().to_string() }
        };
        known.into_iter().map(value).collect()
    }

    fn bar(&self) -> String {
        let choice = |label: &str, address: Address| {
            let is_current = address == *self.address;
            context! { label, query => address.query(), is_current }
        };
        let here = self.address;
        let views =
            View::ALL.map(|(view, _, label)| choice(label, Address { view, ..here.clone() }));
        let widths = [None].into_iter().chain(WIDTHS.map(Some)).map(|width| {
            let label = width.map_or_else(|| "Full".to_owned(), |width| format!("{width} px"));
            choice(&label, Address { width, ..here.clone() })
        });
        let colors =
            Colors::ALL.map(|(colors, _, label)| choice(label, Address { colors, ..here.clone() }));
        let groups = [
            context! { name => "View", choices => views.to_vec() },
            context! { name => "Width", choices => widths.collect::<Vec<_>>() },
            context! { name => "Colors", choices => colors.to_vec() },
        ];
        let groups = if self.is_of_paper { groups.to_vec() } else { Vec::new() };
        let is_list = !self.is_of_paper && !matches!(self.options.subject, Subject::Paper(_));
        fill(
            "bar.html",
            context! {
                root => &self.options.root,
                papers => (!is_list).then_some(PAPERS),
                name => self.name,
                summary => &self.summary,
                has_findings => self.is_of_paper,
                groups,
            },
        )
    }

    fn findings(&self) -> String {
        let groups = self.groups.iter().filter(|(_, notes)| !notes.is_empty());
        let group = |(title, notes): &(&'static str, Vec<Note>)| {
            context! { title => *title, notes => Value::from(Serde(notes)) }
        };
        let groups: Vec<Value> = groups.map(group).collect();
        let (root, has_editor) = (&self.options.root, self.options.has_editor);
        fill("findings.html", context! { root, has_editor, groups, errors => &self.errors })
    }
}

/// Where a page goes on after the link that leads past what is above the text: it has to come before all other links.
fn after_skip_link(html: &str, from: usize) -> usize {
    let rest = &html[from..];
    let is_link = rest.trim_start().starts_with("<a class=\"skip\"");
    rest.find("</a>").filter(|_| is_link).map_or(from, |at| from + at + "</a>".len())
}

/// A text as a style sheet has it.
fn string(text: &str) -> String {
    let escape = |c: char| format!("\\{:x} ", u32::from(c));
    let is_plain = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    let text: String =
        text.chars().map(|c| if is_plain(c) { c.to_string() } else { escape(c) }).collect();
    format!("\"{text}\"")
}

/// Where a tag begins in a page, from byte `from` on, however it is written.
fn find(html: &str, tag: &str, from: usize) -> Option<usize> {
    let is_tag = |at: &usize| {
        html.get(*at..*at + tag.len()).is_some_and(|found| found.eq_ignore_ascii_case(tag))
    };
    let starts = html.get(from..)?.match_indices('<').map(|(at, _)| from + at);
    starts.into_iter().find(is_tag)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn put(html: &str) -> String {
        let options = PreviewOptions {
            subject: Subject::All,
            root: "/s/".to_owned(),
            folder: std::path::PathBuf::new(),
            has_editor: false,
        };
        Around { is_of_paper: true, ..Around::of_no_paper(&options, "a <b>") }.put(html)
    }

    #[test]
    fn a_page_keeps_all_that_it_has() {
        for html in [
            "<html><HEAD></HEAD><BODY class=\"a\"><p></p></BODY></html>",
            "<head></head><body><!-- </body> -->x</body>",
            "<body><a class=\"skip\" href=\"#x\">Skip</a><p></p></body>",
            "<p>no head</p>",
            "",
        ] {
            let page = put(html);
            let mut rest = page.as_str();
            let mut kept = String::new();
            // What is put around a page begins and ends with whole tags.
            for added in ["<link rel=\"icon\"", "<nav class=\"preview-bar\"", "<aside"] {
                let at = rest.find(added);
                let at = at.unwrap_or_else(|| unreachable!("{added} in {page}"));
                kept.push_str(&rest[..at]);
                let end = match added {
                    "<aside" => "</aside>",
                    "<nav class=\"preview-bar\"" => "</nav>",
                    _ => "</script>",
                };
                let end = rest[at..].find(end).map_or(rest.len(), |length| at + length + end.len());
                rest = &rest[end..];
            }
            kept.push_str(rest);
            assert_eq!(kept.replace('\n', ""), html);
            assert!(page.contains("a &lt;b&gt;"), "{page}");
        }
    }

    #[test]
    fn a_key_is_nothing_but_a_text_in_a_style_sheet() {
        assert_eq!(string("date"), "\"date\"");
        assert_eq!(string("a\"</style>"), "\"a\\22 \\3c \\2f style\\3e \"");
    }
}
