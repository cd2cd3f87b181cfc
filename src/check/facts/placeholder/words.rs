//! The words of placeholders.

use super::texts::Texts;

/// Words that stand for a text to come, in lower case and without periods.
pub(super) const WORDS: Texts<14> = Texts::new([
    "tbd",
    "tbc",
    "tba",
    "tbw",
    "todo",
    "fixme",
    "xxx",
    "xxxx",
    "tk",
    "tktk",
    "untitled",
    "placeholder",
    "lorem",
    "t b d",
]);

/// Those that also count in capitals alone, in brackets or before a colon.
pub(super) const LOUD: [&str; 8] = ["TBD", "TBC", "TBA", "TODO", "FIXME", "XXX", "TK", "TKTK"];

/// The longest of these, in bytes.
pub(super) const LONGEST: usize = 5;

/// Whole texts that say only that one will come, in lower case.
pub(super) const TEXTS: Texts<41> = Texts::new([
    "add content",
    "add text",
    "asdf",
    "awaiting input",
    "choose a date",
    "click to enter text",
    "coming soon",
    "details to come",
    "details to follow",
    "draft text",
    "dummy text",
    "enter a date",
    "enter text",
    "insert chart",
    "insert figure",
    "insert image",
    "insert picture",
    "insert table",
    "insert text",
    "more to come",
    "more to follow",
    "need input",
    "need text",
    "not written yet",
    "not yet written",
    "pick a date",
    "placeholder text",
    "sample text",
    "select a date",
    "select an item",
    "select date",
    "start typing",
    "tbd tbd",
    "text to follow",
    "text will follow",
    "tk tk",
    "to come",
    "to follow",
    "type here",
    "write here",
    "your text",
]);

/// Whole texts of a field or a section that somebody tried a form with, or that say how a day is written, in lower
/// case. In a table they may be a step of work or a format.
pub(super) const TRIED: Texts<35> = Texts::new([
    "test",
    "testing",
    "test test",
    "test text",
    "blah",
    "foo",
    "yyyy-mm-dd",
    "mm/dd/yyyy",
    "dd/mm/yyyy",
    "month dd, yyyy",
    "month day, year",
    "month yyyy",
    "aaa",
    "abc",
    "asdfasdf",
    "blah blah",
    "blah blah blah",
    "body",
    "content",
    "dummy",
    "example",
    "fix me",
    "foo bar",
    "heading",
    "qwerty",
    "sample",
    "testing 123",
    "to do",
    "to-do",
    "under construction",
    "wip",
    "work in progress",
    "x",
    "body text",
    "section text",
]);

/// What programs and templates call a document without a name, in lower case.
pub(super) const UNNAMED: Texts<11> = Texts::new([
    "document title",
    "enter title",
    "first last",
    "full name",
    "name",
    "new document",
    "new paper",
    "paper title",
    "title",
    "untitled document",
    "untitled paper",
]);

/// What may follow a word such as `TBD` at the start of a text that is no sentence about it.
pub(super) const AFTER: [&str; 15] = [
    ":",
    ",",
    "?",
    "/",
    " - ",
    " \u{2013} ",
    " \u{2014} ",
    " by ",
    " pending",
    " until ",
    " after ",
    " once ",
    " when ",
    "(",
    " (",
];

/// What is to be done with a text that is to come.
pub(super) const TO_BE: [&str; 18] = [
    "added",
    "announced",
    "assigned",
    "completed",
    "confirmed",
    "decided",
    "defined",
    "determined",
    "developed",
    "provided",
    "supplied",
    "written",
    "discussed",
    "drafted",
    "filled in",
    "finalized",
    "inserted",
    "updated",
];

/// What is before it.
pub(super) const WILL_BE: [&str; 4] = ["to be ", "will be ", "is to be ", "are to be "];

/// What may follow it.
pub(super) const BY_WHOM: [&str; 7] = [" by ", " at ", " in ", " later", " (", " upon ", " after "];

/// What a text ends with that says what belongs in its place, in lower case.
pub(super) const HERE: [&str; 4] = ["goes here", "text here", "title here", "name here"];

