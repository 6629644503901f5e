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

func room(
    _ name: String, _ dependencies: [Target.Dependency] = [], linkerSettings: [LinkerSetting] = []
) -> Target {
    .target(
        name: name, dependencies: dependencies, path: "Rooms/\(name)", swiftSettings: settings + watched,
        linkerSettings: linkerSettings)
}

let package = Package(
    name: "fuzz",
    dependencies: [
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
    ],
    targets: [
        .systemLibrary(name: "CPgQuery", path: "Rooms/CPgQuery"),
        .target(name: "CRE2", path: "Rooms/CRE2", linkerSettings: [.linkedLibrary("re2")]),
        room("Policy"),
        room("SignedNote", [crypto]),
        room("PolicyBundle", ["Policy", "SignedNote"]),
        room("HubAPI"),
        room("SCRAM", ["HubAPI", "SignedNote", crypto, cryptoExtras]),
        room("SQLSyntax"),
        room("SQLRewrite", ["SQLSyntax", "Policy"]),
        room("Detectors", ["CRE2"]),
        room("StreamMasking", ["Detectors", nioCore]),
        room("SSHWire", [nioCore]),
        room("SSHKeys", ["SSHWire", "SignedNote", nioCore, crypto, cryptoExtras]),
        room("SSHTransport", ["SSHKeys", "SSHWire", nioCore, crypto, cryptoExtras]),
        room("SSHOperations"),
        room("SFTP", ["SSHOperations", "SSHWire", nioCore]),
        room("SSHSession", ["Detectors", "SFTP", "SSHKeys", "SSHTransport", "SSHWire", "StreamMasking", nioCore]),
        room("AuditLog", ["SignedNote", crypto]),
        room("Witness", ["AuditLog", "SignedNote"]),
        room("PostgresWire", [nioCore]),
        room("PgParser", ["SQLSyntax", "Policy", "CPgQuery"], linkerSettings: [grammar]),
        room("Judge", ["PgParser", "SQLRewrite", "SQLSyntax", "Policy", "Detectors", crypto]),
        room(
            "PostgresSession",
            [
                "PostgresWire", "Judge", "SQLRewrite", "Policy", "Detectors", "AuditLog", "HubAPI", "SCRAM", nioCore,
                crypto,
            ]),
        .target(
            name: "FuzzTargets",
            dependencies: [
                "AuditLog", "Witness", "Detectors", "Judge", "PgParser", "Policy", "PolicyBundle", "PostgresSession",
                "PostgresWire", "SFTP", "SQLRewrite", "SQLSyntax", "SSHKeys", "SSHOperations", "SSHSession",
                "SSHTransport", "SSHWire", "SignedNote", "StreamMasking", nioCore,
            ], path: "Targets", swiftSettings: settings + watched),
        .target(name: "CFuzzer", path: "CFuzzer"),
        .executableTarget(
            name: "fuzz", dependencies: ["CFuzzer", "FuzzTargets"], path: "Runner", swiftSettings: settings,
            linkerSettings: [.unsafeFlags(["-sanitize=fuzzer", "-use-ld=lld"])]),
    ]
)
