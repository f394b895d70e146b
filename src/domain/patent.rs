//! Patents (专利): what is recorded of one application, and the rules a record must keep.

mod case_status;

use super::numbers::{
    ApplicationNo, BusinessNo, CreditCode, Ipc, PatentKind, PctNo, PublicationNo, Stage,
};
use super::record::{LONGEST_NAME, Note, Reader, Reading, Record, Texts, fields, is_too_long};
use super::refusal::{Problem, Read, Refusal};
use super::values::{Date, text};

fields! {
    /// Keys of a patent record's fields; also the headers an importer always takes.
    APPLICATION_NO "application_no",
    TYPE "type",
    TITLE "title",
    FILING_DATE "filing_date",
    RECEIVED_DATE "received_date",
    ENTRY_DATE "entry_date",
    PUBLICATION_DATE "publication_date",
    PUBLICATION_NO "publication_no",
    GRANT_DATE "grant_date",
    GRANT_NO "grant_no",
    APPLICANT_USCC "applicant_uscc",
    APPLICANT_NAME "applicant_name",
    ADDRESS "address",
    DISTRICT "district",
    IPC "ipc",
    STATUS "status",
    SHAPE "shape",
    PARENT_NO "parent_no",
    PCT_NO "pct_no",
    FILING_FEE_PAID "filing_fee_paid",
    FEE_PAID_THROUGH "fee_paid_through",
}

/// Keys of the fields that files may have: those of a record, and number and day of one document of either kind
/// (公开（公告）号、日), which the document itself makes the publication's or the grant's.
pub const FILE_FIELDS: [&str; 23] = {
    let mut all = ["document_date"; 23];
    let mut at = 0;
    while at < FIELDS.len() {
        all[at] = FIELDS[at];
        at += 1;
    }
    all[DOCUMENT_NO] = "document_no";
    all
};

pub const DOCUMENT_DATE: usize = 21;
pub const DOCUMENT_NO: usize = 22;

/// Fields that are said together.
pub const GROUPS: [&[usize]; 1] = [&[APPLICANT_NAME, APPLICANT_USCC]];

/// Whether the filing fee (申请费) was paid; counting on the fee-paid basis needs it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum FilingFee {
    /// Nobody said.
    #[default]
    Unknown,
    /// Stated as not paid.
    Unpaid,
    Paid(Date),
}

/// Which patents are asked for by their status.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StatusAsked {
    /// Those of this status alone.
    Is(StatedStatus),
    /// All that are maintained, by whatever word their source says so.
    Maintained,
}

impl StatusAsked {
    /// What a person means who asks for a status: in force is all that is maintained.
    pub fn by_word(status: StatedStatus) -> Self {
        if status == StatedStatus::InForce { Self::Maintained } else { Self::Is(status) }
    }

    pub fn holds(self, status: StatedStatus) -> bool {
        match self {
            Self::Is(asked) => asked == status,
            Self::Maintained => status.is_maintained(),
        }
    }
}

/// Legal status (法律状态) as a source states it, without a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum StatedStatus {
    Pending,
    Published,
    Examination,
    Granted,
    InForce,
    Lapsed,
    Expired,
    Abandoned,
    Invalidated,
    PartlyInvalidated,
    Withdrawn,
    DeemedWithdrawn,
    Rejected,
    Transferred,
    /// 失效 alone: neither applied for nor in force any more, in which way is not said.
    Ended,
}

impl StatedStatus {
    pub const ALL: [Self; 15] = [
        Self::Pending,
        Self::Published,
        Self::Examination,
        Self::Granted,
        Self::InForce,
        Self::Lapsed,
        Self::Expired,
        Self::Abandoned,
        Self::Invalidated,
        Self::PartlyInvalidated,
        Self::Withdrawn,
        Self::DeemedWithdrawn,
        Self::Rejected,
        Self::Transferred,
        Self::Ended,
    ];

    pub fn number(self) -> i64 {
        self as i64
    }

    /// Returns whether a granted patent of this status is maintained (有效). Source: domain.md 3, 有效量.
    pub fn is_maintained(self) -> bool {
        match self {
            Self::Granted | Self::InForce | Self::PartlyInvalidated | Self::Transferred => true,
            Self::Pending
            | Self::Published
            | Self::Examination
            | Self::Lapsed
            | Self::Expired
            | Self::Abandoned
            | Self::Invalidated
            | Self::Withdrawn
            | Self::DeemedWithdrawn
            | Self::Rejected
            | Self::Ended => false,
        }
    }

    pub fn from_number(number: i64) -> Option<Self> {
        Self::ALL.get(usize::try_from(number).ok()?).copied()
    }

