package import Policy
import SSHOperations

/// The policy of one role on one target that speaks SSH.
///
/// Rules are asked in their order, and the first that holds counts. A line of several pipelines is judged by each of them, a
/// transfer by each thing that it does to files; the strictest verdict counts. What is not recognised is allowed by no
/// rule, and by no default either.
package struct SSHJudge: Sendable {
    /// What allowed a subject, or did not.
    private enum Decision {
        case allow(rule: String?, isObserved: Bool, mayBeBinary: Bool)
        case approve([ApprovalDemand], mayBeBinary: Bool)
        case deny(SSHRefusal)
    }

    private let rules: [PreparedSSHRule]
    private let defaultAction: Bundle.DefaultAction
    private let protectedPaths: [(text: String, glob: PathGlob?)]
    private let masks: Bool

    package init(bundle: Bundle, target: Target, role: String) {
        rules = bundle.rules.filter { rule in
            (rule.when.targets.isEmpty || rule.when.targets.contains(target.name))
                && (rule.when.roles.isEmpty || rule.when.roles.contains(role))
        }.map { PreparedSSHRule($0) }
        defaultAction = bundle.defaultAction
        protectedPaths = (target.ssh?.protectedPaths ?? []).map { ($0, PathGlob($0)) }
        masks = !target.detect.isEmpty
    }

    package func judge(_ question: SSHQuestion) -> SSHJudgement {
        switch question {
        case .command(let bytes): command(bytes)
        case .shell: shell()
        case .subsystem("sftp"):
            // The host hears of operations that are judged one by one, and of nothing else.
            answer("sftp", restriction(.sftp) ?? .allow(rule: nil, isObserved: false, mayBeBinary: false)) { _ in .files
            }
        case .subsystem:
            answer(
                "subsystem",
                .deny(
                    SSHRefusal(
                        "chaperone/subsystem", "no subsystem but sftp is known here",
                        remedy: "use sftp, or run the program as a command")),
                output: { _ in .exact })
        case .forward(let host, let port):
            answer("forward", decide(.forward("\(host):\(port)"), what: "this forwarding"), output: { _ in .exact })
        case .files(let actions, let paths, let realPaths, _):
            files("sftp", actions, Self.places(actions, paths, realPaths), leadsElsewhere: !realPaths.isEmpty)
        }
    }

    private func shell() -> SSHJudgement {
        var judgement = answer("shell", decide(.shell, what: "a shell"), output: text)
        judgement.takesTerminal = true
        return judgement
    }

    private static func places(_ actions: [FileAction], _ paths: [HostPath], _ realPaths: [HostPath]) -> [FilePlace] {
        let takesAlong = actions.contains(.rename) || actions.contains(.link)
        let reach = takesAlong ? FilePlace.Reach.along : .itself
        return (paths + realPaths).map { FilePlace(path: $0, reach: reach) }
    }

    /// Whether anything is judged by where it is, by a rule or by a person who is shown its path: then the host must say where
    /// that is.
    package var judgesPaths: Bool { !protectedPaths.isEmpty || rules.contains { $0.judgesPaths } }

    // MARK: commands

    private func command(_ bytes: [UInt8]) -> SSHJudgement {
        let line: ShellLine
        do throws(CommandRefusal) { line = try CommandReader.read(bytes) } catch { return unread(error, bytes) }
        var unknown: ProgramRefusal?
        if let command = line.single {
            do throws(ProgramRefusal) {
                if let program = try RemoteProgram.read(command) { return transfer(program, command, line) }
            } catch { unknown = error }
        }
        var all = line.pipelines.map { decide(.program($0, of: line), what: what($0), unknown: unknown) }
        let first = all.removeFirst()
        let exposure = exposure(at: line.places)
        let touched = protectedPaths(in: exposure)
        var decision = all.reduce(first, Self.strictest)
        if exposure != .nothing {
            decision = nobodysRead(decision, exposure)
        } else if !protectedPaths.isEmpty, letsChoosePath(line) {
            decision = nobodysRead(decision, .behindLinks(of: .command))
        }
        var judgement = answer("exec", decision, output: text, sent: Array(line.written.utf8), touched: touched)
        judgement.takesTerminal = givesTerminal(line)
        return judgement
    }

    /// The client has chosen where, in a folder that a rule names: a link that stands in it leads elsewhere, and nobody asks the
    /// host where.
    private func letsChoosePath(_ line: ShellLine) -> Bool {
        line.pipelines.contains { part in
            rules.first { $0.holds(for: .program(part, of: line)) }?.letsChoosePath(part, of: line) ?? false
        }
    }

    /// Where there is a terminal, programs start pagers and editors, which run anything: each part of the line needs a rule
    /// that says so.
    private func givesTerminal(_ line: ShellLine) -> Bool {
        line.pipelines.allSatisfy { part in
            rules.first { $0.holds(for: .program(part, of: line)) }?.givesTerminal ?? false
        }
    }

    /// What moves files is judged by them, and by the rules about commands that restrict. What may run more than what moves
    /// files needs a rule about the command, too.
    private func transfer(_ program: RemoteProgram, _ command: SimpleCommand, _ line: ShellLine) -> SSHJudgement {
        let (via, actions, places) = program.transfer(isRecursive: command.isRecursiveCopy)
        let subject = PreparedSSHRule.Subject.program(line, of: line)
        let asCommand =
            program.needsRule(command)
            ? decide(
                subject,
                what:
                    "\(command.programName), which runs what the repository or the host has set up: beside the rule for "
                    + "its files it needs one for the command, with opaque: true")
            : restriction(subject)
        return files(
            via, actions, places, asCommand: asCommand, transfer: program, output: program.output,
            sent: RemoteProgram.written(command))
    }

    private func what(_ part: ShellLine) -> String {
        if part.isOpaque { return "this command, which has a program that runs what others say" }
        guard defaultAction == .allow, !part.isData else { return "this command" }
        if let program = part.commands.first(where: \.hasOtherArguments)?.programName {
            return
                "this command: of the arguments of \(program) by default only those are allowed that are known to run nothing, "
                + "send nothing, read no list of names and end nothing by a pattern, and others by a rule that names them"
        }
        return
            "this command: by default only programs are allowed that are known to run nothing of what they are told, and "
            + "others by a rule that names them"
    }

    private func unread(_ refusal: CommandRefusal, _ bytes: [UInt8]) -> SSHJudgement {
        let own = Decision.deny(
            SSHRefusal(
                "chaperone/command", refusal.rawValue,
                remedy:
                    "\(refusal.remedy); or a rule with unread: true has a person decide about commands as they come"))
        guard let decision = first(.unread) else { return answer("exec", own, output: text) }
        switch decision {
        case .allow: return answer("exec", own, output: text)
        case .deny: return answer("exec", decision, output: text)
        // The bytes that somebody has seen.
        case .approve: return answer("exec", decision, output: text, sent: bytes)
        }
    }

    // MARK: files

    /// - Parameters:
    ///   - asCommand: what rules about commands say of it; nil: nothing.
    ///   - transfer: a program that finds the files by itself, where nobody is asked where they are.
    ///   - leadsElsewhere: of the places some are what the host makes of others.
    private func files(
        _ via: String, _ actions: [FileAction], _ places: [FilePlace], asCommand: Decision? = nil,
        transfer: RemoteProgram? = nil, leadsElsewhere: Bool = false, output: SSHJudgement.Output = .exact,
        sent: String? = nil
    ) -> SSHJudgement {
        let exposure = exposure(at: places, tellsNames: actions.contains(.list))
        let touched = protectedPaths(in: exposure)
        var decision = Decision.allow(rule: nil, isObserved: false, mayBeBinary: true)
        let wording =
            leadsElsewhere
            ? "where the path leads through a link"
            : transfer?.followsLinks == true ? Self.followed : Self.wording(of: places)
        for (index, action) in actions.enumerated() {
            var own = decide(.files(action, places), what: "\(action.rawValue) \(wording)")
            if let asCommand { own = Self.strictest(own, asCommand) }
            if carries(action, transfer), exposure != .nothing {
                own = nobodysRead(own, exposure)
            } else if carries(action, transfer), let transfer, !protectedPaths.isEmpty {
                own = nobodysRead(own, .behindLinks(of: transfer.comesFromClient ? .upload : .transfer))
            }
            if movesNames(action), !protectedPaths.isEmpty { own = nobodysMove(own) }
            decision = index == 0 ? own : Self.strictest(decision, own)
        }
        return answer(
            via, decision, output: { _ in output }, sent: sent.map { Array($0.utf8) }, actions: actions,
            touched: touched)
    }

    private static let followed =
        "wherever links lead, which its flags have it follow (-L, -k, -K, --copy-unsafe-links, --no-implied-dirs): leave "
        + "them out"

    private static func wording(of places: [FilePlace]) -> String {
        if places.contains(where: { !$0.isKnown }) { return "at a path of a home that is not known: give it from /" }
        if places.contains(where: { $0.reach == .tree }) {
            return "in the whole folder, whatever is called how in it: a pattern that allows that ends in /.**"
        }
        let hasPoint = places.contains { $0.path.parts.contains { $0.hasPrefix(".") } }
        return hasPoint ? "there: a name that begins with a point is allowed by a pattern that says the point" : "there"
    }

    /// What of the target's `phi_paths` may be read.
    private enum Exposure: Equatable {
        case nothing
        /// What these name, sorted.
        case named([String])
        /// All of them: the kernel shows every file once more.
        case anywhere
        /// Whatever a link leads to, where this follows it by itself.
        case behindLinks(of: Follower)

        enum Follower { case transfer, upload, command }
    }

    /// What something that is done at these places may read.
    /// - Parameter tellsNames: it shows what folders hold: names are of what they name.
    private func exposure(at places: [FilePlace], tellsNames: Bool = false) -> Exposure {
        guard !protectedPaths.isEmpty else { return .nothing }
        let named = protectedPaths.filter { entry in
            places.contains { place in
                entry.glob.map { place.mayBe($0) || tellsNames && $0.mayMatchEntry(of: place.path) } ?? true
            }
        }.map(\.text).sorted()
        if !named.isEmpty { return .named(named) }
        return places.contains { KernelFiles.mayBe($0) } ? .anywhere : .nothing
    }

    /// For the record.
    private func protectedPaths(in exposure: Exposure) -> [String] {
        switch exposure {
        case .nothing, .behindLinks: []
        case .named(let texts): texts
        case .anywhere: protectedPaths.map(\.text).sorted()
        }
    }

    /// What brings a file's content or a folder's names to the client, or to where another rule would let it be read. Who
    /// sends files looks into folders, too, and tells nobody.
    private func carries(_ action: FileAction, _ transfer: RemoteProgram?) -> Bool {
        switch action {
        case .read, .rename, .link: true
        case .list: transfer?.comesFromClient != true
        case .write, .stat, .remove, .setstat: false
        }
    }

    /// What can make a path lead elsewhere than where the host has just said that it leads: between that word and the opening
    /// another request, of whatever connection, may come to the host. What is removed leads nowhere.
    private func movesNames(_ action: FileAction) -> Bool {
        switch action {
        case .rename, .link: true
        case .read, .write, .list, .stat, .remove, .setstat: false
        }
    }

    /// Where there are `phi_paths`, names stay what they were when paths were judged, unless a person has them changed.
    private func nobodysMove(_ decision: Decision) -> Decision {
        guard case .allow = decision else { return decision }
        return .deny(
            SSHRefusal(
                "chaperone/phi-paths",
                "on a target with phi_paths names are changed (rename, link) only with an approval, since a path that was "
                    + "judged could lead elsewhere when it is opened",
                remedy: "write a new file, or have a rule with action: approve for it"))
    }

    /// No rule lets files of `phi_paths` go unless a person does.
    private func nobodysRead(_ decision: Decision, _ exposure: Exposure) -> Decision {
        guard case .allow = decision else { return decision }
        let (thing, remedy) =
            switch exposure {
            case .nothing, .named:
                (
                    "files of the target's phi_paths go to nobody without an approval, and no rule asks for one",
                    "name a folder beside them, or have a rule with action: approve for it"
                )
            case .anywhere:
                (
                    "on a target with phi_paths /proc and /dev are read only with an approval, since every file is there once "
                        + "more",
                    "name the file where it is, or use a program that shows what you want to know (ps, df, free)"
                )
            case .behindLinks(.transfer):
                (
                    "on a target with phi_paths scp -O, rsync and git read only with an approval, since links may lead them "
                        + "there",
                    "use sftp, or scp without -O"
                )
            case .behindLinks(.upload):
                (
                    "on a target with phi_paths rsync makes links (-l, -H and -D, which -a has) and compares with what is there "
                        + "(without -W, or with -c, -y or --append) only with an approval, since links may lead it to them, and it "
                        + "tells of what it compares",
                    "say -rtW in place of -a, or use sftp (put)"
                )
            case .behindLinks(.command):
                (
                    "on a target with phi_paths a command takes a path of your choice ({path:}) only with an approval, since a "
                        + "link may lead it there",
                    "fetch the file by sftp, or scp without -O, and look at it where you are"
                )
            }
        return .deny(SSHRefusal("chaperone/phi-paths", thing, remedy: remedy))
    }

    // MARK: rules

    /// - Parameter unknown: why it is not read as what moves files.
    private func decide(
        _ subject: PreparedSSHRule.Subject, what: String, unknown: ProgramRefusal? = nil
    ) -> Decision {
        if let decision = first(subject) { return decision }
        if defaultAction == .allow, isOrdinary(subject) {
            return .allow(rule: nil, isObserved: false, mayBeBinary: false)
        }
        guard let unknown else {
            return .deny(
                SSHRefusal("default", "no rule of the policy allows \(what)", remedy: Self.remedy(for: subject)))
        }
        return .deny(
            SSHRefusal(
                "default", "no rule of the policy allows \(what): \(unknown.thing)",
                remedy: "\(unknown.remedy), or have a rule for it with opaque: true"))
    }

    private static func remedy(for subject: PreparedSSHRule.Subject) -> String {
        switch subject {
        case .program(let part, _):
            part.isOpaque
                ? "run a program that does what you need itself, or have a rule for it with opaque: true"
                : "run what a rule allows, or have one whose command: names it"
        case .unread: "write it without what a shell would work out"
        case .shell: "run commands one by one (ssh HOST COMMAND), or have a rule with shell: true"
        case .forward: "have a rule whose forward: names host and port"
        case .files: "use a path that a rule allows, or have one whose sftp: and paths: name it"
        case .sftp: "have a rule whose sftp: names what is done"
        }
    }

    private func isOrdinary(_ subject: PreparedSSHRule.Subject) -> Bool {
        switch subject {
        case .program(let part, _): part.isData
        case .files: true
        case .unread, .shell, .forward, .sftp: false
        }
    }

    /// Of the first rule that holds, when it does not allow.
    private func restriction(_ subject: PreparedSSHRule.Subject) -> Decision? {
        let decision = first(subject)
        if case .allow? = decision { return nil }
        return decision
    }

    /// Of the first rule that holds.
    private func first(_ subject: PreparedSSHRule.Subject) -> Decision? {
        guard let prepared = rules.first(where: { $0.holds(for: subject) }) else { return nil }
        let rule = prepared.rule
        switch rule.action {
        case .allow: return .allow(rule: rule.name, isObserved: false, mayBeBinary: prepared.mayBeBinary)
        case .observe: return .allow(rule: rule.name, isObserved: true, mayBeBinary: prepared.mayBeBinary)
        case .deny:
            return .deny(SSHRefusal(rule.name, message: rule.message))
        case .approve(let approvers, let seconds):
            let demand = ApprovalDemand(
                rule: rule.name, approvers: approvers, expiresSeconds: seconds, message: rule.message)
            return .approve([demand], mayBeBinary: prepared.mayBeBinary)
        }
    }

    /// The strictest counts; of equals the first. Of several rules that demand an approval, all are asked for.
    private static func strictest(_ a: Decision, _ b: Decision) -> Decision {
        switch (a, b) {
        case (.deny, _): a
        case (_, .deny): b
        case (.approve(let one, let mayOne), .approve(let other, let mayOther)):
            .approve(one + other.filter { !one.contains($0) }, mayBeBinary: mayOne && mayOther)
        case (.approve, _): a
        case (_, .approve): b
        case (.allow(let rule, let isOne, let mayOne), .allow(_, let isOther, let mayOther)):
            .allow(rule: rule, isObserved: isOne || isOther, mayBeBinary: mayOne && mayOther)
        }
    }

    // MARK: answers

    private func text(_ mayBeBinary: Bool) -> SSHJudgement.Output {
        masks ? .masked(mayBeBinary: mayBeBinary) : .exact
    }

    private func answer(
        _ via: String, _ decision: Decision, output: (Bool) -> SSHJudgement.Output, sent: [UInt8]? = nil,
        actions: [FileAction] = [], touched: [String] = []
    ) -> SSHJudgement {
        let verdict: SSHJudgement.Verdict
        let mayBeBinary: Bool
        switch decision {
        case .allow(let rule, let isObserved, let mayBe):
            (verdict, mayBeBinary) = (.allow(rule: rule, isObserved: isObserved), mayBe)
        case .approve(let demands, let mayBe): (verdict, mayBeBinary) = (.approve(demands), mayBe)
        case .deny(let refusal): (verdict, mayBeBinary) = (.deny(rule: refusal.rule, words: refusal.words), false)
        }
        return SSHJudgement(
            via: via, verdict: verdict, output: output(mayBeBinary), command: sent,
            actions: actions.sorted { $0.rawValue < $1.rawValue },
            protectedPaths: touched)
    }
}
