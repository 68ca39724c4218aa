internal import Crypto
internal import Downstream
internal import Reactor

/// Follows the files of callers' certificate: a new pair is used for new connections within two seconds, a bad one is told once and
/// changes nothing. Connections that stand are not touched.
///
/// Now and then the old pair is taken anew too, for the sake of its tickets' keys.
final class CertificateWatch: Sendable {
    private static let interval = Duration.seconds(1)
    /// What was recorded of tickets' connections with TLS 1.2 can be read with the keys of this time only.
    private static let ageMaxSeconds: Int64 = 12 * 3_600

    /// What there is to tell.
    enum Outcome: Sendable, Equatable {
        case replaced
        case refused(TLSFilesError)
    }

    private let task: Task<Void, Never>

    /// `tls` is what callers are shown so far.
    init(
        _ tls: CallerTLS, _ certificate: CallerCertificate, now: @escaping @Sendable () -> Int64,
        observe: @escaping @Sendable (Outcome) -> Void
    ) {
        let files = tls.files
        task = Task {
            var seen = Self.stamps(of: files)
            var madeAt = now()
            // A sleep ends early by cancellation only.
            while (try? await Task.sleep(for: Self.interval)) != nil {
                let stamps = Self.stamps(of: files)
                let isChanged = stamps != seen
                guard isChanged || now() - madeAt >= Self.ageMaxSeconds else { continue }
                (seen, madeAt) = (stamps, now())
                let outcome = Self.reload(files, into: certificate)
                if isChanged || outcome != .replaced { observe(outcome) }
            }
        }
    }

    func stop() { task.cancel() }

    private static func reload(_ files: TLSFiles, into certificate: CallerCertificate) -> Outcome {
        do throws(TLSFilesError) {
            certificate.replace(with: try files.load())
            return .replaced
        } catch {
            return .refused(error)
        }
    }

    /// A file that is not there has none; that is a change as well.
    private static func stamps(of files: TLSFiles) -> [FileStamp?] {
        [files.certificate, files.key].map { try? FileStatus.of($0)?.stamp }
    }
}
