//! One table, three doors: a fact gets the same verdict as an operation, as a typed command and as a row of a file, and
//! leaves the same in the ledger. Facts are thrown at random, lawful and not, from a seed.

use std::ffi::OsString;
use std::fmt::Write;

use ipledger::domain::loan::Payment;
use ipledger::domain::loan::record as loan_record;
use ipledger::domain::numbers::ApplicationNo;
use ipledger::domain::pledge::RegistrationNo;
use ipledger::domain::pledge::record as pledge_record;
use ipledger::domain::program::Program;
use ipledger::domain::record::Form;
use ipledger::domain::scheme::Scheme;
use ipledger::domain::values::{Date, Money, Unit};
use ipledger::domain::{
    certificate as certificate_record, evidence as evidence_record, party as party_record,
    patent as patent_record, population as population_record, program as program_record,
};
use ipledger::exchange::import::Overrules;
use ipledger::exchange::shape::Shape;
use ipledger::exchange::{ReadOptions, Source};
use ipledger::i18n::Lang;
use ipledger::ledger::{Ledger, LedgerError, Office as OfficeCard, Snapshot};
use ipledger::operations::fact_noun::{FACTS, FactNoun};
use ipledger::operations::import::{Noun, Quiet, Request as ImportRequest};
use ipledger::operations::{
    Author, Mode, Office, Refusal, Request, book, certificate, evidence, fact_noun, header, loan,
    party, patent, pledge, population, program, scheme,
};

use ipledger::report::csv;
use ipledger::report::views::fact;

use crate::support::repository;

/// Facts thrown at each noun, all together at least ten thousand; `IPLEDGER_DOORS_FACTS` throws more.
fn facts_per_noun() -> usize {
    std::env::var("IPLEDGER_DOORS_FACTS").ok().and_then(|n| n.parse().ok()).unwrap_or(1_260)
}

/// Facts a ledger takes before a new one is founded: enough for them to meet, few enough to stay quick.
const FACTS_PER_LEDGER: usize = 60;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Verb {
    Add,
    Correct,
}

/// A fact as people state it: of which noun, new or a correction, each field's text.
#[derive(Debug, Clone)]
struct Fact {
    noun: Noun,
    verb: Verb,
    fields: Vec<(usize, String)>,
    unit: Option<Unit>,
}

