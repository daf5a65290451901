//! Answers browsers.

use std::convert::Infallible;
use std::io;
use std::net::{IpAddr, SocketAddr, TcpListener};
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::{Request, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, HOST, LOCATION};
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use dealerbook_locale::Texts;
use dealerbook_site::Site;
use percent_encoding::percent_decode_str;
use tokio::runtime::Runtime;
use tokio::sync::watch::Receiver;
use tokio_stream::wrappers::WatchStream;
use tokio_stream::{Stream, StreamExt};

use super::content_type::content_type;
use super::keeper::Keeper;
use super::page::{self, Words};
use super::shown::Shown;

const SCRIPT: &str = include_str!("reload.js");
const STYLE: &str = include_str!("reload.css");

/// A server that listens. It answers until it is dropped.
pub struct Server {
    address: SocketAddr,
    // Answers on threads of its own.
    _runtime: Runtime,
}

#[derive(Clone)]
struct Answers {
    shown: Receiver<Shown>,
    words: Arc<Words>,
}

impl Server {
    /// Answers on `address` with what `keeper` publishes.
    pub fn start(address: SocketAddr, keeper: &Keeper<'_>, texts: &Texts) -> io::Result<Self> {
        let runtime = Runtime::new()?;
        let listener = TcpListener::bind(address)?;
        listener.set_nonblocking(true)?;
        let address = listener.local_addr()?;
        let answers = Answers { shown: keeper.shown(), words: Arc::new(Words::new(texts)) };
        let router = router(answers, address.ip());
        let listener = {
            let _inside = runtime.enter();
            tokio::net::TcpListener::from_std(listener)?
        };
        runtime.spawn(async move { axum::serve(listener, router).await });
        Ok(Self { address, _runtime: runtime })
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }
}

fn router(answers: Answers, listening_on: IpAddr) -> Router {
    Router::new()
        .route("/-/events", get(events))
        .route("/-/reload.js", get(|| async { file("reload.js", SCRIPT) }))
        .route("/-/reload.css", get(|| async { file("reload.css", STYLE) }))
        .fallback_service(get(page).with_state(answers.clone()))
        .with_state(answers)
        .layer(from_fn(never_kept))
        .layer(from_fn_with_state(listening_on, only_by_address))
}

/// Every change of what is shown, beginning with the present state.
async fn events(State(answers): State<Answers>) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    let retry = Duration::from_secs(1);
    let events =
        WatchStream::new(answers.shown).map(move |shown| Ok(Event::default().retry(retry).data(shown.event())));
    Sse::new(events).keep_alive(KeepAlive::default())
}

async fn page(State(answers): State<Answers>, uri: Uri) -> Response {
    let shown = answers.shown.borrow().clone();
    let Some(site) = &shown.site else {
        let page = page::of_problems(&shown, &answers.words);
        return (StatusCode::SERVICE_UNAVAILABLE, file("index.html", page)).into_response();
    };
    let Ok(path) = percent_decode_str(uri.path()).decode_utf8() else {
        return StatusCode::BAD_REQUEST.into_response();
    };
    match find(site, &path) {
        Found::File(path) => rendered(site, &path, StatusCode::OK, &shown, &answers.words),
        Found::Folder => moved(&format!("{}/", uri.path())),
        Found::Nothing => rendered(site, "404.html", StatusCode::NOT_FOUND, &shown, &answers.words),
    }
}

enum Found {
    File(String),
    /// A folder with an index page, asked for without its slash.
    Folder,
    Nothing,
}

/// What static hosts would find at `path`.
fn find(site: &Site, path: &str) -> Found {
    let path = path.strip_prefix('/').unwrap_or(path);
    if path.is_empty() || path.ends_with('/') {
        let index = format!("{path}index.html");
        return if has(site, &index) { Found::File(index) } else { Found::Nothing };
    }
    if has(site, path) {
        Found::File(path.to_owned())
    } else if has(site, &format!("{path}/index.html")) {
        Found::Folder
    } else {
        Found::Nothing
    }
}

fn has(site: &Site, path: &str) -> bool {
    site.paths().any(|known| known == path)
}

fn rendered(site: &Site, path: &str, status: StatusCode, shown: &Shown, words: &Words) -> Response {
    match site.render(path) {
        Some(Ok(bytes)) if path.ends_with(".html") => {
            (status, file(path, page::reloading(bytes, &shown.generation, words))).into_response()
        }
        Some(Ok(bytes)) => (status, file(path, bytes)).into_response(),
        Some(Err(error)) => (StatusCode::INTERNAL_SERVER_ERROR, error.to_string()).into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

fn moved(to: &str) -> Response {
    // A path of two slashes would lead to another host.
    let to = format!("/{}", to.trim_start_matches('/'));
    (StatusCode::PERMANENT_REDIRECT, [(LOCATION, to)]).into_response()
}

fn file(path: &str, bytes: impl Into<axum::body::Body>) -> impl IntoResponse {
    ([(CONTENT_TYPE, content_type(path))], bytes.into())
}

/// What is served now is old in a moment.
async fn never_kept(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    response.headers_mut().insert(CACHE_CONTROL, "no-store".parse().expect("a header value"));
    response
}

/// On this machine's own address, refuses names other than the machine's: a foreign page could have its own name lead
/// here, and read drafts.
async fn only_by_address(
    State(listening_on): State<IpAddr>,
    headers: HeaderMap,
    request: Request,
    next: Next,
) -> Response {
    let host = headers.get(HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    if listening_on.is_loopback() && !is_own(host) {
        return (StatusCode::FORBIDDEN, format!("unknown host: {host}")).into_response();
    }
    next.run(request).await
}

fn is_own(host: &str) -> bool {
    let name = match host.strip_prefix('[') {
        Some(bracketed) => bracketed.split(']').next().unwrap_or_default(),
        None => host.split(':').next().unwrap_or_default(),
    };
    name.is_empty() || name == "localhost" || name.ends_with(".localhost") || name.parse::<IpAddr>().is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_anyone_could_point_here_are_refused() {
        for host in ["127.0.0.1:8080", "localhost:8080", "localhost", "[::1]:8080", "portal.localhost:80", ""] {
            assert!(is_own(host), "{host}");
        }
        for host in ["evil.example", "evil.example:8080", "127.0.0.1.evil.example", "localhost.evil.example"] {
            assert!(!is_own(host), "{host}");
        }
    }
}
