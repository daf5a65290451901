//! Files of a release that are compressed beforehand.

use std::io::Read;

use super::*;

fn page() -> Vec<u8> {
    "<p>返利政策 2026: 每件 1.50 元</p>\n".repeat(200).into_bytes()
}

fn released(files: &Files) -> Files {
    let ground = Ground::releasing();
    ground.write(files).expect("written");
    read(&ground.out())
}

#[test]
fn text_and_wasm_have_compressed_siblings_that_unpack_to_them() {
    let names = ["a.html", "a.css", "a.js", "a.wasm", "a.json", "a.svg", "a.xml", "a.ics", "a.txt", "A.MD"];
    let files: Files = names.iter().map(|name| ((*name).to_owned(), page())).collect();
    let found = released(&files);
    assert_eq!(found.len(), 3 * names.len());
    for (name, original) in &files {
        let (mut from_brotli, mut from_gzip) = (Vec::new(), Vec::new());
        let compressed = &found[&format!("{name}.br")];
        brotli::Decompressor::new(compressed.as_slice(), 4096).read_to_end(&mut from_brotli).expect("brotli");
        flate2::read::GzDecoder::new(found[&format!("{name}.gz")].as_slice())
            .read_to_end(&mut from_gzip)
            .expect("gzip");
        assert!(&found[name] == original && &from_brotli == original && &from_gzip == original, "{name}");
        assert!(compressed.len() < original.len() / 10);
    }
}

#[test]
fn what_would_not_become_smaller_has_no_siblings() {
    let mut noise = 1_u32;
    let noise = std::iter::repeat_with(|| {
        noise = noise.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (noise >> 24) as u8
    });
    let files = Files::from([
        ("short.html".to_owned(), b"<p>".repeat(300)),
        ("noise.txt".to_owned(), noise.take(4000).collect()),
        ("packs/a.age".to_owned(), page()),
        ("font.woff2".to_owned(), page()),
    ]);
    assert_eq!(released(&files), files);
}

#[test]
fn siblings_count_as_files() {
    let ground = Ground::releasing();
    let files = Files::from([("a.html".to_owned(), page())]);
    let written = ground.write(&files).expect("written");
    let bytes = read(&ground.out()).values().map(|bytes| bytes.len() as u64).sum();
    assert_eq!(written, Written { pages: 1, files: 3, bytes, ..Written::default() });
    assert_eq!(ground.write(&files).expect("written again").unchanged, 3);
}

#[test]
fn a_large_file_is_compressed_too() {
    let files = Files::from([("app.wasm".to_owned(), page().repeat(150))]);
    assert!(files["app.wasm"].len() > 1 << 20);
    assert_eq!(released(&files).len(), 3);
}
