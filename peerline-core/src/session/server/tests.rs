//! One connection's protocol, frame by frame.

mod bounds;
mod greeting;
mod lanes;
mod random;
mod replay;
mod scene;
