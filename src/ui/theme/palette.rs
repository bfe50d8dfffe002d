//! The three palettes.

use super::Theme;
use iced::Color;

const fn rgb(hex: u32) -> Color {
    let [_, r, g, b] = hex.to_be_bytes();
    Color::from_rgb8(r, g, b)
}

impl Theme {
    /// Dark text on a warm light ground.
    pub const LIGHT: Self = Self {
        name: "light",
        dark: false,
        ground: rgb(0xF4F2EE),
        surface: rgb(0xFFFFFF),
        quiet: rgb(0xE6E2DA),
        line: rgb(0xD8D3CA),
        edge: rgb(0xC2BCB1),
        text: rgb(0x1E2326),
        soft: rgb(0x5A6166),
        header: rgb(0x0B3F4A),
        header_key: rgb(0x1B5563),
        on_header: rgb(0xFFFFFF),
        accent: rgb(0x0B5C6B),
        on_accent: rgb(0xFFFFFF),
        accent_soft: rgb(0xDCEBED),
        paid: rgb(0x1F7A3D),
        paid_soft: rgb(0xDFF2E4),
        paid_line: rgb(0x93CDA4),
        warning_soft: rgb(0xFCEFD2),
        warning_line: rgb(0xE3C67F),
        stop: rgb(0xB3261E),
        on_stop: rgb(0xFFFFFF),
        stop_soft: rgb(0xFBE9E7),
        display: rgb(0x1E2326),
        on_display: rgb(0xF1F6F0),
        lamp_good: rgb(0x63C884),
        lamp_warn: rgb(0xF2B441),
        lamp_bad: rgb(0xFF8A80),
        lamp_off: rgb(0x8FA6AC),
        stripes: [
            rgb(0x0B5C6B),
            rgb(0xB5702E),
            rgb(0x6B4FA0),
            rgb(0x4F7A2E),
            rgb(0xA33B63),
            rgb(0x3A5FA8),
        ],
    };

    /// Light text on a dark ground.
    pub const DARK: Self = Self {
        name: "dark",
        dark: true,
        ground: rgb(0x15191B),
        surface: rgb(0x1F2528),
        quiet: rgb(0x2C3438),
        line: rgb(0x394246),
        edge: rgb(0x566166),
        text: rgb(0xF0EEE9),
        soft: rgb(0xB2B8BB),
        header: rgb(0x0A2C34),
        header_key: rgb(0x17424D),
        on_header: rgb(0xFFFFFF),
        accent: rgb(0x5CB8C7),
        on_accent: rgb(0x08252B),
        accent_soft: rgb(0x163B43),
        paid: rgb(0x7FD199),
        paid_soft: rgb(0x17382A),
        paid_line: rgb(0x2F6B43),
        warning_soft: rgb(0x40341A),
        warning_line: rgb(0x7D6530),
        stop: rgb(0xF2837B),
        on_stop: rgb(0x2B0705),
        stop_soft: rgb(0x43201D),
        display: rgb(0x0A0C0D),
        on_display: rgb(0xF1F6F0),
        lamp_good: rgb(0x63C884),
        lamp_warn: rgb(0xF2B441),
        lamp_bad: rgb(0xFF8A80),
        lamp_off: rgb(0x8FA6AC),
        stripes: [
            rgb(0x4FA6B5),
            rgb(0xD69355),
            rgb(0x9F86D1),
            rgb(0x86B35F),
            rgb(0xD1708F),
            rgb(0x7B9BDB),
        ],
    };

    /// Black, white and strong lines.
    pub const HIGH_CONTRAST: Self = Self {
        name: "high-contrast",
        dark: false,
        ground: rgb(0xFFFFFF),
        surface: rgb(0xFFFFFF),
        quiet: rgb(0xECECEC),
        line: rgb(0x000000),
        edge: rgb(0x000000),
        text: rgb(0x000000),
        soft: rgb(0x262626),
        header: rgb(0x000000),
        header_key: rgb(0x333333),
        on_header: rgb(0xFFFFFF),
        accent: rgb(0x003B46),
        on_accent: rgb(0xFFFFFF),
        accent_soft: rgb(0xBFE4EA),
        paid: rgb(0x004D1A),
        paid_soft: rgb(0xD6F5DE),
        paid_line: rgb(0x004D1A),
        warning_soft: rgb(0xFFE9A8),
        warning_line: rgb(0x000000),
        stop: rgb(0x8E0000),
        on_stop: rgb(0xFFFFFF),
        stop_soft: rgb(0xFFE1DE),
        display: rgb(0x000000),
        on_display: rgb(0xFFFFFF),
        lamp_good: rgb(0x7CFFA0),
        lamp_warn: rgb(0xFFD34D),
        lamp_bad: rgb(0xFF9C94),
        lamp_off: rgb(0xBBBBBB),
        stripes: [
            rgb(0x003B46),
            rgb(0x7A3E00),
            rgb(0x3D1F7A),
            rgb(0x1F4D00),
            rgb(0x7A0033),
            rgb(0x00307A),
        ],
    };
}
