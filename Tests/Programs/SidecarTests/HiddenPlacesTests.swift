import Foundation
import Testing

@testable import Sidecar

/// What of a user's files a command of `chaperone exec` does not see. That it does not is shown by `make places`.
@Suite struct HiddenPlacesTests {
    private let folder: String

    init() throws {
        let made = FileManager.default.temporaryDirectory.appending(path: "hidden-\(UUID().uuidString)")
        for name in ["secrets", "shared", "home", "credentials"] {
            try FileManager.default.createDirectory(at: made.appending(path: name), withIntermediateDirectories: true)
        }
        for name in ["secrets/token", "shared/token", "shared/agent.py", "home/token"] {
            try Data("x".utf8).write(to: made.appending(path: name))
        }
        // As a mount of the system's may have one.
        folder = made.resolvingSymlinksInPath().path()
    }

    private func hidden(_ token: String, command: [String] = ["agent"]) -> [String] {
        let source = HubSource(address: "https://hub", authorities: "ca.pem", tokenFile: .oidc("\(folder)/\(token)"))
        let options = RunOptions(source: .hub(source), state: "\(folder)/state")
        return HiddenPlaces(options, command: command, home: "\(folder)/home").all
            .map { String($0.dropFirst(folder.utf8.count + 1)) }
    }

    @Test func `a token's folder is hidden, so that one that is renewed is, too`() {
        #expect(hidden("secrets/token") == ["secrets"])
    }

    @Test func `where the command needs the folder, the file is`() {
        #expect(hidden("home/token") == ["home/token"])
        #expect(hidden("shared/token") == ["shared"])
        #expect(hidden("shared/token", command: ["python", "\(folder)/shared/agent.py"]) == ["shared/token"])
        // As an argument that is no file.
        #expect(hidden("shared/token", command: ["sh", "-c", "cat \(folder)/shared/agent.py"]) == ["shared"])
    }

    @Test func `what a link leads to is hidden where it is`() throws {
        try FileManager.default.createSymbolicLink(
            atPath: "\(folder)/home/link", withDestinationPath: "\(folder)/secrets/token")
        #expect(hidden("home/link") == ["home/link", "secrets"])
    }

    @Test func `what links among credentials lead to is hidden where it is`() throws {
        try FileManager.default.createSymbolicLink(
            atPath: "\(folder)/credentials/agent", withDestinationPath: "\(folder)/secrets/token")
        let source = FileSource(
            bundle: "b", trustKey: "t", principal: "p", groups: [], credentials: "\(folder)/credentials")
        let options = RunOptions(source: .files(source), state: "\(folder)/state")
        #expect(HiddenPlaces(options, command: [], home: nil).all == ["\(folder)/credentials", "\(folder)/secrets"])
    }

    @Test
    func `states that nobody said a place for are hidden, and what lies in another that is hidden is not asked for`()
        throws
    {
        let states = "\(folder)/home/.local/state/chaperone"
        try FileManager.default.createDirectory(atPath: "\(states)/second", withIntermediateDirectories: true)
        #expect(hidden("secrets/token") == ["home/.local/state/chaperone", "secrets"])
        #expect(
            HiddenPlaces.outermost(["\(states)/second", "\(folder)/secrets", states]) == ["\(folder)/secrets", states])
    }

    @Test func `what is not there is not hidden, and credentials and a key are`() throws {
        #expect(hidden("none/token").isEmpty)
        let source = FileSource(
            bundle: "b", trustKey: "t", principal: "p", groups: [], credentials: "\(folder)/credentials")
        var options = RunOptions(source: .files(source), state: "\(folder)/state")
        options.certificateKey = "\(folder)/secrets/token"
        #expect(HiddenPlaces(options, command: [], home: nil).all == ["\(folder)/credentials", "\(folder)/secrets"])
    }
}
