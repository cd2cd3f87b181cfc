//! What well-known letters stand for.

use super::capitals::is_state;

/// What well-known acronyms stand for.
const MEANINGS: &str = include_str!("known_meanings.txt");

/// Whether every reader knows that the acronym stands for `long`: `information technology (IT)` and `New York (NY)`, but
/// not `belt press (BP)`.
pub(in crate::check) fn is_famous_for(name: &str, long: &str) -> bool {
    let words = |text: &str| -> String {
        let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        let words = words.map(|word| word.trim_end_matches('s').to_lowercase());
        words.filter(|word| word != "and").map(|word| word + " ").collect()
    };
    let is_place = || long.starts_with(char::is_uppercase);
    if is_state(name) && is_place() {
        return true;
    }
    let long = words(long);
    let mut meanings = MEANINGS.lines().filter_map(|line| line.split_once(' '));
    meanings.any(|(known, meaning)| known == name && long.ends_with(&words(meaning)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::facts::capitals::is_famous;

    #[test]
    fn well_known_letters_may_mean_something_else() {
        for (name, long) in [
            ("IT", "information technology"),
            ("EPA", "U.S. Environmental Protection Agency"),
            ("NY", "New York"),
            ("EV", "electric vehicles"),
            ("HVAC", "heating, ventilation and air conditioning"),
        ] {
            assert!(is_famous_for(name, long), "{name}");
        }
        for (name, long) in [("BP", "belt press"), ("OR", "operating room"), ("PC", "port code")] {
            assert!(is_famous(name) && !is_famous_for(name, long), "{name}");
        }
        let meanings: Vec<&str> = MEANINGS.lines().filter(|line| !line.starts_with('#')).collect();
        assert!(meanings.is_sorted());
        let names = meanings.iter().filter_map(|line| line.split(' ').next());
        let unknown: Vec<&str> = names.filter(|name| !is_famous(name)).collect();
        assert!(unknown.is_empty(), "{unknown:?}");
    }
}
