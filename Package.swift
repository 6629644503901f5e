// swift-tools-version: 6.2
import PackageDescription

/// One set of settings for every target of ours.
let settings: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .treatAllWarnings(as: .error),
]

let crypto: Target.Dependency = .product(name: "Crypto", package: "swift-crypto")
let cryptoExtras: Target.Dependency = .product(name: "CryptoExtras", package: "swift-crypto")
let nioCore: Target.Dependency = .product(name: "NIOCore", package: "swift-nio")
let nioPosix: Target.Dependency = .product(name: "NIOPosix", package: "swift-nio")
let nioEmbedded: Target.Dependency = .product(name: "NIOEmbedded", package: "swift-nio")
let nioSSL: Target.Dependency = .product(name: "NIOSSL", package: "swift-nio-ssl")
let nioTLS: Target.Dependency = .product(name: "NIOTLS", package: "swift-nio")
let nioHTTP: Target.Dependency = .product(name: "NIOHTTP1", package: "swift-nio")
let logging: Target.Dependency = .product(name: "Logging", package: "swift-log")
let httpClient: Target.Dependency = .product(name: "AsyncHTTPClient", package: "async-http-client")
let hummingbird: Target.Dependency = .product(name: "Hummingbird", package: "hummingbird")
// What tells Hummingbird's requests that the hub ends.
let lifecycle: Target.Dependency = .product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let jwt: Target.Dependency = .product(name: "JWTKit", package: "jwt-kit")
let x509: Target.Dependency = .product(name: "X509", package: "swift-certificates")
let arguments: Target.Dependency = .product(name: "ArgumentParser", package: "swift-argument-parser")

/// PostgreSQL's grammar, which dev/install makes: a file, so that no other of that name is found.
let grammar: LinkerSetting = .unsafeFlags(["\(Context.packageDirectory)/.build/libpg_query/libpg_query.a"])

/// Of what is shipped (`make release`), for size: the sidecar has a limit (dev/check-release); and valgrind of Debian 12 cannot
/// read what Swift writes for debuggers. These are the linker's alone, so that everything is compiled once for all programs.
let stripped: LinkerSetting = .unsafeFlags(["-Xlinker", "-s"], .when(configuration: .release))
/// Of the sidecar: one file that needs no other, without what nobody calls and without unwind tables.
let standalone: LinkerSetting = .unsafeFlags(
    [
        "-static-executable", "-use-ld=lld", "-Xlinker", "--gc-sections", "-Xlinker", "--icf=all", "-Xlinker",
        "--no-eh-frame-hdr", "-Xlinker", "-T", "-Xlinker", "\(Context.packageDirectory)/dev/chaperone.ld",
    ], .when(configuration: .release))

/// A room on the path of every statement or row is compiled for speed, where all else is for size: of what is said twice
/// to the compiler itself, the last counts.
let speed: SwiftSetting = .unsafeFlags(["-Xfrontend", "-O"], .when(configuration: .release))

func room(
    _ name: String, _ dependencies: [Target.Dependency] = [], isHot: Bool = false, linkerSettings: [LinkerSetting] = []
) -> Target {
    .target(
        name: name, dependencies: dependencies, swiftSettings: settings + (isHot ? [speed] : []),
        linkerSettings: linkerSettings)
}

func tests(
    _ name: String, _ dependencies: [Target.Dependency] = []
) -> Target {
    .testTarget(name: name, dependencies: dependencies + ["TestSupport"], swiftSettings: settings)
}

/// A wing of the house: rooms that lie in one folder. docs/rooms.md has the picture (dev/rooms draws it, and checks it).
func wing(_ folder: String, _ rooms: [Target]) -> [Target] {
    for room in rooms {
        room.path = "\(folder)/\(room.path ?? room.name)"
    }
    return rooms
}

