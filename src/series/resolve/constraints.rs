//! What values must be, and when.

use super::Resolver;
use super::patterns::whole;
use crate::paper::fields::Month;
use crate::series::raw::{
    Placed, RawBounds, RawCondition, RawField, RawItems, RawPattern, RawTest, RawUnique,
};
use crate::series::{Bounds, Condition, Constraints, Field, FieldType, Pattern, Presence, Unique};
use crate::text::source::Spanned;
use crate::text::suggest;

/// What is said of a condition that asks nothing.
const EMPTY: (&str, &str) =
    ("the condition is empty", "name a field and its values, or delete the key");

/// What conditions may name.
pub(super) struct Known<'f> {
    pub(super) ids: Vec<&'f str>,
    /// Those that may have these values alone.
    pub(super) values: Vec<(&'f str, Vec<String>)>,
}

impl Resolver {
    pub(super) fn constraints(&mut self, raw: &RawField, ids: &[&str]) -> Constraints {
        let unique = match &raw.unique {
            None | Some(RawUnique::Always(false)) => None,
            Some(RawUnique::Always(true)) => Some(Unique::default()),
            Some(RawUnique::Within(fields)) => {
                for field in fields {
                    self.known_field(field, ids);
                }
                Some(Unique { within: fields.iter().map(|field| field.value.clone()).collect() })
            }
        };
        Constraints {
            pattern: raw.pattern.as_ref().and_then(|it| self.pattern_of(it, true)),
            forbidden: self.patterns(raw.forbidden.as_deref()),
            length: self.count_bounds(raw.length.as_ref(), &raw.id),
            range: self.bounds(raw.range.as_ref(), &raw.id),
            count: self.count_bounds(raw.count.as_ref(), &raw.id),
            unique,
            is_sorted: raw.sorted.as_ref().is_some_and(|sorted| sorted.value),
        }
    }

    /// What the items of the list `id` are.
    pub(super) fn items(&mut self, raw: &RawItems, id: &Placed<String>, ids: &[&str]) -> Field {
        let id = &Placed { value: id.value.clone(), ..raw.field_type_place(id) };
        let field_type = raw.field_type.value;
        if field_type == FieldType::Choice && raw.choices.as_ref().is_none_or(Vec::is_empty) {
            self.report(
                id,
                format!("the items of `{}` have no choices", id.value),
                "list them under `choices`",
            );
        }
        let is_single =
            !matches!(field_type, FieldType::List | FieldType::Stage | FieldType::Number);
        if !is_single {
            let message =
                format!("the items of `{}` can't be of the type `{}`", id.value, field_type.name());
            self.report(id, message, "write another type");
        }
        self.refuse_meaningless_items(raw, id);
        Field {
            choices: raw.choices.clone().unwrap_or_default(),
            kinds: raw.kinds.as_ref().map(|kinds| kinds.value.clone()).unwrap_or_default(),
            office: raw.office.as_ref().map(|office| office.value).unwrap_or_default(),
            fields: self.inner_fields(raw.fields.clone(), (field_type, id), ids),
            constraints: Constraints {
                pattern: raw.pattern.as_ref().and_then(|it| self.pattern_of(it, true)),
                forbidden: self.patterns(raw.forbidden.as_deref()),
                length: self.count_bounds(raw.length.as_ref(), id),
                range: self.bounds(raw.range.as_ref(), id),
                ..Constraints::default()
            },
            ..Field::new(&id.value, &id.value, field_type)
        }
    }

