//! Parties (主体): firms, institutions with their roles, persons; where they belong and since when.

use super::counting::Belongs;
use super::numbers::{BusinessNo, CreditCode, Localities, RegionCode, Whereabouts};
use super::patent::Change;
use super::record::{Note, Reader, Reading, Record, Texts, changes};
use super::refusal::{Problem, Read, Refusal, Repair};
use super::values::{Date, text};

/// Keys of a party record's fields.
pub const FIELDS: [&str; 21] = [
    "name",
    "uscc",
    "kind",
    "role",
    "district",
    "address",
    "street",
    "park",
    "industry",
    "size",
    "since",
    "until",
    "former_names",
    "high_tech",
    "pilot_applied",
    "pilot_recognised",
    "demonstration_applied",
    "demonstration_recognised",
    "gb29490",
    "little_giant",
    "business_no",
];

pub const NAME: usize = 0;
pub const USCC: usize = 1;
pub const KIND: usize = 2;
pub const ROLE: usize = 3;
pub const DISTRICT: usize = 4;
pub const ADDRESS: usize = 5;
pub const STREET: usize = 6;
pub const PARK: usize = 7;
pub const INDUSTRY: usize = 8;
pub const SIZE: usize = 9;
pub const SINCE: usize = 10;
pub const UNTIL: usize = 11;
pub const FORMER_NAMES: usize = 12;
pub const FIRST_MARK: usize = 13;
pub const BUSINESS_NO: usize = FIRST_MARK + MARK_COLUMNS.len();

/// Fields that are said together: an address that is new says of itself where it lies.
pub const GROUPS: [&[usize]; 1] = [&[DISTRICT, ADDRESS]];

/// What stands in the district of a party that is known to be outside, nobody knows where.
const OUTSIDE: &str = "外";

/// The mark and state each mark column stands for, in the order of [`FIELDS`].
pub const MARK_COLUMNS: [(Mark, MarkState); 7] = [
    (Mark::HighTech, MarkState::Recognised),
    (Mark::Pilot, MarkState::Applied),
    (Mark::Pilot, MarkState::Recognised),
    (Mark::Demonstration, MarkState::Applied),
    (Mark::Demonstration, MarkState::Recognised),
    (Mark::Gb29490, MarkState::Recognised),
    (Mark::LittleGiant, MarkState::Recognised),
];

/// Whether a field is the day of a mark.
pub fn is_mark(field: &str) -> bool {
    FIELDS[FIRST_MARK..BUSINESS_NO].contains(&field)
}

/// Declares an enum of stable codes with the words people write for them.
macro_rules! codes {
    ($(#[$doc:meta])* $name:ident { $($variant:ident $code:literal [$($word:literal),*],)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($variant),* }

        impl $name {
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            pub fn code(self) -> &'static str {
                match self { $(Self::$variant => $code),* }
            }

            pub fn from_code(code: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|item| item.code() == code)
            }

            pub fn number(self) -> i64 {
                self as i64
            }

            pub fn from_number(number: i64) -> Option<Self> {
                Self::ALL.get(usize::try_from(number).ok()?).copied()
            }

            /// Reads the code or a word people write for it.
            pub fn read(text: &str) -> Option<Self> {
                let folded = text::fold_width(text.trim()).to_lowercase();
                Self::from_code(&folded).or_else(|| match &*folded {
                    $($($word => Some(Self::$variant),)*)*
                    _ => None,
                })
            }
        }
    };
}

codes! {
    /// What kind of party it is.
    PartyKind {
        Firm "firm" ["企业", "公司", "enterprise"],
        Institution "institution" ["机构", "金融机构", "服务机构", "事业单位", "事业法人", "事业单位法人", "科研单位", "科研机构"],
        University "university" ["高校", "大学", "学校", "科研院所", "研究所", "院校", "高等院校", "高等学校", "大专院校"],
        Person "person" ["个人", "自然人"],
        Other "other" ["其他", "其它", "机关", "团体", "医院", "机关团体", "机关法人", "社会团体", "社团法人", "社会组织", "民办非企业单位", "民办非企业", "社会服务机构", "基金会"],
    }
}

