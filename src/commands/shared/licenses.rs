//! `issuepaper --licenses`: what is bundled in the program, under which licenses.

use std::io::Write;

use super::{Exit, Session};

/// The license of the program, and those of all crates and fonts in it. `.ci/licenses` writes the second.
const TEXTS: [&str; 2] = [include_str!("../../../LICENSE"), include_str!("licenses.txt")];

pub fn print(session: &Session) -> anyhow::Result<Exit> {
    let mut out = session.stdout();
    for text in TEXTS {
        out.write_all(text.as_bytes())?;
        out.write_all(b"\n")?;
    }
    out.flush()?;
    Ok(Exit::Clean)
}
