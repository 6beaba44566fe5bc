//! What a query asks of names: outlets, authors, languages.

use crate::article::NameField;
use crate::error::Result;
use crate::query::{Demand, Query};
use crate::search::engine::{Condition, NamePart};
use crate::search::request::UNKNOWN;
use crate::text;

pub(super) fn name_condition(field: NameField, query: &Query) -> Result<Option<Condition>> {
    let has = |text: &str, prefix: bool| {
        let words = text::words(text);
        Some(match words.is_empty() {
            true => Condition::Nothing,
            false => Condition::NameHas {
                field,
                words,
                part: match field {
                    _ if prefix => NamePart::Beginning,
                    NameField::Language => NamePart::First,
                    _ => NamePart::Words,
                },
            },
        })
    };
    let parts = |parts: &mut dyn Iterator<Item = &Query>| -> Result<Vec<Condition>> {
        let conditions: Result<Vec<_>> = parts.map(|part| name_condition(field, part)).collect();
        Ok(conditions?.into_iter().flatten().collect())
    };
    Ok(match query {
        Query::Word(text) | Query::Phrase { text, .. } if text == UNKNOWN => {
            Some(Condition::NameUnknown(field))
        }
        Query::Word(text) | Query::Phrase { text, .. } => has(text, false),
        Query::Prefix(text) => has(text, true),
        Query::And(list) => Some(Condition::All(parts(&mut list.iter())?)),
        Query::Or(list) => Some(Condition::Any(parts(&mut list.iter())?)),
        Query::Side(clauses) => Some(Condition::All(
            clauses
                .iter()
                .map(|clause| {
                    Ok(name_condition(field, &clause.query)?
                        .map(|part| demanded(clause.demand, part)))
                })
                .collect::<Result<Vec<_>>>()?
                .into_iter()
                .flatten()
                .collect(),
        )),
        Query::Not(part) => name_condition(field, part)?.map(|part| Condition::Not(Box::new(part))),
        Query::In { .. } | Query::Date(_) => None,
    })
}

fn demanded(demand: Demand, part: Condition) -> Condition {
    match demand {
        Demand::MustNot => Condition::Not(Box::new(part)),
        Demand::Open | Demand::Must => part,
    }
}