    pub fn code(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Published => "published",
            Self::Examination => "examination",
            Self::Granted => "granted",
            Self::InForce => "in_force",
            Self::Lapsed => "lapsed",
            Self::Expired => "expired",
            Self::Abandoned => "abandoned",
            Self::Invalidated => "invalidated",
            Self::PartlyInvalidated => "partly_invalidated",
            Self::Withdrawn => "withdrawn",
            Self::DeemedWithdrawn => "deemed_withdrawn",
            Self::Rejected => "rejected",
            Self::Transferred => "transferred",
            Self::Ended => "ended",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.code() == code)
    }

    /// Whether a patent right stands or stood: the grant is not in question.
    pub fn implies_grant(self) -> bool {
        matches!(
            self,
            Self::Granted
                | Self::InForce
                | Self::Lapsed
                | Self::Expired
                | Self::Invalidated
                | Self::PartlyInvalidated
        )
    }

    /// Whether the application may have been granted.
    fn allows_grant(self) -> bool {
        match self {
            Self::Pending
            | Self::Examination
            | Self::Rejected
            | Self::Withdrawn
            | Self::DeemedWithdrawn => false,
            Self::Published
            | Self::Granted
            | Self::InForce
            | Self::Lapsed
            | Self::Expired
            | Self::Abandoned
            | Self::Invalidated
            | Self::PartlyInvalidated
            | Self::Transferred
            | Self::Ended => true,
        }
    }

    /// Returns since when the status holds, as far as the days recorded of its patent tell.
    fn begins(self, patent: &Patent) -> Begins {
        let on = |day: Option<Date>| day.map_or(Begins::Unknown, Begins::On);
        match self {
            Self::Pending => Begins::On(patent.filing.unwrap_or(Date::MIN)),
            Self::Published => on(patent.publication),
            Self::Granted | Self::InForce => on(patent.grant),
            Self::Lapsed
            | Self::Expired
            | Self::Invalidated
            | Self::PartlyInvalidated
            | Self::Ended => patent.grant.map_or(Begins::Unknown, Begins::After),
            Self::Examination
            | Self::Abandoned
            | Self::Withdrawn
            | Self::DeemedWithdrawn
            | Self::Rejected
            | Self::Transferred => Begins::Unknown,
        }
    }

    /// Returns the status of which two sources tell, where one completes the other: a later stage of the same
    /// application, or the same right told more closely. None where they contradict.
    pub fn completed_by(self, other: Self) -> Option<Self> {
        /// How far the application has come, and how closely it is told; statuses of one line complete each other.
        fn rank(status: StatedStatus) -> Option<u8> {
            match status {
                StatedStatus::Pending => Some(0),
                StatedStatus::Published => Some(1),
                StatedStatus::Examination => Some(2),
                StatedStatus::Granted => Some(3),
                StatedStatus::Transferred => Some(4),
                StatedStatus::InForce => Some(5),
                StatedStatus::Lapsed
                | StatedStatus::Expired
                | StatedStatus::Abandoned
                | StatedStatus::Invalidated
                | StatedStatus::PartlyInvalidated
                | StatedStatus::Withdrawn
                | StatedStatus::DeemedWithdrawn
                | StatedStatus::Rejected
                | StatedStatus::Ended => None,
            }
        }
        match (rank(self), rank(other)) {
            _ if self == other => Some(self),
            // 失效 and 未缴年费终止 are one end, told twice.
            (_, None) if self == Self::Ended => Some(other),
            (None, _) if other == Self::Ended => Some(self),
            (None, Some(_)) if self == Self::Ended => Some(self),
            (Some(_), None) if other == Self::Ended => Some(other),
            (Some(a), Some(b)) => Some(if a >= b { self } else { other }),
            // An end completes what came before it: a lapse follows a grant, a rejection does not.
            (Some(stage), None) => (stage < 3 || other.implies_grant()).then_some(other),
            (None, Some(stage)) => (stage < 3 || self.implies_grant()).then_some(self),
            (None, None) => None,
        }
    }

    /// Reads the words registers and agencies use. The first phrase found wins, so the longer and
    /// more telling ones stand first.
    pub fn read(text: &str) -> Option<Self> {
        if let Some(status) = Self::from_code(text) {
            return Some(status);
        }
        const WORDS: [(&str, StatedStatus); 42] = [
            ("部分无效", StatedStatus::PartlyInvalidated),
            ("宣告无效", StatedStatus::Invalidated),
            ("全部无效", StatedStatus::Invalidated),
            ("视为撤回", StatedStatus::DeemedWithdrawn),
            ("视撤", StatedStatus::DeemedWithdrawn),
            ("视为放弃", StatedStatus::Abandoned),
            ("撤回", StatedStatus::Withdrawn),
            ("驳回", StatedStatus::Rejected),
            ("届满", StatedStatus::Expired),
            ("期满", StatedStatus::Expired),
            ("到期", StatedStatus::Expired),
            ("未缴年费", StatedStatus::Lapsed),
            ("欠费", StatedStatus::Lapsed),
            ("终止", StatedStatus::Lapsed),
            ("放弃", StatedStatus::Abandoned),
            ("失效", StatedStatus::Ended),
            ("无权", StatedStatus::Ended),
            ("inactive", StatedStatus::Ended),
            ("active", StatedStatus::InForce),
            ("转移", StatedStatus::Transferred),
            ("转让", StatedStatus::Transferred),
            ("实质审查", StatedStatus::Examination),
            ("实审", StatedStatus::Examination),
            ("年费滞纳", StatedStatus::InForce),
            ("未授权", StatedStatus::Pending),
            ("不予授权", StatedStatus::Rejected),
            ("未公开", StatedStatus::Pending),
            ("未公布", StatedStatus::Pending),
            ("等待", StatedStatus::Pending),
            ("维持", StatedStatus::InForce),
            ("有效", StatedStatus::InForce),
            ("有权", StatedStatus::InForce),
            ("授权", StatedStatus::Granted),
            ("公开", StatedStatus::Published),
            ("公布", StatedStatus::Published),
            ("受理", StatedStatus::Pending),
            ("审中", StatedStatus::Pending),
            ("在审", StatedStatus::Pending),
            ("申请", StatedStatus::Pending),
            ("无效", StatedStatus::Invalidated),
            ("refused", StatedStatus::Rejected),
            ("invalid", StatedStatus::Invalidated),
        ];
        let folded = text::fold_width(text.trim()).to_lowercase();
        let code = folded.replace([' ', '-'], "_");
        if let Some(status) = Self::from_code(&code) {
            return Some(status);
        }
        if let Some(said) = case_status::read(&folded) {
            return said;
        }
        // What was asked for is not decided: 无效宣告请求审查中.
        let is_pending =
            ["请求", "程序", "审查中", "审理"].iter().any(|word| folded.contains(word));
        if folded.contains("无效") && is_pending && !folded.contains("维持") {
            return None;
        }
        let (word, status) = WORDS.iter().find(|(word, _)| folded.contains(word))?;
        // 待授权 is granted one day, 未到期 is not over.
        let before = folded.split_once(word).and_then(|(before, _)| before.chars().last());
        match before {
            Some('待' | '拟' | '将' | '预') => Some(Self::Pending),
            Some('未' | '不' | '非' | '没') => None,
            Some(_) | None => Some(*status),
        }
    }
}

