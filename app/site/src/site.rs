//! A site that is ready to be shown: every path it has, each rendered when asked for.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::Arc;

use dealerbook_locale::{Texts, built_in};

use crate::content::texts::TextFile;
use crate::diagnostic::{Diagnostic, Place};
use crate::feeds;
use crate::folder::Folder;
use crate::front_end::FrontEnd;
use crate::markdown::links::{join, relative};
use crate::model::{LeftOut, Model};
use crate::pages::{self, PageContext, Templates, View};
use crate::release::list::Release;

/// What stands behind a path.
#[derive(Clone, Debug)]
enum Output {
    /// An HTML page in one of the languages.
    Page(usize, View),
    /// What an acknowledgement binds to: a document's text in one of the languages.
    BoundText(usize, View),
    /// Calendar entries of one meeting.
    MeetingCalendar(usize, usize),
    /// Calendar entries of all meetings.
    Calendar(usize),
    /// What is new, for feed readers.
    Feed(usize),
    /// Every page, for search engines.
    Sitemap,
    /// Leave for search engines to come in.
    Robots,
    /// The company's colours.
    Theme,
    /// The newest documents, for counting what is unread.
    Recent,
    /// The islands' texts in one of the languages.
    IslandTexts(usize),
    /// A file of the front end.
    FrontEnd(usize),
    /// A file on disk, copied as it is.
    File(PathBuf),
}

/// One of the portal's languages.
pub(crate) struct Language {
    /// Its texts.
    pub texts: Arc<Texts>,
    /// Folder of its pages: empty for the default language, else `en/`.
    pub prefix: String,
    /// Its compiled templates.
    pub templates: Templates,
}

impl Language {
    /// BCP 47 tag.
    pub fn tag(&self) -> &str {
        self.texts.language()
    }
}

/// A whole site.
pub struct Site {
    pub(crate) model: Model,
    pub(crate) languages: Vec<Language>,
    front_end: Arc<FrontEnd>,
    outputs: BTreeMap<String, Output>,
}

/// A page that could not be rendered, or a file that could not be read.
#[derive(Debug)]
pub struct RenderError {
    /// The path in the site.
    pub path: String,
    /// Why.
    pub reason: String,
}

impl std::fmt::Display for RenderError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.path, self.reason)
    }
}

impl std::error::Error for RenderError {}

/// Key prefixes of the texts that islands use.
const ISLAND_TEXTS: [&str; 3] = ["island.", "format.", "policy.state."];

