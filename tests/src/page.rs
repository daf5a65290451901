//! A page as a browser reads it.

use std::collections::BTreeMap;

use html5ever::tendril::TendrilSink;
use html5ever::tokenizer::TokenizerOpts;
use html5ever::tree_builder::TreeBuilderOpts;
use html5ever::{ParseOpts, parse_document};
use markup5ever_rcdom::{Handle, NodeData, RcDom};

/// A page's elements, in the order of the document.
#[derive(Debug)]
pub struct Page {
    /// What the parser had to put right.
    pub errors: Vec<String>,
    /// Every element.
    pub elements: Vec<Element>,
}

/// An element without its children.
#[derive(Debug)]
pub struct Element {
    /// `a`, `img`.
    pub name: String,
    /// Its attributes.
    pub attributes: BTreeMap<String, String>,
    /// All text in it.
    pub text: String,
    /// Names of the elements around it, from the outside.
    pub inside: Vec<String>,
}

impl Element {
    /// The value of an attribute.
    pub fn get(&self, attribute: &str) -> Option<&str> {
        self.attributes.get(attribute).map(String::as_str)
    }
}

impl Page {
    /// Reads a page.
    pub fn read(html: &[u8]) -> Self {
        let options = ParseOpts {
            tokenizer: TokenizerOpts { exact_errors: true, ..TokenizerOpts::default() },
            tree_builder: TreeBuilderOpts { exact_errors: true, ..TreeBuilderOpts::default() },
        };
        let dom = parse_document(RcDom::default(), options).from_utf8().one(html);
        let mut elements = Vec::new();
        collect(&dom.document, &mut Vec::new(), &mut elements);
        let errors = dom.errors.borrow().iter().map(ToString::to_string).collect();
        Self { errors, elements }
    }

    /// The elements called `name`.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Element> {
        self.elements.iter().filter(move |element| element.name == name)
    }

    /// Every id, in order.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.elements.iter().filter_map(|element| element.get("id"))
    }

    /// What a reader sees and hears of the page: the text of its body without scripts.
    pub fn text(&self) -> &str {
        self.all("body").next().map_or("", |body| body.text.as_str())
    }
}

/// Adds the elements below `node`; gives the text in it, without that of scripts.
fn collect(node: &Handle, inside: &mut Vec<String>, elements: &mut Vec<Element>) -> String {
    let mut text = String::new();
    let own = match &node.data {
        NodeData::Element { name, attrs, .. } => {
            let attributes =
                attrs.borrow().iter().map(|found| (found.name.local.to_string(), found.value.to_string())).collect();
            let name = name.local.to_string();
            elements.push(Element { name: name.clone(), attributes, text: String::new(), inside: inside.clone() });
            inside.push(name);
            Some(elements.len() - 1)
        }
        NodeData::Text { contents } => {
            text.push_str(&contents.borrow());
            None
        }
        _ => None,
    };
    for child in node.children.borrow().iter() {
        text += &collect(child, inside, elements);
    }
    let Some(own) = own else {
        return text;
    };
    inside.pop();
    elements[own].text.clone_from(&text);
    if elements[own].name == "script" { String::new() } else { text }
}
