//! Rows of tables as they were typed.

/// The number of cells in a row. A pipe after a backslash separates nothing; the outer pipes are a
/// frame.
pub(super) fn count_cells(row: &str) -> usize {
    let row = row.trim();
    let inner = row.strip_prefix('|').unwrap_or(row);
    let mut cells = 1;
    let mut is_escaped = false;
    let mut ends_in_pipe = false;
    for byte in inner.bytes() {
        ends_in_pipe = byte == b'|' && !is_escaped;
        cells += usize::from(ends_in_pipe);
        is_escaped = byte == b'\\' && !is_escaped;
    }
    cells - usize::from(ends_in_pipe)
}
