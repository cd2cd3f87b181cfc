use encoding_rs::{MACINTOSH, WINDOWS_1252};

use crate::check::rule::rule;
use crate::check::{PaperContext, Sink};
use crate::text::characters::is_blank;
use crate::text::finding::{Edit, Fix};
use crate::text::source::{Span, Spanned, any_contains};
use crate::text::suggest;

rule! {
    /// A paper must be saved as UTF-8.
    ///
    /// ## Why
    ///
    /// A byte that is not UTF-8 is shown differently, or not at all, by each program that reads the
    /// paper. Such bytes come from an editor that saves in an older encoding, usually Windows-1252,
    /// or from text pasted out of one. `â€™` in the place of an apostrophe is what is left of UTF-8 that a
    /// program read as Windows-1252 and saved again; read as Mac OS Roman it is `‚Äô`.
    ///
    /// ## Example
    ///
    /// ```text latin-1
    /// ---
    /// series: issue-paper
    /// ---
    ///
    /// ## Issue
    ///
    /// The café queue has doubled.
    /// ```
    ///
    /// ## How to fix
    ///
    /// Save the file as UTF-8, then look at the places shown and type the characters again. Where all bytes
    /// have a meaning in Windows-1252, `--fix` does so.
    "invalid-encoding", Error => Paper(check)
}

/// How many places of such bytes are shown.
const SHOWN: usize = 4;

fn check(cx: &PaperContext<'_>, out: &mut Sink<'_>) {
    let bytes = &cx.file.stray_bytes;
    let [first, ..] = &bytes[..] else {
        check_read_twice(cx, out);
        check_read_as_macintosh(cx, out);
        return;
    };
    let mut runs = bytes.chunk_by(|a, b| a.span.end == b.span.start);
    let Some(run) = runs.next() else { return };
    let message = match bytes.len() {
        1 => format!("the byte 0x{:02X} can't be read as UTF-8", first.value),
        count if count == run.len() => {
            format!("the bytes {} can't be read as UTF-8", names(run))
        }
        count => format!("{count} bytes can't be read as UTF-8, the first of them {}", names(run)),
    };
    let help = match windows_1252(first.value) {
        Some(c) => format!("save the file as UTF-8; in Windows-1252 the first byte is `{c}`"),
        None => "save the file as UTF-8".to_owned(),
    };
    let mut report = out.at(whole(run), message).help(help);
    for run in runs.take(SHOWN - 1) {
        report = report.label(whole(run), format!("and here: {}", names(run)));
    }
    if let Some(fix) = as_windows_1252(cx, bytes) {
        report.fix(fix);
    }
}

/// Reports UTF-8 that was read as Windows-1252 and saved again: `â€™` for `’`, `Ã©` for `é`.
fn check_read_twice(cx: &PaperContext<'_>, out: &mut Sink<'_>) {
    let text = cx.paper.file.text();
    let mut end = 0;
    // `Â`, `Ã` and `â` begin with the same byte, and what such text has begins with one of the three.
    for at in memchr::memchr_iter(0xc3, text.as_bytes()) {
        let rest = &text[at..];
        let is_start = rest.starts_with(['Â', 'Ã']) || is_sign(rest);
        if at < end || !is_start {
            continue;
        }
        let length = rest.find(|c: char| c.is_ascii()).unwrap_or(rest.len());
        let span = Span::new(at, at + length);
        let Some(meant) = read_as_meant(&rest[..length]) else { continue };
        end = span.end;
        report_read_twice(cx, span, meant, out);
        if out.is_full() {
            return;
        }
    }
}

/// Reports UTF-8 that was read as Mac OS Roman and saved again: `‚Äô` for `’`, `√©` for `é`.
fn check_read_as_macintosh(cx: &PaperContext<'_>, out: &mut Sink<'_>) {
    let text = cx.paper.file.text();
    let mut end = 0;
    // The last bytes of `√` and `‚`, and of `¬`, which is what such text begins with.
    for last in memchr::memchr2_iter(0x9a, 0xac, text.as_bytes()) {
        let start = text.floor_char_boundary(last);
        let is_start = text[start..].starts_with(['√', '‚', '¬']);
        if start < end || !is_start || out.is_full() {
            continue;
        }
        let mut meant = String::new();
        let mut at = start;
        while let Some((length, c)) = macintosh(&text[..at], &text[at..]) {
            meant.push(c);
            at += length;
        }
        if at > start {
            end = at;
            report_read_twice(cx, Span::new(start, at), meant, out);
        }
    }
}

