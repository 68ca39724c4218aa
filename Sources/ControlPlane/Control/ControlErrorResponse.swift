internal import Access
internal import Catalog
internal import Crypto
internal import JSON
internal import Query
internal import Upstream
internal import Web

/// What a refused call is told: every status and text of the control plane, and the only file here that names them.
/// `docs/errors.md` is its table for users. Texts are Grafana 12.4.0's where it has one; none names a thing the caller may not see.
enum ControlErrorResponse {
    static func make(_ error: ControlError) -> WebResponse {
        switch error {
        case .access(.malformedOrganization): badRequest("X-Grafana-Org-Id: must be the id of an organization")
        case .access(let refusal): unauthorized(refusal)
        case .denied(let action): denied(action)
        case .body(.tooLarge): message(413, "request body is too large", detail: BodyError.tooLarge.detail)
        case .body(let error): badRequest(error.detail)
        case .malformedID: message(400, "id is invalid")
        case .malformedUID: message(400, "UID is invalid")
        case .asking(let refusal): asking(refusal)
        case .missingID(.delete): message(400, "Missing valid datasource id")
        case .missingID: message(400, "Datasource id is missing")
        case .preconditionFailed: message(412, staleText)
        case .catalog(let error, let attempt): catalog(error, attempt)
        case .keys(let error, let attempt): keys(error, attempt)
        case .negativeLifetime: message(400, "negative value for SecondsToLive")
        case .people(let error, let topic): people(error, topic)
        case .alreadyMember(let userID): alreadyMember(userID)
        case .namelessUser: typed(400, "user.empty-username-and-email", "Need to specify either username or email")
        case .shortPassword: typed(400, "password.password-policy-too-short", "New password is too short")
        case .longPassword: typed(400, "password.password-policy-too-long", "New password is too long")
        case .badServiceRole(let field):
            message(400, "Bad request data", detail: "\(field): must be one of None, Viewer, Editor, Admin")
        case .badTokenLifetime: typed(400, "serviceaccounts.ErrInvalidInput", "invalid SecondsToLive value")
        }
    }

    // MARK: Requests that met no endpoint, and health

    static func make(_ refusal: WebRefusal) -> WebResponse {
        switch refusal {
        case .noRoute: message(404, "Not found")
        case .badEscape: badRequest("path: must be percent-encoded UTF-8")
        }
    }

    static func unhealthy(body: [UInt8]) -> WebResponse { WebResponse(status: 503, body) }

    static var notReady: WebResponse { .text("not ready", status: 503) }

    // MARK: Data sources that are asked

    /// The check of a data source found something wrong.
    static func unhealthySource(body: [UInt8]) -> WebResponse { WebResponse(status: 400, body) }

    /// Some queries of a request have no answer; the results say which.
    static func failedQueries(body: [UInt8]) -> WebResponse { WebResponse(status: 400, body) }

    private static func asking(_ refusal: AskingRefusal) -> WebResponse {
        switch refusal {
        case .unknownType: typed(404, "plugin.notRegistered", "Plugin not registered")
        case .notChecked, .noResource: message(404, "Not found")
        case .resourceRefused: message(403, "The data source may not be asked for this resource")
        case .methodRefused(let allowed):
            methodRefused(allowed)
        case .badResourceRequest(let text):
            ResourceAnswer.dressed(.object(status: 400) { $0.field("error", text) })
        case .resourceFailed(let text): message(500, text)
        case .noBackend: message(503, "Plugin unavailable")
        case .badPath: message(400, "Invalid resource path")
        case .unreachable(let failure): unreachable(failure)
        case .noQueries: typed(400, "query.noQueries", "No queries found")
        // The space at the end is Grafana's.
        case .duplicateRefID:
            typed(400, "query.duplicateRefId", "Multiple queries using the same RefId is not allowed ")
        case .noSource:
            typed(400, "query.invalidDatasourceId", "Query does not contain a valid data source identifier")
        case .badQuery(let text): badRequest(text)
        case .queryFailed(let text): typed(500, "plugin.downstreamError", text)
        }
    }

    private static func methodRefused(_ allowed: [String]) -> WebResponse {
        WebResponse(
            status: 405, JSONText.message("The resource does not take this method"),
            fields: [("Allow", allowed.joined(separator: ", "))])
    }

    private static func unreachable(_ failure: SourceFailure) -> WebResponse {
        switch failure {
        case .upstream(.noConnectionFree), .upstream(.sourceBusy), .upstream(.circuitOpen), .noRoom, .withdrawn:
            later(failure)
        case .upstream(.destinationRefused): message(403, failure.description)
        case .upstream(let error): message(error.isTimeout ? 504 : 502, failure.description)
        case .outOfTime: message(504, failure.description)
        case .answerTooLarge, .badContentCoding: message(502, failure.description)
        case .secretUnavailable: message(500, failure.description)
        case .unsendable, .unusableTarget, .tlsMaterial: message(400, failure.description)
        }
    }

