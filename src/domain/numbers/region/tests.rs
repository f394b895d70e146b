use super::*;
use Whereabouts::{Elsewhere, In, Unclear};

fn code(text: &str) -> RegionCode {
    text.parse().unwrap()
}

#[test]
fn codes() {
    let cases = [
        // code, its name, in full, the code of today
        ("310106", "静安区", "上海市静安区", "310106"),
        ("310108", "闸北区", "上海市闸北区", "310106"),
        ("310103", "卢湾区", "上海市卢湾区", "310101"),
        ("310119", "南汇区", "上海市南汇区", "310115"),
        ("310224", "川沙县", "上海市川沙县", "310115"),
        ("310230", "崇明县", "上海市崇明县", "310151"),
        ("310115", "浦东新区", "上海市浦东新区", "310115"),
        ("310000", "上海市", "上海市", "310000"),
        ("350203", "思明区", "福建省厦门市思明区", "350203"),
        ("370784", "安丘市", "山东省潍坊市安丘市", "370784"),
        ("442000", "中山市", "广东省中山市", "442000"),
        ("110103", "崇文区", "北京市崇文区", "110101"),
        ("320502", "沧浪区", "江苏省苏州市沧浪区", "320508"),
    ];
    for (text, name, full, current) in cases {
        let code = code(text);
        assert_eq!((code.to_string().as_str(), code.name()), (text, Some(name)));
        assert_eq!(code.full_name(), full);
        assert_eq!(code.current().to_string(), current, "{text}");
        assert_eq!(RegionCode::read(text), Ok(Read::clean(code)));
    }
    assert_eq!(code("100000").name(), None);
    assert_eq!(code("310106").name_for(code("310115")), "静安区");
    assert_eq!(code("110108").name_for(code("310106")), "北京市海淀区");
    for text in ["", "31010", "3101066", "31O106", "310 1O6", "990106", "000000", "静安区"] {
        assert_eq!(RegionCode::read(text).unwrap_err().problem, Problem::RegionShape, "{text}");
    }
    assert_eq!(RegionCode::read("３１０１０６").unwrap().value.to_string(), "310106");
}

#[test]
fn a_division_covers_those_in_it() {
    for (whole, part, covers) in [
        ("100000", "310106", true),
        ("310000", "310106", true),
        ("370700", "370784", true),
        ("370700", "370100", false),
        ("310106", "310106", true),
        ("310106", "310000", false),
    ] {
        assert_eq!(code(whole).covers(code(part)), covers, "{whole} {part}");
    }
}

#[test]
fn every_district_of_the_table_is_found_behind_its_province() {
    let own = code("310106");
    let shanghai = divisions().counties_of(code("310000"));
    for district in shanghai.filter(|district| district.name.chars().count() > 2) {
        let current = district.code.current();
        assert_eq!(current.current(), current, "{}", district.name);
        for address in [format!("上海市{}某路1号", district.name), district.name.to_owned()] {
            assert_eq!(own.whereabouts(&address, Localities::none()), In(current), "{address}");
        }
    }
}

