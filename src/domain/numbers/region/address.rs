//! What words say of a place: an address, a district column, the name of a firm.
//!
//! They are read by evidence, from the head on: country, province, prefecture, district, town. A road is no evidence,
//! for it bears the name of a town somewhere else (北京西路); what decides nothing is unclear, never the office's own.

use super::RegionCode;
use super::divisions::{Division, Level, Localities, Locality, divisions};
use crate::domain::numbers::spelling::squeezed;

/// Where something lies, as words tell an office of its own region.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whereabouts {
    /// They name no place that would decide it.
    Unclear,
    /// In a division; where its county is not told, the prefecture or province.
    In(RegionCode),
    /// Abroad, or in one of several divisions, none of them the office's own.
    Elsewhere,
}

/// Whose region everything is in: what is read for it is read for nobody.
const COUNTRY: RegionCode = RegionCode(*b"100000");

impl RegionCode {
    /// Says where an address lies, to an office of this region that added these localities to those of the tables.
    ///
    /// Several districts share their name with one elsewhere (普陀 in 舟山, 宝山 in 双鸭山): without a province the one in
    /// the office's own is meant.
    pub fn whereabouts(self, address: &str, added: &Localities) -> Whereabouts {
        Address::new(self, &squeezed(address), added).read().0
    }

    /// Says what a district column means, a name with or without its unit or a code; none for what nobody knows (火星区).
    pub fn district_said(self, text: &str, added: &Localities) -> Option<Whereabouts> {
        const UNKNOWN: [&str; 6] = ["不详", "未知", "未注明", "本市", "市内", "本省"];
        const OUTSIDE: [&str; 14] = [
            "外",
            "外地",
            "外省",
            "外省市",
            "外市",
            "外区",
            "市外",
            "区外",
            "省外",
            "境外",
            "国外",
            "异地",
            "其他区",
            "外地企业",
        ];
        const BELOW: [&str; 9] =
            ["开发区", "园区", "高新区", "工业区", "保税区", "街道", "镇", "乡", "路"];
        let text = squeezed(text);
        if let Ok(code) = text.parse::<Self>() {
            return Some(self.place(code.current()));
        }
        if ["本区", "区内"].contains(&&*text) {
            return Some(Whereabouts::In(self));
        }
        if OUTSIDE.contains(&&*text) {
            return Some(Whereabouts::Elsewhere);
        }
        if UNKNOWN.contains(&&*text) {
            return Some(Whereabouts::Unclear);
        }
        let (read, rest) = Address::new(self, &text, added).read();
        if read != Whereabouts::Unclear || rest.is_empty() {
            return Some(read);
        }
        let of_stem = |division: &&Division| division.stem() == rest && division.name != rest;
        let named: Vec<&Division> = divisions().beginning_like(rest).filter(of_stem).collect();
        let known = || BELOW.iter().any(|end| rest.ends_with(end)).then_some(read);
        self.settled(&named).or_else(known)
    }

    /// Whether somebody knows the district a column names.
    pub fn knows_district(text: &str) -> bool {
        COUNTRY.district_said(text, Localities::none()).is_some()
    }

    /// The one division a name or code means, whoever reads it.
    pub fn of_name(text: &str) -> Option<Self> {
        match COUNTRY.district_said(text, Localities::none())? {
            Whereabouts::In(region) => Some(region),
            Whereabouts::Unclear | Whereabouts::Elsewhere => None,
        }
    }

    /// Whether a text is the name or the code of a division and nothing else.
    pub fn is_named(text: &str) -> bool {
        let text = squeezed(text);
        let of_stem = |division: &Division| division.stem() == text;
        let address = Address::new(COUNTRY, &text, Localities::none());
        text.parse::<Self>().is_ok()
            || (!address.text.is_empty() && address.head().2.is_empty())
            || divisions().beginning_like(&text).any(of_stem)
    }

