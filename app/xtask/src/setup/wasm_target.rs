//! The standard library for WASM: part of the Rust installation, added by rustup, or else compiled here by Debian's
//! newest Rust, which is the one that carries the library's source.

use std::path::{Path, PathBuf};
use std::time::Duration;

use super::cache;
use super::packages::{self, Package};
use crate::error::{Doing, Error, Result};
use crate::process;
use crate::progress::Steps;

const TARGET: &str = "wasm32-unknown-unknown";
const TITLE: &str = "WASM target";
const RUSTUP_LIMIT: Duration = Duration::from_secs(180);

/// Set to `debian` to compile for WASM with Debian's Rust, whatever else is there.
const CHOICE: &str = "DEALERBOOK_WASM_TOOLCHAIN";

const DEBIAN_RUST: [Package; 5] = [
    Package { name: "rustc-web", programs: &[], purpose: "to compile for WASM" },
    Package { name: "cargo-web", programs: &[], purpose: "to compile for WASM" },
    Package { name: "rust-web-src", programs: &[], purpose: "the standard library, as source" },
    Package { name: "rust-web-llvm", programs: &[], purpose: "to link WASM" },
    Package { name: "lld-22", programs: &[], purpose: "to link WASM" },
];

/// How the front end is compiled.
pub struct WasmTarget {
    /// For the record of what the front end was built with.
    pub name: String,
    /// A folder with the `cargo` to find first on the PATH, if it isn't the usual one.
    pub cargo_folder: Option<PathBuf>,
}

/// Makes compiling for WASM possible.
pub fn ensure(steps: &mut Steps) -> Result<WasmTarget> {
    match std::env::var(CHOICE).as_deref() {
        Err(_) | Ok("") => {}
        Ok("debian") => return debian(steps),
        Ok(other) => {
            return Err(Error::new(format!("{CHOICE} is {other}; the only other way there is is `debian`")));
        }
    }
    if in_sysroot() {
        steps.ready(TITLE);
        return native();
    }
    if shim()?.is_file() && packages::missing(&DEBIAN_RUST).is_empty() {
        return debian(steps);
    }
    match rustup(steps) {
        Ok(()) if in_sysroot() => native(),
        Ok(()) => Err(Error::new("rustup says that it added the WASM target, but rustc doesn't have it")),
        Err(reason) if process::which("apt-get").is_none() => {
            Err(Error::new(format!("compiling for WASM needs the target {TARGET}, and rustup cannot add it: {reason}")))
        }
        Err(reason) => {
            steps.note("rustup cannot add it; Debian's Rust can compile it");
            debian_in(steps).map_err(|error| {
                Error::new(format!(
                    "compiling for WASM needs the target {TARGET}, which rustup cannot add ({reason}), or else \
                     Debian's Rust, but {error}"
                ))
            })
        }
    }
}

fn native() -> Result<WasmTarget> {
    let name = process::output(process::command("rustc").arg("-V"))?;
    Ok(WasmTarget { name: name.trim().to_owned(), cargo_folder: None })
}

fn in_sysroot() -> bool {
    process::output(process::command("rustc").args(["--print", "sysroot"]))
        .is_ok_and(|sysroot| Path::new(sysroot.trim()).join("lib/rustlib").join(TARGET).join("lib").is_dir())
}

fn rustup(steps: &mut Steps) -> Result<()> {
    steps.begin(TITLE, "adding it with rustup (a few seconds) …");
    let mut rustup = process::command("rustup");
    process::run_within(rustup.args(["target", "add", TARGET]), TITLE, RUSTUP_LIMIT)
}

fn debian(steps: &mut Steps) -> Result<WasmTarget> {
    if packages::missing(&DEBIAN_RUST).is_empty() {
        steps.ready(&format!("{TITLE} of Debian's Rust"));
    } else {
        steps.begin(TITLE, "installing Debian's Rust …");
    }
    debian_in(steps)
}

