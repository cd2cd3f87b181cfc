//! Write, check and render the numbered issue papers of an advisory committee.

pub mod source;

pub mod finding;

pub mod suggest;

pub mod yaml;

pub mod paper;

pub mod series;

pub mod units;

pub mod config;

pub mod workspace;

pub mod check;

pub mod report;

pub mod document;

pub mod render;
