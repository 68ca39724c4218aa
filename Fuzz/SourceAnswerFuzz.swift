// rooms: Bytes JSON HTTP Crypto Telemetry Reactor Postgres Compression Transport Access Secrets Catalog Upstream Query
import Access
import Catalog
import Crypto
import Dispatch
import JSON
import Query
import Reactor
import Secrets

/// Any bytes as what a data source answers: the first byte picks a type and a query for it, the second whether the source says that all is
/// well. Nothing traps, and every query has a result.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzSourceAnswer(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = Array(UnsafeBufferPointer(start: start, count: count))
    guard bytes.count >= 2 else { return 0 }
    let question = Question.all[Int(bytes[0]) % Question.all.count]
    let answer = SourceAnswer(status: bytes[1] % 4 == 3 ? 400 : 200, body: Array(bytes.dropFirst(2)))
    let done = DispatchSemaphore(value: 0)
    Task.detached {
        await question.ask(answer)
        done.signal()
    }
    done.wait()
    return 0
}

private struct Question: Sendable {
    let route: Route
    let language: any SourceLanguage
    let model: JSONObject

    static let all: [Question] = [
        Question(
            "elasticsearch", metrics: #"{"type":"count","id":"1"},{"type":"avg","id":"5","field":"n"}"#,
            #"{"type":"terms","id":"3","field":"app"},{"type":"date_histogram","id":"2","settings":{"trimEdges":"1"}}"#),
        Question(
            "elasticsearch",
            metrics:
                #"{"type":"percentiles","id":"1"},{"type":"extended_stats","id":"4","meta":{"avg":true,"std_deviation_bounds_upper":true}},{"type":"top_metrics","id":"5","settings":{"metrics":["a","b"]}}"#,
            #"{"type":"date_histogram","id":"2"}"#),
        Question(
            "elasticsearch",
            metrics:
                #"{"type":"max","id":"1","field":"n"},{"type":"percentiles","id":"4"},{"type":"top_metrics","id":"5","settings":{"metrics":["a"]}}"#,
            #"{"type":"nested","id":"6"},{"type":"filters","id":"3"},{"type":"histogram","id":"2","field":"n"}"#),
        Question("elasticsearch", metrics: #"{"type":"logs","id":"1"}"#, ""),
        Question("elasticsearch", metrics: #"{"type":"raw_data","id":"1"}"#, ""),
        Question("elasticsearch", metrics: #"{"type":"raw_document","id":"1"}"#, ""),
        Question("loki", model: #"{"expr":"{a=\"b\"}","legendFormat":"x {{a}}"}"#),
        Question("graphite", model: #"{"target":"a"}"#),
        Question("influxdb", model: #"{"rawQuery":true,"query":"SELECT","alias":"$m [[tag_a]] $0"}"#),
        Question("influxdb", model: #"{"rawQuery":true,"query":"SHOW TAG VALUES","resultFormat":"table"}"#),
        Question("influxdb", model: #"{}"#, settings: ["version": "Flux", "organization": "o"]),
        Question("prometheus", model: #"{"expr":"up","range":true,"legendFormat":"x {{a}}"}"#),
        Question("prometheus", model: #"{"expr":"up","instant":true}"#),
        Question("prometheus", model: #"{"expr":"up","exemplar":true}"#),
        Question("grafana-opensearch-datasource", metrics: #"{"type":"count","id":"1"}"#, ""),
        Question("loki", model: #"{"expr":"{a=\"b\"}","queryType":"instant"}"#),
    ].compactMap { $0 }

    private init?(_ type: String, metrics: String, _ buckets: String) {
        let model =
            #"{"query":"*","alias":"{{term app}} {{metric}}","metrics":[\#(metrics)],"bucketAggs":[\#(buckets)]}"#
        let settings: JSONValue = [
            "timeField": "@timestamp", "index": "i", "logMessageField": "msg", "logLevelField": "level",
        ]
        self.init(type, model: model, settings: settings)
    }

    private init?(_ type: String, model: String, settings: JSONValue = [:]) {
        guard let language = SourceLanguages().language(of: type),
            let model = try? JSONValue(parsing: Array(model.utf8).span).objectValue,
            let route = Self.route(
                DataSource(
                    uid: "u", orgID: 1, name: "n", type: type, access: "proxy", url: "http://up.test",
                    jsonData: settings))
        else { return nil }
        self.route = route
        self.language = language
        self.model = model
    }

    private static func route(_ source: DataSource) -> Route? {
        let key = KeyEncryptionKey.make().key
        guard let keyring = try? Keyring(unwrapping: [Keyring.makeDataKey(id: 1, wrappedBy: key)], with: key) else {
            return nil
        }
        return RouteBuilder(keyring: keyring) { _, _ in [] }.route(
            for: StoredDataSource(source: source, secrets: [], revision: 1))
    }

    func ask(_ answer: SourceAnswer) async {
        let range = TimeRange(from: FrameTime(milliseconds: 0), to: FrameTime(milliseconds: 60_000))
        let identity = Identity(subject: .user(1), login: "editor", orgID: 1, role: .editor)
        let source = AskedSource(route, askedBy: identity, door: Door(answer: answer), compute: Here())
        let results = await language.query([NativeQuery(range: range, model: model)], of: source)
        precondition(results?["A"] != nil)
        _ = await language.health(of: source)
    }
}

private struct Door: SourceDoor {
    let answer: SourceAnswer

    func ask(_ request: SourceRequest, of route: Route) async throws(SourceFailure) -> SourceAnswer { answer }

    func remainingMilliseconds(for route: Route) -> UInt64 { 60_000 }

    func pause(milliseconds: UInt64, for route: Route) async throws(SourceFailure) {}
}

private struct Here: ComputePool {
    func run<Result: Sendable>(_ work: @escaping @Sendable () -> Result) async -> Result { work() }
}
