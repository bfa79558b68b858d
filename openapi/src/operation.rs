//! An operation, described once: what the router serves is what the document says.

use akoki_domain::access::Permission;
use serde_json::{Value, json};
use utoipa::ToSchema;

use crate::shape::Named;

/// Who may call an operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Anyone, without a token.
    Public,
    /// Anyone with a valid token.
    SignedIn,
    /// Whoever answers a survey, with the bearer that their code was exchanged for.
    Respondent,
    /// Whoever has this permission somewhere.
    Needs(Permission),
}

/// A parameter in path, query or header.
#[derive(Debug, Clone)]
pub struct Parameter {
    /// Its name.
    pub name: &'static str,
    /// `path`, `query` or `header`.
    pub place: &'static str,
    /// Whether it must be there.
    pub required: bool,
    /// Its JSON schema.
    pub schema: Value,
}

/// The body of a request or an answer.
#[derive(Debug, Clone)]
pub struct Content {
    /// Its media type; where it may be one of several, these with commas between them.
    pub media: &'static str,
    /// The name of its schema, or none for raw bytes.
    pub schema: Option<String>,
    /// A JSON example.
    pub example: Option<Value>,
}

/// A successful answer.
#[derive(Debug, Clone)]
pub struct Answer {
    /// The status, 2xx or 304.
    pub status: u16,
    /// Its body.
    pub content: Option<Content>,
    /// Headers beside `API-Version`, by name.
    pub headers: &'static [&'static str],
}

/// One operation of the API.
#[derive(Debug, Clone)]
pub struct Operation {
    /// The stable id, camel case.
    pub id: &'static str,
    /// Lower-case method.
    pub method: &'static str,
    /// The path below `/v1`, with `{parameters}`.
    pub path: String,
    /// The group it stands in.
    pub tag: &'static str,
    /// Who may call it.
    pub access: Access,
    /// Its parameters.
    pub parameters: Vec<Parameter>,
    /// What it takes: of each media type what, the usual one first; nothing where it takes no body.
    pub bodies: Vec<Content>,
    /// What it answers when all is well.
    pub answers: Vec<Answer>,
    /// Statuses of problems beside those that every operation can give (400, 401, 403, 404, 429, 500).
    pub problems: &'static [u16],
    /// The schemas named above, with all that they refer to.
    pub schemas: Vec<Named>,
}

impl Operation {
    /// An operation without parameters, body or answers yet.
    pub fn new(
        id: &'static str,
        method: &'static str,
        path: impl Into<String>,
        tag: &'static str,
        access: Access,
    ) -> Self {
        Self {
            id,
            method,
            path: path.into(),
            tag,
            access,
            parameters: Vec::new(),
            bodies: Vec::new(),
            answers: Vec::new(),
            problems: &[],
            schemas: Vec::new(),
        }
    }

    /// Adds the id in the path.
    #[must_use]
    pub fn id_parameter(self, name: &'static str) -> Self {
        self.parameter(
            name,
            "path",
            true,
            json!({"type": "string", "format": "uuid"}),
        )
    }

    /// Adds a parameter.
    #[must_use]
    pub fn parameter(
        mut self,
        name: &'static str,
        place: &'static str,
        required: bool,
        schema: Value,
    ) -> Self {
        self.parameters.push(Parameter {
            name,
            place,
            required,
            schema,
        });
        self
    }

    /// Adds an optional query parameter.
    #[must_use]
    pub fn query(self, name: &'static str, schema: Value) -> Self {
        self.parameter(name, "query", false, schema)
    }

    /// Says what it takes, as JSON of this type.
    #[must_use]
    pub fn takes<T: ToSchema>(mut self, example: Value) -> Self {
        let schema = self.schema::<T>();
        self.bodies.push(Content {
            media: "application/json",
            schema: Some(schema),
            example: Some(example),
        });
        self
    }

    /// Says that it takes a body of this media type, beside those said before.
    #[must_use]
    pub fn takes_media(mut self, media: &'static str, example: Value) -> Self {
        self.bodies.push(Content {
            media,
            schema: None,
            example: Some(example),
        });
        self
    }

    /// Adds an answer with a JSON body of this type.
    #[must_use]
    pub fn answers<T: ToSchema>(
        mut self,
        status: u16,
        headers: &'static [&'static str],
        example: Value,
    ) -> Self {
        let schema = self.schema::<T>();
        let content = Content {
            media: "application/json",
            schema: Some(schema),
            example: Some(example),
        };
        self.answers.push(Answer {
            status,
            content: Some(content),
            headers,
        });
        self
    }

    /// Adds an answer with a page of items of this type.
    #[must_use]
    pub fn answers_page<T: ToSchema>(
        mut self,
        headers: &'static [&'static str],
        example: Value,
    ) -> Self {
        let page = self.page::<T>();
        self.answers.push(Answer {
            status: 200,
            content: Some(Content {
                media: "application/json",
                schema: Some(page),
                example: Some(example),
            }),
            headers,
        });
        self
    }

    /// Says that a repeated request with the same key gets the first answer.
    #[must_use]
    pub fn idempotent(self) -> Self {
        self.parameter(
            "Idempotency-Key",
            "header",
            false,
            json!({"type": "string", "maxLength": 130}),
        )
    }

    /// Says that the first answer comes as a file of these media types as well, with commas between them.
    #[must_use]
    pub fn answers_file(mut self, media: &'static str, headers: &'static [&'static str]) -> Self {
        self.answers.push(Answer {
            status: 200,
            content: Some(Content {
                media,
                schema: None,
                example: None,
            }),
            headers,
        });
        self
    }

    /// Adds an answer without a body.
    #[must_use]
    pub fn answers_empty(mut self, status: u16, headers: &'static [&'static str]) -> Self {
        self.answers.push(Answer {
            status,
            content: None,
            headers,
        });
        self
    }

    /// Adds statuses of problems.
    #[must_use]
    pub fn problems(mut self, problems: &'static [u16]) -> Self {
        self.problems = problems;
        self
    }

    /// Collects the schema of a type and all it refers to; gives its name.
    pub fn schema<T: ToSchema>(&mut self) -> String {
        let named = Named::of::<T>();
        let name = named.name().to_owned();
        self.schemas.push(named);
        name
    }

    /// Collects the schema of a page of items of a type; gives its name.
    pub fn page<T: ToSchema>(&mut self) -> String {
        let item = self.schema::<T>();
        let page = format!("{item}Page");
        self.schemas.push(Named::Page(page.clone(), item));
        page
    }

    /// Collects the schema of what changes a resource with this input; gives its name.
    pub fn patch<T: ToSchema>(&mut self) -> String {
        self.schema::<T>();
        let named = Named::patch::<T>();
        let patch = named.name().to_owned();
        self.schemas.push(named);
        patch
    }
}
