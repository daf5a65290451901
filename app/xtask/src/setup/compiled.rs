//! Programs that are compiled here from their crates.

use super::cache::{Place, Tool};
use crate::error::Result;
use crate::process;
use crate::progress::Steps;

/// A program of a crate.
pub struct Program<'a> {
    /// The crate.
    pub package: &'a str,
    /// The name of the program and of its folder.
    pub name: &'a str,
    /// The pinned version.
    pub version: &'a str,
    /// Whether to hold to the crate's own `Cargo.lock`.
    pub locked: bool,
    /// How long it takes to compile on two cores.
    pub takes: &'a str,
}

impl Program<'_> {
    /// The path of the program, compiled now if it was missing.
    pub fn ensure(&self, steps: &mut Steps) -> Result<std::path::PathBuf> {
        let tool = Tool {
            name: self.name,
            version: self.version,
            program: format!("bin/{}{}", self.name, std::env::consts::EXE_SUFFIX).into(),
            asks_version: "--version",
            takes: self.takes,
        };
        tool.ensure(steps, |place| self.compile(place))
    }

    /// These run for seconds: compiling them fast matters more than their speed.
    fn compile(&self, place: &Place) -> Result<()> {
        let mut cargo = process::cargo();
        cargo
            .arg("install")
            .arg(format!("{}@{}", self.package, self.version))
            .arg("--root")
            .arg(&place.folder)
            .args(self.locked.then_some("--locked"))
            .env("CARGO_TARGET_DIR", &place.scratch)
            .env("CARGO_PROFILE_RELEASE_LTO", "false")
            .env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "1")
            .env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16")
            // Not the clone: its own Cargo settings are for its own crates.
            .current_dir(&place.folder);
        process::install(&mut cargo, self.name, &place.log)
    }
}