impl Fact {
    fn names(&self) -> &'static [&'static str] {
        self.noun.fields()
    }

    /// Columns without which a file of the noun is none.
    fn required(&self) -> impl Iterator<Item = usize> {
        let specs = self.noun.specs().iter().filter(|spec| spec.required);
        specs.filter_map(|spec| self.names().iter().position(|name| *name == spec.key))
    }

    fn text(&self, field: usize) -> &str {
        self.fields.iter().find(|(at, _)| *at == field).map_or("", |(_, text)| text)
    }

    /// The first door: a request, made by hand. None where a value cannot even be typed.
    fn request(&self) -> Result<Request, String> {
        let mut form = Form::new(self.names(), self.unit);
        self.fields.iter().for_each(|(field, text)| form.say(*field, text));
        let key = self.text(0);
        let refused = |refusal: ipledger::domain::Refusal| refusal.problem.code().to_owned();
        Ok(match (self.noun, self.verb) {
            (Noun::Party, Verb::Add) => Request::Party(party::Request::Add { form }),
            (Noun::Party, Verb::Correct) => {
                Request::Party(party::Request::Correct { party: key.to_owned(), form, seen: None })
            }
            (Noun::Patent, Verb::Add) => Request::Patent(patent::Request::Add { form }),
            (Noun::Patent, Verb::Correct) => {
                let number = ApplicationNo::read(key).map_err(refused)?.value;
                Request::Patent(patent::Request::Correct { number, form, seen: None })
            }
            (Noun::Fact(noun), verb) => {
                let verb = match verb {
                    Verb::Add => fact_noun::Verb::Add,
                    Verb::Correct => fact_noun::Verb::Correct { seen: None },
                };
                Request::Fact(fact_noun::Request { noun, verb, form })
            }
            (Noun::Loan, Verb::Add) => Request::Loan(loan::Request::Open { form }),
            (Noun::Loan, Verb::Correct) => {
                let loan_no = loan_record::read_no(key).map_err(refused)?.value;
                Request::Loan(loan::Request::Correct { loan_no, form, seen: None })
            }
            (Noun::Pledge, _) => {
                let number = RegistrationNo::read(key).map_err(refused)?.value;
                Request::Pledge(pledge::Request::Correct { number, form, seen: None })
            }
            (Noun::Payment, _) => {
                let read = loan_record::PaymentRecord::read(&form.record(), today());
                let (read, _) = read.map_err(|faults| refused(faults[0].refusal.clone()))?;
                let loan_record::PaymentRecord { loan_no, day, amount, reference } = read;
                let payment = Payment { day, amount, reference };
                Request::Loan(loan::Request::Repay { loan_no, payment, again: false })
            }
            (Noun::Certificate, _) => Request::Certificate(certificate::Request::Add { form }),
            (Noun::Program, _) => {
                let party = Some(self.text(program_record::ORGANISATION).to_owned());
                Request::Program(program::Request::Apply { party, form })
            }
            (Noun::Evidence, Verb::Add) => Request::Evidence(evidence::Request::Add { form }),
            (Noun::Evidence, Verb::Correct) => {
                Request::Evidence(evidence::Request::Correct { form, seen: None })
            }
            (Noun::Population, Verb::Add) => Request::Population(population::Request::Add { form }),
            (Noun::Population, Verb::Correct) => {
                Request::Population(population::Request::Correct { form, seen: None })
            }
            (Noun::Target | Noun::Reported, _) => return Err("no door".to_owned()),
        })
    }

    /// The second door: the words of a command line.
    fn words(&self) -> Vec<OsString> {
        let (noun, verb) = match (self.noun, self.verb) {
            (Noun::Payment, _) => ("loan", "repay"),
            (Noun::Loan, Verb::Add) => ("loan", "open"),
            (noun, Verb::Add) => (noun.code(), "add"),
            (noun, Verb::Correct) => (noun.code(), "correct"),
        };
        let mut words: Vec<OsString> =
            ["ipledger", noun, verb, self.text(0)].map(OsString::from).into();
        if let Some(unit) = self.unit {
            let unit = if unit == Unit::Yuan { "元" } else { "万元" };
            words.extend(["--unit".into(), unit.into()]);
        }
        if self.noun == Noun::Payment {
            words.extend([self.text(2), "--on", self.text(1)].map(OsString::from));
            if !self.text(3).is_empty() {
                words.extend(["--reference", self.text(3)].map(OsString::from));
            }
            return words;
        }
        if self.noun == Noun::Program {
            use program_record as f;
            let words = ["ipledger", noun, "apply", self.text(0), self.text(f::ORGANISATION)];
            let mut words: Vec<OsString> = words.map(OsString::from).into();
            let flags = [("on", f::APPLIED), ("batch", f::BATCH), ("name-then", f::NAME_THEN)];
            for (flag, field) in flags {
                if self.fields.iter().any(|(at, _)| *at == field) {
                    words.push(format!("--{flag}={}", self.text(field)).into());
                }
            }
            return words;
        }
        let mut places = vec![0];
        if self.noun == Noun::Population {
            words.push(self.text(population_record::DAY).into());
            places.push(population_record::DAY);
        }
        for (field, text) in self.fields.iter().filter(|(field, _)| !places.contains(field)) {
            words.push(format!("--{}={text}", self.names()[*field].replace('_', "-")).into());
        }
        words
    }

    /// The third door: a file of one row under the field keys.
    fn file(&self) -> String {
        let (mut head, mut row) = (String::new(), String::new());
        // Columns that a file of the noun must have are there, blank where nothing is said.
        let said = |field: &usize| self.fields.iter().any(|(at, _)| at == field);
        let silent = self.required().filter(|field| !said(field));
        let silent = silent.map(|field| (field, String::new()));
        for (at, (field, text)) in self.fields.iter().cloned().chain(silent).enumerate() {
            let comma = if at == 0 { "" } else { "," };
            let _ = write!(head, "{comma}{}", self.names()[field]);
            let _ = write!(row, "{comma}\"{}\"", text.replace('"', "\"\""));
        }
        format!("{head}\n{row}\n")
    }
}

/// How a door answered: recorded, nothing new, or the code of what stood against it.
type Verdict = String;

fn verdict_of(refusal: &Refusal) -> Verdict {
    match refusal.code() {
        "already-there" | "no-change" => "nothing-new".to_owned(),
        // What a command does not find, a row refers to in vain.
        "not-found" | "program-unknown" => "unknown-reference".to_owned(),
        code => code.to_owned(),
    }
}

fn today() -> Date {
    Date::from_ymd(2021, 3, 1).expect("a day")
}

fn found() -> Ledger {
    let region = "310106".parse().expect("a district");
    let office = OfficeCard { name: "静安".into(), region, district: "静安区".into() };
    book::found_in_memory(&office, author(), today()).expect("a ledger in memory")
}

