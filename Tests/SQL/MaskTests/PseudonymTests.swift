import Judge
import Policy
import SQLRewrite
import TestSupport
import Testing

@Suite("A pseudonym is known when it comes back") struct PseudonymTests {
    private static let markers = MaskMarkers(pseudonymKey: MaskServer.key)

    private static func isFound(_ text: some Sequence<UInt8>, _ markers: MaskMarkers = markers) -> Bool {
        Array(text).withUnsafeBytes(markers.isFound)
    }

    private static func shown(_ column: String, binary: Bool = false) async throws -> [[UInt8]] {
        let catalog = try await MaskServer.catalog()
        let list = try #require(
            MaskServer.protection(catalog, [column: .pseudonym]).selectLists[MaskServer.relation])
        let question = "SELECT \(column) FROM (SELECT \(list) FROM masks.value WHERE id < 17) AS d"
        let answer = try MaskServer.connect().ask(question, binary ? .extendedBinary : .simple)
        #expect(answer.error == nil, "\(answer.summary)")
        return answer.rows.compactMap { $0.first.flatMap(\.self) }
    }

    @Test(
        "in text of every length that it is made for, alone or in a row of COPY data",
        arguments: [
            "c_text", "c_varchar", "c_short", "c_char", "c_name", "c_code",
        ])
    func text(column: String) async throws {
        let values = try await Self.shown(column)
        #expect(Set(values).count == 16)
        for value in values {
            #expect(Self.isFound(value))
            #expect(Self.isFound(Array("17\tx\t".utf8) + value + Array("\ty\n".utf8)))
            #expect(!Self.isFound(value, MaskMarkers(pseudonymKey: nil)))
            #expect(!Self.isFound(value, MaskMarkers(pseudonymKey: "another")))
            for index in value.indices.dropFirst(2) where value[index] != UInt8(ascii: " ") {
                var other = value
                other[index] = other[index] == UInt8(ascii: "0") ? UInt8(ascii: "1") : UInt8(ascii: "0")
                #expect(!Self.isFound(other))
            }
        }
    }

    @Test("in a uuid, in every way that PostgreSQL reads one, and in its binary form alone or with its length")
    func uuid() async throws {
        let texts = try await Self.shown("c_uuid")
        let binary = try await Self.shown("c_uuid", binary: true)
        #expect(Set(texts).count == 16 && Set(binary).count == 16)
        for (text, bytes) in zip(texts, binary) {
            let written = String(decoding: text, as: UTF8.self)
            let bare = written.filter { $0 != "-" }
            for form in [written, written.uppercased(), bare, "{\(written)}", "x \(written), y", "'\(bare)'::uuid"] {
                #expect(Self.isFound(form.utf8), "\(form)")
            }
            #expect(!Self.isFound(written.dropLast().utf8))
            #expect(!Self.isFound(written.utf8, MaskMarkers(pseudonymKey: nil)))
            #expect(Self.isFound(bytes))
            #expect(Self.isFound([0, 1, 0, 0, 0, 16] + bytes + [9]))
            #expect(!Self.isFound(bytes.reversed()))
        }
    }

    @Test("in data that is cut anywhere")
    func stream() async throws {
        for column in ["c_text", "c_uuid"] {
            let value = try #require(try await Self.shown(column).first)
            let data = Array(repeating: UInt8(ascii: "\t"), count: 50) + value + Array("\tend\n".utf8)
            for cut in data.indices {
                var stream = MaskMarkerStream(Self.markers)
                let found = [data[..<cut], data[cut...]].map { Array($0).withUnsafeBytes { stream.isFound(in: $0) } }
                #expect(found.contains(true), "\(column) at \(cut)")
            }
            var bytewise = MaskMarkerStream(Self.markers)
            #expect(data.contains { byte in [byte].withUnsafeBytes { bytewise.isFound(in: $0) } })
        }
    }

    @Test(
        "and nothing else is taken for one",
        arguments: [
            "", "*", "**", "p_", "p_0123456789ab", "p_0123456789abcdef0123", "P_x", "a_b_c", "2024-01-01",
            "00000000-0000-4000-8000-000000000001", "0123456789abcdef0123456789abcdef", "sip_0123456789abcdef0123",
        ])
    func others(text: String) {
        #expect(!Self.isFound(text.utf8))
    }

    @Test("The mark of text masks is found with and without a key")
    func marks() {
        for text in ["***", "x***", "0123456***", "01234567***9", "***-**-1234"] {
            #expect(Self.isFound(text.utf8))
            #expect(Self.isFound(text.utf8, MaskMarkers(pseudonymKey: nil)))
        }
        #expect("\(Self.markers)" == "MaskMarkers", "the key is in no description")
    }
}
