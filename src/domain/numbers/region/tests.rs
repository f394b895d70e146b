use super::*;

#[test]
fn codes() {
    let cases = [
        // code, its name in Shanghai, the code of today
        ("310106", Some("静安区"), "310106"),
        ("310108", Some("闸北区"), "310106"),
        ("310103", Some("卢湾区"), "310101"),
        ("310119", Some("南汇区"), "310115"),
        ("310230", Some("崇明县"), "310151"),
        ("310115", Some("浦东新区"), "310115"),
        ("310000", None, "310000"),
        ("350203", None, "350203"),
        ("100000", None, "100000"),
    ];
    for (text, name, current) in cases {
        let code: RegionCode = text.parse().unwrap();
        assert_eq!((code.to_string().as_str(), code.district_name()), (text, name));
        assert_eq!(code.current().to_string(), current, "{text}");
        assert_eq!(RegionCode::read(text), Ok(Read::clean(code)));
    }
    for text in ["", "31010", "3101066", "31O106", "310 1O6", "990106", "000000", "静安区"] {
        assert_eq!(RegionCode::read(text).unwrap_err().problem, Problem::RegionShape, "{text}");
    }
    assert_eq!(RegionCode::read("３１０１０６").unwrap().value.to_string(), "310106");
}

#[test]
fn districts_of_today_are_their_own() {
    for district in &SHANGHAI {
        let code = RegionCode(*district.code);
        assert_eq!(code.current().current(), code.current(), "{}", district.name);
        let found = RegionCode::district_in_address(&format!("上海市{}某路1号", district.name));
        assert_eq!(found, Some(code.current()), "{}", district.name);
    }
}

#[test]
fn what_addresses_say() {
    let cases = [
        // address, district, another place
        ("上海市静安区南京西路1号", Some("310106"), false),
        ("上海市闸北区江场路1号", Some("310106"), false),
        ("200072 上海市静安区江场三路", Some("310106"), false),
        ("200072上海市原闸北区共和新路", Some("310106"), false),
        ("静安区北京西路1号", Some("310106"), false),
        ("中国上海静安区", Some("310106"), false),
        ("中国（上海）自由贸易试验区浦东新区", Some("310115"), false),
        ("上海市崇明县城桥镇", Some("310151"), false),
        ("上海市长宁区（原静安区）", Some("310105"), false),
        ("浦东区", Some("310115"), false),
        ("上海市静安新城", None, false),
        ("上海市", None, false),
        ("", None, false),
        // Streets and estates of Shanghai with names of elsewhere.
        ("南京西路1号", None, false),
        ("北京东路668号", None, false),
        ("西藏中路18号", None, false),
        ("江苏路398号", None, false),
        ("中山东一路12号", None, false),
        ("中山公园", None, false),
        ("上海市广东省会馆", None, false),
        // Elsewhere.
        ("浙江省杭州市西湖区", None, true),
        ("浙江省舟山市普陀区", None, true),
        ("黑龙江省双鸭山市宝山区", None, true),
        ("江苏省苏州市静安路1号", None, true),
        ("江苏苏州工业园区", None, true),
        ("深圳南山区", None, true),
        ("杭州文三路1号", None, true),
        ("215300 昆山市玉山镇", None, true),
        ("中国北京市海淀区", None, true),
        ("中华人民共和国广东省深圳市", None, true),
        ("内蒙古自治区呼和浩特市", None, true),
        ("新疆维吾尔自治区", None, true),
        ("香港特别行政区", None, true),
        ("某园区（合肥市）", None, true),
    ];
    for (address, district, elsewhere) in cases {
        let found = RegionCode::district_in_address(address).map(|code| code.to_string());
        assert_eq!(found.as_deref(), district, "{address}");
        assert_eq!(RegionCode::names_other_place(address), elsewhere, "{address}");
    }
}
