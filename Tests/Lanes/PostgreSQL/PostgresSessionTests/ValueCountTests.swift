import Judge
import Testing

@testable import PostgresSession

@Suite("How many values are in a cell") struct ValueCountTests {
    private static let several = AnswerWeight.several(.init(delimiters: [Array(", ".utf8), [59]], joined: 2))
    private static let elements = AnswerWeight.several(.init())

    private func count(_ bytes: [UInt8]?, type: UInt32, isBinary: Bool = false, _ weight: AnswerWeight) -> ValueCount {
        let kind = ValueCount.Kind(typeOID: type, isBinary: isBinary)
        guard let bytes else { return ValueCount.of(nil, kind, weight) }
        return bytes.withUnsafeBytes { ValueCount.of($0, kind, weight) }
    }

    private func count(_ text: String?, type: UInt32, _ weight: AnswerWeight) -> ValueCount {
        count(text.map { Array($0.utf8) }, type: type, weight)
    }

    /// As `array_send` writes it.
    private static func array(_ dimensions: [UInt32], of type: UInt32, bytes: Int = 400) -> [UInt8] {
        func number(_ value: UInt32) -> [UInt8] { withUnsafeBytes(of: value.bigEndian) { Array($0) } }
        let header = number(UInt32(dimensions.count)) + number(0) + number(type)
        return header + dimensions.flatMap { number($0) + number(1) } + [UInt8](repeating: 0, count: bytes)
    }

    @Test func `One of one value is one, whatever stands in it`() {
        for (text, type) in [("a,b, c", UInt32(25)), ("[1,2,3]", 114), ("{1,2}", 1009), (nil, 25), ("", 25)] {
            #expect(count(text, type: type, .one) == .one)
        }
    }

    @Test func `A number counts by its digits`() {
        #expect(count("123", type: 1700, .one) == .one)
        #expect(count(String(repeating: "1", count: 33), type: 1700, .one) == ValueCount(values: 3, rows: 1))
    }

    @Test func `Parts of a text count by what is between them, and what is joined in each`() {
        #expect(count("a, b;c", type: 25, Self.several) == ValueCount(values: 6, rows: 3))
        #expect(count("", type: 25, Self.several) == ValueCount(values: 2, rows: 1))
        #expect(count("a,b", type: 25, Self.several) == ValueCount(values: 2, rows: 1))
        #expect(count("a,b", type: 25, .unknown) == ValueCount(values: 3, rows: 3))
        #expect(count("", type: 25, .unknown) == .one)
    }

    @Test func `Of what nothing is known every byte counts, whatever type it has`() {
        for type: UInt32 in [25, 17, 114, 3802, 1009, 2249, 3614, 4072, 22, 2950, 869, 1700, 99_999] {
            let found = count("\"a;b;c\"", type: type, .unknown)
            #expect(found == ValueCount(values: 7, rows: 7), "\(type)")
        }
        for type: UInt32 in [16, 20, 23, 701, 1114] { #expect(count("1234567", type: type, .unknown) == .one) }
        #expect(count([0, 0, 1], type: 1009, isBinary: true, .unknown) == ValueCount(values: 3, rows: 3))
    }

    @Test func `Delimiters are not looked for in bytea`() {
        #expect(count("\\x313b32", type: 17, Self.several) == ValueCount(values: 8, rows: 8))
        #expect(count("\\x313b32", type: 17, .one) == .one)
    }

    @Test func `What is joined counts in each element, and where nothing is protected elements alone`() {
        #expect(count("{a,b}", type: 1009, Self.several) == ValueCount(values: 4, rows: 2))
        #expect(count("[1,2]", type: 114, Self.several) == ValueCount(values: 4, rows: 2))
        #expect(count("[1,2]", type: 114, .open) == ValueCount(values: 2, rows: 2))
        #expect(count("a,b", type: 25, .open) == .one)
        let computed = AnswerWeight.single(joined: 1, packed: 5)
        // A number's digits say how many it may be of; an interval's fields do not.
        #expect(count("12345", type: 23, computed) == .one && count("12345", type: 1700, computed) == .one)
        #expect(count(String(repeating: "1", count: 40), type: 1700, computed).values == 3)
        #expect(count("a", type: 25, computed) == .one)
        #expect(count("1 year 2 mons", type: 1186, computed).values == 5)
        #expect(count("a", type: 17, .single(joined: 3, packed: 3)) == ValueCount(values: 3, rows: 1))
    }

    @Test func `JSON counts its leaves, and its elements as rows`() {
        let text = #"[{"a":1,"b":"x,\",]"},{"a":[1,2,3]}]"#
        #expect(count(text, type: 114, Self.elements) == ValueCount(values: 5, rows: 4))
        let binary = count([1] + Array("[1,2]".utf8), type: 3802, isBinary: true, Self.elements)
        #expect(binary == ValueCount(values: 2, rows: 2))
        #expect(count(#"{"a":1,"b":2}"#, type: 114, Self.several).rows == 1)
        let members = AnswerWeight.several(.init(countsMembers: true))
        #expect(count(#"{"a":1,"b":2}"#, type: 114, members) == ValueCount(values: 4, rows: 2))
        #expect(count("[" + String(repeating: "9", count: 32) + "]", type: 114, Self.elements).values == 3)
        #expect(count(String(repeating: "[", count: 100) + "1,2", type: 114, Self.several).rows == 2)
    }

    @Test func `Arrays in text form count their elements, rows every comma`() {
        #expect(count(#"{a,"b,c",NULL}"#, type: 1009, Self.elements) == ValueCount(values: 4, rows: 3))
        #expect(count("{{1,2},{3,4}}", type: 1007, Self.elements) == ValueCount(values: 4, rows: 4))
        #expect(count(#"(1,"a,b")"#, type: 99_999, Self.elements) == ValueCount(values: 3, rows: 1))
    }

    @Test func `Arrays in binary form count by their dimensions, and what is not known by its bytes`() {
        for (array, values) in [
            (Self.array([3], of: 25), UInt64(3)), (Self.array([2, 5], of: 23), 10),
            (Self.array([], of: 25, bytes: 0), 1),
        ] {
            #expect(
                count(array, type: 1009, isBinary: true, Self.elements) == ValueCount(values: values, rows: values))
        }
        for bytes in [
            Self.array([3], of: 114), Self.array([3], of: 99_999), Self.array([4_000_000_000], of: 25),
            Self.array([65_536, 65_536, 65_536, 65_536], of: 25), [0, 0], Self.array([1, 1, 1, 1, 1, 1, 1], of: 25),
        ] {
            let count = count(bytes, type: 1009, isBinary: true, Self.elements)
            #expect(count == ValueCount(values: UInt64(bytes.count), rows: UInt64(bytes.count)))
        }
    }
}
