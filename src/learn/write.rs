//! Writes a learned series as YAML, each guess below what it rests on.

use super::series::{
    Guess, Kind, LearnedField, LearnedHeadings, LearnedNumber, LearnedSection, LearnedSeries,
    LearnedStages, Need, When,
};
use crate::paper::front_matter::quoting;
use crate::series::{FieldType, Uniqueness};

/// The longest line, in characters.
const WIDTH: usize = 100;

/// A text that grows line by line.
#[derive(Default)]
struct Lines(String);

impl Lines {
    fn line(&mut self, indent: usize, text: &str) {
        self.0 += &" ".repeat(indent);
        self.0 += text;
        self.0.push('\n');
    }

    fn blank(&mut self) {
        self.0.push('\n');
    }

    /// A comment, broken over lines between words.
    fn comment(&mut self, indent: usize, text: &str) {
        let mut line = String::from("#");
        for word in text.split_whitespace() {
            let length = indent + line.chars().count() + 1 + word.chars().count();
            if length > WIDTH && line.len() > 1 {
                self.line(indent, &line);
                line = String::from("#");
            }
            line.push(' ');
            line += word;
        }
        self.line(indent, &line);
    }

    fn comments(&mut self, indent: usize, notes: &[String]) {
        if !notes.is_empty() {
            self.comment(indent, &notes.join(" "));
        }
    }

    /// A key with a list: on one line if there is room.
    fn list(&mut self, indent: usize, key: &str, items: &[String]) {
        let items: Vec<String> = items.iter().map(|item| flow(item)).collect();
        let line = format!("{key}: [{}]", items.join(", "));
        if indent + line.chars().count() <= WIDTH {
            return self.line(indent, &line);
        }
        self.line(indent, &format!("{key}:"));
        for item in items {
            self.line(indent + 2, &format!("- {item}"));
        }
    }
}

/// A text as a value in a list or a mapping on one line.
fn flow(text: &str) -> String {
    let is_plain = !text.contains([',', '[', ']', '{', '}']);
    if is_plain { quoting::value(text) } else { quoting::quoted(text) }
}

/// The series as the text of its `series.yaml`.
pub(super) fn yaml(series: &LearnedSeries) -> String {
    let mut lines = Lines::default();
    for note in &series.notes {
        lines.comment(0, note);
    }
    lines.blank();
    lines.line(0, &format!("name: {}", flow(&series.name)));
    files(&mut lines, series);
    lines.blank();
    lines.line(0, "roles:");
    for (role, guess) in &series.roles {
        lines.comments(2, &guess.notes);
        lines.line(2, &format!("{role}: {}", flow(&guess.value)));
    }
    stages(&mut lines, &series.stages);
    if let Some(guess) = &series.number {
        number(&mut lines, guess, first_stage(series));
    }
    if !series.fields.is_empty() {
        lines.blank();
        lines.comments(0, &series.is_ordered.notes);
        lines.line(0, &format!("fields_in_order: {}", series.is_ordered.value));
        lines.line(0, "fields:");
        for field in &series.fields {
            self::field(&mut lines, field, first_stage(series));
        }
        for note in &series.left_out {
            lines.comment(2, &format!("No field: {note}"));
        }
    }
    sections(&mut lines, series);
    rules(&mut lines, series);
    lines.0
}

fn first_stage(series: &LearnedSeries) -> &str {
    series.stages.order.value.first().map_or("", String::as_str)
}

fn files(lines: &mut Lines, series: &LearnedSeries) {
    lines.blank();
    lines.comments(0, &series.files.notes);
    lines.list(0, "files", &series.files.value);
    if let Some(guess) = &series.front_matter_file {
        lines.comments(0, &guess.notes);
        lines.line(0, &format!("front_matter_file: {}", flow(&guess.value)));
    }
    if let Some(guess) = &series.papers_when {
        lines.comments(0, &guess.notes);
        let conditions: Vec<String> =
            guess.value.iter().map(|key| format!("{{ {}: \"*\" }}", flow(key))).collect();
        match &conditions[..] {
            [one] => lines.line(0, &format!("papers_when: {one}")),
            all => lines.line(0, &format!("papers_when: [{}]", all.join(", "))),
        }
    }
}

fn stages(lines: &mut Lines, stages: &LearnedStages) {
    lines.blank();
    lines.line(0, "stages:");
    lines.comments(2, &stages.order.notes);
    lines.list(2, "order", &stages.order.value);
    if let Some(suffix) = &stages.suffix {
        lines.comments(2, &suffix.notes);
        lines.line(2, &format!("suffix: {}", quoting::quoted(&suffix.value)));
    }
    lines.comment(2, "A folder does not say from which stage on papers change no more.");
    lines.line(2, "frozen_from: never");
}

