import Reactor
import Testing

@testable import Upstream

@Suite struct NameCacheTests {
    private let one = [SocketAddress(ipv4: 10, 0, 0, 1, port: 0)]

    @Test func namesBeyondTheLimitPushOutTheSoonestToExpire() {
        var cache = NameCache(namesMax: 3)
        for (host, seconds) in [("a", 30), ("b", 10), ("c", 20), ("d", 40)] {
            cache.keep(one, of: host, seconds: seconds, now: 0)
        }
        #expect(cache.count == 3)
        #expect(cache.addresses(of: "b", now: 0) == nil)
        #expect(cache.addresses(of: "a", now: 0) == one)
        #expect(cache.addresses(of: "d", now: 0) == one)
    }

    @Test func whatHasExpiredGoesFirst() {
        var cache = NameCache(namesMax: 3)
        cache.keep([], of: "gone", seconds: 60, now: 0)
        cache.keep(one, of: "old", seconds: 2, now: 0)
        cache.keep(one, of: "a", seconds: 60, now: 0)
        cache.keep(one, of: "b", seconds: 60, now: 2_000)
        #expect(cache.count == 2)
        #expect(cache.addresses(of: "a", now: 2_000) == one)
    }

    @Test func knownNamesAreRenewedInPlace() {
        var cache = NameCache(namesMax: 1)
        cache.keep(one, of: "a", seconds: 1, now: 0)
        cache.keep(one, of: "a", seconds: 1, now: 900)
        #expect(cache.addresses(of: "a", now: 1_899) == one)
        #expect(cache.addresses(of: "a", now: 1_900) == nil)
    }

    @Test(arguments: [Int.min, -1, 0, 1, 300, 301, Int.max])
    func keptTimeIsBounded(_ seconds: Int) {
        var cache = NameCache(namesMax: 1)
        cache.keep(one, of: "a", seconds: seconds, now: 0)
        #expect(cache.addresses(of: "a", now: 999) == one)
        #expect(cache.addresses(of: "a", now: 300_000) == nil)
    }
}
