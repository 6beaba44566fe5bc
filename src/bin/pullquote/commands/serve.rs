//! `pullquote serve`: the archive over HTTP, for programs, and at `/mcp` for agents.

use std::io::{self, Write};
use std::net::{IpAddr, SocketAddr, ToSocketAddrs};
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;

use pullquote::error::{Error, ErrorKind, Result};
use pullquote::render::plural;
use pullquote::search::engine::Engine;
use tokio::net::TcpListener;

use super::{Context, runtime, service};
use crate::args::ServeArgs;
use crate::failure::Failure;
use crate::serve::Service;
use crate::serve::http::guard::{Guard, token_digest, without_port};
use crate::serve::http::{local_url, serve};

/// The shortest token that is taken, in bytes.
const SHORTEST_TOKEN: usize = 16;

/// Runs the command until it is stopped.
pub(crate) fn run(args: &ServeArgs, context: &Context) -> Result<ExitCode, Failure> {
    let address = address(&args.listen)?;
    let guard = guard(args, address)?;
    let folder = context.config.index(args.index.dir.as_deref());
    let runtime = runtime()?;
    let served = runtime.block_on(async {
        let listener = listen(address, &args.listen).await?;
        let listening = listener
            .local_addr()
            .map_err(|error| refused(&args.listen, error))?;
        let url = local_url(listening);
        let public_url = public_url(args.public_url.as_deref().unwrap_or(&url))?;
        let service = service(&folder, args.limits, Some(public_url))?;
        tell(&url, listening, &service, &folder)?;
        serve(listener, service, guard, stopped()).await?;
        writeln!(io::stderr(), "stopped")?;
        Ok(ExitCode::SUCCESS)
    });
    // What was not finished in time is not waited for.
    runtime.shutdown_background();
    served
}

fn address(typed: &str) -> Result<SocketAddr> {
    let found = typed
        .to_socket_addrs()
        .ok()
        .and_then(|mut found| found.next());
    found.ok_or_else(|| {
        Error::new(
            ErrorKind::Usage,
            format!("`{typed}` is no address to listen at"),
        )
        .hint("an address and a port, such as 127.0.0.1:7700, [::1]:7700 or 0.0.0.0:7700")
    })
}

/// Decides who is let in; whoever is not on this machine needs a token.
fn guard(args: &ServeArgs, address: SocketAddr) -> Result<Guard> {
    let token = args.token.as_ref().filter(|token| !token.is_empty());
    match token {
        None if !address.ip().is_loopback() => {
            let message = format!("`{}` can be reached from other machines", args.listen);
            return Err(Error::new(ErrorKind::Usage, message).hint(
                "set a token that every request must show, by --token or PULLQUOTE_TOKEN=$(openssl rand -hex 32); or listen at 127.0.0.1",
            ));
        }
        Some(token)
            if token.len() < SHORTEST_TOKEN
                || !token.bytes().all(|byte| byte.is_ascii_graphic()) =>
        {
            let message = format!(
                "the token must be {SHORTEST_TOKEN} or more letters, digits and marks, without blanks"
            );
            return Err(
                Error::new(ErrorKind::Usage, message).hint("make one: openssl rand -hex 32")
            );
        }
        _ => {}
    }
    let hosts = args
        .allow_host
        .iter()
        .map(|host| host_of(host))
        .collect::<Result<Vec<_>>>()?;
    let own = Some(address.ip()).filter(|ip| !ip.is_unspecified() && !ip.is_loopback());
    Ok(Guard {
        hosts: hosts
            .into_iter()
            .chain(own.map(|ip: IpAddr| ip.to_string()))
            .collect(),
        any_number: address.ip().is_unspecified(),
        origins: args
            .allow_origin
            .iter()
            .map(|origin| origin_of(origin))
            .collect::<Result<_>>()?,
        token: token.map(|token| token_digest(token)),
    })
}

