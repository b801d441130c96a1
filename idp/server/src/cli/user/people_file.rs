//! A CSV file of people, read whole before anything is done with it: every bad line is named.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use csv::{ErrorKind, ReaderBuilder, StringRecord, Trim};

use super::person::{Person, USERNAME, columns};

/// What is wrong with a line.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct BadLine {
    line: u64,
    column: Option<String>,
    why: String,
}

impl fmt::Display for BadLine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.column {
            Some(column) => write!(f, "line {}, {column}: {}", self.line, self.why),
            None => write!(f, "line {}: {}", self.line, self.why),
        }
    }
}

/// The people in a file, or everything that is wrong with it.
pub(super) fn read(text: &[u8], countries: &[String]) -> Result<Vec<Person>, Vec<BadLine>> {
    let mut reader = ReaderBuilder::new().delimiter(delimiter(text)).trim(Trim::All).from_reader(text);
    let header = match reader.headers() {
        Ok(header) => header.clone(),
        Err(error) => return Err(vec![unreadable(&error, 1)]),
    };
    check_header(&header)?;
    let (mut people, mut bad) = (Vec::new(), Vec::new());
    let mut names = BTreeMap::new();
    for record in reader.records() {
        match record {
            Ok(record) => {
                let line = record.position().map_or(0, csv::Position::line);
                let person = person(&header, &record, line, countries, &mut bad);
                if let Some(first) = person.username.clone().and_then(|name| names.insert(name, line)) {
                    bad.push(bad_line(line, USERNAME, format!("is the name of line {first} as well")));
                }
                people.push(person);
            }
            Err(error) => bad.push(unreadable(&error, 0)),
        }
    }
    if people.is_empty() && bad.is_empty() {
        bad.push(BadLine { line: 1, column: None, why: "there is nobody below the names of the columns".to_owned() });
    }
    if bad.is_empty() { Ok(people) } else { Err(bad) }
}

/// Spreadsheets of people who write decimals with a comma separate columns with a semicolon.
fn delimiter(text: &[u8]) -> u8 {
    let first = text.split(|byte| *byte == b'\n').next().unwrap_or_default();
    if first.contains(&b';') && !first.contains(&b',') { b';' } else { b',' }
}

fn check_header(header: &StringRecord) -> Result<(), Vec<BadLine>> {
    let known: Vec<_> = columns().collect();
    let mut seen = BTreeSet::new();
    let mut bad = Vec::new();
    for name in header {
        if !known.contains(&name) {
            bad.push(bad_line(1, name, format!("is not a column; known are {}", known.join(", "))));
        } else if !seen.insert(name) {
            bad.push(bad_line(1, name, "is there twice".to_owned()));
        }
    }
    if !seen.contains(USERNAME) {
        bad.push(bad_line(1, USERNAME, "the column is missing".to_owned()));
    }
    if bad.is_empty() { Ok(()) } else { Err(bad) }
}

fn person(
    header: &StringRecord,
    record: &StringRecord,
    line: u64,
    countries: &[String],
    bad: &mut Vec<BadLine>,
) -> Person {
    let mut person = Person::default();
    for (column, value) in header.iter().zip(record) {
        // An empty cell says nothing, but for the name: that must be there.
        if value.is_empty() && column != USERNAME {
            continue;
        }
        if let Err(why) = person.set(column, value, countries) {
            bad.push(bad_line(line, column, why));
        }
    }
    person
}

fn bad_line(line: u64, column: &str, why: String) -> BadLine {
    BadLine { line, column: Some(column.to_owned()), why }
}

fn unreadable(error: &csv::Error, otherwise: u64) -> BadLine {
    let line = error.position().map_or(otherwise, csv::Position::line);
    let why = match error.kind() {
        ErrorKind::Utf8 { .. } => "is not UTF-8: save the file as CSV UTF-8".to_owned(),
        ErrorKind::UnequalLengths { expected_len, len, .. } => {
            format!("has {len} cells where the first line has {expected_len}")
        }
        _ => "cannot be read".to_owned(),
    };
    BadLine { line, column: None, why }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn faults(text: &[u8]) -> Vec<String> {
        read(text, &["NL".to_owned()]).expect_err("a bad file").iter().map(ToString::to_string).collect()
    }

    #[test]
    fn every_bad_line_is_named_with_its_column() {
        let text = "username,email,phone_number,password_hash,address\n\
                    jan,jan@example.nl,06 12345678,,\"{\"\"locality\"\": \"\"Den Haag\"\"}\"\n\
                    piet,piet,070 7000526,,\n\
                    ,a@b.nl,,,\n\
                    JAN,,,,\n\
                    kees,,,$2y$10$abcdef,\n\
                    els,,,,{\"\"}\n\
                    too,few\n";
        let found = faults(text.as_bytes());
        for (line, part) in [
            (0, "line 3, email: this is not an e-mail address"),
            (1, "line 3, phone_number: this number cannot receive an SMS"),
            (2, "line 4, username: is not a name to log in with"),
            (3, "line 5, username: is the name of line 2 as well"),
            (4, "line 6, password_hash: is not a hash that can be taken over"),
            (5, "line 7, address: is not a JSON object"),
            (6, "line 8: has 2 cells where the first line has 5"),
        ] {
            assert!(found.get(line).is_some_and(|fault| fault.starts_with(part)), "{part}\n{found:#?}");
        }
        assert_eq!(found.len(), 7);
        assert!(!found.concat().contains("$2y$"), "a hash is not shown");
    }

    #[test]
    fn a_column_that_nobody_knows_is_refused_with_those_that_are_known() {
        let found = faults(b"username,e-mail,name,name\njan,x,y,z\n");
        assert!(found[0].starts_with("line 1, e-mail: is not a column; known are username, name, given_name"));
        assert_eq!(found[1], "line 1, name: is there twice");
        assert_eq!(faults(b"name\nJan\n"), ["line 1, username: the column is missing"]);
        assert_eq!(faults(b"username\n"), ["line 1: there is nobody below the names of the columns"]);
        assert_eq!(faults(b"username,name\njan,\xe9\n"), ["line 2: is not UTF-8: save the file as CSV UTF-8"]);
        assert!(!faults(b"").is_empty());
    }

    #[test]
    fn claims_must_have_their_form() {
        let found =
            faults(b"username,birthdate,website,zoneinfo,locale\njan,31-12-1980,example.nl,Europe/Amsterdam,nl_NL\n");
        let columns: Vec<_> = found.iter().filter_map(|fault| fault.split(": ").next()).collect();
        assert_eq!(columns, ["line 2, birthdate", "line 2, website", "line 2, locale"]);
    }

    #[test]
    fn a_file_of_a_spreadsheet_is_read() {
        let people = read("\u{feff}username; name ;roles\r\n Jan;Jan, de Vries;a  b\r\n".as_bytes(), &[]);
        let people = people.expect("a good file");
        assert_eq!(people[0].username.as_ref().map(|name| name.as_str()), Some("jan"));
        assert_eq!(people.len(), 1);
    }
}
