//! The divisions the program knows by name: data, to be brought up to date here alone.

/// A district or county of Shanghai.
pub(super) struct District {
    pub code: &'static [u8; 6],
    pub name: &'static str,
    /// The code of the district it belongs to today.
    pub now: &'static [u8; 6],
}

impl District {
    const fn new(code: &'static [u8; 6], name: &'static str, now: &'static [u8; 6]) -> Self {
        Self { code, name, now }
    }

    /// The name without its unit: 静安, 浦东.
    pub fn stem(&self) -> &'static str {
        let stem = self.name.trim_end_matches(['区', '县']);
        stem.strip_suffix('新').unwrap_or(stem)
    }
}

/// Shanghai's districts of today, then those merged or renamed, the latest first (GB/T 2260).
pub(super) const SHANGHAI: [District; 27] = [
    District::new(b"310101", "黄浦区", b"310101"),
    District::new(b"310104", "徐汇区", b"310104"),
    District::new(b"310105", "长宁区", b"310105"),
    District::new(b"310106", "静安区", b"310106"),
    District::new(b"310107", "普陀区", b"310107"),
    District::new(b"310109", "虹口区", b"310109"),
    District::new(b"310110", "杨浦区", b"310110"),
    District::new(b"310112", "闵行区", b"310112"),
    District::new(b"310113", "宝山区", b"310113"),
    District::new(b"310114", "嘉定区", b"310114"),
    District::new(b"310115", "浦东新区", b"310115"),
    District::new(b"310116", "金山区", b"310116"),
    District::new(b"310117", "松江区", b"310117"),
    District::new(b"310118", "青浦区", b"310118"),
    District::new(b"310120", "奉贤区", b"310120"),
    District::new(b"310151", "崇明区", b"310151"),
    // 2016, county to district.
    District::new(b"310230", "崇明县", b"310151"),
    // 2015, into 静安区 (撤二建一).
    District::new(b"310108", "闸北区", b"310106"),
    // 2011, into 黄浦区.
    District::new(b"310103", "卢湾区", b"310101"),
    // 2009, into 浦东新区.
    District::new(b"310119", "南汇区", b"310115"),
    // 2001, county to district.
    District::new(b"310225", "南汇县", b"310115"),
    District::new(b"310226", "奉贤县", b"310120"),
    // 2000, into 黄浦区.
    District::new(b"310102", "南市区", b"310101"),
    // 1999, 1998, 1997, county to district.
    District::new(b"310229", "青浦县", b"310118"),
    District::new(b"310227", "松江县", b"310117"),
    District::new(b"310228", "金山县", b"310116"),
    // 1992, into 浦东新区.
    District::new(b"310224", "川沙县", b"310115"),
];

/// The first two digits of every province, municipality, autonomous and special region.
pub(super) const PROVINCES: [[u8; 2]; 34] = [
    *b"11", *b"12", *b"13", *b"14", *b"15", *b"21", *b"22", *b"23", *b"31", *b"32", *b"33", *b"34",
    *b"35", *b"36", *b"37", *b"41", *b"42", *b"43", *b"44", *b"45", *b"46", *b"50", *b"51", *b"52",
    *b"53", *b"54", *b"61", *b"62", *b"63", *b"64", *b"65", *b"71", *b"81", *b"82",
];

/// Provinces and cities other than Shanghai: of the cities the neighbours' down to county cities, and
/// the large ones elsewhere.
#[rustfmt::skip]
pub(super) const OTHER_PLACES: [&str; 187] = [
    // Provinces, municipalities, autonomous and special regions.
    "北京", "天津", "重庆", "河北", "山西", "内蒙古", "辽宁", "吉林", "黑龙江", "江苏", "浙江", "安徽",
    "福建", "江西", "山东", "河南", "湖北", "湖南", "广东", "广西", "海南", "四川", "贵州", "云南",
    "西藏", "陕西", "甘肃", "青海", "宁夏", "新疆", "台湾", "香港", "澳门",
    // Jiangsu.
    "南京", "无锡", "徐州", "常州", "苏州", "南通", "连云港", "淮安", "盐城", "扬州", "镇江", "泰州",
    "宿迁", "昆山", "太仓", "常熟", "张家港", "江阴", "宜兴", "启东", "海门", "如皋", "海安", "丹阳",
    "溧阳", "靖江", "泰兴",
    // Zhejiang.
    "杭州", "宁波", "温州", "嘉兴", "湖州", "绍兴", "金华", "衢州", "舟山", "台州", "丽水", "义乌",
    "海宁", "平湖", "桐乡", "慈溪", "余姚", "诸暨", "乐清", "瑞安", "温岭", "永康",
    // Anhui.
    "合肥", "芜湖", "蚌埠", "淮南", "马鞍山", "淮北", "铜陵", "安庆", "黄山", "滁州", "阜阳", "宿州",
    "六安", "亳州", "池州", "宣城",
    // Fujian, Jiangxi, Shandong.
    "福州", "厦门", "莆田", "三明", "泉州", "漳州", "南平", "龙岩", "宁德", "南昌", "九江", "景德镇",
    "赣州", "上饶", "济南", "青岛", "淄博", "枣庄", "东营", "烟台", "潍坊", "济宁", "泰安", "威海",
    "日照", "临沂", "德州", "聊城", "滨州", "菏泽",
    // Guangdong, Guangxi, Hainan.
    "广州", "深圳", "珠海", "汕头", "佛山", "江门", "湛江", "茂名", "肇庆", "惠州", "清远", "东莞",
    "中山", "潮州", "揭阳", "南宁", "柳州", "桂林", "海口", "三亚",
    // The north.
    "石家庄", "唐山", "秦皇岛", "保定", "廊坊", "太原", "大同", "呼和浩特", "包头", "沈阳", "大连",
    "鞍山", "长春", "哈尔滨", "大庆", "双鸭山",
    // The middle and the west.
    "郑州", "洛阳", "新乡", "武汉", "宜昌", "襄阳", "长沙", "株洲", "湘潭", "成都", "绵阳", "德阳",
    "贵阳", "遵义", "昆明", "拉萨", "西安", "咸阳", "宝鸡", "兰州", "西宁", "银川", "乌鲁木齐",
];
