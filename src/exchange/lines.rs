//! Every table of facts as a CSV file, for who wants to count again with other tools.

use std::io;
use std::path::Path;

use super::error::ExchangeError;
use super::write::write_private;
use crate::ledger::{Ledger, LedgerError, Snapshot, create_private_folder};

/// Why lines could not be written out.
#[derive(Debug)]
pub enum LinesError {
    File(ExchangeError),
    Ledger(LedgerError),
}

impl From<ExchangeError> for LinesError {
    fn from(error: ExchangeError) -> Self {
        Self::File(error)
    }
}

impl From<LedgerError> for LinesError {
    fn from(error: LedgerError) -> Self {
        Self::Ledger(error)
    }
}

/// Writes the lines known at the snapshot into a folder, a file a table, each whole or not at all. Returns how
/// many lines and files.
pub fn write_lines(
    ledger: &Ledger,
    snapshot: Snapshot,
    folder: &Path,
) -> Result<(i64, usize), LinesError> {
    create_private_folder(folder)
        .map_err(|error| ExchangeError::writing(&folder.to_string_lossy(), &error))?;
    let tables = Ledger::line_tables();
    let mut lines = 0;
    for (table, columns) in &tables {
        let path = folder.join(format!("{table}.csv"));
        let mut failed = None;
        write_private(&path.to_string_lossy(), |out| {
            let mut writer = csv::Writer::from_writer(out);
            writer.write_record(columns)?;
            let written = ledger.each_line(table, snapshot, |cells| {
                lines += 1;
                Ok::<_, Stop>(writer.write_record(cells).map_err(io::Error::from)?)
            });
            match written {
                Ok(()) => writer.flush(),
                Err(Stop::File(error)) => Err(error),
                Err(Stop::Ledger(error)) => {
                    failed = Some(error);
                    Err(io::ErrorKind::Other.into())
                }
            }
        })
        .map_err(|error| failed.map_or(LinesError::File(error), LinesError::Ledger))?;
    }
    Ok((lines, tables.len()))
}

/// What stops a table in the middle.
enum Stop {
    File(io::Error),
    Ledger(LedgerError),
}

impl From<io::Error> for Stop {
    fn from(error: io::Error) -> Self {
        Self::File(error)
    }
}

impl From<LedgerError> for Stop {
    fn from(error: LedgerError) -> Self {
        Self::Ledger(error)
    }
}
