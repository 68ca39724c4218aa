import COpenSSL
import Crypto

/// A key and a certificate over it as OpenSSL objects, made when a test wants them. Lives as long as the process.
final class TLSIdentity: @unchecked Sendable {
    let key: OpaquePointer
    let certificate: OpaquePointer

    /// `names` as OpenSSL writes them (`DNS:a.test,IP:127.0.0.1`); validity in seconds from 1970; signed by itself without `issuer`.
    init(
        _ commonName: String, names: String? = nil, isAuthority: Bool = false, by issuer: TLSIdentity? = nil,
        usage: String? = nil, validity: ClosedRange<Int> = TLSIdentity.valid, bits: Int = 2048
    ) {
        key = Self.makeKey(Int32(bits))
        certificate = X509_new()
        let serial = Int(SecureRandom.uint64() >> 1)
        ASN1_INTEGER_set(X509_get_serialNumber(certificate), serial)
        X509_set_version(certificate, 2)
        ASN1_TIME_set(X509_getm_notBefore(certificate), validity.lowerBound)
        ASN1_TIME_set(X509_getm_notAfter(certificate), validity.upperBound)
        let subject = X509_get_subject_name(certificate)
        X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_ASC, commonName, -1, -1, 0)
        X509_set_issuer_name(certificate, issuer.map { X509_get_subject_name($0.certificate) } ?? subject)
        X509_set_pubkey(certificate, key)
        add(NID_basic_constraints, isAuthority ? "critical,CA:TRUE" : "CA:FALSE")
        if let names { add(NID_subject_alt_name, names) }
        if let usage { add(NID_ext_key_usage, usage) }
        X509_sign(certificate, issuer?.key ?? key, EVP_sha256())
    }

    /// 2020 to 2040; tests say 2030.
    static let valid = 1_577_836_800...2_208_988_800
    static let now: Int64 = 1_893_456_000

    private func add(_ kind: Int32, _ value: String) {
        guard let made = X509V3_EXT_conf_nid(nil, nil, kind, value) else { return }
        X509_add_ext(certificate, made, -1)
        X509_EXTENSION_free(made)
    }

    var certificatePEM: String { Self.text { PEM_write_bio_X509($0, certificate) } }
    var keyPEM: String { Self.text { PEM_write_bio_PrivateKey($0, key, nil, nil, 0, nil, nil) } }

    /// The key behind a passphrase.
    var lockedKeyPEM: String {
        Self.text { PEM_write_bio_PKCS8PrivateKey($0, key, EVP_aes_256_cbc(), "pass", 4, nil, nil) }
    }

    private static func text(_ write: (OpaquePointer?) -> Int32) -> String {
        let bio = BIO_new(BIO_s_mem())
        defer { BIO_free(bio) }
        guard write(bio) == 1 else { return "" }
        var bytes = [UInt8](repeating: 0, count: hg_bio_pending(bio))
        let count = BIO_read(bio, &bytes, Int32(bytes.count))
        return String(decoding: bytes.prefix(Int(count)), as: UTF8.self)
    }

    private static func makeKey(_ bits: Int32) -> OpaquePointer {
        guard let context = EVP_PKEY_CTX_new_from_name(nil, "RSA", nil) else { preconditionFailure() }
        defer { EVP_PKEY_CTX_free(context) }
        var key: OpaquePointer?
        EVP_PKEY_keygen_init(context)
        EVP_PKEY_CTX_set_rsa_keygen_bits(context, bits)
        EVP_PKEY_generate(context, &key)
        guard let key else { preconditionFailure("no key") }
        return key
    }
}
