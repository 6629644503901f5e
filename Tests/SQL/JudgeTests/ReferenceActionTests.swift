import Judge
import Policy
import SQLRewrite
import Testing

@Suite("What foreign keys write by themselves")
struct ReferenceActionTests {
    private static let actions = CodeLane.judge.referenceActions

    private static func written(_ actions: [ReferenceActions.Action]) -> Set<String> {
        Set(
            actions.map { action in
                action.isDeletion
                    ? "delete \(action.relation.name)"
                    : "\(action.setsDefaults ? "default" : "update") \(action.relation.name) \(action.columns.sorted())"
            })
    }

    @Test("updates are followed by the columns that they set, from table to table")
    func updates() {
        let roots = QualifiedName("clinic", "roots")
        #expect(
            Self.written(Self.actions.actions(updating: ["id"], in: roots))
                == ["update stems [\"root\"]", "update leaves [\"stem\"]"])
        #expect(Self.actions.actions(updating: ["note"], in: roots).isEmpty)
    }

    @Test("deletions are followed by deletions and by updates")
    func deletions() {
        #expect(
            Self.written(Self.actions.actions(deletingFrom: QualifiedName("clinic", "roots")))
                == ["default stems [\"root\"]", "update leaves [\"stem\"]"])
        #expect(
            Self.written(Self.actions.actions(deletingFrom: QualifiedName("clinic", "keepers"))) == ["delete kept"])
        #expect(Self.actions.actions(deletingFrom: QualifiedName("clinic", "leaves")).isEmpty)
    }
}
