//! Values that cannot be wrong: text becomes a type at the edge, once.