    /// The keys of a mapping.
    pub(super) fn inner_fields(
        &mut self,
        raw: Option<Vec<RawField>>,
        (field_type, at): (FieldType, &Placed<String>),
        ids: &[&str],
    ) -> Vec<Field> {
        let raw = raw.unwrap_or_default();
        match (field_type, raw.is_empty()) {
            (FieldType::Mapping, true) => {
                let message = format!("the mapping `{}` has no keys", at.value);
                self.report(at, message, "list them under `fields`, or use the type `any`");
            }
            (FieldType::Mapping, false) | (_, true) => {}
            (other, false) => {
                let message = format!(
                    "`{}` has keys under `fields`, but is of the type `{}`",
                    at.value,
                    other.name()
                );
                self.report(at, message, "write `type: mapping`");
            }
        }
        raw.into_iter()
            .map(|raw| {
                self.refuse_conditions(&raw);
                let base = Field::new(&raw.id.value, &raw.id.value, FieldType::Text);
                self.field(raw, base, ids)
            })
            .collect()
    }

    /// Reports what is only asked of a whole field: a key of a mapping is there or not by the stage alone.
    fn refuse_conditions(&mut self, raw: &RawField) {
        let conditions = [
            ("required_when", &raw.required_when),
            ("allowed_when", &raw.allowed_when),
            ("forbidden_when", &raw.forbidden_when),
        ];
        let given = conditions.iter().find_map(|(name, it)| Some((*name, it.as_ref()?.span)));
        let is_unique = !matches!(raw.unique, None | Some(RawUnique::Always(false)));
        let unique = is_unique.then_some(("unique", raw.id.span));
        for (name, span) in given.into_iter().chain(unique) {
            let at = Placed { span, ..raw.id.clone() };
            let message =
                format!("`{}` is a key of a mapping, where `{name}` has no effect", raw.id.value);
            self.report(
                &at,
                message,
                format!("delete `{name}`, or make the key a field of the paper"),
            );
        }
    }

    pub(super) fn patterns(&mut self, raw: Option<&[RawPattern]>) -> Vec<Pattern> {
        raw.unwrap_or_default().iter().filter_map(|it| self.pattern_of(it, false)).collect()
    }

    fn pattern_of(&mut self, raw: &RawPattern, is_whole: bool) -> Option<Pattern> {
        let written = raw.regex.value.clone();
        let pattern = if is_whole { whole(&written) } else { written.clone() };
        let regex = self.compile(&raw.regex, &pattern)?;
        if !is_whole && regex.is_match("") {
            let message = "the pattern is found in every text, since it matches the empty one";
            self.report(&raw.regex, message, "write a pattern for what may not be there");
            return None;
        }
        Some(Pattern { regex, written, message: raw.message.clone(), help: raw.help.clone() })
    }

    fn bounds(&mut self, raw: Option<&Placed<RawBounds>>, of: &Placed<String>) -> Bounds {
        let Some(raw) = raw else { return Bounds::default() };
        let RawBounds { min, max } = raw.value;
        if min.zip(max).is_some_and(|(min, max)| min > max) {
            let message =
                format!("no value of `{}` is in its bounds: `min` is more than `max`", of.value);
            self.report(&raw.place(), message, "exchange the two");
        }
        if min.is_none() && max.is_none() {
            let message = format!("the bounds of `{}` ask nothing", of.value);
            self.report(&raw.place(), message, "write `min`, `max` or both, or delete the key");
        }
        Bounds { min, max }
    }

    /// Bounds of something that is counted.
    fn count_bounds(&mut self, raw: Option<&Placed<RawBounds>>, of: &Placed<String>) -> Bounds {
        let bounds = self.bounds(raw, of);
        let is_less = |bound: Option<i64>| bound.is_some_and(|bound| bound < 0);
        if let Some(raw) = raw.filter(|_| is_less(bounds.min) || is_less(bounds.max)) {
            let message = format!("a bound of `{}` is less than 0", of.value);
            self.report(&raw.place(), message, "write the least and the most that it may be");
        }
        bounds
    }

    /// The conditions on which something must be there, or may be.
    pub(super) fn presence(
        &mut self,
        [required, allowed, forbidden]: [Option<&Placed<RawCondition>>; 3],
        known: &Known<'_>,
    ) -> Presence {
        let mut read =
            |raw: Option<&Placed<RawCondition>>| raw.map(|raw| self.condition(raw, known));
        Presence { required: read(required), allowed: read(allowed), forbidden: read(forbidden) }
    }