#[test]
fn what_addresses_say_to_the_office_of_jing_an() {
    let own = code("310106");
    let cases = [
        ("上海市静安区南京西路1号", In(own)),
        ("上海市闸北区江场路1号", In(own)),
        ("200072 上海市静安区江场三路", In(own)),
        ("200072上海市原闸北区共和新路", In(own)),
        ("静安区北京西路1号", In(own)),
        ("中国上海静安区", In(own)),
        ("上海市市辖区静安区", In(own)),
        ("某路1号（静安区）", In(own)),
        ("上海静安共和新路912号", In(own)),
        // Towns, sub-districts and zones.
        ("上海市彭浦镇某路1号", In(own)),
        ("彭浦新村街道某居委会", In(own)),
        ("中国（上海）自由贸易试验区浦东新区", In(code("310115"))),
        ("中国（上海）自由贸易试验区冰克路500号", In(code("310115"))),
        ("中国（上海）自由贸易试验区临港新片区新杨公路860号", Elsewhere),
        ("张江高科技园区郭守敬路498号", In(code("310115"))),
        ("上海漕河泾新兴技术开发区宜山路900号", Elsewhere),
        ("浦东合庆镇益华路268号", In(code("310115"))),
        ("合庆镇益华路268号", In(code("310115"))),
        ("上海唐镇某路", In(code("310115"))),
        ("崇明堡镇中路1号", In(code("310151"))),
        ("上海市提篮桥街道某路1号", In(code("310109"))),
        ("上海市北工业新区某路1号", In(own)),
        ("上海市北高新技术服务业园区", In(own)),
        ("漕河泾开发区桂平路", Elsewhere),
        ("上海市崇明县城桥镇", In(code("310151"))),
        ("上海市长宁区（原静安区）", In(code("310105"))),
        ("浦东区", In(code("310115"))),
        ("上海普陀真南路5008号", In(code("310107"))),
        ("普陀区真南路5008号", In(code("310107"))),
        // Streets decide nothing, whatever they are called, and neither do estates.
        ("上海真南路5008号", Unclear),
        ("真南路5008号", Unclear),
        ("上海市静安新城", Unclear),
        ("静安寺路1号", Unclear),
        ("长宁路1027号", Unclear),
        ("浦东大道1号", Unclear),
        ("黄浦江边", Unclear),
        ("上海市", Unclear),
        ("", Unclear),
        ("南京西路1号", Unclear),
        ("北京东路668号", Unclear),
        ("西藏中路18号", Unclear),
        ("江苏路398号", Unclear),
        ("中山东一路12号", Unclear),
        ("大连西路550号", Unclear),
        ("汉中路158号", Unclear),
        ("中山公园", Unclear),
        ("鞍山新村5号", Unclear),
        ("长春藤大厦", Unclear),
        ("上海市广东省会馆", Unclear),
        // Elsewhere.
        ("浙江省杭州市西湖区", In(code("330106"))),
        ("浙江省舟山市普陀区", In(code("330903"))),
        ("黑龙江省双鸭山市宝山区", In(code("230506"))),
        ("江苏省苏州市静安路1号", In(code("320500"))),
        ("江苏苏州工业园区", In(code("320571"))),
        ("深圳南山区", In(code("440305"))),
        ("杭州文三路1号", In(code("330100"))),
        ("215300 昆山市玉山镇", In(code("320583"))),
        ("昆山玉山镇某路", In(code("320583"))),
        ("中国北京市海淀区", In(code("110108"))),
        ("海淀区某路1号", In(code("110108"))),
        ("山东省潍坊市安丘市某路1号", In(code("370784"))),
        ("安丘市某路1号", In(code("370784"))),
        ("朝阳区建国路1号", Elsewhere),
        ("中华人民共和国广东省深圳市", In(code("440300"))),
        ("内蒙古自治区呼和浩特市", In(code("150100"))),
        ("吉林市船营区", In(code("220204"))),
        ("湘西土家族苗族自治州吉首市", In(code("433101"))),
        ("恩施施州大道1号", In(code("422800"))),
        ("新疆维吾尔自治区", In(code("650000"))),
        ("香港特别行政区", In(code("810000"))),
        ("香港九龙某道", In(code("810000"))),
        ("某园区（合肥市）", In(code("340100"))),
        ("美国加利福尼亚州", Elsewhere),
        ("日本东京都港区", Elsewhere),
    ];
    for (address, expected) in cases {
        assert_eq!(own.whereabouts(address, Localities::none()), expected, "{address}");
    }
}

#[test]
fn what_a_name_means_depends_on_whose_office_reads_it() {
    for (own, address, expected) in [
        ("330903", "普陀区某路1号", In(code("330903"))),
        ("310107", "普陀区某路1号", In(code("310107"))),
        ("110105", "朝阳区建国路1号", In(code("110105"))),
        ("110105", "北京建国路1号", Unclear),
        ("310115", "临港新片区某路1号", Unclear),
        ("370700", "潍坊市某路1号", In(code("370700"))),
        ("370784", "潍坊市某路1号", Unclear),
    ] {
        assert_eq!(code(own).whereabouts(address, Localities::none()), expected, "{own} {address}");
    }
}

