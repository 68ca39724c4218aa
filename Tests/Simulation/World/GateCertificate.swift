internal import Bytes
internal import Crypto
internal import Downstream

/// What the gate shows callers that speak TLS: a certificate for `gate.test` until 2126.
enum GateCertificate {
    /// Without tickets, whose length depends on a random number in them.
    static func make() throws -> CallerCertificate {
        CallerCertificate(
            try TLSServerContext(
                certificate: SecretBytes(copying: certificate.utf8.span), key: SecretBytes(copying: key.utf8.span),
                offersHTTP2: true, givesTickets: false))
    }

    private static let certificate = """
        -----BEGIN CERTIFICATE-----
        MIIBVTCCAQegAwIBAgIUYcRQm4zsx4dFle7nIT4y6qEygQIwBQYDK2VwMBQxEjAQ
        BgNVBAMMCWdhdGUudGVzdDAgFw0yNjExMjgwNTMzMDRaGA8yMTI2MTEwNDA1MzMw
        NFowFDESMBAGA1UEAwwJZ2F0ZS50ZXN0MCowBQYDK2VwAyEAqFfPj5kDqDywv/GI
        /fmZB4n44FYWRZcT81Q6FC+HbZmjaTBnMB0GA1UdDgQWBBTnNmdsJOePe/Zx5Ilx
        mDn1SAzSmDAfBgNVHSMEGDAWgBTnNmdsJOePe/Zx5IlxmDn1SAzSmDAPBgNVHRMB
        Af8EBTADAQH/MBQGA1UdEQQNMAuCCWdhdGUudGVzdDAFBgMrZXADQQBCxyALTm/x
        /wAsJ84jNE9cESKXeCcJhdOT2rHYYlqwfClKrkDMB3J37J3O8uwHEheTsKppms3S
        6iqcQTu8/xIN
        -----END CERTIFICATE-----
        """

    private static let key = """
        -----BEGIN PRIVATE KEY-----
        MC4CAQAwBQYDK2VwBCIEIECgAwBGgCI790ji6ZqT1mzBj9q6EDN/4Uep9EhX04Mz
        -----END PRIVATE KEY-----
        """
}
