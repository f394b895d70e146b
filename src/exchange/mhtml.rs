//! Web archives in one file (MHTML, RFC 2557), as Excel saves a workbook for the web.

use encoding_rs::{Encoding, UTF_8};

use super::html::{self, Table};

/// Parts looked at; a workbook has one per sheet, and a few more.
const MOST_PARTS: usize = 2_000;
/// How deep parts may hold parts.
const DEEPEST: usize = 3;

/// Returns the tables of every page in the archive.
pub(super) fn tables(text: &str) -> Vec<Table> {
    let mut pages = Vec::new();
    collect(text, 0, &mut pages);
    let mut tables: Vec<Table> = pages.iter().flat_map(|page| html::tables(page)).collect();
    for (at, table) in tables.iter_mut().enumerate() {
        table.name = (at + 1).to_string();
    }
    tables
}

/// Gathers the pages of a part and of those within it.
fn collect(part: &str, depth: usize, pages: &mut Vec<String>) {
    let (head, body) = split_head(part);
    let kind = header(&head, "content-type").unwrap_or_default();
    let folded = kind.to_ascii_lowercase();
    if let Some(boundary) =
        parameter(&kind, "boundary").filter(|_| folded.starts_with("multipart/"))
    {
        if depth < DEEPEST {
            let sign = format!("--{boundary}");
            let parts = body.split(sign.as_str()).skip(1);
            let parts = parts.take_while(|part| !part.starts_with("--")).take(MOST_PARTS);
            parts.for_each(|part| collect(part.trim_start_matches(['\r', '\n']), depth + 1, pages));
        }
    } else if folded.starts_with("text/html") && pages.len() < MOST_PARTS {
        let encoding = header(&head, "content-transfer-encoding").unwrap_or_default();
        let bytes = match encoding.trim().to_ascii_lowercase().as_str() {
            "quoted-printable" => unquoted(body),
            "base64" => from_base64(body),
            _ => return pages.push(body.to_owned()),
        };
        let charset = parameter(&kind, "charset").or_else(|| charset_within(&bytes));
        let encoding =
            charset.and_then(|name| Encoding::for_label(name.as_bytes())).unwrap_or(UTF_8);
        pages.push(encoding.decode(&bytes).0.into_owned());
    }
}

/// Splits a part at its first blank line.
fn split_head(part: &str) -> (String, &str) {
    let ends = ["\r\n\r\n", "\n\n"];
    let end = ends.iter().filter_map(|end| Some((part.find(end)?, end.len()))).min();
    match end {
        // A line that begins with a blank goes on with the one before.
        Some((at, length)) => {
            let head = part[..at].replace("\r\n", "\n").replace("\n ", " ").replace("\n\t", " ");
            (head, &part[at + length..])
        }
        None => (String::new(), part),
    }
}

fn header(head: &str, name: &str) -> Option<String> {
    head.lines().find_map(|line| {
        let (key, value) = line.split_once(':')?;
        key.trim().eq_ignore_ascii_case(name).then(|| value.trim().to_owned())
    })
}

fn parameter(value: &str, name: &str) -> Option<String> {
    value.split(';').skip(1).find_map(|part| {
        let (key, value) = part.split_once('=')?;
        key.trim().eq_ignore_ascii_case(name).then(|| value.trim().trim_matches('"').to_owned())
    })
}

/// The encoding that a page names in its own head.
fn charset_within(page: &[u8]) -> Option<String> {
    let head = String::from_utf8_lossy(&page[..page.len().min(2_048)]).to_ascii_lowercase();
    let (_, after) = head.split_once("charset=")?;
    let name: String = after
        .trim_start_matches(['"', '\''])
        .chars()
        .take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))
        .collect();
    (!name.is_empty()).then_some(name)
}

/// Decodes quoted-printable text; what is none stays as it stands.
fn unquoted(text: &str) -> Vec<u8> {
    let bytes = text.as_bytes();
    let mut plain = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let rest = &bytes[at..];
        let hex = |digit: u8| char::from(digit).to_digit(16).map(|digit| digit as u8);
        at += match rest {
            [b'=', b'\r', b'\n', ..] => 3,
            [b'=', b'\n', ..] => 2,
            [b'=', high, low, ..] if hex(*high).is_some() && hex(*low).is_some() => {
                plain.push(hex(*high).unwrap_or(0) * 16 + hex(*low).unwrap_or(0));
                3
            }
            [byte, ..] => {
                plain.push(*byte);
                1
            }
            [] => 1,
        };
    }
    plain
}

/// Decodes base64 up to the first character that is none of it.
fn from_base64(text: &str) -> Vec<u8> {
    let (mut plain, mut bits, mut held) = (Vec::with_capacity(text.len() / 4 * 3), 0_u32, 0);
    for byte in text.bytes().filter(|byte| !byte.is_ascii_whitespace()) {
        let value = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            _ => break,
        };
        bits = bits << 6 | u32::from(value);
        held += 6;
        if held >= 8 {
            held -= 8;
            plain.push((bits >> held) as u8);
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, cells: &[&str]) {
        let tables = tables(text);
        let all = tables.iter().flat_map(|table| table.rows.iter().flatten());
        let found: Vec<&str> = all.map(|(_, text)| text.as_str()).collect();
        assert_eq!(found, cells, "{text}");
    }

    #[test]
    fn pages_are_found_in_the_archive() {
        let head = "MIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\tboundary=\"=_x\"\r\n\r\nsaved by\r\n";
        check(
            &format!(
                "{head}--=_x\r\nContent-Type: text/html; charset=\"gb2312\"\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n<table><tr><td x=3D'1'>=C9=EA=\r\n=C7=EB</table>\r\n--=_x\r\nContent-Type: image/png\r\n\r\nx\r\n--=_x--\r\n"
            ),
            &["申请"],
        );
        check(
            &format!(
                "{head}--=_x\nContent-Type: text/html\nContent-Transfer-Encoding: base64\n\nPHRhYmxlPjx0cj48\ndGQ+55SyPC90YWJsZT4=\n--=_x--"
            ),
            &["甲"],
        );
        check("MIME-Version: 1.0\n\nnothing", &[]);
        check(
            &format!("{head}--=_x\r\nContent-Type: text/html\r\n\r\n<table><tr><td>a=9"),
            &["a=9"],
        );
    }
}
