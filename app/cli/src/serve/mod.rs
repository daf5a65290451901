//! `dealerbook serve`: the portal from memory, made again after every change of the folder.
//!
//! [`watch`] tells which files changed, [`keeper`] makes the site again and publishes it as [`shown::Shown`], and
//! [`server`] answers browsers with what was published last and tells them when there is something newer.

mod content_type;
mod keeper;
mod page;
mod server;
mod shown;
mod watch;

pub use keeper::Keeper;
pub use server::Server;
pub use watch::Watch;
