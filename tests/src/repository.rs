//! What of the repository the tests look at.

use std::fs;
use std::path::{Path, PathBuf};

use dealerbook_site::FrontEnd;

/// The top of the repository.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("tests/ stands in the repository").to_path_buf()
}

/// The folder of test cases called `name`.
pub fn cases(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("cases").join(name)
}

/// The folders directly in `directory`, by name.
pub fn folders(directory: &Path) -> Vec<PathBuf> {
    let mut folders: Vec<PathBuf> = entries(directory).into_iter().filter(|path| path.is_dir()).collect();
    folders.sort();
    folders
}

/// Every file below `directory` with its path from there, sorted; hidden ones aside, and none when there is no such
/// folder.
pub fn files(directory: &Path) -> Vec<(String, Vec<u8>)> {
    let mut files = Vec::new();
    collect(directory, "", &mut files);
    files.sort();
    files
}

/// The text of every file below `directory` whose name has one of `endings`, sorted by path.
pub fn texts(directory: &Path, endings: &[&str]) -> Vec<(String, String)> {
    let wanted = |path: &String| endings.iter().any(|ending| path.ends_with(ending));
    let texts = files(directory).into_iter().filter(|(path, _)| wanted(path));
    texts.map(|(path, bytes)| (path, String::from_utf8(bytes).expect("UTF-8"))).collect()
}

fn collect(directory: &Path, prefix: &str, files: &mut Vec<(String, Vec<u8>)>) {
    for path in entries(directory) {
        let name = path.file_name().and_then(|name| name.to_str()).expect("a name in UTF-8");
        if name.starts_with('.') {
            continue;
        }
        let relative = if prefix.is_empty() { name.to_owned() } else { format!("{prefix}/{name}") };
        if path.is_dir() {
            collect(&path, &relative, files);
        } else {
            let bytes = fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
            files.push((relative, bytes));
        }
    }
}

fn entries(directory: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(directory) else {
        return Vec::new();
    };
    entries.map(|entry| entry.expect("a readable folder").path()).collect()
}

/// A front end with the smallest shell that uses everything a shell is given.
pub fn small_front_end() -> FrontEnd {
    front_end(fs::read_to_string(cases("shell/index.html")).expect("the small shell"))
}

/// A front end with the real page shell, as Trunk would write it.
pub fn real_front_end() -> FrontEnd {
    front_end(fs::read_to_string(root().join("app/web/index.html")).expect("the page shell"))
}

/// The hash that Trunk would put into the name of every file.
const HASH: &str = "0123456789abcdef";

/// What Trunk makes of `shell`: the files it names carry a hash and are found from the top of the host. What is in the
/// files doesn't matter here.
fn front_end(shell: String) -> FrontEnd {
    let mut names = vec![format!("islands-{HASH}.js"), format!("islands-{HASH}_bg.wasm")];
    let mut written = String::new();
    for line in shell.lines() {
        written += &asked_for(line).map_or_else(
            || line.to_owned(),
            |(name, ending)| {
                let hashed = format!("{name}-{HASH}.{ending}");
                let line = line.replace("data-trunk rel=\"css\"", "rel=\"stylesheet\"").replace("data-trunk ", "");
                names.push(hashed.clone());
                line.replace(&format!("\"{name}.{ending}\""), &format!("\"/{hashed}\""))
            },
        );
        written.push('\n');
    }
    names.sort();
    let files = names.into_iter().map(|name| (name.clone(), name.into_bytes())).collect();
    FrontEnd { shell: written, files }
}

/// The name and ending of the stylesheet or script that a line of the shell asks Trunk for.
fn asked_for(line: &str) -> Option<(&str, &str)> {
    let asked = line.trim_start().strip_prefix('<')?.split_once(" data-trunk ")?.1;
    let (_, reference) = asked.split_once("href=\"").or_else(|| asked.split_once("src=\""))?;
    reference.split('"').next()?.rsplit_once('.').filter(|(_, ending)| ["css", "js"].contains(ending))
}
