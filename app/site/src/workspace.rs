//! A company's folder in memory: reads what changed, remembers the rest.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;
use std::time::SystemTime;

use chrono_tz::Tz;
use rayon::prelude::*;

use crate::content::{self, Item, ParsedFile, asset::Asset};
use crate::diagnostic::Diagnostic;
use crate::folder::{Folder, PORTAL_FILE, ReadError};
use crate::front_end::FrontEnd;
use crate::model::{Files, LeftOut, Model, Settings};
use crate::release::list::RELEASES_FILE;
use crate::site::Site;

type FileMap = BTreeMap<Arc<str>, Arc<ParsedFile>>;

/// What tells that a file may have changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Stamp {
    modified: Option<SystemTime>,
    length: u64,
}

impl Stamp {
    fn of(path: &Path) -> Result<Self, ReadError> {
        let metadata = std::fs::metadata(path).map_err(ReadError::at(path))?;
        Ok(Self { modified: metadata.modified().ok(), length: metadata.len() })
    }
}

/// A folder, its parsed files and the front end that shows them.
pub struct Workspace {
    folder: Folder,
    front_end: Arc<FrontEnd>,
    content: FileMap,
    public: FileMap,
    stamps: BTreeMap<String, Stamp>,
    /// The original path of each frozen file, by the SHA-256 that names it.
    released_as: BTreeMap<String, String>,
}

/// What came of looking at the whole folder.
pub struct Report {
    /// The site; fit for publishing only without errors.
    pub site: Site,
    /// Every problem, by place.
    pub diagnostics: Vec<Diagnostic>,
}

impl Report {
    /// Whether anything stops the build.
    pub fn has_errors(&self) -> bool {
        self.diagnostics.iter().any(Diagnostic::is_error)
    }

    /// The files that aren't in the site, with the reason.
    pub fn left_out(&self) -> &[LeftOut] {
        self.site.left_out()
    }
}

impl Workspace {
    /// A workspace on `folder`, with nothing read yet.
    pub fn open(folder: Folder, front_end: FrontEnd) -> Self {
        Self {
            folder,
            front_end: Arc::new(front_end),
            content: FileMap::new(),
            public: FileMap::new(),
            stamps: BTreeMap::new(),
            released_as: BTreeMap::new(),
        }
    }

    /// The folder.
    pub fn folder(&self) -> &Folder {
        &self.folder
    }

    /// Puts another build of the front end in place.
    pub fn set_front_end(&mut self, front_end: FrontEnd) {
        self.front_end = Arc::new(front_end);
    }

    /// Looks at every file and reads those that changed; says whether any did.
    ///
    /// # Errors
    /// When a file or folder can't be read; what was read before stays.
    pub fn refresh(&mut self) -> Result<bool, ReadError> {
        let content = self.folder.content_files()?;
        let public = self.folder.public_files()?;
        let mut changed = self.forget_missing(&content, &public);
        changed |= self.refresh_releases(content.iter().any(|path| path == RELEASES_FILE))?;
        let stale = self.stale(&content, &public)?;
        changed |= !stale.is_empty();
        let parsed: Vec<(StaleFile, Arc<ParsedFile>)> = stale
            .into_par_iter()
            .map(|file| {
                let parsed = Arc::new(self.parse(&file)?);
                Ok((file, parsed))
            })
            .collect::<Result<_, ReadError>>()?;
        for (file, parsed) in parsed {
            self.store(&file, parsed);
        }
        Ok(changed)
    }

    /// Looks at one file that may have changed, by its path on disk; says whether it did.
    ///
    /// # Errors
    /// When it can't be read.
    pub fn refresh_file(&mut self, path: &Path) -> Result<bool, ReadError> {
        let below = |root: &Path| {
            let relative = path.strip_prefix(root).ok()?;
            let parts: Option<Vec<&str>> = relative.components().map(|part| part.as_os_str().to_str()).collect();
            parts.map(|parts| parts.join("/"))
        };
        let public = below(&self.folder.public);
        let content = below(&self.folder.content)
            .filter(|relative| relative == PORTAL_FILE || crate::markdown::links::is_content(relative));
        if path.is_dir() || [&content, &public].iter().all(|found| found.is_none()) {
            return if path.is_dir() { self.refresh() } else { Ok(false) };
        }
        let hidden =
            |relative: &str| relative.split('/').any(|part| part.starts_with(['.', '#']) || part.ends_with('~'));
        if content.as_deref().or(public.as_deref()).is_some_and(hidden) {
            return Ok(false);
        }
        let linked = [(&self.folder.content, &content), (&self.folder.public, &public)]
            .into_iter()
            .any(|(root, relative)| relative.as_deref().is_some_and(|relative| leads_over_a_link(root, relative)));
        if linked || !path.is_file() || content.as_deref() == Some(RELEASES_FILE) {
            return self.refresh();
        }
        let file = match (content, public) {
            (Some(content), _) => StaleFile { is_public: false, path: content, stamp: Stamp::of(path)? },
            (None, Some(public)) => StaleFile { is_public: true, path: public, stamp: Stamp::of(path)? },
            (None, None) => return Ok(false),
        };
        if self.stamps.get(&file.key()) == Some(&file.stamp) {
            return Ok(false);
        }
        let parsed = Arc::new(self.parse(&file)?);
        self.store(&file, parsed);
        Ok(true)
    }