#[test]
fn district_columns() {
    let own = code("310106");
    let cases = [
        ("静安区", Some(In(own))),
        ("静安", Some(In(own))),
        (" 闸北区 ", Some(In(own))),
        ("310108", Some(In(own))),
        ("本区", Some(In(own))),
        ("上海市静安区", Some(In(own))),
        ("松江", Some(In(code("310117")))),
        ("浦东", Some(In(code("310115")))),
        ("浦东区", Some(In(code("310115")))),
        ("海淀", Some(In(code("110108")))),
        ("杭州", Some(In(code("330100")))),
        ("江苏省昆山市", Some(In(code("320583")))),
        ("370784", Some(In(code("370784")))),
        ("张江高科技园区", Some(In(code("310115")))),
        ("外地", Some(Elsewhere)),
        ("外", Some(Elsewhere)),
        ("美国", Some(Elsewhere)),
        ("上海市", Some(Unclear)),
        ("上海", Some(Unclear)),
        ("310000", Some(Unclear)),
        ("不详", Some(Unclear)),
        ("某某工业园区", Some(Unclear)),
        ("火星区", None),
        ("上海市火星区", None),
        ("abc", None),
    ];
    for (text, expected) in cases {
        assert_eq!(own.district_said(text, Localities::none()), expected, "{text}");
    }
}

#[test]
fn an_office_adds_names_of_its_own() {
    let own = code("310106");
    let added = Localities::of(
        [
            ("苏河湾", "310106"),
            ("江场三路", "310106"),
            ("桃浦科技智慧城", "310107"),
            ("彭浦镇", "310113"),
        ]
        .map(|(name, district)| (name.to_owned(), code(district))),
    );
    for (address, before, after) in [
        ("上海市苏河湾万象天地", Unclear, In(own)),
        ("江场三路238号", Unclear, In(own)),
        ("江场路238号", Unclear, Unclear),
        ("上海市桃浦科技智慧城1号", Unclear, In(code("310107"))),
        // Its word goes before the tables', never before a district that is named.
        ("上海市彭浦镇某路1号", In(own), In(code("310113"))),
        ("上海市静安区桃浦科技智慧城分部", In(own), In(own)),
        ("浙江省杭州市苏河湾路1号", In(code("330100")), In(code("330100"))),
    ] {
        assert_eq!(own.whereabouts(address, Localities::none()), before, "{address}");
        assert_eq!(own.whereabouts(address, &added), after, "{address}");
    }
    assert_eq!(own.district_said("苏河湾", &added), Some(In(own)));
}

#[test]
fn a_firm_is_named_after_the_place_where_it_is_registered() {
    let own = code("310106");
    let cases = [
        ("北京某某科技有限公司", Some("110000")),
        ("浙江大学", Some("330000")),
        ("苏州大学", Some("320500")),
        ("中山大学", None),
        ("上海大学", None),
        ("深圳市某某电子有限公司", Some("440300")),
        ("江苏某某股份有限公司", Some("320000")),
        ("安丘市某某机械厂", Some("370784")),
        ("苏州某某股份有限公司", Some("320500")),
        ("宁波某某有限公司", Some("330200")),
        ("昆山某某电子有限公司", Some("320583")),
        ("浦东某某有限公司", Some("310115")),
        ("苏州某某有限公司上海分公司", None),
        ("上海浦东某某有限公司", Some("310115")),
        ("上海市徐汇区某某经营部商店", Some("310104")),
        ("上海松江某某制造厂", Some("310117")),
        ("上海浦东某某银行静安支行", None),
        ("上海金山某某有限公司", None),
        ("上海南京路某某商店", None),
        ("上海苏州河某某公司", None),
        ("金山某某软件有限公司", None),
        ("大同某某有限公司", None),
        ("杭州路某某商店", None),
        ("内蒙古某某集团", Some("150000")),
        ("中国科学院北京某所", None),
        ("上海北京路某某有限公司", None),
        ("上海某某有限公司", None),
        ("静安某某有限公司", None),
        ("北京某某有限公司上海分公司", None),
        ("南京银行静安支行", None),
        ("三明治（某）食品有限公司", None),
        ("南京路某某商店", None),
        ("安庆", None),
        ("海南明", None),
        ("某某有限公司", None),
    ];
    for (name, expected) in cases {
        assert_eq!(
            own.named_after(name).map(|code| code.to_string()).as_deref(),
            expected,
            "{name}"
        );
    }
}