    /// The place in whose name a firm's begins, if it is another than this region's: 北京某某有限公司, and no branch here.
    pub fn named_after(self, name: &str) -> Option<Self> {
        const FIRMS: [&str; 19] = [
            "公司",
            "厂",
            "院",
            "所",
            "中心",
            "大学",
            "学校",
            "集团",
            "银行",
            "支行",
            "分行",
            "合作社",
            "企业",
            "店",
            "社",
            "局",
            "站",
            "馆",
            "会",
        ];
        const WORDS: [&str; 2] = ["三明治", "长治久安"];
        let name = squeezed(name);
        let whole = without_country(&name);
        let is_firm = || FIRMS.iter().any(|end| whole.trim_end_matches(')').ends_with(end));
        let [of_province, of_own] =
            [self.province(), self].map(|own| divisions().of_code(own).map(Division::stem));
        let address = Address::new(self, whole, Localities::none());
        let has = |stem: Option<&str>| stem.is_some_and(|stem| whole.contains(stem));
        if !is_firm() || has(of_own) || WORDS.iter().any(|word| whole.starts_with(word)) {
            return None;
        }
        if has(of_province) {
            // 上海浦东某某有限公司: a county of the own province stands behind its name.
            let rest = of_province.and_then(|stem| whole.strip_prefix(stem))?;
            let rest = rest.strip_prefix(['市', '省']).unwrap_or(rest);
            let (named, rest) = address
                .full_name(Some(self.province()), rest)
                .or_else(|| address.stem_of_firm(rest))?;
            let is_county = named.iter().all(|division| {
                division.level == Level::County && self.province().covers(division.code)
            });
            let found = is_county && rest.chars().count() >= 3 && self != self.province();
            let place = if found { self.settled(&named)? } else { Whereabouts::Unclear };
            return match place {
                Whereabouts::In(place) => Some(place),
                Whereabouts::Unclear | Whereabouts::Elsewhere => None,
            };
        }
        let (named, rest) = address
            .full_name(None, whole)
            .or_else(|| address.stem_of(None, Level::Province, whole))
            .or_else(|| address.stem_of_firm(whole))?;
        // 浙江大学 sits there; 中山大学 bears the name of a man.
        let is_university = matches!(rest, "大学" | "学院") && !whole.starts_with("中山");
        if rest.chars().count() < 3 && !is_university {
            return None;
        }
        match self.settled(&named)? {
            Whereabouts::In(place) => Some(place),
            Whereabouts::Unclear | Whereabouts::Elsewhere => None,
        }
    }

    /// Whether a name is a foreign firm's: it begins with another country, or has a legal form of one.
    pub fn is_named_abroad(name: &str) -> bool {
        const FORMS: [&str; 3] = ["株式会社", "有限会社", "私人有限公司"];
        const LATIN: [&str; 11] =
            ["inc", "llc", "gmbh", "corp", "corporation", "ag", "plc", "b.v", "n.v", "s.a", "kk"];
        let squeezed = squeezed(name);
        let folded = name.trim().to_lowercase();
        let last = folded.rsplit([' ', ',']).next().unwrap_or_default().trim_end_matches('.');
        let is_latin = folded.is_ascii();
        is_abroad(without_country(&squeezed))
            || FORMS.iter().any(|form| squeezed.contains(form))
            || is_latin && LATIN.contains(&last)
    }

    /// A place that is told: one that holds this whole region says nothing of it.
    fn place(self, place: Self) -> Whereabouts {
        if place.whole() != self.whole() && place.covers(self) {
            Whereabouts::Unclear
        } else {
            Whereabouts::In(place)
        }
    }

    /// Which of the divisions of one name is meant: those of today before those of the past, the own before that of the
    /// own province before all others.
    fn settled(self, named: &[&Division]) -> Option<Whereabouts> {
        let stands = named.iter().any(|division| division.stands);
        let meant = named.iter().filter(|division| division.stands == stands);
        let mut codes: Vec<Self> =
            meant.map(|division| division.now.unwrap_or(division.code)).collect();
        codes.sort_unstable();
        codes.dedup();
        let near = |is_near: &dyn Fn(&&Self) -> bool| {
            let mut near = codes.iter().filter(is_near);
            near.next().filter(|_| near.next().is_none()).copied()
        };
        let one = near(&|_| true)
            .or_else(|| near(&|code| self.covers(**code)))
            .or_else(|| near(&|code| code.province() == self.province()));
        match one {
            Some(one) => Some(self.place(one)),
            None if codes.is_empty() => None,
            None if codes.iter().any(|code| code.covers(self)) => Some(Whereabouts::Unclear),
            None => Some(Whereabouts::Elsewhere),
        }
    }
}

