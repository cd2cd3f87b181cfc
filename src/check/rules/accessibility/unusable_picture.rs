use crate::assets::picture::PictureFault;
use crate::check::rule::rule;
use crate::check::{PaperContext, Sink};
use crate::project::NoPicture;
use crate::text::suggest;

rule! {
    /// A picture must be one that every page can show: a whole PNG, JPEG or SVG file of up to 10 MB
    /// and 40 million pixels, inside the project.
    ///
    /// ## Why
    ///
    /// A web page shows more kinds of pictures than Word and PDF do, and half a file looks whole until it
    /// is printed. Pictures are embedded in the page, so a photograph straight from the camera makes a
    /// page that is too large to mail, and one that is on the web or outside the project is in none. A
    /// page has the alternative text in the place of a picture that can't be shown.
    ///
    /// ## Example
    ///
    /// ```markdown
    /// ![Bar chart of renewals, falling from 1,240 in March to 860 in July](renewals.svg)
    /// ```
    ///
    /// ```yaml renewals.svg
    /// <svg xmlns="http://www.w3.org/2000/svg" width="400" height="200"><g>
    /// ```
    ///
    /// ## How to fix
    ///
    /// Save the picture again into the project, as PNG or SVG if it is a drawing and as JPEG if it is a
    /// photograph, with no more than 2,000 pixels on its longer side. In a drawing text must be plain
    /// text, other pictures must be embedded, and nothing may move or be there for some readers alone.
    "unusable-picture", Error => Paper(check)
}

fn check(cx: &PaperContext<'_>, out: &mut Sink<'_>) {
    for image in &cx.paper.body().images {
        let Err(problem) = cx.picture(&image.url) else { continue };
        let shown = suggest::shown(&image.url);
        let message = match problem {
            NoPicture::NoAddress => format!("the picture {problem}"),
            _ => format!("the picture {shown} {problem}"),
        };
        let span = if image.url_span.is_empty() { image.span } else { image.url_span };
        let report = out.at(span, message).help(help(&problem));
        if matches!(problem, NoPicture::NoPath | NoPicture::Missing | NoPicture::OutsideProject) {
            let name = cx.paper.file.name();
            report.told_by("broken-link", name).told_by("unsafe-url", name);
        }
    }
}

/// What to do about the problem.
fn help(problem: &NoPicture) -> &'static str {
    match problem {
        NoPicture::NoPath => "write its path relative to the paper",
        NoPicture::Missing => "correct the path, or put the picture there",
        NoPicture::OutsideProject => "put the picture into the project's folder, beside the paper",
        NoPicture::NoAddress => {
            "write the path of the picture in the parentheses, or remove the picture"
        }
        NoPicture::OnWeb => {
            "save the picture beside the paper and write its path, or make it a link with `[…](…)`"
        }
        NoPicture::OutsideFolder => {
            "put it beside the paper, or make a project: put an `issuepaper.yaml` into the folder that holds both"
        }
        NoPicture::LinkedOutside => "put the picture itself in the place of the link",
        NoPicture::NoFile => "write the path of the picture's own file",
        NoPicture::Unreadable(_) => "make the file readable, or save it again",
        NoPicture::Fault(fault) => match fault {
            fault if fault.is_size() => "save it with fewer pixels; 2,000 across fill a page",
            PictureFault::TooManyNotes => {
                "save it again without them: \"strip metadata\" or \"save for web\""
            }
            PictureFault::TooManyScans { .. } => "save it again as a baseline JPEG",
            PictureFault::TooManyParts => "save it as PNG",
            PictureFault::UnknownKind => "save it as PNG, JPEG or SVG",
            PictureFault::ForeignObject => {
                "save it with plain text (in draw.io, without \"Formatted Text\"), or as PNG"
            }
            PictureFault::FlowedText => {
                "in Inkscape choose \"Text > Convert to Text\", and save it again, or save it as PNG"
            }
            PictureFault::Choice => {
                "keep the part that all readers need, without `switch` and `systemLanguage`, or save it as PNG"
            }
            PictureFault::Animation => "save it as PNG, or as a drawing that stands still",
            PictureFault::NoNamespace => {
                "write `xmlns=\"http://www.w3.org/2000/svg\"` into its first tag, `<svg`"
            }
            PictureFault::Variable { .. } => {
                "write the value in place of the variable, or save it as PNG"
            }
            PictureFault::LinkedFile { .. } | PictureFault::BrokenInside => {
                "embed the file in the drawing, or save the drawing as PNG"
            }
            _ => "save it again from the program that it was made with",
        },
    }
}
