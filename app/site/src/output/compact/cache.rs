//! What takes long to make, kept by what it was made from. A damaged entry is made again.

use std::collections::BTreeSet;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use dealerbook_domain::acknowledgement::sha256_hex;

use crate::output::problem::Problem;

/// Our folder in the one we are given, so that nobody else's files are there.
const FOLDER: &str = "release";

/// Length of a SHA-256 in hex: what an entry's name is, and what it begins with.
const HASH: usize = 64;

/// A folder of entries. Each begins with the hash of the rest of it.
pub(super) struct Cache {
    folder: PathBuf,
    used: Mutex<BTreeSet<String>>,
    temporary: AtomicUsize,
}

impl Cache {
    /// The cache in the folder `parent`.
    pub(super) fn open(parent: &Path) -> Result<Self, Problem> {
        let folder = parent.join(FOLDER);
        fs::create_dir_all(&folder).map_err(Problem::disk(&folder))?;
        Ok(Self { folder, used: Mutex::default(), temporary: AtomicUsize::new(0) })
    }

    /// What `make` makes of `bytes` with `settings`; `None` when there is nothing better than `bytes` themselves.
    pub(super) fn get_or_make(
        &self,
        settings: &str,
        bytes: &[u8],
        make: impl FnOnce() -> Result<Option<Vec<u8>>, Problem>,
    ) -> Result<Option<Vec<u8>>, Problem> {
        let name = sha256_hex(format!("{settings}\n{}", sha256_hex(bytes)).as_bytes());
        let made = match fs::read(self.folder.join(&name)).ok().and_then(content) {
            Some(made) => made,
            None => {
                let made = make()?.unwrap_or_default();
                self.store(&name, &made)?;
                made
            }
        };
        self.used.lock().unwrap_or_else(PoisonError::into_inner).insert(name);
        Ok(Some(made).filter(|made| !made.is_empty()))
    }

    fn store(&self, name: &str, made: &[u8]) -> Result<(), Problem> {
        let path = self.folder.join(name);
        let unique = self.temporary.fetch_add(1, Ordering::Relaxed);
        let temporary = self.folder.join(format!("{name}.{}-{unique}", std::process::id()));
        let entry = [sha256_hex(made).as_bytes(), made].concat();
        let stored = fs::write(&temporary, entry).and_then(|()| fs::rename(&temporary, &path));
        match stored {
            // Another release thought it forgotten; it is only made again one day.
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
            Err(error) => {
                let _ = fs::remove_file(&temporary);
                Err(Problem::disk(&path)(error))
            }
            Ok(()) => Ok(()),
        }
    }

    /// Removes every entry that wasn't asked for, and what killed releases left.
    pub(super) fn forget_the_unused(&self) {
        let used = self.used.lock().unwrap_or_else(PoisonError::into_inner);
        for entry in fs::read_dir(&self.folder).into_iter().flatten().flatten() {
            let name = entry.file_name();
            if name.to_str().is_some_and(|name| is_ours(name) && !used.contains(name)) {
                let _ = fs::remove_file(entry.path());
            }
        }
    }
}

/// What an entry holds, if it is whole.
fn content(mut entry: Vec<u8>) -> Option<Vec<u8>> {
    let made = (entry.len() >= HASH).then(|| entry.split_off(HASH))?;
    (sha256_hex(&made).as_bytes() == entry).then_some(made)
}

fn is_ours(name: &str) -> bool {
    name.split('.').next().is_some_and(|hash| hash.len() == HASH && hash.bytes().all(|byte| byte.is_ascii_hexdigit()))
}
