import Reactor
import Testing

@testable import Upstream

@Suite struct DialMachineTests {
    private static func v4(_ last: UInt8) -> SocketAddress { SocketAddress(ipv4: 192, 0, 2, last, port: 80) }
    private static func v6(_ last: UInt8) -> SocketAddress {
        SocketAddress(family: .ipv6, number: 0x2001_0DB8 << 96 | UInt128(last), port: 80)
    }

    private static let refused = UpstreamError.connectRefused

    private func machine(_ addresses: [SocketAddress], deadline: UInt64 = 11_000) -> DialMachine {
        DialMachine(addresses, staggerMilliseconds: 250, now: 1_000, deadline: deadline)
    }

    @Test func familiesTakeTurnsBeginningWithTheFirst() {
        let mixed = DialMachine.interleaved([Self.v6(1), Self.v6(2), Self.v6(3), Self.v4(1), Self.v4(2)])
        #expect(mixed == [Self.v6(1), Self.v4(1), Self.v6(2), Self.v4(2), Self.v6(3)])
        #expect(DialMachine.interleaved([Self.v4(2), Self.v4(1), Self.v6(1)]) == [Self.v4(2), Self.v6(1), Self.v4(1)])
        #expect(DialMachine.interleaved([Self.v4(2), Self.v4(1)]) == [Self.v4(2), Self.v4(1)])
        #expect(DialMachine.interleaved([]) == [])
    }

    @Test func theSecondBeginsAQuarterOfASecondAfterTheFirst() {
        var machine = machine([Self.v6(1), Self.v4(1)])
        #expect(machine.step(now: 1_000) == .dial(Self.v6(1)))
        machine.began(now: 1_000)
        #expect(machine.step(now: 1_000) == .wait(until: 1_250))
        #expect(machine.step(now: 1_249) == .wait(until: 1_250))
        #expect(machine.step(now: 1_250) == .dial(Self.v4(1)))
        machine.began(now: 1_250)
        #expect(machine.step(now: 1_250) == .wait(until: 11_000))
    }

    @Test func aFailureBringsTheNextAtOnce() {
        var machine = machine([Self.v6(1), Self.v4(1), Self.v6(2)])
        #expect(machine.step(now: 1_000) == .dial(Self.v6(1)))
        machine.began(now: 1_000)
        machine.ended(Self.refused, now: 1_010)
        #expect(machine.step(now: 1_010) == .dial(Self.v4(1)))
        machine.began(now: 1_010)
        #expect(machine.step(now: 1_100) == .wait(until: 1_260))
        #expect(machine.step(now: 1_260) == .dial(Self.v6(2)))
        machine.began(now: 1_260)
        // With two under way the end of one brings nothing: there is no third.
        machine.ended(Self.refused, now: 1_300)
        #expect(machine.step(now: 1_300) == .wait(until: 11_000))
        machine.ended(.connectFailed(SystemError(number: 113)), now: 1_400)
        #expect(machine.step(now: 1_400) == .failed(.connectFailed(SystemError(number: 113))))
    }

    @Test func whatCannotBeBegunIsPassedOver() {
        var machine = machine([Self.v6(1), Self.v4(1)])
        #expect(machine.step(now: 1_000) == .dial(Self.v6(1)))
        machine.failed(.connectFailed(SystemError(number: 101)))
        #expect(machine.step(now: 1_000) == .dial(Self.v4(1)))
        machine.failed(Self.refused)
        #expect(machine.step(now: 1_000) == .failed(Self.refused))
    }

    @Test func theWholeDialHasOneDeadline() {
        var machine = machine([Self.v4(1), Self.v4(2), Self.v4(3)], deadline: 1_400)
        #expect(machine.step(now: 1_000) == .dial(Self.v4(1)))
        machine.began(now: 1_000)
        #expect(machine.step(now: 1_250) == .dial(Self.v4(2)))
        machine.began(now: 1_250)
        #expect(machine.step(now: 1_300) == .wait(until: 1_400))
        #expect(machine.step(now: 1_400) == .failed(.connectTimeout))
    }

    @Test func anAddressThatWasPutBackIsTriedLater() {
        var machine = machine([Self.v4(1), Self.v4(2)])
        #expect(machine.step(now: 1_000) == .dial(Self.v4(1)))
        machine.began(now: 1_000)
        #expect(machine.step(now: 1_250) == .dial(Self.v4(2)))
        machine.putBack(Self.v4(2), now: 1_250)
        #expect(machine.step(now: 1_250) == .wait(until: 1_500))
        #expect(machine.step(now: 1_500) == .dial(Self.v4(2)))
    }

    @Test func withoutAddressesItFailsWithWhatItWasGiven() {
        var machine = machine([])
        #expect(machine.step(now: 1_000) == .failed(.unresolvable))
    }
}
