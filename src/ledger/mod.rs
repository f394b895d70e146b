//! The one place with SQL: the file, its entries and lines, and what can be asked of them.
//!
//! Everything is written through [`Ledger::write`]; everything read takes a [`Snapshot`]. Nothing here
//! decides whether a fact is right (that is `domain`) or says a sentence (that is `i18n`).
//!
//! ```text
//! open      Ledger: the file, defended          write     EntryHeader -> Entry -> Receipt
//! digest    canonical bytes, hashes             tables    which columns a digest covers, since which version
//! format    what a version of the file is       migrate   older files: read as they are, upgraded whole
//! shape     what a schema means, however it is written down
//! entries   the log, snapshots, anchors         verify    every entry, line and total again
//! void      taking an entry back                totals    the rollup
//! patent_blocks  patents in force by columns, for lists and figures
//! title_index   where in their titles which two characters stand     party_names   names as they are looked for
//! lines     every table as it is, to be counted again elsewhere
//! cause     which entries changed a thing
//! described the tables as a person reads them           changes   what an entry changed, thing by thing
//! fact      facts of one line each, by what described says of their tables
//! arrival   when a filing and its grant were first heard of
//! backup    copies that are proved, thinned and put back
//! place     who may read a file, and where none ought to be written
//! interrupt whether to stop halfway, and whether on the spot    signals   Ctrl-C and its like
//! office party patent pct pledge loan fund claim program certificate reconciliation target
//! publication stock   one room per noun
//! ```

mod backup;
mod certificate;
mod change_log;
mod changes;
mod claim;
mod compensation;
mod described;
pub mod digest;
mod entries;
mod error;
mod fact;
mod first_recorded;
mod format;
mod fund;
mod holder;
pub mod interrupt;
mod lines;
mod loan;
mod locality;
mod migrate;
mod office;
mod open;
mod party;
mod party_names;
mod patent;
mod patent_blocks;
mod patent_facts;
mod pct;
mod place;
mod plan;
mod pledge;
mod program;
mod publication;
mod reconciliation;
mod shape;
pub mod signals;
mod snapshot;
mod stock;
pub mod tables;
mod target;
mod title_index;
mod totals;
mod verify;
mod void;
mod write;

pub use backup::{Backup, Thinned};
pub use certificate::{CertificateCard, CertificateEventLine};
pub use change_log::Subject;
pub use changes::{ChangedLine, ChangedThing, NounCount};
pub use claim::{ClaimCard, ClaimDocument, ClaimEvent, Decision};
pub use compensation::Compensation;
pub use entries::{Anchor, EntryRecord, KnownAt, day_in_china, moment_in_china, time_in_china};
pub use error::{DatabaseFault, LedgerError};
pub use fact::{FactCard, FactTable};
pub use first_recorded::Arrival;
pub use format::{SCHEMA, versions};
pub use fund::{Approver, FundLine, SchemeCard};
pub use loan::{LoanCard, LoanEvent, LoanId, LoanInBrief, PaymentWriter};
pub use migrate::Upgraded;
pub use office::{Definition, Office, standard_definitions};
pub use open::{FileStamp, Ledger};
pub use party::{PartyCard, PartyId, RoleHeld};
pub use patent::{CountedPatent, PatentCard, PatentEvent, PatentWriter, section_of};
pub use patent_blocks::{
    Block as PatentBlock, Column as PatentColumn, NONE, PatentBlocks, PatentRow, status_code,
    status_of,
};
pub use patent_facts::DISPOSALS;
pub use pct::PctCard;
pub use place::{
    UnsafePlace, create_private_folder, free_space, left_beside, open_to_others, safe_to_write,
    unsafe_place,
};
pub use plan::PlanCard;
pub use pledge::{PledgeCard, PledgeEvent, PledgeId, PledgeState};
pub use program::{CaseCard, CaseEventLine, NewCase, ProgramCard, Programs, case_no};
pub use publication::{FilesSeal, Publication};
pub use reconciliation::{
    NumberedLoan, Reconciliation, ReconciliationDecision, ReconciliationItem, RecordedDifference,
    Signature, Spelling, StatedLine,
};
pub use snapshot::Snapshot;
pub use stock::{EvidenceCard, IndustryMapCard, PopulationCard, by_patent as evidence_by_patent};
pub use title_index::RowSet;
pub use totals::MonthlyTotals;
pub use verify::{Discrepancy, Verification, What};
pub use void::{Dependent, VoidEffect};
pub use write::{Entry, EntryHeader, Receipt, SourceFile, Verdict};
