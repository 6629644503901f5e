/// A record as it is read back from its line.
package struct AuditRecord: Sendable, Equatable {
    package let seq: UInt64
    /// Microseconds since 1970.
    package let atMicroseconds: Int64
    package let mono: UInt64
    package let session: String
    package let statement: UInt64
    package let type: String
    package let principal: String
    package let target: String
    /// All fields, those above included.
    package let fields: [String: RecordValue]

    /// - Parameter line: without its newline.
    /// - Throws: a reason, without data.
    package init(parsing line: ArraySlice<UInt8>) throws(RecordFault) {
        guard line.count <= RecordEncoder.recordBytesLimit else {
            throw RecordFault(reason: "longer than \(RecordEncoder.recordBytesLimit) bytes")
        }
        var reader = JSONReader(line)
        let fields = try reader.readObject()
        guard case .number(let seq) = fields["seq"], case .number(let mono) = fields["mono"],
            case .number(let statement) = fields["statement"], case .string(let session) = fields["session"],
            case .string(let type) = fields["type"], case .string(let principal) = fields["principal"],
            case .string(let target) = fields["target"], case .string(let at) = fields["at"]
        else { throw RecordFault(reason: "a field that every record has is missing or of a wrong kind") }
        guard let atMicroseconds = Timestamp.parse(at) else { throw RecordFault(reason: "`at` is not a time") }
        self.seq = seq
        self.atMicroseconds = atMicroseconds
        self.mono = mono
        self.session = session
        self.statement = statement
        self.type = type
        self.principal = principal
        self.target = target
        self.fields = fields
    }

    /// Empty when the field is absent or no string.
    package func string(_ name: String) -> String {
        if case .string(let value) = fields[name] { value } else { "" }
    }

    /// 0 when the field is absent or no number.
    package func number(_ name: String) -> UInt64 {
        if case .number(let value) = fields[name] { value } else { 0 }
    }

    package func bool(_ name: String) -> Bool { fields[name] == .bool(true) }

    /// Empty when the field is absent or no list.
    package func list(_ name: String) -> [String] {
        if case .list(let value) = fields[name] { value } else { [] }
    }
}
