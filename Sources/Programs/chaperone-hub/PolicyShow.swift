import ArgumentParser
import Hub

struct PolicyShow: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "show", abstract: "A policy as it was pushed.")

    @Argument(help: "Its number.")
    var number: UInt64

    @OptionGroup var options: HubOptions

    func run() async throws {
        try await options.withHub { hub in print(try await hub.text("/v1/admin/policies/\(number)"), terminator: "") }
    }
}
