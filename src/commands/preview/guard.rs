//! Who may ask. Pages are for one reader on this machine: other users of it, and pages of the web that the same browser
//! shows, reach the port, too.

use anyhow::Context;

use super::http::{Headers, Request};

/// The bytes of a secret.
const SECRET_BYTES: usize = 16;

/// A secret that nobody can guess, as a part of a path.
pub(super) fn secret() -> anyhow::Result<String> {
    let mut bytes = [0; SECRET_BYTES];
    getrandom::fill(&mut bytes).context("the system has no random numbers")?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}

/// The port that browsers leave out.
const HTTP_PORT: &str = "80";

/// Why a request is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Refusal {
    /// It is no well-formed request for this server.
    Malformed,
    /// It comes from elsewhere, or is for another server.
    Forbidden,
    /// It wants to do more than look.
    Method,
    /// There is nothing without the secret.
    Nothing,
}

impl Refusal {
    /// The status of the answer (RFC 9110, 15).
    pub(super) const fn status(self) -> u16 {
        match self {
            Self::Malformed => 400,
            Self::Forbidden => 403,
            Self::Nothing => 404,
            Self::Method => 405,
        }
    }
}

/// Who may ask.
#[derive(Debug)]
pub(super) struct Guard {
    port: u16,
    /// The path before everything: `/`, the secret, `/`.
    root: String,
}

impl Guard {
    pub(super) fn new(port: u16, secret: &str) -> Self {
        Self { port, root: format!("/{secret}/") }
    }

    /// The path and the query of a request after the secret.
    ///
    /// # Errors
    ///
    /// It is refused.
    pub(super) fn admit<'r>(&self, request: &'r Request) -> Result<(&'r str, &'r str), Refusal> {
        self.verify(&request.method, &request.headers)?;
        let target = request.target.as_str();
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        let inner = path.strip_prefix(self.root.as_str()).ok_or(Refusal::Nothing)?;
        Ok((inner, query))
    }

    fn verify(&self, method: &str, headers: &Headers) -> Result<(), Refusal> {
        if method != "GET" {
            return Err(Refusal::Method);
        }
        // Who only looks sends nothing, and is not waited for.
        let has_body = headers.all("content-length").any(|length| length != "0");
        let sends =
            ["transfer-encoding", "expect"].iter().any(|name| headers.all(name).next().is_some());
        if has_body || sends {
            return Err(Refusal::Malformed);
        }
        let mut hosts = headers.all("host");
        // Two would be read by one program in one way and by another in another.
        let (Some(host), None) = (hosts.next(), hosts.next()) else {
            return Err(Refusal::Malformed);
        };
        // A name of the web that leads to this machine (DNS rebinding) is another name.
        if !self.is_own(host) {
            return Err(Refusal::Forbidden);
        }
        let is_own =
            |origin: &str| origin.strip_prefix("http://").is_some_and(|it| self.is_own(it));
        if !headers.all("origin").all(is_own) {
            return Err(Refusal::Forbidden);
        }
        // Browsers say so of a page from elsewhere even where they send no origin.
        let is_from_here = |site: &str| site == "same-origin" || site == "none";
        if !headers.all("sec-fetch-site").all(is_from_here) {
            return Err(Refusal::Forbidden);
        }
        Ok(())
    }

    fn is_own(&self, host: &str) -> bool {
        let (name, port) = host.split_once(':').unwrap_or((host, HTTP_PORT));
        ["127.0.0.1", "localhost"].contains(&name) && port == self.port.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn verify(headers: &[(&str, &str)], method: &str) -> Result<(), Refusal> {
        Guard::new(4321, "s").verify(method, &headers.iter().copied().collect())
    }

    #[test]
    fn only_the_reader_on_this_machine_may_look() {
        let get = |headers: &[_]| verify(headers, "GET");
        for host in ["127.0.0.1:4321", "localhost:4321"] {
            assert_eq!(get(&[("Host", host)]), Ok(()));
            let origin = format!("http://{host}");
            assert_eq!(verify(&[("host", host), ("Origin", &origin)], "GET"), Ok(()));
            assert_eq!(get(&[("HOST", host), ("Sec-Fetch-Site", "none")]), Ok(()));
            assert_eq!(verify(&[("Host", host)], "POST"), Err(Refusal::Method));
            assert_eq!(verify(&[("Host", host)], "HEAD"), Err(Refusal::Method));
            for (name, value) in [
                ("Origin", "http://evil.example"),
                ("Origin", "null"),
                ("Origin", "http://localhost:1"),
                ("Origin", "https://127.0.0.1:4321"),
                ("Sec-Fetch-Site", "cross-site"),
                ("Sec-Fetch-Site", "same-site"),
            ] {
                let refused = get(&[("Host", host), (name, value)]);
                assert_eq!(refused, Err(Refusal::Forbidden), "{name}: {value}");
            }
            for (name, value) in [
                ("Content-Length", "9"),
                ("Transfer-Encoding", "chunked"),
                ("Expect", "100-continue"),
            ] {
                let refused = get(&[("Host", host), (name, value)]);
                assert_eq!(refused, Err(Refusal::Malformed), "{name}: {value}");
            }
            let two = get(&[("Host", host), ("Host", "evil.example")]);
            assert_eq!(two, Err(Refusal::Malformed));
        }
        assert_eq!(get(&[]), Err(Refusal::Malformed));
        for host in
            ["evil.example", "127.0.0.1", "127.0.0.1:80", "127.0.0.1.evil.example:4321", "["]
        {
            assert_eq!(get(&[("Host", host)]), Err(Refusal::Forbidden), "{host}");
        }
    }

    #[test]
    fn browsers_leave_the_usual_port_out() {
        let is_own = |port, host| Guard::new(port, "s").is_own(host);
        assert!(is_own(80, "127.0.0.1") && is_own(80, "localhost:80"));
        assert!(!is_own(81, "127.0.0.1") && !is_own(80, "127.0.0.1:81"));
    }

    #[test]
    fn secrets_are_long_and_each_is_another() -> anyhow::Result<()> {
        let (one, other) = (secret()?, secret()?);
        assert!(one.len() == 2 * SECRET_BYTES && one != other);
        Ok(())
    }
}
