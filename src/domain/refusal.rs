//! Why a value or a fact is refused, and what had to be repaired to read it.
//!
//! A refusal knows the value and the problem. Where it stood (file, sheet, row, column) is added by
//! `exchange`, the sentence and the hint by `i18n`, the exit code by `cli`.

use std::fmt;

use super::loan::LoanProblem;
use super::numbers::PatentKind;
use super::patent::Change;
use super::pledge::{Evidence, GroundFinding, GroundOutcome, Rule};
use super::program::{CaseEvidence, CaseGround, CaseRule};
use super::steps::StepProblem;
use super::values::{Date, Money};

/// A value that cannot be taken, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// The text as it stood.
    pub value: String,
    pub problem: Problem,
}

impl Refusal {
    pub fn new(value: impl Into<String>, problem: Problem) -> Self {
        Self { value: value.into(), problem }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {:?}", self.problem.code(), self.value)
    }
}

impl std::error::Error for Refusal {}

/// Another row of the file at hand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowPlace {
    /// None: the sheet at hand.
    pub sheet: Option<String>,
    pub row: u32,
}

/// A value with what had to be repaired to read it (logged with the row it came from).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Read<T> {
    pub value: T,
    pub repair: Option<Repair>,
}

impl<T> Read<T> {
    pub fn clean(value: T) -> Self {
        Self { value, repair: None }
    }

    pub fn repaired(value: T, repair: Repair) -> Self {
        Self { value, repair: Some(repair) }
    }
}

impl<T: fmt::Display> Read<T> {
    /// Marked as respelled unless `text` is the value's canonical form.
    pub fn compared(value: T, text: &str) -> Self {
        let repair = (value.to_string() != text).then_some(Repair::Respelled);
        Self { value, repair }
    }
}

