//! All tests that stand outside the rooms: the house, the chain, imports, walks.

mod chain;
mod compensation;
mod desk;
mod doors;
mod errors;
mod forecasts;
mod frozen;
mod help;
mod house;
mod imports;
mod interrupts;
mod lending;
mod once;
mod one_fact;
mod pages;
mod papers;
mod plans;
mod programs;
mod publication;
mod readings;
mod reconciliation;
mod stock;
mod support;
mod views;
mod walks;
