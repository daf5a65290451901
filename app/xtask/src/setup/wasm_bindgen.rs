//! wasm-bindgen: writes the JavaScript between the browser and the WASM. Its version must be the library's.

use std::path::PathBuf;

use super::compiled::Program;
use crate::error::Result;
use crate::progress::Steps;
use crate::workspace::Workspace;

/// The path of wasm-bindgen.
pub fn ensure(workspace: &Workspace, steps: &mut Steps) -> Result<PathBuf> {
    Program {
        package: "wasm-bindgen-cli",
        name: "wasm-bindgen",
        version: &workspace.locked_version("wasm-bindgen")?,
        locked: false,
        takes: "about 2 minutes",
    }
    .ensure(steps)
}
