//! A patent record as bytes, for the time between reading and inserting in key order.

use crate::domain::numbers::{ApplicationNo, Ipc, PatentKind, PctNo, PublicationNo};
use crate::domain::patent::{FilingFee, Patent, StatedStatus};
use crate::domain::values::Date;

/// A patent on its way into the ledger, with the row it came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Packed {
    pub sheet: u32,
    pub row: u32,
    /// The slots of its parties, in order.
    pub owners: Vec<u32>,
    pub patent: Patent,
}

const NONE: i32 = i32::MIN;

/// Writes a patent as bytes, without its number.
pub fn write_patent(patent: &Patent, bytes: &mut Vec<u8>) {
    let mut int = |value: i32| bytes.extend_from_slice(&value.to_le_bytes());
    let day = |date: Option<Date>| date.map_or(NONE, Date::days);
    int(patent.kind.number() as i32);
    int(day(patent.filing));
    int(day(patent.received));
    int(day(patent.entry));
    int(match patent.filing_fee {
        FilingFee::Unknown => NONE,
        FilingFee::Unpaid => NONE + 1,
        FilingFee::Paid(day) => day.days(),
    });
    int(day(patent.fee_through));
    int(i32::from(patent.divisional));
    int(day(patent.publication));
    int(day(patent.grant));
    int(patent.stated_status.map_or(NONE, |status| status.number() as i32));
    bytes.extend_from_slice(&patent.parent.map_or(0, ApplicationNo::key).to_le_bytes());
    let mut text = |value: &str| {
        bytes.extend_from_slice(&(value.len() as u32).to_le_bytes());
        bytes.extend_from_slice(value.as_bytes());
    };
    text(patent.title.as_deref().unwrap_or_default());
    text(&patent.pct.map(|no| no.to_string()).unwrap_or_default());
    text(&patent.publication_no.map(|no| no.to_string()).unwrap_or_default());
    text(&patent.grant_no.map(|no| no.to_string()).unwrap_or_default());
    text(patent.ipc.as_ref().map(Ipc::as_str).unwrap_or_default());
}

impl Packed {
    /// Writes the place of a record and its parties; the bytes of [`write_patent`] follow.
    pub fn write_head(sheet: u32, row: u32, owners: &[u32], bytes: &mut Vec<u8>) {
        let head = [sheet, row, owners.len() as u32];
        head.iter().chain(owners).for_each(|n| bytes.extend_from_slice(&n.to_le_bytes()));
    }

    /// Reads back what was written; none only if the bytes are not our own.
    pub fn read(number: ApplicationNo, bytes: &[u8]) -> Option<Self> {
        let mut at = Cursor(bytes);
        let (sheet, row) = (at.int()? as u32, at.int()? as u32);
        let owners = (0..at.int()?).map(|_| Some(at.int()? as u32)).collect::<Option<_>>()?;
        let kind = PatentKind::from_number(i64::from(at.int()?))?;
        let (filing, received, entry) = (at.day()?, at.day()?, at.day()?);
        let filing_fee = match at.int()? {
            NONE => FilingFee::Unknown,
            days if days == NONE + 1 => FilingFee::Unpaid,
            days => FilingFee::Paid(Date::from_days(days)?),
        };
        let fee_through = at.day()?;
        let divisional = at.int()? != 0;
        let (publication, grant) = (at.day()?, at.day()?);
        let stated_status = match at.int()? {
            NONE => None,
            number => Some(StatedStatus::from_number(i64::from(number))?),
        };
        let parent = Some(at.long()?).filter(|key| *key > 0).and_then(ApplicationNo::from_key);
        let title = at.text()?.map(str::to_owned);
        let pct = at.text()?.and_then(|text| text.parse::<PctNo>().ok());
        let publication_no = at.text()?.and_then(|text| text.parse::<PublicationNo>().ok());
        let grant_no = at.text()?.and_then(|text| text.parse::<PublicationNo>().ok());
        let ipc = at.text()?.and_then(|text| text.parse::<Ipc>().ok());
        let patent = Patent {
            number,
            kind,
            title,
            filing,
            received,
            entry,
            filing_fee,
            fee_through,
            divisional,
            parent,
            pct,
            publication,
            publication_no,
            grant,
            grant_no,
            ipc,
            stated_status,
        };
        Some(Self { sheet, row, owners, patent })
    }
}

struct Cursor<'a>(&'a [u8]);

impl<'a> Cursor<'a> {
    fn take<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (head, rest) = self.0.split_first_chunk()?;
        self.0 = rest;
        Some(*head)
    }

    fn int(&mut self) -> Option<i32> {
        self.take().map(i32::from_le_bytes)
    }

    fn long(&mut self) -> Option<u64> {
        self.take().map(u64::from_le_bytes)
    }

    fn day(&mut self) -> Option<Option<Date>> {
        let days = self.int()?;
        if days == NONE { Some(None) } else { Date::from_days(days).map(Some) }
    }

    fn text(&mut self) -> Option<Option<&'a str>> {
        let length = u32::from_le_bytes(self.take()?) as usize;
        let (text, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        let text = std::str::from_utf8(text).ok()?;
        Some(Some(text).filter(|text| !text.is_empty()))
    }
}
