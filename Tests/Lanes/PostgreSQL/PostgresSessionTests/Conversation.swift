import AuditLog
import HubAPI
import Judge
import NIOCore
import Policy
import PostgresSession
import PostgresWire
import SQLRewrite
import Synchronization

/// A session between a scripted client and a scripted server, with people who may approve.
struct Conversation {
    /// What cannot be copied.
    private final class Held {
        var machine: SessionMachine

        init(_ machine: consuming SessionMachine) { self.machine = machine }
    }

    private let held: Held
    var machine: SessionMachine {
        _read { yield held.machine }
        _modify { yield &held.machine }
    }
    var isClosed: Bool { machine.isClosed }
    var isIdle: Bool { machine.isIdle }
    var wantsClientBytes: Bool { machine.wantsClientBytes }
    var wantsUpstreamBytes: Bool { machine.wantsUpstreamBytes }
    let log = Recorder()
    let bench: Bench
    let desk = Desk()
    /// The catalog is as it was whenever it is asked for, and known at once.
    private let readsAtOnce: Bool

    /// The judge in force.
    final class Bench {
        var judge: Judge
        init(_ judge: Judge) { self.judge = judge }
    }

    /// Requests that may be opened, and what was asked of it.
    final class Desk {
        var left = 10
        var opened = 0
        /// IDs are `r1`, `r2` …
        func open() -> String? {
            guard left > 0 else { return nil }
            left -= 1
            opened += 1
            return "r\(opened)"
        }

        /// Of requests that nothing waits for, by what they are about. IDs are `s1`, `s2` …
        var standing: [[UInt8]: StandingApproval] = [:]

        func ask(_ asked: [(digest: [UInt8], expiresSeconds: Int)]) -> [StandingApproval] {
            let answers = asked.map { digest, _ -> StandingApproval in
                if let known = standing[digest] { return known }
                let id = "s\(standing.count + 1)"
                standing[digest] = .pending(id: id)
                return .asked(id: id)
            }
            if answers.allSatisfy(\.isApproved) { for (digest, _) in asked { standing[digest] = nil } }
            return answers
        }
    }

    static func judge(
        rules: [Rule] = [], mask: Mask = .redact, protects: Bool = true, record: Target.RecordLimit = .bytes(1_000),
        detect: [String] = [], functions: [QualifiedName] = [], notify: [String]? = nil,
        parameters: PostgresTerms.Parameters? = nil,
        catalog: Catalog? = nil,
        revision: UInt64 = 0, limits: RoleLimits? = nil, lookup: ProtectedColumn.Lookup = .none
    ) -> Judge {
        let patients = QualifiedName("public", "patients")
        let notes = QualifiedName("public", "notes")
        func relation(_ name: QualifiedName, _ columns: [String]) -> Relation {
            var relation = Relation(
                name: name, kind: .table,
                columns: columns.map { Column(name: $0, sqlType: "text", typeName: "text", typeOID: 25) })
            if limits != nil {
                relation.oid = name == patients ? 7 : 8
                for index in columns.indices { relation.columns[index].number = index + 1 }
            }
            return relation
        }
        let catalog =
            catalog
            ?? Catalog(
                relations: [patients: relation(patients, ["id", "ssn"]), notes: relation(notes, ["id", "body"])],
                immutableBuiltins: limits == nil ? [] : ["count", "string_agg", "json_agg", "array_agg", "upper"],
                role: "agent", serverVersion: 150_000)
        let address = Target.Address(host: "127.0.0.1", port: 0)
        let phi = protects ? [ProtectedColumn(relation: patients, column: "ssn", mask: mask, lookup: lookup)] : []
        let target = Target(
            name: "ehr",
            service: .postgres(
                PostgresTerms(
                    database: "ehr", tls: .disable, phi: phi, functions: functions, notify: notify,
                    parameters: parameters)),
            upstream: address, listen: address, credential: "agent", detect: detect, record: record)
        let role = Role(name: "analyst", groups: ["analysts"], targets: ["ehr"], limits: limits)
        let bundle = Bundle(
            number: 1, issuedAtSeconds: 0, targets: [target], rules: rules, defaultAction: .allow, roles: [role])
        return Judge(bundle: bundle, target: target, role: role, catalog: catalog, revision: revision)
    }

