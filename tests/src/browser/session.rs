//! One browser with a fresh profile: what a person does in it, and what they see.

use std::fmt::Debug;
use std::path::Path;
use std::time::{Duration, Instant};

use fantoccini::elements::Element;
use fantoccini::error::CmdError;
use fantoccini::wd::{TimeoutConfiguration, WebDriverCompatibleCommand, WindowHandle};
use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use tokio::runtime::{Builder, Runtime};

use super::engine::{Engine, Wish};
use super::process::{self, Process};

/// How long something may take to become so. Far more than it takes: a machine may be busy.
const PATIENCE: Duration = Duration::from_secs(30);
/// How often it is looked at.
const EVERY: Duration = Duration::from_millis(20);

/// What to tell of a page where something didn't happen.
const PAGE: &str = "
    const waiting = document.querySelectorAll('[data-island]:not([data-mounted])');
    return {
        address: location.href,
        state: document.readyState,
        tools_that_did_not_start: [...waiting].map((place) => place.dataset.island),
    };
";

/// A browser with a fresh profile. It is closed, and all its processes ended, when it is dropped.
pub struct Browser {
    engine: Engine,
    /// `None` once it is closed.
    client: Option<Client>,
    runtime: Runtime,
    // Ended after the browser was asked to close.
    _driver: Process,
}

/// A tab of a [`Browser`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tab(WindowHandle);

impl Browser {
    /// A browser as it comes.
    pub fn start(engine: Engine) -> Self {
        Self::start_with(engine, Wish::default())
    }

    /// A browser set up as wished.
    pub fn start_with(engine: Engine, wish: Wish) -> Self {
        let runtime = Builder::new_current_thread().enable_all().build().expect("a runtime");
        let mut connector = HttpConnector::new();
        connector.set_nodelay(true);
        // Another program may take the port before the driver has it.
        let mut refused = None;
        for _ in 0..3 {
            let profile = process::folder("profile");
            let (mut driver, address) = engine.drive(&profile);
            let capabilities = engine.capabilities(wish, &profile);
            let until = Instant::now() + PATIENCE;
            while Instant::now() < until && !driver.has_ended() {
                let connected = runtime.block_on(async {
                    let patience = Duration::from_secs(60);
                    let mut builder = ClientBuilder::new(connector.clone());
                    let connecting = builder.capabilities(capabilities.clone()).connect(&address);
                    tokio::time::timeout(patience, connecting).await
                });
                match connected {
                    Ok(Ok(client)) => {
                        let browser = Self { engine, client: Some(client), runtime, _driver: driver };
                        browser.be_patient();
                        return browser;
                    }
                    Ok(Err(error)) => refused = Some(error.to_string()),
                    Err(_) => refused = Some("no answer in a minute".to_owned()),
                }
                std::thread::sleep(EVERY);
            }
        }
        panic!("{engine:?} doesn't start: {}", refused.unwrap_or_default());
    }

    fn be_patient(&self) {
        let seconds = |seconds| Some(Duration::from_secs(seconds));
        let patience = TimeoutConfiguration::new(seconds(30), seconds(60), seconds(0));
        self.ask("set time limits", async |client| client.update_timeouts(patience).await);
    }

    /// Which engine this is.
    pub fn engine(&self) -> Engine {
        self.engine
    }

    // What a person does.

    /// Goes to an address and waits until the page has loaded.
    #[track_caller]
    pub fn open(&self, address: &str) {
        self.ask(&format!("open {address}"), async |client| client.goto(address).await);
    }

    /// Goes to an address and waits until the page's tools stand.
    #[track_caller]
    pub fn open_whole(&self, address: &str) {
        self.open(address);
        self.wait_for_tools();
    }

    /// Loads the page again and waits until its tools stand.
    #[track_caller]
    pub fn reload(&self) {
        self.ask("reload", async |client| client.refresh().await);
        self.wait_for_tools();
    }

    /// Presses the back button and waits until the tools of the page before stand.
    #[track_caller]
    pub fn back(&self) {
        let from = self.address();
        self.ask("go back", async |client| client.back().await);
        self.wait_for_other_page(&from);
        self.wait_for_tools();
    }

    /// Presses what `css` names, in the middle of the window.
    #[track_caller]
    pub fn press(&self, css: &str) {
        let element = self.find(css);
        self.run::<()>(
            "document.querySelector(arguments[0]).scrollIntoView({ block: 'center', behavior: 'instant' })",
            &[css.into()],
        );
        // While one page turns into the next, what is pressed is the picture of both.
        self.wait_until(
            "document.getAnimations().some((one) => one.effect.pseudoElement?.startsWith('::view-transition'))",
            false,
        );
        self.ask(&format!("press {css}"), async move |_| element.click().await);
    }

    /// Follows the link that `css` names and waits until the tools of the next page stand.
    #[track_caller]
    pub fn follow(&self, css: &str) {
        self.follow_plainly(css);
        self.wait_for_tools();
    }