    private static func later(_ failure: SourceFailure) -> WebResponse {
        var response = message(503, failure.description)
        if case .upstream(let error) = failure, let seconds = error.retrySeconds {
            response.fields.append(("Retry-After", "\(seconds)"))
        }
        return response
    }

    // MARK: Who

    /// With the challenge that RFC 9110 section 15.5.2 asks for; `Bearer`, so that no browser asks for a password (A-024).
    private static func unauthorized(_ refusal: AccessRefusal) -> WebResponse {
        let (id, text) =
            switch refusal {
            case .noCredentials: ("auth.unauthorized", "Unauthorized")
            case .malformedHeader: ("basic-auth.invalid-header", "Invalid Basic Auth Header")
            case .unknownToken: ("api-key.invalid", "Invalid API key")
            case .expiredToken: ("api-key.expired", "Expired API key")
            case .wrongPassword: ("password-auth.failed", "Invalid username or password")
            case .malformedOrganization: ("organization.invalid", "Unauthorized")
            }
        let body = JSONText.object { json in
            json.key("extra")
            json.null()
            json.key("message")
            json.string(text)
            json.key("messageId")
            json.string(id)
            json.key("statusCode")
            json.int(401)
            json.key("traceID")
            json.string("")
        }
        return WebResponse(status: 401, body, fields: [("WWW-Authenticate", "Bearer realm=\"headgate\"")])
    }

    /// The reason stays inside: it may name a rule that the caller cannot see.
    private static func denied(_ action: Action) -> WebResponse {
        let body = JSONText.object { json in
            json.key("accessErrorId")
            json.string(accessErrorID())
            json.key("message")
            json.string(
                "You'll need additional permissions to perform this action. Permissions needed: \(action.rawValue)")
            json.key("title")
            json.string("Access denied")
        }
        return WebResponse(status: 403, body)
    }

    /// `ACE` and ten digits, drawn anew for each refusal.
    private static func accessErrorID() -> String {
        let digits = String(SecureRandom.uint64() % 10_000_000_000)
        return "ACE" + String(repeating: "0", count: 10 - digits.utf8.count) + digits
    }

    // MARK: What

    private static let staleText =
        "Datasource has already been updated by someone else. Please reload and try again"

    private static func catalog(_ error: CatalogError, _ attempt: ControlError.Attempt) -> WebResponse {
        switch error {
        case .notFound: message(404, "Data source not found")
        case .principalNotFound(.team): missing(.team)
        case .principalNotFound(.account), .principalNotFound(.role): missing(.member)
        case .invalidID: make(.malformedID)
        case .missingID: make(.missingID(attempt))
        case .invalidUID:
            message(400, "Invalid datasource UID.", detail: "uid: must be 1 to 40 of A-Z, a-z, 0-9, - and _")
        case .invalidName:
            message(
                400, "Invalid datasource name.", detail: "name: must be at most 190 bytes without control characters")
        case .invalidURL: message(400, "Validation error, invalid URL", detail: "url: is missing or invalid")
        case .destinationRefused:
            message(400, "Validation error, invalid URL", detail: "url: Headgate may not connect there")
        case .invalidField(let name, let problem): badRequest("\(name): \(problem)")
        case .nameTaken: taken("data source with the same name already exists", attempt)
        case .uidTaken: taken("data source with the same uid already exists", attempt)
        case .staleVersion, .revisionMoved: message(409, staleText)
        case .readOnly: readOnly(attempt)
        case .denied(let permission, _): denied(permission.action)
        case .bindingRequiresSecrets(let fields): bound(fields)
        case .secretUnavailable: message(500, failure(attempt), detail: "a stored secret cannot be opened")
        case .storeUnavailable: message(500, failure(attempt))
        }
    }

    private static func taken(_ text: String, _ attempt: ControlError.Attempt) -> WebResponse {
        message(409, attempt == .update ? "Failed to update datasource: \(text)" : text)
    }

    private static func readOnly(_ attempt: ControlError.Attempt) -> WebResponse {
        message(403, attempt == .delete ? "Cannot delete read-only data source" : "Cannot update read-only data source")
    }

    private static func bound(_ fields: [String]) -> WebResponse {
        message(
            400, "Secrets are bound to their destination: send them again to change it",
            detail: "secureJsonData: must hold \(fields.joined(separator: ", "))")
    }

