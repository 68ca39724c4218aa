import HTTP
import Testing

@Suite struct HTTPMethodTests {
    @Test(arguments: HTTPMethod.allCases)
    func methodIsReadBackFromItsText(_ method: HTTPMethod) {
        let text = method.text.withUTF8Buffer { Array($0) }
        #expect(HTTPMethod(text: text) == method)
        #expect(HTTPMethod(text: (text + [0x41])) == .other)
    }

    @Test func capitalsMatter() {
        #expect(HTTPMethod(text: Array("get".utf8)) == .other)
        #expect(HTTPMethod(text: Array("Post".utf8)) == .other)
    }

    @Test func safeMethodsAreIdempotent() {
        #expect(HTTPMethod.allCases.allSatisfy { !$0.isSafe || $0.isIdempotent })
        #expect(!HTTPMethod.post.isIdempotent && HTTPMethod.put.isIdempotent && !HTTPMethod.put.isSafe)
    }
}
