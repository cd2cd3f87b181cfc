//! How text looks, as far as it means nothing: fonts, sizes, colors, the space between lines.

use roxmltree::Node;

use super::elements::{child, child_value, value};

/// What a run says of its own looks; none where it says nothing.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Look {
    /// The font.
    pub font: Option<String>,
    /// The size, in half points.
    pub size: Option<String>,
    /// The color of the letters, as the format has it: red is `FF0000`.
    pub color: Option<String>,
    /// The color behind them.
    pub highlight: Option<String>,
}

impl Look {
    /// What `node`, a `w:rPr`, says.
    pub(super) fn read(node: Option<Node<'_, '_>>) -> Self {
        let Some(node) = node else { return Self::default() };
        let own = |name: &str, attribute: &str| {
            let value = value(&child(node, name)?, attribute)?;
            let is_none = matches!(value, "auto" | "none" | "clear" | "");
            (!is_none).then(|| value.to_owned())
        };
        Self {
            font: own("rFonts", "ascii").or_else(|| own("rFonts", "asciiTheme")),
            size: child_value(node, "sz").map(str::to_owned),
            color: own("color", "val"),
            highlight: own("highlight", "val").or_else(|| own("shd", "fill")),
        }
    }

    /// What is another than in `other`: in words, with the value.
    pub fn differences(&self, other: &Self) -> Vec<(&'static str, Option<&str>)> {
        let pairs = [
            ("font", &self.font, &other.font),
            ("size", &self.size, &other.size),
            ("color", &self.color, &other.color),
            ("highlight", &self.highlight, &other.highlight),
        ];
        let others = pairs.into_iter().filter(|(_, own, other)| own != other);
        others.map(|(what, own, _)| (what, own.as_deref())).collect()
    }
}

/// The space around the lines of a paragraph, in twentieths of a point.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Spacing {
    /// Above it.
    pub before: Option<u32>,
    /// Below it.
    pub after: Option<u32>,
    /// From line to line; 240 is one line.
    pub line: Option<u32>,
}

impl Spacing {
    /// What `node`, a `w:pPr`, says.
    pub(super) fn read(node: Option<Node<'_, '_>>) -> Self {
        let spacing = node.and_then(|node| child(node, "spacing"));
        let own = |name| spacing.and_then(|spacing| value(&spacing, name)?.parse().ok());
        Self { before: own("before"), after: own("after"), line: own("line") }
    }

    /// The same, with what it does not say taken from `under`.
    #[must_use]
    pub fn over(self, under: Self) -> Self {
        Self {
            before: self.before.or(under.before),
            after: self.after.or(under.after),
            line: self.line.or(under.line),
        }
    }
}
