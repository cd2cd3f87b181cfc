//! Several files in one input, so that a fuzzer can change their texts and names.

/// The files of an input, each after a line `=== name`.
pub fn files(text: &str) -> Vec<(&str, &str)> {
    let files = text.split("=== ").skip(1).map(|file| file.split_once('\n').unwrap_or((file, "")));
    files.map(|(name, text)| (name.trim_end(), text)).collect()
}
