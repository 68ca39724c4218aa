internal import Downstream
internal import HTTP
internal import Proxy
internal import Reactor
internal import Upstream

/// A run before it runs: how big its world is, how nasty the worker's constants are.
struct WorldPlan {
    var workers = 1
    var sources: [SourcePlan] = []
    var callers = 1
    var callsEach = 1
    var bodyBytesMax = 20_000
    /// Chances in a thousand.
    var troubles = 0
    var malformed = 0
    var refusals = 100
    var control = 200
    var leavers = 0
    var slowCallers = 0
    var pipelining = 0
    var posts = 300
    /// Nanoseconds after which a source is written anew; after which the workers are told to end.
    var publications: [Int] = []
    var drainsAfter: Int?
    var configuration = WorkerConfiguration()
    /// Callers speak TLS; how many in a thousand of them HTTP/2.
    var speaksTLS = false
    var http2 = 0
    /// Calls of the control plane in a thousand that ask a source before they are answered, and how their answers are read.
    var asking = 0
    var calls = CallConfiguration()
    /// A pool, or the slots for calls, may be too small for everybody.
    var isCramped = false
    /// Calls to one source may be more than it may have.
    var isBusy = false
    /// Bodies that come slowly end their calls.
    var isHurried = false

    static let gate = SocketAddress(ipv4: 10, 0, 0, 1, port: 3000)

    static func drawn(_ random: inout SeededRandom, faults: inout KernelFaults) -> WorldPlan {
        var plan = WorldPlan()
        plan.workers = random.chance(700) ? 1 : random.within(2...3)
        plan.callers = random.scaled(1...12)
        plan.callsEach = random.scaled(1...12)
        plan.sources = (0..<random.within(1...4)).map { SourcePlan.drawn(&random, index: $0) }
        plan.bodyBytesMax = random.pick([10, 1_000, 20_000, 200_000])
        func intensity(_ highest: Int) -> Int { random.chance(500) ? 0 : random.within(1...highest) }
        plan.troubles = intensity(300)
        plan.malformed = intensity(100)
        plan.leavers = intensity(200)
        plan.slowCallers = intensity(400)
        plan.pipelining = intensity(600)
        if random.chance(200) { plan.publications = (0..<4).map { _ in random.scaled(1_000...3_000_000_000) } }
        if random.chance(50) { plan.drainsAfter = random.scaled(1_000_000...3_000_000_000) }
        plan.keepTransfersShort(&faults)
        plan.drawConfiguration(&random)
        return plan
    }

    mutating func drawTLS(_ random: inout SeededRandom) {
        speaksTLS = random.chance(500)
        http2 = random.pick([0, 500, 1_000, 1_000])
        configuration.handshakesPerTurn = random.pick([1, 2, 8])
        configuration.downstream.http2.streamsMax = random.pick([1, 3, 100])
        let least = UInt32(bodyBytesMax / 200 + 1)
        configuration.downstream.http2.streamWindowBytes = max(random.pick([1, 50, 1_000, 65_535, 128 << 10]), least)
        configuration.downstream.http2.connectionWindowBytes = random.pick([65_535, 1 << 20])
    }

    mutating func drawAsking(_ random: inout SeededRandom) {
        asking = random.chance(400) ? random.within(200...1_000) : 0
        calls.readBytes = random.pick([1, 7, 1_000, 65_536])
        calls.bytesPerTurn = random.pick([1, 100, 10_000, 1 << 20])
        if asking > 0 { control = max(control, random.pick([200, 500, 800])) }
    }

    mutating func drawReading(_ random: inout SeededRandom) {
        configuration.headReadBytes = random.pick([1, 60, 4_096])
        configuration.downstream.partingMilliseconds = random.pick([500, 5_000, 5_000])
        configuration.downstream.partingMillisecondsMax = random.pick([2_000, 30_000])
        configuration.downstream.tlsRestMilliseconds = UInt64(random.scaled(1...2_000))
    }

    /// In some worlds a caller has little time for its body, down to none.
    mutating func drawPace(_ random: inout SeededRandom) {
        guard random.chance(150) else { return }
        isHurried = true
        configuration.requestWaitMilliseconds = UInt64(random.pick([0, 1, 20, 1_000, 20_000]))
        configuration.requestBytesPerSecondMin = UInt64(random.pick([1, 500, 1_000_000]))
    }