/// Understands the name of a host; a port that stands with it does not count.
fn host_of(typed: &str) -> Result<String> {
    match typed.contains("://") || typed.contains('/') || typed.trim().is_empty() {
        false => Ok(without_port(typed)),
        true => Err(
            Error::new(ErrorKind::Usage, format!("`{typed}` is no name of a host"))
                .hint("a host is a name alone, such as desk.example"),
        ),
    }
}

/// Understands where people reach the server.
fn public_url(typed: &str) -> Result<String> {
    match typed.starts_with("http://") || typed.starts_with("https://") {
        true => Ok(typed.to_owned()),
        false => Err(Error::new(
            ErrorKind::Usage,
            format!("`{typed}` is no address of a server"),
        )
        .hint("an address begins with http:// or https://, such as https://desk.example")),
    }
}

/// Understands an origin as browsers write it: scheme, host and perhaps a port.
fn origin_of(typed: &str) -> Result<String> {
    let origin = typed.trim_end_matches('/').to_ascii_lowercase();
    let host = origin
        .strip_prefix("http://")
        .or_else(|| origin.strip_prefix("https://"));
    let default = if origin.starts_with("http://") {
        ":80"
    } else {
        ":443"
    };
    match host {
        Some(host) if !host.is_empty() && !host.contains(['/', '?', '#', '*', '@', ' ']) => {
            Ok(origin.strip_suffix(default).unwrap_or(&origin).to_owned())
        }
        _ => Err(Error::new(
            ErrorKind::Usage,
            format!("`{typed}` is no origin of a page"),
        )
        .hint("an origin has a scheme and a host, such as https://desk.example")),
    }
}

async fn listen(address: SocketAddr, typed: &str) -> Result<TcpListener> {
    TcpListener::bind(address)
        .await
        .map_err(|error| refused(typed, error))
}

fn refused(typed: &str, error: io::Error) -> Error {
    let hint = match error.kind() {
        io::ErrorKind::AddrInUse => {
            "another program listens there; --listen 127.0.0.1:0 takes any port that is free"
        }
        io::ErrorKind::PermissionDenied => {
            "ports below 1024 are the system's; take another with --listen"
        }
        _ => "name an address of this machine with --listen",
    };
    Error::new(ErrorKind::Usage, format!("cannot listen at `{typed}`"))
        .because(error)
        .hint(hint)
}

/// Prints where the server is, and says what it serves.
fn tell(
    url: &str,
    listening: SocketAddr,
    service: &Arc<Service>,
    folder: &Path,
) -> Result<(), Failure> {
    let articles = service.archive.edition().index.size();
    let mut out = io::stdout().lock();
    writeln!(out, "{url}")?;
    out.flush()?;
    let articles = plural(articles, "article", "articles");
    let folder = folder.display();
    writeln!(
        io::stderr(),
        "serving {articles} of `{folder}`: documentation at {url}/docs, MCP at {url}/mcp; Ctrl-C stops"
    )?;
    if !listening.ip().is_loopback() {
        writeln!(
            io::stderr(),
            "other machines reach it at `{listening}`, with the token"
        )?;
    }
    Ok(())
}

/// Waits until the person or the system wants the server to stop. Asked a second time, the process ends at once.
async fn stopped() {
    asked_to_stop().await;
    // Nobody may be left to read it.
    let _ = writeln!(
        io::stderr(),
        "finishing what was begun; Ctrl-C again stops at once"
    );
    tokio::spawn(async {
        asked_to_stop().await;
        #[expect(
            clippy::exit,
            reason = "whoever asks twice does not want to wait for what was begun"
        )]
        std::process::exit(130);
    });
}

async fn asked_to_stop() {
    let interrupted = tokio::signal::ctrl_c();
    #[cfg(unix)]
    let terminated = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => signal.recv().await,
            Err(_) => std::future::pending().await,
        }
    };
    #[cfg(not(unix))]
    let terminated = std::future::pending::<Option<()>>();
    tokio::select! {
        _ = interrupted => {}
        _ = terminated => {}
    }
}
