//! What the first page of a document is headed with, and what every page repeats.

use serde::{Deserialize, Serialize};

use super::Field;
use super::printer::{self, Printer};
use crate::series::Role;
use crate::series::{Captions, Color, CoverKind, Mark, NUMBER_LABEL, Place, Typography};

/// The roles of lines of the cover that have a place of their own in a head.
const PLACED_ROLES: [&str; 4] = ["committee", "agency", "kind", "title"];

/// What a document is headed with. Each fact is in it once.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Head {
    /// What comes before the text.
    pub cover: CoverKind,
    /// The agency's mark.
    pub mark: Option<Mark>,
    /// The committee that the paper is for.
    pub committee: Option<String>,
    /// The agency that issues it.
    pub agency: Option<String>,
    /// The kind of paper, for example "Government Issue Paper".
    pub kind: String,
    /// The title: the largest text of the document.
    pub title: String,
    /// The facts above the text. One without a label is a line of its own.
    pub facts: Vec<Field>,
    /// The facts on a cover page.
    pub cover_facts: Vec<Field>,
    /// What every page repeats.
    pub running: Running,
    /// How the document looks.
    pub style: HeadStyle,
}

/// What every page repeats.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Running {
    /// At the top, left of the text; from the second page of text on.
    pub left: Option<String>,
    /// At the top, above the text; from the second page of text on.
    pub middle: Option<String>,
    /// At the bottom, left of the text: the number, or that there is none yet.
    pub number: String,
    /// At the bottom, below the text.
    pub foot: Option<String>,
}

/// What a series says about the look of its documents.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct HeadStyle {
    /// The color of titles and headings.
    pub accent: Color,
    /// Whether tables and figures are numbered.
    pub captions: Captions,
    /// What happens to quotation marks and dashes.
    pub typography: Typography,
}

