/// Why a template is none.
package enum TemplateFailure: Error, Sendable, Equatable {
    case command(CommandRefusal)
    case unknownSlot(String)
    case openSlot
    case programIsSlot
    case adjacentSlots

    package var words: String {
        switch self {
        case .command(let refusal): refusal.rawValue
        case .unknownSlot(let name):
            "there is no slot {\(name)}: use {word}, {number}, {name}, {unit}, {path:/folder}, {path:/folder/.**} or "
                + "{one:a,b}"
        case .openSlot: "a { has no }"
        case .programIsSlot: "the program must be named, and cannot be a slot"
        case .adjacentSlots: "two slots stand side by side: write a letter between them"
        }
    }
}
