//! The screens, one a file: what each takes, asks and shows.

pub mod card;
pub mod form;
pub mod home;
pub mod import;
pub mod list;
pub mod palette;
pub mod reconcile;
pub mod summary;
