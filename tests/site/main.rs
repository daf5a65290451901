//! What the generator promises of whole folders. One file a promise.

mod audience;
mod awkward;
mod feeds;
mod golden;
mod incremental;
mod pages;
mod problems;
mod release;
