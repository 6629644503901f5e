package import Foundation

/// The checkout that the tests run in.
package enum Repository {
    package static let root: URL = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// The path of a file under Tests/Fixtures.
    package static func fixture(_ name: String) -> URL {
        root.appending(path: "Tests/Fixtures").appending(path: name)
    }

    /// The program `chaperone` as this checkout built it for debugging.
    package static var chaperone: URL { root.appending(path: ".build/debug/chaperone") }

    /// The same of `chaperone-hub`.
    package static var hub: URL { root.appending(path: ".build/debug/chaperone-hub") }
}
