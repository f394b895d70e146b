//! The stock of patents on a day (有效量): what makes an invention one of high value (高价值发明专利), and how many there
//! are for each 10,000 people.
//!
//! Source: section-nine rules H1-H7. Five classes, any of which is enough: a strategic emerging industry, a patent
//! granted abroad in its family, maintained more than ten years, much financing on its pledge, a national award. A class
//! nobody brought data of is unknown, and the figure is then "at least".

use std::collections::HashMap;

use rust_decimal::{Decimal, RoundingStrategy};
use serde::Deserialize;

use super::evidence::Evidence;
use super::numbers::{Ipc, RegionCode};
use super::patent::Patent;
use super::population::Population;
use super::scheme::read;
use super::values::{Date, Money};

/// A class of inventions of high value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ValueClass {
    /// In a strategic emerging industry (战略性新兴产业).
    Emerging,
    /// With a patent granted abroad in its family (海外同族专利权).
    Abroad,
    /// Maintained longer than ten years (维持年限).
    Maintained,
    /// Much was financed on its pledge (较高质押融资金额).
    Financed,
    /// With a national science award or a China Patent Award (国家科学技术奖、中国专利奖).
    Awarded,
}

impl ValueClass {
    pub const ALL: [Self; 5] =
        [Self::Emerging, Self::Abroad, Self::Maintained, Self::Financed, Self::Awarded];

    pub fn code(self) -> &'static str {
        match self {
            Self::Emerging => "emerging",
            Self::Abroad => "abroad",
            Self::Maintained => "maintained",
            Self::Financed => "financed",
            Self::Awarded => "awarded",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|class| class.code() == code)
    }

    /// Reads a code, or the words offices use.
    pub fn read(text: &str) -> Option<Self> {
        let text = text.trim();
        Self::from_code(&text.to_ascii_lowercase()).or(match text {
            "1" | "战略性新兴产业" | "战新" | "战新产业" | "sei" => {
                Some(Self::Emerging)
            }
            "2" | "海外同族" | "海外同族专利权" | "同族" | "family" => {
                Some(Self::Abroad)
            }
            "3" | "维持超十年" | "维持年限" | "维持年限超过10年" => {
                Some(Self::Maintained)
            }
            "4" | "质押融资" | "较高质押融资金额" | "质押" | "pledge" => {
                Some(Self::Financed)
            }
            "5" | "获奖" | "专利奖" | "中国专利奖" | "国家科学技术奖" | "award" => {
                Some(Self::Awarded)
            }
            _ => None,
        })
    }
}

/// Whether an invention is of a class.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    Yes,
    No,
    /// What decides it is not in the ledger.
    Unknown,
}

impl Answer {
    pub fn code(self) -> &'static str {
        match self {
            Self::Yes => "yes",
            Self::No => "no",
            Self::Unknown => "unknown",
        }
    }
}

/// What an answer rests on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Because<'a> {
    /// Something recorded of the patent itself.
    Recorded(&'a Evidence),
    /// What is recorded of it holds only from a later day on, or names no grant.
    NotYet(&'a Evidence),
    /// Its symbol stands in a table under an industry.
    Mapped {
        map: &'a str,
        industry: &'a str,
    },
    NotMapped {
        map: &'a str,
    },
    /// The day from which on it has been maintained longer than that.
    Since {
        years: i32,
        first: Date,
    },
    /// What is secured for each patent of the pledge that secures most.
    Pledged {
        pledge: i64,
        each: Money,
        least: Option<Money>,
    },
    /// What was lent for each patent, on the pledge on which most was.
    Lent {
        pledge: i64,
        each: Money,
        least: Option<Money>,
    },
    NotPledged,
    /// The ledger has such evidence of others, and none of this one.
    NotListed,
    // What is missing where the answer is unknown.
    NoMap,
    NoSymbol,
    NoList,
    NoFilingDay,
    /// Pledged, and the amount that counts as much is not set.
    NoLeast,
    /// Pledged for an amount nobody stated.
    NoAmount {
        pledge: i64,
    },
}

impl Because<'_> {
    /// The pledge it rests on.
    pub fn pledge(&self) -> Option<i64> {
        match self {
            Self::Pledged { pledge, .. }
            | Self::Lent { pledge, .. }
            | Self::NoAmount { pledge } => Some(*pledge),
            Self::Recorded(_)
            | Self::NotYet(_)
            | Self::Mapped { .. }
            | Self::NotMapped { .. }
            | Self::Since { .. }
            | Self::NotPledged
            | Self::NotListed
            | Self::NoMap
            | Self::NoSymbol
            | Self::NoList
            | Self::NoFilingDay
            | Self::NoLeast => None,
        }
    }

    pub fn code(&self) -> &'static str {
        match self {
            Self::Recorded(_) => "recorded",
            Self::NotYet(_) => "not-yet",
            Self::Mapped { .. } => "mapped",
            Self::NotMapped { .. } => "not-mapped",
            Self::Since { .. } => "since",
            Self::Pledged { .. } => "pledged",
            Self::Lent { .. } => "lent",
            Self::NotPledged => "not-pledged",
            Self::NotListed => "not-listed",
            Self::NoMap => "no-map",
            Self::NoSymbol => "no-symbol",
            Self::NoList => "no-list",
            Self::NoFilingDay => "no-filing-day",
            Self::NoLeast => "no-least",
            Self::NoAmount { .. } => "no-amount",
        }
    }
}

