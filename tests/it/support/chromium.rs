//! A real browser: Chromium, driven over WebDriver, alone or with the demo in front of it.

use std::ops::Deref;
use std::sync::Arc;
use std::time::Duration;

use demo::Demo;
use idp_core::account::TotpSecret;
use idp_core::port::Clock;
use sluis::start::World;
use thirtyfour::prelude::*;
use tokio::sync::{Semaphore, SemaphorePermit};

use super::clock::TestClock;
use super::patience::seen;

/// A window of Chromium.
pub(crate) struct Window {
    pub(crate) driver: WebDriver,
    _place: SemaphorePermit<'static>,
}

/// One with the demo.
pub(crate) struct Chromium {
    window: Window,
    pub(crate) demo: Demo,
    pub(crate) clock: Arc<TestClock>,
}

/// A browser takes the better part of a core: with more of them at once each is slow, and the driver gives up on some.
static PLACES: Semaphore = Semaphore::const_new(2);

/// How often something is looked for before a test gives up, and how long between: half a minute on a machine that does
/// much else.
const PATIENCE: u32 = 600;
const PAUSE: Duration = Duration::from_millis(50);

/// How wide the window is, in CSS pixels.
const WIDTH: u32 = 1000;

impl Deref for Chromium {
    type Target = Window;

    fn deref(&self) -> &Window {
        &self.window
    }
}

impl Window {
    pub(crate) async fn open(scripts: bool) -> Self {
        let place = PLACES.acquire().await.expect("a place");
        // The driver is called over HTTP, and this may be the first test to run.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let url = std::env::var("SLUIS_TEST_CHROMEDRIVER")
            .expect("SLUIS_TEST_CHROMEDRIVER is not set: start the tests with tests/run");
        let mut wishes = DesiredCapabilities::chrome();
        for argument in [
            "--headless=new",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--disable-dev-shm-usage",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--hide-scrollbars",
            "--force-device-scale-factor=1",
            "--accept-lang=nl-NL",
        ] {
            wishes.add_arg(argument).expect("an argument");
        }
        wishes.add_arg(&format!("--window-size={WIDTH},900")).expect("an argument");
        if !scripts {
            wishes.add_arg("--blink-settings=scriptEnabled=false").expect("an argument");
        }
        let driver = WebDriver::new(&url, wishes).await.expect("Chromium");
        Self { driver, _place: place }
    }

    /// Types into a field and presses the main button.
    pub(crate) async fn fill(&self, field: &str, value: &str) {
        let input = self.typed(field, value).await;
        input.send_keys(Key::Enter).await.expect("sent");
    }

    /// Types into a field.
    pub(crate) async fn type_in(&self, field: &str, value: &str) {
        self.typed(field, value).await;
    }

    async fn typed(&self, field: &str, value: &str) -> WebElement {
        let field = By::Css(format!("input[name={field}]:not([type=hidden])"));
        let typed = async |input: WebElement| {
            input.clear().await?;
            input.send_keys(value).await
        };
        self.with(field, typed).await
    }

    /// Follows the link with this text in the page itself.
    pub(crate) async fn follow(&self, text: &str) {
        let link = By::XPath(format!("//main//a[contains(normalize-space(.), '{text}')]"));
        self.with(link, async |link| link.click().await).await;
    }

    /// Presses the button with this text.
    pub(crate) async fn press(&self, text: &str) {
        let button = By::XPath(format!("//button[contains(normalize-space(.), '{text}')]"));
        self.with(button, async |button| button.click().await).await;
    }

    /// Waits for an element.
    pub(crate) async fn find(&self, selector: &str) -> WebElement {
        self.with(By::Css(selector), async |_| Ok(())).await
    }

    /// Presses what is there.
    pub(crate) async fn click(&self, selector: &str) {
        self.with(By::Css(selector), async |element| element.click().await).await;
    }

    /// Waits for an element with these words in it.
    pub(crate) async fn says(&self, selector: &str, words: &str) {
        for _ in 0..PATIENCE {
            if self.text(selector).await.contains(words) {
                return;
            }
            tokio::time::sleep(PAUSE).await;
        }
        panic!("{selector} does not say {words:?} on {}", self.seen().await);
    }

    /// The text of an element, once it is there.
    pub(crate) async fn text(&self, selector: &str) -> String {
        let mut text = String::new();
        self.with(By::Css(selector), async |element| {
            text = element.text().await?;
            Ok(())
        })
        .await;
        text
    }

