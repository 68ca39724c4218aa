import Catalog
import JSON

extension DataSource {
    static let graphite = DataSource(
        id: 1, uid: "g", orgID: 1, name: "g", type: "graphite", access: "proxy", url: "http://upstream.test")

    static func influxDB(_ settings: JSONValue) -> DataSource {
        DataSource(
            id: 1, uid: "i", orgID: 1, name: "i", type: "influxdb", access: "proxy", url: "http://upstream.test",
            database: "db", jsonData: settings)
    }
}
