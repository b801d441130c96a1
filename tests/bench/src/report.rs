//! What came out: as tables to read, as JSON to keep, and against the bars that we set ourselves.

use std::fmt::Write;

use serde_json::{Value, json};

use crate::load::Load;

/// Everything that was measured.
#[derive(Default)]
pub(crate) struct Report {
    rates: Vec<Rate>,
    figures: Vec<Figure>,
    bars: Vec<Bar>,
}

struct Rate {
    store: String,
    what: String,
    per_second: f64,
    cpu: f64,
    hashing: f64,
    p99: f64,
    threads: Vec<(String, f64)>,
}

struct Figure {
    store: String,
    what: String,
    value: f64,
    unit: &'static str,
}

struct Bar {
    store: String,
    what: String,
    value: f64,
    most: f64,
    unit: &'static str,
}

impl Report {
    /// How much went, and what each cost.
    pub(crate) fn rate(&mut self, store: &str, what: &str, load: &Load) {
        let threads = load.used.threads.iter().map(|(name, thread)| (name.clone(), load.each(thread.cpu))).collect();
        let (store, what) = (store.to_owned(), what.to_owned());
        let (per_second, cpu, p99) = (load.per_second(), load.cpu(), load.p99());
        let rate = Rate { store, what, per_second, cpu, hashing: load.each(load.used.hashing().cpu), p99, threads };
        eprintln!("  {}: {:.0}/s, {:.0} µs on a core each", rate.what, rate.per_second, rate.cpu);
        self.rates.push(rate);
    }

    /// A number by itself.
    pub(crate) fn figure(&mut self, store: &str, what: &str, value: f64, unit: &'static str) {
        eprintln!("  {what}: {value:.2} {unit}");
        self.figures.push(Figure { store: store.to_owned(), what: what.to_owned(), value, unit });
    }

    /// What must not be more than the bar.
    pub(crate) fn bar(&mut self, store: &str, what: &str, value: f64, most: f64, unit: &'static str) {
        self.bars.push(Bar { store: store.to_owned(), what: what.to_owned(), value, most, unit });
    }

    /// The tables, in Markdown.
    pub(crate) fn tables(&self) -> String {
        let mut out = String::new();
        if !self.rates.is_empty() {
            out += "| store | what | a second | µs on a core | of it hashing | the rest | p99 in ms |\n";
            out += "|---|---|---:|---:|---:|---:|---:|\n";
        }
        for Rate { store, what, per_second, cpu, hashing, p99, .. } in &self.rates {
            let (rest, p99) = (cpu - hashing, p99 / 1e3);
            let _ = writeln!(
                out,
                "| {store} | {what} | {per_second:.0} | {cpu:.0} | {hashing:.0} | {rest:.0} | {p99:.1} |"
            );
        }
        if !self.figures.is_empty() {
            out += "\n| store | what | |\n|---|---|---:|\n";
        }
        for Figure { store, what, value, unit } in &self.figures {
            let _ = writeln!(out, "| {store} | {what} | {value:.2} {unit} |");
        }
        if !self.bars.is_empty() {
            out += "\n| store | bar | at most | measured | |\n|---|---|---:|---:|---|\n";
        }
        for Bar { store, what, value, most, unit } in &self.bars {
            let verdict = if value <= most {
                "met".to_owned()
            } else {
                format!("missed by {:.0} %", (value / most - 1.0) * 100.0)
            };
            let _ = writeln!(out, "| {store} | {what} | {most} {unit} | {value:.2} {unit} | {verdict} |");
        }
        out
    }

    /// The same for programs. Times of rates are microseconds.
    pub(crate) fn json(&self) -> Value {
        let rates = self.rates.iter().map(|rate| {
            let threads: Value = rate.threads.iter().map(|(name, cpu)| (name.clone(), json!(cpu))).collect();
            json!({ "store": rate.store, "what": rate.what, "per_second": rate.per_second, "cpu": rate.cpu,
                    "hashing": rate.hashing, "p99": rate.p99, "threads": threads })
        });
        let figures = self.figures.iter().map(
            |Figure { store, what, value, unit }| json!({ "store": store, "what": what, "value": value, "unit": unit }),
        );
        let bars = self.bars.iter().map(|Bar { store, what, value, most, unit }| {
            json!({ "store": store, "what": what, "value": value, "most": most, "unit": unit, "met": value <= most })
        });
        json!({
            "rates": rates.collect::<Vec<_>>(),
            "figures": figures.collect::<Vec<_>>(),
            "bars": bars.collect::<Vec<_>>(),
        })
    }
}
