//! Pages from the tree.

mod markdown;
