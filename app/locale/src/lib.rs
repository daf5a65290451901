//! The texts people read, in files, and the fixed rules that put dates, numbers and money into words.
//!
//! Domain rules never come here, and sentences never stand anywhere else. A text is found by its key;
//! its `{names}` are filled in where it is shown. The same [`Texts`] serve the generator, which reads them
//! from the locale files, and the islands, which get them as one small JSON file in the page's language.

#[cfg(feature = "files")]
mod files;
mod format;
mod texts;

#[cfg(feature = "files")]
pub use files::{BUILT_IN_LANGUAGES, built_in, flatten};
pub use texts::{Argument, Texts};
