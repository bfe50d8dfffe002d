//! Any bytes as what an Epson host sends: the frame, and the JSON inside it or on its own.
#![no_main]

use amtskasse_tse::epson::frame::Answer;
use amtskasse_tse::epson::reply::Reply;
use libfuzzer_sys::fuzz_target;

fn reply(json: &str) {
    if let Ok(reply) = Reply::parse(json) {
        let _ = reply.stamp(None);
        let _ = reply.stamp(Some(1));
        let _ = reply.info();
    }
}

fuzz_target!(|bytes: &[u8]| {
    if let Ok(Answer::Data {
        result: Some(json), ..
    }) = Answer::parse(bytes)
    {
        reply(&json);
    }
    if let Ok(json) = std::str::from_utf8(bytes) {
        reply(json);
    }
});
