//! The commands, one file each.

pub mod bench;
pub mod build;
pub mod env;
pub mod pages;
pub mod serve;
pub mod test;