/// What every wing knows: policy, keys, detectors. Pure, but for what systemd is told.
let core = wing(
    "Sources/Core",
    [
        .target(name: "CRE2", linkerSettings: [.linkedLibrary("re2")]),
        room("Policy"),
        room("PolicyBundle", ["Policy", "SignedNote"]),
        room("HubAPI"),
        room("SignedNote", [crypto]),
        room("Prometheus"),
        room("Detectors", ["CRE2"], isHot: true),
        room("StreamMasking", ["Detectors", nioCore], isHot: true),
        room("SmallFiles"),
        room("Supervision", ["Prometheus"]),
    ])

/// The log: its tree, its checkpoints, its files, and who reads it.
let audit = wing(
    "Sources/Audit",
    [
        room("AuditLog", ["SignedNote", crypto], isHot: true),
        room("Witness", ["AuditLog", "SignedNote"]),
        room("Spool", ["AuditLog", "SignedNote", "SmallFiles", crypto]),
        room("AuditCommands", ["AuditLog", "Spool", "SignedNote", "SmallFiles", arguments]),
    ])

/// What a statement does, and what becomes of it. No connection, no clock.
let sql = wing(
    "Sources/SQL",
    [
        .systemLibrary(name: "CPgQuery"),
        room("SQLSyntax", isHot: true),
        room("SQLRewrite", ["SQLSyntax", "Policy"], isHot: true),
        room("PgParser", ["SQLSyntax", "Policy", "CPgQuery"], isHot: true, linkerSettings: [grammar]),
        room("Judge", ["PgParser", "SQLRewrite", "SQLSyntax", "Policy", "Detectors", crypto], isHot: true),
    ])

/// What every protocol's lane needs, and nothing of any.
let lanes = wing(
    "Sources/Lanes",
    [
        room("Lane", ["AuditLog", "HubAPI", "Policy", "Spool", nioCore, nioPosix, nioSSL, logging])
    ])

/// The PostgreSQL lane.
let postgreSQL = wing(
    "Sources/Lanes/PostgreSQL",
    [
        room("PostgresWire", [nioCore], isHot: true),
        room(
            "PostgresSession",
            [
                "PostgresWire", "Judge", "SQLRewrite", "Policy", "Detectors", "AuditLog", "HubAPI", "SCRAM", nioCore,
                crypto,
            ], isHot: true),
        room(
            "PostgresLane",
            [
                "Lane", "PostgresSession", "PostgresWire", "Judge", "SQLRewrite", "Policy", "Detectors", "AuditLog",
                "Spool",
                "HubAPI", "SCRAM", nioCore, nioPosix, nioSSL, nioTLS, logging, crypto,
            ]),
        room("SCRAM", ["HubAPI", "SignedNote", crypto, cryptoExtras]),
    ])

/// The SSH lane.
let ssh = wing(
    "Sources/Lanes/SSH",
    [
        room("SSHWire", [nioCore]),
        room("SSHKeys", ["SSHWire", "SignedNote", nioCore, crypto, cryptoExtras]),
        room("SSHTransport", ["SSHKeys", "SSHWire", nioCore, crypto, cryptoExtras]),
        room(
            "SSHSession",
            ["Detectors", "SFTP", "SSHKeys", "SSHOperations", "SSHTransport", "SSHWire", "StreamMasking", nioCore]),
        room("SSHOperations"),
        room("SSHJudge", ["Detectors", "Policy", "SSHOperations"]),
        room(
            "SSHLane",
            [
                "AuditLog", "Detectors", "HubAPI", "Lane", "Policy", "SFTP", "SSHJudge", "SSHKeys", "SSHOperations",
                "SSHSession", "SSHTransport", "SSHWire", "Spool", nioCore, nioPosix, logging, crypto,
            ]),
        room("SFTP", ["SSHOperations", "SSHWire", nioCore, crypto]),
    ])

