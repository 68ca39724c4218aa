public import Access

/// What a store has to report besides its answers.
public enum StoreObservation: Sendable, Equatable {
    /// Looking for other processes' changes failed; it is tried again at the next interval.
    case pollFailed(StoreError)
}
