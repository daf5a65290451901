//! The browsers that the tests drive, and the drivers between: Chromium, Firefox, and WebKit for what iPhones show.

use std::path::PathBuf;

use super::packages::{self, Package};
use super::{compiled::Program, versions};
use crate::error::{Error, Result};
use crate::process;
use crate::progress::Steps;

/// How many steps [`ensure`] takes.
pub const STEPS: usize = 2;

const WANTED: [Package; 6] = [
    Package {
        name: "chromium",
        programs: &["chromium", "chromium-browser", "google-chrome"],
        purpose: "the tests run in Chromium",
    },
    Package { name: "chromium-driver", programs: &["chromedriver"], purpose: "the tests run in Chromium" },
    Package { name: "firefox-esr", programs: &["firefox-esr", "firefox"], purpose: "the tests run in Firefox" },
    Package { name: "webkit2gtk-driver", programs: &["WebKitWebDriver"], purpose: "the tests run in WebKit" },
    Package { name: "xvfb", programs: &["Xvfb"], purpose: "a screen for browsers on a machine without one" },
    Package { name: "fonts-noto-cjk", programs: &[], purpose: "Chinese letters in the tests' browsers" },
];

/// Where the browsers are, as the variables that tell the tests.
pub struct Browsers(Vec<(&'static str, PathBuf)>);

impl Browsers {
    /// Variables and paths.
    pub fn variables(&self) -> impl Iterator<Item = (&'static str, &PathBuf)> {
        self.0.iter().map(|(name, path)| (*name, path))
    }
}

/// Installs what is missing for tests in browsers. A variable that is set already says where its program is.
pub fn ensure(steps: &mut Steps) -> Result<Browsers> {
    let missing = packages::missing(&WANTED);
    // Only Debian's list can tell whether the letters are there; elsewhere the desktop has brought some.
    let missing: Vec<Package> = if process::which("dpkg-query").is_some() {
        missing
    } else {
        missing.into_iter().filter(|package| !package.programs.is_empty()).collect()
    };
    if missing.is_empty() {
        steps.ready("browsers");
    } else {
        steps.begin("browsers", "installing …");
        packages::install(steps, &missing)?;
    }
    let geckodriver = Program {
        package: "geckodriver",
        name: "geckodriver",
        version: versions::GECKODRIVER,
        locked: true,
        takes: "about 2 minutes",
    }
    .ensure(steps)?;

    let mut found = vec![("DEALERBOOK_GECKODRIVER", geckodriver)];
    for (variable, programs) in [
        ("DEALERBOOK_CHROMIUM", WANTED[0].programs),
        ("DEALERBOOK_CHROMEDRIVER", WANTED[1].programs),
        ("DEALERBOOK_FIREFOX", WANTED[2].programs),
        ("DEALERBOOK_WEBKITDRIVER", WANTED[3].programs),
    ] {
        found.push((variable, on_path(programs)?));
    }
    found.push(("DEALERBOOK_MINIBROWSER", minibrowser()?));
    found.retain(|(variable, _)| std::env::var_os(variable).is_none());
    Ok(Browsers(found))
}

fn on_path(programs: &[&str]) -> Result<PathBuf> {
    programs.iter().find_map(|program| process::which(program)).ok_or_else(|| {
        Error::new(format!("{} isn't on the PATH, though its package is installed", programs.join(" or ")))
    })
}

/// The browser that WebKit's driver starts. It isn't on the PATH, but beside the library, newest version first.
fn minibrowser() -> Result<PathBuf> {
    let roots = ["/usr/lib", "/usr/libexec", "/usr/lib64"];
    let folders = roots.iter().map(PathBuf::from);
    let below = folders.clone().flat_map(|folder| entries(&folder)).filter(|path| path.is_dir());
    let mut found: Vec<PathBuf> = folders
        .chain(below)
        .flat_map(|folder| entries(&folder))
        .filter(|path| path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("webkit2gtk-")))
        .map(|folder| folder.join("MiniBrowser"))
        .filter(|path| path.is_file())
        .collect();
    found.sort();
    found.pop().ok_or_else(|| Error::new("WebKit's MiniBrowser isn't there, though webkit2gtk-driver is installed"))
}

fn entries(folder: &std::path::Path) -> Vec<PathBuf> {
    std::fs::read_dir(folder)
        .map(|entries| entries.filter_map(|entry| Some(entry.ok()?.path())).collect())
        .unwrap_or_default()
}
