//! Takes out of an image file what isn't shown, without decoding it: where and when it was taken, with which
//! phone, previews, comments, and whatever stands behind the end of the image.

/// The JPEG `bytes` without metadata; `None` if they aren't built as a JPEG should be.
pub(super) fn jpeg(bytes: &[u8]) -> Option<Vec<u8>> {
    const START: u8 = 0xD8;
    const END: u8 = 0xD9;
    const SCAN: u8 = 0xDA;

    let mut stripped = bytes.strip_prefix(&[0xFF, START]).map(|_| vec![0xFF, START])?;
    let mut rest = &bytes[2..];
    loop {
        let marker = match rest {
            [0xFF, 0xFF, ..] => {
                rest = &rest[1..];
                continue;
            }
            [0xFF, marker, ..] => *marker,
            _ => return None,
        };
        match marker {
            END => {
                stripped.extend([0xFF, END]);
                return Some(stripped);
            }
            0x00 | 0x01 | 0xD0..=START => return None,
            _ => {}
        }
        let length = 2 + usize::from(u16::from_be_bytes([*rest.get(2)?, *rest.get(3)?]));
        let (segment, behind) = rest.split_at_checked(length)?;
        if is_shown(marker, segment.get(4..)?) {
            stripped.extend(segment);
        }
        rest = behind;
        if marker == SCAN {
            let pixels =
                rest.windows(2).position(|pair| pair[0] == 0xFF && !matches!(pair[1], 0 | 0xD0..=0xD7 | 0xFF))?;
            stripped.extend(&rest[..pixels]);
            rest = &rest[pixels..];
        }
    }
}

/// Whether a segment of a JPEG takes part in showing it. The JFIF header only without a preview in it.
fn is_shown(marker: u8, content: &[u8]) -> bool {
    const COMMENT: u8 = 0xFE;
    match marker {
        0xE0 => content.starts_with(b"JFIF\0") && content.len() == 14,
        0xE2 => content.starts_with(b"ICC_PROFILE\0"),
        0xEE => content.starts_with(b"Adobe"),
        0xE0..=0xEF | COMMENT => false,
        _ => true,
    }
}

/// The WebP `bytes` without metadata; `None` if they aren't built as a WebP should be.
pub(super) fn webp(bytes: &[u8]) -> Option<Vec<u8>> {
    const EXIF_AND_XMP: u8 = 0b0000_1100;

    let size = |bytes: &[u8]| Some(u32::from_le_bytes(*bytes.first_chunk()?) as usize);
    let mut rest = bytes.get(12..8 + size(bytes.get(4..)?)?)?;
    let mut stripped = b"RIFF....WEBP".to_vec();
    while !rest.is_empty() {
        let length = size(rest.get(4..)?)?;
        // A chunk of odd length is followed by a byte of padding, which some writers leave out at the end.
        let end = (8 + length + length % 2).min(rest.len().max(8 + length));
        let (chunk, behind) = rest.split_at_checked(end)?;
        let at = stripped.len();
        if matches!(&chunk[..4], b"VP8X" | b"ICCP" | b"ANIM" | b"ANMF" | b"ALPH" | b"VP8 " | b"VP8L") {
            stripped.extend(chunk);
        }
        if chunk.starts_with(b"VP8X") {
            *stripped.get_mut(at + 8)? &= !EXIF_AND_XMP;
        }
        rest = behind;
    }
    let size = u32::try_from(stripped.len() - 8).ok()?;
    stripped[4..8].copy_from_slice(&size.to_le_bytes());
    Some(stripped)
}
