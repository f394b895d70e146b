use super::super::error::ExchangeError;
use super::super::error::Place;
use super::super::mapping::parse_map;
use super::super::row::Given;
use super::*;

const fn spec(key: &'static str, shape: Shape, names: &'static [&'static str]) -> FieldSpec {
    FieldSpec { key, names, required: false, sought: false, or: &[], shape }
}

const SPECS: [FieldSpec; 6] = [
    FieldSpec {
        required: true,
        ..spec("application_no", Shape::ApplicationNo, &["申请号", "申请（专利）号", "专利号"])
    },
    FieldSpec {
        required: true, ..spec("title", Shape::Title, &["名称", "发明名称", "~题名"])
    },
    FieldSpec { sought: true, ..spec("filing_date", Shape::Date, &["申请日", "申请日期"]) },
    spec("amount", Shape::Amount, &["贷款金额", "担保债权金额"]),
    spec("uscc", Shape::CreditCode, &["信用代码", "代码"]),
    FieldSpec { sought: true, ..spec("name", Shape::Firm, &["企业名称"]) },
];

fn rows(lines: &[&str]) -> Vec<Row> {
    let row = |(i, line): (usize, &&str)| {
        let mut row = Row::default();
        row.begin(i as u32 + 1);
        line.split('|').enumerate().for_each(|(i, text)| match text.strip_prefix('^') {
            // What a merge gives from above, or from the left.
            Some(text) => row.give(i, Cell::Text(text), Given::Above),
            None => match text.strip_prefix('<') {
                Some(text) => row.give(i, Cell::Text(text), Given::Left),
                None => row.set(i, Cell::Text(text)),
            },
        });
        row
    };
    lines.iter().enumerate().map(row).collect()
}

fn read_with(
    lines: &[&str],
    map: &str,
    ignore: &[&str],
    unit: Option<Unit>,
) -> Result<SheetReading, FileFault> {
    let mut explicit = parse_map(map, &SPECS).map_err(|error| error.fault)?;
    explicit.extend(ignore.iter().map(|header| ((*header).to_owned(), String::new())));
    let wanted =
        Wanted {
            specs: &SPECS, explicit: &explicit, unused: &["序号"], unit, ..Wanted::default()
        };
    let rows = rows(lines);
    let mut reading =
        SheetReading::of(&rows, 40, &wanted, &["备注"]).map_err(|(fault, _)| fault)?;
    reading.settle_units(&wanted)?;
    Ok(reading)
}

fn read(lines: &[&str]) -> SheetReading {
    read_with(lines, "", &[], None).unwrap_or_else(|fault| panic!("{lines:?}: {fault:?}"))
}

/// The keys of the fields that the columns hold, `-` for none.
fn fields(reading: &SheetReading) -> String {
    let key = |column: &Column| column.field().map_or("-", |field| SPECS[field].key);
    reading.columns.iter().map(key).collect::<Vec<_>>().join(" ")
}

fn check(lines: &[&str], header_rows: &[u32], expected: &str) -> SheetReading {
    let reading = read(lines);
    assert_eq!(
        (reading.header_rows.as_slice(), fields(&reading).as_str()),
        (header_rows, expected),
        "{lines:?}"
    );
    reading
}

fn check_code(lines: &[&str], map: &str, code: &str) {
    let read = read_with(lines, map, &[], None).map_err(|fault| fault.code());
    assert_eq!(read.map(|reading| fields(&reading)), Err(code), "{lines:?} {map}");
}

#[test]
fn the_header_is_the_row_with_most_headers_known() {
    let lines = [
        "静安区专利清单",
        "",
        "序号|申请(专利)号|发明名称|代理人|备注",
        "1|201610281886.0|名称|x|y",
    ];
    let reading = check(&lines, &[3], "- application_no title - -");
    assert_eq!(reading.unknown(), ["代理人"]);
    assert_eq!(reading.title_rows, [vec!["静安区专利清单".to_owned()], vec![String::new()]]);
    check(&["application_no|title"], &[1], "application_no title");
}

#[test]
fn a_header_of_several_lines_is_joined() {
    // Grouped by blanks.
    let reading = check(
        &["申请号|名称|日期|", "||申请日|授权日", "201610281886.0|a|2016-01-05|c"],
        &[1, 2],
        "application_no title filing_date -",
    );
    assert_eq!(reading.columns[2].lines, ["日期", "申请日"]);
    assert_eq!(reading.columns[3].lines, ["日期", "授权日"]);
    // Grouped by merges, the others merged downwards.
    check(
        &[
            "申请号|名称|担保债权|<担保债权",
            "^申请号|^名称|金额|到期日",
            "201610281886.0|a|300|2021-05-20",
        ],
        &[1, 2],
        "application_no title amount -",
    );
    // Each line fills what the other leaves blank.
    check(
        &["申请号||x", "|名称|申请日", "201610281886.0|a|b"],
        &[1, 2],
        "application_no title filing_date",
    );
    // Three lines, the last one of units.
    let three = ["申请号|名称|担保债权|", "||金额|起始日", "||（万元）|", "201610281886.0|a|300|x"];
    let reading = check(&three, &[1, 2, 3], "application_no title amount -");
    assert_eq!(reading.columns[2].unit, Some(Unit::WanYuan));
    // A row of data below is none of the header, nor is a title above.
    check(&["专利清单", "申请号|名称", "甲|乙"], &[2], "application_no title");
}

#[test]
fn units_stand_in_the_header_or_above_the_table() {
    let unit = |lines: &[&str]| read(lines).columns[2].unit;
    assert_eq!(unit(&["申请号|名称|贷款金额（万元）"]), Some(Unit::WanYuan));
    assert_eq!(unit(&["申请号|名称|贷款金额/万元"]), Some(Unit::WanYuan));
    assert_eq!(unit(&["单位：万元", "申请号|名称|贷款金额"]), Some(Unit::WanYuan));
    assert_eq!(unit(&["||单位：|万元", "申请号|名称|贷款金额"]), Some(Unit::WanYuan));
    assert_eq!(unit(&["清单（万元）", "申请号|名称|贷款金额"]), Some(Unit::WanYuan));
    assert_eq!(unit(&["申请号|名称|贷款金额"]), None);
    assert_eq!(unit(&["申请号|名称|贷款金额（人民币，万元）"]), Some(Unit::WanYuan));
    assert_eq!(
        unit(&["申请号|名称|贷款金额", "||（万元）", "201610281886.0|a|3"]),
        Some(Unit::WanYuan)
    );
    let column = read(&["申请号|名称|贷款金额|金额单位", "201610281886.0|a|3|万元"]);
    assert_eq!(column.unit_columns(), [3]);
}

#[test]
fn two_units_that_contradict_stop_the_sheet_unless_somebody_says_which() {
    let lines = ["单位：万元", "申请号|名称|贷款金额（元）"];
    check_code(&lines, "", "unit-contradiction");
    check_code(&["单位：万元", "单位：元", "申请号|名称|贷款金额"], "", "unit-contradiction");
    let said = read_with(&lines, "", &[], Some(Unit::Yuan)).unwrap();
    assert_eq!(said.columns[2].unit, Some(Unit::Yuan));
}

#[test]
fn other_money_is_not_taken_for_yuan() {
    let lines = ["申请号|名称|贷款金额（万美元）", "201610281886.0|a|3"];
    assert_eq!(check(&lines, &[1], "application_no title -").unknown(), ["贷款金额（万美元）"]);
    let said = read_with(&lines, "amount=贷款金额（万美元）", &[], None).unwrap();
    assert_eq!(fields(&said), "application_no title amount");
}

#[test]
fn a_person_overrules_names() {
    let with = |lines: &[&str], map: &str, ignore: &[&str]| {
        fields(
            &read_with(lines, map, ignore, None)
                .unwrap_or_else(|fault| panic!("{lines:?} {fault:?}")),
        )
    };
    assert_eq!(with(&["案号|申请号|名称"], "application_no=案号", &[]), "application_no - title");
    assert_eq!(with(&["案号|申请号|名称"], "案号=申请号", &[]), "application_no - title");
    assert_eq!(with(&["案号|发明名称"], "案号＝application_no，", &[]), "application_no title");
    assert_eq!(with(&["申请号|名称|题目"], "title==C", &[]), "application_no - title");
    assert_eq!(
        with(&["标题", "甲|乙", "1|2"], "application_no==A,title==b", &[]),
        "application_no title"
    );
    assert_eq!(with(&["申请号|名称|申请日"], "filing_date=", &[]), "application_no title -");
    assert_eq!(
        with(&["申请号|名称|申请日|专利号"], "", &["专利号"]),
        "application_no title filing_date -"
    );
    assert_eq!(
        with(&["申请号|名称|申请日|专利号"], "", &["=D"]),
        "application_no title filing_date -"
    );
    let remembered = [
        ("案号".to_owned(), "application_no".to_owned()),
        ("无".to_owned(), "gone".to_owned()),
        ("!filing_date".to_owned(), "filing_date".to_owned()),
        ("代理人".to_owned(), String::new()),
    ];
    let wanted = Wanted { specs: &SPECS, remembered: &remembered, ..Wanted::default() };
    let reading = SheetReading::of(&rows(&["案号|名称|申请日|代理人"]), 40, &wanted, &[]).unwrap();
    assert_eq!(fields(&reading), "application_no title - -");
    assert_eq!(reading.columns[3].part, ColumnUse::Ignored);
}

#[test]
fn a_header_line_is_said_and_remembered_by_its_texts() {
    let lines = rows(&["申请号|名称", "案号|题名", "201610281886.0|a"]);
    let explicit = parse_map("application_no=案号", &SPECS).unwrap();
    let wanted =
        Wanted { specs: &SPECS, explicit: &explicit, header_row: Some(2), ..Wanted::default() };
    let reading = SheetReading::of(&lines, 40, &wanted, &[]).unwrap();
    assert_eq!((reading.last_header_row(), fields(&reading).as_str()), (2, "application_no title"));
    let remembered = [(format!("#{}", reading.fingerprint), "unit=万元;header".to_owned())];
    let wanted =
        Wanted { specs: &SPECS, explicit: &explicit, remembered: &remembered, ..Wanted::default() };
    assert_eq!(SheetReading::of(&lines, 40, &wanted, &[]).unwrap().header_rows, [2]);
}

#[test]
fn a_column_is_what_its_values_are() {
    let check_part = |lines: &[&str], column: usize, part: ColumnUse| {
        assert_eq!(read(lines).columns[column].part, part, "{lines:?}");
    };
    check_part(&["申请号|名称|代码", "201610281886.0|a|600000"], 2, ColumnUse::Unfitting(4));
    check_part(
        &["申请号|名称|代码", "201610281886.0|a|91310106082833558H"],
        2,
        ColumnUse::Field(4),
    );
    // One wrong code under a full name is a wrong code.
    check_part(&["申请号|名称|信用代码", "201610281886.0|a|1234"], 2, ColumnUse::Field(4));
    // Of two columns named alike the one with numbers is it.
    let two = ["申请号|专利号|名称", "1|201610281886.0|a", "2|201610281887.5|b"];
    assert_eq!(fields(&read(&two)), "- application_no title");
    let both = ["申请号|专利号|名称", "201610281886.0|ZL2016102818860|a"];
    assert_eq!(fields(&read(&both)), "application_no application_no title");
    // A stand-in gives way to a proper name.
    assert_eq!(
        fields(&read(&["申请号|题名|名称", "201610281886.0|a|b"])),
        "application_no - title"
    );
    assert_eq!(fields(&read(&["申请号|题名", "201610281886.0|a"])), "application_no title");
}

#[test]
fn an_unknown_column_that_looks_like_a_missing_field_is_suspected() {
    let suspects = |lines: &[&str]| -> Vec<&'static str> {
        read(lines).columns.iter().flat_map(|column| column.looks_like.clone()).collect()
    };
    assert_eq!(suspects(&["申请号|名称|归口", "201610281886.0|a|某甲公司"]), ["name"]);
    assert_eq!(
        suspects(&["申请号|名称|归口|企业名称", "201610281886.0|a|某甲公司|某乙公司"]),
        [""; 0]
    );
    assert_eq!(suspects(&["申请号|名称|时点", "201610281886.0|a|2016-04-29"]), ["filing_date"]);
    assert_eq!(suspects(&["申请号|名称|归口", "201610281886.0|a|张三"]), [""; 0]);
}

#[test]
fn what_is_wrong_with_a_header_has_a_code() {
    check_code(&["甲|乙", "1|2"], "", "header-not-found");
    check_code(&["申请号|乙"], "", "header-field-missing");
    check_code(&["申请号|名称"], "发明人", "map-unreadable");
    check_code(&["申请号|名称"], "inventor=发明人", "map-unknown-field");
    check_code(&["申请号|名称"], "title=题目", "map-unknown-header");
    check_code(&["申请号|名称"], "title==Q", "map-unknown-header");
    let ignored = read_with(&["申请号|名称"], "", &["题目"], None).map_err(|fault| fault.code());
    assert_eq!(ignored.map(|_| ()), Err("map-unknown-header"));
    let error: ExchangeError = FileFault::HeaderRowMissing { row: 9 }.at(Place::default());
    assert_eq!(error.code(), "header-row-missing");
}

#[test]
fn a_repeated_header_is_known_again() {
    let reading = read(&["申请号|名称"]);
    let lines = rows(&[" 申请号|名称|", "申请号|x"]);
    assert!(reading.repeated_by(&lines[0]) && !reading.repeated_by(&lines[1]));
}
