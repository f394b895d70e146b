//! The best assignment of lines to loans, each at most once, and by how much it is the best.

use std::collections::{BTreeMap, HashMap};

use pathfinding::kuhn_munkres::kuhn_munkres;
use pathfinding::matrix::Matrix;

/// A line that may mean a loan, and how much speaks for it (more than nothing).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Edge {
    pub line: usize,
    pub loan: usize,
    pub points: i64,
}

/// A pair of the best assignment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Assigned {
    pub line: usize,
    pub loan: usize,
    pub points: i64,
    /// How many points worse the best assignment without this pair is; 0 if another one is equally good.
    pub margin: i64,
}

/// Above this size, margins are estimated from each line's next choice instead of solved one by one.
const EXACT_MARGINS: usize = 60;
/// Components above this size are not solved; all of their pairs are left to a person.
pub const LARGEST: usize = 400;

/// Returns the groups of edges that share no line and no loan with others, each in order of line and loan.
pub fn components(edges: &[Edge]) -> Vec<Vec<Edge>> {
    let mut parent: HashMap<(bool, usize), (bool, usize)> = HashMap::new();
    fn root(
        parent: &mut HashMap<(bool, usize), (bool, usize)>,
        of: (bool, usize),
    ) -> (bool, usize) {
        let mut at = of;
        while let Some(&above) = parent.get(&at).filter(|above| **above != at) {
            at = above;
        }
        parent.insert(of, at);
        at
    }
    for edge in edges {
        let (a, b) = (root(&mut parent, (false, edge.line)), root(&mut parent, (true, edge.loan)));
        parent.insert(a.max(b), a.min(b));
    }
    let mut parts: BTreeMap<(bool, usize), Vec<Edge>> = BTreeMap::new();
    for edge in edges {
        parts.entry(root(&mut parent, (false, edge.line))).or_default().push(*edge);
    }
    parts.into_values().collect()
}

/// Returns the assignment of one component that gives most points together, in order of line.
///
/// A line or a loan may be left out. Equal assignments: any of them, with margins of 0.
pub fn best(edges: &[Edge]) -> Vec<Assigned> {
    if let [edge] = edges {
        return vec![Assigned {
            line: edge.line,
            loan: edge.loan,
            points: edge.points,
            margin: edge.points,
        }];
    }
    let problem = Problem::of(edges);
    let (total, chosen) = problem.solve(None);
    let mut assigned = Vec::new();
    for (row, column) in chosen.into_iter().enumerate() {
        let Some(points) = problem.points(row, column) else { continue };
        let margin = if problem.lines.len().max(problem.loans.len()) <= EXACT_MARGINS {
            total - problem.solve(Some((row, column))).0
        } else {
            let line = problem.lines[row];
            let next = edges.iter().filter(|e| e.line == line && e.loan != problem.loans[column]);
            points - next.map(|edge| edge.points).max().unwrap_or(0)
        };
        let (line, loan) = (problem.lines[row], problem.loans[column]);
        assigned.push(Assigned { line, loan, points, margin: margin.max(0) });
    }
    assigned
}

struct Problem {
    lines: Vec<usize>,
    loans: Vec<usize>,
    points: HashMap<(usize, usize), i64>,
}

impl Problem {
    fn of(edges: &[Edge]) -> Self {
        let mut lines: Vec<usize> = edges.iter().map(|edge| edge.line).collect();
        let mut loans: Vec<usize> = edges.iter().map(|edge| edge.loan).collect();
        for side in [&mut lines, &mut loans] {
            side.sort_unstable();
            side.dedup();
        }
        let place = |side: &[usize], of: usize| side.partition_point(|at| *at < of);
        let points = edges
            .iter()
            .map(|edge| ((place(&lines, edge.line), place(&loans, edge.loan)), edge.points))
            .collect();
        Self { lines, loans, points }
    }

    fn points(&self, row: usize, column: usize) -> Option<i64> {
        self.points.get(&(row, column)).copied()
    }

    /// The most points, and the column of each row; beyond the loans stand columns for lines left out.
    fn solve(&self, without: Option<(usize, usize)>) -> (i64, Vec<usize>) {
        let (rows, columns) = (self.lines.len(), self.loans.len() + self.lines.len());
        // What is no edge must never be better than leaving both out.
        const NO_EDGE: i64 = -1_000_000;
        let weights = Matrix::from_fn(rows, columns, |(row, column)| {
            if column >= self.loans.len() {
                return 0;
            }
            let allowed = without != Some((row, column));
            self.points(row, column).filter(|_| allowed).unwrap_or(NO_EDGE)
        });
        kuhn_munkres(&weights)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Every assignment there is, and the most points any has.
    fn by_trying_all(edges: &[Edge], lines: &[usize], taken: &mut Vec<usize>) -> i64 {
        let Some((line, rest)) = lines.split_first() else { return 0 };
        let mut most = by_trying_all(edges, rest, taken);
        for edge in edges.iter().filter(|edge| edge.line == *line) {
            if !taken.contains(&edge.loan) {
                taken.push(edge.loan);
                most = most.max(edge.points + by_trying_all(edges, rest, taken));
                taken.pop();
            }
        }
        most
    }

    fn most(edges: &[Edge]) -> i64 {
        let mut lines: Vec<usize> = edges.iter().map(|edge| edge.line).collect();
        lines.sort_unstable();
        lines.dedup();
        by_trying_all(edges, &lines, &mut Vec::new())
    }

    proptest! {
        #[test]
        fn the_best_is_what_trying_all_finds(
            points in proptest::collection::btree_map((0_usize..6, 0_usize..6), 1_i64..40, 1..20)
        ) {
            let edges: Vec<Edge> =
                points.iter().map(|((line, loan), points)| Edge { line: *line, loan: *loan, points: *points }).collect();
            let mut total = 0;
            for part in components(&edges) {
                let assigned = best(&part);
                let sum: i64 = assigned.iter().map(|pair| pair.points).sum();
                prop_assert_eq!(sum, most(&part));
                for pair in &assigned {
                    let without: Vec<Edge> = part.iter().copied()
                        .filter(|edge| (edge.line, edge.loan) != (pair.line, pair.loan)).collect();
                    prop_assert_eq!(pair.margin, sum - most(&without));
                }
                total += sum;
            }
            prop_assert_eq!(total, most(&edges));
        }
    }
}
