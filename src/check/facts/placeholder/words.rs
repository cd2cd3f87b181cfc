//! The words of placeholders.

/// Words that stand for a text to come, in lower case and without periods.
pub(super) const WORDS: [&str; 13] = [
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
];

/// Those that also count in capitals alone, in brackets or before a colon.
pub(super) const LOUD: [&str; 8] = ["TBD", "TBC", "TBA", "TODO", "FIXME", "XXX", "TK", "TKTK"];

/// Whole texts that say only that one will come, in lower case.
pub(super) const TEXTS: [&str; 8] = [
    "asdf",
    "coming soon",
    "dummy text",
    "sample text",
    "text to follow",
    "tk tk",
    "to come",
    "to follow",
];

/// Whole texts of a field or a section that somebody tried a form with, or that say how a day is written, in lower
/// case. In a table they may be a step of work or a format.
pub(super) const TRIED: [&str; 12] = [
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
];

/// What programs and templates call a document without a name, in lower case.
pub(super) const UNNAMED: [&str; 8] = [
    "document title",
    "enter title",
    "new document",
    "new paper",
    "paper title",
    "title",
    "untitled document",
    "untitled paper",
];

/// What may follow a word such as `TBD` at the start of a text that is no sentence about it.
pub(super) const AFTER: [&str; 13] = [
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
];

/// What is to be done with a text that is to come.
pub(super) const TO_BE: [&str; 12] = [
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
];

/// What a template names in brackets, in lower case.
pub(super) const NAMES: [&str; 43] = [
    "address",
    "agency",
    "agency name",
    "amount",
    "author",
    "author name",
    "city",
    "committee",
    "company",
    "company name",
    "contact",
    "contact name",
    "country",
    "date",
    "day",
    "department",
    "description",
    "document title",
    "email",
    "first name",
    "full name",
    "heading",
    "issue",
    "issue title",
    "last name",
    "link",
    "location",
    "month",
    "name",
    "office",
    "office name",
    "organization",
    "paper title",
    "phone",
    "phone number",
    "project name",
    "subject",
    "subtitle",
    "title",
    "title here",
    "topic",
    "url",
    "year",
];

/// How an instruction in brackets begins, in lower case.
pub(super) const INSTRUCTIONS: [&str; 17] = [
    "add ",
    "briefly ",
    "choose ",
    "click ",
    "complete ",
    "date of ",
    "describe ",
    "enter ",
    "fill in ",
    "insert ",
    "name of ",
    "placeholder",
    "provide ",
    "replace ",
    "specify ",
    "type ",
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
