//! Random edits: whatever was typed, in whatever form, the server finds in the end what a fresh check finds.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::client::{Client, uri};
use super::{PAPER, project};
use crate::cli::run_in;

const EDITS: usize = 300;

/// After how many edits the findings are compared.
const ROUND: usize = 50;

/// The papers that are open now and then.
const NAMES: [&str; 3] = ["2024-06/a.md", "2024-06/b.md", "2024-06/c.md"];

/// What is typed, or pasted: harmless, faulty, half a thing, of several lines, outside ASCII and beyond two bytes.
const PIECES: [&str; 26] = [
    "x",
    " ",
    "\n",
    "\n\n",
    "\r\n",
    "😀",
    "é",
    "\u{feff}",
    "港口",
    "---\n",
    "## Issue\n\n",
    "[it](gone.md)",
    "[b](b.md#issue)",
    "```\n",
    "**",
    "<!-- TODO -->",
    "Utilize it. ",
    "The automated commercial environment (ACE) is used. ",
    "ACE and ABI. ",
    "| a | b |\n|---|\n",
    "![](x.png)",
    "stage: publishd\n",
    "previous: b.md\n",
    "title: \"T",
    "# issuepaper waive unknown-choice: not yet; by Alex Doe; until 2025-07-30\n",
    "3733-0624",
];

/// Numbers that look random and are the same on every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 11).unwrap() % end
    }

    /// Where a character of `text` begins, or its end; never between the two of a line end, where no client can be.
    fn place(&mut self, text: &str) -> usize {
        let mut at = self.below(text.len() + 1);
        while !text.is_char_boundary(at)
            || text[..at].ends_with('\r') && text[at..].starts_with('\n')
        {
            at -= 1;
        }
        at
    }
}

/// What a client has: the texts that are open, and those on disk.
struct Texts {
    root: PathBuf,
    encoding: &'static str,
    open: BTreeMap<&'static str, (u32, String)>,
    disk: BTreeMap<&'static str, String>,
}

impl Texts {
    fn path(&self, name: &str) -> PathBuf {
        self.root.join(name)
    }

    /// A place as the protocol has it.
    fn position(&self, text: &str, at: usize) -> Value {
        let before = &text[..at];
        let mut line = 0;
        let mut start = 0;
        for (index, c) in before.char_indices() {
            let is_end = c == '\n' || c == '\r' && !before[index + 1..].starts_with('\n');
            if is_end {
                line += 1;
                start = index + 1;
            }
        }
        let unit = |c: char| match self.encoding {
            "utf-8" => c.len_utf8(),
            "utf-16" => c.len_utf16(),
            _ => 1,
        };
        json!({ "line": line, "character": before[start..].chars().map(unit).sum::<usize>() })
    }

    fn open(&mut self, client: &mut Client, name: &'static str) {
        let text = self.disk[name].clone();
        client.open(&self.path(name), &text);
        self.open.insert(name, (1, text));
    }

    fn close(&mut self, client: &mut Client, name: &str) {
        let document = json!({ "textDocument": { "uri": uri(&self.path(name)) } });
        client.tell("textDocument/didClose", &document);
        self.open.remove(name);
    }

    /// One to three changes in one message.
    fn edit(&mut self, client: &mut Client, dice: &mut Dice, name: &'static str) {
        let (mut version, mut text) = self.open[name].clone();
        let mut changes = Vec::new();
        for _ in 0..=dice.below(3) {
            if dice.below(20) == 0 {
                text = whole(dice);
                changes.push(json!({ "text": text }));
                continue;
            }
            let start = dice.place(&text);
            // Mostly a few bytes, sometimes a lot.
            let most = [0, 1, 4, 12, 400][dice.below(5)].min(text.len() - start);
            let end = start + dice.place(&text[start..]).min(most);
            let mut end = (start..=end).rev().find(|at| text.is_char_boundary(*at)).unwrap();
            if text[..end].ends_with('\r') && text[end..].starts_with('\n') {
                end += 1;
            }
            let piece = PIECES[dice.below(PIECES.len())];
            let range =
                json!({ "start": self.position(&text, start), "end": self.position(&text, end) });
            changes.push(json!({ "range": range, "text": piece }));
            text.replace_range(start..end, piece);
        }
        version += 1;
        client.change(&self.path(name), version, &json!(changes));
        self.open.insert(name, (version, text));
    }

    /// Compares what is known of all open papers with a check of the same texts on disk.
    fn verify(&self, client: &mut Client, what: &str) {
        for (name, (version, _)) in &self.open {
            client.version(&self.path(name), *version);
        }
        self.put(self.open.iter().map(|(name, (_, text))| (*name, text.as_str())));
        let expected = checked(&self.root);
        for (name, (_, text)) in &self.open {
            let place = |(at, rule, message): &(usize, String, String)| {
                (self.position(text, *at).to_string(), rule.clone(), message.clone())
            };
            let mut own: Vec<Place> =
                expected.get(*name).into_iter().flatten().map(place).collect();
            own.sort();
            let found = |client: &Client| {
                let found = client.found[&uri(&self.path(name))]["diagnostics"].as_array().unwrap();
                let mut found: Vec<Place> = found.iter().map(told).collect();
                found.sort();
                found
            };
            // What all papers have to do with it, such as long forms of acronyms, is told once nobody types.
            let end = Instant::now() + Duration::from_secs(10);
            while found(client) != own && Instant::now() < end {
                client.listen(Duration::from_millis(50));
            }
            assert_eq!(found(client), own, "{what}: {name} in {}: {text:?}", self.encoding);
        }
        self.put(self.disk.iter().map(|(name, text)| (*name, text.as_str())));
    }

