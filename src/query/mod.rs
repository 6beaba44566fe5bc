//! Queries as people write them: text goes in, a tree of [`Query`] comes out, and the tree prints as text again.
//!
//! Nothing here knows an engine or analyses a word. What follows is the reference of the language.
#![doc = include_str!("../docs/query_syntax.md")]

mod ast;
mod cursor;
mod date;
mod display;
mod fault;
mod field;
mod foreign;
mod level;
mod parse;

#[cfg(test)]
mod fault_tests;
#[cfg(test)]
mod property_tests;
#[cfg(test)]
mod tests;

pub use ast::{Clause, DateRange, Demand, Field, Query};
pub use parse::{MAX_BYTES, MAX_CLAUSES, MAX_DEPTH, free_text, literal, parse};
