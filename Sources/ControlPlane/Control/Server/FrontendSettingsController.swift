internal import Access
internal import Catalog
internal import JSON
internal import Web

/// `/api/frontend/settings`, as far as clients that are no browser read it: which Grafana this is, which sources there are.
struct FrontendSettingsController: Sendable {
    let catalog: CatalogService
    let configuration: ControlConfiguration

    /// Open to anybody, as in Grafana; the sources are for whoever may list them.
    func settings(_ identity: Identity?) -> WebResponse {
        let routes = identity.flatMap { try? catalog.list(by: $0) } ?? []
        return .object { json in
            json.field("appUrl", "")
            json.field("appSubUrl", "")
            json.field("rbacEnabled", true)
            json.field("anonymousEnabled", false)
            json.field("defaultDatasource", routes.first { $0.source.isDefault }?.source.name ?? "")
            json.key("datasources")
            json.beginObject()
            for route in routes { Self.entry(route.source, &json) }
            json.endObject()
            json.key("featureToggles")
            json.beginObject()
            json.endObject()
            buildInfo(&json)
        }
    }

    private func buildInfo(_ json: inout JSONWriter) {
        json.key("buildInfo")
        json.beginObject()
        json.field("hideVersion", false)
        json.field("version", configuration.grafanaVersion)
        json.field("versionString", "Grafana v\(configuration.grafanaVersion) (\(configuration.commit))")
        json.field("commit", configuration.commit)
        json.field("commitShort", String(configuration.commit.prefix(10)))
        json.field("buildstamp", 0)
        json.field("edition", "Open Source")
        json.field("latestVersion", "")
        json.field("hasUpdate", false)
        json.field("env", "production")
        json.field("headgate", configuration.version)
        json.endObject()
    }

    /// A member named after the source.
    private static func entry(_ source: DataSource, _ json: inout JSONWriter) {
        json.key(source.name)
        json.beginObject()
        json.field("id", source.id)
        json.field("uid", source.uid)
        json.field("type", source.type)
        json.field("name", source.name)
        meta(source, &json)
        json.field("url", "/api/datasources/proxy/uid/\(source.uid)")
        json.field("access", source.access)
        json.field("isDefault", source.isDefault)
        json.field("preload", false)
        json.key("jsonData")
        json.value(source.jsonData)
        json.field("readOnly", source.readOnly)
        json.endObject()
    }

    private static func meta(_ source: DataSource, _ json: inout JSONWriter) {
        json.key("meta")
        json.beginObject()
        json.field("id", source.type)
        json.field("type", "datasource")
        json.field("name", DataSourceType.displayName(of: source.type))
        json.key("info")
        json.beginObject()
        json.key("logos")
        json.beginObject()
        json.field("small", DataSourceType.logo(of: source.type))
        json.field("large", DataSourceType.logo(of: source.type))
        json.endObject()
        json.endObject()
        json.endObject()
    }
}