    /// Compares all fixes of each open paper with what `check --fix` makes of it.
    fn verify_fixes(&self, client: &mut Client) {
        for (name, (_, text)) in &self.open {
            let path = self.path(name);
            let nowhere = json!({ "line": 0, "character": 0 });
            let context = json!({ "diagnostics": [], "only": ["source.fixAll.issuepaper"] });
            let params = json!({ "textDocument": { "uri": uri(&path) }, "range": { "start": nowhere, "end": nowhere }, "context": context });
            let actions = client.ask("textDocument/codeAction", &params);
            let fixed = self.edited(&actions[0]["edit"], &path, text);
            self.put(self.open.iter().map(|(name, (_, text))| (*name, text.as_str())));
            run_in(&self.root, &["check", "--fix", "--today", "2025-06-30", name]);
            let expected = std::fs::read_to_string(&path).unwrap();
            self.put(self.disk.iter().map(|(name, text)| (*name, text.as_str())));
            assert_eq!(fixed, expected, "{name} in {}: {text:?}", self.encoding);
        }
    }

    fn put<'t>(&self, texts: impl Iterator<Item = (&'t str, &'t str)>) {
        for (name, text) in texts {
            std::fs::write(self.path(name), text).unwrap();
        }
    }

    /// The text after the edits to the file at `path`.
    fn edited(&self, edit: &Value, path: &Path, text: &str) -> String {
        let places: BTreeMap<String, usize> = text
            .char_indices()
            .map(|(at, _)| at)
            .chain([text.len()])
            .filter(|at| !(text[..*at].ends_with('\r') && text[*at..].starts_with('\n')))
            .map(|at| (self.position(text, at).to_string(), at))
            .collect();
        let edits = edit["changes"][uri(path)].as_array().into_iter().flatten();
        let mut edits: Vec<(usize, usize, &str)> = edits
            .map(|edit| {
                let at = |end: &str| places[&edit["range"][end].to_string()];
                (at("start"), at("end"), edit["newText"].as_str().unwrap())
            })
            .collect();
        edits.sort_unstable();
        let mut text = text.to_owned();
        for (start, end, new) in edits.into_iter().rev() {
            text.replace_range(start..end, new);
        }
        text
    }
}

/// A place, a rule and a message.
type Place = (String, String, String);

fn told(diagnostic: &Value) -> Place {
    let text = |key: &str| diagnostic[key].as_str().unwrap().to_owned();
    (diagnostic["range"]["start"].to_string(), text("code"), text("message"))
}

/// The findings of a check of all papers: the byte, the rule and the words of each.
fn checked(root: &Path) -> BTreeMap<String, Vec<(usize, String, String)>> {
    let run = run_in(root, &["check", "--format", "json", "--today", "2025-06-30"]);
    let report: Value = serde_json::from_str(&run.stdout).unwrap();
    let mut found: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for finding in report["findings"].as_array().unwrap() {
        let text = |key: &str| finding[key].as_str().unwrap().to_owned();
        let at = usize::try_from(finding["start"]["byte"].as_u64().unwrap()).unwrap();
        let help = finding["help"].as_str().map(|help| format!("\nHelp: {help}"));
        let message = text("message") + &help.unwrap_or_default();
        found.entry(text("path")).or_default().push((at, text("rule"), message));
    }
    found
}

/// A whole text, as after a reformatting or a change of line ends.
fn whole(dice: &mut Dice) -> String {
    let number = ["3733-0624", "3734-0624", "3735-0624"][dice.below(3)];
    let text = PAPER.replace("3733-0624", number);
    let text = if dice.below(2) == 0 { text.replace('\n', "\r\n") } else { text };
    if dice.below(4) == 0 { format!("\u{feff}{text}") } else { text }
}

#[test]
fn random_edits_lead_to_the_findings_of_a_fresh_check() {
    for (seed, encoding) in [(1, "utf-8"), (2, "utf-16"), (3, "utf-32")] {
        let mut dice = Dice(0x9e37_79b9_7f4a_7c15 ^ seed);
        // The second has the number of the first.
        let texts = [PAPER.to_owned(), PAPER.replace('\n', "\r\n"), PAPER.replace("3733", "3734")];
        let disk: BTreeMap<&str, String> = NAMES.into_iter().zip(texts).collect();
        let papers: Vec<(&str, &str)> =
            disk.iter().map(|(name, text)| (*name, text.as_str())).collect();
        let (_folder, root) = project(&papers);
        // The server does not see what the test puts on disk for a check.
        let capabilities = json!({ "general": { "positionEncodings": [encoding] },
            "workspace": { "didChangeWatchedFiles": { "dynamicRegistration": true } } });
        let mut client = Client::new(&root, &capabilities);
        let mut texts = Texts { root, encoding, open: BTreeMap::new(), disk };
        NAMES[..2].iter().for_each(|name| texts.open(&mut client, name));
        for edit in 1..=EDITS {
            let name = NAMES[dice.below(NAMES.len())];
            match (texts.open.contains_key(name), dice.below(25)) {
                (false, _) => texts.open(&mut client, name),
                (true, 0) if texts.open.len() > 1 => texts.close(&mut client, name),
                (true, _) => texts.edit(&mut client, &mut dice, name),
            }
            if edit % ROUND == 0 {
                texts.verify(&mut client, &format!("after {edit} edits"));
            }
        }
        texts.verify_fixes(&mut client);
        assert_eq!(client.stop(), Some(0));
    }
}
