// swift-tools-version: 6.2
import PackageDescription

// The house: one target a room, `Sources/<Floor>/<Room>`. ARCHITECTURE.md is its map; a room imports only what its line names
// (`--explicit-target-dependency-import-check error` in the Makefile keeps the walls).

let settings: [SwiftSetting] = [
    .treatAllWarnings(as: .error),
    .strictMemorySafety(),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .enableExperimentalFeature("Lifetimes"),
    .unsafeFlags(["-cross-module-optimization"], .when(configuration: .release)),
]

func room(_ name: String, _ floor: String, _ imports: [String] = []) -> Target {
    .target(
        name: name, dependencies: imports.map { .init(stringLiteral: $0) }, path: "Sources/\(floor)/\(name)",
        exclude: ["README.md"], swiftSettings: settings)
}

func tests(_ room: String, _ imports: [String] = []) -> Target {
    .testTarget(
        name: "\(room)Tests", dependencies: ([room] + imports).map { .init(stringLiteral: $0) },
        path: "Tests/\(room)Tests", swiftSettings: [.treatAllWarnings(as: .error)])
}

func library(_ name: String, _ pkgConfig: String, _ debian: String) -> Target {
    .systemLibrary(name: name, path: "Sources/C/\(name)", pkgConfig: pkgConfig, providers: [.apt([debian])])
}

/// What tests share: processes, sockets, scripted upstreams. Foundation is welcome here; nothing in Sources imports it.
func testSupport() -> Target {
    .target(
        name: "TestSupport", dependencies: ["COpenSSL", "CNGHTTP2"], path: "Tests/TestSupport", exclude: ["README.md"],
        swiftSettings: [.treatAllWarnings(as: .error)])
}

