//! Districts by their code (GB/T 2260), and what an address says of them.

use std::fmt;
use std::str::FromStr;

use super::spelling::squeezed;
use crate::domain::refusal::{Problem, Refusal};

/// Six digits of an administrative division (行政区划代码), such as 310106 for Jing'an.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RegionCode([u8; 6]);

/// Shanghai's districts since 2016, and those merged into them: name, code, code it belongs to now.
/// Zhabei went into Jing'an on 2015-11-04 (撤二建一, S0); Chongming became a district in 2016.
const SHANGHAI: [(&str, &str, &str); 19] = [
    ("黄浦", "310101", "310101"),
    ("徐汇", "310104", "310104"),
    ("长宁", "310105", "310105"),
    ("静安", "310106", "310106"),
    ("普陀", "310107", "310107"),
    ("闸北", "310108", "310106"),
    ("虹口", "310109", "310109"),
    ("杨浦", "310110", "310110"),
    ("闵行", "310112", "310112"),
    ("宝山", "310113", "310113"),
    ("嘉定", "310114", "310114"),
    ("浦东新", "310115", "310115"),
    ("金山", "310116", "310116"),
    ("松江", "310117", "310117"),
    ("青浦", "310118", "310118"),
    ("奉贤", "310120", "310120"),
    ("崇明", "310151", "310151"),
    ("卢湾", "310103", "310101"),
    ("南汇", "310119", "310115"),
];

/// Provinces and the larger cities an address may begin with, Shanghai left out.
const OTHER_PLACES: [&str; 62] = [
    "北京", "天津", "重庆", "河北", "山西", "辽宁", "吉林", "黑龙江", "江苏", "浙江", "安徽", "福建",
    "江西", "山东", "河南", "湖北", "湖南", "广东", "海南", "四川", "贵州", "云南", "陕西", "甘肃",
    "青海", "台湾", "内蒙古", "广西", "西藏", "宁夏", "新疆", "香港", "澳门", "深圳", "广州", "杭州",
    "宁波", "南京", "苏州", "无锡", "常州", "合肥", "武汉", "成都", "西安", "青岛", "济南", "厦门",
    "福州", "长沙", "郑州", "大连", "沈阳", "长春", "哈尔滨", "石家庄", "南昌", "昆明", "贵阳", "东莞",
    "佛山", "珠海",
];

impl RegionCode {
    /// The district's name, 静安区, for a Shanghai district; none elsewhere.
    pub fn district_name(self) -> Option<String> {
        let (name, ..) = SHANGHAI.iter().find(|(_, code, _)| code.as_bytes() == self.0)?;
        Some(format!("{name}区"))
    }

    /// The code this division belongs to today: 310108 (闸北) is 310106 (静安) since 2015.
    pub fn current(self) -> Self {
        let merged = SHANGHAI.iter().find(|(_, code, _)| code.as_bytes() == self.0);
        merged.and_then(|(_, _, now)| now.parse().ok()).unwrap_or(self)
    }

    /// Finds the Shanghai district an address names, as it is called today.
    pub fn district_in_address(address: &str) -> Option<Self> {
        let named = |name: &str| {
            ["区", "县", "新区"].iter().any(|suffix| address.contains(&format!("{name}{suffix}")))
        };
        let (_, _, now) = SHANGHAI.iter().find(|(name, ..)| named(name))?;
        now.parse().ok()
    }

    /// Says whether an address begins with a place that is not in Shanghai.
    pub fn names_other_place(address: &str) -> bool {
        let address = squeezed(address);
        // A postcode or 中国 may stand in front.
        let address = address.trim_start_matches(|c: char| c.is_ascii_digit());
        let address = address.trim_start_matches("中国").trim_start_matches("中华人民共和国");
        OTHER_PLACES.iter().any(|place| address.starts_with(place))
    }
}

impl fmt::Display for RegionCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|digit| write!(f, "{}", char::from(*digit)))
    }
}

impl FromStr for RegionCode {
    type Err = Refusal;

    fn from_str(text: &str) -> Result<Self, Refusal> {
        let squeezed = squeezed(text);
        match squeezed.as_bytes().try_into() {
            Ok(code) if squeezed.bytes().all(|b| b.is_ascii_digit()) => Ok(Self(code)),
            _ => Err(Refusal::new(text, Problem::RegionShape)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_addresses_say() {
        // address -> district, another place
        let cases = [
            ("上海市静安区南京西路1号", Some("310106"), false),
            ("上海市闸北区江场路1号", Some("310106"), false),
            ("200072 上海市静安区江场三路", Some("310106"), false),
            ("上海市浦东新区张江路1号", Some("310115"), false),
            ("浙江省杭州市西湖区", None, true),
            ("江苏省苏州市静安路1号", None, true),
            ("上海市", None, false),
        ];
        for (address, district, elsewhere) in cases {
            let found = RegionCode::district_in_address(address).map(|code| code.to_string());
            assert_eq!(found.as_deref(), district, "{address}");
            assert_eq!(RegionCode::names_other_place(address), elsewhere, "{address}");
        }
        let zhabei: RegionCode = "310108".parse().unwrap();
        assert_eq!(zhabei.current().district_name().as_deref(), Some("静安区"));
        assert!("31010".parse::<RegionCode>().is_err());
    }
}
