import Glibc
import HubAPI
import HubClient
import Lane
import Logging
import NIOCore
import NIOPosix
import Policy
import SmallFiles
import Spool
import Supervision
import Synchronization

/// One sidecar: its lanes, its audit log, its admin endpoint, its connection to the hub, from start to orderly end.
final class Sidecar: Sendable {
    let options: RunOptions
    let trail: AuditTrail
    let lanes: LaneSet
    /// Nil: policy and credentials are from files.
    let link: HubLink?
    /// What principals have taken on all lanes.
    private let usage: UsageLedger
    private let usageMemory: UsageMemory
    private let usagePause = WakeableSleep()
    private let filePolicy: PolicyInForce?
    private let admin: Target.Address
    private let transparentAddresses: [Target.Address]
    private let plan: LanePlan
    private let group: any EventLoopGroup
    private let logger: Logger
    /// Whoever started it was told that it is ready.
    private let isAnnounced = Atomic(false)

    /// How long an end waits for the rest of the log to reach the hub.
    private static let lastShippingSecondsLimit = 10

    struct StartFailure: Error, Sendable { var reason: String }

    /// Opens the log and prepares the lanes. Nothing listens yet.
    /// - Throws: `AuditFailure` when the log does not fit; TLS errors of the lanes.
    init(
        _ configuration: SidecarConfiguration, link: HubLink?, group: any EventLoopGroup, logger: Logger
    ) throws {
        options = configuration.options
        admin = configuration.admin
        transparentAddresses = configuration.transparent
        self.link = link
        usage = configuration.usage
        usageMemory = UsageMemory(folder: options.state, ledger: usage, logger: logger)
        self.group = group
        self.logger = logger
        let bundle: Bundle?
        switch configuration.source {
        case .files(let policy, _): bundle = policy.bundle
        case .hub: bundle = link?.policy.inForce.bundle
        }
        trail = try AuditTrail.open(
            stateDirectory: options.state, hubName: link?.hubName, version: Version.text,
            bundleNumber: bundle?.number ?? 0)
        trail.limit(spoolBytes: bundle?.sidecars?.spoolBytesLimit)
        do { try usageMemory.recall(nowSeconds: WallClock.nowSeconds) } catch {
            throw StartFailure(
                reason: "what principals have taken in this hour cannot be read: \(error); with \(UsageMemory.file) of "
                    + "--state taken away they begin anew")
        }
        switch configuration.source {
        case .files(let policy, let configurations):
            filePolicy = policy
            plan = try LanePlan(options: options, partners: LanePartners(usage: usage))
            lanes = try LaneSet(
                configurations, trail: trail, places: SSHPlaces(state: options.state), group: group, logger: logger)
        case .hub:
            filePolicy = nil
            plan = try LanePlan(
                options: options, partners: link?.partners(cosigned: trail, usage: usage) ?? LanePartners(usage: usage))
            lanes = try LaneSet(
                [], trail: trail, places: SSHPlaces(state: options.state), group: group, logger: logger)
        }
    }

    /// What is enforced now.
    var policy: PolicyInForce {
        guard let policy = filePolicy ?? link?.policy.inForce else { preconditionFailure("a sidecar without a source") }
        return policy
    }

    private func watchUsage() {
        usage.whenNews { [usagePause, pause = link?.beatPause] in
            usagePause.wake()
            pause?.wake()
        }
    }

    /// Serves until a signal says otherwise.
    /// - Parameter signals: those that came since the process was told to start.
    func run(_ signals: Signals) async throws {
        watchUsage()
        let admin = AdminServer(self, group: group)
        let transparent = TransparentListener(
            lanes: lanes, principal: { self.policy.principal }, trail: trail, group: group, logger: logger)
        do {
            try await listen(admin)
            try await listen(transparent)
        } catch {
            await transparent.stop()
            await lanes.stop()
            try trail.close(reason: "could not listen")
            throw error
        }
        try await withThrowingTaskGroup(of: Void.self) { loops in
            loops.addTask { await self.announce(admin: admin) }
            loops.addTask { await self.showLife() }
            loops.addTask { await self.tellOpenUpstreams() }
            loops.addTask { await self.usageMemory.keep(pause: self.usagePause) { WallClock.nowSeconds } }
            if let link { add(link, to: &loops) }
            await signals.come(1)
            // Where a command has ended, nobody is left to wait for.
            let graceSeconds =
                options.sockets.place == nil ? policy.bundle.sidecars?.graceSeconds ?? options.graceSeconds : 0
            logger.info("shutting down", metadata: ["grace": "\(graceSeconds)s"])
            options.manager.tell(.stopping(status: "sessions may go on for \(graceSeconds) s"))
            loops.addTask {
                await signals.come(2)
                guard !Task.isCancelled else { return }
                self.logger.warning("second signal: ending at once")
                try? self.trail.close(reason: "killed by a second signal")
                exit(130)
            }
            // The hub is needed to the last session: for credentials, decisions and cosignatures.
            await lanes.drain(graceSeconds: graceSeconds)
            await transparent.stop()
            usageMemory.keep(after: nil, nowSeconds: WallClock.nowSeconds)
            try trail.close(reason: "shut down")
            if let link { await leave(link) }
            loops.cancelAll()
        }
        link?.client.shutDown()
        await admin.stop()
        logger.info("ended")
    }

