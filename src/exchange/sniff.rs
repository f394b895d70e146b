//! What a file is, told from its bytes.

use encoding_rs::Encoding;

use super::error::FileFault;
use super::source::Format;
use super::text::encoding_of_head;

/// The ways of reading.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Text,
    Html,
    /// A web archive in one file (MIME).
    Mhtml,
    /// An XML spreadsheet of 2003.
    Xml,
    Workbook(Format),
}

/// Tells what begins with `head` and ends with `tail`, where a zip keeps the list of what is in it.
///
/// An encoding that a person names vouches for text: Chinese in UTF-16 without a mark looks like anything.
///
/// Errors: `file-empty`; `format-unknown` for what holds no table we can read.
pub(super) fn sniff(
    head: &[u8],
    tail: &[u8],
    named: Option<&'static Encoding>,
) -> Result<Kind, FileFault> {
    const OLE2: &[u8] = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";
    /// Other kinds of file, by their first bytes.
    const FOREIGN: [(&[u8], &str); 8] = [
        (b"%PDF", "pdf"),
        (b"\x89PNG", "png"),
        (b"\xFF\xD8\xFF", "jpeg"),
        (b"GIF8", "gif"),
        (b"Rar!", "rar"),
        (b"7z\xBC\xAF", "7z"),
        (b"\x1F\x8B", "gzip"),
        (b"SQLite format 3\0", "sqlite"),
    ];
    if head.is_empty() {
        return Err(FileFault::FileEmpty);
    }
    if head.starts_with(b"PK\x03\x04") {
        return zipped(head, tail).map(Kind::Workbook);
    }
    if head.starts_with(OLE2) {
        return Ok(Kind::Workbook(Format::Xls));
    }
    if let Some((_, seen)) = FOREIGN.iter().find(|(first, _)| head.starts_with(first)) {
        return Err(FileFault::FormatUnknown { seen });
    }
    match encoding_of_head(head).or(named.map(|named| (named, 0))) {
        Some((encoding, mark)) => {
            told_by_words(&encoding.decode_without_bom_handling(&head[mark..]).0)
        }
        None if head.iter().filter(|b| **b == 0).count() > head.len() / 100 => {
            Err(FileFault::FormatUnknown { seen: "binary" })
        }
        None => told_by_words(&String::from_utf8_lossy(head)),
    }
}

/// Tells which program's file a zip is.
fn zipped(head: &[u8], tail: &[u8]) -> Result<Format, FileFault> {
    let within = |name: &str| {
        [head, tail].iter().any(|part| part.windows(name.len()).any(|at| at == name.as_bytes()))
    };
    if within("mimetypeapplication/vnd.oasis.opendocument.spreadsheet") {
        Ok(Format::Ods)
    } else if within("xl/workbook.bin") {
        // Its merged cells and the looks of its numbers cannot be read.
        Err(FileFault::FormatUnknown { seen: "xlsb" })
    } else if within("xl/") {
        Ok(Format::Xlsx)
    } else if within("word/document.xml") {
        Err(FileFault::FormatUnknown { seen: "docx" })
    } else {
        Err(FileFault::FormatUnknown { seen: "zip" })
    }
}

/// Tells web pages from plain text.
fn told_by_words(head: &str) -> Result<Kind, FileFault> {
    let head = head.trim_start().to_ascii_lowercase();
    let is_mime = |line: &str| {
        line.starts_with("mime-version:") || line.starts_with("content-type: multipart/related")
    };
    if head.lines().take(12).any(is_mime) {
        return Ok(Kind::Mhtml);
    }
    if !head.starts_with('<') {
        return Ok(Kind::Text);
    }
    if head.contains("urn:schemas-microsoft-com:office:spreadsheet") && head.contains("<workbook") {
        return Ok(Kind::Xml);
    }
    let page = ["<html", "<table", "<!doctype html"].iter().any(|tag| head.contains(tag));
    Ok(if page { Kind::Html } else { Kind::Text })
}

#[cfg(test)]
mod tests {
    use encoding_rs::UTF_16LE;

    use super::*;

    fn check(head: &[u8], kind: Result<Kind, &str>) {
        assert_eq!(
            sniff(head, b"", None).map_err(|fault| format!("{fault:?}")),
            kind.map_err(str::to_owned)
        );
    }

    #[test]
    fn content_tells_not_the_name() {
        check(b"a,b\n", Ok(Kind::Text));
        check(b"<3,b\n", Ok(Kind::Text));
        check("\u{feff}\n<HTML><body>".as_bytes(), Ok(Kind::Html));
        check(b"<meta charset=gbk><TABLE border=1>", Ok(Kind::Html));
        check(
            b"PK\x03\x04......[Content_Types].xml...xl/workbook.xml",
            Ok(Kind::Workbook(Format::Xlsx)),
        );
        check(b"PK\x03\x04...xl/workbook.bin", Err("FormatUnknown { seen: \"xlsb\" }"));
        check(b"PK\x03\x04......readme.txt", Err("FormatUnknown { seen: \"zip\" }"));
        check(b"%PDF-1.4", Err("FormatUnknown { seen: \"pdf\" }"));
        check(b"", Err("FileEmpty"));
        check(&[1, 0, 0, 0, 0, 7, 9, 0, 0], Err("FormatUnknown { seen: \"binary\" }"));
        let one_line = "专利名称及其一种说明".repeat(50);
        let bytes: Vec<u8> = one_line.encode_utf16().flat_map(u16::to_le_bytes).collect();
        check(&bytes, Err("FormatUnknown { seen: \"binary\" }"));
        assert_eq!(sniff(&bytes, b"", Some(UTF_16LE)), Ok(Kind::Text));
    }
}
