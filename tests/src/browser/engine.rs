//! The three engines: which programs they need and what they are told at start.

use std::net::TcpListener;
use std::path::Path;
use std::process::Command;
use std::sync::LazyLock;

use serde_json::{Map, Value, json};

use super::process::{self, Process};
use super::programs;

/// What makes pages out of files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// Chrome, Edge, and what WeChat shows on Android.
    Chromium,
    /// Firefox.
    Firefox,
    /// Safari, and what every app shows on an iPhone; here WebKitGTK.
    WebKit,
}

/// How a browser is set up.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Wish {
    /// Whether pages may run no script at all.
    pub no_scripts: bool,
    /// What pages may keep.
    pub storage: Storage,
}

/// What pages may keep.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Storage {
    /// As browsers come.
    #[default]
    Allowed,
    /// Asking for `localStorage` throws, as where all site data is blocked. In Chromium and Firefox.
    Throws,
    /// There is no `localStorage`. In Firefox and WebKit.
    Absent,
}

impl Engine {
    /// Starts its driver; where it listens.
    pub(super) fn drive(self, profile: &Path) -> (Process, String) {
        let port = free_port();
        let program = match self {
            Self::Chromium => programs::CHROMEDRIVER,
            Self::Firefox => programs::GECKODRIVER,
            Self::WebKit => programs::WEBKITDRIVER,
        };
        let process = Process::start(&program.path(), |driver| {
            driver.arg(format!("--port={port}"));
            // Nothing of the user's own settings, and nothing left among them.
            driver.env("HOME", profile).env("TMPDIR", profile);
            for kind in ["CONFIG", "CACHE", "DATA", "STATE"] {
                driver.env(format!("XDG_{kind}_HOME"), profile.join(kind));
            }
            match self {
                Self::Chromium => {}
                Self::Firefox => {
                    driver.arg("--websocket-port=0").env("MOZ_HEADLESS", "1");
                }
                Self::WebKit => on_screen(driver),
            }
        });
        (process, format!("http://127.0.0.1:{port}/"))
    }

    /// What the driver is told of the browser.
    pub(super) fn capabilities(self, wish: Wish, profile: &Path) -> Map<String, Value> {
        let capabilities = match self {
            Self::Chromium => chromium(wish, profile),
            Self::Firefox => firefox(wish),
            Self::WebKit => webkit(wish),
        };
        let Value::Object(capabilities) = capabilities else { unreachable!("an object is written above") };
        capabilities
    }
}

fn chromium(Wish { no_scripts, storage }: Wish, profile: &Path) -> Value {
    const BLOCKED: u8 = 2;
    let mut preferences = Map::new();
    if no_scripts {
        preferences.insert("profile.managed_default_content_settings.javascript".to_owned(), BLOCKED.into());
    }
    match storage {
        Storage::Allowed => {}
        Storage::Throws => {
            preferences.insert("profile.default_content_setting_values.cookies".to_owned(), BLOCKED.into());
        }
        Storage::Absent => panic!("Chromium can block localStorage but not take it away"),
    }
    let arguments = [
        "--headless=new",
        "--window-size=1280,900",
        "--hide-scrollbars",
        // Containers have no namespaces for the sandbox and little shared memory. The pages are our own.
        "--no-sandbox",
        "--disable-dev-shm-usage",
        "--disable-gpu",
        // Nothing but what pages ask for goes out.
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
    ];
    let mut arguments: Vec<String> = arguments.map(str::to_owned).to_vec();
    arguments.push(format!("--user-data-dir={}", profile.join("chromium").display()));
    json!({
        "goog:chromeOptions": { "binary": programs::CHROMIUM.path(), "args": arguments, "prefs": preferences },
        "goog:loggingPrefs": { "browser": "ALL", "performance": "ALL" },
    })
}

fn firefox(Wish { no_scripts, storage }: Wish) -> Value {
    const REJECT_ALL: u8 = 2;
    let mut preferences = Map::new();
    if no_scripts {
        preferences.insert("javascript.enabled".to_owned(), false.into());
    }
    match storage {
        Storage::Allowed => {}
        Storage::Throws => {
            preferences.insert("network.cookie.cookieBehavior".to_owned(), REJECT_ALL.into());
        }
        Storage::Absent => {
            preferences.insert("dom.storage.enabled".to_owned(), false.into());
        }
    }
    json!({ "moz:firefoxOptions": {
        "binary": programs::FIREFOX.path(),
        "args": ["-headless", "--width=1280", "--height=900"],
        "prefs": preferences,
    } })
}

fn webkit(Wish { no_scripts, storage }: Wish) -> Value {
    let mut arguments = vec!["--automation"];
    if no_scripts {
        arguments.push("--enable-javascript=false");
    }
    match storage {
        Storage::Allowed => {}
        Storage::Throws => panic!("WebKit's MiniBrowser can't block localStorage"),
        Storage::Absent => arguments.push("--enable-html5-local-storage=false"),
    }
    json!({ "webkitgtk:browserOptions": { "binary": programs::MINIBROWSER.path(), "args": arguments } })
}

/// WebKitGTK has no way to do without a screen.
fn on_screen(driver: &mut Command) {
    struct Screen {
        _xvfb: Process,
        name: String,
    }
    static SCREEN: LazyLock<Screen> = LazyLock::new(|| {
        let (xvfb, number) = Process::start_until(
            &programs::XVFB.path(),
            |xvfb| {
                xvfb.args(["-displayfd", "1", "-screen", "0", "1280x900x24", "-nolisten", "tcp"]);
            },
            |line| line.trim().parse::<u32>().ok(),
        );
        Screen { _xvfb: xvfb, name: format!(":{number}") }
    });
    driver.env("DISPLAY", &SCREEN.name).env_remove("WAYLAND_DISPLAY");
    // Painted by the processor, as there is nothing else, and without the user's desktop. The variable that many set
    // here, WEBKIT_DISABLE_DMABUF_RENDERER, makes WebKit crash at the first transition between pages.
    driver.env("LIBGL_ALWAYS_SOFTWARE", "1").env("WEBKIT_DMABUF_RENDERER_FORCE_SHM", "1").env("GSK_RENDERER", "cairo");
    driver.env_remove("WEBKIT_DISABLE_DMABUF_RENDERER");
    driver.env("GIO_USE_VFS", "local").env("GSETTINGS_BACKEND", "memory").env("NO_AT_BRIDGE", "1");
    driver.env("XDG_RUNTIME_DIR", process::folder("runtime"));
}

/// A port that nobody listens on.
fn free_port() -> u16 {
    let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a free port");
    listener.local_addr().expect("an address").port()
}
