//! Recognition programmes (认定项目: 专利工作试点、示范、优势企业、园区、品牌机构) as files, and the cases of those who apply.
//!
//! ```text
//! terms    a programme's file: level, kinds of party, age, term, who must recommend, what excludes
//! fault    what can be wrong with one
//! case     the steps of a case (申报案) and the state they leave
//! grounds  whether somebody may apply: age, exclusion, abnormal filings
//! record   a row or a form of a case
//! ```
//!
//! ```text
//! applied -> verified -> recommended -> reviewed -> public -> recognised -> accepted -> rechecked
//!    ^ returned    rejected, withdrawn: over             |  extended   failed -> accepted
//!                                                        term over: overdue          revoked: over
//! ```

mod case;
mod fault;
mod grounds;
mod record;
mod terms;

pub use case::{CaseEvent, CaseRules, CaseState, CaseStep, allows, check, state, term_ends};
pub use fault::{ProgramFault, ProgramProblem};
pub use grounds::{Applicant, CaseEvidence, CaseGround, CaseRule, Held, grounds};
pub use record::{
    APPLIED, BATCH, CASE_STEP, CaseRecord, DETAIL, DISTRICT, DOCUMENT, FIELDS, GROUPS, NAME_THEN,
    ORGANISATION, ORGANISATION_USCC, PROGRAM, SCORE, STEP_BY, STEP_ON, STEP_UNTIL, event_of,
    event_texts, read_batch, read_score,
};
pub use terms::{CountBy, Exclusion, Figure, Level, Program};
