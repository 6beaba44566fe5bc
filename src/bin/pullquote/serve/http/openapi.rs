//! The description of the API: OpenAPI 3.1, made of what stands above each operation and of the very types it reads
//! and writes.
//!
//! Operations are collected by utoipa; schemas are those of `pullquote schema`, so that there is one description of each
//! type. What is not here: the page for people (`page`).

use pullquote::error::ErrorKind;
use pullquote::render::answers::schemas;
use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde_json::{Map, Value, json};
use utoipa::IntoParams;
use utoipa::openapi::path::{Parameter, ParameterBuilder, ParameterIn};
use utoipa::openapi::{InfoBuilder, LicenseBuilder, OpenApi, OpenApiBuilder, Required};

use super::dropins::{ColbertQuestion, DifyQuestion, OpenWebuiQuestion, SearxngQuestion};
use super::problem::PROBLEM;
use super::reply::Form;
use crate::serve::question::{
    ArticleQuestion, FacetsQuestion, PassageQuestion, SearchQuestion, VerifyQuestion,
};

/// Where schemas stand in the description.
const SCHEMAS: &str = "/components/schemas";

/// The names of lists in a query string, where each value is given by itself.
const SINGULAR: [(&str, &str); 9] = [
    ("query", "q"),
    ("outlets", "outlet"),
    ("authors", "author"),
    ("sections", "section"),
    ("languages", "language"),
    ("places", "place"),
    ("agencies", "agency"),
    ("domains", "domain"),
    ("facets", "facet"),
];

/// The parameter without which there is nothing to count by; others are required where their type says so.
const REQUIRED: &str = "by";

/// The paths whose answers can be had as citations.
const CITED: [&str; 3] = ["/v1/search", "/v1/articles/{id}", "/v1/passages/{address}"];
/// The paths whose answers are of the moment.
const WATCHED: [&str; 3] = ["/healthz", "/readyz", "/metrics"];

/// What any operation may fail of.
const ANYWHERE: [ErrorKind; 8] = [
    ErrorKind::Usage,
    ErrorKind::Unauthorized,
    ErrorKind::Forbidden,
    ErrorKind::NotFound,
    ErrorKind::NotAcceptable,
    ErrorKind::UriTooLong,
    ErrorKind::Internal,
    ErrorKind::Overloaded,
];
/// What an operation with a body may fail of as well.
const WITH_BODY: [ErrorKind; 3] = [
    ErrorKind::SlowRequest,
    ErrorKind::TooLarge,
    ErrorKind::MediaType,
];

/// Describes the parameters of a query string by the schema of the type that reads them.
macro_rules! parameters {
    ($names:expr; $($question:ty),* $(,)?) => {$(
        impl IntoParams for $question {
            fn into_params(_: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
                parameters_of::<$question>($names)
            }
        }
    )*};
}

parameters!(&SINGULAR; SearchQuestion, FacetsQuestion);
parameters!(&[]; ArticleQuestion, PassageQuestion, SearxngQuestion, ColbertQuestion);

/// Returns the description that the operations are added to.
pub(super) fn begun() -> OpenApi {
    let license = LicenseBuilder::new().name(env!("CARGO_PKG_LICENSE"));
    let info = InfoBuilder::new()
        .title("Pullquote")
        .version(env!("CARGO_PKG_VERSION"))
        .description(Some(env!("CARGO_PKG_DESCRIPTION")))
        .license(Some(license.build()));
    OpenApiBuilder::new().info(info).build()
}

/// Completes the description: schemas, failures, and the token where one is demanded.
pub(super) fn completed(collected: &OpenApi, has_token: bool) -> Value {
    let mut document = serde_json::to_value(collected).unwrap_or_default();
    document["jsonSchemaDialect"] = json!("https://json-schema.org/draft/2020-12/schema");
    document["components"] = json!({ "schemas": components() });
    if has_token {
        document["components"]["securitySchemes"] =
            json!({ "token": { "type": "http", "scheme": "bearer" } });
        document["security"] = json!([{ "token": [] }]);
    }
    let paths = document["paths"].as_object_mut().into_iter().flatten();
    for (path, methods) in paths {
        for (method, operation) in methods.as_object_mut().into_iter().flatten() {
            add_forms(path, method, operation);
            add_failures(operation);
        }
    }
    document
}