/// The hub, and what only it needs.
let hub = wing(
    "Sources/Hub",
    [
        .target(
            name: "Hub",
            dependencies: [
                "AdminAPI", "HubAPI", "HubStore", "Injection", "OpenIDConnect", "Outbound", "SCRAM", "Vault", "Witness",
                "PolicyFile", "Policy", "PolicyBundle", "Prometheus", "SSHKeys", "SSHWire", "SignedNote", "SmallFiles",
                "Supervision",
                .product(name: "Yams", package: "Yams"), "AuditLog", hummingbird,
                .product(name: "SwiftASN1", package: "swift-asn1"),
                .product(name: "Mustache", package: "swift-mustache"), lifecycle,
                .product(name: "HummingbirdHTTP2", package: "hummingbird"),
                .product(name: "HummingbirdTLS", package: "hummingbird"), x509, crypto, httpClient, nioCore, nioPosix,
                nioSSL,
                nioHTTP,
                .product(name: "NIOFoundationCompat", package: "swift-nio"), logging,
            ],
            resources: [.embedInCode("Server/openapi.json")],
            swiftSettings: settings),
        room("AdminAPI", ["HubAPI"]),
        room("HubStore", [.product(name: "GRDB", package: "GRDB.swift"), "HubAPI"]),
        room("Injection", ["Policy", "SignedNote"]),
        room("OpenIDConnect", ["Outbound", "SignedNote", "SmallFiles", jwt, crypto]),
        room("Outbound", ["SmallFiles", httpClient, nioCore, nioHTTP, nioSSL]),
        room(
            "PolicyFile",
            ["Policy", "Detectors", "SSHKeys", "SSHOperations", .product(name: "Yams", package: "Yams")]),
        room(
            "Vault",
            [
                "HubAPI", "Outbound", "Policy", "SCRAM", "SSHKeys", "SSHWire", "SignedNote", "SmallFiles", nioCore,
                crypto,
            ]),
    ])

/// The two programs; the sidecar's life, and its connection to the hub.
let programs = wing(
    "Sources/Programs",
    [
        .target(name: "CProcess"),
        room(
            "HubClient",
            ["HubAPI", "SignedNote", "SmallFiles", "Spool", nioCore, nioPosix, nioHTTP, nioSSL, nioTLS, crypto]),
        room(
            "Sidecar",
            [
                "CProcess", "PgParser", "SQLSyntax",
                "Lane", "PostgresLane", "SSHJudge", "SSHKeys", "SSHLane", "SSHWire", "Judge", "Policy", "PolicyBundle",
                "SignedNote", "SmallFiles", "Spool", "AuditLog", "SQLRewrite", "Detectors", "HubAPI", "HubClient",
                "Prometheus",
                "Supervision",
                nioCore, nioPosix, nioHTTP, nioSSL, logging, crypto,
            ]),
        .executableTarget(
            name: "chaperone",
            dependencies: ["Sidecar", "AuditCommands", arguments, logging],
            swiftSettings: settings, linkerSettings: [standalone]),
        .executableTarget(
            name: "chaperone-hub",
            dependencies: [
                "AdminAPI", "Hub", "HubAPI", "Injection", "PolicyFile", .product(name: "Yams", package: "Yams"),
                "Policy",
                "PolicyBundle", "SignedNote", "Judge", "Lane", "PostgresLane", "SQLRewrite", "SSHJudge",
                "SSHOperations", "SmallFiles", "Vault", "AuditCommands", "AuditLog", logging, arguments,
            ],
            swiftSettings: settings, linkerSettings: [stripped]),
    ])

let coreTests = wing(
    "Tests/Core",
    [
        tests("DetectorsTests", ["Detectors"]),
        tests("HubAPITests", ["HubAPI"]),
        tests("PolicyTests", ["Policy"]),
        tests("SignedNoteTests", ["SignedNote"]),
        tests("SmallFilesTests", ["SmallFiles"]),
        tests("StreamMaskingTests", ["StreamMasking", "Detectors", nioCore]),
    ])

