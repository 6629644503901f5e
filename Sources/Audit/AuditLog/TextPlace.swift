/// Where the text of a statement stands: in the record itself, or in `text` records before it.
enum TextPlace {
    case inline(String)
    case parts(UInt64)

    var isInline: Bool { if case .inline = self { true } else { false } }

    func write(_ name: StaticString, _ partsName: StaticString, to writer: inout JSONWriter) {
        switch self {
        case .inline(let text):
            writer.field(name, text, escapedBytesLimit: RecordEncoder.textInlineBytesLimit)
        case .parts(let count):
            writer.field(partsName, count)
        }
    }
}