/// Since when a status holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Begins {
    On(Date),
    /// Nobody knows, but not before this day.
    After(Date),
    Unknown,
}

/// The legal status of a patent on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LegalStatus {
    pub status: StatedStatus,
    /// The source states it, and no day is known since when.
    pub undated: bool,
}

/// Somebody named as applicant or patentee in a record, before the ledger knows which party it is.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Named {
    pub name: Option<String>,
    pub code: Option<CreditCode>,
    /// The code is lawful though its check character does not fit.
    pub lawful_exception: bool,
    /// What stands where the code of older papers does.
    pub business_no: Option<BusinessNo>,
}

impl Named {
    /// Somebody of whom the name alone is said.
    pub fn called(name: impl Into<String>) -> Self {
        Self { name: Some(name.into()), ..Self::default() }
    }
}

/// One application as recorded. Dates are calendar days of China.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Patent {
    pub number: ApplicationNo,
    pub kind: PatentKind,
    pub title: Option<String>,
    /// Filing date (申请日); a divisional has its parent's. None: the source has no such column.
    pub filing: Option<Date>,
    /// The day the office received it (受理日).
    pub received: Option<Date>,
    /// The day a national-phase entry entered China (进入国家阶段日).
    pub entry: Option<Date>,
    pub filing_fee: FilingFee,
    /// Annual fees are paid up to and including this day.
    pub fee_through: Option<Date>,
    pub divisional: bool,
    pub parent: Option<ApplicationNo>,
    pub pct: Option<PctNo>,
    pub publication: Option<Date>,
    pub publication_no: Option<PublicationNo>,
    /// Grant announcement date (授权公告日).
    pub grant: Option<Date>,
    pub grant_no: Option<PublicationNo>,
    pub ipc: Option<Ipc>,
    pub stated_status: Option<StatedStatus>,
}

/// A patent record: the patent, who applied (in order), and where the first of them sits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PatentRecord {
    pub patent: Patent,
    pub applicants: Vec<Named>,
    pub address: Option<String>,
    pub district: Option<String>,
}

impl PatentRecord {
    /// The text of every field; [`PatentRecord::read`] takes it back.
    pub fn texts(&self) -> Texts {
        fn text<T: ToString>(value: Option<T>) -> Option<String> {
            value.map(|value| value.to_string())
        }
        let patent = &self.patent;
        let (names, codes) = texts_of_named(&self.applicants);
        let shape = (patent.divisional && patent.parent.is_none()).then(|| "divisional".to_owned());
        vec![
            Some(patent.number.to_string()),
            Some(patent.kind.code().to_owned()),
            patent.title.clone(),
            text(patent.filing),
            text(patent.received),
            text(patent.entry),
            text(patent.publication),
            text(patent.publication_no),
            text(patent.grant),
            text(patent.grant_no),
            codes,
            names,
            self.address.clone(),
            self.district.clone(),
            text(patent.ipc),
            text(patent.stated_status.map(StatedStatus::code)),
            shape,
            text(patent.parent),
            text(patent.pct),
            patent.filing_fee.word(),
            text(patent.fee_through),
        ]
    }

    /// Reads a whole record; `today` is the last day a date may name.
    ///
    /// Errors: a fault for each field that cannot be taken, in the order of [`FIELDS`].
    /// Source: domain.md 0, 2.1, 2.2; ZC 0006-2003, ZC 0007.
    pub fn read(record: &Record<'_>, today: Date) -> Reading<Self> {
        let mut reader = Reader::new(record);
        reader.require(APPLICATION_NO);
        let number =
            reader.value(APPLICATION_NO, |text| ApplicationNo::read_bytes(text.as_bytes()));
        let stated_kind = reader.value(TYPE, |text| PatentKind::read(text).map(Read::clean));
        let title = reader.words(TITLE);
        if reader.has_column(FILING_DATE) {
            reader.require(FILING_DATE);
        } else {
            reader.note(Note::FilingDateMissing);
        }
        let filing = reader.past_date(FILING_DATE, today);
        let received = reader.past_date(RECEIVED_DATE, today);
        let entry = reader.past_date(ENTRY_DATE, today);
        let mut documents = Documents {
            publication: reader.past_date(PUBLICATION_DATE, today),
            publication_no: read_publication_no(&mut reader, PUBLICATION_NO),
            grant: reader.past_date(GRANT_DATE, today),
            grant_no: read_publication_no(&mut reader, GRANT_NO),
        };
        let applicants = read_named(&mut reader, APPLICANT_NAME, APPLICANT_USCC);
        let address = reader.words(ADDRESS);
        let district = reader.district(DISTRICT);
        let ipc = read_ipc(&mut reader);
        let stated_status = read_status(&mut reader);
        let shape = reader.value(SHAPE, Shape::read);
        let parent = reader.value(PARENT_NO, ApplicationNo::read);
        let pct = reader.value(PCT_NO, PctNo::read);
        let filing_fee = read_filing_fee(&mut reader, today);
        let fee_through = reader.date(FEE_PAID_THROUGH);
        let either = Document {
            day: reader.past_date(DOCUMENT_DATE, today),
            number: read_publication_no(&mut reader, DOCUMENT_NO),
        };
        let kind = stated_kind.or(number.map(ApplicationNo::kind));
        documents.tell_apart(kind, stated_status);
        documents.take(either, kind, stated_status, &mut reader);

        let patent = number.map(|number| Patent {
            number,
            kind: stated_kind.unwrap_or(number.kind()),
            title,
            filing,
            received,
            entry,
            filing_fee,
            fee_through,
            divisional: shape == Some(Shape::Divisional) || parent.is_some(),
            parent,
            pct,
            publication: documents.publication,
            publication_no: documents.publication_no,
            grant: documents.grant,
            grant_no: documents.grant_no,
            ipc,
            stated_status,
        });
        let patent = patent.map(|patent| check(patent, &mut reader));
        if applicants.is_empty() {
            reader.note(Note::ApplicantMissing);
        }
        reader.finish(patent.map(|patent| Self { patent, applicants, address, district }))
    }
}

