//! Typed words as values: each refused with its place when it cannot be taken.

use clap::ArgMatches;

use super::context::Context;
use super::error::Failure;
use crate::domain::loan::record::positive_amount;
use crate::domain::numbers::ApplicationNo;
use crate::domain::program::read_score;
use crate::domain::record::Form;
use crate::domain::refusal::Read;
use crate::domain::values::{Date, Money, Unit};
use crate::domain::{Fault, Problem, Refusal};
use crate::i18n::Lang;
use crate::i18n::codes::word_of;
use crate::ledger::{Ledger, PartyId, Snapshot};
use crate::operations::search::parties_called;

/// The years a day of the ledger can lie in.
const YEARS: std::ops::RangeInclusive<i32> = 1900..=2199;

/// The most rows, or pages, anybody asks for.
const MOST: usize = 1_000_000_000;

/// The most days anybody looks ahead: a hundred years.
const MOST_DAYS: i32 = 36_500;

/// The arguments of one command.
pub struct Typed<'a> {
    pub context: &'a Context,
    matches: &'a ArgMatches,
}

impl<'a> Typed<'a> {
    pub fn new(context: &'a Context, matches: &'a ArgMatches) -> Self {
        Self { context, matches }
    }

    pub fn lang(&self) -> Lang {
        self.context.lang
    }

