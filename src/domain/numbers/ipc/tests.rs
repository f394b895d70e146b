use super::*;

fn verdict(read: Result<Read<Ipc>, Refusal>) -> String {
    read.map_or_else(|refusal| refusal.problem.code().to_owned(), |read| read.value.to_string())
}

#[test]
fn symbols_as_exports_write_them() {
    let cases = [
        ("G06F 17/30", "G06F 17/30"),
        ("G06F17/30", "G06F 17/30"),
        ("g06f  17 / 30", "G06F 17/30"),
        ("Ｇ０６Ｆ１７／３０", "G06F 17/30"),
        ("G06F 0017/30", "G06F 17/30"),
        ("G06F 17/30(2006.01)I", "G06F 17/30"),
        ("G06F 17/30 (2006.01) i", "G06F 17/30"),
        ("G06F17/30[2006.01]", "G06F 17/30"),
        ("Int.Cl.8 G06F 17/30(2006.01)I", "G06F 17/30"),
        ("Int. Cl. G06F 17/30", "G06F 17/30"),
        ("A61B 2034/101234", "A61B 2034/101234"),
        ("H01L 21/00", "H01L 21/00"),
        ("14-02", "14-02"),
        ("LOC(12)Cl.14-02", "14-02"),
        ("14-02(12)", "14-02"),
        ("99-00", "99-00"),
        ("Z06F 17/30", "ipc-shape"),
        ("G06 17/30", "ipc-shape"),
        ("G06F", "ipc-shape"),
        ("G06F 17", "ipc-shape"),
        ("G06F 17/3", "ipc-shape"),
        ("G06F 17/3000000", "ipc-shape"),
        ("G06F 0/30", "ipc-shape"),
        ("G06F 12345/30", "ipc-shape"),
        ("33-01", "ipc-shape"),
        ("1-2", "ipc-shape"),
        ("14-02-03", "ipc-shape"),
        ("计算机", "ipc-shape"),
        ("", "ipc-shape"),
    ];
    for (text, expected) in cases {
        assert_eq!(verdict(Ipc::read(text)), expected, "{text}");
    }
}

#[test]
fn the_first_of_a_list() {
    let cases = [
        ("G06F17/30(2006.01)I; G06N3/08", "G06F 17/30"),
        ("h04l 29/06；H04L 12/24", "H04L 29/06"),
        (";G06F 17/30", "G06F 17/30"),
        ("G06F 17/30\nG06N 3/08", "G06F 17/30"),
        ("G06F 17/30", "G06F 17/30"),
        ("G06F; G06F 17/30", "ipc-shape"),
        (";", "ipc-shape"),
    ];
    for (text, expected) in cases {
        assert_eq!(verdict(Ipc::read_first(text)), expected, "{text}");
    }
    let refusal = Ipc::read_first("G06F; G06F 17/30").unwrap_err();
    assert_eq!(refusal.value, "G06F; G06F 17/30");
}

#[test]
fn in_the_order_of_the_classification() {
    let sorted = ["14-02", "A61B 5/00", "G06F 3/01", "G06F 17/30", "G06F 17/301", "G06F 17/31"];
    let symbols = sorted.map(|text| text.parse::<Ipc>().unwrap());
    assert!(symbols.is_sorted());
    for (symbol, text) in symbols.iter().zip(sorted) {
        assert_eq!(Ipc::read(text), Ok(Read::clean(*symbol)));
    }
}
