import Downstream
import Testing

@testable import Web

@Suite struct WebPlaneTests {
    let house = plane([
        (.get, "/api/datasources"), (.post, "/api/datasources"), (.get, "/api/datasources/:id"),
        (.put, "/api/datasources/:id"), (.get, "/api/datasources/uid/:uid"), (.get, "/api/datasources/name/:name"),
        (.delete, "/api/datasources/name/:name"), (.get, "/healthz"),
        (.get, "/api/datasources/:id/resources/*"), (.get, "/api/datasources/uid/:uid/resources/*"),
    ])

    @Test(arguments: [
        ("GET /api/datasources", "GET"),
        ("GET /api/datasources/", "GET"),
        ("HEAD /api/datasources", "GET"),
        ("POST /api/datasources", "POST"),
        ("GET /api/datasources?orgId=2", "GET"),
        ("GET http://elsewhere/api/datasources", "GET"),
        ("GET /api/datasources/5", "GET id=5"),
        ("GET /api/datasources/5/", "GET id=5"),
        ("PUT /api/datasources/uid", "PUT id=uid"),
        ("GET /api/datasources/name", "GET id=name"),
        ("GET /api/datasources/name/", "GET id=name"),
        ("GET /api/datasources/uid/a-b_c", "GET uid=a-b_c"),
        ("DELETE /api/datasources/name/x", "DELETE name=x"),
        ("GET /healthz", "GET"),
    ])
    func findsTheEndpoint(line: String, answer: String) async throws {
        let response = await house.respond(to: try request(line))
        #expect(response.status == 200)
        #expect(text(response) == answer)
    }

    @Test(
        "the rest of a path is handed over as it was sent",
        arguments: [
            ("GET /api/datasources/5/resources", "id=5 rest="), ("GET /api/datasources/5/resources/", "id=5 rest="),
            ("GET /api/datasources/5/resources/a/b", "id=5 rest=a/b"),
            ("GET /api/datasources/5/resources/a/", "id=5 rest=a/"),
            ("GET /api/datasources/5/resources//a", "id=5 rest=/a"),
            ("GET /api/datasources/5/resources/a//b", "id=5 rest=a//b"),
            ("GET /api/datasources/5/resources/a%2Fb%20c/..", "id=5 rest=a%2Fb%20c/.."),
            ("GET /api/datasources/uid/x/resources/a?b=/c", "uid=x rest=a"),
            (
                "GET /api/datasources/5/resources/1/2/3/4/5/6/7/8/9/10/11/12/13/14/15",
                "id=5 rest=1/2/3/4/5/6/7/8/9/10/11/12/13/14/15"
            ),
        ])
    func handsOverTheRest(line: String, values: String) async throws {
        let response = await house.respond(to: try request(line))
        #expect(text(response) == "GET " + values)
    }

    @Test(
        "one encoded segment is decoded once",
        arguments: [
            ("a%2Fb", "a/b"), ("a%252Fb", "a%2Fb"), ("a%20b", "a b"), ("a+b", "a+b"), ("Gr%C3%B6%C3%9Fe", "Größe"),
            ("%2E%2E", ".."), ("a%3Bb", "a;b"), ("%25", "%"),
        ])
    func decodesParametersOnce(sent: String, value: String) async throws {
        let response = await house.respond(to: try request("GET /api/datasources/name/\(sent)"))
        #expect(text(response) == "GET name=\(value)")
    }

    @Test(arguments: [
        "GET /", "GET /api", "GET /api/nope", "GET /api/datasources/name/a/b", "GET /api/datasources/5/x",
        "DELETE /api/datasources", "PATCH /api/datasources", "OPTIONS /api/datasources", "TRACE /api/datasources",
        "get /api/datasources", "FOO /api/datasources/5", "OPTIONS *", "DELETE /api/datasources/uid/x",
    ])
    func answersNotFound(line: String) async throws {
        #expect(await house.respond(to: try request(line)).status == 404)
    }

    @Test(
        "A-001: doubled slashes meet no endpoint",
        arguments: [
            "//api/datasources", "/api//datasources", "/api/datasources//", "/api/datasources//5",
            "/api/datasources//uid/x",
            "/api/datasources/uid//x", "/api/datasources/uid/x//", "//", "/api/datasources/name//",
        ])
    func refusesEmptySegments(path: String) async throws {
        #expect(await house.respond(to: try request("GET \(path)")).status == 404)
    }

    @Test(
        "A-005: path parameters, case and odd suffixes meet no endpoint",
        arguments: [
            "/api/datasources;x=1", "/api;x=1/datasources", "/API/Datasources", "/api/DataSources", "/api/datasources.",
            "/api/datasources./uid/x", "/api/datasources/uid;v=1/x", "/api/datasources/UID/x", "/api/%64atasources",
            "/api/datasources/%75id/x", "/api/datasources%2Fuid%2Fx", "/api/datasources%00", "/api/datasources.json",
        ])
    func comparesStaticTextByteForByte(path: String) async throws {
        #expect(await house.respond(to: try request("GET \(path)")).status == 404)
    }

    @Test(arguments: [
        "/api/datasources/name/%", "/api/datasources/name/%z", "/api/datasources/name/%zz", "/api/datasources/name/a%2",
        "/api/datasources/name/%ff", "/api/datasources/name/%C3", "/api/%zz", "/%",
    ])
    func refusesBrokenEscapes(path: String) async throws {
        #expect(await house.respond(to: try request("GET \(path)")).status == 400)
    }

    @Test func everyAnswerCarriesTheDefaultHeaders() async throws {
        for line in ["GET /healthz", "GET /nope", "GET /%zz"] {
            let fields = await house.respond(to: try request(line)).fields
            func value(_ name: String) -> [String] { fields.filter { $0.name == name }.map(\.value) }
            #expect(value("Cache-Control") == ["no-store"])
            #expect(value("X-Content-Type-Options") == ["nosniff"])
            #expect(value("X-Frame-Options") == ["deny"])
            #expect(value("X-XSS-Protection") == ["1; mode=block"])
            #expect(value("Content-Type") == ["text/plain; charset=utf-8"])
        }
    }

    @Test func refusesAPathOfTooManySegments() async throws {
        let path = String(repeating: "/a", count: 5000)
        #expect(await house.respond(to: try request("GET \(path)")).status == 404)
    }
}
