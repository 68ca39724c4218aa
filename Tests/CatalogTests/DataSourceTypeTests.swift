import Catalog
import Testing

@Suite struct DataSourceTypeTests {
    @Test(arguments: [
        ("prometheus", "Prometheus", "public/plugins/prometheus/img/prometheus_logo.svg"),
        ("graphite", "Graphite", "public/plugins/graphite/img/graphite_logo.png"),
        ("testdata", "TestData", "public/plugins/grafana-testdata-datasource/img/testdata.svg"),
        ("postgres", "PostgreSQL", "public/plugins/grafana-postgresql-datasource/img/postgresql_logo.svg"),
        ("phlare", "Grafana Pyroscope", "public/plugins/grafana-pyroscope-datasource/img/grafana_pyroscope_icon.svg"),
        ("influxdb_08", "influxdb_08", "public/img/icn-datasource.svg"),
        ("acme-unknown-datasource", "acme-unknown-datasource", "public/img/icn-datasource.svg"),
        ("Prometheus", "Prometheus", "public/img/icn-datasource.svg"),
    ])
    func namesAndLogosAreGrafanas(_ type: String, _ name: String, _ logo: String) {
        #expect(DataSourceType.displayName(of: type) == name)
        #expect(DataSourceType.logo(of: type) == logo)
    }

    @Test func theseTypesNeedAURL() {
        let needing = DataSourceType.all.filter(\.needsURL).flatMap { [$0.id] + $0.aliases }
        #expect(
            Set(needing) == [
                "graphite", "influxdb", "influxdb_08", "elasticsearch", "prometheus", "alertmanager", "jaeger", "loki",
                "opentsdb",
                "tempo", "zipkin", "mysql", "postgres", "grafana-postgresql-datasource", "mssql",
                "grafana-amazonprometheus-datasource", "grafana-azureprometheus-datasource",
            ])
    }
}
