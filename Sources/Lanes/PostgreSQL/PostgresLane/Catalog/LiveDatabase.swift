import Lane
import NIOPosix
package import Policy
import PostgresSession
package import SQLRewrite

/// A database whose catalog is read for tools that judge statements without a session: by its address,
/// `postgresql://user:password@host:port/database`, with percent escapes. On the wire it is not encrypted: it is meant
/// for a database of one's own, which holds a schema and no patients.
package struct LiveDatabase: Sendable {
    package static let form = "postgresql://user:password@host:port/database"
    private static let defaultPort: UInt16 = 5432

    private let credential: Credential
    private let address: Target.Address
    private let database: String

    /// Nil when the address is not one.
    package init?(_ text: String) {
        guard
            let rest = ["postgresql://", "postgres://"].lazy.compactMap({
                text.hasPrefix($0) ? text.dropFirst($0.count) : nil
            }).first,
            let at = rest.lastIndex(of: "@"), let slash = rest[at...].firstIndex(of: "/")
        else { return nil }
        let login = rest[..<at].split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        var place = String(rest[rest.index(after: at)..<slash])
        if place.hasSuffix("]") || !place.contains(":") { place += ":\(Self.defaultPort)" }
        guard let address = try? AddressText.parse(place, anyPort: false), let user = Self.decoded(login[0]),
            let password = Self.decoded(login.count > 1 ? login[1] : ""),
            let database = Self.decoded(rest[rest.index(after: slash)...].prefix { $0 != "?" }), !database.isEmpty
        else { return nil }
        credential = Credential(user: user, password: password)
        self.address = address
        self.database = database
    }

    package struct Failure: Error, Sendable, CustomStringConvertible {
        package let reason: String
        package init(reason: String) { self.reason = reason }
        package var description: String { reason }
    }

    /// The catalog, as a lane of the target reads it.
    /// - Parameter heard: gets each question with the rows of its answer.
    package func catalog(
        for target: Target, of bundle: Bundle, heard: @escaping (String, [[String?]]) -> Void = { _, _ in }
    ) async throws(Failure) -> Catalog {
        var target = target
        target.upstream = address
        target.postgres?.database = database
        target.postgres?.tls = .disable
        let configuration = LaneConfiguration(
            policy: LanePolicy(target: target, bundle: bundle, principal: "check", groups: []), credentials: credential)
        do {
            let client = try await UpstreamClient.connect(
                configuration, on: MultiThreadedEventLoopGroup.singleton.next())
            let reader = CatalogReader { question in
                let rows = try await client.query(question)
                heard(question, rows)
                return rows
            }
            let catalog = try await reader.read().catalog
            await client.close()
            return catalog
        } catch let failure as UpstreamStartup.Failure {
            throw Failure(reason: failure.reason)
        } catch let failure as LaneFailure {
            throw Failure(reason: failure.reason)
        } catch let failure as UpstreamClient.QueryFailure {
            throw Failure(reason: failure.reason)
        } catch let failure as CatalogFailure {
            throw Failure(reason: failure.reason)
        } catch {
            throw Failure(reason: "the catalog cannot be read")
        }
    }

    private static func decoded(_ text: Substring) -> String? {
        var bytes: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            guard rest.count >= 2, let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16) else {
                return nil
            }
            bytes.append(value)
            rest = rest.dropFirst(2)
        }
        return String(validating: bytes, as: UTF8.self)
    }
}
