//! What speaks for an invention being of high value (高价值依据): its industry, a patent abroad in its family, an award.

use super::numbers::ApplicationNo;
use super::program::read_batch;
use super::record::{Reader, Reading, Record, Texts, fields};
use super::refusal::{Problem, Read, Refusal};
use super::stock::ValueClass;
use super::values::Date;

fields! {
    /// Keys of a record of evidence; also the headers an importer always takes.
    APPLICATION_NO "application_no",
    CLASS "value_class",
    INDUSTRY "emerging_industry",
    COUNTRY "country",
    FOREIGN_NO "foreign_no",
    AWARD "award",
    AWARD_YEAR "award_year",
    SINCE "holds_since",
    DOCUMENT "evidence_document",
}

/// Fields that are said together.
pub const GROUPS: [&[usize]; 0] = [];

/// Something that speaks for an invention being of a class.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evidence {
    pub patent: ApplicationNo,
    pub class: ValueClass,
    /// The industry, the country (US) or the award; empty where only a document says it.
    pub name: String,
    /// Of a family member its number there; empty: not stated.
    pub number: String,
    /// Since when it holds; of a family member the day of its grant there, none: not granted.
    pub since: Option<Date>,
    /// Of an award its year.
    pub year: Option<i32>,
    pub document: Option<String>,
}

impl Evidence {
    /// Whether it speaks for the class at the close of a day. An award of which the year alone is known holds from the
    /// year's end on; a family member counts once it is granted.
    pub fn holds_on(&self, day: Date) -> bool {
        let since = match (self.since, self.year, self.class) {
            (Some(since), ..) => Some(since),
            (None, Some(year), _) => Date::from_ymd(year, 12, 31),
            (None, None, ValueClass::Abroad) => None,
            (
                None,
                None,
                ValueClass::Emerging
                | ValueClass::Maintained
                | ValueClass::Financed
                | ValueClass::Awarded,
            ) => Some(Date::MIN),
        };
        since.is_some_and(|since| since <= day)
    }

    /// What people tell it by: `NUMBER abroad US US10123456B2`.
    pub fn called(&self) -> String {
        EvidenceKey::from(self).called()
    }

    /// Reads which evidence of a patent a record is about.
    pub fn subject(record: &Record<'_>, patent: ApplicationNo) -> Reading<EvidenceKey> {
        let mut reader = Reader::new(record);
        let class = read_class(&mut reader);
        let key = class.map(|(class, name)| {
            let number = reader.words(FOREIGN_NO).unwrap_or_default();
            EvidenceKey { patent, class, name, number }
        });
        reader.finish(key)
    }

    /// The text of every field; [`Evidence::read`] takes it back.
    pub fn texts(&self) -> Texts {
        let name_of = |class| {
            let name = Some(self.name.clone()).filter(|name| !name.is_empty());
            name.filter(|_| self.class == class)
        };
        vec![
            Some(self.patent.to_string()),
            Some(self.class.code().to_owned()),
            name_of(ValueClass::Emerging),
            name_of(ValueClass::Abroad),
            Some(self.number.clone()).filter(|number| !number.is_empty()),
            name_of(ValueClass::Awarded),
            self.year.map(|year| year.to_string()),
            self.since.map(|since| since.to_string()),
            self.document.clone(),
        ]
    }

    /// Reads a record: of which class it is, the class or the columns say.
    ///
    /// Errors: a fault for each field that cannot be taken. Whether the patent is known, and whether a grant abroad lies
    /// after the patent's own filing, is the ledger's to say.
    pub fn read(record: &Record<'_>, today: Date) -> Reading<Self> {
        let mut reader = Reader::new(record);
        reader.require(APPLICATION_NO);
        let patent = reader.value(APPLICATION_NO, ApplicationNo::read);
        let class = read_class(&mut reader);
        let number = reader.words(FOREIGN_NO).unwrap_or_default();
        let year = reader.value(AWARD_YEAR, read_batch);
        let since = reader.past_date(SINCE, today);
        let document = reader.words(DOCUMENT);
        if let Some((class, _)) = class {
            check(&mut reader, class, document.is_some());
        }
        let evidence = patent.zip(class).map(|(patent, (class, name))| Self {
            patent,
            class,
            name,
            number,
            since,
            year,
            document,
        });
        reader.finish(evidence)
    }
}

