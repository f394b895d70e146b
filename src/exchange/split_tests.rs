use proptest::prelude::*;

use super::*;

/// Reads a byte at a time, so that every record lies across a refill.
struct Drip<'a>(&'a [u8]);

impl Read for Drip<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let count = self.0.len().min(1);
        into[..count].copy_from_slice(&self.0[..count]);
        self.0 = &self.0[count..];
        Ok(count)
    }
}

type Rows = Vec<(u32, Vec<String>)>;

fn split(input: impl Read, delimiter: u8) -> (Rows, Vec<(u32, Found)>) {
    let mut splitter = Splitter::new(input, delimiter);
    let (mut rows, mut faults) = (Vec::new(), Vec::new());
    loop {
        match splitter.next().unwrap() {
            Found::End => return (rows, faults),
            Found::Record => {
                let field = |range: &Range<usize>| {
                    String::from_utf8(splitter.text()[range.clone()].to_vec()).unwrap()
                };
                rows.push((splitter.row(), splitter.fields().iter().map(field).collect()));
            }
            fault => faults.push((splitter.row(), fault)),
        }
    }
}

fn check(text: &str, rows: &[(u32, &[&str])], open_quotes: &[u32]) {
    for (found, faults) in [split(text.as_bytes(), b','), split(Drip(text.as_bytes()), b',')] {
        let found: Vec<(u32, Vec<&str>)> = found
            .iter()
            .map(|(row, fields)| (*row, fields.iter().map(String::as_str).collect()))
            .collect();
        let rows: Vec<(u32, Vec<&str>)> =
            rows.iter().map(|(row, fields)| (*row, fields.to_vec())).collect();
        assert_eq!(found, rows, "{text:?}");
        let open_quotes: Vec<_> = open_quotes.iter().map(|row| (*row, Found::OpenQuote)).collect();
        assert_eq!(faults, open_quotes, "{text:?}");
    }
}

#[test]
fn records_are_cut_as_excel_cuts_them() {
    check("", &[], &[]);
    check("a,b", &[(1, &["a", "b"])], &[]);
    check("a,b,", &[(1, &["a", "b", ""])], &[]);
    check("a\r\nb\rc\n", &[(1, &["a"]), (2, &["b"]), (3, &["c"])], &[]);
    check("a\n\n\r\nb", &[(1, &["a"]), (2, &[""]), (3, &[""]), (4, &["b"])], &[]);
    check("\"a\nb\",c\nd", &[(1, &["a\nb", "c"]), (2, &["d"])], &[]);
    check("\"\",\"a,b\"\n", &[(1, &["", "a,b"])], &[]);
    check("\"a\"\"b\",\"\"\"\"\n", &[(1, &["a\"b", "\""])], &[]);
    check("\"ab\" c,d\n", &[(1, &["ab c", "d"])], &[]);
    check("5\" disk,\"x\" \n", &[(1, &["5\" disk", "x "])], &[]);
}

#[test]
fn a_quote_that_is_never_closed_loses_its_own_row_only() {
    check("a\n1,\"2\n3,4\n", &[(1, &["a"]), (3, &["3", "4"])], &[2]);
    check("1,\"2\n3,\"4\"\n5", &[(2, &["3", "4"]), (3, &["5"])], &[1]);
    check("1,\"2", &[], &[1]);
}

#[test]
fn a_runaway_quote_is_found_in_bounded_memory() {
    let text = format!("1,\"2\n{}", "3,四五六\n".repeat(200_000));
    let mut splitter = Splitter::new(text.as_bytes(), b',');
    assert_eq!(splitter.next().unwrap(), Found::OpenQuote);
    assert_eq!(splitter.next().unwrap(), Found::Record);
    assert_eq!((splitter.row(), splitter.text()), (2, "3,四五六\n".as_bytes()));
    assert!(splitter.buffer.len() <= 2 * CHUNK);
}

#[test]
fn an_endless_line_is_passed_over() {
    let text = format!("a\n{}\nb", "x".repeat(LONGEST_RECORD * 2));
    let (rows, faults) = split(text.as_bytes(), b',');
    assert_eq!(rows, [(1, vec!["a".to_owned()]), (3, vec!["b".to_owned()])]);
    assert_eq!(faults, [(2, Found::Endless)]);
}

proptest! {
    /// The `csv` crate is the plain reader this fast one must agree with, wherever the text is sound.
    #[test]
    fn the_csv_crate_agrees(rows in prop::collection::vec(prop::collection::vec("[a专,;\"\n\r =]{0,5}", 2..5), 0..6)) {
        let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
        for row in &rows {
            writer.write_record(row).unwrap();
        }
        let text = writer.into_inner().unwrap();
        let (found, faults) = split(Drip(&text), b',');
        prop_assert!(faults.is_empty());
        prop_assert_eq!(found.into_iter().map(|(_, fields)| fields).collect::<Vec<_>>(), rows);
    }

    /// Whatever the bytes: no panic, and the end is reached.
    #[test]
    fn any_bytes_come_to_an_end(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let mut splitter = Splitter::new(Drip(&bytes), b',');
        while splitter.next().unwrap() != Found::End {}
    }
}
