//! `dealerbook new`

use std::path::{Path, PathBuf};

use chrono::FixedOffset;
use clap::Args;
use dealerbook_site::scaffold::{NAME, NewCompany, new_company};

use crate::failure::Failure;
use crate::session::Session;

/// Where, and for whom.
#[derive(Args, Debug)]
pub struct New {
    /// The folder to make; it must be empty or not exist yet
    #[arg(value_name = "DIR")]
    directory: PathBuf,
    /// The portal's name
    #[arg(long)]
    name: Option<String>,
}

impl New {
    /// Writes a folder that builds at once, and says what to do next.
    pub fn execute(self, session: &Session) -> Result<(), Failure> {
        let texts = session.texts();
        let name = self.name.as_deref().unwrap_or(NAME);
        // There is no portal yet whose time zone could be asked; the new one has Shanghai's.
        let today = session.today(&FixedOffset::east_opt(8 * 3600).expect("a zone of eight hours"));
        new_company(&self.directory, &NewCompany { id: &portal_id()?, name, today })?;
        session.say(&texts.fill("command.new.done", &[("path", &typed(&self.directory))]));
        Ok(())
    }
}

/// A path as one types it after a command.
fn typed(path: &Path) -> String {
    let path = path.display().to_string();
    if path.contains(char::is_whitespace) { format!("\"{path}\"") } else { path }
}

/// 16 random bytes in hex.
fn portal_id() -> Result<String, Failure> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).map_err(|error| Failure::new("no-randomness").with("detail", error))?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}
