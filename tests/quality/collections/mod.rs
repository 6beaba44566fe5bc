//! The sample collections with judgements: what each must give, how it is measured, and the tables of it.

pub(crate) mod forms;
pub(crate) mod measure;
pub(crate) mod tables;

pub(crate) use forms::Form;
