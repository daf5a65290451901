//! Where things are in this clone.

use std::path::{Path, PathBuf};

use crate::error::{Doing, Error, Result};

/// The folders of this clone.
pub struct Workspace {
    root: PathBuf,
    target: PathBuf,
}

impl Workspace {
    /// The clone from which `cargo xtask` was called.
    pub fn find() -> Result<Self> {
        let here = std::env::var_os("CARGO_MANIFEST_DIR")
            .ok_or_else(|| Error::new("this program only works when it is called as `cargo xtask`"))?;
        let root = Path::new(&here)
            .ancestors()
            .nth(2)
            .ok_or_else(|| Error::new("cannot find the root of this clone"))?
            .to_path_buf();
        let target = root.join(std::env::var_os("CARGO_TARGET_DIR").unwrap_or_else(|| "target".into()));
        Ok(Self { root, target })
    }

    /// The root of the clone, where `Cargo.toml` and `Trunk.toml` are.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The front end as `cargo xtask build` compiles it, to be embedded.
    pub fn front_end(&self) -> PathBuf {
        self.root.join("target/front-end")
    }

    /// What [`Workspace::front_end`] was built from.
    pub fn front_end_stamp(&self) -> PathBuf {
        self.root.join("target/front-end.stamp")
    }

    /// The pages that Trunk serves, before they join the front end.
    pub fn pages(&self) -> PathBuf {
        self.root.join("target/pages")
    }

    /// The release build of `dealerbook`.
    pub fn binary(&self) -> PathBuf {
        self.target.join("release").join(format!("dealerbook{}", std::env::consts::EXE_SUFFIX))
    }

    /// The version of a package that `Cargo.lock` holds to.
    pub fn locked_version(&self, package: &str) -> Result<String> {
        let path = self.root.join("Cargo.lock");
        let lock = std::fs::read_to_string(&path).doing(|| format!("read {}", path.display()))?;
        locked_version(&lock, package)
            .map(str::to_owned)
            .ok_or_else(|| Error::new(format!("{} has no package {package}", path.display())))
    }
}

fn locked_version<'a>(lock: &'a str, package: &str) -> Option<&'a str> {
    let name = format!("name = \"{package}\"");
    let mut lines = lock.lines().skip_while(|line| *line != name);
    lines.next()?;
    lines.next()?.strip_prefix("version = \"")?.strip_suffix('"')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_locked_version_is_that_of_the_package_with_exactly_this_name() {
        let lock = "[[package]]\nname = \"wasm-bindgen-futures\"\nversion = \"0.4.50\"\n\n\
                    [[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.100\"\nsource = \"…\"\n";
        assert_eq!(locked_version(lock, "wasm-bindgen"), Some("0.2.100"));
        assert_eq!(locked_version(lock, "wasm"), None);
    }
}
