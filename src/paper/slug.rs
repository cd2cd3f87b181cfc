//! The anchors of headings, which links can point at.

use std::collections::HashMap;

/// The anchor that GitHub gives a heading: lower case, blanks as hyphens, no punctuation.
pub fn slug(heading: &str) -> String {
    let mut slug = String::with_capacity(heading.len());
    for c in heading.trim().chars() {
        if c.is_alphanumeric() || matches!(c, '-' | '_') {
            slug.extend(c.to_lowercase());
        } else if c.is_whitespace() {
            slug.push('-');
        }
    }
    slug
}

/// The anchors of a page's headings, in order. One that is taken gets `-1`, `-2` and so on behind it.
pub fn anchors<'t>(headings: impl IntoIterator<Item = &'t str>) -> Vec<String> {
    let mut seen: HashMap<String, usize> = HashMap::new();
    let anchor = |heading| {
        let slug = slug(heading);
        let count = seen.entry(slug.clone()).and_modify(|count| *count += 1).or_default();
        if *count == 0 { slug } else { format!("{slug}-{count}") }
    };
    headings.into_iter().map(anchor).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slug_is_that_of_github() {
        assert_eq!(slug("Current Status"), "current-status");
        assert_eq!(slug("What's next? (2024) "), "whats-next-2024");
        assert_eq!(slug("Être & co"), "être--co");
    }

    #[test]
    fn the_second_of_a_name_is_numbered() {
        assert_eq!(anchors(["Costs", "Time", "Costs"]), ["costs", "time", "costs-1"]);
    }
}
