//! What only a release gets, since it takes long: smaller images, and files compressed beforehand. Both are made
//! once for each content and kept in a cache.

mod cache;
pub(super) mod compress;
pub(super) mod image;
mod strip;

use std::path::Path;

use super::problem::Problem;
use cache::Cache;
use image::Fault;

/// Makes files smaller, or finds them in the cache.
pub(super) struct Compact {
    cache: Cache,
}

impl Compact {
    /// With what is in the folder `cache`, which need not exist.
    pub(super) fn open(cache: &Path) -> Result<Self, Problem> {
        Ok(Self { cache: Cache::open(cache)? })
    }

    /// What takes the place of the image `bytes`; `None` if they are best as they are, or no image.
    pub(super) fn image(&self, file: &str, bytes: &[u8]) -> Result<Option<Vec<u8>>, Problem> {
        let Some(kind) = image::Kind::of(bytes) else { return Ok(None) };
        self.cache.get_or_make(image::SETTINGS, bytes, || {
            let path = file.to_owned();
            image::prepared(bytes, kind).map_err(|fault| match fault {
                Fault::TooLarge { width, height } => Problem::ImageTooLarge { path, width, height },
                Fault::Broken(reason) => Problem::ImageBroken { path, reason },
            })
        })
    }

    /// The compressed siblings of `file` that are worth having, each with what its name ends in.
    pub(super) fn compressed(&self, file: &str, bytes: &[u8]) -> Result<Vec<(&'static str, Vec<u8>)>, Problem> {
        let mut siblings = Vec::new();
        if compress::is_wanted(file) && bytes.len() >= compress::WORTHWHILE {
            for method in &compress::METHODS {
                let make = || Ok(Some((method.compress)(bytes)).filter(|made| made.len() < bytes.len()));
                let made = self.cache.get_or_make(method.settings, bytes, make)?;
                siblings.extend(made.map(|made| (method.ending, made)));
            }
        }
        Ok(siblings)
    }

    /// Removes from the cache what this release didn't need.
    pub(super) fn forget_the_unused(&self) {
        self.cache.forget_the_unused();
    }
}

/// What the names of entries in the cache depend on.
#[cfg(test)]
pub(super) fn settings() -> impl Iterator<Item = &'static str> {
    compress::METHODS.iter().map(|method| method.settings).chain([image::SETTINGS])
}