/// Reads the class, stated or by what is said, and the industry, country or award.
fn read_class(reader: &mut Reader<'_, '_>) -> Option<(ValueClass, String)> {
    let stated = reader.value(CLASS, |text| match ValueClass::read(text) {
        // How long a patent is maintained, its own days say.
        Some(ValueClass::Maintained) | None => Err(Refusal::new(text, Problem::WordUnknown)),
        Some(value) => Ok(Read { value, repair: None }),
    });
    let named = [
        (ValueClass::Emerging, INDUSTRY, reader.words(INDUSTRY)),
        (ValueClass::Abroad, COUNTRY, reader.value(COUNTRY, read_country)),
        (ValueClass::Awarded, AWARD, reader.words(AWARD)),
    ];
    let by_columns = named.iter().find(|(.., name)| name.is_some()).map(|(class, ..)| *class);
    let by_number = reader.raw(FOREIGN_NO).map(|_| ValueClass::Abroad);
    let Some(class) = stated.or(by_columns).or(by_number) else {
        if reader.faults.is_empty() {
            reader.fault(CLASS, "", Problem::FieldMissing);
        }
        return None;
    };
    let mut of_class = String::new();
    for (of, field, name) in named {
        match name {
            Some(name) if class == of => of_class = name,
            Some(name) => reader.fault(field, name, Problem::NotTaken),
            None => {}
        }
    }
    Some((class, of_class))
}

/// What each class must say: a family member its country, an award its name, unless a document says it all; the rest a
/// document.
fn check(reader: &mut Reader<'_, '_>, class: ValueClass, has_document: bool) {
    let says = |reader: &Reader<'_, '_>, field: usize| !reader.raw_value(field).is_blank();
    let named = match class {
        ValueClass::Emerging => INDUSTRY,
        ValueClass::Abroad => COUNTRY,
        ValueClass::Awarded => AWARD,
        ValueClass::Financed | ValueClass::Maintained => DOCUMENT,
    };
    if !says(reader, named) && !has_document {
        reader.require(named);
    }
    if class == ValueClass::Awarded && !says(reader, AWARD_YEAR) && !says(reader, SINCE) {
        reader.require(AWARD_YEAR);
    }
    let others = [(FOREIGN_NO, ValueClass::Abroad), (AWARD_YEAR, ValueClass::Awarded)];
    for (field, of) in others {
        if let Some(text) = reader.raw(field).filter(|_| class != of) {
            reader.fault(field, text, Problem::NotTaken);
        }
    }
}

/// Which evidence a record is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EvidenceKey {
    pub patent: ApplicationNo,
    pub class: ValueClass,
    pub name: String,
    pub number: String,
}

impl EvidenceKey {
    pub fn called(&self) -> String {
        let parts = [&*self.patent.to_string(), self.class.code(), &self.name, &self.number];
        let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        parts.join(" ")
    }

    /// Whether it may mean a piece of evidence: neither says something else than the other.
    pub fn fits(&self, evidence: &Evidence) -> bool {
        let fits = |said: &str, known: &str| said.is_empty() || known.is_empty() || said == known;
        self.patent == evidence.patent
            && self.class == evidence.class
            && fits(&self.name, &evidence.name)
            && fits(&self.number, &evidence.number)
    }
}

impl From<&Evidence> for EvidenceKey {
    fn from(evidence: &Evidence) -> Self {
        Self {
            patent: evidence.patent,
            class: evidence.class,
            name: evidence.name.clone(),
            number: evidence.number.clone(),
        }
    }
}

