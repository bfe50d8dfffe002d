//! HTTP/1.1, as much of it as the API needs.

use std::io::{self, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use serde_json::Value;

use super::answer::Answer;
use super::faults::{self, Fault};
use super::{BASE, Received, Shared, lock};

/// Bodies of requests beyond 1 MB are refused with 413.
const LONGEST_BODY: usize = 1_000_000;
/// Longest head of a request.
const LONGEST_HEAD: usize = 64 << 10;
/// A connection nobody uses is closed after this time.
const IDLE: Duration = Duration::from_secs(20);

pub(super) fn listen(listener: &TcpListener, shared: &Arc<Shared>) {
    for stream in listener.incoming() {
        if shared.stop.load(Ordering::SeqCst) {
            return;
        }
        let Ok(stream) = stream else { continue };
        let shared = Arc::clone(shared);
        std::thread::spawn(move || {
            // Whoever breaks a connection off knows it.
            let _ = connection(stream, &shared);
        });
    }
}

fn connection(stream: TcpStream, shared: &Shared) -> io::Result<()> {
    stream.set_read_timeout(Some(IDLE))?;
    stream.set_nodelay(true)?;
    match &shared.tls {
        None => serve(stream, shared),
        Some(tls) => {
            let session =
                rustls::ServerConnection::new(Arc::clone(tls)).map_err(io::Error::other)?;
            serve(rustls::StreamOwned::new(session, stream), shared)
        }
    }
}

struct Head {
    method: String,
    path: String,
    token: Option<String>,
    length: usize,
}

fn serve(mut stream: impl Read + Write, shared: &Shared) -> io::Result<()> {
    let mut buffer = Vec::new();
    while !shared.stop.load(Ordering::SeqCst) {
        let Some((head, body_at)) = read_head(&mut stream, &mut buffer)? else {
            return Ok(());
        };
        let end = body_at + head.length.min(LONGEST_BODY + 1);
        let fault = faults::next(&mut lock(&shared.plans), &head.method, &head.path);
        if let Some(Fault::CutRequest(at)) = fault {
            fill(&mut stream, &mut buffer, at.min(end))?;
            note(shared, &head, Value::Null, end, 0, 0);
            return Ok(());
        }
        fill(&mut stream, &mut buffer, end)?;
        let body: Vec<u8> = buffer.drain(..end).skip(body_at).collect();
        let json: Value = serde_json::from_slice(&body).unwrap_or(Value::Null);
        let answer = match &fault {
            Some(Fault::Refuse { .. }) => None,
            _ if head.length > LONGEST_BODY => Some(Answer::refused(413, "E_TOO_LARGE", "body")),
            _ => {
                let mut service = lock(&shared.service);
                Some(service.answer(&head.method, &head.path, head.token.as_deref(), &json))
            }
        };
        let answer = answer.unwrap_or_default();
        let (bytes, status, cut) = spoiled(answer, fault);
        note(shared, &head, json, end, status, bytes.len());
        let cut = cut.map(|cut| cut.min(bytes.len()));
        stream.write_all(bytes.get(..cut.unwrap_or(bytes.len())).unwrap_or_default())?;
        stream.flush()?;
        if cut.is_some() {
            return Ok(());
        }
    }
    Ok(())
}

/// The answer as it goes out, its status, and after how many bytes it breaks off.
fn spoiled(mut answer: Answer, fault: Option<Fault>) -> (Vec<u8>, u16, Option<usize>) {
    let mut cut = None;
    match fault {
        None | Some(Fault::CutRequest(_)) => {}
        Some(Fault::Refuse {
            status,
            code,
            retry_after,
        }) => {
            answer = Answer::refused(status, code, "as told");
            answer.retry_after = retry_after;
        }
        Some(Fault::RefuseAfter { status, code }) => {
            answer = Answer::refused(status, code, "as told");
        }
        Some(Fault::CutAnswer(at)) => cut = Some(at),
        Some(Fault::Slow(by)) => std::thread::sleep(by),
        Some(Fault::Body(body)) => answer.body = body,
        Some(Fault::Bytes(bytes)) => {
            let all = bytes.len();
            return (bytes, answer.status, Some(all));
        }
        Some(Fault::Set(pointer, value)) => {
            answer.change(|json| {
                if let Some(field) = json.pointer_mut(pointer) {
                    *field = value;
                }
            });
        }
        Some(Fault::Remove(pointer)) => answer.change(|json| {
            let (parent, name) = pointer.rsplit_once('/').unwrap_or(("", pointer));
            if let Some(Value::Object(fields)) = json.pointer_mut(parent) {
                fields.remove(name);
            }
        }),
    }
    let status = answer.status;
    (answer.bytes(), status, cut)
}

fn note(shared: &Shared, head: &Head, body: Value, length: usize, status: u16, answer: usize) {
    lock(&shared.received).push(Received {
        method: head.method.clone(),
        path: head.path.clone(),
        body,
        length,
        status,
        answer,
    });
}

fn read_head(stream: &mut impl Read, buffer: &mut Vec<u8>) -> io::Result<Option<(Head, usize)>> {
    let end = loop {
        if let Some(at) = buffer.windows(4).position(|four| four == b"\r\n\r\n") {
            break at + 4;
        }
        if buffer.len() > LONGEST_HEAD {
            return Err(io::Error::from(io::ErrorKind::InvalidData));
        }
        if !more(stream, buffer)? {
            return Ok(None);
        }
    };
    let text = String::from_utf8_lossy(buffer.get(..end).unwrap_or_default()).into_owned();
    let mut lines = text.lines();
    let mut words = lines.next().unwrap_or_default().split(' ');
    let method = words.next().unwrap_or_default().to_owned();
    let path = words.next().unwrap_or_default();
    let mut head = Head {
        method,
        path: path.strip_prefix(BASE).unwrap_or("/nowhere").to_owned(),
        token: None,
        length: 0,
    };
    for line in lines {
        let Some((name, value)) = line.split_once(':') else {
            continue;
        };
        let value = value.trim();
        match name.to_ascii_lowercase().as_str() {
            "content-length" => head.length = value.parse().unwrap_or_default(),
            "authorization" => head.token = value.strip_prefix("Bearer ").map(str::to_owned),
            _ => {}
        }
    }
    Ok(Some((head, end)))
}

fn fill(stream: &mut impl Read, buffer: &mut Vec<u8>, length: usize) -> io::Result<()> {
    while buffer.len() < length {
        if !more(stream, buffer)? {
            return Err(io::Error::from(io::ErrorKind::UnexpectedEof));
        }
    }
    Ok(())
}

fn more(stream: &mut impl Read, buffer: &mut Vec<u8>) -> io::Result<bool> {
    let mut part = [0; 8192];
    let read = stream.read(&mut part)?;
    buffer.extend_from_slice(part.get(..read).unwrap_or_default());
    Ok(read > 0)
}
