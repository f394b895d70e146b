//! What only spreadsheets do to a list: looks of numbers, failed and unfinished formulas, other files called .xls. The files are
//! made by `tests/files/readings/make.py`.

use serde_json::Value;

use crate::support::{Desk, repository};

/// A desk of 2021-03-01 with one of the files on it, imported: exit code, and what was told.
fn read(noun: &str, file: &str) -> (Desk, i32, Value) {
    let mut desk = Desk::with_ledger();
    desk.on("2021-03-01");
    let from = repository(&format!("tests/files/readings/{file}"));
    std::fs::copy(from, desk.path(file)).expect("the file");
    let (code, value) = desk.json(&[noun, "import", file]);
    (desk, code, value)
}

/// The values of an export under `keys`, a line a row.
fn exported(desk: &Desk, noun: &str, keys: &[&str]) -> Vec<String> {
    let rows = desk.data(&[noun, "export"]);
    let text = |value: &Value| value.as_str().unwrap_or("-").to_owned();
    let rows = rows.as_array().expect("rows").iter();
    rows.map(|row| keys.iter().map(|key| text(&row[*key])).collect::<Vec<_>>().join(" ")).collect()
}

/// Refused rows with their codes and cells.
fn refused(value: &Value) -> Vec<String> {
    let rejects = value["data"]["rejects"].as_array().expect("rejects").iter();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    rejects.map(|r| format!("{} {} {}", r["row"], text(&r["code"]), text(&r["cell"]))).collect()
}

/// 0.0435 in a cell that shows 4.35% was read as 0.0435 % from workbooks of Excel 97.
#[test]
fn percent_cells_are_the_percents_they_show_in_every_kind_of_workbook() {
    for file in ["percent_cells.xls", "percent_cells_1904.xlsx"] {
        let (desk, code, value) = read("loan", file);
        assert_eq!(code, 0, "{file}: {value}");
        let rates = exported(&desk, "loan", &["loan_no", "rate_percent", "due_on"]);
        let expected = [("JD21", "4.35%"), ("JD22", "4.75%"), ("JD23", "5%")];
        let expected = expected.map(|(loan, rate)| format!("{loan} {rate} 2019-03-01"));
        assert_eq!(rates, expected, "{file}");
    }
}

/// 300 in a cell that shows 300万元 was read as 300 yuan.
#[test]
fn a_unit_in_the_look_of_a_number_is_its_unit() {
    for file in ["units_in_looks.xls", "units_in_looks.xlsx", "units_in_looks.ods"] {
        let (desk, code, value) = read("pledge", file);
        assert_eq!(code, 0, "{file}: {value}");
        let amounts = exported(&desk, "pledge", &["secured_amount"]);
        assert_eq!(amounts, ["3000000.00", "3000000.00", "805000.00"], "{file}");
        // Nothing was assumed.
        assert!(
            !value["warnings"].to_string().contains("按元读取"),
            "{file}: {}",
            value["warnings"]
        );
    }
}

#[test]
fn formulas_without_a_stored_result_refuse_their_rows_and_no_others() {
    for (noun, file, row, kept) in [
        ("pledge", "uncomputed.xlsx", "3 formula-uncomputed F3", "registration_no"),
        ("patent", "uncomputed.ods", "3 formula-uncomputed D3", "application_no"),
    ] {
        let (desk, code, value) = read(noun, file);
        assert_eq!((code, refused(&value)), (3, vec![row.to_owned()]), "{file}");
        assert_eq!(exported(&desk, noun, &[kept]).len(), 1, "{file}");
        let message = value["data"]["rejects"][0]["message"].as_str().unwrap_or_default();
        assert!(message.contains("公式"), "{message}");
    }
}

#[test]
fn registers_in_xml_and_in_archives_are_read_as_their_workbooks_would_be() {
    for file in ["register_2003.xls", "register_archive.xls"] {
        let (desk, code, value) = read("pledge", file);
        assert_eq!(code, 0, "{file}: {value}");
        let keys = ["registration_no", "registered_on", "patent_nos", "secured_amount"];
        assert_eq!(
            exported(&desk, "pledge", &keys),
            [
                "2018310000071 2018-07-03 201610281886.0;201610824209.9 1000000.00",
                "2018310000072 2018-07-04 201610757401.0 805000.00",
            ],
            "{file}"
        );
        // 180.5 of two registrations, one of which has its amount over two rows.
        let total = &value["data"]["reading"][0]["totals"][0];
        assert_eq!((&total["stated"], &total["agrees"]), (&"1805000.00".into(), &true.into()));
    }
}