/// Reads the country or office of a patent abroad: two letters, or a name offices use.
fn read_country(text: &str) -> Result<Read<String>, Refusal> {
    const NAMES: [(&str, &str); 20] = [
        ("美国", "US"),
        ("日本", "JP"),
        ("韩国", "KR"),
        ("欧洲", "EP"),
        ("欧洲专利局", "EP"),
        ("欧专局", "EP"),
        ("德国", "DE"),
        ("英国", "GB"),
        ("法国", "FR"),
        ("加拿大", "CA"),
        ("澳大利亚", "AU"),
        ("俄罗斯", "RU"),
        ("印度", "IN"),
        ("巴西", "BR"),
        ("新加坡", "SG"),
        ("以色列", "IL"),
        ("台湾", "TW"),
        ("中国台湾", "TW"),
        ("香港", "HK"),
        ("中国香港", "HK"),
    ];
    let folded = super::values::text::fold_width(text.trim()).to_ascii_uppercase();
    let by_name = NAMES.iter().find(|(name, _)| *name == folded).map(|(_, code)| *code);
    let value = by_name.map_or(folded.clone(), str::to_owned);
    let is_code = value.len() == 2 && value.bytes().all(|b| b.is_ascii_uppercase());
    // A Chinese application is no patent abroad, and a PCT filing is no patent.
    if !is_code || ["CN", "WO"].contains(&&*value) {
        return Err(Refusal::new(text, Problem::CountryUnknown));
    }
    Ok(Read { value, repair: None })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::record::Form;

    const NO: &str = "201610281886.0";

    fn read(said: &[(usize, &str)]) -> Result<Evidence, Vec<(&'static str, &'static str)>> {
        let mut form = Form::new(&FIELDS, None).with(APPLICATION_NO, NO);
        said.iter().for_each(|(field, text)| form.say(*field, text));
        let today = Date::from_ymd(2021, 3, 1).unwrap();
        Evidence::read(&form.record(), today).map(|(evidence, _)| evidence).map_err(|faults| {
            faults.iter().map(|fault| (fault.field, fault.refusal.problem.code())).collect()
        })
    }

    /// What is said besides the number; the class, or the first fault.
    #[test]
    fn columns_say_the_class_where_none_is_stated() {
        type Case<'a> = (&'a [(usize, &'a str)], Result<&'a str, (&'a str, &'a str)>);
        let cases: [Case<'_>; 14] = [
            (&[(INDUSTRY, "新材料")], Ok("emerging")),
            (
                &[(COUNTRY, "美国"), (FOREIGN_NO, "US10123456B2"), (SINCE, "2019-02-01")],
                Ok("abroad"),
            ),
            (&[(COUNTRY, "US")], Ok("abroad")),
            (&[(AWARD, "中国专利优秀奖"), (AWARD_YEAR, "2020")], Ok("awarded")),
            (&[(CLASS, "战新"), (DOCUMENT, "沪发改高技〔2020〕1号")], Ok("emerging")),
            (
                &[(CLASS, "financed"), (DOCUMENT, "合同2020-1"), (SINCE, "2020-01-01")],
                Ok("financed"),
            ),
            (&[(CLASS, "financed")], Err(("evidence_document", "field-missing"))),
            (&[(CLASS, "emerging")], Err(("emerging_industry", "field-missing"))),
            (&[(CLASS, "maintained")], Err(("value_class", "word-unknown"))),
            (&[], Err(("value_class", "field-missing"))),
            (&[(AWARD, "中国专利金奖")], Err(("award_year", "field-missing"))),
            (&[(CLASS, "abroad"), (AWARD, "中国专利金奖")], Err(("award", "not-taken"))),
            (&[(COUNTRY, "CN")], Err(("country", "country-unknown"))),
            (&[(COUNTRY, "US"), (SINCE, "2022-01-01")], Err(("holds_since", "date-in-future"))),
        ];
        for (said, expected) in cases {
            let found = read(said);
            match (&found, expected) {
                (Ok(evidence), Ok(class)) => assert_eq!(evidence.class.code(), class, "{said:?}"),
                (Err(faults), Err(fault)) => assert_eq!(faults[0], fault, "{said:?}"),
                _ => panic!("{said:?}: {found:?}"),
            }
        }
    }

    #[test]
    fn what_is_written_is_read_again() {
        let said: [&[(usize, &str)]; 3] = [
            &[(COUNTRY, "EP"), (FOREIGN_NO, "EP1234567B1"), (SINCE, "2019-02-01")],
            &[
                (AWARD, "中国专利优秀奖"),
                (AWARD_YEAR, "2020"),
                (DOCUMENT, "国知发运函字〔2020〕1号"),
            ],
            &[(INDUSTRY, "新材料")],
        ];
        for said in said {
            let evidence = read(said).unwrap();
            let texts = evidence.texts();
            let blank = Form::new(&FIELDS, None);
            let record = blank.record().over(&texts, &GROUPS);
            assert_eq!(Evidence::read(&record, Date::MAX).unwrap().0, evidence);
        }
    }
}
