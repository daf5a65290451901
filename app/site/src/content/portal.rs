//! `portal.toml`: the company, its languages, its calendar, its looks.

use std::sync::Arc;

use chrono::NaiveDate;
use chrono_tz::Tz;
use dealerbook_domain::audience::{Audience, Readers};
use dealerbook_domain::calendar::{Holiday, WorkCalendar};

use super::detail::zone;
use super::name::is_language_tag;
use crate::diagnostic::{Diagnostic, Place};
use crate::read::{At, Fields, Localized, Reader};

/// A company's portal.
#[derive(Clone, Debug)]
pub struct Portal {
    /// 16 random bytes in hex.
    pub id: String,
    /// The portal's name.
    pub name: Localized,
    /// The company's legal name.
    pub company: Localized,
    /// One sentence for search engines and chat previews.
    pub description: Localized,
    /// The address it is published at; ends with a slash.
    pub base: String,
    /// Whose days and hours count.
    pub time_zone: Tz,
    /// ISO 4217 code.
    pub currency: String,
    /// BCP 47 tags; the first is the default.
    pub languages: Vec<At<String>>,
    /// The logo below `public/`, with its leading slash.
    pub logo: Option<At<String>>,
    /// Picture for chat previews below `public/`.
    pub social_image: Option<At<String>>,
    /// Filing number that mainland hosts must show.
    pub icp: Option<String>,
    /// After how many days unsent work is complained about.
    pub unsent_days: u32,
    /// Colours as `#rrggbb`, by name.
    pub colours: Colours,
    /// Whom dealers turn to.
    pub contacts: Vec<Contact>,
    /// Dealer groups by their short name.
    pub groups: Vec<(String, Localized)>,
    /// Regions by their short name.
    pub regions: Vec<(String, Localized)>,
    /// Working days.
    pub calendar: WorkCalendar<Localized>,
    /// Who may read what says nothing of its own, by section.
    pub audience: DefaultAudiences,
    /// The file, to point at it.
    pub place: Place,
}

/// The company's colours.
#[derive(Clone, Debug)]
pub struct Colours {
    /// Headings, buttons, the bar on top.
    pub brand: String,
    /// Marks and highlights.
    pub accent: String,
}

/// A person or desk that dealers turn to.
#[derive(Clone, Debug)]
pub struct Contact {
    /// Name.
    pub name: Localized,
    /// What for.
    pub role: Option<Localized>,
    /// Phone number.
    pub phone: Option<String>,
    /// WeChat account.
    pub wechat: Option<String>,
    /// Mail address.
    pub email: Option<String>,
    /// When it answers.
    pub hours: Option<Localized>,
    /// Which region it is for.
    pub region: Option<At<String>>,
}

/// Who may read documents that say nothing of their own.
#[derive(Clone, Debug)]
pub struct DefaultAudiences {
    sections: Vec<(&'static str, Audience)>,
}

/// The sections that have a default audience.
pub const AUDIENCE_SECTIONS: [&str; 6] = ["newsletter", "policies", "meetings", "contracts", "catalog", "prices"];

impl DefaultAudiences {
    /// The default of `section`. What `portal.toml` doesn't say is for dealers only: leaving out by mistake
    /// is mended by a line, publishing by mistake isn't.
    pub fn of(&self, section: &str) -> Audience {
        self.sections
            .iter()
            .find(|(name, _)| *name == section)
            .map(|(_, audience)| audience.clone())
            .or_else(|| Audience::any_of(vec![Readers::Dealers]))
            .expect("a list with one part makes an audience")
    }
}

impl Portal {
    /// Reads `portal.toml`. What can't be read has a harmless value, so that all other files are still checked.
    pub fn read(path: &Arc<str>, text: &str, offset: usize, problems: &mut Vec<Diagnostic>) -> Self {
        let mut reader = Reader::new(path);
        let portal = reader.toml(text, offset, |fields| Self::from_fields(fields, path));
        problems.extend(reader.into_problems());
        portal
    }

    fn from_fields(fields: &Fields<'_>, path: &Arc<str>) -> Self {
        let name: Localized = fields.required("name").unwrap_or_else(|| Localized::plain(""));
        let company = fields.optional("company").unwrap_or_else(|| name.clone());
        let description = fields.optional("description").unwrap_or_else(|| name.clone());
        let id = fields.required_at::<String>("id");
        if let Some(written) = id.as_ref().filter(|at| !is_portal_id(&at.value)) {
            fields.reader().error("not-a-portal-id", written.span.clone());
        }
        Self {
            id: id.map(|at| at.value).unwrap_or_default(),
            name,
            company,
            description,
            base: base(fields),
            time_zone: if fields.has("time_zone") { zone(fields, "time_zone") } else { missing_zone(fields) }
                .unwrap_or(Tz::UTC),
            currency: currency(fields),
            languages: languages(fields),
            logo: fields.located("logo"),
            social_image: fields.located("social_image"),
            icp: fields.optional("icp"),
            unsent_days: fields.optional("unsent_days").unwrap_or(3),
            colours: fields.table("colours", Colours::read).unwrap_or_default(),
            contacts: fields.tables("contact", Contact::read),
            groups: names(fields, "groups"),
            regions: names(fields, "regions"),
            calendar: fields
                .table("calendar", calendar)
                .unwrap_or(WorkCalendar { holidays: Vec::new(), make_up_days: Vec::new() }),
            audience: fields.table("audience", audiences).unwrap_or(DefaultAudiences { sections: Vec::new() }),
            place: Place::new(path, 0..0),
        }
    }

