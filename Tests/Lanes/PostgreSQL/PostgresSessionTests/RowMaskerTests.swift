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

    private func masked(_ cell: [UInt8], type: UInt32, isBinary: Bool = false) throws -> [UInt8] {
        let masker = RowMasker(detectors: try DetectorSet(names: ["us_ssn"]))
        let columns = [RowMasker.Column(typeOID: type, isBinary: isBinary)]
        let before = row([cell])
        switch masker.masked(row: before, columns: columns) {
        case .unchanged: return cell
        case .malformed: throw DetectorsFailed()
        case .masked(let after, let count):
            #expect(count == 1 && after != before)
            return try #require(cells(after).first.flatMap { $0 })
        }
    }

    private struct DetectorsFailed: Error {}

    private func masked(_ cell: String, type: UInt32, isBinary: Bool = false) throws -> String {
        String(decoding: try masked(Array(cell.utf8), type: type, isBinary: isBinary), as: UTF8.self)
    }

    @Test(
        "text of every kind is searched, and so is what is not known",
        arguments: [25, 1043, 1042, 19, 142, 1009, 2275, 1790, 4072, 3615, 869, 2201, 9_999, 16_999])
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
        let masker = RowMasker(detectors: try DetectorSet(names: ["us_ssn"]))
        let before = row([Array("a".utf8), nil, Array("x \(Self.social) y \(Self.social)".utf8), [], Array("z".utf8)])
        let columns = (0..<5).map { _ in RowMasker.Column(typeOID: 25, isBinary: false) }
        guard case .masked(let after, cells: 1) = masker.masked(row: before, columns: columns) else {
            Issue.record("nothing was found")
            return
        }
        #expect(cells(after) == [Array("a".utf8), nil, Array("x [SSN] y [SSN]".utf8), [], Array("z".utf8)])
        #expect(after.getInteger(at: after.readerIndex + 1, as: Int32.self) == Int32(after.readableBytes - 1))
    }

    @Test("without a description of its columns every cell is searched, in the format that was bound")
    func undescribed() throws {
        let masker = RowMasker(detectors: try DetectorSet(names: ["us_ssn"]))
        let row = row([Array(Self.social.utf8)])
        for (formats, shown) in [([Int16](), "[SSN]"), ([0], "[SSN]"), ([1], "***********")] {
            guard case .masked(let after, _) = masker.masked(row: row, columns: nil, formats: formats) else {
                Issue.record("nothing was found")
                continue
            }
            #expect(cells(after) == [Array(shown.utf8)])
        }
    }

    // MARK: binary forms

    @Test("keep their lengths, and what is found in them is covered byte by byte", arguments: BinaryForm.all)
    func forms(_ form: BinaryForm) throws {
        let masked = try masked(form.around(BinaryForm.text), type: form.typeOID, isBinary: true)
        #expect(masked == form.around(BinaryForm.shown))
        let nothing = form.around(Array("nothing".utf8))
        #expect(try self.masked(nothing, type: form.typeOID, isBinary: true) == nothing)
    }

    @Test("of COPY are known by their lengths alone", arguments: BinaryForm.all)
    func copied(_ form: BinaryForm) throws {
        func message(_ text: [UInt8]) -> ByteBuffer {
            var message = ByteBuffer()
            message.writeMessage(UInt8(ascii: "d")) {
                $0.writeBytes(
                    Array("PGCOPY\n".utf8) + [0xff, 13, 10, 0] + BinaryForm.int(0) + BinaryForm.int(0) + [0, 2])
                $0.writeBytes(BinaryForm.counted(form.around(text)) + BinaryForm.int(-1))
            }
            return message
        }
        let masker = RowMasker(detectors: try DetectorSet(names: ["us_ssn"]))
        var format = RowMasker.CopyFormat.binary(isFirst: true)
        let outcome = masker.masked(copy: message(BinaryForm.text), format: &format)
        #expect(outcome == .masked(message(BinaryForm.shown), cells: 1))
        #expect(format == .binary(isFirst: false))
    }

    @Test(
        "a row whose lengths are not so is none",
        arguments: [
            [UInt8](), [0], [0xff, 0xfe], [0, 1], [0, 1, 0, 0, 0, 2, 65], [0, 1, 0xff, 0xff, 0xff, 0xfe],
            [0, 1, 0, 0, 0, 1, 65, 66],
            [0, 0, 0],
        ])
    func malformed(_ body: [UInt8]) throws {
        var message = ByteBuffer()
        message.writeMessage(UInt8(ascii: "D")) { $0.writeBytes(body) }
        let masker = RowMasker(detectors: try DetectorSet(names: ["us_ssn"]))
        #expect(masker.masked(row: message, columns: nil) == .malformed)
        var format = RowMasker.CopyFormat.binary(isFirst: false)
        #expect(masker.masked(copy: message, format: &format) == .malformed)
        format = .binary(isFirst: true)
        #expect(masker.masked(copy: message, format: &format) == .malformed)
    }

    @Test("and ends the session")
    func malformedEnds() {
        var session = Conversation()
        session.bench.judge = Conversation.judge(detect: ["us_ssn"])
        session.client(.query("SELECT id FROM notes"))
        session.server(.init("D", [0, 1, 0, 0, 0, 9, 65]))
        #expect(session.told() == ("E", ["08P01"]))
        #expect(session.isClosed)
    }
}
