//! A pledge as a file, a form or the ledger states it, and what became of it.

use super::number::RegistrationNo;
use crate::domain::loan::record::{amount, read_no, with_place};
use crate::domain::numbers::ApplicationNo;
use crate::domain::patent::{Named, read_named, texts_of_named};
use crate::domain::record::{Note, Reader, Reading, Record, Texts, fields};
use crate::domain::refusal::{Problem, Read, Refusal};
use crate::domain::stated_term;
use crate::domain::values::{Date, Money, text};

fields! {
    /// Keys of a pledge record's fields.
    REGISTRATION_NO "registration_no",
    REGISTERED_ON "registered_on",
    PLEDGOR "pledgor",
    PLEDGOR_USCC "pledgor_uscc",
    PLEDGEE "pledgee",
    PATENT_NOS "patent_nos",
    CONTRACT_NO "contract_no",
    SECURED_AMOUNT "secured_amount",
    DEBT_FROM "debt_from",
    DEBT_TO "debt_to",
    PLEDGEE_USCC "pledgee_uscc",
    APPLIED_ON "applied_on",
    CONTRACT_DATE "contract_date",
    DEBT_KIND "debt_kind",
    SCOPE "scope",
    PATENTS_STATED "patents_stated",
    FORFEITURE "forfeiture",
    APPRAISER "appraiser",
    APPRAISED_VALUE "appraised_value",
    APPRAISAL_METHOD "appraisal_method",
    APPRAISAL_DATE "appraisal_date",
    RELEASED_ON "released_on",
    RELEASE_GROUND "release_ground",
}

/// Keys of the fields that files may have: those of a record, the state of the registration (质押状态), which says that a
/// pledge is over where no day does, and where the first pledgor sits, which a list may say of a party that is new.
pub const FILE_FIELDS: [&str; FIELDS.len() + 3] = {
    let mut all = with_place::<{ FIELDS.len() + 3 }>(&FIELDS);
    all[REGISTRATION_STATUS] = "registration_status";
    all
};

pub const REGISTRATION_STATUS: usize = FIELDS.len();
pub const PLEDGOR_DISTRICT: usize = FIELDS.len() + 1;
pub const PLEDGOR_ADDRESS: usize = FIELDS.len() + 2;

/// Whether the words for the state of a registration say that it is over: 已注销, 已解除, 已撤销.
pub fn is_over(state: &str) -> bool {
    const OVER: [&str; 8] = ["注销", "解除", "解押", "解质", "撤销", "失效", "终止", "released"];
    let folded = text::compact(state).to_lowercase();
    let denied = ["未", "正在", "拟", "待"].iter().any(|word| folded.contains(word));
    !denied && OVER.iter().any(|word| folded.contains(word))
}

/// Fields that are said together.
pub const GROUPS: [&[usize]; 2] = [&[PLEDGOR, PLEDGOR_USCC], &[PLEDGEE, PLEDGEE_USCC]];

/// What kind of claim a pledge secures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub enum DebtKind {
    #[default]
    Ordinary,
    /// 最高额: all claims of a period up to an amount.
    Maximum,
}

impl DebtKind {
    pub fn code(self) -> &'static str {
        match self {
            Self::Ordinary => "ordinary",
            Self::Maximum => "maximum",
        }
    }

    pub fn number(self) -> i64 {
        self as i64
    }

    pub fn from_number(number: i64) -> Option<Self> {
        [Self::Ordinary, Self::Maximum].get(usize::try_from(number).ok()?).copied()
    }

    pub fn read(text: &str) -> Result<Read<Self>, Refusal> {
        let folded = text::compact(text).to_lowercase();
        match &*folded {
            "maximum" | "max" => Ok(Read::clean(Self::Maximum)),
            _ if folded.contains("最高额") => Ok(Read::clean(Self::Maximum)),
            "ordinary" | "一般" | "普通" | "一般债权" | "普通债权" => {
                Ok(Read::clean(Self::Ordinary))
            }
            _ => Err(Refusal::new(text, Problem::WordUnknown)),
        }
    }
}

