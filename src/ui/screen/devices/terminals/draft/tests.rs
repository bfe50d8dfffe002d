//! What is usual, what is wrong, and what comes back.

use super::*;

#[test]
fn what_is_usual_is_filled_in_and_follows_the_kind() {
    let mut draft = Draft::new("Kasse 03");
    assert_eq!(draft.text(Field::Port), "20007");
    draft.connect(Kind::Opi);
    assert_eq!(draft.text(Field::Port), "20002");
    assert_eq!(draft.text(Field::Listen), "20007");
    assert_eq!(draft.text(Field::Workstation), "3");
    draft.speak(Dialect::Ccv);
    assert_eq!(draft.text(Field::Port), "4100");
    assert_eq!(draft.text(Field::Listen), "4102");
    assert!(draft.is_on(Switch::LastOnly));
    draft.set(Field::Port, "4200".into());
    draft.speak(Dialect::De);
    assert_eq!(draft.text(Field::Port), "4200");
    assert!(!draft.is_on(Switch::LastOnly));
}

#[test]
fn every_wrong_field_is_named() {
    let other = Config::new("Schalter 1", Driver::Opi, "tcp://10.0.0.7");
    let others = [other];
    let mut draft = Draft::new("");
    let wrong = |draft: &Draft| draft.problems(&others);
    let names = ["terminals-wrong-name", "terminals-wrong-host-empty"];
    let keys: Vec<&str> = wrong(&draft).into_iter().map(|(_, key)| key).collect();
    assert_eq!(keys, names);
    draft.set(Field::Name, "schalter 1".into());
    draft.set(Field::Host, "10.0.0.8:20007".into());
    draft.set(Field::Port, "70000".into());
    draft.set(Field::Password, "12345".into());
    assert_eq!(
        wrong(&draft),
        [
            (Field::Name, "terminals-wrong-twice"),
            (Field::Host, "terminals-wrong-host"),
            (Field::Port, "terminals-wrong-port"),
            (Field::Password, "terminals-wrong-password"),
        ]
    );
    draft.set(Field::Name, "Schalter 2".into());
    draft.set(Field::Host, "fe80::1".into());
    draft.set(Field::Port, "20007".into());
    draft.set(Field::Password, "123456".into());
    assert!(wrong(&draft).is_empty());
    assert_eq!(draft.config().address, "tcp://[fe80::1]:20007");
    assert!(!format!("{draft:?}").contains("123456"));
    draft.connect(Kind::Opi);
    assert_eq!(
        wrong(&draft),
        [(Field::Listen, "terminals-wrong-listen-taken")]
    );
    assert_eq!(draft.config().password, None);
    draft.connect(Kind::ZvtSerial);
    draft.set(Field::Device, " ".into());
    assert_eq!(wrong(&draft), [(Field::Device, "terminals-wrong-device")]);
}

#[test]
fn what_is_stored_comes_back_as_it_was() {
    let mut config = Config::new(
        "Kasse",
        Driver::Zvt,
        "serial:///dev/ttyS1?baud=115200&stop=1",
    );
    config.password = Some("123456".to_owned());
    config.shared = true;
    assert_eq!(Draft::of(&config).config(), config);
    let mut config = Config::new("Markt", Driver::Opi, "tcp://10.0.0.9:5577");
    config.dialect = Dialect::Ingenico;
    config.listen = Some(5600);
    config.sender = Some("[10.0.0.1]:5600".to_owned());
    assert_eq!(Draft::of(&config).config(), config);
}
