use clap::Parser as _;

use super::Cli;

/// Names that the line gives out are letters, digits, `-` and `_`, at random: one in sixty-four
/// begins with `-`.
const NAME: &str = "-O4f_vK2qPzR7wXb1cYd8A";

#[test]
fn a_name_that_begins_with_a_dash_is_taken_as_a_name() {
    let lines = [
        "vault ask --case NAME --reason lost-contact --key file --data folder",
        "vault forget --request NAME --data folder",
        "vault read --request NAME --key file --data folder",
        "vault open --line http://localhost --key file --agree NAME",
        "staff clear NAME --tier soon --minors --data folder",
        "staff clear --data folder --tier soon NAME",
        "staff dismiss NAME --data folder",
        "staff dismiss --data folder NAME",
        "hold add --room NAME --reason court --days 3 --data folder",
        "hold release NAME --data folder",
        "hold release --data folder NAME",
        "audit export NAME --data folder",
        "audit verify file --line NAME --json",
        "directory verify file --key NAME",
    ];
    for line in lines {
        let args = line
            .split(' ')
            .map(|arg| if arg == "NAME" { NAME } else { arg });
        let taken = Cli::try_parse_from(["peerline"].into_iter().chain(args));
        let taken = format!("{:?}", taken.unwrap_or_else(|err| panic!("{line}: {err}")));
        assert!(taken.contains(NAME), "{line}: {taken}");
        let folder = line.contains("--data");
        assert_eq!(taken.contains("\"folder\""), folder, "{line}: {taken}");
    }
}
