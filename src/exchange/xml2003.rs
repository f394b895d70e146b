//! XML spreadsheets of 2003 (SpreadsheetML), which many systems export under the name `.xls`.

use std::collections::HashMap;

use super::html::{Table, WIDEST, unescaped};
use super::limits::{MOST_MERGES, MOST_ROWS};
use super::markup::{Attributes, Tag, tags};
use super::merges::Merge;
use super::number_format::Look;

/// Returns the sheets that hold anything. Rows and cells say where they stand by `ss:Index`, or follow the one before; a
/// number whose style says what it is is read as it is shown.
pub(super) fn tables(text: &str) -> Vec<Table> {
    let mut sheets: Vec<Table> = Vec::new();
    let (mut row, mut column, mut next_column) = (0_usize, 0_usize, 0_usize);
    let mut data: Option<String> = None;
    let (mut looks, mut style) = (HashMap::<String, Look>::new(), String::new());
    let (mut of_row, mut look) = (None, None);
    // A formula's result is its data; without any it was never worked out.
    let mut uncomputed = false;
    for tag in tags(text) {
        match tag {
            Tag::Open(name, attributes) => match local(name) {
                "Style" => style = attributes.get("ss:ID").unwrap_or_default(),
                "NumberFormat" => {
                    let format = attributes.get("ss:Format").unwrap_or_default();
                    let own = (format == "Percent").then_some(Look::Percent);
                    if let Some(look) = own.or_else(|| Look::of(&format)) {
                        looks.insert(style.clone(), look);
                    }
                }
                "Worksheet" => {
                    let number = (sheets.len() + 1).to_string();
                    let name = attributes.get("ss:Name").unwrap_or(number);
                    let (rows, merges, uncomputed) = (Vec::new(), Vec::new(), Vec::new());
                    sheets.push(Table { name, rows, merges, uncomputed });
                    row = 0;
                }
                "Row" => {
                    row = index(attributes).unwrap_or(row + 1);
                    next_column = 0;
                    let style = attributes.get("ss:StyleID");
                    of_row = style.and_then(|style| looks.get(&style).copied());
                }
                "Cell" => {
                    let style = attributes.get("ss:StyleID");
                    look = style.map_or(of_row, |style| looks.get(&style).copied());
                    uncomputed = attributes.get("ss:Formula").is_some();
                    column = index(attributes).map_or(next_column, |index| index - 1);
                    let [across, down] = ["ss:MergeAcross", "ss:MergeDown"].map(|name| {
                        attributes
                            .get(name)
                            .and_then(|text| text.parse::<usize>().ok())
                            .unwrap_or(0)
                    });
                    next_column = column.saturating_add(across).saturating_add(1);
                    let bottom = row.saturating_add(down).min(MOST_ROWS as usize);
                    let merge = Merge {
                        top: row as u32,
                        bottom: bottom as u32,
                        left: column,
                        right: next_column - 1,
                    };
                    let merges = sheets.last_mut().map(|sheet| &mut sheet.merges);
                    if let Some(merges) = merges.filter(|merges| merges.len() < MOST_MERGES)
                        && across + down > 0
                        && merge.is_sound()
                    {
                        merges.push(merge);
                    }
                }
                "Data" => {
                    (data, uncomputed) = (Some(String::new()), false);
                    look = look.filter(|_| attributes.get("ss:Type").as_deref() == Some("Number"));
                }
                _ => {}
            },
            Tag::Text(text) => {
                if let Some(data) = &mut data {
                    data.push_str(&unescaped(text));
                }
            }
            Tag::Close(name) if local(name) == "Data" => {
                let text = data.take().filter(|text| !text.is_empty());
                let shown = |text: &String| look?.shown(text.trim().parse().ok()?);
                let text = match text.as_ref().and_then(shown) {
                    Some(shown) => Some(shown),
                    None => text,
                };
                let sheet = sheets.last_mut().filter(|_| row > 0 && column < WIDEST);
                if let Some((sheet, text)) = sheet.zip(text) {
                    // Rows passed over are blank; how many there are is what the file says, within a sheet's bounds.
                    if sheet.rows.len() < row {
                        sheet.rows.resize_with(row, Vec::new);
                    }
                    sheet.rows[row - 1].push((column, text));
                }
            }
            Tag::Close(name) if local(name) == "Cell" => {
                let sheet = sheets.last_mut().filter(|_| row > 0 && column < WIDEST);
                if let Some(sheet) = sheet.filter(|_| uncomputed) {
                    if sheet.rows.len() < row {
                        sheet.rows.resize_with(row, Vec::new);
                    }
                    sheet.uncomputed.push((row as u32, column));
                }
                uncomputed = false;
            }
            Tag::Close(_) => {}
        }
    }
    sheets.into_iter().filter(|sheet| !sheet.rows.is_empty()).collect()
}

