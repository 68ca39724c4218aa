import Bytes
import Reactor
import Simulation
import Testing

@Suite struct FakeKernelTests {
    private static let message = (0..<100_000).map { UInt8(truncatingIfNeeded: $0 &* 31 >> 3) }

    @Test(arguments: [1_000, 65_536])
    func theSameProgramEndsTheSameOverLinux(_ readBytesMax: Int) throws {
        var program = try KernelProgram(kernel: .linux, readBytesMax: readBytesMax)
        let outcome = try program.run(Self.message, turnsMax: 10_000)
        #expect(outcome.echoed == Self.message)
        #expect(outcome.hasEnded)
    }

    @Test(arguments: 1...40)
    func theSameProgramEndsTheSameUnderFaults(_ seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        var faults = KernelFaults.drawn(from: &random)
        faults.severed = 0
        faults.acceptAborted = 0
        faults.socketExhausted = 0
        faults.dialAtOnce = 0
        let fake = FakeKernel(seed: seed, faults: faults)
        do {
            var program = try KernelProgram(kernel: fake.kernel, readBytesMax: random.pick([1, 7, 1_000, 65_536]))
            let message = Array(Self.message.prefix(2_000))
            let outcome = try program.run(message, turnsMax: 100_000)
            #expect(outcome.echoed == message)
            #expect(outcome.hasEnded)
        }
        #expect(fake.violations == [])
        #expect(fake.openDescriptors == (0, 0, 0))
        fake.dissolve()
    }

    @Test func aLostEdgeLeavesTheProgramWaiting() throws {
        var stuck = 0
        for seed in 1...20 {
            let fake = FakeKernel(seed: UInt64(seed))
            fake.plant = .droppedEdge
            do {
                var program = try KernelProgram(kernel: fake.kernel, readBytesMax: 1_000)
                if try !program.run(Self.message, turnsMax: 1_000).hasEnded { stuck += 1 }
            }
            fake.dissolve()
        }
        #expect(stuck > 2)
    }

    @Test func anEdgeIsReportedOnceAndALevelAgain() throws {
        let fake = FakeKernel(seed: 1)
        do {
            var loop = try Loop(kernel: fake.kernel)
            let listener = try Listener(
                address: SocketAddress(ipv4: 10, 0, 0, 1, port: 80), backlog: 4, kernel: fake.kernel)
            try listener.register(with: loop, as: Handle(kind: .listener, slot: 0))
            let caller = QuietActor()
            let end = fake.dial(listener.address, from: SocketAddress(ipv4: 10, 0, 0, 2, port: 5), actor: caller)
            #expect(loop.wait(milliseconds: 1_000) == 1)
            #expect(loop.wait(milliseconds: 0) == 1)
            let accepted = listener.accept()
            guard case .connection(let descriptor, let address) = consume accepted else { return #expect(Bool(false)) }
            #expect(address.description == "10.0.0.2:5")
            let stream = Reactor.Stream(descriptor, isConnected: true, unsentKind: .plain)
            try stream.register(with: loop, as: Handle(kind: .caller, slot: 1))
            #expect(loop.wait(milliseconds: 0) == 1)
            #expect(loop.event(0).readiness == .writable)
            #expect(loop.wait(milliseconds: 0) == 0)
            #expect(end.offer([1, 2, 3][...]) == 3)
            end.finish()
            #expect(loop.wait(milliseconds: 10) == 1)
            #expect(loop.event(0).readiness.contains(.readable))
            _ = loop.wait(milliseconds: 10)
            #expect(loop.wait(milliseconds: 10) == 0)
        }
        #expect(fake.violations == [])
        #expect(fake.openDescriptors == (0, 0, 0))
        fake.dissolve()
    }

    @Test func callersAreSpreadOverListenersOfOneAddress() throws {
        let fake = FakeKernel(seed: 7)
        do {
            let address = SocketAddress(ipv4: 10, 0, 0, 1, port: 80)
            let first = try Listener(address: address, backlog: 64, kernel: fake.kernel)
            let second = try Listener(address: address, backlog: 64, kernel: fake.kernel)
            let actor = QuietActor()
            for port in 1...40 {
                _ = fake.dial(address, from: SocketAddress(ipv4: 10, 0, 0, 2, port: UInt16(port)), actor: actor)
            }
            fake.advance(to: fake.now + 1_000_000_000)
            let counts = (Self.drain(first), Self.drain(second))
            #expect(counts.0 + counts.1 == 40)
            #expect(counts.0 > 5 && counts.1 > 5)
        }
        fake.dissolve()
    }

    private static func drain(_ listener: borrowing Listener) -> Int {
        var count = 0
        while true {
            let accepted = listener.accept()
            guard case .connection = consume accepted else { return count }
            count += 1
        }
    }

    @Test func aClosedNumberComesBackAtOnce() throws {
        let fake = FakeKernel(seed: 3)
        do {
            let first = SocketAddress(ipv4: 10, 0, 0, 9, port: 1).dial(kernel: fake.kernel)
            _ = consume first
            #expect(fake.openDescriptors.sockets == 0)
            let second = SocketAddress(ipv4: 10, 0, 0, 9, port: 1).dial(kernel: fake.kernel)
            #expect(fake.openDescriptors.sockets == 1)
            _ = consume second
        }
        #expect(fake.trace.tail.filter { $0.contains("socket 0 = 3") }.count == 2)
        fake.dissolve()
    }

    @Test func anUnreadByteTurnsACloseIntoAReset() throws {
        let fake = FakeKernel(seed: 4)
        let host = EagerHost()
        let address = SocketAddress(ipv4: 10, 0, 0, 3, port: 9090)
        fake.attach(host, at: address)
        do {
            var loop = try Loop(kernel: fake.kernel)
            guard case .underWay(let descriptor) = address.dial(kernel: fake.kernel) else {
                return #expect(Bool(false))
            }
            let stream = Reactor.Stream(descriptor, isConnected: false, unsentKind: .plain)
            try stream.register(with: loop, as: Handle(kind: .source, slot: 0))
            #expect(loop.wait(milliseconds: 1_000) == 1)
            fake.advance(to: fake.now + 1_000_000_000)
        }
        fake.advance(to: fake.now + 1_000_000_000)
        #expect(host.end?.isReset == true)
        fake.dissolve()
    }

}

private final class QuietActor: EndpointActor {
    func endpointReady(_ endpoint: Endpoint) {}
}

private final class EagerHost: FakeHost, EndpointActor {
    var end: Endpoint?

    func answerDial(from endpoint: Endpoint) -> DialAnswer { .accept(after: 1_000) }

    func accepted(_ endpoint: Endpoint) -> any EndpointActor {
        end = endpoint
        return self
    }

    func endpointReady(_ endpoint: Endpoint) { _ = endpoint.offer([1, 2, 3][...]) }
}
