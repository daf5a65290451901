//! The sample company's portal as the `dealerbook` binary builds it, and `dealerbook serve`.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;

use super::host::Host;
use super::process::{self, Process};
use super::programs;
use crate::company::{Company, TODAY};
use crate::repository;

/// Where the portal is on its host: not at the root, so that an address which only works there is found out.
pub const BELOW: &str = "/dealer/portal/";

/// The sample company's portal, built for a path below its host's root, on the day on which all tests take place.
#[derive(Clone, Copy, Debug)]
pub struct Portal {
    folder: &'static PathBuf,
}

impl Portal {
    /// Built once for all tests.
    ///
    /// # Panics
    /// When it can't be built, with what `dealerbook` said.
    pub fn built() -> Self {
        static BUILT: LazyLock<PathBuf> = LazyLock::new(|| {
            let company = Company::sample().replace(
                "portal.toml",
                "dealers.example.com/\"",
                "dealers.example.com/dealer/portal/\"",
            );
            let folder = process::folder("portal");
            let mut dealerbook = Command::new(programs::DEALERBOOK.path());
            dealerbook.args(["build", "--today", &TODAY.to_string()]);
            dealerbook.arg("--folder").arg(company.path("")).arg("--out").arg(&folder);
            let done = dealerbook.output().expect("dealerbook can be run");
            let said = String::from_utf8_lossy(&done.stderr);
            assert!(done.status.success(), "the sample company can't be built:\n{said}");
            folder
        });
        Self { folder: &BUILT }
    }

    /// Where it was written.
    pub fn folder(self) -> &'static Path {
        self.folder
    }

    /// A static host for it, of a test's own.
    pub fn host(self) -> Host {
        Host::serve(self.folder, BELOW)
    }

    /// The paths of all its pages, in all languages.
    pub fn pages(self) -> Vec<String> {
        let paths = repository::files(self.folder).into_iter().map(|(path, _)| path);
        paths.filter(|path| path.ends_with(".html")).collect()
    }
}

/// `dealerbook serve` on a company's folder. It stops when it is dropped.
#[derive(Debug)]
pub struct Serving {
    address: String,
    _process: Process,
}

impl Serving {
    /// Waits until it listens.
    pub fn start(company: &Company) -> Self {
        let today = TODAY.to_string();
        let (process, address) = Process::start_until(
            &programs::DEALERBOOK.path(),
            |dealerbook| {
                dealerbook.args(["serve", "--port", "0", "--today", &today, "--folder"]).arg(company.path(""));
            },
            |line| {
                let address = &line[line.find("http://")?..];
                Some(address.split_whitespace().next()?.to_owned())
            },
        );
        Self { address, _process: process }
    }

    /// The address of a page.
    pub fn address(&self, path: &str) -> String {
        format!("{}{path}", self.address)
    }
}
