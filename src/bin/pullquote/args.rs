//! What can be typed: the commands and their options, with the help that is shown for each.

use std::num::NonZeroUsize;
use std::path::PathBuf;

use clap::{ArgGroup, Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;

/// The exact-quote search engine for news archives.
///
/// Point it at a folder of saved articles; it returns ranked passages that are byte for byte what the outlet
/// printed, with outlet, date and an address that anyone can check again.
#[derive(Debug, Parser)]
#[command(name = "pullquote", version, propagate_version = true, after_help = EXAMPLES, max_term_width = 100)]
pub(crate) struct Cli {
    /// Style the output
    #[arg(long, global = true, value_enum, default_value_t = ColorWhen::Auto, value_name = "WHEN")]
    pub(crate) color: ColorWhen,
    /// Read defaults from this TOML file: index, limit, passages
    #[arg(
        long,
        global = true,
        value_name = "FILE",
        env = "PULLQUOTE_CONFIG",
        hide_env_values = true
    )]
    pub(crate) config: Option<PathBuf>,
    #[command(subcommand)]
    pub(crate) command: Command,
}

const EXAMPLES: &str = "\
Examples:
  pullquote search '\"verification mechanism\"' --in seeds     index a folder and search it
  pullquote search ceasefire --outlet 'Dunya News' --facet date:month
  pullquote search 'ceasefire AND (Istanbul OR Doha) NOT Moscow' --json | jq -r '.passages[]?.text'
  pullquote show 0123456789abcdef@120-188 -C 2                a passage again, with its context
  pullquote verify draft.md                                   is every quotation in it word for word?

Exit codes: 0 found, 1 nothing found, 2 error.";

/// When to style the output.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ColorWhen {
    /// On a terminal, unless NO_COLOR is set
    Auto,
    Always,
    Never,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Bring the index up to date with folders and files of articles
    Index(IndexArgs),
    /// Find articles and show the passages that match
    Search(SearchArgs),
    /// Show what would be indexed of files, without an index
    Extract(ExtractArgs),
    /// Show a passage by its address, or a whole article by its id
    Show(ShowArgs),
    /// Check quotations: do they stand in the archive, word for word?
    #[command(alias = "check")]
    Verify(VerifyArgs),
    /// Measure how well a ranking finds what people judged relevant
    Eval(EvalArgs),
    /// Count articles by outlet, author, section, language, place or date
    Facets(FacetsArgs),
    /// Say what the index holds
    Status(StatusArgs),
    /// Serve the archive to programs and agents: HTTP, and MCP at /mcp
    Serve(ServeArgs),
    /// Serve the archive to one agent, as MCP over standard input and output
    Mcp(McpArgs),
    /// Show how a query is understood
    Parse(ParseArgs),
    /// Print the JSON Schema of what --json prints
    Schema(SchemaArgs),
    /// Print completions for a shell
    Completions(CompletionsArgs),
    /// Print the manual page
    Man,
}

impl Command {
    /// Tells whether everything this command prints must be JSON, failures too.
    pub(crate) fn is_json(&self) -> bool {
        match self {
            Command::Index(args) => args.json.is_asked(),
            Command::Search(args) => args.json.is_asked(),
            Command::Extract(args) => args.json.is_asked(),
            Command::Show(args) => args.json.is_asked(),
            Command::Verify(args) => args.json.is_asked(),
            Command::Eval(args) => args.json.is_asked(),
            Command::Facets(args) => args.json.is_asked(),
            Command::Status(args) => args.json.is_asked(),
            Command::Parse(args) => args.json.is_asked(),
            Command::Schema(_) => true,
            Command::Serve(_) | Command::Mcp(_) => false,
            Command::Completions(_) | Command::Man => false,
        }
    }
}

/// `--index`, for the commands that read or write one.
#[derive(Args, Clone, Debug)]
pub(crate) struct IndexDir {
    /// The folder of the index [default: index]
    #[arg(long = "index", value_name = "DIR")]
    pub(crate) dir: Option<PathBuf>,
}

