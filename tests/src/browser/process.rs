//! Programs that end with the test, whatever happens to it.
//!
//! A driver starts a browser, and a browser starts many processes of its own. All of them inherit a variable from
//! which they are known again. They are ended when their owner is dropped, as after a failed assertion; and a small
//! shell that outlives the tests ends what is left when the tests themselves were ended from outside.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::LazyLock;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc;

/// How long a program may take to say that it is ready.
const PATIENCE: std::time::Duration = std::time::Duration::from_secs(30);

/// Marks everything that these tests start.
const OF_THIS_RUN: &str = "DEALERBOOK_TEST_RUN";
/// Marks what one owner has started.
const OF_ONE_OWNER: &str = "DEALERBOOK_TEST_OWNER";

/// Ends every process with the variable `$1`. Linux alone tells the variables of others.
const END: &str = r#"for found in $(grep -lsxz -- "$1" /proc/[0-9]*/environ | cut -d / -f 3); do kill -KILL "$found"; done 2>/dev/null"#;

/// Waits for the end of the tests, then tidies up.
const AFTERWARDS: &str = r#"cat; eval "$3"; rm -rf -- "$2""#;

/// What all tests of this run share.
struct Run {
    /// Its variable's value.
    name: String,
    /// A folder for everything that is written.
    folder: PathBuf,
    /// Its input closes when the tests end.
    _afterwards: Child,
}

static RUN: LazyLock<Run> = LazyLock::new(|| {
    let name = std::process::id().to_string();
    let folder = std::env::temp_dir().join(format!("dealerbook-browser-tests-{name}"));
    // It may stand there from another run of the same number.
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut afterwards = Command::new("sh");
    afterwards.args(["-c", AFTERWARDS, "sh", &format!("{OF_THIS_RUN}={name}")]).arg(&folder).arg(END);
    afterwards.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
    apart(&mut afterwards);
    let afterwards = afterwards.spawn().expect("a shell");
    Run { name, folder, _afterwards: afterwards }
});

/// Lets Ctrl-C end the tests but not this: it would leave what it is there to end.
#[cfg(unix)]
fn apart(command: &mut Command) {
    std::os::unix::process::CommandExt::process_group(command, 0);
}

#[cfg(not(unix))]
fn apart(_: &mut Command) {}

/// A new empty folder that is gone after the tests.
pub fn folder(what: &str) -> PathBuf {
    static FOLDERS: AtomicU64 = AtomicU64::new(0);
    let folder = RUN.folder.join(format!("{what}-{}", FOLDERS.fetch_add(1, Ordering::Relaxed)));
    std::fs::create_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    folder
}

/// A program that ends with its owner, and with it all that it started.
#[derive(Debug)]
pub struct Process {
    child: Child,
    owner: String,
}

impl Process {
    /// Starts `program` as `configure` says. What it prints is dropped.
    pub fn start(program: &Path, configure: impl FnOnce(&mut Command)) -> Self {
        Self::spawn(program, Stdio::null(), configure)
    }

    /// Starts `program`, and waits for the line of its output in which `find` finds something.
    pub fn start_until<T>(
        program: &Path,
        configure: impl FnOnce(&mut Command),
        find: impl Fn(&str) -> Option<T> + Send + 'static,
    ) -> (Self, T)
    where
        T: Send + 'static,
    {
        let mut process = Self::spawn(program, Stdio::piped(), configure);
        let output = process.child.stdout.take().expect("piped");
        let (sender, found) = mpsc::channel();
        // It reads on to the end, so that the program never waits for a reader.
        std::thread::spawn(move || {
            for line in BufReader::new(output).lines().map_while(Result::ok) {
                if let Some(found) = find(&line) {
                    // Nobody asks twice.
                    let _ = sender.send(found);
                }
            }
        });
        match found.recv_timeout(PATIENCE) {
            Ok(found) => (process, found),
            Err(_) => panic!("{} didn't say what was expected of it", program.display()),
        }
    }

    fn spawn(program: &Path, output: Stdio, configure: impl FnOnce(&mut Command)) -> Self {
        static OWNERS: AtomicU64 = AtomicU64::new(0);
        let owner = format!("{}-{}", RUN.name, OWNERS.fetch_add(1, Ordering::Relaxed));
        let mut command = Command::new(program);
        command.env(OF_THIS_RUN, &RUN.name).env(OF_ONE_OWNER, &owner);
        command.stdin(Stdio::null()).stdout(output).stderr(Stdio::null());
        configure(&mut command);
        let child = command.spawn().unwrap_or_else(|error| panic!("{}: {error}", program.display()));
        Self { child, owner }
    }

    /// Whether it has ended by itself.
    pub fn has_ended(&mut self) -> bool {
        !matches!(self.child.try_wait(), Ok(None))
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let variable = format!("{OF_ONE_OWNER}={}", self.owner);
        let _ = Command::new("sh").args(["-c", END, "sh", &variable]).status();
        // Where the shell couldn't.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