/// What a row says of the two documents of a patent, its publication and its grant.
struct Documents {
    publication: Option<Date>,
    publication_no: Option<PublicationNo>,
    grant: Option<Date>,
    grant_no: Option<PublicationNo>,
}

/// A document of either kind: number and day of what was published.
struct Document {
    day: Option<Date>,
    number: Option<PublicationNo>,
}

/// Which of a patent's documents it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum DocumentKind {
    Publication,
    Grant,
}

impl DocumentKind {
    /// Tells the document by the kind letter of its number: A is a publication, B, C, U, Y, S and D are grants.
    fn of_number(number: PublicationNo) -> Option<Self> {
        match number.stage() {
            Stage::Published => Some(Self::Publication),
            Stage::Announced | Stage::Granted | Stage::PartlyInvalidated => Some(Self::Grant),
            Stage::Unstated => None,
        }
    }

    /// Tells it where no letter does: utility models and designs are published with their grant alone; of an invention
    /// the words of its type (发明授权, 发明公开) or a status without a grant say so.
    fn of_row(
        kind: Option<PatentKind>,
        kind_words: &str,
        status: Option<StatedStatus>,
    ) -> Option<Self> {
        let says = |words: &[&str]| words.iter().any(|word| kind_words.contains(word));
        match kind? {
            PatentKind::Utility | PatentKind::Design => Some(Self::Grant),
            PatentKind::Invention if says(&["授权", "公告"]) => Some(Self::Grant),
            PatentKind::Invention if says(&["公开", "公布", "申请"]) => {
                Some(Self::Publication)
            }
            PatentKind::Invention => match status? {
                StatedStatus::Pending
                | StatedStatus::Published
                | StatedStatus::Examination
                | StatedStatus::Withdrawn
                | StatedStatus::DeemedWithdrawn
                | StatedStatus::Rejected => Some(Self::Publication),
                // A granted invention has both; the day may be either's.
                StatedStatus::Granted
                | StatedStatus::InForce
                | StatedStatus::Lapsed
                | StatedStatus::Expired
                | StatedStatus::Abandoned
                | StatedStatus::Invalidated
                | StatedStatus::PartlyInvalidated
                | StatedStatus::Transferred
                | StatedStatus::Ended => None,
            },
        }
    }
}

impl Documents {
    /// Puts a number whose letter says otherwise than its column where it belongs, with its day unless the other
    /// document has one of its own. Utility models and designs are published with their grant alone, whatever the column
    /// calls it.
    fn tell_apart(&mut self, kind: Option<PatentKind>, status: Option<StatedStatus>) {
        let granted_only = matches!(kind, Some(PatentKind::Utility | PatentKind::Design))
            && status.is_none_or(StatedStatus::allows_grant);
        if granted_only && self.grant.is_none() && self.grant_no.is_none() {
            self.grant = self.publication.take();
            self.grant_no = self.publication_no.take();
            return;
        }
        let is_grant =
            |no: &PublicationNo| DocumentKind::of_number(*no) == Some(DocumentKind::Grant);
        let is_publication =
            |no: &PublicationNo| DocumentKind::of_number(*no) == Some(DocumentKind::Publication);
        if self.grant_no.is_none() && self.publication_no.as_ref().is_some_and(is_grant) {
            self.grant_no = self.publication_no.take();
            if self.grant.is_none() || self.grant == self.publication {
                self.grant = self.publication.take();
            }
        } else if self.publication_no.is_none()
            && self.grant_no.as_ref().is_some_and(is_publication)
        {
            self.publication_no = self.grant_no.take();
            if self.publication.is_none() || self.publication == self.grant {
                self.publication = self.grant.take();
            }
        }
    }

    /// Takes a document of either kind.
    fn take(
        &mut self,
        document: Document,
        kind: Option<PatentKind>,
        status: Option<StatedStatus>,
        reader: &mut Reader<'_, '_>,
    ) {
        let Document { day, number } = document;
        if day.is_none() && number.is_none() {
            return;
        }
        let kind_words = reader.raw(TYPE).unwrap_or_default();
        let told = number
            .and_then(DocumentKind::of_number)
            .or_else(|| day.and_then(|day| self.of_day(day)))
            .or_else(|| self.of_columns(day, kind, reader))
            .or_else(|| DocumentKind::of_row(kind, kind_words, status));
        let (its_day, its_number, fields) = match told {
            Some(DocumentKind::Publication) => (
                &mut self.publication,
                &mut self.publication_no,
                ["publication_date", "publication_no"],
            ),
            Some(DocumentKind::Grant) => {
                (&mut self.grant, &mut self.grant_no, ["grant_date", "grant_no"])
            }
            None => return reader.note(Note::DocumentUnknown),
        };
        let clashes = [
            (DOCUMENT_DATE, fields[0], differing(*its_day, day)),
            (DOCUMENT_NO, fields[1], differing(*its_number, number)),
        ];
        for (field, other, value) in clashes {
            if let Some((value, known)) = value {
                let problem = Problem::ColumnsDisagree { other: other.to_owned(), value: known };
                reader.fault(field, value, problem);
            }
        }
        *its_day = its_day.or(day);
        *its_number = its_number.or(number);
    }

