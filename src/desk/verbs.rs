//! The verbs that record something, each with its arguments: what a form asks for and the words it makes of the answers.

use super::lists;

/// A verb of the command line that makes a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verb {
    /// `loan repay`
    pub path: String,
    pub about: String,
    /// Its arguments, those that stand in order first.
    pub slots: Vec<Slot>,
}

/// An argument of a verb.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slot {
    /// The key of the field, as faults name it.
    pub name: String,
    pub label: String,
    pub help: String,
    pub shape: Shape,
    pub is_required: bool,
}

/// How an argument is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Shape {
    /// By its place.
    Place,
    /// `--long=TEXT`
    Flag(String),
    /// `--long`
    Switch(String),
}

/// What kind of value an argument takes; what it is worth is decided where it is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Text,
    Day,
    Amount,
    /// One of few words, by the field that takes them.
    Words,
    /// Something that a list of the ledger offers: the list, the column that is taken.
    Listed(&'static str, &'static str),
    Switch,
    /// A file on this computer.
    File,
}

/// Verbs that begin something new; all others act on what is there.
const OPENERS: [&str; 14] = [
    "import",
    "reconcile",
    "add",
    "open",
    "register",
    "file",
    "apply",
    "set",
    "contribute",
    "interest",
    "fee",
    "withdraw",
    "lpr",
    "authorise",
];

impl Verb {
    pub fn noun(&self) -> &str {
        lists::noun_of(&self.path)
    }

    pub fn word(&self) -> &str {
        self.path.rsplit(' ').next().unwrap_or(&self.path)
    }

    /// Whether it begins something new.
    pub fn opens(&self) -> bool {
        // A case is withdrawn, a certificate too; money is withdrawn from a fund.
        let is_of_a_thing = self.word() == "withdraw" && self.noun() != "fund";
        OPENERS.contains(&self.word()) && !is_of_a_thing
    }

    /// Whether it takes a file.
    pub fn imports(&self) -> bool {
        matches!(self.word(), "import" | "reconcile")
    }

    /// Whether what is not said stays as it is.
    pub fn corrects(&self) -> bool {
        self.word() == "correct"
    }
}

impl Slot {
    pub fn kind(&self, verb: &Verb) -> Kind {
        if matches!(self.shape, Shape::Switch(_)) {
            return Kind::Switch;
        }
        let is_new = verb.opens() && self.shape == Shape::Place;
        match self.name.as_str() {
            "on" | "on-now" | "since" | "until" | "bad" | "enrolled" | "suit" | "judgment"
            | "decision" | "new_due" | "debt_from" | "debt_to" | "fee_paid_through"
            | "published-on" | "from" | "to"
                if !(verb.noun() == "patent" && self.name == "to") =>
            {
                Kind::Day
            }
            name if name.ends_with("_on")
                || name.ends_with("_date")
                || name.ends_with("_until") =>
            {
                Kind::Day
            }
            "amount" | "amount-now" | "principal" | "secured_amount" | "appraised_value"
            | "ip_part" | "interest" | "costs" | "recovered" | "limit-amount" => Kind::Amount,
            "pledgor" | "pledgee" | "bank" | "borrower" | "party" | "applicants" | "applicant"
            | "organisation" | "holder" | "consent" => Kind::Listed("party list", "name"),
            "patent" | "patent_nos" => Kind::Listed("patent list", "application_no"),
            "application_no" if !is_new || verb.noun() == "evidence" => {
                Kind::Listed("patent list", "application_no")
            }
            "loan_no" if !is_new || verb.noun() == "claim" => Kind::Listed("loan list", "loan_no"),
            "registration_no" if !is_new => Kind::Listed("pledge list", "registration_no"),
            "file" => Kind::File,
            "scheme" => Kind::Listed("scheme list", "scheme"),
            "fund" => Kind::Listed("fund balance", "fund"),
            "program" => Kind::Listed("program list --programs", "program"),
            _ => Kind::Words,
        }
    }
}

/// A command as it is typed: words with signs that a shell would take are quoted.
pub fn typed(words: &[String]) -> String {
    let mut line = "ipledger".to_owned();
    for word in words {
        line.push(' ');
        line.push_str(&quoted(word));
    }
    line
}

fn quoted(word: &str) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || "-_./=:,@%+".contains(c);
    match !word.is_empty() && word.chars().all(is_plain) {
        true => word.to_owned(),
        false => format!("'{}'", word.replace('\'', r"'\''")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_can_be_typed_as_it_is_shown() {
        let words = ["loan", "repay", "JD 1", "300万", "--detail=it's"].map(str::to_owned);
        assert_eq!(typed(&words), r"ipledger loan repay 'JD 1' 300万 '--detail=it'\''s'");
    }
}
