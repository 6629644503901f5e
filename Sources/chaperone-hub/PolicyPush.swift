import ArgumentParser
import Hub
import HubAPI

struct PolicyPush: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "push", abstract: "Put a policy in force on every sidecar.", discussion: ExitStatus.help)

    @Argument(help: ArgumentHelp("The policy, YAML.", valueName: "file"))
    var file: String

    @OptionGroup var options: HubOptions

    func run() async throws {
        try await options.withHub { hub in
            let source = try TextFile.read(file, bytesLimit: TextFile.policyBytesLimit)
            // Told by the file's own name, so that an editor finds the place.
            let name = file.addingPercentEncoding
            let version = try await hub.post(
                "/v1/admin/policies?file=\(name)", text: source, type: "application/yaml", as: PolicyView.self)
            print("policy \(version.number) is in force")
        }
    }
}

extension String {
    /// Safe in a query.
    fileprivate var addingPercentEncoding: String {
        let digits = Array("0123456789ABCDEF".utf8)
        var output: [UInt8] = []
        for byte in utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "/"),
                UInt8(ascii: "_"):
                output.append(byte)
            default: output += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: output, as: UTF8.self)
    }
}
