//! One run of the program: what the options chose, and the two streams it speaks on.

use std::io::Write;
use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use chrono::TimeZone;
use clap::Args;
use dealerbook_locale::Texts;
use dealerbook_site::{Folder, FrontEnd, Report, Settings, Site, Workspace};

use crate::clock;
use crate::failure::Failure;
use crate::front_end;
use crate::language::Language;
use crate::report::{self, Paths, Problems};

/// The options that every command has.
#[derive(Args, Debug)]
pub struct Options {
    /// The company's folder, or the folder that has it as `content` [default: the working directory]
    #[arg(long, global = true, value_name = "DIR")]
    folder: Option<PathBuf>,
    /// Use the built front end in this folder instead of the one that comes with the program
    #[arg(long, global = true, value_name = "DIR")]
    front_end: Option<PathBuf>,
    /// Do as if it were this day
    #[arg(long, global = true, value_name = "YYYY-MM-DD")]
    today: Option<NaiveDate>,
    /// Language of the messages [default: the environment's DEALERBOOK_LANG, LC_ALL, LC_MESSAGES or LANG; else zh-Hans]
    #[arg(long, global = true)]
    lang: Option<Language>,
    /// Show each problem on one line: `path:line:column: error: message`
    #[arg(long, global = true)]
    short: bool,
}

/// The options, and the texts of the language they chose.
pub struct Session {
    options: Options,
    texts: Texts,
}

impl Session {
    /// A run with `options`.
    pub fn new(options: Options) -> Self {
        let language = options.lang.unwrap_or_else(|| Language::of_environment(|name| std::env::var(name).ok()));
        Self { options, texts: dealerbook_locale::built_in(language.tag()) }
    }

    /// The texts of the messages.
    pub fn texts(&self) -> &Texts {
        &self.texts
    }

    /// Where the company's folder is looked for, and where `dist` is written.
    pub fn directory(&self) -> Result<PathBuf, Failure> {
        let directory = self.options.folder.as_deref().unwrap_or(Path::new("."));
        std::path::absolute(directory).map_err(|error| Failure::of_system("read", directory, &error))
    }

    /// The company's folder.
    pub fn folder(&self) -> Result<Folder, Failure> {
        let directory = self.directory()?;
        Folder::find(&directory).ok_or_else(|| Failure::new("no-folder").with("path", directory.display()))
    }

    /// The folder of the front end, when one was given.
    pub fn front_end_folder(&self) -> Option<&Path> {
        self.options.front_end.as_deref()
    }

    /// The front end that was chosen.
    pub fn front_end(&self) -> Result<FrontEnd, Failure> {
        front_end::find(self.front_end_folder())
    }

    /// The day in `zone` for which pages are made.
    pub fn today<Zone: TimeZone>(&self, zone: &Zone) -> NaiveDate {
        self.options.today.unwrap_or_else(|| clock::today(zone))
    }

    /// Reads the whole folder as its readers would get it today.
    pub fn read(&self, folder: &Folder, front_end: FrontEnd) -> Result<Report, Failure> {
        let mut workspace = Workspace::open(folder.clone(), front_end);
        workspace.refresh()?;
        Ok(workspace.assemble(&Settings { today: self.today(&workspace.time_zone()), drafts: false }))
    }

    /// Shows all problems and what was left out; fails when there is an error among the problems.
    pub fn show(&self, folder: &Folder, report: &Report) -> Result<(), Failure> {
        self.show_problems(folder, report);
        self.show_left_out(folder, &report.site);
        if report.has_errors() { Err(Failure::shown()) } else { Ok(()) }
    }

    /// The problems in words.
    pub fn problems(&self, folder: &Folder, report: &Report) -> Problems<'_> {
        Problems::new(&self.texts, &paths(folder), &report.diagnostics)
    }

    /// Shows all problems, and how many they are.
    pub fn show_problems(&self, folder: &Folder, report: &Report) {
        let problems = self.problems(folder, report);
        if report.diagnostics.is_empty() {
            return self.say(&problems.summary());
        }
        let shown = if self.options.short { problems.short() } else { problems.long() };
        self.warn(&format!("{shown}{}", problems.summary()));
    }

    /// Lists what the site doesn't carry.
    pub fn show_left_out(&self, folder: &Folder, site: &Site) {
        let list = report::left_out(site.left_out(), &paths(folder), &self.texts);
        if !list.is_empty() {
            self.say(list.trim_end());
        }
    }

    /// Prints a result.
    pub fn say(&self, line: &str) {
        // Whoever reads may have seen enough, as `head` has.
        let _ = writeln!(anstream::stdout(), "{line}");
    }

    /// Prints what went wrong.
    pub fn warn(&self, line: &str) {
        let _ = writeln!(anstream::stderr(), "{line}");
    }
}

fn paths(folder: &Folder) -> Paths {
    Paths::new(folder, &std::env::current_dir().unwrap_or_default())
}
