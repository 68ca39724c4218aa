internal import HTTP

/// A check of a source of whatever type, as far as it can be checked.
public enum SourceCheck {
    /// By the type's own check. Where there is none, any answer to a call of the source's URL will do: it says that the way there is good.
    public static func run(_ source: AskedSource, in language: (any SourceLanguage)?) async -> HealthReport {
        if let report = await language?.health(of: source) { return report }
        do throws(SourceFailure) {
            let answer = try await source.ask(SourceRequest("GET", ""))
            return HealthReport(
                .ok, "The data source answered \(answer.statusText); its type has no check of its own")
        } catch {
            return HealthReport(.error, error.description)
        }
    }
}
