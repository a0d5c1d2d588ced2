use proptest::prelude::*;

use super::Digits;
use super::DigitsError;
use crate::identity::Root;
use crate::identity::tests::array;
use crate::identity::tests::vectors;
use crate::vocab::Seed;

#[test]
fn digits_are_those_of_the_vectors() {
    for vector in vectors()["digits"].as_array().unwrap() {
        let root = Root::from_bytes(array(&vector["root"]));
        let digits = vector["digits"].as_str().unwrap();
        assert_eq!(*root.to_digits().expose(), digits);
        assert_eq!(Root::from_digits(digits).unwrap(), root);
    }
}

#[test]
fn spaces_and_hyphens_do_not_matter() {
    let root = Root::from_bytes([200; 16]);
    let digits = root.to_digits().expose().replace(' ', "");
    assert_eq!(digits.len(), Digits::COUNT);
    assert_eq!(Root::from_digits(&digits).unwrap(), root);
    let spaced: String = digits.chars().map(|digit| format!(" {digit}-")).collect();
    assert_eq!(Root::from_digits(&spaced).unwrap(), root);
}

#[test]
fn what_is_no_digit_is_named_by_its_place() {
    let refused = |text: &str| Root::from_digits(text).unwrap_err();
    assert_eq!(refused("123 4x"), DigitsError::NotADigit { position: 5 });
    assert_eq!(refused("٣"), DigitsError::NotADigit { position: 1 });
}

#[test]
fn missing_and_superfluous_digits_are_counted() {
    let refused = |text: &str| Root::from_digits(text).unwrap_err();
    assert_eq!(refused(""), DigitsError::Count { found: 0 });
    assert_eq!(refused(&"1".repeat(43)), DigitsError::Count { found: 43 });
}

#[test]
fn a_number_beyond_every_root_is_refused() {
    let refused = Root::from_digits(&"9".repeat(42)).unwrap_err();
    assert_eq!(refused, DigitsError::Checksum);
}

#[test]
fn at_most_one_single_wrong_digit_in_a_thousand_passes() {
    let mut passed = 0_u32;
    let mut tried = 0_u32;
    for n in 0..100 {
        let root = Root::from_entropy(&mut Seed::from_bytes([1; 32]).entropy(n));
        let right = root.to_digits().expose().replace(' ', "");
        for position in 0..Digits::COUNT {
            for digit in ('0'..='9').filter(|digit| !right[position..].starts_with(*digit)) {
                let mut wrong = right.clone();
                wrong.replace_range(position..=position, &digit.to_string());
                tried += 1;
                passed += u32::from(Root::from_digits(&wrong).is_ok());
            }
        }
    }
    // The documentation says 0.054 %; four standard deviations of this sample are 0.05 %.
    assert_eq!(tried, 100 * 42 * 9);
    assert!(passed * 1000 <= tried, "{passed} of {tried}");
}

proptest! {
    #[test]
    fn every_root_comes_back_from_its_digits(bytes: [u8; 16]) {
        let root = Root::from_bytes(bytes);
        let digits = root.to_digits();
        prop_assert_eq!(Root::from_digits(&digits.expose()).unwrap(), root);
    }

    #[test]
    fn digits_that_are_read_are_the_digits_of_that_root(digits in "[0-9]{42}") {
        if let Ok(root) = Root::from_digits(&digits) {
            prop_assert_eq!(root.to_digits().expose().replace(' ', ""), digits);
        }
    }
}
