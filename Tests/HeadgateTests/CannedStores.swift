import TestSupport

/// What stores that Debian does not have answer: one server for all of them, since their paths differ.
enum CannedStores {
    static func answer(to target: String) -> [UInt8] {
        let path = target.prefix { $0 != "?" }
        guard let (_, json) = answers.first(where: { path.hasPrefix($0.path) }) else {
            return ScriptedUpstream.answer(#"{"error":"no such path"}"#, status: "404 Not Found")
        }
        return ScriptedUpstream.answer(json, fields: "Content-Type: application/json\r\n")
    }

    /// The first whose path begins a request's counts.
    private static let answers: [(path: String, json: String)] = [
        ("/loki/api/v1/labels", #"{"status":"success","data":["app","env"]}"#),
        ("/loki/api/v1/label/app/values", #"{"status":"success","data":["web","db"]}"#),
        ("/loki/api/v1/label/env/values", #"{"status":"success","data":["prod"]}"#),
        ("/loki/api/v1/index/stats", #"{"streams":2,"chunks":3,"entries":40,"bytes":5000}"#),
        (
            "/loki/api/v1/patterns",
            #"{"status":"success","data":[{"pattern":"<_> line","samples":[[1700000000,1],[1700000010,2]]}]}"#
        ),
        (
            "/loki/api/v1/query_range",
            #"{"status":"success","data":{"resultType":"streams","result":[{"stream":{"app":"web"},"values":[["1700000000000000000","a line"]]}],"stats":{}}}"#
        ),
        (
            "/loki/api/v1/query",
            #"{"status":"success","data":{"resultType":"vector","result":[{"metric":{},"value":[1700000000,"2"]}],"stats":{}}}"#
        ),
        ("/_cluster/health", #"{"status":"green"}"#),
        ("/logs/_mapping", #"{"logs":{"mappings":{"properties":{"@timestamp":{"type":"date"}}}}}"#),
        (
            "/_msearch",
            #"{"responses":[{"status":200,"hits":{"total":{"value":1,"relation":"eq"},"hits":[{"_index":"logs","_id":"1","_source":{"@timestamp":"2023-11-14T22:13:20Z","message":"a line"},"sort":[1700000000000]}]}}]}"#
        ),
        ("/api/echo", "echo"),
        ("/api/search", #"{"traces":[{"traceID":"2f3e","rootServiceName":"web"}]}"#),
        ("/api/v2/traces/diff", #"{"summary":{"added":1}}"#),
        (
            "/api/v2/traces/",
            #"{"trace":{"resourceSpans":[{"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"web"}}]},"scopeSpans":[]}]}}"#
        ),
        ("/api/v2/search/tags", #"{"scopes":[{"name":"span","tags":["http.method"]}]}"#),
        ("/api/v2/search/tag/", #"{"tagValues":[{"type":"string","value":"GET"}]}"#),
        ("/api/metrics/query", #"{"series":[{"labels":[],"samples":[{"timestampMs":"1700000000000","value":3}]}]}"#),
        ("/api/services", #"{"data":["web"]}"#),
        ("/api/v2/services", "[]"),
        ("/api/suggest", #"["cpu"]"#),
    ]
}
