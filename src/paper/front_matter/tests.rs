//! Faults of the block: each is one problem, at its place, and hides nothing else.

use super::parse;

const FIELDS: &str = "title: Zoë’s desk\ndate: 2024-05-21\nsubmitted_by: Alex Doe\n";
const BODY: &str = "\n## Background\n\nThe desks opened.\n\n## Issue\n\nVolume doubled.\n";

/// Each problem as the text at its place and its message, and the keys that were read.
fn read(text: &str) -> (Vec<String>, Vec<String>) {
    let (front, body) = parse(text);
    assert!(text.is_char_boundary(body));
    let problems = front
        .problems
        .iter()
        .map(|problem| format!("{} | {}", &text[problem.span.range()], problem.message))
        .collect();
    (problems, front.entries.iter().map(|entry| entry.key.value.clone()).collect())
}

/// The one problem of a text of which all three fields are read.
fn problem(text: &str) -> String {
    let (problems, mut keys) = read(text);
    keys.sort_unstable();
    keys.dedup();
    assert_eq!(keys, ["date", "submitted_by", "title"], "{text}\n{problems:?}");
    assert_eq!(problems.len(), 1, "{text}\n{problems:?}");
    problems.into_iter().next().unwrap_or_default()
}

/// The one problem of a block with one of the three fields replaced.
fn problem_of(field: &str) -> String {
    let kept = FIELDS.lines().filter(|line| {
        let key = line.split_once(':').map_or("", |(key, _)| key);
        !field.contains(key)
    });
    let kept: String = kept.map(|line| format!("{line}\n")).collect();
    problem(&format!("---\n{field}\n{kept}---\n{BODY}"))
}

#[test]
fn a_block_with_exact_fences_has_no_problem() {
    for text in [
        format!("---\n{FIELDS}---\n{BODY}"),
        format!("\u{feff}---\n{FIELDS}---\n{BODY}"),
        format!("--- \n{FIELDS}---\t\n{BODY}"),
        format!("---\n{FIELDS}...\n{BODY}"),
        format!("---\n{FIELDS}---"),
        format!("---\n\n# a comment\n{FIELDS}\n# another\n\n---\n{BODY}"),
        format!("---\n{FIELDS}## Note\nrelated: |\n  a\n  ---\n\n  b\n---\n{BODY}"),
        format!("---\n{FIELDS}---\n{BODY}\n---\nowner: nobody\n---\n"),
        format!("---\n{FIELDS}---\n{BODY}").replace('\n', "\r\n"),
        format!("---\n{FIELDS}---\n{BODY}").replace('\n', "\r"),
    ] {
        let (problems, keys) = read(&text);
        assert_eq!(problems, [""; 0], "{text}");
        assert_eq!(keys[..3], ["title", "date", "submitted_by"], "{text}");
    }
}

#[test]
fn a_missing_fence_is_one_problem_where_it_would_go() {
    let before = |line: &str| {
        format!("{line} | the closing `---` of the front matter is missing before this line")
    };
    let unclosed = |body: &str| problem(&format!("---\n{FIELDS}{body}"));
    assert_eq!(unclosed(BODY), before("## Background"));
    assert_eq!(unclosed(&BODY[1..]), before("## Background"));
    assert_eq!(unclosed(&format!("\n# The desk\n{BODY}")), before("# The desk"));
    assert_eq!(unclosed("\n**Background:** The desks.\n"), before("**Background:** The desks."));
    assert_eq!(unclosed("\nThe desks: a view.\n\n---\n\nMore.\n"), before("The desks: a view."));
    assert_eq!(unclosed("\nBackground\n----------\n\nMore.\n"), before("Background"));
    assert_eq!(
        unclosed("\n## Background\n\nscope: all\n\n---\n\nMore.\n"),
        before("## Background")
    );
    assert_eq!(unclosed(""), "--- | the front matter that begins here is never closed");
    let open = problem(&format!("{FIELDS}---\n{BODY}"));
    assert_eq!(open, "title: Zoë’s desk | the opening `---` of the front matter is missing");
}

#[test]
fn an_odd_fence_is_one_problem() {
    for fence in ["—", "———", "--", "-----", "+++", " ---", "\t---", "--- # end", "---\u{a0}"]
    {
        let message = format!("{fence} | a fence of the front matter is exactly three hyphens");
        assert_eq!(problem(&format!("---\n{FIELDS}{fence}\n{BODY}")), message);
        if fence != "\t---" {
            assert_eq!(problem(&format!("{fence}\n{FIELDS}---\n{BODY}")), message);
        }
    }
}