    /// Does something with an element as soon as that is possible. Where no scripts run the driver does not wait for the
    /// page that a click leads to, so what is found may be missing still, or be of the page before.
    async fn with(&self, which: By, mut what: impl AsyncFnMut(WebElement) -> WebDriverResult<()>) -> WebElement {
        for _ in 0..PATIENCE {
            if let Ok(element) = self.driver.find(which.clone()).await
                && what(element.clone()).await.is_ok()
            {
                return element;
            }
            tokio::time::sleep(PAUSE).await;
        }
        panic!("nothing can be done with {which:?} on {}", self.seen().await);
    }

    /// Where the browser is and what it shows, for who reads why a test failed.
    async fn seen(&self) -> String {
        let (url, source) = (self.driver.current_url().await, self.driver.source().await);
        format!("{url:?}:\n{}", source.unwrap_or_default())
    }

    /// Waits for the page of this prompt.
    pub(crate) async fn at(&self, prompt: &str) {
        self.wait(|url| url.path().ends_with(&format!("/{prompt}")), prompt).await;
    }

    /// Waits for a URL.
    pub(crate) async fn wait(&self, there: impl Fn(&url::Url) -> bool, what: &str) {
        for _ in 0..PATIENCE {
            if there(&self.driver.current_url().await.expect("a URL")) {
                return;
            }
            tokio::time::sleep(PAUSE).await;
        }
        panic!("not at {what} but on {}", self.seen().await);
    }

    /// The key on the page, as the person's app reads it.
    pub(crate) async fn new_app(&self) -> TotpSecret {
        let link = self.find("a[href^='otpauth:']").await.attr("href").await.expect("a link").expect("a target");
        let key = link.split("secret=").nth(1).expect("a key").split('&').next().expect("a key").to_owned();
        serde_json::from_value(key.into()).expect("base32")
    }

    /// Keeps a picture of the page for the user's guide, if `SLUIS_SCREENSHOTS` names a folder.
    pub(crate) async fn picture(&self, name: &str) {
        // The whole page, not what happens to fit; the 150 are the frame of a headless window. A page is never lower than
        // its window, so the window begins low.
        self.driver.set_window_rect(0, 0, WIDTH, 400).await.expect("a window");
        let height = self.driver.execute("return document.documentElement.scrollHeight", vec![]).await;
        let height =
            height.expect("a height").json().as_u64().and_then(|height| u32::try_from(height).ok()).unwrap_or(900);
        self.driver.set_window_rect(0, 0, WIDTH, height + 150).await.expect("a window");
        let png = self.driver.screenshot_as_png().await.expect("a picture");
        assert!(png.len() > 1000, "{name} is an empty picture");
        if let Some(folder) = std::env::var_os("SLUIS_SCREENSHOTS") {
            let folder = std::path::PathBuf::from(folder);
            std::fs::create_dir_all(&folder).expect("a folder");
            std::fs::write(folder.join(format!("{name}.png")), png).expect("a file");
        }
    }

    pub(crate) async fn close(self) {
        self.driver.quit().await.expect("Chromium ends");
    }
}

impl Chromium {
    pub(crate) async fn start(scripts: bool) -> Self {
        let window = Window::open(scripts).await;
        let clock = Arc::new(TestClock::new());
        let world = World { clock: clock.clone(), ..World::real() };
        let (port, next) = (free_port().await, free_port().await);
        let demo = Demo::start(port, next, world).await.expect("the demo");
        Self { window, demo, clock }
    }

    /// Begins at an application of the demo.
    pub(crate) async fn log_in_at(&self, application: &str) {
        self.driver.goto(format!("{}/{application}/login", self.demo.base)).await.expect("a page");
    }

    /// Waits for the application.
    pub(crate) async fn back_at_the_application(&self) {
        let base = self.demo.base.clone();
        self.wait(|url| url.as_str() == format!("{base}/"), "the application").await;
    }

    /// Waits for the `n`th message (from 1) and gives the code in it.
    pub(crate) async fn code(&self, n: usize) -> String {
        let message = seen(&format!("message {n}"), async || self.demo.outbox.messages().get(n - 1).cloned()).await;
        message.text.split(|c: char| !c.is_ascii_digit()).find(|word| word.len() == 6).expect("a code").to_owned()
    }

    /// The code of the app whose key is on the page.
    pub(crate) async fn code_of_new_app(&self) -> String {
        self.new_app().await.code_at(self.clock.now()).expect("a code")
    }

    /// The code of the person who is enrolled already.
    pub(crate) fn code_of_ria(&self) -> String {
        self.demo.key.code_at(self.clock.now()).expect("a code")
    }

    pub(crate) async fn stop(self) {
        self.window.close().await;
        self.demo.stop().await;
    }
}

async fn free_port() -> u16 {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    listener.local_addr().expect("an address").port()
}