/// What a template names in brackets, in lower case.
pub(super) const NAMES: Texts<62> = Texts::new([
    "address",
    "agency",
    "agency name",
    "amount",
    "author",
    "author name",
    "citation",
    "citation needed",
    "cite",
    "city",
    "committee",
    "company",
    "company name",
    "confirm",
    "contact",
    "contact name",
    "country",
    "date",
    "day",
    "dd/mm/yyyy",
    "department",
    "description",
    "document title",
    "email",
    "figures",
    "first name",
    "full name",
    "heading",
    "insert",
    "issue",
    "issue title",
    "last name",
    "link",
    "location",
    "mm/dd/yyyy",
    "month",
    "month day, year",
    "month dd, yyyy",
    "month yyyy",
    "name",
    "number",
    "office",
    "office name",
    "organization",
    "paper title",
    "pending",
    "phone",
    "phone number",
    "project name",
    "ref",
    "section title",
    "subject",
    "subtitle",
    "text",
    "title",
    "title here",
    "topic",
    "url",
    "verify",
    "year",
    "yyyy",
    "yyyy-mm-dd",
]);

/// How an instruction in brackets begins, in lower case.
pub(super) const INSTRUCTIONS: [&str; 24] = [
    "add ",
    "awaiting ",
    "briefly ",
    "choose ",
    "click ",
    "complete ",
    "confirm ",
    "date of ",
    "describe ",
    "enter ",
    "fill in ",
    "insert ",
    "name of ",
    "need ",
    "needs ",
    "placeholder",
    "provide ",
    "replace ",
    "specify ",
    "type ",
    "update ",
    "verify ",
    "write ",
    "your ",
];

/// How the text begins that word processors have in a field to fill in, in lower case.
pub(super) const FORMS: [&str; 4] =
    ["click or tap ", "click here to enter", "choose an item", "lorem ipsum"];

/// What a number is followed by that counts it.
pub(super) const COUNTED: [&str; 16] = [
    "billion", "business", "calendar", "days", "dollars", "hours", "million", "minutes", "months",
    "papers", "people", "percent", "points", "thousand", "weeks", "years",
];

/// What is before a number that counts things, as in `We need XX desks`; after other words it may be a Roman one.
pub(super) const BEFORE_COUNT: [&str; 33] = [
    "about",
    "across",
    "add",
    "added",
    "all",
    "among",
    "another",
    "approximately",
    "at",
    "by",
    "closed",
    "employ",
    "employs",
    "for",
    "had",
    "has",
    "have",
    "hire",
    "hired",
    "least",
    "nearly",
    "need",
    "needed",
    "needs",
    "only",
    "opened",
    "over",
    "received",
    "roughly",
    "some",
    "than",
    "to",
    "with",
];

/// What Word and Excel print in the place of what they can't find.
pub(super) const LOST: [&str; 13] = [
    "Error! Reference source not found",
    "Error! Bookmark not defined",
    "Error! No text of specified style in document",
    "#REF!",
    "#VALUE!",
    "#NAME?",
    "#DIV/0!",
    "#N/A",
    "#NUM!",
    "#NULL!",
    "#SPILL!",
    "#CALC!",
    "[object Object]",
];

/// What begins a sentence that says that a text will come.
pub(super) const SUBJECTS: [&str; 6] =
    ["this section ", "this text ", "the text ", "text ", "details ", "content "];

/// What is before a number to come.
pub(super) const NUMBERED: [&str; 37] = [
    "annex",
    "appendix",
    "article",
    "attachment",
    "bill",
    "case",
    "chapter",
    "docket",
    "enclosure",
    "exhibit",
    "ext.",
    "fig.",
    "figure",
    "footnote",
    "fy",
    "h.r.",
    "hr",
    "law",
    "no.",
    "number",
    "p.",
    "page",
    "pages",
    "para.",
    "paragraph",
    "part",
    "recommendation",
    "room",
    "schedule",
    "sec.",
    "section",
    "slide",
    "tab",
    "table",
    "title",
    "volume",
    "\u{a7}",
];

/// Those whose number may be a Roman one: always, as in `Title XX` of an act, or where the text is about a tariff
/// or has another one.
pub(super) const ROMAN: [&str; 6] = ["article", "chapter", "part", "schedule", "title", "volume"];
pub(super) const MAYBE_ROMAN: [&str; 5] = ["annex", "appendix", "sec.", "section", "\u{a7}"];

/// Those after which one `X` is enough.
pub(super) const SINGLE: [&str; 5] = ["fig.", "figure", "p.", "page", "table"];

/// What is before `Figure #` in a sentence; alone it may name a column.
pub(super) const BEFORE_SIGN: [&str; 8] = ["at", "by", "from", "in", "of", "on", "see", "under"];

/// What texts about a tariff have, whose sections are counted in Roman numbers.
pub(super) const TARIFF: [&str; 4] = ["HTS", "Harmonized", "ariff", "GATT"];
