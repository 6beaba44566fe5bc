//! The tests from outside: the program as it is run, the library as it is called, and the house as it is laid.

mod archive;
mod brute;
mod cli;
mod harness;
mod ingest;
mod json;
mod phrases;
mod readme;
mod samples;
mod tidy;
