//! MCP: the archive as tools and resources for agents, over HTTP and over standard input and output.
//!
//! One handler speaks every revision of the protocol that the library knows. It puts questions to the [`Service`] and
//! answers with structured content and text; a question that cannot be answered is answered with what to do next. What
//! is not here: the tools ([`tools`]) and what they give ([`answers`]).

mod answers;
mod budget;
mod prompts;
mod resources;
mod tools;

pub(crate) use resources::uri as resource_uri;

use std::sync::Arc;

use pullquote::error::{Error, ErrorKind, Result};
use pullquote::render::failure::error_text;
use rmcp::model::{
    CacheScope, CallToolRequestParams, CallToolResponse, CallToolResult, ContentBlock, ErrorData,
    GetPromptRequestParams, GetPromptResponse, Implementation, ListPromptsResult,
    ListResourceTemplatesResult, ListResourcesResult, ListToolsResult, PaginatedRequestParams,
    ReadResourceRequestParams, ReadResourceResponse, ServerCapabilities, ServerConfig, Tool,
};
use rmcp::service::{RequestContext, ServerInitializeError};
use rmcp::transport::streamable_http_server::session::never::NeverSessionManager;
use rmcp::transport::streamable_http_server::{StreamableHttpServerConfig, StreamableHttpService};
use rmcp::{RoleServer, ServerHandler};

use tokio::task::block_in_place;

use self::tools::Call;
use super::Service;
use super::http::LARGEST_BODY;

/// How long a list of tools may be taken as it is, in milliseconds: they change with the program only.
const TOOLS_LAST: u64 = 3_600_000;
/// How long what the archive holds may be taken as it is, in milliseconds.
const ARTICLES_LAST: u64 = 60_000;

/// Answers an agent.
#[derive(Clone)]
pub(crate) struct Agent {
    service: Arc<Service>,
}

/// Returns what answers agents over HTTP. Who is let in is decided before.
pub(crate) fn over_http(
    service: Arc<Service>,
) -> StreamableHttpService<Agent, NeverSessionManager> {
    let config = StreamableHttpServerConfig::default()
        .with_legacy_session_mode(false)
        .with_json_response(true)
        .with_max_request_body_bytes(LARGEST_BODY)
        .disable_allowed_hosts();
    let agent = Agent { service };
    StreamableHttpService::new(move || Ok(agent.clone()), Arc::default(), config)
}

/// Answers one agent over standard input and output, until it goes.
pub(crate) async fn over_stdio(service: Arc<Service>) -> Result<()> {
    let running = match rmcp::serve_server(Agent { service }, rmcp::transport::stdio()).await {
        Ok(running) => running,
        // It went before it said anything.
        Err(ServerInitializeError::ConnectionClosed(_)) => return Ok(()),
        Err(error) => return Err(unspoken(error)),
    };
    running.waiting().await.map(|_| ()).map_err(unspoken)
}

fn unspoken(error: impl std::error::Error + Send + Sync + 'static) -> Error {
    Error::new(ErrorKind::Usage, "cannot speak MCP on standard input")
        .because(error)
        .hint("this command is started by an agent; for people there is pullquote search")
}

impl ServerHandler for Agent {
    fn get_info(&self) -> ServerConfig {
        let capabilities = ServerCapabilities::builder()
            .enable_tools()
            .enable_resources()
            .enable_prompts()
            .build();
        let implementation = Implementation::new("pullquote", env!("CARGO_PKG_VERSION"))
            .with_title("Pullquote")
            .with_description(env!("CARGO_PKG_DESCRIPTION"));
        let info = ServerConfig::new(capabilities).with_server_info(implementation);
        // After a commit the archive is opened and counted anew; others are answered meanwhile.
        let corpus = block_in_place(|| self.service.archive.edition().corpus());
        match corpus {
            Ok(corpus) => info.with_instructions(corpus.instructions()),
            // A tool will say what is wrong with the archive.
            Err(_) => info,
        }
    }

    async fn list_tools(
        &self,
        _: Option<PaginatedRequestParams>,
        _: RequestContext<RoleServer>,
    ) -> Result<ListToolsResult, ErrorData> {
        Ok(ListToolsResult::with_all_items(tools::all())
            .with_ttl_ms(TOOLS_LAST)
            .with_cache_scope(CacheScope::Public))
    }

    fn get_tool(&self, name: &str) -> Option<Tool> {
        tools::named(name).map(Call::tool)
    }

    async fn call_tool(
        &self,
        request: CallToolRequestParams,
        _: RequestContext<RoleServer>,
    ) -> Result<CallToolResponse, ErrorData> {
        let Some(call) = tools::named(&request.name) else {
            let message = format!("there is no tool `{}`", request.name);
            return Err(ErrorData::invalid_params(message, None));
        };
        let arguments = request.arguments.unwrap_or_default();
        Ok(match call.run(&self.service, arguments).await {
            Ok(result) => result.into(),
            Err(error) => failed(&error).into(),
        })
    }

    async fn list_prompts(
        &self,
        _: Option<PaginatedRequestParams>,
        _: RequestContext<RoleServer>,
    ) -> Result<ListPromptsResult, ErrorData> {
        Ok(ListPromptsResult::with_all_items(prompts::all())
            .with_ttl_ms(TOOLS_LAST)
            .with_cache_scope(CacheScope::Public))
    }

    async fn get_prompt(
        &self,
        request: GetPromptRequestParams,
        _: RequestContext<RoleServer>,
    ) -> Result<GetPromptResponse, ErrorData> {
        Ok(prompts::get(&request)?.into())
    }

    async fn list_resources(
        &self,
        request: Option<PaginatedRequestParams>,
        _: RequestContext<RoleServer>,
    ) -> Result<ListResourcesResult, ErrorData> {
        let cursor = request.and_then(|request| request.cursor);
        let listed = resources::list(&self.service, cursor.as_deref()).await;
        let listed = listed.map_err(|error| protocol_error(&error))?;
        Ok(listed
            .with_ttl_ms(ARTICLES_LAST)
            .with_cache_scope(CacheScope::Private))
    }

    async fn list_resource_templates(
        &self,
        _: Option<PaginatedRequestParams>,
        _: RequestContext<RoleServer>,
    ) -> Result<ListResourceTemplatesResult, ErrorData> {
        let templates = vec![resources::template()];
        Ok(ListResourceTemplatesResult::with_all_items(templates)
            .with_ttl_ms(TOOLS_LAST)
            .with_cache_scope(CacheScope::Public))
    }

    async fn read_resource(
        &self,
        request: ReadResourceRequestParams,
        _: RequestContext<RoleServer>,
    ) -> Result<ReadResourceResponse, ErrorData> {
        let read = resources::read(&self.service, &request.uri).await?;
        Ok(read
            .with_ttl_ms(ARTICLES_LAST)
            .with_cache_scope(CacheScope::Private)
            .into())
    }
}

/// Tells an agent what went wrong, where in its own words, and what to do next.
fn failed(error: &Error) -> CallToolResult {
    CallToolResult::error(vec![ContentBlock::text(
        error_text(error, false).trim_end(),
    )])
}

/// The same where the protocol has no room for it but in an error of its own.
fn protocol_error(error: &Error) -> ErrorData {
    let message = error_text(error, false).trim_end().to_owned();
    match error.kind().facts().status {
        400..500 => ErrorData::invalid_params(message, None),
        _ => ErrorData::internal_error(message, None),
    }
}
