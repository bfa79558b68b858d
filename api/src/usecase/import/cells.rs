//! Splitting lines into cells, as RFC 4180 has it: a cell in quotes may hold the delimiter, and a
//! doubled quote in it is one.

/// The cells of a line, or nothing when a quote is not closed in it.
pub(super) fn split(line: &str, delimiter: char) -> Option<Vec<String>> {
    let mut cells = Vec::new();
    let mut cell = String::new();
    let mut letters = line.chars().peekable();
    let mut quoted = false;
    let mut begins = true;
    while let Some(letter) = letters.next() {
        match letter {
            '"' if quoted && letters.peek() == Some(&'"') => {
                letters.next();
                cell.push('"');
            }
            '"' if quoted => quoted = false,
            // Only a quote at the beginning of a cell opens one; elsewhere it is a letter.
            '"' if begins => quoted = true,
            letter if letter == delimiter && !quoted => {
                cells.push(std::mem::take(&mut cell));
                begins = true;
                continue;
            }
            letter => cell.push(letter),
        }
        begins = false;
    }
    cells.push(cell);
    (!quoted).then_some(cells)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::split;
    use proptest::prelude::*;

    #[test]
    fn quotes_hold_cells_together() {
        let cells = |line| split(line, ';').unwrap_or_default();
        assert_eq!(cells("a;b;"), ["a", "b", ""]);
        assert_eq!(cells("\"a;b\";\"c \"\"d\"\"\""), ["a;b", "c \"d\""]);
        assert_eq!(cells("de \"Wegwijzer\";b"), ["de \"Wegwijzer\"", "b"]);
        assert_eq!(cells(""), [""]);
        assert_eq!(split("\"a;b", ';'), None);
        assert_eq!(split("a;\"b\"\"", ';'), None);
    }

    proptest! {
        #[test]
        fn cells_are_read_as_another_writes_them(cells in proptest::collection::vec("[a-z\";, é’]{0,8}", 1..8)) {
            let mut writer = csv::WriterBuilder::new().delimiter(b';').from_writer(Vec::new());
            writer.write_record(&cells).unwrap();
            let line = String::from_utf8(writer.into_inner().unwrap()).unwrap();
            prop_assert_eq!(split(line.trim_end_matches('\n'), ';'), Some(cells));
        }
    }
}
