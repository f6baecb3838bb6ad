package demoapp.playground.api;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;

import demoapp.json.Json;
import demoapp.playground.store.ApiException;
import demoapp.playground.store.Kind;
import demoapp.playground.store.Kinds;

/** Field selectors: {@code metadata.name=x,status.phase!=Running}. Each kind knows only a few fields. */
final class FieldSelector {
    private static final List<String> COMMON = List.of("metadata.name", "metadata.namespace");
    private static final Map<Kind, List<String>> MORE = Map.of(
            Kinds.POD, List.of("spec.nodeName", "spec.restartPolicy", "spec.schedulerName",
                    "spec.serviceAccountName", "spec.hostNetwork", "status.phase", "status.podIP", "status.podIPs",
                    "status.nominatedNodeName"),
            Kinds.EVENT, List.of("involvedObject.kind", "involvedObject.namespace", "involvedObject.name",
                    "involvedObject.uid", "involvedObject.apiVersion", "involvedObject.resourceVersion",
                    "involvedObject.fieldPath", "reason", "reportingComponent", "source", "type"),
            Kinds.NAMESPACE, List.of("status.phase"), Kinds.NODE, List.of("spec.unschedulable"),
            Kinds.SECRET, List.of("type"), Kinds.SERVICE, List.of("spec.clusterIP", "spec.type"),
            Kinds.REPLICATION_CONTROLLER, List.of("status.replicas"), Kinds.JOB, List.of("status.successful"));

    private FieldSelector() { }

    static Predicate<Map<String, Object>> parse(Kind kind, String text) {
        var all = Arrays.stream(text.split(",")).filter(term -> !term.isEmpty()).map(term -> term(kind, term)).toList();
        return object -> all.stream().allMatch(term -> term.test(object));
    }

    private static Predicate<Map<String, Object>> term(Kind kind, String term) {
        var match = Pattern.compile("([^=!]+)(!=|==|=)(.*)").matcher(term);
        if (!match.matches()) {
            throw ApiException.badRequest("invalid selector: '%s'; can't understand '%s'".formatted(term, term));
        }
        var field = match.group(1);
        if (!COMMON.contains(field) && !MORE.getOrDefault(kind, List.of()).contains(field)) {
            throw ApiException.badRequest(unknown(kind, field));
        }
        var equal = !match.group(2).equals("!=");
        var value = match.group(3);
        return object -> equal == value(object, field).equals(value);
    }

    private static String unknown(Kind kind, String field) {
        return MORE.containsKey(kind) ? "field label not supported: " + field
                : "\"%s\" is not a known field selector: only \"metadata.name\", \"metadata.namespace\""
                        .formatted(field);
    }

    private static String value(Map<String, Object> object, String field) {
        return switch (field) {
            case "source" -> Json.text(object, "source", "component");
            case "spec.hostNetwork", "spec.unschedulable" ->
                    String.valueOf(Json.truth(object, (Object[]) field.split("\\.")));
            default -> Json.text(object, (Object[]) field.split("\\."));
        };
    }
}
