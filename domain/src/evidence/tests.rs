//! When evidence can be leaned on, and what its files may be.