/// `--json`, for the commands that answer.
#[derive(Args, Clone, Copy, Debug)]
pub(crate) struct Json {
    /// Print JSON Lines, or with =array one JSON array; `pullquote schema` describes them
    #[arg(long, value_enum, num_args = 0..=1, require_equals = true, default_missing_value = "lines", value_name = "FORM")]
    pub(crate) json: Option<JsonForm>,
}

impl Json {
    pub(crate) fn is_asked(self) -> bool {
        self.json.is_some()
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum JsonForm {
    /// One object a line
    Lines,
    /// One array of all objects
    Array,
}

#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  pullquote index seeds                                  make or update ./index
  pullquote index stories.jsonl.zst --index DIR          an index of its own
  pullquote index export.json --map outlet=source.name   name the fields of an unusual dump
  pullquote index                                        look at the same folders and files again

Files that have not changed are not read again; what vanished leaves the index. Ctrl-C commits what
was read so far. A folder that was indexed before is read as it was then, unless --map, --hidden or
--follow say otherwise. Exit codes: 0 all is well, 2 something was skipped (and named) or failed,
130 stopped.")]
pub(crate) struct IndexArgs {
    /// Folders and files: text, JSON and dumps, tables, web pages, feeds, WARC and WACZ; plain, .gz or .zst
    #[arg(value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) index: IndexDir,
    #[command(flatten)]
    pub(crate) walk: WalkArgs,
    /// Make the index anew instead of updating it
    #[arg(long)]
    pub(crate) rebuild: bool,
    /// Build the index with this many threads [default: as many as there are cores]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=64))]
    pub(crate) threads: Option<u16>,
    /// Fill this much memory before writing a part of the index, in megabytes
    #[arg(long, value_name = "MB", default_value_t = 800, value_parser = clap::value_parser!(u32).range(32..=65_536))]
    pub(crate) memory: u32,
    #[command(flatten)]
    pub(crate) json: Json,
    /// Print nothing but what was skipped and what failed
    #[arg(short, long, conflicts_with = "explain")]
    pub(crate) quiet: bool,
    /// Infer the days of articles without a date from weekdays in them and the years of their neighbours
    #[arg(long)]
    pub(crate) infer_dates: bool,
    /// Print what is known of each article that is read: every value, the rule that found it, the words
    #[arg(long)]
    pub(crate) explain: bool,
}

#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  pullquote extract page.html            the text and what is known of it, with rules and words
  pullquote extract feed.xml --json | jq -r .title")]
pub(crate) struct ExtractArgs {
    /// Files and folders of articles
    #[arg(value_name = "PATH", required = true)]
    pub(crate) paths: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) walk: WalkArgs,
    #[command(flatten)]
    pub(crate) json: Json,
}

/// How files and folders are walked and read.
#[derive(Args, Clone, Debug)]
pub(crate) struct WalkArgs {
    /// Read a field from another JSON field, such as outlet=source.name; may be repeated
    #[arg(long, value_name = "OURS=THEIRS")]
    pub(crate) map: Vec<String>,
    /// Call outlets as this TOML file says, by name or domain: "cnn.com" = "CNN"
    #[arg(long, value_name = "FILE")]
    pub(crate) aliases: Option<PathBuf>,
    /// Read hidden files and folders too
    #[arg(long)]
    pub(crate) hidden: bool,
    /// Follow symbolic links
    #[arg(long)]
    pub(crate) follow: bool,
}

#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  pullquote search '\"verification mechanism\"' --in seeds
  pullquote search verification mechanism            both words; the exact phrase ranks first
  pullquote search '\"Khawaja Asif\" AND (Istanbul OR Doha) NOT Moscow'
  pullquote search Torkham --since 2025-11-01 --until 2025-11-30
  pullquote search ceasefire --facet outlet --facet date:month
  pullquote search ceasefire --json | jq -r '.passages[]?.text'
  pullquote search '\"stand ready\"' --format md        quotation blocks, ready to paste
  pullquote search ceasefire --format bibtex         references; or csl, ris, anthropic, jsonld
  pullquote search ceasefire talks --explain         and why each hit stands where it does
  pullquote search border trade --expand             all there is on a subject: what is like the best rises

Exit codes: 0 found, 1 nothing found, 2 error.")]
pub(crate) struct SearchArgs {
    /// What to look for: words, "phrases", AND OR NOT, field:value, prefix*
    #[arg(value_name = "QUERY")]
    pub(crate) query: Vec<String>,
    /// Bring the index up to date with this folder or file first, and search only in it; may be repeated
    #[arg(long = "in", value_name = "PATH")]
    pub(crate) within: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) walk: WalkArgs,
    #[command(flatten)]
    pub(crate) index: IndexDir,
    #[command(flatten)]
    pub(crate) matching: Matching,
    #[command(flatten)]
    pub(crate) narrowing: Narrowing,
    /// Count the articles by this: outlet, author, section, language, place, agency, domain, date:year|month|day; may be repeated
    #[arg(long, value_name = "FIELD", help_heading = "Counting")]
    pub(crate) facet: Vec<String>,
    /// The order of the articles
    #[arg(long, value_enum, default_value_t = SortBy::Score, value_name = "ORDER", help_heading = "Paging", allow_hyphen_values = true)]
    pub(crate) sort: SortBy,
    /// Show at most this many articles [default: 10]
    #[arg(short = 'n', long, value_name = "N", help_heading = "Paging")]
    pub(crate) limit: Option<usize>,
    /// Leave out this many articles at the front
    #[arg(long, value_name = "N", default_value_t = 0, help_heading = "Paging")]
    pub(crate) offset: usize,
    /// Show at most this many passages of an article; 0 for all [default: 3]
    #[arg(long, value_name = "N", help_heading = "Paging")]
    pub(crate) passages: Option<usize>,
    /// Let articles rise that are like the best ones: for a question with many answers rather than a story known to exist; not with --sort by date
    #[arg(long)]
    pub(crate) expand: bool,
    /// Say of each hit where its score comes from, in words and numbers; as text or JSON, not with another --format
    #[arg(long, conflicts_with_all = ["count", "quiet", "list"])]
    pub(crate) explain: bool,
    #[command(flatten)]
    pub(crate) json: Json,
    /// The form of the answer
    #[arg(long, value_enum, value_name = "FORM", conflicts_with = "json")]
    pub(crate) format: Option<Format>,
    /// List the articles without their passages
    #[arg(short = 'l', long = "articles", conflicts_with_all = ["count", "quiet", "format"])]
    pub(crate) list: bool,
    /// Print only how many articles match
    #[arg(short, long, conflicts_with_all = ["quiet", "format", "facet"])]
    pub(crate) count: bool,
    /// Print nothing; the exit code tells
    #[arg(short, long)]
    pub(crate) quiet: bool,
    /// Show the answer in $PAGER
    #[arg(long)]
    pub(crate) pager: bool,
}

