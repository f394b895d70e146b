use super::*;

#[test]
fn words_for_the_three_kinds() {
    let cases = [
        ("发明", "invention"),
        ("发明专利", "invention"),
        ("发明公布", "invention"),
        ("发明授权", "invention"),
        ("发明专利申请", "invention"),
        (" 发 明 ", "invention"),
        ("Invention", "invention"),
        ("invention patent", "invention"),
        ("1", "invention"),
        ("１", "invention"),
        ("实用新型", "utility"),
        ("新型", "utility"),
        ("实用新型专利", "utility"),
        ("utility", "utility"),
        ("Utility Model", "utility"),
        ("2", "utility"),
        ("外观设计", "design"),
        ("外观", "design"),
        ("外观设计专利", "design"),
        ("DESIGN", "design"),
        ("3", "design"),
        ("", "kind-unknown"),
        ("专利", "kind-unknown"),
        ("设计", "kind-unknown"),
        ("4", "kind-unknown"),
        ("发明/实用新型", "kind-unknown"),
        ("商标", "kind-unknown"),
    ];
    for (text, expected) in cases {
        let read = PatentKind::read(text).map_or_else(|r| r.problem.code(), PatentKind::code);
        assert_eq!(read, expected, "{text}");
    }
}

#[test]
fn codes_and_numbers_come_back() {
    for kind in PatentKind::ALL {
        assert_eq!(PatentKind::from_code(kind.code()), Some(kind));
        assert_eq!(PatentKind::from_number(kind.number()), Some(kind));
        assert_eq!(kind.to_string().parse::<PatentKind>(), Ok(kind));
    }
    assert_eq!(PatentKind::from_code("发明"), None);
    assert_eq!([0, 4].map(PatentKind::from_number), [None, None]);
}
