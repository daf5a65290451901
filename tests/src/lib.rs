//! What the end-to-end tests share.

#![forbid(unsafe_code)]

pub mod browser;
pub mod company;
pub mod page;
pub mod problems;
pub mod repository;

pub use company::{Company, TODAY, rendered, settings};
