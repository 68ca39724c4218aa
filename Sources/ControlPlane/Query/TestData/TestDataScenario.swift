/// What the test data source can be asked for. Clients know more scenarios that they run themselves.
enum TestDataScenario: String, Sendable, CaseIterable {
    case annotations
    case csvContent = "csv_content"
    case csvMetricValues = "csv_metric_values"
    case dataPointsOutsideRange = "datapoints_outside_range"
    case errorWithSource = "error_with_source"
    case exponentialHeatmap = "exponential_heatmap_bucket_data"
    case grafanaAPI = "grafana_api"
    case linearHeatmap = "linear_heatmap_bucket_data"
    case live
    case logs
    case noDataPoints = "no_data_points"
    case predictableCSVWave = "predictable_csv_wave"
    case predictablePulse = "predictable_pulse"
    case queryMeta = "query_meta"
    case randomWalk = "random_walk"
    case randomWalkTable = "random_walk_table"
    case randomWalkWithError = "random_walk_with_error"
    case serverError = "server_error_500"
    case slowQuery = "slow_query"
    case steps
    case streamingClient = "streaming_client"
    case tableStatic = "table_static"

    var title: String {
        switch self {
        case .annotations: "Annotations"
        case .csvContent: "CSV Content"
        case .csvMetricValues: "CSV Metric Values"
        case .dataPointsOutsideRange: "Datapoints Outside Range"
        case .errorWithSource: "Error with source"
        case .exponentialHeatmap: "Exponential heatmap bucket data"
        case .grafanaAPI: "Grafana API"
        case .linearHeatmap: "Linear heatmap bucket data"
        case .live: "Grafana Live"
        case .logs: "Logs"
        case .noDataPoints: "No Data Points"
        case .predictableCSVWave: "Predictable CSV Wave"
        case .predictablePulse: "Predictable Pulse"
        case .queryMeta: "Query Metadata"
        case .randomWalk: "Random Walk"
        case .randomWalkTable: "Random Walk Table"
        case .randomWalkWithError: "Random Walk (with error)"
        case .serverError: "Conditional Error"
        case .slowQuery: "Slow Query"
        case .steps: "Steps"
        case .streamingClient: "Streaming Client"
        case .tableStatic: "Table Static"
        }
    }

    /// What an editor proposes.
    var stringInput: String {
        switch self {
        case .csvMetricValues, .serverError: "1,20,90,30,5,0"
        case .slowQuery: "5s"
        default: ""
        }
    }

    var words: String {
        switch self {
        case .serverError: "Returns an error when the String Input field is empty"
        case .predictablePulse:
            """
            Predictable Pulse returns a pulse wave where there is a datapoint every timeStepSeconds.
            The wave cycles at timeStepSeconds*(onCount+offCount).
            The cycle of the wave is based off of absolute time (from the epoch) which makes it predictable.
            Timestamps will line up evenly on timeStepSeconds (For example, 60 seconds means times will all end in :00 seconds).
            """
        default: ""
        }
    }
}
