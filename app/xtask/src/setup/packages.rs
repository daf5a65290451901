//! Packages of the distribution: which are missing, and installing them where that needs no question.

use std::collections::BTreeSet;

use crate::error::{Error, Result};
use crate::process;
use crate::progress::{Pulse, Steps};

/// A package of Debian and its relatives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Package {
    /// Its name.
    pub name: &'static str,
    /// Programs of which any will do, wherever it comes from. Empty: only the package itself will do.
    pub programs: &'static [&'static str],
    /// What it's for, as in "chromium (a browser the tests drive)".
    pub purpose: &'static str,
}

/// Those of `wanted` that this machine lacks.
pub fn missing(wanted: &[Package]) -> Vec<Package> {
    let mut query = process::command("dpkg-query");
    query.args(["--show", "--showformat", "${Package} ${db:Status-Status}\n"]);
    let listed = process::printed(query.args(wanted.iter().map(|package| package.name)));
    missing_from(wanted, &listed, |program| process::which(program).is_some())
}

fn missing_from(wanted: &[Package], listed: &str, exists: impl Fn(&str) -> bool) -> Vec<Package> {
    let installed: BTreeSet<&str> = listed.lines().filter_map(|line| line.strip_suffix(" installed")).collect();
    wanted
        .iter()
        .filter(|package| !installed.contains(package.name) && !package.programs.iter().any(|name| exists(name)))
        .copied()
        .collect()
}

/// Installs packages, after a line that says which and why. Where that would need a password, the error is the one
/// command to type.
pub fn install(steps: &Steps, missing: &[Package]) -> Result<()> {
    if missing.is_empty() {
        return Ok(());
    }
    steps.note(&format!("packages needed: {}", with_purposes(missing)));
    if process::which("apt-get").is_none() {
        return Err(Error::new(format!(
            "packages are missing that only this system's own package manager can install: {}",
            with_purposes(missing)
        )));
    }
    let by: &[&str] = if is_root() {
        &[]
    } else if process::works(process::command("sudo").args(["-n", "true"])) {
        &["sudo", "-n"]
    } else {
        return Err(Error::new(format!(
            "packages are missing that only an administrator can install: {}",
            command_to_type(missing)
        )));
    };
    let names: Vec<&str> = missing.iter().map(|package| package.name).collect();
    // An old list of packages may name files that are gone; if it cannot be renewed, it may still do.
    let _ = apt_get(by, &["update"]);
    apt_get(by, &[&["install", "--yes", "--no-install-recommends"], names.as_slice()].concat())
        .map_err(|error| Error::new(format!("packages cannot be installed ({}): {error}", names.join(" "))))
}

/// Runs `apt-get`, silent but for its errors.
fn apt_get(by: &[&str], arguments: &[&str]) -> Result<()> {
    let words = [
        by,
        &["env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq"],
        // Another installation may be under way on this machine.
        &["--option=DPkg::Lock::Timeout=300"],
        arguments,
    ]
    .concat();
    let mut command = process::command(words[0]);
    command.args(&words[1..]);
    let _pulse = Pulse::start("packages");
    let output = command.stdin(std::process::Stdio::null()).output();
    match output {
        Ok(output) if output.status.success() => Ok(()),
        Ok(output) => {
            let said = String::from_utf8_lossy(&output.stderr).into_owned();
            Err(Error::new(process::complaint(&said).to_owned()))
        }
        Err(error) => Err(Error::new(error.to_string())),
    }
}

fn is_root() -> bool {
    process::output(process::command("id").arg("-u")).is_ok_and(|id| id.trim() == "0")
}

fn command_to_type(missing: &[Package]) -> String {
    let names: Vec<&str> = missing.iter().map(|package| package.name).collect();
    format!("sudo sh -c 'apt-get update && apt-get install --yes --no-install-recommends {}'", names.join(" "))
}

/// `chromium and chromium-driver (a browser the tests drive), xvfb (…)`.
fn with_purposes(packages: &[Package]) -> String {
    let mut purposes: Vec<&str> = Vec::new();
    for package in packages {
        if !purposes.contains(&package.purpose) {
            purposes.push(package.purpose);
        }
    }
    let groups: Vec<String> = purposes
        .into_iter()
        .map(|purpose| {
            let names: Vec<&str> =
                packages.iter().filter(|package| package.purpose == purpose).map(|package| package.name).collect();
            format!("{} ({purpose})", names.join(" and "))
        })
        .collect();
    groups.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    const WANTED: [Package; 3] = [
        Package { name: "chromium", programs: &["chromium", "google-chrome"], purpose: "a browser the tests drive" },
        Package { name: "chromium-driver", programs: &["chromedriver"], purpose: "a browser the tests drive" },
        Package { name: "fonts-noto-cjk", programs: &[], purpose: "shows Chinese" },
    ];

    fn names(packages: &[Package]) -> Vec<&str> {
        packages.iter().map(|package| package.name).collect()
    }

    #[test]
    fn on_a_fresh_machine_all_are_missing() {
        assert_eq!(missing_from(&WANTED, "", |_| false), WANTED);
    }

    #[test]
    fn only_an_installed_package_counts_not_a_removed_one() {
        let listed = "chromium installed\nchromium-driver config-files\nfonts-noto-cjk not-installed\n";
        assert_eq!(names(&missing_from(&WANTED, listed, |_| false)), ["chromium-driver", "fonts-noto-cjk"]);
    }

    #[test]
    fn a_program_from_elsewhere_will_do() {
        let missing = missing_from(&WANTED, "", |program| ["google-chrome", "chromedriver"].contains(&program));
        assert_eq!(names(&missing), ["fonts-noto-cjk"]);
    }

    #[test]
    fn the_line_says_which_and_why() {
        assert_eq!(
            with_purposes(&WANTED),
            "chromium and chromium-driver (a browser the tests drive), fonts-noto-cjk (shows Chinese)"
        );
    }

    #[test]
    fn the_command_to_type_is_one_line() {
        assert_eq!(
            command_to_type(&WANTED[..2]),
            "sudo sh -c 'apt-get update && apt-get install --yes --no-install-recommends chromium chromium-driver'"
        );
    }
}
