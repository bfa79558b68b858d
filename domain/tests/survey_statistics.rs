//! Real answers of students (5,820 rows, 28 questions of five points), when they lie beside the project: every
//! figure is that of pandas and pingouin.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stderr,
    reason = "tests"
)]

use std::path::Path;

use akoki_domain::survey::statistics::{
    Confidence, Covariances, Histogram, Moments, effect, mean_interval, reliability, welch,
};

/// Item by item, with the packages that reckoned it.
const EXPECTED: &str = include_str!("data/turkiye-student-evaluation.expected.csv");
/// By pingouin 0.7.0.
const ALPHA: f64 = 0.9919562950813201;
/// Columns before the questions; the first is the teacher.
const BEFORE: usize = 5;

/// The cells of every row, all whole numbers; `None` when the file is not there.
fn rows() -> Option<Vec<Vec<u8>>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../shared/data/surveys/turkiye-student-evaluation.csv");
    let Ok(text) = std::fs::read_to_string(&path) else {
        eprintln!("not tried: {} is not there", path.display());
        return None;
    };
    let cells = |line: &str| line.split(',').map(|cell| cell.parse().unwrap()).collect();
    Some(text.lines().skip(1).map(cells).collect())
}

#[track_caller]
fn near(got: Option<f64>, expected: f64) {
    let got = got.unwrap();
    assert!((got - expected).abs() < 1e-9, "{got} is not {expected}");
}

fn histogram(rows: &[Vec<u8>], question: usize) -> Histogram {
    let mut all = Histogram::empty(1, 5);
    for row in rows {
        assert!(all.push(i32::from(row[BEFORE + question])));
    }
    all
}

#[test]
fn every_question_has_the_figures_of_pandas_and_pingouin() {
    let Some(rows) = rows() else { return };
    assert_eq!(rows.len(), 5820);
    let mut answers = Covariances::new(28);
    for row in &rows {
        answers.push(row[BEFORE..].iter().map(|point| Some(f64::from(*point))));
    }
    let scale = reliability(&answers);
    assert_eq!((scale.n, scale.incomplete), (5820, 0));
    near(scale.alpha, ALPHA);
    let expected = EXPECTED.lines().filter(|line| !line.starts_with('#'));
    let mut tried = 0;
    for (question, line) in expected.enumerate() {
        let cells: Vec<f64> = line
            .split(',')
            .skip(1)
            .map(|cell| cell.parse().unwrap())
            .collect();
        let [mean, sd, median, top_two, rest, without] = cells[..] else {
            panic!("{line} has {} figures", cells.len());
        };
        let item = scale.items[question];
        let all = histogram(&rows, question);
        let raw: Moments = rows
            .iter()
            .map(|row| f64::from(row[BEFORE + question]))
            .collect();
        for (got, expected) in [
            (item.mean, mean),
            (item.sd, sd),
            (all.moments().mean(), mean),
            (all.moments().sd(), sd),
            (raw.mean(), mean),
            (raw.sd(), sd),
            (all.median(), median),
            (all.top_two(), top_two),
            (item.rest, rest),
            (item.alpha_without, without),
        ] {
            near(got, expected);
        }
        tried += 1;
    }
    assert_eq!(tried, 28);
}

#[test]
fn one_question_has_the_interval_of_scipy() {
    let Some(rows) = rows() else { return };
    let all = histogram(&rows, 0);
    assert_eq!(all.counts(), [1243, 886, 1563, 1292, 836]);
    let interval = mean_interval(&all.moments(), None, Confidence::P95);
    // scipy 1.17.1: stats.t.interval
    near(interval.map(|ends| ends.low), 2.8954356881379253);
    near(interval.map(|ends| ends.high), 2.964358126295064);
}

#[test]
fn two_teachers_differ_as_scipy_says() {
    let Some(rows) = rows() else { return };
    let of = |teacher| {
        let own = rows.iter().filter(|row| row[0] == teacher);
        let own: Vec<_> = own.cloned().collect();
        histogram(&own, 12).moments()
    };
    let (one, other) = (of(1), of(3));
    assert_eq!((one.n(), other.n()), (775, 3601));
    // scipy 1.17.1: stats.ttest_ind(equal_var=False); pingouin 0.7.0: compute_effsize
    let test = welch(&one, &other);
    near(test.map(|test| test.t), 5.799369634531125);
    near(test.map(|test| test.df), 1102.7349965094313);
    near(test.map(|test| test.p / 8.686529730716142e-09), 1.0);
    let effect = effect(&one, &other);
    near(effect.map(|effect| effect.d), 0.23565402069926356);
    near(effect.map(|effect| effect.g), 0.2356136113216072);
}
