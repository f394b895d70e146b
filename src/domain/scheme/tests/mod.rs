//! Schemes: the vectors of domain.md 4, worked cases, what a file may not say, and properties.

mod vectors;
