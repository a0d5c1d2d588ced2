//! Whether a number with the code of its country can be one that is dialed from abroad.

use super::Country;

/// The most digits of a number with the code of its country (ITU-T E.164).
const MOST: usize = 15;
/// The fewest digits behind the code of a country. Shorter ones are short codes, which do not work
/// with a code before them: `116 123` is not `+44 116123`. A few small countries have numbers of
/// five or six digits; they are named in [`SMALL`].
const FEWEST: usize = 7;
/// Countries with shorter numbers, and their fewest digits.
const SMALL: &[(&str, usize)] = &[("LU", 5), ("AD", 6), ("GL", 6), ("FO", 6)];

/// The codes of the countries that the seed knows and of their neighbors, as the ITU gives them.
const CODES: &[(&str, &str)] = &[
    ("AD", "376"),
    ("AR", "54"),
    ("AT", "43"),
    ("AU", "61"),
    ("BD", "880"),
    ("BE", "32"),
    ("BG", "359"),
    ("BR", "55"),
    ("CA", "1"),
    ("CH", "41"),
    ("CL", "56"),
    ("CN", "86"),
    ("CO", "57"),
    ("CR", "506"),
    ("CY", "357"),
    ("CZ", "420"),
    ("DE", "49"),
    ("DK", "45"),
    ("EC", "593"),
    ("EE", "372"),
    ("EG", "20"),
    ("ES", "34"),
    ("FI", "358"),
    ("FO", "298"),
    ("FR", "33"),
    ("GB", "44"),
    ("GH", "233"),
    ("GL", "299"),
    ("GR", "30"),
    ("HK", "852"),
    ("HR", "385"),
    ("HU", "36"),
    ("ID", "62"),
    ("IE", "353"),
    ("IL", "972"),
    ("IN", "91"),
    ("IS", "354"),
    ("IT", "39"),
    ("JP", "81"),
    ("KE", "254"),
    ("KR", "82"),
    ("LK", "94"),
    ("LT", "370"),
    ("LU", "352"),
    ("LV", "371"),
    ("MA", "212"),
    ("MT", "356"),
    ("MX", "52"),
    ("MY", "60"),
    ("NG", "234"),
    ("NL", "31"),
    ("NO", "47"),
    ("NP", "977"),
    ("NZ", "64"),
    ("PE", "51"),
    ("PH", "63"),
    ("PK", "92"),
    ("PL", "48"),
    ("PT", "351"),
    ("RO", "40"),
    ("RS", "381"),
    ("RU", "7"),
    ("SE", "46"),
    ("SG", "65"),
    ("SI", "386"),
    ("SK", "421"),
    ("TH", "66"),
    ("TR", "90"),
    ("TW", "886"),
    ("UA", "380"),
    ("US", "1"),
    ("UY", "598"),
    ("VN", "84"),
    ("ZA", "27"),
];

/// Returns whether `number` can be dialed from abroad as a number of `country`: a `+`, the code of
/// the country, and as many digits as a subscriber's number has. Of a country whose code is not known
/// only the length is looked at.
pub(super) fn fits(country: Country, number: &str) -> bool {
    let digits: String = number.chars().filter(char::is_ascii_digit).collect();
    let shaped = number.starts_with('+')
        && number
            .chars()
            .skip(1)
            .all(|one| one.is_ascii_digit() || matches!(one, ' ' | '-' | '(' | ')'));
    let country = country.to_string();
    let code = CODES.iter().find(|(name, _)| *name == country);
    let rest = match code {
        Some((_, code)) => digits.strip_prefix(code),
        None => digits.get(1..),
    };
    let small = SMALL.iter().find(|(name, _)| *name == country);
    let fewest = small.map_or(FEWEST, |(_, fewest)| *fewest);
    shaped && digits.len() <= MOST && rest.is_some_and(|rest| fewest <= rest.len())
}
