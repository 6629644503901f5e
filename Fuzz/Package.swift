// swift-tools-version: 6.2
import PackageDescription

// The rooms are those of ../Sources, through a link: what is `package` there is not for other packages, and what a
// fuzzer is to see into must be compiled for it.

/// As in ../Package.swift.
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

/// Counts its branches and comparisons for libFuzzer, which comes with the toolchain.
let watched: [SwiftSetting] = [.unsafeFlags(["-sanitize=fuzzer"])]

/// As in ../Package.swift.
let grammar: LinkerSetting = .unsafeFlags(["\(Context.packageDirectory)/../.build/libpg_query/libpg_query.a"])

/// - Parameter path: The room's folder in Sources, which ends with its name.
func room(
    _ path: String, _ dependencies: [Target.Dependency] = [], linkerSettings: [LinkerSetting] = []
) -> Target {
    .target(
        name: String(path.split(separator: "/").last!), dependencies: dependencies, path: "Rooms/\(path)",
        swiftSettings: settings + watched, linkerSettings: linkerSettings)
}

let package = Package(
    name: "fuzz",
    dependencies: [
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
    ],
    targets: [
        .systemLibrary(name: "CPgQuery", path: "Rooms/SQL/CPgQuery"),
        .target(name: "CRE2", path: "Rooms/Core/CRE2", linkerSettings: [.linkedLibrary("re2")]),
        room("Core/Policy"),
        room("Core/SignedNote", [crypto]),
        room("Core/PolicyBundle", ["Policy", "SignedNote"]),
        room("Core/HubAPI"),
        room("Lanes/PostgreSQL/SCRAM", ["HubAPI", "SignedNote", crypto, cryptoExtras]),
        room("SQL/SQLSyntax"),
        room("SQL/SQLRewrite", ["SQLSyntax", "Policy"]),
        room("Core/Detectors", ["CRE2"]),
        room("Core/StreamMasking", ["Detectors", nioCore]),
        room("Lanes/SSH/SSHWire", [nioCore]),
        room("Lanes/SSH/SSHKeys", ["SSHWire", "SignedNote", nioCore, crypto, cryptoExtras]),
        room("Lanes/SSH/SSHTransport", ["SSHKeys", "SSHWire", nioCore, crypto, cryptoExtras]),
        room("Lanes/SSH/SSHOperations"),
        room("Lanes/SSH/SFTP", ["SSHOperations", "SSHWire", nioCore, crypto]),
        room(
            "Lanes/SSH/SSHSession",
            ["Detectors", "SFTP", "SSHKeys", "SSHOperations", "SSHTransport", "SSHWire", "StreamMasking", nioCore]),
        room("Audit/AuditLog", ["SignedNote", crypto]),
        room("Audit/Witness", ["AuditLog", "SignedNote"]),
        room("Lanes/PostgreSQL/PostgresWire", [nioCore]),
        room("SQL/PgParser", ["SQLSyntax", "Policy", "CPgQuery"], linkerSettings: [grammar]),
        room("SQL/Judge", ["PgParser", "SQLRewrite", "SQLSyntax", "Policy", "Detectors", crypto]),
        room(
            "Lanes/PostgreSQL/PostgresSession",
            [
                "PostgresWire", "Judge", "SQLRewrite", "Policy", "Detectors", "AuditLog", "HubAPI", "SCRAM", nioCore,
                crypto,
            ]),
        .target(
            name: "FuzzTargets",
            dependencies: [
                "AuditLog", "Witness", "Detectors", "HubAPI", "Judge", "PgParser", "Policy", "PolicyBundle",
                "PostgresSession",
                "PostgresWire", "SFTP", "SQLRewrite", "SQLSyntax", "SSHKeys", "SSHOperations", "SSHSession",
                "SSHTransport", "SSHWire", "SignedNote", "StreamMasking", nioCore,
            ], path: "Targets", swiftSettings: settings + watched),
        .target(name: "CFuzzer", path: "CFuzzer"),
        .executableTarget(
            name: "fuzz", dependencies: ["CFuzzer", "FuzzTargets"], path: "Runner", swiftSettings: settings,
            linkerSettings: [.unsafeFlags(["-sanitize=fuzzer", "-use-ld=lld"])]),
    ]
)
