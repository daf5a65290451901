//! The user's cache folder, where every clone finds the tools.

use std::path::{Path, PathBuf};

use crate::error::{Doing, Error, Result};
use crate::process;
use crate::progress::Steps;

/// A pinned tool in a folder of its own.
pub struct Tool<'a> {
    /// Its name, as in the folder's name.
    pub name: &'a str,
    /// Its pinned version.
    pub version: &'a str,
    /// Its program, from that folder.
    pub program: PathBuf,
    /// The argument that makes it say its version.
    pub asks_version: &'a str,
    /// How long an installation takes, for those who wait.
    pub takes: &'a str,
}

/// Where an installation goes.
pub struct Place {
    /// The folder to fill. It becomes the tool's folder when all is there.
    pub folder: PathBuf,
    /// A folder for intermediate files, kept until the tool is there, so that an interrupted installation continues.
    pub scratch: PathBuf,
    /// The file for all that is said meanwhile.
    pub log: PathBuf,
}

impl Tool<'_> {
    /// The path of the program, which `install` has put there if it was missing. An interrupted installation leaves
    /// nothing that looks like the tool.
    pub fn ensure(&self, steps: &mut Steps, install: impl FnOnce(&Place) -> Result<()>) -> Result<PathBuf> {
        self.ensure_in(&folder()?, steps, install)
    }

    fn ensure_in(
        &self,
        tools: &Path,
        steps: &mut Steps,
        install: impl FnOnce(&Place) -> Result<()>,
    ) -> Result<PathBuf> {
        let label = format!("{}-{}", self.name, self.version);
        let title = format!("{} {}", self.name, self.version);
        let home = tools.join(&label);
        let program = home.join(&self.program);
        if program.is_file() {
            steps.ready(&title);
            return Ok(program);
        }
        steps.begin(&title, &format!("installing ({}) …", self.takes));
        let attempt = tools.join(".partial").join(&label);
        let place = Place {
            folder: attempt.join(format!("tool-{}", std::process::id())),
            scratch: attempt.join("build"),
            log: attempt.join("log.txt"),
        };
        create(&place.folder)?;
        let installed = install(&place).and_then(|()| self.check(&place));
        // Another clone may have finished the same in the meantime; its tool is as good as ours.
        if installed.is_ok() && !program.is_file() {
            let _ = std::fs::remove_dir_all(&home);
            let _ = std::fs::rename(&place.folder, &home);
        }
        if program.is_file() {
            let _ = std::fs::remove_dir_all(&attempt);
            return Ok(program);
        }
        let _ = std::fs::remove_dir_all(&place.folder);
        let reason = installed.err().map_or_else(|| format!("cannot move it to {}", home.display()), |e| e.to_string());
        Err(Error::new(format!("{title} cannot be installed: {reason}")))
    }

    fn check(&self, place: &Place) -> Result<()> {
        let said = process::output(process::command(place.folder.join(&self.program)).arg(self.asks_version))?;
        if names_version(&said, self.version) {
            return Ok(());
        }
        Err(Error::new(format!("it calls itself {}", said.trim())))
    }
}

/// Whether a program's answer to the question for its version fits; programs of npm's binaryen say 132 for 132.0.0,
/// Hugo says v0.168.0-revision.
fn names_version(said: &str, version: &str) -> bool {
    let short = version.strip_suffix(".0.0").unwrap_or(version);
    let revised = format!("v{version}-");
    said.split_whitespace().any(|word| word == version || word == short || word.starts_with(&revised))
}

/// The folder of all tools.
pub fn folder() -> Result<PathBuf> {
    let variable = |name: &str| std::env::var_os(name).map(PathBuf::from).filter(|path| path.is_absolute());
    let home = variable("HOME");
    let caches = if cfg!(windows) {
        variable("LOCALAPPDATA")
    } else if cfg!(target_os = "macos") {
        home.map(|home| home.join("Library/Caches"))
    } else {
        variable("XDG_CACHE_HOME").or_else(|| home.map(|home| home.join(".cache")))
    };
    let caches = caches.ok_or_else(|| Error::new("cannot tell this user's cache folder: is HOME set?"))?;
    Ok(caches.join("dealerbook").join("tools"))
}

