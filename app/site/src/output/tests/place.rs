//! Which folders are replaced, and which never.

use super::*;

#[test]
fn a_folder_with_somebodys_files_is_left_alone() {
    let ground = Ground::new();
    fs::create_dir(ground.out()).expect("a folder");
    fs::write(ground.out().join("thesis.docx"), "years of work").expect("a file");
    assert_eq!(ground.refusal(&ground.out(), &site(3, "one")), ["output-foreign"]);
    assert_eq!(names(&ground.out()), ["thesis.docx"]);
    assert_eq!(ground.beside(), NOTHING_LEFT);
}

#[test]
fn an_empty_folder_may_be_filled() {
    let ground = Ground::new();
    fs::create_dir(ground.out()).expect("a folder");
    ground.write(&site(3, "one")).expect("written");
    assert_eq!(read(&ground.out()), site(3, "one"));
    assert_eq!(ground.beside(), NOTHING_LEFT);
}

#[test]
fn folders_on_the_way_are_made() {
    let ground = Ground::new();
    let out = ground.path("www/portal/current");
    ground.write_to(&out, &site(3, "one")).expect("written");
    assert_eq!(read(&out), site(3, "one"));
}

#[test]
fn a_file_is_not_replaced() {
    let ground = Ground::new();
    fs::write(ground.out(), "a file").expect("a file");
    assert_eq!(ground.refusal(&ground.out(), &site(3, "one")), ["output-not-a-folder"]);
    assert_eq!(fs::read(ground.out()).ok(), Some(b"a file".to_vec()));
}

#[test]
fn a_repository_in_the_site_is_not_lost() {
    let ground = Ground::new();
    ground.write(&site(3, "one")).expect("written");
    fs::create_dir(ground.out().join(".git")).expect("a folder");
    assert_eq!(ground.refusal(&ground.out(), &site(3, "two")), ["output-repository"]);
    assert!(ground.out().join(".git").is_dir());
}

#[test]
fn what_the_site_is_made_from_is_not_written_over() {
    let ground = Ground::new();
    let around = ground.root.path();
    for out in ["", "content", "content/policies", "content/policies/new", "content/dist", "public", "public/site"] {
        assert_eq!(ground.refusal(&around.join(out), &site(1, "one")), ["output-among-sources"], "{out:?}");
    }
    assert_eq!(ground.refusal(&around.join("new/../public"), &site(1, "one")).len(), 1);
    assert_eq!(ground.refusal(Path::new("/"), &site(1, "one")).len(), 1);
    assert_eq!(ground.beside(), ["content", "public"], "nothing was made");
}

#[test]
fn the_folder_where_people_work_may_hold_the_site() {
    let mut ground = Ground::new();
    let work = ground.path("company");
    ground.folder = Folder { content: work.clone(), public: work.join("public") };
    fs::create_dir_all(work.join("policies")).expect("a folder");
    ground.write_to(&work.join("dist"), &site(1, "one")).expect("written");
    assert_eq!(ground.refusal(&work.join("policies/dist"), &site(1, "one")), ["output-among-sources"]);
    assert_eq!(ground.refusal(&work, &site(1, "one")), ["output-among-sources"]);
}

#[test]
fn a_cache_in_the_site_would_go_with_it() {
    let mut ground = Ground::releasing();
    ground.release = Some(ReleaseOptions { cache: ground.path("dist/cache") });
    assert_eq!(ground.refusal(&ground.out(), &site(1, "one")), ["output-among-sources"]);
}

#[test]
fn two_builds_at_once_leave_one_whole_site() {
    let ground = Ground::new();
    let build = |version: &'static str| {
        let ground = &ground;
        move || {
            for _ in 0..15 {
                ground.write(&site(40, version)).expect("written");
            }
        }
    };
    ground.write(&site(40, "one")).expect("written");
    std::thread::scope(|scope| {
        let builds = [scope.spawn(build("one")), scope.spawn(build("two")), scope.spawn(build("six"))];
        for build in builds {
            build.join().expect("no build fails");
        }
    });
    let last = read(&ground.out());
    assert!(["one", "two", "six"].iter().any(|version| last == site(40, version)), "one version, whole");
    ground.write(&site(40, "one")).expect("written");
    assert_eq!(ground.beside(), NOTHING_LEFT);
}

#[cfg(unix)]
mod with_links {
    use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};

    use super::*;

    #[test]
    fn a_link_to_the_place_stays_a_link() {
        let ground = Ground::new();
        let real = ground.path("host/portal");
        fs::create_dir_all(&real).expect("a folder");
        symlink("host/portal", ground.out()).expect("a link");
        for version in ["one", "two"] {
            ground.write(&site(3, version)).expect("written");
            assert!(ground.out().is_symlink());
            assert_eq!(read(&real), site(3, version));
            assert_eq!(names(&ground.path("host")), ["portal"]);
        }
    }

    #[test]
    fn a_link_to_a_place_that_is_not_there_yet_is_followed() {
        let ground = Ground::new();
        symlink("host/portal", ground.out()).expect("a link");
        ground.write(&site(3, "one")).expect("written");
        assert!(ground.out().is_symlink());
        assert_eq!(read(&ground.path("host/portal")), site(3, "one"));
    }

    #[test]
    fn a_link_into_the_content_is_no_way_around() {
        let ground = Ground::new();
        symlink("content/policies", ground.out()).expect("a link");
        assert_eq!(ground.refusal(&ground.out(), &site(1, "one")), ["output-among-sources"]);
        symlink("content", ground.path("other")).expect("a link");
        assert_eq!(ground.refusal(&ground.path("other/new"), &site(1, "one")), ["output-among-sources"]);
    }

    #[test]
    fn a_link_that_somebody_put_into_the_site_is_not_taken_over() {
        let ground = Ground::new();
        let files = site(3, "one");
        ground.write(&files).expect("written");
        let page = ground.out().join("data/recent.json");
        fs::write(ground.path("mine.json"), "{}").expect("a file");
        fs::remove_file(&page).expect("removed");
        symlink(ground.path("mine.json"), &page).expect("a link");
        ground.write(&files).expect("written again");
        assert!(!page.is_symlink());
        assert_eq!(read(&ground.out()), files);
        assert_eq!(fs::read(ground.path("mine.json")).ok(), Some(b"{}".to_vec()));
    }

    #[test]
    fn who_may_read_the_old_site_may_read_the_new() {
        let ground = Ground::new();
        ground.write(&site(3, "one")).expect("written");
        fs::set_permissions(ground.out(), fs::Permissions::from_mode(0o2750)).expect("permissions");
        ground.write(&site(3, "two")).expect("written again");
        assert_eq!(fs::metadata(ground.out()).expect("metadata").mode() & 0o7777, 0o2750);
    }

    #[test]
    fn unchanged_files_are_not_written_again() {
        let ground = Ground::new();
        ground.write(&site(3, "one")).expect("written");
        let page = ground.out().join("data/recent.json");
        let before = fs::metadata(&page).expect("metadata");
        ground.write(&site(3, "two")).expect("written again");
        let after = fs::metadata(&page).expect("metadata");
        assert_eq!((before.ino(), before.mtime_nsec()), (after.ino(), after.mtime_nsec()));
        assert_eq!(after.nlink(), 1, "the old site is gone");
    }
}
