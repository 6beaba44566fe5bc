//! The one error type of the library, the table of its kinds, and the warning for a record that was skipped.
//!
//! An [`Error`] is built where the fault is found and carries what a person needs: what was being done, the
//! place in their own text, and the next step. Front ends read [`Error::kind`] and print the parts; the
//! library itself prints nothing. What is not here: exit codes chosen case by case. One table,
//! [`ErrorKind::facts`], maps each kind to its stable code, exit code and HTTP status.

use std::fmt;
use std::ops::Range;
use std::path::Path;

/// The result of everything in this library that can fail.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Tells the kinds of failure apart, as finely as a program needs to act on them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The query does not parse, or mixes operators in a way that has two readings.
    QuerySyntax,
    /// The query parses but holds nothing to look for, such as a phrase of dashes.
    QueryEmpty,
    /// A field named in a query, filter, facet or mapping does not exist.
    UnknownField,
    /// A date is not a day, month or year of the calendar.
    BadDate,
    /// An address or article id is not of the form that is printed.
    BadAddress,
    /// The address or id is well formed, but no article of this index bears it.
    NotFound,
    /// There is no index in the folder named.
    NoIndex,
    /// The index was written by another version of the format.
    IndexVersion,
    /// Another process is writing the index.
    IndexLocked,
    /// The index does not read back as it was written.
    IndexDamaged,
    /// A path cannot be read or written.
    Unreadable,
    /// The disk is full.
    DiskFull,
    /// An option, a configuration file or a combination of them makes no sense.
    Usage,
    /// The run was stopped before it was done; what was committed stands.
    Interrupted,
    /// A request bears no token, or another one.
    Unauthorized,
    /// A request comes from a page of another site, or names another host.
    Forbidden,
    /// There is nothing at the path of a request.
    NoRoute,
    /// The path of a request does not take its method.
    Method,
    /// None of the media types that a request accepts can be given.
    NotAcceptable,
    /// The body of a request is of a media type that is not read.
    MediaType,
    /// A request did not arrive in time.
    SlowRequest,
    /// The body of a request is too large.
    TooLarge,
    /// The address of a request is too long.
    UriTooLong,
    /// More is asked for at once than can be answered.
    Overloaded,
    /// The answer took longer than is allowed.
    TimedOut,
    /// A server does not serve the last commit of its index.
    NotReady,
    /// A fault of Pullquote itself.
    Internal,
}

/// What follows from an [`ErrorKind`] outside the library.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KindFacts {
    /// The stable code, in snake case, that programs may match on.
    pub code: &'static str,
    /// The exit code of the command line.
    pub exit: u8,
    /// The HTTP status.
    pub status: u16,
}

impl ErrorKind {
    /// Every kind, in the order of the table.
    pub const ALL: [ErrorKind; 27] = [
        ErrorKind::QuerySyntax,
        ErrorKind::QueryEmpty,
        ErrorKind::UnknownField,
        ErrorKind::BadDate,
        ErrorKind::BadAddress,
        ErrorKind::NotFound,
        ErrorKind::NoIndex,
        ErrorKind::IndexVersion,
        ErrorKind::IndexLocked,
        ErrorKind::IndexDamaged,
        ErrorKind::Unreadable,
        ErrorKind::DiskFull,
        ErrorKind::Usage,
        ErrorKind::Interrupted,
        ErrorKind::Unauthorized,
        ErrorKind::Forbidden,
        ErrorKind::NoRoute,
        ErrorKind::Method,
        ErrorKind::NotAcceptable,
        ErrorKind::MediaType,
        ErrorKind::SlowRequest,
        ErrorKind::TooLarge,
        ErrorKind::UriTooLong,
        ErrorKind::Overloaded,
        ErrorKind::TimedOut,
        ErrorKind::NotReady,
        ErrorKind::Internal,
    ];

