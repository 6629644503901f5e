import Judge
import NIOCore

/// Long texts are judged off the event loop, in their order: the session waits for it, and no other one does.
extension SessionMachine {
    /// A text of this length is judged in a few milliseconds, whatever stands in it: a masked table takes about a
    /// millisecond, and its name takes 16 bytes.
    static let shortTextBytesLimit = 512
    /// A masked table of more than this takes longer, and so many fewer bytes of a text may name any.
    static let shortListBytesLimit = 8 << 10

    static func isShort(_ text: [UInt8], _ judge: Judge) -> Bool {
        text.count * max(judge.longestListBytes, shortListBytesLimit) <= shortTextBytesLimit * shortListBytesLimit
    }

    /// What is made of a text by the judge in force; nil: the message is held until it is known.
    mutating func judgement(
        of text: [UInt8], _ parameterTypes: [UInt32], _ type: StatementMessage, _ body: ByteBuffer,
        _ attempt: Attempt
    ) -> Judgement? {
        let judge = judgeInForce()
        if case .judged(let known, _) = attempt, known.judge === judge { return known.judgement }
        guard environment.judgesElsewhere, !Self.isShort(text, judge), !judge.isClosed else {
            return judge.judge(text, names: book.names, parameterTypes: parameterTypes, isFresh: attempt.isFresh)
        }
        if let known = judge.remembered(text, names: book.names, parameterTypes: parameterTypes) { return known }
        // Names could become others while it is judged, by what is on its way.
        guard sent.isEmpty else {
            holdUntilAnswered(type.rawValue, body)
            return nil
        }
        longTexts += 1
        held = .forJudgement(type, body, isFresh: attempt.isFresh, number: longTexts)
        effects.append(
            .judge(
                LongText(
                    number: longTexts, judge: judge, text: text, names: book.names, parameterTypes: parameterTypes,
                    isFresh: attempt.isFresh)))
        return nil
    }

    /// A text of `Effect.judge` has been judged. By another judge than the one that is in force by now it is judged again.
    package mutating func judged(_ text: JudgedText) {
        guard case .forJudgement(let type, let body, let isFresh, text.number)? = held, !isClosed else { return }
        held = nil
        take(type, body, .judged(text, isFresh: isFresh))
        pumpClient()
    }
}
