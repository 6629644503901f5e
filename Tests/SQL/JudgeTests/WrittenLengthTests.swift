import Judge
import Policy
import SQLRewrite
import Testing

@Suite("What masking adds to a text") struct WrittenLengthTests {
    /// 200 columns that are masked by long expressions.
    private static let lane = {
        let columns = (0..<200).map { "secret_number_\($0)" }
        let phi = Dictionary(uniqueKeysWithValues: columns.map { ("wide.\($0)", Mask.last4) })
        return SmallLane([SmallLane.table("wide", ["id integer!"] + columns)], phi: phi)
    }()

    private static func judgement(_ text: String) -> Judgement {
        lane.judge.judge(Array(text.utf8), names: lane.judge.initialNames)
    }

    @Test("is limited, for one statement as for several of a text")
    func limited() {
        let list = Self.lane.judge.longestListBytes
        #expect(list > 10_000)
        let count = Rewriter.writtenBytesLimit / list
        let few = (0..<count / 2).map { "wide a\($0)" }.joined(separator: ", ")
        guard case .permit = Self.judgement("SELECT count(*) FROM \(few)") else {
            Issue.record("half of it is refused")
            return
        }
        let many = (0...count).map { "wide a\($0)" }.joined(separator: ", ")
        let strings = String(repeating: "TABLE wide; ", count: count + 1)
        for text in ["SELECT count(*) FROM \(many)", strings] {
            guard case .refuse(let refusal) = Self.judgement(text) else {
                Issue.record("\(text.prefix(40)) is permitted")
                continue
            }
            #expect(refusal.sqlState == "54000" && refusal.rule == "chaperone/too-long")
        }
    }
}
