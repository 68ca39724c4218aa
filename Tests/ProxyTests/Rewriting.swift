import Access
import Bytes
import Catalog
import HTTP
import Testing

@testable import Proxy

/// `text` with line ends as the wire has them.
func wire(_ text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "\r\n")
}

func buffer(_ text: String) -> ByteBuffer {
    var bytes = ByteBuffer()
    bytes.append(text)
    return bytes
}

func text(_ bytes: borrowing ByteBuffer) -> String { String(decoding: bytes.span.copy(), as: UTF8.self) }

/// The head that a source reads when a caller at 192.0.2.7 sends `request` (line ends as `\n`) to `stored`, after all
/// phases
/// before `acquire`.
func rewritten(_ request: String, to stored: StoredDataSource, in house: SealedHouse) throws -> String {
    let read = buffer(wire(request))
    var head = RequestHead()
    let progress = head.parse(read.span)
    guard case .complete = progress else { throw ProxyFailure.badHead(.badTarget) }
    guard case .data(let reference, let remainder) = PlaneSwitch.plane(of: head.path, in: read) else {
        throw ProxyFailure.notFound
    }
    let identity = Identity(subject: .serviceAccount(1), login: "sa-1-grafana", orgID: 1, role: .admin)
    let route = try Resolve.route(
        reference, remainder: remainder, head: head, from: read, identity: identity,
        snapshot: house.snapshot([stored]), policy: Policy())
    let access: RouteAccess
    do throws(RouteProblem) { access = try route.access() } catch { throw ProxyFailure(error) }
    var arena = ByteBuffer()
    RewriteRequest.append(
        head, from: read, remainder: remainder, identity: identity, route: route, access: access,
        trace: CallTrace(head, from: read, requestID: 1), caller: "192.0.2.7", userAgent: "Headgate", to: &arena)
    return text(arena)
}

/// The head that a caller of `version` reads of a source's `answer` (line ends as `\n`). What was noted of it is what a reader finds there.
func rewrittenAnswer(
    _ answer: String, to method: HTTPMethod = .get, version: HTTPVersion = .http11, keepsAlive: Bool = true,
    isResource: Bool = false
) throws -> String {
    let read = buffer(wire(answer))
    var head = ResponseHead()
    let progress = head.parse(in: read, answering: method, limits: HeadLimits(), seenBefore: 0)
    guard case .complete = progress else { throw ProxyFailure.upstream(.badAnswer) }
    let (framing, endsConnection) = RewriteResponse.framing(head, to: version)
    var arena = ByteBuffer()
    var written = WrittenHead()
    written.begin(status: head.status, isWanted: true)
    RewriteResponse.append(
        head, from: read, as: framing, version: version, keepsAlive: keepsAlive && !endsConnection,
        isResource: isResource, to: &arena, noting: &written)
    try expectNoted(written, in: arena, answering: method)
    return text(arena)
}

/// What was noted of a head in `arena` is what a parser finds there, but for the fields that speak of a connection of HTTP/1.1, which are not
/// noted.
private func expectNoted(_ written: WrittenHead, in arena: borrowing ByteBuffer, answering method: HTTPMethod) throws {
    var head = ResponseHead()
    let progress = head.parse(in: arena, answering: method, limits: HeadLimits(), seenBefore: 0)
    func pairs(_ fields: [FieldLine]) -> [[String]] {
        fields.map { line in
            [line.name, line.value].map { String(decoding: arena.span.extracting($0.range).copy(), as: UTF8.self) }
        }
    }
    let endToEnd = head.fields.filter { !HopByHop.isDropped($0.known) }
    let (noted, found) = (pairs(written.fields), pairs(endToEnd))
    #expect(noted == found)
    #expect(progress == .complete(headBytes: written.headBytes))
    #expect(written.status == head.status)
    #expect(written.framing(answering: method) == head.framing)
}
