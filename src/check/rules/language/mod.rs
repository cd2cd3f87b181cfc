//! Plain language: what readers from outside the office stumble over.

mod abbreviations;
mod acronym_redefined;
mod ambiguous_term;
mod context;
mod forbidden_text;
mod grammar;
mod inconsistent_name;
mod lasting;
mod long_paragraph;
mod long_sentence;
mod relative_time;
mod sentences;
mod time_spans;
mod undefined_acronym;
mod unused_acronym;
mod wordy_phrase;

use crate::check::RuleFamily;
use crate::check::rule::Rule;

const FAMILY: RuleFamily = RuleFamily::Language;

pub(super) const RULES: &[&Rule] = &[
    &acronym_redefined::RULE,
    &ambiguous_term::RULE,
    &forbidden_text::RULE,
    &inconsistent_name::RULE,
    &long_paragraph::RULE,
    &long_sentence::RULE,
    &relative_time::RULE,
    &undefined_acronym::RULE,
    &unused_acronym::RULE,
    &wordy_phrase::RULE,
];