#[test]
fn a_foreign_firm_is_told_by_its_country_or_its_form() {
    for (name, is_abroad) in [
        ("松下电器产业株式会社", true),
        ("美国某某公司", true),
        ("Example Widgets Inc.", true),
        ("Example GmbH", true),
        ("Shanghai Example Co., Ltd.", false),
        ("上海示例（日本）某某有限公司", false),
        ("上海某某有限公司", false),
        ("东京路某某商店", false),
    ] {
        assert_eq!(RegionCode::is_named_abroad(name), is_abroad, "{name}");
    }
}

#[test]
fn a_division_and_nothing_else() {
    for (text, is_named) in [
        ("静安区", true),
        ("松江", true),
        ("310106", true),
        ("北京市海淀区", true),
        ("昆山", true),
        ("1", false),
        ("2016", false),
        ("中国", false),
        ("甲", false),
        ("静安区某路1号", false),
        ("上海某某公司", false),
    ] {
        assert_eq!(RegionCode::is_named(text), is_named, "{text}");
    }
}

#[test]
fn a_city_has_its_districts() {
    for (own, place, part) in [
        ("310106", "310106", Some("310106")),
        ("310106", "310108", Some("310106")),
        ("310106", "310115", None),
        ("310100", "310115", Some("310115")),
        ("310100", "310230", Some("310151")),
        ("310100", "310000", None),
        ("310000", "310115", Some("310115")),
        ("330100", "330122", Some("330122")),
        ("330100", "330100", None),
        ("330100", "330200", None),
        ("330000", "330122", Some("330100")),
        ("330000", "330000", None),
        ("100000", "330122", Some("330000")),
    ] {
        assert_eq!(code(own).part_of(code(place)), part.map(code), "{own} {place}");
    }
    assert_eq!(code("310100").name(), Some("上海市"));
    assert_eq!(code("310100").full_name(), "上海市");
    assert_eq!(code("330122").full_name(), "浙江省杭州市桐庐县");
}

#[test]
fn offices_of_other_regions_read_their_own_names() {
    for (own, text, expected) in [
        ("330122", "桐庐县", Some(In(code("330122")))),
        ("330122", "桐庐", Some(In(code("330122")))),
        ("330122", "西湖区", Some(In(code("330106")))),
        ("330122", "杭州市西湖区", Some(In(code("330106")))),
        ("330122", "浙江省杭州市桐庐县", Some(In(code("330122")))),
        ("330122", "杭州市", Some(Unclear)),
        ("330122", "浙江", Some(Unclear)),
        ("330122", "富阳市", Some(In(code("330111")))),
        ("330122", "昆山", Some(In(code("320583")))),
        ("330122", "静安区", Some(In(code("310106")))),
        ("330122", "火星区", None),
        ("360103", "西湖区", Some(In(code("360103")))),
        ("310115", "浦东", Some(In(code("310115")))),
        ("310115", "南汇区", Some(In(code("310115")))),
        ("310115", "静安区", Some(In(code("310106")))),
        ("310115", "上海市", Some(Unclear)),
        ("310100", "上海市", Some(In(code("310000")))),
        ("310100", "静安区", Some(In(code("310106")))),
        ("310100", "崇明县", Some(In(code("310151")))),
        ("310100", "西湖区", Some(Elsewhere)),
        ("330100", "西湖区", Some(In(code("330106")))),
        ("330100", "杭州市", Some(In(code("330100")))),
        ("330100", "桐庐县", Some(In(code("330122")))),
    ] {
        assert_eq!(code(own).district_said(text, Localities::none()), expected, "{own} {text}");
    }
}
