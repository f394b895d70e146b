//! Indicators (指标) the office counts itself, and what their figures may be split by when published.

use super::stock::ValueClass;

/// What a figure counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Indicator {
    InventionFilings,
    InventionGrants,
    UtilityFilings,
    UtilityGrants,
    DesignFilings,
    DesignGrants,
    PctFilings,
    PledgeRegistrations,
    PledgedPatents,
    SecuredAmount,
    LoansGranted,
    LoanAmount,
    CompensationPaid,
    CompensationRecovered,
    InventionInForce,
    UtilityInForce,
    DesignInForce,
    LoansOutstanding,
    Outstanding,
    OverdueLoans,
    OverduePrincipal,
    FundBalance,
    PilotApplied,
    DemonstrationApplied,
    /// As version 1 published it: new certificates by what lists of firms say. Superseded by `Gb29490New`.
    Gb29490Certified,
    PilotRecognised,
    DemonstrationRecognised,
    PilotAccepted,
    DemonstrationAccepted,
    PilotInTerm,
    DemonstrationInTerm,
    Gb29490New,
    Gb29490Valid,
    /// Inventions in force that are of high value by any class (高价值发明专利), each once.
    HighValueValid,
    /// Of those by one class, which overlap.
    HighValueEmerging,
    HighValueAbroad,
    HighValueMaintained,
    HighValueFinanced,
    HighValueAwarded,
    /// Inventions in force of which nobody can tell: of no class that is known, and a class is not.
    HighValueUnknown,
}

/// What a figure is counted in (计量单位). Never mixed: a registration is no patent, a patent no firm.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Counter {
    /// 件
    Patents,
    /// 项
    Registrations,
    /// 笔
    Loans,
    /// 家
    Firms,
    /// Money, in fen.
    Fen,
}

impl Indicator {
    pub const ALL: [Self; 40] = [
        Self::InventionFilings,
        Self::InventionGrants,
        Self::UtilityFilings,
        Self::UtilityGrants,
        Self::DesignFilings,
        Self::DesignGrants,
        Self::PctFilings,
        Self::PledgeRegistrations,
        Self::PledgedPatents,
        Self::SecuredAmount,
        Self::LoansGranted,
        Self::LoanAmount,
        Self::CompensationPaid,
        Self::CompensationRecovered,
        Self::InventionInForce,
        Self::UtilityInForce,
        Self::DesignInForce,
        Self::LoansOutstanding,
        Self::Outstanding,
        Self::OverdueLoans,
        Self::OverduePrincipal,
        Self::FundBalance,
        Self::PilotApplied,
        Self::DemonstrationApplied,
        Self::Gb29490Certified,
        Self::PilotRecognised,
        Self::DemonstrationRecognised,
        Self::PilotAccepted,
        Self::DemonstrationAccepted,
        Self::PilotInTerm,
        Self::DemonstrationInTerm,
        Self::Gb29490New,
        Self::Gb29490Valid,
        Self::HighValueValid,
        Self::HighValueEmerging,
        Self::HighValueAbroad,
        Self::HighValueMaintained,
        Self::HighValueFinanced,
        Self::HighValueAwarded,
        Self::HighValueUnknown,
    ];

    /// Filings by kind of patent: invention, utility model, design. Their basis is what a definition sets.
    pub const FILINGS: [Self; 3] =
        [Self::InventionFilings, Self::UtilityFilings, Self::DesignFilings];

