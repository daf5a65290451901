//! Photos for a phone's screen: upright, no larger than they are shown, and without what they tell about where
//! they were taken.

use std::io::Cursor;
use std::sync::{Mutex, PoisonError};

use image::codecs::jpeg::JpegDecoder;
use image::codecs::png::PngDecoder;
use image::codecs::webp::{WebPDecoder, WebPEncoder};
use image::imageops::{FilterType, resize};
use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageEncoder, ImageError, Limits, RgbaImage};
use jpeg_encoder::{ColorType, Encoder, SamplingFactor};

use super::strip;

/// What the result depends on, besides the bytes; the versions stand in Cargo.lock, a test compares them.
pub(super) const SETTINGS: &str = "image 1; image 0.25.10, zune-jpeg 0.5.15, png 0.18.1, image-webp 0.2.4, \
    jpeg-encoder 0.7.1, oxipng 10.2.1, libdeflater 1.26.1";

/// The longest side of an image, in pixels: a phone's screen, or half of a good desktop's.
const LONGEST: u32 = 1600;

/// JPEG quality at which people stop seeing a difference.
const QUALITY: u8 = 82;

/// Encoding again costs a little quality; it has to save more than this part of the size in percent.
const SAVING: usize = 10;

/// More pixels than any phone's camera makes unless told to; a few kilobytes can claim to be more than memory holds.
const MOST_PIXELS: u64 = 50_000_000;

/// Images with more pixels than this are prepared one after another, so that memory stays flat on many cores.
const MANY_PIXELS: u64 = 12_500_000;

static ALONE: Mutex<()> = Mutex::new(());

/// What can be prepared, told by its first bytes and not by its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Jpeg,
    Png,
    Webp,
}

impl Kind {
    /// The kind of image that `bytes` are.
    pub(super) fn of(bytes: &[u8]) -> Option<Self> {
        match bytes {
            [0xFF, 0xD8, 0xFF, ..] => Some(Self::Jpeg),
            [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1A, b'\n', ..] => Some(Self::Png),
            [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some(Self::Webp),
            _ => None,
        }
    }
}

/// Whether `bytes` are an image of a kind that is copied as it is, with all its metadata.
pub(in crate::output) fn is_kept(bytes: &[u8]) -> bool {
    let media = bytes.get(4..12).unwrap_or_default();
    let is_media = [b"avif", b"avis", b"heic", b"heix", b"hevc", b"mif1", b"msf1"]
        .iter()
        .any(|brand| media.strip_prefix(b"ftyp") == Some(brand.as_slice()));
    is_media || [b"GIF8".as_slice(), b"II*\0", b"MM\0*"].iter().any(|start| bytes.starts_with(start))
}

/// Why an image can't be prepared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// It has, or claims to have, too many pixels.
    TooLarge { width: u32, height: u32 },
    /// It can't be read.
    Broken(String),
}

impl Fault {
    fn of(error: impl ToString) -> Self {
        Self::Broken(error.to_string())
    }
}

impl From<ImageError> for Fault {
    fn from(error: ImageError) -> Self {
        Self::of(error)
    }
}

/// What takes the place of the image `bytes`; `None` if they are best as they are.
pub(super) fn prepared(bytes: &[u8], kind: Kind) -> Result<Option<Vec<u8>>, Fault> {
    // Decoders have been seen to panic on damaged files; the message should name the file.
    let best =
        std::panic::catch_unwind(|| best(bytes, kind)).unwrap_or_else(|_| Err(Fault::of("the decoder gave up")))?;
    Ok(Some(best).filter(|best| best != bytes))
}

fn best(bytes: &[u8], kind: Kind) -> Result<Vec<u8>, Fault> {
    let (mut decoder, is_animated) = open(bytes, kind)?;
    let (width, height) = decoder.dimensions();
    let pixels = u64::from(width) * u64::from(height);
    if pixels > MOST_PIXELS {
        return Err(Fault::TooLarge { width, height });
    }
    let _alone = (pixels > MANY_PIXELS).then(|| ALONE.lock().unwrap_or_else(PoisonError::into_inner));
    if is_animated {
        return without_metadata(bytes, kind);
    }
    let orientation = decoder.orientation()?;
    let is_upright = orientation == Orientation::NoTransforms;
    let fits = width.max(height) <= LONGEST;
    if is_upright && fits && kind != Kind::Jpeg {
        return without_metadata(bytes, kind);
    }

    let profile = decoder.icc_profile()?;
    let mut image = fitted(DynamicImage::from_decoder(decoder)?);
    image.apply_orientation(orientation);
    let encoded = encoded(&image, kind, profile)?;
    // A PNG that became smaller is not also tried in its full size: that takes seconds.
    if !is_upright || (kind == Kind::Png && encoded.len() <= bytes.len()) {
        return Ok(encoded);
    }
    // Encoding anew can make an image larger that was well made: a lossy WebP, a screenshot with few colours.
    Ok(match without_metadata(bytes, kind) {
        Ok(stripped) if fits && encoded.len() > stripped.len() / 100 * (100 - SAVING) => stripped,
        Ok(stripped) if encoded.len() > stripped.len() => stripped,
        _ => encoded,
    })
}

type Decoder<'a> = Box<dyn ImageDecoder + 'a>;

