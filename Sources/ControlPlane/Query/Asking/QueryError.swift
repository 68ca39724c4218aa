/// Why a query has no answer, as it stands in the caller's result.
public struct QueryError: Error, Sendable, Equatable {
    /// Whose fault it is: the data source's or the asked model's.
    public enum Blame: String, Sendable {
        case downstream, plugin
    }

    /// For people; holds no credential and nothing that only an administrator may know.
    public var text: String
    /// Nothing is written as an empty `errorSource`.
    public var blame: Blame?
    /// The result's own status; the answer's is another matter.
    public var status: Int
    /// The whole request fails with this text, as if the type had broken down, whatever else was asked.
    public var failsRequest = false

    public init(_ text: String, blame: Blame? = .downstream, status: Int = 500) {
        self.text = text
        self.blame = blame
        self.status = status
    }
}
