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
let jwt: Target.Dependency = .product(name: "JWTKit", package: "jwt-kit")
let x509: Target.Dependency = .product(name: "X509", package: "swift-certificates")
let arguments: Target.Dependency = .product(name: "ArgumentParser", package: "swift-argument-parser")

/// PostgreSQL's grammar, which dev/install makes: a file, so that no other of that name is found.
let grammar: LinkerSetting = .unsafeFlags(["\(Context.packageDirectory)/.build/libpg_query/libpg_query.a"])

func room(
    _ name: String, _ dependencies: [Target.Dependency] = [], linkerSettings: [LinkerSetting] = []
) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: settings, linkerSettings: linkerSettings)
}

func tests(
    _ name: String, _ dependencies: [Target.Dependency] = [], exclude: [String] = []
) -> Target {
    .testTarget(
        name: name, dependencies: dependencies + ["TestSupport"], exclude: exclude,
        swiftSettings: settings)
}

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
        .package(url: "https://github.com/vapor/jwt-kit", from: "5.7.1"),
    ],
    targets: [
        // C libraries
        .systemLibrary(name: "CPgQuery"),
        .target(name: "CProcess"),
        .target(name: "CRE2", linkerSettings: [.linkedLibrary("re2")]),

        // pure rooms
        room("Policy"),
        room("SignedNote", [crypto]),
        room("Prometheus"),
        room("PolicyBundle", ["Policy", "SignedNote"]),
        room("HubAPI"),
        room("Injection", ["Policy", "SignedNote"]),
        room("SCRAM", ["HubAPI", "SignedNote", crypto, cryptoExtras]),
        room("SQLSyntax"),
        room("SQLRewrite", ["SQLSyntax", "Policy"]),
        room("Detectors", ["CRE2"]),
        room("StreamMasking", ["Detectors", nioCore]),
        room("AuditLog", ["SignedNote", crypto]),
        room("Witness", ["AuditLog", "SignedNote"]),
        room("SSHWire", [nioCore]),
        room("SSHKeys", ["SSHWire", "SignedNote", nioCore, crypto, cryptoExtras]),
        room("SSHTransport", ["SSHKeys", "SSHWire", nioCore, crypto, cryptoExtras]),
        room("SSHOperations"),
        room("SFTP", ["SSHOperations", "SSHWire", nioCore]),
        room("SSHJudge", ["Policy", "SSHOperations"]),
        room(
            "SSHSession",
            ["Detectors", "SFTP", "SSHKeys", "SSHTransport", "SSHWire", "StreamMasking", nioCore]),
        room("PostgresWire", [nioCore]),
        room(
            "PostgresSession",
            [
                "PostgresWire", "Judge", "SQLRewrite", "Policy", "Detectors", "AuditLog", "HubAPI", "SCRAM", nioCore,
                crypto,
            ]),

        // rim
        room("PgParser", ["SQLSyntax", "Policy", "CPgQuery"], linkerSettings: [grammar]),
        room("Judge", ["PgParser", "SQLRewrite", "SQLSyntax", "Policy", "Detectors", crypto]),
        room("Supervision"),
        room("Spool", ["AuditLog", "SignedNote", crypto]),
        room(
            "SSHLane",
            [
                "AuditLog", "Detectors", "HubAPI", "Lane", "Policy", "SFTP", "SSHJudge", "SSHKeys", "SSHOperations",
                "SSHSession", "SSHTransport", "SSHWire", "Spool", nioCore, nioPosix, logging, crypto,
            ]),
        room("Lane", ["AuditLog", "HubAPI", "Policy", "Spool", nioCore, nioPosix, nioSSL, logging]),
        room(
            "PostgresLane",
            [
                "Lane", "PostgresSession", "PostgresWire", "Judge", "SQLRewrite", "Policy", "Detectors", "AuditLog",
                "Spool",
                "HubAPI", "SCRAM", nioCore, nioPosix, nioSSL, nioTLS, logging, crypto,
            ]),
        room(
            "Sidecar",
            [
                "CProcess", "PgParser", "SQLSyntax",
                "Lane", "PostgresLane", "SSHJudge", "SSHKeys", "SSHLane", "SSHWire", "Judge", "Policy", "PolicyBundle",
                "SignedNote", "Spool", "AuditLog", "SQLRewrite", "Detectors", "HubAPI", "HubClient", "Prometheus",
                "Supervision",
                nioCore, nioPosix, nioHTTP, nioSSL, logging, crypto,
            ]),
        .executableTarget(
            name: "chaperone",
            dependencies: ["Sidecar", "AuditCommands", arguments, logging],
            swiftSettings: settings),
        room(
            "HubClient", ["HubAPI", "SignedNote", "Spool", nioCore, nioPosix, nioHTTP, nioSSL, nioTLS, crypto]),
        room("AuditCommands", ["AuditLog", "Spool", "SignedNote", arguments]),

        // hub
        room(
            "PolicyFile",
            ["Policy", "Detectors", "SSHKeys", "SSHOperations", .product(name: "Yams", package: "Yams")]),
        room("Outbound", [httpClient, nioCore, nioHTTP, nioSSL]),
        room("OpenIDConnect", ["Outbound", "SignedNote", jwt, crypto]),
        room("Vault", ["HubAPI", "Outbound", "SCRAM", "SignedNote", crypto]),
        room("HubStore", [.product(name: "GRDB", package: "GRDB.swift"), "HubAPI"]),
        .target(
            name: "Hub",
            dependencies: [
                "HubAPI", "HubStore", "Injection", "OpenIDConnect", "Outbound", "SCRAM", "Vault", "Witness",
                "PolicyFile", "Policy", "PolicyBundle", "Prometheus", "SSHKeys", "SSHWire", "SignedNote", "Supervision",
                .product(name: "Yams", package: "Yams"), "AuditLog", hummingbird,
                .product(name: "SwiftASN1", package: "swift-asn1"),
                .product(name: "Mustache", package: "swift-mustache"),
                .product(name: "HummingbirdHTTP2", package: "hummingbird"),
                .product(name: "HummingbirdTLS", package: "hummingbird"), x509, crypto, httpClient, nioCore, nioSSL,
                nioHTTP,
                .product(name: "NIOFoundationCompat", package: "swift-nio"), logging,
            ],
            resources: [.embedInCode("Server/openapi.json")],
            swiftSettings: settings),
        .executableTarget(
            name: "chaperone-hub",
            dependencies: [
                "Hub", "HubAPI", "Injection", "PolicyFile", .product(name: "Yams", package: "Yams"), "Policy",
                "PolicyBundle", "SignedNote", "Judge", "Lane", "PostgresLane", "SQLRewrite", "SSHJudge",
                "SSHOperations",
                "Vault", "AuditCommands", "AuditLog", logging, arguments,
            ],
            swiftSettings: settings),

        // tests
        tests("PolicyTests", ["Policy"]),
        tests("DetectorsTests", ["Detectors"]),
        tests(
            "HubTests",
            [
                "AuditLog", "Hub", "HubAPI", "HubStore", "Policy", "PolicyBundle", "SSHKeys", "SSHWire", "SignedNote",
                "TestServices", "Witness",
                "chaperone-hub",
                crypto, cryptoExtras, httpClient, nioCore, nioSSL, nioHTTP, hummingbird, logging,
                .product(name: "NIOFoundationCompat", package: "swift-nio"),
            ]),
        tests("OutboundTests", ["Outbound"]),
        tests("OpenIDConnectTests", ["OpenIDConnect", "Outbound", "SignedNote", "TestServices", crypto, cryptoExtras]),
        tests("VaultTests", ["Vault", "HubAPI", "Outbound", "SCRAM", "SignedNote", "TestServices", crypto]),
        tests("PolicyFileTests", ["PolicyFile", "Policy", "PolicyBundle", "SignedNote", "chaperone-hub"]),
        tests("SignedNoteTests", ["SignedNote"]),
        tests("AuditLogTests", ["AuditLog", "SignedNote"]),
        tests("SpoolTests", ["Spool", "AuditLog", "SignedNote"]),
        tests(
            "AuditCommandsTests", ["AuditCommands", "AuditLog", "SignedNote", "Spool", "chaperone", "chaperone-hub"]),
        tests(
            "HubClientTests",
            [
                "HubClient", "HubAPI", "Spool", "SignedNote", "Sidecar", "Policy", "PolicyBundle", nioCore, nioPosix,
                nioHTTP, nioSSL,
                logging, crypto,
            ]),
        tests(
            "SidecarTests",
            [
                "Policy", "PolicyBundle", "Sidecar", "SignedNote", "TestServices", "chaperone", "chaperone-hub", crypto,
                cryptoExtras,
            ]),

        // the proof, against real servers
        .target(
            name: "TestServices", dependencies: ["OpenIDConnect", "Vault", "TestSupport", crypto, cryptoExtras],
            path: "Tests/Services", swiftSettings: settings),
        .target(name: "TestSupport", dependencies: [crypto], path: "Tests/Support", swiftSettings: settings),
        .target(name: "Prove", dependencies: ["TestSupport"], path: "Tests/Prove", swiftSettings: settings),
        .executableTarget(
            name: "prove", dependencies: ["Prove", "TestSupport"], path: "Tests/ProveTool", swiftSettings: settings),
        tests("Noninterference", ["Prove"]),
        // Random messages, against real servers.
        .target(
            name: "Sequences", dependencies: ["TestSupport", "AuditLog"], path: "Tests/Sequences",
            swiftSettings: settings),
        .executableTarget(
            name: "sequences", dependencies: ["Sequences", "TestSupport"], path: "Tests/SequencesTool",
            swiftSettings: settings),
        tests("SequenceTests", ["Sequences"]),
        tests("Adversary"),
        // Counted in instructions: dev/benchmarks/instructions.py
        .executableTarget(
            name: "microbench",
            dependencies: [
                "AuditLog", "Detectors", "Judge", "PgParser", "Policy", "PostgresSession", "PostgresWire", "SQLRewrite",
                "SQLSyntax", "SSHKeys", "SSHTransport", "SSHWire", "Spool", "StreamMasking", nioCore,
            ], path: "Tests/Microbench", swiftSettings: settings),
        // What Fuzz/ runs, here over what it found.
        .target(
            name: "FuzzTargets",
            dependencies: [
                "AuditLog", "Witness", "Detectors", "HubAPI", "Judge", "PgParser", "Policy", "PolicyBundle",
                "PostgresSession",
                "PostgresWire", "SFTP", "SQLRewrite", "SQLSyntax", "SSHKeys", "SSHOperations", "SSHSession",
                "SSHTransport", "SSHWire", "SignedNote", "StreamMasking", nioCore,
            ], path: "Fuzz/Targets", swiftSettings: settings),
        tests("FuzzReplay", ["FuzzTargets"]),
        tests("JudgeTests", ["Judge", "PgParser", "Policy", "CPgQuery", "SQLRewrite", "SQLSyntax"]),
        tests("Ordinary"),
        tests("Clients", exclude: ["scripts"]),
        tests("Durability"),
        tests("CatalogTests", ["Lane", "PostgresLane", "SQLRewrite", "SQLSyntax", "Policy"]),
        tests("MaskTests", ["Judge", "Lane", "PgParser", "PostgresLane", "SQLRewrite", "Policy"]),
        tests("InjectionTests", ["Injection", "Policy"]),
        tests("LaneTests", ["Lane", "Policy"]),
        tests("SCRAMTests", ["SCRAM", "HubAPI", "SignedNote"]),
        tests(
            "Held",
            [
                "AuditLog", "Lane", "PostgresLane", "PostgresSession", "PostgresWire", "SCRAM", "HubAPI", "Policy",
                "Spool", nioCore,
                nioPosix, nioEmbedded, logging,
            ]),
        tests("StreamMaskingTests", ["StreamMasking", "Detectors", nioCore]),
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
        tests("SFTPTests", ["SFTP", "SSHOperations", nioCore]),
        tests(
            "OpenSSHTests",
            [
                "AuditLog", "Detectors", "SFTP", "SSHKeys", "SSHOperations", "SSHSession", "SSHTransport", "SSHWire",
                "chaperone",
                "chaperone-hub", nioCore, nioPosix,
                .product(name: "NIOConcurrencyHelpers", package: "swift-nio"),
            ]),
        tests("PostgresWireTests", ["PostgresWire", nioCore]),
        tests(
            "PostgresSessionTests",
            [
                "PostgresSession", "PostgresWire", "HubAPI", "SCRAM", "Judge", "SQLRewrite", "Policy", "Detectors",
                "AuditLog",
                "SignedNote", nioCore,
            ]),
    ]
)
