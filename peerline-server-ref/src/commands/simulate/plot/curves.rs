//! How many were served within a wait, as a line for each policy.

use super::canvas;
use super::canvas::Anchor;
use super::canvas::BOTTOM;
use super::canvas::Canvas;
use super::canvas::LEFT;
use super::canvas::RIGHT;

/// How far to the right, in seconds.
const SPAN: u64 = 1800;
const STEP: usize = 15;
const MARKS: [u64; 7] = [0, 300, 600, 900, 1200, 1500, 1800];
/// All of them, in hundredths of a percent.
const WHOLE: u64 = 10_000;

/// The share of people who were served within so many seconds.
pub(super) struct Curve {
    name: &'static str,
    points: Vec<(u64, u64)>,
}

impl Curve {
    /// Makes the curve of these waits, in milliseconds, among so many people.
    pub(super) fn of(name: &'static str, mut waits: Vec<u64>, people: u64) -> Self {
        waits.sort_unstable();
        let point = |second: u64| {
            let within = waits.partition_point(|wait| *wait <= second * 1000);
            let share = super::wide(within)
                .saturating_mul(WHOLE)
                .checked_div(people)
                .unwrap_or_default();
            (second, share)
        };
        Self {
            name,
            points: (0..=SPAN).step_by(STEP).map(point).collect(),
        }
    }
}

pub(super) fn draw(title: &str, upwards: &str, curves: &[Curve]) -> String {
    let mut canvas = Canvas::new(title, upwards);
    for per_cent in [0, 20, 40, 60, 80, 100] {
        canvas.across(canvas::height(per_cent, 100), &per_cent.to_string());
    }
    for second in MARKS {
        canvas.text(
            (across(second), BOTTOM + 20),
            Anchor::Middle,
            &second.to_string(),
        );
    }
    canvas.text((RIGHT, BOTTOM + 38), Anchor::End, "wait in seconds");
    for (series, curve) in curves.iter().enumerate() {
        let points = curve.points.iter();
        let points = points.map(|(second, share)| (across(*second), canvas::height(*share, WHOLE)));
        canvas.curve(series, &points.collect::<Vec<_>>());
    }
    let names: Vec<&str> = curves.iter().map(|curve| curve.name).collect();
    canvas.end(&names)
}

fn across(second: u64) -> u64 {
    LEFT + (RIGHT - LEFT) * second / SPAN
}