/// The answer to one class, with what it rests on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding<'a> {
    pub class: ValueClass,
    pub answer: Answer,
    pub because: Because<'a>,
}

/// What was financed on a patent's pledge, from a day on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Financing {
    pub pledge: i64,
    pub by: FinancedBy,
    pub since: Date,
    /// The amount over the patents of the pledge; none: nobody stated it.
    pub each: Option<Money>,
}

/// Which amount of a pledge is meant: either may be much (section-nine H3, class 4).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum FinancedBy {
    /// Drawn so far of the loans it secures, of one that is secured otherwise too the part that rests on it.
    Lent,
    /// The debt it is registered for.
    Secured,
}

/// What a patent is judged by on a day.
#[derive(Debug, Clone, Copy)]
pub struct Grounds<'a> {
    pub terms: Terms,
    /// Those in force on the day.
    pub maps: &'a [&'a IndustryMap],
    /// Of the patent.
    pub evidence: &'a [Evidence],
    /// By class: whether the ledger has evidence of it of any patent. Then one without is known to have none.
    pub listed: [bool; ValueClass::ALL.len()],
    pub financing: &'a [Financing],
}

impl<'a> Grounds<'a> {
    /// Judges an invention on a day, class by class, in the order of [`ValueClass::ALL`].
    pub fn judge(&self, patent: &Patent, day: Date) -> [Finding<'a>; ValueClass::ALL.len()] {
        ValueClass::ALL.map(|class| {
            let mine = || self.evidence.iter().filter(move |evidence| evidence.class == class);
            let (answer, because) = match mine().find(|evidence| evidence.holds_on(day)) {
                Some(evidence) => (Answer::Yes, Because::Recorded(evidence)),
                None => match class {
                    ValueClass::Emerging => self.emerging(patent.ipc),
                    ValueClass::Maintained => self.maintained(patent.filing, day),
                    ValueClass::Financed => self.financed(day),
                    ValueClass::Abroad | ValueClass::Awarded => match mine().next() {
                        Some(evidence) => (Answer::No, Because::NotYet(evidence)),
                        None if self.listed[class as usize] => (Answer::No, Because::NotListed),
                        None => (Answer::Unknown, Because::NoList),
                    },
                },
            };
            Finding { class, answer, because }
        })
    }

    fn emerging(&self, symbol: Option<Ipc>) -> (Answer, Because<'a>) {
        let Some(first) = self.maps.first() else { return (Answer::Unknown, Because::NoMap) };
        let Some(symbol) = symbol else { return (Answer::Unknown, Because::NoSymbol) };
        let found = self.maps.iter().find_map(|map| Some((*map, map.industry_of(symbol)?)));
        match found {
            Some((map, industry)) => (Answer::Yes, Because::Mapped { map: &map.code, industry }),
            None => (Answer::No, Because::NotMapped { map: &first.code }),
        }
    }

    fn maintained(&self, filing: Option<Date>, day: Date) -> (Answer, Because<'a>) {
        let years = self.terms.over_years;
        // Exactly ten years are not yet more than ten.
        let first = filing.and_then(|filing| filing.add_years(years)?.add_days(1));
        match first {
            Some(first) if first <= day => (Answer::Yes, Because::Since { years, first }),
            Some(first) => (Answer::No, Because::Since { years, first }),
            None => (Answer::Unknown, Because::NoFilingDay),
        }
    }

    fn financed(&self, day: Date) -> (Answer, Because<'a>) {
        let by_then = self.financing.iter().filter(|financing| financing.since <= day);
        let most = by_then.clone().max_by_key(|financing| (financing.each, financing.by));
        let Some(Financing { pledge, by, each, .. }) = most.copied() else {
            return (Answer::No, Because::NotPledged);
        };
        let least = self.terms.pledge_least;
        let Some(each) = each else { return (Answer::Unknown, Because::NoAmount { pledge }) };
        let Some(of) = least else { return (Answer::Unknown, Because::NoLeast) };
        let because = match by {
            FinancedBy::Secured => Because::Pledged { pledge, each, least },
            FinancedBy::Lent => Because::Lent { pledge, each, least },
        };
        let unstated = by_then.clone().find(|financing| financing.each.is_none());
        match unstated {
            _ if each >= of => (Answer::Yes, because),
            Some(unstated) => (Answer::Unknown, Because::NoAmount { pledge: unstated.pledge }),
            None => (Answer::No, because),
        }
    }
}

