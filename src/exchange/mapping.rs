//! What is known about headers: what a person says, what she said before, what fields are called.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use super::error::{ExchangeError, FileFault, Place, column_of_letters};
use super::header::{FieldSpec, is_called};
use super::header_key::{Folded, HeaderUnit, fold_header, is_unit, without_group_word};
use super::row::is_space;
use super::shape::Shape;

/// Who says that a column holds a field; the first one outweighs the next.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum By {
    Letter,
    Explicit,
    Remembered,
    Name,
    /// The last line of a header of several, without the group it stands under.
    LastLine,
    /// A word for a neighbour of the field.
    StandIn,
}

impl By {
    /// Returns whether a person says so.
    pub fn is_said(self) -> bool {
        matches!(self, By::Letter | By::Explicit | By::Remembered)
    }

    /// Returns the stable code.
    pub fn code(self) -> &'static str {
        match self {
            By::Letter | By::Explicit => "said",
            By::Remembered => "remembered",
            By::Name => "header",
            By::LastLine => "header-last-line",
            By::StandIn => "header-stand-in",
        }
    }
}

/// A header's claim to hold a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Claim {
    pub field: usize,
    pub by: By,
}

/// All that is known, ready to be looked up.
pub(super) struct Names {
    /// Columns that a person names by their letter, with their fields.
    pub by_letter: Vec<(usize, usize)>,
    /// The headers that a person names.
    pub explicit_headers: Vec<String>,
    explicit: HashMap<String, usize>,
    remembered: HashMap<String, usize>,
    dictionary: Arc<Dictionary>,
    is_amount: Vec<bool>,
    is_rate: Vec<bool>,
    /// Headers of columns to be left out, as they were said, and whether now or before.
    ignored: Vec<(String, bool)>,
    /// Fields that no column of the file holds.
    pub without_column: Vec<usize>,
}

impl Names {
    /// Takes the fields and the two mappings of pairs (header, field key); a sheet is `width` columns wide. A pair
    /// without a header says that no column is the field, one without a field that the column is to be left out.
    pub fn new(
        fields: &'static [FieldSpec],
        explicit: &[(String, String)],
        remembered: &[(String, String)],
        width: usize,
    ) -> Result<Self, FileFault> {
        let mut known = Self {
            by_letter: Vec::new(),
            explicit_headers: Vec::new(),
            explicit: HashMap::new(),
            remembered: HashMap::new(),
            dictionary: Dictionary::of(fields),
            is_amount: fields.iter().map(FieldSpec::is_amount).collect(),
            is_rate: fields.iter().map(|field| field.shape == Shape::Percent).collect(),
            ignored: Vec::new(),
            without_column: Vec::new(),
        };
        for (header, key) in explicit {
            if key.is_empty() {
                known.ignored.push((header.clone(), true));
                continue;
            }
            let field = field_called(key, fields).ok_or_else(|| unknown_field(key, fields))?;
            match header.strip_prefix('=') {
                None if header.is_empty() => known.without_column.push(field),
                None => {
                    known.explicit.insert(Folded::new(header).full, field);
                    known.explicit_headers.push(header.clone());
                }
                Some(letters) => {
                    match column_of_letters(letters).filter(|column| *column < width) {
                        Some(column) => known.by_letter.push((column, field)),
                        None => {
                            return Err(FileFault::MapUnknownHeader {
                                name: header.clone(),
                                headers: Vec::new(),
                            });
                        }
                    }
                }
            }
        }
        for (header, key) in remembered {
            if key.is_empty() {
                known.ignored.push((header.clone(), false));
                continue;
            }
            // A mapping kept from an older version may name a field that is no more.
            let Some(field) = field_called(key, fields) else { continue };
            match header.strip_prefix(NO_COLUMN) {
                // What is said now goes before what was said once.
                Some(_) if explicit.iter().all(|(_, said)| said != key) => {
                    known.without_column.push(field);
                }
                Some(_) => {}
                None => {
                    known.remembered.insert(Folded::new(header).full, field);
                }
            }
        }
        Ok(known)
    }