fn author() -> Author {
    Author {
        name: "示例".into(),
        reason: None,
        moment: 1_614_556_800_000,
        clock_was_wrong: false,
        any_place: false,
    }
}

fn by_request(ledger: &mut Ledger, fact: &Fact) -> Verdict {
    perform(ledger, fact.request())
}

fn by_command(ledger: &mut Ledger, fact: &Fact) -> Verdict {
    match ipledger::cli::request_of(&fact.words(), author().moment) {
        Ok(Some(request)) => perform(ledger, Ok(request)),
        Ok(None) => "no request".to_owned(),
        Err(code) => code.to_owned(),
    }
}

fn perform(ledger: &mut Ledger, request: Result<Request, String>) -> Verdict {
    let request = match request {
        Ok(request) => request,
        Err(code) => return code,
    };
    let mut office = Office::new(ledger, author(), today(), Mode::Record);
    match office.perform(request) {
        Ok(_) => "recorded".to_owned(),
        Err(refusal) => verdict_of(&refusal),
    }
}

fn by_row(ledger: &mut Ledger, fact: &Fact, path: &std::path::Path) -> Verdict {
    std::fs::write(path, fact.file()).expect("a temporary file");
    let mut source =
        Source::open(&path.to_string_lossy(), &ReadOptions::default()).expect("a file of ours");
    let request = ImportRequest {
        overrules: Overrules { unit: fact.unit, ..Overrules::default() },
        accept_corrections: fact.verb == Verb::Correct,
        ..ImportRequest::default()
    };
    // What was said of a header is remembered for the next file; here each fact says its own.
    for known in ledger.all_remembered_headers().expect("headers") {
        let forget = header::Request::Forget { number: known.line };
        assert_eq!(perform(ledger, Ok(Request::Header(forget))), "recorded");
    }
    let mut office = Office::new(ledger, author(), today(), Mode::Record);
    match office.import(fact.noun, &mut source, &request, &Quiet) {
        Ok((outcome, _)) => match outcome.rejects.first() {
            Some(reject) => reject.reasons[0].1.code().to_owned(),
            // What was said of the header is remembered besides.
            None if outcome.accepted + outcome.completed + outcome.corrected > 0 => {
                "recorded".to_owned()
            }
            None if outcome.unchanged > 0 => "nothing-new".to_owned(),
            None => "skipped".to_owned(),
        },
        Err(refusal) => verdict_of(&refusal),
    }
}

/// All that a ledger holds of the nouns thrown at it, without where each line came from.
fn holdings(ledger: &Ledger) -> String {
    let snapshot: Snapshot =
        ledger.snapshot(None, None, today()).expect("the newest state can be read");
    let mut all = String::new();
    let parties = ledger.parties(snapshot).expect("parties");
    parties.iter().for_each(|card| all += &format!("{card:?}\n"));
    for number in PATENTS.into_iter().filter_map(|text| ApplicationNo::read(text).ok()) {
        all += &format!("{:?}\n", ledger.patent(number.value, snapshot).ok());
    }
    for noun in FACTS {
        let facts = noun.all(ledger, snapshot).expect("facts");
        facts.iter().for_each(|card| all += &format!("{card:?}\n"));
    }
    let certificates = ledger.certificates(snapshot).expect("certificates");
    certificates.iter().for_each(|card| all += &format!("{card:?}\n"));
    let cases = ledger.cases(snapshot).expect("cases");
    cases.iter().for_each(|card| all += &format!("{card:?}\n"));
    let evidence = ledger.evidence(snapshot).expect("evidence");
    evidence.iter().for_each(|card| all += &format!("{card:?}\n"));
    let populations = ledger.populations(snapshot).expect("populations");
    populations.iter().for_each(|card| all += &format!("{card:?}\n"));
    let pledges = ledger.pledges(snapshot).expect("pledges");
    pledges.iter().for_each(|card| all += &format!("{card:?}\n"));
    ledger
        .each_loan(snapshot, |card| {
            all += &format!("{card:?}\n");
            Ok::<_, ipledger::ledger::LedgerError>(())
        })
        .expect("loans");
    let mut enrolled: Vec<_> =
        ledger.enrolments(snapshot).expect("enrolments").into_iter().collect();
    enrolled.sort_by_key(|(loan, _)| *loan);
    all += &format!("{enrolled:?}\n");
    // Which row of which file, and where a line lies, is the door's own.
    let mut kept = String::with_capacity(all.len());
    for part in all.split_inclusive([',', '}']) {
        let own = ["source_row: ", "line: ", "brought_by: "].iter().any(|own| part.contains(own));
        if !own {
            kept += part;
        }
    }
    kept
}