    /// The text of an argument; none when it was not given or the command has none of that name.
    pub fn text(&self, name: &str) -> Option<&'a str> {
        self.matches.try_get_one::<String>(name).ok().flatten().map(String::as_str)
    }

    /// The text of an argument that the grammar requires.
    pub fn word(&self, name: &str) -> &'a str {
        self.text(name).unwrap_or_default()
    }

    pub fn owned(&self, name: &str) -> Option<String> {
        self.text(name).map(|text| text.trim().to_owned()).filter(|text| !text.is_empty())
    }

    /// All values of an argument that may be given several times, each cut at list separators.
    pub fn list(&self, name: &str) -> Vec<String> {
        let values = self.matches.try_get_many::<String>(name).ok().flatten();
        values
            .into_iter()
            .flatten()
            .flat_map(|text| text.split([';', '；', '、']))
            .map(|text| text.trim().to_owned())
            .filter(|text| !text.is_empty())
            .collect()
    }

    pub fn flag(&self, name: &str) -> bool {
        self.matches.try_get_one::<bool>(name).ok().flatten().copied().unwrap_or(false)
    }

    /// Reads an argument with a reader of the field.
    pub fn read<T>(
        &self,
        name: &str,
        field: &'static str,
        read: impl FnOnce(&'a str) -> Result<Read<T>, Refusal>,
    ) -> Result<T, Failure> {
        let refused = |refusal| Failure::field(Fault { field, refusal });
        Ok(read(self.word(name)).map_err(refused)?.value)
    }

    /// Reads a word of a small list. What is none is told the others in the reader's language, where they can be typed so.
    pub fn choice<T>(
        &self,
        name: &'static str,
        known: &[&str],
        read: impl Fn(&str) -> Option<T>,
    ) -> Result<T, Failure> {
        let word = self.word(name);
        let said = |code: &&str| {
            Some(word_of(self.lang(), name, code)).filter(|said| read(said).is_some())
        };
        read(word).ok_or_else(|| {
            let words: Vec<_> =
                known.iter().map(|code| said(code).unwrap_or_else(|| (*code).to_owned())).collect();
            let words: Vec<&str> = words.iter().map(String::as_str).collect();
            Failure::unknown_word(self.lang(), word, &words)
        })
    }

    /// Reads a word of a small list that may not be given.
    pub fn choice_if<T>(
        &self,
        name: &'static str,
        known: &[&str],
        read: impl Fn(&str) -> Option<T>,
    ) -> Result<Option<T>, Failure> {
        self.text(name).map(|_| self.choice(name, known, read)).transpose()
    }

    /// The parties that answer to a number, a code, a name or a part of one, when it is given.
    pub fn parties(
        &self,
        name: &str,
        ledger: &Ledger,
        snapshot: Snapshot,
    ) -> Result<Option<Vec<PartyId>>, Failure> {
        let Some(text) = self.text(name) else { return Ok(None) };
        match self.context.party(ledger, text, snapshot) {
            Ok(party) => Ok(Some(vec![party])),
            Err(failure) => match parties_called(ledger, snapshot, text)? {
                none if none.is_empty() => Err(failure),
                called => Ok(Some(called)),
            },
        }
    }

    /// The day of a flag.
    pub fn day(&self, name: &'static str) -> Result<Option<Date>, Failure> {
        let Some(text) = self.text(name) else { return Ok(None) };
        let read: Result<Date, _> = text.parse();
        read.map(Some).map_err(|refusal| Failure::field(Fault { field: name, refusal }))
    }

    /// The day of a flag, today when it is not given.
    pub fn day_or_today(&self, name: &'static str) -> Result<Date, Failure> {
        Ok(self.day(name)?.unwrap_or(self.context.today()))
    }

    /// An amount that is more than nothing.
    pub fn amount(&self, name: &str, field: &'static str) -> Result<Money, Failure> {
        self.read(name, field, |text| positive_amount(text, self.unit()))
    }

    /// An amount that may be nothing and may not be given.
    pub fn sum(&self, name: &'static str) -> Result<Option<Money>, Failure> {
        let Some(text) = self.text(name) else { return Ok(None) };
        let refused = |refusal| Failure::field(Fault { field: name, refusal });
        let amount = Money::read(text, Some(self.unit())).map_err(refused)?.value;
        if amount.is_negative() {
            return Err(Failure::field(Fault::new(name, text, Problem::AmountNotPositive)));
        }
        Ok(Some(amount))
    }

    /// A calendar year that figures can be asked for.
    pub fn year(&self, name: &'static str) -> Result<Option<i32>, Failure> {
        let Some(text) = self.text(name) else { return Ok(None) };
        let year = text.trim().parse().ok().filter(|year| YEARS.contains(year));
        let (first, last) = (YEARS.start().to_string(), YEARS.end().to_string());
        year.map(Some)
            .ok_or_else(|| Failure::unknown_word(self.lang(), text, &[&first, "…", &last]))
    }

    /// How many, or which page: from 1 on.
    pub fn count(&self, name: &'static str) -> Result<Option<usize>, Failure> {
        let Some(text) = self.text(name) else { return Ok(None) };
        let count = text.trim().parse().ok().filter(|count| (1..=MOST).contains(count));
        let most = MOST.to_string();
        count.map(Some).ok_or_else(|| Failure::unknown_word(self.lang(), text, &["1", "…", &most]))
    }

    /// A number of days ahead, from 0 on.
    pub fn days(&self, name: &'static str) -> Result<Option<i32>, Failure> {
        let Some(text) = self.text(name) else { return Ok(None) };
        let days = text.trim().parse().ok().filter(|days| (0..=MOST_DAYS).contains(days));
        let most = MOST_DAYS.to_string();
        days.map(Some).ok_or_else(|| Failure::unknown_word(self.lang(), text, &["0", "…", &most]))
    }

    pub fn patent(&self, name: &str) -> Result<Option<ApplicationNo>, Failure> {
        match self.text(name) {
            None => Ok(None),
            Some(_) => self.read(name, "patent", ApplicationNo::read).map(Some),
        }
    }

    /// The entry an edit was made from.
    pub fn seen(&self) -> Result<Option<i64>, Failure> {
        let Some(text) = self.text("seen") else { return Ok(None) };
        let seen = text.parse().ok().filter(|seen| *seen > 0);
        seen.map(Some)
            .ok_or_else(|| Failure::field(Fault::new("entry", text, Problem::NumberUnreadable)))
    }

    /// The number of a step that is meant.
    pub fn step(&self) -> Result<Option<i64>, Failure> {
        let Some(text) = self.text("step") else { return Ok(None) };
        let step = text.trim().parse().ok().filter(|step| *step > 0);
        step.map(Some)
            .ok_or_else(|| Failure::field(Fault::new("step", text, Problem::NumberUnreadable)))
    }

    /// Points of a review.
    pub fn score(&self) -> Result<Option<i32>, Failure> {
        match self.text("score") {
            None => Ok(None),
            Some(_) => self.read("score", "score", read_score).map(Some),
        }
    }

    /// The fields that were typed; an empty text says that there is nothing. `given` have a place of their own.
    pub fn form(&self, fields: &'static [&'static str], given: &[(usize, &str)]) -> Form {
        let mut form = Form::new(fields, self.context.unit);
        for (at, field) in fields.iter().enumerate() {
            if let Some(text) = self.text(field) {
                form.say(at, text);
            }
        }
        given.iter().for_each(|(at, text)| form.say(*at, text));
        form
    }

    fn unit(&self) -> Unit {
        self.context.unit.unwrap_or(Unit::Yuan)
    }
}
