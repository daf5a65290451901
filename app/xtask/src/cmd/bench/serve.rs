//! From a saved file to the new page in the browser's hands, with `dealerbook serve`.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use super::articles;
use crate::error::{Doing, Error, Result};
use crate::process;

/// How often an edit is timed.
const EDITS: usize = 9;
/// How long the server may take to read everything at first.
const PATIENCE: Duration = Duration::from_secs(60);

/// Times edits of one article and prints the median.
pub fn report(binary: &Path, company: &Path) -> Result<()> {
    let server = Server::start(binary, company)?;
    let mut events = BufReader::new(server.open("/-/events")?);
    skip_head(&mut events)?;
    wait_for_event(&mut events)?;
    let mut times = Vec::with_capacity(EDITS);
    for _ in 0..EDITS {
        let started = Instant::now();
        articles::edit(&company.join("newsletter"))?;
        wait_for_event(&mut events)?;
        let page = server.get("/newsletter/issue-000/article-0.html")?;
        times.push(started.elapsed());
        if !page.contains("改。") {
            return Err(Error::new("the page that the server gave doesn't have the edit"));
        }
        // Editors save seldom; the watcher gathers what comes at once.
        std::thread::sleep(Duration::from_millis(200));
    }
    times.sort();
    println!(
        "\nserve: a saved file is on the screen after {:.0} ms (median of {EDITS}; slowest {:.0} ms)",
        times[EDITS / 2].as_secs_f64() * 1000.0,
        times[EDITS - 1].as_secs_f64() * 1000.0
    );
    Ok(())
}

/// A server that stops when it is dropped.
struct Server {
    child: Child,
    address: String,
}

impl Server {
    fn start(binary: &Path, company: &Path) -> Result<Self> {
        let mut child = process::command(binary)
            .args(["serve", "--port", "0", "--folder"])
            .arg(company)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .doing(|| format!("run {}", binary.display()))?;
        let output = child.stdout.take().ok_or_else(|| Error::new("the server has no output"))?;
        let (sender, receiver) = std::sync::mpsc::channel();
        // The rest of what it says must be read too, or it would wait for us.
        std::thread::spawn(move || {
            for line in BufReader::new(output).lines().map_while(std::io::Result::ok) {
                if let Some(address) = address_in(&line) {
                    let _ = sender.send(address);
                }
            }
        });
        let mut server = Self { child, address: String::new() };
        server.address =
            receiver.recv_timeout(PATIENCE).map_err(|_| Error::new("the server did not print its address"))?;
        Ok(server)
    }

    fn open(&self, path: &str) -> Result<TcpStream> {
        let connect = || {
            let mut stream = TcpStream::connect(&self.address)?;
            stream.set_read_timeout(Some(PATIENCE))?;
            write!(stream, "GET {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n", self.address)?;
            Ok(stream)
        };
        connect().doing(|| format!("ask the server for {path}"))
    }

    fn get(&self, path: &str) -> Result<String> {
        let mut answer = String::new();
        self.open(path)?.read_to_string(&mut answer).doing(|| format!("read {path}"))?;
        Ok(answer)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The `127.0.0.1:12345` in a line of what the server prints.
fn address_in(line: &str) -> Option<String> {
    let (_, rest) = line.split_once("http://")?;
    let end = rest.find(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | ':'))).unwrap_or(rest.len());
    Some(rest[..end].to_owned())
}

fn skip_head(events: &mut impl BufRead) -> Result<()> {
    while !line(events)?.trim().is_empty() {}
    Ok(())
}

/// Reads up to the empty line behind the next event's data.
fn wait_for_event(events: &mut impl BufRead) -> Result<()> {
    while !line(events)?.starts_with("data:") {}
    Ok(())
}

fn line(events: &mut impl BufRead) -> Result<String> {
    let mut line = String::new();
    let read = events.read_line(&mut line).doing(|| "read the server's events".to_owned())?;
    if read == 0 {
        return Err(Error::new("the server closed its events"));
    }
    Ok(line)
}
