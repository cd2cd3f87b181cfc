//! The templates of a preview's own pages. All values are escaped.

use std::sync::LazyLock;

use minijinja::syntax::SyntaxConfig;
use minijinja::{Environment, Value};

const TEMPLATES: [(&str, &str); 9] = [
    ("bar.html", include_str!("templates/bar.html")),
    ("findings.html", include_str!("templates/findings.html")),
    ("frame.html", include_str!("templates/frame.html")),
    ("head.html", include_str!("templates/head.html")),
    ("message.html", include_str!("templates/message.html")),
    ("page.html", include_str!("templates/page.html")),
    ("papers.html", include_str!("templates/papers.html")),
    ("print.html", include_str!("templates/print.html")),
    ("word.html", include_str!("templates/word.html")),
];

static ENVIRONMENT: LazyLock<Environment<'static>> = LazyLock::new(|| {
    let mut environment = Environment::new();
    let mut syntax = SyntaxConfig::builder();
    syntax.trim_blocks(true).lstrip_blocks(true);
    if let Ok(syntax) = syntax.build() {
        environment.set_syntax(syntax);
    }
    for (name, text) in TEMPLATES {
        // A test fills each of them.
        let _ = environment.add_template(name, text);
    }
    environment
});

/// Fills the template called `name`.
pub(super) fn fill(name: &str, values: Value) -> String {
    let template = ENVIRONMENT.get_template(name);
    template.and_then(|template| template.render(values)).unwrap_or_else(|error| error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_template_is_read() {
        for (name, _) in TEMPLATES {
            assert!(ENVIRONMENT.get_template(name).is_ok(), "{name}");
        }
    }
}