/// How strictly a query is matched.
#[derive(Args, Clone, Debug)]
pub(crate) struct Matching {
    /// How many of the words must match
    #[arg(long = "match", value_enum, default_value_t = Match::Auto, value_name = "MODE", help_heading = "Matching")]
    pub(crate) mode: Match,
    /// Take the whole query as one phrase, word for word
    #[arg(long, help_heading = "Matching")]
    pub(crate) literal: bool,
}

/// What the articles are narrowed by.
#[derive(Args, Clone, Debug)]
pub(crate) struct Narrowing {
    /// Only this outlet, by its whole name; may be repeated for either; '(unknown)' for none
    #[arg(long, value_name = "NAME", help_heading = "Narrowing")]
    pub(crate) outlet: Vec<String>,
    /// Only this author
    #[arg(long, value_name = "NAME", help_heading = "Narrowing")]
    pub(crate) author: Vec<String>,
    /// Only this section
    #[arg(long, value_name = "NAME", help_heading = "Narrowing")]
    pub(crate) section: Vec<String>,
    /// Only this language, such as en, which takes in en-gb
    #[arg(long, value_name = "TAG", help_heading = "Narrowing")]
    pub(crate) language: Vec<String>,
    /// Only this place of the dateline
    #[arg(long, value_name = "NAME", help_heading = "Narrowing")]
    pub(crate) place: Vec<String>,
    /// Only stories of this news agency, by its name or its letters
    #[arg(long, value_name = "NAME", help_heading = "Narrowing")]
    pub(crate) agency: Vec<String>,
    /// Only this site, such as example.com; of an address or a host its registrable domain
    #[arg(long, value_name = "DOMAIN", help_heading = "Narrowing")]
    pub(crate) domain: Vec<String>,
    /// Published on or after this day, month or year
    #[arg(long, value_name = "DATE", help_heading = "Narrowing")]
    pub(crate) since: Option<String>,
    /// Published on or before this day, or up to the end of this month or year
    #[arg(long, value_name = "DATE", help_heading = "Narrowing")]
    pub(crate) until: Option<String>,
    /// Let articles without a date through by the days inferred for them (index --infer-dates)
    #[arg(long, help_heading = "Narrowing")]
    pub(crate) inferred: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Match {
    /// All the words; where no article has all, any of them, and the answer says so
    Auto,
    All,
    Any,
    /// The words next to each other, in order
    Phrase,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum SortBy {
    Score,
    /// The earliest first
    Date,
    /// The latest first
    #[value(name = "-date")]
    DateDescending,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For reading
    Text,
    /// Quotation blocks with their citation
    Md,
    /// References in CSL-JSON, for reference managers
    Csl,
    /// References in BibTeX, for LaTeX
    Bibtex,
    /// References in RIS, for reference managers
    Ris,
    /// Search results that Anthropic's models cite from
    Anthropic,
    /// Quotations in JSON-LD, in the words of schema.org
    Jsonld,
}

#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  pullquote show 0123456789abcdef@120-188          a passage, as it was printed by a search
  pullquote show 0123456789abcdef@120-188 -C 2     with two sentences before and after it
  pullquote show 0123456789abcdef                  the whole article and what is known about it
  pullquote show 0123456789abcdef --format ris     a reference to it; or csl, bibtex, anthropic, jsonld")]
pub(crate) struct ShowArgs {
    /// An address, ID@START-END, or an article's id
    #[arg(value_name = "ADDRESS")]
    pub(crate) address: String,
    /// Show this many sentences before and after the passage
    #[arg(short = 'C', long, value_name = "N", default_value_t = 0)]
    pub(crate) context: usize,
    #[command(flatten)]
    pub(crate) index: IndexDir,
    #[command(flatten)]
    pub(crate) json: Json,
    /// The form of the answer
    #[arg(long, value_enum, value_name = "FORM", conflicts_with = "json")]
    pub(crate) format: Option<Format>,
}

#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  pullquote verify --quote 'a monitoring and verification mechanism'
  pullquote verify draft.md                        every quotation in it, with line and column
  pullquote verify answers.jsonl --field answer --json | jq 'select(.verdict == \"altered\")'
  cat claims.csv | pullquote verify --queries - --column quote --json
  pullquote verify draft.md --fail-on altered,not_found

The verdicts exact, typographic and editorial are faithful; truncated, joined, altered, spliced,
near and not_found are not. A quotation is taken word for word: AND and / in it are words.
Exit codes: 0 all is well, 1 some are not faithful, or have a verdict of --fail-on, 2 something
was skipped (and named) or failed.")]
pub(crate) struct VerifyArgs {
    /// Drafts, of which every quotation is checked: Markdown and HTML by their extension, else text; - is standard input
    #[arg(value_name = "DRAFT")]
    pub(crate) drafts: Vec<PathBuf>,
    /// Check these words; may be repeated
    #[arg(long = "quote", value_name = "TEXT", allow_hyphen_values = true)]
    pub(crate) quotes: Vec<String>,
    /// Check every record of this file as a quotation: a line, or its --column or --field; - is standard input; may be repeated
    #[arg(long, value_name = "FILE", help_heading = "Batches")]
    pub(crate) queries: Vec<PathBuf>,
    /// Read JSON Lines, and of each record this field; a dotted path leads into nested ones; may be repeated
    #[arg(
        long = "field",
        value_name = "NAME",
        help_heading = "Batches",
        conflicts_with = "columns"
    )]
    pub(crate) fields: Vec<String>,
    /// Read a table with a header (CSV, or parted by tabs or semicolons), and of each row this column; may be repeated
    #[arg(long = "column", value_name = "NAME", help_heading = "Batches")]
    pub(crate) columns: Vec<String>,
    /// How drafts are written, whatever they are called
    #[arg(long, value_enum, value_name = "FORM")]
    pub(crate) format: Option<DraftForm>,
    #[command(flatten)]
    pub(crate) index: IndexDir,
    /// Exit with 1 only where a quotation has one of these verdicts, parted by commas [default: all that are not faithful]
    #[arg(long, value_name = "VERDICTS", value_delimiter = ',')]
    pub(crate) fail_on: Vec<String>,
    /// Decide on quotations of fewer than 12 characters or 3 words too
    #[arg(long)]
    pub(crate) short: bool,
    /// Show at most this many further places of each quotation
    #[arg(long, value_name = "N", default_value_t = 3)]
    pub(crate) elsewhere: usize,
    #[command(flatten)]
    pub(crate) json: Json,
}

