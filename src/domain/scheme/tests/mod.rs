//! Schemes: the vectors of domain.md 4, cases worked by hand, what a file may not say, and properties.

mod faults;
mod properties;
mod reference;
mod returns;
mod worked;

use super::Scheme;

/// The published schemes of `samples/schemes`.
const SAMPLES: [(&str, &str); 11] = [
    ("anhui-4321", include_str!("../../../../samples/schemes/anhui-4321.toml")),
    ("guangzhou-5311", include_str!("../../../../samples/schemes/guangzhou-5311.toml")),
    ("haikou", include_str!("../../../../samples/schemes/haikou.toml")),
    ("shanghai-2012-band", include_str!("../../../../samples/schemes/shanghai-2012-band.toml")),
    ("shanghai-advance", include_str!("../../../../samples/schemes/shanghai-advance.toml")),
    ("shanghai-deposit", include_str!("../../../../samples/schemes/shanghai-deposit.toml")),
    ("shenzhen", include_str!("../../../../samples/schemes/shenzhen.toml")),
    ("weihai", include_str!("../../../../samples/schemes/weihai.toml")),
    ("wuhan", include_str!("../../../../samples/schemes/wuhan.toml")),
    ("zhongshan", include_str!("../../../../samples/schemes/zhongshan.toml")),
    ("zhuhai", include_str!("../../../../samples/schemes/zhuhai.toml")),
];

fn sample(id: &str) -> Scheme {
    let (_, text) = SAMPLES.iter().find(|(name, _)| *name == id).expect(id);
    Scheme::read(text).unwrap_or_else(|faults| panic!("{id}: {faults:?}"))
}

#[test]
fn every_sample_is_read_and_says_what_is_assumed() {
    for (id, text) in SAMPLES {
        assert_eq!(sample(id).terms.id, id);
        assert!(text.starts_with('#') && text.contains("ASSUMED"), "{id}");
        assert!(text.contains("公开文本"), "{id}");
    }
}