impl PartyKind {
    /// Legal forms of enterprises as the register of companies names them (市场主体类型): who has one is a firm.
    const LEGAL_FORMS: [&'static str; 36] = [
        "有限责任公司",
        "有限公司",
        "股份有限公司",
        "股份公司",
        "合伙企业",
        "有限合伙",
        "普通合伙",
        "个人独资",
        "个体工商户",
        "分公司",
        "分支机构",
        "全民所有制",
        "集体所有制",
        "外商投资",
        "国有企业",
        "国有独资",
        "国有控股",
        "国有全资",
        "集体企业",
        "联营",
        "私营",
        "私有",
        "民营",
        "股份合作",
        "合资",
        "合作企业",
        "外商独资",
        "外资",
        "台港澳",
        "港澳台",
        "内资",
        "专业合作社",
        "企业法人",
        "工矿企业",
        "常驻代表机构",
        "营业单位",
    ];

    /// Reads a kind or a legal form: 有限责任公司（自然人投资或控股）, 个体工商户.
    pub fn of_words(text: &str) -> Option<Self> {
        let is_form = || {
            let folded = text::compact(text);
            folded == "股份合作制" || Self::LEGAL_FORMS.iter().any(|form| folded.contains(form))
        };
        Self::read(text).or_else(|| is_form().then_some(Self::Firm))
    }
}

codes! {
    /// A role in pledge financing and the IP services around it.
    Role {
        Bank "bank" ["银行", "质权人", "贷款银行", "商业银行"],
        Guarantor "guarantor" ["担保", "担保机构", "担保公司", "融资担保机构"],
        Insurer "insurer" ["保险", "保险机构", "保险公司"],
        Appraiser "appraiser" ["评估", "评估机构", "评估公司"],
        Agency "agency" ["代理", "代理机构", "专利代理机构", "知识产权服务机构", "服务机构"],
        Fund "fund" ["基金", "补偿资金池", "风险补偿基金"],
        VentureFund "venture_fund" ["创投", "风险投资", "创业投资"],
        Custodian "custodian" ["托管", "托管机构"],
    }
}

codes! {
    /// Size class of a firm (企业规模).
    Size {
        Large "large" ["大型", "大型企业", "大"],
        Medium "medium" ["中型", "中型企业", "中"],
        Small "small" ["小型", "小型企业", "小"],
        Micro "micro" ["微型", "微型企业", "微", "小微", "小微企业"],
    }
}

codes! {
    /// A mark a firm applies for or is given.
    Mark {
        HighTech "high_tech" ["高新技术企业", "高新", "高企"],
        Pilot "pilot" ["试点", "试点企业", "专利工作试点企业"],
        Demonstration "demonstration" ["示范", "示范企业", "专利工作示范企业"],
        Gb29490 "gb29490" ["贯标", "知识产权贯标", "gb/t 29490", "gb/t29490"],
        LittleGiant "little_giant" ["科技小巨人", "小巨人"],
        AbnormalFiling "abnormal_filing" ["非正常申请", "非正常专利申请", "非正常"],
    }
}

codes! {
    /// How far a mark has come: applied for (申报) is not recognised (认定).
    MarkState {
        Applied "applied" ["申报", "申请"],
        Recognised "recognised" ["认定", "获批", "通过"],
        Expired "expired" ["到期", "过期"],
        Revoked "revoked" ["撤销", "取消"],
    }
}

/// A party as recorded, without its places, roles and marks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Party {
    pub name: Option<String>,
    pub code: Option<CreditCode>,
    /// The code is lawful though its check character does not fit (early pilots, domain.md 2.4).
    pub code_lawful: bool,
    pub kind: PartyKind,
    pub industry: Option<String>,
    pub size: Option<Size>,
    pub former_names: Vec<String>,
    /// What it was registered under before it had a code.
    pub business_no: Option<BusinessNo>,
}