    /// Follows the link that `css` names and waits until the next page has loaded.
    #[track_caller]
    pub fn follow_plainly(&self, css: &str) {
        let from = self.address();
        self.press(css);
        self.wait_for_other_page(&from);
    }

    #[track_caller]
    fn wait_for_other_page(&self, from: &str) {
        self.wait_until(
            &format!("document.readyState === 'complete' && location.href !== {}", Value::from(from)),
            true,
        );
    }

    /// The tab that is in front.
    #[track_caller]
    pub fn tab(&self) -> Tab {
        Tab(self.ask("tell the tab", async |client| client.window().await))
    }

    /// Opens another tab in front of the others. In WebKit it is a window: its MiniBrowser leaves tabs hidden.
    #[track_caller]
    pub fn open_tab(&self) -> Tab {
        let as_tab = self.engine != Engine::WebKit;
        let opened = self.ask("open a tab", async |client| client.new_window(as_tab).await);
        let tab = Tab(opened.handle);
        self.bring_to_front(&tab);
        tab
    }

    /// Shows another tab.
    #[track_caller]
    pub fn bring_to_front(&self, tab: &Tab) {
        self.ask("change tabs", async |client| client.switch_to_window(tab.0.clone()).await);
    }

    // What a person sees.

    /// The address in the address bar.
    #[track_caller]
    pub fn address(&self) -> String {
        self.ask("tell the address", async |client| client.current_url().await).to_string()
    }

    /// The text of the first element that `css` names, as it can be seen.
    #[track_caller]
    pub fn text(&self, css: &str) -> String {
        let element = self.find(css);
        self.ask(&format!("read {css}"), async move |_| element.text().await)
    }

    /// How many elements `css` names.
    #[track_caller]
    pub fn count(&self, css: &str) -> usize {
        self.ask(&format!("count {css}"), async |client| client.find_all(Locator::Css(css)).await).len()
    }

    /// An attribute of the first element that `css` names, as it is written. WebKit's driver would complete addresses.
    #[track_caller]
    pub fn attribute(&self, css: &str, name: &str) -> Option<String> {
        self.run("return document.querySelector(arguments[0]).getAttribute(arguments[1])", &[css.into(), name.into()])
    }

    /// A picture of what the window shows, as PNG.
    #[track_caller]
    pub fn picture(&self) -> Vec<u8> {
        self.ask("take a picture", async |client| client.screenshot().await)
    }

    /// What the pages' storage holds under `key`.
    #[track_caller]
    pub fn stored(&self, key: &str) -> Option<String> {
        self.run("return localStorage.getItem(arguments[0])", &[key.into()])
    }

    /// Puts `text` under `key` in the pages' storage.
    #[track_caller]
    pub fn store(&self, key: &str, text: &str) {
        self.run("localStorage.setItem(arguments[0], arguments[1])", &[key.into(), text.into()])
    }

    /// The result of a script with `arguments`.
    #[track_caller]
    pub fn run<T: DeserializeOwned>(&self, script: &str, arguments: &[Value]) -> T {
        let result =
            self.ask(&format!("run {script}"), async |client| client.execute(script, arguments.to_vec()).await);
        serde_json::from_value(result).unwrap_or_else(|error| panic!("the result of {script}: {error}"))
    }

    /// The result of a script that may come at a bad moment, between two pages.
    fn try_run(&self, script: &str, arguments: &[Value]) -> Option<Value> {
        self.runtime.block_on(self.client().execute(script, arguments.to_vec())).ok()
    }

    // Waiting.

    /// Waits until `look` finds something, and fails with `what` when it doesn't in time.
    #[track_caller]
    pub fn until<T>(&self, what: &str, look: impl Fn() -> Option<T>) -> T {
        let until = Instant::now() + PATIENCE;
        loop {
            if let Some(found) = look() {
                return found;
            }
            if Instant::now() > until {
                let page = self.try_run(PAGE, &[]).unwrap_or_else(|| "no page".into());
                let console = if self.engine == Engine::Chromium { self.console() } else { Vec::new() };
                panic!("{:?} waited in vain for {what}\n{page:#}\n{}", self.engine, console.join("\n"));
            }
            std::thread::sleep(EVERY);
        }
    }

    /// Waits until a script's result is `wanted`.
    #[track_caller]
    pub fn wait_until(&self, script: &str, wanted: impl Into<Value>) {
        let wanted = wanted.into();
        self.until(&format!("{script} to be {wanted}"), || {
            (self.try_run(&format!("return {script}"), &[])? == wanted).then_some(())
        });
    }

    /// Waits until `css` names something.
    #[track_caller]
    pub fn wait_for(&self, css: &str) {
        self.wait_until(&format!("document.querySelector({}) !== null", Value::from(css)), true);
    }

