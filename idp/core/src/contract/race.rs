//! Many who want the same at the same moment.

use std::sync::Arc;

use tokio::sync::Barrier;
use tokio::task::JoinSet;

use crate::port::Answer;

/// Does the same so many times, all from the same moment, each in its own task.
pub(super) async fn at_once<T, F>(times: usize, act: impl Fn() -> F) -> Answer<Vec<T>>
where
    T: Send + 'static,
    F: Future<Output = Answer<T>> + Send + 'static,
{
    let barrier = Arc::new(Barrier::new(times));
    let mut tasks = JoinSet::new();
    for _ in 0..times {
        let (barrier, act) = (Arc::clone(&barrier), act());
        tasks.spawn(async move {
            barrier.wait().await;
            act.await
        });
    }
    tasks.join_all().await.into_iter().collect()
}

/// How many came out so.
pub(super) fn count<T>(outcomes: &[T], wanted: impl Fn(&T) -> bool) -> usize {
    outcomes.iter().filter(|outcome| wanted(outcome)).count()
}
