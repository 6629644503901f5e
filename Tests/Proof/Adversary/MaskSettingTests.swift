import TestSupport
import Testing

/// A mask is a function of the value and the key.
@Suite("No setting of the session changes what a mask shows", .serialized)
struct MaskSettingTests {
    private static let settings = [
        "DateStyle = 'ISO, DMY'", "DateStyle = 'SQL, MDY'", "DateStyle = 'SQL, DMY'", "DateStyle = 'Postgres, MDY'",
        "DateStyle = 'Postgres, DMY'", "DateStyle = 'German'", "TimeZone = 'X+167'", "TimeZone = 'X-167'",
        "TimeZone = '<+Y>96:30'", "TimeZone = 'Asia/Tokyo'", "IntervalStyle = 'iso_8601'", "extra_float_digits = -15",
        "extra_float_digits = 3", "bytea_output = 'escape'", "lc_monetary = 'C'", "lc_time = 'C'",
        "search_path = 'other'", "quote_all_identifiers = on", "xmlbinary = 'hex'", "row_security = off",
        "transform_null_equals = on", "array_nulls = off",
    ]

    /// Each in a form that does not itself follow settings.
    private static let questions = [
        "SELECT id, d - date '2000-01-01' FROM adv.shifted ORDER BY id",
        "SELECT id, d - date '2000-01-01' FROM adv.shifted2 ORDER BY id",
        "SELECT id, born - date '2000-01-01' FROM adv.old ORDER BY id",
        "SELECT id, extract(epoch FROM seen) FROM adv.old ORDER BY id",
        "SELECT id, admit - date '2000-01-01' FROM adv.stay ORDER BY id",
        "SELECT id, ssn, name FROM adv.pat ORDER BY id", "SELECT id, member FROM adv.claim ORDER BY id",
        "SELECT id, tags, doc FROM adv.shape ORDER BY id", "SELECT id, code FROM adv.idx3 ORDER BY id",
        "SELECT id, days FROM adv.stays ORDER BY id",
    ]

    @Test("neither set before", arguments: settings)
    func setBefore(setting: String) throws {
        let lane = try Stacks.adversary.get().lane("adversary")
        let plain = try PostgresConnection(lane)
        let changed = try PostgresConnection(lane)
        _ = try changed.ask("SET \(setting)")
        for question in Self.questions {
            let (one, other) = (try plain.ask(question), try changed.ask(question))
            // A setting that the lane or the server refuses changes nothing.
            #expect(one.texts == other.texts, "\(question)")
        }
    }

    @Test("nor with the session's start", arguments: settings)
    func setAtStart(setting: String) throws {
        let lane = try Stacks.adversary.get().lane("adversary")
        let parts = setting.split(separator: "=", maxSplits: 1)
        let name = parts[0].trimmingCharacters
        let value = parts[1].trimmingCharacters.filter { $0 != "'" }
        for parameters in [[(name, value)], [("options", "-c \(name)=\(value.replacing(" ", with: "\\ "))")]] {
            guard let changed = try? PostgresConnection(lane, parameters: parameters) else { continue }
            let plain = try PostgresConnection(lane)
            for question in Self.questions {
                let (answer, wanted) = (try changed.ask(question), try plain.ask(question))
                #expect(answer.error != nil || answer.texts == wanted.texts, "\(question)")
            }
        }
    }

    @Test("so a subject's offset is one, whatever a date of it looks like")
    func offset() throws {
        let connection = try PostgresConnection(Stacks.adversary.get().lane("adversary"))
        let found = try Self.settings.compactMap { setting -> String? in
            _ = try connection.ask("SET \(setting)")
            return try connection.ask("SELECT d - date '2000-01-01' FROM adv.shifted WHERE id = 3").texts.first?[0]
        }
        #expect(Set(found).count == 1, "\(found)")
    }
}

extension Substring {
    fileprivate var trimmingCharacters: String {
        String(trimmingPrefix { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    }
}