/// The name without its prefix.
fn local(name: &str) -> &str {
    name.rsplit_once(':').map_or(name, |(_, local)| local)
}

/// The place that a row or a cell states, from 1, within a sheet's bounds.
fn index(attributes: Attributes<'_>) -> Option<usize> {
    let index: usize = attributes.get("ss:Index")?.parse().ok()?;
    Some(index.clamp(1, MOST_ROWS as usize))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_stand_where_they_say() {
        let text = r#"<?xml version="1.0"?><Workbook xmlns:ss="x"><Worksheet ss:Name="甲&amp;乙"><Table>
            <Row><Cell ss:MergeAcross="1"><Data ss:Type="String">标题</Data></Cell><Cell><Data>丙</Data></Cell></Row>
            <Row ss:Index="3"><Cell ss:MergeDown="1"><Data ss:Type="Number">5</Data></Cell>
            <Cell ss:Index="3"><ss:Data>a<B>b</B>&lt;</ss:Data></Cell></Row></Table></Worksheet>
            <Worksheet ss:Name="空"><Table/></Worksheet></Workbook>"#;
        let tables = tables(text);
        assert_eq!(tables.len(), 1);
        let cell = |column, text: &str| (column, text.to_owned());
        let rows =
            [vec![cell(0, "标题"), cell(2, "丙")], vec![], vec![cell(0, "5"), cell(2, "ab<")]];
        assert_eq!((tables[0].name.as_str(), tables[0].rows.as_slice()), ("甲&乙", &rows[..]));
        assert_eq!(tables[0].merges.len(), 2);
    }

    #[test]
    fn percents_are_read_as_shown_and_formulas_without_a_result_are_told() {
        let text = r#"<Workbook><Styles><Style ss:ID="s1"><NumberFormat ss:Format="Percent"/></Style>
            <Style ss:ID="s2"><NumberFormat ss:Format="0.000%"/></Style>
            <Style ss:ID="s3"><NumberFormat ss:Format="0.00"/></Style></Styles><Worksheet><Table>
            <Row><Cell ss:StyleID="s1"><Data ss:Type="Number">0.0435</Data></Cell>
            <Cell ss:StyleID="s2"><Data ss:Type="Number">4.785E-2</Data></Cell>
            <Cell ss:StyleID="s3"><Data ss:Type="Number">0.05</Data></Cell>
            <Cell ss:StyleID="s1"><Data ss:Type="String">0.05</Data></Cell></Row>
            <Row ss:StyleID="s1"><Cell><Data ss:Type="Number">0.05</Data></Cell>
            <Cell ss:Formula="=RC[-1]*2"/><Cell ss:Formula="=RC[-1]"><Data ss:Type="Number">1</Data></Cell></Row>
            </Table></Worksheet></Workbook>"#;
        let tables = tables(text);
        let texts = |row: usize| -> Vec<&str> {
            tables[0].rows[row].iter().map(|(_, text)| text.as_str()).collect()
        };
        assert_eq!(texts(0), ["4.35%", "4.785%", "0.05", "0.05"]);
        assert_eq!((texts(1), &tables[0].uncomputed), (vec!["5%", "100%"], &vec![(2, 1)]));
    }

    #[test]
    fn an_index_of_any_size_takes_little_room() {
        let far = r#"<Worksheet><Row ss:Index="99999999999"><Cell ss:Index="99999999"><Data>a</Data></Cell></Row>"#;
        assert!(tables(far).is_empty());
    }
}