    /// Tells an invention's document by what has a column of its own: beside 授权公告日 it is the publication, which is
    /// no later than the grant, beside 公开日 the grant.
    fn of_columns(
        &self,
        day: Option<Date>,
        kind: Option<PatentKind>,
        reader: &Reader<'_, '_>,
    ) -> Option<DocumentKind> {
        let has = |field: usize| reader.has_column(field);
        let in_order = day.zip(self.grant).is_none_or(|(day, grant)| day <= grant);
        match (has(PUBLICATION_DATE), has(GRANT_DATE)) {
            _ if kind != Some(PatentKind::Invention) => None,
            (false, true) => in_order.then_some(DocumentKind::Publication),
            (true, false) => Some(DocumentKind::Grant),
            (true, true) | (false, false) => None,
        }
    }

    /// Tells a document by its day, where the row says elsewhere whose day it is.
    fn of_day(&self, day: Date) -> Option<DocumentKind> {
        match (self.publication == Some(day), self.grant == Some(day)) {
            (true, false) => Some(DocumentKind::Publication),
            (false, true) => Some(DocumentKind::Grant),
            _ => None,
        }
    }
}

/// Returns the new value and the known one where both are there and differ.
fn differing<T: PartialEq + ToString>(
    known: Option<T>,
    new: Option<T>,
) -> Option<(String, String)> {
    let (known, new) = known.zip(new)?;
    (known != new).then(|| (new.to_string(), known.to_string()))
}

/// Rules between fields. Each adds a fault or a note; together they settle what is presumed.
fn check(mut patent: Patent, reader: &mut Reader<'_, '_>) -> Patent {
    let number = patent.number;
    if patent.kind != number.kind() {
        let problem = Problem::KindDisagrees { by_number: number.kind() };
        reader.fault(TYPE, patent.kind.code(), problem);
    }
    if let Some(filing) = patent.filing {
        check_against_filing(&patent, filing, reader);
    }
    if let (Some(publication), Some(grant)) = (patent.publication, patent.grant)
        && grant < publication
        && patent.filing.is_none_or(|filing| publication >= filing)
    {
        let problem = Problem::DateBefore { earlier: "publication_date", than: publication };
        reader.fault(GRANT_DATE, grant.to_string(), problem);
    }
    let numbers = [(PUBLICATION_NO, patent.publication_no), (GRANT_NO, patent.grant_no)];
    for (field, publication_no) in numbers {
        if let Some(no) = publication_no.filter(|no| no.kind() != number.kind()) {
            let problem = Problem::KindDisagrees { by_number: number.kind() };
            reader.fault(field, no.to_string(), problem);
        }
    }
    note_what_is_presumed(&mut patent, reader);
    patent
}

/// Nothing happens to an application before it is filed.
fn check_against_filing(patent: &Patent, filing: Date, reader: &mut Reader<'_, '_>) {
    let dates = [
        (RECEIVED_DATE, patent.received),
        (ENTRY_DATE, patent.entry),
        (PUBLICATION_DATE, patent.publication),
        (GRANT_DATE, patent.grant),
    ];
    for (field, date) in dates {
        if let Some(date) = date.filter(|date| *date < filing) {
            let problem = Problem::DateBefore { earlier: "filing_date", than: filing };
            reader.fault(field, date.to_string(), problem);
        }
    }
}

fn note_what_is_presumed(patent: &mut Patent, reader: &mut Reader<'_, '_>) {
    let number = patent.number;
    if patent.filing.is_some_and(|day| number.year() < day.year()) {
        reader.note(Note::FilingDateFixedAnew);
    }
    if number.is_national_phase() {
        if patent.entry.is_none() && patent.received.is_none() {
            reader.note(Note::EntryDateMissing);
        }
    } else if let Some(received) = patent.received {
        if received.year() != number.year() {
            reader.note(Note::YearDiffersFromReceived);
        }
    } else if !patent.divisional && patent.filing.is_some_and(|day| number.year() > day.year()) {
        patent.divisional = true;
        reader.note(Note::PresumedDivisional);
    }
    if patent.grant.is_none() && patent.stated_status.is_some_and(StatedStatus::implies_grant) {
        reader.note(Note::GrantDateMissing);
    }
}

/// How an application came in (申请类别), where a file says so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shape {
    Ordinary,
    NationalPhase,
    Divisional,
}

impl Shape {
    fn read(text: &str) -> Result<Read<Self>, Refusal> {
        let folded = text::fold_width(text.trim()).to_lowercase();
        let value = if folded.contains("分案") || folded == "divisional" || folded == "是" {
            Self::Divisional
        } else if folded.contains("国家阶段")
            || folded.contains("pct")
            || folded == "national_phase"
        {
            Self::NationalPhase
        } else if folded.contains("普通") || folded == "ordinary" || folded == "否" {
            Self::Ordinary
        } else {
            return Err(Refusal::new(text, Problem::ShapeUnknown));
        };
        Ok(Read { value, repair: None })
    }
}

/// Reads a publication number. An application number in its place is a slip of exports: it is left
/// out with a note, since the record stands without it.
fn read_publication_no(reader: &mut Reader<'_, '_>, field: usize) -> Option<PublicationNo> {
    let text = reader.raw(field)?;
    match PublicationNo::read(text) {
        Err(Refusal { problem: Problem::PublicationNoIsApplicationNo, .. }) => {
            reader.note(Note::PublicationNoLeftOut(reader.name(field)));
            None
        }
        read => reader.value(field, |_| read),
    }
}

fn read_ipc(reader: &mut Reader<'_, '_>) -> Option<Ipc> {
    let text = reader.raw(IPC)?;
    let ipc = Ipc::read_first(text).ok().map(|read| read.value);
    if ipc.is_none() {
        reader.note(Note::IpcNotUnderstood);
    }
    ipc
}

fn read_status(reader: &mut Reader<'_, '_>) -> Option<StatedStatus> {
    let text = reader.raw(STATUS)?;
    let status = StatedStatus::read(text);
    if status.is_none() {
        reader.note(Note::StatusNotUnderstood);
    }
    status
}