#[test]
fn text_above_the_block_is_one_problem() {
    let message = "the front matter has to begin on the first line of the file";
    for (above, place) in [
        ("\n\n", "---"),
        ("<!-- draft -->\n", "<!-- draft -->"),
        ("# The desk\n\n", "# The desk"),
        ("%YAML 1.2\n", "%YAML 1.2"),
    ] {
        let found = problem(&format!("{above}---\n{FIELDS}---\n{BODY}"));
        assert_eq!(found, format!("{place} | {message}"));
    }
    let (problems, _) = read(BODY);
    assert_eq!(problems, ["## Background | the paper has no front matter"]);
}

#[test]
fn what_is_further_down_in_a_text_is_no_block() {
    let block = "---\napiVersion: v1\nkind: X\n---\n";
    for text in [
        format!("# T\n\n## Context\n\nText.\n\n```yaml\n{block}```\n"),
        format!("# T\n\nText.\n\n~~~\n{block}~~~\n"),
        format!("Text.\n\n```\n{block}```\n"),
        format!("# T\n\nText.\n\n{block}\nMore.\n"),
        format!("- Text.\n\n{block}\nMore.\n"),
        "# T\n\nText.\n\n---\nNote: a\n---\n\nMore.\n".to_owned(),
    ] {
        let (problems, keys) = read(&text);
        assert!(problems.len() == 1 && keys.is_empty(), "{text}{problems:?}");
        assert!(problems.iter().all(|it| it.ends_with("the paper has no front matter")), "{text}");
    }
}

#[test]
fn a_value_that_begins_with_a_mark_is_one_problem() {
    for value in [
        "[Draft] desk",
        "[desk",
        "{desk",
        "*desk*",
        "&desk fees",
        "!desk",
        "%20",
        "@home",
        "`desk`",
        "| desk",
        "> 5 desks",
        ">5",
        "? desk",
        "- desk",
        ", desk",
    ] {
        let mark = match value.chars().next() {
            Some('`') => "\"`\"".to_owned(),
            mark => format!("`{}`", mark.unwrap_or_default()),
        };
        let message =
            format!("{value} | a value that begins with {mark} has a special meaning in YAML");
        assert_eq!(problem_of(&format!("title: {value}")), message);
    }
}

#[test]
fn quotes_that_don_t_match_are_one_problem() {
    for value in ["\"desk", "'desk", "\"a \"desk\" b\"", "\"a\" desk", "'Zoë's desk'"] {
        let message = format!("{value} | the quotes around the value of `title` don't match");
        assert_eq!(problem_of(&format!("title: {value}")), message);
    }
    for (value, escape) in [("\"C:\\desk\"", "\\d"), ("\"é \\ud83d\"", "\\ud83d")] {
        let message = format!("{escape} | `{escape}` is not a valid escape in double quotes");
        assert_eq!(problem_of(&format!("title: {value}")), message);
    }
}

#[test]
fn curly_quotes_are_a_problem_around_a_value_only() {
    for value in ["“2024-05-21”", "„desk“", "«desk»", "‘desk’", "“desk", "desk”", "“a: b”"]
    {
        assert!(problem_of(&format!("title: {value}")).contains("curly"), "{value}");
    }
    for value in ["the “desk” queue", "“desk” and “queue”", "’24 desks", "the desks’"]
    {
        let text = format!("---\ntitle: {value}\n---\n");
        assert_eq!(read(&text).0, [""; 0], "{value}");
    }
}

#[test]
fn colons_are_explained() {
    let inside = "a colon and a space inside the value of";
    assert_eq!(
        problem_of("title: Fees: a look"),
        format!("Fees: a look | {inside} `title` begin a new key in YAML")
    );
    assert_eq!(
        problem_of("submitted_by:\n  name: Zoë Roe\n  office: Trade: Policy"),
        format!("Trade: Policy | {inside} `office` begin a new key in YAML")
    );
    assert_eq!(problem_of("title:Fees"), "title: | a space is missing after the colon");
    assert_eq!(
        problem_of("submitted_by:\n  name:Zoë\n  office: Trade"),
        "name: | a space is missing after the colon"
    );
    assert_eq!(problem_of("title：Fees"), "： | this colon is not the plain one (U+FF1A)");
    assert_eq!(problem_of("title = Fees"), "= | a field is written with a colon, not with `=`");
    assert!(problem_of("**title**: Fees").starts_with("**title** | a key is a plain word"));
}

