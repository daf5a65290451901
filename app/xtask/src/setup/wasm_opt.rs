//! wasm-opt: makes the WASM smaller. It comes from the npm registry and runs on Node.

use std::path::PathBuf;

use super::cache::{Place, Tool};
use super::packages::{self, Package};
use super::versions;
use crate::error::{Error, Result};
use crate::process;
use crate::progress::Steps;

const NODE: [Package; 2] = [
    Package { name: "nodejs", programs: &["node"], purpose: "to run wasm-opt" },
    Package { name: "npm", programs: &["npm"], purpose: "to fetch wasm-opt" },
];

/// The path of wasm-opt.
pub fn ensure(steps: &mut Steps) -> Result<PathBuf> {
    let tool = Tool {
        name: "wasm-opt",
        version: versions::BINARYEN,
        program: if cfg!(windows) {
            "node_modules/.bin/wasm-opt.cmd".into()
        } else {
            "node_modules/.bin/wasm-opt".into()
        },
        asks_version: "--version",
        takes: "a few seconds",
    };
    if process::which("node").is_none() || process::which("npm").is_none() {
        packages::install(steps, &packages::missing(&NODE))
            .map_err(|error| Error::new(format!("wasm-opt needs Node.js, which isn't on this machine: {error}")))?;
    }
    tool.ensure(steps, fetch)
}

fn fetch(place: &Place) -> Result<()> {
    let npm = process::which("npm").unwrap_or_else(|| "npm".into());
    let mut npm = process::command(npm);
    npm.arg("install")
        .arg("--prefix")
        .arg(&place.folder)
        .args(["--no-audit", "--no-fund", "--ignore-scripts"])
        .arg(format!("binaryen@{}", versions::BINARYEN))
        .current_dir(&place.folder);
    process::install(&mut npm, "wasm-opt", &place.log)
}
