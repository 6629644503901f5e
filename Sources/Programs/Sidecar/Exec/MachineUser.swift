import Glibc
import SmallFiles

/// Who the user of this process is on this machine. A static program asks no directory service: a name that only one knows is the
/// one that LOGNAME says, and groups that only one knows are none.
package struct MachineUser: Sendable, Equatable {
    package var name: String?
    package var groups: [String]

    package static var own: MachineUser {
        let logged = getenv("LOGNAME").map { String(cString: $0) }.flatMap { $0.isEmpty ? nil : $0 }
        let numbers = [gid_t](unsafeUninitializedCapacity: max(1, Int(getgroups(0, nil)))) { buffer, count in
            count = max(0, Int(getgroups(Int32(buffer.count), buffer.baseAddress)))
        }
        let names = names(of: [getegid()] + numbers, in: text("/etc/group"))
        return MachineUser(name: Self.names(of: [geteuid()], in: text("/etc/passwd")).first ?? logged, groups: names)
    }

    private static func text(_ path: String) -> String {
        (try? SmallFile.text(path, bytesLimit: SmallFile.documentBytesLimit)) ?? ""
    }

    /// - Parameter file: passwd(5) or group(5): the name first, the number third.
    static func names(of numbers: [UInt32], in file: String) -> [String] {
        file.split(separator: "\n").compactMap { line in
            let fields = line.split(separator: ":", omittingEmptySubsequences: false)
            guard fields.count > 2, !fields[0].isEmpty, let number = UInt32(fields[2]) else { return nil }
            return numbers.contains(number) ? String(fields[0]) : nil
        }
    }
}
