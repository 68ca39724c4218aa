/// What a query for test data comes to. Pure: the same query has the same answer.
struct TestDataAnswer {
    private let model: TestDataModel
    /// The login of who asks.
    private let login: String

    init(_ model: TestDataModel, login: String) {
        self.model = model
        self.login = login
    }

    /// Nothing where clients make the data themselves.
    func result(within budget: inout PointBudget) -> QueryResult? {
        guard let scenario = model.scenario else {
            return .failed(
                QueryError("unknown test data scenario: \(model.scenarioID)", blame: .plugin, status: 400), frames: nil)
        }
        do throws(QueryError) {
            return try result(of: scenario, within: &budget)
        } catch {
            return .failed(error, frames: nil)
        }
    }

    private func result(of scenario: TestDataScenario, within budget: inout PointBudget) throws(QueryError)
        -> QueryResult?
    {
        switch scenario {
        case .annotations, .grafanaAPI, .live, .noDataPoints, .steps, .streamingClient: return nil
        case .errorWithSource:
            let isDownstream = model.query.text("errorSource") == "downstream"
            return .failed(QueryError("error", blame: isDownstream ? .downstream : .plugin), frames: nil)
        case .randomWalkWithError:
            let error = QueryError("this is an error and it can include URLs http://grafana.com/", blame: .plugin)
            return .failed(error, frames: try frames(of: .randomWalk, within: &budget))
        case .serverError where model.query.text("stringInput").isEmpty:
            return .failed(.testDataServerError, frames: nil)
        default:
            guard let frames = try frames(of: scenario, within: &budget) else { return nil }
            return QueryResult(frames: frames)
        }
    }

    private func frames(of scenario: TestDataScenario, within budget: inout PointBudget) throws(QueryError)
        -> [DataFrame]?
    {
        switch scenario {
        case .csvContent: try CSVFrame(model).table(within: &budget).map { [$0] }
        case .csvMetricValues, .serverError: try CSVFrame(model).values().map { [$0] }
        case .dataPointsOutsideRange: [FixedFrames(model).pointOutsideRange]
        case .exponentialHeatmap: [try FixedFrames(model).heatmap({ 1 << $0 }, within: &budget)]
        case .linearHeatmap: [try FixedFrames(model).heatmap({ $0 * 10 }, within: &budget)]
        case .logs: [try FixedFrames(model).logs(within: &budget)]
        case .predictableCSVWave: try PredictableWave(model).waves(within: &budget)
        case .predictablePulse: [try PredictableWave(model).pulse(within: &budget)]
        case .queryMeta: [queryMeta]
        case .randomWalk, .randomWalkWithError, .slowQuery: try RandomWalk(model).frames(within: &budget)
        case .randomWalkTable: [try RandomWalk(model).table(within: &budget)]
        case .tableStatic: [FixedFrames(model).staticTable]
        case .annotations, .errorWithSource, .grafanaAPI, .live, .noDataPoints, .steps, .streamingClient: nil
        }
    }

    private var queryMeta: DataFrame {
        DataFrame(fields: [FrameField("keys", .string(["username"])), FrameField("values", .string([login]))])
    }
}

extension QueryError {
    /// What the scenario of that name is for: to see how clients take a server that breaks.
    static var testDataServerError: QueryError {
        var error = QueryError("Test Data Panic!", blame: .plugin)
        error.failsRequest = true
        return error
    }
}
