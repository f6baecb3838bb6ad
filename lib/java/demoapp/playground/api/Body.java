package demoapp.playground.api;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.parser.ParserException;
import tools.jackson.core.JacksonException;

import demoapp.json.Json;
import demoapp.playground.schema.Decoder;
import demoapp.playground.schema.Protobuf;
import demoapp.playground.schema.Yaml;
import demoapp.playground.store.ApiException;
import demoapp.playground.store.Kind;
import demoapp.playground.store.Kinds;

/** The object in a request's body: parsed strictly by content type, checked against its kind. */
final class Body {
    private static final String PROTOBUF = "application/vnd.kubernetes.protobuf";

    private Body() { }

    /** Of POST and PUT. */
    static Map<String, Object> read(Call call, Kind kind) {
        var json = json(call, kind);
        checkKind(kind, json);
        return decode(call, kind, json);
    }

    /** As JSON text, whatever it came as. */
    private static byte[] json(Call call, Kind kind) {
        return switch (call.contentType()) {
            case "application/json", "" -> call.body;
            case "application/yaml" -> {
                try {
                    var document = Yaml.read(call.body);
                    note(call, document.notes(), kind);
                    yield Json.bytes(document.value());
                } catch (YAMLException notYaml) {
                    throw unrecognized(kind, "yaml: " + firstLine(notYaml), call.body);
                }
            }
            case PROTOBUF -> {
                try {
                    yield Json.bytes(Protobuf.object(call.body, null));
                } catch (IllegalArgumentException broken) {
                    throw unrecognized(kind, broken.getMessage(), call.body);
                }
            }
            default -> throw unsupported();
        };
    }

    /**
     * A body that is not an object of a kind, such as DeleteOptions; empty when there is none.
     *
     * @param type its type in Schema
     */
    static Map<String, Object> other(Call call, String type) {
        if (call.body.length == 0) {
            return Map.of();
        }
        try {
            return switch (call.contentType()) {
                case "application/json", "" -> Json.read(call.body);
                case "application/yaml" -> Json.map(Yaml.read(call.body).value());
                case PROTOBUF -> Protobuf.object(call.body, type);
                default -> throw unsupported();
            };
        } catch (JacksonException notJson) {
            throw new ApiException(500, "", versionError(Decoder.syntaxError(notJson)), null);
        } catch (YAMLException | IllegalArgumentException broken) {
            throw new ApiException(500, "", versionError(broken.getMessage()), null);
        }
    }

    private static ApiException unsupported() {
        return new ApiException(415, "UnsupportedMediaType",
                "the body of the request was in an unknown format - accepted media types include: "
                + "application/json, application/yaml, application/vnd.kubernetes.protobuf", null);
    }

    private static void checkKind(Kind kind, byte[] json) {
        Map<String, Object> object;
        try {
            object = Decoder.untyped(json).object();
        } catch (JacksonException notJson) {
            throw unrecognized(kind, versionError(Decoder.syntaxError(notJson)), json);
        } catch (IllegalArgumentException empty) {
            throw unrecognized(kind, versionError(empty.getMessage()), json);
        } catch (ClassCastException notAnObject) {
            var type = json.length > 0 && json[0] == '[' ? "array" : json.length > 0 && json[0] == '"' ? "string" : "value";
            throw unrecognized(kind, versionError("json: cannot unmarshal " + type + " into Go value of type struct "
                    + "{ APIVersion string \"json:\\\"apiVersion,omitempty\\\"\"; Kind string "
                    + "\"json:\\\"kind,omitempty\\\"\" }"), json);
        }
        var version = Json.text(object, "apiVersion");
        var name = Json.text(object, "kind");
        var right = (version.isEmpty() || version.equals(kind.apiVersion()))
                && (name.isEmpty() || name.equals(kind.name()));
        if (!right) {
            throw cannotHandle(kind, name.isEmpty() ? kind.name() : name, version, mismatch(kind, name, version));
        }
    }

    private static String mismatch(Kind kind, String name, String version) {
        if (Kinds.of(version, name).isPresent()) {
            var group = kind.group().isEmpty() ? "core" : kind.group().replaceAll("\\..*", "");
            return "converting (v1.%s) to (%s.%s): unknown conversion".formatted(name, group, kind.name());
        }
        return "no kind \"%s\" is registered for version \"%s\" in scheme \"pkg/api/legacyscheme/scheme.go:30\""
                .formatted(name, version);
    }

