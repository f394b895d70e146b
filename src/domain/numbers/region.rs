//! Administrative divisions by their code, and what an address says of them.

use std::fmt;
use std::str::FromStr;

use super::spelling::squeezed;
use crate::domain::refusal::{Problem, Read, Refusal};

mod places;

use places::{OTHER_PLACES, PROVINCES, SHANGHAI};

/// Six digits of an administrative division (行政区划代码, GB/T 2260), such as 310106 for 静安区.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RegionCode([u8; 6]);

impl RegionCode {
    /// Reads six digits that begin with a province's two, or 100000 for the whole country.
    ///
    /// # Errors
    /// [`Problem::RegionShape`].
    pub fn read(text: &str) -> Result<Read<Self>, Refusal> {
        let refusal = || Refusal::new(text, Problem::RegionShape);
        let squeezed = squeezed(text);
        let code: [u8; 6] = squeezed.as_bytes().try_into().map_err(|_| refusal())?;
        let known = code == *b"100000" || PROVINCES.contains(&[code[0], code[1]]);
        if !known || !code.iter().all(u8::is_ascii_digit) {
            return Err(refusal());
        }
        Ok(Read::compared(Self(code), text))
    }

    /// Returns the name of a district of Shanghai, 静安区, also of one that has been merged.
    pub fn district_name(self) -> Option<&'static str> {
        SHANGHAI.iter().find(|district| *district.code == self.0).map(|district| district.name)
    }

    /// Returns the code of the district this one belongs to today: 310108 (闸北) is 310106 since 2015.
    pub fn current(self) -> Self {
        let district = SHANGHAI.iter().find(|district| *district.code == self.0);
        district.map_or(self, |district| Self(*district.now))
    }

    /// Finds the district of Shanghai an address names first, as the district of today.
    ///
    /// Several districts share their name with one elsewhere (普陀 in 舟山, 宝山 in 双鸭山), so an address
    /// in another place names none.
    pub fn district_in_address(address: &str) -> Option<Self> {
        if Self::names_other_place(address) {
            return None;
        }
        let address = squeezed(address);
        let place = |stem: &str| {
            let named = |at: &usize| {
                let rest = &address[at + stem.len()..];
                ["区", "县", "新区"].iter().any(|unit| rest.starts_with(unit))
            };
            address.match_indices(stem).map(|(at, _)| at).find(named)
        };
        let found =
            SHANGHAI.iter().filter_map(|district| Some((place(district.stem())?, district)));
        found.min_by_key(|(at, _)| *at).map(|(_, district)| Self(*district.now))
    }

    /// Says whether an address lies in a province or city other than Shanghai.
    ///
    /// Streets of Shanghai bear the names of half the country, so 南京西路 is no other place, and an
    /// address that begins with 上海 lies there whatever follows.
    pub fn names_other_place(address: &str) -> bool {
        let address = squeezed(address);
        let address = without_country(&address);
        if address.starts_with("上海") || address.starts_with("(上海") {
            return false;
        }
        let head = |place: &str| address.strip_prefix(place).is_some_and(|rest| !is_spot(rest));
        OTHER_PLACES.iter().any(|place| head(place)) || names_unit(address)
    }
}

/// Cuts off what may stand before the province: a postcode, the country.
fn without_country(address: &str) -> &str {
    let address = address.trim_start_matches(|c: char| c.is_ascii_digit());
    let address = address.strip_prefix("中华人民共和国").unwrap_or(address);
    address.strip_prefix("中国").unwrap_or(address)
}

/// Says whether a place's name goes on as a street's or an estate's: 路, 西路, 东一路, 公园.
fn is_spot(rest: &str) -> bool {
    const STREETS: [&str; 6] = ["路", "街", "弄", "道", "大道", "公路"];
    const ESTATES: [&str; 7] = ["公园", "新村", "花园", "大厦", "广场", "公寓", "饭店"];
    let street = rest.strip_prefix(['东', '西', '南', '北', '中']).unwrap_or(rest);
    let street = street.strip_prefix(['一', '二', '三', '支']).unwrap_or(street);
    STREETS.iter().any(|end| street.starts_with(end))
        || ESTATES.iter().any(|end| rest.starts_with(end))
}

/// Says whether a place is named with its unit of government, anywhere: (合肥市).
fn names_unit(address: &str) -> bool {
    const UNITS: [&str; 7] =
        ["省", "市", "自治区", "壮族自治区", "回族自治区", "维吾尔自治区", "特别行政区"];
    let is_place = |name: &str| OTHER_PLACES.iter().any(|place| name.ends_with(place));
    let mut units = UNITS.iter().flat_map(|unit| address.match_indices(unit));
    // 江苏市场 is no city.
    units.any(|(at, _)| is_place(&address[..at]) && !address[at..].starts_with("市场"))
}

impl fmt::Display for RegionCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|digit| write!(f, "{}", char::from(*digit)))
    }
}

impl FromStr for RegionCode {
    type Err = Refusal;

    fn from_str(text: &str) -> Result<Self, Refusal> {
        Ok(Self::read(text)?.value)
    }
}

#[cfg(test)]
mod tests;
