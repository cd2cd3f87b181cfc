//! Fields, ECMA-376 part 1, 17.16: what Word computes, of which the last result is the text.

/// The fields that are open where the reader is.
#[derive(Debug, Default)]
pub(super) struct Fields(Vec<Field>);

#[derive(Debug, Default)]
struct Field {
    instruction: String,
    meaning: Option<Meaning>,
}

/// What the result of a field is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Meaning {
    /// Text.
    Text,
    /// Text that leads somewhere.
    Link(String),
    /// The mark of the note at a bookmark.
    NoteRef(String),
    /// A list of the headings, which is no text of its own.
    Contents,
}

/// What a field says that has no result.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Unshown {
    /// Text.
    Text(String),
    /// What Word draws.
    Formula(String),
}

impl Fields {
    /// A field begins.
    pub(super) fn begin(&mut self) {
        self.0.push(Field::default());
    }

    /// A piece of an instruction.
    pub(super) fn instruct(&mut self, text: &str) {
        if let Some(field) = self.0.last_mut() {
            field.instruction.push_str(text);
        }
    }

    /// The result begins. Returns what it is.
    pub(super) fn separate(&mut self) -> Option<&Meaning> {
        let field = self.0.last_mut()?;
        field.meaning = Some(meaning(&field.instruction));
        field.meaning.as_ref()
    }

    /// The result of the last field is text after all.
    pub(super) fn read_as_text(&mut self) {
        if let Some(field) = self.0.last_mut() {
            field.meaning = Some(Meaning::Text);
        }
    }

    /// The field ends. Returns what it says if it has no result.
    pub(super) fn end(&mut self) -> Option<Unshown> {
        let field = self.0.pop()?;
        if field.meaning.is_some() || self.is_in_instruction() || !self.0.is_empty() {
            return None;
        }
        unshown(&field.instruction)
    }

    /// Whether the reader is in the result of a field that is part of an instruction, and no text. Characters that are in no
    /// such result are text, whatever field was never ended.
    pub(super) fn is_in_instruction(&self) -> bool {
        let outer = self.0.split_last().map_or(&[][..], |(_, outer)| outer);
        outer.iter().any(|field| field.meaning.is_none())
    }

    /// A paragraph ends, and with it what is in one paragraph alone.
    pub(super) fn end_paragraph(&mut self) {
        for field in &mut self.0 {
            if matches!(field.meaning, None | Some(Meaning::NoteRef(_))) {
                field.meaning = Some(Meaning::Text);
            }
        }
    }

    /// Whether the text here is shown in another way.
    pub(super) fn is_replaced(&self) -> bool {
        let mut open = self.0.iter();
        open.any(|field| matches!(field.meaning, Some(Meaning::NoteRef(_))))
    }

    /// Whether the text here is a list of the headings.
    pub(super) fn is_in_contents(&self) -> bool {
        self.0.iter().any(|field| field.meaning == Some(Meaning::Contents))
    }

    /// Where the text here leads.
    pub(super) fn link(&self) -> Option<&str> {
        self.0.iter().rev().find_map(|field| match &field.meaning {
            Some(Meaning::Link(link)) => Some(link.as_str()),
            _ => None,
        })
    }
}

/// What the result of a field with this instruction is.
fn meaning(instruction: &str) -> Meaning {
    let words = words(instruction);
    let mut words = words.iter().map(|(word, is_quoted)| (word.as_str(), *is_quoted));
    let name = words.next().unwrap_or_default().0.to_ascii_uppercase();
    match name.as_str() {
        "HYPERLINK" => link(words).map_or(Meaning::Text, Meaning::Link),
        "NOTEREF" => words
            .next()
            .map_or(Meaning::Text, |(bookmark, _)| Meaning::NoteRef(bookmark.to_owned())),
        "TOC" => Meaning::Contents,
        _ => Meaning::Text,
    }
}

