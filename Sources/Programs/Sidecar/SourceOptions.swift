/// The options of `chaperone run` that say where policy comes from, as they were given.
package struct SourceOptions: Sendable {
    package var bundle: String?
    package var trustKey: String?
    package var principal: String?
    package var groups: [String] = []
    package var credentials: String?
    package var hub: String?
    package var hubAuthorities: String?
    package var enrolTokenFile: String?
    package var oidcTokenFile: String?
    package var hubWaitSeconds: Int?

    package init() {}

    /// What is wrong with them, each with what to do.
    package struct Problems: Error, Sendable, Equatable { package var all: [String] }

    /// The same with what goes without saying beside a policy as it is written: its bundle and key are its own.
    /// - Parameters:
    ///   - user: who runs it.
    ///   - credentials: the folder of the credentials of who runs it, where there is a home.
    package func completed(
        for policy: WrittenPolicy, user: MachineUser, credentials: String?
    ) throws(Problems) -> SourceOptions {
        if trustKey != nil {
            throw Problems(all: [
                "--trust-key is for a bundle: \(policy.file) is compiled here, and signed by a key of the state's own"
            ])
        }
        // What stands beside a hub is told by the names that were given.
        guard hub == nil else { return self }
        var completed = self
        completed.bundle = policy.bundle
        completed.trustKey = policy.trustKey
        completed.principal = principal ?? user.name
        completed.groups = groups.isEmpty ? user.groups : groups
        completed.credentials = self.credentials ?? credentials
        return completed
    }

    /// The one source that they name: files, or a hub.
    package func source() throws(Problems) -> RunOptions.Source {
        let ofFiles: [(String, Bool)] = [
            ("--bundle", bundle != nil), ("--trust-key", trustKey != nil), ("--principal", principal != nil),
            ("--credentials", credentials != nil), ("--group", !groups.isEmpty),
        ]
        let ofHub: [(String, Bool)] = [
            ("--hub", hub != nil), ("--hub-ca", hubAuthorities != nil), ("--enrol-token-file", enrolTokenFile != nil),
            ("--oidc-token-file", oidcTokenFile != nil), ("--hub-wait", hubWaitSeconds != nil),
        ]
        let given = (files: ofFiles.filter(\.1).map(\.0), hub: ofHub.filter(\.1).map(\.0))
        var problems: [String] = []
        if given.files.isEmpty, given.hub.isEmpty {
            throw Problems(all: [
                "give either --hub and --hub-ca (policy from a hub), or --bundle, --trust-key, --principal, --group and "
                    + "--credentials (policy from files)"
            ])
        }
        if !given.files.isEmpty, !given.hub.isEmpty {
            let files = given.files.joined(separator: ", ")
            problems.append(
                "\(files) cannot stand beside \(given.hub.joined(separator: ", ")): with a hub, policy, principal, groups "
                    + "and credentials come from it; leave out the ones or the others")
        }
        if enrolTokenFile != nil, oidcTokenFile != nil {
            problems.append("--enrol-token-file and --oidc-token-file: give one of them")
        }
        if !given.hub.isEmpty {
            if hub == nil { problems.append("--hub is missing: where is the hub, as https://HOST:PORT?") }
            if hubAuthorities == nil {
                problems.append("--hub-ca is missing: the PEM file of the authorities of the hub's certificate")
            }
            guard problems.isEmpty, let hub, let hubAuthorities else { throw Problems(all: problems) }
            return .hub(
                HubSource(
                    address: hub, authorities: hubAuthorities,
                    tokenFile: enrolTokenFile.map { .oneTime($0) } ?? oidcTokenFile.map { .oidc($0) },
                    waitSeconds: hubWaitSeconds ?? HubSource.defaultWaitSeconds))
        }
        for (name, isGiven) in ofFiles where !isGiven && name != "--group" { problems.append("\(name) is missing") }
        guard problems.isEmpty, let bundle, let trustKey, let principal, let credentials else {
            throw Problems(all: problems)
        }
        return .files(
            FileSource(
                bundle: bundle, trustKey: trustKey, principal: principal, groups: groups, credentials: credentials))
    }
}
