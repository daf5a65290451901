//! Running other programs: a clean environment, a sign of life, a sentence when they fail.

use std::ffi::OsStr;
use std::fs::File;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use crate::error::{Doing, Error, Result};
use crate::progress::{Pulse, elapsed, watched};

/// A program with the environment as it was before `cargo` started us.
pub fn command(program: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(program);
    for (name, _) in std::env::vars_os() {
        if name.to_str().is_some_and(set_by_cargo) {
            command.env_remove(name);
        }
    }
    command
}

/// The `cargo` that started us, for building what runs on this machine.
pub fn cargo() -> Command {
    command(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

fn set_by_cargo(name: &str) -> bool {
    name.starts_with("CARGO_PKG_")
        || [
            "CARGO",
            "CARGO_BIN_NAME",
            "CARGO_CRATE_NAME",
            "CARGO_MANIFEST_DIR",
            "CARGO_MANIFEST_PATH",
            "CARGO_PRIMARY_PACKAGE",
            "OUT_DIR",
        ]
        .contains(&name)
}

/// Runs to the end with the program's own output in view. `what` names the step in the signs of life.
pub fn run(command: &mut Command, what: &str) -> Result<()> {
    let status = {
        let _pulse = Pulse::unless_watched(what);
        command.status().map_err(|error| cannot_run(command, &error))?
    };
    succeeded(status, command)
}

/// Runs a long installation: in view on a terminal, else into the file `log`.
pub fn install(command: &mut Command, what: &str, log: &Path) -> Result<()> {
    if watched() {
        return run(command, what);
    }
    let file = File::create(log).doing(|| format!("write {}", log.display()))?;
    let copy = file.try_clone().doing(|| format!("write {}", log.display()))?;
    command.stdin(Stdio::null()).stdout(file).stderr(copy);
    run(command, what).map_err(|error| match std::fs::read_to_string(log) {
        Ok(text) => Error::new(format!("{error}: {} (all it said: {})", complaint(&text), log.display())),
        Err(_) => error,
    })
}

/// Runs for at most `limit`; a program that needs longer is ended.
pub fn run_within(command: &mut Command, what: &str, limit: Duration) -> Result<()> {
    let _pulse = Pulse::unless_watched(what);
    let mut child = command.stdin(Stdio::null()).spawn().map_err(|error| cannot_run(command, &error))?;
    let deadline = Instant::now() + limit;
    loop {
        let status = child.try_wait().doing(|| format!("wait for {}", shown(command)))?;
        if let Some(status) = status {
            return succeeded(status, command);
        }
        if Instant::now() > deadline {
            let _ = child.kill();
            let _ = child.wait();
            return Err(Error::new(format!("{} took longer than {}", shown(command), elapsed(limit))));
        }
        std::thread::sleep(Duration::from_millis(50));
    }
}

/// What the program prints, if it ends well.
pub fn output(command: &mut Command) -> Result<String> {
    let output =
        command.stdin(Stdio::null()).stderr(Stdio::null()).output().map_err(|error| cannot_run(command, &error))?;
    succeeded(output.status, command)?;
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// What the program prints, whether it ends well or not; nothing if it doesn't exist.
pub fn printed(command: &mut Command) -> String {
    command
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .output()
        .map(|output| String::from_utf8_lossy(&output.stdout).into_owned())
        .unwrap_or_default()
}

/// Whether the program exists and ends well, in silence.
pub fn works(command: &mut Command) -> bool {
    output(command).is_ok()
}

/// The place of a program on the PATH.
pub fn which(program: &str) -> Option<PathBuf> {
    let suffixes: &[&str] = if cfg!(windows) { &[".exe", ".cmd", ".bat"] } else { &[""] };
    std::env::split_paths(&std::env::var_os("PATH")?)
        .flat_map(|folder| suffixes.iter().map(move |suffix| folder.join(format!("{program}{suffix}"))))
        .find(|path| path.is_file())
}

fn cannot_run(command: &Command, error: &std::io::Error) -> Error {
    if error.kind() == ErrorKind::NotFound {
        let program = Path::new(command.get_program()).display();
        return Error::new(format!("there is no program `{program}`"));
    }
    Error::new(format!("cannot run {}: {error}", shown(command)))
}

fn succeeded(status: ExitStatus, command: &Command) -> Result<()> {
    if status.success() {
        return Ok(());
    }
    Err(Error::new(format!("{} failed ({status})", shown(command))))
}

/// The program and its first word, as in "`npm install`".
fn shown(command: &Command) -> String {
    let program = Path::new(command.get_program());
    let name = program.file_stem().unwrap_or(program.as_os_str()).display();
    match command.get_args().find(|argument| !argument.to_string_lossy().starts_with('-')) {
        Some(first) => format!("`{name} {}`", first.display()),
        None => format!("`{name}`"),
    }
}

/// The line of a log that says best what went wrong: the last one that names an error, else the last one.
pub fn complaint(log: &str) -> &str {
    let lines = || log.lines().map(str::trim).filter(|line| !line.is_empty());
    lines()
        .rfind(|line| ["error", "E: ", "npm error code"].iter().any(|start| line.starts_with(start)))
        .or_else(|| lines().next_back())
        .unwrap_or("it said nothing")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cargo_sets_for_us_is_not_handed_on_but_its_settings_are() {
        for name in ["CARGO", "CARGO_MANIFEST_DIR", "CARGO_PKG_VERSION_PRE", "OUT_DIR"] {
            assert!(set_by_cargo(name), "{name}");
        }
        for name in ["CARGO_HOME", "CARGO_TARGET_DIR", "CARGO_TERM_COLOR", "CARGO_NET_OFFLINE", "RUSTUP_TOOLCHAIN"] {
            assert!(!set_by_cargo(name), "{name}");
        }
    }

    #[test]
    fn a_program_is_shown_by_name_and_first_word() {
        assert_eq!(shown(Command::new("/opt/bin/trunk").arg("--quiet").arg("build").arg("x")), "`trunk build`");
        assert_eq!(shown(Command::new("node").arg("--version")), "`node`");
    }

    #[test]
    fn the_complaint_of_a_log_is_its_last_error_else_its_last_line() {
        assert_eq!(complaint("Compiling a\nerror: one\n  error: two\nwarning: later\n\n"), "error: two");
        assert_eq!(complaint("a\nb\n"), "b");
        assert_eq!(complaint(""), "it said nothing");
    }

    #[test]
    fn a_missing_program_is_one_sentence() {
        let error = run(&mut command("no-such-program"), "nothing").expect_err("there is none");
        assert_eq!(error.to_string(), "there is no program `no-such-program`");
    }

    #[cfg(unix)]
    #[test]
    fn a_program_that_takes_too_long_is_ended() {
        let started = Instant::now();
        let error = run_within(command("sleep").arg("60"), "sleeping", Duration::from_millis(100));
        assert_eq!(error.expect_err("too long").to_string(), "`sleep 60` took longer than 0 s");
        assert!(started.elapsed() < Duration::from_secs(30));
    }
}
