//! JSON read into a value, with the keys that stand twice in one object: the usual reading keeps the last
//! of them and says nothing.

use serde::de::{Deserialize, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};
use std::{collections::BTreeSet, fmt};

/// The value, and JSON Pointers to the keys that stand in an object again, each once, in the order of the
/// text. The last value of such a key is the one that is kept.
///
/// # Errors
/// When it is not JSON.
pub fn read(bytes: &[u8]) -> serde_json::Result<(Value, Vec<String>)> {
    let mut doubled = Vec::new();
    let mut text = serde_json::Deserializer::from_slice(bytes);
    let reading = Reading {
        path: &Path::Root,
        doubled: &mut doubled,
    };
    let value = reading.deserialize(&mut text)?;
    text.end()?;
    Ok((value, doubled))
}

/// Where a value stands. It is written out only for what is wrong.
enum Path<'a> {
    Root,
    Key(&'a Path<'a>, &'a str),
    Index(&'a Path<'a>, usize),
}

impl fmt::Display for Path<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Path::Root => Ok(()),
            Path::Key(above, key) => {
                write!(f, "{above}/{}", key.replace('~', "~0").replace('/', "~1"))
            }
            Path::Index(above, index) => write!(f, "{above}/{index}"),
        }
    }
}

struct Reading<'a> {
    path: &'a Path<'a>,
    doubled: &'a mut Vec<String>,
}

impl<'de> DeserializeSeed<'de> for Reading<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Reading<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any valid JSON value")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(Number::from_f64(value).map_or(Value::Null, Value::Number))
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_string<E>(self, value: String) -> Result<Value, E> {
        Ok(Value::String(value))
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_none<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        Value::deserialize(deserializer)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut list = Vec::new();
        loop {
            let reading = Reading {
                path: &Path::Index(self.path, list.len()),
                doubled: self.doubled,
            };
            match items.next_element_seed(reading)? {
                Some(item) => list.push(item),
                None => return Ok(Value::Array(list)),
            }
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Value, A::Error> {
        let mut map = Map::new();
        let mut told = BTreeSet::new();
        while let Some(key) = entries.next_key::<String>()? {
            let path = Path::Key(self.path, &key);
            if map.contains_key(&key) && told.insert(key.clone()) {
                self.doubled.push(path.to_string());
            }
            let reading = Reading {
                path: &path,
                doubled: self.doubled,
            };
            let value = entries.next_value_seed(reading)?;
            map.insert(key, value);
        }
        Ok(Value::Object(map))
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    #[test]
    fn keys_that_stand_twice_are_pointed_at() {
        let text = br#"{"name": "a", "list": [{}, {"x/y": 1, "~": {"b": 1, "b": 2}, "x/y": 2}],
            "name": "b", "name": "c", "b": 1}"#;
        let (value, doubled) = read(text).unwrap();
        assert_eq!(doubled, ["/list/1/~0/b", "/list/1/x~1y", "/name"]);
        assert_eq!(value.get("name"), Some(&json!("c")));
        // The same key written in another way is the same key.
        let (_, doubled) = read(br#"{"a": 1, "\u0061": 2}"#).unwrap();
        assert_eq!(doubled, ["/a"]);
    }

    #[test]
    fn the_same_key_in_different_objects_is_not_twice() {
        let (value, doubled) = read(br#"[{"a": {"a": 1}}, {"a": 2}]"#).unwrap();
        assert_eq!(doubled, [] as [&str; 0]);
        assert_eq!(value, json!([{"a": {"a": 1}}, {"a": 2}]));
    }

    #[test]
    fn what_is_not_json_is_refused() {
        for text in ["", "{", "{} x", "[1,]", "{\"a\"}", "nul", "1e999"] {
            assert!(read(text.as_bytes()).is_err(), "{text}");
        }
        let deep = "[".repeat(10_000);
        assert!(read(deep.as_bytes()).is_err());
    }

    fn any_json() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            any::<u64>().prop_map(Value::from),
            any::<f64>().prop_map(Value::from),
            ".*".prop_map(Value::from),
        ];
        leaf.prop_recursive(3, 30, 5, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
                prop::collection::hash_map(".*", inner, 0..5)
                    .prop_map(|map| Value::Object(map.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #[test]
        fn it_reads_what_the_usual_reading_reads(value in any_json()) {
            let text = serde_json::to_vec(&value).unwrap();
            let usual: Value = serde_json::from_slice(&text).unwrap();
            prop_assert_eq!(read(&text).unwrap(), (usual, Vec::new()));
        }
    }
}
