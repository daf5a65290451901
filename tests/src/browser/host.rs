//! A static host that serves a folder below a path, as a company's own host may, and notes what is asked of it.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard};
use std::thread;
use std::time::Duration;

/// What was asked of a [`Host`], and the answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// The path from the root of the host, without the query.
    pub path: String,
    /// The status of the answer.
    pub status: u16,
}

/// A static host on this machine. It stops when it is dropped.
#[derive(Debug)]
pub struct Host {
    address: SocketAddr,
    shared: Arc<Shared>,
}

#[derive(Debug)]
struct Shared {
    folder: PathBuf,
    below: String,
    stopped: AtomicBool,
    changes: Mutex<Changes>,
    requests: Mutex<Vec<Request>>,
}

/// Where the host differs from the folder.
#[derive(Debug, Default)]
struct Changes {
    /// Files instead of those in the folder.
    files: BTreeMap<String, Vec<u8>>,
    /// Endings of files that aren't there.
    missing: Vec<String>,
    /// Endings of files that are called unknown.
    untyped: Vec<String>,
}

impl Host {
    /// Serves `folder` below the path `below`, which begins and ends with a slash, and nothing elsewhere.
    pub fn serve(folder: &Path, below: &str) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a port");
        let address = listener.local_addr().expect("an address");
        let shared = Arc::new(Shared {
            folder: folder.to_path_buf(),
            below: below.to_owned(),
            stopped: AtomicBool::new(false),
            changes: Mutex::default(),
            requests: Mutex::default(),
        });
        let answers = Arc::clone(&shared);
        thread::spawn(move || {
            for connection in listener.incoming().map_while(Result::ok) {
                if answers.stopped.load(Ordering::Acquire) {
                    break;
                }
                let shared = Arc::clone(&answers);
                // A browser that goes away in the middle is none of our business.
                thread::spawn(move || shared.answer(&connection));
            }
        });
        Self { address, shared }
    }

    /// The address of a file.
    pub fn address(&self, path: &str) -> String {
        format!("http://{}{}{path}", self.address, self.shared.below)
    }

    /// Answers with `content` where the folder has another file, or none.
    pub fn replace(&self, path: &str, content: impl Into<Vec<u8>>) {
        self.changes().files.insert(path.to_owned(), content.into());
    }

    /// Lacks all files whose name has this ending.
    pub fn lose(&self, ending: &str) {
        self.changes().missing.push(ending.to_owned());
    }

    /// Doesn't know the type of files whose name has this ending, as old hosts don't.
    pub fn mistype(&self, ending: &str) {
        self.changes().untyped.push(ending.to_owned());
    }

    /// A file as it is served.
    ///
    /// # Panics
    /// When there is none.
    pub fn file(&self, path: &str) -> Vec<u8> {
        self.shared.file(path).unwrap_or_else(|| panic!("the host has no {path}"))
    }

    /// All that was asked so far.
    pub fn requests(&self) -> Vec<Request> {
        self.shared.requests.lock().expect("no panic while it is held").clone()
    }

    fn changes(&self) -> MutexGuard<'_, Changes> {
        self.shared.changes.lock().expect("no panic while it is held")
    }
}

impl Drop for Host {
    fn drop(&mut self) {
        self.shared.stopped.store(true, Ordering::Release);
        // So that it looks.
        let _ = TcpStream::connect(self.address);
    }
}

impl Shared {
    /// Answers one request.
    fn answer(&self, connection: &TcpStream) -> std::io::Result<()> {
        // Browsers also connect in advance and then ask nothing.
        connection.set_read_timeout(Some(Duration::from_secs(60)))?;
        let mut lines = BufReader::new(connection).lines();
        let Some(request) = lines.next().transpose()? else { return Ok(()) };
        while lines.next().transpose()?.is_some_and(|line| !line.is_empty()) {}
        let target = request.split(' ').nth(1).unwrap_or_default();
        let path = target.split(['?', '#']).next().unwrap_or_default();
        let found = self.find(path);
        let status = if found.is_some() { 200 } else { 404 };
        let noted = Request { path: path.to_owned(), status };
        self.requests.lock().expect("no panic while it is held").push(noted);
        let (file, content) =
            found.unwrap_or_else(|| ("404.html".to_owned(), self.file("404.html").unwrap_or_default()));
        let kind = self.kind(&file);
        let mut answer = format!(
            "HTTP/1.1 {status} {}\r\nContent-Type: {kind}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
            if status == 200 { "OK" } else { "Not Found" },
            content.len()
        )
        .into_bytes();
        if !request.starts_with("HEAD ") {
            answer.extend(content);
        }
        (&mut &*connection).write_all(&answer)
    }

    /// The file for a path, with its name.
    fn find(&self, path: &str) -> Option<(String, Vec<u8>)> {
        let mut name = path.strip_prefix(&self.below)?.to_owned();
        if name.is_empty() || name.ends_with('/') {
            name += "index.html";
        }
        let content = self.file(&name)?;
        Some((name, content))
    }

    fn file(&self, name: &str) -> Option<Vec<u8>> {
        let changes = self.changes.lock().expect("no panic while it is held");
        let is_lost = changes.missing.iter().any(|ending| name.ends_with(ending));
        if is_lost || name.split('/').any(|part| part == "..") {
            return None;
        }
        let from_folder = || std::fs::read(self.folder.join(name)).ok();
        changes.files.get(name).cloned().or_else(from_folder)
    }

    fn kind(&self, name: &str) -> &'static str {
        let changes = self.changes.lock().expect("no panic while it is held");
        if changes.untyped.iter().any(|ending| name.ends_with(ending)) {
            return "application/octet-stream";
        }
        match name.rsplit('.').next().unwrap_or_default() {
            "html" => "text/html; charset=utf-8",
            "css" => "text/css; charset=utf-8",
            "js" => "text/javascript; charset=utf-8",
            "wasm" => "application/wasm",
            "json" => "application/json",
            "xml" => "application/xml",
            "ics" => "text/calendar; charset=utf-8",
            "md" => "text/markdown; charset=utf-8",
            "txt" => "text/plain; charset=utf-8",
            "svg" => "image/svg+xml",
            "png" => "image/png",
            "jpg" | "jpeg" => "image/jpeg",
            "webp" => "image/webp",
            "woff2" => "font/woff2",
            _ => "application/octet-stream",
        }
    }
}
