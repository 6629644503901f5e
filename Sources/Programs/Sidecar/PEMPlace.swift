import Glibc
import SmallFiles

/// Where authorities are said to be: in a file, or in a variable. A pod's variables cannot be changed while it is there.
enum PEMPlace {
    private static let variablePrefix = "env:"

    static func text(_ place: String) throws(SmallFile.Failure) -> String {
        guard place.hasPrefix(variablePrefix) else {
            return try SmallFile.text(place, bytesLimit: SmallFile.documentBytesLimit)
        }
        let name = String(place.dropFirst(variablePrefix.count))
        guard let value = getenv(name) else {
            throw SmallFile.Failure(path: place, reason: "the variable is not set")
        }
        return String(cString: value)
    }
}
