//! DeviceRequest and DeviceResponse.

use super::{Header, OverallResult, PrivateData};
use crate::opi::xml::Element;

/// A device a terminal means: `CashierDisplay`, `Printer` …
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Target(pub String);

impl Target {
    /// Whether it is this one.
    #[must_use]
    pub fn is(&self, name: &str) -> bool {
        self.0.eq_ignore_ascii_case(name)
    }
}

impl From<&str> for Target {
    fn from(name: &str) -> Self {
        Self(name.trim().to_owned())
    }
}

/// One line to show or print.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TextLine {
    /// Text with the blanks that lay it out; card numbers are masked.
    pub text: String,
    /// Row, where it is stated.
    pub row: Option<u32>,
    /// Alignment: `Left`, `Center`, `Right`; empty where it is not stated.
    pub alignment: String,
    /// Width: `Double` for letters twice as wide.
    pub width: String,
    /// Height: `Double` for letters twice as high.
    pub height: String,
    /// Erase: what stood there is gone.
    pub erase: bool,
    /// PaperCut: the slip ends after this line.
    pub cut: bool,
}

impl TextLine {
    /// A plain line.
    #[must_use]
    pub fn new(text: &str) -> Self {
        Self {
            text: text.to_owned(),
            ..Self::default()
        }
    }

    fn read(element: &Element) -> Self {
        let get = |name| element.get(name).trim().to_owned();
        Self {
            text: element.text.clone(),
            row: get("Row").parse().ok(),
            alignment: get("Alignment"),
            width: get("Width"),
            height: get("Height"),
            erase: is_true(element.get("Erase")),
            cut: is_true(element.get("PaperCut")),
        }
    }

    fn write(&self) -> Element {
        let row = self.row.map(|row| row.to_string());
        Element::with_text("TextLine", &self.text)
            .maybe("Row", row.as_deref().unwrap_or_default())
            .maybe("Alignment", &self.alignment)
            .maybe("Width", &self.width)
            .maybe("Height", &self.height)
            .maybe("Erase", if self.erase { "true" } else { "" })
            .maybe("PaperCut", if self.cut { "true" } else { "" })
    }
}

/// XML Schema's booleans, in any case.
fn is_true(text: &str) -> bool {
    matches!(text.trim().to_ascii_lowercase().as_str(), "true" | "1")
}

/// Something to show or print.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Output {
    /// Where.
    pub target: Target,
    /// Lines; a printer's output without any asks whether it is ready.
    pub lines: Vec<TextLine>,
    /// E-Journal: name and value, in their order.
    pub journal: Vec<(String, String)>,
    /// Complete is `false`: more lines of the same slip will follow.
    pub continues: bool,
}

impl Output {
    fn read(element: &Element) -> Self {
        let mut journal = Vec::new();
        for part in element.all("E-Journal") {
            flatten(part, &mut journal);
        }
        Self {
            target: element.get("OutDeviceTarget").into(),
            lines: element.all("TextLine").map(TextLine::read).collect(),
            journal,
            continues: matches!(element.get("Complete").trim(), "false" | "0"),
        }
    }

    fn write(&self) -> Element {
        let mut element = Element::new("Output")
            .attribute("OutDeviceTarget", &self.target.0)
            .maybe("Complete", if self.continues { "false" } else { "" });
        element
            .children
            .extend(self.lines.iter().map(TextLine::write));
        if !self.journal.is_empty() {
            let mut journal = Element::new("E-Journal");
            for (name, value) in &self.journal {
                journal.children.push(Element::with_text(name, value));
            }
            element.children.push(journal);
        }
        element
    }
}

/// Depth is limited by the parser.
fn flatten(element: &Element, pairs: &mut Vec<(String, String)>) {
    let text = element.text.trim();
    if !text.is_empty() {
        pairs.push((element.name.clone(), text.to_owned()));
    }
    for child in &element.children {
        flatten(child, pairs);
    }
}

/// What kind of answer an input wants.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Yes or no.
    GetConfirmation,
    /// Any key.
    GetAnyKey,
    /// Something this till has no dialog for.
    Other(String),
}

/// A question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Input {
    /// Where it is to be asked.
    pub target: Target,
    /// What kind of answer.
    pub command: Command,
    /// Seconds to wait for it, where they are stated.
    pub seconds: Option<u64>,
}

