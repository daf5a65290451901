//! `cargo xtask bench`: how fast, how large; beside Hugo on the same articles in the same run.
//!
//! Everything is written to a file system in memory where there is one, since on a disk it is mostly the disk that is
//! measured. Ratios hold on any machine; seconds only on the one that took them.

mod articles;
mod hugo;
mod measure;
mod serve;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::build;
use crate::error::{Doing, Error, Result};
use crate::process;
use crate::progress::Steps;
use crate::setup;
use crate::workspace::Workspace;
use measure::{Run, measure};

/// How many articles are built.
const SIZES: [usize; 2] = [1_000, 10_000];
/// How often each build is timed; the median counts.
const RUNS: usize = 3;

/// Builds, measures, prints.
pub fn run(workspace: &Workspace) -> Result<()> {
    let mut steps = Steps::new(build::STEPS + 3 + SIZES.len());
    build::all(workspace, &mut steps)?;
    let hugo = setup::hugo::ensure(&mut steps)?;
    let scratch = Scratch::new()?;
    steps.begin("bytes", "measuring the sample portal …");
    bytes(workspace, &scratch.path)?;
    for count in SIZES {
        steps.begin(&format!("{count} articles"), "measuring …");
        compare(workspace, &hugo, &scratch.path, count)?;
    }
    steps.begin("one edit on the screen", "measuring …");
    let company = scratch.path.join(format!("dealerbook-{}", SIZES[SIZES.len() - 1]));
    serve::report(&workspace.binary(), &company)
}

/// A folder in memory that goes away at the end.
struct Scratch {
    path: PathBuf,
}

impl Scratch {
    fn new() -> Result<Self> {
        let memory = Path::new("/dev/shm");
        let parent = if memory.is_dir() { memory.to_path_buf() } else { std::env::temp_dir() };
        let path = parent.join(format!("dealerbook-bench-{}", std::process::id()));
        fs::create_dir_all(&path).doing(|| format!("make the folder {}", path.display()))?;
        Ok(Self { path })
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.path);
    }
}

fn compare(workspace: &Workspace, hugo: &Path, scratch: &Path, count: usize) -> Result<()> {
    let company = scratch.join(format!("dealerbook-{count}"));
    let site = scratch.join(format!("hugo-{count}"));
    let written = articles::write(&company.join("newsletter"), count)?;
    articles::write_portal(&company)?;
    hugo::write_site(&site, &company.join("newsletter"))?;
    println!("\n{count} articles, {:.1} KB each", written as f64 / count as f64 / 1000.0);

    let binary = workspace.binary();
    let ours = |release: bool, out: &str| {
        let mut command = process::command(&binary);
        command.arg("build").arg("--folder").arg(&company).arg("--out").arg(company.join(out));
        command.args(release.then_some("--release"));
        command
    };
    let theirs = || hugo::command(hugo, &site);
    let ours_cold = median(|| ours(false, "dist"), Some(&company.join("dist")))?;
    let theirs_cold = median(theirs, Some(&site.join("public")))?;
    line("render only, cold", &ours_cold, Some(&theirs_cold));
    let ours_edit = edited(&company.join("newsletter"), || ours(false, "dist"))?;
    let theirs_edit = edited(&site.join("content/newsletter"), theirs)?;
    line("render only, after one edit", &ours_edit, Some(&theirs_edit));
    let everything = measure(&mut ours(true, "release"))?;
    line("with everything on, cold", &everything, None);
    let again = edited(&company.join("newsletter"), || ours(true, "release"))?;
    line("with everything on, after one edit", &again, None);
    fs::remove_dir_all(company.join("release")).doing(|| "clear the release".to_owned())
}

fn line(what: &str, ours: &Run, theirs: Option<&Run>) {
    let ours_text = format!("{:>7.2} s {:>6} MiB", ours.seconds, ours.peak_mib());
    match theirs {
        Some(theirs) => println!(
            "  {what:<36} {ours_text}   Hugo {:>7.2} s {:>6} MiB   ratio {:.2}",
            theirs.seconds,
            theirs.peak_mib(),
            ours.seconds / theirs.seconds
        ),
        None => println!("  {what:<36} {ours_text}"),
    }
}

/// The median of several runs; `clear` is removed before each.
fn median(command: impl Fn() -> Command, clear: Option<&Path>) -> Result<Run> {
    let mut runs = Vec::with_capacity(RUNS);
    for _ in 0..RUNS {
        if let Some(folder) = clear.filter(|folder| folder.exists()) {
            fs::remove_dir_all(folder).doing(|| format!("clear {}", folder.display()))?;
        }
        runs.push(measure(&mut command())?);
    }
    runs.sort_by(|a, b| a.seconds.total_cmp(&b.seconds));
    Ok(runs.swap_remove(RUNS / 2))
}

/// The median of several runs, each after a change to the first article.
fn edited(newsletter: &Path, command: impl Fn() -> Command) -> Result<Run> {
    let mut runs = Vec::with_capacity(RUNS);
    for _ in 0..RUNS {
        articles::edit(newsletter)?;
        runs.push(measure(&mut command())?);
    }
    runs.sort_by(|a, b| a.seconds.total_cmp(&b.seconds));
    Ok(runs.swap_remove(RUNS / 2))
}

/// What the first page of the sample portal costs, and what comes after it.
fn bytes(workspace: &Workspace, scratch: &Path) -> Result<()> {
    let out = scratch.join("sample");
    let mut build = process::command(workspace.binary());
    build.args(["build", "--release", "--out"]).arg(&out).current_dir(workspace.root());
    process::output(&mut build)?;
    let mut files: Vec<PathBuf> = fs::read_dir(&out)
        .and_then(|entries| entries.map(|entry| Ok(entry?.path())).collect())
        .doing(|| format!("list {}", out.display()))?;
    files.sort();
    let named = |ending: &str| -> Vec<PathBuf> {
        files.iter().filter(|path| path.to_string_lossy().ends_with(ending)).cloned().collect()
    };
    let (scripts, start): (Vec<PathBuf>, Vec<PathBuf>) =
        named(".js").into_iter().partition(|path| path.to_string_lossy().contains("/islands-"));
    let shared: Vec<PathBuf> = named(".css").into_iter().chain(start).chain([out.join("data/theme.css")]).collect();
    println!("\nbytes                                     raw      gzip    brotli");
    for page in ["index.html", "policies/2026-annual.html", "newsletter/2026-11/index.html"] {
        let page_files: Vec<PathBuf> = shared.iter().cloned().chain([out.join(page)]).collect();
        weigh(&format!("{page} with style and start"), &page_files)?;
    }
    weigh("islands (WASM)", &named(".wasm"))?;
    weigh("islands (script)", &scripts)
}

fn weigh(what: &str, files: &[PathBuf]) -> Result<()> {
    let size = |path: &Path, suffix: &str| -> Result<u64> {
        let compressed = PathBuf::from(format!("{}{suffix}", path.display()));
        let file = if compressed.is_file() { compressed } else { path.to_path_buf() };
        Ok(fs::metadata(&file).doing(|| format!("look at {}", file.display()))?.len())
    };
    let total = |suffix: &str| files.iter().map(|file| size(file, suffix)).sum::<Result<u64>>();
    if files.is_empty() {
        return Err(Error::new(format!("the sample portal has no {what}")));
    }
    println!("  {what:<36} {:>8} {:>9} {:>9}", total("")?, total(".gz")?, total(".br")?);
    Ok(())
}