/// Numbers from a seed, the same on every machine.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % sides
    }

    /// Mostly one of the first two thirds, where the lawful ones stand.
    fn one_of<'a>(&mut self, choices: &[&'a str]) -> &'a str {
        let lawful = (choices.len() * 2).div_ceil(3);
        let among = if self.once_in(9) { choices.len() } else { lawful };
        choices[self.roll(among)]
    }

    fn once_in(&mut self, n: usize) -> bool {
        self.roll(n) == 0
    }
}

const FIRMS: [&str; 5] = [
    "上海示例甲有限公司",
    "上海示例乙有限公司",
    "示例丙研究院",
    "上海示例丁科技有限公司",
    "示例戊公司",
];
const CODES: [&str; 4] =
    ["91310106082833558J", "91310106MA1FY7QX0T", "91310106082833558H", "310106"];
const BANKS: [&str; 2] = ["示例银行静安支行", "示例农商银行"];
const DAYS: [&str; 12] = [
    "2016-01-05",
    "2016-03-18",
    "2017-04-05",
    "2017-12-31",
    "2018-08-21",
    "2019-02-28",
    "2019-10-01",
    "2020-06-01",
    "2020-12-31",
    "2021-02-30",
    "2022-05-01",
    "二〇一八",
];
const AMOUNTS: [&str; 8] =
    ["1000000", "3000000.00", "500", "2,000,000", "800000", "-5", "12.345", "一百"];
const PATENTS: [&str; 5] =
    ["201610281886.0", "201710123456.0", "201810000001.4", "2016102818860", "201610281886.5"];
const PLEDGES: [&str; 3] = ["2017310000001", "2018310000002", "2019310000003"];
const LOANS: [&str; 4] = ["JD001", "JD002", "JD003", "jd 004"];

/// Adds a field often enough to matter, seldom enough to be absent.
fn say(
    dice: &mut Dice,
    fields: &mut Vec<(usize, String)>,
    field: usize,
    choices: &[&str],
    n: usize,
) {
    if dice.roll(n) != 0 {
        fields.push((field, dice.one_of(choices).to_owned()));
    }
}

fn key(dice: &mut Dice, choices: &[&str]) -> Vec<(usize, String)> {
    vec![(0, dice.one_of(choices).to_owned())]
}

fn verb(dice: &mut Dice) -> Verb {
    if dice.once_in(2) { Verb::Add } else { Verb::Correct }
}

fn a_party(dice: &mut Dice) -> Fact {
    use party_record as f;
    let mut fields = key(dice, &FIRMS);
    let verb = verb(dice);
    if verb == Verb::Add && dice.once_in(2) {
        fields.push((f::USCC, dice.one_of(&CODES).to_owned()));
    }
    say(dice, &mut fields, f::DISTRICT, &["静安区", "310106", "浦东新区", "310115"], 2);
    say(dice, &mut fields, f::STREET, &["示例街道", "另一街道"], 2);
    say(dice, &mut fields, f::INDUSTRY, &["软件", "检验检测"], 2);
    say(dice, &mut fields, f::SIZE, &["小型", "large", "特大"], 2);
    say(dice, &mut fields, f::SINCE, &DAYS, 2);
    say(dice, &mut fields, f::UNTIL, &DAYS, 2);
    say(dice, &mut fields, 13, &DAYS, 2);
    say(dice, &mut fields, f::ROLE, &["银行", "担保机构", "不知"], 2);
    say(dice, &mut fields, f::BUSINESS_NO, &["310106000123456", "3101061012345", "31010600012"], 4);
    fields.sort_by_key(|(field, _)| *field);
    Fact { noun: Noun::Party, verb, fields, unit: None }
}

fn a_patent(dice: &mut Dice) -> Fact {
    use patent_record as f;
    let mut fields = key(dice, &PATENTS);
    say(dice, &mut fields, f::TYPE, &["发明", "utility", "外观设计"], 2);
    say(dice, &mut fields, f::TITLE, &["一种示例装置", "一种示例方法"], 3);
    say(dice, &mut fields, f::FILING_DATE, &DAYS[..6], 8);
    say(dice, &mut fields, f::PUBLICATION_DATE, &DAYS, 2);
    say(dice, &mut fields, f::GRANT_DATE, &DAYS, 2);
    say(dice, &mut fields, f::APPLICANT_NAME, &FIRMS, 3);
    say(dice, &mut fields, f::STATUS, &["授权", "驳回", "pending"], 2);
    Fact { noun: Noun::Patent, verb: verb(dice), fields, unit: None }
}