    /// The portal's time zone, by which its days begin; UTC while `portal.toml` doesn't say.
    pub fn time_zone(&self) -> Tz {
        match self.content.get(PORTAL_FILE).map(|file| &file.item) {
            Some(Item::Portal(portal)) => portal.time_zone,
            _ => Tz::UTC,
        }
    }

    /// Puts everything together.
    pub fn assemble(&self, settings: &Settings) -> Report {
        let mut diagnostics = Vec::new();
        let files = Files { content: &self.content, public: &self.public };
        let model = Model::build(&files, settings, &mut diagnostics);
        let texts = files.content.values().filter_map(|file| match &file.item {
            Item::Texts(texts) => Some(texts),
            _ => None,
        });
        let site = Site::new(model, texts, &self.folder, Arc::clone(&self.front_end), &mut diagnostics);
        diagnostics.sort_by(|a, b| (&a.place, a.severity, a.name).cmp(&(&b.place, b.severity, b.name)));
        Report { site, diagnostics }
    }

    fn forget_missing(&mut self, content: &[String], public: &[String]) -> bool {
        let content: BTreeSet<&str> = content.iter().map(String::as_str).collect();
        let public: BTreeSet<&str> = public.iter().map(String::as_str).collect();
        let before = self.content.len() + self.public.len();
        self.content.retain(|path, _| content.contains(path.as_ref()));
        self.public.retain(|path, _| public.contains(path.as_ref()));
        self.stamps.retain(|key, _| match key.strip_prefix('/') {
            Some(path) => public.contains(path),
            None => content.contains(key.as_str()),
        });
        before != self.content.len() + self.public.len()
    }

    /// Reads the list of releases if it changed. It says what the frozen files are, so it is read before them, and
    /// they are read again when it says something else or is gone.
    fn refresh_releases(&mut self, present: bool) -> Result<bool, ReadError> {
        let mut changed = false;
        if present {
            let stamp = Stamp::of(&self.folder.content.join(RELEASES_FILE))?;
            let file = StaleFile { is_public: false, path: RELEASES_FILE.to_owned(), stamp };
            if self.stamps.get(RELEASES_FILE) != Some(&stamp) {
                let parsed = Arc::new(self.parse(&file)?);
                self.store(&file, parsed);
                changed = true;
            }
        }
        let released_as: BTreeMap<String, String> = match self.content.get(RELEASES_FILE).map(|file| &file.item) {
            Some(Item::Releases(releases)) => {
                releases.iter().map(|release| (release.file_sha256.clone(), release.path.clone())).collect()
            }
            _ => BTreeMap::new(),
        };
        if released_as != self.released_as {
            self.released_as = released_as;
            self.stamps.retain(|key, _| !key.starts_with("published/") || key == RELEASES_FILE);
        }
        Ok(changed)
    }

    fn stale(&self, content: &[String], public: &[String]) -> Result<Vec<StaleFile>, ReadError> {
        let all = content.iter().map(|path| (false, path)).chain(public.iter().map(|path| (true, path)));
        let mut stale = Vec::new();
        for (is_public, path) in all {
            let stamp = Stamp::of(&self.root(is_public).join(path))?;
            let file = StaleFile { is_public, path: path.clone(), stamp };
            if self.stamps.get(&file.key()) != Some(&stamp) {
                stale.push(file);
            }
        }
        Ok(stale)
    }

    fn root(&self, is_public: bool) -> &Path {
        if is_public { &self.folder.public } else { &self.folder.content }
    }

    fn parse(&self, file: &StaleFile) -> Result<ParsedFile, ReadError> {
        let on_disk = self.root(file.is_public).join(&file.path);
        let bytes = std::fs::read(&on_disk).map_err(ReadError::at(&on_disk))?;
        if file.is_public {
            return Ok(public_file(&file.path, &bytes));
        }
        let frozen = file.path.strip_prefix("published/").and_then(|name| name.strip_suffix(".md"));
        let released_as = frozen.and_then(|sha256| self.released_as.get(sha256)).map(String::as_str);
        Ok(content::parse(&file.path.as_str().into(), &bytes, released_as))
    }

    fn store(&mut self, file: &StaleFile, parsed: Arc<ParsedFile>) {
        self.stamps.insert(file.key(), file.stamp);
        let files = if file.is_public { &mut self.public } else { &mut self.content };
        files.insert(file.path.as_str().into(), parsed);
    }
}

/// Whether one of the folders on the way from `root` to a file, or the file itself, is a symbolic link. A walk through
/// the folder passes over those.
fn leads_over_a_link(root: &Path, relative: &str) -> bool {
    let mut path = root.to_path_buf();
    relative.split('/').any(|part| {
        path.push(part);
        path.is_symlink()
    })
}

/// A file whose stamp differs from the one that was read.
struct StaleFile {
    is_public: bool,
    path: String,
    stamp: Stamp,
}

impl StaleFile {
    /// Its path, with a leading slash when it is public.
    fn key(&self) -> String {
        if self.is_public { format!("/{}", self.path) } else { self.path.clone() }
    }
}

/// Public files are copied as they are, but none may run in the portal's origin.
fn public_file(path: &str, bytes: &[u8]) -> ParsedFile {
    let shown: Arc<str> = format!("public/{path}").into();
    let mut problems = Vec::new();
    if content::name::FileName::of(path) == content::name::FileName::Refused {
        problems.push(Diagnostic::error("html-in-public", crate::Place::file(Arc::clone(&shown))));
    }
    let asset = Asset::read(&shown, bytes, &mut problems);
    ParsedFile { path: path.into(), item: Item::Asset(asset), problems }
}
