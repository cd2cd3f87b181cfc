//! `textDocument/rename` of a number, through the register, and of a heading, with its links; and the next number.

use std::path::{Path, PathBuf};

use gen_lsp_types::{PrepareRenameParams, RenameParams};
use issuepaper::assist::{Spot, lead};
use issuepaper::git::Repository;
use issuepaper::numbers::{self, Claimant, Elsewhere};
use issuepaper::project::paths::display;
use issuepaper::project::{ChangeSet, Input, LockedProject, Project};
use issuepaper::series::Series;
use serde_json::{Value, json};

use super::answer::Refusal;
use super::edit::Change;
use super::server::Server;
use super::workspace::HomeKey;
use crate::commands::shared::renumbered::left_over;

impl Server {
    pub(super) fn prepare_rename(&mut self, params: &PrepareRenameParams) -> Value {
        let Some((home, name, at)) = self.spot(&params.text_document_position_params) else {
            return Value::Null;
        };
        let known = self.workspace.homes.get(&home);
        let Some(spot) = known.and_then(|known| Spot::new(known.live.project(), &name, at)) else {
            return Value::Null;
        };
        let found = match lead::own_number(&spot) {
            Some((number, place)) => Some((number, place)),
            None => lead::heading_at(&spot).map(|it| (it.text.clone(), spot.place(it.content))),
        };
        found.map_or(Value::Null, |(text, place)| {
            let range = self.encoding.range(&place.file, place.span);
            json!({ "range": range, "placeholder": text })
        })
    }

    pub(super) fn rename(&mut self, params: &RenameParams) -> Result<Value, Refusal> {
        let Some((home, name, at)) = self.spot(&params.text_document_position_params) else {
            return Err(Refusal::failed("only numbers and headings of papers are renamed"));
        };
        let new = params.new_name.trim().to_owned();
        let known = self.enter(&home).map(|known| &known.live);
        let spot = known.and_then(|live| Spot::new(live.project(), &name, at));
        let Some(spot) = spot else {
            return Err(Refusal::failed("only numbers and headings of papers are renamed"));
        };
        if lead::own_number(&spot).is_some() {
            let series = spot.series.clone();
            let path = spot.file.path.clone();
            let changes = self.in_register(&home, &series, |locked, claimant, today| {
                numbers::renumber(locked, &series, &path, &new, None, claimant, today)
                    .map(|renumbered| left_over(&renumbered))
                    .map_err(Box::new)
            })?;
            return Ok(self.changes(&home, &changes));
        }
        if new.is_empty() || new.contains(['\n', '\r']) {
            return Err(Refusal::failed("a heading is a text on one line"));
        }
        let Some(edits) = lead::rename_heading(&spot, &new) else {
            return Err(Refusal::failed("only numbers and headings of papers are renamed"));
        };
        let change = Change { edits: self.edits_at(edits), ..Change::default() };
        Ok(self.workspace_edit(&home, &change))
    }

    /// The change that gives the paper with this URI the next number.
    pub(super) fn next_number(&mut self, uri: &str) -> Option<Value> {
        let (home, inner) = self.document(uri)?.0.clone();
        let project = self.enter(&home)?.live.project();
        let file = &project.papers[project.place_of(&inner)?];
        let series = project.series_of(&file.paper)?.clone();
        let path: PathBuf = file.path.clone();
        let changes = self.in_register(&home, &series, |locked, claimant, today| {
            numbers::assign(locked, &series, &path, None, claimant, today)
                .map(|assigned| assigned.passed.iter().map(ToString::to_string).collect())
                .map_err(Box::new)
        });
        match changes {
            Ok(changes) => Some(self.changes(&home, &changes)),
            Err(refusal) => {
                let params = json!({ "type": 2, "message": refusal.message });
                self.notify("window/showMessage", &params);
                None
            }
        }
    }

    /// The changes that `act` makes to the register and the papers, as they are in the editor. What it returns besides is
    /// shown to the user.
    fn in_register(
        &mut self,
        home: &HomeKey,
        series: &Series,
        act: impl FnOnce(
            &mut LockedProject,
            Claimant<'_>,
            chrono::NaiveDate,
        ) -> Result<Vec<String>, Box<numbers::Error>>,
    ) -> Result<ChangeSet, Refusal> {
        let failed = |error: &dyn std::fmt::Display| Refusal::failed(error.to_string());
        // What the remote did not tell may be another's number, so nothing is changed without it.
        let claims = self.claims.clone().transpose().map_err(|why| {
            Refusal::failed(format!("{why} (options of `issuepaper number` on the command line)"))
        })?;
        let claims = claims.unwrap_or_default();
        let known = self.enter(home).ok_or_else(|| Refusal::failed("the project is gone"))?;
        let live = &known.live;
        let overlay = live.project().overlay().clone();
        let project = Project::open(live.project().root.as_deref(), &Input::everything(), overlay);
        let root =
            project.root.clone().ok_or_else(|| Refusal::failed("the paper is in no project"))?;
        let today = live.today();
        let repository = Repository::around(Path::new(".")).ok();
        let by = repository.as_ref().and_then(Repository::user);
        let elsewhere = Elsewhere::look(&project, series, repository.as_ref(), claims);
        let elsewhere = elsewhere.map_err(|error| failed(&error))?;
        numbers::verify_readable(&project).map_err(|why| failed(&numbers::Error::from(why)))?;
        let mut locked = LockedProject::unlocked(project, root).map_err(|error| failed(&error))?;
        let claimant = Claimant { by: by.as_deref(), elsewhere: &elsewhere };
        let notices = act(&mut locked, claimant, today).map_err(|error| failed(&error))?;
        for notice in notices {
            self.notify("window/showMessage", &json!({ "type": 3, "message": notice }));
        }
        Ok(locked.changes())
    }

    /// Changes of files as the client makes them.
    fn changes(&self, home: &HomeKey, changes: &ChangeSet) -> Value {
        let mut change = Change::default();
        for file in changes.iter() {
            let to = display(file.path());
            let from = file.path_before().map_or_else(|| to.clone(), display);
            if file.path_before().is_none() {
                change.created.push((to, file.after().to_owned()));
                continue;
            }
            let before = issuepaper::text::source::SourceFile::new(from.as_str(), file.before());
            let edits = self.difference(&before, file.after());
            if !edits.is_empty() {
                change.edits.insert(from.clone(), edits);
            }
            if from != to {
                change.renames.push((from, to));
            }
        }
        self.workspace_edit(home, &change)
    }
}
