//! Whether a number fits a paper: its form, the paper's stage, and the fields that the number repeats.

use super::{Error, Numbers};
use crate::project::PaperFile;
use crate::project::register::{Pool, Serial};
use crate::series::Role;
use crate::series::values::FieldValue;
use crate::series::{Bind, Part, Values};

impl Numbers<'_> {
    /// The number that a person means by `text` for a paper: a whole one, or its serial alone.
    pub(super) fn named(
        &self,
        pool: &Pool<'_>,
        file: &PaperFile,
        text: &str,
    ) -> Result<String, Error> {
        let text = text.trim();
        let number = self.rule.normalized(text);
        if self.rule.is_match(&number) {
            return Ok(number.into_owned());
        }
        let bare = self.rule.without_label(text).unwrap_or(text);
        let Some(serial) = Serial::parse(bare) else { return Err(self.wrong_form(text)) };
        if let Some(known) = pool.as_received(&serial) {
            return self.composed(known, file);
        }
        if self.has_blocks() {
            return Err(Error::NeverReceived(bare.to_owned()));
        }
        let digits = Serial::of(Some(self.rule), &self.rule.example).map_or(0, |it| it.digits());
        self.composed(&Serial::with_digits(serial.value(), digits.max(bare.len())), file)
    }

    /// The number with this serial, and parts that repeat fields of the paper.
    pub(super) fn composed(&self, serial: &Serial, file: &PaperFile) -> Result<String, Error> {
        let rule = self.rule;
        Error::verify_counted(self.series, rule)?;
        let values = Values::new(&file.paper, self.series);
        let date = self.series.key(Role::Date).unwrap_or(Role::Date.key());
        let part = |group: &str, digits: usize| {
            let bound = rule.binds.iter().find(|bind| bind.group == group);
            let field = bound.map_or(date, |bind| bind.field.as_str());
            let part = bound.map(|bind| bind.part).or(match group {
                "month" => Some(Part::Month),
                "year" => Some(Part::Year),
                _ => None,
            })?;
            let bind = Bind { group: group.to_owned(), field: field.to_owned(), part };
            let whole = || values.text(field).map(str::to_owned);
            let month = values.month(field);
            month.and_then(|month| bind.expected_of_month(month, digits)).or_else(whole)
        };
        rule.compose(serial.as_str(), part).ok_or_else(|| {
            let form = rule.form.clone();
            let mut fields: Vec<&str> = rule.binds.iter().map(|bind| bind.field.as_str()).collect();
            if fields.is_empty() && rule.month(&rule.example).is_some() {
                fields.push(date);
            }
            fields.dedup();
            fields.retain(|field| values.text(*field).is_none() && values.month(*field).is_none());
            if fields.is_empty() {
                let (serial, example) = (serial.to_string(), rule.example.clone());
                return Error::WrongSerial { serial, form, example };
            }
            let paper = self.project.relative(&file.path);
            let fields = fields.into_iter().map(str::to_owned).collect();
            Error::MissingParts { paper, form, fields }
        })
    }

    /// An error if the paper may not have a number yet, or contradicts this one.
    pub(super) fn verify_fit(&self, file: &PaperFile, number: &str) -> Result<(), Error> {
        let values = Values::new(&file.paper, self.series);
        let paper = || self.project.relative(&file.path);
        let is_unknown =
            matches!(values.get(Role::Stage), Some(FieldValue::Broken | FieldValue::Invalid(_)));
        let stages = &self.series.stages;
        if values.stage < self.rule.allowed_from && !is_unknown {
            let (stage, from) = (stages.name(values.stage), stages.name(self.rule.allowed_from));
            let (stage, from) = (stage.to_owned(), from.to_owned());
            let key = self.series.key_or_usual(Role::Stage).to_owned();
            return Err(Error::TooEarly { paper: paper(), stage, from, key });
        }
        let contradicted = self.rule.disagreements(number, &values);
        if let Some(first) = contradicted.first() {
            let why = first.described(self.rule, number, &values);
            let field = first.field().to_owned();
            let note = self.series.key(Role::NumberNote).map(str::to_owned);
            return Err(Error::Contradicts { paper: paper(), why, field, note });
        }
        Ok(())
    }

    /// Whether it is recorded which serials the series received.
    pub(super) fn has_blocks(&self) -> bool {
        self.register.blocks_of(&self.series.id).next().is_some()
    }
}