/// An address as an office of a region reads it.
struct Address<'t> {
    own: RegionCode,
    text: &'t str,
    /// Localities the office added.
    added: &'t Localities,
}

/// Divisions of one name, and what stands behind it.
type Named<'t> = (Vec<&'static Division>, &'t str);

impl<'t> Address<'t> {
    fn new(own: RegionCode, squeezed: &'t str, added: &'t Localities) -> Self {
        Self { own, text: without_country(squeezed), added }
    }

    /// Returns where it lies, and what stands behind the divisions at its head.
    fn read(&self) -> (Whereabouts, &'t str) {
        if is_abroad(self.text) {
            return (Whereabouts::Elsewhere, "");
        }
        let (found, parent, rest) = self.head();
        let own_province = self.own.province();
        let decided = found
            .or_else(|| self.in_brackets(parent, rest))
            .or_else(|| self.locality_within(parent, rest))
            .or_else(|| self.county_within(parent.unwrap_or(own_province), rest));
        let parent = || parent.map_or(Whereabouts::Unclear, |parent| self.own.place(parent));
        (decided.unwrap_or_else(parent), rest)
    }

    /// Reads divisions from the head on, each in the one before: 江苏省, 苏州市, 昆山市.
    fn head(&self) -> (Option<Whereabouts>, Option<RegionCode>, &'t str) {
        let (mut parent, mut rest) = (None, self.text);
        loop {
            rest = rest.trim_start_matches(['(', ')', ',', '，', '、', '原', '-', '/']);
            rest = rest.strip_prefix("市辖区").unwrap_or(rest);
            if let Some(found) = self.locality_at(parent, rest) {
                return (Some(found), parent, rest);
            }
            let Some((named, behind)) = self.unit_at(parent, rest) else {
                return (None, parent, rest);
            };
            // 上海市北高新园区 is 市北高新园区 in 上海.
            if let [city] = named[..]
                && let Some(behind_stem) = rest.strip_prefix(city.stem())
                && let Some(found) = self.locality_at(Some(city.code), behind_stem)
            {
                return (Some(found), Some(city.code), behind_stem);
            }
            let county = named.iter().any(|division| division.level == Level::County);
            if county || named.len() > 1 {
                return (self.own.settled(&named), parent, behind);
            }
            parent = named.first().map(|division| division.code);
            rest = behind;
        }
    }