/// Makes a folder and those above it.
pub fn create(folder: &Path) -> Result<()> {
    std::fs::create_dir_all(folder).doing(|| format!("make the folder {}", folder.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A tool in a folder that no other test has.
    fn tool(test: &str) -> (Tool<'static>, PathBuf) {
        let tools = std::env::temp_dir().join(format!("dealerbook-{test}-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&tools);
        let tool = Tool {
            name: "tool",
            version: "1.2.3",
            program: "bin/tool".into(),
            asks_version: "--version",
            takes: "no time",
        };
        (tool, tools)
    }

    #[cfg(unix)]
    fn write_program(place: &Place, text: &str) -> Result<()> {
        use std::os::unix::fs::PermissionsExt;
        let program = place.folder.join("bin/tool");
        create(&place.folder.join("bin"))?;
        std::fs::write(&program, text).doing(|| "write a program".to_owned())?;
        std::fs::set_permissions(&program, std::fs::Permissions::from_mode(0o755))
            .doing(|| "make it executable".to_owned())
    }

    #[cfg(unix)]
    #[test]
    fn a_tool_is_installed_once_and_nothing_else_stays() {
        let (tool, tools) = tool("once");
        let mut steps = Steps::new(2);
        let first = tool.ensure_in(&tools, &mut steps, |place| {
            create(&place.scratch)?;
            write_program(place, "#!/bin/sh\necho tool 1.2.3\n")
        });
        assert_eq!(first.expect("installed"), tools.join("tool-1.2.3/bin/tool"));
        let again = tool.ensure_in(&tools, &mut steps, |_| Err(Error::new("called again")));
        again.expect("found");
        assert!(!tools.join(".partial/tool-1.2.3").exists());
        std::fs::remove_dir_all(&tools).expect("cleaned up");
    }

    #[cfg(unix)]
    #[test]
    fn a_tool_of_another_version_is_refused() {
        let (tool, tools) = tool("other");
        let installed =
            tool.ensure_in(&tools, &mut Steps::new(1), |place| write_program(place, "#!/bin/sh\necho tool 1.2.4\n"));
        assert_eq!(
            installed.expect_err("refused").to_string(),
            "tool 1.2.3 cannot be installed: it calls itself tool 1.2.4"
        );
        assert!(!tools.join("tool-1.2.3").exists());
        std::fs::remove_dir_all(&tools).expect("cleaned up");
    }

    #[test]
    fn an_interrupted_installation_does_not_count_and_goes_on_where_it_stopped() {
        let (tool, tools) = tool("interrupted");
        let stop = |place: &Place| {
            create(&place.scratch.join("half"))?;
            create(&place.folder.join("bin"))?;
            Err(Error::new("the network is down"))
        };
        let installed = tool.ensure_in(&tools, &mut Steps::new(1), stop);
        assert_eq!(installed.expect_err("stopped").to_string(), "tool 1.2.3 cannot be installed: the network is down");
        assert!(!tools.join("tool-1.2.3").exists());
        assert!(tools.join(".partial/tool-1.2.3/build/half").is_dir());
        std::fs::remove_dir_all(&tools).expect("cleaned up");
    }

    #[test]
    fn a_tool_is_known_by_its_answer_to_version() {
        assert!(names_version("trunk 0.21.14\n", "0.21.14"));
        assert!(names_version("wasm-opt version 132 (version_132)\n", "132.0.0"));
        assert!(names_version("hugo v0.168.0-e27a676+extended linux/amd64", "0.168.0"));
        assert!(names_version("geckodriver 0.37.1\n\nThe source code …", "0.37.1"));
        assert!(!names_version("trunk 0.21.1\n", "0.21.14"));
    }
}
