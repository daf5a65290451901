//! A build that fails changes nothing.

use super::*;

/// The old site, and nothing beside it.
fn assert_untouched(ground: &Ground) {
    assert_eq!(read(&ground.out()), site(20, "old"));
    assert_eq!(ground.beside(), NOTHING_LEFT);
}

fn ground_with_old_site() -> Ground {
    let ground = Ground::new();
    ground.write(&site(20, "old")).expect("written");
    ground
}

#[test]
fn a_page_that_fails_leaves_the_old_site_wherever_it_stands() {
    let ground = ground_with_old_site();
    let files = site(20, "new");
    for failing in files.keys() {
        let render = |file: &str| if file == failing { Err("no such template") } else { Ok(files[file].clone()) };
        let error = ground.render_to(&ground.out(), &files, render).expect_err("a failure");
        assert_eq!(error.to_string(), format!("content-unreadable; path: {failing}; detail: no such template"));
        assert_untouched(&ground);
    }
}

#[test]
fn a_renderer_that_panics_leaves_the_old_site() {
    let ground = ground_with_old_site();
    let files = site(20, "new");
    let failing = "policies/part-3/page-13.html";
    let build = || {
        let render = |file: &str| {
            assert_ne!(file, failing, "this panic is meant");
            Ok::<_, String>(files[file].clone())
        };
        let _ = ground.render_to(&ground.out(), &files, render);
    };
    assert!(std::panic::catch_unwind(std::panic::AssertUnwindSafe(build)).is_err());
    assert_untouched(&ground);
}

#[test]
fn every_failing_page_is_named() {
    let ground = ground_with_old_site();
    let files = site(20, "new");
    let render = |file: &str| if file.ends_with("7.html") { Err("no") } else { Ok(files[file].clone()) };
    let error = ground.render_to(&ground.out(), &files, render).expect_err("failures");
    let paths: Vec<&str> = error.problems.iter().map(Problem::path).collect();
    assert_eq!(paths, ["policies/part-2/page-17.html", "policies/part-2/page-7.html"]);
    assert_untouched(&ground);
}

#[test]
fn a_disk_that_refuses_is_named_with_the_file_and_leaves_the_old_site() {
    let ground = ground_with_old_site();
    let mut files = site(20, "new");
    let too_long = format!("policies/part-1/{}.html", "长".repeat(100));
    files.insert(too_long.clone(), b"x".to_vec());
    let error = ground.write(&files).expect_err("a failure");
    let [Problem::Disk { path, error }] = error.problems.as_slice() else { panic!("{error}") };
    assert_eq!(path, &ground.out().join(too_long));
    assert_eq!(error.kind(), std::io::ErrorKind::InvalidFilename);
    assert_untouched(&ground);
}

#[test]
fn bad_paths_are_found_before_anything_is_written() {
    let ground = ground_with_old_site();
    let mut files = site(20, "new");
    files.insert("../escaped.html".to_owned(), Vec::new());
    files.insert("policies/aux.html".to_owned(), Vec::new());
    files.insert("Data/Recent.json".to_owned(), Vec::new());
    assert_eq!(ground.refusal(&ground.out(), &files), ["path-not-relative", "path-collision", "path-reserved"]);
    assert_untouched(&ground);
}

#[cfg(target_os = "linux")]
#[test]
fn a_folder_that_can_not_be_written_to_is_named() {
    let ground = Ground::new();
    let error = ground.write_to(Path::new("/proc/portal/dist"), &site(1, "one")).expect_err("a failure");
    assert!(matches!(error.problems.as_slice(), [Problem::Disk { .. }]), "{error}");
}