fn number(lines: &mut Lines, guess: &Guess<LearnedNumber>, first: &str) {
    let number = &guess.value;
    lines.blank();
    lines.line(0, "number:");
    lines.comments(2, &guess.notes);
    if !number.label.is_empty() {
        lines.line(2, &format!("label: {}", flow(&number.label)));
    }
    lines.line(2, &format!("pattern: {}", quoting::quoted(&number.pattern)));
    lines.line(2, &format!("example: {}", quoting::quoted(&number.example)));
    if number.is_required {
        lines.line(2, &format!("required_from: {}", flow(first)));
    }
    match number.uniqueness {
        Uniqueness::Strict => {}
        Uniqueness::Family => lines.line(2, "uniqueness: family"),
        Uniqueness::Folder => lines.line(2, "uniqueness: folder"),
    }
}

fn field(lines: &mut Lines, field: &LearnedField, first: &str) {
    lines.comments(2, &field.notes);
    lines.line(2, &format!("- id: {}", flow(&field.id)));
    if let Some(place) = &field.in_text {
        lines.line(4, &format!("in_text: {}", quoting::quoted(&place.written())));
    }
    if let Some(field_type) = field.kind.field_type.filter(|it| *it != FieldType::Text) {
        lines.line(4, &format!("type: {}", field_type.name()));
    }
    if !field.kind.choices.is_empty() {
        lines.list(4, "choices", &field.kind.choices);
    }
    if let Some(pattern) = &field.kind.pattern {
        lines.line(4, &format!("pattern: {}", quoting::quoted(pattern)));
    }
    if let Some(separator) = field.kind.separator {
        lines.line(4, &format!("separator: {}", quoting::quoted(separator)));
    }
    if let Some(items) = &field.kind.items {
        self::items(lines, items);
    }
    need(lines, &field.need, first);
}

fn items(lines: &mut Lines, items: &Kind) {
    let name = items.field_type.unwrap_or(FieldType::Text).name();
    lines.line(4, "items:");
    lines.line(6, &format!("type: {name}"));
    if !items.choices.is_empty() {
        lines.list(6, "choices", &items.choices);
    }
    if let Some(pattern) = &items.pattern {
        lines.line(6, &format!("pattern: {}", quoting::quoted(pattern)));
    }
}

fn need(lines: &mut Lines, need: &Need, first: &str) {
    if need.is_always {
        lines.line(4, &format!("required_from: {}", flow(first)));
    }
    for (key, when) in [("required_when", &need.required), ("allowed_when", &need.allowed)] {
        if let Some(when) = when {
            lines.line(4, &format!("{key}: {}", condition(when)));
        }
    }
}

fn condition(when: &When) -> String {
    let values: Vec<String> = when.values.iter().map(|value| flow(value)).collect();
    let values = match &values[..] {
        [one] => one.clone(),
        all => format!("[{}]", all.join(", ")),
    };
    let is = format!("{{ {}: {values} }}", flow(&when.field));
    if when.is_not { format!("{{ not: {is} }}") } else { is }
}

fn sections(lines: &mut Lines, series: &LearnedSeries) {
    let LearnedHeadings { level, has_title, is_exact } = series.headings.value;
    if series.sections.is_empty() && !has_title {
        return;
    }
    lines.blank();
    lines.line(0, "headings:");
    lines.comments(2, &series.headings.notes);
    lines.line(2, &format!("level: {level}"));
    if has_title {
        lines.line(2, "title: true");
    }
    lines.line(2, if is_exact { "case: exact" } else { "case: free" });
    if series.sections.is_empty() {
        return;
    }
    lines.blank();
    lines.line(0, "sections:");
    for section in &series.sections {
        self::section(lines, section, first_stage(series));
    }
}

fn section(lines: &mut Lines, section: &LearnedSection, first: &str) {
    lines.comments(2, &section.notes);
    lines.line(2, &format!("- id: {}", flow(&section.id)));
    lines.line(4, &format!("heading: {}", flow(&section.heading)));
    need(lines, &section.need, first);
    match &section.text {
        Some(text) if text.contains('\n') => {
            lines.line(4, "text: |-");
            for line in text.lines() {
                if line.trim().is_empty() {
                    lines.blank();
                } else {
                    lines.line(6, line.trim());
                }
            }
        }
        Some(text) => lines.line(4, &format!("text: {}", quoting::quoted(text))),
        None => {}
    }
}

fn rules(lines: &mut Lines, series: &LearnedSeries) {
    lines.blank();
    lines.comment(
        0,
        "Rules that more than 1 of 20 papers break are off: they are no habit here. Turn on what you want to have. \
         `issuepaper explain RULE` says what a rule wants.",
    );
    lines.line(0, "rules:");
    if series.stages.order.value.len() > 1 {
        lines.comment(2, "A folder does not say where a paper may go from a stage.");
        lines.line(2, "illegal-stage-move: off");
    } else if series.rules_off.is_empty() {
        lines.line(2, "{}");
    }
    for guess in &series.rules_off {
        lines.comments(2, &guess.notes);
        lines.line(2, &format!("{}: off", guess.value));
    }
    for note in &series.rules_kept {
        lines.comment(2, note);
    }
}
