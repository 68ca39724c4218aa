/// In which organisations a source of the server is, and what is replaced there.
public struct SourceShares: Sendable, Equatable {
    /// A source's copy in one organisation.
    public struct Copy: Sendable, Equatable {
        public let orgID: Int64
        /// The copy's id.
        public let sourceID: Int64
        /// The secrets that are the organisation's own, sorted.
        public let secretNames: [String]

        public init(orgID: Int64, sourceID: Int64, secretNames: [String]) {
            self.orgID = orgID
            self.sourceID = sourceID
            self.secretNames = secretNames
        }
    }

    /// Also in organisations that are made later.
    public let isEverywhere: Bool
    /// In the order of organisations.
    public let copies: [Copy]

    public init(isEverywhere: Bool, copies: [Copy]) {
        self.isEverywhere = isEverywhere
        self.copies = copies
    }
}
