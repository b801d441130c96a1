//! With the Tab key through every page: everything is reached, in the order in which it is read, and is seen where it is.

use serde_json::{Value, json};

use super::gallery::{Gallery, Sample, WIDE, none};

const FOCUS: &str = include_str!("focus.js");
const UNFOLD: &str = "document.querySelectorAll('details').forEach((details) => (details.open = true))";

#[tokio::test(flavor = "multi_thread")]
async fn everything_is_reached_by_tab_in_order_and_seen() {
    let gallery = Gallery::open().await;
    gallery.width(WIDE).await;
    let mut faults = Vec::new();
    for sample in gallery.half() {
        gallery.visit(sample).await;
        gallery.run(UNFOLD).await;
        faults.extend(walk(&gallery, sample).await);
    }
    none(faults);
    gallery.window.close().await;
}

/// Goes round once. A page that says what is wrong begins there, and not at its top.
async fn walk(gallery: &Gallery, sample: &Sample) -> Vec<String> {
    let told = |fault: String| format!("{}: {fault}", sample.path);
    let count = number(&gallery.run(FOCUS).await, "count");
    let mut steps: Vec<Value> = Vec::new();
    let mut faults = Vec::new();
    // One more than there is: between the last and the first is the browser's own.
    while steps.len() < count + 1 {
        press_tab(gallery).await;
        let step = gallery.run(FOCUS).await;
        faults.extend(super::gallery::texts(&step["faults"]).into_iter().map(told));
        if step["place"] != -1 {
            steps.push(step);
        } else if steps.is_empty() {
            return vec![told("Tab reaches nothing".to_owned())];
        }
    }
    // The last step is the first again.
    let first = number(&steps[0], "place");
    for (n, pair) in steps.windows(2).enumerate() {
        let (from, to) = (&pair[0], &pair[1]);
        if number(to, "place") != (first + n + 1) % count {
            faults.push(told(format!("{from} is followed by {to}")));
        }
        let below = real(to, "top") + 1.0 >= real(from, "bottom");
        let beside = real(to, "left") > real(from, "left");
        if number(to, "place") != 0 && !below && !beside {
            faults.push(told(format!("{to} stands before {from}, and is reached after it")));
        }
    }
    faults
}

async fn press_tab(gallery: &Gallery) {
    for kind in ["keyDown", "keyUp"] {
        let key = json!({ "type": kind, "key": "Tab", "code": "Tab", "windowsVirtualKeyCode": 9 });
        gallery.tell("Input.dispatchKeyEvent", key).await;
    }
}

fn number(step: &Value, key: &str) -> usize {
    step[key].as_u64().and_then(|number| usize::try_from(number).ok()).expect("a number")
}

fn real(step: &Value, key: &str) -> f64 {
    step[key].as_f64().expect("a number")
}

/// So that finding nothing says something.
#[tokio::test(flavor = "multi_thread")]
async fn the_walk_finds_what_is_wrong() {
    let gallery = Gallery::open().await;
    gallery.width(WIDE).await;
    let sample = gallery.samples.iter().find(|sample| sample.page == "identify").expect("a sample");
    for (harm, fault) in [
        ("document.querySelector('.button').tabIndex = -1", "is followed by"),
        ("document.querySelector('.button').tabIndex = 1", "is followed by"),
        ("document.querySelector('.button').style.cssText = 'outline:none'", "cannot be seen"),
        ("document.querySelector('footer').style.cssText = 'position:relative;top:-16rem'", "is hidden behind"),
        ("document.querySelector('.field').style.cssText = 'position:relative;top:9rem'", "is reached after it"),
    ] {
        gallery.visit(sample).await;
        gallery.run(harm).await;
        let found = walk(&gallery, sample).await;
        assert!(found.iter().any(|told| told.contains(fault)), "{harm}: {found:?}");
    }
    gallery.window.close().await;
}
