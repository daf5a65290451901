//! `cargo xtask serve`: from a fresh clone to the sample portal in the browser.

use std::process::ExitCode;

use super::build;
use crate::error::{Doing, Result};
use crate::process;
use crate::progress::Steps;
use crate::workspace::Workspace;

/// Builds, and serves the sample portal until it is stopped.
pub fn run(workspace: &Workspace, arguments: &[String]) -> Result<ExitCode> {
    build::all(workspace, &mut Steps::new(build::STEPS))?;
    let binary = workspace.binary();
    let status = process::command(&binary)
        .arg("serve")
        .args(arguments)
        .current_dir(workspace.root())
        .status()
        .doing(|| format!("run {}", binary.display()))?;
    // No code means that a signal stopped it, which is how one stops a server.
    let code = status.code().map_or(Some(0), |code| u8::try_from(code).ok());
    Ok(code.map_or(ExitCode::FAILURE, ExitCode::from))
}
