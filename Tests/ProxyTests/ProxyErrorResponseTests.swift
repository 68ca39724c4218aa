import Access
import Catalog
import Crypto
import Foundation
import HTTP
import Reactor
import TestSupport
import Testing
import Upstream

@testable import Proxy

@Suite struct ProxyErrorResponseTests {
    private static let upstream: [UpstreamError] =
        [
            .unresolvable, .resolveTimeout, .connectRefused, .connectFailed(SystemError(number: 113)), .connectTimeout,
            .tlsTimeout, .sendFailed, .closedBeforeAnswer, .firstByteTimeout, .badAnswer, .bodyCut, .bodyTimeout,
            .noConnectionFree, .sourceBusy, .circuitOpen(milliseconds: 4_200), .destinationRefused(.denied),
            .destinationRefused(.closed(.linkLocal)),
        ] + TLSFailure.allCases.map { .tlsFailed($0) }
    private static let access: [AccessRefusal] = [
        .noCredentials, .malformedHeader, .unknownToken, .expiredToken, .wrongPassword,
    ]
    private static let heads: [HeadError] = [
        .bareCR, .noHost, .headTooLarge, .tooManyFields, .targetTooLong, .badVersion,
    ]
    private static let failures: [ProxyFailure] =
        upstream.map { .upstream($0) } + access.map { .notAdmitted($0) } + heads.map { .badHead($0) }
        + ProxyRuleRefusal.allCases.map { .rule($0) }
        + [
            .methodRefused, .loop, .queryDenied, .invalidID, .invalidUID, .notFound, .badPath, .unusableTarget(.noURL),
            .unusableTarget(.invalidURL), .unusableTarget(.unsupportedScheme), .tlsMaterial, .secretUnavailable,
            .tooManyCalls, .sourceRefusedCredential, .badBody, .foreignOrigin, .bodyTooLarge, .answerTooLarge,
            .callerGone,
            .callerTimeout,
        ]

    @Test(arguments: failures)
    func everyFailureIsAnAnswer(_ failure: ProxyFailure) throws {
        let answer = ProxyErrorResponse.response(for: failure, requestID: 0xABC)
        #expect((400..<600).contains(answer.status))
        let fields = Dictionary(uniqueKeysWithValues: answer.fields.map { ($0.name, $0.value) })
        #expect(fields["X-Content-Type-Options"] == "nosniff")
        if failure == .sourceRefusedCredential {
            #expect(fields["Content-Type"] == "text/plain; charset=utf-8")
            return
        }
        #expect(fields["Content-Type"] == "application/json" && fields["Cache-Control"] == "no-store")
        let json = try JSONTree(parsing: answer.body)
        #expect(json["message"]?.string?.isEmpty == false)
        if case .upstream(let error) = failure {
            #expect(json["phase"]?.string == error.phase.rawValue)
            #expect(json["requestId"]?.string == "0000000000000abc")
        }
    }

    @Test("docs/errors.md has every failure's message beside its status")
    func everyFailureIsInTheTable() throws {
        let table = try String(contentsOfFile: Repository.path("docs/errors.md"), encoding: .utf8)
        let rows = table.split(separator: "\n").filter { $0.hasPrefix("| ") }
        for failure in Self.failures {
            // Heads and rules of types are summed up there; nobody is told of a caller that left or of an answer that broke off.
            switch failure {
            case .badHead, .rule, .callerGone, .upstream(.bodyCut), .upstream(.bodyTimeout): continue
            default: break
            }
            let (status, message) = (ProxyErrorResponse.status(of: failure), ProxyErrorResponse.message(of: failure))
            #expect(
                rows.contains { $0.hasPrefix("| \(status)") && $0.contains("`\(message)`") }, "\(status) \(message)")
        }
    }

    @Test("A-044, A-091: what is said of a dial is one of a few constants, without an address or an errno")
    func dialsAreToldByPhaseOnly() {
        let answers = [1, 13, 101, 113].map {
            ProxyErrorResponse.response(for: .upstream(.connectFailed(SystemError(number: $0))), requestID: 1).body
        }
        #expect(Set(answers).count == 1)
    }

    @Test(arguments: [
        (ProxyFailure.upstream(.connectRefused), 502), (.upstream(.firstByteTimeout), 504),
        (.upstream(.connectTimeout), 504),
        (.upstream(.resolveTimeout), 504), (.upstream(.bodyTimeout), 504), (.upstream(.badAnswer), 502),
        (.upstream(.noConnectionFree), 503), (.notFound, 404), (.queryDenied, 403), (.notAdmitted(.expiredToken), 401),
        (.rule(.emptySegment), 400), (.rule(.prometheusDelete), 403), (.secretUnavailable, 500), (.callerGone, 499),
        (.callerTimeout, 408), (.bodyTooLarge, 413), (.sourceRefusedCredential, 400), (.badHead(.tooManyFields), 431),
        (.badHead(.targetTooLong), 414), (.badHead(.badVersion), 400), (.badHead(.bareCR), 400), (.tooManyCalls, 503),
    ])
    func statusesAreTheDocumentedOnes(_ failure: ProxyFailure, _ status: Int) {
        #expect(ProxyErrorResponse.status(of: failure) == status)
    }
}
