//! The same small table in every form an office hands in; `tests/files/exchange/make.py` makes the files.

use super::super::row::Cell;
use super::*;

fn path(name: &str) -> String {
    format!("{}/tests/files/exchange/{name}", env!("CARGO_MANIFEST_DIR"))
}

fn open(name: &str, options: &ReadOptions) -> Result<Source, ExchangeError> {
    Source::open(&path(name), options)
}

/// A row as (number, cells shown with bars between), or an error as (row, code).
type Line = Result<(u32, String), (u32, &'static str)>;

/// Returns the rows of the first sheet.
fn lines(source: &mut Source) -> Vec<Line> {
    let mut rows = source.rows(0).unwrap();
    let (mut row, mut lines) = (Row::default(), Vec::new());
    loop {
        match rows.next(&mut row) {
            Ok(false) => return lines,
            Ok(true) => {
                let shown = |i: usize| row.own(i).display().into_owned();
                let cells: Vec<_> = (0..row.len()).map(shown).collect();
                lines.push(Ok((row.number, cells.join("|").trim_end_matches('|').to_owned())));
            }
            Err(error) => {
                assert!(error.fault.loses_one_row(), "{error:?}");
                lines.push(Err((error.place.row.unwrap(), error.code())));
            }
        }
    }
}

fn check_table(name: &str, format: &str, encoding: Option<&str>) {
    let mut source =
        open(name, &ReadOptions::default()).unwrap_or_else(|error| panic!("{name}: {error:?}"));
    assert_eq!((source.format.code(), source.encoding), (format, encoding), "{name}");
    let expected = [
        (1, "静安区专利清单"),
        (2, ""),
        (3, "申请号|发明名称|申请日|金额（万元）"),
        (4, "201610000001.9|一种“质押”装置|2016-12-30|1200.5"),
        (5, ""),
        (6, "2016100000027|脑机接口\n控制方法|2016-12-30|300"),
        (7, "合计|||1500.5"),
    ];
    let expected: Vec<_> =
        expected.into_iter().map(|(number, text)| Ok((number, text.to_owned()))).collect();
    assert_eq!(lines(&mut source), expected, "{name}");
    assert_eq!(lines(&mut source), expected, "{name}, read again");
}

#[test]
fn one_table_reads_the_same_in_every_form() {
    check_table("utf8.csv", "csv", Some("UTF-8"));
    check_table("utf8-bom.csv", "csv", Some("UTF-8"));
    check_table("gb18030.csv", "csv", Some("gb18030"));
    check_table("utf16le-bom.txt", "csv", Some("UTF-16LE"));
    check_table("utf16be.txt", "csv", Some("UTF-16BE"));
    check_table("semicolon.csv", "csv", Some("UTF-8"));
    check_table("plain.xlsx", "xlsx", None);
    check_table("epoch-1904.xlsx", "xlsx", None);
    check_table("plain.xls", "xls", None);
    check_table("plain.ods", "ods", None);
    check_table("page.xls", "html", Some("gb18030"));
}

#[test]
fn workbooks_keep_dates_and_numbers_apart_from_text() {
    for name in ["plain.xlsx", "epoch-1904.xlsx", "plain.xls", "plain.ods"] {
        let mut source = open(name, &ReadOptions::default()).unwrap();
        let mut rows = source.rows(0).unwrap();
        let mut row = Row::default();
        while row.number < 6 {
            assert!(rows.next(&mut row).unwrap());
        }
        let cells = (row.cell(0), row.cell(2), row.cell(3));
        assert_eq!(
            cells,
            (Cell::Number(2_016_100_000_027.0), Cell::Serial(42_734.0), Cell::Number(300.0)),
            "{name}"
        );
    }
}

#[test]
fn hidden_sheets_are_read_only_if_asked_for() {
    for name in ["plain.xlsx", "plain.xls", "plain.ods"] {
        let source = open(name, &ReadOptions::default()).unwrap();
        assert_eq!(
            (source.sheets(), source.hidden()),
            (&["清单".to_owned()][..], &["底稿".to_owned()][..]),
            "{name}"
        );
        assert_eq!(source.place(0).sheet.as_deref(), Some("清单"));
    }
    let sheet =
        |sheet: &str| ReadOptions { sheet: Some(sheet.to_owned()), ..ReadOptions::default() };
    assert_eq!(open("plain.xlsx", &sheet("1")).unwrap().sheets(), ["清单"]);
    let mut hidden = open("plain.xlsx", &sheet(" 底稿")).unwrap();
    assert_eq!(
        lines(&mut hidden),
        [Ok((1, String::new())), Ok((2, String::new())), Ok((3, "||#N/A".to_owned()))]
    );
    assert_eq!(open("plain.xlsx", &sheet("2")).err().unwrap().code(), "sheet-not-found");
}

#[test]
fn one_bad_row_is_one_row_lost() {
    let ok = |number: u32, text: &str| Ok((number, text.to_owned()));
    let mut broken = open("broken-bytes.csv", &ReadOptions::default()).unwrap();
    assert_eq!(
        lines(&mut broken),
        [ok(1, "申请号|名称"), ok(2, "1|甲"), Err((3, "text-undecodable")), ok(4, "3|丙")]
    );
    let mut open_quote = open("open-quote.csv", &ReadOptions::default()).unwrap();
    let expected = [
        ok(1, "申请号|名称"),
        ok(2, "1|甲"),
        Err((3, "quote-never-closed")),
        ok(4, "3|丙"),
        ok(5, "4|丁"),
    ];
    assert_eq!(lines(&mut open_quote), expected);
}

#[test]
fn the_cell_that_cannot_be_decoded_is_named() {
    let mut source = open("broken-bytes.csv", &ReadOptions::default()).unwrap();
    let mut rows = source.rows(0).unwrap();
    let mut row = Row::default();
    let error = std::iter::from_fn(|| Some(rows.next(&mut row))).find_map(Result::err).unwrap();
    assert_eq!(
        (error.place.cell.as_deref(), error.place.value.as_deref()),
        (Some("B3"), Some("\u{fffd}\u{fffd}乙"))
    );
}

#[test]
fn a_row_that_is_lost_is_still_shown() {
    for (name, expected) in
        [("broken-bytes.csv", "2|\u{fffd}\u{fffd}乙"), ("open-quote.csv", "2|\"乙")]
    {
        let mut source = open(name, &ReadOptions::default()).unwrap();
        let mut rows = source.rows(0).unwrap();
        let mut row = Row::default();
        while rows.next(&mut row).is_ok() {}
        let cells: Vec<_> = row.cells().map(|cell| cell.display().into_owned()).collect();
        assert_eq!((row.number, cells.join("|").as_str()), (3, expected), "{name}");
    }
}

#[test]
fn a_file_that_cannot_be_read_says_why() {
    let code = |name: &str, encoding: Option<&str>| {
        let options = ReadOptions { encoding: encoding.map(str::to_owned), sheet: None };
        open(name, &options).err().map(|error| error.code())
    };
    assert_eq!(code("none.csv", None), Some("file-not-found"));
    assert_eq!(code("", None), Some("file-is-directory"));
    assert_eq!(code("encrypted.xlsx", None), Some("workbook-encrypted"));
    assert_eq!(code("damaged.xlsx", None), Some("file-damaged"));
    assert_eq!(code("damaged.xls", None), Some("file-damaged"));
    assert_eq!(code("damaged.ods", None), Some("file-damaged"));
    assert_eq!(code("utf8.csv", Some("klingon")), Some("encoding-unknown"));
    assert_eq!(code("gb18030.csv", Some("GBK")), None);
    let empty = tempfile::NamedTempFile::new().unwrap();
    let code = |text: &str| {
        std::fs::write(empty.path(), text).unwrap();
        Source::open(empty.path().to_str().unwrap(), &ReadOptions::default())
            .err()
            .map(|error| error.code())
    };
    assert_eq!(
        (code(""), code("\u{feff}"), code("a")),
        (Some("file-empty"), Some("file-empty"), None)
    );
    assert_eq!(code("<html><body>please log in</body></html>"), Some("format-unknown"));
}

#[test]
fn a_cell_that_no_sheet_has_room_for_is_damage() {
    for name in ["far-right.xlsx", "far-down.xlsx", "upside-down.xlsx"] {
        let mut source = open(name, &ReadOptions::default()).unwrap();
        let mut rows = source.rows(0).unwrap();
        let mut row = Row::default();
        let error = (0..9).find_map(|_| rows.next(&mut row).err());
        assert_eq!(error.map(|error| error.code()), Some("file-damaged"), "{name}");
    }
}

#[test]
fn the_fingerprint_is_that_of_the_bytes() {
    let source = open("utf8-bom.csv", &ReadOptions::default()).unwrap();
    let bytes = std::fs::read(path("utf8-bom.csv")).unwrap();
    assert_eq!((source.bytes, source.sha256), (bytes.len() as u64, Sha256::digest(&bytes).into()));
}
