use super::*;

/// The canonical number, or the problem with its figures.
fn application(text: &str) -> String {
    verdict(PctNo::read(text))
}

fn publication(text: &str) -> String {
    verdict(WoNo::read(text))
}

fn verdict<T: ToString>(read: Result<Read<T>, Refusal>) -> String {
    match read {
        Ok(read) => read.value.to_string(),
        Err(refusal) => match refusal.problem {
            Problem::PctNoOffice { code } => format!("pct-no-office {code}"),
            Problem::PctNoYear { year } | Problem::WoNoYear { year } => {
                format!("{} {year}", refusal.problem.code())
            }
            problem => problem.code().to_owned(),
        },
    }
}

#[test]
fn applications() {
    let cases = [
        ("PCT/CN2019/079096", "PCT/CN2019/079096"),
        ("pct/cn2016/096304", "PCT/CN2016/096304"),
        ("PCTCN2015082600", "PCT/CN2015/082600"),
        ("PCT/CN2015082600", "PCT/CN2015/082600"),
        ("PCT CN2015 / 082600", "PCT/CN2015/082600"),
        ("ＰＣＴ／ＣＮ２０１９／０７９０９６", "PCT/CN2019/079096"),
        ("CN:2018125926:W", "PCT/CN2018/125926"),
        ("CN:2018000072:W", "PCT/CN2018/000072"),
        ("PCT/KR2024/007937", "PCT/KR2024/007937"),
        ("PCT/GB2004/002203", "PCT/GB2004/002203"),
        // Every receiving office of WIPO ST.3, and no other letters.
        ("PCT/IB2016/012345", "PCT/IB2016/012345"),
        ("PCT/EP2016/012345", "PCT/EP2016/012345"),
        ("PCT/UY2025/050001", "PCT/UY2025/050001"),
        ("PCT/SU89/00123", "PCT/SU89/00123"),
        ("PCT/YU97/00001", "PCT/YU97/00001"),
        ("PCT/XX2016/012345", "pct-no-office XX"),
        ("PCTZZ2016012345", "pct-no-office ZZ"),
        ("UK:2016012345:W", "pct-no-office UK"),
        ("PCT/CH2O16/012345", "pct-no-shape"),
        ("PCT/WO2016/012345", "pct-no-office WO"),
        // Before 2004.
        ("PCT/US93/09294", "PCT/US93/09294"),
        ("PCTUS9309294", "PCT/US93/09294"),
        ("PCT/US1993/09294", "PCT/US93/09294"),
        ("PCT/US1993/009294", "PCT/US93/09294"),
        ("PCT/CN03/00001", "PCT/CN03/00001"),
        ("PCT/CN2003/000001", "PCT/CN03/00001"),
        // A digit lost is no older number.
        ("PCT/CN2014/89443", "pct-no-shape"),
        ("PCT/CN2014/0894", "pct-no-shape"),
        ("PCT/CN2014/089", "pct-no-shape"),
        ("PCTCN201408944", "pct-no-shape"),
        ("PCT/CN14/089443", "pct-no-shape"),
        ("PCT/CN04/00001", "pct-no-shape"),
        ("PCT/CN2014/0894431", "pct-no-shape"),
        ("PCT/CN1993/123456", "pct-no-shape"),
        ("PCT/CN2014/000000", "pct-no-shape"),
        ("PCT/C12014/089443", "pct-no-shape"),
        ("CN2014089443", "pct-no-shape"),
        ("201610281886.0", "pct-no-shape"),
        ("PCT/中国2014/089443", "pct-no-shape"),
        ("", "pct-no-shape"),
        ("PCT/CN1970/000001", "pct-no-year 1970"),
        ("PCT/CN2101/000001", "pct-no-year 2101"),
    ];
    for (text, expected) in cases {
        assert_eq!(application(text), expected, "{text}");
    }
}

#[test]
fn publications() {
    let cases = [
        ("WO2020/124838", "WO2020/124838"),
        ("WO2020124838A1", "WO2020/124838"),
        ("WO 2020/124838", "WO2020/124838"),
        ("WO/2020/124838", "WO2020/124838"),
        ("wo 2020/124838 a2", "WO2020/124838"),
        ("WO93/12345", "WO1993/012345"),
        ("WO9312345A1", "WO1993/012345"),
        ("WO1993/012345", "WO1993/012345"),
        ("WO 02/060000", "WO2002/060000"),
        ("WO03012345A1", "WO2003/012345"),
        ("WO2020/24838", "wo-no-shape"),
        ("WO2020/1248", "wo-no-shape"),
        ("WO20/124838", "wo-no-shape"),
        ("WO2020124838B1", "wo-no-shape"),
        ("WO2020124838A7", "wo-no-shape"),
        ("2020/124838", "wo-no-shape"),
        ("PCT/CN2019/079096", "wo-no-shape"),
        ("WO1970/000001", "wo-no-year 1970"),
    ];
    for (text, expected) in cases {
        assert_eq!(publication(text), expected, "{text}");
    }
}

#[test]
fn what_a_number_tells() {
    let cases = [("PCT/CN2019/079096", 2019, "CN"), ("PCT/US93/09294", 1993, "US")];
    for (text, year, office) in cases {
        let number: PctNo = text.parse().unwrap();
        assert_eq!((number.year(), number.office()), (year, office));
        assert_eq!(PctNo::read(text), Ok(Read::clean(number)));
    }
    let published: WoNo = "WO1993/012345".parse().unwrap();
    assert_eq!(published.year(), 1993);
    assert_eq!(WoNo::read("WO1993/012345"), Ok(Read::clean(published)));
}
