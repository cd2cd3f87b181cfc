//! What files are imported, by their names and first bytes.

/// The endings of the names of files that are imported.
pub const ENDINGS: [&str; 5] = ["docx", "docm", "md", "markdown", "txt"];

/// What a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Word,
    Markdown,
    Plain,
}

/// What the file `name`, which contains `bytes`, is.
///
/// # Errors
///
/// It is not imported: the end of a sentence that begins with its name.
pub(super) fn kind(name: &str, bytes: &[u8]) -> Result<Kind, String> {
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending).to_ascii_lowercase();
    if bytes.starts_with(b"%PDF-") || ending == "pdf" {
        return Err("is a PDF, which has lost links and structure; import the Word file or the text that it was made from".to_owned());
    }
    if bytes.starts_with(b"{\\rtf") || ending == "rtf" {
        return Err("is in Rich Text Format; save it in Word as .docx".to_owned());
    }
    if matches!(ending.as_str(), "yaml" | "yml") {
        return Err(
            "is a file of settings, not a paper; import Word, Markdown or text files".to_owned()
        );
    }
    if matches!(ending.as_str(), "html" | "htm" | "odt" | "pages") {
        return Err(
            "is not imported; save it as .docx, in Word or another word processor".to_owned()
        );
    }
    if matches!(
        ending.as_str(),
        "json" | "csv" | "xlsx" | "xls" | "pptx" | "ppt" | "png" | "jpg" | "jpeg" | "svg"
    ) {
        return Err("is not a paper; import Word, Markdown or text files".to_owned());
    }
    Ok(match ending.as_str() {
        "docx" | "docm" | "doc" => Kind::Word,
        _ if bytes.starts_with(b"PK\x03\x04") => Kind::Word,
        "txt" => Kind::Plain,
        _ => Kind::Markdown,
    })
}
