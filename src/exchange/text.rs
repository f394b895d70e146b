//! Text files: which encoding, and a stream of UTF-8 whatever it is.

use std::borrow::Cow;
use std::fs::File;
use std::io::{self, Read};
use std::ops::Range;

use encoding_rs::{DecoderResult, Encoding, GB18030, UTF_8, UTF_16BE, UTF_16LE};

use super::error::{ExchangeError, FileFault, Place};
use super::limits::{Bound, MOST_PAGE_BYTES};

/// Stands in the decoded stream for bytes that are no characters. No UTF-8 text has it, so the row it falls
/// in fails the same check as one of a broken UTF-8 file.
const UNDECODABLE: u8 = 0xFF;
/// Broken sequences after which the rest of a file will not change the verdict.
const ENOUGH_BROKEN: u64 = 4096;

/// Returns the encoding a person means by `name`: the web's labels, and what Chinese Windows says.
pub(super) fn encoding_named(name: &str) -> Option<&'static Encoding> {
    let name = name.trim().to_ascii_lowercase();
    match name.as_str() {
        "cp936" | "936" | "ansi" | "gb-18030" => Some(GB18030),
        "utf-8-sig" | "utf8-bom" | "utf-8-bom" => Some(UTF_8),
        "utf16" => Some(UTF_16LE),
        _ => Encoding::for_label_no_replacement(name.as_bytes()),
    }
}

/// Returns the encoding that the first bytes give away: a byte order mark, or the commas, tabs and line ends
/// of UTF-16, each with a zero byte beside it. The number is the length of the mark.
pub(super) fn encoding_of_head(head: &[u8]) -> Option<(&'static Encoding, usize)> {
    Encoding::for_bom(head).or_else(|| {
        // Zero bytes alone tell little: 一 (4E 00) and its like have one on the other side, and are frequent.
        let marks = |zero: usize| {
            let is_mark = |pair: &&[u8]| pair[zero] == 0 && b",\t\r\n".contains(&pair[1 - zero]);
            head.chunks_exact(2).filter(is_mark).count()
        };
        let (big, little, few) = (marks(0), marks(1), head.len() / 400);
        let (encoding, most, least) =
            if little > big { (UTF_16LE, little, big) } else { (UTF_16BE, big, little) };
        (most > few.max(4 * least) && is_clean(encoding, head)).then_some((encoding, 0))
    })
}

/// Returns whether the bytes decode without control characters, as those of no binary file do. One fault is
/// granted: the last character may be cut in two.
fn is_clean(encoding: &'static Encoding, head: &[u8]) -> bool {
    let (text, _) = encoding.decode_without_bom_handling(head);
    let is_foul = |c: &char| match c {
        '\t' | '\n' | '\x0b' | '\x0c' | '\r' => false,
        c => c.is_control() || *c == '\u{fffd}',
    };
    text.chars().filter(is_foul).count() <= 1
}

/// Judges, chunk by chunk, whether a whole file is UTF-8. What is not, is taken for GB18030, unless sound
/// Chinese in UTF-8 outweighs what is broken: then it is UTF-8 with damage, and only the damaged rows are lost.
#[derive(Default)]
pub(super) struct Utf8Judge {
    wide: u64,
    broken: u64,
}

impl Utf8Judge {
    /// Takes the next bytes; returns how many are dealt with. The rest, at most three of a character cut in
    /// two, must come again at the front of the next chunk.
    pub fn take(&mut self, bytes: &[u8], last: bool) -> usize {
        let mut rest = bytes;
        while self.broken < ENOUGH_BROKEN {
            let Err(error) = simdutf8::compat::from_utf8(rest) else {
                self.count(rest);
                return bytes.len();
            };
            let (sound, after) = rest.split_at(error.valid_up_to());
            self.count(sound);
            rest = match error.error_len() {
                Some(length) => &after[length..],
                None if last => &[],
                None => return bytes.len() - after.len(),
            };
            self.broken += 1;
        }
        bytes.len()
    }

