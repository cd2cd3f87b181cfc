use std::collections::HashSet;

use super::super::front_matter::wrong_type;
use super::footnotes;
use crate::check::relations::{self, Kind};
use crate::check::rule::rule;
use crate::check::{PaperContext, Sink};
use crate::paper::Paper;
use crate::paper::url::{self, Target};
use crate::project::LookUp;
use crate::project::paths::relative_link;
use crate::project::reference::is_path;
use crate::text::finding::Fix;
use crate::text::source::Span;
use crate::text::suggest;

rule! {
    /// What a paper refers to must exist: files, other papers, places in them, footnotes.
    ///
    /// ## Why
    ///
    /// A reader who follows a link that leads nowhere loses the thread, and so does whoever carries the
    /// paper forward. Web addresses are not looked up: the check needs no network.
    ///
    /// ## Example
    ///
    /// ```markdown
    /// See [last quarter's paper](../2023-12/missing.md) and [the issue](#isue).
    /// ```
    ///
    /// ## How to fix
    ///
    /// Correct the path, which is relative to the paper's own folder, or the place after `#`: the
    /// heading in lowercase with hyphens for spaces. Add a file that is missing, or remove the reference to it.
    "broken-link", Error => Paper(check)
}

/// The most headings that are named as places to link to.
const MAX_HEADINGS: usize = 8;

/// What leads to a path, as the advice calls it.
const LINK: &str = "the link";
const PICTURE: &str = "the picture";
const REFERENCE: &str = "the reference";

fn check(cx: &PaperContext<'_>, out: &mut Sink<'_>) {
    for link in &cx.paper.body().links {
        match url::classify(&link.url) {
            Target::Fragment(fragment) => {
                check_fragment(cx, cx.paper, fragment, link.url_span, out);
            }
            Target::Relative { path, fragment } => {
                check_path(cx, LINK, (path, fragment), link.url_span, out);
            }
            Target::External => check_web(&link.url, link.url_span, out),
            _ => {}
        }
    }
    for image in &cx.paper.body().images {
        if let Target::Relative { path, .. } = url::classify(&image.url) {
            check_path(cx, PICTURE, (path, None), image.url_span, out);
        }
    }
    check_fields(cx, out);
    footnotes::check(cx, out);
    check_definitions(cx, out);
}

/// An address on the web without a host, or one for mail without a person.
fn check_web(address: &str, span: Span, out: &mut Sink<'_>) {
    let Some((scheme, rest)) = address.trim().split_once(':') else { return };
    let (part, form) = match scheme.to_ascii_lowercase().as_str() {
        "mailto" => ("a mailbox", "`mailto:name@example.org`"),
        "tel" => ("a number", "`tel:+1-202-555-0100`"),
        _ => ("a host", "`https://example.org/page`"),
    };
    let has_part = match part {
        // A letter to whoever the reader chooses has no mailbox.
        "a mailbox" if rest.starts_with('?') => true,
        "a mailbox" => rest
            .replace("%40", "@")
            .split_once('@')
            .is_some_and(|(name, host)| !name.is_empty() && !host.is_empty()),
        "a number" => rest.contains(|c: char| c.is_ascii_digit()),
        _ => rest.strip_prefix("//").is_some_and(is_host_first),
    };
    if !has_part {
        out.at(span, format!("the address {} has not {part}", suggest::shown(address)))
            .help(format!("write it in the form {form}, or remove the link"));
    }
}

/// Whether an address after its slashes begins with the name of a host, its number, or one in brackets.
fn is_host_first(rest: &str) -> bool {
    let authority = &rest[..rest.find(['/', '?', '#', '\\']).unwrap_or(rest.len())];
    let host = authority.rsplit('@').next().unwrap_or_default();
    if host.starts_with('[') {
        return host.contains(']');
    }
    let (host, port) = host.split_once(':').unwrap_or((host, "0"));
    let host = url::decoded(host.strip_suffix('.').unwrap_or(host));
    let is_letter = |c: char| c.is_alphanumeric() || !c.is_ascii() || matches!(c, '-' | '_');
    let is_label = |label: &str| !label.is_empty() && label.chars().all(is_letter);
    // `https://https://` has a second scheme in the place of the host.
    host.split('.').all(is_label) && port.bytes().all(|byte| byte.is_ascii_digit()) && {
        let is_scheme =
            matches!(&*host, "http" | "https") && rest[authority.len()..].starts_with("//");
        !is_scheme
    }
}

/// Addresses with a name that nothing refers to: what was meant to is text.
fn check_definitions(cx: &PaperContext<'_>, out: &mut Sink<'_>) {
    let body = cx.paper.body();
    if body.definitions.is_empty() {
        return;
    }
    let links = body.links.iter().map(|link| link.url.as_str());
    let used: HashSet<&str> = links.chain(body.images.iter().map(|it| it.url.as_str())).collect();
    // `[//]: #` is an old way to write a comment.
    let is_comment = |url: &str| matches!(url, "" | "#");
    let unused = |url: &str| !used.contains(url) && !is_comment(url);
    for definition in body.definitions.iter().filter(|it| unused(&it.value)) {
        let text = cx.paper.file.text();
        let before =
            text[..definition.span.start].trim_end_matches(['<', ' ', '\t', '\n', '\r', '>']);
        let Some(open) = before.rfind(['\n', '[']) else { continue };
        let name = Span::new(open, before.len());
        let Some(shown) = cx.source(name).strip_suffix(':').filter(|it| it.starts_with('[')) else {
            continue;
        };
        out.at(name, format!("nothing refers to the address {}", suggest::shown(shown))).help(format!(
            "write {} where it belongs, or delete the line; if it is text, put a backslash before the bracket",
            suggest::shown(shown)
        ));
    }
}

