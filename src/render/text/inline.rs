//! A line of plain text.

use crate::document::{Inline, Style, picture_in_words, plain_text};

/// `content` as text; only hard breaks are line ends.
pub(super) fn write(content: &[Inline]) -> String {
    let mut out = String::new();
    for inline in content {
        write_one(inline, &mut out);
    }
    out
}

fn write_one(inline: &Inline, out: &mut String) {
    match inline {
        Inline::Text(text) => out.push_str(&text.replace('\t', " ")),
        Inline::Code(code) => out.push_str(&format!("`{code}`")),
        Inline::Styled(Style::Strikethrough, content) => {
            // Text that was struck out must not read as if it still applied.
            out.push_str(&format!("[deleted: {}]", write(content)));
        }
        Inline::Styled(Style::Superscript, content) => {
            if is_power(content, out) {
                out.push('^');
            }
            out.push_str(&write(content));
        }
        Inline::Styled(_, content) | Inline::Language(_, content) => {
            out.push_str(&write(content));
        }
        Inline::Link { url, title, content } => out.push_str(&link(url, title, &write(content))),
        Inline::Image { title, alt, .. } => out.push_str(&picture_in_words(alt, title)),
        Inline::NoteRef(number) => out.push_str(&format!("[{number}]")),
        Inline::SoftBreak => out.push(' '),
        Inline::HardBreak => out.push('\n'),
        Inline::WordBreak => {}
    }
}

/// Whether raised text would change a number when set on the line: `10<sup>6</sup>` is not 106.
fn is_power(content: &[Inline], before: &str) -> bool {
    let raised = plain_text(content);
    let is_number = |c: char| c.is_ascii_digit() || "+-\u{2212}".contains(c);
    !raised.is_empty()
        && raised.chars().all(is_number)
        && before.ends_with(|c: char| c.is_alphanumeric() || c == ')')
}

fn link(url: &str, title: &str, text: &str) -> String {
    let address = url.strip_prefix("mailto:").unwrap_or(url);
    let title = if title.is_empty() { String::new() } else { format!(" ({title})") };
    // A place on the page itself has no address in an email.
    if text == address || url.starts_with('#') {
        return format!("{text}{title}");
    }
    format!("{text} <{address}>{title}")
}