fn read_filing_fee(reader: &mut Reader<'_, '_>, today: Date) -> FilingFee {
    let stated_unpaid = reader.raw(FILING_FEE_PAID).is_some_and(|text| {
        let folded = text::fold_width(text.trim()).to_lowercase();
        folded.contains("未缴")
            || folded.contains("未交")
            || matches!(&*folded, "否" | "no" | "unpaid")
    });
    if stated_unpaid {
        return FilingFee::Unpaid;
    }
    reader.past_date(FILING_FEE_PAID, today).map_or(FilingFee::Unknown, FilingFee::Paid)
}

/// The names and the codes of several parties as [`read_named`] takes them back. Codes go by their place beside the
/// names, so none is written where a party before it has none: the name tells who is meant.
pub(in crate::domain) fn texts_of_named(named: &[Named]) -> (Option<String>, Option<String>) {
    let name = |named: &Named| named.name.clone().or_else(|| named.code.map(|c| c.to_string()));
    let names: Vec<String> = named.iter().filter_map(name).collect();
    let codes: Vec<String> =
        named.iter().map_while(|named| named.code).map(|code| code.to_string()).collect();
    let joined = |parts: Vec<String>| Some(parts.join(";")).filter(|text| !text.is_empty());
    (joined(names), joined(codes))
}

/// Reads names and codes of several parties written in one cell, in order; a single code belongs to
/// the first name.
pub fn read_named(reader: &mut Reader<'_, '_>, names: usize, codes: usize) -> Vec<Named> {
    let spelled = reader.raw(names).into_iter().flat_map(parts).flat_map(whole_names);
    let mut named: Vec<Named> = spelled.map(Named::called).collect();
    for name in named.iter().filter_map(|named| named.name.as_ref()) {
        if is_too_long(name) {
            reader.fault(names, name, Problem::TextTooLong { most: LONGEST_NAME });
        }
    }
    for (at, part) in reader.raw(codes).into_iter().flat_map(parts).enumerate() {
        match CreditCode::read_bytes(part.as_bytes()) {
            Ok(read) => {
                if let Some(repair) = read.repair {
                    reader.note(Note::Repaired("applicant_uscc", repair));
                }
                let lawful_exception = read.repair == Some(super::Repair::LawfulCheckException);
                if at >= named.len() {
                    named.push(Named { lawful_exception, ..Named::default() });
                }
                if let Some(named) = named.get_mut(at) {
                    (named.code, named.lawful_exception) = (Some(read.value), lawful_exception);
                }
            }
            Err(refusal) => match named.get_mut(at).zip(BusinessNo::in_place_of_code(part)) {
                Some((named, number)) => {
                    named.business_no = Some(number);
                    reader.note(Note::BusinessNumber(reader.name(codes)));
                }
                None => reader.fault(codes, refusal.value, refusal.problem),
            },
        }
    }
    named
}

/// Splits what stands between `;`, `；`, `、`, `|` and line breaks.
fn parts(text: &str) -> impl Iterator<Item = &str> {
    text.split([';', '；', '、', '|', '\n']).map(str::trim).filter(|part| !text::is_blank(part))
}

/// Splits a part further where names of firms and institutions stand beside each other: a stroke, a comma, a blank, 及, 和 and
/// 与 stand in names too, so only what is a whole name on either side is one.
fn whole_names(part: &str) -> Vec<&str> {
    const BETWEEN: [char; 9] = ['/', '／', '，', ',', ' ', '\u{3000}', '及', '和', '与'];
    const BLANKS: [char; 6] = ['/', '／', '，', ',', ' ', '\u{3000}'];
    let (mut names, mut rest, mut from) = (Vec::new(), part, 0);
    while let Some((at, mark)) = rest[from..].char_indices().find(|(_, c)| BETWEEN.contains(c)) {
        let (at, after) = (from + at, from + at + mark.len_utf8());
        let (left, right) = (rest[..at].trim(), rest[after..].trim_matches(&BLANKS[..]));
        if is_cut(left, mark, right) {
            names.extend(whole_names(left));
            (rest, from) = (right, 0);
        } else {
            from = after;
        }
    }
    names.push(rest.trim());
    names
}

/// Whether a mark stands between two names. Two persons are told apart by a stroke or a comma alone: a blank stands inside
/// a person's name too.
fn is_cut(left: &str, mark: char, right: &str) -> bool {
    const INSTITUTIONS: [&str; 14] = [
        "公司",
        "集团",
        "厂",
        "大学",
        "学院",
        "学校",
        "研究所",
        "研究院",
        "科学院",
        "医院",
        "合作社",
        "事务所",
        "协会",
        "银行",
    ];
    const SHORTEST: usize = 4;
    let is_whole = |name: &str| {
        // 浦东分公司 belongs to the firm before it.
        let branch = name.strip_suffix("分公司").is_some_and(|firm| !firm.contains("公司"));
        let is_long = name.chars().count() >= SHORTEST;
        is_long && !branch && INSTITUTIONS.iter().any(|word| name.ends_with(word))
    };
    let is_person = |name: &str| {
        let is_han = |c: char| ('\u{4e00}'..='\u{9fff}').contains(&c);
        (2..=4).contains(&name.chars().count()) && name.chars().all(is_han) && !is_whole(name)
    };
    match mark {
        // 上海某某大学和平医院 is one.
        '及' | '和' | '与' => {
            let firms = [left, right].iter().filter(|name| name.ends_with("公司")).count();
            is_whole(left) && is_whole(right) && firms > 0 && right.chars().count() > SHORTEST + 1
        }
        ' ' | '\u{3000}' => {
            is_whole(left) && (is_whole(right) || is_person(right))
                || is_person(left) && is_whole(right)
        }
        _ => [left, right].iter().all(|name| is_whole(name) || is_person(name)),
    }
}

/// The event after which a patent is somebody else's.
pub const TRANSFER: &str = "transfer";

