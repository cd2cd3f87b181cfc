//! What papers use besides text: pictures and fonts.

pub mod balance;
pub mod cell_text;
pub mod columns;
mod drawing;
mod families;
#[cfg(feature = "pdf")]
mod font_drawer;
mod font_file;
#[cfg(feature = "pdf")]
pub(crate) mod font_worker;
pub mod fonts;
pub mod line;
mod parts;
pub mod picture;
mod picture_fault;
mod raster;
#[cfg(feature = "pdf")]
mod shaping;
pub mod widths;
pub(crate) mod xml;
