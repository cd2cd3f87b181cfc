//! What is left to do by hand after a paper got another number.

use issuepaper::numbers::Renumbered;
use issuepaper::text::suggest::listed;

/// Which papers still have the old number, and why.
pub fn left_over(Renumbered { old, mentions, .. }: &Renumbered) -> Vec<String> {
    let places = [
        (&mentions.open, "change the text by hand"),
        (&mentions.frozen, "published papers stay as they are"),
    ];
    let places = places.into_iter().filter(|(papers, _)| !papers.is_empty());
    let words = places.map(|(papers, why)| {
        let names = listed(papers.iter().map(String::as_str));
        format!("`{old}` is still in {names}: {why}")
    });
    words.collect()
}
