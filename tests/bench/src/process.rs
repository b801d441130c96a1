//! What a process costs, as the kernel counts it.

use std::collections::BTreeMap;
use std::fs;
use std::time::Duration;

use crate::Outcome;

/// The clock tick of `/proc` (`USER_HZ`), the same on every Linux that we run on.
const TICK: Duration = Duration::from_millis(10);

/// What a process has used since its start.
#[derive(Clone, Default)]
pub(crate) struct Usage {
    /// On a core, in the program and in the kernel for it: all threads, those that are gone as well.
    pub(crate) cpu: Duration,
    /// The threads that are there, by what their name begins with.
    pub(crate) threads: BTreeMap<String, Thread>,
}

/// The threads of one name.
#[derive(Clone, Copy, Default)]
pub(crate) struct Thread {
    /// On a core.
    pub(crate) cpu: Duration,
    /// Ready, and waiting for a core.
    pub(crate) waiting: Duration,
    /// How many.
    pub(crate) count: u32,
}

impl Usage {
    pub(crate) fn of(pid: u32) -> Outcome<Self> {
        let stat = fs::read_to_string(format!("/proc/{pid}/stat"))?;
        // The name may have spaces in it; the fields after it count from the third (proc(5)).
        let fields: Vec<&str> = stat.rsplit(')').next().unwrap_or_default().split_whitespace().collect();
        let ticks = |field: usize| fields.get(field - 3).and_then(|ticks| ticks.parse::<u32>().ok()).unwrap_or(0);
        let mut threads = BTreeMap::<String, Thread>::new();
        for entry in fs::read_dir(format!("/proc/{pid}/task"))? {
            let task = entry?.path();
            // A thread may end between the two.
            let (Ok(name), Ok(stat)) =
                (fs::read_to_string(task.join("comm")), fs::read_to_string(task.join("schedstat")))
            else {
                continue;
            };
            let mut nanos = stat.split_whitespace().map(|nanos| nanos.parse().unwrap_or(0));
            let name = name.trim().trim_end_matches(|c: char| c.is_ascii_digit() || c == '-');
            let thread = threads.entry(name.to_owned()).or_default();
            thread.cpu += Duration::from_nanos(nanos.next().unwrap_or(0));
            thread.waiting += Duration::from_nanos(nanos.next().unwrap_or(0));
            thread.count += 1;
        }
        Ok(Self { cpu: TICK * (ticks(14) + ticks(15)), threads })
    }

    /// What was used since an earlier look.
    pub(crate) fn since(&self, before: &Self) -> Self {
        let threads = self.threads.iter().map(|(name, now)| {
            let then = before.threads.get(name).copied().unwrap_or_default();
            let (cpu, waiting) = (now.cpu.saturating_sub(then.cpu), now.waiting.saturating_sub(then.waiting));
            (name.clone(), Thread { cpu, waiting, count: now.count })
        });
        Self { cpu: self.cpu.saturating_sub(before.cpu), threads: threads.collect() }
    }

    /// The threads that hash passwords.
    pub(crate) fn hashing(&self) -> Thread {
        self.threads.get("passwords").copied().unwrap_or_default()
    }
}

/// Memory that is resident, in MB: all of it, and what is not a file's.
pub(crate) fn resident(pid: u32) -> Outcome<(f64, f64)> {
    let status = fs::read_to_string(format!("/proc/{pid}/status"))?;
    let of = |name: &str| {
        let line = status.lines().find_map(|line| line.strip_prefix(name))?;
        line.split_whitespace().next()?.parse::<f64>().ok().map(|kib| kib * 1024.0 / 1e6)
    };
    Ok((of("VmRSS:").ok_or("no VmRSS")?, of("RssAnon:").ok_or("no RssAnon")?))
}