    /// The divisions named at the head of a text, within a parent.
    fn unit_at(&self, parent: Option<RegionCode>, rest: &'t str) -> Option<Named<'t>> {
        self.full_name(parent, rest)
            .or_else(|| self.stem_of(parent, Level::Province, rest))
            .or_else(|| self.stem_of(parent, Level::Prefecture, rest))
            .or_else(|| self.stem_of(parent, Level::County, rest))
    }

    /// The longest whole name at the head. Names of two characters (城区, 郊区) are names within a parent only.
    fn full_name(&self, parent: Option<RegionCode>, rest: &'t str) -> Option<Named<'t>> {
        let fits = |division: &&Division| {
            let long_enough = parent.is_some() || division.name.chars().nth(2).is_some();
            let behind = rest.strip_prefix(division.name);
            // 江苏市场 is no city, and 市政 none either.
            let is_place = behind.is_some_and(|behind| {
                !division.name.ends_with('市') || !behind.starts_with(['场', '政', '民'])
            });
            is_place && long_enough && is_within(division.code, parent)
        };
        longest(divisions().beginning_like(rest).filter(fits), |division| division.name, rest)
    }

    /// The longest name at the head that stands without its unit, where what follows leads on from a place.
    fn stem_of(
        &self,
        parent: Option<RegionCode>,
        level: Level,
        rest: &'t str,
    ) -> Option<Named<'t>> {
        let fits = |division: &&Division| {
            let stem = division.stem();
            let Some(behind) = rest.strip_prefix(stem).filter(|_| stem != division.name) else {
                return false;
            };
            let leads_on = match level {
                Level::Province => true,
                Level::Prefecture => self.leads_on(behind),
                Level::County => self.leads_on_from_county(behind),
            };
            division.level == level
                && is_within(division.code, parent)
                && (level != Level::County || parent.is_some() || self.is_near(division))
                && leads_on
                && !is_spot(behind)
        };
        let named = divisions().beginning_like(rest).filter(fits);
        let (named, behind) = longest(named, |division| division.stem(), rest)?;
        let unit = ["新区", "区", "县", "市"].iter().find_map(|unit| behind.strip_prefix(unit));
        Some((named, unit.filter(|_| level == Level::County).unwrap_or(behind)))
    }

    /// The city or the near county at the head of a firm's name, without its unit: 苏州某某有限公司, 昆山某某厂. What is a
    /// word besides (大同, 金山) says nothing there.
    fn stem_of_firm(&self, name: &'t str) -> Option<Named<'t>> {
        #[rustfmt::skip]
        const WORDS: [&str; 21] = [
            "大同", "安康", "白银", "朝阳", "长治", "三明", "兴安", "中卫", "东方", "金山", "宝山", "大兴", "和平", "新华",
            "长安", "南开", "新城", "城关", "鼓楼", "江南", "江北",
        ];
        let fits = |division: &&Division| {
            let stem = division.stem();
            let behind = name.strip_prefix(stem).filter(|_| stem != division.name);
            let is_known = match division.level {
                Level::Province => false,
                Level::Prefecture => true,
                Level::County => self.is_near(division),
            };
            is_known && behind.is_some_and(|behind| !is_spot(behind)) && !WORDS.contains(&stem)
        };
        let named = divisions().beginning_like(name).filter(fits);
        longest(named, |division| division.stem(), name)
    }

    /// Counties known without their unit: those of the own province, and the cities of the provinces around Shanghai.
    fn is_near(&self, division: &Division) -> bool {
        let code = division.code.to_string();
        let neighbour = code.starts_with("32") || code.starts_with("33");
        division.code.province() == self.own.province()
            || (neighbour && division.name.ends_with('市'))
    }

    /// Whether a text goes on as it does behind a city: with a district, a town, a road, or not at all.
    fn leads_on(&self, behind: &str) -> bool {
        behind.is_empty()
            || behind.starts_with([')', ','])
            || ["路", "街", "道", "镇", "乡", "村", "区", "县", "市"]
                .iter()
                .any(|unit| behind.find(unit).is_some_and(|at| at > 0))
    }

    /// Whether it goes on as behind a district named without its unit: with the unit after all, with a town or a zone,
    /// or with a road of a name of its own (浦东 合庆镇, but not 浦东 大道).
    fn leads_on_from_county(&self, behind: &str) -> bool {
        const BELOW: [&str; 12] = [
            "镇",
            "乡",
            "街道",
            "路",
            "街",
            "公路",
            "大道",
            "村",
            "弄",
            "园区",
            "开发区",
            "工业区",
        ];
        ["区", "县", "市", "新区"].iter().any(|unit| behind.starts_with(unit))
            || self.locality_named(behind).is_some()
            || BELOW.iter().any(|unit| {
                behind.find(unit).is_some_and(|at| behind[..at].chars().nth(1).is_some())
            })
    }

    /// The locality whose name stands at the head: the longest, and the office's own before one of the tables.
    fn locality_named(&self, rest: &str) -> Option<&Locality> {
        let found = [divisions().localities.at(rest), self.added.at(rest)].into_iter().flatten();
        found.max_by_key(|locality| locality.name.len())
    }

    fn locality_at(&self, parent: Option<RegionCode>, rest: &str) -> Option<Whereabouts> {
        let locality = self.locality_named(rest)?;
        if !locality.districts.iter().any(|district| is_within(*district, parent)) {
            return None;
        }
        match locality.districts[..] {
            [one] => Some(self.own.place(one)),
            ref several if several.iter().any(|district| self.own.covers(*district)) => {
                Some(Whereabouts::Unclear)
            }
            _ => Some(Whereabouts::Elsewhere),
        }
    }

    /// A town or a zone named anywhere; names of two characters (唐镇) only at the head.
    fn locality_within(&self, parent: Option<RegionCode>, rest: &str) -> Option<Whereabouts> {
        let mut tails = rest.char_indices().map(|(at, _)| &rest[at..]);
        tails.find_map(|tail| {
            let locality = self.locality_named(tail)?;
            locality.name.chars().nth(2)?;
            self.locality_at(parent, tail)
        })
    }

    /// The county of a parent that is named in full first.
    fn county_within(&self, parent: RegionCode, rest: &str) -> Option<Whereabouts> {
        let named = divisions().counties_of(parent).filter(|division| {
            division.name.chars().nth(2).is_some() && rest.contains(division.name)
        });
        let first = named.min_by_key(|division| rest.find(division.name))?;
        self.own.settled(&[first])
    }

    /// A place named in brackets behind the rest: 某园区（合肥市）.
    fn in_brackets(&self, parent: Option<RegionCode>, rest: &'t str) -> Option<Whereabouts> {
        if parent.is_some() {
            return None;
        }
        let (_, inside) = rest.split_once('(')?;
        let (named, _) = self.full_name(None, inside)?;
        self.own.settled(&named)
    }
}

/// Keeps of some divisions those of the longest name, with what stands behind it.
fn longest<'t>(
    named: impl Iterator<Item = &'static Division>,
    name: impl Fn(&Division) -> &'static str,
    rest: &'t str,
) -> Option<Named<'t>> {
    let mut longest: Vec<&Division> = Vec::new();
    for division in named {
        let known = longest.first().map_or(0, |first| name(first).len());
        if name(division).len() > known {
            longest.clear();
        }
        if name(division).len() >= known {
            longest.push(division);
        }
    }
    let behind = rest.get(longest.first().map(|first| name(first).len())?..)?;
    Some((longest, behind))
}

