/// A detector name that a policy may not use.
package struct UnknownDetector: Error, Equatable, CustomStringConvertible {
    package let name: String

    package var description: String {
        "there is no detector \"\(name)\"; there are \(DetectorSet.names.joined(separator: ", "))"
    }
}
