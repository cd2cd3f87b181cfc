//! How one series extends another: what it leaves out is taken from its parent.

use super::{RawField, RawHeadings, RawLimits, RawNumber, RawSection, RawSeries, RawStages};

impl RawSeries {
    /// This series with what it leaves out taken from `parent`.
    pub(in crate::series) fn over(mut self, mut parent: Self) -> Self {
        parent.forbidden_text.append(&mut self.forbidden_text);
        parent.acronyms.append(&mut self.acronyms);
        parent.rules.append(&mut self.rules);
        parent.rules_when.append(&mut self.rules_when);
        Self {
            extends: parent.extends,
            name: self.name.or(parent.name),
            agency: self.agency.or(parent.agency),
            lang: self.lang.or(parent.lang),
            paper_size: self.paper_size.or(parent.paper_size),
            title: self.title.or(parent.title),
            roles: self.roles.over(parent.roles),
            stages: self.stages.over(parent.stages),
            number: self.number.over(parent.number),
            revisions: self.revisions.or(parent.revisions),
            files: self.files.or(parent.files),
            front_matter_file: self.front_matter_file.or(parent.front_matter_file),
            papers_when: self.papers_when.or(parent.papers_when),
            headings: RawHeadings {
                level: self.headings.level.or(parent.headings.level),
                title: self.headings.title.or(parent.headings.title),
                case: self.headings.case.or(parent.headings.case),
                trailing_colon: self.headings.trailing_colon.or(parent.headings.trailing_colon),
                bold_labels: self.headings.bold_labels.or(parent.headings.bold_labels),
            },
            fields: merge(parent.fields, self.fields, |field| &field.id.value, RawField::over),
            fields_in_order: self.fields_in_order.or(parent.fields_in_order),
            trimmed_values: self.trimmed_values.or(parent.trimmed_values),
            code_blocks: merge(
                parent.code_blocks,
                self.code_blocks,
                |block| &block.language.value,
                |own, _| own,
            ),
            foot: self.foot.or(parent.foot),
            cover: self.cover.or(parent.cover),
            masthead: self.masthead.or(parent.masthead),
            look: self.look.over(parent.look),
            links: self.links.over(parent.links),
            sections: merge(
                parent.sections,
                self.sections,
                |section| &section.id.value,
                RawSection::over,
            ),
            forbidden_text: parent.forbidden_text,
            limits: RawLimits {
                sentence_words: self.limits.sentence_words.or(parent.limits.sentence_words),
                paragraph_words: self.limits.paragraph_words.or(parent.limits.paragraph_words),
            },
            acronyms: parent.acronyms,
            rules: parent.rules,
            rules_when: parent.rules_when,
        }
    }
}

impl RawStages {
    fn over(mut self, mut parent: Self) -> Self {
        parent.markings.append(&mut self.markings);
        // Settings for other stages don't apply to these.
        let is_own = self.order.is_some();
        let inherited = |of_parent| if is_own { None } else { of_parent };
        Self {
            moves: self.moves.or_else(|| parent.moves.filter(|_| !is_own)),
            frozen_from: self.frozen_from.or_else(|| inherited(parent.frozen_from)),
            withdrawn: self.withdrawn.or_else(|| inherited(parent.withdrawn)),
            order: self.order.or(parent.order),
            default: self.default.or(parent.default),
            suffix: self.suffix.or(parent.suffix),
            markings: parent.markings,
        }
    }
}

impl RawNumber {
    fn over(self, parent: Self) -> Self {
        Self {
            label: self.label.or(parent.label),
            other_labels: self.other_labels.or(parent.other_labels),
            labels_when: self.labels_when.or(parent.labels_when),
            pattern: self.pattern.or(parent.pattern),
            form: self.form.or(parent.form),
            example: self.example.or(parent.example),
            uniqueness: self.uniqueness.or(parent.uniqueness),
            required_from: self.required_from.or(parent.required_from),
            allowed_from: self.allowed_from.or(parent.allowed_from),
            not_before: self.not_before.or(parent.not_before),
            binds: self.binds.or(parent.binds),
        }
    }
}

impl RawField {
    fn over(self, parent: Self) -> Self {
        Self {
            id: self.id,
            aliases: self.aliases.or(parent.aliases),
            in_text: self.in_text.or(parent.in_text),
            label: self.label.or(parent.label),
            field_type: self.field_type.or(parent.field_type),
            required_from: self.required_from.or(parent.required_from),
            required_when: self.required_when.or(parent.required_when),
            allowed_when: self.allowed_when.or(parent.allowed_when),
            forbidden_when: self.forbidden_when.or(parent.forbidden_when),
            example: self.example.or(parent.example),
            place: self.place.or(parent.place),
            items: self.items.or(parent.items),
            reference: self.reference.or(parent.reference),
            separator: self.separator.or(parent.separator),
            fields: self.fields.or(parent.fields),
            pattern: self.pattern.or(parent.pattern),
            forbidden: self.forbidden.or(parent.forbidden),
            length: self.length.or(parent.length),
            range: self.range.or(parent.range),
            count: self.count.or(parent.count),
            unique: self.unique.or(parent.unique),
            sorted: self.sorted.or(parent.sorted),
            choices: self.choices.or(parent.choices),
            no_action: self.no_action.or(parent.no_action),
            kinds: self.kinds.or(parent.kinds),
            within: self.within.or(parent.within),
            not_after: self.not_after.or(parent.not_after),
            office: self.office.or(parent.office),
        }
    }
}

impl RawSection {
    fn over(self, parent: Self) -> Self {
        Self {
            id: self.id,
            heading: self.heading.or(parent.heading),
            level: self.level.or(parent.level),
            aliases: self.aliases.or(parent.aliases),
            required_from: self.required_from.or(parent.required_from),
            required_when: self.required_when.or(parent.required_when),
            allowed_when: self.allowed_when.or(parent.allowed_when),
            forbidden_when: self.forbidden_when.or(parent.forbidden_when),
            text: self.text.or(parent.text),
            last: self.last.or(parent.last),
            min_words: self.min_words.or(parent.min_words),
            max_words: self.max_words.or(parent.max_words),
        }
    }
}

/// Lays `own` over `inherited`: an item with a known id replaces it in its place, others follow.
fn merge<T>(
    mut inherited: Vec<T>,
    own: Vec<T>,
    id: impl Fn(&T) -> &str,
    over: impl Fn(T, T) -> T,
) -> Vec<T> {
    // What one file declares twice stays twice, to be reported.
    let mut open: Vec<String> = inherited.iter().map(|item| id(item).to_owned()).collect();
    for item in own {
        let known = open.iter().position(|known| known == id(&item)).map(|at| open.remove(at));
        match known.and_then(|known| inherited.iter().position(|it| id(it) == known)) {
            Some(at) => {
                let parent = inherited.remove(at);
                inherited.insert(at, over(item, parent));
            }
            None => inherited.push(item),
        }
    }
    inherited
}