    private static func failure(_ attempt: ControlError.Attempt) -> String {
        switch attempt {
        case .read: "Failed to query datasources"
        case .create: "Failed to add datasource"
        case .update: "Failed to update datasource"
        case .delete: "Failed to delete datasource"
        }
    }

    private static func keys(_ error: AccessError, _ attempt: ControlError.Attempt) -> WebResponse {
        switch error {
        case .denied(let permission, _): denied(permission.action)
        case .invalidField(let name, let problem): badRequest("\(name): \(problem)")
        case .nameTaken: message(409, "API key, organization ID and name must be unique")
        case .notFound: message(404, "Failed to delete API key")
        case .storeUnavailable, .refused, .wrongPassword, .notAMember: message(500, keyFailure(attempt))
        }
    }

    private static func keyFailure(_ attempt: ControlError.Attempt) -> String {
        switch attempt {
        case .read: "Failed to list api keys"
        case .create, .update: "Failed to add API Key"
        case .delete: "Failed to delete API key"
        }
    }

    // MARK: People

    private static func people(_ error: AccessError, _ topic: PeopleTopic) -> WebResponse {
        switch error {
        case .denied(let permission, _): denied(permission.action)
        case .invalidField(let name, let problem): badRequest("\(name): \(problem)")
        case .nameTaken: taken(topic)
        case .notFound: missing(topic)
        case .refused(let rule): refused(rule, topic)
        case .wrongPassword: message(401, "Invalid old password")
        case .notAMember: message(401, "Not a valid organization")
        case .storeUnavailable: message(500, "The store does not answer")
        }
    }

    private static func taken(_ topic: PeopleTopic) -> WebResponse {
        switch topic {
        case .organization, .organizationDeletion: message(409, "Organization name taken")
        case .newUser(let profile):
            message(412, "User with email '\(profile.email)' or username '\(profile.login)' already exists")
        case .team, .teamMember, .newTeamMember: message(409, "Team name taken")
        case .serviceAccount: typed(400, "serviceaccounts.ErrAlreadyExists", "service account already exists")
        case .serviceToken:
            typed(
                400, "serviceaccounts.ErrTokenAlreadyExists",
                "service account token with given name already exists in the organization")
        case .user, .member, .newMember, .memberRemoval, .preferences:
            message(409, "Update would result in user login conflict")
        }
    }

    private static func missing(_ topic: PeopleTopic) -> WebResponse {
        switch topic {
        case .organization: message(404, "Organization not found")
        case .organizationDeletion: message(404, "Failed to delete organization. ID not found")
        case .user, .newUser: message(404, "user not found")
        case .member, .newMember, .memberRemoval, .newTeamMember: message(404, "User not found")
        case .team: message(404, "Team not found")
        case .teamMember: message(404, "Team member not found")
        case .serviceAccount: typed(404, "serviceaccounts.ErrNotFound", "service account not found")
        case .serviceToken: typed(404, "serviceaccounts.ErrTokenNotFound", "service account token not found")
        case .preferences: message(404, "Not found")
        }
    }

    private static func refused(_ rule: StoreRule, _ topic: PeopleTopic) -> WebResponse {
        switch rule {
        case .lastServerAdmin: message(400, "cannot remove last grafana admin")
        case .lastOrganizationAdmin where topic == .memberRemoval:
            message(400, "Cannot remove last organization admin")
        case .lastOrganizationAdmin:
            message(400, "Cannot change role so that there is no organization admin left")
        case .lastOrganization: message(400, "Cannot delete the last organization")
        case .currentOrganization: message(400, "Can not delete org for current user")
        case .tooMany: message(400, "There are too many")
        case .alreadyMember where topic == .newTeamMember: message(400, "User is already added to this team")
        case .alreadyMember: message(409, alreadyMemberText)
        }
    }

    private static let alreadyMemberText = "User is already member of this organization"

    private static func alreadyMember(_ userID: Int64) -> WebResponse {
        .object(status: 409) { json in
            json.field("message", alreadyMemberText)
            json.field("userId", userID)
        }
    }

    /// The shape of Grafana's newer answers.
    private static func typed(_ status: Int, _ id: String, _ text: String) -> WebResponse {
        .object(status: status) { json in
            json.field("statusCode", Int64(status))
            json.field("messageId", id)
            json.field("message", text)
            json.field("traceID", "")
        }
    }

    // MARK: Bodies

    private static func badRequest(_ detail: String) -> WebResponse {
        message(400, "bad request data", detail: detail)
    }

    private static func message(_ status: Int, _ text: String, detail: String? = nil) -> WebResponse {
        let body = JSONText.object { json in
            json.key("message")
            json.string(text)
            guard let detail else { return }
            json.key("detail")
            json.string(detail)
        }
        return WebResponse(status: status, body)
    }
}
