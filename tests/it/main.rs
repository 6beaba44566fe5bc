//! The tests from outside: the program as it is run, the library as it is called, and the house as it is laid.

#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test fails by panicking and tells what it skipped"
)]

mod archive;
mod brute;
mod cli;
mod eval;
mod explain;
mod generated;
mod harness;
mod http;
mod ingest;
mod json;
mod mcp;
mod phrases;
#[path = "../quality/quotations/mod.rs"]
mod quotations;
mod ranking;
mod readme;
mod samples;
mod server;
mod tidy;
mod verify;
