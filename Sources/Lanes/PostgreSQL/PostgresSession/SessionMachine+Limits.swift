import AuditLog
import Judge
import NIOCore
import Policy
import SQLRewrite

/// What a principal may take: counted before it leaves, and before it is looked up.
extension SessionMachine {
    /// Takes what a row gives away.
    /// - Returns: why it may not leave.
    mutating func charge(_ usage: Usage, _ meter: AnswerMeter, of run: StatementRun) -> Refusal? {
        take(usage, meter.metering).map {
            Refusal(
                $0, role: meter.metering.role, run.profile, auditText: run.judged.recorded.text,
                isOfAnswer: true)
        }
    }

    /// Takes what statements look up, once for each execution, before they are sent.
    /// - Parameter arrays: elements of arrays that are bound to them.
    mutating func chargeLookups(
        of profiles: [StatementProfile], arrays: UInt64 = 0, auditText: String
    ) -> Refusal? {
        var usage = Usage(lookups: arrays)
        var counted: StatementProfile?
        for profile in profiles {
            guard let lookups = profile.countedLookups else { continue }
            usage.lookups = Usage.sum(usage.lookups, UInt64(lookups.constants))
            counted = profile
        }
        guard let counted, let metering = counted.metering else { return nil }
        return take(usage, metering).map { Refusal($0, role: metering.role, counted, auditText: auditText) }
    }

    private mutating func take(_ usage: Usage, _ metering: Metering) -> SpentLimit? {
        let limits = metering.limits
        var spent: SpentLimit?
        if usage.rows > 0, let most = limits.rowsPerSession.map({ UInt64(clamping: $0) }),
            Usage.sum(rowsGiven, usage.rows) > most
        {
            spent = SpentLimit(
                limit: .rowsPerSession, most: most, used: rowsGiven, asked: usage.rows, hour: nil)
        }
        if spent == nil, limits.countsHours { spent = environment.take(usage, limits) }
        guard let spent else {
            rowsGiven = Usage.sum(rowsGiven, usage.rows)
            return nil
        }
        environment.spent(spent.limit)
        return spent
    }
}

extension Refusal {
    /// - Parameter isOfAnswer: the server has begun to answer.
    fileprivate init(
        _ spent: SpentLimit, role: String, _ profile: StatementProfile, auditText: String, isOfAnswer: Bool = false
    ) {
        let what =
            switch spent.limit {
            case .rowsPerSession: "rows"
            case .rowsPerHour: "rows"
            case .phiCellsPerHour: "cells of protected columns"
            case .lookupsPerHour: "lookups of protected values"
            }
        let limit = "limit \(spent.limit.rawValue) of role \"\(role)\""
        let message: String
        if spent.most == 0 {
            message = "\(limit) cannot be counted: too many principals have come to this sidecar in this hour"
        } else {
            let place = spent.hour == nil ? "in this session" : "in this hour by all sessions of the principal"
            message =
                "\(limit): \(spent.used) of \(spent.most) \(what) are used \(place), and \(spent.asked) more would go "
                + "over it"
        }
        let free = spent.hour.map { "it is free again at \($0.endText)" } ?? "it is not free again in this session"
        // What a write has done is done before its answer is read.
        let isDone = isOfAnswer && !profile.kinds.isDisjoint(with: [.insert, .update, .delete, .merge])
        let done =
            isDone ? "; what the statement writes is written all the same, unless its transaction is rolled back" : ""
        let hint =
            switch spent.limit {
            case _ where isDone:
                "do not repeat it; leave RETURNING out, or ask for it in a transaction (BEGIN) that is rolled back then"
            case .rowsPerSession: "narrow the statement down, or aggregate; a new session counts from 0"
            case .rowsPerHour, .phiCellsPerHour: "narrow the statement down, or aggregate"
            case .lookupsPerHour: "look fewer values up"
            }
        self.init(
            sqlState: "53400", message: "\(message); \(free)\(done)", hint: hint,
            rule: spent.limit.rule, kinds: profile.kinds, phi: profile.phiRead,
            auditText: auditText)
    }
}
