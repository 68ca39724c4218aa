internal import Bytes
internal import Crypto

/// The TLS contexts in use, one for all routes with equal settings: an OpenSSL context takes some 100 us and 10 KiB to make,
/// and most sources have no settings of their own. It keeps none alive but by their routes.
final class TLSContexts: Sendable {
    private struct Known: Sendable {
        weak let context: TLSClientContext?
    }

    private struct State: Sendable {
        var contexts: [Digest256: Known] = [:]
        /// How many entries there may be before those without a context are dropped.
        var sweepAt = 64
    }

    private let state = Guarded(State())

    /// Nothing when the settings hold a text that cannot be used.
    func context(for settings: TLSClientSettings) -> TLSClientContext? {
        let identity = settings.identity
        if let known = state.withLock({ $0.contexts[identity]?.context }) { return known }
        guard let made = try? TLSClientContext(settings) else { return nil }
        state.withLock { state in
            if state.contexts.count >= state.sweepAt {
                state.contexts = state.contexts.filter { $0.value.context != nil }
                state.sweepAt = max(64, state.contexts.count * 2)
            }
            state.contexts[identity] = Known(context: made)
        }
        return made
    }
}