    private func add(_ link: HubLink, to loops: inout ThrowingTaskGroup<Void, any Error>) {
        loops.addTask { await self.follow(link) }
        loops.addTask { await link.keepCertificate() }
        loops.addTask { await link.laneCertificates.run() }
        loops.addTask { await link.beat(self.usage) { self.heartbeat(link) } }
        loops.addTask { await link.approvals.run() }
        loops.addTask { await link.backgroundTasks.run() }
    }

    /// Policy in, audit log out; until the end, or until nobody may be served any more.
    private func follow(_ link: HubLink) async {
        let reason = await withTaskGroup(of: String?.self) { tasks in
            tasks.addTask { await link.followPolicy { await self.apply($0, of: link) } }
            tasks.addTask { await link.watch() }
            tasks.addTask { await link.ship(self.trail) }
            for await case let reason? in tasks {
                tasks.cancelAll()
                return reason as String?
            }
            return nil
        }
        guard let reason else { return }
        link.state.withLock { $0.stopReason = reason }
        logger.critical(
            "every session is ended, and no new one begins",
            metadata: ["reason": "\(reason)", "action": "enrol a new instance, with an empty --state folder"])
        await lanes.withdraw(reason: reason)
        do { try link.enroller.folder.forgetPolicy() } catch {
            logger.critical("the sealed policy is still there", metadata: ["reason": "\(error.reason)"])
        }
    }

    private func apply(_ policy: HubPolicy, of link: HubLink) async -> [String] {
        trail.limit(spoolBytes: policy.inForce.bundle.sidecars?.spoolBytesLimit)
        let isReload = isAnnounced.load(ordering: .relaxed)
        if isReload {
            options.manager.tell(.reloading(monotonicMicroseconds: link.clock.monotonicNanoseconds() / 1_000))
        }
        defer { if isReload { options.manager.tell(.ready(status: status)) } }
        var problems: [String] = []
        let configurations = plan.configurations(for: policy.inForce, secrets: link.secrets(policy), &problems)
        link.laneCertificates.want(policy.inForce.bundle.targets.filter { $0.listenTLS == true }.map(\.name))
        problems += await lanes.apply(configurations)
        if !configurations.isEmpty, configurations.allSatisfy({ $0.policy.role == nil }) {
            logger.warning(
                "no target has a role for this sidecar, and its lanes refuse everybody",
                metadata: [
                    "principal": "\(policy.inForce.principal)",
                    "groups": "\(policy.inForce.groups.joined(separator: ", "))",
                    "action": "roles: match: groups of the policy, or the groups that it enrolled with",
                ])
        }
        logger.info(
            "policy in force",
            metadata: ["policy": "\(policy.number)", "lease_seconds": "\(policy.expiresAtSeconds - link.nowSeconds)"])
        return problems
    }

    private func heartbeat(_ link: HubLink) -> Heartbeat {
        let audit = trail.statistics
        let all = lanes.all
        var heartbeat = Heartbeat(
            boot: link.boot, version: Version.text, understands: BundleFeature.names,
            bundleNumber: policy.bundle.number,
            sessions: all.reduce(0) { $0 + $1.sessionCount },
            heldStatements: all.reduce(0) { $0 + $1.heldCount }, logSize: audit.records,
            cosignedSize: trail.cosignedSize, spoolBytes: audit.bytes, nowSeconds: link.nowSeconds)
        // Asked for before its first session comes.
        if all.contains(where: { $0.policy.target.identity == .pod && $0.policy.role?.limits?.countsHours ?? false }) {
            _ = usage.budget(of: policy.principal, nowSeconds: WallClock.nowSeconds)
        }
        heartbeat.usage = usage.report(nowSeconds: WallClock.nowSeconds)
        return heartbeat
    }

    /// What is not shipped is named in the log and to the hub, which then does not wait for this sidecar.
    private func leave(_ link: HubLink) async {
        await shipTheRest(link)
        guard link.status.stopReason == nil, link.client.contact.isReachable else { return }
        var last = heartbeat(link)
        last.isLeaving = true
        do throws(HubFailure) { try await link.client.heartbeat(last) } catch {
            logger.warning("the hub was not told of the end", metadata: ["reason": "\(error.description)"])
        }
    }

    /// The loop ships as before; this only waits for it.
    private func shipTheRest(_ link: HubLink) async {
        let size = trail.statistics.records
        let deadline = ContinuousClock.now + .seconds(Self.lastShippingSecondsLimit)
        while trail.cosignedSize < size, ContinuousClock.now < deadline, link.client.contact.isReachable,
            link.status.stopReason == nil
        { try? await Task.sleep(for: .milliseconds(50)) }
        guard trail.cosignedSize < size else { return }
        logger.warning(
            "the end of the audit log has not reached the hub; the next start ships it",
            metadata: ["records": "\(size - trail.cosignedSize)"])
    }

