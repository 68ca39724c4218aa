import Reactor
import Testing

@testable import Upstream

@Suite struct AddressChoiceTests {
    private let v4 = (1...20).map { SocketAddress(ipv4: 10, 0, 0, UInt8($0), port: 0) }
    private let v6 = (1...20).compactMap { SocketAddress(literal: "2001:db8::\($0)", port: 0) }

    @Test func shortListsStayAsTheyAre() {
        #expect(AddressChoice.choose([]) == [])
        let mixed = [v6[0], v4[0], v6[1]]
        #expect(AddressChoice.choose(mixed) == mixed)
    }

    @Test func longListsAreCutInOrder() {
        #expect(AddressChoice.choose(v4) == Array(v4.prefix(8)))
        let mixed = v6.prefix(3) + v4
        #expect(AddressChoice.choose(Array(mixed)) == Array(mixed.prefix(8)))
    }

    @Test func theOtherFamilyKeepsTheLastPlace() {
        #expect(AddressChoice.choose(v6 + v4) == Array(v6.prefix(7)) + [v4[0]])
        #expect(AddressChoice.choose(v4 + v6) == Array(v4.prefix(7)) + [v6[0]])
    }
}
