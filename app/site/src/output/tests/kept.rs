//! The cache of a release: it saves time and changes nothing.

use super::*;

fn files() -> Files {
    let photo = ::image::RgbImage::from_fn(1700, 30, |x, y| ::image::Rgb([x as u8, y as u8, (x * y) as u8]));
    let mut jpeg = Vec::new();
    ::image::codecs::jpeg::JpegEncoder::new(&mut jpeg).encode_image(&photo).expect("encoded");
    let page = |version: &str| version.repeat(500).into_bytes();
    Files::from([
        ("photo.jpg".to_owned(), jpeg),
        ("index.html".to_owned(), page("<p>home</p>")),
        ("en/index.html".to_owned(), page("<p>home in English</p>")),
    ])
}

fn entries(ground: &Ground) -> Vec<PathBuf> {
    let folder = ground.path("content/.dealerbook/release");
    names(&folder).into_iter().map(|name| folder.join(name)).collect()
}

#[test]
fn with_and_without_a_cache_a_release_is_the_same() {
    let (one, other) = (Ground::releasing(), Ground::releasing());
    one.write(&files()).expect("written");
    other.write(&files()).expect("written");
    let first = read(&one.out());
    assert_eq!(first.len(), 7);
    assert_eq!(entries(&one).len(), 5);
    assert_eq!(read(&other.out()), first);

    fs::remove_dir_all(one.out()).expect("removed");
    one.write(&files()).expect("written from the cache");
    assert_eq!(read(&one.out()), first);
}

/// An entry that is whole but holds something else: the release shows whether it was used.
#[test]
fn what_is_in_the_cache_is_not_made_again() {
    let ground = Ground::releasing();
    ground.write(&files()).expect("written");
    let found = read(&ground.out());
    for entry in entries(&ground) {
        let other = b"planted";
        fs::write(entry, [dealerbook_domain::acknowledgement::sha256_hex(other).as_bytes(), other].concat())
            .expect("planted");
    }
    ground.write(&files()).expect("written");
    let planted = read(&ground.out());
    let changed: Vec<&String> = found.keys().filter(|file| planted[*file] == b"planted").collect();
    assert_eq!(changed.len(), 5, "{changed:?}");
}

#[test]
fn a_damaged_cache_heals() {
    let ground = Ground::releasing();
    ground.write(&files()).expect("written");
    let (found, whole) =
        (read(&ground.out()), entries(&ground).iter().map(fs::read).map(Result::unwrap).collect::<Vec<_>>());
    let damages: [fn(&mut Vec<u8>); 6] = [
        Vec::clear,
        |entry| entry.truncate(30),
        |entry| entry.truncate(64),
        |entry| entry.truncate(entry.len() - 1),
        |entry| *entry.last_mut().expect("not empty") ^= 1,
        |entry| entry[0] ^= 1,
    ];
    for damage in damages {
        for (path, entry) in entries(&ground).iter().zip(&whole) {
            let mut entry = entry.clone();
            damage(&mut entry);
            fs::write(path, entry).expect("damaged");
        }
        ground.write(&files()).expect("written");
        assert_eq!(read(&ground.out()), found);
        let healed: Vec<Vec<u8>> = entries(&ground).iter().map(fs::read).map(Result::unwrap).collect();
        assert!(healed == whole);
    }
}

#[test]
fn what_is_no_longer_needed_leaves_the_cache_and_nothing_else_does() {
    let ground = Ground::releasing();
    let mut files = files();
    ground.write(&files).expect("written");
    let folder = ground.path("content/.dealerbook/release");
    let left = folder.join(format!("{}.4242-0", "0".repeat(64)));
    fs::write(&left, "by a killed release").expect("a file");
    fs::write(folder.join("notes.txt"), "somebody's").expect("a file");
    files.remove("photo.jpg");

    let failing = |_: &str| Err::<Vec<u8>, _>("no");
    ground.render_to(&ground.out(), &files, failing).expect_err("a failure");
    assert_eq!(entries(&ground).len(), 7, "a release that failed forgets nothing");
    ground.write(&files).expect("written");
    assert!(!left.exists() && folder.join("notes.txt").exists());
    assert_eq!(entries(&ground).len(), 4 + 1);
}

/// The settings are part of an entry's name. They tell the encoders' versions: a newer one may give other bytes.
#[test]
fn the_settings_tell_the_versions_in_use() {
    let lock = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../Cargo.lock");
    let lock = fs::read_to_string(lock).expect("Cargo.lock");
    for settings in compact::settings() {
        let (_, versions) = settings.split_once("; ").expect("versions");
        for used in versions.split(", ") {
            let (name, version) = used.split_once(' ').expect("a name and a version");
            let entry = format!("name = \"{name}\"\nversion = \"{version}\"\n");
            assert!(lock.contains(&entry), "{used} is not in Cargo.lock: state the version that is, in {settings:?}");
        }
    }
}
