//! What each hot step of Peerline costs; the measurements stand in `benches/`.
