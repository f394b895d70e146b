//! What stands on a document besides its content.

crate::texts! {
    /// The first sheet of a workbook.
    overview { zh: "概览", en: "Overview" }
    /// A sheet of a table that has none.
    sheet_without_title { zh: "表", en: "Table" }
    /// At the foot of a page.
    page_of(page, pages) { zh: "第{page}页 共{pages}页", en: "Page {page} of {pages}" }
    notes { zh: "说明", en: "Notes" }
    headlines { zh: "主要指标", en: "Main figures" }
    /// A label before what is filled in.
    labelled(label, value) { zh: "{label}：{value}", en: "{label}: {value}" }
}
