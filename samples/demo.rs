// The ledger that `demo` makes: the office, and the files in the order in which an office would bring them in.
Demo {
    office: "静安区知识产权局（示例）",
    region: "310106",
    files: &[
        (Noun::Party, "企业名录.xlsx", include_bytes!("企业名录.xlsx")),
        (Noun::Patent, "专利清单2014-2016.xls", include_bytes!("专利清单2014-2016.xls")),
        (Noun::Patent, "专利清单2017-2018.csv", include_bytes!("专利清单2017-2018.csv")),
        (Noun::Patent, "专利清单2019-2020.xlsx", include_bytes!("专利清单2019-2020.xlsx")),
        (Noun::Fact(&PCT), "PCT申请.csv", include_bytes!("PCT申请.csv")),
        (Noun::Pledge, "质押登记清单.xlsx", include_bytes!("质押登记清单.xlsx")),
        (Noun::Loan, "贷款台账.csv", include_bytes!("贷款台账.csv")),
        (Noun::Payment, "还款流水.csv", include_bytes!("还款流水.csv")),
        (Noun::Target, "规划目标.csv", include_bytes!("规划目标.csv")),
        (Noun::Reported, "外部门报送.csv", include_bytes!("外部门报送.csv")),
    ],
}
