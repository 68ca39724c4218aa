import Testing

@testable import Access

@Suite struct LoginThrottleTests {
    private let throttle = LoginThrottle()

    /// How many of the guesses, one at a time, were checked.
    private func guess(_ count: Int, _ login: String, from address: String, now: (Int) -> Int64 = { _ in 0 }) -> Int {
        (0..<count).count { number in
            guard let turn = throttle.begin(login, from: address, now: now(number)) else { return false }
            throttle.end(turn, login, from: address, isRight: false, now: now(number))
            return true
        }
    }

    private func isRight(_ login: String, from address: String, now: Int64) -> Bool {
        guard let turn = throttle.begin(login, from: address, now: now) else { return false }
        throttle.end(turn, login, from: address, isRight: true, now: now)
        return true
    }

    @Test func guessesFromOneAddressAreSlowed() {
        let checked = guess(1_200, "admin", from: "127.0.0.2") { Int64($0 / 20) }
        #expect(checked >= 10 && checked <= 42)
    }

    @Test func everyOtherAddressIsUntouched() {
        _ = guess(1_200, "admin", from: "127.0.0.2") { Int64($0 / 20) }
        #expect(throttle.begin("admin", from: "127.0.0.2", now: 59) == nil)
        #expect(isRight("admin", from: "127.0.0.1", now: 59))
        #expect(isRight("ann", from: "127.0.0.1", now: 59))
    }

    @Test func guessesFromManyAddressesAreSlowedByLogin() {
        let checked = (0..<100).reduce(0) { $0 + guess(5, "admin", from: "10.0.0.\($1)") }
        #expect(checked == Int(LoginThrottle.loginBurst))
        #expect(isRight("ann", from: "10.0.0.1", now: 0))
    }

    @Test func whoWasRightFromAnAddressStaysWelcomeThere() {
        #expect(isRight("admin", from: "10.0.0.1", now: 0))
        for number in 2..<100 { _ = guess(5, "ADMIN", from: "10.0.0.\(number)") }
        _ = guess(50, "ann", from: "10.0.0.1")
        #expect(throttle.begin("admin", from: "10.0.1.1", now: 0) == nil)
        #expect(isRight("admin", from: "10.0.0.1", now: 0))
    }

    @Test func failuresAreForgotten() {
        #expect(guess(50, "admin", from: "a") == 10)
        #expect(guess(50, "admin", from: "a", now: { _ in 2 }) == 1)
        #expect(guess(50, "admin", from: "a", now: { _ in 100 }) == 10)
    }

    @Test("A-029: an unknown login is slowed as a known one is; case does not matter")
    func everyLoginIsCountedAlike() {
        #expect(guess(50, "nobody", from: "a") == guess(50, "admin", from: "b"))
        #expect(guess(5, "Admin", from: "b") == 0)
    }

    @Test func networksOfIPv6CountAsOne() {
        #expect(guess(5, "x", from: "2001:db8:1:2:3:4:5:6") == 5)
        #expect(guess(50, "x", from: "2001:db8:1:2:ffff:4:5:6") == 5)
        #expect(guess(5, "x", from: "2001:db8:1:3:3:4:5:6") == 5)
    }

    @Test func checksUnderWayAreBounded() {
        let begun = (0..<1_000).count { throttle.begin("u\($0)", from: "10.0.\($0 / 250).\($0 % 250)", now: 0) != nil }
        #expect(begun == LoginThrottle.checksMax)
    }

    @Test func aSuspectHasFewChecksUnderWay() {
        _ = guess(1, "x", from: "a")
        let begun = (0..<100).count { throttle.begin("u\($0)", from: "a", now: 0) != nil }
        #expect(begun == LoginThrottle.checksOfSuspectMax)
    }

    @Test("A-169: who guesses on waits for idle time, and nobody else does")
    func whoGuessesOnWaitsForIdleTime() {
        #expect(isRight("ann", from: "a", now: 0))
        #expect(guess(4, "admin", from: "a") == 4)
        #expect(throttle.begin("admin", from: "a", now: 0) == .background)
        #expect(throttle.begin("ann", from: "a", now: 0) == .prompt)
        #expect(throttle.begin("admin", from: "b", now: 0) == .prompt)
        #expect(throttle.begin("admin", from: "a", now: 2) == .prompt)
    }

    @Test func checksInTheBackgroundLeaveRoom() {
        for number in 0..<100 { _ = guess(4, "u\(number)", from: "10.0.0.\(number)") }
        let turns = (0..<100).compactMap { throttle.begin("u\($0)", from: "10.0.0.\($0)", now: 0) }
        #expect(turns.count == LoginThrottle.backgroundChecksMax && turns.allSatisfy { $0 == .background })
        #expect(throttle.begin("ann", from: "10.0.1.1", now: 0) == .prompt)
        for (number, turn) in turns.enumerated() {
            throttle.end(turn, "u\(number)", from: "10.0.0.\(number)", isRight: false, now: 0)
        }
        #expect(throttle.begin("u99", from: "10.0.0.99", now: 0) == .background)
    }

    @Test func memoryIsBounded() {
        for number in 0..<20_000 { _ = guess(1, "u\(number)", from: "a\(number)") }
        var table = FailureTable(burst: 1, secondsEach: 1_000)
        for key in 0..<10_000 { table.add(key, now: 0) }
        let kept = (0..<10_000).count { table.hasFailures($0, now: 1) }
        #expect(kept == FailureTable.entriesMax)
    }
}
