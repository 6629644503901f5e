import FoundationEssentials

/// The documents of providers: JSON with keys in snake case.
enum ProviderJSON {
    /// - Returns: nil when the text is not such a document.
    static func decode<Value: Decodable>(_ type: Value.Type, from bytes: [UInt8]) -> Value? {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return try? decoder.decode(type, from: Data(bytes))
    }
}
