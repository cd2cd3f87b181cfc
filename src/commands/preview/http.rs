//! HTTP/1.1 ([RFC 9112](https://www.rfc-editor.org/rfc/rfc9112)) as far as a preview needs it: one request a connection,
//! without a body, in a thread of its own. So whoever sends slowly, or does not read, keeps nobody else waiting.

use std::io::{self, Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

/// For how long a request is waited for, and its answer may wait to be read.
const PATIENCE: Duration = Duration::from_secs(10);

/// The most bytes of a request.
const MOST_BYTES: usize = 64 * 1024;

/// The most headers of a request.
const MOST_HEADERS: usize = 100;

/// A request.
#[derive(Debug)]
pub(super) struct Request {
    pub(super) method: String,
    /// What is asked for, as it was sent.
    pub(super) target: String,
    pub(super) headers: Headers,
}

/// The headers of a request, in their order.
#[derive(Debug, Default)]
pub(super) struct Headers(Vec<(String, String)>);

impl Headers {
    /// The values of the headers of that name, in any case.
    pub(super) fn all<'h>(&'h self, name: &'h str) -> impl Iterator<Item = &'h str> {
        let named = |(known, _): &&(String, String)| known.eq_ignore_ascii_case(name);
        self.0.iter().filter(named).map(|(_, value)| value.as_str())
    }
}

impl<'t> FromIterator<(&'t str, &'t str)> for Headers {
    fn from_iter<I: IntoIterator<Item = (&'t str, &'t str)>>(headers: I) -> Self {
        let owned = |(name, value): (&str, &str)| (name.to_owned(), value.to_owned());
        Self(headers.into_iter().map(owned).collect())
    }
}

impl Request {
    /// Reads a request; none if it is not well-formed.
    ///
    /// # Errors
    ///
    /// It does not come in time, or the connection fails.
    pub(super) fn read(stream: &mut TcpStream) -> io::Result<Option<Self>> {
        stream.set_write_timeout(Some(PATIENCE))?;
        let until = Instant::now() + PATIENCE;
        let (mut bytes, mut part) = (Vec::new(), [0; 4096]);
        loop {
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return Err(io::ErrorKind::TimedOut.into());
            }
            stream.set_read_timeout(Some(left))?;
            let count = stream.read(&mut part)?;
            if count == 0 {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
            bytes.extend(part.iter().take(count));
            match parse(&bytes) {
                Ok(None) if bytes.len() < MOST_BYTES => {}
                Ok(request @ Some(_)) => return Ok(request),
                Ok(None) | Err(_) => return Ok(None),
            }
        }
    }
}

/// Whether the other side of a connection is still there.
pub(super) fn is_open(stream: &TcpStream) -> bool {
    let peeked = stream.set_nonblocking(true).and_then(|()| stream.peek(&mut [0]));
    let is_open = match peeked {
        Ok(count) => count > 0,
        Err(error) => error.kind() == io::ErrorKind::WouldBlock,
    };
    stream.set_nonblocking(false).is_ok() && is_open
}

/// The request that `bytes` begin with; none as long as it is not whole.
fn parse(bytes: &[u8]) -> Result<Option<Request>, httparse::Error> {
    let mut headers = [httparse::EMPTY_HEADER; MOST_HEADERS];
    let mut request = httparse::Request::new(&mut headers);
    if request.parse(bytes)?.is_partial() {
        return Ok(None);
    }
    let text = |header: &httparse::Header<'_>| {
        let value = std::str::from_utf8(header.value).map_err(|_| httparse::Error::HeaderValue)?;
        Ok((header.name.to_owned(), value.to_owned()))
    };
    let headers: Result<Vec<_>, httparse::Error> = request.headers.iter().map(text).collect();
    Ok(Some(Request {
        method: request.method.unwrap_or_default().to_owned(),
        target: request.path.unwrap_or_default().to_owned(),
        headers: Headers(headers?),
    }))
}

/// The words for a status (RFC 9110, 15).
const fn reason(status: u16) -> &'static str {
    match status {
        200 => "OK",
        400 => "Bad Request",
        403 => "Forbidden",
        404 => "Not Found",
        405 => "Method Not Allowed",
        503 => "Service Unavailable",
        _ => "Internal Server Error",
    }
}

/// Answers a request, which ends the connection.
///
/// # Errors
///
/// The connection fails, or the answer is not read in time.
pub(super) fn respond(
    stream: &mut impl Write,
    status: u16,
    headers: &[(&str, &str)],
    body: &[u8],
) -> io::Result<()> {
    let headers: String =
        headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
    let (reason, length) = (reason(status), body.len());
    let head = format!(
        "HTTP/1.1 {status} {reason}\r\n{headers}Content-Length: {length}\r\nConnection: close\r\n\r\n"
    );
    stream.write_all(head.as_bytes())?;
    stream.write_all(body)?;
    stream.flush()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_is_read_when_it_is_whole() {
        let text = "GET /a?b=c HTTP/1.1\r\nHost: x\r\nHOST: y\r\n\r\nrest";
        for end in 0..text.len() - "rest".len() {
            assert!(matches!(parse(&text.as_bytes()[..end]), Ok(None)), "{end}");
        }
        let Ok(Some(request)) = parse(text.as_bytes()) else { unreachable!("it is whole") };
        assert_eq!((request.method.as_str(), request.target.as_str()), ("GET", "/a?b=c"));
        assert_eq!(request.headers.all("host").collect::<Vec<_>>(), ["x", "y"]);
        for text in ["GET\r\n\r\n", "\x01\r\n\r\n", "GET / HTTP/1.1\r\nHost: \x01\r\n\r\n"] {
            assert!(parse(text.as_bytes()).is_err(), "{text:?}");
        }
        let bytes = b"GET / HTTP/1.1\r\nHost: \xff\r\n\r\n";
        assert!(parse(bytes).is_err());
        let many = format!("GET / HTTP/1.1\r\n{}\r\n", "A: b\r\n".repeat(MOST_HEADERS + 1));
        assert!(parse(many.as_bytes()).is_err());
    }
}
