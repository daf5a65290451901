//! Links and pictures: each must lead to something that is there.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::assemble::{Files, pages};
use super::{Document, Model};
use crate::content::detail::Detail;
use crate::content::page::Page;
use crate::content::{Item, ParsedFile};
use crate::diagnostic::{Diagnostic, Place, nearest};
use crate::markdown::Fill;
use crate::markdown::links::{Destination, Target, relative};
use crate::read::At;

/// Checks every link and picture of what is shown, and notes which files beside the pages are used.
pub(super) fn check(model: &mut Model, files: &Files<'_>, problems: &mut Vec<Diagnostic>) {
    let mut checker = Checker { model, files, problems, used: BTreeSet::new(), product_anchors: BTreeMap::new() };
    checker.index_products();
    for document in &model.documents {
        checker.document(document);
    }
    checker.products();
    checker.portal();
    model.assets = checker.used;
}

struct Checker<'a> {
    model: &'a Model,
    files: &'a Files<'a>,
    problems: &'a mut Vec<Diagnostic>,
    used: BTreeSet<Arc<str>>,
    product_anchors: BTreeMap<Arc<str>, BTreeSet<&'a str>>,
}

impl<'a> Checker<'a> {
    fn index_products(&mut self) {
        for catalog in &self.model.catalogs {
            let codes = catalog.products.iter().map(|product| product.code.value.as_str()).collect();
            self.product_anchors.insert(Arc::clone(&catalog.path), codes);
        }
    }

    fn document(&mut self, document: &'a Document) {
        for page in pages(document).chain(document.minutes.iter().flat_map(|minutes| pages(minutes))) {
            self.body(page);
        }
        for old in &document.history {
            // What an old version showed is kept, as far as it is still there.
            for page in std::iter::once(&old.original).chain(old.translations.values()) {
                self.keep_pictures(page);
            }
        }
        let path = &document.original.path;
        match &document.front().detail {
            Detail::Issue(issue) => self.cover(issue.cover.as_ref(), document),
            Detail::Article(article) => {
                self.cover(article.cover.as_ref(), document);
                for related in &article.related {
                    let place = Place::new(path, related.span.clone());
                    self.destination(&Destination::read(&related.value, path), &related.value, place, None);
                }
            }
            _ => {}
        }
    }

    fn body(&mut self, page: &Page) {
        for hole in page.body.holes() {
            match &hole.fill {
                Fill::OpenLink(link) => {
                    let place = Place::new(&page.path, link.span.clone());
                    let language = page.name.language.as_deref();
                    self.target(&link.target, link.anchor.as_deref(), place, language);
                }
                Fill::Image(image) => {
                    let place = Place::new(&page.path, image.span.clone());
                    self.picture(&image.target, place);
                }
                Fill::CloseLink => {}
            }
        }
    }

    fn keep_pictures(&mut self, page: &Page) {
        for hole in page.body.holes() {
            if let Fill::Image(image) = &hole.fill
                && let Target::Content(path) = &image.target
                && let Some((path, _)) = self.asset(path)
            {
                self.used.insert(path);
            }
        }
    }

    fn cover(&mut self, cover: Option<&At<String>>, document: &Document) {
        let Some(cover) = cover else { return };
        // An issue's cover stands beside its index page.
        let path = &document.original.path;
        let place = Place::new(path, cover.span.clone());
        match Destination::read(&cover.value, path) {
            Destination::Own(target, _) => self.picture(&target, place),
            _ => self.problems.push(Diagnostic::error("picture-from-elsewhere", place).with("link", &cover.value)),
        }
    }

    fn products(&mut self) {
        for catalog in &self.model.catalogs {
            for product in &catalog.products {
                let Some(image) = &product.image else {
                    continue;
                };
                let place = Place::new(&catalog.path, image.span.clone());
                match Destination::read(&image.value, &catalog.path) {
                    Destination::Own(target, _) => self.picture(&target, place),
                    _ => self
                        .problems
                        .push(Diagnostic::error("picture-from-elsewhere", place).with("link", &image.value)),
                }
            }
        }
    }

    fn portal(&mut self) {
        let portal = &self.model.portal;
        for written in portal.logo.iter().chain(&portal.social_image) {
            let place = Place::new(&portal.place.path, written.span.clone());
            match Destination::read(&written.value, &portal.place.path) {
                Destination::Own(target @ Target::Public(_), _) => self.picture(&target, place),
                _ => self.problems.push(Diagnostic::error("not-a-public-path", place).with("path", &written.value)),
            }
        }
    }

