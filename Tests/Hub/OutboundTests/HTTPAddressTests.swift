import Outbound
import Testing

@Suite("Addresses of services") struct HTTPAddressTests {
    @Test(
        "Addresses over TLS, and on this machine without it, are accepted",
        arguments: [
            ("https://idp.example", "https://idp.example:443", ""),
            ("https://IDP.example:8443/realms/a", "https://idp.example:8443", "/realms/a"),
            ("https://[2001:db8::1]:8200/", "https://[2001:db8::1]:8200", "/"),
            ("https://10.0.0.1?x=1", "https://10.0.0.1:443", ""),
            ("http://127.0.0.1:8200", "http://127.0.0.1:8200", ""), ("http://localhost", "http://localhost:80", ""),
            ("http://127.1.2.3/x", "http://127.1.2.3:80", "/x"), ("http://[::1]:80/x", "http://[::1]:80", "/x"),
        ])
    func accepted(_ text: String, _ origin: String, _ path: String) throws {
        let address = try HTTPAddress(text)
        #expect(address.origin == origin && address.path == path && address.text == text)
    }

    @Test(
        "What would go in the clear, hides another host, or is no address, is refused",
        arguments: [
            "http://idp.example", "http://127.evil.example", "http://127.0.0.1.evil.example",
            "http://localhost.evil.example",
            "http://127.0.0.1@evil.example", "http://0.0.0.0", "http://10.0.0.1", "http://127.0.0.256", "http://[::2]",
            "https://user:secret@idp.example", "https://", "https:///path", "https://:443", "https://idp.example:0",
            "https://idp.example:65536", "https://idp.example:x", "https://::1", "https://[::1",
            "https://idp.example#x",
            "https://idp.example/a b", "https://idp.example/\r\nhost: x", "https://idp.example\\@evil.example",
            "ftp://idp.example", "file:///etc/passwd", "idp.example", "", "https://é.example",
            "https://a/" + String(repeating: "a", count: 2_048),
        ])
    func refused(_ text: String) {
        let failure = #expect(throws: HTTPAddress.Failure.self) { try HTTPAddress(text) }
        #expect(failure?.description.contains("secret") == false)
    }

    @Test("A path is put behind what is there, and never behind a query")
    func appending() throws {
        #expect(try HTTPAddress("https://a/b/").appending("/c?d=e").text == "https://a/b/c?d=e")
        #expect(try HTTPAddress("https://a").appending("/c").text == "https://a/c")
        #expect(throws: HTTPAddress.Failure.self) { try HTTPAddress("https://a?b").appending("/c") }
    }

    @Test("Names and values of forms cannot break out of their places")
    func encoding() {
        #expect(PercentEncoding.form([("a&b", "c=d e"), ("é", "/+%~")]) == "a%26b=c%3Dd%20e&%C3%A9=%2F%2B%25~")
        #expect(PercentEncoding.encode("team/../a b?", keepsSlash: true) == "team/../a%20b%3F")
    }
}
