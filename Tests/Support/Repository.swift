package import Foundation

/// The checkout that the tests run in.
package enum Repository {
    package static let root: URL = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// The path of a file under Tests/Fixtures.
    package static func fixture(_ name: String) -> URL {
        root.appending(path: "Tests/Fixtures").appending(path: name)
    }

    /// The folder of a PostgreSQL's programs: the system's, or one that dev/install has unpacked.
    package static func programs(ofServer version: Int) throws -> String {
        let places = [
            "/usr/lib/postgresql/\(version)/bin", root.appending(path: ".build/test-servers/\(version)/bin").path(),
        ]
        guard let place = places.first(where: { FileManager.default.isExecutableFile(atPath: "\($0)/initdb") }) else {
            throw TestFailure(
                "there is no PostgreSQL \(version): run dev/install, for others than 15 and 18 with versions")
        }
        return place
    }

    /// The program `chaperone` as this checkout built it for debugging.
    package static var chaperone: URL { root.appending(path: ".build/debug/chaperone") }

    /// The same of `chaperone-hub`.
    package static var hub: URL { root.appending(path: ".build/debug/chaperone-hub") }
}
