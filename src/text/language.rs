//! Tags of languages, as [BCP 47](https://www.rfc-editor.org/info/bcp47) has them: `en-US`, `zh-Hans`.

/// The most characters of a tag that programs are sure to take.
const MAX_LENGTH: usize = 35;

/// The codes of languages with two letters, after
/// [ISO 639](https://www.iso.org/iso-639-language-code): with another one, no program knows the language.
const CODES: &str = "aa ab ae af ak am an ar as av ay az ba be bg bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de \
    dv dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is \
    it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na \
    nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg sh si sk sl sm sn so sq \
    sr ss st su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu";

/// The languages whose code may have that of a dialect behind it, as in `zh-yue`.
const WITH_DIALECTS: &str = "ar kok lv ms sgn sw uz zh";

/// Languages by the words that people write for them, and the country whose name or people says which language it is.
const NAMES: [(&str, &str); 60] = [
    ("arabic", "ar"),
    ("bengali", "bn"),
    ("catalan", "ca"),
    ("chinese", "zh"),
    ("mandarin", "zh"),
    ("czech", "cs"),
    ("danish", "da"),
    ("deutsch", "de"),
    ("german", "de"),
    ("dutch", "nl"),
    ("nederlands", "nl"),
    ("english", "en"),
    ("anglais", "en"),
    ("filipino", "fil"),
    ("finnish", "fi"),
    ("french", "fr"),
    ("français", "fr"),
    ("francais", "fr"),
    ("greek", "el"),
    ("haitian", "ht"),
    ("hebrew", "he"),
    ("hindi", "hi"),
    ("hungarian", "hu"),
    ("indonesian", "id"),
    ("irish", "ga"),
    ("italian", "it"),
    ("italiano", "it"),
    ("japanese", "ja"),
    ("korean", "ko"),
    ("latin", "la"),
    ("navajo", "nv"),
    ("norwegian", "no"),
    ("persian", "fa"),
    ("farsi", "fa"),
    ("polish", "pl"),
    ("polski", "pl"),
    ("portuguese", "pt"),
    ("português", "pt"),
    ("punjabi", "pa"),
    ("romanian", "ro"),
    ("russian", "ru"),
    ("spanish", "es"),
    ("español", "es"),
    ("espanol", "es"),
    ("swahili", "sw"),
    ("swedish", "sv"),
    ("tagalog", "tl"),
    ("thai", "th"),
    ("turkish", "tr"),
    ("ukrainian", "uk"),
    ("urdu", "ur"),
    ("vietnamese", "vi"),
    ("welsh", "cy"),
    // Codes of countries that are taken for those of languages.
    ("cn", "zh"),
    ("cz", "cs"),
    ("dk", "da"),
    ("jp", "ja"),
    ("us", "en-US"),
    ("usa", "en-US"),
    ("gb", "en-GB"),
];

/// Countries by the words that people write for them.
const COUNTRIES: [(&str, &str); 18] = [
    ("us", "US"),
    ("usa", "US"),
    ("u.s.", "US"),
    ("american", "US"),
    ("america", "US"),
    ("states", "US"),
    ("uk", "GB"),
    ("british", "GB"),
    ("britain", "GB"),
    ("kingdom", "GB"),
    ("canadian", "CA"),
    ("canada", "CA"),
    ("australian", "AU"),
    ("australia", "AU"),
    ("mexican", "MX"),
    ("mexico", "MX"),
    ("brazilian", "BR"),
    ("brazil", "BR"),
];

/// Whether `text` is the tag of a language.
pub fn is_tag(text: &str) -> bool {
    let mut parts = text.split('-').peekable();
    let language = parts.next().unwrap_or_default().to_ascii_lowercase();
    let is_known = match language.len() {
        2 => CODES.split(' ').any(|code| code == language),
        3 => is_letters(&language),
        _ => false,
    };
    let takes_dialect = WITH_DIALECTS.split(' ').any(|code| code == language);
    parts.next_if(|part| takes_dialect && part.len() == 3 && is_letters(part));
    parts.next_if(|part| part.len() == 4 && is_letters(part));
    parts.next_if(|part| is_region(part));
    while parts.next_if(|part| is_variant(part)).is_some() {}
    let mut rest = parts.peekable();
    let has_extension = rest.next_if(|part| part.len() == 1).is_none() || rest.peek().is_some();
    is_known && text.len() <= MAX_LENGTH && has_extension && text.split('-').all(is_part) && {
        // What is left belongs to an extension, or is out of its place.
        let is_extended = text.split('-').skip(1).any(|part| part.len() == 1);
        is_extended || rest.next().is_none()
    }
}

