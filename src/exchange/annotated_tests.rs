use super::super::Row;
use super::super::source::{ReadOptions, Source};
use super::*;

fn sheet() -> AnnotatedSheet {
    let cells = vec![
        OwnedCell::Text("201610000001".into()),
        OwnedCell::Number(2_016_100_000_012.0),
        OwnedCell::Number(12.5),
        OwnedCell::Serial(42_734.0),
        OwnedCell::Bool(true),
        OwnedCell::Error("#N/A".into()),
    ];
    let row = AnnotatedRow {
        cells,
        bad: vec![0, 7],
        remarks: vec![
            OwnedCell::Number(17.0),
            OwnedCell::Text("为何".into()),
            OwnedCell::Text("怎么办".into()),
        ],
    };
    AnnotatedSheet {
        title_rows: vec![vec!["静安区专利清单".into()], vec![]],
        headers: ["申请号", "号", "金额", "日期", "是", "错", "空", "缺"]
            .map(str::to_owned)
            .to_vec(),
        rows: vec![row],
        extra_titles: ["原行号", "原因", "建议"].map(str::to_owned).to_vec(),
        sheet_name: "退回/行".into(),
    }
}

#[test]
fn what_is_written_reads_back_as_it_stood() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("refused.xlsx");
    write_annotated(&path, &[sheet()]).unwrap();
    let mut source = Source::open(path.to_str().unwrap(), &ReadOptions::default()).unwrap();
    assert_eq!(source.sheets(), ["退回行"]);
    let mut rows = source.rows(0).unwrap();
    let (mut row, mut lines) = (Row::default(), Vec::new());
    while rows.next(&mut row).unwrap() {
        lines.push(row.clone());
    }
    assert_eq!(lines.len(), 4);
    let header: Vec<_> = lines[2].cells().map(|cell| cell.display().into_owned()).collect();
    assert_eq!(header[7..], ["缺", "原行号", "原因", "建议"]);
    let expected = [
        Cell::Text("201610000001"),
        Cell::Number(2_016_100_000_012.0),
        Cell::Number(12.5),
        Cell::Serial(42_734.0),
        Cell::Bool(true),
        Cell::Error("#N/A"),
        Cell::Empty,
        Cell::Empty,
        Cell::Number(17.0),
        Cell::Text("为何"),
        Cell::Text("怎么办"),
    ];
    assert_eq!(lines[3].cells().collect::<Vec<_>>(), expected);
}

#[test]
fn the_same_rows_give_the_same_bytes() {
    let folder = tempfile::tempdir().unwrap();
    let bytes = |name: &str| {
        let path = folder.path().join(name);
        write_annotated(&path, &[sheet()]).unwrap();
        std::fs::read(path).unwrap()
    };
    assert!(bytes("a.xlsx") == bytes("b.xlsx"));
}

#[test]
fn what_is_being_mended_is_not_written_over() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("refused.xlsx");
    let second = folder.path().join("refused-2.xlsx");
    assert_eq!(add_annotated(&path, &sheet()).unwrap(), path);
    assert_eq!(add_annotated(&path, &sheet()).unwrap(), path, "the same rows again");
    std::fs::write(&path, "half mended").unwrap();
    assert_eq!(add_annotated(&path, &sheet()).unwrap(), second);
    assert_eq!(add_annotated(&path, &sheet()).unwrap(), second);
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "half mended");
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 2);
}

#[test]
fn odd_sheets_are_written_too() {
    let folder = tempfile::tempdir().unwrap();
    write_annotated(&folder.path().join("a.xlsx"), &[AnnotatedSheet::default()]).unwrap();
    let long = "长".repeat(40_000);
    let row = AnnotatedRow {
        cells: vec![OwnedCell::Text(long.clone())],
        bad: vec![0, 99_999],
        remarks: vec![OwnedCell::Empty, OwnedCell::Text(long)],
    };
    let odd = AnnotatedSheet { rows: vec![row; 3], ..sheet() };
    write_annotated(&folder.path().join("b.xlsx"), &[odd]).unwrap();
}

#[test]
fn sheet_names_are_such_as_excel_takes() {
    assert_eq!(sheet_name("a/b[c]", 1), "abc");
    assert_eq!(sheet_name("'", 2), "2");
    assert_eq!(sheet_name(&"表".repeat(40), 2), "表".repeat(29) + "-2");
}
