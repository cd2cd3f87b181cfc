use encoding_rs::WINDOWS_1252;

use crate::check::rule::rule;
use crate::check::{PaperContext, Sink};
use crate::text::characters::is_blank;
use crate::text::source::Spanned;

rule! {
    /// A paper must be saved as UTF-8.
    ///
    /// ## Why
    ///
    /// A byte that is not UTF-8 is shown differently, or not at all, by each program that reads the
    /// paper. Such bytes come from an editor that saves in an older encoding, usually Windows-1252,
    /// or from text pasted out of one.
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
    /// Save the file as UTF-8, then look at the place shown and type the character again.
    "invalid-encoding", Error => Paper(check)
}

fn check(cx: &PaperContext<'_>, out: &mut Sink<'_>) {
    let bytes = &cx.file.stray_bytes;
    for run in bytes.chunk_by(|a, b| a.span.end == b.span.start) {
        let [first, ..] = run else { continue };
        let mut span = first.span;
        span.end = run.last().map_or(span.end, |last| last.span.end);
        let names: Vec<String> =
            run.iter().take(4).map(|byte| format!("0x{:02X}", byte.value)).collect();
        let noun = if run.len() == 1 { "the byte" } else { "the bytes" };
        let more = if run.len() > names.len() { " …" } else { "" };
        out.at(span, format!("{noun} {}{more} can't be read as UTF-8", names.join(" ")))
            .help(help(first));
    }
}

fn help(byte: &Spanned<u8>) -> String {
    match windows_1252(byte.value) {
        Some(c) => format!("save the file as UTF-8; in Windows-1252 this byte is `{c}`"),
        None => "save the file as UTF-8".to_owned(),
    }
}

/// The character of a byte in Windows-1252, if a reader could see it.
fn windows_1252(byte: u8) -> Option<char> {
    let bytes = [byte];
    let (text, _) = WINDOWS_1252.decode_without_bom_handling(&bytes);
    text.chars().next().filter(|c| !is_blank(c.encode_utf8(&mut [0; 4])))
}
