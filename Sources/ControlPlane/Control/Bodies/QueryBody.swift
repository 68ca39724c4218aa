internal import Bytes
internal import Catalog
internal import JSON
internal import Query
internal import Reactor
internal import Web

/// The body of a query request. Grafana's names of its members stand here and nowhere else.
struct QueryBody: Sendable {
    /// One query with the source that it names.
    struct Entry: Sendable {
        let query: NativeQuery
        let source: DataSourceReference

        /// Tells sources apart as they are named.
        var sourceKey: String {
            switch source {
            case .uid(let uid): "uid " + uid
            case .id(let id): "id \(id)"
            case .name(let name): "name " + name
            }
        }
    }

    /// Bytes of a body that is read on the loop. A larger one is for the compute threads.
    private static let bytesOnLoopMax = 32 << 10

    let queries: [Entry]

    /// `now` is milliseconds since 1970.
    static func read(
        _ request: WebRequest, now: Int64, configuration: QueryConfiguration, compute: any ComputePool
    ) async throws(ControlError) -> QueryBody {
        guard MediaType.isJSON(request.field("content-type")) else { throw .body(.notJSON) }
        let text = text(of: request)
        guard !text.isEmpty else { throw .asking(.noQueries) }
        guard text.count > bytesOnLoopMax else {
            return try parse(text, now: now, configuration: configuration).get()
        }
        return try await compute.run { parse(text, now: now, configuration: configuration) }.get()
    }

    private static func text(of request: WebRequest) -> [UInt8] {
        let body = request.takeBody()
        return body.span.copy()
    }

    private static func parse(
        _ text: [UInt8], now: Int64, configuration: QueryConfiguration
    ) -> Result<QueryBody, ControlError> {
        var bytes = ByteBuffer(capacity: text.count)
        bytes.append(text)
        do throws(ControlError) {
            return .success(try QueryBody(parsing: bytes, now: now, configuration: configuration))
        } catch {
            return .failure(error)
        }
    }

    private init(parsing bytes: consuming ByteBuffer, now: Int64, configuration: QueryConfiguration)
        throws(ControlError)
    {
        let range: TimeRange
        let models: [JSONValue]
        do throws(BodyError) {
            let body = try JSONBody(parsing: bytes)
            range = try Self.range(from: body.string("from") ?? "", to: body.string("to") ?? "", now: now)
            models = try Self.models(body)
        } catch { throw .body(error) }
        guard !models.isEmpty else { throw .asking(.noQueries) }
        guard models.count <= configuration.queriesMax else {
            let text = "queries: must be at most \(configuration.queriesMax), and there are \(models.count)"
            throw .asking(.badQuery(text))
        }
        queries = try Self.entries(models, range)
    }

    private static func models(_ body: borrowing JSONBody) throws(BodyError) -> [JSONValue] {
        guard let value = body.value("queries") else { return [] }
        guard case .array(let models) = value else { throw .wrongType(field: "queries", expected: .array) }
        return models
    }

    private static func range(from: String, to: String, now: Int64) throws(BodyError) -> TimeRange {
        guard let from = TimeText.milliseconds(from, now: now, roundsUp: false) else {
            throw .wrongType(field: "from", expected: .time)
        }
        guard let to = TimeText.milliseconds(to, now: now, roundsUp: true) else {
            throw .wrongType(field: "to", expected: .time)
        }
        return TimeRange(from: FrameTime(milliseconds: from), to: FrameTime(milliseconds: to))
    }

    private static func entries(_ models: [JSONValue], _ range: TimeRange) throws(ControlError) -> [Entry] {
        var entries: [Entry] = []
        var refIDs: Set<String> = []
        for (index, model) in models.enumerated() {
            guard case .object(let object) = model else {
                throw .asking(.badQuery("queries[\(index)]: must be an object"))
            }
            let entry = try QueryModel(object, index: index).entry(range)
            guard refIDs.insert(entry.query.refID).inserted else { throw .asking(.duplicateRefID) }
            entries.append(entry)
        }
        return entries
    }
}
