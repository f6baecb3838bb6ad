package demoapp.playground.schema;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import demoapp.json.Json;
import demoapp.playground.store.Kind;

/** The types as JSON schemas with the API's extensions, for OpenAPI. */
public final class JsonSchemas {
    private static final String PREFIX = "io.k8s.api.";

    private JsonSchemas() { }

    /** Changes when a type does. */
    public static int version() {
        return Schema.text().hashCode();
    }

    /** Schemas of the kinds and of all types that they reach, by name. */
    public static Map<String, Object> of(List<Kind> kinds) {
        var schemas = new LinkedHashMap<String, Object>();
        for (var kind : kinds) {
            var schema = struct(Schema.of(kind), schemas);
            var properties = Json.object("apiVersion", Json.object("type", "string"), "kind",
                    Json.object("type", "string"));
            properties.putAll(Json.map(schema, "properties"));
            schema.put("properties", properties);
            schema.put("x-kubernetes-group-version-kind", List.of(groupVersionKind(kind)));
            schemas.put(PREFIX + Schema.of(kind).name, schema);
        }
        return schemas;
    }

    public static Map<String, Object> groupVersionKind(Kind kind) {
        return Json.object("group", kind.group(), "version", kind.version(), "kind", kind.name());
    }

    private static Map<String, Object> struct(Type type, Map<String, Object> schemas) {
        var properties = new LinkedHashMap<String, Object>();
        type.fields.values().forEach(field -> properties.put(field.name(), property(field.type(), schemas)));
        return Json.object("type", "object", "description", "", "properties", properties);
    }

    private static Map<String, Object> property(Type type, Map<String, Object> schemas) {
        return switch (type.form) {
            case STRUCT -> {
                var name = PREFIX + type.name;
                if (!schemas.containsKey(name)) {
                    schemas.put(name, Map.of()); // so that a type that reaches itself ends
                    schemas.put(name, struct(type, schemas));
                }
                yield Json.object("allOf", List.of(Json.object("$ref", "#/components/schemas/" + name)));
            }
            case MAP -> Json.object("type", "object", "additionalProperties", property(type.element, schemas));
            case LIST -> {
                var list = Json.object("type", "array", "items", property(type.element, schemas));
                if (type.keys != null && !type.keys.isEmpty()) {
                    list.put("x-kubernetes-list-type", "map");
                    list.put("x-kubernetes-list-map-keys", type.keys);
                }
                yield list;
            }
            case INT32 -> Json.object("type", "integer", "format", "int32");
            case INT64 -> Json.object("type", "integer", "format", "int64");
            case BOOLEAN -> Json.object("type", "boolean");
            case FLOAT -> Json.object("type", "number");
            case ANY -> Json.object("type", "object");
            case INT_OR_STRING -> Json.object("type", "string", "format", "int-or-string");
            case TIME -> Json.object("type", "string", "format", "date-time");
            default -> Json.object("type", "string");
        };
    }
}
