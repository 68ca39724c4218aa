import Bytes
import Downstream
import HTTP
import Testing

@testable import Web

/// A request as the listener would hand it over, from the text of its head.
func request(_ line: String, fields: [String] = [], body: String = "") throws -> AsyncRequest {
    let text = ([line + " HTTP/1.1", "Host: headgate"] + fields + ["", ""]).joined(separator: "\r\n")
    let bytes = Array(text.utf8)
    var head = RequestHead()
    guard case .complete = head.parse(bytes.span, limits: HeadLimits()) else { throw UnreadableHead() }
    var content = ByteBuffer(kind: .confidential)
    content.append(body)
    return AsyncRequest(head: head, headBytes: bytes, body: content, remoteAddress: "127.0.0.1", requestID: "r1")
}

struct UnreadableHead: Error {}

/// A plane whose endpoints say which one they are and what their parameters hold; refusals have the statuses 404 and 400.
func plane(_ routes: [(WebMethod, RoutePattern)]) -> WebPlane {
    let routes = routes.map { method, pattern in
        WebRoute(method, pattern) { request in
            let values = pattern.segments.compactMap { segment -> String? in
                switch segment {
                case .parameter(let name): "\(name)=\(request.parameter(name))"
                case .rest: "rest=\(request.rest)"
                case .text: nil
                }
            }
            return .text(([method.rawValue] + values).joined(separator: " "))
        }
    }
    return WebPlane(routes: routes) { .text("\($0)", status: $0 == .noRoute ? 404 : 400) }
}

func text(_ response: AsyncResponse) -> String {
    String(decoding: response.body, as: UTF8.self).replacing("\n", with: "")
}
