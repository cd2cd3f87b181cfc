//! Turns `series.yaml` files into a checked [`Series`].

mod constraints;
mod fields;
mod links;
mod look;
mod meaning;
mod patterns;
mod sections;
mod stages;

use regex::Regex;

use self::patterns::{Memory, is_usable, whole};
use super::look::MarkName;
use super::raw::{Placed, RawCodeBlock, RawNumber, RawRevision, RawRulesWhen, RawSeries};
use super::{
    Bind, CoverLine, Field, FieldType, FilePattern, Limits, NumberRule, Revision, Role, RulesWhen,
    Series, files, labeled, number,
};
use crate::text::finding::{Finding, INVALID_SETTINGS};
use crate::text::source::{Located, SourceFile};
use crate::text::{language, suggest};
use stages::InheritedStage;

/// Merges the files of a chain into a series, the nearest first; also returns the mark that it names, whose picture is
/// in a file of its own.
pub(super) fn resolve(
    id: &str,
    chain: Vec<(SourceFile, RawSeries)>,
) -> Result<(Series, Option<MarkName>), Vec<Finding>> {
    let mut chain = chain.into_iter();
    let Some((file, mut raw)) = chain.next() else { return Err(Vec::new()) };
    let mut files = vec![file];
    let mut names_roles = raw.roles.is_given();
    let mut is_same = true;
    for (file, mut parent) in chain {
        names_roles = parent.roles.is_given();
        // Where another series has its papers is its own matter, but this may be a built-in one in a project's words.
        is_same &= raw.extends.as_ref().is_some_and(|parent| parent.value == id);
        if !is_same {
            (parent.files, parent.front_matter_file, parent.papers_when) = (None, None, None);
        }
        files.push(file);
        raw = raw.over(parent);
    }
    let mut resolver = Resolver {
        files,
        findings: Vec::new(),
        stages: Vec::new(),
        order: None,
        owner: String::new(),
        inherited: Vec::new(),
        names_roles,
        memory: Memory::default(),
    };
    let series = resolver.series(id, raw);
    if resolver.findings.is_empty() { Ok(series) } else { Err(resolver.findings) }
}

struct Resolver {
    files: Vec<SourceFile>,
    findings: Vec<Finding>,
    stages: Vec<String>,
    /// Where the stages are listed, if they are.
    order: Option<Placed<String>>,
    /// What declares the keys that are being read, as in a message: "the field `title`".
    owner: String,
    /// The keys of a series below this list of stages that name stages which are not in it.
    inherited: Vec<InheritedStage>,
    /// Whether the series that extends nothing says which field means what: it has no other meanings.
    names_roles: bool,
    memory: Memory,
}

impl Resolver {
    fn series(&mut self, id: &str, raw: RawSeries) -> (Series, Option<MarkName>) {
        let stages = self.stages(&raw.stages);
        let is_ordered = raw.fields_in_order == Some(true);
        let declared = raw.fields.iter().map(|field| field.id.value.clone());
        let field_order = if is_ordered { declared.collect() } else { Vec::new() };
        let fields = self.fields(raw.fields, &raw.roles);
        let ids: Vec<&str> = fields.iter().map(|field| field.id.as_str()).collect();
        for reference in raw.foot.iter().flatten() {
            self.known_field(reference, &ids);
        }
        let texts = raw.cover.iter().flatten().map(|line| &line.text);
        for text in texts.chain(raw.masthead.iter().flatten()).chain(&raw.title) {
            self.placeholders(text, &ids);
        }
        let (look, mark) = self.look(raw.look, &ids);
        let headings = self.headings(&raw.headings);
        let series = Series {
            id: id.to_owned(),
            name: raw.name.unwrap_or_else(|| id.to_owned()),
            agency: raw.agency,
            lang: self.language(raw.lang),
            paper_size: raw.paper_size.unwrap_or_default(),
            title: raw.title.map_or_else(|| "{name}".to_owned(), |title| title.value),
            stages,
            files: self.files(raw.files.as_deref(), raw.number.pattern.as_ref(), &fields),
            front_matter_file: self.front_matter_file(raw.front_matter_file, raw.files.is_some()),
            papers_when: raw.papers_when.map(|it| self.condition(&it, &self.known(&fields))),
            number: self.number(raw.number, &fields),
            links: self.links(raw.links),
            revisions: self.revisions(raw.revisions),
            headings,
            sections: self.sections(raw.sections, headings.level, &fields),
            rules_when: self.rules_when(raw.rules_when, &fields),
            has_trimmed_values: raw.trimmed_values.unwrap_or_default(),
            code_blocks: self.code_blocks(raw.code_blocks),
            fields,
            field_order,
            foot: raw.foot.into_iter().flatten().map(|id| id.value).collect(),
            cover: raw
                .cover
                .into_iter()
                .flatten()
                .map(|line| CoverLine { role: line.role, text: line.text.value })
                .collect(),
            masthead: raw.masthead.into_iter().flatten().map(|line| line.value).collect(),
            look,
            forbidden_text: self.patterns(Some(&raw.forbidden_text)),
            limits: Limits {
                sentence_words: raw.limits.sentence_words.unwrap_or(40),
                paragraph_words: raw.limits.paragraph_words.unwrap_or(150),
            },
            acronyms: raw.acronyms,
            rules: raw.rules.into_iter().map(|(name, set)| (name, self.located(set))).collect(),
        };
        self.report_inherited();
        (series, mark)
    }