    /// Waits until every tool of the page stands at its place.
    #[track_caller]
    pub fn wait_for_tools(&self) {
        self.wait_until(
            "document.readyState === 'complete' && \
             [...document.querySelectorAll('[data-island]')].every((place) => place.hasAttribute('data-mounted'))",
            true,
        );
    }

    #[track_caller]
    fn find(&self, css: &str) -> Element {
        self.ask(&format!("find {css}"), async |client| client.find(Locator::Css(css)).await)
    }

    // What Chromium's driver can do beyond the standard.

    /// A command of Chromium's DevTools protocol.
    #[track_caller]
    pub fn devtools(&self, command: &str, parameters: Value) -> Value {
        assert_eq!(self.engine, Engine::Chromium, "only Chromium has DevTools");
        let extension = Extension { path: "goog/cdp/execute", body: json!({ "cmd": command, "params": parameters }) };
        self.ask(command, async |client| client.issue_cmd(extension).await)
    }

    /// Runs a script in every page to come before the page's own.
    #[track_caller]
    pub fn before_every_page(&self, script: &str) {
        self.devtools("Page.addScriptToEvaluateOnNewDocument", json!({ "source": script }));
    }

    /// Lets pages believe that it is now `moment`, as RFC 3339; the clock goes on from there. The tab's next pages
    /// and those after them.
    #[track_caller]
    pub fn set_clock(&self, moment: &str) {
        self.before_every_page(&format!(
            "(() => {{
                const Clock = Date;
                const ahead = Clock.parse('{moment}') - Clock.now();
                globalThis.Date = class Date extends Clock {{
                    constructor(...given) {{ given.length ? super(...given) : super(Clock.now() + ahead); }}
                    static now() {{ return Clock.now() + ahead; }}
                }};
            }})()"
        ));
    }

    /// Gives the page a window of this size.
    #[track_caller]
    pub fn set_size(&self, width: u32, height: u32) {
        let size = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600 });
        self.devtools("Emulation.setDeviceMetricsOverride", size);
    }

    /// What pages, and the browser about them, wrote to the console since the last call.
    #[track_caller]
    pub fn console(&self) -> Vec<String> {
        let line = |entry: &Value| format!("{}: {}", entry["level"].as_str().unwrap_or("?"), entry["message"]);
        self.log("browser").iter().map(line).collect()
    }

    /// The addresses that pages asked for since the last call.
    #[track_caller]
    pub fn asked_for(&self) -> Vec<String> {
        let entries = self.log("performance");
        let events = entries.iter().filter_map(|entry| entry["message"].as_str());
        let events = events.map(|event| serde_json::from_str::<Value>(event).expect("an event in JSON"));
        let requests = events.filter(|event| event["message"]["method"] == "Network.requestWillBeSent");
        let address = |event: Value| event["message"]["params"]["request"]["url"].as_str().map(str::to_owned);
        requests.filter_map(address).collect()
    }

    #[track_caller]
    fn log(&self, kind: &str) -> Vec<Value> {
        assert_eq!(self.engine, Engine::Chromium, "only Chromium's driver tells its logs");
        let extension = Extension { path: "se/log", body: json!({ "type": kind }) };
        let entries = self.ask("tell a log", async |client| client.issue_cmd(extension).await);
        entries.as_array().cloned().unwrap_or_default()
    }

    /// Writes a picture of the whole page, as wide as the window, to `file`.
    #[track_caller]
    pub fn keep_picture(&self, width: u32, file: &Path) {
        let height: u32 = self.run("return document.documentElement.scrollHeight", &[]);
        self.set_size(width, height.clamp(600, 12_000));
        std::fs::write(file, self.picture()).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    }

    // How it is asked.

    fn client(&self) -> &Client {
        self.client.as_ref().expect("closed only when dropped")
    }

    #[track_caller]
    fn ask<T: Debug>(&self, what: &str, command: impl AsyncFnOnce(&Client) -> Result<T, CmdError>) -> T {
        let answer = self.runtime.block_on(command(self.client()));
        answer.unwrap_or_else(|error| panic!("{:?} could not {what}: {error}", self.engine))
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        if let Some(client) = self.client.take() {
            // A browser that doesn't close is ended with its driver.
            let _ = self.runtime.block_on(async { tokio::time::timeout(Duration::from_secs(5), client.close()).await });
        }
    }
}

/// A command of Chromium's driver beyond the standard.
#[derive(Debug)]
struct Extension {
    path: &'static str,
    body: Value,
}

impl WebDriverCompatibleCommand for Extension {
    fn endpoint(&self, driver: &url::Url, session: Option<&str>) -> Result<url::Url, url::ParseError> {
        driver.join(&format!("session/{}/{}", session.unwrap_or_default(), self.path))
    }

    fn method_and_body(&self, _: &url::Url) -> (http::Method, Option<String>) {
        (http::Method::POST, Some(self.body.to_string()))
    }
}
