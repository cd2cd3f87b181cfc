use crate::assets::picture::PictureFault;
use crate::check::rule::rule;
use crate::check::{PaperContext, Sink};
use crate::paper::url::{self, Target};
use crate::text::suggest;

rule! {
    /// A picture must be one that every format can show: a whole PNG, JPEG or SVG file of up to 10 MB
    /// and 40 million pixels.
    ///
    /// ## Why
    ///
    /// A web page shows more kinds of pictures than Word and PDF do, and half a file looks whole until it
    /// is printed. Pictures are embedded in the page, so a photograph straight from the camera makes a
    /// page that is too large to mail.
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
    /// Save the picture again, as PNG or SVG if it is a drawing and as JPEG if it is a photograph, with
    /// no more than 2,000 pixels on its longer side.
    "unusable-picture", Error => Paper(check)
}

fn check(cx: &PaperContext<'_>, out: &mut Sink<'_>) {
    for image in &cx.paper.body().images {
        let Target::Relative { path, .. } = url::classify(&image.url) else { continue };
        let Some(Err(fault)) = cx.project.picture(&cx.file.path, &url::decoded(path)) else {
            continue;
        };
        let help = match &fault {
            fault if fault.is_size() => "save it with fewer pixels; 2,000 across fill a page",
            PictureFault::UnknownKind => "save it as PNG, JPEG or SVG",
            _ => "save it again from the program that it was made with",
        };
        out.at(image.url_span, format!("the picture {} {fault}", suggest::shown(path))).help(help);
    }
}
