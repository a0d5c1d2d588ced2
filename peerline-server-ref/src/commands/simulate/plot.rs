//! Drawings of the waits, as SVG.

use std::error::Error;
use std::path::Path;

use peerline_core::testkit::simulate::Tally;
use plotters::chart::ChartBuilder;
use plotters::prelude::BLACK;
use plotters::prelude::Color as _;
use plotters::prelude::IntoDrawingArea as _;
use plotters::prelude::LineSeries;
use plotters::prelude::Palette as _;
use plotters::prelude::Palette99;
use plotters::prelude::PathElement;
use plotters::prelude::SVGBackend;
use plotters::prelude::WHITE;

use super::report::Kind;
use super::report::SimulateError;

/// How far to the right, in seconds.
const SPAN: u64 = 1800;
const STEP: usize = 10;

/// Draws, for everybody and for the high tier, the share of people who were served within a wait.
pub(super) fn waits(folder: &Path, kind: &Kind) -> Result<(), SimulateError> {
    let Kind {
        people, staffing, ..
    } = kind;
    let whole: Vec<Curve> = kind
        .policies
        .iter()
        .map(|one| Curve::of(one.policy, one.tally.waits.concat(), one.tally.people.all))
        .collect();
    let title = format!("served within a wait: {people} people a day, staffing {staffing}");
    draw(
        folder,
        &format!("waits-{people}-{staffing}.svg"),
        &title,
        &whole,
    )?;
    let high: Vec<Curve> = kind
        .policies
        .iter()
        .map(|one| Curve::of(one.policy, high_waits(&one.tally), one.tally.n_high))
        .collect();
    let title = format!("high tier, served within a wait: {people} a day, staffing {staffing}");
    draw(
        folder,
        &format!("waits-high-{people}-{staffing}.svg"),
        &title,
        &high,
    )
}

fn high_waits(tally: &Tally) -> Vec<u64> {
    let [.., high] = &tally.waits;
    high.clone()
}

/// The share of people, in percent, who were served within so many seconds.
struct Curve {
    name: &'static str,
    points: Vec<(u64, f64)>,
}

impl Curve {
    fn of(name: &'static str, mut waits: Vec<u64>, people: u64) -> Self {
        waits.sort_unstable();
        let point = |second: u64| {
            let within = waits.partition_point(|wait| *wait <= second * 1000);
            let within = u64::try_from(within).unwrap_or(u64::MAX);
            let hundredths = (within * 10_000).checked_div(people).unwrap_or_default();
            let hundredths = u32::try_from(hundredths).unwrap_or(u32::MAX);
            (second, f64::from(hundredths) / 100.0)
        };
        Self {
            name,
            points: (0..=SPAN).step_by(STEP).map(point).collect(),
        }
    }
}

fn draw(folder: &Path, name: &str, title: &str, curves: &[Curve]) -> Result<(), SimulateError> {
    let file = folder.join(name);
    let mut svg = String::new();
    try_draw(&mut svg, title, curves).map_err(|why| SimulateError::Drawing {
        file: file.clone(),
        why: why.to_string(),
    })?;
    std::fs::write(&file, svg).map_err(|source| SimulateError::File { file, source })
}

fn try_draw(svg: &mut String, title: &str, curves: &[Curve]) -> Result<(), Box<dyn Error>> {
    let area = SVGBackend::with_string(svg, (960, 540)).into_drawing_area();
    area.fill(&WHITE).map_err(|why| why.to_string())?;
    let mut chart = ChartBuilder::on(&area)
        .caption(title, ("sans-serif", 20))
        .margin(16)
        .x_label_area_size(44)
        .y_label_area_size(56)
        .build_cartesian_2d(0..SPAN, 0.0..100.0_f64)
        .map_err(|why| why.to_string())?;
    chart
        .configure_mesh()
        .x_desc("wait in seconds")
        .y_desc("% of all who came")
        .draw()
        .map_err(|why| why.to_string())?;
    for (nth, curve) in curves.iter().enumerate() {
        let color = Palette99::pick(nth).to_rgba();
        let series = LineSeries::new(curve.points.iter().copied(), color.stroke_width(2));
        let drawn = chart.draw_series(series).map_err(|why| why.to_string())?;
        drawn
            .label(curve.name)
            .legend(move |(x, y)| PathElement::new([(x, y), (x + 20, y)], color.stroke_width(2)));
    }
    chart
        .configure_series_labels()
        .background_style(WHITE.mix(0.8))
        .border_style(BLACK)
        .draw()
        .map_err(|why| why.to_string())?;
    area.present().map_err(|why| why.to_string())?;
    Ok(())
}
