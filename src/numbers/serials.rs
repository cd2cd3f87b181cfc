//! Blocks received, the next serial, and numbers that nobody may use.

use chrono::NaiveDate;

use super::{Error, Numbers, numbers_of};
use crate::project::register::{RegisterChange, Serial, State};
use crate::project::{LockedProject, Project};
use crate::series::Series;

/// The lowest serial that is free.
///
/// # Errors
///
/// No serial is free, or two papers share a serial.
pub fn next(project: &Project, series: &Series) -> Result<Serial, Error> {
    let numbers = Numbers::new(project, series)?;
    Error::verify_counted(series, numbers.rule)?;
    let pool = numbers.pool();
    numbers.verify_distinct(&pool)?;
    pool.free().next().cloned().ok_or(Error::NoneFree)
}

/// Adds a block of serials, from `first` to `last`, to the register, and returns these two with all their zeros.
///
/// # Errors
///
/// No number of the series has such a serial, or the block is invalid.
pub fn receive(
    locked: &mut LockedProject,
    series: &Series,
    [first, last]: [&str; 2],
    source: &str,
    received: NaiveDate,
) -> Result<[Serial; 2], Error> {
    // One with zeros and one without may be a slip.
    let is_short = first.len() == last.len();
    let [from, to] = [read(series, first, is_short)?, read(series, last, is_short)?];
    let (series, source) = (series.id.as_str().into(), source.to_owned());
    let block = [from.clone(), to.clone()];
    locked.change_register(&[RegisterChange::Receive { series, from, to, received, source }])?;
    Ok(block)
}

/// A serial that a number of the series can have. With `is_short`, one with too few digits for that gets zeros before it.
fn read(series: &Series, serial: &str, is_short: bool) -> Result<Serial, Error> {
    let Some(rule) = &series.number else {
        return Err(Error::WithoutNumbers(series.id.clone()));
    };
    Error::verify_counted(series, rule)?;
    let as_in_example = |group: &str, _| rule.group(&rule.example, group).map(str::to_owned);
    let digits = Serial::of(Some(rule), &rule.example).map_or(0, |example| example.digits());
    let written = Serial::parse(serial);
    let padded = written.as_ref().filter(|it| is_short && it.digits() < digits);
    let padded = padded.map(|it| Serial::with_digits(it.value(), digits));
    let mut forms = written.into_iter().chain(padded);
    let possible = forms.find(|it| rule.compose(it.as_str(), as_in_example).is_some());
    possible.ok_or_else(|| {
        let (form, example) = (rule.form.clone(), rule.example.clone());
        Error::WrongSerial { serial: serial.to_owned(), form, example }
    })
}

/// Voids a number, or a serial that no paper has. Returns it as it is in the register: a serial
/// is written with the digits of its block.
///
/// # Errors
///
/// It was never received, or is in use.
pub fn void(
    locked: &mut LockedProject,
    series: &Series,
    number: &str,
    why: &str,
    on: NaiveDate,
) -> Result<String, Error> {
    let numbers = numbers_of(locked, series)?;
    let Some(serial) = numbers.serial(number) else {
        let (number, series) = (number.to_owned(), series.id.clone());
        return Err(Error::NoSerial { number, series });
    };
    let pool = numbers.pool();
    match pool.state(&serial) {
        Some(State::Free) => {}
        None => return Err(Error::NeverReceived(number.to_owned())),
        Some(State::Registered(entry)) => return Err(Error::Used((*entry).clone())),
        Some(State::Renumbered(alias)) => return Err(numbers.replaced(alias)),
        Some(State::Carried { number, paper }) => return Err(Error::carried(number, paper)),
    }
    let is_serial = serial.as_str() == number;
    let received = pool.as_received(&serial).filter(|_| is_serial);
    let number = received.map_or(number, Serial::as_str).to_owned();
    let (series, why) = (numbers.series_id(), why.to_owned());
    let change = RegisterChange::Void { series, number: number.as_str().into(), why, on };
    locked.change_register(&[change])?;
    Ok(number)
}
