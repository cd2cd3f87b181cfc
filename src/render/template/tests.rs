use super::super::{FORMATS, by_name, verify};
use super::*;

fn set(text: &str) -> TemplateSet {
    TemplateSet::new(FORMATS.iter().map(|format| (format.template.to_owned(), text.to_owned())))
}

fn problems(text: &str) -> Vec<TemplateProblem> {
    by_name("html").map(|format| verify(&set(text), format).unwrap_or_default()).unwrap_or_default()
}

fn one(text: &str) -> TemplateProblem {
    let mut problems = problems(text);
    assert_eq!(problems.len(), 1, "{problems:?}");
    problems.remove(0)
}

#[test]
fn an_unknown_name_is_reported_at_its_place_with_a_suggestion() {
    let text = "<h1>{{ paper.titel }}</h1>";
    let problem = one(text);
    assert_eq!(&text[problem.span.range()], "paper.titel");
    assert_eq!(problem.message, "`paper.titel` does not exist");
    assert_eq!(problem.help.as_deref(), Some("did you mean `paper.title`?"));
}

#[test]
fn a_suggestion_is_a_name_that_can_be_written() {
    for (written, meant) in [
        ("title", Some("paper.title")),
        ("titel", Some("paper.title")),
        ("papr.titel", Some("paper.title")),
        ("paper.haed.title", Some("paper.head.title")),
        ("paper.date", Some("paper.meta.date")),
        ("papers", Some("paper")),
        ("page.titles", Some("page.title")),
        ("quorum", None),
        ("paper.quorum", None),
    ] {
        let problem = one(&format!("{{{{ {written} }}}}"));
        assert_eq!(problem.message, format!("`{written}` does not exist"));
        let help = meant.map(|meant| format!("did you mean `{meant}`?"));
        assert_eq!(problem.help, help, "{written}");
    }
    for text in [
        "{{ 'Title: ' ~ paper.titel }}",
        "{{ paper.titel | upper }}",
        "{% if not paper.titel %}{% endif %}",
        "{{ paper.title ~ paper.titel }}",
        "{% for part in paper.titel %}{{ part }}{% endfor %}",
        "{% set name = paper.titel.name %}{{ name }}",
    ] {
        let problem = one(text);
        assert_eq!(problem.help.as_deref(), Some("did you mean `paper.title`?"), "{text}");
    }
}

#[test]
fn an_unknown_name_of_a_loop_is_found_too() {
    let text = "{% for part in paper.sections %}\n{{ part.headng }}{% endfor %}";
    let problem = one(text);
    assert_eq!(&text[problem.span.range()], "part.headng");
    assert_eq!(problem.help.as_deref(), Some("did you mean `part.heading`?"));
}

#[test]
fn syntax_filters_and_endless_templates_are_faults() {
    assert!(one("a\n{% if %}").span.start >= 2);
    assert!(one("{{ paper.title | shout }}").message.contains("shout"));
    assert!(one("{{ paper.title | safe }}").message.contains("safe"));
    assert!(one("{% include 'other.html' %}").message.contains("other.html"));
    let endless = "{% for a in range(9999) %}{% for b in range(9999) %}{% endfor %}{% endfor %}";
    assert_eq!(one(endless).message, "the template does not come to an end");
    assert!(!problems("{% include 'paper.html' %}").is_empty());
}

#[test]
fn no_template_can_switch_escaping_off() {
    let text = "{% autoescape false %}{{ paper.title }}{% endautoescape %}";
    let page = set(text).fill(
        "paper.html",
        &minijinja::context! {
            paper => minijinja::context! { title => "<b> {{ 7*7 }}" }
        },
    );
    assert_eq!(page.as_deref(), Ok("&lt;b&gt; {{ 7*7 }}"));
}