    private static let count = Atomic(0)

    init(
        rules: [Rule] = [], protects: Bool = true, limits: WireLimits = WireLimits(), isAirGapped: Bool = false,
        judge: Judge? = nil, readsAtOnce: Bool = false,
        take: @escaping (Usage, RoleLimits) -> SpentLimit? = { _, _ in nil },
        spent: @escaping (UsageLimit) -> Void = { _ in }
    ) {
        self.readsAtOnce = readsAtOnce || rules.contains { $0.asksAgain != nil }
        let bench = Bench(judge ?? Self.judge(rules: rules, protects: protects))
        self.bench = bench
        let log = log
        let desk = desk
        held = Held(
            SessionMachine(
                environment: SessionMachine.Environment(
                    judge: { bench.judge },
                    record: { statement, event in
                        if log.isFull { return SessionMachine.AuditRefusal(reason: "full") }
                        log.events.append((statement, event))
                        return nil
                    }, nowMicroseconds: { 0 }, judged: { _ in }, openApproval: isAirGapped ? nil : { desk.open() },
                    standing: isAirGapped ? nil : { desk.ask($0) },
                    session: "\(Self.count.wrappingAdd(1, ordering: .relaxed).newValue)",
                    take: take, spent: spent),
                limits: limits))
    }

    // MARK: the client

    mutating func client(_ messages: [Message]) {
        var bytes = Message.bytes(messages)
        act { $0.receiveFromClient(&bytes) }
    }

    private mutating func act(_ act: (inout SessionMachine) -> Void) {
        func readings() -> Int { machine.effects.filter { $0 == .refreshCatalog }.count }
        var before = readings()
        act(&machine)
        while readsAtOnce, readings() > before {
            before = readings()
            machine.resume()
        }
    }

    mutating func client(_ messages: Message...) { client(messages) }

    /// Sends what `messages` are, answers with `answers`, and passes over all that came of it.
    mutating func done(_ messages: [Message], _ answers: [Message]) {
        client(messages)
        var bytes = Message.bytes(answers)
        act { $0.receiveFromUpstream(&bytes) }
        _ = (machine.takeToUpstream(), machine.takeToClient(), machine.takeEffects())
    }

    /// A Query that the server does.
    mutating func done(_ text: String, _ tag: String, _ status: Character = "I") {
        done([.query(text)], [.complete(tag), .ready(status)])
    }

    // MARK: the server

    mutating func server(_ messages: Message...) {
        var bytes = Message.bytes(messages)
        act { $0.receiveFromUpstream(&bytes) }
    }

    /// The types of what the server has been sent since the last call.
    mutating func sentUpstream() -> String { Message.types(machine.takeToUpstream()) }

    /// What the server has been sent since the last call: each message in words.
    mutating func forwarded() -> [String] { Message.words(machine.takeToUpstream()) }

    /// The types of what the client has been sent since the last call.
    mutating func sentToClient() -> String { Message.types(machine.takeToClient()) }

    /// The SQLSTATEs of the errors that the client has been sent since the last call, and the types of all.
    mutating func told() -> (types: String, sqlStates: [String]) {
        let bytes = machine.takeToClient()
        return (Message.types(bytes), Message.sqlStates(bytes))
    }

    // MARK: people

    /// The questions that were asked since the last call, by their IDs; other effects are dropped.
    mutating func asked() -> [ApprovalQuestion] {
        machine.takeEffects().compactMap { if case .requestApproval(let question) = $0 { question } else { nil } }
    }

    mutating func decide(_ id: String, _ state: ApprovalState.State, by: String? = nil, reason: String? = nil) {
        act { $0.decided(ApprovalState(id: id, state: state, decidedBy: by, reason: reason)) }
    }
}
