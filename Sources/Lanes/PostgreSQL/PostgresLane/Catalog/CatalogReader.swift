import Policy
package import SQLRewrite

/// Reads a server's catalog into a value, in one snapshot.
package struct CatalogReader {
    private let query: (String) async throws -> [[String?]]

    /// - Parameter query: runs one statement and gives its rows as text.
    package init(query: @escaping (String) async throws -> [[String?]]) { self.query = query }

    /// A catalog, and what was true of the server's tables when it was read.
    package struct Reading: Sendable {
        package var catalog: Catalog
        /// Another one when anything has changed that the reading looks at, and sometimes when nothing has.
        package var fingerprint: String
        /// No view was left out because somebody holds a lock on what it reads.
        package var isWhole = true
    }

    /// - Throws: what `query` throws, or `CatalogFailure`.
    package func read() async throws -> Reading {
        let session = try await begin()
        let fingerprint = try await fingerprint()
        let (catalog, isWhole) = try await rest(session)
        _ = try await query(CatalogQueries.end)
        return Reading(catalog: catalog, fingerprint: fingerprint, isWhole: isWhole)
    }

    /// The same at the price of one query where nothing has changed.
    ///
    /// - Returns: nil where the server is as it was when `fingerprint` was taken.
    /// - Throws: what `query` throws, or `CatalogFailure`.
    package func read(unless known: String) async throws -> Reading? {
        try await read(unless: known) { _ in nil }.reading
    }

    /// The same, and the answer to a question of the same moment.
    ///
    /// - Parameters:
    ///   - known: nil: it is read anyway.
    ///   - question: gets the catalog, or nil where the known one is still the server's.
    /// - Returns: no `watch` where there is no question.
    /// - Throws: what `query` throws, or `CatalogFailure`.
    package func read(
        unless known: String?, asking question: (Catalog?) async -> WatchQuestion?
    ) async throws -> (reading: Reading?, watch: Watch?) {
        let session = try await begin()
        let fingerprint = try await fingerprint()
        let read = fingerprint == known ? nil : try await rest(session)
        var watch: Watch?
        if let question = await question(read?.catalog) {
            _ = try await query(CatalogQueries.ownSearchPath)
            watch = Watch(question: question, answer: try await cell(question.query))
        }
        _ = try await query(CatalogQueries.end)
        return (
            read.map { Reading(catalog: $0.catalog, fingerprint: fingerprint, isWhole: $0.isWhole) }, watch
        )
    }

    /// What the open transaction of a session sees, asked on its own connection, whose settings are as they were afterwards.
    /// - Parameters:
    ///   - lane: the lane's catalog, for what a new session of its role begins with.
    ///   - turn: waits until nobody else reads, while the client's time-outs are out of force.
    /// - Throws: what `query` throws, or `CatalogFailure`; then the transaction is as it was, unless it has failed.
    package func read(within lane: Catalog, after turn: () async -> Void = {}) async throws -> Catalog {
        _ = try await query(CatalogQueries.enter)
        await turn()
        let catalog: Catalog
        do {
            // An older snapshot would not see what others have committed, and the server's own look-ups do.
            guard try await cell(CatalogQueries.isolation) == "read committed" else {
                throw CatalogFailure(reason: "the transaction's isolation level is not READ COMMITTED")
            }
            var decoder = CatalogDecoder()
            decoder.session(of: lane)
            catalog = try await rest(&decoder).catalog
        } catch {
            _ = try await query(CatalogQueries.leave)
            throw error
        }
        _ = try await query(CatalogQueries.leave)
        return catalog
    }

    /// What a question was answered in the moment of a reading.
    package struct Watch: Sendable {
        package var question: WatchQuestion
        package var answer: String
    }

    private func begin() async throws -> [[String?]] {
        _ = try await query(CatalogQueries.begin)
        return try await query(CatalogQueries.session)
    }

    /// In the snapshot that everything else is read in.
    private func fingerprint() async throws -> String { try await cell(CatalogQueries.fingerprint) }

    private func cell(_ question: String) async throws -> String {
        guard let cell = try await query(question).first?.first, let cell else {
            throw CatalogFailure(reason: "the server's answer about changes is not understood")
        }
        return cell
    }

    private func rest(_ session: [[String?]]) async throws -> (catalog: Catalog, isWhole: Bool) {
        _ = try await query(CatalogQueries.settings)
        var decoder = CatalogDecoder()
        try decoder.session(session)
        return try await rest(&decoder)
    }

    /// What views are made of. Writing that down takes a lock on all that a view reads: one for which there is none to be had
    /// is left out, as if it were not there, and closes nothing else.
    /// - Returns: whether all are there.
    private func definitions(_ decoder: inout CatalogDecoder) async throws -> Bool {
        _ = try await query(CatalogQueries.mark)
        if let rows = try? await query(CatalogQueries.definitions) {
            try decoder.definitions(rows)
            return true
        }
        _ = try await query(CatalogQueries.markAgain)
        for row in try await query(CatalogQueries.views) {
            guard let oid = row.first.flatMap(\.self).flatMap({ UInt32($0) }) else {
                throw CatalogFailure(reason: "the server's answer about views is not understood")
            }
            do { try decoder.definitions(try await query(CatalogQueries.definition(of: oid))) } catch {
                _ = try await query(CatalogQueries.markAgain)
                decoder.leaveOut(view: oid)
            }
        }
        return false
    }

    private func rest(_ decoder: inout CatalogDecoder) async throws -> (catalog: Catalog, isWhole: Bool) {
        try decoder.schemas(try await query(CatalogQueries.schemas))
        try decoder.relations(try await query(CatalogQueries.relations))
        try decoder.columns(try await query(CatalogQueries.columns))
        let isWhole = try await definitions(&decoder)
        try decoder.parents(try await query(CatalogQueries.parents))
        try decoder.statistics(try await query(CatalogQueries.statistics))
        try decoder.sequences(try await query(CatalogQueries.sequences))
        try decoder.generated(try await query(CatalogQueries.generated))
        try decoder.constraints(try await query(CatalogQueries.constraints))
        try decoder.checks(try await query(CatalogQueries.checks))
        try decoder.triggers(try await query(CatalogQueries.triggers))
        try decoder.expressionColumns(try await query(CatalogQueries.expressionColumns))
        try decoder.references(try await query(CatalogQueries.references))
        try decoder.primaryKeys(try await query(CatalogQueries.primaryKeys))
        try decoder.indexes(try await query(CatalogQueries.indexes))
        try decoder.settled(try await query(CodeQueries.settled))
        try decoder.nullsCollide(try await query(CatalogQueries.nullsCollide))
        try decoder.sharedDefaults(try await query(CatalogQueries.sharedDefaults))
        try decoder.partitionKeys(try await query(CatalogQueries.partitionKeys))
        try decoder.policyColumns(try await query(CatalogQueries.policyColumns))
        try decoder.builtins(try await query(CatalogQueries.builtins))
        try decoder.typeNames(try await query(CodeQueries.typeNames))
        try decoder.cascades(try await query(CascadeQueries.taken))
        try decoder.typeRows(try await query(CodeQueries.typeRows))
        try decoder.routines(try await query(CodeQueries.routines))
        try decoder.builtinRoutines(try await query(CodeQueries.builtinRoutines))
        try decoder.types(try await query(CodeQueries.types))
        try decoder.operators(try await query(CodeQueries.operators))
        try decoder.anywhere(try await query(CodeQueries.anywhere))
        try decoder.attached(try await query(CodeQueries.attached))
        try decoder.reads(try await query(CodeQueries.reads))
        try decoder.otherDefinitions(try await query(CodeQueries.definitions))
        try decoder.extensions(try await query(CodeQueries.extensions))
        try decoder.eventTriggers(try await query(CodeQueries.eventTriggers))
        return (decoder.catalog, isWhole)
    }
}

/// The catalog's answer is not what was asked for.
package struct CatalogFailure: Error, Sendable, Equatable {
    package var reason: String
}
