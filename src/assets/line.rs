//! A line of text that is cut where it is too long. Lengths are in points.

use super::widths::{Face, Family};

/// The type of a line.
#[derive(Debug, Clone, Copy)]
pub struct Line {
    face: Face,
    size: f64,
}

impl Line {
    /// A line in regular type.
    pub const fn regular(family: Family, size: f64) -> Self {
        Self { face: Face::new(family), size }
    }

    /// A line in bold type.
    pub const fn bold(family: Family, size: f64) -> Self {
        Self { face: Face { is_bold: true, ..Face::new(family) }, size }
    }

    /// How long `text` is.
    pub fn length(self, text: &str) -> f64 {
        text.chars().map(|c| self.face.width(c)).sum::<f64>() * self.size
    }

    /// `text`, or as many of its words as fit `room` with an ellipsis; if not even one does, a part of it.
    pub fn cut(self, text: &str, room: f64) -> String {
        if self.length(text) <= room {
            return text.to_owned();
        }
        let mut rest = room - self.length("\u{2026}");
        let fits = |c: &char| {
            rest -= self.face.width(*c) * self.size;
            rest >= 0.0
        };
        let kept: String = text.chars().take_while(fits).collect();
        let end = kept.rfind(' ').filter(|end| *end > 0).unwrap_or(kept.len());
        format!("{}\u{2026}", kept[..end].trim_end_matches([' ', ',', ';', ':', '\u{b7}']))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_that_is_too_long_is_cut_after_a_word() {
        let line = Line::bold(Family::Word, 8.0);
        assert_eq!(line.cut("Issue Paper", 100.0), "Issue Paper");
        let long = line.cut("Ports, lanes, and what else there is to say of them", 60.0);
        assert_eq!(long, "Ports, lanes\u{2026}");
        assert!(line.length(&long) <= 60.0);
        let word = line.cut(&"x".repeat(100), 100.0);
        assert!(word.ends_with("x\u{2026}") && line.length(&word) <= 100.0, "{word}");
        assert_eq!(line.cut("", 0.0), "");
    }
}
