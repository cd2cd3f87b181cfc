//! Styles of paragraphs and characters, ECMA-376 part 1, 17.7.

use std::collections::{HashMap, HashSet};

use roxmltree::Node;

use super::Format;
use super::elements::{child, child_value, local, switch, value};
use super::looks::{Look, Spacing};

/// How many styles a style may be based on, one upon another.
const MAX_CHAIN: usize = 32;

/// What a paragraph has of its style.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct StyleInfo {
    /// Its name, in small letters.
    pub name: String,
    /// Whether its text is bold where a run says nothing else.
    pub is_strong: bool,
}

/// The styles of a file by their ids.
#[derive(Debug, Default)]
pub(super) struct Styles {
    known: HashMap<String, Style>,
    /// The id of the style of paragraphs that name none.
    usual: Option<String>,
    /// The fonts, sizes and colors that they have.
    pub(super) values: HashSet<String>,
}

#[derive(Debug, Default)]
struct Style {
    name: String,
    based_on: Option<String>,
    /// The level of a heading, from 0; 9 is none.
    level: Option<u8>,
    list: (Option<String>, Option<u8>),
    indent: Option<u32>,
    spacing: Spacing,
    switches: Switches,
}

/// What a style or a run says of its looks; none where it says nothing.
#[derive(Debug, Clone, Default)]
pub(super) struct Switches {
    strong: Option<bool>,
    emphasis: Option<bool>,
    struck: Option<bool>,
    underlined: Option<bool>,
    hidden: Option<bool>,
    raised: Option<Raised>,
    language: Option<String>,
}

/// Where text is in its line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Raised {
    Up,
    Down,
    Not,
}

impl Switches {
    /// What `node`, a `w:rPr`, says.
    pub(super) fn read(node: Option<Node<'_, '_>>) -> Self {
        let Some(node) = node else { return Self::default() };
        let raised = child_value(node, "vertAlign").map(|value| match value {
            "superscript" => Raised::Up,
            "subscript" => Raised::Down,
            _ => Raised::Not,
        });
        let language = child(node, "lang");
        let language = language.and_then(|lang| value(&lang, "bidi").or(value(&lang, "val")));
        Self {
            strong: switch(node, "b"),
            emphasis: switch(node, "i"),
            struck: switch(node, "strike").or_else(|| switch(node, "dstrike")),
            underlined: switch(node, "u"),
            hidden: switch(node, "vanish").or_else(|| switch(node, "specVanish")),
            raised,
            language: language.map(str::to_owned),
        }
    }

    /// The same, with what it does not say taken from `under`.
    fn over(self, under: &Self) -> Self {
        Self {
            strong: self.strong.or(under.strong),
            emphasis: self.emphasis.or(under.emphasis),
            struck: self.struck.or(under.struck),
            underlined: self.underlined.or(under.underlined),
            hidden: self.hidden.or(under.hidden),
            raised: self.raised.or(under.raised),
            language: self.language.or_else(|| under.language.clone()),
        }
    }
}

impl Styles {
    /// Reads the part of the styles.
    pub(super) fn read(root: Node<'_, '_>) -> Self {
        let mut styles = Self::default();
        let properties =
            root.descendants().filter(|node| node.is_element() && local(node) == "rPr");
        for Look { font, size, color, highlight } in properties.map(|it| Look::read(Some(it))) {
            styles.values.extend([font, size, color, highlight].into_iter().flatten());
        }
        for node in root.children().filter(|node| node.is_element() && local(node) == "style") {
            let Some(id) = value(&node, "styleId") else { continue };
            if value(&node, "type") == Some("paragraph") && is_one(value(&node, "default")) {
                styles.usual = Some(id.to_owned());
            }
            styles.known.insert(id.to_owned(), Style::read(node));
        }
        styles
    }

    /// The style `id` and those it is based on.
    fn chain<'s>(&'s self, id: Option<&'s str>) -> impl Iterator<Item = &'s Style> {
        let first = id.and_then(|id| self.known.get(id));
        let next = |style: &&'s Style| self.known.get(style.based_on.as_deref()?);
        std::iter::successors(first, next).take(MAX_CHAIN)
    }

    /// The style of a paragraph that names `id`.
    pub(super) fn paragraph(&self, id: Option<&str>) -> StyleInfo {
        let id = id.or(self.usual.as_deref());
        let known = id.and_then(|id| self.known.get(id)).map(|style| style.name.clone());
        StyleInfo {
            // Word knows its own styles without a definition, under their ids.
            name: known.or_else(|| id.map(str::to_lowercase)).unwrap_or_default(),
            is_strong: self.chain(id).find_map(|style| style.switches.strong).unwrap_or_default(),
        }
    }

