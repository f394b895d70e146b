//! The tables of divisions and of localities below them: data, read when an address is first asked about.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::OnceLock;

use super::RegionCode;
use crate::domain::numbers::spelling::squeezed;

/// An administrative division, of today or of the past.
#[derive(Debug)]
pub(super) struct Division {
    pub code: RegionCode,
    pub name: &'static str,
    /// Still in force by the table's last revision.
    pub stands: bool,
    /// The division of today it went into.
    pub now: Option<RegionCode>,
    pub level: Level,
    stem: OnceLock<&'static str>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Level {
    Province,
    Prefecture,
    County,
}

/// A town, a sub-district, a development zone or a road, and the districts it lies in.
#[derive(Debug, Clone)]
pub(super) struct Locality {
    pub name: Cow<'static, str>,
    pub districts: Vec<RegionCode>,
}

/// Localities by the first character of their names, longer names first.
#[derive(Debug, Clone, Default)]
pub struct Localities(HashMap<char, Vec<Locality>>);

impl Localities {
    /// Takes what an office added: a name and the district it lies in.
    pub fn of(added: impl IntoIterator<Item = (String, RegionCode)>) -> Self {
        Self::new(added.into_iter().map(|(name, district)| {
            let name = Cow::Owned(squeezed(&name).into_owned());
            Locality { name, districts: vec![district] }
        }))
    }

    pub(super) fn none() -> &'static Self {
        static NONE: OnceLock<Localities> = OnceLock::new();
        NONE.get_or_init(Self::default)
    }

    fn new(all: impl Iterator<Item = Locality>) -> Self {
        let mut by_head: HashMap<char, Vec<Locality>> = HashMap::new();
        for locality in all {
            if let Some(head) = locality.name.chars().next() {
                by_head.entry(head).or_default().push(locality);
            }
        }
        for named in by_head.values_mut() {
            named.sort_by_key(|locality| std::cmp::Reverse(locality.name.len()));
        }
        Self(by_head)
    }

    /// The one whose name stands at the head of `text`.
    pub(super) fn at(&self, text: &str) -> Option<&Locality> {
        let named = self.0.get(&text.chars().next()?)?;
        named.iter().find(|locality| text.starts_with(&*locality.name))
    }
}

#[derive(Debug)]
pub(super) struct Divisions {
    /// In the order of codes, those of one code by age.
    all: Vec<Division>,
    /// Where in `all` the names stand that begin with a character.
    by_head: HashMap<char, Vec<usize>>,
    pub localities: Localities,
}

/// The tables that come with the program.
pub(super) fn divisions() -> &'static Divisions {
    static DIVISIONS: OnceLock<Divisions> = OnceLock::new();
    DIVISIONS.get_or_init(|| {
        Divisions::read(include_str!("divisions.csv"), include_str!("localities.csv"))
    })
}

/// The rows of a table, without remarks and header.
fn rows(table: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    let lines = table.lines().filter(|line| !line.starts_with('#')).skip(1);
    lines.map(|line| line.split(',').collect())
}

impl Divisions {
    fn read(divisions: &'static str, localities: &'static str) -> Self {
        let mut read = Self {
            all: Vec::with_capacity(5_000),
            by_head: HashMap::new(),
            localities: Localities::default(),
        };
        for row in rows(divisions) {
            let [code, name, _since, until, now] = row[..] else { continue };
            let (Ok(code), Some(head)) = (code.parse::<RegionCode>(), name.chars().next()) else {
                continue;
            };
            let level = match (code.province() == code, code.prefecture() == code) {
                (true, _) => Level::Province,
                (false, true) => Level::Prefecture,
                (false, false) => Level::County,
            };
            let (stands, now) = (until.is_empty(), now.parse().ok());
            read.by_head.entry(head).or_default().push(read.all.len());
            read.all.push(Division { code, name, stands, now, level, stem: OnceLock::new() });
        }
        read.localities = Localities::new(rows(localities).filter_map(|row| {
            let [name, _kind, districts] = row[..] else { return None };
            let districts = districts.split(' ').filter_map(|code| code.parse().ok()).collect();
            Some(Locality { name: Cow::Borrowed(name), districts })
        }));
        read
    }

    /// The division of a code: the one that stands, else the last that did.
    pub fn of_code(&self, code: RegionCode) -> Option<&Division> {
        let first = self.all.partition_point(|division| division.code < code);
        let same = self.all[first..].iter().take_while(|division| division.code == code);
        same.max_by_key(|division| division.stands)
    }

    /// Divisions whose name begins with the first character of `text`.
    pub fn beginning_like(&self, text: &str) -> impl Iterator<Item = &Division> {
        let head = text.chars().next();
        let of_head = head.and_then(|head| self.by_head.get(&head)).into_iter().flatten();
        of_head.map(|at| &self.all[*at])
    }

    /// Divisions of the level counties have, in a province or prefecture.
    pub fn counties_of(&self, parent: RegionCode) -> impl Iterator<Item = &Division> {
        let counties = self.all.iter().filter(|division| division.level == Level::County);
        counties.filter(move |division| parent.covers(division.code))
    }
}

impl Division {
    /// The name without its unit and its peoples: 浦东, 朝阳, 恩施, 内蒙古; the whole name where less than two characters
    /// would be left.
    pub fn stem(&self) -> &'static str {
        self.stem.get_or_init(|| self.without_unit())
    }

    fn without_unit(&self) -> &'static str {
        const UNITS: [&str; 16] = [
            "特别行政区",
            "自治区",
            "自治州",
            "自治县",
            "自治旗",
            "地区",
            "新区",
            "林区",
            "特区",
            "省",
            "市",
            "区",
            "县",
            "州",
            "盟",
            "旗",
        ];
        let without = |name: &'static str, end: &str| {
            name.strip_suffix(end).filter(|stem| stem.chars().nth(1).is_some())
        };
        let mut stem = UNITS.iter().find_map(|unit| without(self.name, unit)).unwrap_or(self.name);
        while let Some(shorter) = PEOPLES.iter().find_map(|people| without(stem, people)) {
            stem = shorter;
        }
        stem
    }
}

/// Peoples in the names of autonomous divisions, the longer spellings first.
#[rustfmt::skip]
const PEOPLES: [&str; 44] = [
    "维吾尔", "柯尔克孜", "哈萨克", "达斡尔族", "土家族", "布依族", "景颇族", "傈僳族", "哈尼族", "朝鲜族", "蒙古族", "仫佬族",
    "毛南族", "仡佬族", "拉祜族", "布朗族", "纳西族", "普米族", "独龙族", "东乡族", "保安族", "撒拉族", "裕固族", "塔吉克",
    "壮族", "回族", "苗族", "侗族", "藏族", "羌族", "彝族", "白族", "傣族", "满族", "黎族", "瑶族",
    "畲族", "佤族", "怒族", "土族", "水族", "蒙古", "锡伯", "各族",
];
