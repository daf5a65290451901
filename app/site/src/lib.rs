//! The generator: reads a company's folder, checks it, renders its pages, writes `dist/`.
//!
//! Data flows one way: [`folder`] finds files → [`workspace`] reads and parses each on its own → the model
//! puts them together and checks what only the whole can show → [`Site`] renders a page when asked →
//! [`output`] writes all of them. Nothing here knows the clock, the terminal or the network.

mod content;
pub mod diagnostic;
mod feeds;
pub mod folder;
mod front_end;
mod markdown;
mod model;
pub mod output;
mod pages;
mod read;
pub mod release;
pub mod scaffold;
mod site;
mod workspace;

pub use diagnostic::{Diagnostic, Place, Severity};
pub use folder::{Folder, ReadError};
pub use front_end::FrontEnd;
pub use model::{LeftOut, Reason, Settings};
pub use pages::CONTENT_SECURITY_POLICY;
pub use site::{RenderError, Site};
pub use workspace::{Report, Workspace};