    fn language(&mut self, lang: Option<Placed<String>>) -> String {
        let Some(lang) = lang else { return "en-US".to_owned() };
        if !language::is_tag(&lang.value) {
            let message = format!("{} is not the tag of a language", suggest::shown(&lang.value));
            self.report(&lang, message, language::advice(&lang.value));
        }
        lang.value
    }

    fn rules_when(&mut self, raw: Vec<RawRulesWhen>, fields: &[Field]) -> Vec<RulesWhen> {
        let known = self.known(fields);
        let read = |RawRulesWhen { when, rules, at_most }: RawRulesWhen| {
            let when = self.condition(&when, &known);
            let rules = rules.into_iter().map(|(name, set)| (name, self.located(set))).collect();
            RulesWhen { when, rules, at_most }
        };
        raw.into_iter().map(read).collect()
    }

    /// Each block of code as a mapping.
    fn code_blocks(&mut self, raw: Vec<RawCodeBlock>) -> Vec<Field> {
        let read = |RawCodeBlock { language, fields }: RawCodeBlock| Field {
            fields: self.inner_fields(Some(fields), (FieldType::Mapping, &language), &[]),
            ..Field::new(&language.value, &language.value, FieldType::Mapping)
        };
        raw.into_iter().map(read).collect()
    }

    fn revisions(&mut self, raw: Option<Vec<RawRevision>>) -> Vec<Revision> {
        let mut revisions = Vec::new();
        for RawRevision { kind, label, form } in raw.into_iter().flatten() {
            let label = label.unwrap_or_else(|| kind.clone());
            let revision = Revision { kind, label, form: form.value.clone() };
            if !revision.is_distinct() {
                let message =
                    format!("`{}` gives every revision of its kind the same name", form.value);
                self.report(&form, message, "write `{n}` for the count or `{date}` for the day");
            }
            revisions.push(revision);
        }
        revisions
    }

    /// The patterns for the paths of papers. A number may have zeros before it there.
    fn files(
        &mut self,
        raw: Option<&[Placed<String>]>,
        number: Option<&Placed<String>>,
        fields: &[Field],
    ) -> Vec<FilePattern> {
        let ids: &[&str] = &fields.iter().map(|field| field.id.as_str()).collect::<Vec<_>>();
        let number_field = fields.iter().find(|field| field.role == Some(Role::Number));
        let is_number = |name: &str| {
            name == files::NUMBER || number_field.is_some_and(|field| field.id == name)
        };
        let raw = raw.unwrap_or_default();
        if raw.is_empty() {
            return Vec::new();
        }
        // A pattern that can't be used is reported where it is.
        let number = number.filter(|pattern| is_usable(&pattern.value));
        let number =
            number.map(|pattern| format!("0*(?:{})", patterns::without_names(&pattern.value)));
        let mut patterns = Vec::new();
        for raw in raw {
            if raw.value.starts_with('/')
                || raw.value.split('/').any(|part| matches!(part, "." | ".."))
            {
                let message = "no paper of the project has such a path";
                self.report(
                    raw,
                    message,
                    "write it from the folder of the project, without `.`, `..` or `/` before it",
                );
                continue;
            }
            let inner = |name: &str| number.clone().filter(|_| is_number(name));
            match FilePattern::new(&raw.value, inner, |regex| self.compile(raw, regex)) {
                Ok(None) => {}
                Ok(Some(pattern)) => {
                    let unknown =
                        pattern.names().find(|name| *name != files::NUMBER && !ids.contains(name));
                    if let Some(name) = unknown {
                        let help = unknown_field_help(name, ids);
                        self.report(raw, format!("the series has no field `{name}`"), help);
                    }
                    patterns.push(pattern);
                }
                Err(fault) => {
                    self.report(raw, format!("this is no pattern: {fault}"), "close it with `}`");
                }
            }
        }
        patterns
    }

