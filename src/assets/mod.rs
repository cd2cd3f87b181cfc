//! What papers use besides text: pictures and fonts.

pub mod fonts;
pub mod picture;
