//! Pullquote: the exact-quote search engine for news archives.
#![doc = include_str!("docs/architecture.md")]

pub mod article;
pub mod engine;
pub mod error;
pub mod eval;
pub mod ingest;
pub mod query;
pub mod quotation;
pub mod render;
pub mod search;
pub mod source;
pub mod text;
pub mod verify;