/// A stay in a district, both days included; none = open on that side.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The district; where its county is not told, the prefecture or province. None: outside, nobody knows where, or,
    /// with `assumed`, not known at all.
    pub region: Option<RegionCode>,
    pub street: Option<String>,
    pub park: Option<String>,
    pub since: Option<Date>,
    pub until: Option<Date>,
    /// Nothing decides where: taken for the office's own district.
    pub assumed: bool,
}

impl Place {
    pub fn covers(&self, day: Date) -> bool {
        self.since.is_none_or(|since| since <= day) && self.until.is_none_or(|until| day <= until)
    }

    fn at(region: Option<RegionCode>, assumed: bool) -> Self {
        Self { region, street: None, park: None, since: None, until: None, assumed }
    }

    /// Where a party sits by what a record says of it: its district or address, else the place its name begins with
    /// (北京某某有限公司). The office's own district is assumed only where nothing speaks otherwise; of an address that
    /// decides nothing the district is not known.
    pub fn of(said: StatedPlace, name: Option<&str>, own: RegionCode) -> Self {
        let named = || name.and_then(|name| own.named_after(name));
        match said {
            StatedPlace::District(region) => Self::at(Some(region), false),
            StatedPlace::Elsewhere => Self::at(None, false),
            StatedPlace::Nothing | StatedPlace::Unclear => match named() {
                Some(region) => Self::at(Some(region), false),
                None if name.is_some_and(RegionCode::is_named_abroad) => Self::at(None, false),
                None if said == StatedPlace::Nothing => Self::at(Some(own), true),
                None => Self::at(None, true),
            },
        }
    }
}

/// Says whether a party with these places belongs to `region` on `day`.
pub fn belongs(places: &[Place], region: RegionCode, day: Date) -> Belongs {
    match places.iter().rev().find(|place| place.covers(day)) {
        Some(place) if place.assumed => Belongs::Assumed,
        Some(place) if place.region.is_some_and(|place| region.covers(place)) => Belongs::Yes,
        Some(_) | None => Belongs::No,
    }
}

/// A mark with its day and document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Marked {
    pub mark: Mark,
    pub state: MarkState,
    pub day: Date,
    pub document: Option<String>,
}

/// A party record with all that comes along in one row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartyRecord {
    pub party: Party,
    pub roles: Vec<Role>,
    /// Where the record says it sits; none when it says nothing of a place.
    pub place: Option<Place>,
    pub marks: Vec<Marked>,
}

/// The name and the code a record is about; what cannot be read is refused with the whole record.
pub fn named(record: &Record<'_>) -> (Option<String>, Option<CreditCode>) {
    let mut reader = Reader::new(record);
    let code = record.text(USCC).and_then(|text| CreditCode::read(text).ok());
    (reader.words(NAME), code.map(|read| read.value))
}