impl Site {
    pub(crate) fn new<'a>(
        model: Model,
        own_texts: impl Iterator<Item = &'a TextFile>,
        folder: &Folder,
        front_end: Arc<FrontEnd>,
        problems: &mut Vec<Diagnostic>,
    ) -> Self {
        let languages = languages(&model, own_texts, &front_end);
        let mut site = Self { model, languages, front_end, outputs: BTreeMap::new() };
        site.list_outputs(folder, problems);
        site
    }

    /// Every path of the site, sorted.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.outputs.keys().map(String::as_str)
    }

    /// The files that aren't in the site, with the reason.
    pub fn left_out(&self) -> &[LeftOut] {
        &self.model.left_out
    }

    /// The texts that were not released yet, for [`crate::release::write`].
    pub fn unreleased(&self) -> &[Release] {
        &self.model.unreleased
    }

    /// What stands behind `path`; `None` when the site has no such path.
    pub fn render(&self, path: &str) -> Option<Result<Vec<u8>, RenderError>> {
        let output = self.outputs.get(path)?;
        Some(self.output(path, output).map_err(|reason| RenderError { path: path.to_owned(), reason }))
    }

    fn output(&self, path: &str, output: &Output) -> Result<Vec<u8>, String> {
        Ok(match output {
            Output::Page(language, view) => return self.context(path, *language).page(view),
            Output::BoundText(language, view) => {
                view.bound_text(&self.model, self.languages[*language].tag()).unwrap_or_default().into()
            }
            Output::MeetingCalendar(language, meeting) => {
                feeds::calendar::meeting(self, *language, &self.model.documents[*meeting]).into_bytes()
            }
            Output::Calendar(language) => feeds::calendar::all(self, *language).into_bytes(),
            Output::Feed(language) => feeds::atom::feed(self, *language)?,
            Output::Sitemap => feeds::sitemap::sitemap(self).into_bytes(),
            Output::Robots => {
                format!("User-agent: *\nAllow: /\nSitemap: {}sitemap.xml\n", self.model.portal.base).into()
            }
            Output::Theme => pages::theme::stylesheet(&self.model.portal.colours).into_bytes(),
            Output::Recent => feeds::recent::list(self)?,
            Output::IslandTexts(language) => {
                let texts = self.languages[*language].texts.only(&ISLAND_TEXTS);
                serde_json::to_vec(&texts).map_err(|error| error.to_string())?
            }
            Output::FrontEnd(file) => self.front_end.files[*file].1.clone(),
            Output::File(file) => std::fs::read(file).map_err(|error| format!("{}: {error}", file.display()))?,
        })
    }

    pub(crate) fn context<'a>(&'a self, path: &'a str, language: usize) -> PageContext<'a> {
        PageContext { site: self, language: &self.languages[language], path }
    }

    /// The islands' script and WASM, if the front end has them.
    pub(crate) fn island_assets(&self) -> Option<(&str, &str)> {
        Some((self.front_end.asset("islands", ".js")?, self.front_end.asset("islands", ".wasm")?))
    }

    fn list_outputs(&mut self, folder: &Folder, problems: &mut Vec<Diagnostic>) {
        let mut outputs = BTreeMap::new();
        let mut in_the_way = Vec::new();
        for (position, language) in self.languages.iter().enumerate() {
            let prefix = &language.prefix;
            outputs.insert(format!("{prefix}meetings/calendar.ics"), Output::Calendar(position));
            outputs.insert(format!("{prefix}feed.xml"), Output::Feed(position));
            outputs.insert(format!("{prefix}data/texts.json"), Output::IslandTexts(position));
            for (path, view) in View::all(&self.model) {
                if view == View::NotFound && position > 0 {
                    continue;
                }
                let stem = format!("{prefix}{}", path.strip_suffix(".html").unwrap_or(&path));
                let bound = view.bound_text(&self.model, language.tag());
                let text = bound.map(|_| (format!("{stem}.md"), Output::BoundText(position, view)));
                let calendar = match view {
                    View::Meeting(meeting) => Some((format!("{stem}.ics"), Output::MeetingCalendar(position, meeting))),
                    _ => None,
                };
                let page = (format!("{stem}.html"), Output::Page(position, view));
                for (path, output) in [page].into_iter().chain(text).chain(calendar) {
                    // The pages that every site has come first; a document with such a name has to give way.
                    let taken = outputs.insert(path.clone(), output).is_some();
                    in_the_way.extend(view.document().filter(|_| taken).map(|document| (document, path)));
                }
            }
        }
        let mut told = BTreeSet::new();
        for (document, path) in in_the_way.into_iter().filter(|(document, _)| told.insert(*document)) {
            let place = self.model.documents[document].original.title_at.clone();
            problems.push(Diagnostic::error("page-in-the-way", place).with("path", path));
        }
        outputs.insert("data/recent.json".to_owned(), Output::Recent);
        outputs.insert("data/theme.css".to_owned(), Output::Theme);
        outputs.insert("sitemap.xml".to_owned(), Output::Sitemap);
        outputs.insert("robots.txt".to_owned(), Output::Robots);
        for (position, (name, _)) in self.front_end.files.iter().enumerate() {
            outputs.insert(name.clone(), Output::FrontEnd(position));
        }
        for asset in &self.model.assets {
            outputs.insert(asset.to_string(), Output::File(folder.content.join(asset.as_ref())));
        }
        for public in &self.model.public {
            let file = Output::File(folder.public.join(public.as_ref()));
            if outputs.insert(public.to_string(), file).is_some() && public.as_ref() != "robots.txt" {
                let place = Place::file(format!("public/{public}"));
                problems.push(Diagnostic::error("public-file-in-the-way", place).with("path", public));
            }
        }
        self.outputs = outputs;
    }
}

fn languages<'a>(model: &Model, own: impl Iterator<Item = &'a TextFile>, front_end: &FrontEnd) -> Vec<Language> {
    let own: Vec<&TextFile> = own.collect();
    let mut tags: Vec<&str> = model.portal.languages.iter().map(|language| language.value.as_str()).collect();
    if tags.is_empty() {
        tags.push(model.portal.default_language());
    }
    let language = |(position, tag): (usize, &str)| {
        let texts = own
            .iter()
            .filter(|file| file.language == tag)
            .fold(Texts::new(tag, BTreeMap::new()), |texts, file| texts.or(&Texts::new(tag, file.texts.clone())));
        let texts = Arc::new(texts.or(&built_in(tag)));
        let prefix = if position == 0 { String::new() } else { format!("{}/", tag.to_ascii_lowercase()) };
        Language { templates: Templates::new(&front_end.shell, &texts), texts, prefix }
    };
    tags.into_iter().enumerate().map(language).collect()
}

/// The reference from the page at `from` to the file at `to`; an absolute path for the page that answers for
/// missing ones, since nobody knows where it will be shown.
pub(crate) fn reference(from: &str, to: &str, base_path: &str) -> String {
    if from == pages::NOT_FOUND {
        let to = join("", to).unwrap_or_default();
        return format!("{base_path}{}", relative("", &to));
    }
    relative(from, to)
}
