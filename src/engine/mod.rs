//! The engines that keep articles: the embedded one, in this process.

pub mod embedded;