fn debian_in(steps: &Steps) -> Result<WasmTarget> {
    packages::install(steps, &packages::missing(&DEBIAN_RUST))?;
    let name = process::output(process::command("/usr/bin/rustc").arg("-V"))?;
    let shim = shim()?;
    let folder = shim.parent().unwrap_or(&shim).to_path_buf();
    let cargo = usual_cargo(&folder).ok_or_else(|| Error::new("cargo isn't on the PATH"))?;
    write_program(&shim, &shim_script(&cargo))?;
    Ok(WasmTarget { name: name.trim().to_owned(), cargo_folder: Some(folder) })
}

fn shim() -> Result<PathBuf> {
    Ok(cache::folder()?.join("wasm-cargo").join("cargo"))
}

/// The cargo for all else: the first on the PATH that isn't ours.
fn usual_cargo(ours: &Path) -> Option<PathBuf> {
    std::env::split_paths(&std::env::var_os("PATH")?)
        .filter(|folder| folder != ours)
        .map(|folder| folder.join("cargo"))
        .find(|path| path.is_file())
}

/// A `cargo` for Trunk and what Trunk calls: only a build for WASM gets the other compiler and a target folder of its
/// own, so that nothing of it reaches what is built for this machine.
fn shim_script(cargo: &Path) -> String {
    format!(
        r#"#!/bin/sh
# Written by `cargo xtask`: builds for WASM with Debian's Rust, which compiles the standard library too.
for argument; do
    case $argument in
    *{TARGET}*)
        export RUSTC=/usr/bin/rustc RUSTC_BOOTSTRAP=1 CARGO_UNSTABLE_BUILD_STD=std,panic_abort
        export CARGO_TARGET_DIR="${{CARGO_TARGET_DIR:-$PWD/target}}/debian-wasm"
        exec /usr/bin/cargo "$@"
        ;;
    esac
done
exec {} "$@"
"#,
        quoted(&cargo.display().to_string())
    )
}

/// A text as one word of a shell.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}

fn write_program(path: &Path, text: &str) -> Result<()> {
    if std::fs::read_to_string(path).is_ok_and(|old| old == text) {
        return Ok(());
    }
    cache::create(path.parent().unwrap_or(path))?;
    let new = path.with_extension(std::process::id().to_string());
    std::fs::write(&new, text).doing(|| format!("write {}", new.display()))?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        std::fs::set_permissions(&new, std::fs::Permissions::from_mode(0o755))
            .doing(|| format!("make {} executable", new.display()))?;
    }
    std::fs::rename(&new, path).doing(|| format!("write {}", path.display()))
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use std::process::Command;

    /// What the script calls, with `echo` for the usual cargo and `env` for Debian's.
    fn called(arguments: &[&str]) -> String {
        let script = shim_script(Path::new("/bin/echo")).replace("exec /usr/bin/cargo \"$@\"", "exec /usr/bin/env");
        let output = Command::new("/bin/sh")
            .args(["-c", &script, "cargo"])
            .args(arguments)
            .current_dir("/tmp")
            .env_remove("CARGO_TARGET_DIR")
            .output();
        String::from_utf8(output.expect("a shell").stdout).expect("text")
    }

    #[test]
    fn what_is_not_for_wasm_goes_to_the_usual_cargo() {
        assert_eq!(called(&["xtask", "pages"]), "xtask pages\n");
        assert_eq!(called(&["build", "--bin", "a b"]), "build --bin a b\n");
    }

    #[test]
    fn a_build_for_wasm_has_its_own_compiler_and_target_folder() {
        let said = called(&["build", "--target=wasm32-unknown-unknown"]);
        let has = |line: &str| said.lines().any(|found| found == line);
        assert!(has("RUSTC=/usr/bin/rustc"), "{said}");
        assert!(has("CARGO_TARGET_DIR=/tmp/target/debian-wasm"), "{said}");
    }

    #[test]
    fn a_path_with_a_quote_stays_one_word() {
        assert_eq!(quoted("/home/o'neill/cargo"), r"'/home/o'\''neill/cargo'");
    }
}