fn is_letters(part: &str) -> bool {
    part.bytes().all(|byte| byte.is_ascii_alphabetic())
}

fn is_part(part: &str) -> bool {
    (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

/// A country or an area: two letters, or three digits. The United Kingdom has `GB`.
fn is_region(part: &str) -> bool {
    match part.len() {
        2 => is_letters(part) && !part.eq_ignore_ascii_case("uk"),
        3 => part.bytes().all(|byte| byte.is_ascii_digit()),
        _ => false,
    }
}

fn is_variant(part: &str) -> bool {
    is_part(part)
        && match part.len() {
            4 => part.starts_with(|c: char| c.is_ascii_digit()),
            length => length >= 5,
        }
}

/// The tag that is most likely meant by a text that is none: `en-US` for `en_US`, `English (US)` or `english`.
fn meant(text: &str) -> Option<String> {
    // `en_US.UTF-8` is what systems call it.
    let text = text.trim().split(".UTF").next().unwrap_or_default();
    let lower = text.to_lowercase();
    let words =
        || lower.split(|c: char| !c.is_alphanumeric() && c != '.').filter(|it| !it.is_empty());
    let found = |table: &[(&str, &'static str)], word: &str| {
        table.iter().find(|(name, _)| *name == word).map(|(_, code)| *code)
    };
    let name = words().find_map(|word| found(&NAMES, word).filter(|_| word.len() > 3));
    let first = words().next().unwrap_or_default();
    let code = name
        .or_else(|| CODES.split(' ').find(|code| *code == first))
        .or_else(|| found(&NAMES, first))?;
    let country = words().filter(|word| *word != code).find_map(|word| found(&COUNTRIES, word));
    if code.contains('-') {
        return Some(code.to_owned());
    }
    if let Some(country) = country {
        return Some(format!("{code}-{country}"));
    }
    let separated = text.replace(['_', ' ', '–', '\u{2010}', '\u{2011}'], "-");
    Some(match name {
        None if is_tag(&separated) => separated,
        Some("en") => "en-US".to_owned(),
        _ => code.to_owned(),
    })
}

/// What to write in the place of a text that is no tag.
pub fn advice(text: &str) -> String {
    meant(text).map_or_else(
        || "write the tag of the language, such as `en-US`, `fr` or `es-419`".to_owned(),
        |tag| format!("write `{tag}`"),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_is_told_from_a_name() {
        for tag in [
            "en",
            "en-US",
            "EN-us",
            "fil",
            "zh-Hans-CN",
            "zh-yue-HK",
            "es-419",
            "de-CH-1996",
            "sl-rozaj-biske",
            "en-GB-oxendict",
            "de-u-co-phonebk",
            "fr-x-port",
        ] {
            assert!(is_tag(tag), "{tag}");
        }
        for text in [
            "",
            "e",
            "English",
            "english",
            "en_US",
            "en-",
            "-en",
            "en--US",
            "en US",
            "en-UK",
            "en-USA",
            "jp",
            "us",
            "xx",
            "en-US-",
            "en-x",
            "en-US-GB",
            "de-DE.UTF-8",
            "é",
            "en-us-en-us",
            "zh-CN-Hans",
            "x-port",
            "en-abcdefghi",
            "12",
        ] {
            assert!(!is_tag(text), "{text}");
        }
    }

    #[test]
    fn a_name_suggests_its_tag() {
        for (text, tag) in [
            ("English", "en-US"),
            ("english", "en-US"),
            ("English (US)", "en-US"),
            ("English (United States)", "en-US"),
            ("English (UK)", "en-GB"),
            ("British English", "en-GB"),
            ("en_US", "en-US"),
            ("en US", "en-US"),
            ("en_US.UTF-8", "en-US"),
            ("en-UK", "en-GB"),
            ("en-USA", "en-US"),
            ("zh_Hans_CN", "zh-Hans-CN"),
            ("French", "fr"),
            ("français", "fr"),
            ("Canadian French", "fr-CA"),
            ("US", "en-US"),
            ("jp", "ja"),
            ("en-", "en"),
        ] {
            assert_eq!(meant(text).as_deref(), Some(tag), "{text}");
            assert!(is_tag(tag), "{tag}");
        }
        for text in ["", "Klingon", "??"] {
            assert_eq!(meant(text), None, "{text}");
        }
        assert!(NAMES.iter().all(|(_, tag)| is_tag(tag)));
    }
}