let package = Package(
    name: "headgate",
    targets: [
        .target(name: "CLinux", path: "Sources/C/CLinux"),
        library("COpenSSL", "openssl", "libssl-dev"),
        library("CSQLite", "sqlite3", "libsqlite3-dev"),
        library("CNGHTTP2", "libnghttp2", "libnghttp2-dev"),
        library("CAres", "libcares", "libc-ares-dev"),
        library("CPostgres", "libpq", "libpq-dev"),
        library("CZlib", "zlib", "zlib1g-dev"),

        room("Bytes", "Ground"),
        room("JSON", "Ground", ["Bytes"]),
        room("HTTP", "Ground", ["Bytes"]),
        room("Crypto", "Ground", ["Bytes", "COpenSSL"]),
        room("Telemetry", "Ground", ["Bytes", "JSON"]),
        room("Reactor", "Ground", ["Bytes", "CLinux"]),
        room("Transport", "Ground", ["Bytes", "Crypto", "Reactor"]),
        room("Postgres", "Ground", ["Bytes", "Crypto", "Reactor", "CPostgres"]),
        room("Compression", "Ground", ["CZlib"]),

        room("Access", "Vault", ["Bytes", "Crypto"]),
        room("Secrets", "Vault", ["Bytes", "Crypto"]),
        room("Catalog", "Vault", ["Bytes", "HTTP", "JSON", "Crypto", "Access", "Secrets"]),
        room("Store", "Vault", ["Bytes", "JSON", "Crypto", "Access", "Secrets", "Catalog", "CSQLite"]),

        room("Upstream", "DataPlane", ["Bytes", "HTTP", "Crypto", "Reactor", "Transport", "CAres"]),
        room("Downstream", "DataPlane", ["Bytes", "HTTP", "Crypto", "Reactor", "Transport", "CNGHTTP2"]),
        room(
            "Proxy", "DataPlane",
            [
                "Bytes", "HTTP", "Crypto", "Telemetry", "Reactor", "Access", "Catalog", "Upstream",
                "Downstream",
            ]),

        room("Web", "ControlPlane", ["Bytes", "HTTP", "JSON", "Reactor", "Downstream"]),
        room(
            "Query", "ControlPlane",
            [
                "Bytes", "HTTP", "JSON", "Crypto", "Postgres", "Compression", "Reactor", "Access", "Secrets", "Catalog",
                "Upstream",
            ]),
        room(
            "Control", "ControlPlane",
            [
                "Bytes", "HTTP", "JSON", "Crypto", "Telemetry", "Reactor", "Access", "Secrets", "Catalog", "Upstream",
                "Downstream", "Web", "Query",
            ]),

        room(
            "Daemon", "Program",
            [
                "Bytes", "JSON", "HTTP", "Crypto", "Telemetry", "Reactor", "Access", "Secrets", "Catalog", "Store",
                "Upstream", "Downstream", "Proxy", "Web", "Query", "Control", "Postgres",
            ]),

        .executableTarget(
            name: "headgate", dependencies: ["Daemon"], path: "Sources/headgate", exclude: ["README.md"],
            swiftSettings: settings),

        testSupport(),
        .target(
            name: "Simulation",
            dependencies: [
                "Bytes", "CLinux", "JSON", "HTTP", "Crypto", "Reactor", "Access", "Secrets", "Catalog", "Upstream",
                "Downstream", "Proxy", "CNGHTTP2",
            ], path: "Tests/Simulation", exclude: ["README.md"], swiftSettings: settings),
        .executableTarget(
            name: "headgate-sim", dependencies: ["Simulation"], path: "Tests/headgate-sim", swiftSettings: settings),

        tests("Bytes"),
        tests("JSON", ["Bytes"]),
        tests("HTTP", ["Bytes", "TestSupport"]),
        tests("Crypto", ["Bytes", "COpenSSL", "TestSupport"]),
        tests("Telemetry", ["Bytes"]),
        tests("Reactor", ["Bytes", "CLinux"]),
        tests("Postgres", ["Bytes", "Crypto", "Reactor", "TestSupport"]),
        tests("Compression", ["TestSupport"]),
        tests("Access", ["Bytes", "Crypto"]),
        tests("Secrets", ["Bytes", "Crypto", "TestSupport"]),
        tests("Catalog", ["Bytes", "HTTP", "JSON", "Crypto", "Access", "Secrets"]),
        tests("Store", ["Bytes", "JSON", "Crypto", "Access", "Secrets", "Catalog", "CSQLite"]),
        tests("Transport", ["Bytes", "Crypto", "Reactor", "TestSupport"]),
        tests("Upstream", ["Bytes", "HTTP", "Crypto", "Reactor", "Transport", "CAres", "TestSupport"]),
        tests("Downstream", ["Bytes", "HTTP", "Crypto", "Reactor", "Transport", "TestSupport"]),
        tests(
            "Proxy",
            [
                "Bytes", "JSON", "HTTP", "Crypto", "Reactor", "Access", "Secrets", "Catalog", "Upstream", "Downstream",
                "TestSupport", "CLinux", "COpenSSL",
            ]),
        tests("Web", ["Bytes", "HTTP", "Downstream"]),
        tests(
            "Query",
            [
                "Bytes", "JSON", "Crypto", "Postgres", "Reactor", "Access", "Secrets", "Catalog", "Upstream",
                "TestSupport",
            ]),
        tests(
            "Control",
            [
                "Bytes", "JSON", "HTTP", "Crypto", "Reactor", "Access", "Secrets", "Catalog", "Upstream", "Downstream",
                "Proxy", "Web", "Query",
            ]),
        .testTarget(
            name: "DaemonTests",
            dependencies: [
                "Daemon", "Bytes", "HTTP", "Crypto", "Reactor", "Secrets", "Telemetry", "Upstream", "Proxy", "Web",
                "TestSupport", "headgate",
            ],
            path: "Tests/DaemonTests", exclude: ["Fixtures"], swiftSettings: [.treatAllWarnings(as: .error)]),
        tests("TestSupport"),
        tests("Simulation", ["Bytes", "Reactor"]),
        .testTarget(
            name: "HeadgateTests", dependencies: ["TestSupport", "headgate"], path: "Tests/HeadgateTests",
            exclude: ["Fixtures"], swiftSettings: [.treatAllWarnings(as: .error)]),
    ]
)
