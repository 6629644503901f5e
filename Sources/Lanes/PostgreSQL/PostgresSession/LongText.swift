import Judge

/// A text whose judging would keep other sessions waiting: it is judged off the event loop.
package struct LongText: Sendable, Equatable {
    /// Of the session's; no two are the same.
    package let number: UInt64
    private let judge: Judge
    private let text: [UInt8]
    private let names: SessionNames
    private let parameterTypes: [UInt32]
    private let isFresh: Bool

    init(
        number: UInt64, judge: Judge, text: [UInt8], names: SessionNames, parameterTypes: [UInt32], isFresh: Bool
    ) {
        self.number = number
        self.judge = judge
        self.text = text
        self.names = names
        self.parameterTypes = parameterTypes
        self.isFresh = isFresh
    }

    package static func == (a: LongText, b: LongText) -> Bool { a.number == b.number }

    /// Takes long. Safe on any thread with a deep stack.
    package func judged() -> JudgedText {
        JudgedText(
            number: number, judge: judge,
            judgement: judge.judge(text, names: names, parameterTypes: parameterTypes, isFresh: isFresh))
    }
}

/// What became of it.
package struct JudgedText: Sendable {
    let number: UInt64
    let judge: Judge
    let judgement: Judgement
}
