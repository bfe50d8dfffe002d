#![allow(clippy::unwrap_used)]

use super::*;
use crate::algorithm::{Hash, LogTimeFormat, unhex};
use chrono::{DateTime, Utc};

fn moment() -> DateTime<Utc> {
    DateTime::from_timestamp_millis(1_630_408_502_345).unwrap()
}

fn message(version: u8, body: Body, format: LogTimeFormat) -> Message {
    Message {
        version,
        body,
        serial: vec![0xAA; 32],
        algorithm: SignatureAlgorithm::EcdsaPlain(Hash::Sha384),
        counter: 44131,
        time: LogTime::new(format, moment()),
    }
}

fn transaction(form: DataForm) -> Body {
    Body::Transaction(TransactionBody {
        operation: Operation::Finish,
        client_id: "137741-0008-And10".into(),
        process_data: b"Beleg^0.00_28.04_0.00_0.00_0.00^28.04:Bar".to_vec(),
        form,
        process_type: Some("Kassenbeleg-V1".into()),
        external: None,
        number: 223,
        internal: None,
    })
}

fn system() -> Body {
    Body::System(SystemBody {
        operation: "updateTime".into(),
        data: unhex("810461014f35820461014f37").unwrap(),
        origin: None,
        user: None,
        internal: None,
    })
}

#[test]
fn what_is_written_is_read_back() {
    for version in [2, 3] {
        for format in [
            LogTimeFormat::UnixTime,
            LogTimeFormat::UtcTime,
            LogTimeFormat::UtcTimeWithSeconds,
            LogTimeFormat::GeneralizedTime,
            LogTimeFormat::GeneralizedTimeWithMilliseconds,
        ] {
            for body in [
                transaction(DataForm::Primitive),
                transaction(DataForm::Constructed),
                transaction(DataForm::Indefinite),
                system(),
                Body::Audit(b"anything".to_vec()),
            ] {
                let message = message(version, body, format);
                let dtbs = message.dtbs();
                let bytes = seal(&dtbs, &[7; 96]);
                let decoded = decode(&bytes).unwrap();
                assert_eq!(decoded.message, message);
                assert_eq!(decoded.dtbs, dtbs);
                assert_eq!(decoded.signature, [7; 96]);
            }
        }
    }
}

#[test]
fn the_signed_bytes_are_those_of_the_standard() {
    let expected = "020102060904007f0007030701018011\
        46696e6973685472616e73616374696f6e81113133373734312d303030382d416e643130\
        a280042942656c65675e302e30305f32382e30345f302e30305f302e30305f302e30305e32382e30343a426172\
        0000830e4b617373656e62656c65672d5631850200df0420";
    let message = message(
        2,
        transaction(DataForm::Indefinite),
        LogTimeFormat::UnixTime,
    );
    let expected = unhex(&expected.replace(' ', "")).unwrap();
    let tail = unhex("300c060a04007f00070101040104020300ac630204612e0f36").unwrap();
    assert_eq!(message.dtbs(), [expected, vec![0xAA; 32], tail].concat());
}

#[test]
fn whatever_is_not_exactly_a_log_message_is_refused() {
    let bytes = seal(
        &message(
            2,
            transaction(DataForm::Indefinite),
            LogTimeFormat::UnixTime,
        )
        .dtbs(),
        &[7; 96],
    );
    for len in 0..bytes.len() {
        assert!(decode(&bytes[..len]).is_err(), "cut to {len} bytes");
    }
    let longer = [bytes.clone(), vec![0]].concat();
    assert_eq!(
        decode(&longer).unwrap_err().to_string(),
        "log message: 1 surplus bytes"
    );
    let text = |position: usize, value: u8| {
        let mut changed = bytes.clone();
        changed[position] = value;
        decode(&changed).unwrap_err().to_string()
    };
    assert_eq!(text(6, 4), "version 2 or 3 expected, 4 found");
    assert_eq!(
        text(17, 9),
        "certifiedDataType: 04007f000703070109 is none of the three kinds of log messages"
    );
    assert_eq!(
        text(20, b'X'),
        "operationType: StartTransaction, UpdateTransaction or FinishTransaction expected, \"XinishTransaction\" found"
    );
}

#[test]
fn names_carry_the_time_in_its_own_format() {
    let part = |format| LogTime::new(format, moment()).file_part();
    assert_eq!(part(LogTimeFormat::UnixTime), "Unixt_1630408502");
    assert_eq!(part(LogTimeFormat::UtcTimeWithSeconds), "Utc_210831111502Z");
    assert_eq!(part(LogTimeFormat::GeneralizedTime), "Gent_20210831111502Z");
}
