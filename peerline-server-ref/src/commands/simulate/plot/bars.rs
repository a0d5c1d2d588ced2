//! Figures of all policies side by side, as bars in groups.

use super::canvas;
use super::canvas::Anchor;
use super::canvas::BOTTOM;
use super::canvas::Canvas;
use super::canvas::LEFT;
use super::canvas::RIGHT;

/// How many lines go across, beside the one at the bottom.
const LINES: u64 = 5;

/// What a figure is.
#[derive(Clone, Copy)]
pub(super) enum Scale {
    /// Hundredths of a percent.
    PerCent,
    /// As it stands.
    Plain,
}

/// Groups of bars, one bar of each series in a group.
pub(super) struct Bars {
    pub(super) title: String,
    pub(super) scale: Scale,
    pub(super) series: Vec<&'static str>,
    pub(super) groups: Vec<(String, Vec<u64>)>,
}

pub(super) fn draw(bars: &Bars) -> String {
    let (per, upwards) = match bars.scale {
        Scale::PerCent => (100, "%"),
        Scale::Plain => (1, ""),
    };
    let mut canvas = Canvas::new(&bars.title, upwards);
    let figures = bars.groups.iter().flat_map(|(_, all)| all);
    let most = figures.max().copied().unwrap_or_default();
    let step = round(most.div_ceil(per).div_ceil(LINES));
    let top = step * LINES * per;
    for nth in 0..=LINES {
        canvas.across(canvas::height(nth, LINES), &(nth * step).to_string());
    }
    let n_groups = super::wide(bars.groups.len()).max(1);
    // Beside the bars of a group there is room for one more, which parts it from the next.
    let slots = super::wide(bars.series.len()) + 1;
    let width = ((RIGHT - LEFT) / (n_groups * slots)).clamp(1, 72);
    for (nth, (name, figures)) in (0_u64..).zip(&bars.groups) {
        let middle = LEFT + (RIGHT - LEFT) * (2 * nth + 1) / (2 * n_groups);
        let begin = middle.saturating_sub(width * (slots - 1) / 2);
        for (series, figure) in figures.iter().enumerate() {
            let x = begin + super::wide(series) * width;
            canvas.bar(series, (x, canvas::height(*figure, top)), width);
        }
        canvas.text((middle, BOTTOM + 20), Anchor::Middle, name);
    }
    canvas.end(&bars.series)
}

/// Returns the smallest of 1, 2, 5, 10, 20, 50 and so on that is no less.
fn round(least: u64) -> u64 {
    let mut power = 1_u64;
    loop {
        let fitting = [1, 2, 5].iter().map(|one| power.saturating_mul(*one));
        match fitting.into_iter().find(|one| least <= *one) {
            Some(found) => return found,
            None => power = power.saturating_mul(10),
        }
    }
}
