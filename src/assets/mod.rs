//! What papers use besides text: pictures and fonts.

mod drawing;
pub mod fonts;
pub mod picture;
#[cfg(feature = "pdf")]
mod shaping;
pub mod widths;