/// The decoder for `bytes`, and whether the image moves.
fn open(bytes: &[u8], kind: Kind) -> Result<(Decoder<'_>, bool), Fault> {
    let reader = Cursor::new(bytes);
    Ok(match kind {
        Kind::Jpeg => (Box::new(JpegDecoder::new(reader)?), false),
        Kind::Png => {
            let decoder = PngDecoder::with_limits(reader, Limits::default())?;
            let is_animated = decoder.is_apng()?;
            (Box::new(decoder), is_animated)
        }
        Kind::Webp => {
            let decoder = WebPDecoder::new(reader)?;
            let is_animated = decoder.has_animation();
            (Box::new(decoder), is_animated)
        }
    })
}

/// The same pixels in a file that tells nothing else.
fn without_metadata(bytes: &[u8], kind: Kind) -> Result<Vec<u8>, Fault> {
    let odd = || Fault::of("the file is damaged");
    match kind {
        Kind::Jpeg => strip::jpeg(bytes).ok_or_else(odd),
        Kind::Png => oxipng::optimize_from_memory(bytes, &png_options()).map_err(Fault::of),
        Kind::Webp => strip::webp(bytes).ok_or_else(odd),
    }
}

/// The same image with no side longer than [`LONGEST`], in eight bits a channel.
fn fitted(image: DynamicImage) -> DynamicImage {
    let image: DynamicImage = match (image.color().has_alpha(), image.color().has_color()) {
        (true, _) => image.into_rgba8().into(),
        (false, true) => image.into_rgb8().into(),
        (false, false) => image.into_luma8().into(),
    };
    let longest = image.width().max(image.height());
    if longest <= LONGEST {
        return image;
    }
    let scaled = |side: u32| {
        let side = (u64::from(side) * u64::from(LONGEST) + u64::from(longest) / 2) / u64::from(longest);
        u32::try_from(side).unwrap_or(LONGEST).max(1)
    };
    let (width, height) = (scaled(image.width()), scaled(image.height()));
    match image {
        DynamicImage::ImageRgba8(mut image) => {
            weigh(&mut image);
            let mut image = resize(&image, width, height, FilterType::Lanczos3);
            unweigh(&mut image);
            image.into()
        }
        image => image.resize_exact(width, height, FilterType::Lanczos3),
    }
}

/// Makes colours count as much as they are seen; else the colour of what is transparent bleeds into the edges.
fn weigh(image: &mut RgbaImage) {
    for pixel in image.pixels_mut() {
        let [.., alpha] = pixel.0;
        for channel in &mut pixel.0[..3] {
            *channel = ((u32::from(*channel) * u32::from(alpha) + 127) / 255) as u8;
        }
    }
}

/// Undoes [`weigh`].
fn unweigh(image: &mut RgbaImage) {
    for pixel in image.pixels_mut() {
        let [.., alpha] = pixel.0;
        for channel in &mut pixel.0[..3] {
            let scaled = (u32::from(*channel) * 255 + u32::from(alpha) / 2).checked_div(u32::from(alpha));
            *channel = scaled.unwrap_or(0).min(255) as u8;
        }
    }
}

/// The file of `image`. Its colour profile stays, unless the decoder has turned the colours into others (CMYK).
fn encoded(image: &DynamicImage, kind: Kind, profile: Option<Vec<u8>>) -> Result<Vec<u8>, Fault> {
    let has_color = image.color().has_color();
    let space = if has_color { b"RGB " } else { b"GRAY" };
    let profile = profile.filter(|profile| profile.get(16..20) == Some(space));
    match kind {
        Kind::Jpeg => jpeg(image, profile),
        Kind::Png => png(image, profile),
        Kind::Webp => {
            let mut file = Vec::new();
            let mut encoder = WebPEncoder::new_lossless(&mut file);
            if let Some(profile) = profile {
                encoder.set_icc_profile(profile).map_err(Fault::of)?;
            }
            image.write_with_encoder(encoder)?;
            Ok(file)
        }
    }
}

fn jpeg(image: &DynamicImage, profile: Option<Vec<u8>>) -> Result<Vec<u8>, Fault> {
    let mut file = Vec::new();
    let mut encoder = Encoder::new(&mut file, QUALITY);
    encoder.set_sampling_factor(SamplingFactor::F_2_2);
    encoder.set_progressive(true);
    encoder.set_optimized_huffman_tables(true);
    if let Some(profile) = profile {
        encoder.add_icc_profile(&profile).map_err(Fault::of)?;
    }
    let color = if image.color().has_color() { ColorType::Rgb } else { ColorType::Luma };
    let side = |side: u32| u16::try_from(side).map_err(Fault::of);
    encoder.encode(image.as_bytes(), side(image.width())?, side(image.height())?, color).map_err(Fault::of)?;
    Ok(file)
}

fn png(image: &DynamicImage, profile: Option<Vec<u8>>) -> Result<Vec<u8>, Fault> {
    use oxipng::{BitDepth, ColorType, RawImage};

    let color = match image.color().channel_count() {
        1 => ColorType::Grayscale { transparent_shade: None },
        3 => ColorType::RGB { transparent_color: None },
        _ => ColorType::RGBA,
    };
    let bytes = image.as_bytes().to_vec();
    let mut raw = RawImage::new(image.width(), image.height(), color, BitDepth::Eight, bytes).map_err(Fault::of)?;
    if let Some(profile) = profile {
        raw.add_icc_profile(&profile);
    }
    raw.create_optimized_png(&png_options()).map_err(Fault::of)
}

/// Without loss, and without every chunk that isn't shown, even where that saves nothing.
fn png_options() -> oxipng::Options {
    oxipng::Options {
        force: true,
        strip: oxipng::StripChunks::Safe,
        interlace: Some(false),
        max_decompressed_size: Some(MOST_PIXELS as usize * 8),
        ..oxipng::Options::from_preset(2)
    }
}
