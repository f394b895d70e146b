//! What can be asked of the office, noun by noun.

use std::borrow::Cow;

use super::{
    Refusal, Writing, certificate, claim, evidence, fact_noun, figures, fund, header, loan,
    locality, party, patent, plan, pledge, population, program, reconciliation, scheme, target,
};

/// Declares the requests of all nouns with what each passes on.
macro_rules! requests {
    ($($(#[$doc:meta])* $noun:ident($room:ident),)*) => {
        /// One request to write.
        #[derive(Debug, Clone)]
        pub enum Request {
            $($(#[$doc])* $noun($room::Request),)*
        }

        impl Request {
            /// `noun.verb`, as the entry and the JSON of its outcome name it.
            pub fn action(&self) -> Cow<'static, str> {
                match self { $(Self::$noun(request) => request.action().into(),)* }
            }

            pub(super) fn carry_out(&self, writing: &mut Writing<'_, '_>) -> Result<(), Refusal> {
                match self { $(Self::$noun(request) => request.carry_out(writing),)* }
            }
        }
    };
}

requests! {
    Party(party),
    Patent(patent),
    /// Of a noun whose facts stand in a record alone.
    Fact(fact_noun),
    Pledge(pledge),
    Loan(loan),
    Scheme(scheme),
    Fund(fund),
    Claim(claim),
    Certificate(certificate),
    Program(program),
    Reconciliation(reconciliation),
    Plan(plan),
    Target(target),
    Figures(figures),
    Header(header),
    Locality(locality),
    Evidence(evidence),
    Population(population),
}
