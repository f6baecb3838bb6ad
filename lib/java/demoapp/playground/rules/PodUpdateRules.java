package demoapp.playground.rules;

import java.util.List;
import java.util.Map;

import demoapp.json.Json;
import demoapp.playground.schema.GoTypes;

/** What of a pod may change: https://github.com/kubernetes/kubernetes/blob/v1.32.0/pkg/apis/core/validation */
final class PodUpdateRules {
    private static final String REQUIRED = "requiredDuringSchedulingIgnoredDuringExecution";
    private static final List<String> CONTAINERS = List.of("containers", "initContainers");
    private static final String ONLY = "pod updates may not change fields other than `spec.containers[*].image`,"
            + "`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to "
            + "existing tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was "
            + "previously negative)";

    private final Map<String, Object> old;
    private final Map<String, Object> fresh;
    private final Causes causes;

    private PodUpdateRules(Map<String, Object> fresh, Map<String, Object> old, Causes causes) {
        this.old = old;
        this.fresh = fresh;
        this.causes = causes;
    }

    /** Finds fault with a change of a pod's spec. */
    static void validate(Map<String, Object> fresh, Map<String, Object> old, Causes causes) {
        new PodUpdateRules(fresh, old, causes).validate();
    }

    private void validate() {
        if (!CONTAINERS.stream().allMatch(this::containers) || !deadline()) {
            return;
        }
        tolerations();
        gates();
        var spec = fixed();
        if (!Json.list(old, "schedulingGates").isEmpty()) {
            placement(spec);
        }
        if (!Json.same(spec, old)) {
            causes.forbidden("spec", ONLY + "\n" + GoTypes.diff("PodSpec", old, spec));
        }
    }

    private boolean containers(String field) {
        var containers = Json.maps(fresh, field);
        if (containers.size() != Json.list(old, field).size()) {
            causes.forbidden("spec." + field, "pod updates may not add or remove containers");
            return false;
        }
        Causes.each(containers, "spec." + field, (container, at) -> {
            var image = Json.text(container, "image");
            if (image.isEmpty()) {
                causes.required(at + ".image");
            } else if (!image.equals(image.strip())) {
                causes.invalid(at + ".image", image, "must not have leading or trailing whitespace");
            }
        });
        return true;
    }

    private boolean deadline() {
        var field = "spec.activeDeadlineSeconds";
        var before = old.get("activeDeadlineSeconds");
        if (fresh.get("activeDeadlineSeconds") instanceof Number seconds) {
            if (seconds.longValue() < 0 || seconds.longValue() > Integer.MAX_VALUE) {
                causes.invalid(field, seconds, "must be between 0 and 2147483647, inclusive");
                return false;
            }
            if (before instanceof Number most && most.longValue() < seconds.longValue()) {
                causes.invalid(field, seconds, "must be less than or equal to previous value");
                return false;
            }
        } else if (before != null) {
            causes.invalid(field, "null", "must not update from a positive integer to nil value");
        }
        return true;
    }

    private void tolerations() {
        var all = Json.maps(fresh, "tolerations").stream().map(PodUpdateRules::timeless).toList();
        if (!all.containsAll(Json.maps(old, "tolerations").stream().map(PodUpdateRules::timeless).toList())) {
            causes.forbidden("spec.tolerations", "existing toleration can not be modified except its tolerationSeconds");
        } else {
            PlacementRules.tolerations(Json.maps(fresh, "tolerations"), "spec.tolerations", causes);
        }
    }

    private static Map<String, Object> timeless(Map<String, Object> toleration) {
        var timeless = Json.copy(toleration);
        timeless.remove("tolerationSeconds");
        return timeless;
    }

    private void gates() {
        var known = Json.maps(old, "schedulingGates").stream().map(gate -> gate.get("name")).toList();
        Causes.each(Json.maps(fresh, "schedulingGates"), "spec.schedulingGates", (gate, at) -> {
            if (!known.contains(gate.get("name"))) {
                causes.forbidden(at + ".name", "only deletion is allowed, but found new scheduling gate '"
                        + gate.get("name") + "'");
            }
        });
    }

    /** The new spec with the old one's values where these may change. */
    private Map<String, Object> fixed() {
        var spec = Json.copy(fresh);
        for (var field : List.of("activeDeadlineSeconds", "tolerations", "schedulingGates")) {
            Json.set(spec, old.get(field), field);
        }
        if (Json.number(old, 0, "terminationGracePeriodSeconds") < 0
                && Json.number(spec, 0, "terminationGracePeriodSeconds") == 1) {
            spec.put("terminationGracePeriodSeconds", old.get("terminationGracePeriodSeconds"));
        }
        for (var field : CONTAINERS) {
            var containers = Json.maps(spec, field);
            for (var i = 0; i < containers.size(); i++) {
                Json.set(containers.get(i), Json.at(old, field, i, "image"), "image");
            }
        }
        return spec;
    }

    /** Where a pod that waits at a gate may run can still be narrowed down. */
    private void placement(Map<String, Object> spec) {
        var selector = Json.map(spec, "nodeSelector");
        if (!selector.entrySet().containsAll(Json.map(old, "nodeSelector").entrySet())) {
            causes.invalid("spec.nodeSelector", causes.given("spec", "nodeSelector") instanceof Map<?, ?> none
                    && none.isEmpty() ? new Causes.Quoted("map[string]string{}") : GoStructs.labels(selector),
                    "only additions to spec.nodeSelector are allowed (no mutations or deletions)");
        }
        Json.set(spec, old.get("nodeSelector"), "nodeSelector");
        var before = Json.at(old, "affinity", "nodeAffinity");
        var now = Json.at(spec, "affinity", "nodeAffinity");
        if (Json.same(before, now)) {
            return;
        }
        affinity(Json.maps(now, REQUIRED, "nodeSelectorTerms"), Json.maps(before, REQUIRED, "nodeSelectorTerms"));
        if (spec.get("affinity") != null && old.get("affinity") == null
                && Json.at(spec, "affinity", "podAffinity") == null && Json.at(spec, "affinity", "podAntiAffinity") == null) {
            spec.remove("affinity");
        } else {
            Json.child(spec, "affinity");
            Json.set(spec, before, "affinity", "nodeAffinity");
        }
    }

    private void affinity(List<Map<String, Object>> terms, List<Map<String, Object>> before) {
        var at = "spec.affinity.nodeAffinity." + REQUIRED + ".nodeSelectorTerms";
        if (!before.isEmpty() && before.size() != terms.size()) {
            causes.invalid(at, GoStructs.terms(terms),
                    "no additions/deletions to non-empty NodeSelectorTerms list are allowed");
            return;
        }
        for (var i = 0; i < before.size(); i++) {
            if (!more(terms.get(i), before.get(i))) {
                causes.invalid(at + "[" + i + "]", GoStructs.dump("NodeSelectorTerm", terms.get(i)),
                        "only additions are allowed (no mutations or deletions)");
            }
        }
    }

    /** Whether a term asks for all that it asked for before; one that asked for nothing may not ask for more. */
    private static boolean more(Map<String, Object> term, Map<String, Object> before) {
        if (Json.list(before, "matchExpressions").isEmpty() && Json.list(before, "matchFields").isEmpty()) {
            return Json.list(term, "matchExpressions").isEmpty() && Json.list(term, "matchFields").isEmpty();
        }
        return List.of("matchExpressions", "matchFields").stream().allMatch(field -> {
            var now = Json.list(term, field);
            var then = Json.list(before, field);
            return now.size() >= then.size() && Json.same(now.subList(0, then.size()), then);
        });
    }
}