#[test]
fn indentation_is_explained_once() {
    let tab = "\t | a tab is used where YAML needs a plain space";
    assert_eq!(problem_of("submitted_by:\n\tname: Alex Doe\n\toffice: Trade"), tab);
    assert_eq!(problem_of("title: Fees\n\tdate: 2024-05-21"), tab);
    let space = "\u{a0} | a no-break space (U+00A0) is used where YAML needs a plain space";
    assert_eq!(problem_of("title:\u{a0}Fees"), space);
    assert_eq!(problem_of("title\u{a0}: Fees"), space);
    assert!(problem_of("title: Fees\n  date: 2024-05-21").contains("indented below `title`"));
    assert!(problem_of("  title: Fees").contains("those below are not"));
    assert!(problem_of("title:\nFees and more\n").contains("belongs to `title`"));
    assert!(problem_of("title: |\nFees and more\n").contains("belongs to `title`"));
    assert!(problem_of("submitted_by:\nname: Alex\noffice: Trade").contains("not indented below"));
    let uneven = problem_of("submitted_by:\n  name: Alex\n   office: Trade");
    assert!(uneven.contains("`office` is not indented like the line above"), "{uneven}");
}

#[test]
fn references_merge_keys_and_lists_are_one_problem() {
    let chain = "a: &a [x]\nb: &b [*a, *a]\n<<: *b\n";
    assert_eq!(read(&format!("---\n{chain}{FIELDS}---\n")).0.len(), 1);
    assert_eq!(read(&format!("---\n<<: {{a: b}}\n{FIELDS}---\n")).0.len(), 1);
    let list: String = FIELDS.lines().map(|line| format!("- {line}\n")).collect();
    assert!(problem(&format!("---\n{list}---\n")).contains("the front matter is a list"));
    assert_eq!(read("---\n? [a]\n: b\n~: c\n---\n").0.len(), 2);
    let (front, _) = parse("---\njust words\n---\n");
    assert!(front.unread && front.problems.len() == 1);
}

#[test]
fn control_characters_are_found_where_they_are() {
    assert!(
        problem_of("title: a\u{7}b")
            .starts_with("\u{7} | there is an invisible control character (U+0007)")
    );
    assert!(problem_of("title: \"a\\0b\"").contains("contains a control character (U+0000)"));
}

#[test]
fn one_side_of_a_failed_merge_is_read() {
    for end in ["", ">>>>>>> theirs\n"] {
        let text = format!("---\n<<<<<<< HEAD\n{FIELDS}=======\ndate: 2024-05-22\n{end}---\n");
        let (problems, keys) = read(&text);
        assert_eq!((problems.len(), keys.len()), (0, 3), "{keys:?}");
    }
}

#[test]
fn huge_blocks_are_read_and_bombs_are_not_unpacked() {
    // A reader that took more than one pass for each key, or unpacked the bomb, would not come to an end here.
    let bomb: String =
        (1..25).map(|n| format!("k{n}: &k{n} [*k{}, *k{}]\n", n - 1, n - 1)).collect();
    for block in [
        "k: v\n".repeat(90_000),
        format!("x: {}", "y".repeat(10_000_000)),
        format!("x: {}", "[".repeat(100_000)),
        format!("x: {}", "[".repeat(60_000)),
        format!("x: {}", "{a: ".repeat(15_000)),
        format!("x:\n  {}", "- ".repeat(30_000)),
        "stray words\n\n".repeat(5_000),
        "## words\nkey: a\n\n".repeat(3_000),
        "---\n".repeat(100_000),
        "k: \"x\n".repeat(10_000),
        bomb,
    ] {
        let (front, _) = parse(&format!("---\n{FIELDS}{block}\n---\n{BODY}"));
        assert!(front.entries.len() < 20_000);
    }
}

#[test]
fn every_prefix_of_a_block_is_read() {
    let text =
        format!("\u{feff}<!-- ä -->\n---\r\n{FIELDS}“x”: [a, {{b: \"ç\\u\n\u{a0}k:\t—\n—\n{BODY}");
    for (end, _) in text.char_indices() {
        let (front, body) = parse(&text[..end]);
        assert!(body <= end);
        assert!(front.problems.iter().all(|problem| text.get(problem.span.range()).is_some()));
    }
}