/// How a draft is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum DraftForm {
    /// Words without markup
    Text,
    Markdown,
    Html,
}

#[derive(Args, Debug)]
#[command(
    group = ArgGroup::new("measured").required(true).args(["topics", "evaluate", "compare"]),
    after_help = "\
Examples:
  pullquote eval --topics queries.jsonl --qrels qrels.tsv    search each topic, and measure
  pullquote eval --topics topics.txt --qrels qrels.txt --run our.run    for other tools as well
  pullquote eval --qrels qrels.tsv --evaluate our.run their.run    runs that any system wrote
  pullquote eval --qrels qrels.tsv --compare their.run our.run    which topics moved
  pullquote eval --qrels qrels.tsv --evaluate our.run --per-topic --json | jq .figures

Topics and judgements are read in the forms of BEIR and TREC, runs in TREC's. A topic is free text:
nothing in it is an operator, and an article with any of its words is ranked. The judgements name
articles by the ids of their records; an article whose record states none, by its id or path as
`search` shows them. Metrics are those of trec_eval, over all judged topics; one that is not
answered counts as 0. The p of a comparison says how often chance alone would part the means as far
(paired randomisation test, two-sided). Exit codes: 0 measured, 2 error, 130 stopped."
)]
pub(crate) struct EvalArgs {
    /// Search the index for each topic of this file, and measure what is found
    #[arg(long, value_name = "FILE")]
    pub(crate) topics: Option<PathBuf>,
    /// Measure these run files
    #[arg(long, value_name = "RUN", num_args = 1.., conflicts_with = "dir")]
    pub(crate) evaluate: Vec<PathBuf>,
    /// Compare the second run file with the first, topic by topic
    #[arg(long, value_names = ["FIRST", "SECOND"], num_args = 2, conflicts_with = "dir")]
    pub(crate) compare: Vec<PathBuf>,
    /// The judgements: which articles are relevant to which topic
    #[arg(long, value_name = "FILE")]
    pub(crate) qrels: PathBuf,
    /// Measure this: nDCG@K, MAP, MRR@K, recall@K, P@K, R-precision, bpref; may be repeated [default: nDCG@10, MAP, MRR@10, recall@100, P@5]
    #[arg(short, long, value_name = "METRIC", value_delimiter = ',')]
    pub(crate) metric: Vec<String>,
    /// Show the figures of every topic; of a comparison, of all that moved, by every metric
    #[arg(long)]
    pub(crate) per_topic: bool,
    #[command(flatten)]
    pub(crate) index: IndexDir,
    #[command(flatten)]
    pub(crate) searching: EvalSearching,
    #[command(flatten)]
    pub(crate) json: Json,
}