fn evidence_of_value(dice: &mut Dice) -> Fact {
    use evidence_record as f;
    let mut fields = key(dice, &["201610281886.0", "2017101234560", "201810000001.4", "2018x"]);
    say(dice, &mut fields, f::CLASS, &["abroad", "获奖", "emerging", "financed", "maintained"], 3);
    match dice.roll(3) {
        0 => {
            say(dice, &mut fields, f::COUNTRY, &["US", "欧洲", "JP", "CN"], 8);
            say(dice, &mut fields, f::FOREIGN_NO, &["US10123456B2", "EP3123456B1"], 2);
        }
        1 => {
            say(dice, &mut fields, f::AWARD, &["中国专利优秀奖", "中国专利金奖"], 8);
            say(dice, &mut fields, f::AWARD_YEAR, &["2019", "2020年度", "去年"], 4);
        }
        _ => say(dice, &mut fields, f::INDUSTRY, &["新材料", "生物"], 3),
    }
    say(dice, &mut fields, f::SINCE, &DAYS, 2);
    say(dice, &mut fields, f::DOCUMENT, &["国知发〔2020〕1号", "沪发改〔2019〕2号"], 2);
    Fact { noun: Noun::Evidence, verb: verb(dice), fields, unit: None }
}

fn a_population(dice: &mut Dice) -> Fact {
    use population_record as f;
    let mut fields = key(dice, &["310106", "静安区", "330122", "火星区"]);
    fields.push((f::DAY, dice.one_of(&DAYS[3..]).to_owned()));
    say(dice, &mut fields, f::PERSONS, &["1062800", "106.28万", "97.57", "很多"], 5);
    say(dice, &mut fields, f::PERSONS_WAN, &["106.28", "97.5"], 3);
    say(dice, &mut fields, f::KIND, &["常住", "registered", "流动"], 2);
    say(dice, &mut fields, f::SOURCE, &["统计年鉴", "统计公报"], 8);
    Fact { noun: Noun::Population, verb: verb(dice), fields, unit: None }
}

/// A fact that stands in a record alone: in each field something of the kind that stands there.
fn a_fact(dice: &mut Dice, noun: &'static FactNoun) -> Fact {
    let mut fields = Vec::new();
    for (field, spec) in noun.specs.iter().enumerate() {
        let choices: &[&str] = match spec.shape {
            Shape::Date => &DAYS,
            Shape::Firm => &FIRMS,
            Shape::CreditCode => &CODES,
            Shape::ApplicationNo => &PATENTS,
            Shape::PctNo => &["PCT/CN2016/012345", "PCT/CN2018/000001", "PCT/CN18/1"],
            Shape::Amount => &AMOUNTS,
            Shape::District | Shape::Address => &["静安区", "310106", "火星区"],
            _ => &["2016", "2018", "示例"],
        };
        // What it is known by is hardly ever left out, and never all of it: a row with one word in it is a remark. Of the
        // other fields one in three is said.
        let is_key = noun.keys.contains(&field);
        if noun.keys.first() == Some(&field) {
            fields.push((field, dice.one_of(choices).to_owned()));
        } else if is_key || dice.once_in(3) {
            say(dice, &mut fields, field, choices, 15);
        }
    }
    Fact { noun: Noun::Fact(noun), verb: verb(dice), fields, unit: None }
}

/// New certificates, later issues of known ones, and steps of them.
fn a_certificate(dice: &mut Dice) -> Fact {
    use certificate_record as f;
    let numbers = ["IP01", "IP02", "IP03", "IP04", "IP05", "IP06", "IP07", "IP08", "IP09"];
    let mut fields = key(dice, &numbers);
    say(dice, &mut fields, f::STANDARD, &["2013", "GB/T 29490-2013", "GB/T 19001-2016"], 3);
    // One number is mostly one firm's.
    let firms = if dice.once_in(6) { &FIRMS[..] } else { &FIRMS[..1] };
    say(dice, &mut fields, f::ORGANISATION, firms, 12);
    say(dice, &mut fields, f::ISSUED_ON, &DAYS, 12);
    say(dice, &mut fields, f::EXPIRES_ON, &DAYS[4..], 4);
    say(dice, &mut fields, f::CERTIFICATE_STEP, &["suspend", "恢复", "监督审核通过", "撤销"], 3);
    if fields.last().is_some_and(|(field, _)| *field == f::CERTIFICATE_STEP) {
        say(dice, &mut fields, f::STEP_ON, &DAYS, 12);
    }
    Fact { noun: Noun::Certificate, verb: Verb::Add, fields, unit: None }
}

