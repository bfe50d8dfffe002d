//! Whatever is written is read back, whatever comes is read without a panic, and no result is lost.

use amtskasse_terminal::zvt::apdu::LONGEST;
use amtskasse_terminal::zvt::bmp::{self, Length, TABLE};
use amtskasse_terminal::zvt::{Apdu, Charset, Message, Reassembler, Slips, tlv};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

fn class() -> impl Strategy<Value = u8> {
    select(vec![0x01, 0x04, 0x05, 0x06, 0x08, 0x0F, 0x80, 0x84])
}

fn apdu() -> impl Strategy<Value = Apdu> {
    let short = vec(any::<u8>(), 0..300);
    let long = vec(any::<u8>(), LONGEST - 2..=LONGEST);
    let data = prop_oneof![30 => short, 1 => long];
    (class(), any::<u8>(), data)
        .prop_map(|(class, instruction, data)| Apdu::new(class, instruction, data))
}

/// Any field of the table with any value that it can hold.
fn field() -> impl Strategy<Value = (u8, Vec<u8>)> {
    select(TABLE.to_vec()).prop_flat_map(|bmp| {
        let lengths = match bmp.length {
            Length::Fixed(length) => length..=length,
            Length::LlVar => 0..=99,
            Length::LllVar => 0..=999,
            Length::Ber => 0..=1200,
        };
        vec(any::<u8>(), lengths).prop_map(move |value| (bmp.number, value))
    })
}

/// A tag as it is written: one byte, or two where the low five bits are ones.
fn tag() -> impl Strategy<Value = u32> {
    prop_oneof![
        (1u32..=0xFF).prop_filter("two bytes", |tag| tag & 0x1F != 0x1F),
        (select(vec![0x1Fu32, 0x3F, 0x5F, 0xDF]), 0u32..0x80)
            .prop_map(|(first, second)| first << 8 | second),
    ]
}

/// Tags of one level, their values any bytes or tags.
fn container(depth: u32) -> BoxedStrategy<Vec<(u32, Vec<u8>)>> {
    let bytes = vec(any::<u8>(), 0..300).boxed();
    let value = match depth {
        0 => bytes,
        _ => prop_oneof![bytes, container(depth - 1).prop_map(|tags| written(&tags))].boxed(),
    };
    vec((tag(), value), 0..5).boxed()
}

fn written(tags: &[(u32, Vec<u8>)]) -> Vec<u8> {
    let mut data = Vec::new();
    for (tag, value) in tags {
        tlv::put(&mut data, *tag, value);
    }
    data
}

fn fields(fields: &[(u8, Vec<u8>)]) -> Vec<u8> {
    let mut data = Vec::new();
    for (number, value) in fields {
        bmp::put(&mut data, *number, value).unwrap();
    }
    data
}