/// Why a pledge ends (注销事由, M).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Ground {
    Performed,
    PaidEarly,
    Realised,
    WaivedByPledgee,
    ContractVoid,
    Other,
}

impl Ground {
    pub const ALL: [Self; 6] = [
        Self::Performed,
        Self::PaidEarly,
        Self::Realised,
        Self::WaivedByPledgee,
        Self::ContractVoid,
        Self::Other,
    ];

    pub fn code(self) -> &'static str {
        match self {
            Self::Performed => "performed",
            Self::PaidEarly => "paid_early",
            Self::Realised => "realised",
            Self::WaivedByPledgee => "waived_by_pledgee",
            Self::ContractVoid => "contract_void",
            Self::Other => "other_extinction",
        }
    }

    pub fn read(text: &str) -> Result<Read<Self>, Refusal> {
        let folded = text::compact(text).to_lowercase();
        let by_code = Self::ALL.into_iter().find(|ground| ground.code() == folded);
        let found = by_code.or_else(|| {
            let says = |words: &[&str]| words.iter().any(|word| folded.contains(word));
            match () {
                () if says(&["提前"]) => Some(Self::PaidEarly),
                () if says(&["履行", "清偿", "还清", "结清"]) => Some(Self::Performed),
                () if says(&["实现"]) => Some(Self::Realised),
                () if says(&["放弃"]) => Some(Self::WaivedByPledgee),
                () if says(&["无效", "撤销", "解除"]) => Some(Self::ContractVoid),
                () if says(&["其他"]) => Some(Self::Other),
                () => None,
            }
        });
        found.map(Read::clean).ok_or_else(|| Refusal::new(text, Problem::WordUnknown))
    }
}

/// What can happen to a pledge after its registration.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum EventKind {
    /// 变更: other amount, term, scope or parties from the day on.
    Change,
    /// 注销: of all patents, or of some.
    Release,
    /// 质权实现
    Realise,
    /// 撤销: void from the start.
    Revoke,
    /// The pledgee agrees to a transfer, a licence or an abandonment.
    PledgeeConsent,
    /// A co-owner agrees to the pledge.
    CoOwnerConsent,
    /// The parties want it though a rule could refuse it.
    Waiver,
}

impl EventKind {
    pub const ALL: [Self; 7] = [
        Self::Change,
        Self::Release,
        Self::Realise,
        Self::Revoke,
        Self::PledgeeConsent,
        Self::CoOwnerConsent,
        Self::Waiver,
    ];

    pub fn code(self) -> &'static str {
        match self {
            Self::Change => "change",
            Self::Release => "release",
            Self::Realise => "realise",
            Self::Revoke => "revoke",
            Self::PledgeeConsent => "pledgee_consent",
            Self::CoOwnerConsent => "co_owner_consent",
            Self::Waiver => "waiver",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// A registered pledge, by its terms on the day of registration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pledge {
    pub number: RegistrationNo,
    pub registered: Date,
    pub applied: Option<Date>,
    pub contract_no: Option<String>,
    pub contract_day: Option<Date>,
    pub debt_kind: DebtKind,
    pub secured: Option<Money>,
    pub debt_from: Option<Date>,
    /// The last day for performing the debt.
    pub debt_to: Option<Date>,
    pub scope: Option<String>,
    pub patents_stated: Option<u32>,
    pub forfeiture: Option<bool>,
    pub appraiser: Option<String>,
    pub appraised: Option<Money>,
    pub appraisal_method: Option<String>,
    pub appraisal_day: Option<Date>,
}

impl Pledge {
    /// The day the grounds of refusal are looked at: of application, else of registration.
    pub fn day(&self) -> Date {
        self.applied.unwrap_or(self.registered)
    }
}

/// A pledge record: the pledge, who gave and who holds it, and the patents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PledgeRecord {
    pub pledge: Pledge,
    pub pledgors: Vec<Named>,
    pub pledgee: Named,
    pub patents: Vec<ApplicationNo>,
    pub released: Option<(Date, Option<Ground>)>,
}

