internal import Bytes

/// When a password is checked.
public enum PasswordTurn: Sendable {
    case prompt
    /// When the machine has nothing better to do: whoever asks has guessed wrong again and again.
    case background
}

/// Slows whoever guesses passwords, and bounds the work that guessing costs. Asked before a password is checked; what was
/// refused here is told the same as a wrong password, whether the account exists or not.
///
/// Only failures count. An address may fail `addressBurst` times, then once in two seconds; a login `loginBurst` times over
/// all addresses, then once a second, which one address alone cannot reach. Where a login was right lately, from that
/// address, it has a count of its own: neighbours behind the same address and guessers elsewhere do not touch it.
public final class LoginThrottle: Sendable {
    static let addressBurst: Int64 = 10
    static let loginBurst: Int64 = 60
    /// Checks under way, over all callers: each takes a compute thread for a tenth of a second and 32 MiB.
    static let checksMax = 256
    /// Checks under way for an address that failed lately.
    static let checksOfSuspectMax = 4
    /// Failures that are not forgotten yet, of an address or a trusted pair: beyond them it is no mistyped password any more, and
    /// its checks wait for idle time.
    static let promptFailuresMax: Int64 = 3
    /// Checks in the background under way, over all callers: they leave room for others.
    static let backgroundChecksMax = 64
    /// How long a right login is remembered for its address.
    static let trustSeconds: Int64 = 86_400

    private struct State {
        var addresses = FailureTable(burst: addressBurst, secondsEach: 2)
        var logins = FailureTable(burst: loginBurst, secondsEach: 1)
        var pairs = FailureTable(burst: addressBurst, secondsEach: 2)
        /// Right logins, each a "failure" that is forgotten after `trustSeconds`.
        var trusted = FailureTable(burst: 1, secondsEach: trustSeconds)
        var checks = 0
        var backgroundChecks = 0
        var checksByAddress: [Int: Int] = [:]
    }

    /// Held for a few lookups, never across a check.
    private let state = Guarded(State())

    public init() {}

    /// When the password may be checked, nothing if not now. After a turn, `end` must follow with it.
    public func begin(_ login: String, from address: String, now: Int64) -> PasswordTurn? {
        let keys = Keys(login, address)
        return state.withLock { state in
            guard state.checks < Self.checksMax, Self.isOpen(state, keys, now) else { return nil }
            let underWay = state.checksByAddress[keys.address] ?? 0
            let isSuspect = state.addresses.hasFailures(keys.address, now: now)
            guard !isSuspect || underWay < Self.checksOfSuspectMax else { return nil }
            let turn = Self.turn(state, keys, now)
            guard turn == .prompt || state.backgroundChecks < Self.backgroundChecksMax else { return nil }
            if turn == .background { state.backgroundChecks += 1 }
            state.checks += 1
            state.checksByAddress[keys.address] = underWay + 1
            return turn
        }
    }

    public func end(_ turn: PasswordTurn, _ login: String, from address: String, isRight: Bool, now: Int64) {
        let keys = Keys(login, address)
        state.withLock { state in
            if turn == .background { state.backgroundChecks -= 1 }
            state.checks -= 1
            let underWay = (state.checksByAddress[keys.address] ?? 1) - 1
            state.checksByAddress[keys.address] = underWay > 0 ? underWay : nil
            if isRight { return state.trusted.add(keys.pair, now: now) }
            if state.trusted.hasFailures(keys.pair, now: now) { return state.pairs.add(keys.pair, now: now) }
            state.addresses.add(keys.address, now: now)
            state.logins.add(keys.login, now: now)
        }
    }

    private static func turn(_ state: State, _ keys: Keys, _ now: Int64) -> PasswordTurn {
        let failures =
            state.trusted.hasFailures(keys.pair, now: now)
            ? state.pairs.count(keys.pair, now: now) : state.addresses.count(keys.address, now: now)
        return failures > promptFailuresMax ? .background : .prompt
    }

    private static func isOpen(_ state: State, _ keys: Keys, _ now: Int64) -> Bool {
        if state.trusted.hasFailures(keys.pair, now: now) { return state.pairs.isOpen(keys.pair, now: now) }
        return state.addresses.isOpen(keys.address, now: now) && state.logins.isOpen(keys.login, now: now)
    }

    /// Hashes with the process's own seed: of fixed size, and nobody can aim at another's.
    private struct Keys {
        let login: Int
        let address: Int
        let pair: Int

        init(_ login: String, _ address: String) {
            let (folded, network) = (FoldedName.text(of: login), Self.network(of: address))
            self.login = folded.hashValue
            self.address = network.hashValue
            var hasher = Hasher()
            hasher.combine(folded)
            hasher.combine(network)
            pair = hasher.finalize()
        }

        /// The /64 of an IPv6 address: that is what one caller is given.
        private static func network(of address: String) -> String {
            guard address.utf8.contains(UInt8(ascii: ":")) else { return address }
            let halves = address.split(separator: ":", omittingEmptySubsequences: false)
            return halves.prefix(4).joined(separator: ":")
        }
    }
}
