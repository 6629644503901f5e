import AuditLog
import Detectors
import Judge
import NIOCore
import Policy
import PostgresSession
import PostgresWire
import SQLRewrite

/// A session between a scripted client and a scripted server.
struct Conversation {
    var machine: SessionMachine
    let log = Recorder()

    static func judge(rules: [Rule] = [], protects: Bool = true) -> Judge {
        let patients = QualifiedName("public", "patients")
        let notes = QualifiedName("public", "notes")
        func relation(_ name: QualifiedName, _ columns: [String]) -> Relation {
            Relation(
                name: name, kind: .table,
                columns: columns.map { Column(name: $0, sqlType: "text", typeName: "text", typeOID: 25) })
        }
        let catalog = Catalog(
            relations: [patients: relation(patients, ["id", "ssn"]), notes: relation(notes, ["id", "body"])],
            role: "agent", serverVersion: 150_000)
        let address = Target.Address(host: "127.0.0.1", port: 0)
        let target = Target(
            name: "ehr", upstream: address, listen: address, tls: .disable, database: "ehr", credential: "agent",
            phi: protects ? [ProtectedColumn(relation: patients, column: "ssn", mask: .redact)] : [])
        let role = Role(name: "analyst", groups: ["analysts"], targets: ["ehr"])
        let bundle = Bundle(
            number: 1, issuedAtSeconds: 0, targets: [target], rules: rules, defaultAction: .allow, roles: [role])
        return Judge(bundle: bundle, target: target, role: role, catalog: catalog)
    }

    init(rules: [Rule] = [], protects: Bool = true, limits: WireLimits = WireLimits()) {
        let judge = Self.judge(rules: rules, protects: protects)
        let log = log
        machine = SessionMachine(
            environment: SessionMachine.Environment(
                judge: { judge },
                record: { statement, event in
                    log.events.append((statement, event))
                    return nil
                }, nowMicroseconds: { 0 }, decided: { _, _ in }, detectors: DetectorSet.all, captureBytesLimit: 1_000),
            limits: limits)
    }

    // MARK: the client

    mutating func client(_ messages: [Message]) {
        var bytes = Message.bytes(messages)
        machine.receiveFromClient(&bytes)
    }

    mutating func client(_ messages: Message...) { client(messages) }

    // MARK: the server

    mutating func server(_ messages: Message...) {
        var bytes = Message.bytes(messages)
        machine.receiveFromUpstream(&bytes)
    }

    /// The types of what the server has been sent since the last call.
    mutating func sentUpstream() -> String { Message.types(machine.takeToUpstream()) }

    /// The types of what the client has been sent since the last call.
    mutating func sentToClient() -> String { Message.types(machine.takeToClient()) }

    /// The SQLSTATEs of the errors that the client has been sent since the last call, and the types of all.
    mutating func told() -> (types: String, sqlStates: [String]) {
        let bytes = machine.takeToClient()
        return (Message.types(bytes), Message.sqlStates(bytes))
    }
}