/// What the findings of an invention come to: of high value by one class; not by any; or not known.
pub fn is_high_value(findings: &[Finding<'_>]) -> Answer {
    if findings.iter().any(|finding| finding.answer == Answer::Yes) {
        Answer::Yes
    } else if findings.iter().any(|finding| finding.answer == Answer::Unknown) {
        Answer::Unknown
    } else {
        Answer::No
    }
}

/// The population a figure of a year is divided by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PopulationRule {
    /// At the end of the year before: what cities publish while a year's own count is not out yet.
    YearBefore,
    SameYear,
}

impl PopulationRule {
    pub const ALL: [Self; 2] = [Self::YearBefore, Self::SameYear];

    pub fn code(self) -> &'static str {
        match self {
            Self::YearBefore => "year_before",
            Self::SameYear => "same_year",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|rule| rule.code() == code)
    }
}

/// A rule as it is recorded: what it leaves open an earlier one says, else what is usual.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StockRule {
    pub from: Option<Date>,
    pub to: Option<Date>,
    pub over_years: Option<i32>,
    pub pledge_least: Option<Money>,
    pub population: Option<PopulationRule>,
    pub decimals: Option<u32>,
    pub source: String,
}

/// The most decimals of a figure for each 10,000 people.
pub const MOST_DECIMALS: u32 = 4;

/// What the stock is judged and divided by on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Terms {
    pub over_years: i32,
    /// Secured or lent for each patent, from which on financing counts; none: nobody published or set it.
    pub pledge_least: Option<Money>,
    pub population: PopulationRule,
    pub decimals: u32,
}

impl Terms {
    /// The terms of a day: each from the last rule recorded that holds then and says it.
    pub fn on(rules: &[StockRule], day: Date) -> Self {
        let mut terms = Self {
            over_years: 10,
            pledge_least: None,
            population: PopulationRule::YearBefore,
            decimals: 1,
        };
        let holds = |rule: &&StockRule| {
            rule.from.is_none_or(|from| from <= day) && rule.to.is_none_or(|to| day <= to)
        };
        for rule in rules.iter().filter(holds) {
            terms.over_years = rule.over_years.unwrap_or(terms.over_years);
            terms.pledge_least = rule.pledge_least.or(terms.pledge_least);
            terms.population = rule.population.unwrap_or(terms.population);
            terms.decimals = rule.decimals.unwrap_or(terms.decimals);
        }
        terms
    }

    /// The people of a region that a figure of a day is divided by: the last count of the year the rule names, of
    /// residents (常住) before those registered (户籍).
    pub fn divisor<'p>(
        &self,
        region: RegionCode,
        day: Date,
        counts: &'p [Population],
    ) -> Option<&'p Population> {
        let year = match self.population {
            PopulationRule::YearBefore => day.year() - 1,
            PopulationRule::SameYear => day.year(),
        };
        // A municipality's districts together (310100) are the municipality (310000).
        let own = region.current();
        let is_own = |other: RegionCode| own.covers(other) && other.covers(own);
        let of_year = counts
            .iter()
            .filter(|count| is_own(count.region.current()) && count.day.year() == year);
        of_year.max_by_key(|count| (count.kind.is_resident(), count.day))
    }

    /// How many there are for each 10,000 people.
    ///
    /// # Examples
    /// 114,966 for 24,183,300 people are 47.5.
    pub fn per_10k(&self, n: i64, persons: i64) -> Option<Decimal> {
        let each = Decimal::from(n).checked_mul(Decimal::from(10_000))?;
        let each = each.checked_div(Decimal::from(persons))?;
        let mut each =
            each.round_dp_with_strategy(self.decimals, RoundingStrategy::MidpointAwayFromZero);
        each.rescale(self.decimals);
        Some(each)
    }
}

/// A table of the IPC symbols that make an invention one of a strategic emerging industry.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IndustryMap {
    /// Stable name: `sei-2021`.
    #[serde(alias = "map", alias = "id")]
    pub code: String,
    pub title: Option<String>,
    /// The document that has the table.
    pub source: String,
    #[serde(default, deserialize_with = "read::some_date")]
    pub valid_from: Option<Date>,
    /// Last day; none: open.
    #[serde(default, deserialize_with = "read::some_date")]
    pub valid_to: Option<Date>,
    #[serde(rename = "industry")]
    pub industries: Vec<Industry>,
    /// The place of an industry by each of its symbols.
    #[serde(skip)]
    index: HashMap<String, usize>,
}

/// An industry with its symbols.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Industry {
    pub name: String,
    /// Sections, classes, subclasses, main groups or whole symbols: `H04`, `H04L`, `G06F 17`, `G06F 17/30`.
    pub ipc: Vec<String>,
}

