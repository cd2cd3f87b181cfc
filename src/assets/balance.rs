//! Lines of a title that are about as long as each other. Lengths are in points.

use super::line::Line;
use super::widths::Family;

/// What kerning and rounding may add to a line.
const TOLERANCE: f64 = 1.015;
/// How often the width is halved; after that it is off by less than a point.
const STEPS: usize = 9;

/// The words of a title with their widths in bold type of a size.
#[derive(Debug)]
pub struct Lines {
    words: Vec<f64>,
    space: f64,
}

impl Lines {
    /// The lines of `text` in type of `size`.
    pub fn new(text: &str, size: f64) -> Self {
        let line = Line::bold(Family::Print, size);
        let width = |word: &str| line.length(word) * TOLERANCE;
        Self { words: text.split_whitespace().map(width).collect(), space: line.length(" ") }
    }

    /// The width of the widest word.
    pub fn widest(&self) -> f64 {
        self.words.iter().copied().fold(0.0, f64::max)
    }

    /// How many lines there are if none is wider than `room`, but for words that are.
    pub fn count(&self, room: f64) -> usize {
        let (mut count, mut used) = (1, 0.0);
        for word in &self.words {
            if used > 0.0 && used + self.space + word > room {
                count += 1;
                used = *word;
            } else {
                used += word + if used > 0.0 { self.space } else { 0.0 };
            }
        }
        count
    }

    /// The narrowest width, between half of `room` and all of it, with as few lines as in `room`.
    pub fn balanced(&self, room: f64) -> f64 {
        let (mut low, mut high) = (room / 2.0, room);
        let least = self.count(room);
        for _ in 0..STEPS {
            let middle = f64::midpoint(low, high);
            if self.count(middle) > least { low = middle } else { high = middle }
        }
        (high + 1.0).min(room)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_balanced_and_no_more_than_needed() {
        let lines = Lines::new("Centers of Excellence and Expertise Working Group", 21.0);
        let width = lines.balanced(378.0);
        assert_eq!([lines.count(378.0), lines.count(width), lines.count(width - 4.0)], [2, 2, 3]);
        assert!(width < 300.0, "{width}");
        assert!(lines.widest() < width);
        assert!((Lines::new("", 21.0).balanced(378.0) - 190.0).abs() < 1.0);
    }
}
