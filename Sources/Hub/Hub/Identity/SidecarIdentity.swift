/// Who a sidecar's certificate names: the SPIFFE ID `spiffe://<hub name>/instance/<instance id>`.
struct SidecarIdentity: Sendable, Equatable {
    var hubName: String
    var instance: String

    static let instanceDigits = 16

    init(hubName: String, instance: String) {
        self.hubName = hubName
        self.instance = instance
    }

    var text: String { "spiffe://\(hubName)/instance/\(instance)" }

    /// - Returns: nil when the text is not of that form.
    init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 5, parts[0] == "spiffe:", parts[1].isEmpty, !parts[2].isEmpty, parts[3] == "instance",
            Self.isInstance(String(parts[4]))
        else { return nil }
        self.init(hubName: String(parts[2]), instance: String(parts[4]))
    }

    static func isInstance(_ text: String) -> Bool {
        text.utf8.count == instanceDigits
            && text.utf8.allSatisfy {
                (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
                    || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains($0)
            }
    }
}