    /// The default language.
    pub fn default_language(&self) -> &str {
        self.languages.first().map_or("zh-Hans", |language| language.value.as_str())
    }

    /// The path of the base address: `/` or `/portal/`.
    pub fn base_path(&self) -> &str {
        let rest = self.base.split_once("://").map_or("", |(_, rest)| rest);
        rest.find('/').map_or("/", |slash| &rest[slash..])
    }
}

fn is_portal_id(text: &str) -> bool {
    text.len() == 32 && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

fn missing_zone(fields: &Fields<'_>) -> Option<Tz> {
    fields.required::<String>("time_zone").and(None)
}

fn base(fields: &Fields<'_>) -> String {
    let Some(written) = fields.required_at::<String>("base") else {
        return "https://localhost/".to_owned();
    };
    let rest = written.value.strip_prefix("https://").or_else(|| written.value.strip_prefix("http://"));
    let well = rest.is_some_and(|rest| {
        !rest.is_empty() && !rest.starts_with('/') && !rest.contains([' ', '?', '#', '"', '<', '>', '\\'])
    });
    if !well {
        fields.reader().error("not-a-web-address", written.span);
        return "https://localhost/".to_owned();
    }
    if written.value.ends_with('/') { written.value } else { written.value + "/" }
}

fn currency(fields: &Fields<'_>) -> String {
    let Some(written) = fields.required_at::<String>("currency") else {
        return "CNY".to_owned();
    };
    if written.value.len() != 3 || !written.value.bytes().all(|byte| byte.is_ascii_uppercase()) {
        fields.reader().error("not-a-currency", written.span);
    }
    written.value
}

fn languages(fields: &Fields<'_>) -> Vec<At<String>> {
    let languages: Vec<At<String>> = fields.required("languages").unwrap_or_default();
    for (position, language) in languages.iter().enumerate() {
        if !is_language_tag(&language.value) {
            fields.reader().error("not-a-language", language.span.clone());
        } else if languages[..position].iter().any(|earlier| earlier.value == language.value) {
            fields.reader().error("language-twice", language.span.clone());
        }
    }
    languages
}

fn names(fields: &Fields<'_>, key: &'static str) -> Vec<(String, Localized)> {
    let named = fields.table(key, |fields| fields.entries::<Localized>());
    named.unwrap_or_default().into_iter().map(|(name, label)| (name.value, label)).collect()
}

fn calendar(fields: &Fields<'_>) -> WorkCalendar<Localized> {
    let mut holidays = fields.tables("holidays", |fields| {
        let (from, to) = (fields.required::<NaiveDate>("from"), fields.required_at::<NaiveDate>("to"));
        let name = fields.required::<Localized>("name");
        let (from, to) = (from?, to?);
        if to.value < from {
            fields.reader().error("ends-before-start", to.span);
        }
        Some(Holiday { from, to: to.value, name: name? })
    });
    holidays.sort_by_key(|holiday| holiday.from);
    WorkCalendar { holidays, make_up_days: fields.optional("workdays").unwrap_or_default() }
}

fn audiences(fields: &Fields<'_>) -> DefaultAudiences {
    let sections = AUDIENCE_SECTIONS
        .into_iter()
        .filter_map(|section| Some((section, fields.optional::<Audience>(section)?)))
        .collect();
    DefaultAudiences { sections }
}

impl Default for Colours {
    fn default() -> Self {
        Self { brand: "#8a2f1b".to_owned(), accent: "#0f5f59".to_owned() }
    }
}

impl Colours {
    fn read(fields: &Fields<'_>) -> Self {
        let default = Self::default();
        let colour = |key, otherwise: String| {
            let Some(written) = fields.located::<String>(key) else {
                return otherwise;
            };
            let digits = written.value.strip_prefix('#').unwrap_or_default();
            if digits.len() == 6 && digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
                return written.value.to_ascii_lowercase();
            }
            fields.reader().error("not-a-colour", written.span);
            otherwise
        };
        Self { brand: colour("brand", default.brand), accent: colour("accent", default.accent) }
    }
}

impl Contact {
    fn read(fields: &Fields<'_>) -> Option<Self> {
        let contact = Self {
            name: fields.required("name").unwrap_or_else(|| Localized::plain("")),
            role: fields.optional("role"),
            phone: fields.optional("phone"),
            wechat: fields.optional("wechat"),
            email: fields.optional("email"),
            hours: fields.optional("hours"),
            region: fields.located("region"),
        };
        if contact.phone.is_none() && contact.wechat.is_none() && contact.email.is_none() {
            fields.reader().error("contact-without-address", fields.span());
        }
        Some(contact)
    }
}