impl PartyRecord {
    /// Reads a whole record. `own` is the office's district, `added` are the localities it added to the tables.
    ///
    /// Errors: a fault for each field that cannot be taken. Source: domain.md 2.4, 6.
    pub fn read(
        record: &Record<'_>,
        own: RegionCode,
        added: &Localities,
        today: Date,
    ) -> Reading<Self> {
        let mut reader = Reader::new(record);
        let name = reader.name_of(NAME);
        let stated = reader.raw(USCC);
        let older = stated.and_then(BusinessNo::in_place_of_code).filter(|_| name.is_some());
        if older.is_some() {
            reader.note(Note::BusinessNumber(FIELDS[USCC]));
        }
        let code = stated.filter(|_| older.is_none()).and_then(|_| {
            reader.value(USCC, |text| {
                CreditCode::read(text).map(|read| Read { value: read, repair: None })
            })
        });
        let (business_no, instead) = read_business_no(&mut reader);
        if let Some((stated, older)) = business_no.zip(older).filter(|(a, b)| a != b) {
            reader.fault(
                BUSINESS_NO,
                stated.to_string(),
                Problem::ColumnsDisagree {
                    other: FIELDS[USCC].to_owned(),
                    value: older.to_string(),
                },
            );
        }
        let code = code.or_else(|| instead.filter(|_| stated.is_none()));
        if let Some(repair) = code.and_then(|read| read.repair) {
            reader.note(Note::Repaired("uscc", repair));
        }
        if name.is_none() && !record.has(USCC) {
            reader.fault(NAME, "", Problem::FieldMissing);
        }
        let kind = word(&mut reader, KIND, PartyKind::of_words);
        let roles = read_roles(&mut reader);
        let place = read_place(&mut reader, name.as_deref(), own, added);
        let industry = reader.words(INDUSTRY);
        let size = word(&mut reader, SIZE, Size::read);
        let former_names = reader.words(FORMER_NAMES).map_or_else(Vec::new, |names| {
            names.split([';', '；', '、']).map(|name| name.trim().to_owned()).collect()
        });
        let mut marks = Vec::new();
        for (at, (mark, state)) in MARK_COLUMNS.into_iter().enumerate() {
            if let Some(day) = reader.past_date(FIRST_MARK + at, today) {
                marks.push(Marked { mark, state, day, document: None });
            }
        }
        let kind = kind.unwrap_or_else(|| presumed_kind(name.as_deref(), &roles));
        let party = Party {
            name,
            code: code.map(|read| read.value),
            code_lawful: code.is_some_and(|read| read.repair == Some(Repair::LawfulCheckException)),
            kind,
            industry,
            size,
            former_names,
            business_no: business_no.or(older),
        };
        reader.finish(Some(Self { party, roles, place, marks }))
    }
}

/// Reads the business number; registers write the credit code of a firm in its place that has one.
fn read_business_no(reader: &mut Reader<'_, '_>) -> (Option<BusinessNo>, Option<Read<CreditCode>>) {
    let Some(text) = reader.raw(BUSINESS_NO) else { return (None, None) };
    match (BusinessNo::read(text), CreditCode::read(text)) {
        (Some(number), _) => (Some(number), None),
        (None, Ok(code)) => (None, Some(code)),
        (None, Err(_)) => {
            reader.fault(BUSINESS_NO, text, Problem::NumberUnreadable);
            (None, None)
        }
    }
}

/// Returns the kind a party without a stated one is taken for.
pub fn presumed_kind(name: Option<&str>, roles: &[Role]) -> PartyKind {
    let name = name.unwrap_or_default();
    if !roles.is_empty() || is_bank(name) {
        PartyKind::Institution
    } else if name.contains("自然人") {
        PartyKind::Person
    } else if ["大学", "学院", "研究所", "研究院", "科学院"].iter().any(|w| name.contains(w))
    {
        PartyKind::University
    } else {
        PartyKind::Firm
    }
}

/// What patent statistics tell applicants by (企业、大专院校、科研单位、机关团体、个人). Source: CNIPA 专利统计年报.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ApplicantKind {
    Firm,
    University,
    Research,
    /// Authorities, hospitals, societies and whoever is none of the others.
    Public,
    Person,
}

impl ApplicantKind {
    pub const ALL: [Self; 5] =
        [Self::Firm, Self::University, Self::Research, Self::Public, Self::Person];

    pub fn code(self) -> &'static str {
        match self {
            Self::Firm => "firm",
            Self::University => "university",
            Self::Research => "research",
            Self::Public => "public",
            Self::Person => "person",
        }
    }

    /// Lists of parties do not tell a university from a research institute, nor an institute from an authority: the name
    /// does.
    pub fn of(party: &Party) -> Self {
        let name = party.name.as_deref().unwrap_or_default().replace("科学院", "研究院");
        let has = |words: &[&str]| words.iter().any(|word| name.contains(word));
        let of_name = || {
            if has(&["大学", "学院", "学校", "高校"]) {
                Some(Self::University)
            } else if has(&["研究所", "研究院", "研究中心", "实验室", "设计院"]) {
                Some(Self::Research)
            } else {
                None
            }
        };
        match party.kind {
            PartyKind::Firm => Self::Firm,
            PartyKind::Person => Self::Person,
            PartyKind::University => of_name().unwrap_or(Self::University),
            PartyKind::Institution | PartyKind::Other => of_name().unwrap_or(Self::Public),
        }
    }
}

