//! Which files of the folder changed.
//!
//! Editors save in many ways: over the file, beside it and then renamed, with a backup. So what counts is not what an
//! event says but what is on disk when things have calmed down; where that doesn't decide, the whole folder is looked at.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use dealerbook_site::Folder;
use dealerbook_site::folder::{CONTENT_FOLDERS, PORTAL_FILE};
use notify::event::{AccessKind, AccessMode, CreateKind, ModifyKind, RemoveKind, RenameMode};
use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher};

/// Changes that follow one another this closely are taken together: one save is several events.
const CALM: Duration = Duration::from_millis(20);
/// The same where the system says that a file is complete: closed by its writer, or put in place by its new name.
const COMPLETE: Duration = Duration::from_millis(4);
/// But no longer than this, when something writes without pause.
const LONGEST: Duration = Duration::from_millis(300);
/// How often everything is looked at where the system doesn't tell.
const POLL: Duration = Duration::from_secs(1);

/// What changed.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// These files were written, made or removed.
    pub files: Vec<PathBuf>,
    /// These are gone, and it isn't known whether they were files or folders.
    pub gone: Vec<PathBuf>,
    /// Anything may have changed.
    pub all: bool,
    /// The front end was built again.
    pub front_end: bool,
}

/// A watch on a company's folder.
pub struct Watch {
    places: Places,
    /// `None` where the system can't tell, or shouldn't be asked.
    system: Option<System>,
}

struct System {
    watcher: RecommendedWatcher,
    events: Receiver<notify::Result<Event>>,
}

impl Watch {
    /// Watches `folder`, and the folder of a built front end. With `poll`, looks at all files every second instead of
    /// relying on the system, which says nothing of changes on many network drives.
    pub fn new(folder: &Folder, front_end: Option<&Path>, poll: bool) -> Self {
        let places = Places::new(folder, front_end);
        let system = if poll { None } else { System::new(&places).ok() };
        Self { places, system }
    }

    /// Whether all files are looked at every second.
    pub fn polls(&self) -> bool {
        self.system.is_none()
    }

    /// Waits for changes, at most as long as `patience`; empty when there were none.
    pub fn wait(&mut self, patience: Duration) -> Changes {
        let Some(system) = &mut self.system else {
            std::thread::sleep(patience.min(POLL));
            return Changes { all: true, ..Changes::default() };
        };
        let mut noted = Noted::default();
        let mut until = Instant::now() + patience;
        let mut longest = None;
        loop {
            match system.events.recv_timeout(until.saturating_duration_since(Instant::now())) {
                Ok(event) => {
                    let calm = if event.as_ref().is_ok_and(completes) { COMPLETE } else { CALM };
                    if noted.note(event, &self.places) {
                        let longest = *longest.get_or_insert_with(|| Instant::now() + LONGEST);
                        until = longest.min(Instant::now() + calm);
                    }
                }
                Err(RecvTimeoutError::Timeout) => break,
                Err(RecvTimeoutError::Disconnected) => {
                    self.system = None;
                    return Changes { all: true, ..Changes::default() };
                }
            }
        }
        if noted.roots && system.watch(&self.places).is_err() {
            self.system = None;
        }
        noted.changes()
    }
}

impl System {
    fn new(places: &Places) -> notify::Result<Self> {
        let (sender, events) = channel();
        let watcher = notify::recommended_watcher(move |event| {
            // When nobody receives any more, the program is ending.
            let _ = sender.send(event);
        })?;
        let mut system = Self { watcher, events };
        system.watch(places)?;
        Ok(system)
    }

    /// Watches every place that is there. What is watched already is watched afresh: a folder that was removed and made
    /// again is another folder to the system.
    fn watch(&mut self, places: &Places) -> notify::Result<()> {
        for (path, mode) in places.watched() {
            let _ = self.watcher.unwatch(&path);
            if path.is_dir() {
                self.watcher.watch(&path, mode)?;
            }
        }
        Ok(())
    }
}

/// The folders that matter. Each is kept as it was given and as the system may call it.
struct Places {
    content: [PathBuf; 2],
    public: [PathBuf; 2],
    front_end: Option<[PathBuf; 2]>,
}

/// What a path of an event means.
#[derive(Debug, PartialEq, Eq)]
enum Meaning {
    /// Not ours.
    Nothing,
    /// A file of the folder, or something in which there are some; the path as the generator knows it.
    Content(PathBuf),
    /// One of the folders from which everything else hangs.
    Root,
    /// A file of the front end.
    FrontEnd,
}