let auditTests = wing(
    "Tests/Audit",
    [
        tests("AuditLogTests", ["AuditLog", "SignedNote"]),
        tests(
            "AuditCommandsTests", ["AuditCommands", "AuditLog", "SignedNote", "Spool", "chaperone", "chaperone-hub"]),
        tests("SpoolTests", ["Spool", "AuditLog", "SignedNote"]),
    ])

let sqlTests = wing(
    "Tests/SQL",
    [
        tests("JudgeTests", ["Judge", "PgParser", "Policy", "CPgQuery", "SQLRewrite", "SQLSyntax"]),
        tests("MaskTests", ["Judge", "Lane", "PgParser", "PostgresLane", "SQLRewrite", "Policy"]),
    ])

let lanesTests = wing(
    "Tests/Lanes",
    [
        tests("LaneTests", ["Lane", "Policy", "HubAPI"]),
        tests(
            "Held",
            [
                "AuditLog", "Lane", "PostgresLane", "PostgresSession", "PostgresWire", "SCRAM", "HubAPI", "Policy",
                "Spool", nioCore,
                nioPosix, nioEmbedded, logging,
            ]),
    ])

let postgreSQLTests = wing(
    "Tests/Lanes/PostgreSQL",
    [
        tests("PostgresWireTests", ["PostgresWire", nioCore]),
        tests(
            "PostgresSessionTests",
            [
                "PostgresSession", "PostgresWire", "HubAPI", "SCRAM", "Judge", "SQLRewrite", "Policy", "Detectors",
                "AuditLog",
                "SignedNote", nioCore,
            ]),
        tests("SCRAMTests", ["SCRAM", "HubAPI", "SignedNote"]),
        tests("CatalogTests", ["Lane", "PostgresLane", "SQLRewrite", "SQLSyntax", "Policy"]),
        tests("Clients"),
        tests("Ordinary"),
    ])

let sshTests = wing(
    "Tests/Lanes/SSH",
    [
        tests("SSHWireTests", ["SSHWire", nioCore]),
        tests("SSHKeysTests", ["SSHKeys", "SSHWire", nioCore]),
        tests("SSHTransportTests", ["SSHKeys", "SSHTransport", "SSHWire", nioCore]),
        tests(
            "SSHSessionTests",
            [
                "Detectors", "SFTP", "SSHKeys", "SSHOperations", "SSHSession", "SSHTransport", "SSHWire",
                "StreamMasking",
                nioCore,
            ]),
        tests("SSHOperationsTests", ["SSHOperations"]),
        tests("SSHJudgeTests", ["Policy", "SSHJudge", "SSHOperations"]),
        tests("SFTPTests", ["SFTP", "SSHOperations", nioCore, crypto]),
        tests(
            "OpenSSHTests",
            [
                "AuditLog", "Detectors", "HubStore", "SFTP", "SSHKeys", "SSHLane", "SSHOperations", "SSHSession",
                "SSHTransport", "SSHWire", "Policy", "TestServices", "Vault", "chaperone", "chaperone-hub", nioCore,
                nioPosix,
                .product(name: "NIOConcurrencyHelpers", package: "swift-nio"),
            ]),
    ])

let hubTests = wing(
    "Tests/Hub",
    [
        tests(
            "HubTests",
            [
                "AuditLog", "Hub", "HubAPI", "HubStore", "Policy", "PolicyBundle", "SSHKeys", "SSHWire", "SignedNote",
                "TestServices", "Witness",
                "chaperone-hub",
                crypto, cryptoExtras, httpClient, nioCore, nioSSL, nioHTTP, hummingbird, logging,
                .product(name: "NIOFoundationCompat", package: "swift-nio"),
            ]),
        tests("InjectionTests", ["Injection", "Policy"]),
        tests("OpenIDConnectTests", ["OpenIDConnect", "Outbound", "SignedNote", "TestServices", crypto, cryptoExtras]),
        tests("OutboundTests", ["Outbound"]),
        tests("PolicyFileTests", ["PolicyFile", "Policy", "PolicyBundle", "SignedNote", "chaperone-hub"]),
        tests(
            "VaultTests",
            [
                "Vault", "HubAPI", "Outbound", "Policy", "SCRAM", "SSHKeys", "SSHWire", "SignedNote", "TestServices",
                crypto,
            ]),
    ])

