/// The API's description, OpenAPI 3.1: the file beside this one.
enum OpenAPIDocument {
    static let text = String(decoding: PackageResources.openapi_json, as: UTF8.self)
}