/// What is wrong with a value. Each variant has a stable code that users and tests rely on.
///
/// A `suggestion` is a reading that would be accepted as it stands. It is offered, never taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Problem {
    /// Not laid out as an application number: too many or too few digits, or strange characters.
    ApplicationNoShape { suggestion: Option<String> },
    /// A publication or grant number stands where an application number belongs.
    ApplicationNoIsPublicationNo,
    /// An application number in scientific notation: a spreadsheet has rounded its digits away.
    ApplicationNoDigitsLost,
    /// The year in the application number (as written there) is none of its format.
    ApplicationNoYear { year: i32 },
    /// The type digit of the application number is none of 1, 2, 3, 8, 9.
    ApplicationNoKind { digit: char },
    /// The check character of the application number does not fit its digits.
    ApplicationNoCheck { expected: char },
    /// Not laid out as a Chinese publication or grant number.
    PublicationNoShape,
    /// The kind letter belongs to another kind of patent than the number's first digit.
    PublicationNoKind { digit: char, letter: char },
    /// An application number where a publication or grant number belongs.
    PublicationNoIsApplicationNo,
    /// Not laid out as the number of an international application.
    PctNoShape,
    /// No office that receives international applications has this code.
    PctNoOffice { code: String },
    /// No international application can carry this year.
    PctNoYear { year: i32 },
    /// Not laid out as the number of an international publication.
    WoNoShape,
    /// No international publication can carry this year.
    WoNoYear { year: i32 },
    /// A unified social credit code has 18 characters.
    CreditCodeLength { found: usize },
    /// A credit code in scientific notation: a spreadsheet has rounded its digits away.
    CreditCodeDigitsLost,
    /// A character that cannot stand at this place (counted from 1) of a credit code.
    CreditCodeAlphabet { place: usize, found: char, suggestion: Option<String> },
    /// The last character of the credit code does not fit the others.
    CreditCodeCheck { expected: char },
    /// Neither an IPC symbol nor a Locarno class.
    IpcShape,
    /// None of the three kinds of patent.
    KindUnknown,
    /// Not a six-digit code of a Chinese administrative division.
    RegionShape,
    /// No date can be read from it.
    DateUnreadable,
    /// A date without its day.
    DateIncomplete,
    /// No such day in the calendar.
    DateImpossible,
    /// A year of two digits: the century is a guess.
    DateTwoDigitYear,
    /// Day and month could be either way round.
    DateOrderAmbiguous,
    /// Outside 1900 to 2199.
    DateOutOfRange,
    /// What changes by whole months begins or ends inside one.
    NotWholeMonths,
    /// A fact cannot lie after the day it is recorded.
    DateInFuture { today: Date },
    /// The date lies before one it cannot precede (named by its field).
    DateBefore { earlier: &'static str, than: Date },
    /// A spreadsheet's date where none belongs.
    DateNotExpected,
    /// No period can be read from it.
    PeriodUnreadable,
    /// It names no quarter.
    QuarterUnreadable,
    /// A period that ends before it starts.
    PeriodReversed,
    /// No amount can be read from it.
    MoneyUnreadable,
    /// A bare number, and nothing says 元 or 万元.
    MoneyUnitUnknown,
    /// An amount finer than one fen.
    MoneyFractionOfFen,
    /// An amount beyond 90 trillion yuan.
    MoneyOutOfRange,
    /// No rate can be read from it.
    PercentUnreadable,
    /// A rate too large to be one.
    PercentOutOfRange,
    /// Money that moves is more than nothing.
    AmountNotPositive,
    /// Money that is not CNY.
    CurrencyNotCny,
    /// A line of an account that is no repayment: a loan paid out, a payment reversed, one still to come.
    NotARepayment,
    /// Its state says that it is over, and no day says since when.
    EndWithoutDay,
    /// A part larger than the whole it is part of.
    PartOverWhole { whole: Money },
    /// A number in scientific notation: a spreadsheet has rounded its digits away.
    DigitsLost,
    /// The ledger does not know it.
    UnknownReference { noun: &'static str },
    /// The loan's own rules do not allow it.
    Loan(LoanProblem),
    /// A ground of refusal stands against the pledge.
    Against(Box<GroundFinding>),
    /// Nothing can be said there of this.
    NotTaken,
    /// It was over by the day asked for, or had not begun.
    NotInForce { noun: &'static str, on: Option<Date> },
    /// No number can be read from it.
    NumberUnreadable,
    /// A field that must be there is blank.
    FieldMissing,
    /// Not one of the words this field takes.
    WordUnknown,
    /// No division of the country is called that.
    DistrictUnknown,
    /// Too short a name for a locality, or a division's own.
    LocalityName,
    /// Neither ordinary, divisional nor national phase.
    ShapeUnknown,
    /// Not a code of an indicator.
    IndicatorShape,
    /// An amount without a unit of money, or a count with one.
    TargetUnit { money: bool },
    /// A goal for days that are not the plan's.
    OutsidePlan { from: i32, to: i32 },
    /// The kind stated is not the kind the number says.
    KindDisagrees { by_number: PatentKind },
    /// The year in the number is not the filing's.
    NumberYearDisagrees { number_year: i32, filing_year: i32 },
    /// The same number stands in another row with other facts; each change is from that row to this one.
    TwiceInFile { other: RowPlace, changes: Vec<Change> },
    /// Another row of the same registration was refused; what belongs together goes in together.
    RefusedWithRow { other: RowPlace },
    /// The ledger holds other facts; a correction waits for a decision.
    KnownOtherwise { changes: Vec<Change> },
    /// Several parties bear this name, and no code tells them apart.
    PartyAmbiguous { candidates: usize },
    /// Several stand where the field takes one.
    MoreThanOne { found: usize },
    /// The cell holds an error of the spreadsheet (#REF!, #N/A), not a value.
    CellError,
    /// A formula whose result is not stored in the file.
    FormulaUncomputed,
    /// A control character in the text, which nobody sees.
    ControlCharacter { code: u32 },
    /// Longer than a name can be.
    TextTooLong { most: usize },
    /// Two columns hold this field, and they contradict each other in this row.
    ColumnsDisagree { other: String, value: String },
    /// The row states another unit than its column.
    UnitsDisagree,
    /// A length of time, and no day it runs from.
    TermWithoutStart,
    /// Neither a day, nor two days, nor a length of time.
    TermUnreadable,
    /// The term stated here ends or begins on another day than the columns say.
    TermDisagrees { day: Date },
    /// The repayment method says another payment period than the field for it.
    PeriodDisagrees,
    /// No standard of IP management, or no edition of it.
    StandardUnknown,
    /// No country or office whose patents stand in a family abroad.
    CountryUnknown,
    /// No whole number of people, or fewer than any region has.
    PersonsUnreadable,
    /// The number is another's: of whom the ledger knows it to be.
    HeldByAnother { noun: &'static str, holder: String },
    /// A state that is said, and no day it began.
    StateWithoutDay,
    /// The state stated is not what the days say.
    StateDisagrees { state: &'static str },
    /// A step that is not lawful after those before it.
    Step(Box<StepProblem>),
    /// A ground that stands against an application.
    Applicant(Box<CaseGround>),
}

impl Problem {
    /// The stable code, such as `application-no-check`.
    pub fn code(&self) -> &'static str {
        match self {
            Self::ApplicationNoShape { .. } => "application-no-shape",
            Self::ApplicationNoIsPublicationNo => "application-no-is-publication-no",
            Self::ApplicationNoDigitsLost => "application-no-digits-lost",
            Self::ApplicationNoYear { .. } => "application-no-year",
            Self::ApplicationNoKind { .. } => "application-no-kind",
            Self::ApplicationNoCheck { .. } => "application-no-check",
            Self::PublicationNoShape => "publication-no-shape",
            Self::PublicationNoKind { .. } => "publication-no-kind",
            Self::PublicationNoIsApplicationNo => "publication-no-is-application-no",
            Self::PctNoShape => "pct-no-shape",
            Self::PctNoOffice { .. } => "pct-no-office",
            Self::PctNoYear { .. } => "pct-no-year",
            Self::WoNoShape => "wo-no-shape",
            Self::WoNoYear { .. } => "wo-no-year",
            Self::CreditCodeLength { .. } => "credit-code-length",
            Self::CreditCodeDigitsLost => "credit-code-digits-lost",
            Self::CreditCodeAlphabet { .. } => "credit-code-alphabet",
            Self::CreditCodeCheck { .. } => "credit-code-check",
            Self::IpcShape => "ipc-shape",
            Self::KindUnknown => "kind-unknown",
            Self::RegionShape => "region-shape",
            Self::DateUnreadable => "date-unreadable",
            Self::DateIncomplete => "date-incomplete",
            Self::DateImpossible => "date-impossible",
            Self::DateTwoDigitYear => "date-two-digit-year",
            Self::DateOrderAmbiguous => "date-order-ambiguous",
            Self::DateOutOfRange => "date-out-of-range",
            Self::NotWholeMonths => "not-whole-months",
            Self::DateInFuture { .. } => "date-in-future",
            Self::DateBefore { .. } => "date-before",
            Self::DateNotExpected => "date-not-expected",
            Self::PeriodUnreadable => "period-unreadable",
            Self::QuarterUnreadable => "quarter-unreadable",
            Self::PeriodReversed => "period-reversed",
            Self::MoneyUnreadable => "money-unreadable",
            Self::MoneyUnitUnknown => "money-unit-unknown",
            Self::MoneyFractionOfFen => "money-fraction-of-fen",
            Self::MoneyOutOfRange => "money-out-of-range",
            Self::PercentUnreadable => "percent-unreadable",
            Self::PercentOutOfRange => "percent-out-of-range",
            Self::AmountNotPositive => "amount-not-positive",
            Self::CurrencyNotCny => "currency-not-cny",
            Self::NotARepayment => "not-a-repayment",
            Self::EndWithoutDay => "end-without-day",
            Self::PartOverWhole { .. } => "part-over-whole",
            Self::DigitsLost => "digits-lost",
            Self::UnknownReference { .. } => "unknown-reference",
            Self::Loan(problem) => problem.code(),
            Self::Against(finding) => finding.rule.code(),
            Self::NotTaken => "not-taken",
            Self::NotInForce { .. } => "not-in-force",
            Self::NumberUnreadable => "number-unreadable",
            Self::FieldMissing => "field-missing",
            Self::WordUnknown => "word-unknown",
            Self::DistrictUnknown => "district-unknown",
            Self::LocalityName => "locality-name",
            Self::ShapeUnknown => "shape-unknown",
            Self::IndicatorShape => "indicator-shape",
            Self::TargetUnit { .. } => "target-unit",
            Self::OutsidePlan { .. } => "outside-the-plan",
            Self::KindDisagrees { .. } => "kind-disagrees",
            Self::NumberYearDisagrees { .. } => "number-year-disagrees",
            Self::TwiceInFile { .. } => "twice-in-file",
            Self::RefusedWithRow { .. } => "refused-with-row",
            Self::KnownOtherwise { .. } => "known-otherwise",
            Self::PartyAmbiguous { .. } => "party-ambiguous",
            Self::MoreThanOne { .. } => "more-than-one",
            Self::CellError => "cell-error",
            Self::FormulaUncomputed => "formula-uncomputed",
            Self::ControlCharacter { .. } => "control-character",
            Self::TextTooLong { .. } => "text-too-long",
            Self::ColumnsDisagree { .. } => "columns-disagree",
            Self::UnitsDisagree => "units-disagree",
            Self::TermWithoutStart => "term-without-start",
            Self::TermUnreadable => "term-unreadable",
            Self::TermDisagrees { .. } => "term-disagrees",
            Self::PeriodDisagrees => "period-disagrees",
            Self::StandardUnknown => "standard-unknown",
            Self::CountryUnknown => "country-unknown",
            Self::PersonsUnreadable => "persons-unreadable",
            Self::HeldByAnother { .. } => "held-by-another",
            Self::StateWithoutDay => "state-without-day",
            Self::StateDisagrees { .. } => "state-disagrees",
            Self::Step(problem) => problem.code(),
            Self::Applicant(ground) => ground.rule.code(),
        }
    }

    /// One of each, so that tests can ask every problem for its sentence.
    pub fn samples() -> Vec<Self> {
        let samples = vec![
            Self::ApplicationNoShape { suggestion: Some("202410281886.5".into()) },
            Self::ApplicationNoIsPublicationNo,
            Self::ApplicationNoDigitsLost,
            Self::ApplicationNoYear { year: 1916 },
            Self::ApplicationNoKind { digit: '5' },
            Self::ApplicationNoCheck { expected: '0' },
            Self::PublicationNoShape,
            Self::PublicationNoKind { digit: '2', letter: 'A' },
            Self::PublicationNoIsApplicationNo,
            Self::PctNoShape,
            Self::PctNoOffice { code: "XX".into() },
            Self::PctNoYear { year: 1970 },
            Self::WoNoShape,
            Self::WoNoYear { year: 1970 },
            Self::CreditCodeLength { found: 17 },
            Self::CreditCodeDigitsLost,
            Self::CreditCodeAlphabet {
                place: 9,
                found: 'O',
                suggestion: Some("91110105MA00000X36".into()),
            },
            Self::CreditCodeCheck { expected: 'J' },
            Self::IpcShape,
            Self::KindUnknown,
            Self::RegionShape,
            Self::DateUnreadable,
            Self::DateIncomplete,
            Self::DateImpossible,
            Self::DateTwoDigitYear,
            Self::DateOrderAmbiguous,
            Self::DateOutOfRange,
            Self::NotWholeMonths,
            Self::DateInFuture { today: Date::MAX },
            Self::DateBefore { earlier: "filing_date", than: Date::MIN },
            Self::DateNotExpected,
            Self::PeriodUnreadable,
            Self::QuarterUnreadable,
            Self::PeriodReversed,
            Self::MoneyUnreadable,
            Self::MoneyUnitUnknown,
            Self::MoneyFractionOfFen,
            Self::MoneyOutOfRange,
            Self::PercentUnreadable,
            Self::PercentOutOfRange,
            Self::AmountNotPositive,
            Self::CurrencyNotCny,
            Self::NotARepayment,
            Self::EndWithoutDay,
            Self::PartOverWhole { whole: Money::ZERO },
            Self::DigitsLost,
            Self::UnknownReference { noun: "loan" },
            Self::Loan(LoanProblem::TooLarge),
            Self::Against(Box::new(GroundFinding {
                rule: Rule::R3,
                patent: None,
                outcome: GroundOutcome::Refuse,
                evidence: Evidence::NotGranted,
            })),
            Self::NotTaken,
            Self::NotInForce { noun: "pledge", on: None },
            Self::NumberUnreadable,
            Self::FieldMissing,
            Self::WordUnknown,
            Self::DistrictUnknown,
            Self::LocalityName,
            Self::ShapeUnknown,
            Self::IndicatorShape,
            Self::TargetUnit { money: true },
            Self::OutsidePlan { from: 2021, to: 2025 },
            Self::KindDisagrees { by_number: PatentKind::Invention },
            Self::NumberYearDisagrees { number_year: 2015, filing_year: 2024 },
            Self::TwiceInFile { other: RowPlace { sheet: None, row: 4 }, changes: Vec::new() },
            Self::RefusedWithRow { other: RowPlace { sheet: None, row: 4 } },
            Self::KnownOtherwise {
                changes: vec![Change { field: "title", old: "甲".into(), new: "乙".into() }],
            },
            Self::PartyAmbiguous { candidates: 2 },
            Self::MoreThanOne { found: 2 },
            Self::CellError,
            Self::FormulaUncomputed,
            Self::ControlCharacter { code: 7 },
            Self::TextTooLong { most: 200 },
            Self::ColumnsDisagree { other: "patent_no".into(), value: "202410281886.5".into() },
            Self::UnitsDisagree,
            Self::TermWithoutStart,
            Self::TermUnreadable,
            Self::TermDisagrees { day: Date::MIN },
            Self::PeriodDisagrees,
            Self::StandardUnknown,
            Self::CountryUnknown,
            Self::PersonsUnreadable,
            Self::HeldByAnother { noun: "certificate", holder: "甲".into() },
            Self::StateWithoutDay,
            Self::StateDisagrees { state: "in_force" },
            Self::Step(Box::new(StepProblem::NoLonger { until: Date::MIN, now: Date::MIN })),
            Self::Applicant(Box::new(CaseGround {
                rule: CaseRule::Abnormal,
                outcome: GroundOutcome::Refuse,
                evidence: CaseEvidence::Abnormal { since: Date::MIN },
            })),
        ];
        samples.iter().for_each(Self::is_sampled);
        samples
    }

    /// Stops compiling when a variant is added: give it a line here and one in `samples`.
    fn is_sampled(&self) {
        match self {
            Self::ApplicationNoShape { .. }
            | Self::ApplicationNoIsPublicationNo
            | Self::ApplicationNoDigitsLost
            | Self::ApplicationNoYear { .. }
            | Self::ApplicationNoKind { .. }
            | Self::ApplicationNoCheck { .. }
            | Self::PublicationNoShape
            | Self::PublicationNoKind { .. }
            | Self::PublicationNoIsApplicationNo
            | Self::PctNoShape
            | Self::PctNoOffice { .. }
            | Self::PctNoYear { .. }
            | Self::WoNoShape
            | Self::WoNoYear { .. }
            | Self::CreditCodeLength { .. }
            | Self::CreditCodeDigitsLost
            | Self::CreditCodeAlphabet { .. }
            | Self::CreditCodeCheck { .. }
            | Self::IpcShape
            | Self::KindUnknown
            | Self::RegionShape
            | Self::DateUnreadable
            | Self::DateIncomplete
            | Self::DateImpossible
            | Self::DateTwoDigitYear
            | Self::DateOrderAmbiguous
            | Self::DateOutOfRange
            | Self::NotWholeMonths
            | Self::DateInFuture { .. }
            | Self::DateBefore { .. }
            | Self::DateNotExpected
            | Self::PeriodUnreadable
            | Self::QuarterUnreadable
            | Self::PeriodReversed
            | Self::MoneyUnreadable
            | Self::MoneyUnitUnknown
            | Self::MoneyFractionOfFen
            | Self::MoneyOutOfRange
            | Self::PercentUnreadable
            | Self::PercentOutOfRange
            | Self::AmountNotPositive
            | Self::CurrencyNotCny
            | Self::NotARepayment
            | Self::EndWithoutDay
            | Self::PartOverWhole { .. }
            | Self::DigitsLost
            | Self::UnknownReference { .. }
            | Self::Loan(_)
            | Self::Against(_)
            | Self::NotTaken
            | Self::NotInForce { .. }
            | Self::NumberUnreadable
            | Self::FieldMissing
            | Self::WordUnknown
            | Self::DistrictUnknown
            | Self::LocalityName
            | Self::ShapeUnknown
            | Self::IndicatorShape
            | Self::TargetUnit { .. }
            | Self::OutsidePlan { .. }
            | Self::KindDisagrees { .. }
            | Self::NumberYearDisagrees { .. }
            | Self::TwiceInFile { .. }
            | Self::RefusedWithRow { .. }
            | Self::KnownOtherwise { .. }
            | Self::PartyAmbiguous { .. }
            | Self::MoreThanOne { .. }
            | Self::CellError
            | Self::FormulaUncomputed
            | Self::ControlCharacter { .. }
            | Self::TextTooLong { .. }
            | Self::ColumnsDisagree { .. }
            | Self::UnitsDisagree
            | Self::TermWithoutStart
            | Self::TermUnreadable
            | Self::TermDisagrees { .. }
            | Self::PeriodDisagrees
            | Self::StandardUnknown
            | Self::CountryUnknown
            | Self::PersonsUnreadable
            | Self::HeldByAnother { .. }
            | Self::StateWithoutDay
            | Self::StateDisagrees { .. }
            | Self::Step(_)
            | Self::Applicant(_) => {}
        }
    }

    /// The reading to offer, for the problems that can know one.
    pub fn suggestion(&self) -> Option<&str> {
        if let Self::ApplicationNoShape { suggestion }
        | Self::CreditCodeAlphabet { suggestion, .. } = self
        {
            suggestion.as_deref()
        } else {
            None
        }
    }
}

/// What was mended while reading a value.
///
/// A value carries one repair, the gravest; `Respelled` is the least.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Repair {
    /// The same value in other characters: prefix, blanks, full-width digits, a missing dot.
    Respelled,
    /// The check character was not given (a spreadsheet drops `.0`) and has been computed.
    CheckCharacterRestored,
    /// A date given as a spreadsheet's count of days.
    FromSerial,
    /// A date or an amount written in Chinese numerals.
    FromNumerals,
    /// A date that came with a time of day.
    TimeDropped,
    /// A pilot credit code whose last character lawfully does not fit (`M000` in places 9 to 12).
    LawfulCheckException,
    /// A credit code that fits, around an organisation code (places 9 to 17) that does not.
    OrganisationCheckOff,
}

impl Repair {
    /// Every repair, in order of declaration.
    pub const ALL: [Self; 7] = [
        Self::Respelled,
        Self::CheckCharacterRestored,
        Self::FromSerial,
        Self::FromNumerals,
        Self::TimeDropped,
        Self::LawfulCheckException,
        Self::OrganisationCheckOff,
    ];

    /// The stable code, such as `check-character-restored`.
    pub fn code(self) -> &'static str {
        match self {
            Self::Respelled => "respelled",
            Self::CheckCharacterRestored => "check-character-restored",
            Self::FromSerial => "from-serial",
            Self::FromNumerals => "from-numerals",
            Self::TimeDropped => "time-dropped",
            Self::LawfulCheckException => "lawful-check-exception",
            Self::OrganisationCheckOff => "organisation-check-off",
        }
    }
}