fn check_path(
    cx: &PaperContext<'_>,
    what: &str,
    (path, fragment): (&str, Option<&str>),
    span: Span,
    out: &mut Sink<'_>,
) {
    if path.starts_with('/') {
        let message = format!("the path {} is not relative to the paper", suggest::shown(path));
        out.at(span, message).help(match in_project(cx, path) {
            Some(relative) => format!("write {}", suggest::shown(&relative)),
            None => format!(
                "put the file beside the paper and write its path from there, or remove {what}"
            ),
        });
        return;
    }
    let shown = suggest::shown(path);
    match cx.project.look_up(&cx.file.path, &url::decoded(path)) {
        LookUp::Paper(other) | LookUp::Moved(other) => {
            if let Some(fragment) = fragment {
                check_fragment(cx, other, fragment, span, out);
            }
        }
        LookUp::File => {}
        LookUp::Nothing => {
            let report = out.at(span, format!("there is no file {shown}"));
            match near(cx, &url::decoded(path)) {
                // A space would end the address of a link.
                Some(near) if what != REFERENCE => {
                    report.help(format!("did you mean `{}`?", near.replace(' ', "%20")))
                }
                Some(near) => report.help(format!("did you mean `{near}`?")),
                None => report.help(format!(
                    "correct the path, which is relative to the paper's own folder, add the file, or remove {what}"
                )),
            };
        }
        LookUp::Outside => {
            out.at(span, format!("the path {shown} leads out of the project's folder")).help(
                match what {
                    LINK => {
                        "put the file into the project, or link to its page on the web".to_owned()
                    }
                    _ => format!("put the file into the project, or remove {what}"),
                },
            );
        }
    }
}

/// The path from the paper to a file that is at `path` in the project's folder.
fn in_project(cx: &PaperContext<'_>, path: &str) -> Option<String> {
    // Special characters stay as they are written.
    let target = cx.project.root.as_ref()?.join(path.trim_start_matches('/'));
    let relative = relative_link(&cx.file.path, &target);
    let found = cx.project.look_up(&cx.file.path, &url::decoded(&relative));
    matches!(found, LookUp::Paper(_) | LookUp::File).then_some(relative)
}

/// The path to the file that `path` most likely means.
fn near(cx: &PaperContext<'_>, path: &str) -> Option<String> {
    let near = cx.project.nearest_to(&cx.file.path, path)?;
    Some(relative_link(&cx.file.path, &near))
}

fn check_fragment(
    cx: &PaperContext<'_>,
    paper: &Paper,
    fragment: &str,
    span: Span,
    out: &mut Sink<'_>,
) {
    let fragment = url::decoded(fragment);
    if fragment.is_empty() || fragment == "top" {
        return;
    }
    let is_own = paper.file.name() == cx.paper.file.name();
    let known = if is_own { Some(cx.anchors()) } else { cx.shared.anchors_of(cx.project, paper) };
    // That a paper can't be read is reported there, and nothing is known of its headings.
    let Some(known) = known else { return };
    if known.contains(&fragment) {
        return;
    }
    let place = if is_own { "the paper".to_owned() } else { suggest::shown(paper.file.name()) };
    let report = out.at(
        span,
        format!("there is no heading {} in {place}", suggest::shown(&format!("#{fragment}"))),
    );
    if let Some(near) = suggest::nearest(&fragment, known.iter().map(String::as_str)) {
        let address = cx.source(span).replace(&format!("#{fragment}"), &format!("#{near}"));
        let fix = Fix::risky("correct the heading", span, address);
        report.help(format!("did you mean `#{near}`?")).fix(fix);
        return;
    }
    let some: Vec<String> =
        known.iter().take(MAX_HEADINGS).map(|anchor| format!("#{anchor}")).collect();
    report.help(if some.is_empty() {
        "leave it out, with the link if nothing else is left of it".to_owned()
    } else {
        let some = suggest::listed(some.iter().map(String::as_str));
        format!("write one that is there, such as {some}, or remove the link")
    });
}

fn check_fields(cx: &PaperContext<'_>, out: &mut Sink<'_>) {
    for kind in Kind::ALL {
        for (path, span) in relations::references(&cx.values, kind) {
            let found = cx.project.look_up_reference(cx.file, path);
            let is_paper = matches!(found, LookUp::Paper(_) | LookUp::Moved(_));
            // Several in one text are no path.
            if is_path(path) && !is_paper && wrong_type::references(path).is_none() {
                check_path(cx, REFERENCE, (path, None), span, out);
            }
        }
    }
}
