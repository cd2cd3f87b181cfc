//! Where a block may be wider than its place, so that the keyboard must reach it to scroll it.
//!
//! A page has no script that could measure it, so it is measured here: a block that can scroll only in narrow
//! windows has the class `below-N`, and the page lets the keyboard reach it in windows narrower than `N` rem.

use std::collections::BTreeSet;

use crate::render::design::TEXT;
use crate::render::html::style::SCREEN;

/// The narrowest window that a page must fit, 320 CSS pixels, in rem.
const NARROWEST: f64 = 20.0;
/// The steps in which windows are told apart, in rem.
const STEP: f64 = 1.0;
/// In windows wider than this, in rem, it is all the same whether the keyboard reaches a block.
const WIDEST: f64 = 160.0;
/// What a list or quotation takes of the width, in rem.
const INDENT: f64 = 1.5;
/// What another font or a scroll bar may add.
const TOLERANCE: f64 = 1.01;

/// What a block may take on a screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Room {
    /// The column of text, inside that many lists and quotations.
    Text(u8),
    /// From the hanging column to the right edge of the window.
    Wide,
}

/// The windows in which a block has to be scrolled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Scrolls {
    Never,
    /// Those narrower than so many rem.
    Below(u32),
    Always,
}

impl Scrolls {
    /// Where a block scrolls that needs `least` points in a narrow window, and `width` in a wide one.
    pub(super) fn of(least: f64, width: f64, room: Room) -> Self {
        let rem = |points: f64| points * SCREEN.text / TEXT.size * TOLERANCE;
        let (indent, most) = match room {
            Room::Text(depth) => (f64::from(depth) * INDENT, SCREEN.column),
            Room::Wide => (0.0, SCREEN.column + SCREEN.hanging),
        };
        let (least, needed) = (rem(least) + indent, rem(width) + indent);
        let window = if needed <= most {
            (least + 2.0 * SCREEN.edge).min(SCREEN.stacked)
        } else if room == Room::Wide {
            2.0 * (needed + SCREEN.bar + SCREEN.edge) - most
        } else {
            WIDEST
        };
        if window <= NARROWEST {
            return Self::Never;
        }
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it is small")]
        let below = ((window / STEP).ceil() * STEP).min(WIDEST) as u32;
        if f64::from(below) >= WIDEST { Self::Always } else { Self::Below(below) }
    }
}

/// The element `body` in a frame that scrolls. `name` says what is in it to those who come to it with the keyboard;
/// `steps` learns in which windows that is.
pub(super) fn frame(body: &str, name: &str, scrolls: Scrolls, steps: &mut BTreeSet<u32>) -> String {
    let class = match scrolls {
        Scrolls::Never => return format!("<div class=\"scroll\">\n{body}</div>\n"),
        Scrolls::Always => String::new(),
        Scrolls::Below(rem) => {
            steps.insert(rem);
            format!(" below-{rem}")
        }
    };
    format!(
        "<div class=\"scroll{class}\" tabindex=\"0\" role=\"group\" aria-label=\"{name}\">\n\
         {body}</div>\n"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_block_scrolls_in_windows_that_are_too_narrow_for_it() {
        let cases = [
            (100.0, Room::Text(0), Scrolls::Never),
            (200.0, Room::Text(0), Scrolls::Below(23)),
            (360.0, Room::Text(0), Scrolls::Below(39)),
            (200.0, Room::Text(3), Scrolls::Below(27)),
            (420.0, Room::Text(0), Scrolls::Always),
            (420.0, Room::Wide, Scrolls::Below(44)),
            (460.0, Room::Wide, Scrolls::Below(48)),
            (654.0, Room::Wide, Scrolls::Below(87)),
            (2000.0, Room::Wide, Scrolls::Always),
        ];
        for (width, room, expected) in cases {
            assert_eq!(Scrolls::of(width, width, room), expected, "{width} {room:?}");
        }
    }

    #[test]
    fn a_block_that_a_narrow_window_squeezes_scrolls_later() {
        assert_eq!(Scrolls::of(200.0, 360.0, Room::Text(0)), Scrolls::Below(23));
        assert_eq!(Scrolls::of(200.0, 654.0, Room::Wide), Scrolls::Below(87));
    }

    #[test]
    fn only_a_frame_that_can_scroll_is_reached_with_the_keyboard() {
        let mut steps = BTreeSet::new();
        assert!(!frame("", "Table 1", Scrolls::Never, &mut steps).contains("tabindex"));
        assert!(frame("", "Table 1", Scrolls::Below(24), &mut steps).contains("below-24\" tab"));
        assert_eq!(steps.into_iter().collect::<Vec<_>>(), [24]);
    }
}
