//! The pages of the PDF of a paper.

use minijinja::context;

use super::address::encoded;
use super::templates::fill;
use super::{Content, Preview, Reply, hash, message, stem};
use crate::render::{self, DRAWN};
use crate::text::suggest::counted;

/// The pages of the PDF that was looked at last.
#[derive(Debug)]
pub(super) struct Drawn {
    name: String,
    /// What the project was when they were drawn.
    generation: u64,
    pages: Vec<String>,
}

impl Preview {
    /// The drawn pages of a paper.
    fn pages_of(&mut self, name: &str) -> Result<&[String], String> {
        let generation = self.live.generation();
        let is_known = self
            .drawn
            .as_ref()
            .is_some_and(|drawn| drawn.name == name && drawn.generation == generation);
        if !is_known {
            let project = self.live.project();
            let file = project.index_of(name).map(|at| &project.papers[at]);
            let bytes = self.made(file.ok_or("There is no such paper now.")?, DRAWN)?;
            let (name, pages) = (name.to_owned(), render::drawn_pages(&bytes));
            self.drawn = Some(Drawn { name, generation, pages });
        }
        Ok(self.drawn.as_ref().map_or(&[], |drawn| &drawn.pages))
    }

    /// The pages of the PDF of a paper below each other.
    pub(super) fn print(&mut self, name: &str) -> Content {
        let root = self.options.root.clone();
        let address = encoded(stem(name));
        let pages = match self.pages_of(name) {
            Ok(pages) => pages,
            Err(reason) => {
                let project = self.live.project();
                let paper = project.index_of(name).map(|at| &project.papers[at].paper);
                return Content::of(message(name, &reason, paper));
            }
        };
        let page = |(at, svg): (usize, &String)| {
            let number = at + 1;
            let (width, height) = size(svg);
            let src = format!("{root}{address}.svg?page={number}&of={:x}", hash(svg));
            context! { src, width, height }
        };
        let count = counted(pages.len(), "page");
        let pages: Vec<_> = pages.iter().enumerate().map(page).collect();
        let pdf = format!("{root}{address}.pdf");
        Content::of(fill("print.html", context! { title => name, count, pages, pdf }))
    }

    /// One page of the PDF of a paper, from 1.
    pub(super) fn drawn_page(&mut self, name: &str, number: usize) -> Reply {
        let page = self.pages_of(name).ok().and_then(|pages| pages.get(number.checked_sub(1)?));
        match page {
            Some(page) => {
                let body = page.clone().into_bytes();
                Reply { is_found: true, media_type: DRAWN.media_type, body }
            }
            None => self.nothing(name),
        }
    }

    /// The PDF of a paper.
    pub(super) fn pdf(&mut self, name: &str) -> Reply {
        let project = self.live.project();
        let file = project.index_of(name).map(|at| &project.papers[at]);
        let made = file.and_then(|file| self.made(file, render::PRINT).ok());
        match made {
            Some(body) => Reply { is_found: true, media_type: render::PRINT.media_type, body },
            None => self.nothing(name),
        }
    }
}

/// The width and the height of a drawing, in pixels of a screen: four for three points.
fn size(svg: &str) -> (u32, u32) {
    let view = svg.split_once("viewBox=\"").and_then(|(_, rest)| rest.split_once('"'));
    let numbers = view.map(|(view, _)| view.split(' ').filter_map(|number| number.parse().ok()));
    let numbers: Vec<f64> = numbers.into_iter().flatten().collect();
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a page has a few hundred points"
    )]
    let pixels = |at: usize| numbers.get(at).map_or(0, |points: &f64| (points / 0.75) as u32);
    (pixels(2), pixels(3))
}

#[cfg(test)]
mod tests {
    use super::size;

    #[test]
    fn a_drawing_says_its_size() {
        assert_eq!(size("<svg class=\"a\" viewBox=\"0 0 612 792\" width=\"612pt\">"), (816, 1056));
        assert_eq!(size("<svg>"), (0, 0));
    }
}
