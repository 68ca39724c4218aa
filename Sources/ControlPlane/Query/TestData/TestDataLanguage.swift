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
        let broken = await waitForSlow(models, of: source)
        return await source.computing {
            var budget = PointBudget()
            var results = broken
            for model in models where broken[model.query.refID] == nil {
                results[model.query.refID] = TestDataAnswer(model, login: login).result(within: &budget)
            }
            return results
        }
    }

    /// Waits as long as the queries want that are there to be slow; the results of those whose time ran out.
    private func waitForSlow(_ models: [TestDataModel], of source: AskedSource) async -> [String: QueryResult] {
        let slow = models.filter { $0.pauseMilliseconds > 0 }
        let failures = await SideBySide.map(slow, atMost: AskedSource.sideBySideMax) { model -> SourceFailure? in
            do throws(SourceFailure) {
                try await source.pause(milliseconds: model.pauseMilliseconds)
                return nil
            } catch { return error }
        }
        var broken: [String: QueryResult] = [:]
        for (model, failure) in zip(slow, failures) {
            if let failure { broken[model.query.refID] = .failed(QueryError(failure), frames: nil) }
        }
        return broken
    }
}
