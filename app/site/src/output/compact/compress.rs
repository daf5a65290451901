//! Files compressed beforehand: better than a host does it while the dealer waits.

use std::io::Write;

/// Below this size nothing is gained: it travels in one packet either way.
pub(in crate::output) const WORTHWHILE: usize = 1024;

/// Above this size the best quality takes too long.
const LARGE: usize = 1 << 20;

/// One way to compress.
pub(super) struct Method {
    /// What the compressed file's name ends in.
    pub ending: &'static str,
    /// What its result depends on, besides the bytes; the versions stand in Cargo.lock, a test compares them.
    pub settings: &'static str,
    /// Does it.
    pub compress: fn(&[u8]) -> Vec<u8>,
}

/// Brotli, which every browser takes over HTTPS, and gzip for the others.
pub(super) const METHODS: [Method; 2] = [
    Method { ending: ".br", settings: "compress 1; brotli 9.1.1", compress: brotli },
    Method { ending: ".gz", settings: "compress 1; flate2 1.1.11, miniz_oxide 0.9.1", compress: gzip },
];

/// What the name of the file that `path` is the compressed sibling of would be.
pub(in crate::output) fn original(path: &str) -> Option<&str> {
    METHODS.iter().find_map(|method| path.strip_suffix(method.ending)).filter(|original| is_wanted(original))
}

/// Whether a file of this name is compressed: text, and WASM.
pub(in crate::output) fn is_wanted(path: &str) -> bool {
    let ending = path.rsplit_once('.').map_or("", |(_, ending)| ending).to_ascii_lowercase();
    matches!(
        ending.as_str(),
        "html" | "css" | "js" | "mjs" | "wasm" | "json" | "webmanifest" | "svg" | "xml" | "ics" | "txt" | "md" | "csv"
    )
}

fn brotli(bytes: &[u8]) -> Vec<u8> {
    let params = brotli::enc::BrotliEncoderParams {
        quality: if bytes.len() > LARGE { 9 } else { 11 },
        size_hint: bytes.len(),
        ..Default::default()
    };
    let mut compressed = Vec::new();
    brotli::BrotliCompress(&mut &*bytes, &mut compressed, &params).expect("memory takes what is written");
    compressed
}

/// Without a time in it: the same bytes each time.
fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(bytes).and_then(|()| encoder.finish()).expect("memory takes what is written")
}
