//! PCT filings (PCT国际申请), by their filing at the receiving office.

use super::fact::Fact;
use super::numbers::{PctNo, WoNo};
use super::patent::{Named, read_named};
use super::record::{Note, Reader, Reading, Record, Texts, fields};
use super::refusal::Problem;
use super::values::Date;

fields! {
    /// Keys of a PCT record's fields.
    PCT_NO "pct_no",
    FILING_DATE "filing_date",
    TITLE "title",
    APPLICANT "applicant",
    APPLICANT_USCC "applicant_uscc",
    PRIORITY_NO "priority_no",
    PRIORITY_DATE "priority_date",
    PUBLICATION_NO "publication_no",
    ADDRESS "address",
    DISTRICT "district",
}

/// Months from priority to enter China, and with a surcharge (domain.md 2.3, S14).
pub const NATIONAL_PHASE_MONTHS: i32 = 30;
pub const NATIONAL_PHASE_MONTHS_LATE: i32 = 32;

/// An international application.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pct {
    pub number: PctNo,
    /// International filing date; none: not stated, the year is the number's.
    pub filing: Option<Date>,
    pub title: Option<String>,
    /// The number of the application whose priority it claims, as written.
    pub priority_no: Option<String>,
    pub priority: Option<Date>,
    pub publication_no: Option<WoNo>,
}

/// A PCT record: the filing, who applied, and where the first of them sits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PctRecord {
    pub pct: Pct,
    pub applicants: Vec<Named>,
    pub address: Option<String>,
    pub district: Option<String>,
}

impl Pct {
    /// Returns the last days to enter China: 30 months from priority, and 32 with a surcharge.
    /// None when neither the priority date nor the filing date is known.
    pub fn national_phase_deadlines(&self) -> Option<(Date, Date)> {
        let from = self.priority.or(self.filing)?;
        from.add_months(NATIONAL_PHASE_MONTHS).zip(from.add_months(NATIONAL_PHASE_MONTHS_LATE))
    }
}

impl Fact for PctRecord {
    const NOUN: &'static str = "pct";
    const FIELDS: &'static [&'static str] = &FIELDS;
    const KEYS: &'static [usize] = &[PCT_NO];
    const GROUPS: &'static [&'static [usize]] = &[&[APPLICANT, APPLICANT_USCC]];

    fn read_key(reader: &mut Reader<'_, '_>, field: usize) -> Option<String> {
        reader.require(field);
        reader.value(field, PctNo::read).map(|number| number.to_string())
    }

    fn texts(&self) -> Texts {
        fn text<T: ToString>(value: Option<T>) -> Option<String> {
            value.map(|value| value.to_string())
        }
        let (pct, applicant) = (&self.pct, self.applicants.first());
        vec![
            Some(pct.number.to_string()),
            text(pct.filing),
            pct.title.clone(),
            applicant.and_then(|applicant| applicant.name.clone()),
            text(applicant.and_then(|applicant| applicant.code)),
            pct.priority_no.clone(),
            text(pct.priority),
            text(pct.publication_no),
            self.address.clone(),
            self.district.clone(),
        ]
    }

    /// Source: domain.md 2.3.
    fn read(record: &Record<'_>, today: Date) -> Reading<Self> {
        let mut reader = Reader::new(record);
        reader.require(PCT_NO);
        let number = reader.value(PCT_NO, PctNo::read);
        let filing = reader.past_date(FILING_DATE, today);
        let title = reader.words(TITLE);
        let applicants = read_named(&mut reader, APPLICANT, APPLICANT_USCC);
        let priority_no = reader.words(PRIORITY_NO);
        let priority = reader.past_date(PRIORITY_DATE, today);
        let publication_no = reader.value(PUBLICATION_NO, WoNo::read);
        let address = reader.words(ADDRESS);
        let district = reader.district(DISTRICT);
        if filing.is_none() {
            reader.note(Note::FilingDateMissing);
        }
        if let Some((number, filing)) = number.zip(filing)
            && number.year() != filing.year()
        {
            let problem = Problem::NumberYearDisagrees {
                number_year: number.year(),
                filing_year: filing.year(),
            };
            reader.fault(PCT_NO, number.to_string(), problem);
        }
        if let Some((priority, filing)) = priority.zip(filing)
            && priority > filing
        {
            let problem = Problem::DateBefore { earlier: "priority_date", than: priority };
            reader.fault(FILING_DATE, filing.to_string(), problem);
        }
        if applicants.is_empty() {
            reader.note(Note::ApplicantMissing);
        }
        let pct = number.map(|number| Pct {
            number,
            filing,
            title,
            priority_no,
            priority,
            publication_no,
        });
        reader.finish(pct.map(|pct| Self { pct, applicants, address, district }))
    }
}