impl Input {
    fn read(element: &Element) -> Self {
        let command = element.find("Command");
        let name = command.map_or("", |command| command.text.trim());
        let seconds = |element: &Element| element.get("TimeOut").trim().parse().ok();
        Self {
            target: element.get("InDeviceTarget").into(),
            command: match name {
                "GetConfirmation" => Command::GetConfirmation,
                "GetAnyKey" => Command::GetAnyKey,
                other => Command::Other(other.to_owned()),
            },
            seconds: command.and_then(seconds).or_else(|| seconds(element)),
        }
    }

    fn write(&self) -> Element {
        let name = match &self.command {
            Command::GetConfirmation => "GetConfirmation",
            Command::GetAnyKey => "GetAnyKey",
            Command::Other(name) => name,
        };
        let seconds = self.seconds.map(|seconds| seconds.to_string());
        let command = Element::with_text("Command", name)
            .maybe("TimeOut", seconds.as_deref().unwrap_or_default());
        Element::new("Input")
            .attribute("InDeviceTarget", &self.target.0)
            .child(command)
    }
}

/// The terminal shows, prints or asks.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DeviceRequest {
    /// Shared attributes.
    pub header: Header,
    /// What to show or print; up to two are usual.
    pub outputs: Vec<Output>,
    /// What to ask.
    pub input: Option<Input>,
    /// PrivateData.
    pub private: PrivateData,
}

impl DeviceRequest {
    pub(super) fn read(element: &Element) -> Self {
        Self {
            header: Header::read(element),
            outputs: element.all("Output").map(Output::read).collect(),
            input: element.find("Input").map(Input::read),
            private: PrivateData::read(element),
        }
    }

    pub(super) fn write(&self) -> Element {
        let mut element = self.header.write("DeviceRequest");
        element
            .children
            .extend(self.outputs.iter().map(Output::write));
        let input = self.input.as_ref().map(Input::write);
        element.children.extend(input);
        self.private.write(&mut element);
        element
    }
}

/// What became of an output.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutputAnswer {
    /// Its target.
    pub target: Target,
    /// What became of it.
    pub result: OverallResult,
}

/// A value somebody typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// InBoolean.
    Boolean(bool),
    /// InNumber, InString … under its name.
    Other(String, String),
}

/// What became of an input.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InputAnswer {
    /// Its target.
    pub target: Target,
    /// What became of it.
    pub result: OverallResult,
    /// The answer.
    pub value: Option<Value>,
}

impl InputAnswer {
    fn read(element: &Element) -> Self {
        let value = element.find("InputValue");
        let value = value.and_then(|value| value.children.first());
        Self {
            target: element.get("InDeviceTarget").into(),
            result: OverallResult::read(element.get("InResult")),
            value: value.map(|value| match value.name.as_str() {
                "InBoolean" => Value::Boolean(is_true(&value.text)),
                name => Value::Other(name.to_owned(), value.text.trim().to_owned()),
            }),
        }
    }

    fn write(&self) -> Element {
        let element = Element::new("Input")
            .attribute("InDeviceTarget", &self.target.0)
            .attribute("InResult", self.result.name());
        let value = self.value.as_ref().map(|value| match value {
            Value::Boolean(value) => {
                Element::with_text("InBoolean", if *value { "true" } else { "false" })
            }
            Value::Other(name, value) => Element::with_text(name, value),
        });
        match value {
            Some(value) => element.child(Element::new("InputValue").child(value)),
            None => element,
        }
    }
}

/// Our answer to a [`DeviceRequest`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeviceResponse {
    /// Shared attributes, those of the request.
    pub header: Header,
    /// OverallResult.
    pub result: OverallResult,
    /// One for each output of the request.
    pub outputs: Vec<OutputAnswer>,
    /// For the input of the request.
    pub input: Option<InputAnswer>,
}

impl DeviceResponse {
    pub(super) fn read(element: &Element) -> Self {
        let output = |output: &Element| OutputAnswer {
            target: output.get("OutDeviceTarget").into(),
            result: OverallResult::read(output.get("OutResult")),
        };
        Self {
            header: Header::read(element),
            result: OverallResult::read(element.get("OverallResult")),
            outputs: element.all("Output").map(output).collect(),
            input: element.find("Input").map(InputAnswer::read),
        }
    }

    pub(super) fn write(&self) -> Element {
        let mut element = self
            .header
            .write("DeviceResponse")
            .attribute("OverallResult", self.result.name());
        for output in &self.outputs {
            element.children.push(
                Element::new("Output")
                    .attribute("OutDeviceTarget", &output.target.0)
                    .attribute("OutResult", output.result.name()),
            );
        }
        let input = self.input.as_ref().map(InputAnswer::write);
        element.children.extend(input);
        element
    }
}
