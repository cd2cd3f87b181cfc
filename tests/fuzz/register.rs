use chrono::NaiveDate;
use issuepaper::paper::seal::{PictureSeals, Seal, Sealed};
use issuepaper::project::register::{
    Entry, EntryKind, REGISTER_FILE, Register, RegisterChange, Serial, Step, apply,
};
use issuepaper::text::finding::Finding;
use issuepaper::text::source::SourceFile;

use super::papers::{assert_true, text};

/// The series of entries that name none.
const DEFAULT: &str = "memo";
/// What is between the register and the change.
const END: &str = "=== change\n";

/// A register is read, or has faults at places. A change to one that is read is refused, or read back the same with
/// everything else as it was.
///
/// The change comes last, its fields between `|`.
pub fn register(bytes: &[u8]) {
    let Some(text) = text(bytes) else { return };
    let (before, change) = text.split_once(END).unwrap_or((&text, ""));
    let register = match read(before) {
        Ok(register) => register,
        Err(faults) => {
            assert!(!faults.is_empty(), "a register is refused without a reason");
            return faults.iter().for_each(assert_true);
        }
    };
    let Some(change) = self::change(change) else { return };
    let Ok(after) = apply(before, DEFAULT, [&change]) else { return };
    // A register that can't be read afterwards is not written.
    let Ok(changed) = read(&after) else { return };
    let mut left = register.clone();
    let at = register.entries.iter().position(|entry| is_removed(entry, &change));
    at.map(|at| left.entries.remove(at));
    let mut wanted = contents(&left);
    let is_removal = |change: &RegisterChange| {
        matches!(change, RegisterChange::Release { .. } | RegisterChange::Unassign { .. })
    };
    wanted.extend(Some(on_one_line(change)).filter(|change| !is_removal(change)));
    assert_eq!(contents(&changed), sorted(wanted), "{after}");
}

fn read(text: &str) -> Result<Register, Vec<Finding>> {
    Register::read(SourceFile::new(REGISTER_FILE, text), DEFAULT)
}

fn is_removed(entry: &Entry, change: &RegisterChange) -> bool {
    let is_of = |of: &str, number: &str| entry.series == *of && entry.number.value == *number;
    match (change, &entry.kind) {
        (RegisterChange::Release { series, number }, EntryKind::Reserved { .. }) => {
            is_of(series, number)
        }
        (
            RegisterChange::Unassign { series, number, paper },
            EntryKind::Assigned { paper: own, .. },
        ) => is_of(series, number) && own == paper,
        _ => false,
    }
}

/// The change whose kind and fields are these.
fn change(text: &str) -> Option<RegisterChange> {
    let mut fields = text.split('|').map(str::to_owned);
    let kind = fields.next()?;
    let mut next = || fields.next().unwrap_or_default();
    let serial = |text: String| Serial::parse(&text);
    let on = NaiveDate::from_ymd_opt(2025, 6, 30)?;
    let of_step = |step, paper| {
        let picture = PictureSeals::from_iter([Some(Seal::of("a")), None]);
        RegisterChange::of_step(paper, step, on, Sealed::of("---\ntitle: A\n---\n", picture))
    };
    let (first, second, third) = (next(), next(), next());
    let series = first.as_str().into();
    Some(match kind.as_str() {
        "receive" => {
            let (from, to) = (serial(second)?, serial(third)?);
            RegisterChange::Receive { series, from, to, received: on, source: next() }
        }
        "reserve" => RegisterChange::Reserve { series, serial: serial(second)?, by: third, on },
        "assign" => {
            let by = Some(next()).filter(|by| !by.is_empty());
            RegisterChange::Assign { series, number: second.into(), paper: third, by, on }
        }
        "void" => RegisterChange::Void { series, number: second.into(), why: third, on },
        "renumber" => {
            let why = Some(next()).filter(|why| !why.is_empty());
            let paths = Some((next(), next())).filter(|(from, _)| !from.is_empty());
            let (number, to) = (second.into(), third.into());
            RegisterChange::Renumber { series, number, to, on, why, paths }
        }
        "publish" => of_step(Step::Published, first),
        "revise" => of_step(Step::Revised { revision: second, why: third }, first),
        "withdraw" => of_step(Step::Withdrawn { why: second }, first),
        "release" => RegisterChange::Release { series, number: second.into() },
        "unassign" => RegisterChange::Unassign { series, number: second.into(), paper: third },
        _ => return None,
    })
}

/// The contents of a register, as changes that would produce it.
pub fn contents(register: &Register) -> Vec<RegisterChange> {
    let mut all: Vec<RegisterChange> = Vec::new();
    for block in register.blocks.iter().cloned() {
        let (series, from, to) = (block.series, block.from, block.to);
        let (received, source) = (block.received, block.source);
        all.push(RegisterChange::Receive { series, from, to, received, source });
    }
    for entry in register.entries.iter().cloned() {
        let (series, number, on) = (entry.series, entry.number.value, entry.on);
        all.push(match entry.kind {
            EntryKind::Reserved { by } => {
                let serial = Serial::parse(&number).unwrap_or(Serial::with_digits(0, 1));
                RegisterChange::Reserve { series, serial, by, on }
            }
            EntryKind::Assigned { paper, by } => {
                RegisterChange::Assign { series, number, paper, by, on }
            }
            EntryKind::Void { why } => RegisterChange::Void { series, number, why, on },
        });
    }
    for alias in register.aliases.iter().cloned() {
        let (series, number, to, on) = (alias.series, alias.number.value, alias.to, alias.on);
        let (why, paths) = (alias.why, alias.paths);
        all.push(RegisterChange::Renumber { series, number, to, on, why, paths });
    }
    for (paper, record) in register.records() {
        for event in record.events().iter().cloned() {
            all.push(RegisterChange::of_step(paper.to_owned(), event.step, event.on, event.sealed));
        }
    }
    sorted(all)
}

/// The changes in one order.
pub fn sorted(mut all: Vec<RegisterChange>) -> Vec<RegisterChange> {
    all.sort_by_key(|change| format!("{change:?}"));
    all
}

/// A change as it is read back: with free text on one line.
pub fn on_one_line(mut change: RegisterChange) -> RegisterChange {
    let collapse = |text: &mut String| {
        *text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    };
    match &mut change {
        RegisterChange::Receive { source: text, .. }
        | RegisterChange::Reserve { by: text, .. }
        | RegisterChange::Assign { by: Some(text), .. }
        | RegisterChange::Void { why: text, .. }
        | RegisterChange::Renumber { why: Some(text), .. }
        | RegisterChange::Withdraw { why: text, .. } => collapse(text),
        RegisterChange::Revise { revision, why, .. } => {
            collapse(revision);
            collapse(why);
        }
        _ => {}
    }
    change
}
