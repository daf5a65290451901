//! What this device keeps, in the browser's `localStorage` by way of gloo-storage.
//!
//! Several tabs write at once, so every change reads again what is stored and only then writes. What can't be read
//! is set aside under another key before anything takes its place: nothing is lost silently.

pub mod acknowledgements;
mod local_shelf;
pub mod read_marks;
mod shelf;

pub use local_shelf::LocalShelf;
pub use shelf::{Found, NotKept, Shelf, find, update};
