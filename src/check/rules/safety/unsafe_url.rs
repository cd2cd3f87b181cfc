use crate::check::rule::rule;
use crate::check::{PaperContext, Sink};
use crate::paper::url::{self, Danger, MAX_LENGTH, SAFE_SCHEMES, Target};
use crate::text::finding::Fix;
use crate::text::source::Span;
use crate::text::suggest;

rule! {
    /// A link or picture must lead to an address that is safe on a public page.
    ///
    /// ## Why
    ///
    /// An address that begins with `javascript:` or `data:` runs in the reader's browser, `file:` and
    /// `C:\` lead to one person's own disk, and `//host` depends on the page it is on. Only web, mail
    /// and telephone addresses are allowed; others are left out of every page. So are addresses of more than
    /// 4,000 bytes, which not every format can hold.
    ///
    /// ## Example
    ///
    /// ```markdown
    /// See [the queue](javascript:alert(1)).
    /// ```
    ///
    /// ## How to fix
    ///
    /// Link to a public page with `https://`, or to a file beside the paper with a relative path; or remove
    /// the link. Save a picture that the address holds (`data:`) as a file.
    "unsafe-url", Error => Paper(check)
}

fn check(cx: &PaperContext<'_>, out: &mut Sink<'_>) {
    for link in &cx.paper.body().links {
        if let Target::Unsafe(danger) = url::classify(&link.url) {
            report(danger, false, &link.url, link.url_span, out);
        }
    }
    for image in &cx.paper.body().images {
        if let Target::Unsafe(danger) = url::classify(&image.url) {
            report(danger, true, &image.url, image.url_span, out);
        }
    }
}

fn report(danger: Danger<'_>, is_picture: bool, address: &str, span: Span, out: &mut Sink<'_>) {
    let (message, help) = match danger {
        Danger::Scheme(scheme) if is_picture => (
            format!("a picture may not have the scheme {}", suggest::shown(scheme)),
            "save the picture as a file beside the paper and write its path, or remove it"
                .to_owned(),
        ),
        Danger::Scheme(scheme) => (
            format!("a page may not link to the scheme {}", suggest::shown(scheme)),
            format!(
                "use one of {}, or a relative path to a file beside the paper, or remove the link",
                suggest::listed(SAFE_SCHEMES)
            ),
        ),
        Danger::ProtocolRelative => (
            "an address that begins with `//` depends on the page it is on".to_owned(),
            format!("write {}", suggest::shown(&format!("https:{}", address.trim()))),
        ),
        Danger::WindowsPath => (
            "this is a path on somebody's own machine".to_owned(),
            "put the file beside the paper and link to it with a relative path and `/`".to_owned(),
        ),
        Danger::ControlCharacter => (
            "the address has a control character".to_owned(),
            "type the address again by hand".to_owned(),
        ),
        Danger::TooLong => (
            format!("the address has more than {MAX_LENGTH} bytes, which not every page can hold"),
            "use a shorter address; what follows a `?` or `#` is often not needed".to_owned(),
        ),
    };
    let is_as_written = out.source(span).starts_with("//");
    let report = out.at(span, message).help(help);
    if danger == Danger::ProtocolRelative && is_as_written {
        report.fix(Fix::risky("write `https:` before it", Span::at(span.start), "https:"));
    }
}
