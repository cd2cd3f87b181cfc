//! The pages of a project: which page goes where, what its links and pictures refer to, making it,
//! writing it, and faults in the templates that it is made with.
//!
//! ```text
//! formats_of ─▶ plan ─▶ Page ─▶ make ─▶ MadePage
//! ```

mod addresses;
mod make;
mod plan;
mod templates;
mod verify;

pub use addresses::PictureCopy;
pub use make::{Layout, MadePage, PageError, WrittenPage, make_all, outdated, write};
pub use plan::{Page, PageOptions, format_of_file, is_stdout, obstacles, page_path, plan, planned};
pub use templates::{formats_of, stopped_templates, template_faults};
pub use verify::{PageState, SourceState, Verification, VerifyError, source_of, verify};