/// A pledge as it is applied for: of the record whatever is said so far.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PledgeApplication {
    pub number: Option<RegistrationNo>,
    pub registered: Option<Date>,
    pub applied: Option<Date>,
    pub contract_no: Option<String>,
    pub contract_day: Option<Date>,
    pub debt_kind: DebtKind,
    pub secured: Option<Money>,
    pub debt_from: Option<Date>,
    pub debt_to: Option<Date>,
    pub scope: Option<String>,
    pub patents_stated: Option<u32>,
    pub forfeiture: Option<bool>,
    pub appraiser: Option<String>,
    pub appraised: Option<Money>,
    pub appraisal_method: Option<String>,
    pub appraisal_day: Option<Date>,
    pub pledgors: Vec<Named>,
    pub pledgee: Option<Named>,
    pub patents: Vec<ApplicationNo>,
    pub released: Option<(Date, Option<Ground>)>,
}

impl PledgeRecord {
    /// The text of every field; [`PledgeRecord::read`] takes it back.
    pub fn texts(&self) -> Texts {
        fn text<T: ToString>(value: Option<T>) -> Option<String> {
            value.map(|value| value.to_string())
        }
        let pledge = &self.pledge;
        let (pledgors, pledgor_codes) = texts_of_named(&self.pledgors);
        let (pledgee, pledgee_code) = texts_of_named(std::slice::from_ref(&self.pledgee));
        let patents: Vec<String> = self.patents.iter().map(ToString::to_string).collect();
        let yes_no = |yes: bool| if yes { "yes" } else { "no" };
        vec![
            Some(pledge.number.to_string()),
            Some(pledge.registered.to_string()),
            pledgors,
            pledgor_codes,
            pledgee,
            Some(patents.join(";")).filter(|patents| !patents.is_empty()),
            pledge.contract_no.clone(),
            text(pledge.secured),
            text(pledge.debt_from),
            text(pledge.debt_to),
            pledgee_code,
            text(pledge.applied),
            text(pledge.contract_day),
            Some(pledge.debt_kind.code().to_owned()),
            pledge.scope.clone(),
            text(pledge.patents_stated),
            text(pledge.forfeiture.map(yes_no)),
            pledge.appraiser.clone(),
            text(pledge.appraised),
            pledge.appraisal_method.clone(),
            text(pledge.appraisal_day),
            text(self.released.map(|(day, _)| day)),
            text(self.released.and_then(|(_, ground)| ground).map(Ground::code)),
        ]
    }

    /// The record as an application.
    pub fn as_application(&self) -> PledgeApplication {
        let pledge = self.pledge.clone();
        PledgeApplication {
            number: Some(pledge.number),
            registered: Some(pledge.registered),
            applied: pledge.applied,
            contract_no: pledge.contract_no,
            contract_day: pledge.contract_day,
            debt_kind: pledge.debt_kind,
            secured: pledge.secured,
            debt_from: pledge.debt_from,
            debt_to: pledge.debt_to,
            scope: pledge.scope,
            patents_stated: pledge.patents_stated,
            forfeiture: pledge.forfeiture,
            appraiser: pledge.appraiser,
            appraised: pledge.appraised,
            appraisal_method: pledge.appraisal_method,
            appraisal_day: pledge.appraisal_day,
            pledgors: self.pledgors.clone(),
            pledgee: Some(self.pledgee.clone()),
            patents: self.patents.clone(),
            released: self.released,
        }
    }

