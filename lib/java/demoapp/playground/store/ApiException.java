package demoapp.playground.store;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

import demoapp.json.Json;

/** A refusal as the API server words it: carries what becomes a metav1.Status. */
public final class ApiException extends RuntimeException {
    /** One of a Status' details.causes. */
    public record Cause(String reason, String message, String field) { }

    private final int code;
    private final String reason;
    private final Map<String, Object> details;

    public ApiException(int code, String reason, String message, Map<String, Object> details) {
        super(message, null, false, false);
        this.code = code;
        this.reason = reason;
        this.details = details;
    }

    public int code() {
        return code;
    }

    public String reason() {
        return reason;
    }

    public boolean notFound() {
        return reason.equals("NotFound");
    }

    public Map<String, Object> status() {
        var status = Json.object("kind", "Status", "apiVersion", "v1", "metadata", Map.of(), "status", "Failure",
                "message", getMessage());
        if (!reason.isEmpty()) {
            status.put("reason", reason);
        }
        if (details != null) {
            status.put("details", details);
        }
        status.put("code", code);
        return status;
    }

    public static ApiException notFound(Kind kind, String name) {
        return new ApiException(404, "NotFound", "%s \"%s\" not found".formatted(kind.resource(), name),
                details(kind, name));
    }

    public static ApiException alreadyExists(Kind kind, String name, boolean beingDeleted) {
        return new ApiException(409, "AlreadyExists", "%s%s \"%s\" already exists".formatted(
                beingDeleted ? "object is being deleted: " : "", kind.resource(), name), details(kind, name));
    }

    public static ApiException conflict(Kind kind, String name, String why) {
        return new ApiException(409, "Conflict", "Operation cannot be fulfilled on %s \"%s\": %s"
                .formatted(kind.resource(), name, why), details(kind, name));
    }

    /** One that names the kind instead of the resource, as failed preconditions do. */
    static ApiException conflict(String kind, String name, String why) {
        return new ApiException(409, "Conflict", "Operation cannot be fulfilled on %s \"%s\": %s"
                .formatted(kind, name, why), Json.object("name", name, "kind", kind));
    }

    public static ApiException forbidden(Kind kind, String name, String why) {
        return new ApiException(403, "Forbidden", "%s \"%s\" is forbidden: %s".formatted(kind.resource(), name, why),
                details(kind, name));
    }

    public static ApiException changedUid(Kind kind, String name, String uid) {
        var cause = new Cause("FieldValueInvalid", "Invalid value: \"" + uid + "\": field is immutable",
                "metadata.uid");
        return invalid(kind, name, List.of(cause, cause)); // twice, as the API server says it
    }

    public static ApiException badRequest(String message) {
        return new ApiException(400, "BadRequest", message, null);
    }

    /** 410: the watch or the list asks for a version that is not kept any more. */
    public static ApiException expired(String message) {
        return new ApiException(410, "Expired", message, null);
    }

    /** 422 with its causes; several are worded as one list, as Go's aggregated errors are. */
    public static ApiException invalid(Kind kind, String name, List<Cause> causes) {
        return invalid(kind.group(), kind.name(), name, causes);
    }

    public static ApiException invalid(String group, String kind, String name, List<Cause> causes) {
        var details = Json.object();
        if (!name.isEmpty()) {
            details.put("name", name);
        }
        if (!group.isEmpty()) {
            details.put("group", group);
        }
        if (!kind.isEmpty()) {
            details.put("kind", kind);
        }
        details.put("causes", causes.stream()
                .map(c -> Json.object("reason", c.reason(), "message", c.message(), "field", c.field())).toList());
        var qualified = group.isEmpty() ? kind : kind + "." + group;
        return new ApiException(422, "Invalid", "%s \"%s\" is invalid: %s".formatted(qualified, name, sum(causes)),
                details);
    }

    private static String sum(List<Cause> causes) {
        var lines = new LinkedHashSet<String>();
        for (var cause : causes) {
            lines.add(cause.field().isEmpty() ? cause.message() : cause.field() + ": " + cause.message());
        }
        return lines.size() == 1 ? lines.iterator().next() : "[" + String.join(", ", lines) + "]";
    }

    private static Map<String, Object> details(Kind kind, String name) {
        var details = Json.object();
        if (!name.isEmpty()) {
            details.put("name", name);
        }
        if (!kind.group().isEmpty()) {
            details.put("group", kind.group());
        }
        details.put("kind", kind.plural());
        return details;
    }
}
