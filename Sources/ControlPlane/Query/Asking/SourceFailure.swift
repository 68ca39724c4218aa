public import Catalog
public import Upstream

/// Why a data source could not be asked, or its answer not be had.
public enum SourceFailure: Error, Sendable {
    /// Nothing was sent, or what came was not an answer.
    case upstream(UpstreamError)
    /// The answer is larger than may be read (bytes).
    case answerTooLarge(limit: Int)
    /// The answer's content coding is unknown or broken.
    case badContentCoding
    /// A secret of the source could not be opened.
    case secretUnavailable
    case unusableTarget(UnusableTarget)
    /// The source's certificates cannot be used.
    case tlsMaterial
}
