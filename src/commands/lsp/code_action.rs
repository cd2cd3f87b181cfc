//! `textDocument/codeAction`: fixes, waivers, what is missing, the next number.

use std::collections::BTreeSet;
use std::path::Path;

use gen_lsp_types::{CodeActionContext, CodeActionKind, CodeActionParams};
use issuepaper::assist::Spot;
use issuepaper::assist::actions::{self, Insertion};
use issuepaper::git::Repository;
use issuepaper::live::files_of;
use issuepaper::project::paths::display;
use issuepaper::text::finding::Finding;
use issuepaper::text::source::{SourceFile, Span};
use issuepaper::text::suggest::argument;
use serde_json::{Value, json};

use super::capabilities::{FIX_ALL, QUICK_FIX, WAIVE};
use super::remote::ORIGIN;
use super::server::Server;
use super::workspace::HomeKey;

impl Server {
    pub(super) fn code_actions(&mut self, params: &CodeActionParams) -> Vec<Value> {
        let uri = params.text_document.uri.as_str().to_owned();
        let Some((key, document)) = self.document(&uri) else { return Vec::new() };
        let span = self.encoding.span(&document.text, &document.lines, params.range);
        let (home, inner) = key.clone();
        let name = display(&inner);
        self.judge_open();
        let mut actions = Vec::new();
        if wants(&params.context, QUICK_FIX) {
            actions.extend(self.quick_fixes(&home, &name, span));
        }
        if wants(&params.context, WAIVE) {
            actions.extend(self.waivers(&home, &name, span));
        }
        if params.context.only.is_some() && wants(&params.context, FIX_ALL) {
            // What it changes takes long to find out, so it is asked for once somebody wants it.
            let data = json!({ "uri": uri });
            actions.push(
                json!({ "title": "Fix all that is safe to fix", "kind": FIX_ALL, "data": data }),
            );
        }
        if !self.client.resolves_edits {
            actions = actions.into_iter().map(|action| self.resolved(action)).collect();
        }
        actions
    }

    /// Adds the edit to an action that was listed without.
    pub(super) fn resolve_action(&mut self, action: &Value) -> Value {
        self.resolved(action.clone())
    }

    fn resolved(&mut self, mut action: Value) -> Value {
        let Some(uri) = action.pointer("/data/uri").and_then(Value::as_str).map(str::to_owned)
        else {
            return action;
        };
        let edit = match action.pointer("/data/number") {
            Some(_) => self.next_number(&uri),
            None => self.fix_all(&uri),
        };
        match edit {
            Some(edit) => action["edit"] = edit,
            None => action["edit"] = json!({ "changes": {} }),
        }
        action
    }

    /// All safe fixes, as `check --fix` makes them.
    fn fix_all(&mut self, uri: &str) -> Option<Value> {
        let (home, inner) = self.document(uri)?.0.clone();
        let fixed = self.enter(&home)?.live.fixed(&inner);
        let mut change = super::edit::Change::default();
        for (path, after) in fixed {
            let name = display(&path);
            let before = self.file(&home, &name)?;
            change.edits.insert(name, self.difference(&before, &after));
        }
        Some(self.workspace_edit(&home, &change))
    }

    /// The text of a file as it counts: of the document, or of the paper.
    pub(super) fn file(&self, home: &HomeKey, name: &str) -> Option<SourceFile> {
        self.source(home, name).or_else(|| {
            let project = self.workspace.homes.get(home)?.live.project();
            let papers = project.papers_of(Path::new(name)).into_iter();
            let mut files = papers.flat_map(|at| files_of(&project.papers[at].paper.file));
            let own = files.find(|file| file.name() == name);
            let files =
                [&project.settings.file, &project.registry.as_ref().map(|it| it.file.clone())];
            let register = project.register.as_ref().map(|register| register.file.clone());
            own.or(register.filter(|file| file.name() == name))
                .or_else(|| files.into_iter().flatten().find(|file| file.name() == name).cloned())
        })
    }

