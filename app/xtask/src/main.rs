//! What a developer of this repository runs: `cargo xtask COMMAND`.
//!
//! `serve` and `test` are meant to work on a fresh clone on a fresh machine: each first installs what is missing, in
//! the user's cache folder where the next clone finds it, and then does its work. [`cmd`] has one file for each command,
//! [`setup`] one for each tool.

#![forbid(unsafe_code)]

mod cmd;
mod error;
mod process;
mod progress;
mod setup;
mod workspace;

use std::process::ExitCode;

use error::{Error, Result};
use workspace::Workspace;

const USAGE: &str = "\
What a developer of this repository runs.

Usage: cargo xtask COMMAND

  serve [ARGUMENT …]  Install what is missing, build, and serve the sample portal on 127.0.0.1:8080
                      (arguments are handed to `dealerbook serve`)
  build               Install what is missing and build target/release/dealerbook with the front end in it
  test [ARGUMENT …]   Install what the tests need, build, and run them all
                      (arguments are handed to `cargo test`)
  bench               Install what is missing, build, measure beside Hugo, and print figures and ratios
  env                 Install the front end's tools and print the line that puts them on this shell's PATH:
                      eval \"$(cargo xtask env)\"
  pages               Called by Trunk after each build: render the portal with the front end just built
";

fn main() -> ExitCode {
    match run() {
        Ok(code) => code,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<ExitCode> {
    let mut arguments = std::env::args().skip(1);
    let command = arguments.next().unwrap_or_default();
    let rest: Vec<String> = arguments.collect();
    if command.is_empty() || ["help", "--help", "-h"].contains(&command.as_str()) {
        print!("{USAGE}");
        return Ok(ExitCode::SUCCESS);
    }
    let takes_arguments = ["serve", "test"].contains(&command.as_str());
    if !takes_arguments && !rest.is_empty() {
        return Err(Error::new(format!("`cargo xtask {command}` takes no arguments")));
    }
    let workspace = Workspace::find()?;
    match command.as_str() {
        "serve" => return cmd::serve::run(&workspace, &rest),
        "build" => cmd::build::run(&workspace)?,
        "test" => cmd::test::run(&workspace, &rest)?,
        "bench" => cmd::bench::run(&workspace)?,
        "env" => cmd::env::run(&workspace)?,
        "pages" => cmd::pages::run(&workspace)?,
        _ => {
            return Err(Error::new(format!("there is no command `{command}`; `cargo xtask` alone lists them")));
        }
    }
    Ok(ExitCode::SUCCESS)
}
