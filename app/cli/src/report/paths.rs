//! Where the files are that problems name.

use std::path::{Path, PathBuf};

use dealerbook_site::Folder;

/// A company's folder, seen from where the program was called.
pub struct Paths {
    folder: Folder,
    here: PathBuf,
}

impl Paths {
    /// The paths of `folder` for someone who works in the directory `here`.
    pub fn new(folder: &Folder, here: &Path) -> Self {
        Self { folder: folder.clone(), here: here.to_path_buf() }
    }

    /// The file that the generator calls `path`.
    pub(super) fn on_disk(&self, path: &str) -> PathBuf {
        match path.strip_prefix("public/") {
            Some(public) => self.folder.public.join(public),
            None => self.folder.content.join(path),
        }
    }

    /// The path from the working directory, with forward slashes, so that it can be opened as it stands.
    pub(super) fn openable(&self, path: &str) -> String {
        let on_disk = self.on_disk(path);
        let shown = on_disk.strip_prefix(&self.here).unwrap_or(&on_disk);
        shown.to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_lead_from_the_working_directory_to_the_file() {
        let root = std::path::absolute("somewhere").expect("a path");
        let folder = Folder { content: root.join("content"), public: root.join("public") };
        let paths = Paths::new(&folder, &root);
        assert_eq!(paths.openable("policies/a.md"), "content/policies/a.md");
        assert_eq!(paths.openable("public/a.svg"), "public/a.svg");
        let elsewhere = Paths::new(&folder, &root.join("public"));
        assert!(elsewhere.openable("policies/a.md").ends_with("/somewhere/content/policies/a.md"));
    }
}