    pub(super) fn condition(&mut self, raw: &Placed<RawCondition>, known: &Known<'_>) -> Condition {
        let at = Placed { value: String::new(), span: raw.span, file: raw.file };
        self.inner_condition(&raw.value, &at, known)
    }

    fn inner_condition(
        &mut self,
        raw: &RawCondition,
        at: &Placed<String>,
        known: &Known<'_>,
    ) -> Condition {
        match raw {
            RawCondition::Any(any) if any.is_empty() => {
                self.report(at, EMPTY.0, EMPTY.1);
                Condition::Any(Vec::new())
            }
            RawCondition::Any(any) => {
                Condition::Any(any.iter().map(|raw| self.inner_condition(raw, at, known)).collect())
            }
            RawCondition::All(all) if all.is_empty() => {
                self.report(at, EMPTY.0, EMPTY.1);
                Condition::Any(Vec::new())
            }
            RawCondition::All(all) => {
                let mut tests: Vec<Condition> =
                    all.iter().map(|(key, test)| self.test(key, test, at, known)).collect();
                match tests.len() {
                    1 => tests.remove(0),
                    _ => Condition::All(tests),
                }
            }
        }
    }

    fn test(
        &mut self,
        key: &str,
        test: &RawTest,
        at: &Placed<String>,
        known: &Known<'_>,
    ) -> Condition {
        let values = match test {
            RawTest::Not(raw) => {
                return Condition::Not(Box::new(self.inner_condition(raw, at, known)));
            }
            RawTest::Is(values) => values,
        };
        let place = |value: &Spanned<String>| Placed {
            value: value.value.clone(),
            span: value.span,
            file: at.file,
        };
        let Some(first) = values.first() else {
            self.report(
                at,
                format!("`{key}` has no value in a condition"),
                "write `\"*\"` for any value",
            );
            return Condition::Any(Vec::new());
        };
        if !known.ids.contains(&key) {
            return match key {
                RawCondition::SINCE => self.since(&place(first)),
                RawCondition::FROM_STAGE => {
                    Condition::FromStage(self.stage(&place(first)).unwrap_or_default())
                }
                _ => {
                    let key = Placed { value: key.to_owned(), span: at.span, file: at.file };
                    self.known_field(&key, &known.ids);
                    Condition::Any(Vec::new())
                }
            };
        }
        if values.iter().any(|value| value.value == RawCondition::ANY) {
            return Condition::Has(key.to_owned());
        }
        let choices = known.values.iter().find(|(id, _)| *id == key).map(|(_, choices)| choices);
        for value in values {
            if let Some(choices) = choices.filter(|choices| !choices.contains(&value.value)) {
                let near = suggest::nearest(&value.value, choices.iter().map(String::as_str));
                let help = near.map_or_else(
                    || format!("it may be {}", suggest::listed(choices.iter().map(String::as_str))),
                    |near| format!("did you mean `{near}`?"),
                );
                let message = format!("`{key}` is never `{}`", value.value);
                self.report(&place(value), message, help);
            }
        }
        let values = values.iter().map(|value| value.value.clone()).collect();
        Condition::Is { field: key.to_owned(), values }
    }

    fn since(&mut self, text: &Placed<String>) -> Condition {
        Month::parse(&text.value).map_or_else(
            || {
                self.report(
                    text,
                    format!("`{}` is not a month", text.value),
                    "write it as `2025-01`",
                );
                Condition::Any(Vec::new())
            },
            Condition::Since,
        )
    }
}

impl RawItems {
    /// Where the type is, which every list of items has.
    fn field_type_place(&self, id: &Placed<String>) -> Placed<String> {
        let Placed { span, file, .. } = self.field_type;
        Placed { value: id.value.clone(), span, file }
    }
}