    /// The level of headings in the style `id`, from 1.
    pub(super) fn level(&self, id: Option<&str>) -> Option<u8> {
        let id = id.or(self.usual.as_deref())?;
        if let Some(level) = self.chain(Some(id)).find_map(|style| style.level) {
            return heading_level(level);
        }
        let names = self.chain(Some(id)).map(|style| style.name.as_str());
        let mut names = names.chain((!self.known.contains_key(id)).then_some(id));
        names.find_map(built_in_level)
    }

    /// The list of the style `id`: its id, and the level from 0.
    pub(super) fn list<'s>(&'s self, id: Option<&'s str>) -> (Option<&'s str>, Option<u8>) {
        let list = self.chain(id).find_map(|style| style.list.0.as_deref());
        (list, self.chain(id).find_map(|style| style.list.1))
    }

    /// The indent of the style `id`, in twentieths of a point.
    pub(super) fn indent(&self, id: Option<&str>) -> Option<u32> {
        self.chain(id).find_map(|style| style.indent)
    }

    /// The space around the lines of the style `id`.
    pub(super) fn spacing(&self, id: Option<&str>) -> Spacing {
        let id = id.or(self.usual.as_deref());
        self.chain(id).fold(Spacing::default(), |all, style| all.over(style.spacing))
    }

    /// Whether text in the style `id` is hidden.
    pub(super) fn is_hidden(&self, id: Option<&str>) -> bool {
        self.chain(id).find_map(|style| style.switches.hidden).unwrap_or_default()
    }

    /// How a run looks that says `own` of itself and is in the character style `id`, and whether one of them says that it is
    /// hidden or that it is not.
    pub(super) fn format(&self, own: Switches, id: Option<&str>) -> (Format, Option<bool>) {
        let mut all = own;
        let mut name = id.unwrap_or_default().to_lowercase();
        for (at, style) in self.chain(id).enumerate() {
            all = all.over(&style.switches);
            if at == 0 {
                name.clone_from(&style.name);
            }
        }
        let is_link = matches!(name.as_str(), "hyperlink" | "internet link" | "followedhyperlink");
        let is_note = name.contains("footnote") || name.contains("endnote");
        let format = Format {
            is_strong: all.strong.unwrap_or_default(),
            is_emphasis: all.emphasis.unwrap_or_default(),
            is_struck: all.struck.unwrap_or_default(),
            is_underlined: all.underlined.unwrap_or_default() && !is_link,
            raised: match all.raised {
                Some(Raised::Up) if !is_note => Some(true),
                Some(Raised::Down) if !is_note => Some(false),
                _ => None,
            },
            is_code: is_code(&name) || name.starts_with("table code"),
            is_key: name == "keyboard" || name == "html keyboard",
            is_small: name == "small print",
            language: all.language.clone(),
        };
        (format, all.hidden)
    }
}

impl Style {
    fn read(node: Node<'_, '_>) -> Self {
        let paragraph = child(node, "pPr");
        let list = paragraph.and_then(|it| child(it, "numPr"));
        Self {
            name: child_value(node, "name").unwrap_or_default().to_lowercase(),
            based_on: child_value(node, "basedOn").map(str::to_owned),
            level: paragraph.and_then(|it| child_value(it, "outlineLvl")?.parse().ok()),
            list: (
                list.and_then(|it| child_value(it, "numId")).map(str::to_owned),
                list.and_then(|it| child_value(it, "ilvl")?.parse().ok()),
            ),
            indent: paragraph.and_then(indent),
            spacing: Spacing::read(paragraph),
            switches: Switches::read(child(node, "rPr")),
        }
    }
}

/// How far the properties `node` of a paragraph indent it, in twentieths of a point.
pub(super) fn indent(node: Node<'_, '_>) -> Option<u32> {
    let indent = child(node, "ind")?;
    let left = value(&indent, "left").or_else(|| value(&indent, "start"))?;
    Some(left.parse::<i64>().ok()?.clamp(0, i64::from(u32::MAX)).try_into().unwrap_or_default())
}

/// The level of a heading whose outline level, from 0, is this; 9 is ordinary text.
pub(super) fn heading_level(outline: u8) -> Option<u8> {
    (outline < 9).then_some(outline + 1)
}

/// The level that one of Word's own headings has by its name.
fn built_in_level(name: &str) -> Option<u8> {
    let name = name.to_lowercase();
    let digit = name.strip_prefix("heading")?.trim_start();
    digit.parse().ok().filter(|level| (1..=9).contains(level) && digit.len() == 1)
}

/// Whether a style of this name, of paragraphs or of characters, is for code.
pub(crate) fn is_code(name: &str) -> bool {
    let known = [
        "source code",
        "source text",
        "html code",
        "html preformatted",
        "preformatted text",
        "verbatim char",
        "code",
        "plain text code",
    ];
    known.contains(&name) || name.starts_with("source code")
}

fn is_one(value: Option<&str>) -> bool {
    matches!(value, Some("1" | "true" | "on"))
}
