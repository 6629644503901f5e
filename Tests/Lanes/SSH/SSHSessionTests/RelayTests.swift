import Detectors
import NIOCore
import SFTP
import SSHOperations
import SSHSession
import SSHWire
import StreamMasking
import TestSupport
import Testing

/// Between a client and a host: what was decided on runs, and nothing else.
struct RelayTests {
    static let there = ChannelID(number: 0)

    /// A world in which a command runs on the host's first channel.
    static func running(
        _ treatment: RunDecision.Treatment = .exact, _ settings: RelaySettings = RelaySettings(),
        _ request: ChannelRequest = .exec(ByteBuffer(string: "cmd"))
    ) throws -> (RelayWorld, ChannelID) {
        var world = RelayWorld(settings)
        let id = try world.ask(request)
        world.relay.decide(try #require(world.judged.first), .run(command: nil, treatment))
        try world.run()
        world.host.reply(isSuccess: true, on: there)
        try world.run()
        return (world, id)
    }

    @Test func `A host hears nothing before the decision, and then what was decided on`() throws {
        var world = RelayWorld()
        _ = try world.ask(
            .terminal(type: "xterm", size: TerminalSize(columns: 80, rows: 24), modes: ByteBuffer()),
            .environment(name: "LANG", value: "C"), .environment(name: "LD_PRELOAD", value: "x"),
            // What is shown of it would look like another variable, and a command.
            .environment(name: "LC_A='x'] 'echo' 'harmless'\n\n[LC_B", value: "1"),
            .environment(name: "LC_A", value: "x\n] 'touch' /tmp/zz'y"), .environment(name: "LC_A", value: "x y"),
            .environment(name: "LC_A", value: "x\u{202E}"),
            .exec(ByteBuffer(string: "id")))
        #expect(world.hostEvents == [])
        #expect(world.clientSteps == ["success", "success", "failure", "failure", "failure", "failure", "failure"])
        guard case .judge(_, let request)? = world.events.last else { return #expect(Bool(false)) }
        #expect(request.environment == [RunRequest.Variable(name: "LANG", value: "C")])
        world.relay.decide(try #require(world.judged.first), .run(command: ByteBuffer(string: "'id'"), .shown))
        try world.run()
        guard case .terminal("xterm", TerminalSize(columns: 80, rows: 24), _)? = world.hostRequests.first else {
            return #expect(Bool(false))
        }
        #expect(
            world.hostRequests.dropFirst() == [
                .environment(name: "LANG", value: "C"), .exec(ByteBuffer(string: "'id'")),
            ])
        world.host.reply(isSuccess: true, on: Self.there)
        world.host.reply(isSuccess: true, on: Self.there)
        try world.run()
        #expect(world.clientSteps.last == "success")
    }

    @Test func `A variable that the policy names may hold any line that is read as it is`() throws {
        var settings = RelaySettings()
        settings.environment = ["TICKET", "LC_NOTE"]
        func takes(_ name: String, _ value: String) -> Bool {
            settings.takesVariable(RunRequest.Variable(name: name, value: value))
        }
        #expect(takes("TICKET", "it's 7 o'clock; \"so\" für ihn") && takes("LC_NOTE", "a b") && takes("TICKET", ""))
        #expect(!takes("LC_OTHER", "a b") && takes("LC_ALL", "de_DE.UTF-8@euro") && takes("LANG", "C"))
        for value in ["a\nb", "a\rb", "\u{1B}[2J", "\u{85}", "\u{2028}", "\u{202E}x", "\u{2067}x", "\u{0}"] {
            #expect(!takes("TICKET", value))
        }
    }

    @Test func `All variables of a channel together have a limit, and what they take is counted`() throws {
        var world = RelayWorld()
        let half = String(repeating: "x", count: SessionLimits.environmentBytesLimit / 2 - 4)
        let id = try world.ask(
            .environment(name: "LC_A", value: half), .environment(name: "LC_B", value: half),
            .environment(name: "LC_C", value: ""))
        #expect(world.clientSteps == ["success", "success", "failure"])
        let changes = world.relay.reservationChanges
        let byteCount = world.relay.reservedByteCount
        _ = try world.ask(.environment(name: "LC_A", value: half))
        #expect(world.relay.reservationChanges != changes)
        let another = world.relay.reservedByteCount - byteCount
        #expect(another >= SessionLimits.environmentBytesLimit / 2 + SessionLimits.windowMinimumBytes)
        world.client.close(id)
        try world.run()
        #expect(world.relay.reservedByteCount < byteCount)
        world.relay.setLaneRoom(SessionLimits.channelBytesMinimum)
        _ = try world.ask(.environment(name: "LC_A", value: "x"))
        #expect(world.clientSteps.last == "success")
    }

    @Test func `A host is told to end what nobody may have run any more, before its channel closes`() throws {
        for stops in [true, false] {
            var (world, _) = try Self.running()
            world.relay.end(try #require(world.judged.first), "over", stopsProgram: stops)
            try world.run()
            #expect(world.hostRequests.dropFirst() == (stops ? [.signal("TERM"), .signal("KILL")] : []))
            guard case .closed? = world.hostEvents.last else { return #expect(Bool(false)) }
            #expect(world.shown(.errors) == "chaperone: over\r\n")
        }
        // Of a forwarding there is no program.
        var forward = RelayWorld()
        _ = forward.client.open(.directTCP(host: "db", port: 1, originHost: "a", originPort: 2))
        try forward.run()
        forward.relay.decide(try #require(forward.judged.first), .run(command: nil, .exact))
        try forward.run()
        forward.relay.end(try #require(forward.judged.first), "over", stopsProgram: true)
        try forward.run()
        #expect(forward.hostRequests == [])
    }

    @Test func `Nobody awaits a decision on what its client has closed`() throws {
        var world = RelayWorld()
        let id = try world.ask(.exec(ByteBuffer(string: "true")))
        let own = try #require(world.judged.first)
        #expect(world.relay.awaitsDecision(own))
        world.client.close(id)
        try world.run()
        #expect(!world.relay.awaitsDecision(own))
        var (files, there) = try Self.files()
        // REMOVE of /a
        var request = ByteBuffer(bytes: [0, 0, 0, 11, 13, 0, 0, 0, 5, 0, 0, 0, 2, 0x2F, 0x61])
        files.client.write(&request, .output, on: there)
        try files.run()
        let judged = files.events.compactMap {
            if case .judgeFile(let channel, let operation) = $0 { (channel, operation.number) } else { nil }
        }
        let (channel, number) = try #require(judged.last)
        #expect(files.relay.awaitsDecision(channel, file: number))
        #expect(!files.relay.awaitsDecision(channel, file: number + 1))
        #expect(!files.relay.awaitsDecision(channel))
        files.client.close(there)
        try files.run()
        #expect(!files.relay.awaitsDecision(channel, file: number))
    }

    @Test func `Nothing is taken out of what is shown without a terminal`() throws {
        var (world, _) = try Self.running(.masked(.all, mayBeBinary: false))
        world.write("â€\u{9D}\n536-22-0001\n", on: Self.there)
        try world.run()
        #expect(world.shown() == "â€\u{9D}\n[SSN]\n")
    }

    @Test func `A terminal is called dumb where the target says so`() throws {
        var settings = RelaySettings()
        settings.reducesTerminal = true
        var world = RelayWorld(settings)
        _ = try world.ask(
            .terminal(type: "xterm", size: TerminalSize(columns: 1, rows: 2), modes: ByteBuffer()), .shell)
        world.relay.decide(try #require(world.judged.first), .run(command: nil, .shown))
        try world.run()
        guard case .terminal("dumb", _, _)? = world.hostRequests.first else { return #expect(Bool(false)) }
    }

    @Test(arguments: [
        (ChannelRequest.exec(ByteBuffer(string: "rm -rf /")), ["data", "success", "status 126", "EOF", "CLOSE"]),
        (.shell, ["data", "success", "status 126", "EOF", "CLOSE"]),
        (.subsystem("sftp"), ["data", "failure", "EOF", "CLOSE"]),
    ])
    func `What is denied ends with a line on the standard error, and the host hears nothing`(
        request: ChannelRequest, steps: [String]
    ) throws {
        var world = RelayWorld()
        let id = try world.ask(request)
        world.relay.decide(try #require(world.judged.first), .deny("denied by rule no-rm"))
        try world.run()
        #expect(world.shown(.errors) == "chaperone: denied by rule no-rm\r\n")
        #expect(world.clientSteps == steps)
        #expect(world.hostEvents == [])
        world.client.close(id)
        try world.run()
        #expect(world.events.last == .ended(try #require(world.judged.first), .nothingRan))
        #expect(world.relay.channelCount == 0)
    }

    @Test func `A request that waits for a person is told at once, and answered when it is decided`() throws {
        var world = RelayWorld()
        _ = try world.ask(.exec(ByteBuffer(string: "reboot")))
        let own = try #require(world.judged.first)
        world.relay.notify(own, "held by rule r, request 1")
        try world.run()
        #expect(world.shown(.errors) == "chaperone: held by rule r, request 1\r\n")
        #expect(world.clientSteps == ["data"])
        world.relay.decide(own, .run(command: nil, .exact))
        try world.run()
        world.host.reply(isSuccess: true, on: Self.there)
        try world.run()
        #expect(world.clientSteps == ["data", "success"])
    }

    /// How a host may end, in each order; the client sees data, status, EOF, CLOSE.
    @Test(arguments: [["status", "eof"], ["eof", "status"], ["status"], []])
    func `The order is data, status, EOF, CLOSE, however the host has it`(order: [String]) throws {
        var (world, _) = try Self.running()
        for step in order {
            if step == "status" { world.host.request(.exitStatus(3), wantsReply: false, on: Self.there) }
            if step == "eof" { world.host.endOfFile(Self.there) }
        }
        if !order.contains("eof") { world.write("late", on: Self.there) }
        world.host.close(Self.there)
        try world.run()
        var expected = ["success"]
        if !order.contains("eof") { expected.append("data") }
        expected += order.isEmpty ? ["EOF"] : ["status 3", "EOF"]
        #expect(world.clientSteps == expected + ["CLOSE"])
    }

    @Test func `The status waits for the data that the client has not taken yet`() throws {
        var (world, id) = try Self.running()
        let text = String(repeating: "x", count: SessionLimits.windowBytes)
        // The client's window is used up first.
        world.write(text, on: Self.there)
        try world.run()
        world.write("the rest", on: Self.there)
        world.host.request(.exitStatus(0), wantsReply: false, on: Self.there)
        world.host.endOfFile(Self.there)
        world.host.close(Self.there)
        try world.run()
        #expect(!world.clientSteps.contains("status 0"))
        world.client.credit(SessionLimits.windowBytes, id)
        try world.run()
        #expect(world.clientSteps.suffix(3) == ["status 0", "EOF", "CLOSE"])
        #expect(world.shown() == text + "the rest")
    }

    @Test func `A client that does not read stops the host, and what waits is bounded`() throws {
        var (world, id) = try Self.running()
        var data = ByteBuffer(repeating: 0x61, count: 16 << 20)
        for _ in 0..<200 {
            world.host.write(&data, .output, on: Self.there)
            try world.run()
            #expect(world.relay.waitingByteCount <= SessionLimits.windowBytes)
        }
        #expect(data.readableBytes >= (16 << 20) - 2 * SessionLimits.windowBytes)
        // And when it reads, all comes.
        for _ in 0..<200 {
            world.client.credit(SessionLimits.windowBytes / 4, id)
            try world.run()
            world.host.write(&data, .output, on: Self.there)
            try world.run()
        }
        #expect(data.readableBytes == 0)
        #expect(world.shown().utf8.count == 16 << 20)
    }

    @Test func `What a client sends before the decision waits, and goes when it has fallen`() throws {
        var world = RelayWorld()
        let id = try world.ask(.exec(ByteBuffer(string: "cat")))
        var data = ByteBuffer(string: "early")
        world.client.write(&data, .output, on: id)
        world.client.endOfFile(id)
        try world.run()
        #expect(world.sentToHost() == "")
        world.relay.decide(try #require(world.judged.first), .run(command: nil, .exact))
        try world.run()
        world.host.reply(isSuccess: true, on: Self.there)
        try world.run()
        #expect(world.sentToHost() == "early")
        #expect(world.hostEvents.last == .endOfFile(Self.there))
    }

    @Test func `Signals go to what runs; what only forwards is refused and told`() throws {
        var (world, id) = try Self.running()
        world.client.request(.signal("INT"), wantsReply: false, on: id)
        world.client.request(.windowChange(TerminalSize(columns: 1, rows: 1)), wantsReply: false, on: id)
        world.client.request(.signal("HUP"), wantsReply: false, on: id)
        world.client.request(.agentForwarding, wantsReply: true, on: id)
        world.client.request(.exec(ByteBuffer(string: "second")), wantsReply: true, on: id)
        try world.run()
        // Without a terminal there is no size.
        #expect(world.hostRequests.suffix(2) == [.signal("INT"), .signal("HUP")])
        #expect(world.clientSteps == ["success", "failure", "failure"])
        #expect(world.events.contains(.prohibited(name: "auth-agent-req@openssh.com")))
    }

    @Test func `Both streams are masked, each for itself, and what was held goes at the end`() throws {
        var (world, _) = try Self.running(.masked(.all, mayBeBinary: false))
        world.write("ssn 536-22-", on: Self.there)
        world.write("mail a@b", .errors, on: Self.there)
        try world.run()
        #expect(world.shown() == "" && world.shown(.errors) == "")
        world.write("0001", on: Self.there)
        world.write(".org\n", .errors, on: Self.there)
        world.host.endOfFile(Self.there)
        try world.run()
        #expect(world.shown() == "ssn [SSN]")
        #expect(world.shown(.errors) == "mail [EMAIL]\n")
    }

    @Test func `A prompt is shown when a terminal stands still`() throws {
        var (world, _) = try Self.running(.masked(.all, mayBeBinary: false), RelaySettings(), .shell)
        world.write("agent@ward-7:~$ ", on: Self.there)
        try world.run()
        #expect(world.shown() == "")
        world.relay.pause(try #require(world.judged.first))
        try world.run()
        #expect(world.shown() == "agent@ward-7:~$ ")
    }

    @Test(arguments: [DataStream.output, .errors])
    func `What is no text is cut where output is masked, unless it may be binary`(stream: DataStream) throws {
        var (world, _) = try Self.running(.masked(.all, mayBeBinary: false))
        world.write("\u{1F}\u{8}\0\0", stream, on: Self.there)
        try world.run()
        #expect(world.shown() == "")
        #expect(world.shown(.errors).contains("no text"))
        #expect(world.clientSteps.suffix(3) == ["status 126", "EOF", "CLOSE"])
        #expect(world.hostEvents.last == .closed(Self.there))
        var (other, _) = try Self.running(.masked(.all, mayBeBinary: true))
        other.write("\u{1F}\0\n", on: Self.there)
        try other.run()
        #expect(other.shown() == "\u{1F}\0\n")
    }

    @Test func `A host that opens no channel, or runs nothing, is told to the client`() throws {
        var world = RelayWorld()
        _ = try world.ask(.exec(ByteBuffer(string: "id")))
        world.relay.decide(try #require(world.judged.first), .run(command: nil, .exact))
        try world.run()
        world.host.reply(isSuccess: false, on: Self.there)
        try world.run()
        #expect(world.shown(.errors).contains("the host would not run it"))
        #expect(world.clientSteps.suffix(3) == ["status 126", "EOF", "CLOSE"])
    }

    @Test func `A client that goes takes its program with it, at any point`() throws {
        for point in 0...2 {
            var world = RelayWorld()
            let id = try world.ask(.exec(ByteBuffer(string: "sleep")))
            let own = try #require(world.judged.first)
            if point == 0 { world.client.close(id) }
            try world.run()
            world.relay.decide(own, .run(command: nil, .exact))
            if point == 1 { world.client.close(id) }
            try world.run()
            if point == 2 {
                world.host.reply(isSuccess: true, on: Self.there)
                try world.run()
                world.client.close(id)
                try world.run()
            }
            #expect(world.hostEvents.contains(.closed(Self.there)) == (point > 0), "\(point)")
            world.host.close(Self.there)
            try world.run()
            #expect(world.relay.channelCount == 0, "\(point)")
            #expect(world.events.contains { if case .ended = $0 { true } else { false } })
        }
    }

    @Test func `A forwarding is judged by its host and port; allowed, its bytes pass, denied, it is not opened`() throws
    {
        for isAllowed in [true, false] {
            var world = RelayWorld()
            let kind = ChannelKind.directTCP(host: "db", port: 5432, originHost: "o", originPort: 1)
            let id = world.client.open(kind)
            try world.run()
            let own = try #require(world.judged.first)
            #expect(
                world.events.first == .judge(own, RunRequest(kind: .forward(host: "db", port: 5432), terminal: nil)))
            world.relay.decide(own, isAllowed ? .run(command: nil, .exact) : .deny("no"))
            try world.run()
            #expect(world.clientEvents.first == (isAllowed ? .opened(id) : .refused(id)))
            guard isAllowed else {
                #expect(world.hostEvents == [])
                continue
            }
            var data = ByteBuffer(string: "ping")
            world.client.write(&data, .output, on: id)
            world.write("pong", on: Self.there)
            try world.run()
            #expect(world.sentToHost() == "ping" && world.shown() == "pong")
        }
    }

    @Test func `Channels run side by side, and one that is held holds no other`() throws {
        var world = RelayWorld()
        _ = try world.ask(.exec(ByteBuffer(string: "held")))
        _ = try world.ask(.exec(ByteBuffer(string: "free")))
        world.relay.decide(world.judged[1], .run(command: nil, .exact))
        try world.run()
        world.host.reply(isSuccess: true, on: Self.there)
        world.write("done", on: Self.there)
        try world.run()
        #expect(world.hostRequests == [.exec(ByteBuffer(string: "free"))])
        #expect(world.shown() == "done")
    }

    @Test func `A size goes to what runs in a terminal`() throws {
        let size = TerminalSize(columns: 132, rows: 43)
        var world = RelayWorld()
        let id = try world.ask(
            .terminal(type: "xterm", size: TerminalSize(columns: 80, rows: 24), modes: ByteBuffer()), .shell)
        world.relay.decide(try #require(world.judged.first), .run(command: nil, .shown))
        try world.run()
        for _ in 0..<2 { world.host.reply(isSuccess: true, on: Self.there) }
        try world.run()
        world.client.request(.windowChange(size), wantsReply: false, on: id)
        try world.run()
        #expect(world.hostRequests.last == .windowChange(size))
    }

    // MARK: what waits

    @Test func `What comes before anything runs is little, on however many channels`() throws {
        var world = RelayWorld()
        for _ in 0..<SessionLimits.channelsLimit {
            let id = try world.ask()
            var data = ByteBuffer(repeating: 0x61, count: SessionLimits.windowBytes)
            world.client.write(&data, .output, on: id)
            try world.run()
            #expect(data.readableBytes == SessionLimits.windowBytes - SessionLimits.earlyWindowBytes)
        }
        #expect(world.relay.waitingByteCount == SessionLimits.channelsLimit * SessionLimits.earlyWindowBytes)
    }

    @Test func `Many channels whose client does not read have no more than their budget wait`() throws {
        var world = RelayWorld()
        for number in 0..<SessionLimits.channelsLimit {
            _ = try world.ask(.exec(ByteBuffer(string: "cat big")))
            world.relay.decide(world.judged[number], .run(command: nil, .exact))
            try world.run()
            let there = ChannelID(number: UInt32(number))
            world.host.reply(isSuccess: true, on: there)
            var data = ByteBuffer(repeating: 0x61, count: SessionLimits.windowBytes)
            world.host.write(&data, .output, on: there)
            try world.run()
        }
        let most =
            SessionLimits.windowsBudgetBytes + SessionLimits.channelsLimit * SessionLimits.windowMinimumBytes
        #expect(world.relay.waitingByteCount <= most)
    }

    @Test func `While a side exchanges keys its data wait here, and the other has no credit for them`() throws {
        var (world, id) = try Self.running()
        world.client.credit(100 << 20, id)
        try world.run()
        world.relay.takesData(client: false, host: true)
        var data = ByteBuffer(repeating: 0x61, count: 16 << 20)
        for _ in 0..<50 {
            world.host.write(&data, .output, on: Self.there)
            try world.run()
        }
        #expect(world.shown() == "")
        #expect(world.relay.waitingByteCount == SessionLimits.windowBytes)
        world.relay.takesData(client: true, host: true)
        for _ in 0..<50 {
            try world.run()
            world.host.write(&data, .output, on: Self.there)
        }
        #expect(world.relay.waitingByteCount == 0 && world.shown().utf8.count > SessionLimits.windowBytes)
    }

    @Test func `A client that reads no answers on files has no more of its requests looked at`() throws {
        var (world, id) = try Self.files()
        let denied = Self.packet([13, 0, 0, 0, 1, 0, 0, 0, 2] + Array("/x".utf8))
        let own = try #require(world.judged.first)
        // The client's window is used up.
        world.write(String(repeating: "x", count: SessionLimits.windowBytes), .errors, on: Self.there)
        try world.run()
        world.events = []
        let words = String(repeating: "w", count: 1_000)
        var data = ByteBuffer()
        for _ in 0..<20_000 { data.writeBytes(denied) }
        for _ in 0..<40_000 {
            world.client.write(&data, .output, on: id)
            try world.run()
            guard case .judgeFile? = world.events.last else { break }
            world.events = []
            world.relay.decideFile(own, .deny(words))
        }
        #expect(world.relay.waitingByteCount < SFTPLimits.madeBytesLimit + 10_000)
        // And when it reads, it goes on.
        world.events = []
        world.client.credit(SessionLimits.windowBytes, id)
        try world.run()
        #expect(world.events == [] || world.events.count == 1)
        guard case .judgeFile? = world.events.last else { return #expect(Bool(false)) }
    }

    @Test func `What one credit lets go is no more than a turn may hold, and the rest goes in the next turns`() throws {
        var (world, id) = try Self.running()
        world.relay.takesData(client: false, host: true)
        var text = ByteBuffer(repeating: 0x61, count: SessionLimits.windowBytes)
        world.host.write(&text, .output, on: Self.there)
        try world.run()
        #expect(world.relay.waitingByteCount == SessionLimits.windowBytes)
        world.relay.takesData(client: true, host: true)
        var turns: [Int] = []
        while true {
            let messages = world.relay.takeForClient()
            if messages.isEmpty { break }
            turns.append(
                messages.reduce(0) { sum, message in
                    if case .data(_, let data) = message { sum + data.readableBytes } else { sum }
                })
            for message in messages { _ = try world.client.receive(Hop.payload(message)) }
            #expect(world.relay.isStopped == (turns.count == 1))
            // A side that does not take data is not given any, whoever asks.
            world.relay.takesData(client: false, host: true)
            world.relay.resume()
            #expect(world.relay.takeForClient() == [])
            world.relay.takesData(client: true, host: true)
            world.relay.resume()
        }
        #expect(turns == [SessionLimits.turnBytesLimit, SessionLimits.windowBytes - SessionLimits.turnBytesLimit])
        _ = id
    }

    @Test func `Channels get less where a lane has little left, and none where it has nothing`() throws {
        var world = RelayWorld()
        world.relay.setLaneRoom(32 << 20)
        _ = try world.ask(.exec(ByteBuffer(string: "cat")))
        #expect(world.relay.reservedByteCount == SessionLimits.channelBytesMinimum)
        world.relay.decide(try #require(world.judged.last), .run(command: nil, .exact))
        try world.run()
        world.host.reply(isSuccess: true, on: Self.there)
        try world.run()
        let share = (32 << 20) / SessionLimits.laneShare
        #expect(world.relay.reservedByteCount == 2 * share)
        let changes = world.relay.reservationChanges
        world.relay.setLaneRoom(SessionLimits.channelBytesMinimum)
        _ = try world.ask(.subsystem("sftp"))
        #expect(world.relay.reservationChanges != changes)
        // There is room for a channel, and none for what files need.
        world.relay.decide(try #require(world.judged.last), .run(command: nil, .files(asksRealPaths: false)))
        try world.run()
        #expect(world.shown(.errors).contains("hold the memory that they may"))
        world.relay.setLaneRoom(SessionLimits.channelBytesMinimum - 1)
        let refused = world.client.open(.session)
        try world.run()
        #expect(world.clientEvents.last == .refused(refused))
        #expect(world.judged.count == 2)
        // What is over counts no more.
        world.host.close(Self.there)
        try world.run()
        for number in 0..<3 { world.client.close(ChannelID(number: UInt32(number))) }
        try world.run()
        #expect(world.relay.channelCount == 0 && world.relay.reservedByteCount == 0)
    }

    @Test func `A peer that sends byte by byte has few buffers wait, whoever does not take them`() throws {
        var (world, id) = try Self.running()
        world.relay.takesData(client: false, host: false)
        for _ in 0..<20_000 {
            world.write("x", on: Self.there)
            var data = ByteBuffer(string: "y")
            world.client.write(&data, .output, on: id)
        }
        try world.run()
        #expect(world.relay.waitingByteCount == 40_000 && world.shown() == "" && world.sentToHost() == "")
        #expect(world.relay.waitingBufferCount <= 8)
        world.relay.takesData(client: true, host: true)
        try world.run()
        #expect(world.shown().utf8.count == 20_000 && world.sentToHost().utf8.count == 20_000)
        #expect(world.relay.waitingByteCount == 0)
    }

    // MARK: rsync

    static func little(_ value: UInt32) -> [UInt8] { withUnsafeBytes(of: value.littleEndian) { Array($0) } }

    static func frame(_ bytes: [UInt8], tag: UInt32 = 7) -> [UInt8] {
        little(tag << 24 | UInt32(bytes.count)) + bytes
    }

    static func rule(_ text: String) -> [UInt8] { little(UInt32(text.utf8.count)) + Array(text.utf8) }

    /// What the host has of what a client says, given to the relay in such parts.
    static func rsync(_ parts: [[UInt8]], host: [UInt8]) throws -> RelayWorld {
        var (world, id) = try running(.rsync(names: 1))
        for (index, part) in parts.enumerated() {
            var data = ByteBuffer(bytes: part)
            world.client.write(&data, .output, on: id)
            try world.run()
            if index == 0 {
                var said = ByteBuffer(bytes: host)
                world.host.write(&said, .output, on: there)
                try world.run()
            }
        }
        return world
    }

    /// rsync 3.2's beginning: the version, the names of its checksums, then rules and data in frames.
    @Test func `Behind rules of rsync that name patterns everything passes, however it is cut`() throws {
        let names: [UInt8] = [3] + Array("md5".utf8)
        let rules = ["- *.o", "+/ a b/", "!", "-sp_tmp"].flatMap(Self.rule) + Self.little(0)
        let rest =
            Self.frame(Array(rules[..<7])) + Self.frame([], tag: 49) + Self.frame(Array(rules[7...]) + [1, 2, 3]) + [
                9, 9,
            ]
        let cases: [([UInt8], [UInt8])] = [
            ([0x81, 0xFF], Self.little(31) + names + rest), ([0x80, 0x7F], Self.little(31) + rest),
            ([0x1F], Self.little(30) + rest),
        ]
        for (flags, all) in cases {
            let host = Self.little(31) + flags + [7, 7, 7, 7]
            for cut in 1..<all.count {
                let world = try Self.rsync([Array(all[..<cut]), Array(all[cut...])], host: host)
                #expect(world.sentToHost() == String(decoding: all, as: UTF8.self), "\(cut)")
            }
            let world = try Self.rsync(all.map { [$0] }, host: host)
            #expect(world.sentToHost() == String(decoding: all, as: UTF8.self))
            #expect(world.shown() == String(decoding: host, as: UTF8.self))
        }
    }

    @Test(arguments: [
        frame(rule(". /etc/shadow")), frame(rule(": .rsync-filter")), frame(rule("merge /etc/shadow")),
        frame(rule("-C")),
        frame(rule("-")), frame(rule("- ")), frame(rule("-. /etc/shadow")), frame(rule("exclude x")),
        frame(rule(" - x")),
        frame(rule("- x") + rule(". /etc/shadow")), frame(little(5_000)), frame([1], tag: 8), frame([1], tag: 49),
        frame(rule("-n x")), frame(rule("-, x")), frame(rule("-w x")),
    ])
    func `A rule of rsync that has the host read a file of its own ends it, and never reaches the host`(bytes: [UInt8])
        throws
    {
        let world = try Self.rsync([Self.little(31), [0] + bytes], host: Self.little(31) + [0x81, 0xFF])
        #expect(world.sentToHost() == String(decoding: Self.little(31), as: UTF8.self))
        #expect(world.shown(.errors).contains("chaperone: "), "\(world.shown(.errors))")
        #expect(world.clientSteps.suffix(3) == ["status 126", "EOF", "CLOSE"])
    }

    @Test func `The version and names go on before the rules, which a client says when it was answered`() throws {
        let names: [UInt8] = [3] + Array("md5".utf8)
        let world = try Self.rsync([Self.little(31), names, [13, 0]], host: Self.little(31) + [0x81, 0xFF])
        #expect(world.sentToHost() == String(decoding: Self.little(31) + names, as: UTF8.self))
        #expect(world.shown(.errors) == "")
    }

    /// OpenSSH's server tells a client of its other keys so (sshpiper 131): the client knows the lane's alone.
    @Test(arguments: ["hostkeys-00@openssh.com", "keepalive@openssh.com"])
    func `What a host asks of its own hop goes no further`(name: String) throws {
        var (world, _) = try Self.running()
        let before = world.clientEvents
        try world.relay.receiveFromHost(Hop.payload(.globalRequest(name: name, wantsReply: true)))
        #expect(world.relay.takeForHost() == [.requestFailure] && world.relay.takeForClient() == [])
        try world.run()
        #expect(world.clientEvents == before)
    }

    @Test func `An rsync of a protocol that is not known here, or with too much to say, ends`() throws {
        for (client, host) in [(29, 31), (31, 29), (33, 33)] as [(UInt32, UInt32)] {
            let world = try Self.rsync([Self.little(client), [0]], host: Self.little(host) + [0])
            #expect(world.shown(.errors).contains("protocols 30 to 32"))
        }
        let rules = (0..<20).map { _ in Self.frame(Self.rule("- " + String(repeating: "x", count: 4_000))) }
        let world = try Self.rsync([Self.little(31)] + rules, host: Self.little(31) + [0])
        #expect(world.shown(.errors).contains("over the limit of 65536 bytes"))
        #expect(world.sentToHost() == String(decoding: Self.little(31), as: UTF8.self))
    }

    // MARK: terminals

    static let rawModes = ByteBuffer(bytes: [33, 0, 0, 0, 1, 35, 0, 0, 0, 1, 53, 0, 0, 0, 1, 3, 0, 0, 0, 8, 0])

    @Test(arguments: [
        (ChannelRequest.subsystem("sftp"), RunDecision.Treatment.files(asksRealPaths: false)),
        (.exec(ByteBuffer(string: "scp -t /in")), .exact),
    ])
    func `What moves files has no terminal, which would change its bytes at the host`(
        request: ChannelRequest, treatment: RunDecision.Treatment
    ) throws {
        var world = RelayWorld()
        _ = try world.ask(
            .terminal(type: "xterm", size: TerminalSize(columns: 1, rows: 1), modes: Self.rawModes), request)
        world.relay.decide(try #require(world.judged.first), .run(command: nil, treatment))
        try world.run()
        #expect(world.hostEvents == [])
        #expect(world.shown(.errors).contains("without a terminal"))
    }

    /// Whether the host's terminal echoes: of a program whose output is masked never, since what is typed would stand in it.
    @Test(arguments: [
        (ChannelRequest.exec(ByteBuffer(string: "cat")), RunDecision.Treatment.masked(.all, mayBeBinary: false), false),
        (.exec(ByteBuffer(string: "cat")), .shown, true), (.shell, .masked(.all, mayBeBinary: false), true),
    ])
    func `A terminal's modes are written anew, and none rewrites what a program reads`(
        request: ChannelRequest, treatment: RunDecision.Treatment, echoes: Bool
    ) throws {
        var world = RelayWorld()
        _ = try world.ask(
            .terminal(type: "../x", size: TerminalSize(columns: 1, rows: 1), modes: Self.rawModes), request)
        world.relay.decide(try #require(world.judged.first), .run(command: nil, treatment))
        try world.run()
        guard case .terminal(let type, _, var modes)? = world.hostRequests.first else { return #expect(Bool(false)) }
        #expect(type == "dumb")
        var values: [UInt8: UInt32] = [:]
        while let code = modes.readInteger(as: UInt8.self), code != 0 { values[code] = modes.readInteger() }
        #expect(values[53] == (echoes ? 1 : 0))
        #expect(values[33] == 0 && values[35] == 0)
        #expect(values[3] == (echoes ? 8 : 127))
    }

    // MARK: files

    static func packet(_ bytes: [UInt8]) -> [UInt8] {
        withUnsafeBytes(of: UInt32(bytes.count).bigEndian) { Array($0) } + bytes
    }

    /// A session of files that has begun, with a host that does not say where relative paths begin.
    static func files() throws -> (RelayWorld, ChannelID) {
        var (world, id) = try running(.files(asksRealPaths: false), RelaySettings(), .subsystem("sftp"))
        var data = ByteBuffer(bytes: packet([1, 0, 0, 0, 3]))
        world.client.write(&data, .output, on: id)
        try world.run()
        try world.beginFiles()
        return (world, id)
    }

    @Test func `What a client sends before it asks for files is judged like what it sends behind it`() throws {
        var world = RelayWorld()
        let id = try world.ask()
        let remove = Self.packet([13, 0, 0, 0, 1, 0, 0, 0, 2] + Array("/x".utf8))
        var data = ByteBuffer(bytes: Self.packet([1, 0, 0, 0, 3]) + remove)
        world.client.write(&data, .output, on: id)
        try world.run()
        world.client.request(.subsystem("sftp"), wantsReply: true, on: id)
        try world.run()
        world.relay.decide(try #require(world.judged.first), .run(command: nil, .files(asksRealPaths: false)))
        try world.run()
        #expect(world.sentToHost() == "")
        world.host.reply(isSuccess: true, on: Self.there)
        try world.run()
        try world.beginFiles()
        guard case .judgeFile(let own, let operation)? = world.events.last else { return #expect(Bool(false)) }
        #expect(operation.paths.map(\.text) == ["/x"])
        #expect(!world.sentToHost().contains("/x"))
        world.relay.decideFile(own, .allow)
        try world.run()
        #expect(world.sentToHost().contains("/x"))
    }

    @Test func `What was done with a file is reported when the host breaks the protocol in the same packet`() throws {
        var (world, id) = try Self.files()
        func send(_ bytes: [UInt8]) throws {
            var data = ByteBuffer(bytes: Self.packet(bytes))
            world.client.write(&data, .output, on: id)
            try world.run()
        }
        func answer(_ bytes: [UInt8]) throws {
            var data = ByteBuffer(bytes: bytes)
            world.host.write(&data, .output, on: Self.there)
            try world.run()
        }
        try send([3, 0, 0, 0, 1, 0, 0, 0, 2] + Array("/x".utf8) + [0, 0, 0, 1, 0, 0, 0, 0])
        guard case .judgeFile(let own, let operation)? = world.events.last else { return #expect(Bool(false)) }
        world.relay.decideFile(own, .allow)
        try world.run()
        try answer(Self.packet([102, 0, 0, 0, 1, 0, 0, 0, 1, 0x46]))
        let handle: [UInt8] = [0, 0, 0, 8, 0, 0, 0, 0, 0, 0, 0, 0]
        try send([5, 0, 0, 0, 2] + handle + [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 9])
        try answer(Self.packet([103, 0, 0, 0, 2, 0, 0, 0, 1, 0x41]))
        try send([4, 0, 0, 0, 3] + handle)
        func status(_ number: UInt8) -> [UInt8] {
            Self.packet([101, 0, 0, 0, number, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0])
        }
        // The second answers nothing.
        try answer(status(3) + status(99))
        let ends = world.events.compactMap { event in
            if case .fileFinished(own, operation.number, let end) = event { end } else { nil }
        }
        guard case .closed(let use)? = ends.first else { return #expect(Bool(false), "\(ends)") }
        #expect(ends.count == 1 && use.readByteCount == 1)
        #expect(world.clientSteps.last == "CLOSE")
    }

    @Test func `Files are judged one by one, and what is denied is answered and not sent`() throws {
        var (world, id) = try Self.files()
        var data = ByteBuffer(bytes: Self.packet([13, 0, 0, 0, 1, 0, 0, 0, 2] + Array("/x".utf8)))
        world.client.write(&data, .output, on: id)
        try world.run()
        let own = try #require(world.judged.first)
        guard case .judgeFile(own, let operation)? = world.events.last else { return #expect(Bool(false)) }
        #expect(operation.kinds == [.remove] && operation.paths.map(\.text) == ["/x"])
        let before = world.sentToHost()
        world.relay.decideFile(own, .deny("rule keep"))
        try world.run()
        #expect(world.sentToHost() == before)
        #expect(world.shown().contains("rule keep"))
    }
}
