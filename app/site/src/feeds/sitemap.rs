//! `sitemap.xml` (sitemaps.org protocol 0.9).

use crate::pages::{NOT_FOUND, absolute};
use crate::site::Site;

/// Most addresses that one sitemap may hold.
const MOST: usize = 50_000;

/// Every page's address.
pub fn sitemap(site: &Site) -> String {
    let mut xml = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n",
    );
    let pages = site.paths().filter(|path| path.ends_with(".html") && *path != NOT_FOUND);
    for path in pages.take(MOST) {
        // Addresses are percent-encoded, `&` included, so nothing is left to escape.
        xml.push_str("<url><loc>");
        xml.push_str(&absolute(&site.model.portal.base, path));
        xml.push_str("</loc></url>\n");
    }
    xml.push_str("</urlset>\n");
    xml
}
