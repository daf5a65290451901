//! What writing a site promises.

mod compressed;
mod failing;
mod images;
mod kept;
mod killed;
mod place;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use super::*;

/// A company's folder and a place for its site, which go away with the test.
struct Ground {
    root: TempDir,
    folder: Folder,
    release: Option<ReleaseOptions>,
}

/// The files of a site.
type Files = BTreeMap<String, Vec<u8>>;

impl Ground {
    fn new() -> Self {
        let root = TempDir::new().expect("a folder");
        let folder = Folder { content: root.path().join("content"), public: root.path().join("public") };
        fs::create_dir_all(folder.content.join("policies")).expect("content");
        fs::create_dir_all(&folder.public).expect("public");
        Self { root, folder, release: None }
    }

    /// The same, for a site that is released.
    fn releasing() -> Self {
        let ground = Self::new();
        Self { release: Some(ReleaseOptions { cache: ground.path("content/.dealerbook") }), ..ground }
    }

    fn path(&self, path: &str) -> PathBuf {
        self.root.path().join(path)
    }

    fn out(&self) -> PathBuf {
        self.path("dist")
    }

    fn write_to(&self, out: &Path, files: &Files) -> Result<Written, WriteError> {
        self.render_to(out, files, |file| Ok::<_, String>(files[file].clone()))
    }

    fn render_to<E: Display>(
        &self,
        out: &Path,
        files: &Files,
        render: impl Fn(&str) -> Result<Vec<u8>, E> + Sync,
    ) -> Result<Written, WriteError> {
        let names: Vec<&str> = files.keys().map(String::as_str).collect();
        let options = Options { folder: &self.folder, release: self.release.clone(), progress: &|_, _| {} };
        write_files(&names, render, out, &options)
    }

    fn write(&self, files: &Files) -> Result<Written, WriteError> {
        self.write_to(&self.out(), files)
    }

    /// The names of the problems when `files` are written.
    fn refusal(&self, out: &Path, files: &Files) -> Vec<String> {
        let error = self.write_to(out, files).expect_err("refused");
        error.problems.iter().map(|problem| problem.name().to_owned()).collect()
    }

    /// The names beside the site, hidden ones too.
    fn beside(&self) -> Vec<String> {
        names(self.root.path())
    }
}

/// What stands in a folder before anything is written, and after.
const NOTHING_LEFT: [&str; 3] = ["content", "dist", "public"];

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("a folder");
    let mut names: Vec<String> =
        entries.map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

/// A site of `count` files, each of which tells its `version`.
fn site(count: usize, version: &str) -> Files {
    let page = |number: usize| {
        let text = format!("<p>{version}</p>\n").repeat(20 + number % 7);
        (format!("policies/part-{}/page-{number}.html", number % 5), text.into_bytes())
    };
    (0..count).map(page).chain([("data/recent.json".to_owned(), b"{}".to_vec())]).collect()
}

/// Every file in `out` but the marker.
fn read(out: &Path) -> Files {
    fn walk(root: &Path, folder: &Path, files: &mut Files) {
        for entry in fs::read_dir(folder).expect("a folder") {
            let entry = entry.expect("an entry");
            let path = entry.path();
            if entry.file_type().expect("a kind").is_dir() {
                walk(root, &path, files);
            } else {
                let name = path.strip_prefix(root).expect("below").to_string_lossy().replace('\\', "/");
                files.insert(name, fs::read(&path).expect("a file"));
            }
        }
    }
    let mut files = Files::new();
    walk(out, out, &mut files);
    assert!(files.remove(MARKER).is_some(), "the marker is there");
    files
}

#[test]
fn a_site_is_written_with_its_marker_and_nothing_else() {
    let ground = Ground::new();
    let files = site(20, "one");
    let written = ground.write(&files).expect("written");
    assert_eq!(read(&ground.out()), files);
    assert_eq!(ground.beside(), NOTHING_LEFT);
    let bytes = files.values().map(|bytes| bytes.len() as u64).sum();
    assert_eq!(written, Written { pages: 20, files: 21, bytes, ..Written::default() });
}

#[test]
fn a_site_written_again_is_what_a_clean_build_gives() {
    let ground = Ground::new();
    let mut files = site(30, "one");
    ground.write(&files).expect("written");

    files.remove("policies/part-0/page-5.html");
    files.insert("policies/part-1/page-1.html".to_owned(), b"shorter".to_vec());
    let same_length = files["policies/part-2/page-2.html"].iter().map(|byte| byte ^ 1).collect();
    files.insert("policies/part-2/page-2.html".to_owned(), same_length);
    files.insert("new/page.html".to_owned(), b"new".to_vec());
    // A page where there was a folder, and the other way round.
    files.retain(|path, _| !path.starts_with("policies/part-3/") && path != "data/recent.json");
    files.insert("policies/part-3".to_owned(), b"a file".to_vec());
    files.insert("data/recent.json/page.html".to_owned(), b"a page".to_vec());

    let written = ground.write(&files).expect("written again");
    assert_eq!(written.unchanged, files.len() - 5, "all but the changed and the new");
    let clean = ground.path("clean");
    ground.write_to(&clean, &files).expect("written elsewhere");
    assert_eq!(read(&ground.out()), read(&clean));
    assert_eq!(fs::read(ground.out().join(MARKER)).ok(), fs::read(clean.join(MARKER)).ok());
}

#[test]
fn a_copy_made_of_links_keeps_its_content() {
    let ground = Ground::new();
    let page = "policies/part-1/page-1.html";
    ground.write(&site(5, "one")).expect("written");
    fs::hard_link(ground.out().join(page), ground.path("copy.html")).expect("a link");
    ground.write(&site(5, "two")).expect("written again");
    assert_eq!(fs::read(ground.path("copy.html")).ok(), Some(site(5, "one")[page].clone()));
}

#[test]
fn progress_ends_with_everything_done() {
    let ground = Ground::new();
    let files = site(50, "one");
    let names: Vec<&str> = files.keys().map(String::as_str).collect();
    let (calls, last) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let progress = |done: usize, total: usize| {
        assert_eq!(total, 51);
        calls.fetch_add(1, Ordering::Relaxed);
        last.fetch_max(done, Ordering::Relaxed);
    };
    let options = Options { folder: &ground.folder, release: None, progress: &progress };
    write_files(&names, |file| Ok::<_, String>(files[file].clone()), &ground.out(), &options).expect("written");
    assert_eq!((calls.into_inner(), last.into_inner()), (51, 51));
}
