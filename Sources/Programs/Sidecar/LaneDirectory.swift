import FoundationEssentials
import HubClient
package import Policy
import SmallFiles

/// Where the lanes of a running sidecar are, for those that look for them: hosts entries and variables.
package struct LaneDirectory: Sendable, Equatable {
    package struct Entry: Codable, Sendable, Equatable {
        package var target: String
        /// What is spoken there.
        package var service: Target.Service.Name
        /// `ADDRESS:PORT`, or a socket's path.
        package var listen: String
        /// `HOST:PORT`
        package var upstream: String
        package var database: String
        /// Clients find TLS there, by the hub's authority for lanes.
        package var tls: Bool

        package init(
            target: String, service: Target.Service.Name = .postgres, listen: String, upstream: String,
            database: String,
            tls: Bool = false
        ) {
            self.target = target
            self.service = service
            self.listen = listen
            self.upstream = upstream
            self.database = database
            self.tls = tls
        }
    }

    package struct Failure: Error, Sendable, Equatable, CustomStringConvertible {
        package var reason: String
        package var description: String { reason }
    }

    package let entries: [Entry]
    /// PEM file of the authority of `tls`.
    private let authorityPath: String?

    /// - Parameter authorityPath: where clients read it; nil: nowhere.
    package init(_ entries: [Entry], authorityPath: String? = nil) {
        self.entries = entries
        self.authorityPath = authorityPath
    }

    /// - Parameter state: the folder that the sidecar was given with --state.
    package static func read(state: String) throws(Failure) -> LaneDirectory {
        let answer: AdminQuestion.Answer
        do { answer = try AdminQuestion(state: state).get("/status") } catch { throw Failure(reason: error.reason) }
        struct Status: Codable { var lanes: [Entry] }
        guard answer.status == 200, let status = try? JSONDecoder().decode(Status.self, from: Data(answer.body.utf8))
        else { throw Failure(reason: "the sidecar's status cannot be read") }
        let path = HubFolder.laneAuthorityPath(stateDirectory: state)
        return LaneDirectory(status.lanes, authorityPath: SmallFile.exists(path) ? path : nil)
    }

    /// Lines of a hosts file: each upstream's name leads to its lane. Lanes of other ports than their upstreams', and
    /// sockets, have none; nor has localhost, which is not only a database's.
    package var hosts: [String] {
        var lines: [String] = []
        for entry in entries {
            guard let lane = Self.split(entry.listen), let upstream = Self.split(entry.upstream),
                lane.port == upstream.port, !upstream.host.contains(":"), upstream.host.contains(where: \.isLetter),
                upstream.host.lowercased() != "localhost"
            else { continue }
            let line = "\(lane.host) \(upstream.host)"
            if !lines.contains(line) { lines.append(line) }
        }
        return lines
    }

    /// Lines for a shell, which set what is not set, and lead PostgreSQL's clients to a lane.
    /// - Throws: when `target` is none of PostgreSQL's lanes, or nil and there is not one of them.
    package func environment(target: String?) throws(Failure) -> [String] {
        try variables(target: target).map { name, value in
            let quoted = value.split(separator: "'" as Character, omittingEmptySubsequences: false)
                .joined(separator: "'\\''")
            return "[ -n \"${\(name)-}\" ] || export \(name)='\(quoted)'"
        }
    }

    /// Names and values.
    /// - Throws: as `environment`.
    func variables(target: String?) throws(Failure) -> [(String, String)] {
        let databases = entries.filter { $0.service == .postgres }
        if let other = entries.first(where: { $0.target == target && $0.service != .postgres }) {
            throw Failure(
                reason:
                    "target \"\(other.target)\" is no PostgreSQL: chaperone ssh-config prints what SSH's clients need")
        }
        guard !databases.isEmpty else { throw Failure(reason: "no lane is PostgreSQL's") }
        let found = target.map { name in databases.filter { $0.target == name } } ?? databases
        guard found.count == 1, let entry = found.first else {
            throw Failure(reason: "give --target, one of: \(databases.map(\.target).joined(separator: ", "))")
        }
        var values = [("PGDATABASE", entry.database)]
        if let lane = Self.split(entry.listen) {
            values += [("PGHOST", lane.host), ("PGPORT", lane.port)]
        } else if let slash = entry.listen.lastIndex(of: "/") {
            values.append(("PGHOST", String(entry.listen[..<slash])))
            let file = entry.listen[entry.listen.index(after: slash)...]
            if file.hasPrefix(Self.socketPrefix) {
                values.append(("PGPORT", String(file.dropFirst(Self.socketPrefix.count))))
            }
        }
        if entry.tls, let authorityPath { values.append(("PGSSLROOTCERT", authorityPath)) }
        return values
    }

    /// Of the sockets that libpq looks for.
    private static let socketPrefix = ".s.PGSQL."

    private static func split(_ text: String) -> (host: String, port: String)? {
        guard !text.hasPrefix("/"), let colon = text.lastIndex(of: ":") else { return nil }
        var host = text[..<colon]
        if host.hasPrefix("["), host.hasSuffix("]") { host = host.dropFirst().dropLast() }
        return (String(host), String(text[text.index(after: colon)...]))
    }
}
