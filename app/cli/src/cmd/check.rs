//! `dealerbook check`

use clap::Args;

use crate::failure::Failure;
use crate::session::Session;

/// Takes nothing of its own.
#[derive(Args, Debug)]
pub struct Check {}

impl Check {
    /// Shows every problem of the folder, and what would be left out.
    pub fn execute(self, session: &Session) -> Result<(), Failure> {
        let folder = session.folder()?;
        // No page is rendered, so a program without a front end can check too.
        let front_end = session.front_end().unwrap_or_default();
        session.show(&folder, &session.read(&folder, front_end)?)
    }
}
