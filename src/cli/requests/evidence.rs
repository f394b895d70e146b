//! `evidence add correct void`, `patent family award flag`: each says one thing of an invention's value

use super::Typed;
use crate::cli::error::Failure;
use crate::domain::evidence::{
    APPLICATION_NO, AWARD, AWARD_YEAR, CLASS, COUNTRY, DOCUMENT, FIELDS, FOREIGN_NO, INDUSTRY,
    SINCE,
};
use crate::domain::record::Form;
use crate::domain::stock::ValueClass;
use crate::operations::evidence::Request;

/// What the verbs of `patent` take, and the field each says.
const FAMILY: [(&str, usize); 4] =
    [("country", COUNTRY), ("number", FOREIGN_NO), ("granted-on", SINCE), ("document", DOCUMENT)];
const AWARDED: [(&str, usize); 4] =
    [("name", AWARD), ("award-year", AWARD_YEAR), ("on", SINCE), ("document", DOCUMENT)];
const FLAGGED: [(&str, usize); 4] =
    [("value_class", CLASS), ("since", SINCE), ("evidence", DOCUMENT), ("industry", INDUSTRY)];

/// `patent family NO --country US --number N --granted-on DAY`, `patent award NO --name N --year Y`,
/// `patent flag NO CLASS --since DAY --evidence DOCUMENT`
pub fn of_patent(typed: &Typed<'_>, verb: &str) -> Result<Option<Request>, Failure> {
    let (class, said) = match verb {
        "family" => (Some(ValueClass::Abroad), FAMILY),
        "award" => (Some(ValueClass::Awarded), AWARDED),
        "flag" => (None, FLAGGED),
        _ => return Ok(None),
    };
    let mut form = Form::new(&FIELDS, None).with(APPLICATION_NO, typed.word("application_no"));
    if let Some(class) = class {
        form.say(CLASS, class.code());
    }
    for (flag, field) in said {
        if let Some(text) = typed.text(flag) {
            form.say(field, text);
        }
    }
    Ok(Some(Request::Add { form }))
}
