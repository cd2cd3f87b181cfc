//! Where things are: definitions, references, links, symbols, folds, hints.

use gen_lsp_types::{
    DefinitionParams, DocumentLinkParams, DocumentSymbolParams, FoldingRangeParams,
    InlayHintParams, ReferenceParams, WorkspaceSymbolParams,
};
use issuepaper::assist::lead::{self, Target};
use issuepaper::assist::outline::{self, Symbol, SymbolKind};
use issuepaper::assist::{Place, Spot};
use issuepaper::project::paths::display;
use issuepaper::text::source::{SourceFile, Span};
use serde_json::{Value, json};

use super::server::Server;
use super::workspace::HomeKey;

/// How many symbols of a workspace are told.
const MOST_SYMBOLS: usize = 1_000;

impl Server {
    fn location(&self, home: &HomeKey, place: &Place) -> Option<Value> {
        let uri = self.uri_of(home, place.file.name())?;
        Some(json!({ "uri": uri, "range": self.encoding.range(&place.file, place.span) }))
    }

    pub(super) fn definition(&mut self, params: &DefinitionParams) -> Vec<Value> {
        let Some((home, name, at)) = self.spot(&params.text_document_position_params) else {
            return Vec::new();
        };
        self.with_spot(&home, &name, at, |server, spot| {
            let places = lead::definitions(spot);
            places.iter().filter_map(|place| server.location(&home, place)).collect()
        })
    }

    pub(super) fn references(&mut self, params: &ReferenceParams) -> Vec<Value> {
        let Some((home, name, at)) = self.spot(&params.text_document_position_params) else {
            return Vec::new();
        };
        self.with_spot(&home, &name, at, |server, spot| {
            let mut places = lead::uses(spot);
            if params.context.include_declaration {
                let own = lead::definitions(spot);
                places.extend(
                    own.into_iter().filter(|place| !places.contains(place)).collect::<Vec<_>>(),
                );
            }
            places.iter().filter_map(|place| server.location(&home, place)).collect()
        })
    }

    /// What `answer` says of a place in a paper; nothing for any other file.
    fn with_spot<T: Default>(
        &self,
        home: &HomeKey,
        name: &str,
        at: usize,
        answer: impl FnOnce(&Self, &Spot<'_>) -> T,
    ) -> T {
        let known = self.workspace.homes.get(home);
        let spot = known.and_then(|known| Spot::new(known.live.project(), name, at));
        spot.map(|spot| answer(self, &spot)).unwrap_or_default()
    }

    /// The home and the name of a document, with the home's folder as the current one.
    fn named(&mut self, uri: &str) -> Option<(HomeKey, String)> {
        let (home, inner) = self.document(uri)?.0.clone();
        let known = self.enter(&home)?;
        if known.live.is_outdated() {
            known.live.refresh();
        }
        Some((home, display(&inner)))
    }

    pub(super) fn document_links(&mut self, params: &DocumentLinkParams) -> Vec<Value> {
        let Some((home, name)) = self.named(params.text_document.uri.as_str()) else {
            return Vec::new();
        };
        self.with_spot(&home, &name, 0, |server, spot| {
            let file = spot.place(Span::at(spot.at)).file;
            let link = |link: &lead::LinkTarget| {
                let target = match &link.target {
                    Target::Address(address) => address.clone(),
                    Target::File(path) => server.uri_of(&home, &display(path))?,
                };
                Some(json!({ "range": server.encoding.range(&file, link.span), "target": target }))
            };
            lead::links(spot).iter().filter_map(link).collect()
        })
    }

    pub(super) fn document_symbols(&mut self, params: &DocumentSymbolParams) -> Vec<Value> {
        let Some((home, name)) = self.named(params.text_document.uri.as_str()) else {
            return Vec::new();
        };
        self.with_spot(&home, &name, 0, |server, spot| {
            let symbols = outline::of_paper(spot);
            if server.client.nested_symbols {
                return server.nested(&symbols, 0).0;
            }
            symbols.iter().filter_map(|symbol| server.flat(&home, symbol)).collect()
        })
    }

    /// The symbols from the first on that are as deep as `depth` or deeper, in each other; and how many they are.
    fn nested(&self, symbols: &[Symbol], depth: u8) -> (Vec<Value>, usize) {
        let (mut all, mut at) = (Vec::new(), 0);
        while let Some(symbol) = symbols.get(at).filter(|symbol| symbol.depth >= depth) {
            let (children, count) = self.nested(&symbols[at + 1..], symbol.depth + 1);
            let file = &symbol.whole.file;
            all.push(json!({
                "name": symbol.name,
                "detail": symbol.detail,
                "kind": kind(symbol.kind),
                "range": self.encoding.range(file, symbol.whole.span),
                "selectionRange": self.encoding.range(file, symbol.name_span),
                "children": children,
            }));
            at += 1 + count;
        }
        (all, at)
    }

    fn flat(&self, home: &HomeKey, symbol: &Symbol) -> Option<Value> {
        let location = self.location(home, &symbol.whole)?;
        Some(json!({
            "name": symbol.name,
            "kind": kind(symbol.kind),
            "containerName": symbol.detail.as_ref().filter(|_| symbol.kind != SymbolKind::Field),
            "location": location,
        }))
    }

    pub(super) fn workspace_symbols(&mut self, params: &WorkspaceSymbolParams) -> Vec<Value> {
        let folders = self.workspace.folders.clone();
        for folder in folders {
            // A project of which nothing is open yet.
            if self.workspace.homes.is_empty() {
                let _ = self.workspace.find(&folder.join("x.md"));
            }
        }
        let mut all = Vec::new();
        for home in self.workspace.keys() {
            let Some(known) = self.enter(&home) else { continue };
            let most = MOST_SYMBOLS.saturating_sub(all.len());
            let symbols = outline::of_project(known.live.project(), &params.query, most);
            all.extend(symbols.iter().filter_map(|symbol| self.flat(&home, symbol)));
        }
        all
    }

    pub(super) fn folding_ranges(&mut self, params: &FoldingRangeParams) -> Vec<Value> {
        let Some((home, name)) = self.named(params.text_document.uri.as_str()) else {
            return Vec::new();
        };
        self.with_spot(&home, &name, 0, |_, spot| {
            let file = spot.place(Span::at(spot.at)).file;
            let fold = |span: Span| {
                let start = file.position(span.start).line;
                let text = file.slice(span).trim_end();
                let end = file.position(span.start + text.len()).line;
                (start < end).then(|| json!({ "startLine": start, "endLine": end }))
            };
            outline::folds(spot).into_iter().filter_map(fold).collect()
        })
    }

    pub(super) fn inlay_hints(&mut self, params: &InlayHintParams) -> Vec<Value> {
        let Some((home, name)) = self.named(params.text_document.uri.as_str()) else {
            return Vec::new();
        };
        self.with_spot(&home, &name, 0, |server, spot| {
            let file: SourceFile = spot.place(Span::at(spot.at)).file;
            let hint = |hint: outline::Hint| {
                let position = server.encoding.position(&file, hint.at);
                json!({ "position": position, "label": hint.text, "paddingLeft": true })
            };
            outline::hints(spot).into_iter().map(hint).collect()
        })
    }
}

/// The number of a kind of symbol.
const fn kind(kind: SymbolKind) -> u8 {
    match kind {
        SymbolKind::Paper => 1,
        SymbolKind::Field => 7,
        SymbolKind::Section => 15,
        SymbolKind::Number => 16,
        SymbolKind::Unit => 3,
    }
}
