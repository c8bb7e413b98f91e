//! The scales a question can be answered on (`BEHAVIOUR` 2.1).

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// A set of options. Fixed for a survey when it is sent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scale {
    /// Three faces: happy, so-so, unhappy.
    #[default]
    Faces3,
    /// Better, as expected, worse.
    Expect3,
    /// One to five.
    Csat5,
    /// Yes or no.
    Thumbs,
    /// Nought to ten: how likely to recommend.
    Nps11,
}

/// How a rating is felt: the band it falls into.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Satisfaction {
    /// Unhappy: opens a recovery case.
    Dissatisfied,
    /// So-so.
    Neutral,
    /// Happy.
    Satisfied,
}

/// One option of a scale, by its value: faces 1-3 from unhappy to happy, `csat5` 1-5, thumbs 0-1,
/// `nps11` 0-10.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Rating {
    scale: Scale,
    value: u8,
}

/// A value that the scale does not have. Never clamped: a stray key is no complaint.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("`{value}` is not an option of {scale:?}")]
pub struct NotAnOption {
    scale: Scale,
    value: u8,
}

impl Scale {
    /// Every scale.
    pub const ALL: [Self; 5] =
        [Self::Faces3, Self::Expect3, Self::Csat5, Self::Thumbs, Self::Nps11];

    /// The name used in commands and configuration.
    pub fn name(self) -> &'static str {
        match self {
            Self::Faces3 => "faces3",
            Self::Expect3 => "expect3",
            Self::Csat5 => "csat5",
            Self::Thumbs => "thumbs",
            Self::Nps11 => "nps11",
        }
    }

    /// The values in the order in which the buttons stand, the best first (`nps11` from 0 up).
    pub fn values(self) -> &'static [u8] {
        match self {
            Self::Faces3 | Self::Expect3 => &[3, 2, 1],
            Self::Csat5 => &[5, 4, 3, 2, 1],
            Self::Thumbs => &[1, 0],
            Self::Nps11 => &[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
        }
    }

    /// The ratings in the order in which the buttons stand.
    pub fn ratings(self) -> impl Iterator<Item = Rating> {
        self.values().iter().map(move |value| Rating { scale: self, value: *value })
    }

    /// The rating that the value stands for.
    pub fn rating(self, value: u8) -> Result<Rating, NotAnOption> {
        if self.values().contains(&value) {
            Ok(Rating { scale: self, value })
        } else {
            Err(NotAnOption { scale: self, value })
        }
    }
}

impl Rating {
    /// The scale it was given on.
    pub fn scale(self) -> Scale {
        self.scale
    }

    /// Its value on that scale.
    pub fn value(self) -> u8 {
        self.value
    }

    /// The band it falls into.
    pub fn satisfaction(self) -> Satisfaction {
        use Satisfaction::{Dissatisfied, Neutral, Satisfied};
        let (neutral_from, satisfied_from) = match self.scale {
            Scale::Faces3 | Scale::Expect3 => (2, 3),
            Scale::Csat5 => (3, 4),
            Scale::Thumbs => (1, 1),
            Scale::Nps11 => (7, 9),
        };
        match self.value {
            value if satisfied_from <= value => Satisfied,
            value if neutral_from <= value => Neutral,
            _ => Dissatisfied,
        }
    }

    /// The score from -1 (worst) to +1 (best).
    pub fn score(self) -> f64 {
        match self.scale {
            Scale::Csat5 => (f64::from(self.value) - 3.0) / 2.0,
            Scale::Faces3 | Scale::Expect3 | Scale::Thumbs | Scale::Nps11 => {
                match self.satisfaction() {
                    Satisfaction::Dissatisfied => -1.0,
                    Satisfaction::Neutral => 0.0,
                    Satisfaction::Satisfied => 1.0,
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bands(scale: Scale) -> String {
        let mut values: Vec<u8> = scale.values().to_vec();
        values.sort_unstable();
        values
            .iter()
            .map(|value| match scale.rating(*value).unwrap().satisfaction() {
                Satisfaction::Dissatisfied => '-',
                Satisfaction::Neutral => '0',
                Satisfaction::Satisfied => '+',
            })
            .collect()
    }

    #[test]
    fn every_scale_has_the_bands_of_the_specification() {
        assert_eq!(bands(Scale::Faces3), "-0+");
        assert_eq!(bands(Scale::Expect3), "-0+");
        assert_eq!(bands(Scale::Csat5), "--0++");
        assert_eq!(bands(Scale::Thumbs), "-+");
        assert_eq!(bands(Scale::Nps11), "-------00++");
    }

    #[test]
    fn a_stray_value_is_refused_not_clamped() {
        assert!(Scale::Faces3.rating(0).is_err());
        assert!(Scale::Nps11.rating(11).is_err());
    }

    /// Shows AT 22.
    #[test]
    fn scores_run_from_minus_one_to_plus_one() {
        let score = |scale: Scale, value| scale.rating(value).unwrap().score();
        assert!((score(Scale::Csat5, 2) + 0.5).abs() < f64::EPSILON);
        assert!((score(Scale::Nps11, 8)).abs() < f64::EPSILON);
        assert!((score(Scale::Thumbs, 0) + 1.0).abs() < f64::EPSILON);
    }
}
