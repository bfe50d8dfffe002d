//! Frames of the ePOS-Device protocol: XML, ended by one NUL byte, in both directions.

use quick_xml::Reader;
use quick_xml::escape::escape;
use quick_xml::events::Event;

/// Longest frame that is read; an export's piece has 128 KB of base64 inside.
pub(crate) const LONGEST: usize = 1 << 20;
/// The protocol nests three elements.
const DEEPEST: usize = 8;

/// What a host sends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// Greeting after a connection was made.
    Connect {
        /// The host's name for this connection.
        client_id: String,
        /// Version of the protocol.
        protocol_version: String,
    },
    /// Answer to `open_device`.
    Open(Done),
    /// Answer to `close_device`.
    Close(Done),
    /// Answer to `device_data`.
    Data {
        /// Which device answered and how.
        done: Done,
        /// Kind of answer, `onoperateresult` for ours.
        kind: String,
        /// The JSON inside.
        result: Option<String>,
    },
    /// Answer to `reconnect`.
    Reconnect {
        /// `OK` or why not.
        code: String,
    },
}

/// The common part of answers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Done {
    /// The device.
    pub device_id: String,
    /// `OK`, `SUCCESS`, or why not.
    pub code: String,
    /// Number of the answer on this connection, if the host numbers it.
    pub data_id: Option<String>,
}

/// One XML element.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Element {
    pub name: String,
    pub text: String,
    pub children: Vec<Element>,
}

impl Element {
    /// The child with this name.
    pub fn child(&self, name: &str) -> Option<&Self> {
        self.children.iter().find(|child| child.name == name)
    }

    /// The text of the child with this name.
    pub fn text_of(&self, name: &str) -> Option<&str> {
        self.child(name).map(|child| child.text.as_str())
    }

    /// Reads one document.
    pub fn parse(frame: &[u8]) -> Result<Self, String> {
        let frame = std::str::from_utf8(frame).map_err(|_| "not UTF-8".to_string())?;
        let mut reader = Reader::from_str(frame);
        let mut open: Vec<Self> = Vec::new();
        let mut root = None;
        loop {
            let event = reader.read_event().map_err(|error| error.to_string())?;
            let mut text = |part: &str| match open.last_mut() {
                Some(element) => {
                    element.text.push_str(part);
                    Ok(())
                }
                None if part.trim().is_empty() => Ok(()),
                None => Err("text outside of the document".to_string()),
            };
            let finished = match event {
                Event::Eof => break,
                Event::Text(part) => {
                    text(&part.xml10_content().map_err(|error| error.to_string())?)?;
                    continue;
                }
                Event::CData(part) => {
                    text(&part.decode().map_err(|error| error.to_string())?)?;
                    continue;
                }
                Event::GeneralRef(name) => {
                    let character = match name.resolve_char_ref().map_err(|e| e.to_string())? {
                        Some(character) => character,
                        None => match name.decode().map_err(|error| error.to_string())?.as_ref() {
                            "quot" => '"',
                            "amp" => '&',
                            "apos" => '\'',
                            "lt" => '<',
                            "gt" => '>',
                            other => return Err(format!("unknown entity {other:?}")),
                        },
                    };
                    text(character.encode_utf8(&mut [0; 4]))?;
                    continue;
                }
                Event::DocType(_) => return Err("a document type declaration".into()),
                Event::Comment(_) | Event::Decl(_) | Event::PI(_) => continue,
                Event::Start(start) => {
                    if root.is_some() || open.len() >= DEEPEST {
                        return Err("more elements than the protocol has".into());
                    }
                    open.push(Self::named(start.name().as_ref()));
                    continue;
                }
                Event::Empty(start) => Self::named(start.name().as_ref()),
                // The reader checks that it is the end of the element that is open.
                Event::End(_) => open.pop().ok_or("an end without a beginning")?,
            };
            match open.last_mut() {
                Some(parent) => parent.children.push(finished),
                None if root.is_none() => root = Some(finished),
                None => return Err("more than one document".into()),
            }
        }
        match (root, open.is_empty()) {
            (Some(root), true) => Ok(root),
            _ => Err("the document is not whole".into()),
        }
    }

    fn named(name: &[u8]) -> Self {
        Self {
            name: String::from_utf8_lossy(name).into_owned(),
            ..Self::default()
        }
    }
}