/// Applications of known and new firms, in one batch and the next.
fn a_case(dice: &mut Dice) -> Fact {
    use program_record as f;
    let mut fields = key(dice, &["pilot", "试点企业", "火星项目"]);
    say(dice, &mut fields, f::BATCH, &["2018", "2019年度", "第3批"], 4);
    fields.push((f::ORGANISATION, dice.one_of(&FIRMS).to_owned()));
    say(dice, &mut fields, f::NAME_THEN, &["示例甲", "示例乙"], 4);
    fields.push((f::APPLIED, dice.one_of(&DAYS).to_owned()));
    fields.sort_by_key(|(field, _)| *field);
    Fact { noun: Noun::Program, verb: Verb::Add, fields, unit: None }
}

fn a_loan(dice: &mut Dice) -> Fact {
    use loan_record as f;
    let mut fields = key(dice, &LOANS);
    say(dice, &mut fields, f::BANK, &BANKS, 12);
    say(dice, &mut fields, f::BORROWER, &FIRMS, 2);
    say(dice, &mut fields, f::PRINCIPAL, &AMOUNTS, 12);
    say(dice, &mut fields, f::DISBURSED_ON, &DAYS, 3);
    say(dice, &mut fields, f::DUE_ON, &DAYS[4..], 12);
    say(dice, &mut fields, f::RATE, &["4.35%", "LPR1Y+50bp", "5.2", "高"], 12);
    say(dice, &mut fields, f::METHOD, &["等额本息", "bullet", "不知"], 2);
    say(dice, &mut fields, f::CONTRACT_NO, &["HT-1", "HT-2"], 2);
    say(dice, &mut fields, f::REGISTRATION_NO, &PLEDGES, 4);
    say(dice, &mut fields, f::IP_PART, &AMOUNTS, 4);
    say(dice, &mut fields, f::SIGNED_ON, &DAYS, 4);
    say(dice, &mut fields, f::GRACE_DAYS, &["3", "0", "400"], 4);
    if dice.once_in(4) {
        say(dice, &mut fields, f::DUE_DAYS, &["不顺延", "next_working_day", "随便"], 6);
    }
    if dice.once_in(4) {
        say(dice, &mut fields, f::SCHEME, &["zhuhai", "zhuhai；weihai", "无此办法"], 8);
        say(dice, &mut fields, f::ENROLLED_ON, &DAYS[..4], 8);
        say(dice, &mut fields, f::ENROLLED_UNTIL, &DAYS[4..], 3);
    }
    let unit = dice.once_in(4).then_some(Unit::WanYuan);
    Fact { noun: Noun::Loan, verb: verb(dice), fields, unit }
}

fn a_payment(dice: &mut Dice) -> Fact {
    let mut fields = key(dice, &LOANS[..3]);
    fields.push((1, dice.one_of(&DAYS).to_owned()));
    fields.push((2, dice.one_of(&AMOUNTS).to_owned()));
    say(dice, &mut fields, 3, &["A1", "A2"], 2);
    Fact { noun: Noun::Payment, verb: Verb::Add, fields, unit: None }
}

fn a_pledge(dice: &mut Dice) -> Fact {
    use pledge_record as f;
    let mut fields = key(dice, &PLEDGES);
    say(dice, &mut fields, f::REGISTERED_ON, &DAYS, 2);
    say(dice, &mut fields, f::PLEDGEE, &BANKS, 2);
    say(dice, &mut fields, f::PATENT_NOS, &PATENTS, 2);
    say(dice, &mut fields, f::SECURED_AMOUNT, &AMOUNTS, 2);
    say(dice, &mut fields, f::DEBT_FROM, &DAYS, 2);
    say(dice, &mut fields, f::DEBT_TO, &DAYS, 2);
    say(dice, &mut fields, f::DEBT_KIND, &["最高额", "ordinary", "不知"], 2);
    say(dice, &mut fields, f::FORFEITURE, &["是", "true", "no", "也许"], 2);
    say(dice, &mut fields, f::PATENTS_STATED, &["1件", "2", "零"], 2);
    say(dice, &mut fields, f::APPRAISAL_DATE, &DAYS, 2);
    say(dice, &mut fields, f::RELEASED_ON, &DAYS, 3);
    let unit = dice.once_in(4).then_some(Unit::WanYuan);
    Fact { noun: Noun::Pledge, verb: Verb::Correct, fields, unit }
}

