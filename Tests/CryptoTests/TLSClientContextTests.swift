import Bytes
import Testing

@testable import Crypto

@Suite struct TLSClientContextTests {
    private static let authority = TLSIdentity("ca", isAuthority: true)
    private static let client = TLSIdentity("c", by: authority)
    private static let other = TLSIdentity("o", by: authority)

    private static func problem(
        authorities: String? = nil, certificate: String? = nil, key: String? = nil
    ) -> TLSMaterialError? {
        do throws(TLSMaterialError) {
            _ = try TLSClientContext(settings(authorities: authorities, certificate: certificate, key: key))
            return nil
        } catch {
            return error
        }
    }

    private static func settings(
        skips: Bool = false, name: String? = nil, authorities: String? = nil, certificate: String? = nil,
        key: String? = nil
    ) -> TLSClientSettings {
        var settings = TLSClientSettings()
        settings.skipsVerification = skips
        settings.serverName = name
        settings.authorities = authorities.map { SecretBytes(copying: Array($0.utf8).span) }
        settings.clientCertificate = certificate.map { SecretBytes(copying: Array($0.utf8).span) }
        settings.clientKey = key.map { SecretBytes(copying: Array($0.utf8).span) }
        return settings
    }

    @Test func goodTextsMakeAContext() {
        #expect(Self.problem() == nil)
        #expect(Self.problem(authorities: Self.authority.certificatePEM) == nil)
        #expect(Self.problem(certificate: Self.client.certificatePEM, key: Self.client.keyPEM) == nil)
        let chain = Self.client.certificatePEM + Self.authority.certificatePEM
        #expect(Self.problem(certificate: chain, key: Self.client.keyPEM) == nil)
        // Some tools put both into one file.
        let both = Self.client.keyPEM + Self.client.certificatePEM
        #expect(Self.problem(certificate: both, key: both) == nil)
    }

    @Test func textsOfNoUseAreToldApart() {
        let (certificate, key) = (Self.client.certificatePEM, Self.client.keyPEM)
        for text in ["", "nonsense", key, "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n", "\0\0"] {
            #expect(Self.problem(authorities: text) == .authorities)
            #expect(Self.problem(certificate: text, key: key) == .certificate)
        }
        for text in ["", "x", certificate, Self.client.lockedKeyPEM, String(key.dropLast(60))] {
            #expect(Self.problem(certificate: certificate, key: text) == .key)
        }
        #expect(Self.problem(certificate: certificate, key: Self.other.keyPEM) == .keyOfAnother)
        #expect(Self.problem(certificate: certificate) == .halfOfAPair)
        #expect(Self.problem(key: key) == .halfOfAPair)
        let cut = certificate + certificate.dropLast(60)
        #expect(Self.problem(certificate: cut, key: key) == .certificate)
        let weak = TLSIdentity("w", by: Self.authority, bits: 512)
        #expect(Self.problem(certificate: weak.certificatePEM, key: weak.keyPEM) == .certificate)
    }

    @Test func everySettingIsPartOfTheIdentity() throws {
        let (certificate, key) = (Self.client.certificatePEM, Self.client.keyPEM)
        let all = [
            Self.settings(), Self.settings(skips: true), Self.settings(name: "a"), Self.settings(name: "b"),
            Self.settings(authorities: "a"), Self.settings(authorities: "b"), Self.settings(authorities: ""),
            Self.settings(certificate: certificate, key: key), Self.settings(certificate: key, key: certificate),
            Self.settings(certificate: certificate), Self.settings(key: certificate),
            Self.settings(certificate: certificate + key, key: ""),
            Self.settings(certificate: "", key: certificate + key),
        ].map(\.identity)
        #expect(Set(all).count == all.count)
        #expect(
            Self.settings(name: "a", authorities: "b").identity == Self.settings(name: "a", authorities: "b").identity)
        #expect(try TLSClientContext(Self.settings()) == TLSClientContext(Self.settings()))
    }
}
