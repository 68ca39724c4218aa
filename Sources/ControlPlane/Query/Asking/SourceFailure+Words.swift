internal import Catalog
internal import Upstream

/// What people read of a failure. No address, no name of a host and no credential is in it: whoever may ask a data source need not know
/// where it is.
extension SourceFailure: CustomStringConvertible {
    public var description: String {
        switch self {
        case .upstream(let error): error.description
        case .answerTooLarge(let limit): "The data source's answer is larger than \(limit) bytes"
        case .noRoom: "Too many answers of data sources are being read"
        case .outOfTime: "The request took longer than a request to a data source may"
        case .withdrawn: "The request was given up"
        case .unsendable: "The request cannot be sent to a data source"
        case .badContentCoding: "The content coding of the data source's answer is unknown or broken"
        case .secretUnavailable: "A secret of the data source is not available"
        case .unusableTarget(let reason): reason.description
        case .tlsMaterial: "The certificates of the data source cannot be used"
        }
    }
}

extension QueryError {
    /// A query whose source could not be asked.
    init(_ failure: SourceFailure) {
        self.init(failure.description, blame: failure.blame, status: failure.resultStatus)
    }
}

extension SourceFailure {
    fileprivate var blame: QueryError.Blame {
        switch self {
        case .upstream, .answerTooLarge, .noRoom, .outOfTime, .badContentCoding: .downstream
        case .withdrawn, .unsendable, .secretUnavailable, .unusableTarget, .tlsMaterial: .plugin
        }
    }

    /// As Grafana's SDK guesses: a timeout is 504, a source that cannot be asked 502, anything else 500.
    fileprivate var resultStatus: Int {
        switch self {
        case .upstream(let error): error.isTimeout ? 504 : 502
        case .outOfTime: 504
        case .answerTooLarge, .noRoom, .withdrawn, .unsendable, .badContentCoding, .secretUnavailable, .unusableTarget,
            .tlsMaterial:
            500
        }
    }
}