    /// Returns the stable code, which JSON, targets and definitions use.
    pub fn code(self) -> &'static str {
        match self {
            Self::InventionFilings => "invention_filings",
            Self::InventionGrants => "invention_grants",
            Self::UtilityFilings => "utility_filings",
            Self::UtilityGrants => "utility_grants",
            Self::DesignFilings => "design_filings",
            Self::DesignGrants => "design_grants",
            Self::PctFilings => "pct_filings",
            Self::PledgeRegistrations => "pledge_registrations",
            Self::PledgedPatents => "pledged_patents",
            Self::SecuredAmount => "secured_amount",
            Self::LoansGranted => "loans_granted",
            Self::LoanAmount => "loan_amount",
            Self::CompensationPaid => "compensation_paid",
            Self::CompensationRecovered => "compensation_recovered",
            Self::InventionInForce => "invention_in_force",
            Self::UtilityInForce => "utility_in_force",
            Self::DesignInForce => "design_in_force",
            Self::LoansOutstanding => "loans_outstanding",
            Self::Outstanding => "outstanding",
            Self::OverdueLoans => "overdue_loans",
            Self::OverduePrincipal => "overdue_principal",
            Self::FundBalance => "fund_balance",
            Self::PilotApplied => "pilot_applied",
            Self::DemonstrationApplied => "demonstration_applied",
            Self::Gb29490Certified => "gb29490_certified",
            Self::PilotRecognised => "pilot_recognised",
            Self::DemonstrationRecognised => "demonstration_recognised",
            Self::PilotAccepted => "pilot_accepted",
            Self::DemonstrationAccepted => "demonstration_accepted",
            Self::PilotInTerm => "pilot_in_term",
            Self::DemonstrationInTerm => "demonstration_in_term",
            Self::Gb29490New => "gb29490_new",
            Self::Gb29490Valid => "gb29490_valid",
            Self::HighValueValid => "high_value_valid",
            Self::HighValueEmerging => "high_value_emerging",
            Self::HighValueAbroad => "high_value_abroad",
            Self::HighValueMaintained => "high_value_maintained",
            Self::HighValueFinanced => "high_value_financed",
            Self::HighValueAwarded => "high_value_awarded",
            Self::HighValueUnknown => "high_value_unknown",
        }
    }

    /// Returns the indicator of a code, or of what `stats stock` calls it.
    pub fn from_code(code: &str) -> Option<Self> {
        let by_code = Self::ALL.into_iter().find(|indicator| indicator.code() == code);
        by_code.or(match code {
            "invention_valid" => Some(Self::InventionInForce),
            "utility_valid" => Some(Self::UtilityInForce),
            "design_valid" => Some(Self::DesignInForce),
            _ => None,
        })
    }

    /// The indicator of a class of high value.
    pub fn of_class(class: ValueClass) -> Self {
        match class {
            ValueClass::Emerging => Self::HighValueEmerging,
            ValueClass::Abroad => Self::HighValueAbroad,
            ValueClass::Maintained => Self::HighValueMaintained,
            ValueClass::Financed => Self::HighValueFinanced,
            ValueClass::Awarded => Self::HighValueAwarded,
        }
    }

    /// Whether it is a part of the high-value inventions, told with them and not in lists of all indicators.
    pub fn is_part_of_high_value(self) -> bool {
        self == Self::HighValueUnknown || ValueClass::ALL.map(Self::of_class).contains(&self)
    }

    pub fn counter(self) -> Counter {
        match self {
            Self::InventionFilings
            | Self::InventionGrants
            | Self::UtilityFilings
            | Self::UtilityGrants
            | Self::DesignFilings
            | Self::DesignGrants
            | Self::PctFilings
            | Self::PledgedPatents
            | Self::InventionInForce
            | Self::UtilityInForce
            | Self::DesignInForce
            | Self::HighValueValid
            | Self::HighValueEmerging
            | Self::HighValueAbroad
            | Self::HighValueMaintained
            | Self::HighValueFinanced
            | Self::HighValueAwarded
            | Self::HighValueUnknown => Counter::Patents,
            Self::PledgeRegistrations => Counter::Registrations,
            Self::LoansGranted | Self::LoansOutstanding | Self::OverdueLoans => Counter::Loans,
            Self::PilotApplied
            | Self::DemonstrationApplied
            | Self::Gb29490Certified
            | Self::PilotRecognised
            | Self::DemonstrationRecognised
            | Self::PilotAccepted
            | Self::DemonstrationAccepted
            | Self::PilotInTerm
            | Self::DemonstrationInTerm
            | Self::Gb29490New
            | Self::Gb29490Valid => Counter::Firms,
            Self::SecuredAmount
            | Self::LoanAmount
            | Self::CompensationPaid
            | Self::CompensationRecovered
            | Self::Outstanding
            | Self::OverduePrincipal
            | Self::FundBalance => Counter::Fen,
        }
    }

    /// Whether it is what stands at the close of a day, rather than what came in a period. Source: domain.md 3,
    /// 有效量 is a stock, not a flow.
    pub fn is_level(self) -> bool {
        match self {
            Self::InventionInForce
            | Self::UtilityInForce
            | Self::DesignInForce
            | Self::LoansOutstanding
            | Self::Outstanding
            | Self::OverdueLoans
            | Self::OverduePrincipal
            | Self::FundBalance
            | Self::PilotInTerm
            | Self::DemonstrationInTerm
            | Self::Gb29490Valid
            | Self::HighValueValid
            | Self::HighValueEmerging
            | Self::HighValueAbroad
            | Self::HighValueMaintained
            | Self::HighValueFinanced
            | Self::HighValueAwarded
            | Self::HighValueUnknown => true,
            Self::InventionFilings
            | Self::InventionGrants
            | Self::UtilityFilings
            | Self::UtilityGrants
            | Self::DesignFilings
            | Self::DesignGrants
            | Self::PctFilings
            | Self::PledgeRegistrations
            | Self::PledgedPatents
            | Self::SecuredAmount
            | Self::LoansGranted
            | Self::LoanAmount
            | Self::CompensationPaid
            | Self::CompensationRecovered
            | Self::PilotApplied
            | Self::DemonstrationApplied
            | Self::Gb29490Certified
            | Self::PilotRecognised
            | Self::DemonstrationRecognised
            | Self::PilotAccepted
            | Self::DemonstrationAccepted
            | Self::Gb29490New => false,
        }
    }

    /// Whether a thing counts once in a period, however often it comes up: a patent pledged twice, a firm that
    /// applied twice. Source: domain.md 0.
    pub fn counts_once(self) -> bool {
        matches!(
            self,
            Self::PledgedPatents
                | Self::PilotApplied
                | Self::DemonstrationApplied
                | Self::Gb29490Certified
                | Self::PilotRecognised
                | Self::DemonstrationRecognised
                | Self::PilotAccepted
                | Self::DemonstrationAccepted
                | Self::PilotInTerm
                | Self::DemonstrationInTerm
                | Self::Gb29490New
                | Self::Gb29490Valid
        )
    }

    /// Whether it is kept for what was published under it; new publications say it otherwise.
    pub fn is_superseded(self) -> bool {
        self == Self::Gb29490Certified
    }

    /// Whether it counts filings, which are known late and whose fee may still be open.
    pub fn is_of_filings(self) -> bool {
        matches!(
            self,
            Self::InventionFilings | Self::UtilityFilings | Self::DesignFilings | Self::PctFilings
        )
    }
}