/// Whether a division lies in a parent, where one is known, and is not the parent itself.
fn is_within(code: RegionCode, parent: Option<RegionCode>) -> bool {
    parent.is_none_or(|parent| parent != code && parent.covers(code))
}

/// Cuts off what may stand before the province: a postcode, the country.
fn without_country(address: &str) -> &str {
    let address = address.trim_start_matches(|c: char| c.is_ascii_digit());
    let address = address.strip_prefix("中华人民共和国").unwrap_or(address);
    address.strip_prefix("中国").unwrap_or(address)
}

/// Whether an address begins with another country.
fn is_abroad(address: &str) -> bool {
    const COUNTRIES: [&str; 34] = [
        "美国",
        "日本",
        "韩国",
        "德国",
        "法国",
        "英国",
        "加拿大",
        "澳大利亚",
        "瑞士",
        "瑞典",
        "荷兰",
        "意大利",
        "西班牙",
        "芬兰",
        "丹麦",
        "挪威",
        "比利时",
        "奥地利",
        "爱尔兰",
        "以色列",
        "新加坡",
        "印度",
        "俄罗斯",
        "新西兰",
        "卢森堡",
        "波兰",
        "捷克",
        "巴西",
        "墨西哥",
        "南非",
        "泰国",
        "马来西亚",
        "开曼群岛",
        "英属维尔京群岛",
    ];
    let behind = COUNTRIES.iter().find_map(|country| address.strip_prefix(country));
    behind.is_some_and(|behind| !is_spot(behind))
}

/// Says whether a place's name goes on as a street's or an estate's: 路, 西路, 东一路, 公园.
fn is_spot(rest: &str) -> bool {
    const STREETS: [&str; 6] = ["路", "街", "弄", "道", "大道", "公路"];
    const ESTATES: [&str; 8] = ["公园", "新村", "新城", "花园", "大厦", "广场", "公寓", "饭店"];
    let street = rest.strip_prefix(['东', '西', '南', '北', '中']).unwrap_or(rest);
    let street = street.strip_prefix(['一', '二', '三', '支']).unwrap_or(street);
    STREETS.iter().any(|end| street.starts_with(end))
        || ESTATES.iter().any(|end| rest.starts_with(end))
}