    fn front_matter_file(
        &mut self,
        raw: Option<Placed<String>>,
        has_files: bool,
    ) -> Option<String> {
        let name = raw?;
        if name.value.is_empty() || name.value.contains(['/', '\\']) {
            self.report(
                &name,
                "this is no name of a file",
                "write the name alone, without a folder",
            );
        } else if !has_files {
            let message = "nothing says where the papers are that have such a file beside them";
            self.report(&name, message, "say it with `files`");
        }
        Some(name.value)
    }

    /// A series without a pattern has no numbers.
    fn number(&mut self, raw: RawNumber, fields: &[Field]) -> Option<NumberRule> {
        "`number`".clone_into(&mut self.owner);
        let pattern = self.pattern(raw.pattern.as_ref()?)?;
        let ids: Vec<&str> = fields.iter().map(|field| field.id.as_str()).collect();
        let ids = ids.as_slice();
        let labels_when = self.labels_when(raw.labels_when, &self.known(fields));
        let not_before = raw.not_before.filter(|field| field.value != "none");
        if let Some(field) = &not_before {
            self.known_field(field, ids);
        }
        let binds = raw.binds.unwrap_or_default();
        for bind in &binds {
            self.known_field(&bind.field, ids);
            self.known_group(&bind.group, &pattern);
        }
        let form = raw.form.unwrap_or_else(|| pattern.as_str().to_owned());
        let counts_all_digits =
            raw.pattern.as_ref().is_some_and(|it| number::counts_all_digits(&it.value));
        let mut number = NumberRule {
            counts_all_digits,
            labels_when,
            any_label: None,
            label: raw.label.unwrap_or_else(|| "No.".to_owned()),
            other_labels: raw.other_labels.unwrap_or_default(),
            example: raw
                .example
                .as_ref()
                .map_or_else(|| form.clone(), |example| example.value.clone()),
            form,
            pattern,
            uniqueness: raw.uniqueness.unwrap_or_default(),
            required: self.requirement(raw.required_from.as_ref()),
            allowed_from: raw
                .allowed_from
                .as_ref()
                .and_then(|stage| self.stage(stage))
                .unwrap_or_default(),
            not_before: not_before.map(|field| field.value),
            binds: binds
                .into_iter()
                .map(|bind| Bind {
                    group: bind.group.value,
                    field: bind.field.value,
                    part: bind.part,
                })
                .collect(),
        };
        number.any_label = labeled::any_of(number.labels());
        if let Some(example) = raw.example.filter(|example| !number.is_match(&example.value)) {
            self.report(
                &example,
                "the example does not match the pattern",
                "change one of the two",
            );
        }
        Some(number)
    }

    fn pattern(&mut self, raw: &Placed<String>) -> Option<Regex> {
        self.compile(raw, &whole(&raw.value))
    }

    /// Checks the `{field}` names in a text of the cover or the masthead.
    fn placeholders(&mut self, text: &Placed<String>, ids: &[&str]) {
        for name in placeholder_names(&text.value) {
            let is_known = matches!(name, "name" | "number" | "period") || ids.contains(&name);
            if !is_known {
                self.report(
                    text,
                    format!("the series has no field `{name}`"),
                    unknown_field_help(name, ids),
                );
            }
        }
    }

    fn located<T>(&self, value: Placed<T>) -> Located<T> {
        let Placed { value, span, file } = value;
        Located { value, span, file: self.files[file].clone() }
    }

    fn known_field(&mut self, field: &Placed<String>, ids: &[&str]) {
        if !ids.contains(&field.value.as_str()) {
            let help = unknown_field_help(&field.value, ids);
            self.report(field, format!("the series has no field `{}`", field.value), help);
        }
    }

    fn known_group(&mut self, group: &Placed<String>, pattern: &Regex) {
        if !pattern.capture_names().flatten().any(|name| name == group.value) {
            let help = format!("write it as `(?P<{}>…)`", group.value);
            self.report(group, format!("the pattern has no group `{}`", group.value), help);
        }
    }

    /// Reports a value at its place.
    fn report(&mut self, at: &Placed<String>, message: impl Into<String>, help: impl Into<String>) {
        let file = &self.files[at.file];
        self.findings.push(Finding::error(INVALID_SETTINGS, file, at.span, message).help(help));
    }
}

fn unknown_field_help(name: &str, ids: &[&str]) -> String {
    suggest::nearest(name, ids.iter().copied()).map_or_else(
        || "declare it under `fields`".to_owned(),
        |near| format!("did you mean `{near}`?"),
    )
}

/// The names between braces in a text such as `{working_group}, {period}`.
pub(super) fn placeholder_names(text: &str) -> impl Iterator<Item = &str> {
    text.split('{').skip(1).filter_map(|rest| rest.split_once('}').map(|(name, _)| name))
}
