import Detectors
import Testing

@Suite struct ContactTests {
    @Test(arguments: [
        "(312) 555-0147", "(312)555-0147", "(312) 555 0147", "(312)5550147", "312-555-0147", "312.555.0147",
        "312 555 0147", "312/555-0147", "+13125550147", "+1 312 555 0147", "+1-312-555-0147", "+1 (312) 555-0147",
        "1-312-555-0147", "1 (312) 555-0147", "312–555–0147", "312\u{a0}555\u{a0}0147", "312-555-0147 x123",
        "312-555-0147 ext. 9", "(312) 555-0147 x1234567", "(312) 555-0147 x 4111111111111111",
        "(312) 555-0147 x12a|(312) 555-0147", "+44 20 7946 0958", "+442079460958", "+44 (0)20 7946 0958",
        "+49 30 901820",
        "tel:+1-312-555-0147|+1-312-555-0147", "call 3125550147|3125550147", "Phone: 13125550147|13125550147",
        "{\"phone\":\"3125550147\"}|3125550147", "call 555-0147 today|555-0147", "fax.312-555-0147|312-555-0147",
        "\\n312-555-0147|312-555-0147", "\\n(312) 555-0147|(312) 555-0147", "+1 312 555 0147.|+1 312 555 0147",
        "contact (312) 555-0147, or none|(312) 555-0147", "312\u{2003}555\u{2003}0147",
        "312-555-0147\u{a0}ext.\u{a0}9", "call\u{a0}555\u{a0}0147 today|555\u{a0}0147",
        "{\"phoneNumber\":\"3125550147\"}|3125550147", "{\"homeTel\":\"3125550147\"}|3125550147",
        "faxNumber=3125550147|3125550147", "PHONENumber=3125550147|3125550147",
    ])
    func `A phone number is found`(example: String) throws { try expectFound(example, by: "phone", "[PHONE]") }

    @Test(arguments: [
        "3125550147", "112-555-0147", "312-155-0147", "312-555-014", "312-555-01477", "9312-555-0147", "5-312-555-0147",
        "312-555-0147-2", "A312-555-0147", "555-0147", "+0123456789", "+1234567", "+1234567890123456",
        "120/80", "2024-01-01", "10.0.0.1", "312,555,0147", "312\t555\t0147", "call 1700000000", "[PHONE] 3125550147",
        "98.6", "2024-02-10 00:00:00+00", "recall 3125550147", "cancelTelemetry 3125550147", "phonetics 3125550147",
        "PHONETICS 3125550147", "grapheme 3125550147",
    ])
    func `What only resembles a phone number is not found`(text: String) throws { try expectNothing(text, by: "phone") }

    @Test(arguments: [
        "maria@example.org", "maria.k+tag@mail.example.co.uk", "m@x.io", "josé@example.org", "maria@bücher.de",
        "maria@xn--bcher-kva.xn--p1ai", "<maria@example.org>|maria@example.org",
        "'maria@example.org'|maria@example.org",
        "\"maria@example.org\"|maria@example.org", "mailto:maria@example.org|maria@example.org",
        "to maria@example.org.|maria@example.org", "a\\nmaria@example.org\\n|maria@example.org",
        "a\\u000amaria@example.org|maria@example.org", "{maria@example.org,b}|maria@example.org",
        "email=maria@example.org|maria@example.org", "o'brien@example.org|brien@example.org",
        "jos\\u00e9@example.org|@example.org", "maria@example.org12", "1234567893@example.org",
    ])
    func `An address is found`(example: String) throws { try expectFound(example, by: "email", "[EMAIL]") }

    @Test(arguments: [
        "maria@localhost", "@example.org", "maria@", "maria@.org", "maria @ example.org", "a@b", "maria@example.1",
        "SELECT @@version", "x@[10.0.0.1]", "[EMAIL]@example.org", "\\n@example.org",
    ])
    func `What only resembles an address is not found`(text: String) throws { try expectNothing(text, by: "email") }

    @Test(arguments: [
        "10.0.0.1", "255.255.255.255", "192.168.001.010", "10.0.0.1:5432|10.0.0.1", "10.0.0.0/8|10.0.0.0",
        "from 10.0.0.1.|10.0.0.1", "2001:db8::1", "fe80::1", "2001:0db8:0000:0000:0000:ff00:0042:8329",
        "::ffff:10.0.0.1", "[2001:db8::1]:443|2001:db8::1", "from fe80::1: ok|fe80::1", "addr=fe80::1.|fe80::1",
        "\\n10.0.0.1|10.0.0.1", "\\nfe80::12|fe80::12", "fe80::1%eth0|fe80::1",
    ])
    func `An internet address is found`(example: String) throws { try expectFound(example, by: "ip", "[IP]") }

    @Test(arguments: [
        "256.0.0.1", "10.0.0", "10.0.0.1.5", "1.10.0.0.1", "v1.2.3.4", "10.0.0.1a", "10.0.0.1234", "12:30:45", "::1",
        "::", "1::2", "aa:bb:cc:dd:ee:ff", "std::vector", "x::int", "5::bit", "id::text", "2001:db8::1::2",
        "g2001:db8::1",
        "2001:db8::1g", "2024-01-01 10:00:00", "1:2:3:4:5:6:7:8:9", "10..0.1",
    ])
    func `What only resembles an internet address is not found`(text: String) throws {
        try expectNothing(text, by: "ip")
    }

    @Test(arguments: [
        "https://example.org", "http://example.org/a/b?c=d&e=f#g", "ftp://user:pw@host/x",
        "postgres://u@10.0.0.1:5432/d",
        "www.example.org", "WWW.Example.org/path", "see https://example.org/a.|https://example.org/a",
        "(https://example.org/a)|https://example.org/a", "\"https://example.org/a\"|https://example.org/a",
        "'https://example.org/a'|https://example.org/a", "{https://example.org/a,b}|https://example.org/a",
        "\\nhttps://example.org\\n|https://example.org", "\\nwww.example.org|www.example.org", "http://[fe80::1]:80/x",
        "https://example.org/josé", "jdbc:postgresql://h/d|postgresql://h/d",
    ])
    func `A URL is found`(example: String) throws { try expectFound(example, by: "url", "[URL]") }

    @Test(arguments: [
        "http:/example.org", "://example.org", "http://", "www", "www.", "awww.example.org", "example.org",
        "C:\\\\temp",
        "either//or", "http:// example.org", "[URL]://x",
    ])
    func `What only resembles a URL is not found`(text: String) throws { try expectNothing(text, by: "url") }
}
