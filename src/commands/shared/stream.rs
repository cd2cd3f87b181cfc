//! Output to a reader who may leave.

use std::io::{self, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Whether the reader of a stream closed the pipe.
#[derive(Debug, Clone, Default)]
pub struct IsClosed(Arc<AtomicBool>);

impl IsClosed {
    /// Whether nobody reads any more.
    pub fn get(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// A stream that takes everything once its reader closed the pipe. That is the reader's choice: what a command has to
/// do is done to the end all the same, and its exit code says what it found.
pub struct Stream<W> {
    inner: W,
    is_closed: IsClosed,
}

impl<W: Write> Stream<W> {
    /// The stream `inner`, which notes in `is_closed` when its reader is gone.
    pub const fn new(inner: W, is_closed: IsClosed) -> Self {
        Self { inner, is_closed }
    }

    fn unless_closed<T>(
        &mut self,
        otherwise: T,
        write: impl FnOnce(&mut W) -> io::Result<T>,
    ) -> io::Result<T> {
        if self.is_closed.get() {
            return Ok(otherwise);
        }
        match write(&mut self.inner) {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {
                self.is_closed.0.store(true, Ordering::Relaxed);
                Ok(otherwise)
            }
            result => result,
        }
    }
}

impl<W: Write> Write for Stream<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.unless_closed(bytes.len(), |inner| inner.write(bytes))
    }

    fn flush(&mut self) -> io::Result<()> {
        self.unless_closed((), Write::flush)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A pipe that its reader closes after some writes.
    struct Pipe(usize);

    impl Write for Pipe {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0 = self.0.checked_sub(1).ok_or(io::ErrorKind::BrokenPipe)?;
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Err(io::ErrorKind::StorageFull.into())
        }
    }

    #[test]
    fn a_closed_pipe_takes_everything_and_is_noted() {
        let is_closed = IsClosed::default();
        let mut stream = Stream::new(Pipe(1), is_closed.clone());
        assert!(stream.write_all(b"read").is_ok() && !is_closed.get());
        assert!(stream.flush().is_err(), "another error stays one");
        assert!(stream.write_all(b"not read").is_ok() && is_closed.get());
        assert!(stream.write_all(b"nor this").is_ok() && stream.flush().is_ok());
    }
}
