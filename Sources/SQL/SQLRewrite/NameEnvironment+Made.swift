package import Policy

extension NameEnvironment {
    /// Relations and schemas that the catalog cannot know yet.
    package struct Made: Sendable, Equatable {
        /// The schemas of each name.
        private var relations: [String: Set<String>] = [:]
        package private(set) var schemas: Set<String> = []
        /// Of the relations: tables of which nothing is anybody else's, neither code nor rows. They may be used before anybody
        /// can read what they are.
        private(set) var plain: Set<QualifiedName> = []
        /// The same as far as rows go: tables that were made as such. Nothing stands behind them, they share rows with nothing, and
        /// what refers to them is known.
        private var alone: Set<QualifiedName> = []
        /// Relations by those that a definition of the transaction has named beside them, as parents, foreign keys and
        /// views do: what is done to one may reach the others.
        private var links: [QualifiedName: Set<QualifiedName>] = [:]
        /// It has defined something: what columns a table has is not known before its definitions are read.
        package private(set) var isDefining = false
        package private(set) var count = 0

        package init() {}

        package static let defining: Made = {
            var made = Made()
            made.isDefining = true
            return made
        }()
        package init(plain name: QualifiedName) { insert(plain: name) }

        package var isEmpty: Bool { count == 0 && !isDefining }

        package func contains(_ name: QualifiedName) -> Bool { relations[name.name]?.contains(name.schema) ?? false }
        func hasPlain(_ name: String) -> Bool { plain.contains { $0.name == name } }

        /// Of every name.
        var all: [QualifiedName] { relations.flatMap { name, schemas in schemas.map { QualifiedName($0, name) } } }

        /// It was made, and what is done to it may be done to others: a view, a child, whatever got its name later.
        func mayReachOthers(_ name: QualifiedName) -> Bool {
            contains(name) && !alone.contains(name) && !plain.contains(name)
        }

        func contains(anyNamed name: String) -> Bool { relations[name] != nil }

        package mutating func insert(_ name: QualifiedName) {
            if relations[name.name, default: []].insert(name.schema).inserted { count += 1 }
        }

        /// See `plain`.
        package mutating func insert(plain name: QualifiedName) {
            insert(name)
            if plain.insert(name).inserted { count += 1 }
        }

        /// See `alone`.
        mutating func insert(alone name: QualifiedName) {
            insert(name)
            if alone.insert(name).inserted { count += 1 }
        }

        /// Something else may have these names by now, or nothing.
        package mutating func forgetPlain(_ names: Set<String>) {
            plain = plain.filter { !names.contains($0.name) }
            alone = alone.filter { !names.contains($0.name) }
        }
        package mutating func forgetPlain() { (plain, alone) = ([], []) }

        mutating func link(_ names: Set<QualifiedName>) {
            guard names.count > 1 else { return }
            for name in names { links[name, default: []].formUnion(names) }
            count += 1
        }

        /// Everything that is linked with a relation, however far.
        func linked(with name: QualifiedName) -> Set<QualifiedName> {
            guard links[name] != nil else { return [] }
            var found: Set = [name]
            var pending = [name]
            while let next = pending.popLast() {
                for other in links[next] ?? [] where found.insert(other).inserted { pending.append(other) }
            }
            return found
        }

        package mutating func insert(schema: String) { if schemas.insert(schema).inserted { count += 1 } }

        package mutating func formUnion(_ other: Made) {
            // Of most statements.
            guard !other.isEmpty else { return }
            isDefining = isDefining || other.isDefining
            for name in other.all {
                insert(name)
                alone.remove(name)
            }
            for name in other.alone { insert(alone: name) }
            for schema in other.schemas { insert(schema: schema) }
            for name in other.plain { insert(plain: name) }
            for names in other.links.values { link(names) }
        }
    }
}