    private func listen(_ admin: AdminServer) async throws(StartFailure) {
        for socket in options.sockets.strays(policy.bundle.targets) {
            logger.warning(
                "a socket that was handed over is no target's",
                metadata: [
                    "name": "\(socket.name)",
                    "address": "\(socket.address.map { "\($0.host):\($0.port)" } ?? "a file's")",
                    "action":
                        "ListenStream= must be a target's listen, or FileDescriptorName= of a file's socket its name",
                ])
        }
        if let link {
            for problem in await apply(link.policy, of: link) {
                logger.error("not served", metadata: ["reason": "\(problem)"])
            }
        } else {
            do { try await lanes.start() } catch { throw StartFailure(reason: error.reason) }
        }
        let file = "\(options.state)/\(AdminQuestion.addressFile)"
        unlink(file)
        do { try await admin.start(self.admin) } catch {
            throw StartFailure(
                reason: "--admin \(options.admin): cannot listen there: \(ListenFault.words(for: error))")
        }
        do { try SmallFile.replace(file, with: Array("\(Self.text(admin.localAddress))\n".utf8), mode: 0o644) } catch {
            throw StartFailure(reason: error.description)
        }
        logger.info("admin endpoint listens", metadata: ["address": "\(Self.text(admin.localAddress))"])
    }

    /// Tells whoever waits for the ready file: once every lane is ready, or has a reason that waiting will not mend.
    private func announce(admin: AdminServer) async {
        while !Task.isCancelled {
            let waiting = lanes.all.contains { lane in
                guard case .notReady = lane.readiness else { return false }
                return lane.mayBecomeReady
            }
            if !waiting { break }
            try? await Task.sleep(for: .milliseconds(20))
        }
        // Told to end before it was ready: nobody may take it for ready.
        guard !Task.isCancelled else { return }
        ProcessMemory.releaseWhatStartNeeded()
        isAnnounced.store(true, ordering: .relaxed)
        options.manager.tell(.ready(status: status))
        if let place = options.sockets.place {
            place.start(directory, folder: options.state, secrets: HiddenPlaces(options, command: place.command).all)
        }
        guard let path = options.readyFile else { return }
        var text = "ADMIN=http://\(Self.text(admin.localAddress))\n"
        for lane in lanes.all {
            let name = lane.name.map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "_" }
            text += "LANE_\(String(name))=\(Self.text(lane.localAddress))\n"
        }
        do { try SmallFile.replace(path, with: Array(text.utf8), mode: 0o644) } catch {
            logger.error("ready file not written", metadata: ["reason": "\(error)"])
        }
    }

    private func listen(_ transparent: TransparentListener) async throws {
        for address in transparentAddresses {
            do { try await transparent.start(address) } catch let error as IOError
                where error.errnoCode == EADDRNOTAVAIL && address.host.contains(":")
            {
                logger.notice(
                    "no transparent listener for IPv6, which is not there", metadata: ["address": "\(address.host)"])
            } catch {
                throw StartFailure(
                    reason:
                        "--transparent \(address.host):\(address.port): cannot listen there: \(ListenFault.words(for: error))"
                )
            }
        }
    }

    /// Who makes a pod's fence knows networks, and not where a name leads: this sidecar does.
    private func tellOpenUpstreams() async {
        let bundle = policy.bundle
        guard !transparentAddresses.isEmpty, let networks = bundle.sidecars?.networks else { return }
        for target in bundle.targets {
            let open = OpenUpstreams.among(await AddressBook.askTheSystem(target), networks: networks)
            guard !open.isEmpty else { continue }
            logger.error(
                "a target is in no network of the fence, and open to everybody beside this sidecar",
                metadata: [
                    "target": "\(target.name)", "addresses": "\(open.joined(separator: ", "))",
                    "action": "sidecars.networks of the policy has to hold them",
                ])
        }
    }

    private var directory: LaneDirectory {
        LaneDirectory(
            lanes.all.map { lane in
                let target = lane.policy.target
                return LaneDirectory.Entry(
                    target: target.name, service: target.service.name, listen: Self.text(lane.localAddress),
                    upstream: "\(target.upstream.host):\(target.upstream.port)",
                    database: target.postgres?.database ?? "",
                    tls: target.listenTLS ?? false)
            })
    }

    private var status: String {
        let ready = lanes.all.count { $0.readiness == .ready }
        return "policy \(policy.bundle.number); \(ready) of \(policy.bundle.targets.count) lanes ready"
    }

    /// By way of the event loop: one that is stuck shows no life.
    private func showLife() async {
        guard let limit = options.manager.watchdogMicroseconds else { return }
        let loop = group.next()
        while !Task.isCancelled {
            try? await loop.submit {}.get()
            options.manager.tell(.alive)
            try? await Task.sleep(for: .microseconds(Int64(limit / 3)))
        }
    }

    static func text(_ address: SocketAddress?) -> String {
        if let path = address?.pathname, !path.isEmpty { return path }
        guard let address, let host = address.ipAddress, let port = address.port else { return "" }
        return host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
    }
}
