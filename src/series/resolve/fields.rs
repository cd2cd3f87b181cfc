//! The fields of the front matter, and what they mean to the program.

use std::collections::BTreeMap;

use super::Resolver;
use super::constraints::Known;
use crate::paper::InText;
use crate::series::raw::{Placed, RawField, RawReference, RawRoles};
use crate::series::{DateBound, Field, FieldType, NUMBER_LABEL, Presence, ReferenceRule, Role};
use crate::text::suggest;

/// The fields that every series has, besides those it declares.
const CORE_FIELDS: [(Role, &str, FieldType); 12] = [
    (Role::Series, "Series", FieldType::Text),
    (Role::Number, NUMBER_LABEL, FieldType::Number),
    (Role::Stage, "Stage", FieldType::Stage),
    (Role::Published, "Published", FieldType::Date),
    (Role::Title, "Title", FieldType::Text),
    (Role::Previous, "Previous paper", FieldType::Text),
    (Role::Supersedes, "Supersedes", FieldType::List),
    (Role::SupersededBy, "Superseded by", FieldType::List),
    (Role::Related, "Related", FieldType::List),
    (Role::NumberNote, "Note on the number", FieldType::Text),
    (Role::Reviewed, "Reviewed sections", FieldType::List),
    (Role::Lang, "Language", FieldType::Text),
];

/// What is in the place of a key where a series has no field for a role.
const NONE: &str = "none";

impl Resolver {
    pub(super) fn fields(&mut self, raw: Vec<RawField>, roles: &RawRoles) -> Vec<Field> {
        self.unique_ids(raw.iter().map(|field| &field.id), "field");
        self.unique_aliases(&raw);
        let declared: Vec<&str> = raw.iter().map(|field| field.id.value.as_str()).collect();
        let roles = self.roles(roles, &declared);
        let core = CORE_FIELDS.iter().filter_map(|(role, label, field_type)| {
            let key = roles.iter().find(|(_, is)| *is == role)?.0;
            Some(Field { role: Some(*role), ..Field::new(key, label, *field_type) })
        });
        let mut fields: Vec<Field> = core.collect();
        let known = fields.iter().map(|field| field.id.clone());
        let ids: Vec<String> = known.chain(declared.into_iter().map(str::to_owned)).collect();
        let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
        let mut conditions = Vec::new();
        for raw in raw {
            let given = [&raw.required_when, &raw.allowed_when, &raw.forbidden_when];
            if given.iter().any(|it| it.is_some()) {
                conditions.push((raw.id.value.clone(), given.map(Clone::clone)));
            }
            let known = fields.iter().position(|field| field.id == raw.id.value);
            let base = known.map_or_else(
                || {
                    let role = roles.get(&raw.id.value).copied();
                    let usual = role.and_then(|role| types_of(role).first().copied());
                    let usual = usual.unwrap_or(FieldType::Text);
                    Field { role, ..Field::new(&raw.id.value, &raw.id.value, usual) }
                },
                |at| fields[at].clone(),
            );
            let field = self.field(raw, base, &ids);
            match known {
                Some(at) => fields[at] = field,
                None => fields.push(field),
            }
        }
        // A condition may name any field, and the values that it may have.
        let mut presences = Vec::new();
        for (id, given) in conditions {
            let known = self.known(&fields);
            let given = given.each_ref().map(Option::as_ref);
            self.owner = format!("the field `{id}`");
            presences.push((id, self.presence(given, &known)));
        }
        for (id, when) in presences {
            fields.iter_mut().filter(|field| field.id == id).for_each(|it| it.when = when.clone());
        }
        fields
    }

