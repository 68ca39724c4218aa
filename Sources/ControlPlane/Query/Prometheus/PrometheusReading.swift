/// What people read of an answer that could not be read.
enum PrometheusReading {
    static func text(of error: any Error) -> String {
        "response from prometheus couldn't be parsed: \(error)"
    }
}