fn components() -> Map<String, Value> {
    let settings = SchemaSettings::draft2020_12();
    let settings = settings.with(|settings| settings.definitions_path = SCHEMAS.into());
    let mut generator = settings.into_generator();
    generator.subschema_for::<SearchQuestion>();
    generator.subschema_for::<VerifyQuestion>();
    generator.subschema_for::<DifyQuestion>();
    generator.subschema_for::<OpenWebuiQuestion>();
    let mut components = schemas(SCHEMAS);
    components.extend(generator.take_definitions(true));
    components
}

/// Adds what else an answer may be: lines, citations, or nothing to one who has it.
fn add_forms(path: &str, method: &str, operation: &mut Value) {
    if method == "get" && !WATCHED.contains(&path) {
        operation["responses"]["304"] = json!({ "description": "The asker has the answer" });
    }
    let forms: &[Form] = match path {
        _ if CITED.contains(&path) => &Form::ALL,
        _ if path.starts_with("/v1/") => &Form::UNCITED,
        _ => &[],
    };
    for form in forms.iter().filter(|form| **form != Form::Json) {
        let media_type = form.media_type();
        let schema = match media_type.ends_with("+json") {
            true => json!({}),
            false => json!({ "type": "string" }),
        };
        operation["responses"]["200"]["content"][media_type] = json!({ "schema": schema });
    }
}

/// Says what is the same for all operations: that a body must be there where one is read, and how they fail.
fn add_failures(operation: &mut Value) {
    let mut kinds = ANYWHERE.to_vec();
    if operation.get("requestBody").is_some() {
        operation["requestBody"]["required"] = true.into();
        kinds.extend(WITH_BODY);
    }
    for kind in kinds {
        let facts = kind.facts();
        operation["responses"][facts.status.to_string()] = json!({
            "description": format!("A problem, such as `{}`", facts.code),
            "content": { PROBLEM: { "schema": { "$ref": format!("#{SCHEMAS}/ProblemFields") } } },
        });
    }
}

/// Describes the parameters that a type reads, some under the names they have in a query string.
fn parameters_of<T: JsonSchema>(names: &[(&str, &str)]) -> Vec<Parameter> {
    let schema = SchemaSettings::draft2020_12()
        .into_generator()
        .into_root_schema_for::<T>();
    let properties = schema.get("properties").and_then(Value::as_object);
    let required = schema.get("required").and_then(Value::as_array);
    let is_required = |name: &str| {
        name == REQUIRED || required.is_some_and(|names| names.iter().any(|known| known == name))
    };
    let properties = properties.into_iter().flatten();
    properties
        .map(|(name, schema)| {
            let short = names.iter().find(|(long, _)| long == name);
            let short = short.map_or(name.as_str(), |(_, short)| short);
            parameter(short, schema, is_required(name))
        })
        .collect()
}

fn parameter(name: &str, schema: &Value, is_required: bool) -> Parameter {
    let mut schema = schema.clone();
    let description = schema
        .as_object_mut()
        .and_then(|schema| schema.remove("description"));
    without_null(&mut schema);
    with_names(&mut schema);
    ParameterBuilder::new()
        .name(name)
        .parameter_in(ParameterIn::Query)
        .required(match is_required {
            true => Required::True,
            false => Required::False,
        })
        .description(description.as_ref().and_then(Value::as_str))
        .schema(
            serde_json::from_value::<utoipa::openapi::RefOr<utoipa::openapi::Schema>>(schema).ok(),
        )
        .build()
}

/// In a query string a parameter is there or it is not; none is null.
fn without_null(schema: &mut Value) {
    let Some(schema) = schema.as_object_mut() else {
        return;
    };
    for list in ["type", "enum"] {
        if let Some(Value::Array(values)) = schema.get_mut(list) {
            values.retain(|value| !value.is_null() && *value != "null");
        }
    }
    if let Some([only]) = schema
        .get("type")
        .and_then(Value::as_array)
        .map(Vec::as_slice)
    {
        let only = only.clone();
        schema.insert("type".to_owned(), only);
    }
}

/// Names with a description each are given as a plain list of names: more is not understood in a parameter.
fn with_names(schema: &mut Value) {
    let kinds = schema.get("oneOf").and_then(Value::as_array);
    let names: Option<Vec<Value>> = kinds.and_then(|kinds| {
        kinds
            .iter()
            .map(|kind| kind.get("const").cloned())
            .collect()
    });
    if let Some(names) = names {
        *schema = json!({ "type": "string", "enum": names });
    }
}