    /// Returns the field that a header names.
    pub fn claim(&self, header: &str) -> Option<Claim> {
        let folded = Folded::new(header);
        let forms = [Some(&folded.full), Some(&folded.bare), folded.amount.as_ref()];
        let in_list = |list: &HashMap<String, usize>, by| {
            forms.into_iter().enumerate().find_map(|(i, form)| {
                let field = *list.get(form.filter(|form| !form.is_empty())?)?;
                let is_amount = self.is_amount[field];
                let suits = match i {
                    0 => true,
                    // 贷款金额（万美元） is not to be read as so many yuan, nor 利率（‰） as percent; who names it in full
                    // says it is.
                    1 if self.is_rate[field] => !folded.other_rate,
                    1 => !is_amount || folded.unit != HeaderUnit::Strange,
                    _ => is_amount,
                };
                suits.then_some(Claim { field, by })
            })
        };
        in_list(&self.explicit, By::Explicit)
            .or_else(|| in_list(&self.remembered, By::Remembered))
            .or_else(|| in_list(&self.dictionary.names, By::Name))
            .or_else(|| in_list(&self.dictionary.stand_ins, By::StandIn))
            .filter(|claim| !self.without_column.contains(&claim.field))
    }

    /// Returns the field that a header of several lines names: by all of them together, or else without the groups it
    /// stands under, the widest first, or else by those above a last line that states a unit alone, or else by its last
    /// line before the group: 申请 under 日期 is the 申请日期.
    pub fn claim_lines(&self, texts: &[String]) -> Option<Claim> {
        let whole = self.claim(&texts.concat());
        if texts.len() < 2 || whole.is_some_and(|claim| claim.by != By::StandIn) {
            return whole;
        }
        let weaker = |claim: Claim| match claim.by {
            By::Name => Claim { by: By::LastLine, ..claim },
            _ => claim,
        };
        let under = |end: usize, first: usize| {
            let claims = (first..end).filter_map(|at| self.claim(&texts[at..end].concat()));
            claims.map(weaker).next()
        };
        let unit_alone = texts.last().is_some_and(|last| is_unit(last));
        let above = || if unit_alone { under(texts.len() - 1, 0) } else { None };
        let groups = || {
            let (last, groups) = texts.split_last()?;
            let groups: String = groups.iter().map(|group| without_group_word(group)).collect();
            self.claim(&(groups + last)).filter(|claim| claim.by != By::StandIn).map(weaker)
        };
        let turned = || {
            let [.., group, last] = texts else { return None };
            self.claim(&format!("{last}{}", without_group_word(group))).map(weaker)
        };
        groups().or_else(|| under(texts.len(), 1)).or(whole).or_else(above).or_else(turned)
    }

    /// Returns whether a person wants a column left out.
    pub fn is_ignored(&self, column: usize, texts: &[String]) -> bool {
        self.ignored.iter().any(|(said, _)| names_column(said, column, texts))
    }

    /// Returns a column that was to be left out just now and is not there.
    pub fn ignored_in_vain(&self, columns: &[Vec<String>]) -> Option<&str> {
        let found = |said: &str| {
            columns.iter().enumerate().any(|(column, texts)| names_column(said, column, texts))
        };
        let mut now = self.ignored.iter().filter(|(_, now)| *now);
        now.find(|(said, _)| !found(said)).map(|(said, _)| said.as_str())
    }

    /// Returns whether a header names an amount of money without saying in which unit.
    pub fn lacks_unit(&self, header: &str) -> bool {
        let is_amount = |claim: Claim| self.is_amount[claim.field];
        self.claim(header).is_some_and(is_amount) && Folded::new(header).unit == HeaderUnit::Nothing
    }

    /// Returns the field that a column holds by its letter, or else by its header.
    pub fn claim_of_column(&self, column: usize, texts: &[String]) -> Option<Claim> {
        let by_letter = self.by_letter.iter().find(|(lettered, _)| *lettered == column);
        by_letter
            .map(|(_, field)| Claim { field: *field, by: By::Letter })
            .or_else(|| self.claim_lines(texts))
    }
}

/// Stands before the field in the remembered header of a field that no column holds.
pub(super) const NO_COLUMN: &str = "!";

/// Returns whether a person's word for a column, its header or `=` and its letter, names this one.
fn names_column(said: &str, column: usize, texts: &[String]) -> bool {
    match said.strip_prefix('=') {
        Some(letters) => column_of_letters(letters) == Some(column),
        None => is_called(texts, said),
    }
}

/// The names of a noun's fields, folded: its own words and keys, and those that stand in for another field's.
struct Dictionary {
    names: HashMap<String, usize>,
    stand_ins: HashMap<String, usize>,
}