/// What a published figure may be split by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Grouping {
    Park,
    Size,
    Industry,
    Bank,
    Fund,
    /// What the first applicant or the patentee is: a firm, a university ...
    PartyKind,
    /// The section of a patent's main IPC symbol.
    IpcSection,
}

impl Grouping {
    pub const ALL: [Self; 7] = [
        Self::Park,
        Self::Size,
        Self::Industry,
        Self::Bank,
        Self::Fund,
        Self::PartyKind,
        Self::IpcSection,
    ];

    pub fn code(self) -> &'static str {
        match self {
            Self::Park => "park",
            Self::Size => "size",
            Self::Industry => "industry",
            Self::Bank => "bank",
            Self::Fund => "fund",
            Self::PartyKind => "party_kind",
            Self::IpcSection => "ipc_section",
        }
    }

    /// The indicator that was first published together with it: a publication without it was sealed by a program that
    /// did not split by this yet.
    pub fn came_with(self) -> Option<Indicator> {
        match self {
            Self::Park | Self::Size | Self::Industry | Self::Bank | Self::Fund => None,
            Self::PartyKind | Self::IpcSection => Some(Indicator::HighValueValid),
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|grouping| grouping.code() == code)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_read_back_and_none_is_used_twice() {
        for (at, indicator) in Indicator::ALL.into_iter().enumerate() {
            assert_eq!(Indicator::from_code(indicator.code()), Some(indicator));
            assert_eq!(indicator as usize, at, "{indicator:?} stands in its own place");
        }
        for grouping in Grouping::ALL {
            assert_eq!(Grouping::from_code(grouping.code()), Some(grouping));
        }
    }
}
