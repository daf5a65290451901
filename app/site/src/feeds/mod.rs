//! What programs read: calendars, the feed, the sitemap, the list of recent documents.

pub mod atom;
pub mod calendar;
pub mod recent;
pub mod sitemap;