impl Dictionary {
    /// Returns the dictionary of these fields, made at the first sheet that asks for it.
    fn of(fields: &'static [FieldSpec]) -> Arc<Self> {
        type Known = Vec<(&'static [FieldSpec], Arc<Dictionary>)>;
        static KNOWN: Mutex<Known> = Mutex::new(Vec::new());
        let mut known = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
        match known.iter().find(|(of, _)| std::ptr::eq(*of, fields)) {
            Some((_, dictionary)) => Arc::clone(dictionary),
            None => {
                let dictionary = Arc::new(Self {
                    names: Self::index(fields, false),
                    stand_ins: Self::index(fields, true),
                });
                known.push((fields, Arc::clone(&dictionary)));
                dictionary
            }
        }
    }

    /// Indexes the fields by their keys and proper names, or by the stand-ins; on a collision of the shorter forms the
    /// earlier field keeps it. A day is called 放款日, 放款日期 or 放款时间.
    fn index(fields: &[FieldSpec], stand_ins: bool) -> HashMap<String, usize> {
        let all = fields.iter().enumerate().flat_map(|(i, field)| {
            let own = field.names.iter().chain([&field.key]);
            own.filter_map(move |name| match name.strip_prefix('~') {
                Some(name) => stand_ins.then(|| (i, Folded::new(name))),
                None => (!stand_ins).then(|| (i, Folded::new(name))),
            })
        });
        let (mut names, mut bare) = (HashMap::new(), Vec::new());
        for (i, folded) in all {
            names.entry(folded.full).or_insert(i);
            bare.push((i, folded.bare));
        }
        let days =
            bare.iter().filter(|(i, _)| matches!(fields[*i].shape, Shape::Date | Shape::Term));
        let days: Vec<(usize, String)> =
            days.flat_map(|(i, name)| of_a_day(name).map(|name| (*i, name))).collect();
        for (i, name) in bare.into_iter().chain(days) {
            names.entry(name).or_insert(i);
        }
        names
    }
}

/// What else a day's header is called: each of the words for a day in place of the one it ends with.
fn of_a_day(name: &str) -> impl Iterator<Item = String> {
    const WORDS: [&str; 3] = ["日期", "时间", "日"];
    let stem = WORDS.iter().find_map(|word| name.strip_suffix(word));
    stem.into_iter().flat_map(|stem| WORDS.map(|word| format!("{stem}{word}")))
}

/// Reads `--map`: pairs `field=header` with commas between them, as (header, field key).
///
/// The field is its key or any of its names; the header may be a column's letter, written `title==C`. A pair
/// the other way round is understood if only its right side is a field. `field=` says that no column is the field.
///
/// Errors: `map-unreadable`, `map-unknown-field`.
pub fn parse_map(text: &str, fields: &[FieldSpec]) -> Result<Vec<(String, String)>, ExchangeError> {
    let pieces = text
        .split([',', '，'])
        .map(|piece| piece.trim_matches(is_space))
        .filter(|piece| !piece.is_empty());
    pieces
        .map(|piece| {
            parse_pair(&piece.replace('＝', "="), fields)
                .map_err(|fault| fault.at(Place::default()))
        })
        .collect()
}

fn parse_pair(piece: &str, fields: &[FieldSpec]) -> Result<(String, String), FileFault> {
    let unreadable = || FileFault::MapUnreadable { piece: piece.to_owned() };
    let cuts =
        || piece.match_indices('=').map(|(at, _)| (piece[..at].trim(), piece[at + 1..].trim()));
    let (first, _) = cuts().next().ok_or_else(unreadable)?;
    let forward = cuts().find_map(|(left, right)| Some((right, field_called(left, fields)?)));
    let backward = || cuts().find_map(|(left, right)| Some((left, field_called(right, fields)?)));
    match forward.or_else(backward) {
        Some((header, field)) => Ok((header.to_owned(), fields[field].key.to_owned())),
        None if !first.is_empty() => Err(unknown_field(first, fields)),
        None => Err(unreadable()),
    }
}

/// Finds a field by its key, or else by one of its names.
fn field_called(name: &str, fields: &[FieldSpec]) -> Option<usize> {
    let folded = fold_header(name);
    let called = |field: &FieldSpec| {
        !folded.is_empty()
            && (field.names.iter().chain([&field.key]))
                .any(|own| fold_header(own.trim_start_matches('~')) == folded)
    };
    fields.iter().position(|field| field.key == name).or_else(|| fields.iter().position(called))
}

fn unknown_field(name: &str, fields: &[FieldSpec]) -> FileFault {
    FileFault::MapUnknownField {
        name: name.to_owned(),
        fields: fields.iter().map(|field| field.key).collect(),
    }
}
