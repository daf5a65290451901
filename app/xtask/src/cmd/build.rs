//! `cargo xtask build`: the one binary that a company needs, with the front end in it.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};

use crate::error::{Doing, Result};
use crate::process;
use crate::progress::Steps;
use crate::setup::{self, Tools};
use crate::workspace::Workspace;

/// How many steps [`all`] takes.
pub const STEPS: usize = setup::FRONT_END_STEPS + 2;

/// The rooms below `app/` that the browser doesn't get.
const NOT_IN_THE_BROWSER: [&str; 4] = ["cli", "office", "site", "xtask"];

/// Builds `target/release/dealerbook`.
pub fn run(workspace: &Workspace) -> Result<()> {
    all(workspace, &mut Steps::new(STEPS))?;
    eprintln!("built {}", workspace.binary().display());
    Ok(())
}

/// Installs the tools and builds, as steps of a longer command.
pub fn all(workspace: &Workspace, steps: &mut Steps) -> Result<()> {
    let tools = setup::front_end(workspace, steps)?;
    front_end(workspace, &tools, steps)?;
    dealerbook(workspace, steps)
}

fn front_end(workspace: &Workspace, tools: &Tools, steps: &mut Steps) -> Result<()> {
    let inputs = inputs(workspace, tools)?;
    let stamp = workspace.front_end_stamp();
    if std::fs::read_to_string(&stamp).is_ok_and(|old| old == inputs)
        && workspace.front_end().join("index.html").is_file()
    {
        steps.ready("front end");
        return Ok(());
    }
    steps.begin("front end", "building with Trunk (about 3 minutes the first time) …");
    let _ = std::fs::remove_file(&stamp);
    let mut trunk = process::command(tools.trunk());
    trunk
        .args(["build", "--release", "--cargo-profile", "wasm-release", "--dist", "target/front-end"])
        .current_dir(workspace.root())
        .env("PATH", tools.path()?)
        .env(super::pages::SWITCH, "off")
        .env("TRUNK_SKIP_VERSION_CHECK", "true")
        // Its errors are sentences; a backtrace would only hide them.
        .env("RUST_BACKTRACE", "0");
    // Trunk takes this variable for a switch, which must be `true`; elsewhere any value does.
    if std::env::var_os("NO_COLOR").is_some() {
        trunk.env("NO_COLOR", "true");
    }
    process::run(&mut trunk, "front end")?;
    std::fs::write(&stamp, inputs).doing(|| format!("write {}", stamp.display()))
}

fn dealerbook(workspace: &Workspace, steps: &mut Steps) -> Result<()> {
    steps.begin("dealerbook", "building what changed (about 3 minutes the first time) …");
    let mut cargo = process::cargo();
    cargo
        .args(["build", "--release", "--package", "dealerbook", "--features", "embed-front-end"])
        .current_dir(workspace.root())
        .env("DEALERBOOK_FRONT_END", workspace.front_end());
    process::run(&mut cargo, "dealerbook")
}

/// A short text that changes with anything the front end is built from. Trunk would find by itself that nothing has to
/// be compiled, but would shrink the WASM again.
fn inputs(workspace: &Workspace, tools: &Tools) -> Result<String> {
    let root = workspace.root();
    let mut files: Vec<PathBuf> =
        ["Cargo.toml", "Cargo.lock", "Trunk.toml", ".cargo/config.toml"].map(|name| root.join(name)).to_vec();
    for room in children(&root.join("app"))? {
        if !NOT_IN_THE_BROWSER.iter().any(|name| room.ends_with(name)) {
            collect(&room, &mut files)?;
        }
    }
    fingerprint(&files, tools.names())
}

fn fingerprint(files: &[PathBuf], tools: &str) -> Result<String> {
    let mut hasher = DefaultHasher::new();
    tools.hash(&mut hasher);
    for file in files {
        file.hash(&mut hasher);
        std::fs::read(file).doing(|| format!("read {}", file.display()))?.hash(&mut hasher);
    }
    Ok(format!("{:016x}\n", hasher.finish()))
}

fn collect(path: &Path, files: &mut Vec<PathBuf>) -> Result<()> {
    if !path.is_dir() {
        files.push(path.to_path_buf());
        return Ok(());
    }
    for child in children(path)? {
        collect(&child, files)?;
    }
    Ok(())
}

/// What is in a folder, in an order that is always the same.
fn children(folder: &Path) -> Result<Vec<PathBuf>> {
    let list = || std::fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<std::io::Result<Vec<_>>>();
    let mut paths = list().doing(|| format!("list {}", folder.display()))?;
    paths.sort();
    Ok(paths)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fingerprint_changes_with_content_names_and_tools_and_with_nothing_else() {
        let folder = std::env::temp_dir().join(format!("dealerbook-xtask-{}", std::process::id()));
        let source = folder.join("source");
        std::fs::create_dir_all(&source).expect("a folder");
        let read = |tools: &str| {
            let mut files = Vec::new();
            collect(&folder, &mut files).expect("files");
            fingerprint(&files, tools).expect("a fingerprint")
        };
        std::fs::write(source.join("a.rs"), "1").expect("a file");
        let before = read("trunk 1");
        std::fs::write(source.join("a.rs"), "1").expect("a file");
        assert_eq!(read("trunk 1"), before, "the same again");
        assert_ne!(read("trunk 2"), before, "another tool");
        std::fs::write(source.join("a.rs"), "2").expect("a file");
        assert_ne!(read("trunk 1"), before, "other content");
        std::fs::write(source.join("a.rs"), "1").expect("a file");
        std::fs::write(source.join("b.rs"), "").expect("a file");
        assert_ne!(read("trunk 1"), before, "one more file");
        std::fs::remove_dir_all(&folder).expect("cleaned up");
    }
}