    /// Reads a whole record; `today` is the last day a registration may name.
    ///
    /// Errors: a fault for each field that cannot be taken. Source: design.md 5, domain.md 1 and 7.
    pub fn read(record: &Record<'_>, today: Date) -> Reading<Self> {
        let mut reader = Reader::new(record);
        for field in [REGISTRATION_NO, REGISTERED_ON, PLEDGOR, PLEDGEE, PATENT_NOS] {
            reader.require(field);
        }
        let said = PledgeApplication::take(&mut reader, today);
        let strange = said
            .number
            .as_ref()
            .zip(said.registered)
            .is_some_and(|(number, day)| number.year() != Some(day.year()));
        if strange {
            reader.note(Note::RegistrationNoStrange);
        }
        let whole = || {
            Some(Self {
                pledge: Pledge {
                    number: said.number?,
                    registered: said.registered?,
                    applied: said.applied,
                    contract_no: said.contract_no,
                    contract_day: said.contract_day,
                    debt_kind: said.debt_kind,
                    secured: said.secured,
                    debt_from: said.debt_from,
                    debt_to: said.debt_to,
                    scope: said.scope,
                    patents_stated: said.patents_stated,
                    forfeiture: said.forfeiture,
                    appraiser: said.appraiser,
                    appraised: said.appraised,
                    appraisal_method: said.appraisal_method,
                    appraisal_day: said.appraisal_day,
                },
                pledgors: said.pledgors,
                pledgee: said.pledgee?,
                patents: said.patents,
                released: said.released,
            })
        };
        let read = whole();
        reader.finish(read)
    }
}

impl PledgeApplication {
    /// Reads what is said so far of a pledge to be registered; `today` is the last day it may name.
    ///
    /// Errors: a fault for each field that cannot be taken.
    pub fn read(record: &Record<'_>, today: Date) -> Reading<Self> {
        let mut reader = Reader::new(record);
        let said = Self::take(&mut reader, today);
        reader.finish(Some(said))
    }

    fn take(reader: &mut Reader<'_, '_>, today: Date) -> Self {
        let number = reader.value(REGISTRATION_NO, RegistrationNo::read);
        let registered = reader.past_date(REGISTERED_ON, today);
        let pledgors = read_named(reader, PLEDGOR, PLEDGOR_USCC);
        let pledgee = read_pledgee(reader);
        let patents = read_patents(reader);
        let contract_no = reader.value(CONTRACT_NO, read_no);
        let secured = amount(reader, SECURED_AMOUNT);
        let (debt_from, debt_to) = read_debt_term(reader);
        let applied = reader.past_date(APPLIED_ON, today);
        let contract_day = reader.past_date(CONTRACT_DATE, today);
        let debt_kind = reader.value(DEBT_KIND, DebtKind::read).unwrap_or_default();
        let scope = reader.words(SCOPE);
        let patents_stated = reader.value(PATENTS_STATED, read_count);
        let forfeiture = reader.value(FORFEITURE, read_yes_no);
        let appraiser = reader.words(APPRAISER);
        let appraised = amount(reader, APPRAISED_VALUE);
        let appraisal_method = reader.words(APPRAISAL_METHOD);
        let appraisal_day = reader.past_date(APPRAISAL_DATE, today);
        let released = reader.past_date(RELEASED_ON, today);
        let ground = reader.value(RELEASE_GROUND, Ground::read);
        if ground.is_some() {
            reader.require(RELEASED_ON);
        }
        let pairs = [
            (debt_from, "debt_from", debt_to, DEBT_TO),
            (applied, "applied_on", registered, REGISTERED_ON),
            (registered, "registered_on", released, RELEASED_ON),
        ];
        for (first, name, second, field) in pairs {
            if let Some((first, second)) =
                first.zip(second).filter(|(first, second)| second < first)
            {
                let problem = Problem::DateBefore { earlier: name, than: first };
                reader.fault(field, second.to_string(), problem);
            }
        }
        Self {
            number,
            registered,
            applied,
            contract_no,
            contract_day,
            debt_kind,
            secured,
            debt_from,
            debt_to,
            scope,
            patents_stated,
            forfeiture,
            appraiser,
            appraised,
            appraisal_method,
            appraisal_day,
            pledgors,
            pledgee,
            patents,
            released: released.map(|day| (day, ground)),
        }
    }
}

/// Reads the pledgee. Several of them are refused rather than all but the first forgotten: the ledger
/// keeps one, who may stand for a syndicate (银团).
fn read_pledgee(reader: &mut Reader<'_, '_>) -> Option<Named> {
    let mut named = read_named(reader, PLEDGEE, PLEDGEE_USCC);
    if named.len() > 1 {
        let value = reader.raw(PLEDGEE).unwrap_or_default();
        reader.fault(PLEDGEE, value, Problem::MoreThanOne { found: named.len() });
    }
    (!named.is_empty()).then(|| named.swap_remove(0))
}