    /// Counts the characters that are not ASCII, by their first bytes, as long as it can matter.
    fn count(&mut self, sound: &[u8]) {
        if self.wide <= ENOUGH_BROKEN {
            self.wide += sound.iter().filter(|b| **b >= 0xC0).count() as u64;
        }
    }

    pub fn verdict(&self) -> &'static Encoding {
        if self.broken == 0 || self.wide > self.broken { UTF_8 } else { GB18030 }
    }
}

/// Reads a small text file whole, in whatever encoding a person saved it.
///
/// Errors: `file-not-found` and its like, `file-too-large`, `text-undecodable`.
pub fn read_text(file: &str) -> Result<String, ExchangeError> {
    let at = |fault: FileFault| fault.at(Place::file(file));
    let reading = |error: io::Error| ExchangeError::reading(file, &error);
    let mut bytes = Vec::new();
    let input = File::open(file).map_err(reading)?;
    input.take(MOST_PAGE_BYTES + 1).read_to_end(&mut bytes).map_err(reading)?;
    if bytes.len() as u64 > MOST_PAGE_BYTES {
        return Err(at(FileFault::FileTooLarge { what: Bound::PageBytes, most: MOST_PAGE_BYTES }));
    }
    let (encoding, mark) = encoding_of_head(&bytes).unwrap_or_else(|| {
        let mut judge = Utf8Judge::default();
        judge.take(&bytes, true);
        (judge.verdict(), 0)
    });
    let text = encoding.decode_without_bom_handling_and_without_replacement(&bytes[mark..]);
    text.map(Cow::into_owned)
        .ok_or_else(|| at(FileFault::TextUndecodable { encoding: encoding.name() }))
}

/// A stream of UTF-8 out of one in another encoding.
pub(super) struct Transcoder<R> {
    input: R,
    decoder: encoding_rs::Decoder,
    raw: Vec<u8>,
    raw_left: Range<usize>,
    decoded: Vec<u8>,
    decoded_left: Range<usize>,
    at_end: bool,
}

impl<R: Read> Transcoder<R> {
    /// `input` stands behind the byte order mark, if there was one.
    pub fn new(input: R, encoding: &'static Encoding) -> Self {
        let decoder = encoding.new_decoder_without_bom_handling();
        let (raw, decoded) = (vec![0; 64 * 1024], vec![0; 64 * 1024]);
        Self { input, decoder, raw, raw_left: 0..0, decoded, decoded_left: 0..0, at_end: false }
    }

    /// Decodes until something is there to give, or the input is at its end.
    fn decode(&mut self) -> io::Result<()> {
        while self.decoded_left.is_empty() && !self.at_end {
            let mut last = false;
            if self.raw_left.is_empty() {
                self.raw_left = 0..self.input.read(&mut self.raw)?;
                last = self.raw_left.is_empty();
            }
            let room = self.decoded.len() - 1;
            let (result, read, written) = self.decoder.decode_to_utf8_without_replacement(
                &self.raw[self.raw_left.clone()],
                &mut self.decoded[..room],
                last,
            );
            self.raw_left.start += read;
            self.decoded_left = 0..written;
            match result {
                DecoderResult::InputEmpty => self.at_end = last,
                DecoderResult::OutputFull => {}
                DecoderResult::Malformed(..) => {
                    self.decoded[written] = UNDECODABLE;
                    self.decoded_left.end += 1;
                }
            }
        }
        Ok(())
    }
}

