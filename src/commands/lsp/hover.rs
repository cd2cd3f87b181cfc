//! `textDocument/hover`: rule pages on findings, what fields mean, the stories of numbers and units.

use gen_lsp_types::HoverParams;
use issuepaper::assist::{Spot, describe};
use issuepaper::text::source::Span;
use serde_json::{Value, json};

use super::server::Server;

impl Server {
    pub(super) fn hover(&mut self, params: &HoverParams) -> Value {
        let Some((home, name, at)) = self.spot(&params.text_document_position_params) else {
            return Value::Null;
        };
        self.judge_open();
        let found = self.findings(&home, &name);
        let is_here =
            |span: Span| span.start <= at && (at < span.end || span.is_empty() && at == span.end);
        let here: Vec<_> = found.iter().filter(|finding| is_here(finding.span)).collect();
        let Some(known) = self.workspace.homes.get(&home) else { return Value::Null };
        let forms = known.live.long_forms(&name);
        let spot = Spot::new(known.live.project(), &name, at);
        let own = spot.as_ref().and_then(|spot| describe::describe(spot, &forms));
        let mut parts: Vec<String> = own.iter().map(|own| own.text.clone()).collect();
        let mut rules: Vec<&str> = here.iter().map(|finding| finding.rule).collect();
        rules.dedup();
        parts.extend(rules.into_iter().filter_map(describe::rule));
        if parts.is_empty() {
            return Value::Null;
        }
        let file = match (here.first(), &spot) {
            (Some(finding), _) => Some((finding.file.clone(), finding.span)),
            (None, Some(spot)) => own.map(|own| (spot.place(Span::at(spot.at)).file, own.span)),
            (None, None) => None,
        };
        let kind = if self.client.markdown { "markdown" } else { "plaintext" };
        let mut hover = json!({ "contents": { "kind": kind, "value": parts.join("\n\n---\n\n") } });
        if let Some((file, span)) = file {
            hover["range"] = json!(self.encoding.range(&file, span));
        }
        hover
    }
}
