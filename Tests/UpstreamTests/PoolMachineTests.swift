import Testing

@testable import Upstream

@Suite struct PoolMachineTests {
    @Test func idleConnectionsAreReusedLastInFirstOut() {
        var pool = PoolMachine()
        for slot in 1...3 {
            let step = pool.acquire(totalMax: 8, mustDial: true)
            #expect(step == .dial)
            let isKept = pool.giveBack(slot, idleMax: 8)
            #expect(isKept)
        }
        for slot in [3, 2, 1] {
            let step = pool.acquire(totalMax: 8, mustDial: false)
            #expect(step == .reuse(slot: slot))
        }
    }

    @Test func aDialThatDidNotBeginDoesNotCount() {
        var pool = PoolMachine()
        let step = pool.acquire(totalMax: 1, mustDial: false)
        pool.forgetDial()
        #expect(step == .dial && pool.total == 0)
    }

    @Test func theLimitCountsIdleAndBusy() {
        var pool = PoolMachine()
        let step = pool.acquire(totalMax: 2, mustDial: false)
        #expect(step == .dial)
        let step2 = pool.acquire(totalMax: 2, mustDial: false)
        #expect(step2 == .dial)
        let step3 = pool.acquire(totalMax: 2, mustDial: false)
        #expect(step3 == .refuse)
        let isKept = pool.giveBack(4, idleMax: 2)
        #expect(isKept)
        #expect(pool.total == 2 && pool.idleCount == 1)
        let step4 = pool.acquire(totalMax: 2, mustDial: true)
        #expect(step4 == .refuse)
        let step5 = pool.acquire(totalMax: 2, mustDial: false)
        #expect(step5 == .reuse(slot: 4))
        let step6 = pool.acquire(totalMax: 2, mustDial: false)
        #expect(step6 == .refuse)
    }

    @Test func enoughIdleOnesAreEnough() {
        var pool = PoolMachine()
        for _ in 0..<3 { _ = pool.acquire(totalMax: 3, mustDial: false) }
        let isKept = pool.giveBack(0, idleMax: 2)
        #expect(isKept)
        let isKept2 = pool.giveBack(1, idleMax: 2)
        #expect(isKept2)
        let isKept3 = pool.giveBack(2, idleMax: 2)
        #expect(!isKept3)
        pool.remove(2)
        #expect(pool.total == 2 && pool.idleCount == 2)
    }

    @Test func theOldestIdleOneMakesRoom() {
        var pool = PoolMachine()
        for _ in 0..<3 { _ = pool.acquire(totalMax: 3, mustDial: false) }
        for slot in [5, 6, 7] { _ = pool.giveBack(slot, idleMax: 3) }
        let oldest = pool.takeOldest()
        #expect(oldest == 5)
        pool.remove(5)
        #expect(pool.total == 2)
        let oldest2 = pool.takeOldest()
        #expect(oldest2 == 6)
    }

    @Test func anEndedConnectionIsNotReused() {
        var pool = PoolMachine()
        for _ in 0..<2 { _ = pool.acquire(totalMax: 2, mustDial: false) }
        for slot in [0, 1] { _ = pool.giveBack(slot, idleMax: 2) }
        pool.remove(1)
        let step = pool.acquire(totalMax: 2, mustDial: false)
        #expect(step == .reuse(slot: 0))
        let step2 = pool.acquire(totalMax: 2, mustDial: false)
        #expect(step2 == .dial)
        let oldest = pool.takeOldest()
        #expect(oldest == nil)
    }
}
