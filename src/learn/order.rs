//! The order that most papers have things in.

/// The most items that are compared in pairs: no paper that anybody reads has as many keys.
const MOST: usize = 500;

/// The items `0..count` in the order in which most of `rows` have them.
///
/// One after the other, those of `rows` with the most rows first, each is put where the most rows agree.
pub(super) fn consensus(count: usize, rows: &[Vec<usize>]) -> Vec<usize> {
    if count > MOST {
        return (0..count).collect();
    }
    let mut before = vec![vec![0_usize; count]; count];
    let mut frequency = vec![0_usize; count];
    for row in rows {
        for (at, first) in row.iter().enumerate() {
            frequency[*first] += 1;
            for second in &row[at + 1..] {
                before[*first][*second] += 1;
            }
        }
    }
    let mut items: Vec<usize> = (0..count).collect();
    items.sort_by_key(|item| std::cmp::Reverse(frequency[*item]));
    let mut order: Vec<usize> = Vec::with_capacity(count);
    for item in items {
        let agreeing = |place: usize| -> usize {
            let above = order[..place].iter().map(|other| before[*other][item]);
            let below = order[place..].iter().map(|other| before[item][*other]);
            above.chain(below).sum()
        };
        let place = (0..=order.len()).max_by_key(|place| agreeing(*place)).unwrap_or_default();
        order.insert(place, item);
    }
    order
}

/// Whether a row has its items in `order`.
pub(super) fn is_in_order(order: &[usize], row: &[usize]) -> bool {
    let rank = |item: &usize| order.iter().position(|other| other == item);
    row.windows(2).all(|pair| rank(&pair[0]) <= rank(&pair[1]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_order_is_that_of_most_rows() {
        let rows = [vec![0, 1, 2], vec![0, 1, 2], vec![2, 1], vec![0, 3]];
        let order = consensus(4, &rows);
        assert_eq!(order.iter().filter(|item| **item != 3).collect::<Vec<_>>(), [&0, &1, &2]);
        assert!(is_in_order(&order, &rows[0]) && is_in_order(&order, &rows[3]));
        assert!(!is_in_order(&order, &rows[2]));
        assert_eq!(consensus(0, &[]), [0; 0]);
    }
}