/// What is wrong with a table's file, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MapFault {
    /// The key, or the line of what is no TOML.
    pub at: String,
    pub problem: MapProblem,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MapProblem {
    /// Not TOML, or a key or value the format does not have; the reader's own words.
    Unreadable(String),
    Blank,
    EndsFirst,
    /// Not the beginning of an IPC symbol.
    Symbol(String),
}

impl MapProblem {
    pub fn code(&self) -> &'static str {
        match self {
            Self::Unreadable(_) => "map-file-unreadable",
            Self::Blank => "map-file-blank",
            Self::EndsFirst => "map-file-ends-first",
            Self::Symbol(_) => "map-file-symbol",
        }
    }
}

impl IndustryMap {
    /// Reads a table's file (TOML).
    ///
    /// Errors: everything that is wrong with it, each with its place.
    pub fn read(text: &str) -> Result<Self, Vec<MapFault>> {
        let mut map: Self = toml::from_str(text).map_err(|error| {
            let line = error.span().map_or(1, |span| text[..span.start].matches('\n').count() + 1);
            let problem = MapProblem::Unreadable(error.message().to_owned());
            vec![MapFault { at: line.to_string(), problem }]
        })?;
        let mut faults = Vec::new();
        let mut fault = |at: String, problem| faults.push(MapFault { at, problem });
        for (at, text) in [("code", &map.code), ("source", &map.source)] {
            if text.trim().is_empty() {
                fault(at.to_owned(), MapProblem::Blank);
            }
        }
        if map.valid_from.zip(map.valid_to).is_some_and(|(from, to)| to < from) {
            fault("valid_to".to_owned(), MapProblem::EndsFirst);
        }
        if map.industries.is_empty() {
            fault("industry".to_owned(), MapProblem::Blank);
        }
        for (n, industry) in map.industries.iter_mut().enumerate() {
            let at = |key: &str| format!("industry[{}].{key}", n + 1);
            if industry.name.trim().is_empty() {
                fault(at("name"), MapProblem::Blank);
            }
            if industry.ipc.is_empty() {
                fault(at("ipc"), MapProblem::Blank);
            }
            for symbol in &mut industry.ipc {
                match beginning(symbol) {
                    Some(read) => *symbol = read,
                    None => fault(at("ipc"), MapProblem::Symbol(symbol.clone())),
                }
            }
        }
        if !faults.is_empty() {
            return Err(faults);
        }
        for (at, industry) in map.industries.iter().enumerate() {
            for symbol in &industry.ipc {
                map.index.entry(symbol.clone()).or_insert(at);
            }
        }
        Ok(map)
    }

    pub fn in_force(&self, day: Date) -> bool {
        self.valid_from.is_none_or(|from| from <= day) && self.valid_to.is_none_or(|to| day <= to)
    }

    /// The industry a symbol stands under: the one that names it most closely.
    pub fn industry_of(&self, symbol: Ipc) -> Option<&str> {
        let symbol = symbol.as_str();
        let main_group = symbol.find('/').map_or(0, |at| at + 1);
        let ends = [symbol.len(), main_group, 4, 3, 1];
        let beginnings = ends.into_iter().filter_map(|end| symbol.get(..end));
        let at = beginnings.into_iter().find_map(|beginning| self.index.get(beginning))?;
        self.industries.get(*at).map(|industry| industry.name.as_str())
    }
}

/// The beginning of an IPC symbol as symbols are written: `G06F 17/30`, `G06F 17/`, `G06F`, `G06`, `G`.
fn beginning(text: &str) -> Option<String> {
    let squeezed: String = super::values::text::fold_width(text.trim())
        .to_ascii_uppercase()
        .chars()
        .filter(|c| !c.is_whitespace())
        .collect();
    let squeezed = squeezed.trim_end_matches('*');
    if let Ok(whole) = Ipc::read(squeezed) {
        let is_patents = !whole.value.section().is_empty();
        return is_patents.then(|| whole.value.as_str().to_owned());
    }
    let is_head = |head: &str| match head.as_bytes() {
        [b'A'..=b'H'] => true,
        [b'A'..=b'H', a, b] | [b'A'..=b'H', a, b, b'A'..=b'Z'] => {
            a.is_ascii_digit() && b.is_ascii_digit()
        }
        _ => false,
    };
    if is_head(squeezed) {
        return Some(squeezed.to_owned());
    }
    let (head, main) = squeezed.split_at_checked(4)?;
    let main = main.trim_end_matches('/');
    let fits = (1..=4).contains(&main.len()) && main.bytes().all(|b| b.is_ascii_digit());
    (is_head(head) && fits).then(|| format!("{head} {main}/"))
}

#[cfg(test)]
mod tests;