impl Printer<'_> {
    /// The head of the paper, which has the printed `number`.
    pub(super) fn head(&self, number: Option<&str>) -> Head {
        let look = &self.series.look;
        let title = look.title.iter().find_map(|title| self.fill(title));
        let title = title.unwrap_or_else(|| self.title());
        let kind = self.cover_line("kind").unwrap_or_else(|| self.series.name.clone());
        let mut facts = self.facts(look.facts.as_deref(), &self.series.masthead, number);
        let mut known: Vec<String> = facts.iter().map(|fact| fact.id.clone()).collect();
        for field in self.placed(Place::Head) {
            if !known.contains(&field.id) {
                known.push(field.id.clone());
                facts.push(field);
            }
        }
        let lines = self.series.cover.iter().filter(|it| !PLACED_ROLES.contains(&it.role.as_str()));
        let lines: Vec<String> = lines.map(|line| line.text.clone()).collect();
        let mut cover_facts = self.facts(look.cover_facts.as_deref(), &lines, number);
        // What else the cover says is said once, wherever there is a place for it.
        let has_page = look.cover == CoverKind::Page;
        for fact in lines.iter().filter_map(|line| self.unlabeled(line)) {
            let mut said = facts.iter().chain(cover_facts.iter().filter(|_| has_page));
            if !said.any(|it| it.value == fact.value) {
                if has_page { cover_facts.push(fact) } else { facts.push(fact) }
            }
        }
        for facts in [&mut facts, &mut cover_facts] {
            facts.retain(|fact| fact.value != title);
        }
        let running = &look.running;
        let value = |name: &str| match name {
            "title" => Some(title.clone()),
            "name" => Some(kind.clone()),
            _ => self.place(name),
        };
        let fill = |text: &str| printer::fill(text, &value);
        Head {
            cover: look.cover,
            mark: look.mark.clone(),
            committee: self.cover_line("committee"),
            agency: self.fill(&look.issuer),
            running: Running {
                left: fill(&running.left),
                middle: fill(&running.middle),
                number: self.running_number(number, &kind),
                foot: if self.marking().is_some() { self.identity() } else { fill(&running.foot) },
            },
            facts,
            cover_facts,
            kind,
            title,
            style: HeadStyle {
                accent: look.accent,
                captions: look.captions,
                typography: look.typography,
            },
        }
    }

    /// The lines of the cover with that role, on one line.
    pub(super) fn cover_line(&self, role: &str) -> Option<String> {
        let lines = self.series.cover.iter().filter(|line| line.role == role);
        let texts: Vec<String> = lines.filter_map(|line| self.fill(&line.text)).collect();
        let text = texts.join(" ").split_whitespace().collect::<Vec<_>>().join(" ");
        (!text.is_empty()).then_some(text)
    }

    /// The facts that a series lists, or those that its lines name and the number.
    fn facts(
        &self,
        listed: Option<&[String]>,
        lines: &[String],
        number: Option<&str>,
    ) -> Vec<Field> {
        if let Some(ids) = listed {
            return ids.iter().filter_map(|id| self.fact(id, number)).collect();
        }
        let of_line =
            |line: &String| match line.strip_prefix('{').and_then(|it| it.strip_suffix('}')) {
                Some(id) if !id.contains(['{', '}']) => self.fact(id, number),
                _ => self.unlabeled(line),
            };
        lines.iter().filter_map(of_line).chain(self.fact("number", number)).collect()
    }

    fn fact(&self, id: &str, number: Option<&str>) -> Option<Field> {
        let plain = |label: &str, value: String| {
            Some(Field { id: id.to_owned(), label: label.to_owned(), value, ..Field::default() })
        };
        match (id, self.series.field(id)) {
            ("number", None) => plain(self.number_label(), number?.to_owned()),
            (_, Some(field)) if field.role == Some(Role::Number) => {
                plain(self.number_label(), number?.to_owned())
            }
            ("period", None) => {
                let machine = self.values.period(self.series).map(|month| month.to_string());
                Some(Field { machine, ..plain("Period", self.place(id)?)? })
            }
            (_, Some(field)) => self.labeled(field),
            (_, None) => None,
        }
    }

    /// What a number is called: as its field, if the series says how. In the usual field it is that of a publication.
    fn number_label(&self) -> &str {
        match self.series.field(Role::Number) {
            Some(field) if field.label != NUMBER_LABEL => &field.label,
            Some(field) if field.id == Role::Number.key() => "Publication",
            _ => "Number",
        }
    }

    fn unlabeled(&self, line: &str) -> Option<Field> {
        let value = self.fill(line)?.split_whitespace().collect::<Vec<_>>().join(" ");
        Some(Field { value, ..Field::default() })
    }

    fn running_number(&self, number: Option<&str>, kind: &str) -> String {
        match number {
            Some(number) => number.to_owned(),
            None if self.series.number.is_some() => "No number yet".to_owned(),
            None => kind.to_owned(),
        }
    }

    /// What tells one draft from another: the unit, the month and the day.
    fn identity(&self) -> Option<String> {
        let parts = [self.unit(), self.place("period"), self.field(Role::Date)];
        let parts: Vec<String> = parts.into_iter().flatten().collect();
        (!parts.is_empty()).then(|| parts.join(", "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::assemble;
    use crate::paper::Paper;
    use crate::series::Library;
    use crate::text::source::SourceFile;

    fn head_of(library: &Library, series: &str, front: &str) -> Head {
        let paper = Paper::new(SourceFile::new("paper.md", format!("---\n{front}---\n")));
        match library.series(series) {
            Some(Ok(series)) => assemble(&paper, &series).head,
            other => unreachable!("{other:?}"),
        }
    }

    fn head(series: &str, front: &str) -> Head {
        head_of(&Library::default(), series, front)
    }

    fn facts(facts: &[Field]) -> Vec<(&str, &str)> {
        facts.iter().map(|fact| (fact.label.as_str(), fact.value.as_str())).collect()
    }

    /// A library with a series of a project of its own.
    fn library(series: &str) -> Library {
        let file = SourceFile::new("templates/own/series.yaml", series);
        Library::new([("own/series.yaml".to_owned(), file)].into())
    }

    #[test]
    fn a_value_that_is_the_title_is_no_fact() {
        let head = head(
            "coac",
            "stage: published\npublication_number: \"3733-0624\"\nperiod: 2024-06\nsubcommittee: Lanes\n\
             working_group: Centers\noffice: Trade\naction_required: Informational\n",
        );
        assert_eq!(head.title, "Centers");
        assert_eq!(head.kind, "Government Issue Paper");
        assert_eq!(
            facts(&head.facts),
            [
                ("Office", "Trade"),
                ("Subcommittee", "Lanes"),
                ("Meeting", "June 2024"),
                ("Publication", "Pub# 3733-0624"),
                ("Action Required", "Informational")
            ]
        );
        assert_eq!(
            facts(&head.cover_facts),
            [
                ("Subcommittee", "Lanes"),
                ("Meeting", "June 2024"),
                ("Publication", "Pub# 3733-0624")
            ]
        );
        assert_eq!(head.running.number, "Pub# 3733-0624");
        let foot = "Commercial Customs Operations Advisory Committee, June 2024";
        assert_eq!(head.running.foot.as_deref(), Some(foot));
        assert_eq!(head.running.middle.as_deref(), Some("Centers"));
    }

    #[test]
    fn a_draft_says_which_one_it_is() {
        let head = head(
            "coac",
            "stage: draft\nperiod: 2024-06\nworking_group: Centers\ndate: 2024-05-02\n",
        );
        assert_eq!(head.running.number, "No number yet");
        assert_eq!(head.running.foot.as_deref(), Some("Centers, June 2024, May 2, 2024"));
    }

    #[test]
    fn facts_follow_from_the_masthead_and_the_cover_and_lose_nothing() {
        let library = library(
            "name: Memo\nfields:\n- { id: desk, label: Desk, place: head }\n- { id: room, label: Room }\n\
             cover:\n- { role: kind, text: \"{name}\" }\n- { role: notice, text: For official use }\n\
             masthead: [\"{room}\", \"Desk {desk}\"]\n",
        );
        let head = head_of(&library, "own", "desk: B\nroom: 12\ntitle: A Title\n");
        assert_eq!(head.title, "A Title");
        assert_eq!(
            facts(&head.facts),
            [("Room", "12"), ("", "Desk B"), ("Desk", "B"), ("", "For official use")]
        );
        assert_eq!(head.running.number, "Memo");
    }
}
