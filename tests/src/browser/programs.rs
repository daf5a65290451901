//! Where browsers, their drivers and `dealerbook` are on this machine.
//!
//! `cargo xtask test` installs what is missing and says where it is in variables. Without them the usual places are
//! searched. What isn't there fails the test: a browser test that is skipped silently proves nothing.

use std::path::{Path, PathBuf};

use crate::repository;

/// A program that the tests start.
#[derive(Clone, Copy, Debug)]
pub struct Program {
    /// What it is, for the message when it isn't there.
    what: &'static str,
    /// The variable that says where it is.
    variable: &'static str,
    /// Its names on the PATH.
    names: &'static [&'static str],
    /// Where else it may be.
    elsewhere: fn() -> Vec<PathBuf>,
}

/// What drives Chromium.
pub const CHROMEDRIVER: Program = Program {
    what: "Chromium's driver",
    variable: "DEALERBOOK_CHROMEDRIVER",
    names: &["chromedriver"],
    elsewhere: Vec::new,
};

/// Chromium.
pub const CHROMIUM: Program = Program {
    what: "Chromium",
    variable: "DEALERBOOK_CHROMIUM",
    names: &["chromium", "chromium-browser", "google-chrome"],
    elsewhere: Vec::new,
};

/// What drives Firefox.
pub const GECKODRIVER: Program = Program {
    what: "Firefox's driver",
    variable: "DEALERBOOK_GECKODRIVER",
    names: &["geckodriver"],
    elsewhere: geckodrivers,
};

/// Firefox.
pub const FIREFOX: Program = Program {
    what: "Firefox",
    variable: "DEALERBOOK_FIREFOX",
    names: &["firefox-esr", "firefox"],
    elsewhere: Vec::new,
};

/// What drives WebKit.
pub const WEBKITDRIVER: Program = Program {
    what: "WebKit's driver",
    variable: "DEALERBOOK_WEBKITDRIVER",
    names: &["WebKitWebDriver"],
    elsewhere: Vec::new,
};

/// The small browser that comes with WebKitGTK.
pub const MINIBROWSER: Program =
    Program { what: "WebKit's MiniBrowser", variable: "DEALERBOOK_MINIBROWSER", names: &[], elsewhere: minibrowsers };

/// A screen that exists in memory alone, for WebKit.
pub const XVFB: Program = Program { what: "Xvfb", variable: "DEALERBOOK_XVFB", names: &["Xvfb"], elsewhere: Vec::new };

/// The program under test, with its front end in it.
pub const DEALERBOOK: Program = Program {
    what: "the release build of dealerbook",
    variable: "DEALERBOOK_BINARY",
    names: &[],
    elsewhere: || vec![repository::root().join("target/release/dealerbook")],
};

impl Program {
    /// Where it is.
    ///
    /// # Panics
    /// When it isn't there, with what to do about it.
    pub fn path(self) -> PathBuf {
        let Self { what, variable, names, elsewhere } = self;
        if let Some(said) = std::env::var_os(variable) {
            let said = PathBuf::from(said);
            assert!(said.is_file(), "{variable} says that {what} is {}, but there is no such file", said.display());
            return said;
        }
        let path = std::env::var_os("PATH").unwrap_or_default();
        let folders: Vec<PathBuf> = std::env::split_paths(&path).collect();
        let on_path = names.iter().flat_map(|name| folders.iter().map(move |folder| folder.join(name)));
        on_path.chain(elsewhere()).find(|path| path.is_file()).unwrap_or_else(|| {
            panic!("{what} isn't on this machine: run `cargo xtask test`, which installs it, or set {variable}")
        })
    }
}

/// Those that `cargo xtask test` has installed, newest name first.
fn geckodrivers() -> Vec<PathBuf> {
    let caches = std::env::var_os("XDG_CACHE_HOME").map(PathBuf::from);
    let caches = caches.or_else(|| Some(PathBuf::from(std::env::var_os("HOME")?).join(".cache")));
    let tools = caches.map(|caches| entries(&caches.join("dealerbook/tools"), "geckodriver-")).unwrap_or_default();
    tools.into_iter().map(|tool| tool.join("bin/geckodriver")).collect()
}

/// Beside the library, in a folder named after the machine, newest version first.
fn minibrowsers() -> Vec<PathBuf> {
    let roots = ["/usr/lib", "/usr/libexec", "/usr/lib64"].map(PathBuf::from);
    let below: Vec<PathBuf> = roots.iter().flat_map(|root| entries(root, "")).collect();
    let webkits = roots.iter().chain(&below).flat_map(|folder| entries(folder, "webkit2gtk-"));
    webkits.map(|webkit| webkit.join("MiniBrowser")).collect()
}

/// What in `folder` has a name that begins so, the last name first.
fn entries(folder: &Path, beginning: &str) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return Vec::new();
    };
    let named = |path: &PathBuf| path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(beginning));
    let mut found: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).filter(named).collect();
    found.sort_by(|a, b| b.cmp(a));
    found
}