/// Reads everything of a message there is to read.
fn read(apdu: &Apdu, charset: Charset) -> Message {
    let message = Message::parse(apdu, charset);
    let _ = (message.reply(), message.sequence(), message.unread());
    if let Message::Status(status) = &message {
        let now = chrono::DateTime::UNIX_EPOCH.fixed_offset();
        let _ = (status.approval(1, now), status.refusal());
    }
    if let Message::Print(print) = &message {
        let mut slips = Slips::default();
        let _ = (slips.take(print), slips.finish());
    }
    let _ = amtskasse_terminal::zvt::Command::parse(apdu);
    message
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn apdus_come_back_however_the_stream_is_cut(
        apdus in vec(apdu(), 0..5),
        cuts in vec(1usize..400, 1..20),
    ) {
        let stream: Vec<u8> = apdus.iter().flat_map(Apdu::encode).collect();
        let mut reassembler = Reassembler::default();
        let mut found = Vec::new();
        let mut rest = stream.as_slice();
        for cut in cuts.iter().cycle() {
            if rest.is_empty() {
                break;
            }
            let (segment, behind) = rest.split_at(rest.len().min(*cut));
            reassembler.push(segment);
            rest = behind;
            while let Some(apdu) = reassembler.next().unwrap() {
                found.push(apdu);
            }
        }
        prop_assert_eq!(found, apdus);
        prop_assert_eq!(reassembler.pending(), 0);
    }

    #[test]
    fn fields_come_back(list in vec(field(), 0..12)) {
        let data = fields(&list);
        let read: Vec<(u8, Vec<u8>)> = bmp::Reader::new(&data, 0)
            .map(|field| field.map(|field| (field.number, field.value.to_vec())))
            .collect::<Result<_, _>>()
            .unwrap();
        prop_assert_eq!(read, list);
    }

    #[test]
    fn tags_come_back(tags in container(2)) {
        let data = written(&tags);
        let read: Vec<(u32, Vec<u8>)> = tlv::Reader::new(&data)
            .map(|tlv| tlv.map(|tlv| (tlv.tag, tlv.value.to_vec())))
            .collect::<Result<_, _>>()
            .unwrap();
        prop_assert_eq!(read, tags);
    }

    #[test]
    fn whatever_follows_the_result_stands(
        result in any::<u8>(),
        cents in 0u64..=999_999_999_999,
        list in vec(field(), 0..4),
        noise in vec(any::<u8>(), 0..60),
    ) {
        // Fields of the list that say the same again would rightly win.
        let list: Vec<_> = list.into_iter().filter(|(number, _)| !matches!(number, 0x04 | 0x27)).collect();
        let amount = amtskasse_terminal::zvt::bcd::bytes::<6>(cents).unwrap();
        let mut data = fields(&[(0x27, vec![result]), (0x04, amount.to_vec())]);
        data.extend(fields(&list));
        let before = data.len();
        data.push(0x31);
        data.extend(&noise);
        let Message::Status(status) = read(&Apdu::new(4, 0x0F, data), Charset::Auto) else {
            panic!()
        };
        prop_assert_eq!(status.result, Some(result));
        prop_assert_eq!(status.cents, Some(cents as i64));
        let last = status.unread.last().unwrap();
        prop_assert_eq!(last.at, before);
        prop_assert_eq!(last.reason, bmp::Unreadable::UnknownBmp(0x31));
    }

    #[test]
    fn unknown_tags_hide_no_known_one(
        before in container(1),
        technology in 0u8..3,
        after in container(1),
    ) {
        // What a container says last of something counts, so the noise around says nothing of it.
        let other = |tags: Vec<(u32, Vec<u8>)>| -> Vec<u8> {
            let kept: Vec<_> = tags.into_iter().filter(|(tag, _)| *tag != 0x1F12 && !tlv::constructed(*tag)).collect();
            written(&kept)
        };
        let mut container = other(before);
        tlv::put(&mut container, 0x1F12, &[technology]);
        container.extend(other(after));
        let data = fields(&[(0x27, vec![0]), (0x06, container)]);
        let Message::Status(status) = read(&Apdu::new(4, 0x0F, data), Charset::Auto) else {
            panic!()
        };
        prop_assert_eq!(status.technology, Some(technology));
    }

    #[test]
    fn any_message_is_read_without_panic(
        apdu in apdu(),
        code in select(vec![0x040Fu16, 0x04FF, 0x0401, 0x040D, 0x060F, 0x061E, 0x06D1, 0x06D3, 0x0600, 0x0601, 0x0630]),
        charset in select(vec![Charset::Auto, Charset::Cp437, Charset::Latin9, Charset::Utf8, Charset::Din66003]),
    ) {
        read(&apdu, charset);
        let [class, instruction] = code.to_be_bytes();
        read(&Apdu::new(class, instruction, apdu.data), charset);
    }

    #[test]
    fn text_of_a_set_comes_back(text in "[ -~ÄÖÜäöüßé]{0,80}") {
        for charset in [Charset::Cp437, Charset::Latin1, Charset::Latin9, Charset::Utf8] {
            prop_assert_eq!(charset.decode(&charset.encode(&text)), text.clone());
        }
    }
}
