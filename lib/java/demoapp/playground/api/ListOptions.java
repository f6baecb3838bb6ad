package demoapp.playground.api;

import java.util.ArrayList;
import java.util.List;

import demoapp.json.Json;
import demoapp.playground.store.ApiException;
import demoapp.playground.store.ApiException.Cause;

/**
 * Finds fault with a list's query. As in
 * https://github.com/kubernetes/apimachinery/blob/v0.32.13/pkg/apis/meta/internalversion/validation/validation.go
 */
final class ListOptions {
    private ListOptions() { }

    static void check(Call call) {
        number(call, "timeoutSeconds");
        number(call, "limit");
        var causes = new ArrayList<Cause>();
        var match = call.query("resourceVersionMatch");
        var version = call.query("resourceVersion");
        if (!match.isEmpty()) {
            if (version.isEmpty()) {
                causes.add(forbidden("resourceVersionMatch is forbidden unless resourceVersion is provided"));
            }
            if (!call.query("continue").isEmpty()) {
                causes.add(forbidden("resourceVersionMatch is forbidden when continue is provided"));
            }
            if (!List.of("Exact", "NotOlderThan").contains(match)) {
                causes.add(new Cause("FieldValueNotSupported", ("Unsupported value: %s: supported values: \"Exact\", "
                        + "\"NotOlderThan\", \"\"").formatted(Json.string(match)), "resourceVersionMatch"));
            }
            if (match.equals("Exact") && version.equals("0")) {
                causes.add(forbidden("resourceVersionMatch \"exact\" is forbidden for resourceVersion \"0\""));
            }
        }
        if (call.request.params().contains("sendInitialEvents")) {
            causes.add(new Cause("FieldValueForbidden", "Forbidden: sendInitialEvents is forbidden for list",
                    "sendInitialEvents"));
        }
        if (!causes.isEmpty()) {
            throw ApiException.invalid("meta.k8s.io", "ListOptions", "", causes);
        }
    }

    private static void number(Call call, String name) {
        var text = call.query(name);
        if (!text.isEmpty() && !text.matches("[-+]?\\d{1,18}")) {
            throw ApiException.badRequest("strconv.ParseInt: parsing %s: invalid syntax".formatted(Json.string(text)));
        }
    }

    private static Cause forbidden(String why) {
        return new Cause("FieldValueForbidden", "Forbidden: " + why, "resourceVersionMatch");
    }

    /** 504: a version that has not been yet. */
    static ApiException tooLarge(long asked, long current) {
        return new ApiException(504, "Timeout", "Timeout: Too large resource version: %d, current: %d"
                .formatted(asked, current), Json.object("causes", List.of(Json.object("reason",
                "ResourceVersionTooLarge", "message", "Too large resource version")), "retryAfterSeconds", 1));
    }
}
