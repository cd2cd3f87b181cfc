//! Properties: any change to any register is read back the same.

use chrono::NaiveDate;
use issuepaper::paper::seal::{PictureSeals, Seal, Sealed};
use issuepaper::project::register::{
    PublicationNumber, REGISTER_FILE, Register, RegisterChange, Serial, SeriesId, apply,
};
use issuepaper::text::characters::is_suspect;
use issuepaper::text::source::SourceFile;
use proptest::prelude::*;

use crate::fuzz::register::{contents, on_one_line, sorted};

const DEFAULT: &str = "memo";

/// The style in which the register to be changed is written.
#[derive(Debug, Clone, Copy)]
enum Form {
    Lines,
    Commented,
    Brackets,
    Carriage,
}

fn day() -> impl Strategy<Value = NaiveDate> {
    (0..4000_u64).prop_map(|days| {
        NaiveDate::from_ymd_opt(2020, 1, 1).unwrap_or_default() + chrono::Days::new(days)
    })
}

fn series() -> impl Strategy<Value = SeriesId> {
    prop_oneof![Just(DEFAULT.into()), Just("other".into()), Just("5 yes: no".into())]
}

/// Free text: anything visible, and often something with a meaning in YAML.
fn free_text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        "[ -~]{1,6}",
        "\\PC{1,4}",
        Just(": ".to_owned()),
        Just(" #".to_owned()),
        Just("\n".to_owned()),
        Just("\"'{}[],&*!|>%@`".to_owned()),
        Just("null".to_owned()),
        Just("\u{a0}\u{3000}".to_owned()),
    ];
    // A register with a character that nobody sees is refused.
    proptest::collection::vec(piece, 1..4)
        .prop_map(|pieces| pieces.concat().replace(is_suspect, ""))
}

/// A change; those of a number or a paper differ by `at`, so that no two contradict each other.
fn change(at: u32) -> impl Strategy<Value = RegisterChange> {
    let pictures: PictureSeals =
        (1..at % 3).map(|at| (at > 1).then(|| Seal::of(&at.to_string()))).collect();
    let sealed = Sealed::of(&at.to_string(), pictures);
    let serial = Serial::with_digits(at * 10, 4);
    let number = PublicationNumber::from(format!("{serial}-0624"));
    (0..6, series(), free_text(), free_text(), day(), any::<bool>()).prop_map(
        move |(kind, series, one, other, on, is_moved)| {
            let (serial, number) = (serial.clone(), number.clone());
            // A path that is written in another way is read as the same.
            let other = other.replace('/', "_");
            let paper = format!("{at}/{other}.md");
            match kind {
                0 => {
                    let to = Serial::with_digits(serial.value() + 9, 4);
                    RegisterChange::Receive { series, from: serial, to, received: on, source: one }
                }
                1 => RegisterChange::Reserve { series, serial, by: one, on },
                2 => {
                    let by = is_moved.then_some(one);
                    RegisterChange::Assign { series, number, paper, by, on }
                }
                3 => RegisterChange::Void { series, number, why: one, on },
                4 => {
                    let paths = is_moved.then_some((paper, format!("{other}.md")));
                    let to = "9999-0624".into();
                    RegisterChange::Renumber { series, number, to, on, why: Some(one), paths }
                }
                _ => RegisterChange::Publish { paper, on, sealed: sealed.clone() },
            }
        },
    )
}

fn changes(from: u32, to: u32) -> impl Strategy<Value = Vec<RegisterChange>> {
    (from..to).map(change).collect::<Vec<_>>().prop_shuffle_some()
}

/// Any part of the strategies' values, in any order.
trait SomeOf: Strategy + Sized {
    fn prop_shuffle_some(self) -> BoxedStrategy<Vec<RegisterChange>>;
}

impl<S: Strategy<Value = Vec<RegisterChange>> + 'static> SomeOf for S {
    fn prop_shuffle_some(self) -> BoxedStrategy<Vec<RegisterChange>> {
        let picked = (self.prop_shuffle(), any::<prop::sample::Index>());
        picked.prop_map(|(all, count)| all[..=count.index(all.len())].to_vec()).boxed()
    }
}

fn form() -> impl Strategy<Value = Form> {
    prop_oneof![
        Just(Form::Lines),
        Just(Form::Commented),
        Just(Form::Brackets),
        Just(Form::Carriage)
    ]
}

/// The same register, written in another style.
fn written(text: &str, form: Form) -> String {
    match form {
        Form::Lines => text.to_owned(),
        Form::Carriage => text.replace('\n', "\r\n"),
        Form::Commented => {
            let lines = text.lines().map(|line| format!("{line} # it's {{so}}\n# - a line\n\n"));
            lines.collect()
        }
        Form::Brackets => {
            let (mut brackets, mut is_open) = (String::new(), false);
            for line in text.lines() {
                match line.strip_prefix("  - ") {
                    Some(entry) => brackets.push_str(&format!("  {entry}, # one\n")),
                    None if line.starts_with('#') => brackets.push_str(&format!("{line}\n")),
                    None => {
                        let end = if is_open { "]\n" } else { "" };
                        brackets.push_str(&format!("{end}{line} [\n"));
                        is_open = true;
                    }
                }
            }
            if is_open { format!("{brackets}]\n") } else { brackets }
        }
    }
}

fn read(text: &str) -> Result<Register, TestCaseError> {
    let file = SourceFile::new(REGISTER_FILE, text);
    Register::read(file, DEFAULT)
        .map_err(|findings| TestCaseError::fail(format!("{}\n{text}", findings[0].message)))
}

fn applied(text: &str, changes: &[RegisterChange]) -> Result<String, TestCaseError> {
    apply(text, DEFAULT, changes).map_err(|error| TestCaseError::fail(format!("{error}\n{text}")))
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_written_is_read_back(
        before in changes(1, 9),
        form in form(),
        after in changes(20, 29),
    ) {
        let text = written(&applied("# the register\n", &before)?, form);
        let comments = |text: &str| text.matches('#').count();
        let new = applied(&text, &after)?;
        let wanted = before.iter().chain(&after).cloned().map(on_one_line).collect();
        prop_assert_eq!(contents(&read(&new)?), sorted(wanted), "{}", new);
        prop_assert!(comments(&new) >= comments(&text));
        // Removing entries keeps all others.
        let removals: Vec<RegisterChange> = before.iter().filter_map(removal).collect();
        let left = applied(&new, &removals)?;
        let kept = before.into_iter().filter(|change| removal(change).is_none());
        let wanted = kept.chain(after).map(on_one_line).collect();
        prop_assert_eq!(contents(&read(&left)?), sorted(wanted), "{}", left);
    }
}

fn removal(change: &RegisterChange) -> Option<RegisterChange> {
    match change.clone() {
        RegisterChange::Reserve { series, serial, .. } => {
            Some(RegisterChange::Release { series, number: serial.as_str().into() })
        }
        RegisterChange::Assign { series, number, paper, .. } => {
            Some(RegisterChange::Unassign { series, number, paper })
        }
        _ => None,
    }
}
