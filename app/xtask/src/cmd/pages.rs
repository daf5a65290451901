//! `cargo xtask pages`: called by Trunk after each build, it renders the portal with the front end just built and puts
//! it where Trunk serves from.

use std::path::{Path, PathBuf};

use crate::error::{Doing, Error, Result};
use crate::process;
use crate::workspace::Workspace;

/// Set to `off` where only the front end is wanted.
pub const SWITCH: &str = "DEALERBOOK_PAGES";

/// Trunk's own script would be inline, which the pages' policy refuses.
const RELOAD: &str = include_str!("reload.js");
const RELOAD_NAME: &str = "trunk-reload.js";

/// Renders the portal into Trunk's staging folder.
pub fn run(workspace: &Workspace) -> Result<()> {
    if std::env::var_os(SWITCH).is_some_and(|value| value == "off") {
        return Ok(());
    }
    let staging = std::env::var_os("TRUNK_STAGING_DIR").map(PathBuf::from).ok_or_else(|| {
        Error::new(
            "`cargo xtask pages` is for Trunk to call; to see the pages, run `cargo xtask serve` or `trunk serve`",
        )
    })?;
    let pages = workspace.pages();
    let mut cargo = process::cargo();
    cargo
        .args(["run", "--quiet", "--package", "dealerbook", "--", "build", "--front-end"])
        .arg(&staging)
        .arg("--out")
        .arg(&pages)
        .current_dir(workspace.root());
    process::run(&mut cargo, "pages")?;

    let reloads = std::env::var_os("TRUNK_PROFILE").is_none_or(|profile| profile != "release");
    lay_over(&pages, &staging, reloads)?;
    if reloads {
        write(&staging.join(RELOAD_NAME), RELOAD.as_bytes())?;
    }
    Ok(())
}

/// Copies a folder's content over another's; if the pages are to reload, each gets the script that does it.
fn lay_over(from: &Path, to: &Path, reloads: bool) -> Result<()> {
    std::fs::create_dir_all(to).doing(|| format!("make the folder {}", to.display()))?;
    for entry in std::fs::read_dir(from).doing(|| format!("list {}", from.display()))? {
        let path = entry.doing(|| format!("list {}", from.display()))?.path();
        let target = to.join(path.file_name().unwrap_or_default());
        if path.is_dir() {
            lay_over(&path, &target, reloads)?;
        } else if reloads && path.extension().is_some_and(|extension| extension == "html") {
            let page = std::fs::read_to_string(&path).doing(|| format!("read {}", path.display()))?;
            write(&target, with_reload(&page).as_bytes())?;
        } else {
            std::fs::copy(&path, &target).doing(|| format!("copy {} to {}", path.display(), target.display()))?;
        }
    }
    Ok(())
}

fn with_reload(page: &str) -> String {
    let script = format!("<script src=\"/{RELOAD_NAME}\" defer></script>");
    let end = page.rfind("</body>").unwrap_or(page.len());
    format!("{}{script}{}", &page[..end], &page[end..])
}

fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    std::fs::write(path, bytes).doing(|| format!("write {}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_gets_the_reload_script_before_its_end() {
        assert_eq!(
            with_reload("<body>a</body></html>"),
            "<body>a<script src=\"/trunk-reload.js\" defer></script></body></html>"
        );
    }

    #[test]
    fn pages_are_laid_over_the_front_end() {
        let folder = std::env::temp_dir().join(format!("dealerbook-pages-{}", std::process::id()));
        let (from, to) = (folder.join("from"), folder.join("to"));
        std::fs::create_dir_all(from.join("en")).expect("a folder");
        std::fs::create_dir_all(&to).expect("a folder");
        std::fs::write(from.join("en/a.html"), "a").expect("a file");
        std::fs::write(from.join("data.json"), "{}").expect("a file");
        std::fs::write(to.join("app.js"), "js").expect("a file");
        lay_over(&from, &to, true).expect("copied");
        let read = |name: &str| std::fs::read_to_string(to.join(name)).expect("a copy");
        assert_eq!(read("en/a.html"), with_reload("a"));
        assert_eq!(read("data.json"), "{}");
        assert_eq!(read("app.js"), "js");
        lay_over(&from, &to, false).expect("copied");
        assert_eq!(read("en/a.html"), "a");
        std::fs::remove_dir_all(&folder).expect("cleaned up");
    }
}
