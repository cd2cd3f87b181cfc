//! Keys of a field that mean nothing for values of its type.

use super::Resolver;
use crate::series::FieldType;
use crate::series::raw::{Placed, RawField, RawItems, RawUnique};
use crate::text::suggest;

/// A key, where it is if it is there, the types that it is for, and the one that is proposed; of a key for all types but
/// one, none is.
type Key<'k> = (&'k str, Option<Placed<String>>, &'k [FieldType], Option<FieldType>);

/// The types of values that have a text.
const TEXTS: [FieldType; 16] = [
    FieldType::Text,
    FieldType::Integer,
    FieldType::Boolean,
    FieldType::Date,
    FieldType::Timestamp,
    FieldType::Month,
    FieldType::Url,
    FieldType::Email,
    FieldType::Choice,
    FieldType::Person,
    FieldType::Unit,
    FieldType::Reference,
    FieldType::List,
    FieldType::Any,
    FieldType::Number,
    FieldType::Stage,
];

impl Resolver {
    /// Reports keys of a field that nothing would look at.
    pub(super) fn refuse_meaningless(&mut self, raw: &RawField, field_type: FieldType) {
        use FieldType::{Integer, List, Person, Reference, Unit};
        let id = |is_there: bool| is_there.then(|| raw.id.place());
        let keys: [Key<'_>; 10] = [
            ("range", raw.range.as_ref().map(Placed::place), &[Integer], Some(Integer)),
            ("count", raw.count.as_ref().map(Placed::place), &[List], Some(List)),
            ("sorted", raw.sorted.as_ref().map(Placed::place), &[List], Some(List)),
            ("separator", raw.separator.as_ref().map(Placed::place), &[List], Some(List)),
            ("items", id(raw.items.is_some()), &[List], Some(List)),
            ("kinds", raw.kinds.as_ref().map(Placed::place), &[Unit], Some(Unit)),
            ("within", raw.within.as_ref().map(Placed::place), &[Unit], Some(Unit)),
            ("office", raw.office.as_ref().map(Placed::place), &[Person], Some(Person)),
            ("reference", id(raw.reference.is_some()), &[Reference, List], Some(Reference)),
            ("length", raw.length.as_ref().map(Placed::place), &TEXTS, None),
        ];
        self.refuse(&raw.id, field_type, keys);
        let pattern = raw.pattern.as_ref().or_else(|| raw.forbidden.as_ref()?.first());
        let pattern = pattern.map(|pattern| pattern.regex.place());
        let of_items = raw.items.as_ref().map(|items| items.field_type.value);
        let is_unique = !matches!(raw.unique, None | Some(RawUnique::Always(false)));
        let is_compared = of_items != Some(FieldType::Mapping);
        let unique = id(is_unique && (is_compared || field_type != List));
        self.refuse(
            &raw.id,
            field_type,
            [("pattern", pattern, &TEXTS[..], None), ("unique", unique, &TEXTS, None)],
        );
        if is_unique && !is_compared {
            let message = format!(
                "`unique` means nothing for `{}`, whose items are groups of keys",
                raw.id.value
            );
            self.report(&raw.id, message, "delete it");
        }
        self.refuse_choices(raw, field_type);
    }

    /// Like [`Self::refuse_meaningless`], for the items of the list `id`.
    pub(super) fn refuse_meaningless_items(&mut self, raw: &RawItems, id: &Placed<String>) {
        use FieldType::{Choice, Integer, Person, Unit};
        let pattern = raw.pattern.as_ref().or_else(|| raw.forbidden.as_ref()?.first());
        let choices = raw.choices.as_ref().filter(|it| !it.is_empty()).map(|_| id.place());
        let keys: [Key<'_>; 6] = [
            ("choices", choices, &[Choice], Some(Choice)),
            ("range", raw.range.as_ref().map(Placed::place), &[Integer], Some(Integer)),
            ("kinds", raw.kinds.as_ref().map(Placed::place), &[Unit], Some(Unit)),
            ("office", raw.office.as_ref().map(Placed::place), &[Person], Some(Person)),
            ("length", raw.length.as_ref().map(Placed::place), &TEXTS, None),
            ("pattern", pattern.map(|pattern| pattern.regex.place()), &TEXTS, None),
        ];
        self.refuse(id, raw.field_type.value, keys);
    }

    fn refuse<'k>(
        &mut self,
        of: &Placed<String>,
        field_type: FieldType,
        keys: impl IntoIterator<Item = Key<'k>>,
    ) {
        for (key, place, types, other) in keys {
            let Some(place) = place.filter(|_| !types.contains(&field_type)) else { continue };
            let message = format!(
                "`{key}` means nothing for `{}`, which is of the type `{}`",
                of.value,
                field_type.name()
            );
            let help = other.map_or_else(
                || "delete it".to_owned(),
                |other| format!("delete it, or write `type: {}`", other.name()),
            );
            self.report(&place, message, help);
        }
    }

    /// Reports choices that are there twice or empty, and those that ask nothing but are no choices.
    fn refuse_choices(&mut self, raw: &RawField, field_type: FieldType) {
        let choices = raw.choices.as_deref().unwrap_or_default();
        let twice = choices.iter().enumerate().find(|(at, it)| choices[..*at].contains(it));
        if let Some((_, choice)) = twice {
            let message = format!(
                "{} is twice among the choices of `{}`",
                suggest::shown(choice),
                raw.id.value
            );
            self.report(&raw.id, message, "keep one of them");
        }
        if choices.iter().any(|choice| choice.trim().is_empty()) {
            let message = format!("a choice of `{}` is empty", raw.id.value);
            self.report(&raw.id, message, "write what it is, or delete it");
        }
        let Some(idle) = raw.no_action.as_ref().filter(|_| field_type == FieldType::Choice) else {
            return;
        };
        if let Some(choice) = idle.value.iter().find(|choice| !choices.contains(choice)) {
            let message = format!("{} is no choice of `{}`", suggest::shown(choice), raw.id.value);
            self.report(
                &idle.place(),
                message,
                "add it to the `choices`, or delete it from `no_action`",
            );
        }
    }
}