/// Whether a name is a bank's, or one of its branches': a software firm may have the word in its name too.
fn is_bank(name: &str) -> bool {
    ["银行", "支行", "分行", "信用社"].iter().any(|end| name.ends_with(end))
        || ["银行股份有限公司", "银行有限责任公司"].iter().any(|form| name.contains(form))
}

fn word<T>(reader: &mut Reader<'_, '_>, field: usize, read: fn(&str) -> Option<T>) -> Option<T> {
    reader.value(field, |text| match read(text) {
        Some(value) => Ok(Read { value, repair: None }),
        None => Err(Refusal::new(text, Problem::WordUnknown)),
    })
}

fn read_roles(reader: &mut Reader<'_, '_>) -> Vec<Role> {
    let Some(text) = reader.raw(ROLE) else { return Vec::new() };
    let mut roles = Vec::new();
    for part in
        text.split([';', '；', '、', ',', '，']).map(str::trim).filter(|part| !part.is_empty())
    {
        match Role::read(part) {
            Some(role) => roles.push(role),
            None => reader.fault(ROLE, part, Problem::WordUnknown),
        }
    }
    roles
}

fn read_place(
    reader: &mut Reader<'_, '_>,
    name: Option<&str>,
    own: RegionCode,
    added: &Localities,
) -> Option<Place> {
    let district = reader.district(DISTRICT);
    let address = reader.words(ADDRESS);
    let (street, park) = (reader.words(STREET), reader.words(PARK));
    let (since, until) = (reader.date(SINCE), reader.date(UNTIL));
    if let Some((since, until)) = since.zip(until)
        && until < since
    {
        reader.fault(
            UNTIL,
            until.to_string(),
            Problem::DateBefore { earlier: "since", than: since },
        );
    }
    let said = region_said(own, added, district.as_deref(), address.as_deref());
    let beside = [&street, &park].into_iter().flatten().map(|name| own.whereabouts(name, added));
    let beside = beside.reduce(|a, b| if a == Whereabouts::Unclear { b } else { a });
    let place = match (said, beside) {
        (StatedPlace::Nothing, None) if since.is_none() && until.is_none() => return None,
        (StatedPlace::Nothing, None) => Place::at(Some(own), false),
        (StatedPlace::Nothing | StatedPlace::Unclear, Some(Whereabouts::In(region))) => {
            Place::at(Some(region), false)
        }
        (StatedPlace::Nothing | StatedPlace::Unclear, Some(Whereabouts::Elsewhere)) => {
            Place::at(None, false)
        }
        // A street or a park that nobody knows decides nothing.
        (said, _) => Place::of(said, name, own),
    };
    Some(Place { street, park, since, until, ..place })
}

/// What a district column or an address says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StatedPlace {
    Nothing,
    /// Something that does not decide it: a street alone, the own city.
    Unclear,
    District(RegionCode),
    /// Outside, nobody knows where.
    Elsewhere,
}

/// Reads a district column (a name or a code of six digits) first, then an address, for an office of region `own` that
/// added these localities to the tables.
pub fn region_said(
    own: RegionCode,
    added: &Localities,
    district: Option<&str>,
    address: Option<&str>,
) -> StatedPlace {
    let of = |found: Whereabouts| match found {
        Whereabouts::In(region) => StatedPlace::District(region),
        Whereabouts::Elsewhere => StatedPlace::Elsewhere,
        Whereabouts::Unclear => StatedPlace::Unclear,
    };
    let by_column =
        district.map(|text| own.district_said(text, added).map_or(StatedPlace::Unclear, of));
    // 注册地 may hold an address, or a district alone: 徐汇.
    let by_address = |address: &str| match RegionCode::is_named(address) {
        true => own.district_said(address, added).map_or(StatedPlace::Unclear, of),
        false => of(own.whereabouts(address, added)),
    };
    match (by_column, address) {
        (Some(StatedPlace::Unclear) | None, Some(address)) => by_address(address),
        (Some(said), _) => said,
        (None, None) => StatedPlace::Nothing,
    }
}

