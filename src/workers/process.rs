//! Work in a process of its own, which ends where it needs too much.
//!
//! What a project's own files make the program do, such as a template with an endless loop, can't be stopped inside of
//! this process: the libraries that do it have no budget. So the program starts itself again as a worker, with limits
//! on its computing time and memory that the system watches over. A worker takes one request at a time and is used
//! again until it fails. It writes no file and ends when the pipe to it is closed, however this process ends.

use std::io::{self, Read, Write};
use std::path::PathBuf;
use std::process::{Child, ChildStdin, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel, sync_channel};
use std::sync::{Mutex, OnceLock, PoisonError};
use std::thread;
use std::time::Duration;

/// The memory that a worker may take, in GiB. A page of the longest papers needs a fifth.
pub const MEMORY_GIB: u64 = 2;
/// The longest answer that is read, in bytes: no page is as long.
const MAX_ANSWER: u64 = 256 * 1024 * 1024;
/// The bytes of a request for which a worker gets another second: a longer paper may take longer.
const BYTES_A_SECOND: u64 = 100 * 1024;
/// How many times its computing time a worker may take by the clock: a busy machine leaves it a part of a core. Where
/// no system counts the computing time, the clock has to do.
const SLOWEST: u64 = if cfg!(unix) { 10 } else { 3 };

static PROGRAM: OnceLock<Program> = OnceLock::new();

/// How a worker is started.
#[derive(Debug, Clone)]
pub struct Program {
    /// The program.
    pub path: PathBuf,
    /// Its only argument, at which it calls [`serve`].
    pub argument: &'static str,
    /// The computing time of a short request, in seconds.
    pub seconds: u64,
}

/// Why there is no answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stopped {
    /// It took longer than this many seconds.
    Time(u64),
    /// It took more memory, or a deeper stack, than there is.
    Memory,
    /// No worker can be started, for this reason.
    Unavailable(String),
}

/// Has work done by `program` from now on, once for the whole process. Without it, everything is done in this process.
pub fn isolate_with(program: Program) {
    // The first one stays.
    let _ = PROGRAM.set(program);
}

/// Whether there is a program to do work with.
pub fn is_isolating() -> bool {
    PROGRAM.get().is_some()
}

/// Workers that were set up alike; they end with the value.
#[derive(Debug)]
pub struct Pool {
    setup: Vec<u8>,
    /// The computing time of a short request, if it is less than that of the program.
    seconds: Option<u64>,
    idle: Mutex<Vec<Worker>>,
}

impl Pool {
    /// Workers whose first message is `setup`. None is started yet.
    pub fn new(setup: Vec<u8>) -> Self {
        Self { setup, seconds: None, idle: Mutex::default() }
    }

    /// The same with no more than `seconds` of computing time for a short request.
    #[must_use]
    pub fn within(self, seconds: u64) -> Self {
        Self { seconds: Some(seconds), ..self }
    }

    /// The answer of a worker to `request`; `extra` of its bytes are no reason to take longer.
    ///
    /// # Errors
    ///
    /// The worker needed too much, or none can be started.
    pub fn ask(&self, request: &[u8], extra: usize) -> Result<Vec<u8>, Stopped> {
        let idle = || self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        let program = PROGRAM.get();
        let unavailable = |reason: String| Stopped::Unavailable(reason);
        let program = program.ok_or_else(|| unavailable("no program is known".to_owned()))?;
        let length = request.len().saturating_sub(extra) as u64;
        let seconds = self.seconds.unwrap_or(program.seconds).min(program.seconds);
        let seconds = seconds.saturating_add(length / BYTES_A_SECOND);
        let known = idle().pop().and_then(Worker::if_running);
        let mut worker = match known {
            Some(worker) => worker,
            None => Worker::start(program, &self.setup, seconds)
                .map_err(|error| unavailable(error.to_string()))?,
        };
        let answer = worker.ask(request, seconds)?;
        idle().push(worker);
        Ok(answer)
    }
}

/// A process that answers requests.
#[derive(Debug)]
struct Worker {
    child: Child,
    input: ChildStdin,
    answers: Receiver<Vec<u8>>,
}

impl Worker {
    fn start(program: &Program, setup: &[u8], seconds: u64) -> io::Result<Self> {
        let mut child = Command::new(&program.path)
            .arg(program.argument)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()?;
        let (Some(input), Some(mut output)) = (child.stdin.take(), child.stdout.take()) else {
            return Err(io::ErrorKind::BrokenPipe.into());
        };
        let (sender, answers) = channel();
        thread::Builder::new().spawn(move || {
            // The channel is closed where the answers end.
            while let Ok(Some((_, answer))) = read(&mut output, MAX_ANSWER) {
                if sender.send(answer).is_err() {
                    break;
                }
            }
        })?;
        let mut worker = Self { child, input, answers };
        // A worker that fails at this has failed when it is asked.
        let _ = write(&mut worker.input, seconds, setup);
        Ok(worker)
    }

    /// Itself unless it has ended.
    fn if_running(mut self) -> Option<Self> {
        matches!(self.child.try_wait(), Ok(None)).then_some(self)
    }

    fn ask(&mut self, request: &[u8], seconds: u64) -> Result<Vec<u8>, Stopped> {
        // Why a worker takes no request is known by how it ended.
        let _ = write(&mut self.input, seconds, request);
        let longest = Duration::from_secs(seconds.saturating_mul(SLOWEST));
        self.answers.recv_timeout(longest).map_err(|error| match error {
            RecvTimeoutError::Timeout => Stopped::Time(seconds),
            RecvTimeoutError::Disconnected => self.end(seconds),
        })
    }