    /// Returns the stable code, exit code and HTTP status of this kind.
    pub const fn facts(self) -> KindFacts {
        let (code, exit, status) = match self {
            ErrorKind::QuerySyntax => ("query_syntax", 2, 400),
            ErrorKind::QueryEmpty => ("query_empty", 2, 400),
            ErrorKind::UnknownField => ("unknown_field", 2, 400),
            ErrorKind::BadDate => ("bad_date", 2, 400),
            ErrorKind::BadAddress => ("bad_address", 2, 400),
            ErrorKind::NotFound => ("not_found", 1, 404),
            ErrorKind::NoIndex => ("no_index", 2, 503),
            ErrorKind::IndexVersion => ("index_version", 2, 503),
            ErrorKind::IndexLocked => ("index_locked", 2, 503),
            ErrorKind::IndexDamaged => ("index_damaged", 2, 500),
            ErrorKind::Unreadable => ("unreadable", 2, 500),
            ErrorKind::DiskFull => ("disk_full", 2, 507),
            ErrorKind::Usage => ("usage", 2, 400),
            ErrorKind::Interrupted => ("interrupted", 130, 503),
            ErrorKind::Unauthorized => ("unauthorized", 2, 401),
            ErrorKind::Forbidden => ("forbidden", 2, 403),
            ErrorKind::NoRoute => ("no_route", 2, 404),
            ErrorKind::Method => ("method_not_allowed", 2, 405),
            ErrorKind::NotAcceptable => ("not_acceptable", 2, 406),
            ErrorKind::MediaType => ("unsupported_media_type", 2, 415),
            ErrorKind::SlowRequest => ("slow_request", 2, 408),
            ErrorKind::TooLarge => ("too_large", 2, 413),
            ErrorKind::UriTooLong => ("uri_too_long", 2, 414),
            ErrorKind::Overloaded => ("overloaded", 2, 503),
            ErrorKind::TimedOut => ("timed_out", 2, 503),
            ErrorKind::NotReady => ("not_ready", 2, 503),
            ErrorKind::Internal => ("internal", 2, 500),
        };
        KindFacts { code, exit, status }
    }
}

/// The place of a fault in a text the user wrote.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The whole text, as it was given.
    pub text: String,
    /// The bytes of it that are at fault, end-exclusive; empty where something is missing.
    pub span: Range<usize>,
    /// What is wrong there, as a clause without a full stop.
    pub label: String,
}

/// A failure: what was being done, where, why, and what to do next.
#[derive(Debug)]
pub struct Error(Box<Parts>);

#[derive(Debug)]
struct Parts {
    kind: ErrorKind,
    message: String,
    fault: Option<Fault>,
    hint: Option<String>,
    source: Option<Box<dyn std::error::Error + Send + Sync>>,
}

impl Error {
    /// Makes an error of `kind`; `message` says what could not be done, in lower case without a full stop.
    pub fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Error(Box::new(Parts {
            kind,
            message: message.into(),
            fault: None,
            hint: None,
            source: None,
        }))
    }

    /// Makes the error for an operation on `path` that the system refused; a full disk is told apart.
    pub fn io(doing: &str, path: &Path, source: std::io::Error) -> Self {
        let kind = match source.kind() {
            std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded => {
                ErrorKind::DiskFull
            }
            _ => ErrorKind::Unreadable,
        };
        let error =
            Error::new(kind, format!("cannot {doing} `{}`", path.display())).because(source);
        match kind {
            ErrorKind::DiskFull => error.hint(
                "free some space and run the command again; what was committed before stands",
            ),
            _ => error,
        }
    }

    /// Adds the next step a person can take.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.0.hint = Some(hint.into());
        self
    }

    /// Adds the place in the user's own text.
    #[must_use]
    pub fn at(
        mut self,
        text: impl Into<String>,
        span: Range<usize>,
        label: impl Into<String>,
    ) -> Self {
        self.0.fault = Some(Fault {
            text: text.into(),
            span,
            label: label.into(),
        });
        self
    }

    /// Adds the failure underneath.
    #[must_use]
    pub fn because(mut self, source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        self.0.source = Some(source.into());
        self
    }

    /// Returns what kind of failure this is.
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// Returns what could not be done, without the cause and the hint.
    pub fn message(&self) -> &str {
        &self.0.message
    }

    /// Returns the place in the user's text, where there is one.
    pub fn fault(&self) -> Option<&Fault> {
        self.0.fault.as_ref()
    }

    /// Returns the next step, where one is known.
    pub fn next_step(&self) -> Option<&str> {
        self.0.hint.as_deref()
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.message)?;
        match &self.0.source {
            Some(source) => write!(f, ": {source}"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.0.source.as_ref().map(|source| source.as_ref() as _)
    }
}

/// A file or record that was passed over while indexing, named with its reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Skipped {
    /// The path as it is shown to people.
    pub path: String,
    /// The line of the record, from 1, where the file holds many.
    pub line: Option<u64>,
    /// Why, as a clause in lower case without a full stop.
    pub reason: String,
}

impl fmt::Display for Skipped {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            Some(line) => write!(f, "{}:{line}: {}", self.path, self.reason),
            None => write!(f, "{}: {}", self.path, self.reason),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_unique() {
        let mut codes: Vec<_> = ErrorKind::ALL
            .iter()
            .map(|kind| kind.facts().code)
            .collect();
        codes.sort_unstable();
        codes.dedup();
        assert_eq!(codes.len(), ErrorKind::ALL.len());
    }

    #[test]
    fn a_full_disk_is_told_apart() {
        let full = std::io::Error::from(std::io::ErrorKind::StorageFull);
        assert_eq!(
            Error::io("write", Path::new("x"), full).kind(),
            ErrorKind::DiskFull
        );
    }
}
