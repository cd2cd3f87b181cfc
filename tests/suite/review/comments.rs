//! Comments that a file has more than once.

use super::{PAPER, Sent};

/// The lines that tell of comments, when those of `comments` (id, date, text) are on `words` (id, word).
fn told(comments: &[(u8, &str, &str)], words: &[(u8, &str)]) -> Vec<String> {
    let mut sent = Sent::new(PAPER);
    let all = comments.iter().map(|(id, date, text)| {
        format!(
            "<w:comment w:id=\"{id}\" w:author=\"Lee Counsel\"{date}><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:comment>"
        )
    });
    let all: String = all.collect();
    let root =
        "<w:comments xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\">";
    sent.parts.insert("word/comments.xml".to_owned(), format!("{root}{all}</w:comments>"));
    sent.edit("word/_rels/document.xml.rels", |xml| {
        let relationship = "<Relationship Id=\"c\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments\" Target=\"comments.xml\"/>";
        xml.replacen("</Relationships>", &format!("{relationship}</Relationships>"), 1)
    });
    sent.edit("word/document.xml", |xml| {
        words.iter().fold(xml.to_owned(), |xml, (id, word)| {
            let at = xml.find(word).unwrap();
            let start = xml[..at].rfind("<w:r>").unwrap();
            let end = at + xml[at..].find("</w:r>").unwrap() + "</w:r>".len();
            let [from, to] =
                ["Start", "End"].map(|it| format!("<w:commentRange{it} w:id=\"{id}\"/>"));
            format!("{}{from}{}{to}{}", &xml[..start], &xml[start..end], &xml[end..])
        })
    });
    let run = sent.review(&[]);
    let lines = run.stdout.lines().filter(|line| line.contains("Lee Counsel"));
    lines.map(|line| line.split_once(" on ").unwrap().1.to_owned()).collect()
}

#[test]
fn a_comment_that_was_copied_is_one() {
    const DATE: &str = " w:date=\"2024-06-03T10:00:00Z\"";
    let (echo, kilo) = ("`The word echo is in one inside it.`", "`The word kilo ends the text.`");
    let why = |place: &str| format!("{place}: Why?");
    for (comments, words, expected) in [
        // Pasted with the words that it is on.
        (&[(1, DATE, "Why?"), (2, DATE, "Why?")][..], &[(1, "echo"), (2, "kilo")][..], vec![echo]),
        // Cut: the first is on nothing.
        (&[(1, DATE, "Why?"), (2, DATE, "Why?")], &[(2, "kilo")], vec![kilo]),
        // One comment with two starts.
        (&[(1, DATE, "Why?")], &[(1, "kilo"), (1, "echo")], vec![echo]),
        // Without a date nobody knows whether somebody said it twice.
        (&[(1, "", "Why?"), (2, "", "Why?")], &[(1, "echo"), (2, "kilo")], vec![echo, kilo]),
        (&[(1, "", "Why?"), (2, "", "Why?")], &[(1, "kilo"), (2, "kilo")], vec![kilo]),
    ] {
        let expected: Vec<String> = expected.into_iter().map(why).collect();
        assert_eq!(told(comments, words), expected, "{comments:?} {words:?}");
    }
}
