//! The company's colours as a stylesheet.

use crate::content::portal::Colours;

/// Custom properties that the front end's stylesheet builds on.
pub fn stylesheet(colours: &Colours) -> String {
    let Colours { brand, accent } = colours;
    let ink = if luminance(brand) > 0.18 { "#1b1512" } else { "#fff" };
    format!(":root{{--brand:{brand};--brand-ink:{ink};--accent:{accent}}}\n")
}

/// Relative luminance of `#rrggbb` (WCAG 2.2, "relative luminance"); above about 0.18, black has more contrast
/// than white.
fn luminance(colour: &str) -> f64 {
    let channel = |from: usize| {
        let value = colour.get(from..from + 2).and_then(|hex| u8::from_str_radix(hex, 16).ok()).unwrap_or(0);
        let value = f64::from(value) / 255.0;
        if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_on_the_brand_colour_can_be_read() {
        let sheet = |brand: &str| stylesheet(&Colours { brand: brand.into(), accent: "#000000".into() });
        assert!(sheet("#8c2f1b").contains("--brand-ink:#fff"));
        assert!(sheet("#ffd54a").contains("--brand-ink:#1b1512"));
    }
}
