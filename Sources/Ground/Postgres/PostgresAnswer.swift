internal import CPostgres

/// A result of libpq and its memory.
@safe final class PostgresAnswer {
    private let result: OpaquePointer

    init(adopting result: OpaquePointer) { unsafe self.result = result }

    deinit { unsafe PQclear(result) }

    var columns: [PostgresColumn] {
        (0..<(unsafe PQnfields(result))).map { column in
            let name = unsafe PQfname(result, column).map { unsafe String(cString: $0) } ?? ""
            return PostgresColumn(name: name, typeID: unsafe PQftype(result, column))
        }
    }

    /// Appends its rows, of which there is one in single row mode.
    func append(to rows: inout PostgresRows) {
        for row in 0..<(unsafe PQntuples(result)) {
            for column in 0..<(unsafe PQnfields(result)) { append(row, column, to: &rows) }
            rows.endRow()
        }
    }

    private func append(_ row: Int32, _ column: Int32, to rows: inout PostgresRows) {
        guard unsafe PQgetisnull(result, row, column) == 0, let value = unsafe PQgetvalue(result, row, column) else {
            return rows.append(nil)
        }
        let count = Int(unsafe PQgetlength(result, row, column))
        unsafe value.withMemoryRebound(to: UInt8.self, capacity: count) { bytes in
            rows.append(unsafe Span(_unsafeStart: bytes, count: count))
        }
    }

    /// What the server said of a statement that it refused.
    var failure: PostgresLink.Result {
        let message = field(Int32(HG_PG_MESSAGE)) ?? (unsafe String(cString: PQresultErrorMessage(result)))
        return .failed(
            severity: field(Int32(HG_PG_SEVERITY)) ?? "ERROR", sqlState: field(Int32(HG_PG_SQLSTATE)) ?? "",
            message: message)
    }

    private func field(_ code: Int32) -> String? {
        unsafe PQresultErrorField(result, code).map { unsafe String(cString: $0) }
    }
}