/// What a field with this instruction says without a result.
fn unshown(instruction: &str) -> Option<Unshown> {
    let (name, rest) = instruction.trim().split_once(char::is_whitespace)?;
    let rest = rest.trim_start();
    match name.to_ascii_uppercase().as_str() {
        // The name of a macro or a place is first.
        "MACROBUTTON" | "GOTOBUTTON" => {
            let (_, text) = rest.split_once(char::is_whitespace)?;
            Some(Unshown::Text(text.trim().to_owned()))
        }
        "EQ" | "SYMBOL" => Some(Unshown::Formula(rest.to_owned())),
        _ => None,
    }
}

fn link<'w>(mut words: impl Iterator<Item = (&'w str, bool)>) -> Option<String> {
    let (mut address, mut anchor) = (String::new(), None);
    while let Some((word, is_quoted)) = words.next() {
        match word {
            r"\l" if !is_quoted => anchor = words.next().map(|(word, _)| word),
            r"\o" | r"\t" if !is_quoted => drop(words.next()),
            word if word.starts_with('\\') && !is_quoted => {}
            word if address.is_empty() => word.clone_into(&mut address),
            _ => {}
        }
    }
    if let Some(anchor) = anchor {
        address.push('#');
        address.push_str(anchor);
    }
    (!address.is_empty()).then_some(address)
}

/// The words of an instruction, each with whether it is in quotation marks, where it may have spaces.
fn words(instruction: &str) -> Vec<(String, bool)> {
    let (mut words, mut word, mut is_quoted) = (Vec::new(), String::new(), false);
    let mut was_quoted = false;
    let mut chars = instruction.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '"' | '\u{201c}' | '\u{201d}' => {
                is_quoted = !is_quoted;
                was_quoted = true;
            }
            '\\' if is_quoted => word.extend(chars.next()),
            c if c.is_whitespace() && !is_quoted => {
                words.extend(taken(&mut word, &mut was_quoted));
            }
            c => word.push(c),
        }
    }
    words.extend(taken(&mut word, &mut was_quoted));
    words
}

fn taken(word: &mut String, was_quoted: &mut bool) -> Option<(String, bool)> {
    let quoted = std::mem::take(was_quoted);
    (!word.is_empty()).then(|| (std::mem::take(word), quoted))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_instruction_says_what_its_result_is() {
        let link = |address: &str| Meaning::Link(address.to_owned());
        for (instruction, expected) in [
            (r#" HYPERLINK "https://example.org/a b" "#, link("https://example.org/a b")),
            (r#"hyperlink \l "part_1" \h"#, link("#part_1")),
            (r#"HYPERLINK "a.docx" \l "b" \o "a tip""#, link("a.docx#b")),
            (r#"HYPERLINK "\\\\host\\a""#, link(r"\\host\a")),
            (r" NOTEREF note_1 \f \h ", Meaning::NoteRef("note_1".into())),
            (r#"TOC \o "1-3""#, Meaning::Contents),
            (" DATE ", Meaning::Text),
            ("HYPERLINK", Meaning::Text),
            ("", Meaning::Text),
        ] {
            assert_eq!(meaning(instruction), expected, "{instruction}");
        }
    }

    #[test]
    fn fields_may_be_inside_each_other() {
        let mut fields = Fields::default();
        fields.begin();
        fields.instruct("HYPERLINK \"a\"");
        assert!(!fields.is_in_instruction());
        fields.begin();
        assert!(fields.is_in_instruction());
        fields.end();
        fields.separate();
        fields.begin();
        fields.instruct("PAGE");
        fields.separate();
        assert!(!fields.is_in_instruction());
        assert_eq!(fields.link(), Some("a"));
        fields.end();
        fields.end();
        fields.end();
        assert_eq!(fields.link(), None);
    }

    #[test]
    fn a_field_that_is_never_ended_takes_no_text_with_it() {
        let mut fields = Fields::default();
        fields.begin();
        fields.instruct("PAGE");
        fields.end_paragraph();
        fields.begin();
        fields.separate();
        assert!(!fields.is_in_instruction());
    }
}
