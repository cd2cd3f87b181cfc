//! Messages over stdin and stdout: JSON behind a header that says how long it is.
//!
//! Nothing that comes in ends the server except the end of its input: a message that can't be read is told on stderr and
//! passed over.

use std::io::{self, BufRead, Read, Write};

use lsp_server::Message;

/// The longest message that is read, in bytes.
const MAX_LENGTH: usize = 256 << 20;

/// The longest line of a header, in bytes.
const MAX_HEADER: u64 = 4096;

/// What came in.
#[derive(Debug)]
pub(super) enum Incoming {
    /// A message.
    Message(Message),
    /// Something else, and what is wrong with it.
    Malformed(String),
}

/// Reads the next message; none at the end of the input.
pub(super) fn read(input: &mut impl BufRead) -> io::Result<Option<Incoming>> {
    let length = match header(input)? {
        Header::End => return Ok(None),
        Header::Length(length) => length,
        Header::Malformed(why) => return Ok(Some(Incoming::Malformed(why))),
    };
    if length > MAX_LENGTH {
        let skipped = io::copy(&mut input.take(length as u64), &mut io::sink())?;
        let why = format!("a message of {skipped} bytes is longer than {MAX_LENGTH}");
        return Ok(Some(Incoming::Malformed(why)));
    }
    let mut body = Vec::new();
    // Not allocated at once: the header may lie.
    input.take(length as u64).read_to_end(&mut body)?;
    if body.len() < length {
        return Ok(None);
    }
    Ok(Some(match serde_json::from_slice(&body) {
        Ok(message) => Incoming::Message(message),
        Err(error) => Incoming::Malformed(format!("a message of {length} bytes: {error}")),
    }))
}

enum Header {
    Length(usize),
    Malformed(String),
    End,
}

/// Reads a header up to the empty line after it. Lines may end in a line feed alone, and there may be no space after a
/// colon.
fn header(input: &mut impl BufRead) -> io::Result<Header> {
    let (mut length, mut is_begun) = (None, false);
    loop {
        let mut line = Vec::new();
        if input.take(MAX_HEADER).read_until(b'\n', &mut line)? == 0 {
            return Ok(Header::End);
        }
        let text = String::from_utf8_lossy(&line);
        let text = text.trim();
        if text.is_empty() {
            match length {
                Some(length) => return Ok(Header::Length(length)),
                None if is_begun => {
                    return Ok(Header::Malformed("a header without Content-Length".to_owned()));
                }
                // Between two messages.
                None => continue,
            }
        }
        is_begun = true;
        if let Some((name, value)) = text.split_once(':')
            && name.trim().eq_ignore_ascii_case("Content-Length")
        {
            length = value.trim().parse().ok();
        }
    }
}

/// Writes a message.
pub(super) fn write(out: &mut impl Write, message: &Message) -> io::Result<()> {
    message.write(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_all(text: &[u8]) -> Vec<Result<String, ()>> {
        let mut input = text;
        let mut all = Vec::new();
        while let Ok(Some(incoming)) = read(&mut input) {
            all.push(match incoming {
                Incoming::Message(Message::Notification(message)) => Ok(message.method),
                Incoming::Message(message) => Ok(format!("{message:?}")),
                Incoming::Malformed(_) => Err(()),
            });
        }
        all
    }

    #[test]
    fn what_is_no_message_is_passed_over() {
        let message = |text: &str| format!("Content-Length: {}\r\n\r\n{text}", text.len());
        let good = r#"{"jsonrpc":"2.0","method":"a","params":{}}"#;
        for bad in [
            message("{"),
            message("[1, 2]"),
            message(""),
            "Content-Length: x\r\n\r\n".to_owned(),
            "Nothing: 1\r\n\r\n".to_owned(),
        ] {
            let text = format!("{bad}{}", message(good));
            assert_eq!(read_all(text.as_bytes()), [Err(()), Ok("a".to_owned())], "{bad:?}");
        }
        let loose = format!("content-length:{}\n\n{good}", good.len());
        assert_eq!(read_all(loose.as_bytes()), [Ok("a".to_owned())]);
        let typed = format!("Content-Type: x\r\nContent-Length: {}\r\n\r\n{good}", good.len());
        assert_eq!(read_all(typed.as_bytes()), [Ok("a".to_owned())]);
        assert_eq!(read_all(b"Content-Length: 99\r\n\r\n{}"), []);
    }
}
