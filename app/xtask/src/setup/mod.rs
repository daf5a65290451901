//! Installing what is missing: one file for each tool, all pinned in [`versions`].
//!
//! Tools go to the user's cache folder, never on the PATH of the user's shells; distribution packages go where the
//! distribution puts them.

pub mod browsers;
mod cache;
mod compiled;
pub mod hugo;
mod packages;
mod trunk;
mod versions;
mod wasm_bindgen;
mod wasm_opt;
mod wasm_target;

use std::ffi::OsString;
use std::path::PathBuf;

use crate::error::{Doing, Result};
use crate::progress::Steps;
use crate::workspace::Workspace;

/// How many steps [`front_end`] takes.
pub const FRONT_END_STEPS: usize = 4;

/// The front end's tools, ready to be called.
pub struct Tools {
    trunk: PathBuf,
    folders: Vec<PathBuf>,
    names: String,
}

impl Tools {
    /// Trunk, the one program that calls the others.
    pub fn trunk(&self) -> &PathBuf {
        &self.trunk
    }

    /// The folders that Trunk must find on its PATH, before all others.
    pub fn folders(&self) -> &[PathBuf] {
        &self.folders
    }

    /// The PATH for Trunk.
    pub fn path(&self) -> Result<OsString> {
        let path = std::env::var_os("PATH").unwrap_or_default();
        std::env::join_paths(self.folders.iter().cloned().chain(std::env::split_paths(&path)))
            .map_err(std::io::Error::other)
            .doing(|| "put the tools on the PATH".to_owned())
    }

    /// All that can change what the tools make of the same source.
    pub fn names(&self) -> &str {
        &self.names
    }
}

/// Installs what is missing for building the front end.
pub fn front_end(workspace: &Workspace, steps: &mut Steps) -> Result<Tools> {
    let target = wasm_target::ensure(steps)?;
    let trunk = trunk::ensure(steps)?;
    let wasm_bindgen = wasm_bindgen::ensure(workspace, steps)?;
    let wasm_opt = wasm_opt::ensure(steps)?;
    let names = format!("{} {} {} {}", target.name, trunk.display(), wasm_bindgen.display(), wasm_opt.display());
    let programs = [&trunk, &wasm_bindgen, &wasm_opt];
    let folders = target
        .cargo_folder
        .into_iter()
        .chain(programs.iter().filter_map(|program| Some(program.parent()?.to_path_buf())))
        .collect();
    Ok(Tools { trunk, folders, names })
}
