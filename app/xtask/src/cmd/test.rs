//! `cargo xtask test`: every test, those in browsers too.

use super::build;
use crate::error::Result;
use crate::process;
use crate::progress::Steps;
use crate::setup::browsers;
use crate::workspace::Workspace;

/// Installs what is missing, builds, and runs all tests.
pub fn run(workspace: &Workspace, arguments: &[String]) -> Result<()> {
    let mut steps = Steps::new(browsers::STEPS + build::STEPS + 1);
    let browsers = browsers::ensure(&mut steps)?;
    build::all(workspace, &mut steps)?;
    steps.begin("tests", "running …");
    let mut cargo = process::cargo();
    cargo
        .arg("test")
        // The front end only runs in a browser, where the tests of `tests/` drive it.
        .args(["--workspace", "--exclude", "dealerbook-web", "--no-fail-fast"])
        .args(arguments)
        .current_dir(workspace.root())
        .env("DEALERBOOK_BINARY", workspace.binary())
        .envs(browsers.variables());
    process::run(&mut cargo, "tests")
}
