//! What a shard has to know of the papers that other shards judge, besides their front matter.

use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};

use rayon::prelude::*;

use super::judge::{Judge, PaperVerdict};
use super::{LongForms, PaperContext, guard};
use crate::project::Part;

impl Judge<'_> {
    /// The indexes of the selected papers that other shards judge.
    fn elsewhere(&self) -> Vec<usize> {
        // Those that no shard judges count as if they were not there.
        if !matches!(self.project.part(), Part::Shard(_)) {
            return Vec::new();
        }
        let papers = self.project.papers.iter().enumerate();
        papers.filter(|(_, file)| file.is_elsewhere).map(|(at, _)| at).collect()
    }

    /// Adds the long forms that papers of other shards have for the acronyms that those of this one do not write out.
    pub(super) fn add_forms_elsewhere(&self, verdicts: &[PaperVerdict], forms: &mut LongForms) {
        let names: BTreeSet<&str> = verdicts.iter().flat_map(PaperVerdict::unknown).collect();
        let all = Mutex::new(forms);
        self.elsewhere().into_par_iter().for_each(|at| {
            let Ok(file) = self.project.whole(&self.project.papers[at]) else { return };
            if !may_write(file.paper.file.text(), &names) {
                return;
            }
            let read = || {
                let place = (at, &file);
                let context = PaperContext::new(self.project, self.index, place, self.today)?;
                Some(context.long_forms())
            };
            let own = guard::attempt(read).ok().flatten().unwrap_or_default();
            all.lock().unwrap_or_else(PoisonError::into_inner).extend(&own);
        });
    }

    /// Adds the waivers of the settings that waive a finding in a paper of another shard, of those that none of this
    /// one uses.
    pub(super) fn add_used_elsewhere(&self, used: &mut BTreeSet<(usize, &'static str)>) {
        let papers = self.elsewhere();
        if papers.is_empty() || !self.project.is_whole() {
            return;
        }
        let used = Mutex::new(used);
        papers.into_par_iter().for_each(|at| {
            let path = self.project.relative(&self.project.papers[at].path);
            let rules = {
                let used = used.lock().unwrap_or_else(PoisonError::into_inner);
                self.waivers.unused(&path, self.today, &used)
            };
            if !rules.is_empty() {
                let own = self.paper_by(at, |rule| rules.contains(rule.name)).used;
                used.lock().unwrap_or_else(PoisonError::into_inner).extend(own);
            }
        });
    }
}

/// Whether a reader of the Markdown `text` may see one of `names`. They may be put together from pieces: an entity, a tag,
/// a link.
fn may_write(text: &str, names: &BTreeSet<&str>) -> bool {
    if text.contains(['&', '<', ']']) {
        return true;
    }
    let plain: String = text.chars().filter(|c| !"*_~`\\".contains(*c)).collect();
    names.iter().any(|name| plain.contains(name))
}
