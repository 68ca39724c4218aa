public import Catalog
public import Upstream

/// Why a data source could not be asked, or its answer not be had.
public enum SourceFailure: Error, Sendable {
    /// Nothing was sent, or what came was not an answer.
    case upstream(UpstreamError)
    /// The answer is larger than may be read (bytes).
    case answerTooLarge(limit: Int)
    /// The answers that are being read take all the memory that they may.
    case noRoom
    /// The request has taken as long as it may.
    case outOfTime
    /// Whoever asked has left.
    case withdrawn
    /// The answer's content coding is unknown or broken.
    case badContentCoding
    /// The request holds what cannot be sent: a dot segment in its path, a line break.
    case unsendable
    /// A secret of the source could not be opened.
    case secretUnavailable
    case unusableTarget(UnusableTarget)
    /// The source's certificates cannot be used.
    case tlsMaterial

    init(_ error: CallError) {
        self =
            switch error {
            case .upstream(let error): .upstream(error)
            case .answerTooLarge(let limit): .answerTooLarge(limit: limit)
            case .noRoom: .noRoom
            case .withdrawn: .withdrawn
            case .ending: .upstream(.closedBeforeAnswer)
            }
    }

    init(_ problem: RouteProblem) {
        self =
            switch problem {
            case .secretUnavailable: .secretUnavailable
            case .unusableTarget(let reason): .unusableTarget(reason)
            case .tlsMaterial: .tlsMaterial
            }
    }
}