/// What a ledger holds before facts are thrown at it: alike in all three.
fn groundwork(ledger: &mut Ledger, folder: &std::path::Path) {
    let files = [
        (Noun::Party, "name,role\n示例银行静安支行,银行\n示例农商银行,银行\n上海示例甲有限公司,\n"),
        (
            Noun::Patent,
            "application_no,filing_date,grant_date,applicant_name\n\
             201610281886.0,2016-04-28,2018-08-21,上海示例甲有限公司\n\
             201710123456.0,2017-03-03,,上海示例乙有限公司\n",
        ),
        (
            Noun::Pledge,
            "registration_no,registered_on,pledgor,pledgee,patent_nos,secured_amount,debt_from,debt_to\n\
             2017310000001,2017-05-02,上海示例甲有限公司,示例银行静安支行,201610281886.0,3000000,2017-04-05,2018-04-05\n\
             2018310000002,2018-05-02,上海示例乙有限公司,示例银行静安支行,201710123456.0,2000000,2018-04-05,2019-04-05\n",
        ),
        (
            Noun::Loan,
            "loan_no,bank,borrower,principal,disbursed_on,due_on,rate_percent,registration_no\n\
             JD001,示例银行静安支行,上海示例甲有限公司,3000000,2017-04-05,2018-04-05,4.35%,2017310000001\n\
             JD002,示例农商银行,上海示例乙有限公司,1000000,2018-05-10,2019-05-10,5.2%,\n",
        ),
    ];
    for name in ["zhuhai", "weihai"] {
        let file = repository(&format!("samples/schemes/{name}.toml"));
        let text = std::fs::read_to_string(file).expect("a sample");
        let scheme = Box::new(Scheme::read(&text).expect("a scheme"));
        let request = Request::Scheme(scheme::Request::Add { scheme, text });
        assert_eq!(perform(ledger, Ok(request)), "recorded");
    }
    let text =
        "code = \"pilot\"\ntitle = \"试点企业\"\nlevel = \"city\"\nvalid_from = 2016-06-01\n"
            .to_owned();
    let program = Box::new(Program::read(&text).expect("a programme"));
    let request = Request::Program(program::Request::Add { program, text });
    assert_eq!(perform(ledger, Ok(request)), "recorded");
    for (noun, text) in files {
        let path = folder.join("groundwork.csv");
        std::fs::write(&path, text).expect("a temporary file");
        let mut source =
            Source::open(&path.to_string_lossy(), &ReadOptions::default()).expect("a file of ours");
        let mut office = Office::new(ledger, author(), today(), Mode::Record);
        let (outcome, _) = office
            .import(noun, &mut source, &ImportRequest::default(), &Quiet)
            .expect("the groundwork imports");
        assert!(outcome.rejects.is_empty(), "{noun:?}: {:?}", outcome.rejects);
    }
}

/// Throws facts at three ledgers, each through its own door, and compares what each says and holds.
fn throw(seed: u64, facts: usize, noun: Noun, make: impl Fn(&mut Dice) -> Fact) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("row.csv");
    let mut dice = Dice(seed);
    let mut counted = std::collections::BTreeMap::<Verdict, usize>::new();
    let (mut thrown, mut rounds) = (0, 0);
    let mut begun = found();
    groundwork(&mut begun, folder.path());
    while thrown < facts {
        let mut ledgers = [(); 3].map(|()| begun.copy_in_memory().expect("a copy in memory"));
        for _ in 0..FACTS_PER_LEDGER {
            let mut fact = make(&mut dice);
            let [one, two, three] = &mut ledgers;
            // A row of an unknown number is a new fact; a correction of one has no row to stand in.
            if fact.verb == Verb::Correct && !is_known(one, &fact) {
                match fact.noun {
                    Noun::Pledge => continue,
                    _ => fact.verb = Verb::Add,
                }
            }
            let said =
                [by_request(one, &fact), by_command(two, &fact), by_row(three, &fact, &path)];
            assert!(said.iter().all(|verdict| *verdict == said[0]), "{said:?}\n{fact:#?}");
            // Looked at now and then: what one fact left differently stands for the next ones to show, and what is refused
            // leaves nothing behind.
            if (said[0] == "recorded" && dice.once_in(3)) || thrown % 15 == 0 {
                let held = [holdings(one), holdings(two), holdings(three)];
                assert_alike(&held[0], &held[1], "operation and command", &fact);
                assert_alike(&held[0], &held[2], "operation and row", &fact);
            }
            *counted.entry(said[0].clone()).or_default() += 1;
            thrown += 1;
        }
        let held = ledgers.each_ref().map(holdings);
        assert!(held.iter().all(|other| *other == held[0]), "{noun:?} after {thrown}: {held:#?}");
        if let Noun::Fact(fact) = noun {
            exported_goes_in_again(&mut ledgers[0], fact, &path);
        }
        // Verifying costs as much as many facts: every eighth set of ledgers, and the last.
        rounds += 1;
        for ledger in ledgers.iter().filter(|_| rounds % 8 == 0 || thrown >= facts) {
            let found = ledger.verify(&[]).expect("it can be verified").findings;
            assert!(found.is_empty(), "{found:?}");
        }
    }
    println!("{noun:?}: {thrown} facts, three doors, no disagreement: {counted:?}");
    assert!(counted.get("recorded").is_some_and(|n| *n * 25 > thrown), "{counted:?}");
    assert!(counted.len() > 3, "{counted:?}");
}

