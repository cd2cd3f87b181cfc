//! What a project's own fonts draw, asked of a worker process: a damaged or hostile font can take any time and memory.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use serde::{Deserialize, Serialize};

use super::families::TextKind;
use super::font_file::{FontFile, StoppedFont};
use crate::workers::process::{self, MEMORY_GIB, Pool};

/// What the setup of a worker for fonts begins with.
pub(crate) const MARK: u8 = b'F';
/// How long a worker may compute for an answer, in seconds: it takes some milliseconds, and fonts of all characters of
/// China and Japan are opened in half a second.
const SECONDS: u64 = 2;

/// The fonts, as a worker gets them.
#[derive(Serialize, Deserialize)]
pub(super) struct Setup<'a> {
    pub(super) files: Vec<(Cow<'a, str>, Cow<'a, [u8]>)>,
}

/// What a worker is asked.
#[derive(Serialize, Deserialize)]
pub(super) struct Request<'a> {
    pub(super) cluster: Cow<'a, str>,
    pub(super) kind: TextKind,
}

/// Asks workers what the fonts of a project draw, and remembers the answers.
#[derive(Debug)]
pub(super) struct Drawer {
    files: Vec<FontFile>,
    known: Mutex<Known>,
}

#[derive(Debug, Default)]
struct Known {
    /// None before the first question.
    pool: Option<Pool>,
    drawn: HashMap<(TextKind, Box<str>), bool>,
    stopped: Vec<StoppedFont>,
}

impl Drawer {
    pub(super) fn new(files: &[FontFile]) -> Self {
        Self { files: files.to_vec(), known: Mutex::default() }
    }

    /// Whether a cluster of characters is drawn. If the fonts need too much for that, it is taken to be.
    pub(super) fn draws(&self, cluster: &str, kind: TextKind) -> bool {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let Known { pool, drawn, stopped } = &mut *known;
        if !stopped.is_empty() {
            return true;
        }
        if let Some(known) = drawn.get(&(kind, Box::from(cluster))) {
            return *known;
        }
        let pool = pool.get_or_insert_with(|| pool_of(&self.files));
        match ask(pool, cluster, kind) {
            Ok(answer) => {
                drawn.insert((kind, Box::from(cluster)), answer);
                answer
            }
            Err(reason) => {
                *stopped = self.culprits(cluster, kind, &reason);
                true
            }
        }
    }

    /// The fonts that needed too much.
    pub(super) fn stopped(&self) -> Vec<StoppedFont> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner).stopped.clone()
    }

    /// The files that need too much by themselves; all of them, if that is none.
    fn culprits(
        &self,
        cluster: &str,
        kind: TextKind,
        reason: &process::Stopped,
    ) -> Vec<StoppedFont> {
        let fault = |file: &FontFile, reason: &process::Stopped| StoppedFont {
            file: file.name.clone(),
            reason: said(reason),
        };
        let alone = self.files.iter().filter_map(|file| {
            let pool = pool_of(std::slice::from_ref(file));
            ask(&pool, cluster, kind).err().map(|reason| fault(file, &reason))
        });
        let alone: Vec<StoppedFont> = alone.collect();
        if alone.is_empty() {
            self.files.iter().map(|file| fault(file, reason)).collect()
        } else {
            alone
        }
    }
}

fn said(reason: &process::Stopped) -> String {
    let needs = match reason {
        process::Stopped::Time(seconds) => format!("takes more than {seconds} s to be read"),
        process::Stopped::Memory => {
            format!("needs more than {MEMORY_GIB} GiB of memory to be read")
        }
        process::Stopped::Unavailable(reason) => {
            return format!(
                "can't be read in a process of its own: {reason}; run the program again"
            );
        }
    };
    format!("{needs}: it is damaged; replace the font, or remove it")
}

fn pool_of(files: &[FontFile]) -> Pool {
    let files = files.iter().map(|file| (Cow::from(&file.name), Cow::from(&*file.bytes))).collect();
    let setup = postcard::to_extend(&Setup { files }, vec![MARK]).unwrap_or_default();
    Pool::new(setup).within(SECONDS)
}

fn ask(pool: &Pool, cluster: &str, kind: TextKind) -> Result<bool, process::Stopped> {
    let request = Request { cluster: cluster.into(), kind };
    let request = postcard::to_extend(&request, Vec::new()).unwrap_or_default();
    let answer = pool.ask(&request, 0)?;
    Ok(answer != [0])
}
