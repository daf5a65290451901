//! `dealerbook release`

use clap::Args;
use dealerbook_site::release;

use crate::failure::Failure;
use crate::session::Session;

/// Takes nothing of its own.
#[derive(Args, Debug)]
pub struct Release {}

impl Release {
    /// Keeps a copy of every text that dealers may rely on from today, unless the content has errors.
    pub fn execute(self, session: &Session) -> Result<(), Failure> {
        let folder = session.folder()?;
        let report = session.read(&folder, session.front_end().unwrap_or_default())?;
        session.show(&folder, &report)?;
        let releases = report.site.unreleased();
        release::write(&folder, releases).map_err(|error| Failure::of_system("write", &error.path, &error.error))?;
        let texts = session.texts();
        for release in releases {
            let arguments: [(&str, &dyn std::fmt::Display); 2] =
                [("path", &release.path), ("version", &release.version)];
            session.say(&format!("  {}", texts.fill("command.release.text", &arguments)));
        }
        session.say(&match releases.len() {
            0 => texts.get("command.release.nothing").to_owned(),
            count => texts.count("command.release.done", count),
        });
        Ok(())
    }
}
