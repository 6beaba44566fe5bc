//! Other names of outlets: what a user says an outlet is called, by the name a source states or by its domain.
//!
//! The text of an alias file goes in, renamed outlets come out. The name that was stated stays in the words of the
//! value, so nothing is lost by it.

use std::collections::BTreeMap;

use crate::article::{Metadata, Sourced};
use crate::error::{Error, ErrorKind};
use crate::text;

const RULE: &str = "alias";

/// What outlets are called, by folded name or by domain.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Aliases(BTreeMap<String, String>);

impl Aliases {
    /// Reads the lines of an alias file, TOML: `"cnn.com" = "CNN"` or `"CNN International" = "CNN"`.
    ///
    /// # Errors
    /// `Usage` where the text is not TOML of names alone, with the place.
    pub fn parse(toml: &str) -> Result<Self, Error> {
        let pairs: BTreeMap<String, String> = toml::from_str(toml).map_err(|error| {
            let span = error.span().unwrap_or(0..0);
            Error::new(ErrorKind::Usage, "cannot understand the aliases")
                .at(toml, span, error.message().to_owned())
                .hint("write a line for each: \"name or domain\" = \"what the outlet is called\"")
        })?;
        Ok(Self::of(pairs))
    }

    /// Makes aliases of pairs of a name or domain and what the outlet is called.
    pub fn of(pairs: impl IntoIterator<Item = (String, String)>) -> Self {
        let folded = pairs
            .into_iter()
            .map(|(name, outlet)| (text::fold_name(&name), outlet));
        Aliases(folded.collect())
    }

    /// Returns the pairs.
    pub fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0
            .iter()
            .map(|(name, outlet)| (name.as_str(), outlet.as_str()))
    }

    /// Names the outlet as the user does: by its stated name, else by its domain.
    pub(crate) fn apply(&self, metadata: &mut Metadata) {
        let stated = [&metadata.outlet, &metadata.domain];
        let known = stated.into_iter().flatten().find_map(|stated| {
            let outlet = self.0.get(&text::fold_name(&stated.value))?;
            Some(Sourced::new(outlet.clone(), RULE, stated.value.clone()))
        });
        metadata.outlet = known.or(metadata.outlet.take());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(outlet: Option<&str>, domain: Option<&str>, expected: Option<(&str, &str)>) {
        let aliases =
            Aliases::parse("\"cnn.com\" = \"CNN\"\n\"CNN International\" = \"CNN\"\n").unwrap();
        let stated =
            |value: Option<&str>| value.map(|value| Sourced::new(value.to_owned(), "field", value));
        let mut metadata = Metadata {
            outlet: stated(outlet),
            domain: stated(domain),
            ..Metadata::default()
        };
        aliases.apply(&mut metadata);
        let found = metadata
            .outlet
            .as_ref()
            .map(|outlet| (outlet.value.as_str(), outlet.rule.as_str()));
        assert_eq!(found, expected, "{outlet:?} {domain:?}");
    }

    #[test]
    fn an_outlet_is_called_as_the_user_says() {
        check(Some("CNN international"), None, Some(("CNN", "alias")));
        check(Some("edition"), Some("cnn.com"), Some(("CNN", "alias")));
        check(None, Some("cnn.com"), Some(("CNN", "alias")));
        check(Some("Dawn"), Some("dawn.com"), Some(("Dawn", "field")));
        check(None, None, None);
    }

    #[test]
    fn a_file_that_is_no_list_of_names_is_refused() {
        for text in ["CNN", "\"a\" = 1", "[cnn]\nname = \"x\""] {
            assert!(Aliases::parse(text).is_err(), "{text}");
        }
    }
}
