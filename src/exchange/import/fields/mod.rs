//! Under which headers offices, agencies, banks and search services keep the fields we read, and what stands in them: one
//! table a noun, with its sources.
//!
//! A word with `~` before it is a stand-in: it names a neighbour of the field (借款人 for 出质人), and is taken only where
//! no column bears a proper name.

mod certificate;
mod evidence;
mod loan;
mod party;
mod patent;
mod payment;
mod pct;
mod pledge;
mod population;
mod program;
mod statement;
mod target;

pub use certificate::{CERTIFICATE, CERTIFICATE_UNUSED};
pub use evidence::{EVIDENCE, EVIDENCE_UNUSED};
pub use loan::{LOAN, LOAN_UNUSED};
pub use party::{PARTY, PARTY_UNUSED};
pub use patent::{PATENT, PATENT_UNUSED};
pub use payment::{PAYMENT, PAYMENT_UNUSED};
pub use pct::PCT;
pub use pledge::{PLEDGE, PLEDGE_UNUSED};
pub use population::POPULATION;
pub use program::{PROGRAM, PROGRAM_UNUSED};
pub use statement::{STATEMENT, STATEMENT_UNUSED};
pub use target::{REPORTED, TARGET};

use crate::exchange::FieldSpec;
use crate::exchange::shape::Shape;

const fn field(key: &'static str, shape: Shape, names: &'static [&'static str]) -> FieldSpec {
    FieldSpec { key, names, required: false, sought: false, or: &[], shape }
}

/// A field so important that a column which might be it is not passed over.
const fn sought(key: &'static str, shape: Shape, names: &'static [&'static str]) -> FieldSpec {
    FieldSpec { sought: true, ..field(key, shape, names) }
}

const fn required(key: &'static str, shape: Shape, names: &'static [&'static str]) -> FieldSpec {
    FieldSpec { required: true, ..sought(key, shape, names) }
}

/// The code of the firm or institution that a case or a certificate is of.
const ORGANISATION_USCC_WORDS: &[&str] =
    &["单位信用代码", "统一社会信用代码", "社会信用代码", "信用代码", "organisation credit code"];

/// Columns that lists of every noun carry and no noun keeps: known, and left out without a question.
const COMMON_UNUSED: &[&str] = &[
    "序号",
    "行号",
    "顺序号",
    "编号",
    "#",
    "no",
    "rowno",
    "备注",
    "说明",
    "联系人",
    "联系电话",
    "电话",
    "手机",
    "邮编",
    "邮箱",
    "电子邮箱",
    "传真",
    "经办人",
    "客户经理",
    "填报人",
    "制表人",
    "审核人",
    "网址",
    "链接",
    "附件",
    "录入时间",
    "录入日期",
    "更新时间",
    "更新日期",
    "导出时间",
];

/// Returns all headers that lists of a noun carry and the ledger does not keep.
pub fn unused(own: &[&[&'static str]]) -> Vec<&'static str> {
    COMMON_UNUSED.iter().chain(own.iter().copied().flatten()).copied().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::loan::record as loan;
    use crate::domain::pledge::record as pledge;
    use crate::domain::{
        certificate, evidence, party, patent, population, program, statement, target,
    };

    #[test]
    fn every_field_has_its_headers_in_the_same_order() {
        let same = |specs: &[FieldSpec], fields: &[&str]| {
            let keys: Vec<&str> = specs.iter().map(|spec| spec.key).collect();
            assert_eq!(keys, fields);
        };
        same(&PATENT, &patent::FILE_FIELDS);
        same(&PARTY, &party::FIELDS);
        same(&PROGRAM, &program::FIELDS);
        same(&CERTIFICATE, &certificate::FIELDS);
        same(&EVIDENCE, &evidence::FIELDS);
        same(&POPULATION, &population::FIELDS);
        same(&TARGET, &target::FIELDS);
        same(&PLEDGE, &pledge::FILE_FIELDS);
        same(&LOAN, &loan::FILE_FIELDS);
        same(&PAYMENT, &loan::PAYMENT_FILE_FIELDS);
        same(&STATEMENT, &statement::FIELDS);
    }
}
