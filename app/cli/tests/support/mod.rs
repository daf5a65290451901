//! A company's folder, and the program at work in it.
#![allow(dead_code, reason = "each test file uses a part")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// A folder made by `dealerbook new` on a fixed day; away when dropped.
pub struct Company {
    pub root: PathBuf,
}

/// The day for which everything is made.
pub const TODAY: &str = "2026-11-23";

impl Company {
    pub fn new(name: &str) -> Self {
        let root = empty(name);
        let made = dealerbook(&["new", "--today", TODAY, &text(&root)]);
        assert!(made.status.success(), "{made:?}");
        Self { root }
    }

    /// Runs a command in the folder.
    pub fn run(&self, arguments: &[&str]) -> Run {
        let output = command()
            .args(arguments)
            .args(["--today", TODAY, "--front-end", &text(&front_end())])
            .current_dir(&self.root)
            .output()
            .expect("dealerbook runs");
        Run::from(output)
    }

    pub fn path(&self, path: &str) -> PathBuf {
        self.root.join(path)
    }

    /// Replaces `from` by `to` in a file.
    pub fn edit(&self, path: &str, from: &str, to: &str) {
        let before = fs::read_to_string(self.path(path)).expect("a file");
        assert!(before.contains(from), "{path} has no {from}");
        fs::write(self.path(path), before.replace(from, to)).expect("written");
    }
}

impl Drop for Company {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.root);
    }
}

/// What a run of the program came to.
#[derive(Debug)]
pub struct Run {
    pub code: Option<i32>,
    pub out: String,
    pub err: String,
}

impl From<Output> for Run {
    fn from(output: Output) -> Self {
        let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
        Self { code: output.status.code(), out: text(output.stdout), err: text(output.stderr) }
    }
}

/// The program, speaking Chinese.
pub fn command() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_dealerbook"));
    command.env("DEALERBOOK_LANG", "zh-Hans").env_remove("CLICOLOR_FORCE");
    command
}

pub fn dealerbook(arguments: &[&str]) -> Output {
    command().args(arguments).output().expect("dealerbook runs")
}

/// A path that doesn't exist, in a folder that does.
pub fn empty(name: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}-{}", std::process::id()));
    let _ = fs::remove_dir_all(&path);
    path
}

pub fn front_end() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/front-end")
}

pub fn text(path: &Path) -> String {
    path.to_str().expect("a path in UTF-8").to_owned()
}

/// Every file below `folder` with its bytes.
pub fn files(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut files = BTreeMap::new();
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            files.extend(self::files(&path));
        } else {
            files.insert(path.clone(), fs::read(&path).expect("a file"));
        }
    }
    files
}
