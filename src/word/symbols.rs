//! Characters of fonts that have pictures in the place of letters.

/// The character that looks like the character `code` of the font `font`; none if nobody knows. The codes of such
/// fonts are in a private area of Unicode, from F000 on.
pub(super) fn character(font: &str, code: u32) -> Option<char> {
    let font = font.to_lowercase();
    let low = code & 0xff;
    let known = match font.as_str() {
        "symbol" => symbol(low),
        "wingdings" => wingdings(low),
        "wingdings 2" => match low {
            0x50 | 0x52 => Some('\u{2611}'),
            0x51 | 0x53 => Some('\u{2612}'),
            0xa3 => Some('\u{2610}'),
            _ => None,
        },
        _ => None,
    };
    known.or_else(|| char::from_u32(code).filter(|c| !is_private(*c)))
}

/// Whether characters of this font are known.
pub(super) fn is_known(font: &str) -> bool {
    ["symbol", "wingdings", "wingdings 2"].contains(&font.to_lowercase().as_str())
}

/// Whether a character means nothing without its font.
pub(super) const fn is_private(c: char) -> bool {
    matches!(c, '\u{e000}'..='\u{f8ff}')
}

fn symbol(low: u32) -> Option<char> {
    Some(match low {
        0xb7 => '\u{2022}',
        0xa3 => '\u{2264}',
        0xb3 => '\u{2265}',
        0xb1 => '\u{b1}',
        0xb4 => '\u{d7}',
        0xb0 => '\u{b0}',
        0xb9 => '\u{2260}',
        0xbb => '\u{2248}',
        0xac => '\u{2190}',
        0xad => '\u{2191}',
        0xae => '\u{2192}',
        0xaf => '\u{2193}',
        0xa7 => '\u{2663}',
        0xe3 => '\u{a9}',
        0xe2 => '\u{ae}',
        0xe4 => '\u{2122}',
        0x61 => '\u{3b1}',
        0x62 => '\u{3b2}',
        0x67 => '\u{3b3}',
        0x64 => '\u{3b4}',
        0x6d => '\u{3bc}',
        0x70 => '\u{3c0}',
        0x73 => '\u{3c3}',
        0x44 => '\u{394}',
        0x53 => '\u{3a3}',
        0x57 => '\u{3a9}',
        0x20..=0x40 => char::from_u32(low)?,
        _ => return None,
    })
}

fn wingdings(low: u32) -> Option<char> {
    Some(match low {
        0x6c => '\u{25cf}',
        0x6e => '\u{25a0}',
        0x6f | 0xa8 => '\u{2610}',
        0x71 => '\u{2751}',
        0xa7 => '\u{25aa}',
        0xe0 => '\u{2192}',
        0xdf => '\u{2190}',
        0xe8 => '\u{2794}',
        0xfb => '\u{2717}',
        0xfc => '\u{2713}',
        0xfd => '\u{2612}',
        0xfe => '\u{2611}',
        0x76 => '\u{2756}',
        0xd8 => '\u{27a2}',
        0x4a => '\u{263a}',
        _ => return None,
    })
}
