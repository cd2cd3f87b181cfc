//! `textDocument/completion`.

use gen_lsp_types::CompletionParams;
use issuepaper::assist::{Offer, OfferKind, Snippet, Spot, complete};
use issuepaper::text::source::{SourceFile, Span};
use serde_json::{Value, json};

use super::server::Server;

impl Server {
    pub(super) fn completion(&mut self, params: &CompletionParams) -> Value {
        let nothing = || json!({ "isIncomplete": false, "items": [] });
        let Some((home, name, at)) = self.spot(&params.text_document_position_params) else {
            return nothing();
        };
        if let Some(home) = self.enter(&home)
            && home.live.is_outdated()
        {
            home.live.refresh();
        }
        let Some(known) = self.workspace.homes.get(&home) else { return nothing() };
        let Some(spot) = Spot::new(known.live.project(), &name, at) else { return nothing() };
        let offers = complete::offers(&spot, &known.live.long_forms(&name));
        let file = spot.place(Span::at(spot.at)).file;
        let items = offers.iter().enumerate().map(|(rank, offer)| self.item(&file, rank, offer));
        json!({ "isIncomplete": false, "items": items.collect::<Vec<_>>() })
    }

    fn item(&self, file: &SourceFile, rank: usize, offer: &Offer) -> Value {
        let is_snippet = offer.is_snippet && self.client.snippets;
        let text = match (offer.is_snippet, is_snippet) {
            (true, false) => Snippet(offer.text.clone()).plain(),
            _ => offer.text.clone(),
        };
        let kind = match offer.kind {
            OfferKind::Key => 10,
            OfferKind::Choice => 20,
            OfferKind::Value => 12,
            OfferKind::File => 17,
            OfferKind::Heading => 22,
            OfferKind::Word => 1,
            OfferKind::Lines => 15,
        };
        let typed = file.slice(offer.span);
        let mut item = json!({
            "label": offer.label,
            "kind": kind,
            "sortText": format!("{rank:04}"),
            "textEdit": self.text_edit(file, offer.span, &text),
        });
        // An editor compares what is typed with this: quotes and marks count.
        if typed.trim_start().starts_with(['"', '\'', '#', ' ']) || offer.text.starts_with(' ') {
            item["filterText"] =
                json!(format!("{}{}", leading(typed), offer.label.trim_start_matches(['#', ' '])));
        }
        if let Some(detail) = &offer.detail {
            item["detail"] = json!(detail);
        }
        if let Some(help) = &offer.help {
            item["documentation"] = json!({ "kind": "markdown", "value": help });
        }
        if is_snippet {
            item["insertTextFormat"] = json!(2);
        }
        item
    }
}

/// The quotes, marks and spaces that a text begins with.
fn leading(text: &str) -> &str {
    let rest = text.trim_start_matches(['"', '\'', '#', ' ']);
    &text[..text.len() - rest.len()]
}
