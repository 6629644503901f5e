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
let arguments: Target.Dependency = .product(name: "ArgumentParser", package: "swift-argument-parser")

func room(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: settings)
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
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    ],
    targets: [
        // C libraries
        .systemLibrary(name: "CPgQuery"),
        .target(name: "CProcess"),
        .target(name: "CRE2", linkerSettings: [.linkedLibrary("re2")]),

        // pure rooms
        room("Policy"),
        room("SignedNote", [crypto]),
        room("PolicyBundle", ["Policy", "SignedNote"]),
        room("SQLSyntax"),
        room("SQLRewrite", ["SQLSyntax", "Policy"]),
        room("Detectors", ["CRE2"]),
        room("AuditLog", ["SignedNote", crypto]),
        room("PostgresWire", [nioCore]),
        room(
            "PostgresSession",
            [
                "PostgresWire", "Judge", "Policy", "Detectors", "AuditLog", "SignedNote", nioCore, crypto, cryptoExtras,
            ]),

        // rim
        room("PgParser", ["SQLSyntax", "CPgQuery"]),
        room("Judge", ["PgParser", "SQLRewrite", "SQLSyntax", "Policy", "Detectors"]),
        room("Spool", ["AuditLog", "SignedNote", crypto]),
        room(
            "PostgresLane",
            [
                "PostgresSession", "PostgresWire", "Judge", "SQLRewrite", "Policy", "Detectors", "AuditLog", "Spool",
                nioCore, nioPosix, nioSSL, nioTLS, logging, crypto,
            ]),
        room(
            "Sidecar",
            [
                "CProcess", "PgParser", "SQLSyntax",
                "PostgresLane", "PostgresSession", "Judge", "Policy", "PolicyBundle", "SignedNote", "Spool", "AuditLog",
                "SQLRewrite", "Detectors",
                nioCore, nioPosix, nioHTTP, nioSSL, logging, crypto,
            ]),
        .executableTarget(
            name: "chaperone",
            dependencies: ["Sidecar", "AuditCommands", arguments, logging],
            swiftSettings: settings),
        room("AuditCommands", ["AuditLog", "Spool", "SignedNote", arguments]),

        // hub
        room("Hub", ["Policy", "PolicyBundle", "SignedNote", "Detectors", .product(name: "Yams", package: "Yams")]),
        .executableTarget(
            name: "chaperone-hub", dependencies: ["Hub", "Policy", "PolicyBundle", "SignedNote", arguments],
            swiftSettings: settings),

        // tests
        tests("PolicyTests", ["Policy"]),
        tests("DetectorsTests", ["Detectors"]),
        tests("HubTests", ["Hub", "Policy", "PolicyBundle", "SignedNote", "chaperone-hub"]),
        tests("SignedNoteTests", ["SignedNote"]),
        tests("AuditLogTests", ["AuditLog", "SignedNote"]),
        tests("SpoolTests", ["Spool", "AuditLog", "SignedNote"]),
        tests("AuditCommandsTests", ["AuditCommands", "AuditLog"]),
        tests("SidecarTests", ["Policy", "PolicyBundle", "SignedNote", "chaperone"]),

        // the proof, against real servers
        .target(name: "TestSupport", dependencies: [crypto], path: "Tests/Support", swiftSettings: settings),
        .target(name: "Prove", dependencies: ["TestSupport"], path: "Tests/Prove", swiftSettings: settings),
        .executableTarget(
            name: "prove", dependencies: ["Prove", "TestSupport"], path: "Tests/ProveTool", swiftSettings: settings),
        tests("Noninterference", ["Prove"]),
        // What Fuzz/ runs, here over what it found.
        .target(
            name: "FuzzTargets",
            dependencies: [
                "AuditLog", "Detectors", "Judge", "PgParser", "Policy", "PolicyBundle", "PostgresSession",
                "PostgresWire", "SQLRewrite", "SQLSyntax", "SignedNote", nioCore,
            ], path: "Fuzz/Targets", swiftSettings: settings),
        tests("FuzzReplay", ["FuzzTargets"]),
        tests("JudgeTests", ["Judge", "PgParser", "Policy", "SQLRewrite", "SQLSyntax"]),
        tests("Ordinary"),
        tests("Clients", exclude: ["scripts"]),
        tests("Durability"),
        tests("CatalogTests", ["PostgresLane", "SQLRewrite", "Policy"]),
        tests("PostgresWireTests", ["PostgresWire", nioCore]),
        tests(
            "PostgresSessionTests",
            ["PostgresSession", "PostgresWire", "Judge", "SQLRewrite", "Policy", "Detectors", "AuditLog", nioCore]),
    ]
)