/// What is exported of a noun comes in again, and nothing is new.
fn exported_goes_in_again(ledger: &mut Ledger, noun: &'static FactNoun, path: &std::path::Path) {
    let snapshot = ledger.snapshot(None, None, today()).expect("the newest state can be read");
    let all = fact::export(Lang::En, ledger, snapshot, noun).expect("an export");
    let mut file = Vec::new();
    csv::write(&all, &mut file, false).expect("a file in memory");
    std::fs::write(path, file).expect("a temporary file");
    let mut source =
        Source::open(&path.to_string_lossy(), &ReadOptions::default()).expect("a file of ours");
    let mut office = Office::new(ledger, author(), today(), Mode::Record);
    let taken = office.import(Noun::Fact(noun), &mut source, &ImportRequest::default(), &Quiet);
    let (outcome, recorded) = taken.expect("what was exported is a file of the noun");
    assert_eq!(outcome.unchanged as usize, all.rows.len(), "{:?}", outcome.rejects);
    assert!(recorded.entry.is_none() && outcome.rejects.is_empty(), "{:?}", outcome.rejects);
}

/// Panics with the first line in which two ledgers differ.
fn assert_alike(one: &str, other: &str, doors: &str, fact: &Fact) {
    let differs = one.lines().zip(other.lines()).find(|(one, other)| one != other);
    if let Some((one, other)) = differs {
        panic!("{doors} after {fact:#?}\n{one}\n{other}");
    }
    assert_eq!(one.len(), other.len(), "{doors} after {fact:#?}");
}

/// Whether a correction has something to correct: rehearsed, it does not miss the thing itself.
fn is_known(ledger: &mut Ledger, fact: &Fact) -> bool {
    let Ok(request) = fact.request() else { return false };
    let noun = request.action().split('.').next().unwrap_or_default().to_owned();
    match Office::new(ledger, author(), today(), Mode::Rehearse).perform(request) {
        Err(Refusal::Ledger(LedgerError::NotFound { noun: missed, .. })) => missed != noun,
        Ok(_) | Err(_) => true,
    }
}

macro_rules! doors {
    ($($name:ident $seed:literal $noun:ident $make:ident;)*) => {
        $(#[test]
        fn $name() {
            throw($seed, facts_per_noun(), Noun::$noun, $make);
        })*
    };
}

doors! {
    parties_get_one_verdict_at_three_doors 1 Party a_party;
    patents_get_one_verdict_at_three_doors 2 Patent a_patent;
    loans_get_one_verdict_at_three_doors 4 Loan a_loan;
    payments_get_one_verdict_at_three_doors 5 Payment a_payment;
    corrected_pledges_get_one_verdict_at_three_doors 6 Pledge a_pledge;
    certificates_get_one_verdict_at_three_doors 7 Certificate a_certificate;
    cases_get_one_verdict_at_three_doors 8 Program a_case;
    evidence_gets_one_verdict_at_three_doors 9 Evidence evidence_of_value;
    populations_get_one_verdict_at_three_doors 10 Population a_population;
}

#[test]
fn facts_that_stand_in_a_record_alone_get_one_verdict_at_three_doors() {
    for noun in FACTS {
        throw(3, facts_per_noun(), Noun::Fact(noun), |dice| a_fact(dice, noun));
    }
}

/// Money is what it says whichever way it came: the unit of a correction is that of the amounts typed, never of those
/// that were known.
#[test]
fn a_unit_belongs_to_the_amounts_that_are_said() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mut ledger = found();
    groundwork(&mut ledger, folder.path());
    let fields = vec![(0, "JD001".to_owned()), (loan_record::CONTRACT_NO, "HT-9".to_owned())];
    let unit = Some(Unit::WanYuan);
    let fact = Fact { noun: Noun::Loan, verb: Verb::Correct, fields, unit };
    assert_eq!(by_request(&mut ledger, &fact), "recorded");
    let snapshot = ledger.snapshot(None, None, today()).expect("the newest state can be read");
    let loan = ledger.loan("JD001", snapshot).expect("the loan");
    assert_eq!(Money::from_fen(loan.terms.limit_fen).to_string(), "3000000.00");
    assert_eq!(loan.contract_no.as_deref(), Some("HT-9"));
}
