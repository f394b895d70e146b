//! `demo`: a ledger from the samples, and the main result.

use std::path::PathBuf;

use crate::cli::context::Context;
use crate::cli::error::{Done, Failure};
use crate::cli::{stats, target};
use crate::domain::Fault;
use crate::domain::numbers::RegionCode;
use crate::exchange::source::{ReadOptions, Source};
use crate::i18n::say;
use crate::ledger::{Ledger, LedgerError, interrupt};
use crate::operations::import::{Noun, Quiet, Request};

/// The sample files, in the order in which an office would bring them in.
const SAMPLES: [(Noun, &str, &[u8]); 10] = [
    (Noun::Party, "企业名录.xlsx", include_bytes!("../../../samples/企业名录.xlsx")),
    (
        Noun::Patent,
        "专利清单2014-2016.xls",
        include_bytes!("../../../samples/专利清单2014-2016.xls"),
    ),
    (
        Noun::Patent,
        "专利清单2017-2018.csv",
        include_bytes!("../../../samples/专利清单2017-2018.csv"),
    ),
    (
        Noun::Patent,
        "专利清单2019-2020.xlsx",
        include_bytes!("../../../samples/专利清单2019-2020.xlsx"),
    ),
    (Noun::Pct, "PCT申请.csv", include_bytes!("../../../samples/PCT申请.csv")),
    (Noun::Pledge, "质押登记清单.xlsx", include_bytes!("../../../samples/质押登记清单.xlsx")),
    (Noun::Loan, "贷款台账.csv", include_bytes!("../../../samples/贷款台账.csv")),
    (Noun::Payment, "还款流水.csv", include_bytes!("../../../samples/还款流水.csv")),
    (Noun::Target, "规划目标.csv", include_bytes!("../../../samples/规划目标.csv")),
    (Noun::Reported, "外部门报送.csv", include_bytes!("../../../samples/外部门报送.csv")),
];

/// The office of the demonstration; a ledger of another name is never touched.
const OFFICE: &str = "静安区知识产权局（示例）";

pub fn run(context: &Context) -> Result<Done, Failure> {
    let lang = context.lang;
    let context = &context.at(match context.names_a_db() {
        true => context.db().to_owned(),
        false => PathBuf::from("ipledger-demo.db"),
    });
    let mut ledger = open_or_found(context)?;
    context.tell(say::demo_title(lang, context.db().display()));
    let _hold = interrupt::hold();
    let folder = tempfile::tempdir()?;
    for (noun, name, bytes) in SAMPLES {
        let path = folder.path().join(name);
        std::fs::write(&path, bytes)?;
        let mut source = Source::open(&path.to_string_lossy(), &ReadOptions::default())?;
        let request = Request::default();
        let mut office = context.office(&mut ledger)?;
        let (outcome, _) = office.import(noun, &mut source, &request, &Quiet)?;
        let counts = say::import_counts(
            lang,
            outcome.rows,
            outcome.accepted,
            outcome.unchanged,
            outcome.corrected,
            outcome.rejected(),
        );
        context.tell(format!("{}  {counts}", say::demo_file(lang, name)));
    }
    drop(ledger);
    context.tell("");
    stats::annual(context, 2016, 2020, None)?;
    if !context.json {
        context.print("")?;
        target::status(context)?;
    }
    Ok(Done::Well)
}

fn open_or_found(context: &Context) -> Result<Ledger, Failure> {
    if !context.db().exists() {
        let region = "310106".parse::<RegionCode>();
        let region =
            region.map_err(|refusal| Failure::field(Fault { field: "region", refusal }))?;
        return super::init::found(context, context.db(), OFFICE, region);
    }
    let ledger = Ledger::open(context.db())?;
    let snapshot = context.snapshot(&ledger)?;
    if ledger.office(snapshot)?.name == OFFICE {
        Ok(ledger)
    } else {
        Err(LedgerError::Exists { path: context.db().to_owned() }.into())
    }
}
