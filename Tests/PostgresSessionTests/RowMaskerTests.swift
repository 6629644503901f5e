import Detectors
import NIOCore
import PostgresWire
import Testing

@testable import PostgresSession

/// What detectors do to the cells of a row: docs/detectors.md.
@Suite("Detectors over cells") struct RowMaskerTests {
    private static let social = "536-22-0001"
    private static let digits = "536220001"

    private func row(_ cells: [[UInt8]?]) -> ByteBuffer {
        var row = ByteBuffer()
        row.writeMessage(UInt8(ascii: "D")) { buffer in
            buffer.writeInteger(Int16(cells.count))
            for cell in cells {
                buffer.writeInteger(Int32(cell?.count ?? -1))
                if let cell { buffer.writeBytes(cell) }
            }
        }
        return row
    }

    private func cells(_ row: ByteBuffer) -> [[UInt8]?] {
        var body = row
        body.moveReaderIndex(forwardBy: 5)
        let count = body.readInteger(as: Int16.self) ?? 0
        return (0..<count).map { _ in
            let length = body.readInteger(as: Int32.self) ?? -1
            return length < 0 ? nil : body.readBytes(length: Int(length))
        }
    }

    private func masked(_ cell: String, type: UInt32, isBinary: Bool = false) throws -> String {
        var count: UInt64 = 0
        let masker = RowMasker(detectors: try DetectorSet(names: ["us_ssn"]))
        let columns = [RowMasker.Column(typeOID: type, isBinary: isBinary)]
        let before = row([Array(cell.utf8)])
        let after = masker.masked(row: before, columns: columns, count: &count) ?? before
        #expect((count > 0) == (after != before))
        return String(decoding: cells(after).first.flatMap { $0 } ?? [], as: UTF8.self)
    }

    @Test(
        "text of every kind is searched, numbers and times are not", arguments: [25, 1043, 1042, 19, 142, 1009, 16_999])
    func text(type: UInt32) throws {
        #expect(try masked("ssn \(Self.social).", type: type) == "ssn [SSN].")
    }

    @Test("other types are left as they are", arguments: [20, 23, 1700, 1082, 17])
    func other(type: UInt32) throws {
        #expect(try masked(Self.social, type: type) == Self.social)
    }

    @Test("JSON stays JSON, a number that is all of it included")
    func json() throws {
        let number = "0        "
        #expect(try masked("{\"ssn\": \(Self.digits)}", type: 114) == "{\"ssn\": \(number)}")
        #expect(try masked("{\"ssn\": \"\(Self.social)\"}", type: 3802) == "{\"ssn\": \"[SSN]\"}")
        #expect(try masked("\u{1}{\"ssn\": \(Self.digits)}", type: 3802, isBinary: true) == "\u{1}{\"ssn\": \(number)}")
    }

    @Test("neighbours, nulls and empty cells stay, and the length is told anew")
    func neighbours() throws {
        var count: UInt64 = 0
        let masker = RowMasker(detectors: try DetectorSet(names: ["us_ssn"]))
        let before = row([Array("a".utf8), nil, Array("x \(Self.social) y \(Self.social)".utf8), [], Array("z".utf8)])
        let columns = (0..<5).map { _ in RowMasker.Column(typeOID: 25, isBinary: false) }
        let after = try #require(masker.masked(row: before, columns: columns, count: &count))
        #expect(cells(after) == [Array("a".utf8), nil, Array("x [SSN] y [SSN]".utf8), [], Array("z".utf8)])
        #expect(count == 1)
        #expect(after.getInteger(at: after.readerIndex + 1, as: Int32.self) == Int32(after.readableBytes - 1))
    }

    @Test("without a description of its columns every cell is searched")
    func undescribed() throws {
        var count: UInt64 = 0
        let masker = RowMasker(detectors: try DetectorSet(names: ["us_ssn"]))
        let after = try #require(masker.masked(row: row([Array(Self.social.utf8)]), columns: nil, count: &count))
        #expect(cells(after) == [Array("[SSN]".utf8)])
    }
}
