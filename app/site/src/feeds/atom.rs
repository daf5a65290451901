//! `feed.xml` (Atom, RFC 4287): the newest articles, policies and contracts.

use atom_syndication::{Entry, Feed, FixedDateTime, Generator, Link, Person, Text};
use chrono::{NaiveDate, NaiveTime, TimeZone};

use crate::content::name::Kind;
use crate::model::Document;
use crate::site::Site;

/// How many documents the feed holds.
const ENTRIES: usize = 50;

/// The feed in one of the languages.
pub fn feed(site: &Site, language: usize) -> Result<Vec<u8>, String> {
    let path = format!("{}feed.xml", site.languages[language].prefix);
    let context = site.context(&path, language);
    let portal = &site.model.portal;
    let told = [Kind::Article, Kind::Policy, Kind::Contract];
    let mut documents: Vec<&Document> =
        site.model.documents.iter().filter(|document| told.contains(&document.kind)).collect();
    documents.sort_by(|a, b| (b.date(), &a.key).cmp(&(a.date(), &b.key)));
    documents.truncate(ENTRIES);
    let updated = documents.iter().map(|document| document.date()).max().unwrap_or(site.model.settings.today);
    let home = context.absolute(&format!("{}index.html", site.languages[language].prefix));
    let entries: Vec<Entry> = documents
        .into_iter()
        .map(|document| {
            let address = context.absolute(&format!("{}{}.html", site.languages[language].prefix, document.key));
            Entry {
                title: Text::plain(context.title(document)),
                id: tag(portal.id.as_str(), &format!("{}@{}", document.key, document.version())),
                updated: midnight(site, document.date()),
                links: vec![link(&address, "alternate", "text/html")],
                summary: context.summary(document).map(Text::plain),
                ..Entry::default()
            }
        })
        .collect();
    let feed = Feed {
        title: Text::plain(context.say(&portal.name)),
        subtitle: Some(Text::plain(context.say(&portal.description))),
        id: tag(portal.id.as_str(), site.languages[language].tag()),
        updated: midnight(site, updated),
        authors: vec![Person { name: context.say(&portal.company).to_owned(), ..Person::default() }],
        generator: Some(Generator { value: "Dealerbook".to_owned(), ..Generator::default() }),
        links: vec![
            link(&home, "alternate", "text/html"),
            link(&context.absolute(&path), "self", "application/atom+xml"),
        ],
        entries,
        lang: Some(site.languages[language].tag().to_owned()),
        ..Feed::default()
    };
    let mut xml = Vec::new();
    feed.write_to(&mut xml).map_err(|error| error.to_string())?;
    Ok(xml)
}

/// An id that stays when the portal moves to another address.
fn tag(portal: &str, name: &str) -> String {
    format!("urn:dealerbook:{portal}:{name}")
}

fn link(href: &str, rel: &str, mime: &str) -> Link {
    Link { href: href.to_owned(), rel: rel.to_owned(), mime_type: Some(mime.to_owned()), ..Link::default() }
}

fn midnight(site: &Site, date: NaiveDate) -> FixedDateTime {
    let local = date.and_time(NaiveTime::MIN);
    let moment = site.model.portal.time_zone.from_local_datetime(&local).earliest();
    moment.map_or_else(|| local.and_utc().fixed_offset(), |moment| moment.fixed_offset())
}
