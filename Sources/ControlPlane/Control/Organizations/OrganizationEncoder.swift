internal import Access
internal import JSON
internal import Web

/// Organisations and memberships as the API shows them.
enum OrganizationEncoder {
    static func single(_ organization: OrganizationRecord) -> WebResponse {
        .object { json in
            brief(organization, &json)
            json.key("address")
            json.beginObject()
            json.field("address1", organization.address.address1)
            json.field("address2", organization.address.address2)
            json.field("city", organization.address.city)
            json.field("zipCode", organization.address.zipCode)
            json.field("state", organization.address.state)
            json.field("country", organization.address.country)
            json.endObject()
        }
    }

    static func list(_ organizations: [OrganizationRecord]) -> WebResponse {
        WebResponse(JSONText.array(organizations, brief))
    }

    static func places(_ places: [Place]) -> WebResponse {
        WebResponse(
            JSONText.array(places) { place, json in
                json.field("orgId", place.organization.id)
                json.field("name", place.organization.name)
                json.field("role", place.role.rawValue)
            })
    }

    private static func brief(_ organization: OrganizationRecord, _ json: inout JSONWriter) {
        json.field("id", organization.id)
        json.field("name", organization.name)
    }
}
