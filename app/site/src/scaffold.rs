//! What `dealerbook new` writes: a small company folder that builds at once, dated from the day it is made.
//! Its texts are for head office to write over, so they explain themselves.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use chrono::{Days, NaiveDate};

/// A company that begins.
pub struct NewCompany<'a> {
    /// The portal's id, 32 hex digits.
    pub id: &'a str,
    /// The portal's name.
    pub name: &'a str,
    /// The day from which its first documents are dated.
    pub today: NaiveDate,
}

/// The name of a portal whose company hasn't chosen one. The folder's texts are in the same language.
pub const NAME: &str = "经销商之窗";

/// Why a folder was not written.
#[derive(Debug)]
pub enum ScaffoldError {
    /// The folder has something in it already.
    NotEmpty(PathBuf),
    /// The system refused to write.
    Write {
        /// What could not be written.
        path: PathBuf,
        /// Why.
        error: io::Error,
    },
}

/// What stands in the folder. `{{…}}` is replaced, in paths as in texts.
const FILES: [(&str, &str); 11] = [
    (".gitignore", include_str!("../scaffold/gitignore")),
    ("portal.toml", include_str!("../scaffold/portal.toml")),
    ("newsletter/{{month}}/index.md", include_str!("../scaffold/issue.md")),
    ("newsletter/{{month}}/welcome.md", include_str!("../scaffold/article.md")),
    ("policies/freight.md", include_str!("../scaffold/policy.md")),
    ("meetings/symposium.md", include_str!("../scaffold/meeting.md")),
    ("contracts/dealer-contract.md", include_str!("../scaffold/contract.md")),
    ("catalog/products.csv", include_str!("../scaffold/products.csv")),
    ("catalog/products.toml", "title = \"产品目录\"\n"),
    ("public/favicon.svg", include_str!("../scaffold/favicon.svg")),
    ("public/images/logo.svg", include_str!("../scaffold/logo.svg")),
];

/// Writes the folder of `company` at `directory`, which must be empty or not exist yet. Hidden files, such as those of a
/// version control, may be there; nothing is ever overwritten.
///
/// # Errors
/// When the folder isn't empty, or the system refuses to write.
pub fn new_company(directory: &Path, company: &NewCompany<'_>) -> Result<(), ScaffoldError> {
    if !is_empty(directory)? {
        return Err(ScaffoldError::NotEmpty(directory.to_path_buf()));
    }
    let holes = holes(company);
    for (path, text) in FILES {
        write(&directory.join(filled(path, &holes)), &filled(text, &holes))?;
    }
    Ok(())
}

fn is_empty(directory: &Path) -> Result<bool, ScaffoldError> {
    let failed = |error| ScaffoldError::Write { path: directory.to_path_buf(), error };
    let entries = match fs::read_dir(directory) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(true),
        Err(error) => return Err(failed(error)),
    };
    for entry in entries {
        if !entry.map_err(failed)?.file_name().to_string_lossy().starts_with('.') {
            return Ok(false);
        }
    }
    Ok(true)
}

fn holes(company: &NewCompany<'_>) -> [(&'static str, String); 7] {
    let today = company.today;
    let later = |days| (today + Days::new(days)).to_string();
    [
        ("{{id}}", company.id.to_owned()),
        ("{{name}}", toml::Value::from(company.name).to_string()),
        ("{{today}}", today.to_string()),
        ("{{month}}", today.format("%Y-%m").to_string()),
        ("{{acknowledge-by}}", later(14)),
        ("{{reply-by}}", later(14)),
        ("{{meeting-day}}", later(21)),
    ]
}

/// `text` with its holes filled. What fills a hole is not looked at again.
fn filled(text: &str, holes: &[(&str, String)]) -> String {
    text.split_inclusive("}}").fold(String::with_capacity(text.len()), |mut filled, piece| {
        match holes.iter().find_map(|(hole, value)| Some((piece.strip_suffix(hole)?, value))) {
            Some((before, value)) => filled.extend([before, value]),
            None => filled.push_str(piece),
        }
        filled
    })
}

fn write(path: &Path, text: &str) -> Result<(), ScaffoldError> {
    let write = || {
        fs::create_dir_all(path.parent().unwrap_or(path))?;
        File::create_new(path)?.write_all(text.as_bytes())
    };
    write().map_err(|error| ScaffoldError::Write { path: path.to_path_buf(), error })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn holes_of(name: &str) -> [(&'static str, String); 7] {
        holes(&NewCompany { id: "00ff", name, today: NaiveDate::from_ymd_opt(2026, 12, 20).expect("a day") })
    }

    #[test]
    fn every_hole_is_filled() {
        for (path, text) in FILES {
            for text in [path, text] {
                let filled = filled(text, &holes_of("某某"));
                assert!(!filled.contains("{{") && !filled.contains("}}"), "{path}: {filled}");
            }
        }
    }

    #[test]
    fn any_name_becomes_valid_toml() {
        for name in ["某某公司", "a \"b\" \\ {{id}}", "two\nlines", "'"] {
            let portal: toml::Table = filled(FILES[1].1, &holes_of(name)).parse().expect("valid TOML");
            assert_eq!(portal["name"].as_str(), Some(name));
            assert_eq!(portal["id"].as_str(), Some("00ff"));
        }
    }

    #[test]
    fn dates_follow_the_day_it_is_made() {
        let meeting = filled(include_str!("../scaffold/meeting.md"), &holes_of("某某"));
        assert!(meeting.contains("start = 2027-01-10T14:00:00\n"), "{meeting}");
        assert_eq!(filled("newsletter/{{month}}", &holes_of("某某")), "newsletter/2026-12");
    }
}
