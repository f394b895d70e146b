//! `samples/schemes/reference.toml` is the format's reference: it uses every key there is.

use crate::domain::scheme::Scheme;

const REFERENCE: &str = include_str!("../../../../samples/schemes/reference.toml");

/// The keys a section takes, as the reader itself lists them when it meets one it does not know.
fn keys(section: &str, head: &str) -> Vec<String> {
    let text = format!("id = 'x'\ntitle = 'x'\nvalid_from = 2016-01-01\n{head}\nno_such_key = 1\n");
    let faults = Scheme::read(&text).expect_err(section);
    let said = format!("{:?}", faults[0].problem);
    let (_, listed) = said.split_once("expected").unwrap_or_else(|| panic!("{section}: {said}"));
    listed.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

#[test]
fn the_reference_uses_every_key_and_no_other() {
    Scheme::read(REFERENCE).expect("the reference is a scheme");
    let table: toml::Table = REFERENCE.parse().expect("toml");
    let layers = "[[layer]]\nof = 'case'\nfrom = '0'";
    let sections = [
        ("", String::new()),
        ("base", "[base]".to_owned()),
        ("trigger", "[trigger]".to_owned()),
        ("deadline", "[deadline]".to_owned()),
        ("advance", "[advance]".to_owned()),
        ("pool", "[pool]".to_owned()),
        ("eligibility", "[eligibility]".to_owned()),
        ("recovery", "[recovery]".to_owned()),
        ("ex_ante", "[ex_ante]".to_owned()),
        ("layer", "[[layer]]".to_owned()),
        ("layer.share", format!("{layers}\n[[layer.share]]")),
        ("adjust", "[[adjust]]".to_owned()),
        ("cap", "[[cap]]".to_owned()),
        ("breaker", "[[breaker]]".to_owned()),
    ];
    let mut seen = 0;
    for (section, head) in sections {
        let keys = keys(section, &head);
        assert!(!keys.is_empty(), "{section}");
        for key in keys {
            // Shares stand under layers in the reference, and beside it in most samples.
            let used = key == "share" && section.is_empty() || uses(&table, section, &key);
            assert!(used, "{section}.{key}");
            seen += 1;
        }
    }
    assert!(seen > 60, "{seen}");
}

/// Whether a section, or any of its tables, has the key.
fn uses(table: &toml::Table, section: &str, key: &str) -> bool {
    let mut tables = vec![table.clone()];
    for part in section.split('.').filter(|part| !part.is_empty()) {
        tables = tables
            .iter()
            .filter_map(|table| table.get(part))
            .flat_map(|value| match value {
                toml::Value::Table(table) => vec![table.clone()],
                toml::Value::Array(items) => {
                    items.iter().filter_map(|item| item.as_table().cloned()).collect()
                }
                _ => Vec::new(),
            })
            .collect();
    }
    tables.iter().any(|table| table.contains_key(key))
}