/// Events of a patent's legal life (法律事件) that can be recorded.
pub const EVENTS: [&str; 21] = [
    "publication",
    "examination",
    "grant",
    "lapse",
    "expiry",
    "abandonment",
    "invalidation",
    "partial_invalidation",
    "withdrawal",
    "deemed_withdrawal",
    "rejection",
    TRANSFER,
    "license",
    "license_end",
    "suspension",
    "suspension_end",
    "preservation",
    "preservation_end",
    "restoration",
    "invalidation_request",
    "invalidation_dismissed",
];

/// Returns the event that a word of the register, of agencies or of everyday use means; codes are taken as well.
pub fn read_event(text: &str) -> Option<&'static str> {
    const WORDS: [(&str, &str); 47] = [
        ("公开", "publication"),
        ("公布", "publication"),
        ("申请公布", "publication"),
        ("实审", "examination"),
        ("实质审查", "examination"),
        ("进入实审", "examination"),
        ("授权", "grant"),
        ("授权公告", "grant"),
        ("终止", "lapse"),
        ("失效", "lapse"),
        ("欠费终止", "lapse"),
        ("未缴年费终止", "lapse"),
        ("专利权终止", "lapse"),
        ("届满", "expiry"),
        ("期满", "expiry"),
        ("期限届满", "expiry"),
        ("放弃", "abandonment"),
        ("视为放弃", "abandonment"),
        ("无效", "invalidation"),
        ("宣告无效", "invalidation"),
        ("全部无效", "invalidation"),
        ("部分无效", "partial_invalidation"),
        ("宣告部分无效", "partial_invalidation"),
        ("撤回", "withdrawal"),
        ("主动撤回", "withdrawal"),
        ("视撤", "deemed_withdrawal"),
        ("视为撤回", "deemed_withdrawal"),
        ("驳回", "rejection"),
        ("转移", "transfer"),
        ("转让", "transfer"),
        ("权利转移", "transfer"),
        ("许可", "license"),
        ("许可备案", "license"),
        ("licence", "license"),
        ("许可终止", "license_end"),
        ("end of licence", "license_end"),
        ("中止", "suspension"),
        ("中止恢复", "suspension_end"),
        ("end of suspension", "suspension_end"),
        ("保全", "preservation"),
        ("保全解除", "preservation_end"),
        ("end of preservation", "preservation_end"),
        ("恢复", "restoration"),
        ("权利恢复", "restoration"),
        ("提出无效宣告请求", "invalidation_request"),
        ("request for invalidation", "invalidation_request"),
        ("维持有效", "invalidation_dismissed"),
    ];
    let folded = text::fold_width(text.trim()).to_lowercase();
    let code = folded.replace([' ', '-'], "_");
    let by_word = || WORDS.iter().find(|(word, _)| *word == folded).map(|(_, event)| *event);
    EVENTS.into_iter().find(|event| *event == code).or_else(by_word)
}

impl Patent {
    /// Returns the legal status at the close of `day`: from dated events first, from the end of the term next, then
    /// what the source states, held against the days that are known, and from those days alone last.
    ///
    /// # Examples
    /// 终止 without a day is that, undated; 授权 without a day of grant too, never an application still pending. 授权 with
    /// a day of grant is dated by it, and on an earlier day the application was only published.
    pub fn status_on<'e>(
        &self,
        day: Date,
        events: impl Iterator<Item = (&'e str, Date)>,
    ) -> Option<LegalStatus> {
        match status_after(events.filter(|(_, on)| *on <= day).map(|(event, _)| event)) {
            Some(status) => Some(LegalStatus { status, undated: false }),
            None => self.status_unless_told(day),
        }
    }

    /// Returns the legal status at the close of `day` of a patent of which no event tells it by then.
    pub fn status_unless_told(&self, day: Date) -> Option<LegalStatus> {
        let dated = |status| Some(LegalStatus { status, undated: false });
        let term_is_over = self.term_end().is_some_and(|end| end < day);
        if term_is_over
            && (self.grant.is_some() || self.stated_status == Some(StatedStatus::Expired))
        {
            return dated(StatedStatus::Expired);
        }
        let reached = if self.grant.is_some_and(|grant| grant <= day) {
            StatedStatus::Granted
        } else if self.publication.is_some_and(|publication| publication <= day) {
            StatedStatus::Published
        } else {
            StatedStatus::Pending
        };
        let Some(stated) = self.stated_status else { return dated(reached) };
        match stated.begins(self) {
            Begins::On(begun) if begun > day => dated(reached),
            Begins::On(_) => dated(stated.completed_by(reached).unwrap_or(stated)),
            Begins::After(begun) if begun > day => dated(reached),
            Begins::After(_) | Begins::Unknown => {
                let status = stated.completed_by(reached).unwrap_or(stated);
                Some(LegalStatus { status, undated: status == stated })
            }
        }
    }

    /// Returns the last day of the term: 20, 10 or 15 years from filing, less a day; designs filed
    /// before 2021-06-01 have 10 years. Holidays do not move it. Source: domain.md 2.6.
    ///
    /// # Examples
    /// A utility model filed 1999-09-06 ends on 2009-09-05.
    pub fn term_end(&self) -> Option<Date> {
        let filing = self.filing?;
        let years = match self.kind {
            PatentKind::Invention => 20,
            PatentKind::Utility => 10,
            PatentKind::Design if Some(filing) < Date::from_ymd(2021, 6, 1) => 10,
            PatentKind::Design => 15,
        };
        filing.add_years(years)?.add_days(-1)
    }
}

/// The legal status that events, in order of time, leave a patent in; none: they tell nothing of it.
pub fn status_after<'e>(events: impl Iterator<Item = &'e str>) -> Option<StatedStatus> {
    events.fold(None, |status, event| match event {
        "lapse" => Some(StatedStatus::Lapsed),
        "expiry" => Some(StatedStatus::Expired),
        "abandonment" => Some(StatedStatus::Abandoned),
        "invalidation" => Some(StatedStatus::Invalidated),
        "partial_invalidation" => Some(StatedStatus::PartlyInvalidated),
        "withdrawal" => Some(StatedStatus::Withdrawn),
        "deemed_withdrawal" => Some(StatedStatus::DeemedWithdrawn),
        "rejection" => Some(StatedStatus::Rejected),
        "restoration" => Some(StatedStatus::InForce),
        _ => status,
    })
}