#[test]
fn loans_in_xml_and_in_archives_keep_percents_and_refuse_what_failed() {
    let (desk, code, value) = read("loan", "loans_2003.xls");
    assert_eq!(
        (code, refused(&value)),
        (3, vec!["3 cell-error C3".to_owned(), "4 formula-uncomputed D4".to_owned()])
    );
    assert_eq!(
        exported(&desk, "loan", &["loan_no", "principal", "rate_percent"]),
        ["JD31 1000000.00 4.35%"]
    );
    let (desk, code, value) = read("loan", "loans_archive.xls");
    assert_eq!((code, refused(&value)), (3, vec!["3 cell-error C3".to_owned()]));
    assert_eq!(exported(&desk, "loan", &["loan_no", "principal"]), ["JD41 10005000.00"]);
}

/// A page of the same list in quoted-printable GBK and in base64, as Excel and mail programs save it.
#[test]
fn archives_are_read_in_the_transfer_encodings_programs_save_them_in() {
    let head = |encoding: &str| {
        format!(
            "MIME-Version: 1.0\r\nX-Document-Type: Workbook\r\nContent-Type: multipart/related; boundary=\"----=_x\"\r\n\r\n\
             ------=_x\r\nContent-Location: file:///C:/a.htm\r\nContent-Transfer-Encoding: {encoding}\r\n\
             Content-Type: text/html; charset=\"utf-8\"\r\n\r\n"
        )
    };
    let page =
        "<html><table><tr><td>企业名称<td>所属区<tr><td>上海甲有限公司<td>松江区</table></html>";
    let quoted: String = page.bytes().map(|byte| format!("={byte:02X}")).collect();
    let lines: Vec<String> = quoted
        .as_bytes()
        .chunks(72)
        .map(|line| String::from_utf8_lossy(line).into_owned())
        .collect();
    for (encoding, body) in [("quoted-printable", lines.join("=\r\n")), ("base64", base64(page))] {
        let mut desk = Desk::with_ledger();
        desk.on("2021-03-01");
        let text = format!("{}{body}\r\n------=_x--\r\n", head(encoding));
        let list = desk.file("名录.xls", &text);
        let (code, value) = desk.json(&["party", "import", &list]);
        assert_eq!(code, 0, "{encoding}: {value}");
        assert_eq!(
            exported(&desk, "party", &["name", "district"]),
            ["上海甲有限公司 310117"],
            "{encoding}"
        );
    }
}

/// Base64 in lines of 76 letters.
fn base64(text: &str) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::new();
    for (at, three) in text.as_bytes().chunks(3).enumerate() {
        if at > 0 && at % 19 == 0 {
            out += "\r\n";
        }
        let bits = three.iter().fold(0_u32, |bits, byte| bits << 8 | u32::from(*byte))
            << (8 * (3 - three.len()));
        for place in 0..4 {
            let letter = LETTERS[(bits >> (18 - 6 * place)) as usize & 63];
            out.push(if place <= three.len() { char::from(letter) } else { '=' });
        }
    }
    out
}

/// Files whose sizes are lies: each is refused as a whole, at once and in little memory, or read for what it holds.
#[test]
fn lies_about_sizes_take_neither_memory_nor_time() {
    use std::time::{Duration, Instant};
    let wide = "<table><tr><td>企业名称<td colspan=1000000000 rowspan=1000000000>所属区<tr><td>甲公司</table>";
    let far = "<Workbook xmlns:ss=\"x\"><Worksheet ss:Name=\"a\"><Table><Row ss:Index=\"4000000000\"><Cell ss:Index=\"4000000000\" \
               ss:MergeAcross=\"4000000000\" ss:MergeDown=\"4000000000\"><Data>企业名称</Data></Cell></Row></Table></Worksheet></Workbook>";
    let archive = "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=\"x\"\r\n\r\n--x\r\nContent-Type: text/html\r\n\
                   Content-Transfer-Encoding: base64\r\n\r\n!!!!\r\n";
    for (name, bytes) in [
        ("页.xls", wide.as_bytes().to_vec()),
        ("表.xls", far.as_bytes().to_vec()),
        ("档.xls", archive.as_bytes().to_vec()),
        (
            "头.xls",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".iter().copied().chain([0xff; 2000]).collect(),
        ),
        ("包.xlsx", b"PK\x03\x04".iter().copied().chain([0xff; 2000]).collect()),
        ("名.csv", [b"\xef\xbb\xbf".to_vec(), b"\"".to_vec(), vec![b'a'; 1 << 20]].concat()),
    ] {
        let mut desk = Desk::with_ledger();
        desk.on("2021-03-01");
        std::fs::write(desk.path(name), bytes).expect("the file");
        let begun = Instant::now();
        let (code, value) = desk.json(&["party", "import", name]);
        assert!(code == 3 || code == 0, "{name}: {code} {value}");
        assert!(begun.elapsed() < Duration::from_secs(20), "{name}: {:?}", begun.elapsed());
        assert_eq!(desk.json(&["verify"]).0, 0, "{name}");
    }
}
