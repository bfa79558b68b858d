//! The schemas that operations name: made when one is asked for, and with that one what it refers to.

use serde_json::{Map, Value};
use std::{collections::BTreeMap, sync::OnceLock};
use utoipa::{
    ToSchema,
    openapi::{RefOr, Schema},
};

use crate::{
    document::{page_schema, patch_schema},
    operation::Operation,
};

/// Where schemas stand in a document, before their names.
const PLACE: &str = "#/components/schemas/";

/// A schema that an operation names, by its name. It is made when it is needed, and once: the same types stand in many
/// operations, and a router asks for operations without their document.
#[derive(Debug, Clone)]
pub enum Named {
    /// That of a type, with all that it refers to.
    Type(String, fn() -> Vec<(String, RefOr<Schema>)>),
    /// What changes a resource with the input that comes first, with all that it refers to.
    Patch(String, fn() -> Vec<(String, RefOr<Schema>)>),
    /// A page of items with the second name.
    Page(String, String),
}

impl Named {
    /// That of this type.
    pub fn of<T: ToSchema>() -> Self {
        Named::Type(T::name().into_owned(), of_type::<T>)
    }

    /// Its name.
    pub fn name(&self) -> &str {
        match self {
            Named::Type(name, _) | Named::Patch(name, _) | Named::Page(name, _) => name,
        }
    }

    /// What changes a resource with this input.
    pub fn patch<T: ToSchema>() -> Self {
        Named::Patch(format!("{}Patch", T::name()), of_type::<T>)
    }

    /// Puts it among those that are there.
    pub(crate) fn put(&self, schemas: &mut Map<String, Value>) {
        if schemas.contains_key(self.name()) {
            return;
        }
        let made = match self {
            Named::Type(_, made) | Named::Patch(_, made) => made(),
            Named::Page(..) => Vec::new(),
        };
        let input = made.first().map(|(name, _)| name.clone());
        for (name, schema) in made {
            if !schemas.contains_key(&name) {
                schemas.insert(name, serde_json::to_value(schema).unwrap_or(Value::Null));
            }
        }
        let other = match self {
            Named::Type(..) => None,
            Named::Patch(name, _) => {
                let input = input.and_then(|input| schemas.get(&input));
                Some((name, patch_schema(input.unwrap_or(&Value::Null))))
            }
            Named::Page(name, item) => Some((name, page_schema(item))),
        };
        schemas.extend(other.map(|(name, schema)| (name.clone(), schema)));
    }
}

fn of_type<T: ToSchema>() -> Vec<(String, RefOr<Schema>)> {
    let mut found = vec![(T::name().into_owned(), T::schema())];
    T::schemas(&mut found);
    found
}

/// The schemas of operations by their names, each made when it is first asked for.
#[derive(Debug, Default)]
pub struct Shapes(BTreeMap<String, Shape>);

#[derive(Debug)]
struct Shape {
    named: Named,
    made: OnceLock<Map<String, Value>>,
}

impl Shapes {
    /// Those that these operations name.
    pub fn of<'a>(operations: impl IntoIterator<Item = &'a Operation>) -> Self {
        let named = operations
            .into_iter()
            .flat_map(|operation| &operation.schemas);
        let mut shapes = Self::default();
        for one in named {
            shapes.add(one.clone());
        }
        shapes
    }

    /// Knows this one besides.
    pub fn add(&mut self, named: Named) {
        self.0
            .entry(named.name().to_owned())
            .or_insert_with(|| Shape {
                named,
                made: OnceLock::new(),
            });
    }

    /// The schema of this name; none where nothing is called so.
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.with_references(name)?.get(name)
    }

    /// The schema of this name, with all that it refers to, by their names.
    pub fn with_references(&self, name: &str) -> Option<&Map<String, Value>> {
        let shape = self.0.get(name)?;
        Some(shape.made.get_or_init(|| self.made(&shape.named)))
    }

    fn made(&self, named: &Named) -> Map<String, Value> {
        let mut schemas = Map::new();
        named.put(&mut schemas);
        loop {
            let mut referred = Vec::new();
            for schema in schemas.values() {
                references(schema, &mut referred);
            }
            let lacking = referred
                .into_iter()
                .filter(|name| !schemas.contains_key(*name));
            let lacking: Vec<&Named> = lacking
                .filter_map(|name| Some(&self.0.get(name)?.named))
                .collect();
            if lacking.is_empty() {
                return schemas;
            }
            for named in lacking {
                named.put(&mut schemas);
            }
        }
    }
}

/// The names of the schemas to which this one refers.
fn references<'a>(schema: &'a Value, found: &mut Vec<&'a str>) {
    match schema {
        Value::Object(map) => {
            let referred = map.get("$ref").and_then(Value::as_str);
            found.extend(referred.and_then(|place| place.strip_prefix(PLACE)));
            map.values().for_each(|value| references(value, found));
        }
        Value::Array(items) => items.iter().for_each(|value| references(value, found)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}
#[cfg(test)]
mod tests {
    #![expect(dead_code, clippy::unwrap_used, reason = "tests")]
    use super::*;
    use crate::operation::Access;

    #[derive(ToSchema)]
    struct Leaf {
        name: String,
    }

    #[derive(ToSchema)]
    struct Plant {
        leaves: Vec<Leaf>,
    }

    fn shapes() -> Shapes {
        let mut plants = Operation::new("listPlants", "get", "/plants", "", Access::Public);
        plants.page::<Plant>();
        plants.patch::<Plant>();
        Shapes::of([&plants])
    }

    fn names(schemas: &Map<String, Value>) -> Vec<&str> {
        let mut names: Vec<&str> = schemas.keys().map(String::as_str).collect();
        names.sort_unstable();
        names
    }

    #[test]
    fn a_schema_comes_with_all_that_it_refers_to() {
        let shapes = shapes();
        let with = |name| names(shapes.with_references(name).unwrap());
        assert_eq!(with("Plant"), ["Leaf", "Plant"]);
        assert_eq!(with("PlantPage"), ["Leaf", "Plant", "PlantPage"]);
        assert_eq!(with("PlantPatch"), ["Leaf", "Plant", "PlantPatch"]);
        assert!(shapes.get("Tree").is_none());
    }

    #[test]
    fn a_schema_can_be_known_besides() {
        let mut shapes = shapes();
        assert!(
            shapes.get("Leaf").is_none(),
            "it is there as a part of another alone"
        );
        shapes.add(Named::of::<Leaf>());
        let leaf = shapes.get("Leaf").unwrap();
        assert!(leaf.pointer("/properties/name").is_some());
    }
}
