//! Runs the program in an empty folder with nothing of the tester's surroundings.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// A folder of its own, in which the program is run.
pub(crate) struct Sandbox {
    folder: tempfile::TempDir,
}

/// What a run printed, and how it ended.
#[derive(Debug)]
pub(crate) struct Run {
    pub(crate) stdout: String,
    pub(crate) stderr: String,
    pub(crate) code: i32,
}

impl Sandbox {
    pub(crate) fn new() -> Self {
        Sandbox {
            folder: tempfile::tempdir().unwrap(),
        }
    }

    /// A sandbox with the sample articles in `seeds` and an index of them in `index`.
    pub(crate) fn with_seeds() -> Self {
        let sandbox = Sandbox::new();
        copy(&root().join("seeds"), &sandbox.path("seeds"));
        assert_eq!(sandbox.run(&["index", "seeds"]).code, 0);
        sandbox
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn write(&self, name: &str, content: impl AsRef<[u8]>) {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, content).unwrap();
    }

    pub(crate) fn copy(&self, from: &str, to: &str) {
        copy(&self.path(from), &self.path(to));
    }

    pub(crate) fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_pullquote"));
        command
            .current_dir(self.folder.path())
            .env_clear()
            .args(args);
        command
    }

    pub(crate) fn run(&self, args: &[&str]) -> Run {
        finished(self.command(args).output().unwrap())
    }

    /// Runs a command that must print JSON Lines and nothing else, on both streams.
    pub(crate) fn json(&self, args: &[&str]) -> Vec<serde_json::Value> {
        let run = self.run(args);
        let lines = run.stdout.lines().chain(run.stderr.lines());
        lines
            .map(|line| {
                serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}"))
            })
            .collect()
    }

    /// Runs a command that must print one JSON document.
    pub(crate) fn json_document(&self, args: &[&str]) -> serde_json::Value {
        serde_json::from_str(&self.run(args).stdout).unwrap()
    }
}

pub(crate) fn finished(output: Output) -> Run {
    Run {
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
        code: output.status.code().unwrap_or(-1),
    }
}

/// The folder of the project.
pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        std::fs::copy(entry.path(), to.join(entry.file_name())).unwrap();
    }
}
