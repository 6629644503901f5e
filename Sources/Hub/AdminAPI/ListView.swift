package struct ListView<Item: Codable & Sendable>: Codable, Sendable {
    package var items: [Item]
    package init(items: [Item]) { self.items = items }
}
