//! The `dealerbook` command: arguments in, library calls, messages out.
//!
//! [`cmd`] has one file for each subcommand. [`report`] alone knows how problems look, [`clock`] alone what time it is;
//! every sentence stands in the locale files under `command.`.
//!
//! It ends with 0 when all is well, 1 when the content has errors, 2 when it was called wrongly or the system refused.

#![forbid(unsafe_code)]

mod clock;
mod cmd;
mod failure;
mod front_end;
mod language;
mod progress;
mod report;
mod serve;
mod session;

use std::process::ExitCode;

use clap::Parser;

fn main() -> ExitCode {
    let arguments = cmd::Arguments::parse();
    let session = session::Session::new(arguments.options);
    match arguments.command.execute(&session) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            if let Some(message) = failure.message(session.texts()) {
                session.warn(&message);
            }
            failure.exit_code()
        }
    }
}
