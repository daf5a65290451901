//! Keeps the site as the folder has it.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use chrono::NaiveDate;
use dealerbook_site::folder::ReadError;
use dealerbook_site::{Diagnostic, Folder, Report, Settings, Workspace};
use tokio::sync::watch::{Receiver, Sender, channel};

use super::shown::Shown;
use super::watch::{Changes, Watch};
use crate::clock;
use crate::failure::Failure;
use crate::session::Session;

/// How often it is asked whether a new day has begun.
const MINUTE: Duration = Duration::from_secs(60);
/// How soon a file that could not be read is tried again: on Windows an editor may still hold it.
const SOON: Duration = Duration::from_millis(250);

/// Reads what changed and publishes the site made of it.
pub struct Keeper<'a> {
    session: &'a Session,
    folder: Folder,
    drafts: bool,
    workspace: Workspace,
    today: NaiveDate,
    shown: Sender<Shown>,
    /// What the generations of this run begin with.
    run: String,
    count: u32,
    /// The problems that were shown last.
    diagnostics: Vec<Diagnostic>,
}

impl<'a> Keeper<'a> {
    /// Reads the whole folder, shows its problems and what is left out, and publishes the site if it has no errors.
    pub fn new(session: &'a Session, folder: Folder, drafts: bool) -> Result<Self, Failure> {
        let mut workspace = Workspace::open(folder.clone(), session.front_end()?);
        workspace.refresh()?;
        let today = session.today(&workspace.time_zone());
        let run = clock::moment();
        let nothing = Shown { generation: format!("{run}-0").into(), site: None, problems: None };
        let shown = channel(nothing).0;
        let mut keeper =
            Self { session, folder, drafts, workspace, today, shown, run, count: 0, diagnostics: Vec::new() };
        let report = keeper.assemble();
        session.show_left_out(&keeper.folder, &report.site);
        keeper.publish(report);
        Ok(keeper)
    }

    /// What is published, now and later.
    pub(super) fn shown(&self) -> Receiver<Shown> {
        self.shown.subscribe()
    }

    /// Follows the folder until the program ends.
    pub fn run(mut self, mut watch: Watch) -> ! {
        // What could not be read the last time.
        let mut missed: Option<Changes> = None;
        loop {
            let mut changes = watch.wait(if missed.is_some() { SOON } else { MINUTE });
            let again = missed.take();
            if let Some(again) = &again {
                changes.all = true;
                changes.front_end |= again.front_end;
            }
            let begun = Instant::now();
            match self.follow(&changes) {
                Ok(Some(report)) => {
                    self.say(&changes, begun.elapsed());
                    self.publish(report);
                }
                Ok(None) => {}
                Err(failure) => {
                    if again.is_none()
                        && let Some(message) = failure.message(self.session.texts())
                    {
                        self.session.warn(&message);
                    }
                    missed = Some(changes);
                }
            }
        }
    }

    /// Reads what changed; the site as it is now, if there was a change at all.
    fn follow(&mut self, changes: &Changes) -> Result<Option<Report>, Failure> {
        let mut changed = changes.front_end;
        if changes.front_end {
            self.workspace.set_front_end(self.session.front_end()?);
        }
        changed |= self.refresh(changes)?;
        let today = self.session.today(&self.workspace.time_zone());
        changed |= today != self.today;
        self.today = today;
        Ok(changed.then(|| self.assemble()))
    }

    fn refresh(&mut self, changes: &Changes) -> Result<bool, ReadError> {
        if changes.all {
            return self.workspace.refresh();
        }
        let mut changed = false;
        for file in &changes.files {
            changed |= self.workspace.refresh_file(file)?;
        }
        for path in &changes.gone {
            // If it wasn't a file that we know, it may have been a folder of them.
            changed |= self.workspace.refresh_file(path)? || self.workspace.refresh()?;
        }
        Ok(changed)
    }

    fn assemble(&self) -> Report {
        self.workspace.assemble(&Settings { today: self.today, drafts: self.drafts })
    }

    fn publish(&mut self, report: Report) {
        if report.diagnostics != self.diagnostics {
            self.session.show_problems(&self.folder, &report);
        }
        if report.has_errors() {
            let problems = self.session.problems(&self.folder, &report).html();
            self.shown.send_modify(|shown| shown.problems = Some(problems.into()));
        } else {
            self.count += 1;
            let generation = format!("{}-{}", self.run, self.count).into();
            self.shown.send_replace(Shown { generation, site: Some(Arc::new(report.site)), problems: None });
        }
        self.diagnostics = report.diagnostics;
    }

    /// One line for each time the site is made.
    fn say(&self, changes: &Changes, taken: Duration) {
        let milliseconds = taken.as_millis();
        let texts = self.session.texts();
        let paths: Vec<&PathBuf> = changes.files.iter().chain(&changes.gone).collect();
        let line = match paths[..] {
            [path] if !changes.all => {
                let path = self.relative(path).display();
                texts.fill("command.serve.made-file", &[("path", &path), ("milliseconds", &milliseconds)])
            }
            _ => texts.fill("command.serve.made", &[("milliseconds", &milliseconds)]),
        };
        self.session.say(&line);
    }

    fn relative<'b>(&self, path: &'b Path) -> &'b Path {
        path.strip_prefix(&self.folder.content).or_else(|_| path.strip_prefix(&self.folder.public)).unwrap_or(path)
    }
}
