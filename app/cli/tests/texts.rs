//! Every text that the command line asks for is there, and no text is there for nothing.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use dealerbook_locale::{BUILT_IN_LANGUAGES, built_in};

/// The source of the program.
fn source(folder: &Path) -> String {
    let mut source = String::new();
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            source += &self::source(&path);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            source += &fs::read_to_string(&path).expect("a source file");
        }
    }
    source
}

/// What stands between `before` and the next quotation mark, each time.
fn named(source: &str, before: &str) -> BTreeSet<String> {
    let name = |rest: &str| rest.split('"').next().unwrap_or_default().to_owned();
    source.split(before).skip(1).map(name).filter(|name| !name.contains('{')).collect()
}

/// The keys that the program asks for.
fn asked() -> BTreeSet<String> {
    let room = Path::new(env!("CARGO_MANIFEST_DIR"));
    let program = source(&room.join("src"));
    let output = fs::read_to_string(room.join("../site/src/output/problem.rs")).expect("a source file");
    let output = output.split("fn name(").nth(1).and_then(|rest| rest.split("fn arguments(").next()).expect("names");

    let mut keys: BTreeSet<String> =
        named(&program, "\"command.").iter().map(|name| format!("command.{name}")).collect();
    let failures = [
        named(&program, "Failure::new(\""),
        named(&program, "Self::new(\""),
        named(&program, "of_system(\""),
        named(output, "=> \""),
    ];
    keys.extend(failures.iter().flatten().map(|name| format!("command.failure.{name}.message")));
    let reasons = program.split("fn kind(").nth(1).and_then(|rest| rest.split("_ =>").next()).expect("reasons");
    keys.extend(named(reasons, "=> \"").iter().map(|name| format!("command.reason.{name}.message")));
    keys
}

#[test]
fn every_text_that_is_asked_for_is_there() {
    for language in BUILT_IN_LANGUAGES {
        let texts = built_in(language);
        for key in asked() {
            assert!(texts.has(&key) || texts.has(&format!("{key}.other")), "{language} lacks {key}");
        }
    }
}

#[test]
fn every_text_that_is_there_is_asked_for() {
    let asked = asked();
    for (key, _) in built_in("zh-Hans").iter().filter(|(key, _)| key.starts_with("command.")) {
        // Advice belongs to its message.
        let key = key.trim_end_matches(".other");
        let message = key.replace(".advice", ".message");
        assert!(asked.contains(key) || asked.contains(&message), "nobody asks for {key}");
    }
}
