//! Addresses and texts in HTML.

pub(in crate::render) use crate::text::html::escape;

/// An address for a quoted attribute: what may not be in a
/// [URL](https://url.spec.whatwg.org/#url-code-points) is percent-encoded, what is encoded already
/// stays.
pub(super) fn address(url: &str) -> String {
    let authority = url.find("://").map_or(0, |at| {
        let start = at + "://".len();
        url[start..].find(['/', '?', '#']).map_or(url.len(), |length| start + length)
    });
    let mut encoded = String::with_capacity(url.len());
    for (at, c) in url.char_indices() {
        let must_encode = match c {
            '[' | ']' => at >= authority,
            '%' => !is_encoding(&url[at + 1..]),
            c => c.is_ascii_control() || " \"<>\\^`{|}".contains(c),
        };
        if must_encode {
            encoded.push_str(&format!("%{:02X}", u32::from(c)));
        } else {
            encoded.push(c);
        }
    }
    escape(&encoded)
}

fn is_encoding(rest: &str) -> bool {
    let digits = rest.as_bytes().get(..2);
    digits.is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_keeps_its_encoding_and_stays_in_its_attribute() {
        assert_eq!(address("/a%20b c\"&%x"), "/a%20b%20c%22&amp;%25x");
        assert_eq!(address("http://[::1]/[a]"), "http://[::1]/%5Ba%5D");
    }
}