impl Places {
    fn new(folder: &Folder, front_end: Option<&Path>) -> Self {
        let both = |path: &Path| [path.to_path_buf(), path.canonicalize().unwrap_or_else(|_| path.to_path_buf())];
        let public_name = folder.public.file_name().unwrap_or_default();
        let beside = both(folder.public.parent().unwrap_or(&folder.public));
        Self {
            content: both(&folder.content),
            public: [folder.public.clone(), beside[1].join(public_name)],
            front_end: front_end.map(|path| both(&std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf()))),
        }
    }

    /// What the system is asked to watch. The content's folder itself isn't watched to its depths: there may be anything
    /// beside the content.
    fn watched(&self) -> Vec<(PathBuf, RecursiveMode)> {
        let [content, public] = [&self.content[0], &self.public[0]];
        let mut watched = vec![(content.clone(), RecursiveMode::NonRecursive)];
        watched.extend(CONTENT_FOLDERS.iter().map(|name| (content.join(name), RecursiveMode::Recursive)));
        watched.push((public.clone(), RecursiveMode::Recursive));
        let beside = public.parent().filter(|beside| *beside != content.as_path());
        watched.extend(beside.map(|beside| (beside.to_path_buf(), RecursiveMode::NonRecursive)));
        watched.extend(self.front_end.iter().map(|path| (path[0].clone(), RecursiveMode::NonRecursive)));
        watched
    }

    fn meaning(&self, path: &Path) -> Meaning {
        if self.front_end.iter().flatten().any(|front_end| path.parent() == Some(front_end)) {
            return Meaning::FrontEnd;
        }
        if let Some(inside) = relative(path, &self.public) {
            return Self::inside(inside, &self.public[0]);
        }
        let Some(inside) = relative(path, &self.content) else { return Meaning::Nothing };
        if inside == Path::new("") {
            return Meaning::Root;
        }
        let first = inside.iter().next().and_then(|first| first.to_str()).unwrap_or_default();
        if CONTENT_FOLDERS.contains(&first) {
            if inside == Path::new(first) { Meaning::Root } else { Self::inside(inside, &self.content[0]) }
        } else if inside == Path::new(PORTAL_FILE) {
            Meaning::Content(self.content[0].join(inside))
        } else {
            Meaning::Nothing
        }
    }

    fn inside(inside: &Path, root: &Path) -> Meaning {
        if inside == Path::new("") {
            Meaning::Root
        } else if inside.iter().any(|part| is_passed_over(&part.to_string_lossy())) {
            Meaning::Nothing
        } else {
            Meaning::Content(root.join(inside))
        }
    }
}

fn relative<'a>(path: &'a Path, roots: &[PathBuf; 2]) -> Option<&'a Path> {
    roots.iter().find_map(|root| path.strip_prefix(root).ok())
}

/// Hidden files and editors' backups, which the generator doesn't read either.
fn is_passed_over(name: &str) -> bool {
    name.starts_with('.') || name.ends_with('~') || name.starts_with('#')
}

/// What the events of one save came to.
#[derive(Default)]
struct Noted {
    paths: BTreeMap<PathBuf, Told>,
    roots: bool,
    all: bool,
    front_end: bool,
}

/// What the system said about a path.
#[derive(Clone, Copy, Default)]
struct Told {
    /// It wasn't there before.
    new: bool,
    /// It was a file.
    file: bool,
    /// It was made, moved or removed, not only written to.
    placed: bool,
}

impl Noted {
    /// Takes an event in; whether it matters.
    fn note(&mut self, event: notify::Result<Event>, places: &Places) -> bool {
        let Ok(event) = event else {
            self.all = true;
            return true;
        };
        if event.need_rescan() {
            (self.all, self.roots) = (true, true);
        } else if matches!(event.kind, EventKind::Access(_)) && !completes(&event) {
            return false;
        }
        let mut matters = event.need_rescan();
        for path in &event.paths {
            let meaning = places.meaning(path);
            matters |= meaning != Meaning::Nothing;
            match meaning {
                Meaning::Nothing => {}
                Meaning::FrontEnd => self.front_end = true,
                // Its own time stamp changes with everything in it.
                Meaning::Root if is_write(event.kind) => {}
                Meaning::Root => (self.all, self.roots) = (true, true),
                Meaning::Content(path) => {
                    let new = event.kind == EventKind::Create(CreateKind::File);
                    let told = self.paths.entry(path).or_insert(Told { new, ..Told::default() });
                    told.file |= matches!(
                        event.kind,
                        EventKind::Create(CreateKind::File)
                            | EventKind::Remove(RemoveKind::File)
                            | EventKind::Modify(ModifyKind::Data(_))
                    );
                    told.placed |= !is_write(event.kind);
                }
            }
        }
        matters
    }

    /// Looks at what is on disk now.
    fn changes(self) -> Changes {
        let mut changes = Changes { all: self.all, front_end: self.front_end, ..Changes::default() };
        for (path, told) in self.paths {
            match path.symlink_metadata().map(|metadata| metadata.file_type()) {
                Ok(kind) if kind.is_dir() => changes.all |= told.placed,
                Ok(_) => changes.files.push(path),
                // It came and went.
                Err(_) if told.new => {}
                Err(_) if told.file => changes.files.push(path),
                Err(_) => changes.gone.push(path),
            }
        }
        changes
    }
}

/// Whether something was only written to: some systems say so of a folder when a file in it changes.
fn is_write(kind: EventKind) -> bool {
    let is_content = |kind| matches!(kind, ModifyKind::Any | ModifyKind::Data(_) | ModifyKind::Metadata(_));
    matches!(kind, EventKind::Access(_)) || matches!(kind, EventKind::Modify(kind) if is_content(kind))
}

/// Whether what is written will not be half of it.
fn completes(event: &Event) -> bool {
    let closed = EventKind::Access(AccessKind::Close(AccessMode::Write));
    event.kind == closed || matches!(event.kind, EventKind::Modify(ModifyKind::Name(RenameMode::To | RenameMode::Both)))
}
