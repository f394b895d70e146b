//! Values of a scheme's or a plan's file, through the same constructors as anywhere else. A number with a point is not
//! taken bare: it would be a float before it is money.

use serde::Deserialize;
use serde::de::{Deserializer, Error};

use crate::domain::loan::Class;
use crate::domain::values::{Date, Money, Percent};

/// A whole number, or text in quotes.
#[derive(Deserialize)]
#[serde(untagged)]
enum Written {
    Whole(i64),
    Text(String),
    Day(toml::value::Datetime),
    Float(f64),
}

pub fn text<'de, D: Deserializer<'de>>(from: D) -> Result<String, D::Error> {
    match Written::deserialize(from)? {
        Written::Whole(n) => Ok(n.to_string()),
        Written::Text(text) => Ok(text),
        Written::Day(day) => Ok(day.to_string()),
        Written::Float(n) => Err(Error::custom(format!("{n}: \"{n}\""))),
    }
}

pub fn some_text<'de, D: Deserializer<'de>>(from: D) -> Result<Option<String>, D::Error> {
    text(from).map(Some)
}

fn parsed<'de, D: Deserializer<'de>, T: std::str::FromStr>(from: D) -> Result<T, D::Error> {
    let text = text(from)?;
    text.parse().map_err(|_| Error::custom(format!("\"{text}\"")))
}

pub fn date<'de, D: Deserializer<'de>>(from: D) -> Result<Date, D::Error> {
    parsed(from)
}

pub fn some_date<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Date>, D::Error> {
    parsed(from).map(Some)
}

pub fn percent<'de, D: Deserializer<'de>>(from: D) -> Result<Percent, D::Error> {
    parsed(from)
}

pub fn some_percent<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Percent>, D::Error> {
    parsed(from).map(Some)
}

pub fn some_money<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Money>, D::Error> {
    parsed(from).map(Some)
}

pub fn some_class<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Class>, D::Error> {
    let text = text(from)?;
    Class::read(&text).map(Some).ok_or_else(|| Error::custom(format!("\"{text}\"")))
}
