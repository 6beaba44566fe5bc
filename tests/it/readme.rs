//! What the README shows is what the program prints: its console blocks are run, in order, in one folder.

use crate::harness::{Sandbox, root};

/// A command of a console block and the lines that are shown below it; `…` stands for lines left out.
struct Example {
    command: String,
    shown: Vec<String>,
}

#[test]
fn the_readme_shows_what_the_program_prints() {
    let sandbox = Sandbox::with_seeds();
    std::fs::remove_dir_all(sandbox.path("index")).unwrap();
    for name in ["seeds.topics.jsonl", "seeds.qrels.tsv"] {
        let path = format!("tests/quality/{name}");
        sandbox.write(&path, std::fs::read(root().join(&path)).unwrap());
    }
    let readme = std::fs::read_to_string(root().join("README.md")).unwrap();
    let examples = examples(&readme);
    assert!(examples.len() >= 5, "the README shows too little");
    for example in examples {
        if example.command.contains("| jq")
            && std::process::Command::new("jq")
                .arg("--version")
                .output()
                .is_err()
        {
            println!("skipped: `{}` needs jq", example.command);
            continue;
        }
        let mut command = std::process::Command::new("sh");
        let program = std::path::Path::new(env!("CARGO_BIN_EXE_pullquote"))
            .parent()
            .unwrap();
        let path = format!("{}:/usr/bin:/bin:/usr/local/bin", program.display());
        let run = example
            .command
            .replace("cargo run --release -- ", "pullquote ");
        let output = command
            .args(["-c", &run])
            .current_dir(sandbox.path(""))
            .env_clear()
            .env("PATH", path)
            .output();
        let printed = String::from_utf8(output.unwrap().stdout).unwrap();
        let mut printed = printed.lines();
        let mut may_skip = false;
        for line in &example.shown {
            if line == "…" {
                may_skip = true;
                continue;
            }
            let found = if may_skip {
                printed.any(|printed| printed == line)
            } else {
                printed.next() == Some(line)
            };
            assert!(found, "`{}` does not print\n{line}", example.command);
            may_skip = false;
        }
    }
}

fn examples(readme: &str) -> Vec<Example> {
    let mut examples: Vec<Example> = Vec::new();
    let mut inside = false;
    for line in readme.lines() {
        if line.starts_with("```") {
            inside = line == "```console";
        } else if let Some(command) = line.strip_prefix("$ ").filter(|_| inside) {
            examples.push(Example {
                command: command.to_owned(),
                shown: Vec::new(),
            });
        } else if inside {
            examples.last_mut().unwrap().shown.push(line.to_owned());
        }
    }
    examples
}
