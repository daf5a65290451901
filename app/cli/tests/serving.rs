//! What `serve` promises.

mod support;

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use support::{Company, TODAY, command, front_end, text};

/// Long enough for a busy machine; a test that passes doesn't wait.
const PATIENCE: Duration = Duration::from_secs(20);

/// `dealerbook serve`, ended when dropped.
struct Serving {
    child: Child,
    address: String,
}

struct Answer {
    status: u16,
    headers: String,
    body: String,
}

impl Serving {
    fn start(company: &Company, options: &[&str]) -> Self {
        Self::start_with(company, &front_end(), options)
    }

    fn start_with(company: &Company, front_end: &Path, options: &[&str]) -> Self {
        let mut child = command()
            .args(["serve", "--port", "0", "--today", TODAY, "--front-end", &text(front_end)])
            .args(options)
            .current_dir(&company.root)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("dealerbook runs");
        let mut lines = BufReader::new(child.stdout.take().expect("its output")).lines().map_while(Result::ok);
        let address = lines
            .find_map(|line| Some(line.split_once("http://")?.1.split('/').next()?.to_owned()))
            .expect("it says where it listens");
        // Its output goes on being read, or it would stop when nobody takes it.
        std::thread::spawn(move || lines.for_each(drop));
        Self { child, address }
    }

    fn request(&self, head: &str) -> Answer {
        let mut answer = String::new();
        let mut stream = self.connect(&format!("{head}\r\nConnection: close"));
        stream.read_to_string(&mut answer).expect("an answer");
        let (headers, body) = answer.split_once("\r\n\r\n").expect("a head");
        let status = headers.split(' ').nth(1).and_then(|status| status.parse().ok()).expect("a status");
        Answer { status, headers: headers.to_ascii_lowercase(), body: body.to_owned() }
    }

    fn get(&self, path: &str) -> Answer {
        self.request(&format!("GET {path} HTTP/1.1\r\nHost: {}", self.address))
    }

    fn connect(&self, head: &str) -> TcpStream {
        let mut stream = TcpStream::connect(&self.address).expect("a connection");
        stream.set_read_timeout(Some(PATIENCE)).expect("a patience");
        write!(stream, "{head}\r\n\r\n").expect("asked");
        stream
    }

    /// The events from now on, the present state first.
    fn events(&self) -> Events {
        let stream = self.connect(&format!("GET /-/events HTTP/1.1\r\nHost: {}", self.address));
        Events { lines: BufReader::new(stream).lines() }
    }
}

struct Events {
    lines: std::io::Lines<BufReader<TcpStream>>,
}

impl Iterator for Events {
    type Item = Event;

