import Foundation
import SmallFiles
import Testing

@Suite struct SmallFileTests {
    private let folder = FileManager.default.temporaryDirectory.appending(path: "small-\(UUID().uuidString)").path()

    private func inFolder(_ body: () throws -> Void) throws {
        try SmallFile.makeFolder(folder)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try body()
    }

    @Test func `A file is replaced whole, with its mode, and leaves nothing beside it`() throws {
        try inFolder {
            let path = folder + "/token"
            try SmallFile.replace(path, with: Array("old".utf8), mode: 0o644)
            try SmallFile.replace(path, with: Array("new".utf8), mode: 0o600)
            #expect(try SmallFile.read(path, others: .nobody) == Array("new".utf8))
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["token"])
        }
    }

    @Test func `A replacement that fails leaves the old contents`() throws {
        try inFolder {
            let path = folder + "/kept"
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
            #expect(throws: SmallFile.Failure.self) { try SmallFile.replace(path, with: [1], mode: 0o600) }
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["kept"])
        }
    }

    @Test func `What exists is not made anew`() throws {
        try inFolder {
            let path = folder + "/key"
            try SmallFile.create(path, [1], mode: 0o600)
            #expect(throws: SmallFile.Failure(path: path, reason: "File exists")) {
                try SmallFile.create(path, [2], mode: 0o600)
            }
            #expect(try SmallFile.read(path) == [1])
        }
    }

    @Test func `A file at its limit is read, a longer one, a folder and what is not there are not`() throws {
        try inFolder {
            let path = folder + "/long"
            try SmallFile.create(path, [UInt8](repeating: 7, count: 100_000), mode: 0o600)
            #expect(try SmallFile.read(path, bytesLimit: 100_000).count == 100_000)
            #expect(try SmallFile.read(path, bytesLimit: .max).count == 100_000)
            #expect(throws: SmallFile.Failure(path: path, reason: "larger than 99999 bytes")) {
                try SmallFile.read(path, bytesLimit: 99_999)
            }
            #expect(throws: SmallFile.Failure(path: folder, reason: "Is a directory")) { try SmallFile.read(folder) }
            #expect(throws: SmallFile.Failure(path: folder + "/none", reason: "No such file or directory")) {
                try SmallFile.text(folder + "/none")
            }
        }
    }

    @Test(arguments: [
        (0o600, true, true), (0o640, true, false), (0o660, false, false), (0o644, false, false), (0o602, false, false),
    ])
    func `A secret that others have access to is refused`(mode: Int, groupMayRead: Bool, nobodyMay: Bool) throws {
        try inFolder {
            let path = folder + "/secret"
            try SmallFile.create(path, Array(" s3cret \n".utf8), mode: 0o600)
            try #require(chmod(path, mode_t(mode)) == 0)
            #expect((try? SmallFile.secret(path, others: .groupReads)) == (groupMayRead ? "s3cret" : nil))
            #expect((try? SmallFile.secret(path, others: .nobody)) == (nobodyMay ? "s3cret" : nil))
            #expect(try SmallFile.secret(path) == "s3cret")
        }
    }

    @Test func `Lines end as any system ends them; an empty secret and bytes that are no text are refused`() throws {
        try inFolder {
            let path = folder + "/lines"
            try SmallFile.replace(path, with: Array("user\r\npass\u{2028}word\n".utf8), mode: 0o600)
            #expect(try SmallFile.lines(path) == ["user", "pass\u{2028}word", ""])
            try SmallFile.replace(path, with: Array(" \n".utf8), mode: 0o600)
            #expect(throws: SmallFile.Failure(path: path, reason: "empty")) { try SmallFile.secret(path) }
            try SmallFile.replace(path, with: [0xFF], mode: 0o600)
            #expect(throws: SmallFile.Failure(path: path, reason: "not UTF-8 text")) { try SmallFile.lines(path) }
        }
    }
}