    fn quick_fixes(&self, home: &HomeKey, name: &str, span: Span) -> Vec<Value> {
        let touches = |it: Span| it.start <= span.end && span.start <= it.end;
        let found = self.findings(home, name);
        let found: Vec<&Finding> = found.iter().filter(|it| touches(it.span)).collect();
        let mut actions = Vec::new();
        for finding in &found {
            let Some(fix) = &finding.fix else { continue };
            let edits = self.text_edits(&finding.file, &fix.edits);
            actions.push(json!({
                "title": capitalized(&fix.title),
                "kind": QUICK_FIX,
                "isPreferred": fix.safe,
                "diagnostics": [self.diagnostic(home, finding)],
                "edit": self.change_of(home, name, edits),
            }));
        }
        let Some(known) = self.workspace.homes.get(home) else { return actions };
        let project = known.live.project();
        let has = |rule: &str| found.iter().find(|finding| finding.rule == rule);
        let Some(spot) = Spot::new(project, name, span.start) else { return actions };
        let add = |insertion: Insertion, finding: &Finding| {
            json!({
                "title": insertion.title,
                "kind": QUICK_FIX,
                "diagnostics": [self.diagnostic(home, finding)],
                "edit": self.insertion(home, &spot.place(Span::at(spot.at)).file, insertion.at, &insertion.text),
            })
        };
        if let Some(finding) = has("missing-field") {
            actions.extend(actions::missing_fields(&spot).map(|it| add(it, finding)));
        }
        if let Some(finding) = has("missing-section") {
            actions.extend(actions::missing_sections(&spot).into_iter().map(|it| add(it, finding)));
        }
        if let Some(finding) = has("missing-number").filter(|_| project.register.is_some()) {
            actions.extend(self.numbering(home, name, finding));
        }
        actions
    }

    /// The action that gives a paper the next number. Where a remote keeps claims, that is found out once somebody wants
    /// it; a client that wants all edits at once would have it asked at each look at the actions.
    fn numbering(&self, home: &HomeKey, name: &str, finding: &Finding) -> Option<Value> {
        let mut action = json!({
            "title": "Assign the next number, in the register too",
            "kind": QUICK_FIX,
            "diagnostics": [self.diagnostic(home, finding)],
        });
        if self.client.resolves_edits || self.repository(home).is_none() {
            action["data"] = json!({ "uri": self.uri_of(home, name), "number": true });
            return Some(action);
        }
        let command = format!("`issuepaper number assign {}` asks it", argument(name));
        action["disabled"] =
            json!({ "reason": format!("{ORIGIN} may have claimed numbers: {command}") });
        self.client.shows_disabled.then_some(action)
    }

    /// The waivers of the findings at a place.
    fn waivers(&self, home: &HomeKey, name: &str, span: Span) -> Vec<Value> {
        let Some(known) = self.workspace.homes.get(home) else { return Vec::new() };
        let (project, today) = (known.live.project(), known.live.today());
        let found = self.findings(home, name);
        let mut seen = BTreeSet::new();
        let is_here = |finding: &&Finding| {
            let it = finding.span;
            let touches = it.start <= span.end && span.start <= it.end;
            touches && seen.insert((finding.rule, it.start))
        };
        let here: Vec<&Finding> = found.iter().filter(is_here).collect();
        if here.is_empty() {
            return Vec::new();
        }
        let who = Repository::around(Path::new(".")).ok().and_then(|it| it.user());
        let who = who.unwrap_or_else(|| "NAME".to_owned());
        let action = |finding: &&Finding| {
            let spot = Spot::new(project, name, finding.span.start)?;
            let waiver = actions::waiver(&spot, finding, &who, today)?;
            Some(self.inserting(home, &spot, WAIVE, &waiver, finding))
        };
        here.iter().filter_map(action).collect()
    }

    /// An action that inserts a text about `finding`.
    fn inserting(
        &self,
        home: &HomeKey,
        spot: &Spot<'_>,
        kind: &str,
        insertion: &Insertion,
        finding: &Finding,
    ) -> Value {
        let file = spot.place(Span::at(spot.at)).file;
        json!({
            "title": insertion.title,
            "kind": kind,
            "diagnostics": [self.diagnostic(home, finding)],
            "edit": self.insertion(home, &file, insertion.at, &insertion.text),
        })
    }
}

/// Whether actions of a kind are asked for: that kind, or one that it is a part of; all but those of the whole file also where
/// nothing was said.
fn wants(context: &CodeActionContext, kind: &str) -> bool {
    let Some(only) = &context.only else { return kind != FIX_ALL };
    let is_part = |wanted: &CodeActionKind| {
        let wanted = serde_json::to_value(wanted).unwrap_or_default();
        let wanted = wanted.as_str().unwrap_or_default();
        wanted.is_empty()
            || kind == wanted
            || kind.strip_prefix(wanted).is_some_and(|rest| rest.starts_with('.'))
    };
    only.is_empty() && kind != FIX_ALL || only.iter().any(is_part)
}

fn capitalized(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}
