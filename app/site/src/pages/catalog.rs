//! All products.

use minijinja::context;
use minijinja::value::Value;

use super::common::{PageContext, catalog_anchor, product_anchor};
use crate::content::catalog::Product;
use crate::model::Catalog;

impl<'a> PageContext<'a> {
    pub(super) fn catalog(&self) -> Value {
        let model = self.model();
        let has_prices = model.prices_public
            && model.catalogs.iter().flat_map(|catalog| &catalog.products).any(|product| product.price.is_some());
        let values = context! {
            catalogs => model.catalogs.iter().map(|catalog| self.catalog_section(catalog)).collect::<Vec<_>>(),
            has_prices => has_prices,
            count => model.catalogs.iter().map(|catalog| catalog.products.len()).sum::<usize>(),
        };
        self.section_page("catalog", "catalog", values)
    }

    fn catalog_section(&self, catalog: &'a Catalog) -> Value {
        let mut categories: Vec<(&str, Vec<Value>)> = Vec::new();
        for product in &catalog.products {
            let name = self.wording(product, |wording| wording.category.as_deref()).unwrap_or_default();
            let shown = self.product(product, catalog);
            match categories.iter_mut().find(|(known, _)| *known == name) {
                Some((_, products)) => products.push(shown),
                None => categories.push((name, vec![shown])),
            }
        }
        let id = catalog_anchor(&catalog.name);
        let categories: Vec<Value> = categories
            .into_iter()
            .enumerate()
            .map(|(position, (name, products))| {
                context! { name => name, id => format!("{id}:{}", position + 1), products => products }
            })
            .collect();
        let title = catalog.title.as_ref().map_or(catalog.name.as_str(), |title| self.say(title));
        context! { title => title, id => id, categories => categories }
    }

    /// What a product is called in this page's language, else in the default one.
    fn wording(
        &self,
        product: &'a Product,
        of: impl Fn(&'a crate::content::catalog::ProductWording) -> Option<&'a str>,
    ) -> Option<&'a str> {
        product.translations.get(self.language.tag()).and_then(&of).or_else(|| of(&product.wording))
    }

    fn product(&self, product: &'a Product, catalog: &'a Catalog) -> Value {
        let model = self.model();
        let price = product.price.filter(|_| model.prices_public);
        let status_label =
            product.status.map(|status| self.language.texts.get(&format!("product-status.{status}")).to_owned());
        context! {
            code => &product.code.value,
            id => product_anchor(&product.code.value),
            name => self.wording(product, |wording| wording.name.as_deref()),
            category => self.wording(product, |wording| wording.category.as_deref()),
            spec => self.wording(product, |wording| wording.spec.as_deref()),
            unit => &product.unit,
            per_case => product.per_case,
            barcode => &product.barcode,
            launched => product.launched.map(|day| self.date(day)),
            status => product.status,
            status_label => status_label,
            price => price.map(|price| self.language.texts.money(price, &model.portal.currency)),
            image => product.image.as_ref().and_then(|image| self.picture(image, &catalog.path)),
        }
    }
}
