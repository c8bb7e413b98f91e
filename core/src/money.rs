//! Amounts of money: whole numbers of the smallest unit of a currency, never fractions.

use serde::{Deserialize, Serialize};

/// Currencies that people pay with (ISO 4217).
const KNOWN: &str = "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB \
    BRL BSD BTN BWP BYN BZD CAD CDF CHF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB \
    EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD \
    JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP \
    MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON \
    RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP \
    TRY TTD TWD TZS UAH UGX USD UYU UZS VED VES VND VUV WST XAF XCD XCG XOF XPF YER ZAR ZMW ZWG";

/// The largest amount that is taken, in whole units of the currency.
pub const MOST: u64 = 1_000_000_000;
/// The longest amount that is read, in characters.
const LONGEST: usize = 20;

/// A currency by its code.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Currency(String);

/// Why something is no amount that can be set.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MoneyUnfit {
    /// It can't be read as an amount of this currency.
    Amount {
        /// What was typed.
        typed: String,
        /// The currency.
        currency: Currency,
    },
    /// It is more than is ever set.
    TooMuch {
        /// The most, in the smallest unit.
        most: u64,
        /// The currency.
        currency: Currency,
    },
    /// There is no such currency.
    Currency {
        /// What was typed.
        typed: String,
    },
    /// The business counts in another currency.
    OtherCurrency {
        /// What was typed.
        typed: Currency,
        /// What the business counts in.
        is: Currency,
    },
}

impl Default for Currency {
    fn default() -> Self {
        Self("EUR".to_owned())
    }
}

impl Currency {
    /// Reads a code in either case of its letters; nothing if there is no such currency.
    pub fn parse(code: &str) -> Option<Self> {
        let code = code.to_ascii_uppercase();
        KNOWN.split_whitespace().any(|known| known == code).then_some(Self(code))
    }

    /// Its code.
    pub fn code(&self) -> &str {
        &self.0
    }

    /// One whole unit of it, in its smallest unit.
    pub fn one(&self) -> u64 {
        10_u64.pow(digits(&self.0))
    }

    /// An amount as it is written in commands: `3.50`.
    pub fn written(&self, amount: u64) -> String {
        let (whole, part) = (amount / self.one(), amount % self.one());
        match digits(&self.0) {
            0 => whole.to_string(),
            2 => format!("{whole}.{part:02}"),
            _ => format!("{whole}.{part:03}"),
        }
    }

    /// Reads an amount: digits, and after a point or comma no more of them than the currency has.
    pub fn read(&self, typed: &str) -> Result<u64, MoneyUnfit> {
        let unfit = || MoneyUnfit::Amount { typed: typed.to_owned(), currency: self.clone() };
        let (whole, part) = typed.split_once(['.', ',']).unwrap_or((typed, ""));
        let are_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        let has_part = typed.len() != whole.len();
        let width = usize::try_from(digits(&self.0)).map_err(|_| unfit())?;
        let is_amount = typed.len() <= LONGEST
            && !whole.is_empty()
            && are_digits(whole)
            && are_digits(part)
            && has_part != part.is_empty()
            && part.len() <= width;
        if !is_amount {
            return Err(unfit());
        }
        // Of a length that is bounded above, so that it fits.
        let whole: u128 = whole.parse().map_err(|_| unfit())?;
        let part: u128 = format!("{part:0<width$}").parse().unwrap_or(0);
        let most = MOST * self.one();
        let too_much = || MoneyUnfit::TooMuch { most, currency: self.clone() };
        let amount = u64::try_from(whole * u128::from(self.one()) + part);
        amount.ok().filter(|amount| *amount <= most).ok_or_else(too_much)
    }
}

/// How many digits a currency has behind the point, by its code in capital letters.
pub fn digits(code: &str) -> u32 {
    match code {
        "BIF" | "CLP" | "DJF" | "GNF" | "ISK" | "JPY" | "KMF" | "KRW" | "PYG" | "RWF" | "UGX"
        | "VND" | "VUV" | "XAF" | "XOF" | "XPF" => 0,
        "BHD" | "IQD" | "JOD" | "KWD" | "LYD" | "OMR" | "TND" => 3,
        _ => 2,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_whole_numbers_of_the_smallest_unit() {
        let eur = Currency::default();
        for (typed, amount) in [("30", 3_000), ("30.00", 3_000), ("3,5", 350), ("0.05", 5)] {
            assert_eq!(eur.read(typed), Ok(amount), "{typed}");
        }
        assert_eq!(eur.written(5), "0.05");
        let (jpy, kwd) = (Currency::parse("jpy").unwrap(), Currency::parse("KWD").unwrap());
        assert_eq!((jpy.read("300"), jpy.written(300)), (Ok(300), "300".to_owned()));
        assert_eq!((kwd.read("1.005"), kwd.written(1_005)), (Ok(1_005), "1.005".to_owned()));
        assert!(jpy.read("3.5").is_err());
    }

    #[test]
    fn what_is_no_amount_is_none() {
        let eur = Currency::default();
        let long = "9".repeat(10_000);
        for typed in [
            "",
            ".",
            "-1",
            "+1",
            "1.",
            ".5",
            "1.234",
            "1.000,50",
            "1e3",
            "NaN",
            "inf",
            "0x10",
            "\u{202e}30",
            "30\u{200f}",
            "٣٠",
            "³",
            "1 000",
            "1_000",
            "none",
            &long,
        ] {
            let unfit = eur.read(typed);
            assert!(matches!(unfit, Err(MoneyUnfit::Amount { .. })), "{typed}: {unfit:?}");
        }
        for typed in ["1000000000.01", "18446744073709551616", "99999999999999999999"] {
            let unfit = eur.read(typed);
            assert!(matches!(unfit, Err(MoneyUnfit::TooMuch { .. })), "{typed}: {unfit:?}");
        }
        assert_eq!(eur.read("1000000000"), Ok(100_000_000_000));
    }

    #[test]
    fn only_real_currencies_are_taken() {
        assert_eq!(Currency::parse("ron").unwrap().code(), "RON");
        for code in ["", "EU", "EURO", "ERU", "XXX", "€", "EUR RON", "AED AFN"] {
            assert_eq!(Currency::parse(code), None, "{code}");
        }
    }
}