    /// Narrow and far connections move little in the minutes that the engine's timers allow.
    private mutating func keepTransfersShort(_ faults: inout KernelFaults) {
        let narrowest = min(
            faults.sendCapacity.lowerBound, faults.receiveCapacity.lowerBound, faults.segment.upperBound)
        if narrowest < 16 {
            faults.latency = 1_000...20_000
            bodyBytesMax = min(bodyBytesMax, 300)
        } else if narrowest < 4_096 {
            faults.latency = min(faults.latency.lowerBound, 100_000)...min(faults.latency.upperBound, 1_000_000)
            bodyBytesMax = min(bodyBytesMax, 20_000)
        }
    }

    private mutating func drawConfiguration(_ random: inout SeededRandom) {
        configuration.readBufferBytes = random.pick([1, 2, 7, 100, 1_000, 16_384, 65_536])
        configuration.bytesPerTurn = random.pick([1, 100, 10_000, 1 << 20])
        configuration.spliceBytesMin = random.pick([1, 100, 5_000, 256 << 10])
        configuration.pipeBytes = random.pick([1, 100, 4_096, 1 << 20])
        configuration.pipesMax = random.pick([1, 2, 256])
        configuration.downstream.acceptsPerTurn = random.pick([1, 2, 16])
        if configuration.readBufferBytes < 100 { bodyBytesMax = min(bodyBytesMax, 4_000) }
        if random.chance(100) {
            configuration.upstream.connectionsPerOriginMax = random.within(1...3)
            isCramped = true
        }
        if random.chance(100) {
            configuration.upstream.connectionsMax = random.within(1...3)
            isCramped = true
        }
        if random.chance(100) {
            configuration.exchangesMax = random.within(1...3)
            isCramped = true
        }
        if random.chance(100) { configuration.upstream.idlePerOriginMax = random.within(1...2) }
        configuration.upstream.breaker.failuresMax = random.pick([0, 1, 2, 5, 20])
        configuration.upstream.breaker.waitMilliseconds = UInt64(random.scaled(1...5_000))
        configuration.upstream.dialStaggerMilliseconds = UInt64(random.pick([1, 20, 250, 3_000]))
        if random.chance(200) {
            configuration.upstream.pooledLifetimeMilliseconds = UInt64(random.scaled(1...10_000))
        }
        if random.chance(100) {
            configuration.upstream.callsPerSourceMax = random.within(1...3)
            isBusy = true
        }
        if random.chance(100) { configuration.requestBytesMax = UInt64(random.scaled(0...20_000)) }
        if random.chance(100) { configuration.responseBytesMax = UInt64(random.scaled(0...20_000)) }
    }
}

/// A data source of the world.
struct SourcePlan {
    enum Credential: CaseIterable { case none, basic, header }

    var index: Int
    var credential = Credential.none
    /// It is known by a name and not by its address.
    var hasName = false
    /// Chances in a thousand that a dial is refused, lost, or slow; that an idle connection is closed.
    var refuses = 0
    var isSlowToDial = 0
    var swallowsDials = 0
    var closesIdle = 0
    /// The name's first address is nobody's.
    var hasDeadAddress = false
    /// The name has an address of IPv6 too.
    var hasBothFamilies = false
    var basePath = ""

    static func drawn(_ random: inout SeededRandom, index: Int) -> SourcePlan {
        var plan = SourcePlan(index: index)
        plan.credential = random.pick(Credential.allCases)
        plan.hasName = random.chance(300)
        if random.chance(200) { plan.refuses = random.within(1...500) }
        if random.chance(200) { plan.isSlowToDial = random.within(1...500) }
        if random.chance(50) { plan.swallowsDials = random.within(1...300) }
        if random.chance(400) { plan.closesIdle = random.within(1...800) }
        plan.hasDeadAddress = plan.hasName && random.chance(200)
        plan.hasBothFamilies = plan.hasName && random.chance(500)
        plan.basePath = random.pick(["", "/", "/base", "/base/"])
        return plan
    }

    var address: SocketAddress { SocketAddress(ipv4: 10, 1, 0, UInt8(index + 1), port: 9_090) }
    /// What dials take when they do not take `address`.
    var secondAddress: SocketAddress {
        SocketAddress(family: .ipv6, number: 0xFD01 << 112 | UInt128(index + 1), port: 9_090)
    }
    var host: String { hasName ? "source-\(index).test" : address.host }
    var uid: String { "uid-\(index)" }
    var user: String { "user\(index)" }
    var secret: String { "sourcesecret\(index)" }
}
