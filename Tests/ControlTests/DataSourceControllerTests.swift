import Catalog
import JSON
import Testing

@testable import Control

@Suite struct DataSourceControllerTests {
    let house: ControlHarness

    init() throws { house = try ControlHarness() }

    static let graphite =
        #"{"name":"test","type":"graphite","url":"http://mydatasource.com","access":"proxy","basicAuth":false}"#

    // MARK: Shapes

    @Test func aCreateAnswersTheWholeSource() async throws {
        let answer = try await house.send("POST /api/datasources", Self.graphite)
        #expect(answer.status == 200)
        #expect(answer.message == "Datasource added")
        #expect(answer.json?["name"] == "test")
        let source = try #require(answer.json?["datasource"])
        #expect(source["id"]?.int64Value == answer.id)
        let uid = try #require(source["uid"]?.stringValue)
        #expect(!uid.isEmpty)
        #expect(
            answer.text == """
                {"datasource":{"id":\(answer.id),"uid":"\(uid)","orgId":1,"name":"test","type":"graphite",\
                "typeLogoUrl":"public/plugins/graphite/img/graphite_logo.png","access":"proxy",\
                "url":"http://mydatasource.com","password":"","user":"","database":"","basicAuth":false,\
                "basicAuthUser":"","basicAuthPassword":"","withCredentials":false,"isDefault":false,"jsonData":{},\
                "secureJsonFields":{},"version":1,"readOnly":false,"apiVersion":""},"id":\(answer.id),\
                "message":"Datasource added","name":"test"}
                """)
    }

    @Test func theThreeReadsAnswerTheSameBytes() async throws {
        let made = try await house.send("POST /api/datasources", Self.graphite)
        let byID = try await house.send("GET /api/datasources/\(made.id)", as: .viewer)
        let byUID = try await house.send("GET /api/datasources/uid/\(made.uid)", as: .viewer)
        let byName = try await house.send("GET /api/datasources/name/test", as: .viewer)
        #expect(byID.status == 200)
        #expect(byID.text == byUID.text && byUID.text == byName.text)
        #expect(byID.json == made.json?["datasource"])
        #expect(try await house.send("GET /api/datasources/id/test").text == "{\"id\":\(made.id)}")
    }

    @Test func aReadIsTheSnapshotsOwnBytes() async throws {
        let made = try await house.send("POST /api/datasources", Self.graphite)
        let route = try #require(house.board.current.route(orgID: 1, id: made.id))
        #expect(
            try await house.send("GET /api/datasources/\(made.id)").text
                == String(decoding: route.answer, as: UTF8.self))
    }

    @Test func theListShowsBothDocumentsFields() async throws {
        #expect(try await house.send("GET /api/datasources").text == "[]")
        _ = try await house.send(
            "POST /api/datasources",
            #"{"name":"b","type":"acme","access":"proxy","jsonData":{"esVersion":5},"uid":"u-b"}"#)
        _ = try await house.send(
            "POST /api/datasources", #"{"name":"A","type":"loki","access":"direct","url":"http://x"}"#)
        let list = try await house.send("GET /api/datasources", as: .viewer).json?.arrayValue ?? []
        #expect(list.map { $0["name"]?.stringValue } == ["A", "b"])
        #expect(
            list.last.map(Self.compact) == """
                {"id":1,"uid":"u-b","orgId":1,"name":"b","type":"acme","typeName":"acme",\
                "typeLogoUrl":"public/img/icn-datasource.svg","access":"proxy","url":"","password":"","user":"",\
                "database":"","basicAuth":false,"basicAuthUser":"","basicAuthPassword":"","isDefault":false,\
                "jsonData":{"esVersion":5},"readOnly":false}
                """)
        #expect(list.first?["typeName"] == "Loki")
        #expect(list.first?["typeLogoUrl"] == "public/plugins/loki/img/loki_icon.svg")
    }

    @Test func numbersKeepTheirText() async throws {
        let data = #"{"z":1.0,"a":1e3,"n":-0.0,"big":12345678901234567890,"deep":{"b":[2.50,null,true,"x"]}}"#
        let made = try await house.send(
            "POST /api/datasources", #"{"name":"n","type":"graphite","access":"proxy","jsonData":\#(data)}"#)
        #expect(made.text.contains("\"jsonData\":\(data)"))
    }

    @Test(arguments: ["null", "{}"])
    func absentJSONDataIsAnEmptyObject(value: String) async throws {
        let made = try await house.send(
            "POST /api/datasources", #"{"name":"n","type":"graphite","access":"proxy","jsonData":\#(value)}"#)
        #expect(made.json?["datasource"]?["jsonData"] == [:])
    }

    // MARK: Names and ids

    @Test(arguments: ["a/b 1", "Größe 数据", "100%", "x?y#z", ".."])
    func aNameIsOneEncodedSegment(name: String) async throws {
        let body = JSONText.object { json in
            json.key("name")
            json.string(name)
            json.key("type")
            json.string("graphite")
            json.key("access")
            json.string("proxy")
        }
        let made = try await house.send("POST /api/datasources", String(decoding: body, as: UTF8.self))
        #expect(made.status == 200)
        let segment = name.utf8.map { ($0 < 16 ? "%0" : "%") + String($0, radix: 16) }.joined()
        #expect(try await house.send("GET /api/datasources/name/\(segment)").uid == made.uid)
        #expect(try await house.send("GET /api/datasources/id/\(segment)").id == made.id)
        #expect(try await house.send("DELETE /api/datasources/name/\(segment)").id == made.id)
    }

    @Test(arguments: [
        ("GET", "abc", 400, "id is invalid"), ("GET", "1.5", 400, "id is invalid"),
        ("GET", "9223372036854775808", 400, "id is invalid"),
        ("GET", "%201", 400, "id is invalid"), ("GET", "0", 400, "Datasource id is missing"),
        ("GET", "-1", 400, "Datasource id is missing"), ("GET", "999999", 404, "Data source not found"),
        ("GET", "5;x=1", 400, "id is invalid"), ("GET", "name", 400, "id is invalid"),
        ("GET", "%D9%A1", 400, "id is invalid"),
        ("DELETE", "abc", 400, "id is invalid"), ("DELETE", "0", 400, "Missing valid datasource id"),
        ("DELETE", "-1", 400, "Missing valid datasource id"), ("DELETE", "7", 404, "Data source not found"),
        ("PUT", "abc", 400, "id is invalid"), ("PUT", "0", 400, "Datasource id is missing"),
        ("PUT", "999999", 404, "Data source not found"),
    ])
    func aBadIDIsRefused(method: String, id: String, status: Int, message: String) async throws {
        let answer = try await house.send("\(method) /api/datasources/\(id)", method == "PUT" ? Self.graphite : nil)
        #expect(answer.status == status)
        #expect(answer.message == message)
    }

    @Test(arguments: ["+1", "001", "1", "%2B1"])
    func anIDMayHaveASignOrLeadingZeros(id: String) async throws {
        _ = try await house.send("POST /api/datasources", Self.graphite)
        #expect(try await house.send("GET /api/datasources/\(id)").id == 1)
    }

    // MARK: Changing

    @Test func deletesSayWhatTheySayInGrafana() async throws {
        for (path, shows) in [("1", false), ("uid/u2", true), ("name/n3", true)] {
            let made = try await house.send(
                "POST /api/datasources",
                #"{"name":"n\#(path.last ?? "0")","uid":"u\#(path.last ?? "0")","type":"graphite","access":"proxy"}"#)
            let answer = try await house.send("DELETE /api/datasources/\(path)")
            #expect(answer.message == "Data source deleted")
            #expect(answer.json?["id"]?.int64Value == (shows ? made.id : nil))
            #expect(try await house.send("GET /api/datasources/\(made.id)").status == 404)
            #expect(try await house.send("DELETE /api/datasources/uid/\(made.uid)").status == 404)
        }
    }

    @Test func versionsCountAsGrafanaCounts() async throws {
        let made = try await house.send("POST /api/datasources", Self.graphite)
        func put(_ version: String) async throws -> Answer {
            let body = #"{"name":"test","type":"graphite","url":"http://x","access":"proxy"\#(version)}"#
            return try await house.send("PUT /api/datasources/\(made.id)", body)
        }
        #expect(try await put(",\"version\":1").json?["datasource"]?["version"] == 2)
        let stale = try await put(",\"version\":1")
        #expect(stale.status == 409)
        #expect(stale.message == "Datasource has already been updated by someone else. Please reload and try again")
        #expect(try await put(",\"version\":-1").status == 409)
        #expect(try await put("").status == 200)
        #expect(try await put(",\"version\":99").json?["datasource"]?["version"] == 100)
        #expect(try await put(",\"version\":9223372036854775807").status < 500)
    }

    @Test func ifMatchIsAStrictCheck() async throws {
        let made = try await house.send("POST /api/datasources", Self.graphite)
        let target = "PUT /api/datasources/uid/\(made.uid)"
        let tag = try #require(try await house.send("GET /api/datasources/\(made.id)").field("ETag"))
        #expect(tag.first == "\"" && tag.last == "\"")
        #expect(try await house.send(target, Self.graphite, fields: ["If-Match: \(tag)"]).status == 200)
        let stale = try await house.send(target, Self.graphite, fields: ["If-Match: \(tag)"])
        #expect(stale.status == 412)
        #expect(stale.message == "Datasource has already been updated by someone else. Please reload and try again")
        let fresh = try #require(try await house.send("GET /api/datasources/\(made.id)").field("ETag"))
        #expect(fresh != tag)
        #expect(try await house.send(target, Self.graphite, fields: ["If-Match: W/\(fresh)"]).status == 412)
        #expect(try await house.send(target, Self.graphite, fields: ["If-Match: nonsense"]).status == 412)
        #expect(try await house.send(target, Self.graphite, fields: ["If-Match: \(tag), \(fresh)"]).status == 200)
        #expect(try await house.send(target, Self.graphite, fields: ["If-Match: *"]).status == 200)
        let missing = "PUT /api/datasources/uid/none"
        #expect(try await house.send(missing, Self.graphite, fields: ["If-Match: \(tag)"]).status == 404)
    }

    @Test func conflictsSayWhatIsTaken() async throws {
        let first = try await house.send("POST /api/datasources", Self.graphite)
        let twice = try await house.send("POST /api/datasources", Self.graphite)
        #expect(twice.status == 409)
        #expect(twice.message == "data source with the same name already exists")
        let sameUID = try await house.send(
            "POST /api/datasources", #"{"name":"other","type":"graphite","access":"proxy","uid":"\#(first.uid)"}"#)
        #expect(sameUID.status == 409)
        #expect(sameUID.message == "data source with the same uid already exists")
        let other = try await house.send(
            "POST /api/datasources", #"{"name":"other","type":"graphite","access":"proxy"}"#)
        let renamed = try await house.send("PUT /api/datasources/\(other.id)", Self.graphite)
        #expect(renamed.status == 409)
        #expect(renamed.message == "Failed to update datasource: data source with the same name already exists")
    }

    @Test("A-015: a read-only source is read-only at every door")
    func readOnlyHoldsAtEveryDoor() async throws {
        let kept = house.store.put(
            DataSource(
                uid: "ro", orgID: 1, name: "ro", type: "graphite", access: "proxy", url: "http://x", readOnly: true))
        let body = #"{"name":"ro","type":"graphite","url":"http://evil","access":"proxy","readOnly":false}"#
        for path in ["\(kept.source.id)", "uid/ro"] {
            let answer = try await house.send("PUT /api/datasources/\(path)", body)
            #expect(answer.status == 403)
            #expect(answer.message == "Cannot update read-only data source")
        }
        for path in ["\(kept.source.id)", "uid/ro", "name/ro"] {
            let answer = try await house.send("DELETE /api/datasources/\(path)")
            #expect(answer.status == 403)
            #expect(answer.message == "Cannot delete read-only data source")
        }
        #expect(try await house.send("PATCH /api/datasources/uid/ro", body).status == 404)
        #expect(house.store.stored(id: kept.source.id) == kept)
    }

    @Test func aStoreThatIsDownIsA500() async throws {
        let made = try await house.send("POST /api/datasources", Self.graphite)
        house.store.goDown()
        let other = #"{"name":"other","type":"graphite","url":"http://x","access":"proxy"}"#
        #expect(try await house.send("POST /api/datasources", other).message == "Failed to add datasource")
        #expect(
            try await house.send("PUT /api/datasources/\(made.id)", Self.graphite).message
                == "Failed to update datasource")
        let deleted = try await house.send("DELETE /api/datasources/\(made.id)")
        #expect(deleted.message == "Failed to delete datasource")
        #expect(deleted.status == 500)
        #expect(try await house.send("GET /api/datasources/\(made.id)").status == 200, "reads need no store")
    }

    private static func compact(_ value: JSONValue) -> String {
        var writer = JSONWriter()
        writer.value(value)
        let buffer = writer.finish()
        return String(copying: buffer)
    }
}
