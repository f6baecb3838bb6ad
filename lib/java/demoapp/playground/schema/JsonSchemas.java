package demoapp.playground.schema;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import demoapp.json.Json;
import demoapp.playground.store.Kind;

/** The types as JSON schemas with the API's extensions, for OpenAPI. */
public final class JsonSchemas {
    private static final String PREFIX = "io.k8s.api.";

    private static final int DESCRIPTIONS = 1; // counts their changes
    /** Written always, but not asked for. */
    private static final Set<String> OPTIONAL = Set.of("ClusterRole.rules", "EndpointPort.port", "EndpointSlice.ports",
            "Event.reportingComponent", "Event.reportingInstance", "GRPCAction.service", "ProjectedVolumeSource.sources",
            "HorizontalPodAutoscalerStatus.currentMetrics", "IngressClassParametersReference.scope", "Role.rules",
            "StatefulSetOrdinals.start", "StatefulSetStatus.availableReplicas", "TypedLocalObjectReference.apiGroup",
            "TypedObjectReference.apiGroup");

    private JsonSchemas() { }

    /** Changes when a type does. */
    public static int version() {
        return Schema.text().hashCode() * 31 + DESCRIPTIONS;
    }

    /** Schemas of the kinds and of all types that they reach, by name. */
    public static Map<String, Object> of(List<Kind> kinds) {
        var schemas = new LinkedHashMap<String, Object>();
        for (var kind : kinds) {
            var schema = struct(Schema.of(kind), schemas);
            var properties = Json.object("apiVersion", Json.object("description", Descriptions.of("*", "apiVersion"),
                    "type", "string"), "kind", Json.object("description", Descriptions.of("*", "kind"), "type", "string"));
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
        var required = new ArrayList<String>();
        type.fields.values().forEach(field -> {
            var name = type.name + "." + field.name();
            var property = property(field.type(), schemas);
            property.put("description", Descriptions.of(type.name, field.name()));
            var values = Enumerations.of(name);
            if (values != null) {
                (field.type().list() ? Json.child(property, "items") : property).put("enum", values);
            }
            properties.put(field.name(), property);
            if (!field.omitEmpty() && !OPTIONAL.contains(name)) {
                required.add(field.name());
            }
        });
        var schema = Json.object("type", "object", "description", Descriptions.of(type.name), "properties", properties);
        if (!required.isEmpty()) {
            schema.put("required", required);
        }
        return schema;
    }

    /** A type without fields of ours. */
    private static Map<String, Object> named(String name, Map<String, Object> schema, Map<String, Object> schemas) {
        schemas.putIfAbsent(PREFIX + name, schema);
        return Json.object("allOf", List.of(Json.object("$ref", "#/components/schemas/" + PREFIX + name)));
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
            case ANY -> named("FieldsV1", Json.object("type", "object"), schemas);
            case INT_OR_STRING -> named("IntOrString", Json.object("format", "int-or-string", "oneOf",
                    List.of(Json.object("type", "integer"), Json.object("type", "string"))), schemas);
            case TIME -> Json.object("type", "string", "format", "date-time");
            default -> Json.object("type", "string");
        };
    }
}