/// One field in which a record differs from what the ledger holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    pub field: &'static str,
    /// As recorded; empty when nothing was.
    pub old: String,
    pub new: String,
}

impl Change {
    /// Returns the change when `new` says something that `old` does not.
    pub fn of(field: &'static str, old: Option<String>, new: Option<String>) -> Option<Self> {
        let new = new.filter(|new| old.as_ref() != Some(new))?;
        Some(Self { field, old: old.unwrap_or_default(), new })
    }

    /// The way back.
    pub fn reversed(&self) -> Self {
        Self { field: self.field, old: self.new.clone(), new: self.old.clone() }
    }
}

impl FilingFee {
    fn word(self) -> Option<String> {
        match self {
            Self::Unknown => None,
            Self::Unpaid => Some("unpaid".to_owned()),
            Self::Paid(day) => Some(day.to_string()),
        }
    }
}

impl Patent {
    /// Returns one patent out of two records of the same application that complete each other, as the row of its
    /// publication (A) and that of its grant (B) do; none where they contradict.
    pub fn completed_by(&self, other: &Self) -> Option<Self> {
        fn both<T: PartialEq + Clone>(a: &Option<T>, b: &Option<T>) -> Option<Option<T>> {
            match (a, b) {
                (Some(of_a), Some(of_b)) if of_a != of_b => None,
                (Some(_), _) => Some(a.clone()),
                (None, _) => Some(b.clone()),
            }
        }
        if self.number != other.number || self.kind != other.kind {
            return None;
        }
        let filing_fee = match (self.filing_fee, other.filing_fee) {
            (FilingFee::Unknown, known) | (known, FilingFee::Unknown) => known,
            (a, b) => (a == b).then_some(a)?,
        };
        let stated_status = match (self.stated_status, other.stated_status) {
            (Some(a), Some(b)) => Some(a.completed_by(b)?),
            (a, b) => a.or(b),
        };
        let completed = Self {
            number: self.number,
            kind: self.kind,
            title: both(&self.title, &other.title)?,
            filing: both(&self.filing, &other.filing)?,
            received: both(&self.received, &other.received)?,
            entry: both(&self.entry, &other.entry)?,
            filing_fee,
            fee_through: both(&self.fee_through, &other.fee_through)?,
            divisional: self.divisional || other.divisional,
            parent: both(&self.parent, &other.parent)?,
            pct: both(&self.pct, &other.pct)?,
            publication: both(&self.publication, &other.publication)?,
            publication_no: both(&self.publication_no, &other.publication_no)?,
            grant: both(&self.grant, &other.grant)?,
            grant_no: both(&self.grant_no, &other.grant_no)?,
            ipc: both(&self.ipc, &other.ipc)?,
            stated_status,
        };
        let in_order = completed.publication.zip(completed.grant).is_none_or(|(a, b)| a <= b);
        in_order.then_some(completed)
    }

    /// Returns this patent with all that `news` says and it does not, and the fields that changed.
    /// Where `news` is silent, what is recorded stays: a column a file does not have erases nothing.
    pub fn updated(&self, news: &Self) -> (Self, Vec<Change>) {
        fn text<T: ToString>(value: Option<T>) -> Option<String> {
            value.map(|value| value.to_string())
        }
        let mut updated = Self {
            title: news.title.clone().or_else(|| self.title.clone()),
            filing: news.filing.or(self.filing),
            received: news.received.or(self.received),
            entry: news.entry.or(self.entry),
            filing_fee: if news.filing_fee == FilingFee::Unknown {
                self.filing_fee
            } else {
                news.filing_fee
            },
            fee_through: news.fee_through.or(self.fee_through),
            divisional: self.divisional || news.divisional,
            parent: news.parent.or(self.parent),
            pct: news.pct.or(self.pct),
            publication: news.publication.or(self.publication),
            publication_no: news.publication_no.or(self.publication_no),
            grant: news.grant.or(self.grant),
            grant_no: news.grant_no.or(self.grant_no),
            ipc: news.ipc.or(self.ipc),
            stated_status: news.stated_status.or(self.stated_status),
            ..self.clone()
        };
        let (old, new) = (self, &updated);
        let changes: Vec<Change> = [
            Change::of("title", old.title.clone(), new.title.clone()),
            Change::of("filing_date", text(old.filing), text(new.filing)),
            Change::of("received_date", text(old.received), text(new.received)),
            Change::of("entry_date", text(old.entry), text(new.entry)),
            Change::of("filing_fee_paid", old.filing_fee.word(), new.filing_fee.word()),
            Change::of("fee_paid_through", text(old.fee_through), text(new.fee_through)),
            Change::of("parent_no", text(old.parent), text(new.parent)),
            Change::of("pct_no", text(old.pct), text(new.pct)),
            Change::of("publication_date", text(old.publication), text(new.publication)),
            Change::of("publication_no", text(old.publication_no), text(new.publication_no)),
            Change::of("grant_date", text(old.grant), text(new.grant)),
            Change::of("grant_no", text(old.grant_no), text(new.grant_no)),
            Change::of("ipc", text(old.ipc), text(new.ipc)),
            Change::of(
                "status",
                text(old.stated_status.map(StatedStatus::code)),
                text(new.stated_status.map(StatedStatus::code)),
            ),
        ]
        .into_iter()
        .flatten()
        .collect();
        // What was presumed from a missing received date no longer holds once it is known.
        if changes.is_empty() && updated.divisional != self.divisional {
            updated.divisional = self.divisional;
        }
        (updated, changes)
    }
}

#[cfg(test)]
mod tests;
