//! `dealerbook build`

use std::path::PathBuf;

use clap::Args;
use dealerbook_site::output::{self, Written};

use crate::failure::Failure;
use crate::progress::Progress;
use crate::session::Session;

/// Where the portal goes, and how much work goes into it.
#[derive(Args, Debug)]
pub struct Build {
    /// Write the portal to this folder [default: `dist` in the folder where the command works]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Also make images smaller and compress every file beforehand, for the host that dealers use
    #[arg(long)]
    release: bool,
}

impl Build {
    /// Writes the portal, unless the content has errors: then what was there stays as it is.
    pub fn execute(self, session: &Session) -> Result<(), Failure> {
        let texts = session.texts();
        let folder = session.folder()?;
        let report = session.read(&folder, session.front_end()?)?;
        session.show(&folder, &report)?;
        let out = self.out.map_or_else(|| Ok(session.directory()?.join("dist")), Ok::<_, Failure>)?;
        let cache = folder.content.join(".dealerbook");
        let written = {
            let progress = Progress::new(texts, "command.build.progress");
            let progress = &|done, total| progress.show(done, total);
            let release = self.release.then_some(output::ReleaseOptions { cache });
            output::write(&report.site, &out, &output::Options { folder: &folder, release, progress })?
        };
        let Written { pages, files, unchanged, images_as_they_are, .. } = &written;
        if !images_as_they_are.is_empty() {
            session.say(&texts.count("command.build.images", images_as_they_are.len()));
            images_as_they_are.iter().for_each(|image| session.say(&format!("  {image}")));
        }
        session.say(&texts.fill("command.build.done", &[("pages", pages), ("files", files), ("path", &out.display())]));
        if *unchanged > 0 {
            session.say(&texts.fill("command.build.unchanged", &[("files", unchanged)]));
        }
        Ok(())
    }
}
