import Access
import Bytes
import Catalog
import HTTP

@testable import Proxy

/// The data plane's door in process: the phases `admit` and `resolve` of a proxied call, as a worker runs them.
enum ProxyDoor {
    /// The status that the caller would be refused with; 200 when the call would be forwarded.
    static func status(_ line: String, fields: [String], snapshot: RouteSnapshot, now: Int64) -> Int {
        var read = ByteBuffer()
        read.append(([line + " HTTP/1.1", "Host: h"] + fields + ["", ""]).joined(separator: "\r\n"))
        var head = RequestHead()
        guard case .complete = head.parse(read.span),
            case .data(let reference, let remainder) = PlaneSwitch.plane(of: head.path, in: read)
        else { return 0 }
        do throws(ProxyFailure) {
            let identity = try identity(head, read, snapshot, now)
            _ = try Resolve.route(
                reference, remainder: remainder, head: head, from: read, identity: identity, snapshot: snapshot,
                policy: Policy())
            return 200
        } catch {
            return ProxyErrorResponse.status(of: error)
        }
    }

    private static func identity(
        _ head: borrowing RequestHead, _ read: borrowing ByteBuffer, _ snapshot: RouteSnapshot, _ now: Int64
    ) throws(ProxyFailure) -> Identity {
        var authenticator = Authenticator()
        let directory = snapshot.directory
        let admission = Admit.decide(
            head, from: read, authenticator: &authenticator, directory: directory, now: now)
        switch admission {
        case .admitted(let identity): return identity
        case .refused(let refusal): throw .notAdmitted(refusal)
        case .needsPassword(let credential):
            let user = directory.user(login: credential.login)
            guard let user, Authenticator.verify(credential, user: user) else { throw .notAdmitted(.wrongPassword) }
            authenticator.remember(credential, user: user, now: now)
            let known = Admit.decide(
                head, from: read, authenticator: &authenticator, directory: directory, now: now)
            guard case .admitted(let identity) = known else { throw .notAdmitted(.wrongPassword) }
            return identity
        }
    }
}
