//! The subcommands: one file each, arguments and `execute`.

mod build;
mod check;
mod new;
mod release;
mod serve;

use clap::{Parser, Subcommand};

use crate::failure::Failure;
use crate::session::{Options, Session};

/// Makes a dealer portal out of a folder of Markdown, TOML and CSV.
#[derive(Debug, Parser)]
#[command(name = "dealerbook", version)]
pub struct Arguments {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
    /// What every command has.
    #[command(flatten, next_help_heading = "Options of every command")]
    pub options: Options,
}

/// What can be done.
#[derive(Debug, Subcommand)]
pub enum Command {
    #[command(about = "Make a small company folder to begin with")]
    New(new::New),
    #[command(about = "Report every problem of the company's folder")]
    Check(check::Check),
    #[command(about = "Write the portal, for any static host")]
    Build(build::Build),
    #[command(about = "Freeze the texts that are published from now on")]
    Release(release::Release),
    #[command(about = "Show the portal in the browser, and again after every change")]
    Serve(serve::Serve),
}

impl Command {
    /// Does it.
    pub fn execute(self, session: &Session) -> Result<(), Failure> {
        match self {
            Self::New(new) => new.execute(session),
            Self::Check(check) => check.execute(session),
            Self::Build(build) => build.execute(session),
            Self::Release(release) => release.execute(session),
            Self::Serve(serve) => serve.execute(session),
        }
    }
}
