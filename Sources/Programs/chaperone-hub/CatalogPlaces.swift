import Hub
import Policy
import PostgresLane
import SQLRewrite

/// Where the catalogs of targets come from: `TARGET=postgresql://…` or `TARGET=FILE`, and without TARGET= for all.
struct CatalogPlaces {
    private enum Place {
        case live(LiveDatabase)
        case snapshot(String)
    }

    private let bundle: Bundle
    private var places: [String: Place] = [:]
    private var everywhere: Place?

    /// - Throws: `PolicyTrial.Failure`
    init(live: [String], snapshots: [String], policy: Bundle) throws {
        bundle = policy
        for entry in live {
            try put(entry) { address in
                guard let database = LiveDatabase(address) else {
                    throw PolicyTrial.Failure("--live must be \(LiveDatabase.form)")
                }
                return .live(database)
            }
        }
        for entry in snapshots { try put(entry) { .snapshot($0) } }
    }

    func catalog(of target: Target) async throws -> Catalog {
        switch places[target.name] ?? everywhere {
        case .live(let database): return try await database.catalog(for: target, of: bundle)
        case .snapshot(let file): return try await CatalogSnapshot.read(file).catalog()
        case nil:
            throw PolicyTrial.Failure(
                "where is the catalog of \"\(target.name)\"? give --live \(target.name)=\(LiveDatabase.form) or "
                    + "--catalog \(target.name)=FILE")
        }
    }

    /// What a live database answers about its catalog.
    func snapshot(of target: Target) async throws -> CatalogSnapshot {
        guard case .live(let database) = places[target.name] ?? everywhere else {
            throw PolicyTrial.Failure("which database is it? give --live \(LiveDatabase.form)")
        }
        var snapshot = CatalogSnapshot()
        _ = try await database.catalog(for: target, of: bundle) { snapshot.keep($0, $1) }
        return snapshot
    }

    private mutating func put(_ entry: String, _ place: (String) throws -> Place) throws {
        for target in bundle.targets where entry.hasPrefix(target.name + "=") {
            let place = try place(String(entry.dropFirst(target.name.count + 1)))
            guard places.updateValue(place, forKey: target.name) == nil else {
                throw PolicyTrial.Failure("the catalog of \"\(target.name)\" is given twice")
            }
            return
        }
        guard everywhere == nil else { throw PolicyTrial.Failure("\(entry): begin each with TARGET=") }
        everywhere = try place(entry)
    }
}
