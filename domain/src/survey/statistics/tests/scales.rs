//! Scales: what their questions measure together, and what to work on first.

use super::super::{
    Covariances, Importance, Quadrant, Rated, Reliability, correlation, matrix, reliability,
};
use super::near;
use proptest::prelude::*;

fn rows(items: usize, rows: &[Vec<Option<f64>>]) -> Reliability {
    let mut all = Covariances::new(items);
    for row in rows {
        all.push(row.iter().copied());
    }
    reliability(&all)
}

fn whole(items: usize, given: &[Vec<f64>]) -> Reliability {
    let given: Vec<Vec<_>> = given
        .iter()
        .map(|row| row.iter().copied().map(Some).collect())
        .collect();
    rows(items, &given)
}

fn five() -> Vec<Vec<f64>> {
    let given = [[1, 2, 3], [2, 2, 4], [3, 4, 4], [4, 3, 5], [2, 1, 2]];
    given
        .iter()
        .map(|row| row.map(f64::from).to_vec())
        .collect()
}

#[test]
fn a_scale_is_that_of_pingouin_and_pandas() {
    let said = whole(3, &five());
    near(said.alpha.unwrap(), 0.8709677419354838);
    let rest = [0.7235359517703825, 0.7235359517703825, 0.8131249357707345];
    let without = [0.8444444444444443, 0.8444444444444443, 0.7619047619047619];
    for ((item, rest), without) in said.items.iter().zip(rest).zip(without) {
        near(item.rest.unwrap(), rest);
        near(item.alpha_without.unwrap(), without);
    }
    assert_eq!((said.n, said.incomplete), (5, 0));
    let columns = five().into_iter().map(|row| (row[0], row[2]));
    near(correlation(columns).unwrap(), 0.730769230769231);
    let mut all = Covariances::new(3);
    for row in five() {
        all.push(row.into_iter().map(Some));
    }
    near(all.covariance(2, 0).unwrap(), 0.95);
    assert_eq!(all.covariance(0, 3), None);
    assert_eq!((all.mean(3), all.correlation(3, 0)), (None, None));
}

#[test]
fn only_complete_rows_count() {
    let mut given: Vec<Vec<_>> = five()
        .into_iter()
        .map(|row| row.into_iter().map(Some).collect())
        .collect();
    given.insert(0, vec![Some(5.0), None, Some(1.0)]);
    given.insert(3, vec![Some(f64::NAN), Some(1.0), Some(1.0)]);
    given.push(vec![Some(5.0), Some(1.0)]);
    given.push(vec![Some(5.0), Some(1.0), Some(1.0), Some(1.0)]);
    let said = rows(3, &given);
    assert_eq!((said.n, said.incomplete), (5, 4));
    assert_eq!(
        Reliability {
            incomplete: 0,
            ..said
        },
        whole(3, &five())
    );
}

#[test]
fn without_variance_questions_or_respondents_nothing_is_said() {
    for said in [
        whole(0, &[]),
        whole(0, &[vec![], vec![]]),
        whole(3, &[]),
        whole(3, &five()[..1]),
    ] {
        assert_eq!(said.alpha, None);
        assert!(
            said.items
                .iter()
                .all(|item| item.rest.is_none() && item.sd.is_none())
        );
    }
    let one: Vec<_> = five().into_iter().map(|row| vec![row[0]]).collect();
    let said = whole(1, &one);
    assert_eq!(
        (said.alpha, said.items[0].rest, said.items[0].alpha_without),
        (None, None, None)
    );
    let two: Vec<_> = five().into_iter().map(|row| vec![row[0], row[1]]).collect();
    let said = whole(2, &two);
    assert!(said.alpha.is_some() && said.items[0].rest.is_some());
    assert_eq!(said.items[0].alpha_without, None);
    // Two that undo each other: the sum is always the same, also where it cannot be written exactly.
    for step in [1.0, 0.1, 1.0 / 3.0] {
        let undo: Vec<_> = (0..20)
            .map(|i| f64::from(i) * step)
            .map(|x| vec![x, 7.0 - x])
            .collect();
        let said = whole(2, &undo);
        assert_eq!(said.alpha, None);
        near(said.items[0].rest.unwrap(), -1.0);
    }
    // A question that all answer alike.
    let alike: Vec<_> = five()
        .into_iter()
        .map(|row| vec![row[0], 0.1, row[2]])
        .collect();
    let said = whole(3, &alike);
    assert_eq!((said.items[1].rest, said.items[1].sd), (None, Some(0.0)));
    assert!(said.alpha.is_some());
    assert_eq!(correlation([(1.0, 2.0), (1.0, 3.0)]), None);
    assert_eq!(correlation([(1.0, 2.0)]), None);
}

#[test]
fn copies_of_one_question_are_wholly_reliable() {
    let same: Vec<_> = five().into_iter().map(|row| vec![row[0]; 4]).collect();
    let said = whole(4, &same);
    near(said.alpha.unwrap(), 1.0);
    assert!(said.items.iter().all(|item| item.rest == Some(1.0)));
}

#[test]
fn far_from_zero_nothing_is_lost() {
    let far: Vec<_> = five()
        .into_iter()
        .map(|row| row.into_iter().map(|x| x + 1e9).collect())
        .collect();
    let (far, here) = (whole(3, &far), whole(3, &five()));
    assert_eq!(far.alpha, here.alpha);
    assert_eq!(far.items[2].rest, here.items[2].rest);
}

fn rated(score: f64, stated: f64, derived: f64) -> Rated {
    Rated {
        score: Some(score),
        stated: Some(stated),
        derived: Some(derived),
    }
}