/// Reads the patents of a pledge; each number that cannot be taken is a fault of its own.
fn read_patents(reader: &mut Reader<'_, '_>) -> Vec<ApplicationNo> {
    let mut patents = Vec::new();
    let Some(listed) = reader.raw(PATENT_NOS) else { return patents };
    let parts = listed.split([';', '；', '、', ',', '，', '|', '\n']).flat_map(numbers_apart);
    let mut parts = parts.filter(|part| !text::is_blank(part)).peekable();
    if parts.peek().is_none() {
        // Separators alone name no patent.
        reader.fault(PATENT_NOS, listed, Problem::FieldMissing);
    }
    for part in parts {
        match ApplicationNo::read(part) {
            Ok(read) => {
                if let Some(repair) = read.repair {
                    reader.note(Note::Repaired("patent_nos", repair));
                }
                if !patents.contains(&read.value) {
                    patents.push(read.value);
                }
            }
            Err(refusal) => reader.fault(PATENT_NOS, refusal.value, refusal.problem),
        }
    }
    patents
}

/// Reads the term for performing the debt (债务履行期限): its two days in columns of their own, or as contracts write it in
/// one, 2024-05-20至2025-05-20, 12个月, 自放款之日起一年.
fn read_debt_term(reader: &mut Reader<'_, '_>) -> (Option<Date>, Option<Date>) {
    let in_one = [DEBT_TO, DEBT_FROM];
    let Some(field) = in_one.into_iter().find(|field| stated_term::stands_in(reader, *field))
    else {
        return (reader.date(DEBT_FROM), reader.date(DEBT_TO));
    };
    let other = reader.date(if field == DEBT_TO { DEBT_FROM } else { DEBT_TO });
    // A length runs from the day that the other column names.
    let start = other.filter(|_| field == DEBT_TO);
    let Some((from, to)) = stated_term::read_ends(reader, field, start) else {
        return (None, None);
    };
    let to = Some(to);
    let own = if field == DEBT_TO { from } else { to };
    if let Some((other, _)) = other.zip(own).filter(|(other, own)| other != own) {
        let text = reader.raw(field).unwrap_or_default();
        reader.fault(field, text, Problem::TermDisagrees { day: other });
        return (None, None);
    } else if field == DEBT_TO {
        return (from.or(other), to);
    }
    (from, to.or(other))
}

/// Splits numbers that stand beside each other with a blank, a stroke or 和 between, where each of them is whole by itself,
/// and drops the titles in brackets behind them: 201410345054.1（甲法）.
fn numbers_apart(listed: &str) -> Vec<&str> {
    let pieces: Vec<&str> = listed
        .split(|c: char| c.is_whitespace() || matches!(c, '/' | '和' | '及' | '与'))
        .map(without_title)
        .filter(|piece| !piece.is_empty())
        .collect();
    let all_whole =
        pieces.len() > 1 && pieces.iter().all(|piece| ApplicationNo::read(piece).is_ok());
    if all_whole { pieces } else { vec![without_title(listed.trim())] }
}

/// Cuts off what stands in brackets behind a number.
fn without_title(part: &str) -> &str {
    let cut = part.strip_suffix([')', '）']).and_then(|inner| inner.find(['(', '（']));
    cut.filter(|at| *at > 0).map_or(part, |at| part[..at].trim_end())
}

fn read_count(text: &str) -> Result<Read<u32>, Refusal> {
    let figures = text::compact(text);
    let number = figures.trim_end_matches(['件', '项']).parse().ok().filter(|n| *n > 0);
    number.map(Read::clean).ok_or_else(|| Refusal::new(text, Problem::NumberUnreadable))
}

fn read_yes_no(text: &str) -> Result<Read<bool>, Refusal> {
    match &*text::compact(text).to_lowercase() {
        "是" | "有" | "yes" | "true" | "1" => Ok(Read::clean(true)),
        "否" | "无" | "没有" | "no" | "false" | "0" => Ok(Read::clean(false)),
        _ => Err(Refusal::new(text, Problem::WordUnknown)),
    }
}