impl Answer {
    /// Reads a frame without its NUL.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn parse(frame: &[u8]) -> Result<Self, String> {
        let root = Element::parse(frame)?;
        let data = root.child("data");
        let inner = |name| data.and_then(|data| data.text_of(name));
        let outer = |name| root.text_of(name);
        let done = || -> Result<Done, String> {
            // A code at the outside speaks of the protocol, one at the inside of the command.
            let code = outer("code").filter(|code| inner("code").is_none() || *code != "OK");
            Ok(Done {
                device_id: outer("device_id").unwrap_or_default().into(),
                code: code
                    .or_else(|| inner("code"))
                    .ok_or_else(|| format!("{} without a code", root.name))?
                    .into(),
                data_id: outer("data_id")
                    .or_else(|| inner("data_id"))
                    .map(Into::into),
            })
        };
        match root.name.as_str() {
            "connect" => Ok(Self::Connect {
                client_id: inner("client_id")
                    .ok_or("connect without a client_id")?
                    .into(),
                protocol_version: inner("protocol_version").unwrap_or_default().into(),
            }),
            "open_device" => Ok(Self::Open(done()?)),
            "close_device" => Ok(Self::Close(done()?)),
            "reconnect" => Ok(Self::Reconnect { code: done()?.code }),
            "device_data" => Ok(Self::Data {
                done: done()?,
                kind: inner("type").unwrap_or_default().into(),
                result: inner("resultdata").map(Into::into),
            }),
            other => Err(format!("unknown message {other:?}")),
        }
    }
}

/// `open_device`, with its NUL.
pub(crate) fn open(device: &str) -> String {
    let device = escape(device);
    format!(
        "<open_device><device_id>{device}</device_id><data><type>type_storage</type></data></open_device>\0"
    )
}

/// `close_device`, with its NUL.
pub(crate) fn close(device: &str) -> String {
    let device = escape(device);
    format!("<close_device><device_id>{device}</device_id></close_device>\0")
}

/// `device_data` around a request in JSON, with its NUL.
pub(crate) fn operate(device: &str, millis: u128, json: &str) -> String {
    let (device, json) = (escape(device), escape(json));
    format!(
        "<device_data><device_id>{device}</device_id><data><type>operate</type><timeout>{millis}</timeout><requestdata>{json}</requestdata></data></device_data>\0"
    )
}

/// `reconnect`, with its NUL.
pub(crate) fn reconnect(old: &str, new: &str, received: &str) -> String {
    let (old, new, received) = (escape(old), escape(new), escape(received));
    format!(
        "<reconnect><data><old_client_id>{old}</old_client_id><new_client_id>{new}</new_client_id><received_id>{received}</received_id></data></reconnect>\0"
    )
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn json_survives_the_escaping() {
        let json = r#"{"a":"<&>'\" ]]> ü  two spaces","b":"\u0000"}"#;
        let frame = operate("local TSE", 10_000, json);
        let frame = frame.strip_suffix('\0').unwrap();
        let root = Element::parse(frame.as_bytes()).unwrap();
        assert_eq!(root.text_of("device_id"), Some("local TSE"));
        assert_eq!(
            root.child("data").unwrap().text_of("requestdata"),
            Some(json)
        );
    }

    #[test]
    fn answers_are_read() {
        let parse = |text: &str| Answer::parse(text.as_bytes());
        assert_eq!(
            parse(
                "<?xml version=\"1.0\"?>\n<connect><data><client_id>sock1</client_id><protocol_version>2</protocol_version></data></connect>"
            ),
            Ok(Answer::Connect {
                client_id: "sock1".into(),
                protocol_version: "2".into()
            })
        );
        let done = |code: &str| Done {
            device_id: "local_TSE".into(),
            code: code.into(),
            data_id: Some("7".into()),
        };
        assert_eq!(
            parse(
                "<open_device><device_id>local_TSE</device_id><code>DEVICE_IN_USE</code><data_id>7</data_id></open_device>"
            ),
            Ok(Answer::Open(done("DEVICE_IN_USE")))
        );
        assert_eq!(
            parse(
                "<device_data><device_id>local_TSE</device_id><code>OK</code><data_id>7</data_id><data><type>onoperateresult</type><code>SUCCESS</code><resultdata>{&quot;a&quot;:1}</resultdata></data></device_data>"
            ),
            Ok(Answer::Data {
                done: done("SUCCESS"),
                kind: "onoperateresult".into(),
                result: Some("{\"a\":1}".into())
            })
        );
    }

    #[test]
    fn what_is_no_frame_is_refused() {
        for wrong in [
            "",
            " ",
            "x",
            "<a/>",
            "<open_device/>",
            "<open_device>",
            "<connect></connect>",
            "<a></b>",
            "<close_device><code>OK</code></close_device><x/>",
            "</a>",
            "<!DOCTYPE a [<!ENTITY x \"y\">]><connect><data><client_id>&x;</client_id></data></connect>",
            "<connect><data><client_id>&x;</client_id></data></connect>",
            "<a><a><a><a><a><a><a><a><a/></a></a></a></a></a></a></a></a>",
            "<connect><data><client_id>&#0;</client_id></data></connect>",
        ] {
            assert!(Answer::parse(wrong.as_bytes()).is_err(), "{wrong}");
        }
        assert!(Answer::parse(b"<connect>\xFF</connect>").is_err());
    }
}
