//! Who may read a document.

use std::fmt;

/// One part of an audience; a document's audience is any of its parts.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Readers {
    /// Everybody, in clear on the public host.
    Public,
    /// Every dealer.
    Dealers,
    /// Dealers of one group: `group:A`.
    Group(String),
    /// Dealers of one region: `region:east`.
    Region(String),
    /// One dealer: `dealer:D001`.
    Dealer(String),
}

impl Readers {
    /// Reads `public`, `dealers`, `group:A`, `region:east` or `dealer:D001`; anything else is `None`.
    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "public" => return Some(Self::Public),
            "dealers" => return Some(Self::Dealers),
            _ => {}
        }
        let (kind, name) = text.split_once(':')?;
        let named = !name.is_empty() && !name.contains(char::is_whitespace);
        match kind {
            "group" if named => Some(Self::Group(name.into())),
            "region" if named => Some(Self::Region(name.into())),
            "dealer" if named => Some(Self::Dealer(name.into())),
            _ => None,
        }
    }
}

impl fmt::Display for Readers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Public => f.write_str("public"),
            Self::Dealers => f.write_str("dealers"),
            Self::Group(name) => write!(f, "group:{name}"),
            Self::Region(name) => write!(f, "region:{name}"),
            Self::Dealer(name) => write!(f, "dealer:{name}"),
        }
    }
}

/// Everyone who may read a document. Never empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Audience(Vec<Readers>);

impl Audience {
    /// Everybody.
    pub fn public() -> Self {
        Self(vec![Readers::Public])
    }

    /// Any of `readers`; `None` when there are none.
    pub fn any_of(readers: Vec<Readers>) -> Option<Self> {
        (!readers.is_empty()).then_some(Self(readers))
    }

    /// Whether the document may stand in clear on a public host.
    pub fn is_public(&self) -> bool {
        self.0.contains(&Readers::Public)
    }

    /// The parts, as written.
    pub fn readers(&self) -> &[Readers] {
        &self.0
    }
}

impl fmt::Display for Audience {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (position, readers) in self.0.iter().enumerate() {
            if position > 0 {
                f.write_str(", ")?;
            }
            readers.fmt(f)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_what_is_shown() {
        for text in ["public", "dealers", "group:A", "region:east", "dealer:D001"] {
            assert_eq!(Readers::parse(text).unwrap().to_string(), text);
        }
    }

    #[test]
    fn near_misses_are_refused_rather_than_published() {
        for text in ["", "Public", "group:", "group: A", "groups:A", "public ", "everyone"] {
            assert_eq!(Readers::parse(text), None, "{text:?}");
        }
        assert_eq!(Audience::any_of(vec![]), None);
    }
}
