//! `cargo xtask env`: the tools on the PATH of one shell, for calling Trunk by hand.

use crate::error::Result;
use crate::progress::Steps;
use crate::setup;
use crate::workspace::Workspace;

/// Prints the line to evaluate; all else goes to the other stream.
pub fn run(workspace: &Workspace) -> Result<()> {
    let tools = setup::front_end(workspace, &mut Steps::new(setup::FRONT_END_STEPS))?;
    let folders: Vec<String> = tools.folders().iter().map(|folder| folder.display().to_string()).collect();
    println!("{}", line(&folders, cfg!(windows)));
    Ok(())
}

fn line(folders: &[String], windows: bool) -> String {
    if windows {
        let folders = folders.join(";").replace('\'', "''");
        format!("$env:Path = '{folders};' + $env:Path")
    } else {
        let folders = folders.join(":").replace('\'', r"'\''");
        format!("export PATH='{folders}':\"$PATH\"")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_keeps_the_rest_of_the_path() {
        let folders = ["/a b/bin".to_owned(), "/c".to_owned()];
        assert_eq!(line(&folders, false), "export PATH='/a b/bin:/c':\"$PATH\"");
        assert_eq!(line(&folders, true), "$env:Path = '/a b/bin;/c;' + $env:Path");
    }
}
