internal import Access
internal import JSON
internal import Web

/// The endpoints of preferences: the organisation's, the caller's, a team's.
struct PreferenceController: Sendable {
    let preferences: PreferenceService

    /// An endpoint that reads those of whoever `owner` says.
    func read(
        _ owner: @escaping @Sendable (ControlContext) -> PreferenceService.Owner
    ) -> @Sendable (ControlContext) async throws(ControlError) -> WebResponse {
        { context async throws(ControlError) in
            do throws(AccessError) {
                return Self.encode(try await preferences.read(owner(context), by: context.identity))
            } catch {
                throw .people(error, .preferences)
            }
        }
    }

    /// An endpoint that writes them: PUT sets what is not sent back to the default, PATCH keeps it.
    func write(
        keepsRest: Bool, _ owner: @escaping @Sendable (ControlContext) -> PreferenceService.Owner
    ) -> @Sendable (ControlContext) async throws(ControlError) -> WebResponse {
        { context async throws(ControlError) in
            do throws(AccessError) {
                try preferences.authoriseWriting(owner(context), by: context.identity)
            } catch {
                throw .people(error, .preferences)
            }
            let change = try Self.change(context)
            do throws(AccessError) {
                try await preferences.change(owner(context), change, keepsRest: keepsRest, by: context.identity)
            } catch {
                throw .people(error, .preferences)
            }
            return .done("Preferences updated")
        }
    }

    private static func change(_ context: ControlContext) throws(ControlError) -> PreferencesChange {
        let body = try context.body()
        do { return try body.preferences() } catch { throw .body(error) }
    }

    private static func encode(_ preferences: Preferences) -> WebResponse {
        .object { json in
            json.field("theme", preferences.theme)
            json.field("homeDashboardId", 0)
            json.field("homeDashboardUID", preferences.homeDashboardUID)
            json.field("timezone", preferences.timezone)
            json.field("weekStart", preferences.weekStart)
            json.field("language", preferences.language)
        }
    }
}
