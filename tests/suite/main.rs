//! All tests that stand outside the rooms: the house, the chain, imports, walks.

mod chain;
mod compensation;
mod demo;
mod desk;
#[cfg(unix)]
mod desk_walks;
mod doors;
mod errors;
mod faults;
mod forecasts;
mod forgers;
mod frozen;
mod help;
mod house;
mod imports;
mod interrupts;
mod lending;
#[cfg(unix)]
mod narrow_screen;
mod once;
mod one_fact;
mod pages;
mod papers;
mod patent_lists;
#[cfg(unix)]
mod pictures;
mod plans;
mod programs;
mod publication;
mod readings;
mod readme;
mod reconciliation;
mod safekeeping;
mod spreadsheets;
mod stock;
mod support;
#[cfg(unix)]
mod terminal;
mod trials;
mod views;
mod walks;
