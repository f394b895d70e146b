//! Work on many items, half of it on a thread of its own.

use std::panic::resume_unwind;
use std::thread;

/// Below this number, starting a thread takes longer than the work itself.
const FEWEST: usize = 2_000;

/// Does `each` item and returns the results in order of the items.
pub(super) fn parallel_map<T: Sync, R: Send>(items: &[T], each: impl Fn(&T) -> R + Sync) -> Vec<R> {
    if items.len() < FEWEST {
        return items.iter().map(each).collect();
    }
    let (first, second) = items.split_at(items.len() / 2);
    let of = |items: &[T], room: usize| {
        let mut results = Vec::with_capacity(room);
        results.extend(items.iter().map(&each));
        results
    };
    thread::scope(|scope| {
        let rest = scope.spawn(|| of(second, second.len()));
        let mut results = of(first, items.len());
        results.append(&mut rest.join().unwrap_or_else(|panic| resume_unwind(panic)));
        results
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_results_stand_in_order_of_the_items() {
        for length in [0, 1, FEWEST - 1, FEWEST, 3 * FEWEST + 1] {
            let items: Vec<usize> = (0..length).collect();
            assert_eq!(
                parallel_map(&items, |item| item * 2),
                items.iter().map(|i| i * 2).collect::<Vec<_>>()
            );
        }
    }
}
