internal import Access
internal import Bytes
internal import JSON
internal import Web

/// The endpoints of the caller's stars.
struct StarController: Sendable {
    let stars: StarService

    func list(_ context: ControlContext) async throws(ControlError) -> WebResponse {
        let all: [String]
        do { all = try await stars.stars(of: context.identity) } catch { throw .people(error, .preferences) }
        var writer = JSONWriter()
        writer.beginArray()
        for uid in all { writer.string(uid) }
        writer.endArray()
        return WebResponse(writer.finish().span.copy())
    }

    func star(_ context: ControlContext) async throws(ControlError) -> WebResponse {
        try await set(true, "Dashboard starred!", context)
    }

    func unstar(_ context: ControlContext) async throws(ControlError) -> WebResponse {
        try await set(false, "Dashboard unstarred", context)
    }

    private func set(
        _ isSet: Bool, _ message: String, _ context: ControlContext
    ) async throws(ControlError) -> WebResponse {
        do {
            try await stars.set(context.request.parameter("dashboard"), isSet, by: context.identity)
            return .done(message)
        } catch {
            throw .people(error, .preferences)
        }
    }
}