    /// What conditions may name.
    pub(super) fn known<'f>(&self, fields: &'f [Field]) -> Known<'f> {
        let stages = self.stages.clone();
        let choices = |field: &'f Field| match field.field_type {
            FieldType::Choice => Some((field.id.as_str(), field.choices.clone())),
            FieldType::Stage => Some((field.id.as_str(), stages.clone())),
            _ => None,
        };
        Known {
            ids: fields.iter().map(|field| field.id.as_str()).collect(),
            values: fields.iter().filter_map(choices).collect(),
        }
    }

    /// The roles by the keys of their fields, of which these are `declared`.
    fn roles(&mut self, raw: &RawRoles, declared: &[&str]) -> BTreeMap<String, Role> {
        let mut roles = BTreeMap::from([(Role::Series.key().to_owned(), Role::Series)]);
        let is_core = |role| CORE_FIELDS.iter().any(|(core, ..)| *core == role);
        for (role, given) in raw.iter() {
            let key = given.map_or(role.key(), |given| &given.value);
            let is_usual = is_core(role) && !self.names_roles;
            if key == NONE || !is_usual && given.is_none() && !declared.contains(&key) {
                continue;
            }
            if let Some(given) = given.filter(|given| given.value != role.key() || !is_core(role)) {
                self.known_field(given, declared);
            }
            let Some(taken) = roles.insert(key.to_owned(), role) else { continue };
            let Some(given) = given.or_else(|| raw.iter().find(|it| it.0 == taken)?.1) else {
                continue;
            };
            let message =
                format!("the field `{key}` is `{}` and `{}` at once", taken.key(), role.key());
            self.report(given, message, "give each meaning a field of its own, or `none`");
        }
        roles
    }

    pub(super) fn field(&mut self, raw: RawField, base: Field, ids: &[&str]) -> Field {
        self.owner = format!("the field `{}`", raw.id.value);
        let field_type = self.field_type(&raw, &base);
        if field_type == FieldType::Choice && raw.choices.as_ref().is_none_or(Vec::is_empty) {
            self.report(
                &raw.id,
                format!("the field `{}` has no choices", raw.id.value),
                "list them under `choices`",
            );
        }
        if field_type != FieldType::Choice && raw.choices.as_ref().is_some_and(|it| !it.is_empty())
        {
            let message = format!(
                "`{}` has choices, but is of the type `{}`",
                raw.id.value,
                field_type.name()
            );
            self.report(&raw.id, message, "write `type: choice`");
        }
        self.refuse_meaningless(&raw, field_type);
        if let Some(separator) = raw.separator.as_ref().filter(|it| it.value.trim().is_empty()) {
            let message = format!("the separator of `{}` is empty", raw.id.value);
            self.report(
                &separator.place(),
                message,
                "write what is between its items, for example `\",\"`",
            );
        }
        if let Some(within) = &raw.within {
            self.known_field(within, ids);
        }
        let constraints = self.constraints(&raw, ids);
        let items = raw.items.as_ref().map(|items| Box::new(self.items(items, &raw.id, ids)));
        let fields = self.inner_fields(raw.fields.clone(), (field_type, &raw.id), ids);
        let in_text = raw.in_text.as_ref().and_then(|written| self.in_text(written));
        let not_after = raw.not_after.unwrap_or_default();
        for bound in not_after.iter().filter(|bound| bound.value != "today") {
            self.known_field(bound, ids);
        }
        let bound = |bound: Placed<String>| match bound.value.as_str() {
            "today" => DateBound::Today,
            _ => DateBound::EndOf(bound.value),
        };
        Field {
            aliases: raw.aliases.into_iter().flatten().map(|alias| alias.value).collect(),
            in_text,
            label: raw.label.unwrap_or(base.label),
            role: base.role,
            field_type,
            required: self.requirement(raw.required_from.as_ref()),
            when: Presence::default(),
            constraints,
            items,
            fields,
            reference: raw.reference.map(|reference| self.reference(&reference, ids)),
            separator: raw.separator.map(|separator| separator.value),
            example: raw.example,
            place: raw.place.unwrap_or_default(),
            choices: raw.choices.unwrap_or_default(),
            no_action: raw.no_action.map(|choices| choices.value).unwrap_or_default(),
            kinds: raw.kinds.map(|kinds| kinds.value).unwrap_or_default(),
            within: raw.within.map(|within| within.value),
            not_after: not_after.into_iter().map(bound).collect(),
            office: raw.office.map(|office| office.value).unwrap_or_default(),
            id: raw.id.value,
        }
    }

    fn in_text(&mut self, written: &Placed<String>) -> Option<InText> {
        let place = InText::parse(&written.value);
        if place.is_none() {
            self.report(
                written,
                "this is no place in a text",
                "write the heading above the value, as `## Status`, or the beginning of its line, as `Status:`",
            );
        }
        place
    }

    /// Reports keys that two fields would be read from.
    fn unique_aliases(&mut self, raw: &[RawField]) {
        let mut keys: Vec<&str> = raw.iter().map(|field| field.id.value.as_str()).collect();
        for alias in raw.iter().flat_map(|field| field.aliases.iter().flatten()) {
            if keys.contains(&alias.value.as_str()) {
                let message = format!("`{}` is the key of two fields", alias.value);
                self.report(alias, message, "delete one of the two");
            }
            keys.push(&alias.value);
        }
    }

    fn reference(&mut self, raw: &RawReference, ids: &[&str]) -> ReferenceRule {
        if let Some(answer) = &raw.answered_by {
            self.known_field(answer, ids);
        }
        for field in &raw.named_in {
            self.known_field(field, ids);
        }
        ReferenceRule {
            tiers: self.tiers(&raw.tiers),
            answered_by: raw.answered_by.as_ref().map(|answer| answer.value.clone()),
            is_acyclic: raw.acyclic,
            named_in: raw.named_in.iter().map(|field| field.value.clone()).collect(),
        }
    }

    /// The type of a field: as declared, if it can have the meaning of the field.
    fn field_type(&mut self, raw: &RawField, base: &Field) -> FieldType {
        let Some(declared) = &raw.field_type else { return base.field_type };
        let allowed = base.role.map_or(&[][..], types_of);
        let is_foreign = match declared.value {
            FieldType::Stage => base.role != Some(Role::Stage),
            FieldType::Number => base.role != Some(Role::Number),
            other => !allowed.is_empty() && !allowed.contains(&other),
        };
        if !is_foreign {
            return declared.value;
        }
        let (id, name) = (&raw.id.value, declared.value.name());
        let at = Placed { value: name.to_owned(), span: declared.span, file: declared.file };
        let (message, help) = match (declared.value, base.role) {
            (FieldType::Stage | FieldType::Number, _) => (
                format!("the type `{name}` has no meaning for the field `{id}`"),
                format!(
                    "say that it is the {name} with `roles: {{ {name}: {id} }}`, or change its type"
                ),
            ),
            (_, role) => {
                let role = role.map_or("", Role::key);
                let allowed = suggest::listed(allowed.iter().map(|allowed| allowed.name()));
                (
                    format!(
                        "the field `{id}` is the paper's `{role}`, and can't be of the type `{name}`"
                    ),
                    format!("leave the type out, or write one of {allowed}"),
                )
            }
        };
        self.report(&at, message, help);
        base.field_type
    }
}

/// The types that a field may have for its meaning; none where any will do.
const fn types_of(role: Role) -> &'static [FieldType] {
    match role {
        Role::Series | Role::Title | Role::Lang => &[FieldType::Text],
        Role::Number => &[FieldType::Number, FieldType::Integer],
        Role::Stage => &[FieldType::Stage],
        Role::Published | Role::Date | Role::ActionDue => &[FieldType::Date],
        Role::Period => &[FieldType::Month, FieldType::Date],
        _ => &[],
    }
}