    fn destination(&mut self, destination: &Destination, written: &str, place: Place, language: Option<&str>) {
        match destination {
            Destination::Own(target, anchor) => self.target(target, anchor.as_deref(), place, language),
            _ => self.problems.push(Diagnostic::error("link-to-nothing-no-guess", place).with("path", written)),
        }
    }

    fn target(&mut self, target: &Target, anchor: Option<&str>, place: Place, language: Option<&str>) {
        let path = match target {
            Target::Public(path) => {
                if !self.model.public.contains(path.as_str()) {
                    self.missing(target, place, "link-to-nothing");
                }
                return;
            }
            Target::Content(path) => path.as_str(),
        };
        if let Some(position) = self.model.by_path.get(path) {
            let document = &self.model.documents[*position];
            if let Some(anchor) = anchor {
                self.anchor(document, path, anchor, place, language);
            }
        } else if let Some(codes) = self.product_anchors.get(path) {
            if let Some(code) = anchor.filter(|code| !codes.contains(code)) {
                let diagnostic = match nearest(code, codes.iter().copied()) {
                    Some(meant) => Diagnostic::error("product-link-to-nothing", place).with("nearest", meant),
                    None => Diagnostic::error("product-link-to-nothing-no-guess", place),
                };
                self.problems.push(diagnostic.with("code", code));
            }
        } else if let Some((path, _)) = self.asset(path) {
            self.used.insert(path);
        } else if self.model.left_out.iter().any(|left| *left.path == *path) {
            self.problems.push(Diagnostic::warning("link-to-left-out", place).with("path", path));
        } else if !self.is_broken_page(path) {
            self.missing(target, place, "link-to-nothing");
        }
    }

    /// A page that is there but gave nothing has problems of its own; links to it aren't another one.
    fn is_broken_page(&self, path: &str) -> bool {
        let file = self.files.content.get(path);
        file.is_some_and(|file| matches!(file.item, Item::Nothing) && !file.problems.is_empty())
    }

    fn anchor(&mut self, document: &Document, path: &str, anchor: &str, place: Place, language: Option<&str>) {
        let (page, _) = document.part(path).page(language.unwrap_or_default());
        let anchors = &page.body.anchors;
        if page.body.id_of(anchor).is_none() {
            let diagnostic = match nearest(anchor, anchors.iter().map(String::as_str)) {
                Some(meant) => Diagnostic::error("anchor-to-nothing-there", place).with("nearest", meant),
                None => Diagnostic::error("anchor-to-nothing-there-no-guess", place),
            };
            self.problems.push(diagnostic.with("anchor", anchor).with("path", path));
        }
    }

    fn picture(&mut self, target: &Target, place: Place) {
        let found = match target {
            Target::Public(path) => self.model.public.contains(path.as_str()),
            Target::Content(path) => self.asset(path).map(|(path, _)| self.used.insert(path)).is_some(),
        };
        if !found {
            self.missing(target, place, "picture-missing");
        }
    }

    fn asset(&self, path: &str) -> Option<(Arc<str>, &'a Arc<ParsedFile>)> {
        let (path, file) = self.files.content.get_key_value(path)?;
        matches!(file.item, Item::Asset(_)).then(|| (Arc::clone(path), file))
    }

    fn missing(&mut self, target: &Target, place: Place, name: &'static str) {
        // The guess is told as the author would write it.
        let (path, meant) = match target {
            Target::Public(path) => {
                let public = self.model.public.iter().map(AsRef::as_ref);
                (path, nearest(path, public).map(|meant| format!("/{meant}")))
            }
            Target::Content(path) => {
                let content = self.files.content.keys().map(AsRef::as_ref);
                (path, nearest(path, content).map(|meant| relative(&place.path, meant)))
            }
        };
        let diagnostic = match (meant, name) {
            (Some(meant), _) => Diagnostic::error(name, place).with("nearest", meant),
            (None, "picture-missing") => Diagnostic::error("picture-missing-no-guess", place),
            (None, _) => Diagnostic::error("link-to-nothing-no-guess", place),
        };
        self.problems.push(diagnostic.with("path", path));
    }
}
