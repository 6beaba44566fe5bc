//! `pullquote mcp`: the archive for one agent, as MCP over standard input and output.

use std::process::ExitCode;

use super::{Context, runtime, service};
use crate::args::McpArgs;
use crate::failure::Failure;
use crate::serve::mcp;

/// Runs the command until the agent goes.
pub(crate) fn run(args: &McpArgs, context: &Context) -> Result<ExitCode, Failure> {
    let folder = context.config.index(args.index.dir.as_deref());
    let service = service(&folder, args.limits, args.public_url.clone())?;
    let runtime = runtime()?;
    let answered = runtime.block_on(mcp::over_stdio(service));
    // A thread may still wait for input that will not come.
    runtime.shutdown_background();
    answered?;
    Ok(ExitCode::SUCCESS)
}
