use super::super::mapping::parse_map;
use super::super::row::Cell;
use super::*;

const FIELDS: [FieldSpec; 4] = [
    FieldSpec {
        key: "application_no",
        names: &["申请号", "申请（专利）号"],
        required: true,
        amount: false,
    },
    FieldSpec {
        key: "title",
        names: &["名称", "发明名称", "专利名称"],
        required: true,
        amount: false,
    },
    FieldSpec {
        key: "filing_date",
        names: &["申请日", "申请日期"],
        required: false,
        amount: false,
    },
    FieldSpec { key: "amount", names: &["贷款金额"], required: false, amount: true },
];

fn rows(lines: &[&str]) -> Vec<Row> {
    let row = |(i, line): (usize, &&str)| {
        let mut row = Row::default();
        row.begin(i as u32 + 1);
        line.split('|').enumerate().for_each(|(i, text)| row.set(i, Cell::Text(text)));
        row
    };
    lines.iter().enumerate().map(row).collect()
}

fn find(lines: &[&str], map: &str) -> Result<HeaderMap, ExchangeError> {
    find_header(&rows(lines), &FIELDS, &parse_map(map, &FIELDS)?, &[], &["备注"])
}

fn check_columns(lines: &[&str], map: &str, row: u32, columns: &[Option<usize>]) -> HeaderMap {
    let header = find(lines, map).unwrap_or_else(|error| panic!("{lines:?}: {error:?}"));
    assert_eq!((header.row, header.columns.as_slice()), (row, columns), "{lines:?}");
    header
}

fn check_code(lines: &[&str], map: &str, code: &str) {
    assert_eq!(find(lines, map).map_err(|error| error.code()), Err(code), "{lines:?} {map}");
}

#[test]
fn the_header_is_the_row_with_most_headers_known() {
    let lines = ["静安区专利清单", "", "序号|申请(专利)号|发明名称|代理人|备注", "1|2|名称|x|y"];
    let header = check_columns(&lines, "", 3, &[None, Some(0), Some(1), None, None]);
    assert_eq!(header.unknown, [(3, "代理人".to_owned())]);
    assert_eq!(header.title_rows, [vec!["静安区专利清单".to_owned()], vec![String::new()]]);
    assert_eq!((header.column_of(1), header.column_of(2)), (Some(2), None));
    check_columns(&["application_no|title"], "", 1, &[Some(0), Some(1)]);
}

#[test]
fn a_header_over_two_rows_is_one() {
    let lines = ["申请号|名称|日期|", "||申请日|授权日", "1|a|b|c"];
    let header = check_columns(&lines, "", 2, &[Some(0), Some(1), Some(2), None]);
    assert_eq!(header.headers, ["申请号", "名称", "申请日", ""]);
    let lines = ["申请号||x", "|名称|申请日", "1|a|b"];
    check_columns(&lines, "", 2, &[Some(0), Some(1), Some(2)]);
}

#[test]
fn units_stand_in_the_header_or_above_the_table() {
    let unit = |lines: &[&str]| find(lines, "").unwrap().units[2];
    assert_eq!(unit(&["申请号|名称|贷款金额（万元）"]), Some(Unit::WanYuan));
    assert_eq!(unit(&["申请号|名称|贷款金额/万元"]), Some(Unit::WanYuan));
    assert_eq!(unit(&["单位：万元", "申请号|名称|贷款金额"]), Some(Unit::WanYuan));
    assert_eq!(unit(&["单位：万元", "申请号|名称|贷款金额（元）"]), Some(Unit::Yuan));
    assert_eq!(unit(&["申请号|名称|贷款金额"]), None);
    assert_eq!(unit(&["申请号|名称|贷款金额（人民币，万元）"]), Some(Unit::WanYuan));
    let under = ["申请号|名称|贷款金额", "||（万元）", "1|a|3"];
    assert_eq!((unit(&under), find(&under, "").unwrap().row), (Some(Unit::WanYuan), 2));
}

#[test]
fn other_money_is_not_taken_for_yuan() {
    let lines = ["申请号|名称|贷款金额（万美元）", "1|a|3"];
    let header = check_columns(&lines, "", 1, &[Some(0), Some(1), None]);
    assert_eq!(header.unknown, [(2, "贷款金额（万美元）".to_owned())]);
    check_columns(&lines, "amount=贷款金额（万美元）", 1, &[Some(0), Some(1), Some(3)]);
}

#[test]
fn a_mapping_wins_over_names() {
    check_columns(&["案号|申请号|名称"], "application_no=案号", 1, &[Some(0), None, Some(1)]);
    check_columns(&["案号|申请号|名称"], "案号=申请号", 1, &[Some(0), None, Some(1)]);
    check_columns(&["案号|发明名称"], "案号＝application_no，", 1, &[Some(0), Some(1)]);
    check_columns(&["申请号|名称|题目"], "title==C", 1, &[Some(0), None, Some(1)]);
    check_columns(&["标题", "甲|乙", "1|2"], "application_no==A,title==b", 2, &[Some(0), Some(1)]);
    let remembered =
        [("案号".to_owned(), "application_no".to_owned()), ("无".to_owned(), "gone".to_owned())];
    let header = find_header(&rows(&["案号|名称"]), &FIELDS, &[], &remembered, &[]).unwrap();
    assert_eq!(header.columns, [Some(0), Some(1)]);
}

#[test]
fn what_is_wrong_with_a_header_has_a_code() {
    check_code(&["甲|乙", "1|2"], "", "header-not-found");
    check_code(&["申请号|乙"], "", "header-field-missing");
    check_code(&["申请号|名称|发明名称"], "", "header-field-twice");
    check_code(&["申请号|名称"], "发明人", "map-unreadable");
    check_code(&["申请号|名称"], "title=", "map-unreadable");
    check_code(&["申请号|名称"], "inventor=发明人", "map-unknown-field");
    check_code(&["申请号|名称"], "title=题目", "map-unknown-header");
    check_code(&["申请号|名称"], "title==Q", "map-unknown-header");
    let error = find(&["清单", "申请号|乙"], "").unwrap_err().within("a.xlsx", Some("一"));
    assert_eq!((error.place.row, error.place.file.as_str()), (Some(2), "a.xlsx"));
    let Fault::HeaderFieldMissing { fields, headers } = error.fault else {
        panic!("{:?}", error.fault)
    };
    assert_eq!((fields, headers), (vec!["title"], vec!["乙".to_owned()]));
}

#[test]
fn a_repeated_header_is_known_again() {
    let lines = rows(&["申请号|名称", " 申请号|名称|", "申请号|x"]);
    let header = find_header(&lines, &FIELDS, &[], &[], &[]).unwrap();
    assert!(header.repeated_by(&lines[1]) && !header.repeated_by(&lines[2]));
}
