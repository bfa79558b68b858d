//! Cuts of graphs: whether one is lighter than it may be.

use std::collections::BTreeMap;

/// Whether no cut through a connected piece of this graph is lighter than the minimum. Edges are two vertices and a
/// weight above nothing.
///
/// An edge that is as heavy as the minimum lies in no lighter cut, so its ends are taken as one first; of what is left
/// the lightest cut is looked for (Stoer and Wagner, "A simple min-cut algorithm", JACM 44, 1997).
pub(super) fn lightest_is_at_least(
    vertices: usize,
    edges: &[(usize, usize, u64)],
    minimum: u64,
) -> bool {
    let mut graph = Graph::contracted(vertices, edges, minimum);
    for piece in graph.pieces() {
        if !graph.holds(piece, minimum) {
            return false;
        }
    }
    true
}

/// A graph by the neighbours of its vertices.
struct Graph {
    neighbours: Vec<BTreeMap<usize, u64>>,
}

impl Graph {
    fn contracted(vertices: usize, edges: &[(usize, usize, u64)], minimum: u64) -> Self {
        let mut same: Vec<usize> = (0..vertices).collect();
        let mut work: Vec<(usize, usize, u64)> = edges.to_vec();
        loop {
            let mut joined = false;
            let mut sums: BTreeMap<(usize, usize), u64> = BTreeMap::new();
            for (one, other, weight) in &work {
                let (one, other) = (root(&same, *one), root(&same, *other));
                if one != other {
                    let ends = (one.min(other), one.max(other));
                    *sums.entry(ends).or_default() += weight;
                }
            }
            for ((one, other), weight) in &sums {
                let (one, other) = (root(&same, *one), root(&same, *other));
                if *weight >= minimum && one != other {
                    if let Some(above) = same.get_mut(other) {
                        *above = one;
                    }
                    joined = true;
                }
            }
            work = sums
                .into_iter()
                .map(|((a, b), weight)| (a, b, weight))
                .collect();
            if !joined {
                break;
            }
        }
        let mut neighbours = vec![BTreeMap::new(); vertices];
        for (one, other, weight) in work {
            for (from, to) in [(one, other), (other, one)] {
                if let Some(of) = neighbours.get_mut(from) {
                    *of.entry(to).or_default() += weight;
                }
            }
        }
        Self { neighbours }
    }

    /// The connected pieces with more than one vertex.
    fn pieces(&self) -> Vec<Vec<usize>> {
        let mut seen = vec![false; self.neighbours.len()];
        let mut pieces = Vec::new();
        for start in 0..self.neighbours.len() {
            let (mut piece, mut next) = (Vec::new(), vec![start]);
            while let Some(vertex) = next.pop() {
                let Some(known) = seen.get_mut(vertex).filter(|known| !**known) else {
                    continue;
                };
                *known = true;
                piece.push(vertex);
                next.extend(self.of(vertex).keys());
            }
            if piece.len() > 1 {
                pieces.push(piece);
            }
        }
        pieces
    }

    fn of(&self, vertex: usize) -> &BTreeMap<usize, u64> {
        static NONE: BTreeMap<usize, u64> = BTreeMap::new();
        self.neighbours.get(vertex).unwrap_or(&NONE)
    }

    /// No cut of a connected piece is lighter than the minimum.
    fn holds(&mut self, mut piece: Vec<usize>, minimum: u64) -> bool {
        while piece.len() > 1 {
            let Some((weight, before, last)) = self.phase(&piece) else {
                return true;
            };
            if weight < minimum {
                return false;
            }
            self.join(before, last);
            piece.retain(|vertex| *vertex != last);
        }
        true
    }

    /// The cut that parts the last vertex of an order by adjacency from all others, with the last two of it.
    fn phase(&self, piece: &[usize]) -> Option<(u64, usize, usize)> {
        let mut pull: BTreeMap<usize, u64> = piece.iter().map(|vertex| (*vertex, 0)).collect();
        let (mut before, mut last, mut weight) = (None, None, 0);
        while !pull.is_empty() {
            let strongest = pull.iter().max_by_key(|(vertex, pull)| (**pull, **vertex));
            let (vertex, strength) = strongest.map(|(vertex, pull)| (*vertex, *pull))?;
            pull.remove(&vertex);
            for (to, edge) in self.of(vertex) {
                if let Some(pull) = pull.get_mut(to) {
                    *pull += edge;
                }
            }
            (before, last, weight) = (last, Some(vertex), strength);
        }
        Some((weight, before?, last?))
    }

    /// Takes two vertices as one.
    fn join(&mut self, into: usize, gone: usize) {
        let edges = self.neighbours.get_mut(gone).map(std::mem::take);
        for (to, weight) in edges.unwrap_or_default() {
            if let Some(back) = self.neighbours.get_mut(to) {
                back.remove(&gone);
            }
            if to == into {
                continue;
            }
            for (from, to) in [(into, to), (to, into)] {
                if let Some(of) = self.neighbours.get_mut(from) {
                    *of.entry(to).or_default() += weight;
                }
            }
        }
    }
}

fn root(same: &[usize], vertex: usize) -> usize {
    let mut at = vertex;
    while let Some(above) = same.get(at).filter(|above| **above != at) {
        at = *above;
    }
    at
}
