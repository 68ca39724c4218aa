internal import Reactor

/// Which data sources have metrics of their own: the first that are called, up to a bound, for as long as the process lives. So
/// a scrape stays readable whoever creates how many sources.
final class SourceLabels: Sendable {
    enum Place {
        case own(SourceLabel)
        /// There is no room for another; these have labels.
        case full([SourceLabel])
    }

    private let limit: Int
    private let labels = Lock<[Int64: SourceLabel]>([:])

    init(limit: Int) { self.limit = limit }

    func place(_ label: SourceLabel) -> Place {
        labels.withLock { labels in
            if let known = labels[label.id] { return .own(known) }
            guard labels.count < limit else { return .full(Array(labels.values)) }
            labels[label.id] = label
            return .own(label)
        }
    }
}
