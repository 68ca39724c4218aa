internal import Access
internal import JSON

/// Made-up data, for trying things out. Asks nobody.
struct TestDataLanguage: SourceLanguage {
    func health(of source: AskedSource) async -> HealthReport? { HealthReport(.ok, "Data source is working") }

    func resource(_ call: ResourceCall, of source: AskedSource) async -> ResourceOutcome {
        switch call.path {
        case "":
            .answer(
                status: 200, fields: [("Content-Type", "text/plain; charset=utf-8")], body: Array(Self.greeting.utf8))
        case "scenarios": Self.json(Self.scenarios)
        case "test", "test/json": await source.computing { Self.json(Self.echo(of: call)) }
        default: .notFound
        }
    }

    private static let greeting = "Hello world from test datasource!"

    private static let scenarios = JSONValue.array(
        TestDataScenario.allCases.sorted { $0.rawValue < $1.rawValue }.map { scenario in
            [
                "description": .string(scenario.words), "id": .string(scenario.rawValue),
                "name": .string(scenario.title),
                "stringInput": .string(scenario.stringInput),
            ]
        })

    /// What arrived, as a source would have seen it.
    private static func echo(of call: ResourceCall) -> JSONValue {
        var fields: JSONObject = [:]
        for field in call.fields {
            fields[field.name] = .array((fields[field.name]?.arrayValue ?? []) + [.string(field.value)])
        }
        let body = try? JSONValue(parsing: call.body.span)
        return [
            "message": .string(greeting),
            "request": [
                "method": .string(call.method), "url": .string(call.path + (call.query.map { "?\($0)" } ?? "")),
                "headers": .object(fields), "body": body ?? .null,
            ],
        ]
    }

    private static func json(_ value: JSONValue) -> ResourceOutcome {
        .answer(status: 200, fields: [("Content-Type", "application/json")], body: Array(value.text.utf8))
    }

    func query(_ queries: [NativeQuery], of source: AskedSource) async -> [String: QueryResult]? {
        let models = queries.map { TestDataModel($0) }
        let login = source.identity.login
        return await source.computing {
            var budget = PointBudget()
            var results: [String: QueryResult] = [:]
            for model in models {
                results[model.query.refID] = TestDataAnswer(model, login: login).result(within: &budget)
            }
            return results
        }
    }
}
