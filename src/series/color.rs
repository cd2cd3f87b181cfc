//! Colors of documents.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A color, 8 bits a channel of [sRGB](https://www.w3.org/TR/css-color-4/#sRGB).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Color([u8; 3]);

impl Color {
    /// White.
    pub const WHITE: Self = Self([255; 3]);
    /// The accent of a series that names none.
    pub const ACCENT: Self = Self([0x16, 0x2e, 0x51]);

    /// The color of a number such as `0x162e51`.
    pub const fn new(number: u32) -> Self {
        let [_, red, green, blue] = number.to_be_bytes();
        Self([red, green, blue])
    }

    /// Its contrast with `other`, from 1 to 21, as
    /// [WCAG 2.2](https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio) defines it.
    pub fn contrast(self, other: Self) -> f64 {
        let (one, other) = (self.luminance(), other.luminance());
        (one.max(other) + 0.05) / (one.min(other) + 0.05)
    }

    /// It in a share of `percent` with the rest in `other`.
    pub fn mixed(self, percent: u8, other: Self) -> Self {
        let share = u32::from(percent.min(100));
        let channel = |at: usize| {
            let sum = u32::from(self.0[at]) * share + u32::from(other.0[at]) * (100 - share);
            u8::try_from((sum + 50) / 100).unwrap_or(u8::MAX)
        };
        Self([channel(0), channel(1), channel(2)])
    }

    /// The lightest color of its hue, not lighter than itself, that has the contrast `least` with white.
    pub fn darkened(self, least: f64) -> Self {
        let darker = (0..=100).rev().map(|percent| self.mixed(percent, Self([0; 3])));
        let mut fitting = darker.filter(|color| color.contrast(Self::WHITE) >= least);
        fitting.next().unwrap_or(Self([0; 3]))
    }

    /// The darkest color of its hue, not darker than itself, that has the contrast `least` with `paper`.
    pub fn lightened(self, least: f64, paper: Self) -> Self {
        let lighter = (0..=100).rev().map(|percent| self.mixed(percent, Self::WHITE));
        let mut fitting = lighter.filter(|color| color.contrast(paper) >= least);
        fitting.next().unwrap_or(Self::WHITE)
    }

    /// The six hexadecimal digits.
    pub fn digits(self) -> String {
        let [red, green, blue] = self.0;
        format!("{red:02X}{green:02X}{blue:02X}")
    }

    fn luminance(self) -> f64 {
        let linear = |channel: u8| {
            let value = f64::from(channel) / 255.0;
            if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        };
        let [red, green, blue] = self.0.map(linear);
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    }
}

impl Default for Color {
    fn default() -> Self {
        Self::ACCENT
    }
}

impl fmt::Display for Color {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{}", self.digits().to_lowercase())
    }
}

/// The text is no `#` with six hexadecimal digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotAColor;

impl FromStr for Color {
    type Err = NotAColor;

    fn from_str(text: &str) -> Result<Self, NotAColor> {
        let digits = text.strip_prefix('#').ok_or(NotAColor)?;
        if digits.len() != 6 || !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Err(NotAColor);
        }
        let channel =
            |at: usize| u8::from_str_radix(&digits[at..at + 2], 16).map_err(|_| NotAColor);
        Ok(Self([channel(0)?, channel(2)?, channel(4)?]))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_color_is_read_and_written() {
        assert_eq!("#162E51".parse(), Ok(Color::ACCENT));
        assert_eq!(Color::ACCENT.to_string(), "#162e51");
        for text in ["162e51", "#162e5", "#162e5g", "#162e511", "navy", "#1é2e5", ""] {
            assert_eq!(text.parse::<Color>(), Err(NotAColor), "{text}");
        }
    }

    #[test]
    fn a_color_too_light_is_darkened_until_it_can_be_read() {
        assert!((Color::ACCENT.contrast(Color::WHITE) - 13.6).abs() < 0.05);
        let light: Color = "#3377cc".parse().unwrap_or_default();
        let dark = light.darkened(7.0);
        assert!(light.contrast(Color::WHITE) < 7.0);
        assert!((7.0..7.5).contains(&dark.contrast(Color::WHITE)), "{dark}");
        assert_eq!(Color::ACCENT.darkened(7.0), Color::ACCENT);
    }

    #[test]
    fn a_tint_is_between_both_colors() {
        assert_eq!(Color::ACCENT.mixed(0, Color::WHITE), Color::WHITE);
        assert_eq!(Color::ACCENT.mixed(100, Color::WHITE), Color::ACCENT);
        assert_eq!(Color::ACCENT.mixed(9, Color::WHITE).to_string(), "#eaecef");
    }
}
