//! Trunk: compiles the front end, gives its files hashed names, serves and reloads while one works on it.

use std::path::PathBuf;

use super::{compiled::Program, versions};
use crate::error::Result;
use crate::progress::Steps;

/// The path of Trunk.
pub fn ensure(steps: &mut Steps) -> Result<PathBuf> {
    Program { package: "trunk", name: "trunk", version: versions::TRUNK, locked: true, takes: "about 5 minutes" }
        .ensure(steps)
}