let programsTests = wing(
    "Tests/Programs",
    [
        tests(
            "HubClientTests",
            [
                "HubClient", "HubAPI", "Lane", "Spool", "SignedNote", "Sidecar", "Policy", "PolicyBundle", nioCore,
                nioPosix,
                nioHTTP, nioSSL,
                logging, crypto,
            ]),
        tests(
            "SidecarTests",
            [
                "Policy", "PolicyBundle", "Sidecar", "SignedNote", "TestServices", "chaperone", "chaperone-hub", crypto,
                cryptoExtras,
            ]),
    ])

/// The proof, against real servers, and what is counted.
let proof = wing(
    "Tests/Proof",
    [
        tests("Adversary"),
        tests("Durability"),
        tests("FuzzReplay", ["FuzzTargets"]),
        tests("Noninterference", ["Prove"]),
        .target(name: "Prove", dependencies: ["TestSupport"], swiftSettings: settings),
        .executableTarget(
            name: "prove", dependencies: ["Prove", "TestSupport", arguments], path: "ProveTool", swiftSettings: settings
        ),
        // Random messages, against real servers.
        .target(
            name: "Sequences", dependencies: ["TestSupport", "AuditLog"],
            swiftSettings: settings),
        .executableTarget(
            name: "sequences", dependencies: ["Sequences", "TestSupport", arguments],
            path: "SequencesTool", swiftSettings: settings),
        tests("SequenceTests", ["Sequences"]),
        // Counted in instructions: dev/benchmarks/instructions.py
        .executableTarget(
            name: "microbench",
            dependencies: [
                "AuditLog", "Detectors", "Judge", "Lane", "PgParser", "Policy", "PostgresLane", "PostgresSession",
                "PostgresWire", "SQLRewrite", "SQLSyntax", "SSHKeys", "SSHTransport", "SSHWire", "Spool",
                "StreamMasking", logging, nioCore, nioEmbedded,
            ], path: "Microbench", swiftSettings: settings, linkerSettings: [stripped]),
    ])

/// What the tests share.
let support = wing(
    "Tests",
    [
        .target(name: "TestSupport", dependencies: [crypto], path: "Support", swiftSettings: settings),
        .target(
            name: "TestServices", dependencies: ["OpenIDConnect", "Vault", "TestSupport", crypto, cryptoExtras],
            path: "Services", swiftSettings: settings),
    ])

/// What Fuzz/ runs, here over what it found.
let fuzzTargets = wing(
    "Fuzz",
    [
        .target(
            name: "FuzzTargets",
            dependencies: [
                "AuditLog", "Witness", "Detectors", "HubAPI", "Judge", "PgParser", "Policy", "PolicyBundle",
                "PostgresSession",
                "PostgresWire", "SFTP", "SQLRewrite", "SQLSyntax", "SSHKeys", "SSHOperations", "SSHSession",
                "SSHTransport", "SSHWire", "SignedNote", "StreamMasking", nioCore,
            ], path: "Targets", swiftSettings: settings)
    ])

let package = Package(
    name: "chaperone",
    products: [
        .executable(name: "chaperone", targets: ["chaperone"]),
        .executable(name: "chaperone-hub", targets: ["chaperone-hub"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
        // the hub's
        .package(url: "https://github.com/apple/swift-asn1", from: "1.7.4"),
        .package(url: "https://github.com/apple/swift-certificates", from: "1.21.1"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle.git", from: "2.13.0"),
        .package(url: "https://github.com/vapor/jwt-kit", from: "5.7.1"),
    ],
    targets: core + audit + sql + lanes + postgreSQL + ssh + hub + programs
        + coreTests + auditTests + sqlTests + lanesTests + postgreSQLTests + sshTests + hubTests + programsTests
        + proof + support + fuzzTargets
)