impl Party {
    /// The fields in which `news` differs.
    pub fn changes(&self, news: &Self) -> Vec<Change> {
        let texts = |party: &Self| {
            PartyRecord { party: party.clone(), roles: Vec::new(), place: None, marks: Vec::new() }
                .texts()
        };
        changes(&FIELDS, &texts(self), &texts(news))
    }
}

impl PartyRecord {
    /// The text of every field; [`PartyRecord::read`] takes it back.
    pub fn texts(&self) -> Texts {
        fn text<T: ToString>(value: Option<T>) -> Option<String> {
            value.map(|value| value.to_string())
        }
        let joined = |parts: Vec<&str>| Some(parts.join(";")).filter(|text| !text.is_empty());
        let (of, place) = (&self.party, self.place.as_ref());
        let is_outside = place.is_some_and(|place| place.region.is_none() && !place.assumed);
        let district =
            if is_outside { Some(OUTSIDE.to_owned()) } else { text(place.and_then(|p| p.region)) };
        let mut texts = vec![
            of.name.clone(),
            text(of.code),
            Some(of.kind.code().to_owned()),
            joined(self.roles.iter().map(|role| role.code()).collect()),
            district,
            None,
            place.and_then(|place| place.street.clone()),
            place.and_then(|place| place.park.clone()),
            of.industry.clone(),
            text(of.size.map(Size::code)),
            text(place.and_then(|place| place.since)),
            text(place.and_then(|place| place.until)),
            joined(of.former_names.iter().map(String::as_str).collect()),
        ];
        texts.extend(MARK_COLUMNS.map(|(mark, state)| {
            let same = |marked: &&Marked| (marked.mark, marked.state) == (mark, state);
            text(self.marks.iter().find(same).map(|marked| marked.day))
        }));
        texts.push(text(of.business_no));
        texts
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_kind_of_a_party_is_told_by_its_name_where_nothing_else_tells_it() {
        for (name, kind) in [
            ("示例银行静安支行", PartyKind::Institution),
            ("上海浦东发展银行股份有限公司", PartyKind::Institution),
            ("静安农村信用社", PartyKind::Institution),
            ("上海银行软件科技有限公司", PartyKind::Firm),
            ("上海示例大学", PartyKind::University),
            ("上海示例甲有限公司", PartyKind::Firm),
        ] {
            assert_eq!(presumed_kind(Some(name), &[]), kind, "{name}");
        }
        assert_eq!(presumed_kind(None, &[]), PartyKind::Firm);
    }

    #[test]
    fn statistics_tell_five_kinds_of_applicant() {
        for (kind, name, expected) in [
            (PartyKind::Firm, "上海示例材料研究院有限公司", "firm"),
            (PartyKind::Person, "张某", "person"),
            (PartyKind::University, "上海示例大学", "university"),
            (PartyKind::University, "中国科学院大学", "university"),
            (PartyKind::University, "上海示例材料研究所", "research"),
            (PartyKind::University, "中国科学院上海示例研究所", "research"),
            (PartyKind::Institution, "上海示例激光技术研究所", "research"),
            (PartyKind::Institution, "上海示例职业技术学院", "university"),
            (PartyKind::Institution, "示例区特种设备监督检验中心", "public"),
            (PartyKind::Other, "上海示例区中心医院", "public"),
        ] {
            let party = Party {
                name: Some(name.to_owned()),
                code: None,
                code_lawful: false,
                business_no: None,
                kind,
                industry: None,
                size: None,
                former_names: Vec::new(),
            };
            assert_eq!(ApplicantKind::of(&party).code(), expected, "{name}");
        }
    }
}