    private static Map<String, Object> decode(Call call, Kind kind, byte[] json) {
        try {
            var decoded = Decoder.typed(kind, json);
            note(call, decoded.notes(), kind);
            return decoded.object();
        } catch (IllegalArgumentException wrongType) {
            throw cannotHandle(kind, kind.name(), kind.version(), wrongType.getMessage());
        }
    }

    /** Unknown and duplicate fields: refused, warned of or ignored, as fieldValidation asks. */
    private static void note(Call call, List<String> notes, Kind kind) {
        if (notes.isEmpty() || call.query("fieldValidation").equals("Ignore")) {
            return;
        }
        if (call.query("fieldValidation").equals("Strict")) {
            throw cannotHandle(kind, kind.name(), kind.version(),
                    "strict decoding error: " + String.join(", ", notes));
        }
        call.warnings.addAll(notes);
    }

    private static ApiException cannotHandle(Kind kind, String name, String version, String why) {
        return ApiException.badRequest("%s in version \"%s\" cannot be handled as a %s: %s"
                .formatted(name, version.substring(version.lastIndexOf('/') + 1), kind.name(), why));
    }

    private static String versionError(String why) {
        return "couldn't get version/kind; json parse error: " + why;
    }

    private static ApiException unrecognized(Kind kind, String why, byte[] body) {
        return ApiException.badRequest("the object provided is unrecognized (must be of type %s): %s (%s)"
                .formatted(kind.name(), why, snippet(body)));
    }

    /** How the API server quotes a body: JSON as it is, anything else as hex. */
    private static String snippet(byte[] body) {
        if (body.length == 0) {
            return "<empty>";
        }
        if (body[0] == '{' && body.length < 1024) {
            return new String(body, StandardCharsets.UTF_8);
        }
        var hex = HexFormat.of().formatHex(body, 0, Math.min(body.length, 30));
        return body.length > 30 ? hex + " ..." : hex;
    }

    static String firstLine(YAMLException error) {
        if (error instanceof MarkedYAMLException marked && marked.getProblemMark() != null) {
            return where(marked) + problem(marked);
        }
        return error.getMessage().lines().findFirst().orElse("");
    }

    /** Go's reader counts lines from 0 and does not say 0; what its scanner finds it counts from 1. */
    private static String where(MarkedYAMLException error) {
        var line = error.getProblemMark().getLine();
        if (error instanceof ParserException) {
            return "line " + Math.max(1, line) + ": ";
        }
        return line == 0 ? "" : "line " + (line + 1) + ": ";
    }

    private static String problem(MarkedYAMLException error) {
        var problem = error.getProblem();
        var alias = Pattern.compile("found undefined alias (.*)").matcher(problem);
        if (alias.matches()) {
            return "unknown anchor '%s' referenced".formatted(alias.group(1));
        }
        var block = String.valueOf(error.getContext()).contains("mapping") ? "key" : "'-' indicator";
        return problem.replace("mapping values are not allowed here", "mapping values are not allowed in this context")
                .replaceAll("^found character '.*' that cannot start any token.*", "found character that cannot start any token")
                .replaceAll("^expected (.*), but (got|found) .*", "did not find expected $1").replace("<block end>", block);
    }

    /** The body's name and namespace must be the path's; an absent one takes it. */
    static void checkIdentity(Map<String, Object> object, Target target) {
        var name = Json.text(object, "metadata", "name");
        if (!target.name().isEmpty()) {
            if (name.isEmpty()) {
                throw ApiException.badRequest(("the name of the object (%s based on URL) was undeterminable: name must "
                        + "be provided").formatted(target.name()));
            }
            if (!name.equals(target.name())) {
                throw ApiException.badRequest("the name of the object (%s) does not match the name on the URL (%s)"
                        .formatted(name, target.name()));
            }
        }
        checkNamespace(object, target);
    }

    static void checkNamespace(Map<String, Object> object, Target target) {
        var namespace = Json.text(object, "metadata", "namespace");
        if (target.kind().namespaced() && !namespace.isEmpty() && !namespace.equals(target.namespace())) {
            throw ApiException.badRequest(
                    "the namespace of the provided object does not match the namespace sent on the request");
        }
    }
}
