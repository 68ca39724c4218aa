/// Everything that differs by type, in one place. Ids, names and logos as Grafana 12.4.0 ships them.
extension DataSourceType {
    public static let all: [DataSourceType] = [
        make("alertmanager", "Alertmanager", "logo.svg", needsURL: true, rules: .alertmanager),
        make("grafana-azure-monitor-datasource", "Azure Monitor", "logo.jpg"),
        make("stackdriver", "Google Cloud Monitoring", "cloud_monitoring_logo.svg"),
        make("cloudwatch", "CloudWatch", "amazon-web-services.png"),
        make("elasticsearch", "Elasticsearch", "elasticsearch.svg", needsURL: true, rules: .elasticsearch),
        make(
            "grafana-postgresql-datasource", aka: ["postgres"], "PostgreSQL", "postgresql_logo.svg", needsURL: true,
            transport: .database),
        make("grafana-pyroscope-datasource", aka: ["phlare"], "Grafana Pyroscope", "grafana_pyroscope_icon.svg"),
        make("grafana-testdata-datasource", aka: ["testdata"], "TestData", "testdata.svg"),
        make("graphite", "Graphite", "graphite_logo.png", needsURL: true),
        make("influxdb", "InfluxDB", "influxdb_logo.svg", needsURL: true, credential: .basicAlways),
        make("jaeger", "Jaeger", "jaeger_logo.svg", needsURL: true),
        make("loki", "Loki", "loki_icon.svg", needsURL: true),
        make("mssql", "Microsoft SQL Server", "sql_server_logo.svg", needsURL: true, transport: .sqlServer),
        make("mysql", "MySQL", "mysql_logo.svg", needsURL: true, transport: .database),
        make("opentsdb", "OpenTSDB", "opentsdb_logo.png", needsURL: true, resources: .openTSDB),
        make("parca", "Parca", "logo-small.svg"),
        make(
            "prometheus", "Prometheus", "prometheus_logo.svg", needsURL: true, rules: .prometheus,
            resources: .prometheus),
        make("tempo", "Tempo", "tempo_logo.svg", needsURL: true),
        make("zipkin", "Zipkin", "zipkin-logo.svg", needsURL: true, resources: .zipkin),
        // Not shipped with 12.4.0: known by what they need and how they are called.
        make("influxdb_08", "influxdb_08", nil, needsURL: true, credential: .query),
        make(
            "grafana-amazonprometheus-datasource", "grafana-amazonprometheus-datasource", nil, needsURL: true,
            rules: .prometheus),
        make(
            "grafana-azureprometheus-datasource", "grafana-azureprometheus-datasource", nil, needsURL: true,
            rules: .prometheus),
    ]

    /// By the bytes of id and alias.
    static let registry: [[UInt8]: DataSourceType] = {
        var table: [[UInt8]: DataSourceType] = [:]
        for type in all {
            for name in [type.id] + type.aliases { table[Array(name.utf8)] = type }
        }
        return table
    }()

    private static func make(
        _ id: String, aka aliases: [String] = [], _ name: String, _ image: String?, needsURL: Bool = false,
        transport: Transport = .http, rules: Rules = .none, credential: Credential = .basicWithUser,
        resources: ResourceTable? = nil
    ) -> DataSourceType {
        DataSourceType(
            id: id, aliases: aliases, name: name, logo: image.map { "public/plugins/\(id)/img/\($0)" } ?? unknownLogo,
            needsURL: needsURL, transport: transport, rules: rules, credential: credential, resources: resources)
    }
}
