//! Raw HTML among the events: what is accepted, what is printed, and which end tag belongs to which
//! start tag.

use super::super::html_block::Part;
use super::super::{Block, Kind, entities};
use super::{Open, Reader};
use crate::paper::html::{self, Element};
use crate::text::source::Span;

/// How far up an end tag looks for its start, so that a page of start tags stays cheap.
const MAX_LOOK_UP: usize = 128;

impl Reader<'_> {
    /// Closes the HTML elements that were opened inside the current Markdown element.
    pub(super) fn close_elements(&mut self, span: Span) {
        while let Some(Open::Element(..)) = self.open.last() {
            self.imply_end(Span::at(span.end));
        }
    }

    /// Closes the last element of HTML, which has no end tag of its own.
    fn imply_end(&mut self, span: Span) {
        if let Some(Open::Element(_, Some(start))) = self.open.pop()
            && matches!(self.markdown.events[start].kind, Kind::Html(..))
        {
            self.push(Kind::ImpliedEnd, span);
        }
    }

    /// Adds a tag of HTML, or a comment; `is_printed` if it is in a block that is printed as it is.
    pub(super) fn tag(&mut self, tag: html::Tag, text: &str, span: Span, is_printed: bool) {
        if tag == html::Tag::Comment {
            self.extend_to(span);
            return self.push(Kind::Comment, span);
        }
        self.open_text_block(span);
        self.extend_to(span);
        let (is_taken, is_paired) = match tag {
            html::Tag::Refused => (false, true),
            html::Tag::Start(_) => (true, false),
            html::Tag::End(element) => {
                let is_paired = self.close_element(element, span);
                (is_paired, is_paired)
            }
            _ => (true, true),
        };
        let index = self.markdown.events.len();
        if is_taken && !is_printed {
            self.push_taken(tag, is_paired, span);
        } else {
            let text = self.keep(text, span);
            let printed = Kind::PrintedTag(tag, is_paired, text);
            self.push(if self.pictures == 0 { printed } else { Kind::Text(text) }, span);
        }
        if let html::Tag::Start(element) = tag {
            self.open.push(Open::Element(element, (self.pictures == 0).then_some(index)));
        }
    }

    fn push_taken(&mut self, tag: html::Tag, is_paired: bool, span: Span) {
        match tag {
            _ if self.pictures == 0 => self.push(Kind::Html(tag, is_paired), span),
            html::Tag::LineBreak => self.push(Kind::HardBreak, span),
            _ => {}
        }
    }

    /// Closes the last open `element` if it was opened in the same Markdown element, with those
    /// left open inside it; returns whether there is one.
    fn close_element(&mut self, element: Element, span: Span) -> bool {
        let elements = self.open.iter().rev().take(MAX_LOOK_UP).map_while(|open| match open {
            Open::Element(open, start) => Some((*open, *start)),
            _ => None,
        });
        let Some((depth, (_, start))) =
            elements.enumerate().find(|(_, (open, _))| *open == element)
        else {
            return false;
        };
        (0..depth).for_each(|_| self.imply_end(Span::at(span.start)));
        self.open.pop();
        if let Some(start) = start
            && let Kind::Html(_, is_paired) | Kind::PrintedTag(_, is_paired, _) =
                &mut self.markdown.events[start].kind
        {
            *is_paired = true;
        }
        true
    }

    pub(super) fn end_html_block(&mut self) {
        let Some(block) = self.html.take() else { return };
        let is_harmless = block.is_harmless();
        self.is_in_text_block = true;
        self.push(Kind::Start(Block::Html), block.span);
        for (at, part) in block.parts() {
            match part {
                Part::Tag(tag, text) => {
                    self.tag(tag, text, block.span_of(at, text.len()), !is_harmless);
                }
                Part::LineEnd => self.inline(Kind::SoftBreak, block.span_of(at, 1)),
                Part::Text(text) if !is_harmless => self.text(text, block.span_of(at, text.len())),
                Part::Text(text) => {
                    for (start, end, text) in entities::parts(text) {
                        self.text(&text, block.span_of(at + start, end - start));
                    }
                }
            }
        }
        self.close_elements(block.span);
        self.is_in_text_block = false;
        self.push(Kind::End(Block::Html), block.span);
    }
}