    fn next(&mut self) -> Option<Event> {
        let late = Instant::now() + PATIENCE;
        loop {
            let line = self.lines.next()?.expect("an event in time");
            // The connection is kept alive by lines that say nothing.
            assert!(Instant::now() < late, "no event");
            if let Some(data) = line.strip_prefix("data: ") {
                let data: serde_json::Value = serde_json::from_str(data).expect("JSON");
                let generation = data["generation"].as_str().expect("a generation").to_owned();
                return Some(Event { generation, problems: data["problems"].as_str().map(str::to_owned) });
            }
        }
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[derive(Debug, PartialEq, Eq)]
struct Event {
    generation: String,
    problems: Option<String>,
}

#[test]
fn a_saved_change_reaches_the_browser() {
    let company = Company::new("change");
    let serving = Serving::start(&company, &[]);
    let mut events = serving.events();
    let first = events.next().expect("the present state");
    let page = serving.get("/newsletter/2026-11/welcome.html");
    assert_eq!(page.status, 200);
    assert!(page.body.contains("门户开通了"));
    assert!(page.body.contains(&format!("data-generation=\"{}\"", first.generation)), "{}", page.body);

    company.edit("newsletter/2026-11/welcome.md", "门户开通了", "门户改版了");
    let second = events.next().expect("a change");
    assert_ne!(second.generation, first.generation);
    assert_eq!(second.problems, None);
    assert!(serving.get("/newsletter/2026-11/welcome.html").body.contains("门户改版了"));
}

#[test]
fn problems_are_shown_while_the_last_good_page_stays() {
    let company = Company::new("broken");
    let serving = Serving::start(&company, &[]);
    let mut events = serving.events();
    let good = events.next().expect("the present state");

    company.edit("policies/freight.md", "version = 1", "versoin = 1");
    let broken = events.find(|event| event.problems.is_some()).expect("problems");
    assert_eq!(broken.generation, good.generation, "no page is newer");
    let problems = broken.problems.expect("problems");
    assert!(problems.contains("policies/freight.md:4:1") && problems.contains("<mark>versoin</mark>"), "{problems}");
    let page = serving.get("/policies/freight.html");
    assert_eq!(page.status, 200);
    assert!(page.body.contains("发货与运费"));

    company.edit("policies/freight.md", "versoin = 1", "version = 1");
    let mended = events.find(|event| event.problems.is_none()).expect("the end of the problems");
    assert_ne!(mended.generation, good.generation);
}

#[test]
fn a_folder_that_begins_with_errors_shows_them_and_then_the_site() {
    let company = Company::new("first");
    company.edit("policies/freight.md", "version = 1", "version = \"<1>\"");
    let serving = Serving::start(&company, &[]);
    let page = serving.get("/");
    assert_eq!(page.status, 503);
    assert!(page.body.contains("policies/freight.md:4:11") && page.body.contains("&lt;1&gt;"), "{}", page.body);
    assert!(page.body.contains("/-/reload.js"), "it reloads itself");
    let mut events = serving.events();
    assert!(events.next().is_some_and(|event| event.problems.is_some()));
    company.edit("policies/freight.md", "version = \"<1>\"", "version = 1");
    assert!(events.any(|event| event.problems.is_none()));
    assert_eq!(serving.get("/").status, 200);
}

#[test]
fn new_moved_and_removed_files_and_folders_are_noticed() {
    let company = Company::new("moved");
    let serving = Serving::start(&company, &[]);
    let mut events = serving.events();
    events.next();
    let until = |events: &mut Events, path: &str, shows: &dyn Fn(&Answer) -> bool| {
        while !shows(&serving.get(path)) {
            events.next().expect("a change");
        }
    };
    let there = |answer: &Answer| answer.status == 200;
    let gone = |answer: &Answer| answer.status == 404;
    let issue = company.path("newsletter/2026-10");
    fs::create_dir(&issue).expect("made");
    fs::write(issue.join("a.md"), "+++\ntitle = \"旧文\"\ndate = 2026-10-01\n+++\n\n正文\n").expect("written");
    until(&mut events, "/newsletter/2026-10/a.html", &there);
    fs::rename(&issue, company.path("newsletter/2026.09")).expect("moved");
    until(&mut events, "/newsletter/2026.09/a.html", &there);
    until(&mut events, "/newsletter/2026-10/a.html", &gone);
    // As many editors save: beside the file, then over it.
    let beside = company.path("newsletter/2026.09/a.md.tmp123");
    fs::write(&beside, "+++\ntitle = \"新文\"\ndate = 2026-10-01\n+++\n\n正文\n").expect("written");
    fs::rename(&beside, company.path("newsletter/2026.09/a.md")).expect("moved");
    until(&mut events, "/newsletter/2026.09/a.html", &|answer| answer.body.contains("新文"));
    fs::remove_dir_all(company.path("newsletter/2026.09")).expect("removed");
    until(&mut events, "/newsletter/2026.09/a.html", &gone);
    // A whole section that goes and comes back is another folder to the system.
    fs::remove_dir_all(company.path("contracts")).expect("removed");
    events.next().expect("a change");
    fs::create_dir(company.path("contracts")).expect("made");
    let contract =
        "+++\nid = \"a\"\ntitle = \"合同\"\nversion = 1\neffective = 2026-10-01\naudience = [\"public\"]\n+++\n";
    fs::write(company.path("contracts/a.md"), contract).expect("written");
    until(&mut events, "/contracts/a.html", &there);
    fs::write(company.path("contracts/a.md"), contract.replace("合同", "协议")).expect("written");
    until(&mut events, "/contracts/a.html", &|answer| answer.body.contains("协议"));
    // A folder of public files that wasn't there.
    fs::create_dir(company.path("public/photos")).expect("made");
    fs::write(company.path("public/photos/a.txt"), "照片").expect("written");
    until(&mut events, "/photos/a.txt", &there);
}

#[test]
fn paths_are_found_as_static_hosts_find_them() {
    let company = Company::new("paths");
    let serving = Serving::start(&company, &[]);
    assert_eq!(serving.get("/").status, 200);
    assert_eq!(serving.get("/policies/index.html").status, 200);
    let folder = serving.get("/policies");
    assert_eq!(folder.status, 308);
    assert!(folder.headers.contains("\r\nlocation: /policies/\r\n"), "{}", folder.headers);
    let missing = serving.get("/policies/nothing.html");
    assert_eq!(missing.status, 404);
    assert!(missing.headers.contains("text/html"), "{}", missing.headers);
    assert_eq!(serving.get("/../portal.toml").status, 404);
    assert_eq!(serving.get("/%2e%2e/portal.toml").status, 404);
    assert_eq!(serving.get("/%ff").status, 400);
}

#[test]
fn answers_say_what_they_are_and_are_not_kept() {
    let company = Company::new("types");
    let serving = Serving::start(&company, &[]);
    for (path, kind) in [
        ("/", "text/html; charset=utf-8"),
        ("/style-0123.css", "text/css; charset=utf-8"),
        ("/feed.xml", "application/atom+xml; charset=utf-8"),
        ("/meetings/calendar.ics", "text/calendar; charset=utf-8"),
        ("/favicon.svg", "image/svg+xml; charset=utf-8"),
        ("/-/reload.js", "text/javascript; charset=utf-8"),
        ("/-/reload.css", "text/css; charset=utf-8"),
    ] {
        let answer = serving.get(path);
        assert_eq!(answer.status, 200, "{path}");
        assert!(answer.headers.contains(&format!("\r\ncontent-type: {kind}\r\n")), "{path}: {}", answer.headers);
        assert!(answer.headers.contains("\r\ncache-control: no-store"), "{path}: {}", answer.headers);
    }
    let head = serving.request(&format!("HEAD / HTTP/1.1\r\nHost: {}", serving.address));
    assert_eq!((head.status, head.body.as_str()), (200, ""));
    let post = serving.request(&format!("POST / HTTP/1.1\r\nHost: {}\r\nContent-Length: 0", serving.address));
    assert_eq!(post.status, 405);
}

#[test]
fn a_foreign_name_gets_nothing() {
    let company = Company::new("host");
    let serving = Serving::start(&company, &[]);
    let foreign = serving.request("GET / HTTP/1.1\r\nHost: evil.example");
    assert_eq!(foreign.status, 403);
    assert!(!foreign.body.contains("<html"));
}

#[test]
fn drafts_are_shown_where_they_are_asked_for() {
    let company = Company::new("drafts");
    company.edit("newsletter/2026-11/welcome.md", "author =", "draft = true\nauthor =");
    let draft = "/newsletter/2026-11/welcome.html";
    assert_eq!(Serving::start(&company, &[]).get(draft).status, 404);
    assert_eq!(Serving::start(&company, &["--drafts"]).get(draft).status, 200);
}

#[test]
fn without_the_systems_help_changes_are_noticed_too() {
    let company = Company::new("poll");
    let serving = Serving::start(&company, &["--poll"]);
    let mut events = serving.events();
    events.next();
    company.edit("newsletter/2026-11/welcome.md", "门户开通了", "门户又改版了");
    events.next().expect("a change");
    assert!(serving.get("/newsletter/2026-11/welcome.html").body.contains("门户又改版了"));
}

#[test]
fn a_front_end_that_is_built_again_is_noticed() {
    let company = Company::new("built");
    let built = company.path("built");
    fs::create_dir(&built).expect("made");
    for name in ["index.html", "style-0123.css"] {
        fs::copy(front_end().join(name), built.join(name)).expect("copied");
    }
    let serving = Serving::start_with(&company, &built, &[]);
    let mut events = serving.events();
    events.next();
    company.edit("built/index.html", "<main>", "<main data-new>");
    while !serving.get("/").body.contains("<main data-new>") {
        events.next().expect("a change");
    }
}

#[test]
fn a_port_that_is_taken_is_named() {
    let company = Company::new("port");
    let serving = Serving::start(&company, &[]);
    let port = serving.address.rsplit(':').next().expect("a port");
    let second = company.run(&["serve", "--port", port]);
    assert_eq!(second.code, Some(2));
    assert!(second.err.contains(port) && second.err.contains("--port"), "{second:?}");
}
