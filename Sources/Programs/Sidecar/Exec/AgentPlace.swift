import CProcess
import Dispatch
import Glibc
import Policy
import SmallFiles
import Synchronization

/// A command's own network: a loopback with the lanes and nothing else. The lanes' sockets are made in there, and served
/// from here.
package final class AgentPlace: Sendable {
    package struct Failure: Error, Sendable, Equatable { package var reason: String }

    /// What became of the command.
    enum Outcome: Sendable, Equatable {
        /// Its exit code, or 128 and the signal that ended it.
        case ended(code: Int32)
        case notBegun(Failure)
    }

    private struct State {
        var listeners: [Target.Address: Int32] = [:]
        var isStarted = false
        var outcome: Outcome?
    }

    private static let hostsFile = "/etc/hosts"
    /// Where services of this machine have their sockets: a Docker engine's, a database's. The command has none of them.
    private static let servicesFolder = "/run"

    private let control: Int32
    let command: [String]
    /// Raised when the command has ended, or did not begin.
    private let signals: Signals
    private let state = Mutex(State())

    /// Makes it; the command does not run yet. To be called before there are secrets, locks or other threads.
    init(command: [String], signals: Signals) throws(Failure) {
        try Self.checkStreams()
        var words = command.map { strdup($0) as UnsafeMutablePointer<CChar>? } + [nil]
        defer { for word in words { free(word) } }
        var control: Int32 = -1
        var step: Int32 = 0
        let failure = cplace_begin(&words, &control, &step)
        guard failure == 0 else {
            throw Failure(reason: "the command's network cannot be made: \(Self.advice(UInt32(step), failure))")
        }
        self.control = control
        self.command = command
        self.signals = signals
        do throws(Failure) {
            try cover(Self.servicesFolder)
        } catch {
            close(control)
            throw error
        }
    }

    deinit { close(control) }

    /// The command has these as they are. A socket of IP stays in the machine's network, and can be connected anew.
    private static func checkStreams() throws(Failure) {
        for (descriptor, name) in zip([STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO], ["input", "output", "error"])
        where csockets_is_harmless(descriptor) == 0 {
            throw Failure(
                reason:
                    "standard \(name) is a socket of this machine's network, by which the command could leave its own: "
                    + "give it a pipe or a file (… | chaperone exec … | cat)")
        }
    }

    private static func advice(_ step: UInt32, _ failure: Int32) -> String {
        switch step {
        case CPLACE_USER.rawValue where geteuid() == 0:
            "\(text(failure)): root needs CAP_SETFCAP for a namespace of its own; run it as another user"
        case CPLACE_NAMESPACES.rawValue, CPLACE_USER.rawValue:
            "\(text(failure)): user namespaces are forbidden here (sysctl kernel.unprivileged_userns_clone, "
                + "kernel.apparmor_restrict_unprivileged_userns, user.max_user_namespaces, or a container's seccomp)"
        case CPLACE_NESTING.rawValue:
            "namespaces within it cannot be forbidden (/proc/sys/user/max_user_namespaces): \(text(failure)); /proc must not "
                + "be for reading alone, as it is in containers"
        case CPLACE_SYSTEM.rawValue:
            "what it may not change of the system cannot be kept from it (control groups, /proc/sys): \(text(failure))"
        default: text(failure)
        }
    }

    private static func text(_ failure: Int32) -> String { String(cString: strerror(failure)) }

    private func ask(_ kind: cplace_kind, _ argument: String, _ what: String) throws(Failure) {
        var descriptor: Int32 = -1
        let message = [UInt8(kind.rawValue)] + Array(argument.utf8) + [0]
        guard message.count <= CPLACE_MESSAGE_BYTES else { throw Failure(reason: "\(what): too long") }
        let failure = cplace_ask(control, message, message.count, &descriptor)
        guard failure == 0 else { throw Failure(reason: "\(what): \(Self.text(failure))") }
    }

    private func cover(_ path: String) throws(Failure) {
        var descriptor: Int32 = -1
        let message = [UInt8(CPLACE_COVER.rawValue)] + Array(path.utf8) + [0]
        guard message.count <= CPLACE_MESSAGE_BYTES else { throw Failure(reason: "hide \(path): too long") }
        let failure = cplace_ask(control, message, message.count, &descriptor)
        guard failure != EBUSY else {
            throw Failure(reason: "\(path) is not for the command, which would work in it: begin from another folder")
        }
        guard failure == 0 else { throw Failure(reason: "hide \(path): \(Self.text(failure))") }
    }

    // MARK: lanes

    /// A listening socket in there; the same for the same address. Belongs to this object.
    /// - Throws: when it cannot be had, or the command runs already.
    func listener(_ listen: Target.Address) throws(Failure) -> Int32 {
        let known = state.withLock { ($0.listeners[listen], $0.isStarted) }
        if let listener = known.0 { return listener }
        guard !known.1 else {
            throw Failure(reason: "a lane that is new in the policy begins with the next chaperone exec")
        }
        var descriptor: Int32 = -1
        let place = listen.isSocket ? listen.host : "\(listen.host):\(listen.port)"
        guard let address = NumericAddress.bytes(listen) else { throw Failure(reason: "\(place) is no address") }
        let message = [UInt8(CPLACE_LISTEN.rawValue)] + address
        let failure = cplace_ask(control, message, message.count, &descriptor)
        guard failure == 0, descriptor >= 0 else { throw Failure(reason: "\(place): \(Self.text(failure))") }
        let listener = descriptor
        state.withLock { $0.listeners[listen] = listener }
        return listener
    }

    // MARK: the command

    /// Begins the command, which finds the lanes by their databases' names, and one by PGHOST and the like.
    /// - Parameters:
    ///   - folder: the sidecar's state: for a hosts file, and not for the command.
    ///   - secrets: other folders and files that are not for the command.
    func start(_ lanes: LaneDirectory, folder: String, secrets: [String]) {
        do throws(Failure) { try begin(lanes, folder: folder, secrets: secrets) } catch {
            return end(.notBegun(error))
        }
        state.withLock { $0.isStarted = true }
        DispatchQueue.global().async { [control] in
            let status = cplace_wait(control)
            let code = status < 0 ? 70 : status & 0x7F == 0 ? status >> 8 & 0xFF : 128 + status & 0x7F
            self.end(.ended(code: code))
        }
    }

    private func end(_ outcome: Outcome) {
        state.withLock { $0.outcome = outcome }
        signals.raise()
    }

    /// Nil: it runs, or was not begun.
    var outcome: Outcome? { state.withLock(\.outcome) }

    private func begin(_ lanes: LaneDirectory, folder: String, secrets: [String]) throws(Failure) {
        if !lanes.hosts.isEmpty { try nameLanes(lanes.hosts, folder: folder) }
        if let values = try? lanes.variables(target: nil) {
            for (name, value) in values { try ask(CPLACE_DEFAULT, "\(name)\u{0}\(value)", name) }
        }
        for hidden in HiddenPlaces.outermost(secrets + [folder]) { try cover(hidden) }
        try ask(CPLACE_START, "", command.first ?? "")
    }

    /// The lanes' lines come first, and so before what this machine says of the same names.
    private func nameLanes(_ lines: [String], folder: String) throws(Failure) {
        let file = "\(folder)/hosts"
        let own = (try? SmallFile.read(Self.hostsFile, bytesLimit: SmallFile.documentBytesLimit)) ?? []
        do { try SmallFile.replace(file, with: lines.flatMap { Array("\($0)\n".utf8) } + own, mode: 0o644) } catch {
            throw Failure(reason: error.description)
        }
        chmod(file, 0o644)
        try ask(CPLACE_REPLACE, "\(file)\u{0}\(Self.hostsFile)", "hosts")
    }

    /// For the command; before it has begun, for whoever would begin it.
    func signal(_ number: Int32) {
        guard state.withLock(\.isStarted) else { return signals.raise() }
        var none: Int32 = -1
        _ = cplace_ask(
            control, [UInt8(CPLACE_SIGNAL.rawValue), UInt8(truncatingIfNeeded: number)], 2, &none)
    }
}