/// How `eval --topics` searches.
#[derive(Args, Clone, Debug)]
pub(crate) struct EvalSearching {
    /// Write what was found as a TREC run file, whole or not at all; - is standard output, and the table goes to standard error
    #[arg(long, value_name = "FILE", conflicts_with_all = ["evaluate", "compare"], help_heading = "Searching")]
    pub(crate) run: Option<PathBuf>,
    /// Retrieve at most this many articles for a topic
    #[arg(long, value_name = "N", default_value = "1000", conflicts_with_all = ["evaluate", "compare"], help_heading = "Searching")]
    pub(crate) depth: NonZeroUsize,
    /// What to do where the judgements name an article that the index does not have
    #[arg(long, value_enum, default_value_t = MissingIds::Error, value_name = "WHAT", conflicts_with_all = ["evaluate", "compare"], help_heading = "Searching")]
    pub(crate) missing_ids: MissingIds,
    /// Rank with feedback, as `pullquote search --expand` does
    #[arg(long, conflicts_with_all = ["evaluate", "compare"], help_heading = "Searching")]
    pub(crate) expand: bool,
    /// Rank with another value of one weight, for experiments; may be repeated. The weights of an index and their names: `pullquote status`
    #[arg(long, value_name = "NAME=VALUE", conflicts_with_all = ["evaluate", "compare"], help_heading = "Searching")]
    pub(crate) weight: Vec<String>,
    /// Show no progress
    #[arg(short, long, help_heading = "Searching")]
    pub(crate) quiet: bool,
}

