internal import Access
internal import Bytes
internal import Catalog
internal import Crypto
public import Downstream
internal import HTTP
internal import Upstream

/// The answers of the data plane that are not a data source's own: the one file of it that names status codes. `docs/errors.md`
/// is its table for users.
public enum ProxyErrorResponse {
    public static func response(for failure: ProxyFailure, requestID: UInt64) -> AsyncResponse {
        switch failure {
        case .sourceRefusedCredential:
            return AsyncResponse(
                status: status(of: failure),
                fields: [
                    ("Content-Type", "text/plain; charset=utf-8"), ("Content-Security-Policy", "sandbox"),
                    ("X-Content-Type-Options", "nosniff"),
                ], body: Array(message(of: failure).utf8))
        case .notAdmitted:
            var response = json(failure, body: body(failure, requestID), closes: false)
            response.fields.append(("WWW-Authenticate", #"Bearer realm="headgate""#))
            return response
        case .badHead:
            return json(failure, body: body(failure, requestID), closes: true)
        default:
            var response = json(failure, body: body(failure, requestID), closes: false)
            if let seconds = retrySeconds(failure) { response.fields.append(("Retry-After", "\(seconds)")) }
            return response
        }
    }

    private static func retrySeconds(_ failure: ProxyFailure) -> UInt64? {
        if failure == .tooManyCalls { return 1 }
        return failure.ofSource?.retrySeconds
    }

    private static func json(_ failure: ProxyFailure, body: String, closes: Bool) -> AsyncResponse {
        AsyncResponse(
            status: status(of: failure),
            fields: [
                ("Content-Type", "application/json"), ("Cache-Control", "no-store"),
                ("X-Content-Type-Options", "nosniff"),
            ], body: Array(body.utf8), closesConnection: closes)
    }

    /// None of the texts needs escaping: they are put together of constants.
    private static func body(_ failure: ProxyFailure, _ requestID: UInt64) -> String {
        let id = Self.text(ofRequestID: requestID)
        switch failure {
        case .notAdmitted(let refusal):
            return #"{"extra":null,"message":"\#(message(of: failure))","messageId":"\#(messageID(of: refusal))","#
                + #""statusCode":401,"traceID":""}"#
        case .upstream(let error):
            return #"{"message":"\#(message(of: failure))","phase":"\#(error.phase.rawValue)","requestId":"\#(id)"}"#
        default:
            return #"{"message":"\#(message(of: failure))","requestId":"\#(id)","traceID":""}"#
        }
    }

    /// 16 hexadecimal digits.
    public static func text(ofRequestID id: UInt64) -> String {
        let digits = String(id, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }

    public static func status(of failure: ProxyFailure) -> Int {
        switch failure {
        case .badHead(let error): status(of: error)
        case .notAdmitted: 401
        case .invalidOrganization: 400
        case .queryDenied, .foreignOrigin: 403
        case .rule(let refusal): refusal == .emptySegment ? 400 : 403
        case .invalidID, .invalidUID, .badPath, .unusableTarget, .tlsMaterial, .badBody: 400
        case .notFound, .methodRefused: 404
        case .secretUnavailable: 500
        case .tooManyCalls: 503
        case .loop: 508
        case .upstream(.noConnectionFree), .upstream(.sourceBusy), .upstream(.circuitOpen): 503
        case .upstream(.destinationRefused): 403
        case .upstream(let error): error.isTimeout ? 504 : 502
        case .sourceRefusedCredential: 400
        case .bodyTooLarge: 413
        case .answerTooLarge: 502
        case .callerGone: 499
        case .callerTimeout: 408
        }
    }

    private static func status(of error: HeadError) -> Int {
        switch error {
        case .headTooLarge, .tooManyFields: 431
        case .targetTooLong: 414
        default: 400
        }
    }

    private static func messageID(of refusal: AccessRefusal) -> String {
        switch refusal {
        case .noCredentials: "auth.unauthorized"
        case .malformedHeader: "basic-auth.invalid-header"
        case .unknownToken: "api-key.invalid"
        case .expiredToken: "api-key.expired"
        case .wrongPassword: "password-auth.failed"
        case .malformedOrganization: "organization.invalid"
        }
    }

    static func message(of failure: ProxyFailure) -> String {
        switch failure {
        case .badHead(let error): "Bad request: \(error)"
        case .notAdmitted(let refusal): message(of: refusal)
        case .invalidOrganization: message(of: AccessRefusal.malformedOrganization)
        case .queryDenied:
            "You'll need additional permissions to perform this action. Permissions needed: datasources:query"
        case .methodRefused: "Not found"
        case .foreignOrigin: "A page of another origin may not open a WebSocket here"
        case .invalidID: "id is invalid"
        case .invalidUID: "UID is invalid"
        case .notFound: "Unable to find datasource"
        case .badPath: "The path is not one that may be sent to a data source"
        case .rule(let refusal): refusal.message
        case .unusableTarget(let reason): reason.description
        case .tlsMaterial: "Unable to load TLS certificate"
        case .secretUnavailable: "A secret of the data source is not available"
        case .tooManyCalls: "Too many calls are under way"
        case .loop: "The call has passed through Headgate too often"
        case .upstream(let error): error.description
        case .sourceRefusedCredential: "Authentication to data source failed"
        case .badBody: "The request body is not framed as its head says"
        case .bodyTooLarge: "The request body is too large"
        case .answerTooLarge: "The data source's answer is too large"
        case .callerGone: "The caller left"
        case .callerTimeout: "The request did not come in time"
        }
    }

    private static func message(of refusal: AccessRefusal) -> String {
        switch refusal {
        case .noCredentials: "Unauthorized"
        case .malformedHeader: "Invalid Basic Auth Header"
        case .unknownToken: "Invalid API key"
        case .expiredToken: "Expired API key"
        case .wrongPassword: "Invalid username or password"
        case .malformedOrganization: "X-Grafana-Org-Id is no id of an organization"
        }
    }
}
