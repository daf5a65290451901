//! Company folders for tests: made of a few files, or copied from one that stands in the repository.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, SystemTime};

use chrono::NaiveDate;
use dealerbook_site::folder::PORTAL_FILE;
use dealerbook_site::{Folder, FrontEnd, Report, Settings, Site, Workspace};

use crate::problems;
use crate::repository;

/// The day on which all tests take place.
pub const TODAY: NaiveDate = NaiveDate::from_ymd_opt(2026, 11, 23).expect("a day");

/// What a site is built with, unless a test says otherwise.
pub fn settings() -> Settings {
    Settings { today: TODAY, drafts: false }
}

/// The smallest `portal.toml` with everything that must be said, and a group and a region to name.
pub const PORTAL: &str = r#"id = "0123456789abcdef0123456789abcdef"
name = "样例门户"
base = "https://dealers.example.com/"
time_zone = "Asia/Shanghai"
currency = "CNY"
languages = ["zh-Hans", "en"]

[groups]
A = "核心经销商"

[regions]
east = "华东"

[audience]
newsletter = ["public"]
policies = ["public"]
meetings = ["public"]
contracts = ["public"]
catalog = ["public"]
"#;

/// A file that the page shell names and every company has.
const FAVICON: &str = r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>"#;

/// A company's folder in a temporary place, gone when it goes.
///
/// Each file written is a second newer than the last, so that a change is seen however fast the test runs.
#[derive(Debug)]
pub struct Company {
    root: PathBuf,
    writes: AtomicU64,
}

impl Company {
    /// With the smallest `portal.toml` and nothing to read.
    pub fn new() -> Self {
        Self::empty().file(PORTAL_FILE, PORTAL).file("public/favicon.svg", FAVICON)
    }

    /// With nothing at all in it.
    pub fn empty() -> Self {
        static COMPANIES: AtomicU64 = AtomicU64::new(0);
        let number = COMPANIES.fetch_add(1, Ordering::Relaxed);
        let root = std::env::temp_dir().join(format!("dealerbook-test-{}-{number}", std::process::id()));
        fs::create_dir(&root).unwrap_or_else(|error| panic!("{}: {error}", root.display()));
        Self { root, writes: AtomicU64::new(0) }
    }

    /// With every file below `directory`, which may lack what [`Company::new`] has.
    pub fn copy_of(directory: &Path) -> Self {
        let company = Self::new();
        for (path, bytes) in repository::files(directory) {
            company.write(&path, bytes);
        }
        company
    }

    /// With every file below `content/` and `public/` of `directory`.
    pub fn copy_with_public(directory: &Path) -> Self {
        let company = Self::copy_of(&directory.join("content"));
        for (path, bytes) in repository::files(&directory.join("public")) {
            company.write(&format!("public/{path}"), bytes);
        }
        company
    }

    /// The sample company.
    pub fn sample() -> Self {
        Self::copy_with_public(&repository::root())
    }

    /// With one more file.
    #[must_use]
    pub fn file(self, path: &str, bytes: impl AsRef<[u8]>) -> Self {
        self.write(path, bytes);
        self
    }

    /// With another text in place of `from` in a file.
    #[must_use]
    pub fn replace(self, path: &str, from: &str, to: &str) -> Self {
        let text = self.read(path);
        assert!(text.contains(from), "{path} has no {from:?}");
        self.file(path, text.replace(from, to))
    }

    /// Without a file.
    #[must_use]
    pub fn without(self, path: &str) -> Self {
        self.remove(path);
        self
    }

    /// Where `path` is on disk.
    pub fn path(&self, path: &str) -> PathBuf {
        self.root.join(path)
    }

    /// A file's text.
    pub fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    /// Writes a file and the folders above it.
    pub fn write(&self, path: &str, bytes: impl AsRef<[u8]>) {
        let on_disk = self.path(path);
        let written = fs::create_dir_all(on_disk.parent().expect("a file stands in a folder"))
            .and_then(|()| fs::write(&on_disk, bytes))
            .and_then(|()| self.age(&on_disk));
        written.unwrap_or_else(|error| panic!("{path}: {error}"));
    }

    /// Removes a file, if it is there.
    pub fn remove(&self, path: &str) {
        if self.path(path).exists() {
            fs::remove_file(self.path(path)).unwrap_or_else(|error| panic!("{path}: {error}"));
        }
    }

    /// Gives a file another name, if it is there; its time stays, as when a person renames it.
    pub fn rename(&self, from: &str, to: &str) {
        if self.path(from).exists() {
            let renamed = fs::create_dir_all(self.path(to).parent().expect("a file stands in a folder"))
                .and_then(|()| fs::rename(self.path(from), self.path(to)));
            renamed.unwrap_or_else(|error| panic!("{from} → {to}: {error}"));
        }
    }

    fn age(&self, on_disk: &Path) -> std::io::Result<()> {
        let seconds = 1_790_000_000 + self.writes.fetch_add(1, Ordering::Relaxed);
        File::options().write(true).open(on_disk)?.set_modified(SystemTime::UNIX_EPOCH + Duration::from_secs(seconds))
    }

    /// The folder, as the generator takes it.
    pub fn folder(&self) -> Folder {
        Folder { content: self.root.clone(), public: self.root.join("public") }
    }

    /// A workspace that has read everything, with `front_end`.
    pub fn workspace_with(&self, front_end: FrontEnd) -> Workspace {
        let mut workspace = Workspace::open(self.folder(), front_end);
        workspace.refresh().unwrap_or_else(|error| panic!("{error}"));
        workspace
    }

    /// A workspace that has read everything.
    pub fn workspace(&self) -> Workspace {
        self.workspace_with(repository::small_front_end())
    }

    /// What a fresh look at the folder gives.
    pub fn report(&self) -> Report {
        self.workspace().assemble(&settings())
    }

    /// Every file of the site; the folder has to be free of errors.
    pub fn built(&self) -> BTreeMap<String, Vec<u8>> {
        let report = self.report();
        assert!(!report.has_errors(), "the folder has errors:\n{}", problems::lines(&report, &self.root));
        rendered(&report.site)
    }
}

impl Default for Company {
    fn default() -> Self {
        Self::new()
    }
}

impl Drop for Company {
    fn drop(&mut self) {
        // A folder that stays behind harms nobody; a second panic would hide the first.
        let _ = fs::remove_dir_all(&self.root);
    }
}

/// Every file of a site by path, as it would be written.
pub fn rendered(site: &Site) -> BTreeMap<String, Vec<u8>> {
    let render = |path: &str| {
        let bytes = site.render(path).expect("a listed path can be rendered");
        (path.to_owned(), bytes.unwrap_or_else(|error| panic!("{error}")))
    };
    site.paths().map(render).collect()
}
