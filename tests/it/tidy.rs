//! The house is laid as its design says: rooms know only rooms before them, and every file says what it is for.

use std::path::{Path, PathBuf};

use crate::harness::root;

/// The rooms in the order in which they may name each other.
const ROOMS: [&str; 12] = [
    "error",
    "eval",
    "article",
    "text",
    "source",
    "query",
    "search",
    "engine",
    "quotation",
    "ingest",
    "verify",
    "render",
];

/// Pairs that the order would allow but the design forbids, or the other way round: (room, may not name).
const APART: [(&str, &str); 5] = [
    ("query", "source"),
    ("query", "text"),
    ("search", "source"),
    ("render", "ingest"),
    ("render", "engine"),
];

fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
    found.sort();
    found
}

fn room_of(path: &Path) -> Option<usize> {
    let below = path.strip_prefix(root().join("src")).ok()?;
    let first = below
        .components()
        .next()?
        .as_os_str()
        .to_string_lossy()
        .into_owned();
    ROOMS
        .iter()
        .position(|room| first == *room || first == format!("{room}.rs"))
}

#[test]
fn rooms_name_only_rooms_before_them() {
    for path in sources(&root().join("src")) {
        let Some(room) = room_of(&path) else { continue };
        let text = std::fs::read_to_string(&path).unwrap();
        // Tests may look at whatever they need.
        let code = text.split("#[cfg(test)]").next().unwrap();
        for (other, name) in ROOMS.iter().enumerate() {
            let named = code.lines().any(|line| {
                !line.trim_start().starts_with("//") && line.contains(&format!("crate::{name}::"))
            });
            assert!(
                !named || other <= room,
                "{} names the later room {name}",
                path.display()
            );
            let apart = APART.contains(&(ROOMS[room], name));
            assert!(
                !named || !apart,
                "{} names {name}, from which its room is kept apart",
                path.display()
            );
        }
    }
}

#[test]
fn only_the_embedded_engine_names_tantivy() {
    for path in sources(&root().join("src")) {
        let text = std::fs::read_to_string(&path).unwrap();
        let named = text
            .lines()
            .any(|line| !line.trim_start().starts_with("//") && line.contains("tantivy::"));
        assert!(
            !named || path.to_string_lossy().contains("engine/embedded"),
            "{}",
            path.display()
        );
    }
}

#[test]
fn only_sources_engines_and_the_program_touch_files() {
    for path in sources(&root().join("src")) {
        let Some(room) = room_of(&path) else { continue };
        let allowed = ["source", "engine", "ingest", "error"].contains(&ROOMS[room]);
        let text = std::fs::read_to_string(&path).unwrap();
        let code = text.split("#[cfg(test)]").next().unwrap();
        let names_files = |line: &str| line.contains("std::fs") || line.contains("File::open");
        let is_test = path.to_string_lossy().ends_with("tests.rs");
        let touches = !is_test
            && code
                .lines()
                .any(|line| !line.trim_start().starts_with("//") && names_files(line));
        assert!(!touches || allowed, "{} touches files", path.display());
    }
}

#[test]
fn every_file_opens_with_what_it_is_for() {
    let folders = [root().join("src"), root().join("tests")];
    for path in folders.iter().flat_map(|folder| sources(folder)) {
        let text = std::fs::read_to_string(&path).unwrap();
        assert!(text.starts_with("//! "), "{} does not", path.display());
    }
}

#[test]
fn domain_types_are_not_wire_formats() {
    for path in sources(&root().join("src")) {
        let text = std::fs::read_to_string(&path).unwrap();
        let Some(room) = room_of(&path).map(|room| ROOMS[room]) else {
            continue;
        };
        let derives = text
            .lines()
            .any(|line| line.contains("derive(") && line.contains("Serialize"));
        assert!(
            !derives || ["render", "source", "engine", "ingest"].contains(&room),
            "{}",
            path.display()
        );
    }
}