    /// Why the process has closed its output.
    fn end(&mut self, seconds: u64) -> Stopped {
        let _ = self.child.kill();
        match self.child.wait() {
            Ok(status) if has_taken_too_long(status) => Stopped::Time(seconds),
            _ => Stopped::Memory,
        }
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        // One that has ended is only taken off the system's list.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[cfg(unix)]
fn has_taken_too_long(status: ExitStatus) -> bool {
    use std::os::unix::process::ExitStatusExt;
    status.signal() == Some(rustix::process::Signal::XCPU.as_raw())
}

#[cfg(not(unix))]
fn has_taken_too_long(_: ExitStatus) -> bool {
    false
}

/// Answers requests from `input` until it ends, which calls `end` in the midst of whatever is being done. The first
/// message sets up what each request is answered with.
///
/// # Errors
///
/// The answer can't be written, or no limit can be set.
pub fn serve<S: Sync>(
    mut input: impl Read + Send + 'static,
    output: &mut dyn Write,
    end: fn(),
    open: impl Fn(Vec<u8>) -> S,
    answer: impl Fn(&S, &[u8]) -> Vec<u8> + Sync,
) -> io::Result<()> {
    limit_memory()?;
    let (sender, messages) = sync_channel(1);
    thread::Builder::new().spawn(move || {
        while let Ok(Some(message)) = read(&mut input, u64::MAX) {
            if sender.send(message).is_err() {
                break;
            }
        }
        end();
    })?;
    let mut setup = None;
    while let Ok((seconds, message)) = messages.recv() {
        limit_time(seconds)?;
        let Some(setup) = &setup else {
            setup = Some(open(message));
            continue;
        };
        for bytes in super::map(&[message], |message| answer(setup, message)) {
            write(output, 0, &bytes)?;
        }
    }
    Ok(())
}

/// Limits the memory of this process, and has it leave nothing behind when it is stopped.
#[cfg(unix)]
fn limit_memory() -> io::Result<()> {
    use rustix::process::Resource;
    limit(Resource::As, MEMORY_GIB << 30)?;
    limit(Resource::Core, 0)?;
    limit(Resource::Fsize, 0)
}

/// Ends this process when it has computed for `seconds` more.
#[cfg(unix)]
fn limit_time(seconds: u64) -> io::Result<()> {
    use rustix::time::{ClockId, clock_gettime};
    let spent = u64::try_from(clock_gettime(ClockId::ProcessCPUTime).tv_sec).unwrap_or_default();
    limit(rustix::process::Resource::Cpu, spent.saturating_add(seconds).saturating_add(1))
}

#[cfg(unix)]
fn limit(resource: rustix::process::Resource, most: u64) -> io::Result<()> {
    use rustix::process::{getrlimit, setrlimit};
    let mut limits = getrlimit(resource);
    limits.current = Some(limits.maximum.map_or(most, |maximum| most.min(maximum)));
    Ok(setrlimit(resource, limits)?)
}

#[cfg(not(unix))]
#[expect(clippy::unnecessary_wraps, reason = "the same face as on Unix")]
fn limit_memory() -> io::Result<()> {
    Ok(())
}

#[cfg(not(unix))]
#[expect(clippy::unnecessary_wraps, reason = "the same face as on Unix")]
fn limit_time(_: u64) -> io::Result<()> {
    Ok(())
}

/// Writes a message: its length, the seconds that it may take, then its bytes.
fn write(to: &mut dyn Write, seconds: u64, message: &[u8]) -> io::Result<()> {
    to.write_all(&(message.len() as u64).to_le_bytes())?;
    to.write_all(&seconds.to_le_bytes())?;
    to.write_all(message)?;
    to.flush()
}

/// The next message and its seconds; none at the end of the input, or if it has more than `most` bytes.
fn read(from: &mut dyn Read, most: u64) -> io::Result<Option<(u64, Vec<u8>)>> {
    let mut number = || {
        let mut bytes = [0; 8];
        from.read_exact(&mut bytes).map(|()| u64::from_le_bytes(bytes))
    };
    let (length, seconds) = (number()?, number()?);
    if length > most {
        return Ok(None);
    }
    let mut message = Vec::new();
    let is_whole = from.take(length).read_to_end(&mut message)? as u64 == length;
    Ok(is_whole.then_some((seconds, message)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_is_read_as_it_was_written_or_not_at_all() {
        let mut bytes = Vec::new();
        assert!(write(&mut bytes, 7, b"queue").is_ok());
        assert_eq!(read(&mut bytes.as_slice(), 5).ok(), Some(Some((7, b"queue".to_vec()))));
        assert_eq!(read(&mut bytes.as_slice(), 4).ok(), Some(None));
        bytes.pop();
        assert_eq!(read(&mut bytes.as_slice(), 5).ok(), Some(None));
        assert!(read(&mut [0; 3].as_slice(), 5).is_err());
    }

    #[test]
    fn without_a_program_nothing_is_asked() {
        let asked = Pool::new(Vec::new()).ask(b"queue", 0);
        assert!(matches!(asked, Err(Stopped::Unavailable(_))), "{asked:?}");
    }
}
