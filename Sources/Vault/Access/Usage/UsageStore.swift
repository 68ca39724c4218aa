/// Where last uses are written down, many at once. No snapshot changes by it.
public protocol UsageStore: Sendable {
    /// Who is not there any more is left out; nothing goes back in time.
    func save(_ usage: [UsageRecord]) async throws(StoreError)
}
