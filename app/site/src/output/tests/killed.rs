//! A build that is killed leaves the old site or the new one, and the next build cleans up.

use std::process::{Command, Stdio};
use std::time::Duration;

use super::*;
use crate::output::lock::Lock;

const FOLDER: &str = "DEALERBOOK_TEST_KILLED";
const PAGES: usize = 150;

/// Not a test: the process that is killed, building two versions in turn for ever.
#[test]
#[ignore = "runs until it is killed"]
fn build_for_ever() {
    let Some(root) = std::env::var_os(FOLDER).map(PathBuf::from) else { return };
    let folder = Folder { content: root.join("content"), public: root.join("public") };
    let options = Options { folder: &folder, release: None, progress: &|_, _| {} };
    for version in ["one", "two"].into_iter().cycle() {
        let files = site(PAGES, version);
        let names: Vec<&str> = files.keys().map(String::as_str).collect();
        let render = |file: &str| Ok::<_, String>(files[file].clone());
        write_files(&names, render, &root.join("dist"), &options).expect("written");
    }
}

#[test]
fn killed_at_any_moment_one_whole_site_is_there() {
    let ground = Ground::new();
    ground.write(&site(PAGES, "one")).expect("written");
    for round in 0..25 {
        let mut child = Command::new(std::env::current_exe().expect("this program"))
            .args(["--exact", "output::tests::killed::build_for_ever", "--ignored"])
            .env(FOLDER, ground.root.path())
            .stdout(Stdio::null())
            .spawn()
            .expect("another process");
        std::thread::sleep(Duration::from_micros(20_000 + 1_700 * round));
        child.kill().expect("killed");
        child.wait().expect("gone");
        let found = read(&ground.out());
        assert!(found == site(PAGES, "one") || found == site(PAGES, "two"), "round {round}");
    }
    ground.write(&site(PAGES, "one")).expect("written");
    assert_eq!(ground.beside(), NOTHING_LEFT);
}

/// A folder as a killed build leaves it.
fn leave(ground: &Ground, name: &str, is_marked: bool) -> PathBuf {
    let path = ground.path(name);
    fs::create_dir_all(path.join("policies")).expect("a folder");
    fs::write(path.join("policies/page.html"), "half").expect("a file");
    if is_marked {
        fs::write(path.join(MARKER), "").expect("a marker");
    }
    path
}

#[test]
fn leftovers_with_our_marker_are_cleaned_and_nothing_else() {
    let ground = Ground::new();
    leave(&ground, ".dist.building-1-0", true);
    leave(&ground, ".dist.replaced-1-0", true);
    fs::create_dir(ground.path(".dist.building-2-0")).expect("killed before the marker was in it");
    leave(&ground, ".dist.building-mine", false);
    leave(&ground, ".other.building-1-0", true);
    ground.write(&site(3, "one")).expect("written");
    assert_eq!(ground.beside(), [".dist.building-mine", ".other.building-1-0", "content", "dist", "public"]);
}

#[test]
fn the_folder_of_a_build_that_still_runs_is_no_leftover() {
    let ground = Ground::new();
    let running = leave(&ground, ".dist.building-1-0", false);
    let lock = Lock::create(&running.join(MARKER), "").expect("a lock");
    ground.write(&site(3, "one")).expect("written");
    assert!(running.join("policies/page.html").exists());
    drop(lock);
    ground.write(&site(3, "two")).expect("written");
    assert_eq!(ground.beside(), NOTHING_LEFT);
}

#[test]
fn killed_between_two_renames_the_old_site_comes_back() {
    let ground = Ground::new();
    ground.write(&site(3, "old")).expect("written");
    fs::rename(ground.out(), ground.path(".dist.replaced-1-0")).expect("the first rename");
    leave(&ground, ".dist.building-1-0", true);
    let failing = |_: &str| Err::<Vec<u8>, _>("no");
    ground.render_to(&ground.out(), &site(3, "new"), failing).expect_err("a failure");
    assert_eq!(read(&ground.out()), site(3, "old"));
    assert_eq!(ground.beside(), NOTHING_LEFT);
}

#[test]
fn two_renames_do_what_the_exchange_does() {
    let ground = Ground::new();
    ground.write(&site(3, "old")).expect("written");
    let destination = Destination::new(&ground.out(), &ground.folder, None).expect("ours");
    let files = site(3, "new");
    let names: Vec<&str> = files.keys().map(String::as_str).collect();

    let staging = destination.begin().expect("begun");
    staging.make_folders(&names).expect("folders");
    for name in &names {
        assert!(!staging.put(name, &files[*name], None).expect("written"));
    }
    staging.exchange_by_renames(&ground.out()).expect("exchanged");
    drop(staging);
    assert_eq!(read(&ground.out()), files);
    assert_eq!(ground.beside(), NOTHING_LEFT);
}

#[test]
fn when_the_second_rename_fails_the_first_is_undone() {
    let ground = Ground::new();
    ground.write(&site(3, "old")).expect("written");
    let destination = Destination::new(&ground.out(), &ground.folder, None).expect("ours");
    let staging = destination.begin().expect("begun");
    let hidden = ground.beside().into_iter().find(|name| name.starts_with(".dist.building-")).expect("staging");
    fs::remove_dir_all(ground.path(&hidden)).expect("somebody removes it");
    staging.exchange_by_renames(&ground.out()).expect_err("nothing to rename");
    drop(staging);
    assert_eq!(read(&ground.out()), site(3, "old"));
    assert_eq!(ground.beside(), NOTHING_LEFT);
}
