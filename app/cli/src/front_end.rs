//! The built front end: the one in the program, or the one in a folder.

use std::path::Path;

use dealerbook_site::FrontEnd;

use crate::failure::Failure;

#[cfg(feature = "embed-front-end")]
mod embedded {
    include!(concat!(env!("OUT_DIR"), "/front_end.rs"));
}

/// Reads the front end in `directory`, or takes the one that comes with the program.
pub fn find(directory: Option<&Path>) -> Result<FrontEnd, Failure> {
    match directory {
        Some(directory) => {
            FrontEnd::read(directory).map_err(|error| Failure::of_system("front-end", &error.path, &error.error))
        }
        None => embedded().ok_or_else(|| Failure::new("no-front-end")),
    }
}

/// The front end that comes with the program.
#[cfg(feature = "embed-front-end")]
pub fn embedded() -> Option<FrontEnd> {
    let files = embedded::FILES.iter().map(|(name, bytes)| ((*name).to_owned(), bytes.to_vec()));
    Some(FrontEnd { shell: embedded::SHELL.to_owned(), files: files.collect() })
}

/// This program was built without one.
#[cfg(not(feature = "embed-front-end"))]
pub fn embedded() -> Option<FrontEnd> {
    None
}