/// What becomes of ids in judgements that no article bears.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum MissingIds {
    /// Measure nothing
    Error,
    /// Count them; relevant ones count as not found, as in trec_eval
    Skip,
}

#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  pullquote facets outlet
  pullquote facets date:month ceasefire --since 2025
  pullquote facets outlet date:month ceasefire

A field's name after the first is counted by too; to search for such a word, quote it: '\"place\"'.")]
pub(crate) struct FacetsArgs {
    /// outlet, author, section, language, place, agency, domain, date:year, date:month or date:day; more may follow
    #[arg(value_name = "FIELD")]
    pub(crate) field: String,
    /// Count only the articles that match
    #[arg(value_name = "QUERY")]
    pub(crate) query: Vec<String>,
    #[command(flatten)]
    pub(crate) index: IndexDir,
    #[command(flatten)]
    pub(crate) matching: Matching,
    #[command(flatten)]
    pub(crate) narrowing: Narrowing,
    #[command(flatten)]
    pub(crate) json: Json,
}

#[derive(Args, Debug)]
pub(crate) struct StatusArgs {
    #[command(flatten)]
    pub(crate) index: IndexDir,
    /// Count the articles by the rules that found their outlets, dates and the rest, and by how sure the dates are
    #[arg(long)]
    pub(crate) metadata: bool,
    #[command(flatten)]
    pub(crate) json: Json,
}

#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  pullquote serve                                        http://127.0.0.1:7700, documentation at /docs
  curl -s 'localhost:7700/v1/search?q=ceasefire&outlet=Geo+News' | jq .summary.counts
  curl -s localhost:7700/v1/verify -d '{\"text\": \"He spoke of “a verification mechanism”.\"}'
  PULLQUOTE_TOKEN=$(openssl rand -hex 32) pullquote serve --listen 0.0.0.0:7700 --allow-host desk.example

