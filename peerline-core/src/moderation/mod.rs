//! Looking at what people write before others see it.

mod normalize;

pub use normalize::NormalizedText;
pub use normalize::Step;
pub use normalize::Steps;
