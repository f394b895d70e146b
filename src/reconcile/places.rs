//! Places of lines or loans: nearly always one, which needs no list of its own.

use std::ops::Deref;

/// Places in a list, in ascending order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Places {
    One(usize),
    Several(Box<[usize]>),
}

impl Places {
    /// No place.
    pub fn none() -> Self {
        Self::Several(Box::default())
    }
}

impl Deref for Places {
    type Target = [usize];

    fn deref(&self) -> &[usize] {
        match self {
            Self::One(place) => std::slice::from_ref(place),
            Self::Several(places) => places,
        }
    }
}

impl FromIterator<usize> for Places {
    fn from_iter<I: IntoIterator<Item = usize>>(places: I) -> Self {
        let places: Vec<usize> = places.into_iter().collect();
        match places[..] {
            [place] => Self::One(place),
            _ => Self::Several(places.into()),
        }
    }
}

impl<'a> IntoIterator for &'a Places {
    type Item = &'a usize;
    type IntoIter = std::slice::Iter<'a, usize>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}
