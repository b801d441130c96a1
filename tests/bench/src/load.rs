//! Load. A closed loop asks again as soon as it was answered, to see how much goes; an open one asks at a fixed rate whatever
//! comes of it, as strangers do.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use tokio::sync::Mutex;
use tokio::task::JoinSet;

use crate::Outcome;
use crate::process::Usage;

/// What a closed loop came to.
pub(crate) struct Load {
    pub(crate) done: usize,
    pub(crate) took: Duration,
    /// What the process that answered used for it.
    pub(crate) used: Usage,
    /// How long each took, as the one who asked saw it; sorted.
    latencies: Vec<Duration>,
}

impl Load {
    pub(crate) fn per_second(&self) -> f64 {
        count(self.done) / self.took.as_secs_f64()
    }

    /// Microseconds on a core for each.
    pub(crate) fn cpu(&self) -> f64 {
        self.each(self.used.cpu)
    }

    /// A share of it, for each.
    pub(crate) fn each(&self, of: Duration) -> f64 {
        of.as_secs_f64() * 1e6 / count(self.done)
    }

    /// In microseconds, as the one who asked saw it.
    pub(crate) fn p99(&self) -> f64 {
        percentile(&self.latencies, 99).as_secs_f64() * 1e6
    }
}

/// Runs a loop for each of the `workers` until the time is over or so many are done. Each worker's own state is handed to every
/// round and back.
pub(crate) async fn closed<W, F>(
    pid: u32,
    workers: Vec<W>,
    time: Duration,
    most: usize,
    round: impl Fn(W) -> F + Clone + Send + Sync + 'static,
) -> Outcome<Load>
where
    W: Send + 'static,
    F: Future<Output = Outcome<W>> + Send,
{
    let before = Usage::of(pid)?;
    let began = Instant::now();
    let started = Arc::new(AtomicUsize::new(0));
    let mut running = JoinSet::new();
    for mut worker in workers {
        let (round, started) = (round.clone(), started.clone());
        running.spawn(async move {
            let mut latencies = Vec::new();
            while began.elapsed() < time && started.fetch_add(1, Ordering::Relaxed) < most {
                let asked = Instant::now();
                worker = round(worker).await?;
                latencies.push(asked.elapsed());
            }
            Ok::<_, crate::Fault>(latencies)
        });
    }
    let mut latencies = Vec::new();
    while let Some(ended) = running.join_next().await {
        latencies.extend(ended??);
    }
    let took = began.elapsed();
    let used = Usage::of(pid)?.since(&before);
    latencies.sort_unstable();
    Ok(Load { done: latencies.len(), took, used, latencies })
}

/// Begins a round every `1/rate` of a second, for so long, whatever comes of them; more workers are made where all are taken.
/// Gives how many were begun.
pub(crate) async fn open<W, M, F>(
    rate: u32,
    time: Duration,
    ready: Vec<W>,
    make: impl Fn() -> M + Clone + Send + Sync + 'static,
    round: impl Fn(W) -> F + Clone + Send + Sync + 'static,
) -> Outcome<usize>
where
    W: Send + 'static,
    M: Future<Output = Outcome<W>> + Send,
    F: Future<Output = Outcome<W>> + Send,
{
    let free = Arc::new(Mutex::new(ready));
    let mut tick = tokio::time::interval(Duration::from_secs(1) / rate);
    let mut running = JoinSet::new();
    let (began, mut begun) = (Instant::now(), 0);
    while began.elapsed() < time {
        tick.tick().await;
        begun += 1;
        let (free, make, round) = (free.clone(), make.clone(), round.clone());
        running.spawn(async move {
            let resting = free.lock().await.pop();
            let worker = match resting {
                Some(worker) => worker,
                None => make().await?,
            };
            let worker = round(worker).await?;
            free.lock().await.push(worker);
            Ok::<_, crate::Fault>(())
        });
    }
    while let Some(ended) = running.join_next().await {
        ended??;
    }
    Ok(begun)
}

/// The value below which so many of a hundred are. The values are sorted.
pub(crate) fn percentile<T: Copy + Default>(sorted: &[T], percent: usize) -> T {
    sorted.get((sorted.len() * percent / 100).min(sorted.len().saturating_sub(1))).copied().unwrap_or_default()
}

/// A count, for arithmetic.
#[expect(clippy::cast_precision_loss, reason = "counts are far below 2^52")]
pub(crate) fn count(of: usize) -> f64 {
    of as f64
}
