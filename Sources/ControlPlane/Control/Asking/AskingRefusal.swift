internal import Query

/// Why a data source was not asked, or its answer is none.
enum AskingRefusal: Error, Sendable {
    /// The source's type is not one that Headgate knows.
    case unknownType
    /// The type has no check.
    case notChecked
    /// The type has nothing at that path.
    case noResource
    case resourceRefused
    case methodRefused(allowed: [String])
    case badResourceRequest(String)
    case resourceFailed(String)
    case noBackend
    /// A path below `/resources` that could be read in two ways.
    case badPath
    case unreachable(SourceFailure)
    case noQueries
    case duplicateRefID
    /// A query names no data source.
    case noSource
    /// The request's own text for what is wrong with it; it names the query.
    case badQuery(String)
    /// The type broke down over a query.
    case queryFailed(String)
}