#[test]
fn a_place_follows_from_the_means() {
    let items = [
        rated(5.0, 9.0, 0.1),
        rated(8.0, 8.0, 0.2),
        rated(5.5, 5.0, 0.3),
        rated(9.5, 6.0, 0.4),
    ];
    let said = matrix(&items).unwrap();
    assert_eq!(
        (said.by, said.importance, said.score),
        (Importance::Stated, 7.0, 7.0)
    );
    let quadrants: Vec<_> = said
        .places
        .iter()
        .map(|place| place.unwrap().quadrant)
        .collect();
    use Quadrant::{Improve, LowPriority, Maintain, PossibleOverkill};
    assert_eq!(
        quadrants,
        [Improve, Maintain, LowPriority, PossibleOverkill]
    );
    // Asked of one alone it is not known, so what the answers say counts, for all.
    let items = items.map(|item| Rated {
        stated: item.stated.filter(|x| *x == 9.0),
        ..item
    });
    let said = matrix(&items).unwrap();
    assert_eq!(said.by, Importance::Derived);
    near(said.importance, 0.25);
    let quadrants: Vec<_> = said
        .places
        .iter()
        .map(|place| place.unwrap().quadrant)
        .collect();
    assert_eq!(
        quadrants,
        [LowPriority, PossibleOverkill, Improve, Maintain]
    );
}

#[test]
fn what_lies_on_a_line_is_important_and_well() {
    for value in [0.1, 7.3, 1.0 / 3.0] {
        let said = matrix(&[rated(value, value, value); 7]).unwrap();
        assert!(
            said.places
                .iter()
                .all(|place| place.unwrap().quadrant == Quadrant::Maintain)
        );
    }
}

#[test]
fn what_is_not_known_has_no_place() {
    let unscored = Rated {
        score: None,
        ..rated(1.0, 1.0, 1.0)
    };
    let unasked = Rated {
        stated: None,
        ..rated(1.0, 1.0, 1.0)
    };
    let broken = rated(f64::NAN, 1.0, 1.0);
    let said = matrix(&[
        unscored,
        rated(6.0, 6.0, 0.5),
        unasked,
        broken,
        rated(8.0, 8.0, 0.5),
    ])
    .unwrap();
    let placed: Vec<_> = said.places.iter().map(Option::is_some).collect();
    assert_eq!(placed, [false, true, false, false, true]);
    assert_eq!(said.score, 7.0);
    assert_eq!(matrix(&[]), None);
    assert_eq!(matrix(&[rated(6.0, 6.0, 0.5)]), None);
    assert_eq!(matrix(&[unscored, broken, rated(6.0, 6.0, 0.5)]), None);
}

/// Rows of two to six questions, some of them not answered in full.
fn given() -> impl Strategy<Value = (usize, Vec<Vec<Option<f64>>>)> {
    (2..7_usize).prop_flat_map(|items| {
        let answer = prop::option::weighted(0.95, (1..=5_u8).prop_map(f64::from));
        let row = prop::collection::vec(answer, items);
        (Just(items), prop::collection::vec(row, 0..40))
    })
}

fn close(one: Option<f64>, other: Option<f64>) -> bool {
    match (one, other) {
        (Some(one), Some(other)) => (one - other).abs() < 1e-9,
        (one, other) => one == other,
    }
}

proptest! {
    #[test]
    fn figures_stay_within_their_bounds((items, given) in given()) {
        let said = rows(items, &given);
        prop_assert_eq!(said.n + said.incomplete, given.len() as u64);
        prop_assert!(said.alpha.is_none_or(|alpha| alpha <= 1.0 && alpha.is_finite()));
        for item in &said.items {
            prop_assert!(item.rest.is_none_or(|rest| (-1.0..=1.0).contains(&rest)));
            prop_assert!(item.alpha_without.is_none_or(|alpha| alpha <= 1.0 && alpha.is_finite()));
        }
    }

    #[test]
    fn the_order_of_rows_and_questions_does_not_matter((items, given) in given()) {
        let said = rows(items, &given);
        let mut turned = given;
        turned.reverse();
        for row in &mut turned {
            row.reverse();
        }
        let mut back = rows(items, &turned);
        back.items.reverse();
        prop_assert!(close(said.alpha, back.alpha));
        for (one, other) in said.items.iter().zip(&back.items) {
            prop_assert!(close(one.rest, other.rest) && close(one.alpha_without, other.alpha_without));
        }
    }

    #[test]
    fn the_figures_without_a_question_are_those_of_the_scale_without_it((items, given) in given()) {
        let given: Vec<_> = given.into_iter().filter(|row| row.iter().all(Option::is_some)).collect();
        let said = rows(items, &given);
        let shorter: Vec<Vec<_>> = given.iter().map(|row| row[1..].to_vec()).collect();
        prop_assert!(close(said.items[0].alpha_without, rows(items - 1, &shorter).alpha));
        let sum = |row: &Vec<Option<f64>>| (row[0].unwrap(), row[1..].iter().flatten().sum::<f64>());
        prop_assert!(close(said.items[0].rest, correlation(given.iter().map(sum))));
    }

    #[test]
    fn another_scale_changes_nothing((items, given) in given(), by in 0.1..9.0_f64, and in -50.0..50.0_f64) {
        let moved: Vec<Vec<_>> = given
            .iter()
            .map(|row| row.iter().map(|value| value.map(|x| x * by + and)).collect())
            .collect();
        prop_assert!(close(rows(items, &given).alpha, rows(items, &moved).alpha));
    }
}
