internal import JSON

/// Which language an InfluxDB is asked in: `version` of `jsonData`.
enum InfluxVersion: Equatable {
    case influxQL, flux, other

    init(_ setting: JSONValue?) {
        switch setting?.stringValue ?? "" {
        case "", "InfluxQL": self = .influxQL
        case "Flux": self = .flux
        default: self = .other
        }
    }
}
