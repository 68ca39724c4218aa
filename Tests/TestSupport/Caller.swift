import Foundation

/// Somebody who calls a server: a port and a credential. Each call is a connection of its own.
public struct Caller: Sendable {
    public let port: UInt16
    /// The value of Authorization, or nil for nobody.
    public let authorization: String?
    /// Calls go over TLS; the server's certificate is not looked at.
    public let usesTLS: Bool

    public init(port: UInt16, authorization: String?, usesTLS: Bool = false) {
        self.port = port
        self.authorization = authorization
        self.usesTLS = usesTLS
    }

    public init(port: UInt16, user: String, password: String, usesTLS: Bool = false) {
        let credential = Data("\(user):\(password)".utf8).base64EncodedString()
        self.init(port: port, authorization: "Basic " + credential, usesTLS: usesTLS)
    }

    public func connect() throws -> RawConnection {
        usesTLS ? RawConnection(over: try TLSClient(connectingTo: port)) : try RawConnection(port: port)
    }

    /// A request's bytes; Content-Length is set when there is a body.
    public func request(
        _ method: String, _ target: String, fields: [(String, String)] = [], body: [UInt8]? = nil, close: Bool = true
    ) -> [UInt8] {
        var head = "\(method) \(target) HTTP/1.1\r\nHost: 127.0.0.1:\(port)\r\n"
        if let authorization { head += "Authorization: \(authorization)\r\n" }
        if close { head += "Connection: close\r\n" }
        for (name, value) in fields { head += "\(name): \(value)\r\n" }
        if let body { head += "Content-Length: \(body.count)\r\n" }
        return Array((head + "\r\n").utf8) + (body ?? [])
    }

    @discardableResult
    public func call(
        _ method: String, _ target: String, fields: [(String, String)] = [], body: [UInt8]? = nil,
        by deadline: Deadline = .generous
    ) throws -> RawAnswer {
        let connection = try connect()
        try connection.sendTolerant(request(method, target, fields: fields, body: body), by: deadline)
        return try connection.readAnswer(to: method, by: deadline)
    }

    @discardableResult
    public func call(_ method: String, _ target: String, json: JSONTree) throws -> RawAnswer {
        try call(method, target, json: json.text)
    }

    /// `json` goes out as it stands: it need not be JSON.
    @discardableResult
    public func call(_ method: String, _ target: String, json: String) throws -> RawAnswer {
        try call(method, target, fields: [("Content-Type", "application/json")], body: Array(json.utf8))
    }

    /// Creates a data source and answers `datasource` of the reply; anything but 200 is an error.
    public func createSource(_ json: JSONTree) throws -> JSONTree {
        let answer = try call("POST", "/api/datasources", json: json)
        guard answer.status == 200, let source = try answer.json()["datasource"] else {
            throw TestSupportError.unexpected("creating a source: \(answer.status) \(answer.text.prefix(300))")
        }
        return source
    }

    /// The id of a new data source.
    public func createSourceID(_ json: JSONTree) throws -> Int {
        guard let id = try createSource(json)["id"]?.int else {
            throw TestSupportError.unexpected("a source without an id")
        }
        return id
    }
}