impl<R: Read> Read for Transcoder<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        self.decode()?;
        let count = into.len().min(self.decoded_left.len());
        let begin = self.decoded_left.start;
        into[..count].copy_from_slice(&self.decoded[begin..begin + count]);
        self.decoded_left.start += count;
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_small_text_is_read_in_any_encoding() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("办法.toml");
        let read = |bytes: &[u8]| {
            std::fs::write(&path, bytes).unwrap();
            read_text(path.to_str().unwrap())
        };
        let text = "name = \"风险补偿办法\"\n";
        assert_eq!(read(text.as_bytes()).unwrap(), text);
        assert_eq!(read(&[b"\xEF\xBB\xBF", text.as_bytes()].concat()).unwrap(), text);
        assert_eq!(read(&GB18030.encode(text).0).unwrap(), text);
        let code = |bytes: &[u8]| read(bytes).unwrap_err().fault.code();
        assert_eq!(code("风险补偿\u{ff}".as_bytes().split_last().unwrap().1), "text-undecodable");
        assert_eq!(read_text("no such file").unwrap_err().fault.code(), "file-not-found");
    }

    fn judge(chunks: &[&[u8]]) -> &'static Encoding {
        let mut judge = Utf8Judge::default();
        let mut carried = Vec::new();
        for (i, chunk) in chunks.iter().enumerate() {
            carried.extend_from_slice(chunk);
            let taken = judge.take(&carried, i + 1 == chunks.len());
            carried.drain(..taken);
        }
        judge.verdict()
    }

    #[test]
    fn the_whole_file_decides_between_utf8_and_gb18030() {
        assert_eq!(judge(&[b"plain ascii"]), UTF_8);
        let text = "发明名称,申请日".as_bytes();
        assert_eq!(judge(&[&text[..4], &text[4..5], &text[5..]]), UTF_8);
        assert_eq!(
            judge(&[b"no,name\n".repeat(9999).as_slice(), &GB18030.encode("联通").0]),
            GB18030
        );
        assert_eq!(judge(&[text, b"\xff,a\n", text]), UTF_8, "one broken byte among sound Chinese");
        assert_eq!(judge(&[&text[..8], b""]), UTF_8, "cut off within a character");
        assert_eq!(judge(&[&GB18030.encode(&"专利权质押登记".repeat(5000)).0]), GB18030);
    }

    #[test]
    fn utf16_shows_in_its_first_bytes() {
        let check = |text: &str| {
            let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
            let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
            assert_eq!(encoding_of_head(&little), Some((UTF_16LE, 0)), "{text}");
            assert_eq!(encoding_of_head(&big), Some((UTF_16BE, 0)), "{text}");
        };
        check("申请号,名称\n1,甲\n");
        check("名称\t说明\n一种一体化一一一一\t统一\u{3000}一\n");
        check(&("一种高效的污水处理装置及其控制方法与系统平台".repeat(6) + "\r\n").repeat(9));
        assert_eq!(encoding_of_head(b"a,b\n1,\x002\n"), None, "a stray zero");
        assert_eq!(encoding_of_head(&[9, 0, 6, 0, 0, 0, 16, 0, 0, 0, 1, 2, 10, 0]), None, "binary");
        assert_eq!(encoding_of_head(b"\xEF\xBB\xBFa"), Some((UTF_8, 3)));
        assert_eq!(encoding_of_head("申请号".as_bytes()), None);
    }

    #[test]
    fn what_cannot_be_decoded_is_marked_where_it_stood() {
        let mut text = String::new().into_bytes();
        Transcoder::new(&b"\xd7\xa8\xff,\xc0\xfb"[..], GB18030).read_to_end(&mut text).unwrap();
        assert_eq!(text, ["专".as_bytes(), &[UNDECODABLE], b",", "利".as_bytes()].concat());
    }

    #[test]
    fn encodings_answer_to_the_names_people_use() {
        for (name, encoding) in
            [("GBK", "GBK"), ("cp936", "gb18030"), ("UTF-8-SIG", "UTF-8"), ("utf-16", "UTF-16LE")]
        {
            assert_eq!(encoding_named(name).unwrap().name(), encoding);
        }
        assert_eq!(encoding_named("klingon"), None);
    }
}
