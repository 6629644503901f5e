import Glibc
import Outbound
import SmallFiles

/// Where AWS credentials are kept. They are read for every request.
package enum AWSCredentialPlace: Sendable, Equatable {
    /// `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY`, `AWS_SESSION_TOKEN`.
    case environment
    /// A shared credentials file, as the AWS tools write it.
    case file(String, profile: String = "default")

    func read() throws(CredentialFailure) -> AWSCredentials {
        switch self {
        case .environment:
            let value = { (name: String) in getenv(name).map { String(cString: $0) } }
            guard
                let credentials = AWSCredentials(
                    value, id: "AWS_ACCESS_KEY_ID", secret: "AWS_SECRET_ACCESS_KEY", token: "AWS_SESSION_TOKEN")
            else { throw .misconfigured("AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are not set") }
            return credentials
        case .file(let path, let profile):
            let text: String
            do { text = try SmallFile.secret(path) } catch { throw .misconfigured(error.description) }
            let section = Self.section(profile, text)
            guard
                let credentials = AWSCredentials(
                    { section[$0] }, id: "aws_access_key_id", secret: "aws_secret_access_key",
                    token: "aws_session_token")
            else {
                throw .misconfigured(
                    "\(path): profile \(profile) has no aws_access_key_id and aws_secret_access_key")
            }
            return credentials
        }
    }

    /// The settings below `[profile]`.
    private static func section(_ profile: String, _ text: String) -> [String: String] {
        var values: [String: String] = [:]
        var isInside = false
        for line in text.split(whereSeparator: \.isNewline) {
            let line = trim(line)
            if line.hasPrefix("[") {
                isInside = line == "[\(profile)]"
            } else if isInside, !line.hasPrefix("#"), !line.hasPrefix(";"), let mark = line.firstIndex(of: "=") {
                values[trim(line[..<mark])] = trim(line[line.index(after: mark)...])
            }
        }
        return values
    }

    private static func trim(_ text: Substring) -> String {
        String(text.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
    }

}
