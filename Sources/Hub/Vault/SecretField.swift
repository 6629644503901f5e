/// One member of a secret: the text of a string; of anything else, only that it is something else.
struct SecretField: Sendable, Decodable {
    let text: String?

    init(from decoder: any Decoder) throws {
        text = try? decoder.singleValueContainer().decode(String.self)
    }
}
