//! An SVG, written line by line in whole numbers.

use std::fmt::Write as _;

/// The inner part, where the data stands: left, top, right and bottom.
pub(super) const LEFT: u64 = 64;
pub(super) const TOP: u64 = 56;
pub(super) const RIGHT: u64 = 936;
pub(super) const BOTTOM: u64 = 424;

const WIDTH: u64 = 960;
const HEIGHT: u64 = 520;
const LEGEND: u64 = 488;

/// Colours that people who see few colours can tell apart, and for lines a dash beside each.
const SERIES: [(&str, &str); 6] = [
    ("#0072b2", "none"),
    ("#d55e00", "2 4"),
    ("#009e73", "10 4"),
    ("#cc79a7", "6 3 2 3"),
    ("#e69f00", "3 8"),
    ("#000000", "none"),
];

/// A drawing under way.
pub(super) struct Canvas(String);

/// Where a text ends up beside its point.
#[derive(Clone, Copy)]
pub(super) enum Anchor {
    Start,
    Middle,
    End,
}

impl Canvas {
    /// Begins a drawing with its title, and the name of what is measured upwards.
    pub(super) fn new(title: &str, upwards: &str) -> Self {
        let title = escaped(title);
        let mut canvas = Self(String::new());
        canvas.put(&format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{WIDTH}\" height=\"{HEIGHT}\" \
             viewBox=\"0 0 {WIDTH} {HEIGHT}\" role=\"img\" font-family=\"sans-serif\" font-size=\"13\">"
        ));
        canvas.put(&format!("<title>{title}</title>"));
        canvas.put(&format!(
            "<rect width=\"{WIDTH}\" height=\"{HEIGHT}\" fill=\"#fff\"/>"
        ));
        canvas.put(&format!(
            "<text x=\"{LEFT}\" y=\"24\" font-size=\"17\">{title}</text>"
        ));
        canvas.text((LEFT, TOP - 12), Anchor::Start, upwards);
        canvas
    }

    /// Draws a line across at a height, with what it stands for.
    pub(super) fn across(&mut self, y: u64, label: &str) {
        self.put(&format!(
            "<path d=\"M{LEFT} {y}H{RIGHT}\" stroke=\"#ccc\"/>"
        ));
        self.text((LEFT - 8, y + 4), Anchor::End, label);
    }

    pub(super) fn text(&mut self, (x, y): (u64, u64), anchor: Anchor, text: &str) {
        let anchor = match anchor {
            Anchor::Start => "start",
            Anchor::Middle => "middle",
            Anchor::End => "end",
        };
        let text = escaped(text);
        self.put(&format!(
            "<text x=\"{x}\" y=\"{y}\" text-anchor=\"{anchor}\">{text}</text>"
        ));
    }

    /// Draws a bar of one of the series from the bottom up to a height.
    pub(super) fn bar(&mut self, series: usize, (x, y): (u64, u64), width: u64) {
        let (colour, _) = look(series);
        let height = BOTTOM.saturating_sub(y);
        self.put(&format!(
            "<rect class=\"bar\" x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" fill=\"{colour}\"/>"
        ));
    }

    /// Draws the line of one of the series.
    pub(super) fn curve(&mut self, series: usize, points: &[(u64, u64)]) {
        let (colour, dash) = look(series);
        let points: Vec<String> = points.iter().map(|(x, y)| format!("{x},{y}")).collect();
        let points = points.join(" ");
        self.put(&format!(
            "<polyline class=\"curve\" points=\"{points}\" fill=\"none\" stroke=\"{colour}\" \
             stroke-width=\"2\" stroke-dasharray=\"{dash}\"/>"
        ));
    }

    /// Ends the drawing with the names of the series below it.
    pub(super) fn end(mut self, names: &[&str]) -> String {
        let mut x = LEFT;
        for (series, name) in names.iter().enumerate() {
            let (colour, dash) = look(series);
            let (from, to, y) = (x, x + 24, LEGEND - 4);
            self.put(&format!(
                "<path d=\"M{from} {y}H{to}\" stroke=\"{colour}\" stroke-width=\"4\" stroke-dasharray=\"{dash}\"/>"
            ));
            self.text((to + 6, LEGEND), Anchor::Start, name);
            let letters = u64::try_from(name.chars().count()).unwrap_or_default();
            x = to + 24 + letters.saturating_mul(7);
        }
        self.put("</svg>");
        self.0
    }

    fn put(&mut self, line: &str) {
        // Writing into a string does not fail.
        let _infallible = writeln!(self.0, "{line}");
    }
}

/// Returns the height of a value, where `top` stands at the top.
pub(super) fn height(value: u64, top: u64) -> u64 {
    let room = BOTTOM - TOP;
    let up = room
        .saturating_mul(value.min(top))
        .checked_div(top)
        .unwrap_or_default();
    BOTTOM - up
}

fn look(series: usize) -> (&'static str, &'static str) {
    let nth = series.checked_rem(SERIES.len()).unwrap_or_default();
    SERIES.get(nth).copied().unwrap_or(("#000000", "none"))
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}
