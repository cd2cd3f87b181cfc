//! What happened to a paper since it was published, as fields on its page.

use super::{Document, Field};
use crate::paper::fields::print_date;
use crate::project::register::{Event, Record, Step};
use crate::series::Series;

impl Document {
    /// Adds the paper's revisions and its withdrawal: the revision next to the number, and each
    /// step with its day and reason among the closing fields. Adds nothing to a paper that is as it
    /// was published.
    pub fn add_record(&mut self, record: Record<'_>, series: &Series) {
        if let (Some(number), Some(revision)) = (&mut self.number, record.revision()) {
            number.push_str(", ");
            number.push_str(revision);
        }
        if record.events().len() > 1 {
            self.foot_fields.extend(record.events().iter().map(|event| field(event, series)));
        }
    }
}

fn field(event: &Event, series: &Series) -> Field {
    let (id, label, why) = match &event.step {
        Step::Published => ("published", "Published".to_owned(), None),
        Step::Revised { revision, why } => {
            let kind = series.revisions.iter().find(|kind| kind.is_form_of(revision));
            let kind = kind.map_or("Revision", |kind| kind.label.as_str());
            ("revised", format!("{kind} {revision}"), Some(why))
        }
        Step::Withdrawn { why } => ("withdrawn", "Withdrawn".to_owned(), Some(why)),
    };
    let day = print_date(event.on);
    let (value, machine) = match why {
        Some(why) => (format!("{day} ({why})"), None),
        None => (day, Some(event.on.to_string())),
    };
    Field { id: id.to_owned(), label, value, machine, ..Field::default() }
}
