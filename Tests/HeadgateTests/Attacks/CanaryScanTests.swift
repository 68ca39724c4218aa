import Foundation
import TestSupport
import Testing

@Suite struct CanaryScanTests {
    @Test func everyFormIsFound() {
        let secret = "CANARY/1+2"
        let bytes = Array(secret.utf8)
        let texts = [
            secret, Data(bytes).base64EncodedString(), Data(("user:" + secret).utf8).base64EncodedString(),
            Data("xuser:\(secret)".utf8).base64EncodedString(),
            Data("xyuser:\(secret)y".utf8).base64EncodedString(), "43414e4152592f312b32", "43414E4152592F312B32",
            "CANARY%2F1%2B2",
            "\\u0043\\u0041\\u004e\\u0041\\u0052\\u0059\\u002f\\u0031\\u002b\\u0032",
        ]
        let forms = CanaryScan.forms(of: secret)
        for text in texts {
            let place = Array("before \(text) behind".utf8)
            #expect(forms.contains { ByteSearch.bytes(place, contain: $0) }, "\(text)")
        }
        #expect(!forms.contains { ByteSearch.bytes(Array("CANARY/1-2".utf8), contain: $0) })
    }
}
