//! With the feature `embed-front-end`, lists the files of the built front end for the program to include.

use std::fmt::Write;
use std::path::{Path, PathBuf};

/// What the site carries of the front end's folder, as `FrontEnd::is_asset` has it.
const ASSETS: [&str; 3] = ["js", "css", "wasm"];

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-env-changed=DEALERBOOK_FRONT_END");
    if std::env::var_os("CARGO_FEATURE_EMBED_FRONT_END").is_none() {
        return;
    }
    let directory = std::env::var_os("DEALERBOOK_FRONT_END")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/front-end"), PathBuf::from);
    println!("cargo::rerun-if-changed={}", directory.display());
    match list(&directory) {
        Ok(list) => {
            let out = PathBuf::from(std::env::var_os("OUT_DIR").expect("cargo names the folder"));
            std::fs::write(out.join("front_end.rs"), list).expect("cargo's folder can be written");
        }
        Err(error) => println!(
            "cargo::error=there is no built front end in {}: {error}; `cargo xtask build` makes it",
            directory.display()
        ),
    }
}

fn list(directory: &Path) -> std::io::Result<String> {
    let shell = directory.join("index.html").canonicalize()?;
    let mut files = Vec::new();
    for entry in std::fs::read_dir(directory)? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| ASSETS.iter().any(|asset| extension == *asset)) {
            files.push(path.canonicalize()?);
        }
    }
    files.sort();
    let mut list =
        format!("pub static SHELL: &str = include_str!({shell:?});\npub static FILES: &[(&str, &[u8])] = &[\n");
    for path in files {
        let name = path.file_name().unwrap_or_default();
        let _ = writeln!(list, "    ({name:?}, include_bytes!({path:?})),");
    }
    Ok(list + "];\n")
}
