//! Searches: what is asked, what comes back, and the contract with the engine between the two.
//!
//! A [`SearchRequest`] is analysed into a [`Plan`], the plan's conditions are given to an [`engine::Engine`],
//! and the stored articles it finds are quoted here. Nothing in this room knows which engine it is.

pub mod engine;
pub mod feedback;
mod hit;
mod plan;
mod quote;
mod request;
mod run;
mod show;
pub mod signals;
mod unknown;
mod weights;

pub(crate) use quote::passage as quote_exactly;

pub use hit::{Answer, Counts, Facet, FacetValue, Hit, Passage};
pub use plan::{Leaf, PREFIX_LIMIT, PhraseLeaf, Plan, Scope};
pub use request::{
    ExactPhrase, FacetField, Filters, Granularity, MatchMode, SearchRequest, Sort, UNKNOWN,
};
pub use run::{rank, search};
pub use show::{Shown, article, passage};
pub use unknown::{UnknownName, unknown_names};
pub use weights::Weights;
