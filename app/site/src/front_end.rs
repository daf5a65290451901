//! The built front end: the page shell and the files it loads.

use std::path::Path;

use crate::folder::ReadError;

/// What Trunk wrote: the shell that every page extends, and the files that every site carries.
#[derive(Clone, Debug, Default)]
pub struct FrontEnd {
    /// `index.html`: minijinja template text with the hashed names of stylesheet and scripts.
    pub shell: String,
    /// Every other file, by name.
    pub files: Vec<(String, Vec<u8>)>,
}

impl FrontEnd {
    /// Reads the front end from the folder where Trunk put it.
    ///
    /// # Errors
    /// When there is no `index.html`, or a file can't be read.
    pub fn read(directory: &Path) -> Result<Self, ReadError> {
        let shell_path = directory.join("index.html");
        let shell = std::fs::read_to_string(&shell_path).map_err(ReadError::at(&shell_path))?;
        let mut files = Vec::new();
        for entry in std::fs::read_dir(directory).map_err(ReadError::at(directory))? {
            let path = entry.map_err(ReadError::at(directory))?.path();
            let Some(name) = path.file_name().and_then(|name| name.to_str()) else {
                continue;
            };
            if path.is_file() && !name.starts_with('.') && Self::is_asset(name) {
                files.push((name.to_owned(), std::fs::read(&path).map_err(ReadError::at(&path))?));
            }
        }
        files.sort();
        Ok(Self { shell, files })
    }

    /// Whether a file of the front end's folder belongs to the site: scripts, styles and WASM. Pages that an
    /// earlier build left there don't.
    pub fn is_asset(name: &str) -> bool {
        [".js", ".css", ".wasm"].iter().any(|ending| name.ends_with(ending))
    }

    /// The hashed name of the file called `stem-<hash><ending>`.
    pub fn asset(&self, stem: &str, ending: &str) -> Option<&str> {
        self.files
            .iter()
            .map(|(name, _)| name.as_str())
            .find(|name| name.strip_prefix(stem).is_some_and(|rest| rest.starts_with('-') && rest.ends_with(ending)))
    }
}
