//! The worker process that says what a project's own fonts draw.

use super::font_drawer::{Request, Setup};
use super::fonts::{FontFile, Fonts};

pub(crate) use super::font_drawer::MARK;

/// The fonts in the setup of a worker, without the mark before it.
pub(crate) fn open(setup: &[u8]) -> Option<Fonts> {
    let setup: Setup<'_> = postcard::from_bytes(setup).ok()?;
    let files = setup.files.into_iter();
    let files = files.map(|(name, bytes)| FontFile { name: name.into(), bytes: bytes.into() });
    Some(Fonts::with(files.collect()).0)
}

/// The answer to a request: whether something is drawn.
pub(crate) fn answer(fonts: &Fonts, request: &[u8]) -> Vec<u8> {
    let request = postcard::from_bytes::<Request<'_>>(request).ok();
    let draws = request.is_none_or(|it| fonts.draws_here(&it.cluster, it.kind));
    vec![u8::from(draws)]
}
