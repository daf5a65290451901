//! Why a site was not written.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

/// A site that was not written: what was there before stays as it was.
#[derive(Debug)]
pub struct WriteError {
    /// Everything that stood in the way, at least one; sorted by file.
    pub problems: Vec<Problem>,
}

/// One thing that stood in the way.
#[derive(Debug)]
pub enum Problem {
    /// The site should go where there is a file.
    NotAFolder(PathBuf),
    /// The site should go into a folder with files that no build of ours has put there.
    Foreign(PathBuf),
    /// The site should go into a folder with a `.git` of its own, which replacing would lose.
    Repository(PathBuf),
    /// The site should go over, into or around a folder that it is made from.
    AmongSources {
        /// Where the site should go.
        out: PathBuf,
        /// What would be lost, or read as content.
        source: PathBuf,
    },
    /// A path that can't be written on every system.
    Name {
        /// The path in the site.
        path: String,
        /// What is wrong with it.
        fault: NameFault,
    },
    /// Two paths that are one on Windows or a Mac, or a file where another path needs a folder.
    Collision {
        /// The later one of the two.
        path: String,
        /// The earlier one.
        other: String,
    },
    /// A page that could not be rendered, or a file that could not be read.
    Content {
        /// The path in the site.
        path: String,
        /// Why, in the words of the one who renders.
        reason: String,
    },
    /// An image with more pixels than can be held in memory.
    ImageTooLarge {
        /// The path in the site.
        path: String,
        /// In pixels.
        width: u32,
        /// In pixels.
        height: u32,
    },
    /// An image that can't be read.
    ImageBroken {
        /// The path in the site.
        path: String,
        /// Why, in the words of the decoder.
        reason: String,
    },
    /// The disk refused.
    Disk {
        /// The file or folder that could not be written, renamed or read.
        path: PathBuf,
        /// Why.
        error: io::Error,
    },
}

/// What is wrong with a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NameFault {
    /// It is empty or absolute, or has an empty part, `.` or `..`.
    NotRelative,
    /// It has a character that some system refuses.
    Character(char),
    /// A part of it is the name of a device on Windows.
    Reserved(String),
    /// A part of it ends in a dot or a space, which Windows drops.
    Ending(String),
    /// It is the marker's, or below it.
    Marker,
}

impl Problem {
    /// Which problem it is: the middle of its text keys.
    pub fn name(&self) -> &'static str {
        match self {
            Self::NotAFolder(_) => "output-not-a-folder",
            Self::Foreign(_) => "output-foreign",
            Self::Repository(_) => "output-repository",
            Self::AmongSources { .. } => "output-among-sources",
            Self::Name { fault: NameFault::NotRelative, .. } => "path-not-relative",
            Self::Name { fault: NameFault::Character(_), .. } => "path-character",
            Self::Name { fault: NameFault::Reserved(_), .. } => "path-reserved",
            Self::Name { fault: NameFault::Ending(_), .. } => "path-ending",
            Self::Name { fault: NameFault::Marker, .. } => "path-marker",
            Self::Collision { .. } => "path-collision",
            Self::Content { .. } => "content-unreadable",
            Self::ImageTooLarge { .. } => "image-too-large",
            Self::ImageBroken { .. } => "image-broken",
            Self::Disk { .. } => "write",
        }
    }

    /// What its texts' `{names}` stand for.
    pub fn arguments(&self) -> Vec<(&'static str, String)> {
        let shown = |path: &Path| path.display().to_string();
        match self {
            Self::NotAFolder(path) | Self::Foreign(path) | Self::Repository(path) | Self::Disk { path, .. } => {
                vec![("path", shown(path))]
            }
            Self::AmongSources { out, source } => vec![("path", shown(out)), ("source", shown(source))],
            Self::Name { path, fault } => {
                let mut arguments = vec![("path", path.clone())];
                match fault {
                    NameFault::Character(character) => {
                        arguments.push(("character", character.escape_debug().to_string()));
                    }
                    NameFault::Reserved(part) | NameFault::Ending(part) => arguments.push(("part", part.clone())),
                    NameFault::NotRelative | NameFault::Marker => {}
                }
                arguments
            }
            Self::Collision { path, other } => vec![("path", path.clone()), ("other", other.clone())],
            Self::Content { path, reason } | Self::ImageBroken { path, reason } => {
                vec![("path", path.clone()), ("detail", reason.clone())]
            }
            Self::ImageTooLarge { path, width, height } => {
                vec![("path", path.clone()), ("width", width.to_string()), ("height", height.to_string())]
            }
        }
    }

    /// What the system said, when it was the system that refused.
    pub fn system(&self) -> Option<&io::Error> {
        match self {
            Self::Disk { error, .. } => Some(error),
            _ => None,
        }
    }

    pub(super) fn disk(path: &Path) -> impl FnOnce(io::Error) -> Self {
        move |error| Self::Disk { path: path.to_path_buf(), error }
    }

    /// The file it is about, for sorting.
    pub(super) fn path(&self) -> &str {
        match self {
            Self::Name { path, .. }
            | Self::Collision { path, .. }
            | Self::Content { path, .. }
            | Self::ImageTooLarge { path, .. }
            | Self::ImageBroken { path, .. } => path,
            _ => "",
        }
    }
}

impl From<Problem> for WriteError {
    fn from(problem: Problem) -> Self {
        Self { problems: vec![problem] }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())?;
        for (name, value) in self.arguments() {
            write!(f, "; {name}: {value}")?;
        }
        self.system().map_or(Ok(()), |error| write!(f, "; {error}"))
    }
}

impl fmt::Display for WriteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (position, problem) in self.problems.iter().enumerate() {
            let separator = if position > 0 { "\n" } else { "" };
            write!(f, "{separator}{problem}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Problem {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.system().map(|error| error as _)
    }
}

impl std::error::Error for WriteError {}