The address is printed on standard output. A new commit of the index is served as soon as it is there.
Ctrl-C finishes what was begun and stops. Other machines are served only with a token, which every
request must then show: Authorization: Bearer TOKEN. There is no TLS: put a proxy in front.")]
pub(crate) struct ServeArgs {
    #[command(flatten)]
    pub(crate) index: IndexDir,
    /// Listen at this address; port 0 takes any that is free
    #[arg(long, value_name = "ADDRESS:PORT", default_value = "127.0.0.1:7700")]
    pub(crate) listen: String,
    /// Demand this token of every request: 16 characters or more
    #[arg(
        long,
        value_name = "TOKEN",
        env = "PULLQUOTE_TOKEN",
        hide_env_values = true,
        help_heading = "Safety"
    )]
    pub(crate) token: Option<String>,
    /// Answer requests to this host too, beside this machine's own names; may be repeated
    #[arg(long, value_name = "HOST", help_heading = "Safety")]
    pub(crate) allow_host: Vec<String>,
    /// Let pages of this origin ask, such as https://desk.example; may be repeated
    #[arg(long, value_name = "ORIGIN", help_heading = "Safety")]
    pub(crate) allow_origin: Vec<String>,
    /// Where people reach this server, for the addresses of articles that have none [default: where it listens]
    #[arg(long, value_name = "URL")]
    pub(crate) public_url: Option<String>,
    #[command(flatten)]
    pub(crate) limits: LimitArgs,
}

/// How much is done at once, and for how long.
#[derive(Args, Clone, Copy, Debug)]
pub(crate) struct LimitArgs {
    /// Work on this many questions at once [default: twice as many as there are cores]
    #[arg(long, value_name = "N", help_heading = "Limits", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub(crate) concurrency: Option<u16>,
    /// Let this many more wait for their turn; further ones are told to come again
    #[arg(long, value_name = "N", default_value_t = 256, help_heading = "Limits", value_parser = clap::value_parser!(u16).range(0..=10_000))]
    pub(crate) queue: u16,
    /// Give up on an answer that takes longer, waiting included
    #[arg(long, value_name = "SECONDS", default_value_t = 10, help_heading = "Limits", value_parser = clap::value_parser!(u16).range(1..=3600))]
    pub(crate) timeout: u16,
}

#[derive(Args, Debug)]
#[command(after_help = "\
This command is started by an agent. In the agent's list of servers:
  { \"mcpServers\": { \"pullquote\": {
      \"command\": \"pullquote\", \"args\": [\"mcp\", \"--index\", \"/path/to/index\"] } } }")]
pub(crate) struct McpArgs {
    #[command(flatten)]
    pub(crate) index: IndexDir,
    /// Where people reach a server of this archive, for the addresses of articles that have none
    #[arg(long, value_name = "URL")]
    pub(crate) public_url: Option<String>,
    #[command(flatten)]
    pub(crate) limits: LimitArgs,
}

#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  pullquote parse 'ceasefire AND (Istanbul OR Doha)'
  pullquote parse 'cross-border attack*'")]
pub(crate) struct ParseArgs {
    /// The query
    #[arg(value_name = "QUERY", required = true)]
    pub(crate) query: Vec<String>,
    #[command(flatten)]
    pub(crate) index: IndexDir,
    #[command(flatten)]
    pub(crate) matching: Matching,
    #[command(flatten)]
    pub(crate) json: Json,
}

#[derive(Args, Debug)]
pub(crate) struct SchemaArgs {
    /// Accepted for uniformity: a schema is JSON anyway
    #[arg(long, hide = true)]
    pub(crate) json: bool,
}

#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  pullquote completions bash > ~/.local/share/bash-completion/completions/pullquote
  pullquote completions zsh > ~/.zfunc/_pullquote")]
pub(crate) struct CompletionsArgs {
    /// The shell
    #[arg(value_enum)]
    pub(crate) shell: Shell,
}
