//! Contact details: mail addresses, phone numbers, handles and links that reach one person.
//!
//! People in distress are asked for them by those who mean harm, and give them away at three in
//! the morning. Numbers of helplines are the opposite of that and are never a hit.

mod detector;
mod email;
mod handle;
mod helpline;
mod link;
mod number;
mod phone;
mod services;
mod spelled;
mod street;
mod token;

#[cfg(test)]
mod tests;

pub use detector::Contact;
pub use detector::ContactKind;
pub use helpline::Helplines;
