internal import Glibc
internal import Simulation

// headgate-sim [--seed N] [--count K] [--plant FAULT] [--trace]: K worlds from seed N on. A violation prints `seed N: what`
// and makes the exit code 1; --trace prints every system call of the workers.

var seed: UInt64 = 1
var count: UInt64 = 1
var plant: PlantedFault?
var traces = false
var arguments = CommandLine.arguments.dropFirst()
while let argument = arguments.popFirst() {
    switch argument {
    case "--seed": seed = arguments.popFirst().flatMap(UInt64.init) ?? seed
    case "--count": count = arguments.popFirst().flatMap(UInt64.init) ?? count
    case "--plant": plant = arguments.popFirst().flatMap(PlantedFault.init)
    case "--trace": traces = true
    default: fatalError("usage: headgate-sim [--seed N] [--count K] [--plant FAULT] [--trace]")
    }
}

CrashNote.install()
var failed = 0
var microseconds: UInt64 = 0
var proxied = 0
var systemCalls = 0
var digest: UInt64 = 0
for current in seed..<(seed + count) {
    let report = Simulator.run(seed: current, plant: plant, watch: traces ? { print($0) } : nil)
    microseconds += report.nanoseconds / 1_000
    proxied += report.proxied
    systemCalls += report.systemCalls
    digest = digest &* 31 &+ report.digest
    guard !report.violations.isEmpty else { continue }
    failed += 1
    for violation in report.violations { print("seed \(current): \(violation)") }
    fflush(nil)
}
let hours = microseconds / 3_600_000_000
print("\(count) runs, \(hours) virtual hours, \(proxied) calls proxied, \(systemCalls) system calls, digest \(digest)")
print("\(failed) runs with violations")
if failed > 0 { exit(1) }