/// The character whose bytes in UTF-8 are those of the first characters of `text` in Mac OS Roman, with their length
/// in `text`. A root is left alone before what it can be the root of, and where no word is around it.
fn macintosh(before: &str, text: &str) -> Option<(usize, char)> {
    let count = match text.chars().next()? {
        '√' | '¬' => 2,
        '‚' => 3,
        _ => return None,
    };
    let length: usize = text.chars().take(count).map(char::len_utf8).sum();
    let (typed, after) = text.split_at(length);
    let (bytes, _, has_others) = MACINTOSH.encode(typed);
    let meant = std::str::from_utf8(&bytes).ok().filter(|_| !has_others)?.chars().next()?;
    let is_letter = |c: Option<char>| c.is_some_and(char::is_alphabetic);
    let is_word = is_letter(before.chars().next_back()) || is_letter(after.chars().next());
    let is_root = typed.ends_with(['π', 'Ω', '∆', '∑', '∏', '∫', '∞', 'µ']);
    let is_meant = match typed.chars().next()? {
        '√' => meant.is_alphabetic() && is_word && !is_root,
        _ => bytes.len() == meant.len_utf8() && !meant.is_control(),
    };
    is_meant.then_some((length, meant))
}

fn report_read_twice(cx: &PaperContext<'_>, span: Span, meant: String, out: &mut Sink<'_>) {
    let body = cx.paper.body();
    if any_contains(&body.code, |code| code.span, span)
        || any_contains(&body.inline_code, |code| *code, span)
    {
        return;
    }
    let found = suggest::shown(cx.source(span));
    out.at(span, format!("{found} is {} read in a wrong encoding", suggest::shown(&meant)))
        .help(format!("write {}", suggest::shown(&meant)))
        .fix(Fix::risky("write the character that is meant", span, meant));
}

/// Whether a text begins with what quotation marks, dashes and the like become.
fn is_sign(text: &str) -> bool {
    let after = text.strip_prefix('â').and_then(|rest| rest.chars().next());
    after.is_some_and(|c| !c.is_ascii() && !c.is_alphabetic())
}

/// The text whose bytes in UTF-8 are those of `text` in Windows-1252.
fn read_as_meant(text: &str) -> Option<String> {
    let (bytes, _, has_others) = WINDOWS_1252.encode(text);
    if has_others {
        return None;
    }
    String::from_utf8(bytes.into_owned()).ok()
}

/// The place of bytes that are side by side.
fn whole(run: &[Spanned<u8>]) -> Span {
    let (start, end) = (run.first(), run.last());
    Span::new(start.map_or(0, |byte| byte.span.start), end.map_or(0, |byte| byte.span.end))
}

fn names(run: &[Spanned<u8>]) -> String {
    let names: Vec<String> =
        run.iter().take(SHOWN).map(|byte| format!("0x{:02X}", byte.value)).collect();
    let more = if run.len() > names.len() { " …" } else { "" };
    format!("{}{more}", names.join(" "))
}

/// The file read as Windows-1252, if every byte has a character there that can be meant. It is safe if
/// nothing in the file is another encoding's: no character beyond ASCII, and no capital of Western Europe between
/// small letters, where the Macintosh has its quotation marks.
fn as_windows_1252(cx: &PaperContext<'_>, bytes: &[Spanned<u8>]) -> Option<Fix> {
    let text = cx.paper.file.text();
    let mut edits = Vec::with_capacity(bytes.len());
    let mut is_safe = text.is_ascii();
    for byte in bytes {
        let c = windows_1252(byte.value)?;
        let is_small = |c: Option<char>| c.is_some_and(|c| c.is_ascii_lowercase());
        let before = text[..byte.span.start].chars().next_back();
        let after = text[byte.span.end..].chars().next();
        is_safe &= !(c.is_uppercase() && (is_small(before) || is_small(after)));
        edits.push(Edit { span: byte.span, text: c.to_string() });
    }
    Some(Fix {
        title: "read it as Windows-1252 and save it as UTF-8".to_owned(),
        edits,
        safe: is_safe,
    })
}

/// The character of a byte in Windows-1252, if a reader could see it or it is a no-break space.
fn windows_1252(byte: u8) -> Option<char> {
    let bytes = [byte];
    let (text, _) = WINDOWS_1252.decode_without_bom_handling(&bytes);
    let is_visible = |c: &char| *c == '\u{a0}' || !is_blank(c.encode_utf8(&mut [0; 4]));
    text.chars().next().filter(is_visible)
}
