//! The identifiers in the register.

use std::borrow::Borrow;
use std::cmp::Ordering;
use std::fmt;
use std::ops::Deref;

use crate::series::NumberRule;

/// Defines a newtype for text of one kind.
macro_rules! text_type {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(String);

        impl $name {
            /// The text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl<T: Into<String>> From<T> for $name {
            fn from(text: T) -> Self {
                Self(text.into())
            }
        }

        impl Deref for $name {
            type Target = str;

            fn deref(&self) -> &str {
                &self.0
            }
        }

        impl Borrow<str> for $name {
            fn borrow(&self) -> &str {
                &self.0
            }
        }

        impl PartialEq<str> for $name {
            fn eq(&self, other: &str) -> bool {
                self.0 == other
            }
        }

        impl PartialEq<&str> for $name {
            fn eq(&self, other: &&str) -> bool {
                self.0 == *other
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

text_type! {
    /// The name of a series.
    SeriesId
}

text_type! {
    /// A number as written in the register: a whole one, or a serial alone if no paper has it yet.
    PublicationNumber
}

/// The counted part of a number. It keeps its zeros as written, and two serials are equal if their
/// values are: `91` equals `0091`.
#[derive(Debug, Clone)]
pub struct Serial {
    text: String,
    value: u32,
}

impl Serial {
    /// Parses a serial, which consists of digits only.
    pub fn parse(text: &str) -> Option<Self> {
        let is_serial = text.bytes().all(|byte| byte.is_ascii_digit());
        let value = text.parse().ok().filter(|_| is_serial)?;
        Some(Self { text: text.to_owned(), value })
    }

    /// The serial with that value, padded with zeros to that many digits.
    pub fn with_digits(value: u32, digits: usize) -> Self {
        Self { text: format!("{value:0digits$}"), value }
    }

    /// The serial in a number; a number of digits alone may be a serial that no paper has yet.
    pub fn of(rule: Option<&NumberRule>, number: &str) -> Option<Self> {
        match rule {
            Some(rule) => Self::parse(number.get(rule.serial_range(number)?)?),
            None => Self::parse(number),
        }
    }

    /// Its value.
    pub const fn value(&self) -> u32 {
        self.value
    }

    /// The serial as written.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// How many digits it has, leading zeros included.
    pub fn digits(&self) -> usize {
        self.text.len()
    }
}

impl PartialEq for Serial {
    fn eq(&self, other: &Self) -> bool {
        self.value == other.value
    }
}

impl Eq for Serial {}

impl Ord for Serial {
    fn cmp(&self, other: &Self) -> Ordering {
        self.value.cmp(&other.value)
    }
}

impl PartialOrd for Serial {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl fmt::Display for Serial {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_serial_keeps_its_zeros_and_compares_by_value() {
        let (short, long) = (Serial::parse("91"), Serial::parse("0091"));
        assert_eq!(short, long);
        assert_eq!(long.as_ref().map(Serial::as_str), Some("0091"));
        assert!(long < Serial::parse("100"));
        assert_eq!(Serial::with_digits(91, 4).as_str(), "0091");
        for text in ["", "-1", "1a", "99999999999"] {
            assert_eq!(Serial::parse(text), None);
        }
    }
}
